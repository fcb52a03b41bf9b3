"""What the database promises: saved means on the disk, writers queue, times are UTC."""

from __future__ import annotations

import datetime
import re
import sqlite3
import threading
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from assess.people.tables import AccountRow, AttemptRow
from assess.platform import database, schema_versions
from assess.platform.database import Moment


@pytest.fixture
def sqlite(tmp_path):
    engine = database.engine(f"sqlite:///{tmp_path / 'made' / 'assess.db'}")
    schema_versions.upgrade(engine)
    yield engine
    engine.dispose()


def attempt(at: datetime.datetime | None = None) -> AttemptRow:
    return AttemptRow(id=database.new_id(), kind="test", subject="somebody", at=at or datetime.datetime.now(datetime.UTC))


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30000)])
def test_every_connection_to_sqlite_writes_ahead_waits_for_the_disk_and_minds_foreign_keys(sqlite, pragma, value):
    held = [sqlite.execution_options(writes=False).connect() for _ in range(3)]
    assert {connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for connection in held} == {value}
    for connection in held:
        connection.close()


def test_a_row_that_refers_to_nothing_is_refused(installed):
    with pytest.raises(IntegrityError), database.writing(installed.engine) as session:
        session.execute(
            text("INSERT INTO assignment (assessment_id, criterion, account_id, assigned_at) VALUES ('a', 'b', 'c', '2026-01-01')")
        )


def test_a_writer_holds_the_lock_from_its_first_statement_and_a_reader_reads_on(sqlite, tmp_path):
    other = sqlite3.connect(tmp_path / "made" / "assess.db", timeout=0)
    with database.writing(sqlite) as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        with database.reading(sqlite) as reader:
            assert reader.query(AttemptRow).count() == 0
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_reader_does_not_keep_a_writer_waiting(sqlite):
    with database.reading(sqlite) as reader:
        reader.query(AttemptRow).count()
        with database.writing(sqlite) as session:
            session.add(attempt())
    with database.reading(sqlite) as reader:
        assert reader.query(AttemptRow).count() == 1


def test_writers_queue_and_none_of_them_fails(installed):
    wrong: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(10):
                with database.writing(installed.engine) as session:
                    before = session.query(AttemptRow).count()
                    time.sleep(0.001)
                    session.add(attempt())
                    assert before >= 0
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=write) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    with database.reading(installed.engine) as session:
        assert session.query(AttemptRow).count() == 50


def test_what_fails_half_way_is_taken_back(installed):
    def fail() -> None:
        with database.writing(installed.engine) as session:
            session.add(attempt())
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.reading(installed.engine) as session:
        assert session.query(AttemptRow).count() == 0


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/St_Johns", "UTC"])
def test_a_moment_comes_back_as_the_same_moment_in_utc(installed, zone):
    at = datetime.datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=ZoneInfo(zone))
    with database.writing(installed.engine) as session:
        session.add(attempt(at))
    with database.reading(installed.engine) as session:
        (kept,) = session.query(AttemptRow.at).one()
        found = session.query(AttemptRow).filter(AttemptRow.at == at).count()
    assert kept == at
    assert kept.tzinfo is datetime.UTC
    assert found == 1


def test_a_moment_without_a_zone_is_refused(session):
    session.add(attempt(datetime.datetime(2026, 1, 1)))
    with pytest.raises((StatementError, ValueError), match="without a time zone"):
        session.flush()


@given(st.datetimes(timezones=st.timezones(), min_value=datetime.datetime(1900, 1, 2), max_value=datetime.datetime(2999, 12, 30)))
def test_sqlite_keeps_moments_in_the_order_of_time(at):
    class Dialect:
        name = "sqlite"

    kept = Moment().process_bind_param(at, Dialect())
    assert kept is not None
    assert Moment().process_result_value(kept, Dialect()) == at


def test_ids_are_short_plain_and_never_the_same():
    made = {database.new_id() for _ in range(20000)}
    assert len(made) == 20000
    assert all(re.fullmatch(r"[a-km-np-z2-9]{12}", each) for each in made)


def test_a_value_that_is_there_already_is_refused_by_the_database_itself(session, cast):
    at = datetime.datetime.now(datetime.UTC)
    session.add(AccountRow(id=database.new_id(), email="mei@example.org", name="Mei again", password_hash="x", created_at=at))
    with pytest.raises(IntegrityError):
        session.flush()
