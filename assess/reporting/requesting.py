"""Asking for reports: of one assessment, or of many at once; what is there already is offered instead of made again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, true, update
from sqlalchemy.orm import Session

from assess.assessments import stored as storing
from assess.assessments.tables import AssessmentRow
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor, NotFound, Refused
from assess.people.roles import Verb
from assess.platform.database import new_id
from assess.reporting import branding, inputs, jobs
from assess.reporting import design as designs
from assess.reporting.announcing import announce
from assess.reporting.jobs import OPEN, Job, State, Wish
from assess.reporting.tables import JobRow
from assess.results import stored as results

Kept = Callable[[str], bool]
"""Whether the file of a SHA-256 is still kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a request: jobs that are new, those that are under way already, and those that are ready and unchanged."""

    new: tuple[str, ...]
    underway: tuple[Job, ...]
    unchanged: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Choosable:
    """An assessment that reports may be asked for."""

    id: str
    organisation_id: str
    organisation: Any
    kind: str
    period: str
    state: str


def fitting(kind: str) -> tuple[designs.Design, ...]:
    """Return the designs for an assessment of a kind, the one for it first."""
    first = designs.default(kind)
    read = (designs.read(id_) for id_ in designs.references())
    return tuple(sorted((each for each in read if kind in each.kinds), key=lambda each: (each.id != first, each.id)))


def combined(kind: str, chosen: Iterable[str], languages: Sequence[str], endings: Sequence[str], benchmark: str = "") -> Iterator[Wish]:
    """Yield every report that designs, languages and formats make together, as far as the designs fit the kind of assessment."""
    wanted = set(chosen)
    for design in fitting(kind):
        if design.id in wanted:
            for language in dict.fromkeys(languages):
                yield from (Wish(design.id, language, ending, benchmark) for ending in dict.fromkeys(endings))


def ask(
    session: Session, actor: Actor, assessment_id: str, wishes: Sequence[Wish], *, is_kept: Kept = lambda _: True, now: datetime.datetime
) -> Asked:
    """Ask for reports of one assessment. One that is ready with the same inputs, or being made of them, is not asked for again.

    Raises NotFound or Refused, and Faults where a design or a benchmark does not exist.
    """
    stored = storing.get(session, assessment_id)
    actor.must(Verb.REQUEST_REPORT, stored.scope, seen_by=Verb.SEE_RESULT)
    of_result = results.inputs_hash(session, stored)
    whose = branding.hash_of(branding.of(session))
    hashes = {wish: inputs.of_report(of_result, wish, whose) for wish in wishes}
    there = {
        job.inputs_hash: job
        for job in reversed(jobs.listed(session, actor, assessment_id))
        if job.is_open or (job.is_ready and is_kept(job.sha256))
    }
    found = [there[hash_] for hash_ in hashes.values() if hash_ in there]
    wanted = [(assessment_id, wish, hash_) for wish, hash_ in hashes.items() if hash_ not in there]
    return Asked(
        new=_add(session, actor, wanted, batch="", now=now),
        underway=tuple(job for job in found if job.is_open),
        unchanged=tuple(job for job in found if job.is_ready),
    )


def ask_many(
    session: Session,
    actor: Actor,
    assessment_ids: Iterable[str],
    chosen: Sequence[str],
    languages: Sequence[str],
    endings: Sequence[str],
    benchmark: str = "",
    *,
    now: datetime.datetime,
) -> str:
    """Ask for reports of many assessments and return the id of the batch; empty where no design fits any of them.

    What is there already is noticed by the worker, which takes it instead of making it again: here nothing is read of the answers, so that
    asking for thousands is quick. Raises NotFound where one of the assessments may not be asked for.
    """
    known = {each.id: each for each in choosable(session, actor)}
    wanted = sorted(set(assessment_ids))
    if not set(wanted) <= known.keys():
        raise NotFound
    rows = [(id_, wish, "") for id_ in wanted for wish in combined(known[id_].kind, chosen, languages, endings, benchmark)]
    batch = new_id() if rows else ""
    _add(session, actor, rows, batch=batch, now=now)
    return batch


def choosable(session: Session, actor: Actor) -> tuple[Choosable, ...]:
    """Return the assessments the actor may ask reports for, by organisation, newest period first.

    Raises NotFound for somebody who sees no result anywhere, Refused for somebody who may ask for none.
    """
    if not _anywhere(actor, Verb.SEE_RESULT):
        raise NotFound
    if not _anywhere(actor, Verb.REQUEST_REPORT):
        raise Refused(Verb.REQUEST_REPORT)
    verb = Verb.REQUEST_REPORT
    own = AssessmentRow.organisation_id.in_(actor.organisations(verb)) | AssessmentRow.id.in_(actor.assessments(verb))
    statement = (
        select(AssessmentRow, OrganisationRow)
        .join(OrganisationRow)
        .where(OrganisationRow.archived_at.is_(None), true() if actor.everywhere(verb) else own)
        .order_by(OrganisationRow.name, OrganisationRow.id, AssessmentRow.period.desc(), AssessmentRow.kind, AssessmentRow.id)
    )
    found = (storing.of_rows(*row) for row in session.execute(statement))
    return tuple(
        Choosable(each.id, each.organisation_id, each.organisation["name"], each.kind, each.period, each.state.value)
        for each in found
        if actor.may(Verb.SEE_RESULT, each.scope)
    )


def may_ask_for_many(actor: Actor) -> bool:
    """Whether there is anything the actor could ask for on the page of batches."""
    return _anywhere(actor, Verb.SEE_RESULT) and _anywhere(actor, Verb.REQUEST_REPORT)


def cancel(session: Session, actor: Actor, id_: str, *, now: datetime.datetime) -> Job:
    """Take a job back that is not finished; whoever works on it lets go of it. Raises NotFound, Refused. Returns the job as it was."""
    job = jobs.get(session, actor, id_)
    actor.must(Verb.REQUEST_REPORT, job.scope, seen_by=Verb.SEE_RESULT)
    session.execute(
        update(JobRow).where(JobRow.id == id_, JobRow.state.in_(OPEN)).values(state=State.CANCELLED, finished_at=now, progress=0, worker="")
    )
    return job


def cancel_batch(session: Session, actor: Actor, batch: str, *, now: datetime.datetime) -> None:
    """Take back what is not finished of a batch, as far as the actor may. Raises NotFound."""
    own = [job.id for job in jobs.of_batch(session, actor, batch) if job.is_open and actor.may(Verb.REQUEST_REPORT, job.scope)]
    values = {"state": State.CANCELLED, "finished_at": now, "progress": 0, "worker": ""}
    session.execute(update(JobRow).where(JobRow.batch == batch, JobRow.id.in_(own), JobRow.state.in_(OPEN)).values(values))


def again(session: Session, actor: Actor, id_: str, *, now: datetime.datetime) -> Job:
    """Ask once more for a report that failed or was cancelled. Raises NotFound, Refused."""
    job = jobs.get(session, actor, id_)
    actor.must(Verb.REQUEST_REPORT, job.scope, seen_by=Verb.SEE_RESULT)
    fresh = {"state": State.REQUESTED, "attempts": 0, "progress": 0, "error": "", "requested_at": now, "finished_at": None, "worker": ""}
    ended = (State.FAILED, State.CANCELLED)
    changed = session.execute(update(JobRow).where(JobRow.id == id_, JobRow.state.in_(ended)).values(fresh).returning(JobRow.id)).all()
    announce(session, [row.id for row in changed])
    return job


def _anywhere(actor: Actor, verb: Verb) -> bool:
    return actor.everywhere(verb) or bool(actor.organisations(verb) or actor.assessments(verb))


def _add(session: Session, actor: Actor, wanted: Sequence[tuple[str, Wish, str]], *, batch: str, now: datetime.datetime) -> tuple[str, ...]:
    rows = [
        {
            "id": new_id(),
            "assessment_id": assessment_id,
            "batch": batch,
            "design": wish.design,
            "language": wish.language,
            "ending": wish.ending,
            "benchmark": wish.benchmark,
            "state": State.REQUESTED,
            "requested_by": actor.id,
            "requested_at": now,
            "inputs_hash": hash_,
        }
        for assessment_id, wish, hash_ in wanted
    ]
    if rows:
        session.execute(insert(JobRow), rows)
    made = tuple(str(row["id"]) for row in rows)
    announce(session, made)
    return made
