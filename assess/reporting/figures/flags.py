"""Names of thresholds, placed like flags: a pole at the value, the name at its right, as many tiers as it takes.

Levels begin close together at the top of most scales (90, 95), so their names cannot all stand beside each other. They are
placed from right to left; a name that would reach the pole of a threshold to its right goes to a tier further from the
axis than that one. So no name meets another name, and no pole runs through one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assess.reporting.figures import measure, svg
from assess.reporting.figures.measure import Block
from assess.reporting.figures.values import Scale, Threshold

_WIDEST, _BETWEEN, ASIDE = 150.0, 3.0, 3.0
"""``ASIDE``: from the pole to its name, px."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A placed name: its pole at ``x`` reaches ``near`` + its tier from the axis; the tier lies from ``near`` to ``far``."""

    x: float
    near: float
    far: float
    label: Block
    threshold: Threshold


def place(
    thresholds: Iterable[Threshold],
    scale: Scale,
    width: float,
    *,
    bold: float | None = None,
    notes: Mapping[float, str] = MappingProxyType({}),
) -> tuple[Flag, ...]:
    """Place the thresholds within the scale on a sheet ``width`` px wide; the one whose value is ``bold`` is set bold.

    ``notes`` are further lines below the name of the threshold of that value.
    """
    kept = sorted((t for t in thresholds if scale.low <= t.value <= scale.high), key=lambda t: (-t.value, t.label))
    tiers: list[list[tuple[float, Block, Threshold]]] = []
    following = scale.end + 2 * ASIDE
    for threshold in kept:
        x = scale.at(threshold.value)
        name = _wrapped(threshold.label, x, following, width, bold=threshold.value == bold)
        if note := notes.get(threshold.value):
            below = measure.block(note, min(width - x - ASIDE - 1.0, _WIDEST), svg.SMALL, bold=name.bold)
            name = Block(name.lines + below.lines, name.size, name.bold)
        end = x + ASIDE + name.width + 5.0
        met = [tier for tier, flags in enumerate(tiers) if min(flag[0] for flag in flags) < end]
        level = max(met) + 1 if met else 0
        if level == len(tiers):
            tiers.append([])
        tiers[level].append((x, name, threshold))
        following = x
    return tuple(_stacked(tiers))


def _wrapped(label: str, x: float, following: float, width: float, *, bold: bool) -> Block:
    """Wrap a name to the room before the next pole when its words fit there in three lines, else to the room at large."""
    large = min(width - x - ASIDE - 1.0, _WIDEST)
    narrow = min(following - x - ASIDE - 6.0, large)
    if measure.longest_word(label, svg.SMALL, bold=bold) <= narrow:
        name = measure.block(label, narrow, svg.SMALL, bold=bold)
        if len(name.lines) <= 3:
            return name
    return measure.block(label, large, svg.SMALL, bold=bold)


def _stacked(tiers: list[list[tuple[float, Block, Threshold]]]) -> Iterable[Flag]:
    near = 0.0
    for tier in tiers:
        far = near + max(name.height for _, name, _ in tier) + _BETWEEN
        for x, name, threshold in tier:
            yield Flag(x, near, far, name, threshold)
        near = far


def depth(flags: Iterable[Flag]) -> float:
    """Return how far from the axis the flags reach, px."""
    return max((flag.far for flag in flags), default=0.0)


def reach(flags: Iterable[Flag]) -> float:
    """Return the right end of the flags, px."""
    return max((flag.x + ASIDE + flag.label.width for flag in flags), default=0.0)
