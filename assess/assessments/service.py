"""Assessments as a whole: begun, handed in, returned, reopened, closed; each act with who, when and why.

    answering ── hand in ──▶ submitted ── close ──▶ closed
        ▲                        │
        └── return, take back ───┘

Handing in is for whoever coordinates; returning for whoever leads or reviews the assessment. Who handed it in may take it back until it is
closed; both say why. An assessed assessment is closed by whoever may return it, a self-assessment also by its coordinator.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assess.assessments import pinning, prefilling, progress, stored
from assess.assessments.pinning import Pins
from assess.assessments.stored import State, Stored
from assess.assessments.tables import AssessmentRow, EventRow
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor, NotFound, Refused
from assess.people.roles import Scope, Verb
from assess.people.tables import AccountRow
from assess.platform.database import new_id
from assess.platform.faults import Fault, Faults

KINDS = ("self", "assessed")
PERIOD = re.compile(r"(19|20|21)[0-9]{2}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")
"""A year, or a part of one, as in an assessment file."""


class WrongState(Exception):  # noqa: N818
    """An assessment does not stand where this can be done to it, or its organisation is put away. Becomes 409."""


class Act(StrEnum):
    """What moves an assessment from one state to another; the name under which it is recorded."""

    SUBMIT = "submitted"
    RETURN = "returned"
    REOPEN = "reopened"
    CLOSE = "closed"


class Moved(StrEnum):
    """What became of an act: done; or a reason is needed first, or that somebody says he is sure."""

    DONE = "done"
    REASON_NEEDED = "reason_needed"
    SURE_NEEDED = "sure_needed"


@dataclass(frozen=True, slots=True)
class Details:
    """What may be changed about an assessment that has begun; ``targets`` as in an assessment file."""

    date: datetime.date | None = None
    due: datetime.date | None = None
    scope: str = ""
    summary: str = ""
    target_overall: float | None = None
    target_elements: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: the act, its reason, who (empty: nobody of ours) and when."""

    act: str
    reason: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class _Step:
    start: State
    end: State
    verbs: tuple[Verb, ...]
    needs_reason: bool = False


_STEPS = {
    Act.SUBMIT: _Step(State.ANSWERING, State.SUBMITTED, (Verb.SUBMIT,)),
    Act.RETURN: _Step(State.SUBMITTED, State.ANSWERING, (Verb.RETURN,), needs_reason=True),
    Act.REOPEN: _Step(State.SUBMITTED, State.ANSWERING, (Verb.SUBMIT,), needs_reason=True),
    Act.CLOSE: _Step(State.SUBMITTED, State.CLOSED, (Verb.RETURN,)),
}
_EDITING = (Verb.ASSIGN, Verb.CREATE_ASSESSMENT)
"""Whoever may do one of these may change the details of an assessment."""


def begin(
    session: Session,
    actor: Actor,
    organisation_id: str,
    *,
    questionnaire: str,
    scheme: str,
    packs: Sequence[str] = (),
    kind: str,
    period: str,
    date: datetime.date | None = None,
    due: datetime.date | None = None,
    scope_text: str = "",
    campaign_id: str | None = None,
    take_over: bool = False,
    now: datetime.datetime,
) -> str:
    """Begin an assessment of an organisation, pinned to what its references mean today, and return its id.

    ``take_over`` copies the answers of the last assessment under the same questionnaire, in any of its versions. Raises NotFound or
    Refused, WrongState for an organisation that is put away, and Faults: a kind or period that is none, questionnaire, packs and scheme
    that do not go together.
    """
    actor.must(Verb.CREATE_ASSESSMENT, Scope(organisation_id), seen_by=Verb.SEE_ORGANISATION)
    _must_be_there(session, organisation_id)
    if faults := wrong(kind, period):
        raise Faults(faults)
    pins = pinning.pin(session, questionnaire, packs, scheme, now=now)
    earlier = prefilling.last(session, actor, organisation_id, pins.questionnaire, period) if take_over else None
    details = {"date": date, "due": due, "scope": scope_text, "previous_id": earlier.id if earlier else None, "campaign_id": campaign_id}
    [id_] = begin_all(session, [organisation_id], pins, kind=kind, period=period, by=actor.id, now=now, **details)
    if earlier:
        prefilling.take_over(session, earlier, id_, pins, by=actor.id, now=now)
    return id_


def begin_all(
    session: Session,
    organisations: Iterable[str],
    pins: Pins,
    *,
    kind: str,
    period: str,
    by: str,
    now: datetime.datetime,
    **details: object,
) -> list[str]:
    """Begin one assessment of each organisation, in a constant number of statements, and return their ids. Asks no rights."""
    common = {
        "kind": kind,
        "period": period,
        "date": None,
        "due": None,
        "scope": "",
        "summary": "",
        "questionnaire": pins.questionnaire,
        "questionnaire_hash": pins.questionnaire_hash,
        "packs": json.dumps(pins.packs),
        "scheme": pins.scheme,
        "scheme_hash": pins.scheme_hash,
        "weights_hash": pins.weights_hash,
        "targets": "{}",
        "state": State.ANSWERING.value,
        "campaign_id": None,
        "previous_id": None,
        "created_by": by,
        "created_at": now,
        "version": 1,
    }
    rows = [{**common, **details, "id": new_id(), "organisation_id": organisation} for organisation in organisations]
    if rows:
        session.execute(insert(AssessmentRow), rows)
        happened = [{"id": new_id(), "assessment_id": row["id"], "act": "begun", "reason": "", "by": by, "at": now} for row in rows]
        session.execute(insert(EventRow), happened)
    return [str(row["id"]) for row in rows]


