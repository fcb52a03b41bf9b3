"""Where a score stands among its peers, and how little small numbers say.

Quantiles interpolate linearly between the order statistics (Hyndman and Fan 1996, type 7). A percentile is a *mid-rank*: the share of
peers below plus half of those equal. It is a share observed on n organisations, so it has the interval of a share: the quantiles of
Beta(k + ½, n − k + ½), Jeffreys' interval for k successes of n (Brown, Cai and DasGupta 2001), k being the mid-rank.

A quantile is shown only where some organisations stand beyond it: the median from n = 5, quartiles from 10, tenths from 25, so that
always at least two and a half do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

PROBABILITIES = (0.10, 0.25, 0.50, 0.75, 0.90)
"""The quantiles of a distribution as it is shown."""

K = 5
"""The smallest number of organisations anything shown may stand for; a median needs no more."""
QUARTILES_FROM = 10
TENTHS_FROM = 25
KAPPA = 10.0
"""How many organisations the wider group counts for when a small group borrows strength from it."""


class Withheld(StrEnum):
    """Why something is not shown."""

    FEWER_THAN_MEDIAN = "fewer_than_median"
    FEWER_THAN_QUARTILES = "fewer_than_quartiles"
    FEWER_THAN_TENTHS = "fewer_than_tenths"
    WOULD_REVEAL = "would_reveal"
    """The group is large enough, but a small one could be worked out from it."""


@dataclass(frozen=True, slots=True)
class Percentile:
    """A mid-rank percentile 0..100 with its interval at ``confidence``."""

    value: float
    low: float
    high: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution of one score among n peers, as far as it may be shown; what may not is None, never 0.

    ``n`` is None where not even the number may be told. ``withheld`` says why the first of median, quartiles, tenths is missing.
    """

    n: int | None = None
    p10: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    p90: float | None = None
    withheld: Withheld | None = None


def quantile(ordered: Sequence[float], probability: float) -> float:
    """Return the quantile of ascending values: x_j + f·(x_{j+1} − x_j), j + f = (n − 1)·p (Hyndman and Fan 1996, type 7).

    Raises ValueError for no values.

    >>> quantile([10.0, 20.0, 30.0, 40.0], 0.25)
    17.5
    """
    if not len(ordered):
        raise ValueError("no values have no quantile")
    position = (len(ordered) - 1) * probability
    index = int(position)
    low = ordered[index]
    fraction = position - index
    return low + fraction * (ordered[index + 1] - low) if fraction else low


def percentile(below: float, equal: float, n: int, *, confidence: float = 0.9) -> Percentile | None:
    """Return the mid-rank percentile of a score with ``below`` of n peers below and ``equal`` at it; None when n = 0.

    With k = below + equal/2 the value is 100·k/n and the interval the (1 ∓ confidence)/2 quantiles of Beta(k + ½, n − k + ½); nobody
    below (or above) takes its low end to 0 (its high end to 100), as Brown, Cai and DasGupta (2001, section 4.1.1) advise.

    >>> place = percentile(30, 0, 40)
    >>> place.value, round(place.low, 1), round(place.high, 1)
    (75.0, 62.7, 84.8)
    """
    if n <= 0:
        return None
    from scipy.special import betaincinv

    k = below + equal / 2
    tail = (1 - confidence) / 2
    low = 0.0 if k <= 0 else float(betaincinv(k + 0.5, n - k + 0.5, tail))
    high = 1.0 if k >= n else float(betaincinv(k + 0.5, n - k + 0.5, 1 - tail))
    return Percentile(100 * k / n, 100 * low, 100 * high, confidence)


def spread(n: int, quantiles: Sequence[float], *, k: int = K) -> Spread:
    """Return what may be shown of a group of n whose quantiles at PROBABILITIES are given (any, where n is too small)."""
    if n < k:
        return Spread(withheld=Withheld.FEWER_THAN_MEDIAN)
    p10, q1, median, q3, p90 = quantiles
    if n < max(k, QUARTILES_FROM):
        return Spread(n, median=median, withheld=Withheld.FEWER_THAN_QUARTILES)
    if n < max(k, TENTHS_FROM):
        return Spread(n, q1=q1, median=median, q3=q3, withheld=Withheld.FEWER_THAN_TENTHS)
    return Spread(n, p10, q1, median, q3, p90)


def shrunk(n: int, mean: float, wider_mean: float, *, kappa: float = KAPPA) -> float:
    """Return the estimate of a small group's mean that borrows strength from a wider one: (n·x̄ + κ·μ)/(n + κ).

    An empirical Bayes estimate with κ as the weight of the prior in organisations (Efron and Morris 1975); it is to be labelled an
    estimate wherever it is shown.

    >>> round(shrunk(4, 62.0, 54.0), 2)
    56.29
    """
    return (n * mean + kappa * wider_mean) / (n + kappa)
