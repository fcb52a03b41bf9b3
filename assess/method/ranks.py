"""Ranks of many organisations under many draws of the weights: how often each one is first, second, …

A rank is one more than the number of organisations with a higher score; equal scores share it. For every draw all scores must be sorted. A
64-bit number whose upper bits order as a score does and whose lower bits name the organisation sorts several times faster than an index
array, but two scores that differ in the cut bits only would be taken for equal. Such neighbours are looked for in every draw, and a draw
that has any is ranked again from the scores themselves: the ranks are exact. Organisations with the same parts are one in all draws.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from assess.method.tree import FloatArray

Counts = NDArray[np.int64]

_TOGETHER = 64
"""Draws scored and sorted together: their scores stay in the second-level cache."""
_TALLIED = 1 << 20
"""Ranks tallied together."""
_WORTH_THREADS = 1 << 18


def counts(parts: FloatArray, weights: FloatArray, *, threads: int | None = None) -> Counts:
    """Return how often every organisation has every rank, (organisations, organisations); column 0 is the first rank.

    ``parts`` (organisations, k) are scores 0..100 of its elements, ``weights`` (draws, k) the drawn weights of the elements. The same for
    any number of ``threads``. Raises ValueError for a part or a weight that is negative or not a number.

    >>> counts(np.array([[60.0, 40.0], [50.0, 50.0]]), np.array([[0.6, 0.4], [0.5, 0.5], [0.3, 0.7]])).tolist()
    [[2, 1], [2, 1]]
    """
    if parts.size and not (parts.min() >= 0 and weights.min(initial=0) >= 0 and np.isfinite(parts).all() and np.isfinite(weights).all()):
        raise ValueError("parts and weights must be numbers from 0")
    if not parts.size:
        return np.zeros((len(parts), len(parts)), dtype=np.int64)
    parts, weights = parts + 0.0, weights + 0.0  # without a negative zero, whose bits would not order
    distinct, of, many = np.unique(parts, axis=0, return_inverse=True, return_counts=True)
    step = max(_TOGETHER, _TALLIED // len(distinct) // _TOGETHER * _TOGETHER)
    starts = iter(range(0, len(weights), step))  # whichever thread is free takes the next ones

    def work() -> Counts:
        tally = _Tally(np.ascontiguousarray(distinct.T), many, len(parts))
        total = np.zeros((len(distinct), len(parts)), dtype=np.int64)
        for start in starts:
            total += tally.of(weights[start : start + step])
        return total

    workers = threads or (1 if len(distinct) * len(weights) < _WORTH_THREADS else os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool:
        total = sum((done.result() for done in [pool.submit(work) for _ in range(workers)]), start=np.zeros((), dtype=np.int64))
    return np.asarray(total[of.ravel()])


class _Tally:
    """Counts ranks of distinct organisations; ``columns`` (k, n) are their parts, ``many`` (n,) how many share them.

    A tally belongs to one thread: it keeps the memory it works in.
    """

    def __init__(self, columns: FloatArray, many: NDArray[np.intp], organisations: int) -> None:
        size = columns.shape[1]
        self.columns = columns
        self.many = many
        self.organisations = organisations
        self.bits = max(1, (size - 1).bit_length())
        self.names = np.arange(size, dtype=np.int64)
        self.places = np.arange(size - 1, -1, -1, dtype=np.int64) << self.bits
        self.scores = np.empty((_TOGETHER, size))
        self.gaps = np.empty((_TOGETHER, size), dtype=np.int64)

    def of(self, weights: FloatArray) -> Counts:
        """Return the counts (n, organisations) of some draws."""
        size = len(self.names)
        sorted_names = np.empty((len(weights), size), dtype=np.int64)
        extra = np.zeros((size, self.organisations), dtype=np.int64)
        ranked = np.ones(len(weights), dtype=bool)
        for start in range(0, len(weights), _TOGETHER):
            rows = slice(start, start + _TOGETHER)
            scores = np.matmul(weights[rows], self.columns, out=self.scores[: len(weights[rows])])
            for row in self._sort(scores, sorted_names[rows]):
                ranked[start + row] = False
                np.add.at(extra, (self.names, self._exactly(scores[row])), 1)
        if not ranked.all():
            sorted_names = sorted_names[ranked]
        return extra + self._tally(sorted_names)

    def _sort(self, scores: FloatArray, keys: Counts) -> list[int]:
        """Write the names in ascending order of score into ``keys``; return the rows in which neighbours cannot be told apart."""
        low = (1 << self.bits) - 1
        np.bitwise_and(scores.view(np.int64), ~low, out=keys)  # numbers from 0 order as their bits do
        keys |= self.names
        keys.sort(axis=1)
        gaps = np.subtract(keys[:, 1:], keys[:, :-1], out=self.gaps[: len(keys), 1:])
        close = np.flatnonzero(gaps.min(axis=1) <= low).tolist() if gaps.size and gaps.min() <= low else []
        keys &= low
        return close

    def _exactly(self, scores: FloatArray) -> NDArray[np.intp]:
        """Return the rank (from 0) of every score of one draw, equal ones sharing it."""
        order = np.argsort(-scores, kind="stable")
        falling = -scores[order]
        better = np.concatenate([[0], np.cumsum(self.many[order])[:-1]])
        ranks = np.empty_like(order)
        ranks[order] = better[np.searchsorted(falling, falling, side="left")]
        return ranks

    def _tally(self, sorted_names: Counts) -> Counts:
        """Count the ranks of draws in which no two scores are alike."""
        size = len(self.names)
        if size == self.organisations:
            sorted_names |= self.places
            cells = np.bincount(sorted_names.ravel(), minlength=size << self.bits).reshape(size, 1 << self.bits)
            return np.asarray(cells[:, :size].T)
        many = self.many[sorted_names]
        better = np.cumsum(many[:, ::-1], axis=1)[:, ::-1] - many
        cells = np.bincount((sorted_names * self.organisations + better).ravel(), minlength=size * self.organisations)
        return np.asarray(cells.reshape(size, self.organisations))
