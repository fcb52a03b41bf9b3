"""Installations in which there is nobody yet, on both databases, and the shelf of an installation at work."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from assess.platform import installation, schema_versions
from assess.platform import settings as settings_
from assess.platform.installation import Installation
from tests import postgresql
from tests.conftest import StoppedClock

Make = Callable[..., Installation]


@pytest.fixture
def make_installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Return how to make an installation: ``make_installation("sqlite")``, its database at today's shape unless told ``bare=True``."""
    with ExitStack() as leaving:

        def make(kind: str, *, bare: bool = False) -> Installation:
            name = f"made_{secrets.token_hex(6)}"
            data, url = tmp_path / name, ""
            if kind == "postgresql":
                server = request.getfixturevalue("postgresql_server")
                url = postgresql.create(server, name)
                leaving.callback(postgresql.drop, server, name)
            made = installation.of(settings_.read({"ASSESS_DATA": str(data), "ASSESS_DATABASE": url}), clock=StoppedClock())
            leaving.callback(made.engine.dispose)
            if not bare:
                data.mkdir(exist_ok=True)
                schema_versions.upgrade(made.engine)
            return made

        yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, make_installation: Make) -> Installation:
    """An installation in which there is nobody yet; every test that uses it runs on both databases."""
    return make_installation(request.param)


@pytest.fixture
def own_shelf(installed: Installation, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's own shelf, where the catalogue looks for it."""
    monkeypatch.setenv("ASSESS_DATA", str(installed.settings.data))
    return installed.settings.data / "questionnaires"
