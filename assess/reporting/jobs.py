"""Reports that were asked for: where each stands, who asked, what became of it; one, those of an assessment, those of a batch.

A job goes from requested over running to ready, failed or cancelled. Its row is the truth, whatever becomes of the worker that holds it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session

from assess.assessments import stored as storing
from assess.assessments.tables import AssessmentRow
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor, NotFound
from assess.people.roles import Scope, Verb
from assess.people.tables import AccountRow
from assess.platform.locale import mark as _
from assess.reporting.tables import JobRow


class State(StrEnum):
    """Where a job stands."""

    REQUESTED = "requested"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (State.REQUESTED, State.RUNNING)
"""The states in which something is still to come."""


class What(StrEnum):
    """Why a report could not be made."""

    FAULTS = "faults"
    """Something it is made of is at fault; the lines name it."""
    MISSING = "missing"
    """The machine lacks something; the line names it."""
    CRASHED = "crashed"
    """The process that made it ended before it was done."""
    TOO_LONG = "too_long"
    """It took longer than a report may."""
    SILENT = "silent"
    """The workers that held it fell silent, every time."""
    UNFORESEEN = "unforeseen"
    """Something nobody foresaw; the worker's log says more."""


WHY: Mapping[What, str] = {
    What.FAULTS: _("Something the report is made of does not fit. Each line names a place and what would be right there."),
    What.MISSING: _("The machine that makes the reports lacks something."),
    What.CRASHED: _("The process that made the report ended before it was done."),
    What.TOO_LONG: _("Making the report took longer than is allowed."),
    What.SILENT: _("Whoever made the report fell silent each time."),
    What.UNFORESEEN: _("Something went wrong while the report was made. The log of the worker says more."),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One report as it is wished for: ``ending`` is that of the file (``.pdf``), ``benchmark`` a data set for the peers, or empty."""

    design: str
    language: str
    ending: str
    benchmark: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a report could not be made, with the lines that say it exactly."""

    what: What
    lines: tuple[str, ...] = ()

    def written(self) -> str:
        """Return the trouble as its row keeps it."""
        return json.dumps({"what": self.what, "lines": self.lines}, ensure_ascii=False)

    @classmethod
    def read(cls, written: str) -> Trouble | None:
        """Return the trouble a row tells of; None where there was none."""
        plain = json.loads(written) if written else None
        return cls(What(plain["what"]), tuple(plain["lines"])) if plain else None


@dataclass(frozen=True, slots=True)
class Job:
    """A report that was asked for. ``organisation`` is its name as plain data; ``progress`` is 0..100."""

    id: str
    assessment_id: str
    scope: Scope
    organisation: Any
    period: str
    kind: str
    batch: str
    wish: Wish
    state: State
    progress: int
    attempts: int
    requested_by: str
    requested_at: datetime.datetime
    finished_at: datetime.datetime | None
    inputs_hash: str
    sha256: str
    size: int | None
    trouble: Trouble | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in OPEN

    @property
    def is_ready(self) -> bool:
        """Whether there is a file."""
        return self.state is State.READY


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a job stands, and nothing else of it."""

    id: str
    state: State
    progress: int

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Batch:
    """Reports that were asked for together, in numbers."""

    id: str
    requested_at: datetime.datetime
    number: int
    ready: int
    open: int

    @property
    def failed(self) -> int:
        """How many will not come: failed or cancelled."""
        return self.number - self.ready - self.open


def get(session: Session, actor: Actor, id_: str) -> Job:
    """Return a job whose result the actor may see. Raises NotFound, Refused."""
    found = session.execute(_JOBS.where(JobRow.id == id_)).one_or_none()
    if found is None:
        raise NotFound
    job = _of(found)
    actor.must(Verb.SEE_RESULT, job.scope, seen_by=Verb.SEE_ASSESSMENT)
    return job


def listed(session: Session, actor: Actor, assessment_id: str) -> tuple[Job, ...]:
    """Return the jobs of an assessment, newest first. Raises NotFound, Refused."""
    stored = storing.get(session, assessment_id)
    actor.must(Verb.SEE_RESULT, stored.scope, seen_by=Verb.SEE_ASSESSMENT)
    return _newest_first(session, _JOBS.where(JobRow.assessment_id == assessment_id))


def of_batch(session: Session, actor: Actor, batch: str) -> tuple[Job, ...]:
    """Return the jobs of a batch that the actor may see. Raises NotFound where there are none."""
    jobs = _newest_first(session, _JOBS.where(JobRow.batch == batch)) if batch else ()
    seen = tuple(job for job in jobs if actor.may(Verb.SEE_RESULT, job.scope))
    if not seen:
        raise NotFound
    return seen


def standings(session: Session, actor: Actor, batch: str) -> tuple[Standing, ...]:
    """Return where the jobs of a batch stand, as far as the actor may see them: quick, because it is asked again and again.

    Raises NotFound where there are none.
    """
    statement = (
        select(JobRow.id, JobRow.state, JobRow.progress, AssessmentRow.organisation_id, AssessmentRow.id)
        .join(AssessmentRow, AssessmentRow.id == JobRow.assessment_id)
        .where(JobRow.batch == batch, JobRow.batch != "")
    )
    found = [(Standing(id_, State(state), progress), Scope(*scope)) for id_, state, progress, *scope in session.execute(statement)]
    may = {scope: actor.may(Verb.SEE_RESULT, scope) for scope in {scope for _, scope in found}}
    seen = tuple(standing for standing, scope in found if may[scope])
    if not seen:
        raise NotFound
    return seen


def batches(session: Session, actor: Actor, *, most: int = 50) -> tuple[Batch, ...]:
    """Return the batches the actor asked for, newest first."""
    asked_at = func.min(JobRow.requested_at)
    statement = (
        select(JobRow.batch, asked_at, func.count(), _number(State.READY), _number(*OPEN))
        .where(JobRow.requested_by == actor.id, JobRow.batch != "")
        .group_by(JobRow.batch)
        .order_by(asked_at.desc(), JobRow.batch)
        .limit(most)
    )
    return tuple(Batch(*row) for row in session.execute(statement))


def changed_since(session: Session, assessment_id: str) -> datetime.datetime | None:
    """Return when something about the answers of an assessment was changed last."""
    from assess.assessments.tables import AnswerRow, EvidenceRow

    answers = select(func.max(AnswerRow.at)).where(AnswerRow.assessment_id == assessment_id)
    ours = EvidenceRow.assessment_id == assessment_id
    evidence = select(func.max(func.coalesce(EvidenceRow.removed_at, EvidenceRow.added_at))).where(ours)
    times = session.execute(select(answers.scalar_subquery(), evidence.scalar_subquery())).one()
    return max((time for time in times if time), default=None)


def _number(*states: State) -> Any:
    return func.sum(case((JobRow.state.in_(states), 1), else_=0))


_JOBS: Select[JobRow, AssessmentRow, OrganisationRow, str] = (
    select(JobRow, AssessmentRow, OrganisationRow, AccountRow.name)
    .join(AssessmentRow, AssessmentRow.id == JobRow.assessment_id)
    .join(OrganisationRow, OrganisationRow.id == AssessmentRow.organisation_id)
    .join(AccountRow, AccountRow.id == JobRow.requested_by)
)


def _newest_first(session: Session, statement: Select[JobRow, AssessmentRow, OrganisationRow, str]) -> tuple[Job, ...]:
    order = (JobRow.requested_at.desc(), OrganisationRow.name, JobRow.design, JobRow.language, JobRow.ending, JobRow.id)
    return tuple(_of(row) for row in session.execute(statement.order_by(*order)))


def _of(found: Row[JobRow, AssessmentRow, OrganisationRow, str]) -> Job:
    row, assessment, organisation, by = found
    return Job(
        id=row.id,
        assessment_id=row.assessment_id,
        scope=Scope(assessment.organisation_id, assessment.id),
        organisation=storing.profile(organisation)["name"],
        period=assessment.period,
        kind=assessment.kind,
        batch=row.batch,
        wish=Wish(row.design, row.language, row.ending, row.benchmark),
        state=State(row.state),
        progress=row.progress,
        attempts=row.attempts,
        requested_by=by,
        requested_at=row.requested_at,
        finished_at=row.finished_at,
        inputs_hash=row.inputs_hash,
        sha256=row.sha256,
        size=row.size,
        trouble=Trouble.read(row.error),
    )


def counted(jobs: Iterable[Job]) -> Batch:
    """Return jobs in numbers, as one batch."""
    all_: Sequence[Job] = tuple(jobs)
    return Batch(
        id=all_[0].batch,
        requested_at=min(job.requested_at for job in all_),
        number=len(all_),
        ready=sum(job.is_ready for job in all_),
        open=sum(job.is_open for job in all_),
    )
