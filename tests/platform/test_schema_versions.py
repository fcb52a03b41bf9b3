"""Migrations: an empty database becomes what the tables say, on both databases; one that is there already stays as it is."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import assess.administration.tables
import assess.assessments.tables
import assess.organisations.tables
import assess.people.tables
import assess.reporting.tables  # noqa: F401 - the tables of every room are known once they are imported
from assess.platform import database, schema_versions, settings
from assess.platform.database import Row
from tests import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """An empty database of either kind."""
    if request.param == "sqlite":
        url, name = f"sqlite:///{tmp_path / 'empty.db'}", ""
    else:
        name = f"empty_{secrets.token_hex(6)}"
        url = postgresql.create(request.getfixturevalue("postgresql_server"), name)
    engine = database.engine(settings.read({"ASSESS_DATABASE": url}).database)
    yield engine
    engine.dispose()
    if name:
        postgresql.drop(request.getfixturevalue("postgresql_server"), name)


def ours(name, kind, _parents) -> bool:
    return kind != "table" or not name.startswith("procrastinate_")


def difference(engine) -> list[object]:
    """Return what the tables in the code and those of the database have apart, but for the queue's own, which procrastinate made."""
    with engine.connect() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_name": ours}
        context = MigrationContext.configure(connection, opts=opts)
        return compare_metadata(context, Row.metadata)


def test_an_empty_database_becomes_what_the_tables_say(empty):
    assert schema_versions.current(empty) is None
    schema_versions.upgrade(empty)
    assert difference(empty) == []
    assert schema_versions.current(empty) == schema_versions.newest()


def test_the_comparison_would_notice_a_column_too_many(empty):
    schema_versions.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("ALTER TABLE organisation ADD COLUMN forgotten TEXT"))
    assert difference(empty) != []


def test_indexes_and_unique_constraints_are_those_of_the_tables(empty):
    schema_versions.upgrade(empty)
    there = inspect(empty)
    for table in Row.metadata.sorted_tables:
        names = {each["name"] for each in there.get_indexes(table.name)} | {
            each["name"] for each in there.get_unique_constraints(table.name)
        }
        assert {index.name for index in table.indexes} <= names, table.name
        assert {each["name"] for each in there.get_foreign_keys(table.name)} == {key.name for key in table.foreign_key_constraints}, (
            table.name
        )


def test_a_second_upgrade_does_nothing(installed, cast):
    with database.reading(installed.engine) as session:
        before = {table.name: session.execute(table.select()).all() for table in Row.metadata.sorted_tables}
    schema_versions.upgrade(installed.engine)
    with database.reading(installed.engine) as session:
        assert {table.name: session.execute(table.select()).all() for table in Row.metadata.sorted_tables} == before
    assert schema_versions.current(installed.engine) == schema_versions.newest()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(empty, monkeypatch):
    def upgrade_and_fail(configuration, revision):
        original(configuration, revision)
        raise ZeroDivisionError

    original = schema_versions.command.upgrade
    monkeypatch.setattr(schema_versions.command, "upgrade", upgrade_and_fail)
    with pytest.raises(ZeroDivisionError):
        schema_versions.upgrade(empty)
    monkeypatch.undo()
    assert inspect(empty).get_table_names() == []
    assert schema_versions.current(empty) is None


def test_revisions_stand_in_one_line_and_are_named_in_order():
    scripts = ScriptDirectory.from_config(schema_versions._configuration())
    walked = [script.revision for script in scripts.walk_revisions()]
    assert walked == sorted(walked, reverse=True)
    assert len(scripts.get_heads()) == 1


def survives(dump: str, path: Path) -> None:
    """Bring a database as it was dumped to today's shape, and find every row again."""
    with closing(sqlite3.connect(path)) as old:
        old.executescript(dump)
        names = [name for (name,) in old.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        counted = {name: old.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    engine = database.engine(f"sqlite:///{path}")
    schema_versions.upgrade(engine)
    assert difference(engine) == []
    with engine.connect() as connection:
        assert {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() for name in names} == counted
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()


def test_a_database_that_was_dumped_is_the_same_again(sqlite_template, tmp_path):
    path, _ = sqlite_template
    with closing(sqlite3.connect(path)) as there:
        dump = "\n".join(there.iterdump())
    assert "lantern software" in dump.lower()
    survives(dump, tmp_path / "again.db")


def test_data_of_every_released_revision_survives_the_way_to_today(tmp_path):
    """A release puts a dump with data of its day into ``released/<revision>.sql``; from then on nobody edits it, nor its migration."""
    for dump in sorted((Path(__file__).parent / "released").glob("*.sql")):
        survives(dump.read_text(encoding="utf-8"), tmp_path / f"{dump.stem}.db")
