"""A mail server of a few lines, for tests: it takes what it is sent and keeps it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks SMTP on a free port; ``letters`` holds what came, ``refuses`` makes it refuse every recipient."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, refuses: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters: list[bytes] = []
        self.refuses = refuses

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._take()
            elif word == b"RCPT" and self.server.refuses:
                self._say("550 nobody of that name")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.letters.append(b"".join(lines))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server(*, refuses: bool = False) -> Iterator[MailServer]:
    """Give a mail server that runs in a thread."""
    with MailServer(refuses=refuses) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
