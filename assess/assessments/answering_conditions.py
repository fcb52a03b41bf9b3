"""Which items do not apply because of other answers, worked out from these answers alone.

Only the items with conditions and those they look at are walked through, so that a page need not read all answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assess.assessments import building
from assess.assessments.answer_checking import Answer
from assess.method import conditions
from assess.method.answers import Given
from assess.method.questionnaire import Condition, Criterion, Element, Questionnaire

_reduced: dict[tuple[str, ...], Questionnaire] = {}


def concerned(questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire reduced to the items that have conditions or that conditions look at; kept by its content."""
    key = (questionnaire.content_hash, *(pack.reference for pack in questionnaire.packs))
    if not questionnaire.content_hash or key not in _reduced:
        looked_at = {condition.item for item in questionnaire.items for condition in item.applies_if}
        items = tuple(item for item in questionnaire.items if item.applies_if or item.id in looked_at)
        made = replace(questionnaire, elements=(Element("-", (Criterion("-", items),)),) if items else ())
        if not questionnaire.content_hash:
            return made
        _reduced[key] = made
    return _reduced[key]


def looked_at(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the items whose answers decide whether others apply."""
    return frozenset(condition.item for item in concerned(questionnaire).items for condition in item.applies_if)


def hidden(questionnaire: Questionnaire, answers: Mapping[str, Answer], *, is_self: bool) -> dict[str, str]:
    """Return the items that do not apply by rule, and for each the item because of whose answer.

    ``answers`` need hold those of the items looked at only. In an assessed assessment an N/A hides others once it is approved.
    """
    reduced = concerned(questionnaire)
    if not reduced.elements:
        return {}
    declared = {item for item, answer in answers.items() if "not_applicable" in answer and (is_self or answer.get("approved_by"))}
    given = {
        item: building.given(item, answer.get("verified") or answer, reduced)
        for item, answer in answers.items()
        if item in reduced.item_by_id and "not_applicable" not in answer and "from" not in answer
    }
    without = conditions.not_applicable(reduced, given, declared)
    return {item: _because(reduced.item_by_id[item].applies_if, without | declared, given) for item in without}


def _because(asked: tuple[Condition, ...], gone: frozenset[str] | set[str], given: Mapping[str, Given]) -> str:
    """Return the item whose answer fails the first of the conditions that fails."""
    for condition in asked:
        other = condition.item
        if other in gone or (other in given and not conditions.holds(condition, given[other])):
            return other
    return asked[0].item
