"""How far judgements contradict one another.

Who says A is twice B and B three times C should say that A is six times C. The largest eigenvalue of the matrix exceeds the number of
items by as much as the judgements fail in this; divided by what random judgements would give, it becomes the consistency ratio. The
random index is taken from Alonso & Lamata (2006), who drew 100,000 matrices per size; because many readers expect Saaty's table of
1980, the ratio by that table stands beside it. Which table was used is stored with every result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assess.method.ahp import incomplete
from assess.method.ahp.eigenvector import FloatArray, principal, principal_many

ALONSO_LAMATA = "alonso-lamata-2006"
SAATY = "saaty-1980"

_ALONSO_LAMATA_2006 = (
    0.0, 0.0, 0.0, 0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057, 1.4499, 1.4854, 1.5140, 1.5365, 1.5551, 1.5713, 1.5838,
)  # fmt: skip
_SAATY_1980 = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
FEW = 4
"""Fewer matrices than this are handled faster one by one."""
_LIMITS = {3: 0.05, 4: 0.08}


@dataclass(frozen=True, slots=True)
class Weighing:
    """The weights (n,) of one set of judgements, summing to one, and what tells their consistency.

    ``missing`` counts the pairs that were not judged.
    """

    weights: FloatArray
    lambda_max: float
    missing: int = 0

    @property
    def consistency_index(self) -> float:
        """(λmax - n) / (n - 1)."""
        return consistency_index(self.lambda_max, len(self.weights))

    @property
    def consistency_ratio(self) -> float:
        """The consistency ratio by the table of Alonso & Lamata 2006."""
        size = len(self.weights)
        yardstick = random_index(size, missing=self.missing)
        return (self.lambda_max - size) / (size - 1) / yardstick if yardstick else 0.0

    @property
    def consistency_ratio_saaty_1980(self) -> float | None:
        """The consistency ratio by Saaty's table of 1980; None where it ends (more than ten items)."""
        return consistency_ratio(self.lambda_max, len(self.weights), missing=self.missing, table=SAATY)

    @property
    def consistent(self) -> bool:
        """Whether the consistency ratio, unrounded, is within the limit for this number of items."""
        return self.consistency_ratio <= limit(len(self.weights))


@dataclass(frozen=True, slots=True)
class Weighings:
    """The weighings of m sets of judgements on equally many items; names as in ``Weighing``.

    ``weights`` is (m, n), everything else (m,).
    """

    weights: FloatArray
    lambda_max: FloatArray
    consistency_ratio: FloatArray
    missing: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.weights)

    def __getitem__(self, row: int) -> Weighing:
        return Weighing(self.weights[row], self.lambda_max.item(row), self.missing.item(row))

    def rows(self, first: int, end: int) -> Weighings:
        """Return the rows from ``first`` up to, not including, ``end``."""
        rows = slice(first, end)
        return Weighings(self.weights[rows], self.lambda_max[rows], self.consistency_ratio[rows], self.missing[rows])


def weigh(matrix: FloatArray) -> Weighing:
    """Return the eigenvector weights of one matrix (n, n), complete or with NaN where missing, and how consistent it is.

    Raises DisconnectedError when the judgements given do not connect all items, ValueError when the matrix is not positive.

    >>> round(weigh(np.array([[1, 2, 8], [1/2, 1, 2], [1/8, 1/2, 1]])).consistency_ratio, 4)
    0.0511
    """
    missing = 0
    if incomplete.any_missing(matrix):
        missing = incomplete.missing_pairs(matrix)
        matrix = incomplete.harker(matrix)
    weights, lambda_max = principal(matrix)
    size = len(matrix)
    # The eigenvalue of a reciprocal matrix is never below n; where it seems so, that is a rounding error.
    return Weighing(weights, lambda_max if lambda_max > size else float(size), missing)


def weigh_many(matrices: FloatArray) -> Weighings:
    """Return what ``weigh`` returns, for many matrices (m, n, n) at once; the same errors."""
    size = matrices.shape[1]
    missing = np.zeros(len(matrices), dtype=np.intp)
    yardstick: float | FloatArray = _full_random_index(size)
    if incomplete.any_missing(matrices):
        missing = np.isnan(matrices).sum(axis=(1, 2)) // 2
        matrices = np.array([incomplete.harker(matrix) for matrix in matrices])
        yardstick = np.array([random_index(size, missing=count) or np.inf for count in missing.tolist()])
    weights, lambda_max = principal_many(matrices)
    lambda_max = np.maximum(lambda_max, size)
    ratio = (lambda_max - size) / (size - 1) / yardstick if size > 2 else np.zeros(len(matrices))
    return Weighings(weights, lambda_max, ratio, missing)


