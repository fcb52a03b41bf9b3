"""`assess serve` as a process of its own that can be killed, whole or in parts."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Server:
    """The server of an installation, started again on the same port as often as it was killed."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "assess", "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, cwd=self._log.parent, start_new_session=True
            )
        for _ in range(600):
            if self._process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as there:
                there.sendall(f"GET /samples HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n".encode())
                if there.recv(12).endswith(b"200"):
                    return
            time.sleep(0.1)
        raise AssertionError(f"the server did not start: {self._log.read_text()[-2000:]}")

    def at_work(self, *, on_reports: bool) -> list[int]:
        """Return the processes that do the work, those that answer or those that make reports: those that have started no others."""
        parents = self._parents()
        reporting = [pid for pid in self.children() if b"worker" in self._command(pid)]
        reporting += [below for pid in reporting for below in parents.get(pid, [])]
        return [pid for pid in self.children() if not parents.get(pid) and (pid in reporting) == on_reports]

    def children(self) -> list[int]:
        """Return every process it has started, and those they have started."""
        assert self._process is not None
        parents = self._parents()
        found, waiting = [], [self._process.pid]
        while waiting:
            below = parents.get(waiting.pop(), [])
            found += below
            waiting += below
        return sorted(found)

    def _command(self, pid: int) -> bytes:
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""

    def _parents(self) -> dict[int, list[int]]:
        parents: dict[int, list[int]] = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                words = status.read_text().rpartition(")")[2].split()
                parents.setdefault(int(words[1]), []).append(int(status.parent.name))
        return parents

    def kill(self, pid: int) -> None:
        """End one process at once, without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def kill_all(self) -> None:
        """End the server and everything it has started at once."""
        assert self._process is not None
        below = self.children()
        for pid in (self._process.pid, *below):
            self.kill(pid)
        self._process.wait(30)

    def stop(self) -> None:
        """Ask it to end; see that it does, and that nothing of it stays."""
        assert self._process is not None
        below = self.children()
        self._process.terminate()
        try:
            self._process.wait(60)
        finally:
            for pid in below:
                self.kill(pid)
