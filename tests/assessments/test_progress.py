"""How far an assessment has come: what is asked, answered, and waits for approval."""

from __future__ import annotations

import json

import pytest

from assess.assessments import progress, stored
from assess.assessments.progress import Count
from assess.assessments.tables import AnswerRow
from assess.catalogue import library
from assess.method import standing
from assess.method.questionnaire import Condition, Criterion, Element, Item, Kind, Questionnaire
from tests.answered import fill, sample
from tests.queries import asked

QUESTIONNAIRE = library.questionnaire("customer-management@1")


def of(answers, *, is_self=True):
    """Return the progress of answers as plain data."""
    return progress.of(QUESTIONNAIRE, {item: json.dumps(answer, default=str) for item, answer in answers.items()}, is_self=is_self)


def test_nothing_answered_is_everything_open():
    total = of({}).total
    assert (total.asked, total.answered, total.open, total.share) == (len(QUESTIONNAIRE.items), 0, len(QUESTIONNAIRE.items), 0)


def test_an_answer_counts_in_its_criterion_and_element_only():
    found = of({"L1.1": {"level": 0}})
    assert found.criteria["L1"].answered == found.elements["L"].answered == found.total.answered == 1
    assert {id_ for id_, count in found.criteria.items() if count.answered} == {"L1"}


def test_an_answer_that_was_taken_back_is_none():
    assert progress.of(QUESTIONNAIRE, {"L1.1": "null"}, is_self=True).total.answered == 0


@pytest.mark.parametrize(("approved", "awaiting"), [({}, 1), ({"approved_by": "Olga"}, 0)])
def test_an_na_is_answered_and_waits_until_it_is_approved(approved, awaiting):
    item = next(item.id for item in QUESTIONNAIRE.items if item.na_allowed)
    total = of({item: {"not_applicable": "none", **approved}}).total
    assert (total.answered, total.awaiting) == (1, awaiting)


@pytest.mark.parametrize("name", ["harbour-bank", "northgate-manufacturing", "riverside-clinic"])
@pytest.mark.parametrize("kind", ["self", "assessed"])
def test_what_is_not_asked_is_what_does_not_apply_by_rule(session, cast, name, kind):
    """The method decides it for the result; progress must not differ from it."""
    id_ = cast.assessment if kind == "self" else cast.assessed
    fill(session, id_, cast.accounts["mei"], name)
    found = stored.get(session, id_)
    case = stored.case(session, found)
    standings = standing.of(case.questionnaire, case.assessment)
    by_rule = sum(each.state is standing.State.BY_RULE for each in standings.values())
    assert progress.read(session, found).total.asked == len(standings) - by_rule


CONDITIONAL = Questionnaire(
    "conditional",
    1,
    (
        Element(
            "A",
            (
                Criterion(
                    "A1",
                    (
                        Item("A1.1", Kind.YES_NO, na_allowed=True),
                        Item("A1.2", Kind.MATURITY, applies_if=(Condition("A1.1", is_=True),)),
                        Item("A1.3", Kind.PERCENT, applies_if=(Condition("A1.2", at_least=2),)),
                    ),
                ),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("answers", "asked_", "answered"),
    [
        ({}, 3, 0),
        ({"A1.1": {"yes": True}, "A1.2": {"level": 3}, "A1.3": {"percent": 5}}, 3, 3),
        ({"A1.1": {"yes": False}, "A1.2": {"level": 3}, "A1.3": {"percent": 5}}, 1, 1),
        ({"A1.1": {"yes": True}, "A1.2": {"level": 1}, "A1.3": {"conforming": 1, "sampled": 4}}, 2, 2),
        ({"A1.2": {"level": 1}}, 2, 1),
        ({"A1.1": {"not_applicable": "none"}, "A1.2": {"level": 3}}, 1, 1),
        ({"A1.1": {"yes": True, "verified": {"yes": False}}, "A1.2": {"level": 3}}, 3, 2),
    ],
)
def test_hidden_answers_are_kept_but_not_counted(answers, asked_, answered):
    contents = {item: json.dumps(answer) for item, answer in answers.items()}
    total = progress.of(CONDITIONAL, contents, is_self=True).total
    assert (total.asked, total.answered) == (asked_, answered)


def test_what_assessors_found_decides_in_an_assessed_assessment():
    contents = {"A1.1": json.dumps({"yes": True, "verified": {"yes": False}})}
    assert progress.of(CONDITIONAL, contents, is_self=False).total.asked == 1


def test_an_na_that_nobody_approved_hides_nothing_in_an_assessed_assessment():
    contents = {"A1.1": json.dumps({"not_applicable": "none"})}
    assert progress.of(CONDITIONAL, contents, is_self=False).total.asked == 3
    contents = {"A1.1": json.dumps({"not_applicable": "none", "approved_by": "Olga"})}
    assert progress.of(CONDITIONAL, contents, is_self=False).total.asked == 1


def test_counts_add_up():
    found = of({item: answer for item, answer in sample("harbour-bank")["answers"].items() if "from" not in answer})
    assert progress.total(found.elements.values()) == progress.total(found.criteria.values()) == found.total
    assert Count().share == 1


def test_many_assessments_take_one_query(installed, session, cast):
    found = [stored.get(session, id_) for id_ in (cast.assessment, cast.assessed, cast.other_assessment)]
    progress.of_many(session, found)
    fill(session, cast.assessment, cast.accounts["mei"])
    with asked(installed) as statements:
        counts = progress.of_many(session, found)
    assert len(statements) == 1
    assert counts[cast.assessment].total.answered > 100
    assert counts[cast.other_assessment].total.answered == 0
    assert session.get(AnswerRow, (cast.assessment, "L1.1")) is not None
