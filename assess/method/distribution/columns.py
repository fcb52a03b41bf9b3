"""One score of all records, sorted within every place, and what is read from it.

A group is narrowed by size over all years, or by a year over all sizes, never by both (``peers.cells``). So every column is kept in two
orders: by industry, region and size, and by industry, region and year. The narrowest group anyone can ask for is then one slice.

Two ways of reading: from the ascending values themselves (exact), and from a histogram (bins of half a point, for large groups). In a
histogram values are taken to be spread evenly over their bin, so an order statistic is off by less than the width of a bin.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assess.method.peers.cells import Cell, Level
from assess.method.peers.disclosure import Groups, Integers
from assess.method.peers.standing import PROBABILITIES

Floats = NDArray[np.float64]

BIN = 0.5
"""The width of a bin of the histogram in points of score; also the largest error of what is read from it."""
BINS = 200


class Description(NamedTuple):
    """A group's distribution as seen by one score: n, those below and at the score, and the quantiles at PROBABILITIES.

    ``resolution`` is 0 where all is exact, else the largest error in points, ``below`` then being a fraction. Nobody has no quantiles.
    """

    n: int
    below: float
    equal: float
    quantiles: tuple[float, ...]
    resolution: float


NOBODY = Description(0, 0.0, 0.0, (), 0.0)


@dataclass(frozen=True)
class Order:
    """One score of all records in one order: ascending within each place, those of place ``p`` from ``starts[p]`` to ``starts[p + 1]``."""

    starts: Integers
    values: Floats

    @cached_property
    def bounds(self) -> memoryview:
        """The starts, quick to read one at a time."""
        return np.ascontiguousarray(self.starts).data

    @cached_property
    def scores(self) -> memoryview:
        """The values, quick to read one at a time."""
        return np.ascontiguousarray(self.values).data

    def merged(self, places: Integers) -> Floats:
        """Return the values at several places, ascending."""
        slices = [self.values[self.starts[place] : self.starts[place + 1]] for place in places.tolist()]
        return np.sort(np.concatenate(slices))


@dataclass(frozen=True)
class Column:
    """One score of all records: how many have it at every atom, its values in both orders, and the histograms of the large groups.

    ``rows`` maps every large group to its row of ``histograms`` (rows × BINS, counts).
    """

    counts: Integers
    orders: tuple[Order, Order]
    rows: Mapping[int, int]
    histograms: Integers


class Orders:
    """How the atoms of a data set fall together in the two orders.

    ``place_of[order][atom]`` is the place of an atom, ``single`` the order and place of every cell whose group is one place.
    """

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.place_of = tuple(self._falling_together(level) for level in ((2, 2, 1, 0), (2, 2, 0, 1)))
        self.sizes = tuple(int(places.max()) + 1 for places in self.place_of)

    def _falling_together(self, level: Level) -> Integers:
        deepest = max(self.groups.group_of)
        at_level = self.groups.group_of[tuple(min(one, other) for one, other in zip(level, deepest, strict=True))]
        return at_level - int(at_level.min())

    @cached_property
    def single(self) -> dict[Cell, tuple[int, int]]:
        """The order and place of every cell whose group is one place."""
        found = np.zeros(len(self.groups.first), dtype=np.int64)
        for level, at_level in self.groups.group_of.items():
            if not is_kept(level):
                continue
            pairs = np.unique(at_level * np.int64(len(self.groups.atoms)) + self.place_of[order_of(level)])
            np.add.at(found, pairs // len(self.groups.atoms), 1)
        cells = ((cell, order_of(cell.level), group) for cell, group in self.groups.by_cell.items() if found[group] == 1)
        return {cell: (order, int(self.place_of[order][self.groups.first[group]])) for cell, order, group in cells}

    def places(self, group: int) -> tuple[int, Integers]:
        """Return the order a group is read in, and its places there."""
        order = order_of(self.groups.level_of[group])
        return order, np.unique(self.place_of[order][self.groups.atoms_of(group)])


def is_kept(level: Level) -> bool:
    """Return whether groups of a level can be read: none that is narrowed by size and year is."""
    return not (level[2] and level[3])


def order_of(level: Level) -> int:
    """Return the order in which groups of a level are read: 1 by year, 0 by size."""
    return int(level[3] > 0)


def column(values: Floats, atoms: NDArray[np.int32], orders: Orders, *, exact_up_to: int) -> Column:
    """Sort one score of all records (NaN: none), standing at ``atoms``, in both orders; groups above ``exact_up_to`` get a histogram."""
    there = ~np.isnan(values)
    values, atoms = values[there], atoms[there]
    counts = np.bincount(atoms, minlength=len(orders.groups.atoms)).astype(np.int64)
    kept = np.array([is_kept(level) for level in orders.groups.level_of])
    large = np.flatnonzero(kept & (orders.groups.members(counts) > exact_up_to))
    histograms = _histograms(bins_of(values), atoms, orders.groups, large)
    by_size, by_year = (_ordered(values, places[atoms], size) for places, size in zip(orders.place_of, orders.sizes, strict=True))
    return Column(counts, (by_size, by_year), {int(group): row for row, group in enumerate(large)}, histograms)


def _ordered(values: Floats, places: Integers, size: int) -> Order:
    order = np.lexsort((values, places))
    return Order(np.searchsorted(places[order], np.arange(size + 1)).astype(np.int64), values[order])


def _histograms(bins: Integers, atoms: NDArray[np.int32], groups: Groups, large: Integers) -> Integers:
    """Count the values of every large group into bins, a level at a time."""
    histograms = np.zeros((len(large), BINS), dtype=np.int64)
    for level, at_level in groups.group_of.items():
        here = [row for row, group in enumerate(large) if groups.level_of[group] == level]
        if here:
            row_of = np.full(len(groups.first), len(here), dtype=np.int64)
            row_of[large[here]] = np.arange(len(here))
            counts = np.bincount(row_of[at_level][atoms] * BINS + bins, minlength=(len(here) + 1) * BINS)
            histograms[here] = counts.reshape(-1, BINS)[:-1]
    return histograms


def bins_of(values: Floats) -> Integers:
    """Return the bin of every value; 100 falls into the last one."""
    return np.clip((values / BIN).astype(np.int64), 0, BINS - 1)


def read(scores: memoryview, low: int, high: int, score: float | None) -> Description:
    """Describe the ascending values from ``low`` to ``high`` exactly; without a score ``below`` and ``equal`` are 0."""
    n = high - low
    if n <= 0:
        return NOBODY
    quantiles = []
    for probability in PROBABILITIES:  # peers.standing.quantile, written out: this is the innermost of the quick path
        position = (n - 1) * probability
        index = int(position)
        value = scores[low + index]
        fraction = position - index
        quantiles.append(value + fraction * (scores[low + index + 1] - value) if fraction else value)
    if score is None:
        return Description(n, 0.0, 0.0, tuple(quantiles), 0.0)
    left = bisect_left(scores, score, low, high)
    return Description(n, left - low, bisect_right(scores, score, left, high) - left, tuple(quantiles), 0.0)


def estimate(counts: Integers, score: float | None) -> Description:
    """Describe a group from its histogram."""
    up_to = np.cumsum(counts)
    n = int(up_to[-1])
    if n == 0:
        return NOBODY
    positions = np.array(PROBABILITIES) * (n - 1)
    order = np.floor(positions)
    quantiles = _at(order, counts, up_to)
    quantiles += (positions - order) * (_at(np.minimum(order + 1, n - 1), counts, up_to) - quantiles)
    below = 0.0
    if score is not None:
        number = min(max(int(score / BIN), 0), BINS - 1)
        share = min(max(score / BIN - number, 0.0), 1.0)
        below = float(up_to[number] - counts[number] + share * counts[number])
    return Description(n, below, 0.0, tuple(quantiles.tolist()), BIN)


def _at(order: Floats, counts: Integers, up_to: Integers) -> Floats:
    """Return the values of order statistics, counted from 0."""
    bins = np.searchsorted(up_to, order, side="right")
    within: Floats = (order - (up_to[bins] - counts[bins]) + 0.5) / counts[bins]
    return BIN * (bins + within)
