"""Answering in a real browser: by mouse and by keyboard, without a network, against somebody else, signed out, without scripts."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from assess.assessments import answers, stored
from assess.assessments.tables import AnswerVersionRow
from assess.people.tables import SessionRow
from assess.platform import database
from tests import cast as casting
from tests.assessments import conditional
from tests.browser.live import cookie_of


@pytest.fixture
def kept(live):
    """What the database has: ``kept("L1.1")`` → all versions of an answer, the oldest first."""

    def of(item, assessment=""):
        statement = (
            select(AnswerVersionRow.content)
            .where(AnswerVersionRow.assessment_id == (assessment or live.cast.assessment), AnswerVersionRow.item == item)
            .order_by(AnswerVersionRow.version)
        )
        with database.reading(live.installed.engine) as session:
            return [json.loads(content) for content in session.scalars(statement)]

    return of


@pytest.fixture
def answered(live):
    """Let somebody of the cast answer on another machine."""

    def run(name, item, answer, *, version=0):
        with database.writing(live.installed.engine) as session:
            actor, asked = casting.actor(session, live.cast, name), stored.get(session, live.cast.assessment)
            return answers.save(session, actor, asked, item, answer, version=version, now=live.installed.clock())

    return run


def open_(page: Page, live, criterion: str) -> None:
    page.goto(f"/assessments/{live.cast.assessment}/criteria/{criterion}")


def state(page: Page, item: str):
    return page.locator(f"[id='{item}.state']")


def saved(page: Page, item: str) -> None:
    expect(state(page, item)).to_have_attribute("data-state", "saved")


def choose(page: Page, item: str, value: str) -> None:
    page.locator(f"input[name='{item}.answer'][value='{value}']").check()


def field(page: Page, item: str, name: str):
    return page.locator(f"[id='{item}.{name}']")


def waiting(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('assess:')).length")


def sent(page: Page, left: int = 0) -> None:
    """Wait until no more than some answers wait in the browser."""
    until = time.monotonic() + 10
    while waiting(page) > left:
        assert time.monotonic() < until
        page.wait_for_timeout(50)


def test_a_click_saves_and_the_page_says_so(page_of, live, kept):
    page = page_of("mei")
    open_(page, live, "L1")
    expect(state(page, "L1.1")).to_have_text("Not answered yet")
    choose(page, "L1.1", "3")
    saved(page, "L1.1")
    assert state(page, "L1.1").inner_text().startswith("Saved at ")
    expect(page.locator("[data-count='L1']")).to_have_text("1 of 3")
    field(page, "L1.1", "note").fill("Approved in May\nby the board")
    expect(page.locator("#told")).to_contain_text("L1.1: Saved at")
    sent(page)
    assert kept("L1.1")[0] == {"level": 3}
    assert kept("L1.1")[-1] == {"level": 3, "note": "Approved in May\nby the board"}
    page.reload()
    expect(page.locator("input[name='L1.1.answer'][value='3']")).to_be_checked()
    expect(field(page, "L1.1", "note")).to_have_value("Approved in May\nby the board")
    choose(page, "L1.1", "")
    field(page, "L1.1", "note").fill("")
    sent(page)
    assert kept("L1.1")[-1] is None


def test_every_kind_of_item_is_answered(page_of, live, kept):
    page = page_of("mei")
    open_(page, live, "L2")  # a metric among them
    field(page, "L2.2", "value").fill("7.5")
    field(page, "L2.2", "measured").fill("2026-05-31")
    field(page, "L2.2", "trend").fill("5; 6,5")
    field(page, "L2.2", "trend").blur()
    expect(state(page, "L2.2")).to_have_attribute("data-state", "refused")
    expect(page.locator("[id='L2.2.faults']")).to_contain_text("Trend, oldest first: numbers with semicolons between them")
    field(page, "L2.2", "trend").fill("5; 6.5")
    saved(page, "L2.2")
    assert kept("L2.2")[-1] == {"value": 7.5, "measured": "2026-05-31", "trend": [5, 6.5]}
    choose(page, "L2.2", "~not_measured")
    expect(state(page, "L2.2")).to_have_attribute("data-state", "hold")
    field(page, "L2.2", "not_measured").fill("Nobody keeps a diary")
    saved(page, "L2.2")
    assert kept("L2.2")[-1] == {"not_measured": "Nobody keeps a diary"}
    open_(page, live, "P2")
    field(page, "P2.1", "conforming").fill("31")
    expect(state(page, "P2.1")).to_have_attribute("data-state", "hold")
    field(page, "P2.1", "sampled").fill("５０")
    saved(page, "P2.1")
    assert kept("P2.1") == [{"conforming": 31, "sampled": 50}]
    open_(page, live, "R1")
    choose(page, "R1.1", "earmarked")
    saved(page, "R1.1")
    assert kept("R1.1") == [{"choice": "earmarked"}]


def test_a_criterion_is_answered_by_keyboard_alone(page_of, live, kept):
    page = page_of("ben")
    open_(page, live, "S6")
    expect(page.locator("[data-keys]")).to_be_visible()
    press = page.keyboard.press
    press("j")
    expect(page.locator("[id='S6.1']")).to_be_focused()
    press("4")
    saved(page, "S6.1")
    press("j")
    press("j")
    expect(page.locator("[id='S6.3']")).to_be_focused()
    press("1")
    saved(page, "S6.3")
    press("n")
    expect(field(page, "S6.3", "not_applicable")).to_be_focused()
    page.keyboard.type("j5n? is only text here")
    saved(page, "S6.3")
    press("Escape")
    press("k")
    expect(page.locator("[id='S6.2']")).to_be_focused()
    press("?")
    expect(page.locator("#keys")).to_be_visible()
    press("3")
    press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    assert kept("S6.1") == [{"level": 4}]
    assert kept("S6.2") == []
    assert kept("S6.3")[0] == {"level": 1}
    assert kept("S6.3")[-1] == {"not_applicable": "j5n? is only text here"}
    press("e")
    page.wait_for_url("**/items/S6.2")


def test_what_is_answered_without_a_network_is_kept_and_sent_when_there_is_one(page_of, live, kept):
    page = page_of("mei")
    open_(page, live, "L1")
    choose(page, "L1.1", "2")
    saved(page, "L1.1")
    page.context.set_offline(True)
    choose(page, "L1.1", "3")
    choose(page, "L1.2", "4")
    field(page, "L1.2", "note").fill("In the train")
    expect(state(page, "L1.1")).to_have_attribute("data-state", "offline")
    expect(state(page, "L1.2")).to_have_attribute("data-state", "offline")
    assert kept("L1.2") == []
    page.context.set_offline(False)
    saved(page, "L1.1")
    saved(page, "L1.2")
    assert waiting(page) == 0
    assert kept("L1.1") == [{"level": 2}, {"level": 3}]
    assert kept("L1.2")[-1] == {"level": 4, "note": "In the train"}


def test_an_answer_whose_confirmation_was_lost_is_one_version(page_of, live, kept):
    page = page_of("mei")
    open_(page, live, "L1")

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/answers/L1.1", lose, times=1)
    choose(page, "L1.1", "3")
    saved(page, "L1.1")
    assert kept("L1.1") == [{"level": 3}]


def test_a_tab_that_is_closed_loses_nothing(page_of, live, kept):
    page = page_of("mei")
    open_(page, live, "L1")
    page.route("**/answers/*", lambda route: route.abort())
    choose(page, "L1.1", "3")
    field(page, "L1.3", "note").fill("Half a sen")
    expect(state(page, "L1.1")).to_have_attribute("data-state", "offline")
    context = page.context
    page.close()
    again = context.new_page()
    open_(again, live, "L2")  # another criterion of the same assessment sends it as well
    sent(again, left=1)
    assert kept("L1.1") == [{"level": 3}]
    expect(again.locator("#waiting")).to_contain_text("L1.3")
    again.locator("#waiting a").click()
    expect(field(again, "L1.3", "note")).to_have_value("Half a sen")
    expect(state(again, "L1.3")).to_have_attribute("data-state", "hold")
    choose(again, "L1.3", "1")
    saved(again, "L1.3")
    assert kept("L1.3") == [{"level": 1, "note": "Half a sen"}]


def test_two_who_answer_the_same_item_choose_field_by_field_and_both_answers_are_kept(page_of, live, kept, answered):
    page = page_of("mei")
    open_(page, live, "L1")
    answered("ben", "L1.1", {"level": 2, "note": "Ben's reason"})
    choose(page, "L1.1", "4")
    expect(state(page, "L1.1")).to_have_attribute("data-state", "conflict")
    expect(state(page, "L1.1")).to_contain_text("Ben changed this meanwhile")
    field(page, "L1.1", "note").fill("Mei's reason")
    assert kept("L1.1") == [{"level": 2, "note": "Ben's reason"}]
    state(page, "L1.1").get_by_role("button", name="Choose").click()
    dialog = page.locator("#conflict")
    expect(dialog.get_by_role("heading")).to_have_text("Two answers to L1.1")
    rows = dialog.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Top management has approved")
    expect(rows.nth(1)).to_contain_text("Ben's reason")
    rows.nth(1).locator("[value='theirs']").check()
    dialog.get_by_role("button", name="Save what is chosen").click()
    saved(page, "L1.1")
    sent(page)
    assert kept("L1.1") == [
        {"level": 2, "note": "Ben's reason"},
        {"level": 4, "note": "Mei's reason"},
        {"level": 4, "note": "Ben's reason"},
    ]
    expect(field(page, "L1.1", "note")).to_have_value("Ben's reason")
    choose(page, "L1.1", "5")
    saved(page, "L1.1")


def test_what_one_left_alone_is_theirs_unless_one_says_otherwise(page_of, live, kept, answered):
    answered("mei", "L1.1", {"level": 1, "note": "Of last year"})
    page = page_of("mei")
    open_(page, live, "L1")
    answered("ben", "L1.1", {"level": 2, "note": "Of this year", "trend": [1, 2]}, version=1)
    choose(page, "L1.1", "4")
    state(page, "L1.1").get_by_role("button", name="Choose").click()
    rows = page.locator("#conflict tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).locator("[value='yours']")).to_be_checked()
    expect(rows.nth(1).locator("[value='theirs']")).to_be_checked()
    page.locator("#conflict").get_by_role("button", name="Decide later").click()
    expect(state(page, "L1.1")).to_have_attribute("data-state", "conflict")
    assert len(kept("L1.1")) == 2
    state(page, "L1.1").get_by_role("button", name="Choose").click()
    page.locator("#conflict").get_by_role("button", name="Save what is chosen").click()
    sent(page)
    assert kept("L1.1")[2:] == [
        {"level": 4, "note": "Of last year", "trend": [1, 2]},
        {"level": 4, "note": "Of this year", "trend": [1, 2]},
    ]


def test_two_browsers_in_turn_do_not_disturb_each_other(page_of, live, kept):
    mei, ben = page_of("mei"), page_of("ben")
    open_(mei, live, "L1")
    open_(ben, live, "L1")
    for value, item in (("3", "L1.1"), ("2", "L1.2")):
        choose(mei, item, value)
        saved(mei, item)
    choose(ben, "L1.3", "1")
    saved(ben, "L1.3")
    assert (kept("L1.1"), kept("L1.2"), kept("L1.3")) == ([{"level": 3}], [{"level": 2}], [{"level": 1}])


def test_whoever_is_signed_out_meanwhile_loses_nothing(page_of, live, kept):
    page = page_of("mei")
    open_(page, live, "L1")
    with database.writing(live.installed.engine) as session:
        session.execute(update(SessionRow).values(revoked_at=live.installed.clock()))
    choose(page, "L1.1", "3")
    expect(state(page, "L1.1")).to_contain_text("You are signed out")
    expect(state(page, "L1.1").get_by_role("link", name="Sign in")).to_have_attribute(
        "href", f"/sign-in?next=%2Fassessments%2F{live.cast.assessment}%2Fcriteria%2FL1"
    )
    assert kept("L1.1") == []
    page.context.add_cookies([cookie_of(live, "mei")])  # signed in again in another tab, with a token of its own
    choose(page, "L1.2", "4")
    saved(page, "L1.1")
    saved(page, "L1.2")
    assert kept("L1.1") == [{"level": 3}]


def test_nothing_is_sent_under_somebody_elses_name(page_of, live, kept):
    page = page_of("mei")
    open_(page, live, "L1")
    page.route("**/answers/*", lambda route: route.abort())
    choose(page, "L1.1", "3")
    expect(state(page, "L1.1")).to_have_attribute("data-state", "offline")
    page.unroute("**/answers/*")
    page.context.add_cookies([cookie_of(live, "ben")])
    choose(page, "L1.2", "4")
    expect(state(page, "L1.2")).to_have_attribute("data-state", "signedout")
    open_(page, live, "L1")
    choose(page, "L1.3", "2")
    saved(page, "L1.3")
    assert (kept("L1.1"), kept("L1.2"), waiting(page)) == ([], [], 2)


def test_the_whole_page_is_a_plain_form_without_scripts(page_of, live, kept, answered):
    page = page_of("mei", script=False)
    open_(page, live, "L2")
    choose(page, "L2.1", "3")
    field(page, "L2.2", "value").fill("7.5")
    field(page, "L2.3", "note").fill("A note alone")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Not everything could be saved")
    expect(field(page, "L2.3", "note")).to_have_value("A note alone")
    assert kept("L2.1") == [{"level": 3}]
    choose(page, "L2.3", page.locator("input[name='L2.3.answer']").first.get_attribute("value"))
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/criteria/L3")
    assert kept("L2.2") == [{"value": 7.5}]
    open_(page, live, "L2")
    answered("ben", "L2.1", {"level": 2, "note": "Ben's reason"}, version=1)
    choose(page, "L2.1", "4")
    page.get_by_role("button", name="Save", exact=True).click()
    rows = page.locator(".conflict tbody tr")
    expect(rows).to_have_count(2)
    rows.nth(1).locator("[value='theirs']").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert kept("L2.1") == [{"level": 3}, {"level": 2, "note": "Ben's reason"}, {"level": 4}, {"level": 4, "note": "Ben's reason"}]


def test_whoever_may_only_read_cannot_change_anything(page_of, live, answered):
    answered("mei", "L1.1", {"level": 3, "note": "For all to read"})
    page = page_of("rita")
    open_(page, live, "L1")
    expect(page.get_by_text("You may read these answers, but not change them.")).to_be_visible()
    assert page.locator("fieldset:not([disabled])").count() == 0
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    expect(page.locator("input[name='L1.1.answer'][value='3']")).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("5")
    expect(page.locator("input[name='L1.1.answer'][value='3']")).to_be_checked()


def test_the_pane_of_elements_gives_way_on_a_phone(page_of, live):
    for width, shown in ((390, False), (1440, True)):
        page = page_of("mei", width=width)
        open_(page, live, "L1")
        expect(page.locator("[data-keys]")).to_be_visible()
        assert page.locator(".side nav").is_visible() is shown
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_item_that_no_longer_applies_says_why_at_once_and_keeps_its_answer(page_of, live, kept):
    conditional.pin_with(live.installed, live.cast.assessment, {"L1.2": [{"item": "L1.1", "at_least": 2}]})
    page = page_of("mei")
    open_(page, live, "L1")
    choose(page, "L1.1", "3")
    saved(page, "L1.1")
    choose(page, "L1.2", "4")
    saved(page, "L1.2")
    why = page.locator("[id='L1.2'] .not-asked")
    expect(why).to_be_hidden()
    expect(page.locator("[data-count='L1']")).to_have_text("2 of 3")
    choose(page, "L1.1", "1")
    expect(why).to_contain_text("This does not apply because of the answer to L1.1")
    expect(page.locator("[data-count='L1']")).to_have_text("1 of 2")
    choose(page, "L1.1", "2")
    expect(why).to_be_hidden()
    assert kept("L1.2") == [{"level": 4}]
    choose(page, "L1.1", "1")
    expect(why).to_be_visible()
    page.reload()
    expect(why).to_be_visible()
    expect(page.locator("input[name='L1.2.answer'][value='4']")).to_be_checked()
    expect(page.locator("[data-count='L1']")).to_have_text("1 of 2")
