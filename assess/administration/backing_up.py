"""Taking a backup while people work: one moment of the database, then the files its rows speak of.

The rows are read within one transaction that sees one moment only (a read transaction of SQLite's write-ahead log; repeatable read on
PostgreSQL), so that what is saved meanwhile is either wholly in the backup or not at all. Files come before the rows that speak of them, so
the files that stand in the store after that moment are all that the rows need.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, MetaData, func, select
from sqlalchemy import Table as SqlTable

from assess import __version__
from assess.administration import backup_format
from assess.administration.backup_format import Column, Manifest, Table, Writer
from assess.platform import schema_versions
from assess.platform.faults import Fault, Faults, single
from assess.platform.installation import Installation

Tell = Callable[[str, int, int], None]
"""What is told of progress: which part, how much of it is done, of how much."""
_FOLDERS = ("questionnaires", "benchmarks")
"""The shelves an installation has of its own, in its data folder."""
SECRET = "secret"
_ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was taken, and the files that could not go into it as they should be."""

    manifest: Manifest
    faults: tuple[Fault, ...]


def is_ours(table: str) -> bool:
    """Whether a table holds something that only we know: not the version of the schema, and not the queue, which is made anew."""
    return table != "alembic_version" and not table.startswith("procrastinate_")


def sqlite_file(installation: Installation) -> Path | None:
    """Return the file of an installation on SQLite; None on PostgreSQL."""
    url = installation.engine.url
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def take(installation: Installation, path: Path, *, tell: Tell = lambda *_: None) -> Taken:
    """Write a backup into a new file: beside it first, renamed when it is whole.

    Raises Faults where that may not be, or where there is nothing to back up.
    """
    if path.exists() or path.is_symlink():
        raise single(path, "", "", "this file exists already; nothing was written", "name a file that does not exist yet")
    database = sqlite_file(installation)
    if database and not database.exists():  # to look inside would make it
        raise _nothing()
    beside = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        with open(beside, "xb", opener=_private) as stream:
            taken = _write(installation, stream, tell)
            stream.flush()
            os.fsync(stream.fileno())
        _settle(beside, path)
    except FileExistsError:
        raise single(path, "", "", "a file of this name was made meanwhile; nothing was written", "name another one") from None
    except OSError as error:
        right = "choose a folder with room that you may write to"
        raise single(path, "", "", f"the backup cannot be written ({error.strerror})", right) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return taken


def _nothing() -> Faults:
    return single("the database", "", "", "there is nothing in this installation yet", "check ASSESS_DATA and ASSESS_DATABASE")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _settle(beside: Path, path: Path) -> None:
    """Give the finished file its name; unlike a rename, a link never takes the place of a file that came meanwhile."""
    try:
        os.link(beside, path)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}:
            raise
        beside.rename(path)  # a disk that knows no links


def _write(installation: Installation, stream: IO[bytes], tell: Tell) -> Taken:
    engine = installation.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with zipfile.ZipFile(stream, "w", allowZip64=True) as archive, engine.execution_options(writes=False).connect() as connection:
        writer = Writer(archive)
        revision = schema_versions.current_within(connection)
        if revision is None:
            raise _nothing()
        taken_at = installation.clock().isoformat()
        spoken_of: set[str] = set()
        tables = [_table(connection, each, writer, spoken_of, tell) for each in _tables(connection)]
        connection.rollback()
        faults = list(_evidence(installation, writer, spoken_of, tell))
        _data(installation.settings.data, writer)
        manifest = Manifest(__version__, revision, taken_at, tuple(tables), tuple(writer.parts))
        writer.finish(manifest)
    return Taken(manifest, tuple(faults))


def _tables(connection: Connection) -> list[SqlTable]:
    """Return our tables as the database describes them, so that a database of an older version can be backed up too."""
    known = MetaData()
    known.reflect(connection, only=lambda name, _: is_ours(name))
    return sorted(known.tables.values(), key=lambda table: table.name)


def _table(connection: Connection, table: SqlTable, writer: Writer, spoken_of: set[str], tell: Tell) -> Table:
    """Write a table, and note the files that its rows speak of."""
    columns = tuple(Column(each.name, backup_format.kind_of(each.type)) for each in table.columns)
    kinds = [each.kind for each in columns]
    hashes = [index for index, each in enumerate(columns) if each.name == "sha256"]
    expected = connection.scalar(select(func.count()).select_from(table)) or 0
    written = 0

    def lines() -> Iterator[bytes]:
        nonlocal written
        ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_ROWS_AT_A_TIME)
        for rows in connection.execute(ordered).partitions():
            yield b"".join(backup_format.encode(kinds, row) for row in rows)
            spoken_of.update(row[index] for row in rows for index in hashes if row[index])
            written += len(rows)
            tell(table.name, written, expected)

    writer.add(f"{backup_format.TABLES}{table.name}.jsonl", lines())
    return Table(table.name, columns, written)


def _evidence(installation: Installation, writer: Writer, spoken_of: set[str], tell: Tell) -> Iterator[Fault]:
    """Write every file of the store; yield those that are not what their names say, and those that rows speak of and nobody has."""
    names = sorted(installation.storage.all())
    for number, sha256 in enumerate(names, 1):
        try:
            with installation.storage.open(sha256) as stream:
                part = writer.add(f"{backup_format.EVIDENCE}{sha256}", backup_format.chunks_of(stream), packed=False)
        except FileNotFoundError:  # taken away between the listing and now
            continue
        if part.sha256 != sha256:
            yield Fault(sha256, "", "", "this file of the evidence store is damaged", "bring it back from an older backup")
        spoken_of.discard(sha256)
        tell("files", number, len(names))
    for sha256 in sorted(spoken_of):
        yield Fault(sha256, "", "", "this file is missing from the evidence store", "bring it back from an older backup")


def _data(data: Path, writer: Writer) -> None:
    for path in [data / SECRET, *(path for folder in _FOLDERS for path in _visible(data / folder))]:
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                writer.add(f"{backup_format.DATA}{path.relative_to(data).as_posix()}", backup_format.chunks_of(stream))


def _visible(folder: Path) -> Sequence[Path]:
    """Return the files below a folder; what begins with a dot is in the making."""
    return sorted(path for path in folder.rglob("*") if not any(part.startswith(".") for part in path.relative_to(folder).parts))
