"""Conformity stars: the arithmetic of GB/T 27922-2011, in our own words.

A requirement is met or it is not: one that is not met loses all its points. A requirement that is sampled — a percentage, or conforming ÷
sampled records — loses them in proportion. What does not apply leaves the denominator: score = obtained ÷ applicable × 100. Each special
deduction costs one point, and at most one bonus point is added; the result stays within 0..100. A weight is the points of a requirement
÷ 100.
"""

from __future__ import annotations

from collections.abc import Mapping

from assess.method.questionnaire import Item, Kind
from assess.method.tree import HIGHEST_LEVEL, FloatArray

MET_FROM: Mapping[str, float] = {Kind.MATURITY: 3, Kind.CHOICE: 0.6, Kind.METRIC: 0.6}
"""From where a qualitative requirement counts as met, unless the scheme says otherwise: a level, or a value 0..1."""
LAST_BITS = 1e-12
"""What binary arithmetic may lose; no requirement fails for that."""


def obtained(item: Item, value: float, met_from: Mapping[str, float]) -> float:
    """Return the share 0..1 of its points that a requirement obtains, from its value 0..1.

    >>> obtained(Item("L1.1", Kind.MATURITY), 0.4, {}), obtained(Item("P2.1", Kind.PERCENT), 0.4, {})
    (0.0, 0.4)
    """
    return value if item.kind is Kind.PERCENT else float(value >= threshold(item, met_from) - LAST_BITS)


def obtained_many(item: Item, values: FloatArray, met_from: Mapping[str, float]) -> FloatArray:
    """Return what ``obtained`` returns, for an array of values."""
    return values if item.kind is Kind.PERCENT else (values >= threshold(item, met_from) - LAST_BITS).astype(float)


def threshold(item: Item, met_from: Mapping[str, float]) -> float:
    """Return the value 0..1 from which a qualitative requirement is met."""
    if item.kind is Kind.YES_NO:
        return 1.0
    given = met_from.get(item.kind, MET_FROM[item.kind])
    return given / HIGHEST_LEVEL if item.kind is Kind.MATURITY else given


def adjustments(score: float, *, deductions: int, bonus: bool) -> tuple[float, ...]:
    """Return the points of every deduction (-1 each) and, last, of a bonus (+1), as far as the score stays within 0..100.

    >>> adjustments(99.5, deductions=0, bonus=True), adjustments(1.5, deductions=2, bonus=False)
    ((0.5,), (-1.0, -0.5))
    """
    points: list[float] = []
    for step in [-1.0] * deductions + [1.0] * bonus:
        after = min(100.0, max(0.0, score + step))
        points.append(after - score)
        score = after
    return tuple(points)
