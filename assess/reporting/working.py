"""What a worker does with a job: claims it, keeps it, makes the report in a process of its own, and says in the row what became of it.

A job is held by the worker named in its row, at the attempt counted there; only that one may finish it. A worker that does not renew its
heartbeat has lost its job to the next. So a job that is interrupted at any moment is finished by another worker, and there is never a
second file for it.
"""

from __future__ import annotations

import datetime
import io
import logging
import os
import socket
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from assess.assessments import stored as storing
from assess.benchmarking import loaded
from assess.platform import database
from assess.platform.faults import Faults
from assess.platform.installation import Installation
from assess.reporting import branding, inputs
from assess.reporting.announcing import announce
from assess.reporting.jobs import State, Trouble, What, Wish
from assess.reporting.rendering import Made, Rendering
from assess.reporting.tables import JobRow
from assess.results import stored as results

LARGEST = 2**30
"""The size no report reaches, in bytes."""
_EVALUATED = 30
"""How far a report is, of 100, when its result is computed."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """When a worker counts as silent, how often it tells that it is not, how long a report may take, how often it is tried; how long a
    worker without work waits before it looks again.
    """

    silence: datetime.timedelta = datetime.timedelta(seconds=30)
    limit: datetime.timedelta = datetime.timedelta(minutes=5)
    attempts: int = 3
    pause: datetime.timedelta = datetime.timedelta(milliseconds=500)

    @property
    def beat(self) -> datetime.timedelta:
        """The time between two heartbeats."""
        return self.silence / 6


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Claim:
    """A job a worker holds: at which attempt, of which assessment, what is wished for."""

    job: str
    worker: str
    attempt: int
    assessment: str
    wish: Wish


def worker_name() -> str:
    """Return the name of this process among all workers."""
    return f"{socket.gethostname()}/{os.getpid()}"


def is_waiting(session: Session, *, now: datetime.datetime, rules: Rules = RULES) -> bool:
    """Whether there is a job to claim or to give up; looked at before a claim, which makes other writers wait."""
    return session.execute(select(JobRow.id).where(or_(JobRow.state == State.REQUESTED, _silent(now, rules))).limit(1)).first() is not None


def claim(session: Session, worker: str, *, job: str = "", now: datetime.datetime, rules: Rules = RULES) -> Claim | None:
    """Claim the oldest job that is requested or abandoned, or the one that is named; None where there is none. One statement.

    A job whose worker fell silent at the last attempt it had is given up.
    """
    _give_up(session, now, rules)
    wanted = and_(_claimable(now, rules), JobRow.id == job) if job else _claimable(now, rules)
    oldest = select(JobRow.id).where(wanted).order_by(JobRow.requested_at, JobRow.id).limit(1).with_for_update(skip_locked=True)
    statement = (
        update(JobRow)
        .where(JobRow.id == oldest.scalar_subquery())
        .values(state=State.RUNNING, worker=worker, attempts=JobRow.attempts + 1, started_at=now, heartbeat_at=now, progress=0, error="")
        .returning(JobRow.id, JobRow.attempts, JobRow.assessment_id, JobRow.design, JobRow.language, JobRow.ending, JobRow.benchmark)
        .execution_options(synchronize_session=False)
    )
    found = session.execute(statement).one_or_none()
    return None if found is None else Claim(found[0], worker, found[1], found[2], Wish(*found[3:]))


def beat(session: Session, claim: Claim, *, progress: int, now: datetime.datetime) -> bool:
    """Tell that the worker is at it, and how far; False where it has lost the job: cancelled, or taken by another."""
    return _change(session, claim, heartbeat_at=now, progress=progress)


def done(session: Session, claim: Claim, *, sha256: str, size: int, inputs_hash: str, now: datetime.datetime) -> bool:
    """Say that the file is there; False where the worker has lost the job meanwhile."""
    values = {"sha256": sha256, "size": size, "inputs_hash": inputs_hash, "error": "", "progress": 100}
    return _change(session, claim, state=State.READY, finished_at=now, **values)


def failed(session: Session, claim: Claim, trouble: Trouble, *, now: datetime.datetime, rules: Rules = RULES) -> bool:
    """Say what went wrong. What another attempt would not change ends the job; else it is tried again as often as the rules say."""
    for_good = trouble.what in {What.FAULTS, What.MISSING} or claim.attempt >= rules.attempts
    if for_good:
        return _change(session, claim, state=State.FAILED, finished_at=now, error=trouble.written(), progress=0)
    return _back(session, claim, error=trouble.written(), progress=0)


def give_back(session: Session, claim: Claim) -> bool:
    """Let another worker make it, because this one has to stop; the attempt does not count."""
    return _back(session, claim, attempts=claim.attempt - 1, progress=0)


def abandoned(session: Session, *, now: datetime.datetime, rules: Rules = RULES) -> tuple[str, ...]:
    """Return the jobs that nobody holds, or whose holder fell silent; give up those that had their last attempt."""
    _give_up(session, now, rules)
    return tuple(session.scalars(select(JobRow.id).where(_claimable(now, rules)).order_by(JobRow.requested_at, JobRow.id)))


class Work:
    """A claimed job at work, looked at from time to time until it is over."""

    def __init__(self, installation: Installation, claim: Claim, rules: Rules = RULES) -> None:
        self._installation, self._claim, self._rules = installation, claim, rules
        self._rendering: Rendering | None = None
        self._inputs_hash, self._progress = "", _EVALUATED
        self._began = self._beaten = installation.clock()
        self.is_over = False
        self._begin()

    def look(self, seconds: float) -> None:
        """Wait at most so long for news of the report, and do what follows from it."""
        told = self._rendering.look(seconds) if self._rendering else None
        now = self._installation.clock()
        if isinstance(told, Made):
            self._store(told.content)
        elif isinstance(told, Trouble):
            self._fail(told)
        elif now - self._began > self._rules.limit:
            self._fail(Trouble(What.TOO_LONG))
        elif told is not None or now - self._beaten >= self._rules.beat:
            self._progress = self._progress if told is None else told
            self._beat(now)

    def let_go(self) -> None:
        """Give the job back, unfinished."""
        self._end()
        with database.writing(self._installation.engine) as session:
            give_back(session, self._claim)

    def _begin(self) -> None:
        """Read what the report is made of, compute the result, and start laying it out, unless the same report is there already."""
        try:
            with database.reading(self._installation.engine) as session:
                stored = storing.get(session, self._claim.assessment)
                read = results.inputs(session, stored)
                whose = branding.of(session)
                self._inputs_hash = inputs.of_report(read.sha256, self._claim.wish, branding.hash_of(whose))
                made = self._made_before(session)
                evaluated = None if made else results.of_inputs(session, read)
            if evaluated and self._claim.wish.benchmark:
                loaded.load(self._claim.wish.benchmark)  # held, so that the process begins with it
        except Faults as faults:
            self._fail(Trouble(What.FAULTS, tuple(str(fault) for fault in faults.faults[:50])))
        except Exception as error:
            _log.exception("The assessment of report %s could not be read", self._claim.job)
            self._fail(Trouble(What.UNFORESEEN, (type(error).__name__,)))
        else:
            if made:
                self._finish(*made)
            elif evaluated:
                self._installation.engine.dispose()  # no connection is carried into the process
                self._rendering = Rendering(evaluated, self._claim.wish, whose)
                self._beat(self._installation.clock())

    def _made_before(self, session: Session) -> tuple[str, int] | None:
        """Return the file of a report made of the same, if there is one that is still kept."""
        same = (JobRow.assessment_id == self._claim.assessment, JobRow.inputs_hash == self._inputs_hash, JobRow.state == State.READY)
        for sha256, size in session.execute(select(JobRow.sha256, JobRow.size).where(*same).distinct()):
            if size is not None and is_kept(self._installation, sha256):
                return sha256, size
        return None

    def _store(self, content: bytes) -> None:
        try:
            kept = self._installation.storage.put(io.BytesIO(content), limit=LARGEST)
        except OSError as error:
            _log.exception("Report %s could not be stored", self._claim.job)
            self._fail(Trouble(What.UNFORESEEN, (error.strerror or type(error).__name__,)))
        else:
            self._finish(*kept)

    def _finish(self, sha256: str, size: int) -> None:
        with database.writing(self._installation.engine) as session:
            now = self._installation.clock()
            done(session, self._claim, sha256=sha256, size=size, inputs_hash=self._inputs_hash, now=now)
        self._end()

    def _fail(self, trouble: Trouble) -> None:
        _log.warning("Report %s, attempt %s: %s %s", self._claim.job, self._claim.attempt, trouble.what, " ".join(trouble.lines))
        self._end()
        with database.writing(self._installation.engine) as session:
            failed(session, self._claim, trouble, now=self._installation.clock(), rules=self._rules)

    def _beat(self, now: datetime.datetime) -> None:
        self._beaten = now
        with database.writing(self._installation.engine) as session:
            held = beat(session, self._claim, progress=self._progress, now=now)
        if not held:
            self._end()

    def _end(self) -> None:
        self.is_over = True
        if self._rendering:
            self._rendering.stop()
            self._rendering = None


def is_kept(installation: Installation, sha256: str) -> bool:
    """Whether the file of this SHA-256 is in the storage."""
    try:
        installation.storage.open(sha256).close()
    except FileNotFoundError:
        return False
    return True


def _silent(now: datetime.datetime, rules: Rules) -> Any:
    return and_(JobRow.state == State.RUNNING, JobRow.heartbeat_at < now - rules.silence)


def _claimable(now: datetime.datetime, rules: Rules) -> Any:
    return or_(JobRow.state == State.REQUESTED, and_(_silent(now, rules), JobRow.attempts < rules.attempts))


def _give_up(session: Session, now: datetime.datetime, rules: Rules) -> None:
    last = and_(_silent(now, rules), JobRow.attempts >= rules.attempts)
    values = {"state": State.FAILED, "finished_at": now, "error": Trouble(What.SILENT).written(), "progress": 0}
    session.execute(update(JobRow).where(last).values(values).execution_options(synchronize_session=False))


def _change(session: Session, claim: Claim, **values: Any) -> bool:
    """Change a job if the claim still holds; return whether it does."""
    held = (JobRow.id == claim.job, JobRow.state == State.RUNNING, JobRow.worker == claim.worker, JobRow.attempts == claim.attempt)
    statement = update(JobRow).where(*held).values(values).returning(JobRow.id).execution_options(synchronize_session=False)
    return session.execute(statement).one_or_none() is not None


def _back(session: Session, claim: Claim, **values: Any) -> bool:
    changed = _change(session, claim, state=State.REQUESTED, worker="", heartbeat_at=None, **values)
    if changed:
        announce(session, [claim.job])
    return changed
