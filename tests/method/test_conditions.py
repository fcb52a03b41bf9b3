"""Which items apply, decided by the answers to others."""

from __future__ import annotations

import pytest

from assess.method import conditions
from assess.method.answers import Given
from assess.method.questionnaire import Condition, Kind
from tests.scoring_strategies import item, questionnaire

BRANCHES = item("A1.1", Kind.PERCENT)
HOURS = item("A1.2", applies_if=(Condition("A1.1", at_least=20),))
QUEUES = item("A1.3", applies_if=(Condition("A1.2", at_least=1), Condition("A1.4", is_=True)))
TICKETS = item("A1.4", Kind.YES_NO)
CHAIN = questionnaire({"A": {"A1": (BRANCHES, HOURS, QUEUES, TICKETS)}})


def test_an_item_applies_when_all_its_conditions_hold() -> None:
    given = {"A1.1": Given(percent=20.0), "A1.2": Given(level=1), "A1.4": Given(yes=True)}
    assert conditions.not_applicable(CHAIN, given) == frozenset()
    assert conditions.not_applicable(CHAIN, {**given, "A1.4": Given(yes=False)}) == {"A1.3"}
    assert conditions.not_applicable(CHAIN, {**given, "A1.2": Given(level=0)}) == {"A1.3"}


def test_what_hangs_on_something_that_is_not_there_is_not_there_either() -> None:
    assert conditions.not_applicable(CHAIN, {"A1.1": Given(percent=19.9)}) == {"A1.2", "A1.3"}
    assert conditions.not_applicable(CHAIN, {}, {"A1.1"}) == {"A1.2", "A1.3"}


def test_a_gap_never_makes_another_item_go_away() -> None:
    assert conditions.not_applicable(CHAIN, {}) == frozenset()


def test_the_order_of_the_items_does_not_matter() -> None:
    shuffled = questionnaire({"A": {"A1": (TICKETS, QUEUES, HOURS, BRANCHES)}})
    given = {"A1.1": Given(conforming=1, sampled=10)}
    assert conditions.not_applicable(shuffled, given) == conditions.not_applicable(CHAIN, given) == {"A1.2", "A1.3"}


def test_a_condition_may_ask_for_one_of_some_options_or_a_reading() -> None:
    assert conditions.holds(Condition("x", one_of=("partly", "all")), Given(choice="all"))
    assert not conditions.holds(Condition("x", one_of=("partly", "all")), Given(choice="none"))
    assert conditions.holds(Condition("x", at_least=3), Given(level=3))
    assert conditions.holds(Condition("x", at_least=12.5), Given(value=12.5, unit="h"))
    assert not conditions.holds(Condition("x", at_least=12.5), Given(value=12.4, unit="h"))
    assert conditions.holds(Condition("x", is_=False), Given(yes=False))


def test_a_long_chain_of_conditions_is_followed_to_its_end() -> None:
    items = [item("A1.1", Kind.YES_NO)] + [item(f"A1.{n}", applies_if=(Condition(f"A1.{n - 1}", at_least=0),)) for n in range(2, 3001)]
    first = item("A1.2", applies_if=(Condition("A1.1", is_=True),))
    long = questionnaire({"A": {"A1": (items[0], first, *items[2:])}})
    assert len(conditions.not_applicable(long, {"A1.1": Given(yes=False)})) == 2999


def test_a_condition_that_leads_nowhere_or_in_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match=r"A9\.9"):
        conditions.not_applicable(questionnaire({"A": {"A1": (item("A1.1", applies_if=(Condition("A9.9", at_least=1),)),)}}), {})
    one = item("A1.1", applies_if=(Condition("A1.2", at_least=1),))
    two = item("A1.2", applies_if=(Condition("A1.1", at_least=1),))
    with pytest.raises(ValueError, match="cycle"):
        conditions.not_applicable(questionnaire({"A": {"A1": (one, two)}}), {})
