"""The reports of an assessment as its page shows them: each with whether it still says what the assessment says today."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assess.assessments import stored as storing
from assess.assessments.stored import Stored
from assess.people.actor import Actor
from assess.platform.faults import Faults
from assess.reporting import branding, inputs, jobs
from assess.reporting.jobs import Batch, Job, Standing
from assess.results import stored as results


@dataclass(frozen=True, slots=True)
class Overview:
    """An assessment and its reports, newest first. ``outdated`` are the ids of those made of something else than would be used today;
    ``changed_at`` is when answers or evidence were changed last.
    """

    assessment: Stored
    jobs: tuple[Job, ...]
    outdated: frozenset[str]
    changed_at: datetime.datetime | None


def of_assessment(session: Session, actor: Actor, assessment_id: str) -> Overview:
    """Return the reports of an assessment. Raises NotFound, Refused."""
    found = jobs.listed(session, actor, assessment_id)
    stored = storing.get(session, assessment_id)
    today = results.inputs_hash(session, stored) if any(job.is_ready for job in found) else ""
    whose = branding.hash_of(branding.of(session))
    outdated = frozenset(job.id for job in found if job.is_ready and not _is_of_today(job, today, whose))
    return Overview(stored, found, outdated, jobs.changed_since(session, assessment_id))


def stamp(found: Sequence[Job | Standing]) -> str:
    """Return a word that is another as soon as one of the jobs stands elsewhere: a page that shows the word shows them as they are."""
    counts = {state.value: sum(job.state is state for job in found) for state in jobs.State}
    return "-".join(f"{name[:3]}{count}" for name, count in counts.items())


def most_urgent(found: Sequence[Job], *, most: int) -> tuple[Job, ...]:
    """Return the jobs one wants to see first: those that failed, those being made, those waiting, those that are ready."""
    order = (jobs.State.FAILED, jobs.State.RUNNING, jobs.State.REQUESTED, jobs.State.READY, jobs.State.CANCELLED)
    return tuple(sorted(found, key=lambda job: order.index(job.state)))[:most]


def share_done(batch: Batch) -> float:
    """Return how much of a batch has ended, 0..1."""
    return (batch.number - batch.open) / batch.number


def _is_of_today(job: Job, today: str, whose: str) -> bool:
    try:
        return inputs.of_report(today, job.wish, whose) == job.inputs_hash
    except Faults:  # the design or the benchmark is no longer there
        return False
