"""The PDF: accessible, complete, the same bytes every time, and never with an empty box in it."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from assess.method.text import Text
from assess.platform.faults import Faults, Missing
from assess.reporting import design, exports, pdf
from assess.results.evaluate import Evaluated
from tests.reporting.pdf_text import text_of
from tests.reporting.report_samples import changed, made, placed, rendered, sample

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>T</title><style>html{{font-family:"Noto Sans CJK SC"}}</style></head>'
    "<body>{}</body></html>"
)


@pytest.fixture(scope="module")
def bank() -> Iterator[pikepdf.Pdf]:
    content = rendered("harbour-bank", design_id="certification", language="zh_Hans", ending=".pdf", peers=True)
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened


def structure(opened: pikepdf.Pdf) -> dict[str, int]:
    """Count the structure elements by their type."""
    counts: dict[str, int] = {}
    for each in opened.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem":
            counts[str(each.S)] = counts.get(str(each.S), 0) + 1
    return counts


def test_it_declares_pdf_ua_and_is_tagged(bank: pikepdf.Pdf):
    with bank.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == bank.docinfo.Title
    assert bank.Root.MarkInfo.Marked
    assert bank.Root.ViewerPreferences.DisplayDocTitle
    assert str(bank.Root.Lang) == "zh-Hans"


def test_its_title_names_the_organisation(bank: pikepdf.Pdf):
    assert "海港银行" in str(bank.docinfo.Title)


def test_tables_have_headings_and_figures_have_words(bank: pikepdf.Pdf):
    counts = structure(bank)
    for kind in ("/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L", "/LI", "/Link"):
        assert counts[kind] > 0, kind
    figures = [each for each in bank.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]
    assert all(str(each.get("/Alt", "")) for each in figures)


def test_every_page_is_a4_and_numbered(bank: pikepdf.Pdf):
    assert {tuple(round(float(side)) for side in page.MediaBox) for page in bank.pages} == {(0, 0, 595, 842)}
    pages = text_of(rendered("harbour-bank", design_id="certification", language="zh_Hans", ending=".pdf", peers=True))
    assert len(pages) == len(bank.pages)
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页，共{len(pages)}页" in text


def test_a_report_is_about_twenty_pages_before_its_annexes(bank: pikepdf.Pdf):
    with bank.open_outline() as outline:
        annex = next(entry for entry in outline.root if entry.title.startswith("8\u00a0"))
    body = [page.objgen for page in bank.pages].index(annex.destination[0].objgen)
    assert 15 <= body <= 24
    assert len(bank.pages) <= 45


def test_the_outline_leads_to_every_chapter_and_element(bank: pikepdf.Pdf):
    with bank.open_outline() as outline:
        titles = [entry.title for top in outline.root for entry in (top, *top.children)]
    for number in range(1, 10):
        assert any(title.startswith(f"{number}\u00a0") for title in titles), number
    assert any("客户管理成效" in title for title in titles)


def test_the_contents_give_the_pages_the_chapters_are_on(bank: pikepdf.Pdf):
    pages = text_of(rendered("harbour-bank", design_id="certification", language="zh_Hans", ending=".pdf", peers=True))
    contents = next(text for text in pages if "阅读说明" in text)
    for title in ("各要素评价", "门槛条件", "附录：条目明细"):
        listed = re.search(rf"{title}(\d+)", contents)
        assert listed, title
        place = next(number for number, text in enumerate(pages, start=1) if re.search(rf"\d{title}", text) and number > 3)
        assert listed[1].startswith(str(place))  # the number of the next line follows without a space


def test_every_page_has_the_running_title_but_the_first(bank: pikepdf.Pdf):
    pages = text_of(rendered("harbour-bank", design_id="certification", language="zh_Hans", ending=".pdf", peers=True))
    assert all("海港银行·客户管理能力评价·2026" in text for text in pages[1:])


def test_pages_with_generated_peers_say_so_and_others_do_not():
    pages = text_of(rendered("harbour-bank", design_id="certification", language="zh_Hans", ending=".pdf", peers=True))
    marked = {number for number, text in enumerate(pages, start=1) if "SYNTHETIC合成数据" in text}
    with_peers = {number for number, text in enumerate(pages, start=1) if "同行中位数" in text}
    assert with_peers <= marked
    assert 2 in marked
    assert len(pages) not in marked


def test_every_page_of_a_self_assessment_says_so():
    pages = text_of(rendered("riverside-clinic", design_id="self-assessment", language="en", ending=".pdf", peers=False))
    assert all("SELF-ASSESSMENT自评价" in text for text in pages)


def test_a_report_of_b_never_contains_a():
    rendered("harbour-bank", design_id="certification", language="zh_Hans", ending=".pdf", peers=True)
    content = rendered("riverside-clinic", design_id="self-assessment", language="en", ending=".pdf", peers=False)
    assert "Harbour" not in "".join(text_of(content))
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert not any(b"Harbour" in str(each).encode() for each in opened.objects)


def test_fonts_are_embedded_and_of_one_family(bank: pikepdf.Pdf):
    fonts = [each for each in bank.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile3" in each or "/FontFile2" in each for each in fonts)
    assert all("Noto-Sans-CJK-SC" in str(each.FontName) for each in fonts)


def test_nothing_is_run_and_nothing_attached(bank: pikepdf.Pdf):
    assert "/OpenAction" not in bank.Root
    assert "/AA" not in bank.Root
    assert "/JavaScript" not in bank.Root.get("/Names", pikepdf.Dictionary())
    assert not bank.attachments


def test_the_same_report_has_the_same_bytes_in_this_process_and_in_another(tmp_path: Path):
    made_ = made(sample("harbour-bank"), None, design_id="executive", language="en")
    first = exports.paper(made_)
    assert exports.paper(made_) == first
    page = tmp_path / "page.html"
    page.write_bytes(exports.page(made_))
    program = (
        "import sys; from pathlib import Path; from assess.reporting import pdf; "
        "sys.stdout.buffer.write(pdf.render(Path(sys.argv[1]).read_text()))"
    )
    other = subprocess.run([sys.executable, "-c", program, str(page)], capture_output=True, check=True).stdout
    assert other == pdf.render(page.read_text())


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("name", ["harbour-bank", "riverside-clinic"])
def test_the_executive_report_has_exactly_two_pages(name: str, language: str):
    content = rendered(name, design_id="executive", language=language, ending=".pdf", peers=True)
    assert len(text_of(content)) == 2


def test_the_executive_report_has_two_pages_however_much_there_is_to_say(harbour: Evaluated):
    long = "Complaints are closed when the reply is sent, and nobody asks whether the customer is content. " * 12
    talkative = changed(harbour, summary=Text.of(long[:900]), answers={})
    assert len(text_of(exports.paper(made(talkative, placed("harbour-bank"), design_id="executive", language="en")))) == 2


def test_the_summary_is_one_page():
    pages = text_of(rendered("riverside-clinic", design_id="self-assessment", language="en", ending=".pdf", peers=False))
    assert "1\u00a0\u00a0Summary".replace("\u00a0", "") in pages[1]
    assert pages[2].count("Contents")


def test_a_character_no_font_has_fails_loudly_and_is_named():
    with pytest.raises(Faults, match=r"U\+12000 CUNEIFORM SIGN A\) in “Bank of 𒀀 and sons”"):
        pdf.render(PAGE.format("<p>Bank of 𒀀 and sons</p>"), source="my.yaml")


def test_a_character_no_font_has_in_a_figure_fails_too():
    figure = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="20"><title>x</title><text x="1" y="9">𒀀</text></svg>'
    with pytest.raises(Faults, match=r"U\+12000"):
        pdf.render(PAGE.format(f"<p>text</p>{figure}"))


def test_without_pango_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    class Lacking:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpangoft2-1.0-0': no such file")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Lacking(), *sys.meta_path])
    with pytest.raises(Missing, match=r"libpangoft2-1\.0-0.*apt-get install"):
        pdf.load()


def test_without_a_font_of_ours_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "FAMILIES", frozenset({"A family nobody has"}))
    with pytest.raises(Missing, match="fonts-noto-cjk"):
        pdf.render(PAGE.format("<p>text</p>"))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/x.png", "data:image/png;base64,AAAA", "report.png"])
def test_a_page_can_fetch_nothing(address: str):
    with pytest.raises(BaseException, match="fetch"):
        pdf.render(PAGE.format(f'<img src="{address}" alt="x"/>'))


def test_a_page_that_is_not_well_formed_is_read_all_the_same():
    assert text_of(pdf.render(PAGE.format("<p>one<br>two<p>three"))) == ["onetwothree"]


def test_both_parsers_give_the_same_report():
    page = exports.page(made(sample("harbour-bank"), None, design_id="executive", language="zh_Hans")).decode()
    by_html = page.replace("</body>", "<br></body>").replace("<br></body>", "<p></body>")
    assert text_of(pdf.render(by_html)) == text_of(pdf.render(page))


def test_the_style_sheets_hold_nothing_the_engine_does_not_know(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        for id_ in design.references():
            name = "riverside-clinic" if id_ == "self-assessment" else "harbour-bank"
            page = exports.page(made(sample(name), None, design_id=id_, language="en")).decode()
            head = page[: page.index("<body")] + "<body><p>x</p></body></html>"
            pdf.render(head)
    known = re.compile("line-break|density|@media|media type")
    assert [record.getMessage() for record in caplog.records if not known.search(record.getMessage())] == []


def test_the_file_is_sound():
    content = rendered("harbour-bank", design_id="certification", language="zh_Hans", ending=".pdf", peers=True)
    assert content.startswith(b"%PDF-1.7")
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.check_pdf_syntax() == []
        assert len(bytes(opened.trailer.ID[0])) == 16
