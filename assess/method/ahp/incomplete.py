"""Judgements that were not given.

Seven elements need 21 comparisons, their criteria over a hundred more. Nobody should be forced through all of them: a set that connects
every item with every other, directly or through others, is enough to find the weights, and each further judgement only makes them
firmer. What was not asked is NaN in the matrix; it is neither 1 nor 0.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assess.method.ahp.eigenvector import FloatArray, priorities
from assess.method.ahp.logarithmic import laplacian

Given = NDArray[np.bool_]
"""Symmetric (n, n): whether the pair was judged."""


class DisconnectedError(ValueError):
    """The judgements leave groups of items that nothing compares; ``islands`` holds the groups of indices."""

    def __init__(self, islands: tuple[tuple[int, ...], ...]) -> None:
        self.islands = islands
        super().__init__(f"the judgements fall into {len(islands)} islands that nothing compares: {islands}")


def any_missing(matrices: FloatArray) -> bool:
    """Tell whether any judgement of an array is NaN; the sum of squares is the quickest way to learn it."""
    flat = matrices.ravel()
    return math.isnan(flat.dot(flat))


def missing_pairs(matrix: FloatArray) -> int:
    """Return how many pairs of a matrix (n, n) were not judged."""
    return int(np.isnan(matrix).sum()) // 2


def islands(given: Given) -> tuple[tuple[int, ...], ...]:
    """Return the groups of items that the judgements connect, each ascending, ordered by their first item; one group is the aim.

    >>> islands(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=bool))
    ((0, 1), (2,))
    """
    unseen = list(range(len(given)))
    groups = []
    while unseen:
        group, frontier = set(), [unseen[0]]
        while frontier:
            item = frontier.pop()
            group.add(item)
            frontier.extend(other for other in unseen if given[item, other] and other not in group)
        groups.append(tuple(sorted(group)))
        unseen = [item for item in unseen if item not in group]
    return tuple(groups)


def harker(matrix: FloatArray) -> FloatArray:
    """Return Harker's matrix, whose principal eigenvector and eigenvalue are those of the judgements given.

    ``matrix`` is (n, n) with NaN for what is missing: 0 takes its place, and 1 + the number missing in the row stands on the diagonal.
    Raises DisconnectedError. Source: Harker (1987), Mathematical Modelling 9, 353-360.
    """
    missing = np.isnan(matrix)
    groups = islands(~missing)
    if len(groups) > 1:
        raise DisconnectedError(groups)
    filled = np.where(missing, 0.0, matrix)
    np.fill_diagonal(filled, 1.0 + missing.sum(axis=1))
    return filled


def completed(matrix: FloatArray) -> FloatArray:
    """Return the natural logarithms of all judgements, (n, n), antisymmetric, the missing ones as the others imply them.

    A missing judgement becomes ln(w_i / w_j) with Harker's weights; the completed matrix has the same principal eigenvector. Meant for
    perturbing judgements: ``priorities_many(np.exp(completed(a) + noise))``. Raises DisconnectedError.
    """
    missing = np.isnan(matrix)
    logs: FloatArray = np.log(matrix)
    if missing.any():
        weights = np.log(priorities(harker(matrix)))
        logs = np.where(missing, weights[:, None] - weights[None, :], logs)
    return np.asarray((logs - logs.T) / 2.0)


def next_pair(given: Given) -> tuple[int, int] | None:
    """Return the missing pair (i, j), i < j, whose judgement would tell most; None when every pair was judged.

    While the items fall into islands, the next judgement joins two: the most compared item of the largest island with the most compared
    of the next largest, which builds a star, the spanning set that leaves the least uncertainty. After that it is the pair whose
    ratio is the least certain, the one with the largest effective resistance, because judging it raises the determinant of the
    information matrix most. Ties go to the first pair. Sources: Fedorov (1972), Theory of Optimal Experiments (D-optimality);
    Bozóki & Szádoczki (2022), arXiv:2205.08673 (graphs of comparisons).
    """
    size = len(given)
    open_pairs = [(i, j) for i in range(size) for j in range(i + 1, size) if not given[i, j]]
    if not open_pairs:
        return None
    groups = islands(given)
    if len(groups) > 1:
        degrees = given.sum(axis=1)
        largest = sorted(groups, key=lambda group: (-len(group), group))[:2]
        hubs = sorted(min(group, key=lambda item: (-int(degrees[item]), item)) for group in largest)
        return hubs[0], hubs[1]
    inverse = np.linalg.inv(laplacian(given) + 1.0)
    resistance = [float(inverse[i, i] + inverse[j, j] - 2.0 * inverse[i, j]) for i, j in open_pairs]
    highest = max(resistance)
    return next(pair for pair, value in zip(open_pairs, resistance, strict=True) if value >= highest * (1 - 1e-9))
