"""Bringing a database to today's shape: the migrations in ``platform/migrations/``, run by Alembic.

A migration is written by hand and tested on both databases; one that has been released is never edited.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from assess.platform.faults import Faults, single

_FOLDER = Path(__file__).resolve().parent / "migrations"
_LOCK = 0x415353455353
"""The advisory lock of PostgreSQL under which one program upgrades while another waits: "ASSESS" in ASCII."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision (the newest unless another is named), in one transaction.

    Raises Faults for the database of a newer program, which this one would not understand.
    """
    with engine.begin() as connection:
        upgrade_within(connection, revision)


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """Bring the database to a revision within a transaction that somebody else commits. Raises as :func:`upgrade` does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if is_newer(current_within(connection)):
        raise too_new(current_within(connection))
    configuration = _configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, revision)


def current(engine: Engine) -> str | None:
    """Return the revision the database is at; None for an empty one."""
    with engine.execution_options(writes=False).connect() as connection:
        return current_within(connection)


def current_within(connection: Connection) -> str | None:
    """Return the revision that is seen within somebody's transaction."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the revision this program expects."""
    return ScriptDirectory.from_config(_configuration()).get_current_head()


def is_newer(revision: str | None) -> bool:
    """Whether a database at this revision was made by a newer program: one whose migrations we do not know."""
    known = {script.revision for script in ScriptDirectory.from_config(_configuration()).walk_revisions()}
    return revision is not None and revision not in known


def too_new(revision: str | None) -> Faults:
    """Return what is said of the database of a newer program."""
    wrong = f"this database was brought to version {revision} by a newer Assess; this one knows versions up to {newest()}"
    return single("the database", "", "", wrong, "install the newer Assess again, or restore a backup made before")


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_FOLDER))
    return configuration
