"""Any table of text: comma, semicolon, tab or bar between the cells; a byte-order mark or none; decimal commas or points.

The separator is the one under which most of the wanted columns are found in the first line. Numbers are written one way throughout a file:
a comma is taken as the decimal sign where the numbers leave no other reading, or where the map says so. Rows are read one at a time.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from assess.catalogue import schema
from assess.platform.faults import Fault, Faults, single

SEPARATORS = (",", ";", "\t", "|")
MOST_COLUMNS = 10_000
_SAMPLE_BYTES = 65_536
_SAMPLE_ROWS = 2_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f'’")
_NUMBER = {
    sign: re.compile(rf"(?=[-+−]?[.,]?[0-9])[-+−]?([0-9]{{1,3}}({group}[0-9]{{3}})+|[0-9]+)?({point}[0-9]*)?([eE][-+]?[0-9]+)?\Z")
    for sign, group, point in ((".", ",", r"\."), (",", r"\.", ","))
}
_CLEARLY = {".": re.compile(r"[-+−]?[0-9]*\.([0-9]{1,2}|[0-9]{4,})\Z"), ",": re.compile(r"[-+−]?[0-9]*,([0-9]{1,2}|[0-9]{4,})\Z")}


@dataclass(frozen=True, slots=True)
class Table:
    """A table on disk: how it is written, and its first line. ``decimal`` is the sign before the fraction; ``size`` in bytes."""

    path: Path
    encoding: str
    separator: str
    header: tuple[str, ...]
    decimal: str
    size: int
    announced: bool

    @property
    def rows_estimated(self) -> int:
        """About how many rows there are, for a progress bar."""
        sample = _sample(self.path, self.encoding)
        lines = sample.count("\n")
        return max(1, int(self.size * lines / max(1, len(sample.encode())))) if lines else 1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the header with their numbers, the header being row 1. Raises Faults where the text cannot be read."""
        number = 1
        try:
            with self.path.open(encoding=self.encoding, newline="") as stream:
                if self.announced:
                    stream.readline()
                reader = csv.reader(stream, delimiter=self.separator)
                next(reader, None)
                for row in reader:
                    number += 1
                    if any(cell.strip() for cell in row):
                        yield number, row
        except UnicodeDecodeError:
            raise single(self.path, number + 1, "", "the text is not UTF-8", "save the table as CSV UTF-8") from None
        except csv.Error as error:
            raise single(self.path, number + 1, "", f"this is not a table: {error}", "check quotes that are never closed") from None


def open_table(path: Path, *, wanted: Collection[str], numeric: Collection[str] = (), decimal: str | None = None) -> Table:
    """Look at a table: how it is written, and whether it has the columns ``wanted``; ``numeric`` ones tell the decimal sign.

    Columns that are missing are not a fault here (see ``missing``). Raises Faults: no file, empty, not a table of text.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise single(path, "", "", "this is not a file", "name a CSV file")
        with path.open("rb") as stream:
            start = stream.read(_SAMPLE_BYTES)
    except FileNotFoundError:
        raise single(path, "", "", "there is no such file", "check the path") from None
    except OSError as error:
        raise single(path, "", "", f"the file cannot be read ({error.strerror})", "name a CSV file") from None
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise single(path, "", "", "this is a workbook, not a table of text", "save the sheet as CSV UTF-8")
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
    lines = _sample(path, encoding).splitlines()
    if not any(line.strip() for line in lines):
        raise single(path, 1, "", "the file is empty", "a first line with the names of the columns")
    announced = re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE)
    separator = announced[1] if announced else _separator(lines[0], wanted)
    header = _header(path, encoding, separator, announced=announced is not None)
    table = Table(path, encoding, separator, header, decimal or ".", size, announced is not None)
    if decimal is None and numeric:
        table = Table(path, encoding, separator, header, _decimal_of(table, numeric), size, announced is not None)
    return table


def missing(table: Table, column: str) -> tuple[str, str] | None:
    """Return what is wrong where a column is not in the table, and which one may be meant; None when it is there."""
    if column in table.header:
        return None
    return f"the table has no column `{column}`", schema.did_you_mean(column, table.header)


def number(text: str, decimal: str) -> float | None:
    """Return the finite number a cell holds, or None when it holds none; spaces and thousands separators are accepted.

    >>> number("1.250,5", ","), number("3,5", "."), number("2 700", "."), number("nan", ".")
    (1250.5, None, 2700.0, None)
    """
    written = text.translate(_SPACES)
    if not _NUMBER[decimal].match(written):
        return None
    plain = written.replace("−", "-").replace("." if decimal == "," else ",", "").replace(",", ".")
    value = float(plain)
    return value if math.isfinite(value) else None


def _sample(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        return stream.read(_SAMPLE_BYTES // 2)


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]


def _separator(line: str, wanted: Collection[str]) -> str:
    """Return the separator under which most wanted columns are found, then the one with most cells."""
    return max(SEPARATORS, key=lambda each: (len(set(_cells(line, each)) & set(wanted)), len(_cells(line, each))))


def _header(path: Path, encoding: str, separator: str, *, announced: bool) -> tuple[str, ...]:
    """Return the names of the columns. Raises Faults where two are alike or there are too many."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        if announced:
            stream.readline()
        try:
            header = tuple(cell.strip() for cell in next(csv.reader(stream, delimiter=separator), []))
        except csv.Error as error:
            raise single(path, 1, "", f"this is not a table: {error}", "check quotes that are never closed") from None
    if len(header) > MOST_COLUMNS:
        raise single(path, 1, "", f"the table has {len(header):,} columns", f"at most {MOST_COLUMNS:,} are read")
    twice = sorted(name for name, count in Counter(header).items() if name and count > 1)
    if twice:
        raise Faults([Fault(str(path), "1", name, "two columns have this name", "rename one of them") for name in twice])
    return header


def _decimal_of(table: Table, numeric: Collection[str]) -> str:
    """Return the decimal sign: the one more cells cannot be read without; with none, the comma where cells are set apart by semicolons."""
    indices = [index for index, name in enumerate(table.header) if name in numeric]
    seen = {".": 0, ",": 0}
    for number_, row in table.rows():
        if number_ > _SAMPLE_ROWS:
            break
        for cell in (row[index].translate(_SPACES) for index in indices if index < len(row)):
            for sign, clearly in _CLEARLY.items():
                seen[sign] += clearly.match(cell) is not None
    if seen[","] != seen["."]:
        return max(seen, key=lambda sign: seen[sign])
    return "," if table.separator == ";" and not seen["."] else "."
