"""Comments on an item: who says something, who reads it, who takes it back."""

from __future__ import annotations

import pytest

from assess.assessments.tables import CommentRow
from tests import cast as casting
from tests.assessments import at_work
from tests.assessments.at_work import ITEM


@pytest.fixture
def page(cast):
    return f"/assessments/{cast.assessment}/items/{ITEM}"


@pytest.fixture
def say(client_of, page):
    """Let somebody say something."""

    def run(name, text, **more):
        return client_of(name).post(f"{page}/comments", data={"comment-text": text, **more})

    return run


def said(installed):
    return sorted(at_work.rows(installed, CommentRow), key=lambda row: row.at)


def test_everybody_who_sees_the_item_reads_what_was_said(installed, say, client_of, page, clock):
    assert say("ben", "Is the charter\r\nthe one of March?").status_code == 302
    clock.goes_on(minutes=1)
    say("olga", "It is.")
    for name in ("mei", "ana", "rita"):
        shown = client_of(name).get(page).text
        assert shown.index("Is the charter\nthe one of March?") < shown.index("It is.")
        assert "Ben" in shown


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_nothing_and_too_much_is_not_said(installed, say, text):
    answered = say("mei", text)
    assert answered.status_code == 422
    assert said(installed) == []
    assert text.strip() in answered.text


def test_one_withdraws_ones_own_and_nobody_elses(installed, say, client_of, page):
    say("ben", "Nonsense")
    (row,) = said(installed)
    address = f"{page}/comments/{row.id}/withdraw"
    for name in ("mei", "olga", "ana"):
        assert client_of(name).post(address).status_code == 403
    assert client_of("charlie").post(address).status_code == 404
    assert "Nonsense" in client_of("mei").get(page).text
    assert client_of("ben").post(address).status_code == 302
    shown = client_of("ben").get(page).text
    assert "Nonsense" not in shown
    assert "Withdrawn" in shown
    assert said(installed)[0].text == "Nonsense"  # recorded all the same
    first = said(installed)[0].withdrawn_at
    assert client_of("ben").post(address).status_code == 302
    assert said(installed)[0].withdrawn_at == first


def test_a_comment_of_another_item_or_assessment_is_none_of_this(installed, say, client_of, cast, page):
    say("mei", "Mine")
    (row,) = said(installed)
    elsewhere = f"/assessments/{cast.assessment}/items/L1.2/comments/{row.id}/withdraw"
    assert client_of("mei").post(elsewhere).status_code == 404
    assert client_of("charlie").post(f"/assessments/{cast.other_assessment}/items/{ITEM}/comments/{row.id}/withdraw").status_code == 404
    assert said(installed)[0].withdrawn_at is None


def test_what_is_sent_twice_is_said_once(installed, say):
    for _ in range(2):
        assert say("mei", "Well", **{"comment-key": "abcdefghijk2"}).status_code == 302
    assert len(said(installed)) == 1


@pytest.mark.parametrize("name", casting.PEOPLE)
def test_who_may_say_something(installed, say, name):
    expected = {"mei": 302, "ben": 302, "ana": 302, "olga": 302, "rita": 403, "sam": 403}.get(name, 404)
    assert say(name, "Well").status_code == expected
    assert len(said(installed)) == (expected == 302)


def test_nobody_says_anything_once_it_is_handed_in(installed, say, client_of, cast, page):
    say("mei", "Before")
    at_work.hand_in(installed, cast)
    assert say("mei", "After").status_code == 403
    assert client_of("mei").post(f"{page}/comments/{said(installed)[0].id}/withdraw").status_code == 403
    assert [row.text for row in said(installed)] == ["Before"]
