"""A real server on a populated installation, and somebody's browser at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from werkzeug.serving import make_server

from assess.people import sessions
from assess.platform import database
from assess.platform.installation import Installation
from assess.web import application
from tests.cast import Cast

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


@dataclass(frozen=True)
class Live:
    """A server at work: where it is, what it serves, who is in it."""

    address: str
    app: flask.Flask
    installed: Installation
    cast: Cast


@contextmanager
def serving(installed: Installation, cast: Cast) -> Iterator[Live]:
    """Serve an installation on a free port, each request in a thread, until the end."""
    app = application.create(installed)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]  # a browser keeps connections open
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield Live(f"http://127.0.0.1:{server.server_port}", app, installed, cast)
    server.shutdown()
    thread.join()
    server.server_close()


def cookie_of(live: Live, name: str, lang: str = "") -> dict[str, Any]:
    """Return the cookie of somebody who has signed in; with a language, of somebody who has chosen it."""
    held: dict[str, Any] = {"language": lang} if lang else {}
    if name:
        with database.writing(live.installed.engine) as session:
            held["key"] = sessions.begin(session, live.cast.accounts[name], now=live.installed.clock(), agent="Chromium")
    signer = live.app.session_interface.get_signing_serializer(live.app)  # type: ignore[attr-defined]  # as Flask's own sessions do
    return {"name": live.app.config["SESSION_COOKIE_NAME"], "value": signer.dumps(held), "url": live.address, "httpOnly": True}


@dataclass
class Complaints:
    """What a browser had to complain of: errors in its console (violations of the content policy among them), pages that failed, hosts
    that are not ours. What a test means to provoke, it names in ``expected``.
    """

    address: str
    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Hear what a page and all it loads complain of."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))
        page.on("response", self._response)
        page.on("request", self._request)

    def left(self) -> list[str]:
        """Return what nobody expected."""
        return [each for each in self.heard if not any(part in each for part in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        # A refusal (409, 422) and a lost network are answers that scripts deal with; the browser notes them all the same.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.heard.append(f"console: {message.text} ({message.location.get('url')})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.heard.append(f"{response.request.method} {response.url}: {response.status}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(self.address):
            self.heard.append(f"a foreign host: {request.url}")


@dataclass
class Visit:
    """A page with its context and its complaints."""

    page: Page
    context: BrowserContext
    complaints: Complaints


def visit(
    browser: Browser, live: Live, name: str = "", *, width: int = 1280, dark: bool = False, lang: str = "en", script: bool = True
) -> Visit:
    """Open somebody's browser at the server; an empty name is a visitor's."""
    context = browser.new_context(
        base_url=live.address,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
        locale={"en": "en-GB", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}[lang],
        timezone_id="Asia/Shanghai",
        accept_downloads=True,
    )
    context.set_default_timeout(10_000)
    context.add_cookies([cookie_of(live, name, lang)])  # type: ignore[list-item]  # a plain dict is what the driver takes
    page = context.new_page()
    complaints = Complaints(live.address)
    complaints.listen(page)
    context.on("page", lambda opened: complaints.listen(opened) if opened is not page else None)
    return Visit(page, context, complaints)
