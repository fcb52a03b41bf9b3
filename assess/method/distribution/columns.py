"""One score of all records, sorted within every place, and what is read from it.

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
class Column:
    """One score of all records: ``values`` ascending within each atom, those of atom ``a`` from ``starts[a]`` to ``starts[a + 1]``.

    ``rows`` maps every large group to its row of ``histograms`` (rows × BINS, counts).
    """

    starts: Integers
    values: Floats
    rows: Mapping[int, int]
    histograms: Integers

    @cached_property
    def bounds(self) -> memoryview:
        """The starts, quick to read one at a time."""
        return np.ascontiguousarray(self.starts).data

    @cached_property
    def scores(self) -> memoryview:
        """The values, quick to read one at a time."""
        return np.ascontiguousarray(self.values).data

    @property
    def counts(self) -> Integers:
        """The number of values at every atom."""
        return np.diff(self.starts)

    def merged(self, atoms: Integers) -> Floats:
        """Return the values of several atoms, ascending."""
        slices = [self.values[self.starts[atom] : self.starts[atom + 1]] for atom in atoms.tolist()]
        return np.sort(np.concatenate(slices))


def column(values: Floats, places: NDArray[np.int32], groups: Groups, *, exact_up_to: int) -> Column:
    """Sort one score of all records (NaN: none), standing at the atoms ``places``; groups above ``exact_up_to`` get a histogram."""
    there = ~np.isnan(values)
    values, places = values[there], places[there]
    order = np.lexsort((values, places))
    values, places = values[order], places[order]
    starts = np.searchsorted(places, np.arange(len(groups.atoms) + 1)).astype(np.int64)
    large = np.flatnonzero(groups.members(np.diff(starts)) > exact_up_to)
    histograms = _histograms(bins_of(values), places, groups, large)
    return Column(starts, values, {int(group): row for row, group in enumerate(large)}, histograms)


def _histograms(bins: Integers, places: NDArray[np.int32], groups: Groups, large: Integers) -> Integers:
    """Count the values of every large group into bins, a level at a time."""
    histograms = np.zeros((len(large), BINS), dtype=np.int64)
    for level, at_level in groups.group_of.items():
        here = [row for row, group in enumerate(large) if groups.level_of[group] == level]
        if here:
            row_of = np.full(len(groups.first), len(here), dtype=np.int64)
            row_of[large[here]] = np.arange(len(here))
            counts = np.bincount(row_of[at_level][places] * BINS + bins, minlength=(len(here) + 1) * BINS)
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
