"""Whose reports these are: chosen with care, shown on the first page and in the head of every page, and gone when nothing is chosen."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
from PIL import Image

from assess.administration import branding as choosing
from assess.administration.branding import NoLogo
from assess.assessments import file
from assess.method.text import Text
from assess.people.actor import NotFound
from assess.platform.shelves import shelf
from assess.reporting import branding, service
from assess.reporting.branding import Branding
from assess.results.evaluate import evaluate
from tests.cast import PEOPLE, actor
from tests.reporting.pdf_text import text_of

SAMPLES = shelf("questionnaires") / "customer-management" / "1" / "samples"
COLOUR = "#6a1b4d"


def picture(kind="PNG", size=(400, 120), mode="RGB", colour=(200, 30, 60)):
    out = io.BytesIO()
    Image.new(mode, size, colour if mode == "RGB" else (*colour, 128)).save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="module")
def ours():
    logo = choosing.drawn(io.BytesIO(picture()))
    return Branding(Text.of({"en": "Beacon & Certification", "zh_Hans": "灯塔认证"}), COLOUR, logo)


@pytest.fixture(scope="module")
def evaluated():
    return evaluate(file.read(SAMPLES / "lantern-software.yaml"), draws=0)


def test_a_report_shows_name_logo_and_colour_on_the_first_page_and_the_name_on_every_other(ours, evaluated):
    content = service.render(evaluated, branding=ours)
    texts = text_of(content)
    assert len(texts) > 5
    assert all("Beacon&Certification" in text for text in texts)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (logo,) = pdf.pages[0].get_images().values()
        shown = pikepdf.PdfImage(logo).as_pil_image()
        assert shown.size == (400, 120)
        assert shown.convert("RGB").getcolors() == [(400 * 120, (200, 30, 60))]
        painted = pdf.pages[0].Contents.read_bytes()
    red, green, blue = (int(COLOUR[place : place + 2], 16) / 255 for place in (1, 3, 5))
    drawn = [tuple(map(float, found)) for found in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|scn)", painted)]
    assert any(abs(r - red) + abs(g - green) + abs(b - blue) < 0.01 for r, g, b in drawn)


@pytest.mark.parametrize(("language", "name"), [("zh_Hans", "灯塔认证"), ("zh_Hant", "燈塔認證")])
def test_the_name_is_in_the_language_of_the_report(ours, evaluated, language, name):
    page = service.render(evaluated, language=language, ending=".html", branding=ours).decode()
    assert name in page
    assert "Beacon" not in page


def test_without_branding_a_report_is_as_it_was_designed(evaluated):
    plain = service.render(evaluated, ending=".html")
    assert service.render(evaluated, ending=".html", branding=Branding()) == plain
    assert b"<img" not in plain
    assert b"#1d4f7c" in plain


def test_the_colours_that_are_replaced_are_those_of_the_style_sheet():
    style = (shelf("reports") / "shared" / "print.css").read_text(encoding="utf-8")
    assert branding.MAIN in style
    assert branding.LIGHT in style


def test_the_executive_report_keeps_to_its_two_pages(ours, evaluated):
    texts = text_of(service.render(evaluated, design="executive", branding=ours))
    assert len(texts) == 2
    assert "Beacon&Certification" in texts[0]


def test_word_and_excel_name_the_body_too(ours, evaluated):
    with zipfile.ZipFile(io.BytesIO(service.render(evaluated, ending=".docx", branding=ours))) as archive:
        assert any(b"Beacon &amp; Certification" in archive.read(name) for name in archive.namelist() if "header" in name)
    with zipfile.ZipFile(io.BytesIO(service.render(evaluated, ending=".xlsx", branding=ours))) as archive:
        assert b"Beacon" in archive.read("xl/worksheets/sheet1.xml")


def test_a_name_cannot_bring_markup_into_a_report(evaluated):
    page = service.render(evaluated, ending=".html", branding=Branding(Text.of({"en": "<script>x</script>{{ 7 * 7 }}"}))).decode()
    assert "<script>" not in page
    assert "{{ 7 * 7 }}" in page


def test_jobs_made_of_another_branding_are_not_the_same_job(ours):
    from assess.reporting import inputs
    from assess.reporting.jobs import Wish

    wish = Wish("self-assessment", "en", ".pdf", "")
    assert inputs.of_report("x", wish) != inputs.of_report("x", wish, branding.hash_of(ours))
    assert branding.hash_of(None) == ""


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "RGB")])
def test_a_logo_is_drawn_anew_on_white_and_small_enough(kind, mode):
    made = choosing.drawn(io.BytesIO(picture(kind, (2000, 1500), mode)))
    assert made.startswith(b"\x89PNG")
    shown = Image.open(io.BytesIO(made))
    assert shown.mode == "RGB"
    assert shown.width <= choosing.WIDEST
    assert shown.height <= choosing.HIGHEST


def test_nothing_but_the_picture_is_kept_of_a_logo():
    made = choosing.drawn(io.BytesIO(picture() + b"<script>alert(1)</script>"))
    assert b"script" not in made


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 50,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"\xff\xd8\xff" + b"<html>" * 20,
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\0" * (choosing.LARGEST + 1),
    ],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NoLogo):
        choosing.drawn(io.BytesIO(content))


def test_a_picture_that_unpacks_to_far_more_is_refused():
    bomb = picture(size=(12000, 12000))
    assert len(bomb) < choosing.LARGEST
    with pytest.raises(NoLogo):
        choosing.drawn(io.BytesIO(bomb))


def test_only_the_administrator_chooses(session, cast, installed):
    for name in PEOPLE:
        if name != "ada":
            with pytest.raises(NotFound):
                choosing.choose(session, actor(session, cast, name), name="x", name_zh="", colour="", logo=None, now=installed.clock())


def wished(**more):
    return {"name": "Beacon", "name_zh": "灯塔", "colour": COLOUR, "act": "choose", **more}


def test_what_is_chosen_is_shown_and_used_and_can_be_taken_back(client_of, installed):
    from assess.platform import database

    client = client_of("ada")
    sent = client.post("/administration/branding", data=wished(logo=(io.BytesIO(picture()), "logo.png")))
    assert sent.status_code == 302
    shown = client.get("/administration/branding").get_data(as_text=True)
    assert 'value="Beacon"' in shown
    logo = client.get("/administration/branding/logo")
    assert logo.mimetype == "image/png"
    with database.reading(installed.engine) as session:
        chosen = branding.of(session)
    assert chosen == Branding(Text.of({"en": "Beacon", "zh_Hans": "灯塔"}), COLOUR, logo.data)
    client.post("/administration/branding", data=wished(name="Lighthouse"))  # the logo stays
    assert client.get("/administration/branding/logo").status_code == 200
    client.post("/administration/branding", data={"act": "choose", "without_logo": "y"})
    assert client.get("/administration/branding/logo").status_code == 404
    with database.reading(installed.engine) as session:
        assert branding.of(session) is None


def test_what_cannot_be_chosen_is_said_and_what_was_typed_is_kept(client_of):
    client = client_of("ada")
    for colour, said in (("#ffee00", "too light"), ("red", "six digits"), ("#12345", "six digits"), ("#14507a;}", "six digits")):
        answer = client.post("/administration/branding", data=wished(colour=colour))
        shown = answer.get_data(as_text=True)
        assert answer.status_code == 422, colour
        assert said in shown
        assert 'value="Beacon"' in shown
    answer = client.post("/administration/branding", data=wished(logo=(io.BytesIO(b"<svg/>"), "logo.png")))
    assert answer.status_code == 422
    assert "neither a PNG nor a JPEG" in answer.get_data(as_text=True)


def test_a_report_can_be_looked_at_before_anything_is_chosen(client_of, installed):
    from assess.platform import database

    answer = client_of("ada").post("/administration/branding", data=wished(act="look", logo=(io.BytesIO(picture()), "logo.png")))
    assert answer.status_code == 200
    assert "Beacon" in answer.get_data(as_text=True)
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    with database.reading(installed.engine) as session:
        assert branding.of(session) is None


def test_the_command_line_uses_what_the_installation_chose(assess, monkeypatch, tmp_path, ours):
    import json

    from assess.platform import choices, database, schema_versions
    from assess.platform import settings as settings_

    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    report = tmp_path / "report.html"
    assert assess("report", SAMPLES / "lantern-software.yaml", "-o", report, "--draws", 0).status == 0
    assert b"Beacon" not in report.read_bytes()
    assert not (tmp_path / "data" / "assess.db").exists()
    engine = database.engine(settings_.read().database)
    schema_versions.upgrade(engine)
    with database.writing(engine) as session:
        import datetime

        choices.put(session, branding.KEY, json.loads(json.dumps(ours.plain())), by=None, now=datetime.datetime.now(datetime.UTC))
    assert assess("report", SAMPLES / "lantern-software.yaml", "-o", report, "--draws", 0).status == 0
    assert b"Beacon &amp; Certification" in report.read_bytes()


@pytest.mark.parametrize(
    ("colour", "enough"), [("#14507a", True), ("#000000", True), ("#767676", True), ("#777777", False), ("#ffee00", False)]
)
def test_a_colour_must_be_as_dark_as_text_has_to_be(colour, enough):
    assert (branding.contrast(colour) >= branding.ENOUGH) is enough


def test_report_jobs_show_what_was_chosen_and_older_reports_are_out_of_date(installed, cast):
    from assess.platform import database
    from assess.reporting import jobs, overview, queue, requesting
    from assess.reporting.jobs import Wish
    from tests.answered import fill

    wish, now = Wish("self-assessment", "en", ".html"), installed.clock()

    def ask():
        with database.writing(installed.engine) as session:
            asked = requesting.ask(session, actor(session, cast, "mei"), cast.assessment, [wish], now=now)
        queue.work_off(installed)
        return asked

    with database.writing(installed.engine) as session:
        fill(session, cast.assessment, cast.accounts["mei"], "riverside-clinic")
    ask()
    with database.writing(installed.engine) as session:
        choosing.choose(session, actor(session, cast, "ada"), name="Beacon", name_zh="", colour=COLOUR, logo=picture(), now=now)
    with database.reading(installed.engine) as session:
        before = overview.of_assessment(session, actor(session, cast, "mei"), cast.assessment)
    assert before.outdated == {job.id for job in before.jobs}
    assert len(ask().new) == 1
    with database.reading(installed.engine) as session:
        made = jobs.listed(session, actor(session, cast, "mei"), cast.assessment)
    shown = {b"Beacon" in installed.storage.read(job.sha256) for job in made}
    assert shown == {True, False}
