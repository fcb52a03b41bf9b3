"""Mei's afternoon: she has never seen the program, is invited, and prints her organisation's first self-assessment before she goes home."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
from pdfminer.high_level import extract_text
from playwright.sync_api import Page, expect

from assess.catalogue import library
from assess.method.questionnaire import Item, Kind
from assess.reporting import queue
from tests.browser.live import Live

PASSWORD = "a quiet afternoon in June"


def invite(page: Page, email: str, role: str, *elements: str) -> str:
    """Invite somebody on a page of people and return the link that is shown there."""
    form = page.locator("#invite")
    form.get_by_label("E-mail address", exact=True).fill(email)
    form.get_by_label("Role", exact=True).select_option(label=role)
    if elements:
        form.get_by_text("Criteria to answer").click()
        for element in elements:
            form.locator(f'input[name="elements"][value="{element}"]').check()
    form.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("status").first).to_contain_text(email)
    return re.search(r"http://\S+/invitations/[\w-]+", page.locator("main").inner_html())[0].split('"')[0]


def accept(page: Page, link: str, name: str) -> None:
    """Open the link of an invitation and accept it with a new account."""
    page.goto(link)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()


def plausible(item: Item) -> tuple[str | float, dict[str, str]]:
    """Return an answer to an item as a person types it into the sheet, and what stands beside it."""
    match item.kind:
        case Kind.MATURITY:
            return 3, {}
        case Kind.YES_NO:
            return "yes", {}
        case Kind.CHOICE:
            return item.options[0].id, {}
        case Kind.PERCENT:
            return 64, {}
        case Kind.METRIC:
            assert item.metric is not None
            return item.metric.points[-1][0], {"measured": "2026-05-31"}


def fill(path: Path) -> int:
    """Answer in the sheet whatever is still open; return how many items that were."""
    book = openpyxl.load_workbook(path)
    sheet = book["answers"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    asked = library.questionnaire("customer-management@1").item_by_id
    filled = 0
    for row in range(3, sheet.max_row + 1):
        item = asked.get(str(sheet.cell(row, columns["item"]).value))
        if item is None or sheet.cell(row, columns["answer"]).value is not None:
            continue
        answer, beside = plausible(item)
        for column, value in {"answer": answer, **beside}.items():
            sheet.cell(row, columns[column]).value = value
        filled += 1
    book.save(path)
    return filled


def test_a_first_self_assessment_from_invitation_to_printed_report(page_of: Callable[..., Page], live: Live, tmp_path: Path) -> None:
    ada = page_of("ada")
    ada.goto("/organisations/new")
    ada.get_by_label("Organisation name").fill("Harbourside Bakery")
    ada.locator("main form").get_by_role("button").last.click()
    expect(ada.get_by_role("heading", name="Harbourside Bakery")).to_be_visible()
    ada.get_by_role("link", name="People").last.click()
    link = invite(ada, "mei.wang@bakery.example.org", "Coordinator")

    mei = page_of("")
    accept(mei, link, "Mei Wang")
    mei.goto("/organisations")
    mei.get_by_role("link", name="Harbourside Bakery").click()
    mei.get_by_role("link", name="New assessment").first.click()
    mei.get_by_label("Period").fill("2026")
    mei.get_by_role("button", name="Begin").click()
    assessment = re.search(r"/assessments/(\w+)", mei.url)[1]

    mei.goto(f"/assessments/{assessment}/people")
    colleagues = {}
    for name, element in (("Ben", "L"), ("Ana", "S"), ("Lu", "P")):
        link = invite(mei, f"{name.lower()}@bakery.example.org", "Respondent", element)
        colleagues[name] = page_of("")
        accept(colleagues[name], link, f"{name} Baker")

    ben, ana, lu = colleagues.values()
    for page, criterion, item in ((ben, "L1", "L1.1"), (ana, "S1", "S1.1"), (lu, "P1", "P1.1")):
        page.goto("/")
        expect(page.get_by_role("link", name=re.compile(rf"^{criterion} "))).to_be_visible()
        page.goto(f"/assessments/{assessment}/criteria/{criterion}")
        card = page.locator("article, section, fieldset, div").filter(has=page.get_by_text(item, exact=True)).last
        expect(card).to_be_visible()
        page.locator(f'input[type="radio"][name*="{item}"]').nth(2).check()
        expect(page.get_by_text(re.compile("Saved")).first).to_be_visible()

    mei.goto(f"/assessments/{assessment}/sheet")
    with mei.expect_download() as begun:
        mei.get_by_role("link", name="Download the answer sheet").click()
    sheet = tmp_path / "answers.xlsx"
    begun.value.save_as(sheet)
    rest = fill(sheet)
    assert rest == 184 - 3
    mei.locator('input[type="file"]').set_input_files(sheet)
    mei.get_by_role("button", name="Show what it would change").click()
    expect(mei.get_by_text(f"{rest} items would change")).to_be_visible()
    mei.get_by_role("button", name="Take these changes").click()

    mei.goto(f"/assessments/{assessment}")
    expect(mei.get_by_text("184 of 184 items answered")).to_be_visible()
    mei.get_by_role("button", name="Hand it in").click()
    expect(mei.get_by_text("Handed in", exact=True).first).to_be_visible()

    mei.get_by_role("link", name="Result").click()
    expect(mei.get_by_text("SELF-ASSESSMENT").first).to_be_visible()
    mei.goto(f"/assessments/{assessment}/reports")
    mei.get_by_role("button", name="Ask for what is ticked").click()
    queue.work_off(live.installed)
    mei.goto(f"/assessments/{assessment}/reports")
    with mei.expect_download() as begun:
        mei.locator('a[href*="/reports/"]').filter(has_text=re.compile("Download|PDF")).first.click()
    report = tmp_path / "report.pdf"
    begun.value.save_as(report)
    with pikepdf.open(report) as opened:
        assert len(opened.pages) >= 10
    text = extract_text(str(report), maxpages=2)
    assert "Harbourside Bakery" in text
    assert "SELF-ASSESSMENT" in text
