"""Restoring a backup into an installation in which there is nothing: checked as a whole first, then brought in whole or not at all.

The tables are made at the version of the schema they were taken with, filled, and upgraded to today's, all in one transaction. Files come
before it is committed; whatever fails, they are taken away again. So a backup of SQLite becomes a database of PostgreSQL, and the other
way round, and one of an older program works with today's.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, MetaData, inspect, select, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from assess.administration import backup_format
from assess.administration.backing_up import SECRET, Tell, is_ours, sqlite_file
from assess.administration.backup_format import DATA, EVIDENCE, MANIFEST, TABLES, Manifest, Part, Table
from assess.platform import files, schema_versions
from assess.platform.faults import single
from assess.platform.installation import Installation

_MAY_BE_THERE = frozenset({"cache"})
"""What an empty data folder may hold: what can be made again at any time."""
_ROWS_AT_A_TIME = 500
_LIMIT = 2**62


@dataclass(slots=True)
class _Brought:
    """What has been brought in so far, to be taken away again if something fails."""

    files: list[str] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)


def restore(installation: Installation, path: Path, *, tell: Tell = lambda *_: None) -> Manifest:
    """Bring a backup into an installation in which there is nothing, and return its manifest.

    Raises Faults, and then nothing has changed: no backup, a damaged one, one of a newer program, something in the way.
    """
    with _opened(path) as archive:
        manifest = backup_format.read_manifest(path, archive)
        _require_known(path, manifest)
        require_nothing(installation)
        _require_whole(path, archive, manifest, tell)
        _bring(installation, path, archive, manifest, tell)
    return manifest


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise backup_format.no_backup(path) from None
    except (OSError, ValueError) as error:
        raise single(path, "", "", f"the backup cannot be read ({getattr(error, 'strerror', None) or error})", "check the path") from None
    with archive:
        yield archive


def _require_known(path: Path, manifest: Manifest) -> None:
    if schema_versions.is_newer(manifest.revision):
        newest = schema_versions.newest()
        wrong = f"this backup has version {manifest.revision} of the schema; this Assess knows versions up to {newest}"
        raise single(path, "", "revision", wrong, f"restore it with Assess {manifest.program} or a newer one")


def require_nothing(installation: Installation) -> None:
    """Raise Faults where there is anything that a backup could come into the way of: a database with tables, files, a used data folder."""
    data, right = installation.settings.data, "name an empty database and an empty data folder (ASSESS_DATABASE, ASSESS_DATA)"
    standing = sorted(each.name for each in data.iterdir() if each.name not in _MAY_BE_THERE) if data.is_dir() else []
    if standing:
        raise single(data, "", "", f"the data folder is not empty ({', '.join(standing[:5])}); nothing was restored", right)
    if data.exists() and not data.is_dir():
        raise single(data, "", "", "the data folder is a file; nothing was restored", right)
    if next(installation.storage.all(), None):
        wrong = "there are files in it already; nothing was restored"
        raise single("the evidence store", "", "", wrong, f"{right}, and an empty ASSESS_EVIDENCE")
    database = sqlite_file(installation)
    if database and not database.exists():  # to look inside would make it
        return
    with installation.engine.execution_options(writes=False).connect() as connection:
        if tables := inspect(connection).get_table_names():
            raise single("the database", "", "", f"there are {len(tables)} tables in it already; nothing was restored", right)


def _require_whole(path: Path, archive: zipfile.ZipFile, manifest: Manifest, tell: Tell) -> None:
    """Raise Faults unless the backup holds what its manifest says, to the byte, and nothing else."""
    stated = {part.name: part for part in manifest.parts}
    entries = [entry.filename for entry in archive.infolist() if entry.filename != MANIFEST]
    if len(stated) != len(manifest.parts) or sorted(entries) != sorted(stated):
        raise backup_format.damaged(path, MANIFEST)
    for table in manifest.tables:
        if f"{TABLES}{table.name}.jsonl" not in stated or not is_ours(table.name):
            raise backup_format.damaged(path, table.name)
    for number, part in enumerate(manifest.parts, 1):
        if not _is_ours(part.name) or not _is_whole(archive, part):
            raise backup_format.damaged(path, part.name)
        tell("check", number, len(manifest.parts))


def _is_ours(name: str) -> bool:
    """Whether a part is one that a backup may have, by its name: none of them leads out of its place."""
    inside = PurePosixPath(name)
    if "\\" in name or ".." in inside.parts or inside.is_absolute() or str(inside) != name:
        return False
    return name == f"{DATA}{SECRET}" or name.startswith((TABLES, EVIDENCE, f"{DATA}questionnaires/", f"{DATA}benchmarks/"))


def _is_whole(archive: zipfile.ZipFile, part: Part) -> bool:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(part.name) as stream:
            for chunk in backup_format.chunks_of(stream):
                digest.update(chunk)
                size += len(chunk)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return False
    return digest.hexdigest() == part.sha256 and size == part.size


def _bring(installation: Installation, path: Path, archive: zipfile.ZipFile, manifest: Manifest, tell: Tell) -> None:
    """Bring everything in; what was brought is taken away again when something fails."""
    brought = _Brought()
    try:
        installation.settings.data.mkdir(parents=True, exist_ok=True)
        with installation.engine.begin() as connection:
            _database(connection, archive, manifest, tell)
            _files(installation, archive, manifest, brought, tell)
    except BaseException as error:
        _take_away(installation, brought)
        if isinstance(error, SQLAlchemyError | OSError | ValueError):
            said = str(getattr(error, "orig", None) or error).splitlines()
            wrong = f"the backup could not be brought in; nothing was restored ({said[0][:200] if said else type(error).__name__})"
            raise single(path, "", "", wrong, "check disk and database, then restore it again") from error
        raise


def _database(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest, tell: Tell) -> None:
    """Make the tables as they were, fill them, and bring them to today's shape."""
    schema_versions.upgrade_within(connection, manifest.revision)
    known = MetaData()
    known.reflect(connection, only=lambda name, _: is_ours(name))
    stated = {table.name: table for table in manifest.tables}
    if set(stated) != set(known.tables):
        raise ValueError(f"the tables are not those of version {manifest.revision}")
    for table in known.sorted_tables:
        _fill(connection, table, stated[table.name], archive, tell)
    schema_versions.upgrade_within(connection)
    _announce(connection)


