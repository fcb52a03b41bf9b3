"""Fifty people who answer one assessment over HTTP, each at a connection of its own; whoever gets no answer asks again.

The browser's part of the bargain: a save has an id of its own and is sent again, with that id, until there is an answer. What was
acknowledged is written down here, outside the server, for the test to look for.
"""

from __future__ import annotations

import contextlib
import json
import random
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Acknowledged:
    """A save the server has said yes to."""

    item: str
    save: str
    mark: str
    version: int
    account: str


@dataclass
class Tally:
    """What happened to everybody together."""

    saves: list[Acknowledged] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    conflicts: int = 0
    again: int = 0
    wrong: list[str] = field(default_factory=list)


class Connection:
    """One HTTP connection that is kept open as long as the server keeps it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def put(self, path: str, body: bytes, headers: str) -> tuple[int, bytes]:
        """Send a request and return the status and the body. Raises OSError where there is no whole answer."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        self._socket.sendall(head.encode() + body)
        return self._answer(self._socket)

    def close(self) -> None:
        """Give the connection up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _answer(self, connection: socket.socket) -> tuple[int, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more(connection)
        head, _, body = received.partition(b"\r\n\r\n")
        lines = head.decode("latin1").lower().split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines[1:])
        while len(body) < int(fields["content-length"]):
            body += self._more(connection)
        if fields.get("connection") == "close":
            self.close()
        return int(lines[0].split()[1]), body

    def _more(self, connection: socket.socket) -> bytes:
        received = connection.recv(65536)
        if not received:
            raise ConnectionResetError
        return received


@dataclass(frozen=True)
class Person:
    """Somebody with the session's cookie and the form's token; ``own`` items are answered by nobody else, ``shared`` by everybody."""

    account: str
    cookie: str
    token: str
    own: tuple[str, ...]
    shared: tuple[str, ...]


def work(
    person: Person,
    port: int,
    path: Callable[[str], str],
    content: Callable[[str], dict[str, Any]],
    saves: int,
    seed: int,
    tally: Tally,
    lock: threading.Lock,
) -> None:
    """Save answer after answer, one in ten to an item that everybody saves to; every twentieth is sent twice though it was answered."""
    chance, connection, versions = random.Random(seed), Connection(port), dict.fromkeys((*person.own, *person.shared), 0)
    headers = f"Content-Type: application/json\r\nAccept: application/json\r\nCookie: {person.cookie}\r\nX-CSRFToken: {person.token}\r\n"
    for number in range(saves):
        item = chance.choice(person.shared) if chance.random() < 0.1 else chance.choice(person.own)
        mark = f"{person.account}:{number}"
        while True:  # until this answer is kept: after a conflict as a new save onto what stands there
            save = f"{chance.getrandbits(96):024x}"
            asked = {"answer": {**content(item), "note": mark}, "version": versions[item], "save": save}
            began = time.monotonic()
            status, told, again = _until_answered(connection, path(item), asked, headers)
            spent = (time.monotonic() - began) * 1000
            with lock:
                tally.again += again
                if status == 200:
                    tally.saves.append(Acknowledged(item, save, mark, told["version"], person.account))
                    if not again:
                        tally.milliseconds.append(spent)
                elif status == 409:
                    tally.conflicts += 1
                else:
                    tally.wrong.append(f"{status}: {told}")
            if status not in {200, 409}:
                return
            versions[item] = told["version"]
            if status == 200:
                if number % 20 == 0:
                    repeated, same, _ = _until_answered(connection, path(item), asked, headers)
                    if (repeated, same) != (200, told):
                        with lock:
                            tally.wrong.append(f"sent twice: {told}, then {repeated}: {same}")
                break
    connection.close()


def _until_answered(connection: Connection, path: str, asked: dict[str, Any], headers: str) -> tuple[int, dict[str, Any], int]:
    body, until, again = json.dumps(asked).encode(), time.monotonic() + PATIENCE_SECONDS, 0
    while True:
        with contextlib.suppress(OSError, ValueError, KeyError, IndexError):
            status, content = connection.put(path, body, headers)
            if status < 500:
                return status, json.loads(content), again
        connection.close()
        again += 1
        if time.monotonic() > until:
            return 0, {"error": "nobody answers"}, again
        time.sleep(0.05)
