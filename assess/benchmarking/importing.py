"""From the rows of a table to a data set: what is taken, what gives way to a later record, what is refused and why.

Every row is judged by itself, so that one bad row never costs the others. Of several records of one organisation the one of the latest
period counts; of two of the same period the one that sorts first does, whatever the order of the rows. An empty industry, region or size
is not a fault: such a record counts in the wider groups only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from assess.benchmarking import table as tables_of_text
from assess.benchmarking.dataset import band, band_labels
from assess.benchmarking.mapping import Coded, Map, Scaled, year_fault
from assess.benchmarking.table import Table, number
from assess.method.distribution.records import OVERALL, Records, records
from assess.method.peers.cells import Cell
from assess.platform import codes
from assess.platform.faults import Fault, Faults, single

LONGEST_KEY = 200
_FAULTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken; ``row`` counts as a spreadsheet does, the header being row 1."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a table: rows = accepted + superseded + the rejected ones. Accepted records are sorted by organisation."""

    records: Records
    rows: int
    superseded: int
    rejected: tuple[Rejected, ...]
    unplaced: dict[str, int]
    """How many of the accepted records have no industry, region, size or period."""

    @property
    def accepted(self) -> int:
        """The number of records of the data set."""
        return len(self.records)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a cell, and with it its row, is not taken."""

    column: str
    why: str


Word = str | int | _Refusal
Reading = Callable[[Coded, str], Word]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sound record; of two of one organisation the later counts, then the lower."""

    place: Cell
    values: tuple[float | None, ...]

    def counts_before(self, other: _Candidate) -> bool:
        if self.place.period != other.place.period:
            return self.place.period > other.place.period
        return self._order() < other._order()

    def _order(self) -> tuple[tuple[float, ...], Cell]:
        return tuple(-1.0 if value is None else value for value in self.values), self.place


def open_for(map_: Map, path: Path) -> Table:
    """Open the table a map is for. Raises Faults: it cannot be read, or columns the map names are missing."""
    named = list(map_.columns())
    table = tables_of_text.open_table(path, wanted={column for _, column in named}, numeric=map_.numeric(), decimal=map_.decimal)
    faults = [map_.document.fault(place, *wrong) for place, column in named if (wrong := tables_of_text.missing(table, column))]
    if faults:
        raise Faults(dict.fromkeys(faults))
    return table


def run(map_: Map, table: Table, rows: Iterable[tuple[int, list[str]]] | None = None) -> Imported:
    """Bring the rows of a table in; ``rows`` may stand in for ``table.rows()`` to watch them pass.

    Raises Faults when no row can be taken: a benchmark without records is none.
    """
    reader = _Reader(map_, table)
    taken: dict[str, _Candidate] = {}
    rejected: list[Rejected] = []
    count = superseded = 0
    for row_number, row in table.rows() if rows is None else rows:
        count += 1
        read = reader.record(row)
        if isinstance(read, _Refusal):
            rejected.append(Rejected(row_number, read.column, read.why))
            continue
        organisation, candidate = read
        earlier = taken.get(organisation)
        superseded += earlier is not None
        if earlier is None or candidate.counts_before(earlier):
            taken[organisation] = candidate
    if not taken:
        raise _nothing(table, rejected)
    return Imported(_records(map_, taken), count, superseded, tuple(rejected), _unplaced(taken))


def _nothing(table: Table, rejected: list[Rejected]) -> Faults:
    """Return the faults of a table without a single record."""
    if not rejected:
        return single(table.path, 1, "", "there are no rows below the header", "a benchmark needs records")
    shown = [Fault(str(table.path), str(each.row), each.column, each.why) for each in rejected[:_FAULTS_SHOWN]]
    said = f"none of the {len(rejected):,} rows can be taken"
    return Faults([Fault(str(table.path), "", "", said, "a benchmark needs records; the first reasons follow"), *shown])


def _records(map_: Map, taken: dict[str, _Candidate]) -> Records:
    names = (OVERALL, *map_.elements)
    values = np.array([candidate.values for candidate in taken.values()], dtype=np.float64)
    return records(list(taken), [candidate.place for candidate in taken.values()], names, values)


def _unplaced(taken: dict[str, _Candidate]) -> dict[str, int]:
    return {name: sum(not candidate.place[index] for candidate in taken.values()) for index, name in enumerate(Cell._fields)}


