"""`assess serve`, `assess worker`, `assess db`: real processes, from the first start to the last signal."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from assess.platform import database, installation, schema_versions
from assess.platform import settings as settings_
from assess.reporting import jobs, requesting
from assess.reporting.jobs import Wish
from tests import cast as casting
from tests import postgresql
from tests.answered import fill
from tests.reporting.worker_processes import ROOT, children, environment, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def get(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status, answer.read().decode()


@contextlib.contextmanager
def serving(known: dict[str, str], log: Path):
    """Run `assess serve` until the block ends; give its process and its address."""
    port = free_port()
    words = [sys.executable, "-m", "assess", "serve", "--port", str(port)]
    with log.open("wb") as out:
        running = subprocess.Popen(words, env={**os.environ, "PYTHONPATH": str(ROOT), **known}, stdout=out, stderr=out, cwd=log.parent)
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert running.poll() is None, log.read_text()
        try:
            return get(f"{address}/samples")[0] == 200
        except OSError:
            return False

    try:
        until(answers)
        yield running, address
    finally:
        if running.poll() is None:
            running.terminate()
            running.wait(30)


def workers(pid: int) -> dict[int, str]:
    """Return the processes a server has started, by what they are."""
    named = {}
    for child in children(pid):
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            named[child] = "worker" if b"worker" in words else "web"
    return named


def test_the_first_start_makes_a_database_and_a_link_for_the_first_administrator(tmp_path):
    with serving({"ASSESS_DATA": str(tmp_path / "data")}, tmp_path / "log") as (running, address):
        said = (tmp_path / "log").read_text()
        link = re.search(rf"^{address}/start/[\w-]+$", said, re.MULTILINE)
        assert link, said
        assert f"Assess is at {address}" in said
        status, page = get(link[0])
        assert status == 200
        assert "<form" in page
        assert sorted(workers(running.pid).values()) == ["web", "worker", "worker"]
        assert (tmp_path / "data" / "assess.db").is_file()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything(tmp_path, number):
    with serving({"ASSESS_DATA": str(tmp_path / "data")}, tmp_path / "log") as (running, address):
        everybody = [below for child in children(running.pid) for below in (child, *children(child))]
        assert len(everybody) >= 5
        running.send_signal(number)
        assert running.wait(20) == 0
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in everybody), seconds=5)
    with pytest.raises(OSError, match="refused"):
        get(address)


def test_what_is_left_of_a_server_that_was_killed_ends_too(tmp_path):
    with serving({"ASSESS_DATA": str(tmp_path / "data")}, tmp_path / "log") as (running, _):
        everybody = [below for child in children(running.pid) for below in (child, *children(child))]
        running.kill()
        running.wait()
    until(lambda: not any(_runs(pid) for pid in everybody), seconds=20)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_report_that_is_asked_for_is_made_and_a_killed_worker_comes_back(installed, cast, tmp_path):
    with database.writing(installed.engine) as session:
        fill(session, cast.assessment, cast.accounts["mei"], "riverside-clinic")

    def made(language: str) -> bool:
        with database.writing(installed.engine) as session:
            mei = casting.actor(session, cast, "mei")
            requesting.ask(session, mei, cast.assessment, [Wish("executive", language, ".pdf")], now=installation.now())

        def is_ready() -> bool:
            with database.reading(installed.engine) as session:
                return all(job.is_ready for job in jobs.listed(session, mei, cast.assessment))

        return bool(until(is_ready))

    with serving(environment(installed), tmp_path / "log") as (running, address):
        assert "/start/" not in (tmp_path / "log").read_text()
        assert made("en")
        before = {pid for pid, name in workers(running.pid).items() if name == "worker"}
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        until(lambda: len({pid for pid, name in workers(running.pid).items() if name == "worker"} - before) == 2)
        assert made("zh_Hans")
        assert get(f"{address}/samples")[0] == 200


def test_a_web_process_that_is_killed_comes_back(tmp_path):
    with serving({"ASSESS_DATA": str(tmp_path / "data")}, tmp_path / "log") as (running, address):
        master = next(pid for pid, name in workers(running.pid).items() if name == "web")
        for pid in children(master):
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        until(lambda: len(children(master)) == 2)
        assert get(f"{address}/samples")[0] == 200


def test_a_taken_port_is_said_to_be_taken(assess, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = assess("serve", "--port", taken.getsockname()[1])
    assert ran.status == 1
    assert "another program listens on this port" in ran.err
    assert not (tmp_path / "assess.db").exists()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path, monkeypatch):
    """An empty database, named in the environment."""
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    monkeypatch.delenv("ASSESS_DATABASE", raising=False)
    if request.param == "sqlite":
        yield
        return
    server, name = request.getfixturevalue("postgresql_server"), "empty_for_db"
    monkeypatch.setenv("ASSESS_DATABASE", postgresql.create(server, name))
    yield
    postgresql.drop(server, name)


@pytest.mark.usefixtures("empty")
def test_the_database_is_brought_to_todays_shape_and_says_so(assess):
    ran = assess("db", "status")
    assert (ran.status, "it is empty; this program expects version" in ran.err) == (1, True)
    assert assess("worker").status == 1
    newest = schema_versions.newest()
    assert f"to version {newest}" in assess("db", "upgrade").out
    assert assess("db", "status").status == 0
    assert f"at version {newest} already" in assess("db", "upgrade").out


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("words", [("db", "status"), ("db", "upgrade"), ("worker",), ("serve", "--port", "0")])
def test_the_database_of_a_newer_program_is_left_alone(assess, words):
    assess("db", "upgrade")
    engine = database.engine(settings_.read().database)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    words = [str(free_port()) if word == "0" else word for word in words]
    ran = assess(*words)
    assert ran.status == 1
    assert "9999 by a newer Assess" in ran.err
    assert schema_versions.current(engine) == "9999"
    engine.dispose()
