"""Records and their sorted columns together: the questions that are put to a data set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assess.method.distribution.columns import NOBODY, Column, Description, Floats, Order, Orders, bins_of, column, estimate, is_kept, read
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
    orders: Orders
    columns: Mapping[str, Column]
    exact_up_to: int = EXACT_UP_TO
    _shown: dict[tuple[str, int], Flags] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def groups(self) -> Groups:
        """All groups the records form."""
        return self.orders.groups

    def describe(self, name: str, cell: Cell, score: float | None, *, without: int | None = None) -> Description:
        """Return the distribution of one column in a group; without a ``score``, ``below`` and ``equal`` are 0.

        ``without`` is the row of a record to leave out (an organisation's own); whether it is in the group is looked after here.
        Raises ValueError for a cell narrowed by size and year: such groups are not kept.
        """
        asked = self.columns[name]
        place = self.orders.single.get(cell)
        if place is not None and without is None:
            order = asked.orders[place[0]]
            return read(order.scores, order.bounds[place[1]], order.bounds[place[1] + 1], score)
        if not is_kept(cell.level):
            raise ValueError("size and year are never crossed")
        group = self.groups.by_cell.get(cell)
        if group is None:
            return NOBODY
        own = self._own(name, cell, without)
        row = asked.rows.get(group)
        if row is None or place is not None:
            values = _left_out(self._merged(asked, group), own)
            return read(values.data, 0, len(values), score)
        counts = asked.histograms[row]
        return estimate(counts if own is None else counts - np.bincount(bins_of(np.array([own])), minlength=len(counts)), score)

    def mean(self, name: str, cell: Cell, *, without: int | None = None) -> float | None:
        """Return the mean of one column in a group, or None where nobody is in it."""
        group = self.groups.by_cell.get(cell)
        if group is None:
            return None
        values = _left_out(self._merged(self.columns[name], group), self._own(name, cell, without))
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

    def _merged(self, column: Column, group: int) -> Floats:
        """Return the values of a group, ascending."""
        order, places = self.orders.places(group)
        return column.orders[order].merged(places)

    def _own(self, name: str, cell: Cell, row: int | None) -> float | None:
        """Return the value to leave out of a group, or None."""
        return None if row is None or not self.contains(cell, row) else self.records.score(row, name)


def _left_out(values: Floats, own: float | None) -> Floats:
    return values if own is None else np.delete(values, int(np.searchsorted(values, own)))


def tables(held: Records, *, exact_up_to: int = EXACT_UP_TO) -> Tables:
    """Build the tables of records: sort every column, and count the histograms of the large groups."""
    orders = Orders(groups_of(held.atoms))
    columns = {name: column(held.values[:, index], held.places, orders, exact_up_to=exact_up_to) for index, name in enumerate(held.names)}
    return Tables(held, orders, columns, exact_up_to)


def arrays(kept: Tables) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Yield everything that makes the tables as named arrays, to be saved, and mapped again by ``from_arrays``."""
    held = kept.records
    yield "organisations", held.organisations
    yield "places", held.places
    yield "values", held.values
    yield "atoms", np.array([[str(word).encode() for word in atom] for atom in held.atoms], dtype=np.bytes_)
    for index, name in enumerate(held.names):
        each = kept.columns[name]
        yield f"counts-{index}", each.counts
        for number, order in enumerate(each.orders):
            yield f"starts-{index}-{number}", order.starts
            yield f"sorted-{index}-{number}", order.values
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
    columns = {name: _column_of(index, stored) for index, name in enumerate(names)}
    return Tables(held, Orders(groups_of(atoms)), columns)


def _column_of(index: int, stored: Mapping[str, NDArray[np.generic]]) -> Column:
    by_size, by_year = (
        Order(
            stored[f"starts-{index}-{number}"].astype(np.int64, copy=False),
            stored[f"sorted-{index}-{number}"].astype(np.float64, copy=False),
        )
        for number in (0, 1)
    )
    return Column(
        stored[f"counts-{index}"].astype(np.int64, copy=False),
        (by_size, by_year),
        {int(group): row for row, group in enumerate(stored[f"groups-{index}"].tolist())},
        stored[f"histograms-{index}"].astype(np.int64, copy=False),
    )
