"""The database: one metadata for every room's tables, and sessions that keep a promise on SQLite and PostgreSQL alike.

*Saved* means on the disk. SQLite writes ahead (WAL) and waits for the disk at every commit (synchronous=FULL); whoever means to write
says so when the transaction begins (``BEGIN IMMEDIATE``), so that two writers queue instead of failing half-way. Times are kept in UTC.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, String, TypeDecorator, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session

BUSY_SECONDS = 30
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
ID_LENGTH = 12


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in UTC, to the microsecond; refuses one without a time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Return the moment in UTC; SQLite keeps it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        utc = value.astimezone(datetime.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


class Row(DeclarativeBase):
    """The base of every table's rows."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime.datetime: Moment}  # noqa: RUF012 - as SQLAlchemy reads it


Id = String(ID_LENGTH)
"""The type of every id column."""


def new_id() -> str:
    """Return a new id: twelve characters that say nothing and cannot be guessed (60 bits), without those that look alike."""
    return "".join(secrets.choice(_LETTERS) for _ in range(ID_LENGTH))


def engine(url: str) -> Engine:
    """Return an engine for SQLite or PostgreSQL. The folder of an SQLite file is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, pool_size=5, max_overflow=10)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin and end where we say so
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def opened(made: Engine, *, writes: bool) -> Session:
    """Return a session; one that only reads does not make others wait. Whoever opens it commits and closes it."""
    return Session(made.execution_options(writes=writes), expire_on_commit=False)


def insert_new(session: Session, row: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, passing over those that are there already, even where somebody else inserts the same ones at this moment."""
    from sqlalchemy.dialects import postgresql, sqlite

    if rows:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.execute(dialect.insert(row.__table__).on_conflict_do_nothing(), list(rows))


@contextmanager
def writing(made: Engine) -> Iterator[Session]:
    """Give a session and commit it at the end, or take everything back when something fails."""
    with opened(made, writes=True) as session, session.begin():
        yield session


@contextmanager
def reading(made: Engine) -> Iterator[Session]:
    """Give a session that only reads."""
    with opened(made, writes=False) as session:
        yield session