class _Reader:
    """Reads one row at a time as the map says."""

    def __init__(self, map_: Map, table: Table) -> None:
        self.table = table
        self.bands = map_.about.bands
        self.index = {column: table.header.index(column) for _, column in map_.columns()}
        self.map = map_
        self.scores: list[tuple[Scaled, bool]] = [(map_.overall, True), *((scaled, False) for scaled in map_.elements.values())]
        self.places: dict[Cell, Cell] = {}
        self.dimensions: list[tuple[Coded | None, Reading, str | int, dict[str, Word]]] = [
            (map_.industry, self._industry, "", {}),
            (map_.region, self._region, "", {}),
            (map_.size, self._size, "", {}),
            (map_.period, self._period, 0, {}),
        ]

    def record(self, row: list[str]) -> tuple[str, _Candidate] | _Refusal:
        """Return the organisation and its record, or the first column at fault with what is wrong there and in the others."""
        if len(row) != len(self.table.header):
            return _Refusal("", f"the row has {len(row)} cells, the header {len(self.table.header)}")
        organisation = self._organisation(row)
        words = [self._word(row, *dimension) for dimension in self.dimensions]
        values = [self._score(row, scaled, needed=needed) for scaled, needed in self.scores]
        refusals = [each for each in (organisation, *words, *values) if isinstance(each, _Refusal)]
        if refusals:
            others = "".join(f"; {each.column}: {each.why}" for each in refusals[1:])
            return _Refusal(refusals[0].column, refusals[0].why + others)
        cell = Cell(*cast(tuple[str, str, str, int], words))
        return str(organisation), _Candidate(self.places.setdefault(cell, cell), cast(tuple[float | None, ...], tuple(values)))

    def _word(self, row: list[str], coded: Coded | None, read: Reading, unknown: str | int, known: dict[str, Word]) -> Word:
        """Return what a cell says of the place of a record; cells that read the same are read once."""
        if coded is None:
            return unknown
        said = row[self.index[coded.column]].strip()
        if said not in known:
            code = said if coded.values is None or not said else coded.values.get(said)
            known[said] = _Refusal(coded.column, f"the value `{said[:60]}` is not in the map") if code is None else read(coded, code)
        return known[said]

    def _organisation(self, row: list[str]) -> str | _Refusal:
        column = self.map.organisation
        key = " ".join(unicodedata.normalize("NFC", row[self.index[column]]).split())
        if not key:
            return _Refusal(column, "the organisation is not named")
        if not key.isprintable():
            return _Refusal(column, "the name has control characters in it")
        if len(key.encode()) > LONGEST_KEY:
            return _Refusal(column, f"the name is longer than {LONGEST_KEY} bytes")
        return key

    def _industry(self, coded: Coded, code: str) -> Word:
        return code if coded.values else _judged(coded, code, codes.industry_fault)

    def _region(self, coded: Coded, code: str) -> Word:
        return code if coded.values else _judged(coded, code, codes.region_fault)

    def _size(self, coded: Coded, said: str) -> Word:
        if not said or said in band_labels(self.bands):
            return said
        employees = number(said, self.table.decimal)
        if employees is None or employees < 0:
            return _Refusal(coded.column, f"`{said[:60]}` is not a number of employees")
        return band(employees, self.bands)

    def _period(self, coded: Coded, said: str) -> Word:
        """Return the year of a period such as 2010, 2010.0, 2010-06-30 or 2010-Q2."""
        matched = re.fullmatch(r"([0-9]{4})(?:[-/.年][0-9HQ].*|[.,]0+)?", said)
        if matched is None or year_fault(matched[1]):
            return _Refusal(coded.column, f"`{said[:60]}` is not a period" if said else "the period is missing")
        return int(matched[1])

    def _score(self, row: list[str], scaled: Scaled, *, needed: bool) -> float | _Refusal | None:
        said = row[self.index[scaled.column]].strip()
        if not said:
            if needed:
                return _Refusal(scaled.column, "the score is missing")
            return None
        value = number(said, self.table.decimal)
        if value is None:
            return _Refusal(scaled.column, f"`{said[:60]}` is not a finite number")
        low, high = sorted(scaled.source)
        if not low <= value <= high:
            return _Refusal(scaled.column, f"{said[:60]} is outside {low:g} to {high:g}")
        return min(100.0, max(0.0, scaled.moved(value)))


def _judged(coded: Coded, code: str, judge: Callable[[str], tuple[str, str] | None]) -> Word:
    wrong = judge(code[:60]) if code else None
    return _Refusal(coded.column, " — ".join(wrong)) if wrong else code
