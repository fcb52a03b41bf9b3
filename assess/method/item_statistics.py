"""How the items of a questionnaire work together over many organisations: which tell them apart, and which go with the others.

*Floor* and *ceiling* are the shares of organisations at the lowest and the highest value: an item at which nearly all stand alike says
little. The *item–rest correlation* is Pearson's between an item and the mean of the other items of its element (the item itself left
out, or it would correlate with itself). *Cronbach's α* says how far the items of an element measure one thing. Missing answers are left
out pair by pair.

Sources: Cronbach (1951), Psychometrika 16, 297-334; Nunnally & Bernstein (1994), Psychometric Theory (item–rest correlation from .30, α
from .70); Bland & Altman (1997), BMJ 314, 572.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LEAST = 10
"""Fewer organisations say nothing about an item."""


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item over ``n`` organisations: mean value 0..1, shares at the floor and the ceiling, correlation with the rest of its element.

    What cannot be computed (too few answers, no variance) is None.
    """

    item: str
    element: str
    n: int
    mean: float | None
    floor: float | None
    ceiling: float | None
    item_rest_correlation: float | None


def of_items(items: Sequence[str], elements: Sequence[str], values: FloatArray) -> tuple[ItemStatistics, ...]:
    """Return the statistics of every item; ``values`` (items, n) are 0..1 or NaN, ``elements`` (items,) their elements."""
    of = np.array(elements)
    return tuple(
        _of_item(item, element, values[row], values[(of == element) & (np.arange(len(items)) != row)])
        for row, (item, element) in enumerate(zip(items, elements, strict=True))
    )


def cronbach_alpha(values: FloatArray) -> float | None:
    """Return Cronbach's α of items (items, n), NaN where there is no answer; None for fewer than two items or no variance in their sum.

    α = k/(k-1) · (1 - Σ variances of the items / variance of their sum). The variance of the sum is the sum of all covariances, each over
    the organisations that answered both items, which with complete answers is the same thing.

    >>> round(cronbach_alpha(np.array([[1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 2.0, 4.0]])), 4)
    0.8889
    """
    covariances = _covariances(values)
    size, total = len(covariances), float(covariances.sum())
    if size < 2 or not np.isfinite(total) or total <= 0:
        return None
    return alpha_of_variances(size, float(np.trace(covariances)), total)


def alpha_of_variances(items: int, of_items: float, of_sum: float) -> float:
    """Return Cronbach's α of ``items`` items from the sum of their variances and the variance of their sum.

    >>> round(alpha_of_variances(10, 11.16, 77.44), 2)
    0.95
    """
    return items / (items - 1) * (1 - of_items / of_sum)


def _covariances(values: FloatArray) -> FloatArray:
    """Return the covariances (items, items) over pairs of complete answers; items without any variance are left out."""
    answered = np.isfinite(values)
    varied = np.array([row[has].std() > 0 if has.sum() >= 2 else False for row, has in zip(values, answered, strict=True)], dtype=bool)
    kept, has = np.where(answered[varied], values[varied], 0.0), answered[varied].astype(np.float64)
    n = has @ has.T
    sums = kept @ has.T  # of the first item, over those who answered both
    with np.errstate(invalid="ignore", divide="ignore"):
        covariances: FloatArray = (kept @ kept.T - sums * sums.T / n) / (n - 1)
    return covariances


def _of_item(item: str, element: str, row: FloatArray, others: FloatArray) -> ItemStatistics:
    answered = np.isfinite(row)
    given = row[answered]
    if len(given) < LEAST:
        return ItemStatistics(item, element, len(given), None, None, None, None)
    return ItemStatistics(
        item,
        element,
        len(given),
        float(given.mean()),
        float((given <= 0).mean()),
        float((given >= 1).mean()),
        _correlation(row, _mean_of(others)),
    )


def _mean_of(rows: FloatArray) -> FloatArray:
    """Return the mean (n,) of what was answered in each column; NaN where nothing was."""
    has = np.isfinite(rows)
    count = has.sum(axis=0)
    return np.where(count > 0, np.where(has, rows, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)


def _correlation(one: FloatArray, other: FloatArray) -> float | None:
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < LEAST or one[both].std() == 0 or other[both].std() == 0:
        return None
    return float(np.corrcoef(one[both], other[both])[0, 1])
