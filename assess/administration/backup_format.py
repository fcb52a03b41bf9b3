"""The format of a backup: one zip, the same whatever database it comes from, with a manifest of everything in it.

``tables/<name>.jsonl`` holds the rows of a table, one JSON list a line; ``evidence/<sha256>`` the files people uploaded and the finished
reports; ``data/…`` what stands in the data folder beside them. ``manifest.json`` is written last: it names every part with its size and
SHA-256, the columns of every table with their types, and the version of the schema. A file without a sound manifest is no backup.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import types

from assess.platform.faults import Faults, single

FORMAT = "assess/backup@1"
MANIFEST, TABLES, EVIDENCE, DATA = "manifest.json", "tables/", "evidence/", "data/"
CHUNK = 2**20
_LARGEST_MANIFEST = 256 * 2**20
_KINDS: tuple[tuple[type[Any], str], ...] = (
    (types.DateTime, "moment"),
    (types.Date, "date"),
    (types.LargeBinary, "bytes"),
    (types.Boolean, "boolean"),
    (types.Integer, "integer"),
    (types.Numeric, "real"),
    (types.String, "text"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name and what it holds (a word of the format, not of a database)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in the order of a row's values, and how many rows there are."""

    name: str
    columns: tuple[Column, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything in a backup. ``revision`` is the version of the schema the tables have; ``taken_at`` the moment the backup shows."""

    program: str
    revision: str
    taken_at: str
    tables: tuple[Table, ...]
    parts: tuple[Part, ...]

    def written(self) -> bytes:
        """Return the manifest as it stands in the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode()


def kind_of(column_type: types.TypeEngine[Any]) -> str:
    """Return what a column holds. Raises TypeError for a type that backups do not know."""
    for type_, kind in _KINDS:
        if isinstance(column_type, type_):
            return kind
    raise TypeError(f"backups do not know columns of type {column_type!r}")


def encode(kinds: Sequence[str], values: Sequence[Any]) -> bytes:
    """Return a row as a line."""
    plain = [None if value is None else _encoded(kind, value) for kind, value in zip(kinds, values, strict=True)]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(kinds: Sequence[str], line: bytes, *, zoned: bool) -> list[Any]:
    """Return the row of a line; moments with a time zone (``zoned``), or in UTC without one, as SQLite keeps them. Raises ValueError."""
    plain = json.loads(line)
    if not isinstance(plain, list) or len(plain) != len(kinds):
        raise ValueError("the row does not have the columns of its table")
    return [None if value is None else _decoded(kind, value, zoned) for kind, value in zip(kinds, plain, strict=True)]


def _encoded(kind: str, value: Any) -> Any:
    match kind:
        case "moment":
            return (value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)).isoformat()
        case "date":
            return value.isoformat()
        case "bytes":
            return base64.b64encode(value).decode("ascii")
        case "boolean":
            return bool(value)
        case "real":
            return float(value)
    return value


def _decoded(kind: str, value: Any, zoned: bool) -> Any:
    match kind:
        case "moment":
            moment = datetime.datetime.fromisoformat(value).astimezone(datetime.UTC)
            return moment if zoned else moment.replace(tzinfo=None)
        case "date":
            return datetime.date.fromisoformat(value)
        case "bytes":
            return base64.b64decode(value, validate=True)
    return value


class Writer:
    """Writes the parts of a backup into an open zip, counting and hashing what goes through it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.parts: list[Part] = []

    def add(self, name: str, chunks: Iterator[bytes], *, packed: bool = True) -> Part:
        """Write one part and return what it is. ``packed``: whether to compress it."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self._archive.open(entry, "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        part = Part(name, size, digest.hexdigest())
        self.parts.append(part)
        return part

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest: from now on it is a backup."""
        self._archive.writestr(MANIFEST, manifest.written())


def chunks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the content of a stream piece by piece."""
    while chunk := stream.read(CHUNK):
        yield chunk


def read_manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest of a backup. Raises Faults where it is none, or not one that this program knows."""
    try:
        entry = archive.getinfo(MANIFEST)
        if entry.file_size > _LARGEST_MANIFEST:
            raise ValueError(MANIFEST)
        plain = json.loads(archive.read(entry))
        if plain["format"] != FORMAT:
            raise single(path, "", "format", f"this is a backup of another kind ({str(plain['format'])[:60]})", f"one of {FORMAT}")
        return _manifest(plain)
    except KeyError:
        raise no_backup(path) from None
    except (ValueError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError):
        raise damaged(path, MANIFEST) from None


def _manifest(plain: Mapping[str, Any]) -> Manifest:
    tables = tuple(
        Table(str(each["name"]), tuple(Column(str(one["name"]), str(one["kind"])) for one in each["columns"]), int(each["rows"]))
        for each in plain["tables"]
    )
    parts = tuple(Part(str(each["name"]), int(each["size"]), str(each["sha256"])) for each in plain["parts"])
    return Manifest(str(plain["program"]), str(plain["revision"]), str(plain["taken_at"]), tables, parts)


def no_backup(path: Path) -> Faults:
    """Return what is said of a file that is no backup."""
    return single(path, "", "", "this is no backup of Assess, or it was cut off", "name a file that `assess backup` wrote to its end")


def damaged(path: Path, part: str) -> Faults:
    """Return what is said of a backup with a part that is not what was put into it."""
    return single(path, "", part, "this part of the backup is damaged; nothing was restored", "take another copy of the backup")
