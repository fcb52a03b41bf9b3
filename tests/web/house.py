"""An installation with something of everything in it, made once for all tests that only look, or are refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import flask
from flask.testing import FlaskClient
from sqlalchemy import event

from assess.people import sessions
from assess.platform import database, installation, schema_versions
from assess.platform import settings as settings_
from assess.platform.installation import Installation
from assess.web import application
from tests import cast as casting
from tests.cast import Cast
from tests.web import furnished as furnishing
from tests.web.furnished import Furnished

NOW = datetime.datetime(2026, 6, 15, 10, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class House:
    """The installation, who is in it, what is in it."""

    installed: Installation
    cast: Cast
    furnished: Furnished
    app: flask.Flask
    keys: dict[str, str] = field(default_factory=dict)

    def client(self, name: str, lang: str = "en") -> FlaskClient:
        """Return somebody's browser, signed in, in a language; an empty name is a visitor's."""
        client = self.app.test_client()
        if name and name not in self.keys:
            with database.writing(self.installed.engine) as session:
                self.keys[name] = sessions.begin(session, self.cast.accounts[name], now=NOW)
        with client.session_transaction() as held:
            held["language"] = lang
            if name:
                held["key"] = self.keys[name]
        return client


def build(data: Path, url: str, hashed: str, *, more: int = 0) -> House:
    """Make the house on a database that is empty; ``more`` adds as many of everything."""
    data.mkdir(parents=True, exist_ok=True)
    given = {"ASSESS_DATA": str(data), "ASSESS_DATABASE": url, "ASSESS_MAIL_FROM": "assess@example.org"}
    made = installation.of(settings_.read(given), clock=lambda: NOW)
    schema_versions.upgrade(made.engine)
    with database.writing(made.engine) as session:
        cast = casting.assemble(session, now=NOW, hashed=hashed)
        furnished = furnishing.furnish(session, cast, made.storage, now=NOW)
        furnishing.more(session, cast, furnished, now=NOW, times=more)
    app = application.create(made)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return House(made, cast, furnished, app)


def copied(house: House, data: Path, url: str) -> House:
    """Return the house again on a copy of its data (already made), to be changed at will."""
    given = {"ASSESS_DATA": str(data), "ASSESS_DATABASE": url, "ASSESS_MAIL_FROM": "assess@example.org"}
    made = installation.of(settings_.read(given), clock=lambda: NOW)
    app = application.create(made)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return House(made, house.cast, house.furnished, app)


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """Give the list of statements the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(house.installed.engine, "before_cursor_execute", note)
    yield asked
    event.remove(house.installed.engine, "before_cursor_execute", note)
