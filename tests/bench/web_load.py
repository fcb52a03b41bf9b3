"""Line W4: gunicorn with two processes on an installation of its own, and sixteen clients that autosave one after the other.

Started as a program (``python -m tests.bench.web_load DATA PORT``) this is the server: the application with an empty view beside its own.
"""

from __future__ import annotations

import contextlib
import gc
import http.client
import json
import math
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLIENTS, SECONDS = 16, 3.0
_Shot = Callable[[], None]


@dataclass(frozen=True)
class Client:
    """Somebody signed in, who answers one item: what is sent along, and where."""

    port: int
    cookie: str
    token: str
    address: str

    def get(self, path: str) -> bytes:
        """Return a page."""
        return self._send("GET", path, None, {"Accept": "text/html"})

    def save(self, version: int) -> None:
        """Save an answer onto a version."""
        sent = {"answer": {"level": version % 6, "note": f"As of meeting {version}"}, "version": version, "save": secrets.token_hex(8)}
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token}
        assert json.loads(self._send("PUT", self.address, json.dumps(sent), headers))["version"] == version + 1

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {**headers, "Cookie": self.cookie})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        assert answer.status == 200, (answer.status, content[:500])
        return content


@dataclass
class Served:
    """A server at work with its clients; ``versions`` is how far each has come."""

    clients: list[Client]
    versions: list[int]

    def rates(self) -> dict[str, float]:
        """Return the seconds a request takes of the server's time: autosaves, and the empty view."""
        saves, views = self._saves(), self._run([lambda client=client: client.get("/-empty") for client in self.clients])
        return {"ours": SECONDS / len(saves), "an empty view": SECONDS / len(views)}

    def spread(self) -> dict[str, float]:
        """Return the median and the 99th percentile of what a client waits for its autosave."""
        waits = sorted(self._saves())
        return {"ours": waits[math.floor(len(waits) * 0.99)], "p50": statistics.median(waits)}

    def _saves(self) -> list[float]:
        def shot(number: int) -> _Shot:
            def save() -> None:
                self.clients[number].save(self.versions[number])
                self.versions[number] += 1

            return save

        return self._run([shot(number) for number in range(len(self.clients))])

    def _run(self, shots: list[Any]) -> list[float]:
        """Let all clients do the same again and again for a while; return what each time took."""
        waits: list[float] = []
        until = time.perf_counter() + SECONDS

        def work(shot: _Shot) -> None:
            while (begin := time.perf_counter()) < until:
                shot()
                waits.append(time.perf_counter() - begin)

        threads = [threading.Thread(target=work, args=(shot,)) for shot in shots]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return waits


@contextlib.contextmanager
def served() -> Iterator[Served]:
    """Give a server with sixteen people at work on one assessment; it ends with the bench."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        made, cast, cookies = _people(data)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        running = subprocess.Popen([sys.executable, "-m", "tests.bench.web_load", data, str(port)])
        try:
            _wait(port)
            address = f"/assessments/{cast.assessment}"
            items = [item for item, kind in made if kind == "maturity"][:CLIENTS]
            clients = []
            for cookie, item in zip(cookies, items, strict=True):
                clients.append(_signed_in(port, f"assess={cookie}", address, item))
            yield Served(clients, [0] * CLIENTS)
        finally:
            running.terminate()
            running.wait(30)


def _people(data: str) -> tuple[list[tuple[str, str]], Any, list[str]]:
    """Make an installation on the disk; return the items with their kinds, the cast, and the cookies of sixteen sessions."""
    from assess.assessments import pinning, stored
    from assess.people import sessions
    from assess.platform import database, installation, schema_versions
    from assess.platform import settings as settings_
    from assess.web import application
    from tests import cast as casting

    made = installation.of(settings_.read({"ASSESS_DATA": data}))
    schema_versions.upgrade(made.engine)
    app = application.create(made)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # as Flask's own sessions do
    with database.writing(made.engine) as session:
        cast = casting.assemble(session, now=made.clock(), hashed="-")
        keys = [sessions.begin(session, cast.accounts["mei"], now=made.clock()) for _ in range(CLIENTS)]
        questionnaire = pinning.questionnaire(session, stored.get(session, cast.assessment).pins)
        items = [(item.id, item.kind.value) for item in questionnaire.items]
    made.engine.dispose()
    return items, cast, [signer.dumps({"key": key, "language": "en"}) for key in keys]


def _signed_in(port: int, cookie: str, address: str, item: str) -> Client:
    """Return a client with the token of its session."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"{address}/criteria/L1", headers={"Cookie": cookie, "Accept": "text/html"})
    answer = connection.getresponse()
    token = re.search(rb'data-csrf="([^"]+)"', answer.read())
    kept = answer.headers["Set-Cookie"].partition(";")[0]
    connection.close()
    assert token is not None
    return Client(port, kept, token[1].decode(), f"{address}/answers/{item}")


def _wait(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start within 30 seconds")


def main(data: str, port: str) -> None:
    """Serve as `assess serve` does: processes of one thread each, forked from one that has loaded everything."""
    from gunicorn.app.base import BaseApplication

    from assess.platform import installation
    from assess.platform import settings as settings_
    from assess.web import application

    class Application(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            options = {
                "bind": f"127.0.0.1:{port}",
                "workers": 2,
                "threads": 1,
                "preload_app": True,
                "loglevel": "warning",
                "control_socket_disable": True,
                "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,
                "post_fork": lambda _server, _worker: gc.freeze(),
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            app = application.create(installation.of(settings_.read({"ASSESS_DATA": data})))
            app.add_url_rule("/-empty", "empty", lambda: "")
            return app

    Application().run()


if __name__ == "__main__":
    main(*sys.argv[1:])
