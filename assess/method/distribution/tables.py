"""Records and their sorted columns together: the questions that are put to a data set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assess.method.distribution.columns import NOBODY, Column, Description, Floats, bins_of, column, estimate, read
from assess.method.distribution.records import Records
from assess.method.peers import disclosure
from assess.method.peers.cells import Cell
from assess.method.peers.disclosure import Flags, Groups, groups_of

EXACT_UP_TO = 20_000
"""The size of a group above which it is read from a histogram."""


@dataclass(frozen=True)
class Tables:
    """Records with everything that makes reading a group quick; columns by the names of the records."""

    records: Records
    groups: Groups
    columns: Mapping[str, Column]
    exact_up_to: int = EXACT_UP_TO
    _shown: dict[tuple[str, int], Flags] = field(init=False, default_factory=dict, repr=False, compare=False)

    def describe(self, name: str, cell: Cell, score: float | None, *, without: int | None = None) -> Description:
        """Return the distribution of one column in a group; without a ``score``, ``below`` and ``equal`` are 0.

        ``without`` is the row of a record to leave out (an organisation's own); whether it is in the group is looked after here.
        """
        asked = self.columns[name]
        atom = self.groups.single.get(cell)
        if atom is not None and without is None:
            return read(asked.scores, asked.bounds[atom], asked.bounds[atom + 1], score)
        group = self.groups.by_cell.get(cell)
        if group is None:
            return NOBODY
        own = self._own(name, cell, without)
        row = asked.rows.get(group)
        if row is None:
            values = _left_out(asked.merged(self.groups.atoms_of(group)), own)
            return read(values.data, 0, len(values), score)
        counts = asked.histograms[row]
        return estimate(counts if own is None else counts - np.bincount(bins_of(np.array([own])), minlength=len(counts)), score)

    def mean(self, name: str, cell: Cell, *, without: int | None = None) -> float | None:
        """Return the mean of one column in a group, or None where nobody is in it."""
        group = self.groups.by_cell.get(cell)
        if group is None:
            return None
        values = _left_out(self.columns[name].merged(self.groups.atoms_of(group)), self._own(name, cell, without))
        return float(np.sum(values)) / len(values) if len(values) else None

    def size(self, name: str, cell: Cell) -> int:
        """Return how many records of a group have a value in a column."""
        group = self.groups.by_cell.get(cell)
        return 0 if group is None else int(self.columns[name].counts[self.groups.atoms_of(group)].sum())

    def contains(self, cell: Cell, row: int) -> bool:
        """Return whether a record is in a group."""
        group = self.groups.by_cell.get(cell)
        return group is not None and int(self.groups.group_of[cell.level][int(self.records.places[row])]) == group

    def may_show(self, name: str, cell: Cell, k: int) -> bool:
        """Return whether a column of a group may be shown (``peers.disclosure``); worked out once for all groups."""
        group = self.groups.by_cell.get(cell)
        if group is None:
            return False
        if (name, k) not in self._shown:
            self._shown[name, k] = disclosure.shown(self.groups, self.columns[name].counts, k)
        return bool(self._shown[name, k][group])

    def _own(self, name: str, cell: Cell, row: int | None) -> float | None:
        """Return the value to leave out of a group, or None."""
        return None if row is None or not self.contains(cell, row) else self.records.score(row, name)


def _left_out(values: Floats, own: float | None) -> Floats:
    return values if own is None else np.delete(values, int(np.searchsorted(values, own)))


def tables(held: Records, *, exact_up_to: int = EXACT_UP_TO) -> Tables:
    """Build the tables of records: sort every column, and count the histograms of the large groups."""
    groups = groups_of(held.atoms)
    columns = {name: column(held.values[:, index], held.places, groups, exact_up_to=exact_up_to) for index, name in enumerate(held.names)}
    return Tables(held, groups, columns, exact_up_to)


def arrays(kept: Tables) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Yield everything that makes the tables as named arrays, to be saved, and mapped again by ``from_arrays``."""
    held = kept.records
    yield "organisations", held.organisations
    yield "places", held.places
    yield "values", held.values
    yield "atoms", np.array([[str(word).encode() for word in atom] for atom in held.atoms], dtype=np.bytes_)
    for index, name in enumerate(held.names):
        each = kept.columns[name]
        yield f"starts-{index}", each.starts
        yield f"sorted-{index}", each.values
        yield f"groups-{index}", np.array(list(each.rows), dtype=np.int64)
        yield f"histograms-{index}", each.histograms


def from_arrays(names: Sequence[str], stored: Mapping[str, NDArray[np.generic]]) -> Tables:
    """Return the tables that ``arrays`` took apart; the arrays may be read-only memory maps."""
    words = np.asarray(stored["atoms"]).tolist()
    atoms = tuple(Cell(industry.decode(), region.decode(), size.decode(), int(period)) for industry, region, size, period in words)
    held = Records(
        stored["organisations"].astype(np.bytes_, copy=False),
        atoms,
        stored["places"].astype(np.int32, copy=False),
        tuple(names),
        stored["values"].astype(np.float64, copy=False),
    )
    columns = {
        name: Column(
            stored[f"starts-{index}"].astype(np.int64, copy=False),
            stored[f"sorted-{index}"].astype(np.float64, copy=False),
            {int(group): row for row, group in enumerate(stored[f"groups-{index}"].tolist())},
            stored[f"histograms-{index}"].astype(np.int64, copy=False),
        )
        for index, name in enumerate(names)
    }
    return Tables(held, groups_of(atoms), columns)
