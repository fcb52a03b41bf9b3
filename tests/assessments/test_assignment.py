"""Who answers what: criteria given to people, and the rule by which somebody may answer."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from assess.assessments import assignment, pinning, stored
from assess.people import accounts, invitations
from assess.people.actor import NotFound, Refused
from assess.people.roles import Role, Scope
from assess.people.tables import GrantRow
from assess.people.values import Purpose
from tests import cast as casting


@pytest.fixture
def who(session, cast):
    """Return somebody of the cast as services know them."""
    return lambda name: casting.actor(session, cast, name)


@pytest.fixture
def found(session, cast):
    """Lantern's self-assessment."""
    return stored.get(session, cast.assessment)


@pytest.fixture
def questionnaire(session, found):
    """What it asks."""
    return pinning.questionnaire(session, found.pins)


@pytest.fixture
def assign(session, cast, who, found, questionnaire, clock):
    """Give criteria as Mei: ``assign(["L1", "ben"], ["L2", "ana"])``."""

    def run(*pairs, fewer=()):
        more = [(criterion, cast.accounts.get(name, name)) for criterion, name in pairs]
        less = [(criterion, cast.accounts[name]) for criterion, name in fewer]
        assignment.assign(session, who("mei"), found, questionnaire, more=more, fewer=less, now=clock())
        names = {id_: name for name, id_ in cast.accounts.items()}
        return {criterion: {names[id_] for id_ in held} for criterion, held in assignment.assigned(session, found.id).items()}

    return run


def test_a_respondent_answers_what_is_his_and_what_is_nobodys(session, who, found, assign):
    assign(("L1", "ben"), ("L2", "ana"), ("L3", "ben"), ("L3", "ana"))
    held = assignment.assigned(session, found.id)
    may = {
        name: {each for each in ("L1", "L2", "L3", "L4") if assignment.may_answer(who(name), found, each, held)} for name in casting.PEOPLE
    }
    nothing = {key: set() for key in casting.PEOPLE}
    assert may == {**nothing, "mei": {"L1", "L2", "L3", "L4"}, "ben": {"L1", "L3", "L4"}, "ana": {"L2", "L3", "L4"}}


def test_with_nothing_assigned_every_respondent_answers_everything(who, found, questionnaire):
    everything = tuple(each.id for each in questionnaire.criteria)
    assert assignment.own(who("ben"), found, questionnaire, {}) == assignment.own(who("mei"), found, questionnaire, {}) == everything
    assert assignment.own(who("rita"), found, questionnaire, {}) == ()


def test_assigning_twice_is_assigning_once(assign):
    assert assign(("L1", "ben")) == assign(("L1", "ben")) == {"L1": {"ben"}}
    assert assign(("L1", "ana"), fewer=[("L1", "ben")]) == {"L1": {"ana"}}
    assert assign(fewer=[("L1", "ana"), ("L2", "ana")]) == {}


def test_what_does_not_exist_and_who_may_not_answer_is_passed_over(assign):
    assert assign(("L99", "ben"), ("", "ben"), ("L1", "rita"), ("L1", "charlie"), ("L1", "nobody"), ("L1", "jonas")) == {}


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("ben", Refused), ("rita", Refused), ("olga", Refused), ("ada", NotFound), ("jonas", NotFound), ("charlie", NotFound)],
)
def test_others_assign_nothing(session, who, found, questionnaire, clock, name, refusal):
    with pytest.raises(refusal):
        assignment.assign(session, who(name), found, questionnaire, more=[("L1", who("ben").id)], now=clock())


def test_a_page_changes_only_what_was_changed_on_it(questionnaire):
    form = {
        "was": "L1/ben L2/ben",
        "give/L2/ben": "y",
        "give/L3/ana": "y",
        "all/S/ana": "y",
        "all/Z/ana": "y",
        "give/": "y",
        "csrf_token": "x",
    }
    more, fewer = assignment.changes(form, questionnaire)
    element = next(each for each in questionnaire.elements if each.id == "S")
    assert more == {("L3", "ana"), ("", ""), *((each.id, "ana") for each in element.criteria)}
    assert fewer == {("L1", "ben")}


def test_those_who_may_be_given_criteria_are_those_who_may_answer(session, cast, found):
    people = assignment.people(session, found.scope)
    assert [(each.name, each.answers_all) for each in people] == [("Ana", False), ("Ben", False), ("Mei", True)]


def test_whoever_answers_no_longer_holds_no_criteria(session, cast, assign, found):
    assert assign(("L1", "ben"), ("L2", "ben"), ("L2", "ana"))
    session.execute(delete(GrantRow).where(GrantRow.account_id == cast.accounts["ben"]))
    assignment.tidy(session, cast.accounts["ben"], Scope(cast.lantern))
    assignment.tidy(session, cast.accounts["ana"], Scope(cast.lantern))
    assert assignment.assigned(session, found.id) == {"L2": frozenset({cast.accounts["ana"]})}


def test_whoever_still_answers_by_another_role_keeps_them(session, cast, assign, found, clock):
    assert assign(("L1", "ben"))
    accounts.grant(session, cast.accounts["ben"], Role.COORDINATOR, Scope(cast.lantern), by=None, now=clock())
    session.execute(delete(GrantRow).where(GrantRow.account_id == cast.accounts["ben"], GrantRow.role == Role.RESPONDENT.value))
    assignment.tidy(session, cast.accounts["ben"], Scope(cast.lantern))
    assert "L1" in assignment.assigned(session, found.id)


def test_an_accepted_invitation_brings_its_criteria(session, cast, who, found, clock):
    _id, key = invitations.invite(
        session, who("mei"), email="new@example.org", role=Role.RESPONDENT, scope=found.scope, criteria=["L1", "L2"], now=clock()
    )
    account = accounts.create(session, email="new@example.org", name="New", password="long enough for anybody", now=clock())
    invitations.accept(session, invitations.opened(session, key, Purpose.ROLE, now=clock()), account, now=clock())
    assert assignment.assigned(session, found.id) == {"L1": frozenset({account}), "L2": frozenset({account})}
