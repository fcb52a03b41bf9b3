"""The page of a criterion: its items with their answers, and how far the elements have come; two queries, however much there is.

The words of a question are drawn once for each language and questionnaire; a request fills in what somebody answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from sqlalchemy.orm import Session

from assess.assessments import answer_statements, answering_conditions, answers, pinning
from assess.assessments.answer_checking import Answer
from assess.assessments.answers import Place, Version
from assess.assessments.stored import NO_ANSWER, Stored
from assess.method.questionnaire import Criterion, Element, Questionnaire
from assess.people.actor import Actor, NotFound


@dataclass(frozen=True, slots=True)
class Sheet:
    """A criterion of an assessment as somebody stands before it, with the answers to its items.

    ``seen`` are the criteria whose answers that person may see, None for all; ``hidden`` the items that do not apply, each with the item
    because of whose answer; ``before`` and ``after`` the criteria one comes to from here.
    """

    place: Place
    questionnaire: Questionnaire
    element: Element
    criterion: Criterion
    may_answer: bool
    seen: frozenset[str] | None
    answers: Mapping[str, Version]
    evidence: Mapping[str, int]
    comments: Mapping[str, int]
    hidden: Mapping[str, str]
    before: str = ""
    after: str = ""

    @property
    def stored(self) -> Stored:
        """The assessment."""
        return self.place.stored

    def answer(self, item: str) -> Answer | None:
        """Return the answer to an item of the page that counts now."""
        return self.answers[item].answer if item in self.answers else None

    def version(self, item: str) -> int:
        """Return the version of an item's answer, 0 where there never was one."""
        return self.answers[item].version if item in self.answers else 0


@dataclass(frozen=True, slots=True)
class Count:
    """How many items are asked, and how many of them are answered."""

    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody sent for an item and was not saved as it is: the fields as typed, and why."""

    fields: Mapping[str, str]
    faults: Sequence[str] = ()
    conflict: Markup = field(default_factory=Markup)
    version: int | None = None


def open_(session: Session, actor: Actor, assessment_id: str, criterion_id: str) -> Sheet:
    """Return a criterion with its answers. Raises NotFound, also where the actor may not see it."""
    place = answers.place(session, actor, assessment_id)
    questionnaire = pinning.questionnaire(session, place.stored.pins)
    if criterion_id not in (layout := _layout(questionnaire)) or not place.may_see(actor, criterion_id):
        raise NotFound
    element, criterion = layout[criterion_id]
    seen = list(layout) if place.sees_all(actor) else [id_ for id_ in layout if place.may_see(actor, id_)]
    at = seen.index(criterion_id)
    found, evidence, comments = _read(session, place.stored, questionnaire, criterion)
    given = {item: version.answer for item, version in found.items() if version.answer}
    return Sheet(
        place=place,
        questionnaire=questionnaire,
        element=element,
        criterion=criterion,
        may_answer=place.may_answer(actor, criterion_id),
        seen=None if len(seen) == len(layout) else frozenset(seen),
        answers=found,
        evidence=evidence,
        comments=comments,
        hidden=answering_conditions.hidden(questionnaire, given, is_self=place.stored.kind == "self"),
        before=seen[at - 1] if at else "",
        after=seen[at + 1] if at + 1 < len(seen) else "",
    )


def hidden(session: Session, stored: Stored, questionnaire: Questionnaire) -> dict[str, str]:
    """Return the items that do not apply now, and because of which other item; one query, none where nothing is conditional."""
    looked_at = answering_conditions.looked_at(questionnaire)
    if not looked_at:
        return {}
    facts = {"assessment": stored.id, "items": sorted(looked_at)}
    rows = session.connection().execute(answer_statements.PAGE, facts)
    given = {row.item: json.loads(row.content) for row in rows if row.kind == "answer" and row.content != NO_ANSWER}
    return answering_conditions.hidden(questionnaire, given, is_self=stored.kind == "self")


def counts(sheet: Sheet) -> tuple[dict[str, Count], dict[str, Count]]:
    """Return how far the elements and the criteria have come."""
    answered, gone = sheet.place.answered, sheet.hidden.keys()
    elements: dict[str, Count] = {}
    criteria: dict[str, Count] = {}
    for id_, (element, items) in _items(sheet.questionnaire).items():
        asked = items - gone if gone else items
        count = criteria[id_] = Count(len(answered & asked), len(asked))
        before = elements.get(element, _NONE)
        elements[element] = Count(before.answered + count.answered, before.asked + count.asked)
    return elements, criteria


_NONE = Count(0, 0)


_Layout = dict[str, tuple[Element, Criterion]]
_Items = dict[str, tuple[str, frozenset[str]]]
_arranged: dict[int, tuple[Questionnaire, _Layout, _Items]] = {}
"""By the questionnaire's identity: those that are pinned are held in memory, and so is what was arranged of them."""


def _layout(questionnaire: Questionnaire) -> _Layout:
    """Return every criterion with its element, in order."""
    return _arrange(questionnaire)[1]


def _items(questionnaire: Questionnaire) -> _Items:
    """Return the element and the items of every criterion."""
    return _arrange(questionnaire)[2]


def _arrange(questionnaire: Questionnaire) -> tuple[Questionnaire, _Layout, _Items]:
    if (found := _arranged.get(id(questionnaire))) is None or found[0] is not questionnaire:
        layout = {criterion.id: (element, criterion) for element in questionnaire.elements for criterion in element.criteria}
        items = {id_: (element.id, frozenset(item.id for item in criterion.items)) for id_, (element, criterion) in layout.items()}
        found = _arranged[id(questionnaire)] = (questionnaire, layout, items)
    return found


def _read(
    session: Session, stored: Stored, questionnaire: Questionnaire, criterion: Criterion
) -> tuple[dict[str, Version], dict[str, int], dict[str, int]]:
    items = [item.id for item in criterion.items]
    wanted = sorted({*items, *answering_conditions.looked_at(questionnaire)})
    counted: dict[str, dict[str, int]] = {"evidence": {}, "comments": {}}
    found: dict[str, Version] = {}
    for kind, item, number, content, at, name in session.connection().execute(
        answer_statements.PAGE, {"assessment": stored.id, "items": wanted}
    ):
        if kind == "answer":
            found[item] = Version(number, json.loads(content), at, name, "")
        else:
            counted[kind][item] = number
    return found, counted["evidence"], counted["comments"]
