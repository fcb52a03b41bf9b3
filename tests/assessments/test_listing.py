"""Lists of assessments: what stands in them, in which order, and what there is to do about each."""

from __future__ import annotations

import datetime

import pytest

from assess.assessments import listing
from assess.assessments.listing import Next, Task
from assess.assessments.progress import Count
from assess.assessments.stored import State
from assess.assessments.tables import AssessmentRow
from assess.people.actor import Actor
from assess.people.roles import MAY, Grant, Role, Scope
from tests import cast as casting
from tests.answered import another

OPEN, DONE = Count(asked=2, answered=1), Count(asked=2, answered=2)


@pytest.mark.parametrize(
    ("role", "state", "count", "task"),
    [
        (Role.RESPONDENT, State.ANSWERING, OPEN, Task.ANSWER),
        (Role.RESPONDENT, State.ANSWERING, DONE, Task.WAIT),
        (Role.RESPONDENT, State.SUBMITTED, DONE, Task.LOOK),
        (Role.COORDINATOR, State.ANSWERING, OPEN, Task.ANSWER),
        (Role.COORDINATOR, State.ANSWERING, DONE, Task.HAND_IN),
        (Role.COORDINATOR, State.SUBMITTED, DONE, Task.LOOK),
        (Role.REVIEWER, State.ANSWERING, OPEN, Task.WAIT),
        (Role.REVIEWER, State.SUBMITTED, OPEN, Task.REVIEW),
        (Role.LEAD_ASSESSOR, State.SUBMITTED, DONE, Task.REVIEW),
        (Role.ASSESSOR, State.SUBMITTED, DONE, Task.LOOK),
        (Role.READ_ONLY, State.ANSWERING, OPEN, Task.WAIT),
        *((role, State.CLOSED, DONE, Task.LOOK) for role in Role),
    ],
)
def test_there_is_to_do_what_a_role_can_do_next(role, state, count, task):
    assert listing.task(MAY[role], state, count) is task


def test_what_is_open_comes_first_by_due_date_then_the_latest(session, cast, clock):
    mei, day = casting.actor(session, cast, "mei"), datetime.timedelta(days=1)
    closed = another(session, cast.assessment, period="2020", state="closed", due=clock().date())
    late = another(session, cast.assessment, period="2021", state="answering", due=clock().date() - day)
    soon = another(session, cast.assessment, period="2022", state="answering", due=clock().date() + day)
    submitted = another(session, cast.assessment, period="2023", state="submitted")
    session.flush()
    page = listing.mine(session, mei, today=clock().date())
    ids = [entry.stored.id for entry in page.entries]
    assert ids[:2] == [late, soon]
    assert set(ids[2:4]) == {cast.assessment, cast.assessed}
    assert ids[4:] == [submitted, closed]
    assert [entry.stored.id for entry in page.entries if entry.overdue] == [late]


def test_pages_cover_the_list_without_a_gap(session, cast, clock):
    mei = casting.actor(session, cast, "mei")
    for number in range(20):
        another(session, cast.assessment, period=f"{2001 + number}")
    pages = [listing.mine(session, mei, today=clock().date(), page=number, size=8) for number in (1, 2, 3, 4)]
    assert [len(page.entries) for page in pages] == [8, 8, 6, 0]
    assert len({entry.stored.id for page in pages for entry in page.entries}) == pages[0].total == 22
    assert pages[0].last == 3


@pytest.mark.parametrize(
    ("name", "counts"), [("mei", 2), ("ben", 1), ("rita", 2), ("jonas", 1), ("olga", 3), ("sam", 3), ("ada", 0), ("charlie", 1)]
)
def test_everybody_has_the_assessments_he_may_see(session, cast, clock, name, counts):
    assert listing.mine(session, casting.actor(session, cast, name), today=clock().date()).total == counts


def test_assessments_of_an_organisation_that_is_put_away_are_not_listed(session, cast, clock):
    session.get_one(listing.OrganisationRow, cast.lantern).archived_at = clock()
    session.flush()
    assert listing.mine(session, casting.actor(session, cast, "mei"), today=clock().date()).total == 0
    assert session.get_one(AssessmentRow, cast.assessment).state == "answering"


@pytest.mark.parametrize(
    ("grants", "step"),
    [
        ((Grant(Role.COORDINATOR, Scope("a")),), (Next.NEW_ASSESSMENT, "a")),
        ((Grant(Role.COORDINATOR, Scope("a")), Grant(Role.COORDINATOR, Scope("b"))), (Next.CHOOSE_ORGANISATION, "")),
        ((Grant(Role.SCHEME_MANAGER),), (Next.CHOOSE_ORGANISATION, "")),
        ((Grant(Role.ADMINISTRATOR),), (Next.NEW_ORGANISATION, "")),
        ((Grant(Role.RESPONDENT, Scope("a", "b")),), (Next.WAIT, "")),
        ((), (Next.WAIT, "")),
    ],
)
def test_the_next_step_is_one_that_the_actor_can_take(grants, step):
    assert listing.next_step(Actor("id", "Somebody", "somebody@example.org", grants)) == step
