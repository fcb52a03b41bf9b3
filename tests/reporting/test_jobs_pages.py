"""The pages of reports: asked for by a form, seen in a list, downloaded under a good name, by whom it may be and nobody else."""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import unquote

import pytest
from sqlalchemy import event, update

from assess.platform import database
from assess.reporting import queue
from assess.reporting.tables import JobRow
from tests.answered import fill

EVERYBODY = ("mei", "ben", "ana", "rita", "jonas", "aiko", "olga", "sam", "ada", "charlie", "")
DATA = {"designs": ["self-assessment"], "languages": ["zh_Hans"], "endings": [".json"], "benchmark": ""}


@pytest.fixture
def address(cast):
    return f"/assessments/{cast.assessment}/reports"


@pytest.fixture
def answered(installed, cast):
    with database.writing(installed.engine) as session:
        fill(session, cast.assessment, cast.accounts["mei"], "riverside-clinic")


@pytest.fixture
def job(installed, client_of, address):
    """A report that was asked for by Mei; its id."""
    assert client_of("mei").post(address, data=DATA).status_code == 302
    with database.reading(installed.engine) as session:
        return session.query(JobRow).one().id


def statuses(client_of, act) -> dict[str, int]:
    """Return what everybody gets; a visitor is led to sign in."""
    return {name or "visitor": act(client_of(name)).status_code for name in EVERYBODY}


HERE = dict.fromkeys(("mei", "olga", "sam"), 200)
SEES = HERE | {"rita": 200}
ELSEWHERE = {"jonas": 404, "aiko": 404, "ada": 404, "charlie": 404}


def test_who_sees_the_reports_of_an_assessment(client_of, address):
    assert statuses(client_of, lambda client: client.get(address)) == SEES | ELSEWHERE | {"ben": 403, "ana": 403, "visitor": 302}


def test_who_may_ask(client_of, address):
    expected = dict.fromkeys(HERE, 302) | {"rita": 403, "ben": 403, "ana": 403, "visitor": 401} | ELSEWHERE
    assert statuses(client_of, lambda client: client.post(address, data=DATA)) == expected


@pytest.mark.parametrize("path", ["/reports/{job}", "/reports/{job}/state", "/assessments/{assessment}/reports/state"])
def test_who_sees_one_report(client_of, cast, job, path):
    asked = path.format(job=job, assessment=cast.assessment)
    expected = SEES | ELSEWHERE | {"ben": 403, "ana": 403, "visitor": 302}
    if path == "/reports/{job}":
        expected |= dict.fromkeys(SEES, 302)  # not ready: to the list
    assert statuses(client_of, lambda client: client.get(asked)) == expected


@pytest.mark.parametrize("act", ["cancel", "again"])
def test_who_may_change_one_report(client_of, job, act):
    expected = dict.fromkeys(HERE, 302) | {"rita": 403, "ben": 403, "ana": 403, "visitor": 401} | ELSEWHERE
    assert statuses(client_of, lambda client: client.post(f"/reports/{job}/{act}")) == expected


def test_who_sees_the_page_of_batches(client_of):
    expected = dict.fromkeys(("mei", "jonas", "aiko", "olga", "sam", "charlie"), 200)
    expected |= {"rita": 403, "ben": 404, "ana": 404, "ada": 404, "visitor": 302}
    assert statuses(client_of, lambda client: client.get("/reports")) == expected


def test_everybody_chooses_among_his_own_assessments(client_of, cast):
    seen = {name: client_of(name).get("/reports").get_data(as_text=True) for name in ("mei", "jonas", "olga", "charlie")}
    ids = {"own": cast.assessment, "assessed": cast.assessed, "other": cast.other_assessment}
    offered = {name: {what for what, id_ in ids.items() if f'value="{id_}"' in page} for name, page in seen.items()}
    assert offered == {"mei": {"own", "assessed"}, "jonas": {"assessed"}, "olga": set(ids), "charlie": {"other"}}


