"""A PostgreSQL server for the tests, started from the machine's own programs in a folder of its own; it ends with them.

``ASSESS_TEST_POSTGRESQL`` (a URL of a database whose user may create others) takes its place.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_SPEED = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
"""Tests do not outlive the machine; the crash test asks for a server that does wait for the disk."""


class NoPostgreSQL(Exception):  # noqa: N818
    """The machine has no PostgreSQL server."""


def programs() -> Path:
    """Return the folder of the server's programs. Raises NoPostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    beside = shutil.which("initdb")
    if not found and not beside:
        raise NoPostgreSQL("PostgreSQL is missing: sudo apt-get install postgresql")
    return found[-1].parent if found else Path(str(beside)).resolve().parent


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Give the URL of a server's database ``postgres``."""
    if url := os.environ.get("ASSESS_TEST_POSTGRESQL"):
        yield url
        return
    bin_, as_user = programs(), ("nobody" if os.getuid() == 0 else None)  # the server refuses to run as root
    with tempfile.TemporaryDirectory(prefix="assess-postgresql-") as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "data"
        folder.mkdir()
        if as_user:
            shutil.chown(folder, as_user)
        words = [bin_ / "initdb", "-D", folder, "-U", "assess", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(words, check=True, capture_output=True, user=as_user, cwd="/")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        words = [bin_ / "postgres", "-D", folder, "-h", "127.0.0.1", "-p", str(port), "-k", "", "-c", "max_connections=200"]
        log = (Path(place) / "log").open("wb")
        running = subprocess.Popen([*words, *(() if durable else _SPEED)], stdout=log, stderr=log, user=as_user, cwd="/")
        url = f"postgresql://assess@127.0.0.1:{port}/postgres"
        try:
            _wait(url, running, Path(place) / "log")
            yield url
        finally:
            running.send_signal(signal.SIGINT)  # at once, whoever is still connected
            running.wait(30)
            log.close()


def _wait(url: str, running: subprocess.Popen[bytes], log: Path) -> None:
    import time

    for _ in range(300):
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if running.poll() is not None:
                raise NoPostgreSQL(f"PostgreSQL did not start: {log.read_text()[-500:]}") from None
            time.sleep(0.05)
        else:
            return
    raise NoPostgreSQL("PostgreSQL did not start within 15 seconds")


def create(url: str, name: str, *, template: str = "template1") -> str:
    """Create a database and return its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return url.rpartition("/")[0] + f"/{name}"


def drop(url: str, name: str) -> None:
    """Drop a database, whoever is still connected."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