def weigh_each(matrices: Mapping[str, FloatArray]) -> dict[str, Weighing]:
    """Return what ``weigh`` returns, for named matrices of different sizes; complete ones of one size are handled together."""
    sizes: dict[int, list[str]] = {}
    for name, matrix in matrices.items():
        sizes.setdefault(len(matrix), []).append(name)
    found: dict[str, Weighing] = {}
    for size, names in sizes.items():
        alike = np.array([matrices[name] for name in names]) if len(names) >= FEW else None
        if alike is None or incomplete.any_missing(alike):
            found.update({name: weigh(matrices[name]) for name in names})
            continue
        weights, highest = principal_many(alike)
        least = float(size)
        for name, row, lambda_max in zip(names, weights, highest.tolist(), strict=True):
            found[name] = Weighing(row, lambda_max if lambda_max > least else least)
    return found


def consistency_index(lambda_max: float, size: int) -> float:
    """Return (λmax - n) / (n - 1); 0 for fewer than three items, which cannot contradict. Source: Saaty (1977)."""
    return max(0.0, (lambda_max - size) / (size - 1)) if size > 2 else 0.0


def random_index(size: int, *, missing: int = 0, table: str = ALONSO_LAMATA) -> float | None:
    """Return the mean consistency index of random judgements: the yardstick of the consistency ratio.

    With ``missing`` pairs it shrinks by 1 - 2m / ((n - 1)(n - 2)), to 0 for a spanning tree, which cannot contradict itself. None
    where the table ends. Sources: Alonso & Lamata (2006), Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 14, 445-459,
    table 5 and, beyond 15 items, their line 2.7699 n - 4.3513 for λmax; Saaty (1980). Shrinking: Ágoston & Csató (2022), Omega 113.

    >>> random_index(7), random_index(16, table=SAATY)
    (1.3417, None)
    """
    if table == ALONSO_LAMATA:
        full = _full_random_index(size)
    elif size < len(_SAATY_1980):
        full = _SAATY_1980[size]
    else:
        return None
    if not missing or size < 3:
        return full
    cycles = (size - 1) * (size - 2)
    return full * (cycles - 2 * missing) / cycles


def _full_random_index(size: int) -> float:
    """Alonso & Lamata's index where every pair was judged."""
    if size < len(_ALONSO_LAMATA_2006):
        return _ALONSO_LAMATA_2006[size]
    return (2.7699 * size - 4.3513 - size) / (size - 1)


def consistency_ratio(lambda_max: float, size: int, *, missing: int = 0, table: str = ALONSO_LAMATA) -> float | None:
    """Return the consistency index divided by the random index; 0 where nothing can contradict, None where the table ends.

    >>> round(consistency_ratio(4.1184, 4), 4)
    0.0448
    """
    yardstick = random_index(size, missing=missing, table=table)
    if yardstick is None:
        return None
    return consistency_index(lambda_max, size) / yardstick if yardstick > 0.0 else 0.0


def limit(size: int) -> float:
    """Return the highest consistency ratio that is accepted: .05 for three items, .08 for four, .10 beyond. Source: Saaty (1994)."""
    return _LIMITS.get(size, 0.10)


def geometric_consistency_index(matrix: FloatArray, weights: FloatArray) -> float:
    """Return the mean squared logarithmic error of the judgements: 2 / ((n - 1)(n - 2)) Σ_{i<j} ln²(a_ij w_j / w_i).

    Its root is the standard deviation of a judgement's logarithm around what the weights imply. Missing judgements (NaN) take their
    degree of freedom with them; where none is left (fewer than three items, a spanning tree) the index is 0. Source: Aguarón &
    Moreno-Jiménez (2003), European Journal of Operational Research 147, 137-145.
    """
    size = len(matrix)
    freedom = (size - 1) * (size - 2) // 2 - incomplete.missing_pairs(matrix)
    if freedom < 1:
        return 0.0
    logs = np.log(weights)
    errors = np.log(matrix) - logs[:, None] + logs[None, :]
    upper = errors[np.triu_indices(size, 1)]
    return float(np.nansum(upper * upper)) / freedom
