"""Where every item stands: answered, unanswered, not applicable because somebody said so, or not applicable by rule.

In an assessed assessment an N/A counts only when somebody approved it; until then the item is unanswered, so that leaving a question out
can never help. A rule of the questionnaire needs no approval, and goes before whatever was answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assess.method import conditions, values
from assess.method.answers import Answer, Given
from assess.method.assessment import Assessment
from assess.method.questionnaire import Item, Questionnaire


class State(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"
    BY_RULE = "not_applicable_by_rule"


@dataclass(frozen=True, slots=True)
class Standing:
    """An item with its state and, where it is answered, its values 0..1 and the answer that counts.

    ``counts`` is what was claimed in a self-assessment, what the assessor found in an assessed one (None where the answer is taken to be
    nothing); ``evidenced`` says whether the answer carries evidence.
    """

    item: Item
    state: State
    claimed: float | None = None
    verified: float | None = None
    evidenced: bool = False
    counts: Given | None = None
    answer: Answer | None = None

    @property
    def applies(self) -> bool:
        """Whether the item is in the denominator."""
        return self.state in {State.ANSWERED, State.UNANSWERED}

    def value(self, *, is_self: bool) -> float | None:
        """Return the value 0..1 that counts, or None."""
        return self.claimed if is_self else self.verified


def of(questionnaire: Questionnaire, assessment: Assessment) -> dict[str, Standing]:
    """Return the standing of every item, in the questionnaire's order. Raises ValueError for an answer that does not fit its item."""
    answers = assessment.answers
    given = {id_: counts for id_, answer in answers.items() if (counts := _counts(answer, assessment)) is not None}
    declared = {id_ for id_, answer in answers.items() if _declared(answer, assessment)}
    without = conditions.not_applicable(questionnaire, given, declared)
    standings: dict[str, Standing] = {}
    for item in questionnaire.items:
        answer = answers.get(item.id)
        if item.id in without:
            standings[item.id] = Standing(item, State.BY_RULE, answer=answer)
        elif item.id in declared:
            standings[item.id] = Standing(item, State.NOT_APPLICABLE, answer=answer)
        elif answer is None or answer.given is None:
            standings[item.id] = Standing(item, State.UNANSWERED, answer=answer)
        else:
            standings[item.id] = _answered(item, answer, given[item.id])
    return standings


def counting_not_applicable(standings: Iterable[Standing]) -> dict[str, Standing]:
    """Return the standings as they would be had every N/A that no rule decided been answered with nothing: value 0, no evidence."""
    return {
        each.item.id: Standing(each.item, State.ANSWERED, 0.0, 0.0, answer=each.answer) if each.state is State.NOT_APPLICABLE else each
        for each in standings
    }


def _answered(item: Item, answer: Answer, counts: Given) -> Standing:
    return Standing(
        item,
        State.ANSWERED,
        claimed=values.claimed(item, answer),
        verified=values.verified(item, answer),
        evidenced=values.evidenced(answer),
        counts=counts,
        answer=answer,
    )


def _counts(answer: Answer, assessment: Assessment) -> Given | None:
    return answer.given if assessment.is_self or answer.verified is None else answer.verified


def _declared(answer: Answer, assessment: Assessment) -> bool:
    return answer.not_applicable is not None and (assessment.is_self or bool(answer.not_applicable.approved_by))
