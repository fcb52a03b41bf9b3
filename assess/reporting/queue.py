"""Workers: each takes one job after the other, until it is told to stop.

With SQLite a worker looks through the rows itself, twice a second. With PostgreSQL procrastinate hands the jobs out: a worker listens for
them, its heartbeat stands in procrastinate's tables, and jobs whose worker fell silent are put back into the queue; so are jobs whose rows
say that they are to be done but which the queue does not know, as after a restored backup. In both cases the row of a job decides.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Iterable
from types import FrameType
from typing import TYPE_CHECKING

from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from assess.platform import database
from assess.platform.installation import Installation
from assess.reporting import rendering, working
from assess.reporting.announcing import QUEUE, TASK, announce
from assess.reporting.jobs import State
from assess.reporting.tables import JobRow
from assess.reporting.working import RULES, Claim, Rules, Work

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job

_LOOK = 0.25
"""Seconds between two looks at a report in the making, and so the time a worker needs to stop."""
_LOOK_AWAKE = 0.05
"""The same where the worker has more to do than to wait for it."""
_KNOWN = text("SELECT args->>'job' FROM procrastinate_jobs WHERE queue_name = :queue AND status IN ('todo', 'doing')")
"""The jobs the queue knows."""
_log = logging.getLogger(__name__)


def work(installation: Installation, *, rules: Rules = RULES) -> None:
    """Work until a signal says stop (SIGTERM, SIGINT); a report in the making is given back for the next worker."""
    rendering.warm_up()
    if installation.settings.is_postgresql:
        asyncio.run(_work_on_postgresql(installation, rules, wait=True))
    else:
        _work_on_sqlite(installation, rules)


def work_off(installation: Installation, *, rules: Rules = RULES) -> None:
    """Do everything that is waiting, and return."""
    if installation.settings.is_postgresql:
        asyncio.run(_work_on_postgresql(installation, rules, wait=False))
        return
    while claim := _claimed(installation, rules):
        _finish(Work(installation, claim, rules), threading.Event())


def _work_on_sqlite(installation: Installation, rules: Rules) -> None:
    stop = threading.Event()

    def stop_now(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, stop_now) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not stop.is_set():
            if claim := _claimed(installation, rules):
                _finish(Work(installation, claim, rules), stop)
            else:
                _sleep(rules.pause.total_seconds(), stop)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _sleep(seconds: float, stop: threading.Event) -> None:
    """Sleep, but not longer than until a signal: ``Event.wait`` would go on waiting in the face of one that sets it."""
    until = time.monotonic() + seconds
    while not stop.is_set() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, _LOOK))


def _claimed(installation: Installation, rules: Rules) -> Claim | None:
    now = installation.clock()
    with database.reading(installation.engine) as session:
        if not working.is_waiting(session, now=now, rules=rules):
            return None
    with database.writing(installation.engine) as session:
        return working.claim(session, working.worker_name(), now=now, rules=rules)


def _finish(work: Work, stop: threading.Event) -> None:
    while not work.is_over:
        if stop.is_set():
            work.let_go()
        else:
            work.look(_LOOK)


async def _work_on_postgresql(installation: Installation, rules: Rules, *, wait: bool) -> None:
    app = _app(installation, rules)
    beat, silence = rules.beat.total_seconds(), rules.silence.total_seconds()
    async with app.open_async():
        await _tidy(app, installation, rules)
        tidying = asyncio.create_task(_keep_tidy(app, installation, rules))
        try:
            await app.run_worker_async(
                queues=[QUEUE],
                name=working.worker_name(),
                wait=wait,
                listen_notify=wait,
                delete_jobs="always",
                update_heartbeat_interval=beat,
                stalled_worker_timeout=silence,
                shutdown_graceful_timeout=0,
                install_signal_handlers=wait,
            )
        finally:
            tidying.cancel()


def _app(installation: Installation, rules: Rules) -> App:
    from procrastinate import App, PsycopgConnector

    url = make_url(installation.settings.database).set(drivername="postgresql")
    app = App(connector=PsycopgConnector(conninfo=url.render_as_string(hide_password=False), min_size=1, max_size=3))

    @app.task(name=TASK, queue=QUEUE)
    async def report(job: str) -> None:
        await _make(installation, rules, job)

    return app


async def _make(installation: Installation, rules: Rules, job: str) -> None:
    """Make the report of a job that procrastinate has handed out, if its row says that it is to be made."""
    with database.writing(installation.engine) as session:
        claim = working.claim(session, working.worker_name(), job=job, now=installation.clock(), rules=rules)
    if claim is None:
        return
    work = Work(installation, claim, rules)
    try:
        while not work.is_over:
            work.look(0)
            await asyncio.sleep(_LOOK_AWAKE)
    except asyncio.CancelledError:
        work.let_go()
        raise


async def _keep_tidy(app: App, installation: Installation, rules: Rules) -> None:
    while True:
        await asyncio.sleep(rules.beat.total_seconds())
        try:
            await _tidy(app, installation, rules)
        except Exception:
            _log.exception("The queue could not be looked through; it will be tried again")


async def _tidy(app: App, installation: Installation, rules: Rules) -> None:
    """Put back what is to be done but nobody does: jobs of workers that fell silent, and those the queue does not know."""
    silence = rules.silence.total_seconds()
    with database.writing(installation.engine) as session:
        waiting = set(working.abandoned(session, now=installation.clock(), rules=rules))
        running = set(session.scalars(select(JobRow.id).where(JobRow.state == State.RUNNING)))
        known = set(session.scalars(_KNOWN, {"queue": QUEUE}))
        announce(session, sorted(waiting - known))
    stalled: Iterable[Job] = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=silence)
    for job in stalled:
        await _unstall(app, job, to_do=str(job.task_kwargs["job"]) in waiting, at_work=str(job.task_kwargs["job"]) in running - waiting)


async def _unstall(app: App, job: Job, *, to_do: bool, at_work: bool) -> None:
    """Let a stalled job of the queue be done again, or end it where its row says that there is nothing more to do."""
    from procrastinate.exceptions import ConnectorException
    from procrastinate.jobs import Status

    try:
        if to_do:
            await app.job_manager.retry_job(job)
        elif not at_work:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    except ConnectorException:  # another worker was faster
        _log.debug("Job %s of the queue is looked after by another worker", job.id)