def _fill(connection: Connection, table: SqlTable, stated: Table, archive: zipfile.ZipFile, tell: Tell) -> None:
    """Fill one table. What refers to a row of the same table is set when all of them are there."""
    own = {column.name for key in table.foreign_keys if key.column.table is table for column in [key.parent]}
    key = [column.name for column in table.primary_key.columns]
    later: list[dict[str, object]] = []
    done = 0
    for rows in _batches(_rows(archive, stated, zoned=connection.dialect.name == "postgresql")):
        later += [{f"key_{name}": row[name] for name in key} | {name: row[name] for name in own} for row in rows if any(map(row.get, own))]
        connection.execute(table.insert(), [row | dict.fromkeys(own) for row in rows])
        done += len(rows)
        tell(table.name, done, stated.rows)
    if done != stated.rows:
        raise ValueError(f"{table.name} has {done} rows, not {stated.rows}")
    for row in later:
        matching = [table.c[name] == row[f"key_{name}"] for name in key]
        connection.execute(update(table).where(*matching).values({name: row[name] for name in own}))


def _rows(archive: zipfile.ZipFile, stated: Table, *, zoned: bool) -> Iterator[dict[str, object]]:
    names, kinds = [each.name for each in stated.columns], [each.kind for each in stated.columns]
    with archive.open(f"{TABLES}{stated.name}.jsonl") as lines:
        for line in lines:
            yield dict(zip(names, backup_format.decode(kinds, line, zoned=zoned), strict=True))


def _batches(rows: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    batch: list[dict[str, object]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS_AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch


def _announce(connection: Connection) -> None:
    """Put the reports that were waiting, or being made, back into the queue, which is not part of a backup."""
    from assess.reporting import announcing
    from assess.reporting.tables import JobRow

    with Session(connection, join_transaction_mode="create_savepoint") as session:
        waiting = session.scalars(select(JobRow.id).where(JobRow.state.in_(("requested", "running")))).all()
        announcing.announce(session, waiting)
        session.commit()


def _files(installation: Installation, archive: zipfile.ZipFile, manifest: Manifest, brought: _Brought, tell: Tell) -> None:
    data = installation.settings.data
    for number, part in enumerate(manifest.parts, 1):
        if part.name.startswith(EVIDENCE):
            with archive.open(part.name) as stream:
                brought.files.append(installation.storage.put(stream, limit=_LIMIT)[0])
        elif part.name.startswith(DATA):
            inside = part.name.removeprefix(DATA)
            path = data / inside
            brought.paths.append(data / PurePosixPath(inside).parts[0])
            path.parent.mkdir(parents=True, exist_ok=True)
            (files.write_private if inside == SECRET else files.write)(path, archive.read(part.name))
        tell("files", number, len(manifest.parts))


def _take_away(installation: Installation, brought: _Brought) -> None:
    """Leave the installation as empty as it was found."""
    installation.engine.dispose()
    made = list(brought.paths)
    if database := sqlite_file(installation):
        made += [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm")]
    for sha256 in brought.files:
        with contextlib.suppress(OSError):
            installation.storage.remove(sha256)
    for path in made:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    _remove_empty(installation.settings.data)


def _remove_empty(data: Path) -> None:
    """Remove the empty folders that writing files has left in the data folder."""
    for folder in sorted((path for path in data.rglob("*") if path.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            folder.rmdir()
