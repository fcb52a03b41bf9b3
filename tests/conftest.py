"""What all tests share: the command line in this process, installations on both databases with the cast in them, and a Hypothesis
profile that is quick and repeatable.
"""

from __future__ import annotations

import datetime
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy.orm import Session

from assess.cli import main
from assess.people import sessions
from assess.platform import database, installation, schema_versions
from assess.platform import settings as settings_
from assess.platform.installation import Installation
from assess.platform.shelves import shelf
from assess.web import application
from tests import cast as casting
from tests import postgresql
from tests.cast import Cast

settings.register_profile("suite", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("suite")


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str


@pytest.fixture
def assess(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `assess …` in this process: ``assess("score", path, "--json")``."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return run


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the sample assessments."""
    return shelf("questionnaires") / "customer-management" / "1" / "samples"


class StoppedClock:
    """A clock that shows what it was set to, and goes on when told to."""

    def __init__(self) -> None:
        self.time = datetime.datetime(2026, 6, 15, 10, 0, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        """Return the time."""
        return self.time

    def goes_on(self, **by: float) -> None:
        """Let time pass: ``clock.goes_on(hours=13)``."""
        self.time += datetime.timedelta(**by)


@pytest.fixture(scope="session")
def hashed_password() -> str:
    """The Argon2 hash of the cast's password, made once."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(casting.PASSWORD)


@pytest.fixture(scope="session")
def populated(tmp_path_factory: pytest.TempPathFactory, hashed_password: str) -> Callable[[str], tuple[str, Cast]]:
    """Return a database at today's shape with the cast in it, of which every test gets a copy, and who is in it; by kind, made once."""
    made: dict[str, tuple[str, Cast]] = {}

    def of(url: str) -> tuple[str, Cast]:
        if url not in made:
            engine = database.engine(settings_.read({"ASSESS_DATABASE": url}).database)
            schema_versions.upgrade(engine)
            with database.writing(engine) as session:
                cast = casting.assemble(session, now=StoppedClock().time, hashed=hashed_password)
            engine.dispose()
            made[url] = url, cast
        return made[url]

    return of


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, populated: Callable[[str], tuple[str, Cast]]) -> tuple[Path, Cast]:
    """The SQLite file every test gets a copy of."""
    path = tmp_path_factory.mktemp("template") / "assess.db"
    _, cast = populated(f"sqlite:///{path}")
    return path, cast


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server, for as long as the tests run."""
    with postgresql.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str, populated: Callable[[str], tuple[str, Cast]]) -> Cast:
    """The PostgreSQL database ``populated``, of which every test gets a copy."""
    _, cast = populated(postgresql.create(postgresql_server, "populated"))
    return cast


@pytest.fixture
def clock() -> StoppedClock:
    """The installation's clock."""
    return StoppedClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path, clock: StoppedClock) -> Iterator[tuple[Installation, Cast]]:
    """An installation with the cast in it; every test that uses it runs on both databases."""
    name = f"test_{secrets.token_hex(6)}"
    data = tmp_path / "installation"
    data.mkdir()
    if request.param == "sqlite":
        template, cast = request.getfixturevalue("sqlite_template")
        shutil.copy(template, data / "assess.db")
        url = ""
    else:
        cast = request.getfixturevalue("postgresql_template")
        url = postgresql.create(request.getfixturevalue("postgresql_server"), name, template="populated")
    made = installation.of(settings_.read({"ASSESS_DATA": str(data), "ASSESS_DATABASE": url}), clock=clock)
    yield made, cast
    made.engine.dispose()
    if request.param == "postgresql":
        postgresql.drop(request.getfixturevalue("postgresql_server"), name)


@pytest.fixture
def installed(world: tuple[Installation, Cast]) -> Installation:
    """The installation."""
    return world[0]


@pytest.fixture
def cast(world: tuple[Installation, Cast]) -> Cast:
    """Who is in the installation."""
    return world[1]


@pytest.fixture
def session(installed: Installation) -> Iterator[Session]:
    """A session that may write; what is not committed is taken back."""
    with database.opened(installed.engine, writes=True) as opened:
        yield opened


@pytest.fixture
def app(installed: Installation) -> flask.Flask:
    """The web application of the installation; errors that nobody foresaw are raised, forms need no token."""
    made = application.create(installed)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def client_of(app: flask.Flask, installed: Installation, cast: Cast) -> Callable[[str], FlaskClient]:
    """Return somebody's browser, signed in: ``client_of("mei")``; ``client_of("")`` is a visitor's."""

    def of(name: str) -> FlaskClient:
        client = app.test_client()
        if name:
            with database.writing(installed.engine) as session:
                key = sessions.begin(session, cast.accounts[name], now=installed.clock())
            with client.session_transaction() as held:
                held["key"] = key
        return client

    return of
