"""Reports in a real browser: asked for, followed without a touch, downloaded, one or a batch; without scripts too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from assess.platform import database
from assess.reporting import requesting
from assess.reporting.jobs import Wish
from assess.reporting.tables import JobRow
from tests import cast as casting
from tests.answered import fill
from tests.browser.test_every_page import violations, wider_than_the_window
from tests.reporting.worker_processes import worker

SLOWLY = 180_000


@pytest.fixture
def address(live) -> str:
    """The page of reports of an assessment that has been answered."""
    with database.writing(live.installed.engine) as session:
        fill(session, live.cast.assessment, live.cast.accounts["mei"], "riverside-clinic")
    return f"/assessments/{live.cast.assessment}/reports"


def test_a_report_is_asked_for_followed_and_downloaded(page_of, live, address):
    page = page_of("mei")
    page.goto(address)
    page.get_by_label("PDF").uncheck()
    page.get_by_label("Web page").check()
    page.get_by_role("button", name="Ask for what is ticked").click()
    expect(page.locator("tr[data-job]")).to_contain_text("Waiting")
    with worker(live.installed):
        expect(page.get_by_role("link", name="Download")).to_be_visible(timeout=SLOWLY)
    expect(page.locator("#told")).to_have_text("1 report is ready.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "Lantern Software 2026 self-assessment en.html"


def test_a_batch_is_followed_to_its_end(page_of, live, address):
    page = page_of("mei", lang="zh_Hans")
    page.goto("/reports")
    for box in page.locator("input[name=assessments]").all():
        box.check()
    page.get_by_label("PDF").uncheck()
    page.get_by_label("供其他程序使用的 JSON").check()
    page.locator("input[name=designs]").first.check()
    page.get_by_role("button", name="生成勾选的报告").click()
    expect(page.locator("#totals")).to_contain_text("报告会继续生成")
    with worker(live.installed):
        expect(page.get_by_role("link", name="打包下载全部")).to_be_visible(timeout=SLOWLY)
    with page.expect_download() as download:
        page.get_by_role("link", name="打包下载全部").click()
    assert download.value.suggested_filename.endswith(".zip")


def test_without_scripts_the_page_says_to_load_it_again(page_of, live, address):
    page = page_of("mei", script=False)
    page.goto(address)
    page.get_by_role("button", name="Ask for what is ticked").click()
    page.get_by_role("link", name="Load the page again").click()
    expect(page.locator("tr[data-job]")).to_contain_text("Waiting")
    page.get_by_role("button", name="Take back: Self-assessment report, English, PDF").click()
    expect(page.locator("tr[data-job]")).to_contain_text("Taken back")


@pytest.mark.parametrize(
    ("width", "dark", "lang"), [(360, False, "zh_Hans"), (360, True, "en"), (1440, True, "zh_Hant"), (1440, False, "en")]
)
def test_reports_in_every_state_can_be_read_by_everybody(page_of, live, address, tmp_path, width, dark, lang):
    _in_every_state(live)
    page = page_of("mei", width=width, dark=dark, lang=lang)
    for path in (address, "/reports", _batch(live)):
        page.goto(path)
        assert violations(page) == []
        assert wider_than_the_window(page) == []
        page.screenshot(path=tmp_path / f"{path.strip('/').replace('/', '-')}-{width}-{'dark' if dark else 'light'}.png", full_page=True)


def _in_every_state(live) -> None:
    states = {
        "requested": {},
        "running": {"progress": 40, "attempts": 1},
        "ready": {"size": 431_909, "sha256": "0" * 64, "progress": 100},
        "failed": {"error": '{"what": "faults", "lines": ["file.yaml:3: key: no font has U+1F9EA — install one"]}', "attempts": 3},
        "cancelled": {},
    }
    wishes = [
        Wish("self-assessment", "zh_Hant", ending, "synthetic-customer-management@1")
        for ending in (".pdf", ".html", ".xlsx", ".docx", ".json")
    ]
    now = live.installed.clock()
    with database.writing(live.installed.engine) as session:
        mei = casting.actor(session, live.cast, "mei")
        ids = requesting.ask(session, mei, live.cast.assessment, wishes, now=now).new
        for id_, (state, values) in zip(ids, states.items(), strict=True):
            session.execute(update(JobRow).where(JobRow.id == id_).values(state=state, heartbeat_at=now, finished_at=now, **values))


def _batch(live) -> str:
    with database.writing(live.installed.engine) as session:
        mei = casting.actor(session, live.cast, "mei")
        made = requesting.ask_many(
            session, mei, [live.cast.assessment], ["executive"], ["en", "zh_Hans"], [".pdf"], now=live.installed.clock()
        )
    return f"/reports/batches/{made}"
