"""Lists of assessments: those of an actor's start page with what there is to do, and those of one organisation.

A page takes the same few queries however many assessments, answers and respondents there are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from assess.assessments import assignment, pinning, progress
from assess.assessments.assignment import Assigned
from assess.assessments.progress import Count, Progress
from assess.assessments.stored import State, Stored, of_rows
from assess.assessments.tables import AssessmentRow
from assess.method.text import Text
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor
from assess.people.roles import Scope, Verb

SIZE = 20
"""Assessments on one page."""


class Next(StrEnum):
    """What somebody who has no assessment yet can do about it."""

    NEW_ORGANISATION = "new_organisation"
    NEW_ASSESSMENT = "new_assessment"
    CHOOSE_ORGANISATION = "choose_organisation"
    WAIT = "wait"


class Task(StrEnum):
    """What somebody is to do about an assessment next."""

    ANSWER = "answer"
    HAND_IN = "hand_in"
    REVIEW = "review"
    WAIT = "wait"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Own:
    """A criterion that somebody is to answer, with how far it has come. ``assigned``: to him by name, not to everybody."""

    id: str
    title: Text
    count: Count
    assigned: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One assessment in a list: how far it has come (what the actor may know of it), the actor's own criteria, what is to be done."""

    stored: Stored
    title: Text
    count: Count
    own: tuple[Own, ...]
    task: Task
    overdue: bool

    @property
    def to_answer(self) -> tuple[Own, ...]:
        """The actor's own criteria with open items; those assigned to him by name first."""
        return tuple(sorted((each for each in self.own if each.count.open), key=lambda each: not each.assigned))

    @property
    def is_todo(self) -> bool:
        """Whether it waits for the actor."""
        return self.task in {Task.ANSWER, Task.HAND_IN, Task.REVIEW}


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: what stands on this page, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))


def mine(session: Session, actor: Actor, *, today: datetime.date, page: int = 1, size: int = SIZE) -> Page:
    """Return a page of the assessments the actor may see: those that are open first, by due date; then the latest."""
    statement = _seen(actor)
    total = session.scalar(statement.with_only_columns(func.count(AssessmentRow.id))) or 0
    openness = case({State.ANSWERING.value: 0, State.SUBMITTED.value: 1}, value=AssessmentRow.state, else_=2)
    ordered = statement.order_by(
        openness, AssessmentRow.due.is_(None), AssessmentRow.due, AssessmentRow.created_at.desc(), AssessmentRow.id
    )
    found = _read(session, ordered.limit(size).offset((page - 1) * size)) if total else []
    return Page(entries(session, actor, found, today=today), total, page, size)


def of_organisation(session: Session, actor: Actor, organisation_id: str, *, today: datetime.date) -> tuple[Entry, ...]:
    """Return the assessments of an organisation that the actor may see, the latest period first."""
    statement = select(AssessmentRow, OrganisationRow).join(OrganisationRow).where(AssessmentRow.organisation_id == organisation_id)
    if not actor.may(Verb.SEE_ASSESSMENT, Scope(organisation_id)):
        statement = statement.where(AssessmentRow.id.in_(actor.assessments(Verb.SEE_ASSESSMENT)))
    ordered = statement.order_by(AssessmentRow.period.desc(), AssessmentRow.created_at.desc(), AssessmentRow.id)
    return entries(session, actor, _read(session, ordered), today=today)


def of_campaign(session: Session, actor: Actor, campaign_id: str, *, today: datetime.date) -> tuple[Entry, ...]:
    """Return the assessments of a campaign that the actor may see, by organisation."""
    statement = _seen(actor, archived=True).where(AssessmentRow.campaign_id == campaign_id)
    return entries(session, actor, _read(session, statement.order_by(func.lower(OrganisationRow.name), AssessmentRow.id)), today=today)


def entries(session: Session, actor: Actor, found: Sequence[Stored], *, today: datetime.date) -> tuple[Entry, ...]:
    """Return assessments as a list shows them to the actor; two queries for all of them."""
    progressed = progress.of_many(session, found)
    assigned = assignment.assigned_in(session, [each.id for each in found])
    return tuple(entry(session, actor, each, progressed[each.id], assigned[each.id], today=today) for each in found)


def entry(session: Session, actor: Actor, of: Stored, progressed: Progress, assigned: Assigned, *, today: datetime.date) -> Entry:
    """Return one assessment as a list shows it to the actor."""
    questionnaire = pinning.questionnaire(session, of.pins)
    verbs = actor.verbs(of.scope)
    own_ids = set(assignment.own(actor, of, questionnaire, assigned))
    own = tuple(
        Own(each.id, each.title, progressed.criteria[each.id], actor.id in assigned.get(each.id, ()))
        for each in questionnaire.criteria
        if each.id in own_ids
    )
    count = progressed.total if Verb.SEE_ALL_ANSWERS in verbs else progress.total(each.count for each in own)
    overdue = of.due is not None and of.due < today and of.state is State.ANSWERING
    return Entry(of, questionnaire.title, count, own, task(verbs, of.state, count), overdue)


def task(verbs: Iterable[Verb], state: State, count: Count) -> Task:
    """Return what somebody who may do ``verbs`` is to do about an assessment next."""
    may = set(verbs)
    if state is State.CLOSED:
        return Task.LOOK
    if state is State.SUBMITTED:
        return Task.REVIEW if Verb.RETURN in may else Task.LOOK
    if Verb.SUBMIT in may and not count.open:
        return Task.HAND_IN
    if Verb.ANSWER in may:
        return Task.ANSWER if count.open else Task.WAIT
    return Task.WAIT


def next_step(actor: Actor) -> tuple[Next, str]:
    """Return what an actor can do next to have an assessment, with the organisation it is about, where there is exactly one."""
    own = actor.organisations(Verb.CREATE_ASSESSMENT)
    if len(own) == 1 and not actor.everywhere(Verb.CREATE_ASSESSMENT):
        return Next.NEW_ASSESSMENT, next(iter(own))
    if own or actor.everywhere(Verb.CREATE_ASSESSMENT):
        return Next.CHOOSE_ORGANISATION, ""
    return (Next.NEW_ORGANISATION if actor.everywhere(Verb.CREATE_ORGANISATION) else Next.WAIT), ""


def _seen(actor: Actor, *, archived: bool = False) -> Select[AssessmentRow, OrganisationRow]:
    """Return the assessments an actor may see; those of organisations that are put away only where asked for."""
    statement = select(AssessmentRow, OrganisationRow).join(OrganisationRow, OrganisationRow.id == AssessmentRow.organisation_id)
    if not archived:
        statement = statement.where(OrganisationRow.archived_at.is_(None))
    return statement if actor.everywhere(Verb.SEE_ASSESSMENT) else statement.where(_within(actor))


def _within(actor: Actor) -> ColumnElement[bool]:
    return or_(
        AssessmentRow.organisation_id.in_(actor.organisations(Verb.SEE_ASSESSMENT)),
        AssessmentRow.id.in_(actor.assessments(Verb.SEE_ASSESSMENT)),
    )


def _read(session: Session, statement: Select[AssessmentRow, OrganisationRow]) -> list[Stored]:
    return [of_rows(row, organisation) for row, organisation in session.execute(statement)]