def test_from_asking_to_the_file(installed, client_of, address, answered):
    mei = client_of("mei")
    page = mei.get(address).get_data(as_text=True)
    assert "No report has been made yet" in page
    sent = mei.post(address, data=DATA | {"endings": [".json", ".html"]}, follow_redirects=True).get_data(as_text=True)
    assert "2 reports were asked for." in sent
    assert sent.count("Waiting") == 2
    queue.work_off(installed)
    shown = mei.get(address).get_data(as_text=True)
    assert shown.count("Unchanged since") == 2
    for link in re.findall(r'href="(/reports/\w+)"', shown):
        answer = mei.get(link)
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="report-')
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        name = unquote(answer.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
        assert name.startswith("灯笼软件 2026 self-assessment zh-Hans.")
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        ending = name.rpartition(".")[2]
        assert (answer.mimetype, answer.data[:1]) == {"json": ("application/json", b"{"), "html": ("text/html", b"<")}[ending]
    again = mei.post(address, data=DATA, follow_redirects=True).get_data(as_text=True)
    assert "1 report is there already and unchanged since" in again


def test_the_list_says_when_answers_have_changed_since(installed, client_of, cast, clock, address, answered):
    mei = client_of("mei")
    mei.post(address, data=DATA)
    queue.work_off(installed)
    from assess.assessments.tables import AnswerRow

    clock.goes_on(hours=2)
    with database.writing(installed.engine) as session:
        session.execute(update(AnswerRow).where(AnswerRow.item == "L1.1").values(content='{"level": 0}', version=2, at=clock()))
    page = mei.get(address).get_data(as_text=True)
    assert "The answers have changed since" in page
    assert "Unchanged since" not in page


def test_everything_that_fits_is_asked_for_at_once(client_of, address):
    page = client_of("mei").post(address, data={"everything": "y"}, follow_redirects=True).get_data(as_text=True)
    assert "30 reports were asked for." in page  # two designs, three languages, five formats


@pytest.mark.parametrize(
    "wrong",
    [
        {"designs": []}, {"designs": ["certification"]}, {"designs": ["../../etc"]}, {"languages": ["de"]}, {"endings": [".exe"]},
        {"benchmark": "/etc/passwd"}, {"benchmark": "nobody@1"}, {"languages": [], "endings": []},
    ],
)  # fmt: skip
def test_what_is_not_offered_is_asked_for_anew(installed, client_of, address, wrong):
    answer = client_of("mei").post(address, data=DATA | wrong)
    assert answer.status_code == 422
    assert 'class="fault"' in answer.get_data(as_text=True)
    with database.reading(installed.engine) as session:
        assert session.query(JobRow).count() == 0


def test_a_batch_is_followed_and_taken_as_one_file(installed, client_of, cast, answered):
    sam = client_of("sam")
    wanted = {"designs": ["self-assessment", "certification"], "languages": ["en"], "endings": [".json", ".html"], "benchmark": ""}
    sent = sam.post("/reports", data=wanted | {"assessments": [cast.assessment, cast.assessed, cast.other_assessment]})
    address = sent.headers["Location"]
    page = sam.get(address).get_data(as_text=True)
    assert page.count("data-job=") == 6
    assert "reports.zip" not in page
    assert sam.get(f"{address}/state").json["open"] == 6
    assert address in sam.get("/reports").get_data(as_text=True)
    queue.work_off(installed)
    assert sam.get(f"{address}/state").json == {"open": 0, "jobs": [], "stamp": "req0-run0-rea6-fai0-can0"}
    page = sam.get(address).get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(sam.get(re.search(r'href="([^"]+reports.zip)"', page)[1]).data)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(
            f"{name}{ending}"
            for name in (
                "Lantern Software 2026 self-assessment en",
                "Lantern Software 2026 certification en",
                "Charlie & Sons 2026 self-assessment en",
            )
            for ending in (".json", ".html")
        )
    own = client_of("charlie").get(address).get_data(as_text=True)
    assert own.count("data-job=") == 2
    assert "Lantern" not in own
    for name, status in (("ada", 404), ("ben", 404), ("olga", 200), ("rita", 200), ("", 302)):
        assert client_of(name).get(address).status_code == status


def test_a_batch_can_be_taken_back(installed, client_of, cast):
    mei = client_of("mei")
    wanted = DATA | {"languages": ["en", "zh_Hans"], "assessments": [cast.assessment]}
    address = mei.post("/reports", data=wanted).headers["Location"]
    assert client_of("charlie").post(f"{address}/cancel").status_code == 404
    client_of("rita").post(f"{address}/cancel")
    assert mei.get(f"{address}/state").json["open"] == 2
    mei.post(f"{address}/cancel")
    assert mei.get(f"{address}/state").json["open"] == 0
    queue.work_off(installed)
    with database.reading(installed.engine) as session:
        assert {job.state for job in session.query(JobRow)} == {"cancelled"}


@pytest.mark.parametrize("wrong", [{"assessments": []}, {"assessments": ["abcdefghijkm"]}, {"designs": ["certification"]}])
def test_a_batch_that_makes_no_report_is_asked_for_anew(client_of, cast, wrong):
    answer = client_of("mei").post("/reports", data=DATA | {"assessments": [cast.assessment]} | wrong)
    assert answer.status_code == 422
    assert 'class="fault"' in answer.get_data(as_text=True)


def test_an_assessment_of_somebody_else_is_not_offered(client_of, cast):
    assert client_of("charlie").post("/reports", data=DATA | {"assessments": [cast.assessment]}).status_code == 422


@pytest.mark.parametrize(
    "path", ["/reports/abcdefghijkm", "/reports/abcdefghijkm/state", "/reports/batches/abcdefghijkm", "/reports/batches/%20"]
)
def test_what_does_not_exist_is_not_found(client_of, path):
    assert client_of("olga").get(path).status_code == 404


def test_a_file_that_is_gone_is_said_to_be_gone(installed, client_of, job):
    with database.writing(installed.engine) as session:
        session.execute(update(JobRow).values(state="ready", sha256="0" * 64, size=3))
    assert client_of("mei").get(f"/reports/{job}").status_code == 410


def test_a_name_with_dangerous_characters_is_made_safe(installed, client_of, cast, address):
    from assess.organisations.tables import OrganisationRow

    with database.writing(installed.engine) as session:
        session.execute(
            update(OrganisationRow).where(OrganisationRow.id == cast.lantern).values(name='../A"B\r\nX: y\u202e/etc', name_zh="")
        )
    mei = client_of("mei")
    mei.post(address, data=DATA)
    queue.work_off(installed)
    link = re.search(r'href="(/reports/\w+)"', mei.get(address).get_data(as_text=True))[1]
    name = unquote(mei.get(link).headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
    assert not set(name) & set('/\\":\r\n\u202e')
    assert not name.startswith(".")


def test_a_failed_report_says_why_and_can_be_asked_for_again(installed, client_of, address, job):
    with database.writing(installed.engine) as session:
        trouble = '{"what": "faults", "lines": ["file.yaml:3: key: <b>wrong</b> — right"]}'
        session.execute(update(JobRow).values(state="failed", error=trouble, attempts=3))
    mei = client_of("mei")
    page = mei.get(address).get_data(as_text=True)
    assert "&lt;b&gt;wrong&lt;/b&gt;" in page
    assert f"/reports/{job}/again" in page
    mei.post(f"/reports/{job}/again")
    assert mei.get(f"/reports/{job}/state").json["state"] == "requested"


def test_pages_ask_the_database_as_often_for_many_reports_as_for_one(installed, client_of, cast, address):
    olga = client_of("olga")

    def queries(path):
        asked = []
        event.listen(installed.engine, "before_cursor_execute", note := lambda *words: asked.append(words[2]))
        assert olga.get(path).status_code == 200
        event.remove(installed.engine, "before_cursor_execute", note)
        return len(asked)

    olga.post(address, data=DATA)
    few = olga.post("/reports", data=DATA | {"assessments": [cast.assessment]}).headers["Location"]
    with database.writing(installed.engine) as session:
        session.execute(update(JobRow).values(state="ready", sha256="0" * 64, size=3))
    paths = (address, few, "/reports", f"{few}/state")
    before = [queries(path) for path in paths]
    olga.post(address, data={"everything": "y"})
    many = olga.post("/reports", data={"everything": "y", "assessments": [cast.assessment, cast.assessed, cast.other_assessment]}).headers[
        "Location"
    ]
    with database.writing(installed.engine) as session:
        session.execute(update(JobRow).values(state="ready", sha256="0" * 64, size=3))
    assert [queries(path) for path in (address, many, "/reports", f"{many}/state")] == before


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_the_pages_speak_each_language(client_of, cast, address, language):
    mei = client_of("mei")
    batch = mei.post("/reports", data=DATA | {"assessments": [cast.assessment]}).headers["Location"]
    words = {"en": "Ask for what is ticked", "zh_Hans": "生成勾选的报告", "zh_Hant": "生成勾選的報告"}
    for path in (address, "/reports"):
        assert words[language] in mei.get(f"{path}?lang={language}").get_data(as_text=True)
    assert mei.get(f"{batch}?lang={language}").status_code == 200
