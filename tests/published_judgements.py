"""Judgements with published answers, written as people print them: upper triangles row by row, `?` where a pair was not judged."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from assess.method.ahp.eigenvector import FloatArray


def matrix(triangle: str) -> FloatArray:
    """Return the reciprocal matrix of a triangle like ``4 3 7 · 1/3 3 · 5``."""
    rows = [[np.nan if word == "?" else float(Fraction(word)) for word in row.split()] for row in triangle.split("·")]
    size = len(rows) + 1
    result = np.eye(size)
    for i, row in enumerate(rows):
        for j, value in enumerate(row, start=i + 1):
            result[i, j], result[j, i] = value, 1 / value
    return result


@dataclass(frozen=True)
class Published:
    """A set of judgements, its weights and largest eigenvalue as published, and how far ours may lie from them."""

    name: str
    triangle: str
    weights: tuple[float, ...]
    lambda_max: float | None = None
    tolerance: float = 1e-4

    @property
    def matrix(self) -> FloatArray:
        return matrix(self.triangle)


DRINKS = Published(
    "drinks, Saaty 2008",
    "9 5 2 1 1 1/2 · 1/3 1/9 1/9 1/9 1/9 · 1/3 1/4 1/3 1/9 · 1/2 1 1/3 · 2 1/2 · 1/3",
    (0.17746, 0.01915, 0.04183, 0.11642, 0.18957, 0.12878, 0.32679),
    7.17663,
)
HOUSE = Published(
    "house, Saaty 1990",
    "5 3 7 6 6 1/3 1/4 · 1/3 5 3 3 1/5 1/7 · 6 3 4 6 1/5 · 1/3 1/4 1/7 1/8 · 1/2 1/5 1/6 · 1/5 1/6 · 1/2",
    (0.17301, 0.05398, 0.18811, 0.01751, 0.03104, 0.03632, 0.16684, 0.33319),
    9.66889,
)
LEADER = Published("leader", "4 3 7 · 1/3 3 · 5", (0.548, 0.127, 0.270, 0.056), 4.1184, 1e-3)
CAR_CRITERIA = Published("car criteria", "3 7 3 · 9 1 · 1/7", (0.510, 0.234, 0.041, 0.215), 4.1992, 1e-3)
CAR_COST = Published("car cost", "2 5 3 · 2 2 · 1/2", (0.4881, 0.2515, 0.0999, 0.1605), 4.0407)
INCOMPLETE = Published("incomplete, Bozóki, Fülöp and Rónyai 2010", "1 5 2 · 3 4 · ?", (0.3736, 0.3921, 0.0982, 0.1361))
SCHOOL = Published(
    "school, Saaty 1980",
    "4 3 1 3 4 · 7 3 1/5 1 · 1/5 1/5 1/6 · 1 1/3 · 3",
    (0.3208, 0.1395, 0.0348, 0.1285, 0.2374, 0.1391),
    7.4199,
)
OPTICS = Published("optics, Saaty 1977", "5 6 7 · 4 6 · 4", (0.6187, 0.2353, 0.1009, 0.0451), 4.3907)
CONSISTENT = Published("consistent", "6 3 · 1/2", (2 / 3, 1 / 9, 2 / 9), 3.0, 1e-15)
ONE_AGAINST_THE_REST = Published("one against the rest", "9 9 9 · 1 1 · 1", (0.75, 1 / 12, 1 / 12, 1 / 12), 4.0)
COLUMN_AVERAGE_TRAP = Published("column-average trap", "3 3 7 · 1 5 · 3", (0.5347, 0.2175, 0.1881, 0.0597))
SEVEN_ELEMENTS = Published(
    "seven elements, constructed",
    "1 1/2 2 1 1/2 1/2 · 1/2 2 1 1/2 1/2 · 3 2 1 1 · 1/2 1/3 1/3 · 1/2 1/2 · 1",
    (0.1072, 0.1072, 0.2058, 0.0610, 0.1072, 0.2058, 0.2058),
)
ALL = (
    DRINKS,
    HOUSE,
    LEADER,
    CAR_CRITERIA,
    CAR_COST,
    INCOMPLETE,
    SCHOOL,
    OPTICS,
    CONSISTENT,
    ONE_AGAINST_THE_REST,
    COLUMN_AVERAGE_TRAP,
    SEVEN_ELEMENTS,
)
