"""How far an assessment has come: of what is asked, how much is answered.

What a rule of the questionnaire hides is not asked, and not counted, however much of it was answered before it was hidden. An item said
not to apply is answered; it waits for approval as long as nobody agreed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import building, pinning
from assess.assessments.stored import NO_ANSWER, Stored
from assess.assessments.tables import AnswerRow
from assess.method import conditions
from assess.method.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Count:
    """Items: how many are asked, how many of these are answered, and how many of those are N/A that nobody has approved yet."""

    asked: int = 0
    answered: int = 0
    awaiting: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.asked + other.asked, self.answered + other.answered, self.awaiting + other.awaiting)

    @property
    def open(self) -> int:
        """How many are still to be answered."""
        return self.asked - self.answered

    @property
    def share(self) -> float:
        """The answered share 0..1; where nothing is asked, everything is answered."""
        return self.answered / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """The counts of every element and criterion, in the questionnaire's order."""

    elements: Mapping[str, Count]
    criteria: Mapping[str, Count]

    @property
    def total(self) -> Count:
        """The count of all items."""
        return total(self.criteria.values())


def total(counts: Iterable[Count]) -> Count:
    """Return the sum of counts."""
    return reduce(Count.__add__, counts, Count())


def of(questionnaire: Questionnaire, contents: Mapping[str, str], *, is_self: bool) -> Progress:
    """Return the progress of the answers that count, by item, as they are kept (JSON).

    In an assessed assessment an N/A hides other items only when it was approved, as in the result.
    """
    answered = {item for item, content in contents.items() if content != NO_ANSWER}
    # Read is only what tells more than that it is there: most answers need not be, and a campaign has many thousands of them.
    declared = {item: json.loads(contents[item]) for item in answered if '"not_applicable"' in contents[item]}
    declared = {item: answer for item, answer in declared.items() if "not_applicable" in answer}
    awaiting = {item for item, answer in declared.items() if not answer.get("approved_by")}
    hidden: frozenset[str] = frozenset()
    if looked_at := {condition.item for item in questionnaire.items for condition in item.applies_if}:
        given = _given(questionnaire, {item: json.loads(contents[item]) for item in looked_at & answered}, is_self=is_self)
        hidden = conditions.not_applicable(questionnaire, given, declared if is_self else declared.keys() - awaiting)
    criteria: dict[str, Count] = {}
    elements: dict[str, Count] = {}
    for element in questionnaire.elements:
        for criterion in element.criteria:
            asked = [item.id for item in criterion.items if item.id not in hidden]
            criteria[criterion.id] = Count(len(asked), sum(item in answered for item in asked), sum(item in awaiting for item in asked))
        elements[element.id] = total(criteria[criterion.id] for criterion in element.criteria)
    return Progress(elements, criteria)


def read(session: Session, stored: Stored) -> Progress:
    """Return the progress of one assessment."""
    return of_many(session, [stored])[stored.id]


def of_many(session: Session, assessments: Sequence[Stored]) -> dict[str, Progress]:
    """Return the progress of assessments by their ids; one query for all answers."""
    contents: dict[str, dict[str, str]] = {each.id: {} for each in assessments}
    statement = select(AnswerRow.assessment_id, AnswerRow.item, AnswerRow.content).where(
        AnswerRow.assessment_id.in_(contents), AnswerRow.content != NO_ANSWER
    )
    for assessment_id, item, content in session.execute(statement) if contents else ():
        contents[assessment_id][item] = content
    return {each.id: of(pinning.questionnaire(session, each.pins), contents[each.id], is_self=each.kind == "self") for each in assessments}


def _given(questionnaire: Questionnaire, answers: Mapping[str, dict[str, Any]], *, is_self: bool) -> dict[str, Any]:
    """Return what counts of answers: what was claimed in a self-assessment, else what assessors found."""
    return {
        item: building.given(item, answer if is_self else answer.get("verified") or answer, questionnaire)
        for item, answer in answers.items()
        if "not_applicable" not in answer and "from" not in answer
    }
