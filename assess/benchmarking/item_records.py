"""Answers item by item of the organisations of a data set, where it has them: what the quality of a questionnaire is judged by.

They stand in ``items.csv`` beside the records: an organisation a row, an item a column, every cell what the answer is worth in whole
percent (0–100), empty where the item does not apply. ``dataset.yaml`` names the SHA-256 of the file, as it does that of the records.
Nothing of a single organisation is ever shown: only statistics over at least ten.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assess.catalogue.schema import in_order
from assess.platform import documents
from assess.platform.faults import Fault, Faults, single

FILE = "items.csv"
_HIGHEST = 100


@dataclass(frozen=True, slots=True, eq=False)
class ItemRecords:
    """What answers are worth: ``values`` (items, organisations) 0..1, NaN where an item does not apply."""

    items: tuple[str, ...]
    organisations: tuple[str, ...]
    values: NDArray[np.float64]


def read(place: Path) -> ItemRecords:
    """Return the item records beside the data set in ``place``. Raises Faults: there are none, or everything that is wrong in them."""
    path = place / FILE
    if not path.is_file():
        raise single(path, "", "", "the data set has no answers item by item", "it needs a file items.csv beside its records")
    raw = path.read_bytes()
    stated = documents.read(place / "dataset.yaml", limit=documents.LARGE).value.get("items", {})
    if stated.get("sha256") != hashlib.sha256(raw).hexdigest():
        raise single(path, "", "", "this is not the file dataset.yaml belongs to", "bring the data set in again, as a new version")
    return _parsed(path, raw)


def as_csv(held: ItemRecords) -> bytes:
    """Return the file ``items.csv``: a head, then a line an organisation."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["organisation", *held.items])
    whole = np.where(np.isfinite(held.values), np.rint(held.values * _HIGHEST), -1).astype(int)
    for name, column in zip(held.organisations, whole.T.tolist(), strict=True):
        writer.writerow([name, *("" if each < 0 else each for each in column)])
    return lines.getvalue().encode("utf-8")


def _parsed(path: Path, raw: bytes) -> ItemRecords:
    try:
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise single(path, "", "", "this is not a CSV file in UTF-8", "save it as CSV UTF-8") from None
    if not rows or rows[0][:1] != ["organisation"] or len(set(rows[0])) < len(rows[0]):
        raise single(path, "1", "", "the first line is not `organisation` and the items, each once", "organisation,L1.1,…")
    if len(rows[0]) < 2 or len(rows) < 2:
        raise single(path, "1", "", "there are no answers", "a column an item, a line an organisation")
    faults: list[Fault] = []
    seen: set[str] = set()
    for line, row in enumerate(rows[1:], start=2):
        if row and row[0] in seen:
            faults.append(Fault(str(path), str(line), "organisation", f"`{row[0][:40]}` stands here twice", "one line an organisation"))
        seen.update(row[:1])
    columns = [_row(path, line, row, rows[0], faults) for line, row in enumerate(rows[1:], start=2)]
    if faults:
        raise Faults(in_order(faults))
    values = np.array(columns, dtype=np.float64).reshape(len(columns), len(rows[0]) - 1).T / _HIGHEST
    return ItemRecords(tuple(rows[0][1:]), tuple(row[0] for row in rows[1:]), values)


def _row(path: Path, line: int, row: Sequence[str], head: Sequence[str], faults: list[Fault]) -> list[float]:
    if len(row) != len(head):
        faults.append(Fault(str(path), str(line), "", f"the line has {len(row)} cells", f"{len(head)}, as the first line"))
        return [np.nan] * (len(head) - 1)
    return [_cell(path, line, key, cell, faults) for key, cell in zip(head[1:], row[1:], strict=True)]


def _cell(path: Path, line: int, key: str, cell: str, faults: list[Fault]) -> float:
    if not cell:
        return np.nan
    if cell.isascii() and cell.isdecimal() and len(cell) <= 3 and int(cell) <= _HIGHEST:
        return float(cell)
    faults.append(
        Fault(str(path), str(line), key, f"`{cell[:40]}` is not what an answer is worth", "a whole number from 0 to 100, or nothing")
    )
    return np.nan
