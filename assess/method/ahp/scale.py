"""Saaty's scale: the values a judgement can have, and how people say them.

One is equal importance, nine extreme; a reciprocal turns the pair around. Decimals between are accepted as judgements, but advice always
proposes one of the seventeen values people know.
"""

from __future__ import annotations

import math

LOWEST = 1.0 / 9.0
HIGHEST = 9.0
ADMISSIBLE = (*(1.0 / k for k in range(9, 1, -1)), *(float(k) for k in range(1, 10)))
"""The seventeen values 1/9 … 1/2, 1, 2 … 9, ascending. Source: Saaty (1980), The Analytic Hierarchy Process, p. 54."""

_WORDS = {
    1: "equally important",
    2: "equally to moderately more important",
    3: "moderately more important",
    4: "moderately to strongly more important",
    5: "strongly more important",
    6: "strongly to very strongly more important",
    7: "very strongly more important",
    8: "very strongly to extremely more important",
    9: "extremely more important",
}


def contains(value: float) -> bool:
    """Tell whether a value lies on the scale, 1/9 to 9; 0.1111 is taken for a ninth, NaN is not on the scale."""
    return LOWEST * (1 - 2e-4) <= value <= HIGHEST * (1 + 1e-9)


def nearest(ratio: float) -> float:
    """Return the admissible value nearest to a positive ratio, in proportion; of two equally near the one nearer to 1.

    >>> nearest(1.13), nearest(0.3), nearest(40)
    (1.0, 0.3333333333333333, 9.0)
    """
    return min(ADMISSIBLE, key=lambda value: (round(abs(math.log(value / ratio)), 12), abs(math.log(value))))


def written(value: float) -> str:
    """Write a judgement the way people do: ``4``, ``1/4``, or ``2.5``.

    >>> written(0.25), written(6.0), written(2.5)
    ('1/4', '6', '2.5')
    """
    for over in range(2, 10):
        if math.isclose(value, 1.0 / over, rel_tol=1e-9):
            return f"1/{over}"
    return f"{value:.3g}"


def words(value: float) -> str:
    """Name the strength of a judgement of at least 1 in Saaty's words, by its nearest admissible value.

    >>> words(3.0)
    'moderately more important'
    """
    return _WORDS[round(nearest(max(value, 1.0)))]