def wrong(kind: str, period: str) -> list[Fault]:
    """Return what is wrong with the kind and the period of an assessment."""
    found = []
    if kind not in KINDS:
        found.append(Fault("the assessment", "", "kind", f"`{kind}` is no kind of assessment", "self or assessed"))
    if not PERIOD.fullmatch(period):
        found.append(Fault("the assessment", "", "period", f"`{period}` is no period", "`2026`, `2026-H1`, `2026-Q2`, `2026-05`"))
    return found


def get(session: Session, actor: Actor, id_: str, *, verb: Verb = Verb.SEE_ASSESSMENT) -> Stored:
    """Return an assessment the actor may see, for what he means to do with it. Raises NotFound or Refused."""
    found = stored.get(session, id_)
    actor.must(verb, found.scope, seen_by=Verb.SEE_ASSESSMENT)
    return found


def may(actor: Actor, of: Stored, act: Act) -> bool:
    """Whether the actor may do this to the assessment where it stands now."""
    return of.state is _STEPS[act].start and _allowed(actor, of, act)


def acts(actor: Actor, of: Stored) -> tuple[Act, ...]:
    """Return what the actor may do now. Whoever may return an assessment need not take it back."""
    found = tuple(act for act in Act if may(actor, of, act))
    return tuple(act for act in found if act is not Act.REOPEN or Act.RETURN not in found)


def move(session: Session, actor: Actor, id_: str, act: Act, *, reason: str = "", sure: bool = False, now: datetime.datetime) -> Moved:
    """Move an assessment on, or say what is needed first: a reason, or that somebody is ``sure`` (items are open; closing is for good).

    Raises NotFound or Refused, and WrongState where it does not stand where the act begins.
    """
    of, step = get(session, actor, id_), _STEPS[act]
    if not _allowed(actor, of, act):
        raise Refused(act)
    if of.state is not step.start:
        raise WrongState(of.state)
    if step.needs_reason and not reason.strip():
        return Moved.REASON_NEEDED
    if not sure and (act is Act.CLOSE or (act is Act.SUBMIT and progress.read(session, of).total.open)):
        return Moved.SURE_NEEDED
    statement = update(AssessmentRow).where(AssessmentRow.id == id_, AssessmentRow.state == step.start.value)
    if session.execute(statement.values(state=step.end.value).returning(AssessmentRow.id)).one_or_none() is None:
        raise WrongState(of.state)  # somebody moved it meanwhile
    note(session, id_, act.value, reason=reason.strip(), by=actor.id, now=now)
    return Moved.DONE


def may_edit(actor: Actor, of: Stored) -> bool:
    """Whether the actor may change the details of an assessment: until it is closed."""
    return of.state is not State.CLOSED and any(actor.may(verb, of.scope) for verb in _EDITING)


def editable(session: Session, actor: Actor, id_: str) -> Stored:
    """Return an assessment whose details the actor may change. Raises NotFound or Refused, and WrongState for one that is closed."""
    of = get(session, actor, id_)
    if not any(actor.may(verb, of.scope) for verb in _EDITING):
        raise Refused("edit")
    if of.state is State.CLOSED:
        raise WrongState(of.state)
    return of


def edit(session: Session, actor: Actor, id_: str, details: Details, *, version: int) -> Stored | None:
    """Change the details of an assessment seen as ``version``; return None when all is well, else it as somebody has changed it since.

    Raises NotFound or Refused, and WrongState for one that is closed.
    """
    editable(session, actor, id_)
    values = {"date": details.date, "due": details.due, "scope": details.scope, "summary": details.summary}
    statement = update(AssessmentRow).where(AssessmentRow.id == id_, AssessmentRow.version == version)
    changing = statement.values(**values, targets=json.dumps(targets(details)), version=version + 1).returning(AssessmentRow.id)
    changed = session.execute(changing).one_or_none()
    session.expire_all()
    return None if changed else get(session, actor, id_)


def targets(details: Details) -> dict[str, object]:
    """Return targets as in an assessment file; what has none is left out."""
    found: dict[str, object] = {} if details.target_overall is None else {"overall": details.target_overall}
    return found | ({"elements": details.target_elements} if details.target_elements else {})


def details_of(of: Stored) -> Details:
    """Return the details of an assessment."""
    known = of.targets
    return Details(of.date, of.due, of.scope_text, of.summary, known.get("overall"), dict(known.get("elements", {})))


def events(session: Session, assessment_id: str) -> tuple[Event, ...]:
    """Return what happened to an assessment as a whole, the latest first."""
    statement = (
        select(EventRow.act, EventRow.reason, AccountRow.name, EventRow.at)
        .outerjoin(AccountRow, AccountRow.id == EventRow.by)
        .where(EventRow.assessment_id == assessment_id)
        .order_by(EventRow.at.desc(), EventRow.id)
    )
    return tuple(Event(act, reason, name or "", at) for act, reason, name, at in session.execute(statement))


def note(session: Session, assessment_id: str, act: str, *, reason: str = "", by: str | None, now: datetime.datetime) -> None:
    """Record something that happened to an assessment as a whole."""
    session.add(EventRow(id=new_id(), assessment_id=assessment_id, act=act, reason=reason, by=by, at=now))
    session.flush()


def _allowed(actor: Actor, of: Stored, act: Act) -> bool:
    verbs = (*_STEPS[act].verbs, *((Verb.SUBMIT,) if act is Act.CLOSE and of.kind == "self" else ()))
    return any(actor.may(verb, of.scope) for verb in verbs)


def _must_be_there(session: Session, organisation_id: str) -> None:
    found = session.execute(select(OrganisationRow.archived_at).where(OrganisationRow.id == organisation_id)).one_or_none()
    if found is None:
        raise NotFound
    if found.archived_at is not None:
        raise WrongState("archived")
