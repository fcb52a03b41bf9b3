"""Reports whose makers die: real worker processes, killed in the middle; the report is finished by the next, once."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from assess.platform import database, installation
from assess.reporting import jobs, requesting
from assess.reporting.jobs import State, Wish
from assess.reporting.tables import JobRow
from tests import cast as casting
from tests.answered import fill
from tests.reporting.pdf_text import text_of
from tests.reporting.worker_processes import children, until, worker

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

PAPER = Wish("executive", "zh_Hans", ".pdf")
QUICK = ("--silence", 3)


@pytest.fixture
def ask(installed, cast):
    """Ask for reports of Lantern's self-assessment, which is answered; by the real clock, as the workers have it."""
    with database.writing(installed.engine) as session:
        fill(session, cast.assessment, cast.accounts["mei"], "riverside-clinic")

    def asked(*wishes):
        with database.writing(installed.engine) as session:
            return requesting.ask(session, casting.actor(session, cast, "mei"), cast.assessment, wishes, now=installation.now()).new

    return asked


@pytest.fixture
def rows(installed):
    """Return the rows of all jobs as they are now."""

    def now():
        with database.reading(installed.engine) as session:
            return list(session.scalars(select(JobRow).order_by(JobRow.requested_at, JobRow.id)))

    return now


def laid_out_by(running, rows) -> int:
    """Wait until a worker has a report in the making and return the process that makes it."""
    until(lambda: any(row.state == State.RUNNING and row.progress for row in rows()))
    return until(lambda: next((each for each in children(running.pid) if not is_gone(each)), 0))


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def is_ready(rows) -> bool:
    return all(row.state == State.READY for row in rows())


def test_the_report_of_a_killed_worker_is_finished_by_the_next_once(installed, ask, rows):
    ask(PAPER)
    with worker(installed, *QUICK) as first:
        making = laid_out_by(first, rows)
        first.kill()
        first.wait()
        until(lambda: is_gone(making), seconds=10)
    assert [(row.state, row.attempts) for row in rows()] == [(State.RUNNING, 1)]
    with worker(installed, *QUICK):
        until(lambda: is_ready(rows))
    (row,) = rows()
    assert (row.state, row.attempts, row.error) == (State.READY, 2, "")
    assert list(installed.storage.all()) == [row.sha256]
    assert "灯笼软件" in text_of(installed.storage.read(row.sha256))[0]


def test_a_process_that_dies_does_not_take_its_worker_along(installed, ask, rows):
    ask(PAPER)
    with worker(installed) as running:
        os.kill(laid_out_by(running, rows), signal.SIGKILL)
        until(lambda: is_ready(rows))
        assert running.poll() is None
    assert [row.attempts for row in rows()] == [2]


def test_a_process_that_hangs_is_ended_and_the_report_made_again(installed, ask, rows):
    ask(PAPER)
    with worker(installed, "--limit", 15) as running:
        os.kill(laid_out_by(running, rows), signal.SIGSTOP)
        until(lambda: is_ready(rows))
        assert running.poll() is None
    assert [row.attempts for row in rows()] == [2]


def test_a_process_that_dies_every_time_fails_its_report_in_words(installed, cast, ask, rows):
    ask(PAPER)
    with worker(installed) as running:
        for _ in range(3):
            making = laid_out_by(running, rows)
            os.kill(making, signal.SIGKILL)
            until(lambda making=making: is_gone(making))
        until(lambda: rows()[0].state == State.FAILED)
        ask(Wish("executive", "en", ".json"))
        until(lambda: rows()[1].state == State.READY)
    with database.reading(installed.engine) as session:
        job = jobs.get(session, casting.actor(session, cast, "mei"), rows()[0].id)
    assert (job.attempts, job.trouble.what, job.trouble.lines) == (3, jobs.What.CRASHED, ("signal SIGKILL",))


def test_a_worker_that_is_told_to_stop_gives_its_report_back_at_once(installed, ask, rows):
    ask(PAPER)
    with worker(installed) as running:
        laid_out_by(running, rows)
        running.terminate()
        assert running.wait(10) == 0
    assert [(row.state, row.attempts) for row in rows()] == [(State.REQUESTED, 0)]
    with worker(installed):
        until(lambda: is_ready(rows))


def test_a_report_taken_back_in_the_making_is_let_go_of(installed, cast, ask, rows):
    (job,) = ask(PAPER)
    with worker(installed, *QUICK) as running:
        making = laid_out_by(running, rows)
        with database.writing(installed.engine) as session:
            requesting.cancel(session, casting.actor(session, cast, "mei"), job, now=installation.now())
        until(lambda: is_gone(making), seconds=10)
    assert [row.state for row in rows()] == [State.CANCELLED]


def test_two_workers_share_the_work_and_do_nothing_twice(installed, ask, rows):
    ask(
        *(
            Wish("executive", language, ending)
            for language in ("en", "zh_Hans", "zh_Hant")
            for ending in (".html", ".json", ".xlsx", ".docx")
        )
    )
    with worker(installed), worker(installed):
        until(lambda: is_ready(rows))
    assert [row.attempts for row in rows()] == [1] * 12
    assert len({row.worker for row in rows()}) == 2
