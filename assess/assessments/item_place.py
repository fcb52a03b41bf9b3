"""An item of an assessment, as somebody stands before it: what is asked there, and what he may do.

Who sees all answers sees every item; a respondent sees those he may answer. Nobody else learns that there is such an item.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assess.assessments import answers, pinning
from assess.assessments.answers import Place
from assess.assessments.stored import Stored
from assess.method.questionnaire import Criterion, Element, Item, Questionnaire
from assess.people.actor import Actor, NotFound, Refused
from assess.people.roles import Verb


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """An item with its assessment, and what whoever asked may do there; nothing when the assessment is not open."""

    stored: Stored
    questionnaire: Questionnaire
    element: Element
    criterion: Criterion
    item: Item
    may_answer: bool
    may_comment: bool
    may_approve: bool


def find(session: Session, actor: Actor, assessment_id: str, item_id: str) -> ItemPlace:
    """Return an item of an assessment, in one query. Raises NotFound, also where the actor may not see it."""
    place = answers.place(session, actor, assessment_id)
    return at(place, actor, pinning.questionnaire(session, place.stored.pins), item_id)


def at(place: Place, actor: Actor, questionnaire: Questionnaire, item_id: str) -> ItemPlace:
    """Return an item of an assessment that has been read already. Raises NotFound as :func:`find` does."""
    item = questionnaire.item_by_id.get(item_id)
    if item is None:
        raise NotFound
    stored, (element_id, criterion_id) = place.stored, questionnaire.place_of[item_id]
    if not place.may_see(actor, criterion_id):
        raise NotFound
    return ItemPlace(
        stored=stored,
        questionnaire=questionnaire,
        element=next(each for each in questionnaire.elements if each.id == element_id),
        criterion=next(each for each in questionnaire.criteria if each.id == criterion_id),
        item=item,
        may_answer=place.may_answer(actor, criterion_id),
        may_comment=stored.is_open and actor.may(Verb.COMMENT, stored.scope),
        may_approve=stored.is_open and actor.may(Verb.APPROVE_NOT_APPLICABLE, stored.scope),
    )


def must(allowed: bool) -> None:
    """Raise Refused unless something is allowed: ``must(here.may_answer)``."""
    if not allowed:
        raise Refused
