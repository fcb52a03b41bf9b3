"""One assessment as its overview shows it: where it stands, who answers what, what happened, what can be done now.

A respondent sees his own part of it. It takes a handful of queries, whatever the number of items, criteria and respondents.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assess.assessments import assignment, listing, pinning, progress, service
from assess.assessments.assignment import Assigned
from assess.assessments.listing import Entry
from assess.assessments.progress import Count, Progress
from assess.assessments.service import Act, Event
from assess.assessments.stored import Stored
from assess.method.questionnaire import Element, Questionnaire
from assess.method.text import Text
from assess.people.actor import Actor, NotFound
from assess.people.roles import Verb


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion with how far it has come and whoever it is assigned to; ``may_answer``: the reader."""

    id: str
    title: Text
    count: Count
    who: tuple[str, ...]
    may_answer: bool


@dataclass(frozen=True, slots=True)
class ElementLine:
    """An element with those of its criteria that the reader sees."""

    id: str
    title: Text
    count: Count
    criteria: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the overview shows. ``sees_all`` is False for a respondent, who sees his own part."""

    stored: Stored
    entry: Entry
    scheme: Text
    packs: tuple[Text, ...]
    elements: tuple[ElementLine, ...]
    events: tuple[Event, ...]
    acts: tuple[Act, ...]
    sees_all: bool
    may_edit: bool
    may_assign: bool


def of(session: Session, actor: Actor, id_: str, *, today: datetime.date) -> Overview:
    """Return the overview of an assessment. Raises NotFound."""
    found = service.get(session, actor, id_)
    questionnaire = pinning.questionnaire(session, found.pins)
    progressed, assigned = progress.read(session, found), assignment.assigned(session, id_)
    sees_all = actor.may(Verb.SEE_ALL_ANSWERS, found.scope)
    names = {each.id: each.name for each in assignment.people(session, found.scope)} if sees_all else {actor.id: actor.name}
    return Overview(
        stored=found,
        entry=listing.entry(session, actor, found, progressed, assigned, today=today),
        scheme=pinning.scheme(session, found.pins).title,
        packs=tuple(pack.title for pack in questionnaire.packs),
        elements=_elements(actor, found, questionnaire, progressed, assigned, names, sees_all=sees_all),
        events=service.events(session, id_),
        acts=service.acts(actor, found),
        sees_all=sees_all,
        may_edit=service.may_edit(actor, found),
        may_assign=found.is_open and actor.may(Verb.ASSIGN, found.scope),
    )


def first_to_answer(session: Session, actor: Actor, id_: str) -> tuple[Stored, str]:
    """Return an assessment and the criterion to begin with: the actor's own with open items, else his first, else the first he sees.

    Raises NotFound.
    """
    found = service.get(session, actor, id_)
    questionnaire = pinning.questionnaire(session, found.pins)
    assigned = assignment.assigned(session, id_)
    own = assignment.own(actor, found, questionnaire, assigned)
    counts = progress.read(session, found).criteria
    by_name = [each for each in own if actor.id in assigned.get(each, ())]
    ordered = [*by_name, *own]
    open_ = [each for each in ordered if counts[each].open]
    everything = [each.id for each in questionnaire.criteria] if actor.may(Verb.SEE_ALL_ANSWERS, found.scope) else []
    first = next(iter([*open_, *ordered, *everything]), None)
    if first is None:
        raise NotFound
    return found, first


def _elements(
    actor: Actor,
    found: Stored,
    questionnaire: Questionnaire,
    progressed: Progress,
    assigned: Assigned,
    names: dict[str, str],
    *,
    sees_all: bool,
) -> tuple[ElementLine, ...]:
    def lines(element: Element) -> tuple[CriterionLine, ...]:
        made = (
            CriterionLine(
                each.id,
                each.title,
                progressed.criteria[each.id],
                tuple(sorted(names[account] for account in assigned.get(each.id, ()) if account in names)),
                assignment.may_answer(actor, found, each.id, assigned),
            )
            for each in element.criteria
        )
        return tuple(line for line in made if sees_all or line.may_answer)

    seen = ((element, lines(element)) for element in questionnaire.elements)
    return tuple(
        ElementLine(element.id, element.title, progress.total(line.count for line in criteria), criteria)
        for element, criteria in seen
        if criteria
    )
