"""The wheel under a radar: its geometry, and the names around its rim.

A spoke per thing, the first pointing up, the others following clockwise. Names are wrapped to the room beside the wheel,
stand at the end of their spokes, and are moved outwards, up or down, until none covers another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assess.reporting.figures import measure, svg
from assess.reporting.figures.measure import Block

_WIDEST, _BETWEEN = 200.0, 5.0
GAP = 12.0
"""From the rim to the names, px."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """Middle, radius, number of spokes, and the value at the rim (0 is in the middle)."""

    x: float
    y: float
    radius: float
    count: int
    maximum: float

    def direction(self, spoke: float) -> svg.Point:
        """Return the unit vector of a spoke; halves lie between two spokes."""
        turn = 2 * math.pi * spoke / self.count
        return math.sin(turn), -math.cos(turn)

    def point(self, spoke: int, value: float) -> svg.Point:
        """Return where ``value`` lies on a spoke; one beyond the rim is held there."""
        dx, dy = self.direction(spoke)
        reach = min(max(value, 0.0), self.maximum) / self.maximum * self.radius
        return self.x + dx * reach, self.y + dy * reach


@dataclass(frozen=True, slots=True)
class Name:
    """A name at the rim with its numbers on the lines below: where it is anchored, and its top."""

    x: float
    top: float
    anchor: str
    label: Block
    numbers: Block

    @property
    def bottom(self) -> float:
        """Lower edge, px."""
        return self.top + self.label.height + self.numbers.height

    @property
    def sides(self) -> tuple[float, float]:
        """Left and right edge, px."""
        width = max(self.label.width, self.numbers.width)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, left + width


def names(wheel: Wheel, labels: Sequence[tuple[str, str]], width: float) -> list[Name]:
    """Place ``(name, numbers)`` around a wheel on a sheet ``width`` px wide, in the order of the spokes."""
    placed = []
    for index, (text, number) in enumerate(labels):
        dx, dy = wheel.direction(index)
        x, y = wheel.x + dx * (wheel.radius + GAP), wheel.y + dy * (wheel.radius + GAP)
        anchor = "middle" if abs(dx) < 0.15 else "start" if dx > 0 else "end"
        room = min(_WIDEST, width if anchor == "middle" else x if dx < 0 else width - x)
        label = measure.block(text, room, svg.TEXT)
        numbers = measure.block(number, room, svg.TEXT, bold=True)
        placed.append(Name(x, y - (label.height + numbers.height) * (0.5 - 0.5 * dy), anchor, label, numbers))
    sides = [n for side in ("start", "end") for n in _apart([n for n in placed if n.anchor == side], wheel.y)]
    return sides + [_clear(name, sides, wheel.y) for name in placed if name.anchor == "middle"]


def _apart(side: Sequence[Name], middle: float) -> list[Name]:
    """Move the names of one side away from the level of the hub until none covers the next."""
    lower: list[Name] = []
    for name in sorted((n for n in side if n.top + n.bottom >= 2 * middle), key=lambda n: n.top + n.bottom):
        lower.append(replace(name, top=max(name.top, lower[-1].bottom + _BETWEEN)) if lower else name)
    upper: list[Name] = []
    limit = lower[0].top if lower else math.inf
    for name in sorted((n for n in side if n.top + n.bottom < 2 * middle), key=lambda n: -(n.top + n.bottom)):
        upper.append(replace(name, top=min(name.top, limit - _BETWEEN - (name.bottom - name.top))))
        limit = upper[-1].top
    return upper + lower


def _clear(name: Name, sides: Sequence[Name], middle: float) -> Name:
    """Move the name above (or below) the wheel further out, until it stands clear of the names at the sides."""
    left, right = name.sides
    while met := [
        other
        for other in sides
        if other.sides[0] < right + _BETWEEN
        and other.sides[1] > left - _BETWEEN
        and other.top < name.bottom + _BETWEEN
        and other.bottom > name.top - _BETWEEN
    ]:
        height = name.bottom - name.top
        above = name.top + name.bottom < 2 * middle
        edge = min(other.top for other in met) - height if above else max(other.bottom for other in met)
        name = replace(name, top=edge - 1.1 * _BETWEEN if above else edge + 1.1 * _BETWEEN)
    return name
