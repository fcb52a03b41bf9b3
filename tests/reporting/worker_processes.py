"""Real worker processes on an installation of the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assess.platform.installation import Installation

ROOT = Path(__file__).resolve().parents[2]


def environment(installed: Installation) -> dict[str, str]:
    """Return the environment in which a process serves this installation."""
    settings = installed.settings
    known = {"ASSESS_DATA": str(settings.data), "ASSESS_DATABASE": settings.database, "PYTHONPATH": str(ROOT)}
    return {**os.environ, **known}


@contextmanager
def worker(installed: Installation, *options: object) -> Iterator[subprocess.Popen[bytes]]:
    """Run `assess worker` for as long as the block lasts; it is killed at the end if it still runs."""
    words = [sys.executable, "-m", "assess", "worker", *map(str, options)]
    running = subprocess.Popen(words, env=environment(installed), stderr=subprocess.PIPE)
    try:
        yield running
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGTERM)
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
        if running.stderr:
            sys.stderr.write(running.stderr.read().decode(errors="replace"))
            running.stderr.close()


def until(true: Callable[[], object], *, seconds: float = 180, every: float = 0.02) -> object:
    """Wait until something is true and return it. Raises AssertionError when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(every)
    raise AssertionError(f"not within {seconds} seconds: {true}")


def children(pid: int) -> list[int]:
    """Return the processes a process has started."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(each) for each in listed.split()]
