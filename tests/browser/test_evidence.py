"""Evidence, a comment, an N/A and an answer sheet in a real browser, by plain forms."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from assess.assessments.tables import AnswerRow
from tests.assessments import at_work
from tests.assessments import evidence_files_made as made
from tests.browser.test_every_page import violations, wider_than_the_window


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    """A file to be uploaded."""
    path = tmp_path / "客户章程.pdf"
    path.write_bytes(made.PDF)
    return path


def test_a_file_goes_in_and_comes_out_as_it_was(page_of, live, charter):
    mei: Page = page_of("mei", script=False)
    mei.goto(f"/assessments/{live.cast.assessment}/items/L1.1")
    mei.get_by_label("What it is").fill("Customer charter")
    mei.get_by_label("File", exact=False).first.set_input_files(charter)
    mei.get_by_role("button", name="Add evidence").click()
    expect(mei.get_by_role("status")).to_have_text("The evidence is there.")
    with mei.expect_download() as begun:
        mei.get_by_role("link", name="客户章程.pdf").click()
    assert begun.value.suggested_filename == "客户章程.pdf"
    assert hashlib.sha256(Path(begun.value.path()).read_bytes()).digest() == hashlib.sha256(made.PDF).digest()
    mei.get_by_role("button", name="Remove: Customer charter").click()
    mei.get_by_text("1 removed piece").click()
    mei.get_by_role("button", name="Put back: Customer charter").click()
    expect(mei.get_by_role("link", name="客户章程.pdf")).to_be_visible()


def test_what_is_refused_says_why_and_keeps_what_was_typed(page_of, live, tmp_path):
    (tmp_path / "charter.pdf").write_bytes(made.HTML)
    mei: Page = page_of("mei")
    mei.goto(f"/assessments/{live.cast.assessment}/items/L1.1")
    mei.get_by_label("What it is").fill("Customer charter")
    mei.get_by_label("File", exact=False).first.set_input_files(tmp_path / "charter.pdf")
    mei.get_by_role("button", name="Add evidence").click()
    expect(mei.get_by_label("What it is")).to_have_value("Customer charter")
    expect(mei.locator("#file-fault")).to_contain_text("a page, a drawing or a script")
    assert violations(mei) == []


def test_an_na_is_agreed_to_by_somebody_else_who_says_what_he_thinks(page_of, live):
    cast, address = live.cast, f"/assessments/{live.cast.assessment}/items/R2.1"
    at_work.answer(live.installed, cast, "ben", "R2.1", {"not_applicable": "No branches"})
    ben: Page = page_of("ben", script=False)
    ben.goto(address)
    expect(ben.get_by_text("Nobody has agreed to this N/A yet.")).to_be_visible()
    mei: Page = page_of("mei")
    mei.goto(address)
    mei.get_by_text("It does apply", exact=True).click()
    assert violations(mei) == []
    mei.get_by_role("button", name="Agree: it does not apply").click()
    mei.get_by_role("textbox", name="Comment").fill("As in every year.")
    mei.get_by_role("button", name="Say it").click()
    ben.reload()
    expect(ben.get_by_text("As in every year.")).to_be_visible()
    expect(ben.locator("#answer")).to_contain_text("Mei")


@pytest.mark.parametrize(("width", "dark", "lang"), [(360, False, "zh_Hans"), (1440, True, "en")])
def test_a_sheet_shows_what_it_would_change_and_what_somebody_else_changed(page_of, live, tmp_path, width, dark, lang):
    cast = live.cast
    for item, level in (("L1.1", 2), ("L1.2", 3)):
        at_work.answer(live.installed, cast, "mei", item, {"level": level})
    mei: Page = page_of("mei", width=width, dark=dark, lang=lang)
    mei.goto(f"/assessments/{cast.assessment}/sheet")
    with mei.expect_download() as begun:
        mei.locator("a[download]").click()
    begun.value.save_as(tmp_path / "answers.xlsx")
    book = openpyxl.load_workbook(tmp_path / "answers.xlsx")
    rows = {row[0].value: row for row in book["answers"].iter_rows()}
    column = [cell.value for cell in book["answers"][1]].index("answer")
    for item in ("L1.1", "L1.2"):
        rows[item][column].value = 5
    book.save(tmp_path / "answers.xlsx")
    at_work.answer(live.installed, cast, "ben", "L1.2", {"level": 1})
    mei.locator('input[type="file"]').set_input_files(tmp_path / "answers.xlsx")
    mei.locator("main button").click()
    expect(mei.locator("table.changes")).to_have_count(2)
    assert violations(mei) == []
    assert wider_than_the_window(mei) == []
    mei.locator("main form button").click()
    assert mei.url.endswith("/sheet")
    now = {row.item: row.content for row in at_work.rows(live.installed, AnswerRow)}
    assert now == {"L1.1": '{"level":5}', "L1.2": '{"level":1}'}
