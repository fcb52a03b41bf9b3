"""Values that several figures share, refused where they could not be drawn truthfully.

``None`` is not zero: a score that is not there is ``None`` and drawn as a gap or said in words; not-a-number and the
infinities are mistakes of the caller and refused when the value is made.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


def finite(what: str, **numbers: float | None) -> None:
    """Raise ValueError when one of ``numbers`` is neither None nor finite; ``what`` names the thing they belong to."""
    for name, number in numbers.items():
        if number is not None and not math.isfinite(number):
            raise ValueError(f"{what}: {name} is {number}, which cannot be drawn")


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``: an interval of confidence, the quartiles, or the ends of a whisker."""

    low: float
    high: float

    def __post_init__(self) -> None:
        finite("interval", low=self.low, high=self.high)
        if self.low > self.high:
            raise ValueError(f"interval: low {self.low} is above high {self.high}")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value with a name: where a level begins, a target, the line of no difference."""

    value: float
    label: str

    def __post_init__(self) -> None:
        finite(f"threshold {self.label!r}", value=self.value)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis: the values ``low``..``high`` drawn from ``start`` to ``end`` (px; ``end`` may be the smaller)."""

    low: float
    high: float
    start: float
    end: float

    def __post_init__(self) -> None:
        finite("scale", low=self.low, high=self.high, start=self.start, end=self.end)
        if self.low >= self.high:
            raise ValueError(f"scale: low {self.low} is not below high {self.high}")

    def holds(self, value: float) -> bool:
        """Say whether ``value`` lies on the axis; an end that does not gets no cap, since it is not where the line ends."""
        return self.low <= value <= self.high

    def at(self, value: float) -> float:
        """Return the position of ``value``; one beyond the axis is held at its end."""
        held = min(max(value, self.low), self.high)
        return self.start + (held - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return round numbers (1, 2 or 5 × 10ⁿ apart) within ``low``..``high``, at most ``most`` of them.

    >>> ticks(0, 100)
    (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
    """
    power = math.floor(math.log10((high - low) / max(most - 1, 1)))
    for mantissa, exponent in ((1, 0), (2, 0), (5, 0), (1, 1), (2, 1), (5, 1)):
        step = mantissa * 10.0 ** (power + exponent)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return tuple(round(count * step, 12) + 0.0 for count in range(first, last + 1))
    return (low, high)
