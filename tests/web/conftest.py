"""Houses for the tests of every page: on both databases, small and full."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import postgresql
from tests.web.house import House, build, copied

Builder = Callable[..., House]


@pytest.fixture(scope="session")
def house_on(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, hashed_password: str) -> Iterator[Builder]:
    """Return the house on a kind of database with so many more of everything, built when first asked for."""
    built: dict[tuple[str, int], House] = {}

    def on(kind: str, more: int = 0) -> House:
        if (kind, more) not in built:
            folder: Path = tmp_path_factory.mktemp("house")
            url = postgresql.create(request.getfixturevalue("postgresql_server"), f"house_{more}") if kind == "postgresql" else ""
            built[kind, more] = build(folder, url, hashed_password, more=more)
        return built[kind, more]

    yield on
    for house in built.values():
        house.installed.engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, house_on: Builder) -> House:
    """The house, on both databases; tests that use it change nothing in it."""
    return house_on(request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def own_house(request: pytest.FixtureRequest, house_on: Builder, tmp_path: Path) -> Iterator[House]:
    """A house of the test's own, on both databases, which it may change."""
    original, name, url = house_on(request.param), f"own_{secrets.token_hex(6)}", ""
    original.installed.engine.dispose()
    shutil.copytree(original.installed.settings.data, tmp_path / "own")
    if request.param == "postgresql":
        url = postgresql.create(request.getfixturevalue("postgresql_server"), name, template="house_0")
    made = copied(original, tmp_path / "own", url)
    yield made
    made.installed.engine.dispose()
    if url:
        postgresql.drop(request.getfixturevalue("postgresql_server"), name)
