"""Radar: the profile of the seven elements against target and peers.

A spoke per element, from 0 in the middle to the maximum at the rim. The organisation's scores are a solid line with dots
and, where known, a translucent band from the low to the high end of each interval; peers are a grey band (quartiles) with
a dotted line (median); the target is dashed with diamonds. An element that could not be assessed has no corner: the line
is interrupted there and its name says so, for a corner at the centre would be a score of zero. Names and numbers stand
around the rim, so that no value has to be read off the drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assess.reporting.figures import legend, palette, svg, wheel
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import Interval, finite, ticks
from assess.reporting.figures.wheel import GAP, Name, Wheel

_LARGEST = 165.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the marks are called, in the language of the figure."""

    score: str
    interval: str
    target: str
    median: str
    quartiles: str
    not_assessable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """One element: own score with interval, target, median and quartiles of the peers; None where there is none."""

    label: str
    score: float | None = None
    interval: Interval | None = None
    target: float | None = None
    median: float | None = None
    quartiles: Interval | None = None

    def __post_init__(self) -> None:
        finite(f"spoke {self.label!r}", score=self.score, target=self.target, median=self.median)


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """The profile; ``note`` names the peer group, its size and its date."""

    title: str
    spokes: tuple[Spoke, ...]
    words: Words
    note: str = ""
    maximum: float = 100.0

    def __post_init__(self) -> None:
        finite("radar", maximum=self.maximum)
        if not self.spokes or self.maximum <= 0:
            raise ValueError("a radar needs at least one spoke and a maximum above zero")


def draw(figure: Radar, sheet: Sheet) -> str:
    """Return the figure as SVG."""
    side = max(0.235 * sheet.width, 92.0) + GAP
    flat = Wheel(sheet.width / 2, 0.0, min(sheet.width / 2 - side, _LARGEST), len(figure.spokes), figure.maximum)
    labels = [(spoke.label, _numbers(spoke, figure.words, sheet)) for spoke in figure.spokes]
    placed = wheel.names(flat, labels, sheet.width)
    drop = -min(-flat.radius, *(name.top for name in placed))
    hub = replace(flat, y=drop)
    names = [replace(name, top=name.top + drop) for name in placed]
    end = max(hub.y + hub.radius, *(name.bottom for name in names))
    key, height = legend.below(sheet, _key(figure), figure.note, end)
    facts = [_fact(spoke, figure.words, sheet) for spoke in figure.spokes]
    body = [_bands(figure, hub), _web(hub), _profiles(figure, hub), _words(names, hub, sheet), key, _tips(hub, facts, sheet)]
    return svg.document(sheet, "radar", figure.title, sheet.sentences(*facts, figure.note), body, height)


def _numbers(spoke: Spoke, words: Words, sheet: Sheet) -> str:
    if spoke.score is None:
        return words.not_assessable
    span = spoke.interval
    return sheet.number(spoke.score) + (sheet.aside(sheet.between(span.low, span.high)) if span else "")


def _web(hub: Wheel) -> str:
    """Draw the rings and spokes."""
    inner = [tick for tick in ticks(0.0, hub.maximum) if 0 < tick < hub.maximum]
    rings = [[hub.point(i, value) for i in range(hub.count)] for value in (*inner, hub.maximum)]
    spokes = [((hub.x, hub.y), hub.point(i, hub.maximum)) for i in range(hub.count)]
    grid = palette.stroke("grid", 0.75)
    return (
        svg.traces("ring", rings[:-1], grid, closed=True)
        + svg.lines("spoke", spokes, grid)
        + svg.traces("rim", rings[-1:], palette.stroke("axis", 0.75), closed=True)
    )


def _bands(figure: Radar, hub: Wheel) -> str:
    peers = _band([spoke.quartiles for spoke in figure.spokes], hub)
    own = _band([spoke.interval for spoke in figure.spokes], hub)
    return svg.traces("quartiles", peers, palette.fill("peer-soft"), closed=True) + svg.traces("interval", own, _veil(), closed=True)


def _veil() -> dict[str, str]:
    """Return the paint of the own band: translucent, with a fine edge that holds in grey print."""
    return palette.outlined("own", "own", 0.5) | {"fill-opacity": "0.18"}


def _band(spans: Sequence[Interval | None], hub: Wheel) -> list[list[svg.Point]]:
    """Return the outline of a band: two rings where every spoke has it, else a strip for each run of spokes that have."""
    low = [None if span is None else hub.point(i, span.low) for i, span in enumerate(spans)]
    high = [None if span is None else hub.point(i, span.high) for i, span in enumerate(spans)]
    inner, outer = _runs(low), _runs(high)
    if all(span is not None for span in spans):
        return outer + inner
    return [above + below[::-1] for above, below in zip(outer, inner, strict=True)]


def _runs(points: Sequence[svg.Point | None]) -> list[list[svg.Point]]:
    """Cut a circle of points at its gaps; without a gap it is one run (to be closed by the caller)."""
    gaps = [index for index, point in enumerate(points) if point is None]
    if not gaps:
        return [[point for point in points if point is not None]]
    turned = [*points[gaps[0] :], *points[: gaps[0]], None]
    runs: list[list[svg.Point]] = [[]]
    for point in turned:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _profiles(figure: Radar, hub: Wheel) -> str:
    """Draw median, target and own score, the most important last."""
    series: tuple[tuple[str, Callable[[Spoke], float | None]], ...] = (
        ("median", lambda spoke: spoke.median),
        ("target", lambda spoke: spoke.target),
        ("score", lambda spoke: spoke.score),
    )
    drawn = ""
    for mark, value in series:
        values = [value(spoke) for spoke in figure.spokes]
        points = [None if number is None else hub.point(i, number) for i, number in enumerate(values)]
        found = [point for point in points if point is not None]
        whole = len(found) == len(points)
        drawn += svg.traces(mark, _runs(points), _LINES[mark], closed=whole) + _MARKERS[mark](found)
    return drawn


_LINES = {
    "score": palette.stroke("own", 2.25),
    "target": palette.stroke("target", 1.5, "target"),
    "median": palette.stroke("peer", 1.5, "peer"),
}
_MARKERS: dict[str, Callable[[list[svg.Point]], str]] = {
    "score": lambda points: svg.dots("score-dot", points, 3.5, palette.outlined("own", "paper")),
    "target": lambda points: svg.diamonds("target-dot", points, 3.5, palette.outlined("paper", "target", 1.25)),
    "median": lambda points: svg.dots("median-dot", points, 2.0, palette.outlined("paper", "peer")),
}


def _words(names: Sequence[Name], hub: Wheel, sheet: Sheet) -> str:
    """Write names, numbers, and the numbers of the rings (between the last spoke and the first, where no corner lies)."""
    drawn = [svg.block(n.label, n.x, n.top, anchor=n.anchor) for n in names]
    drawn += [svg.block(n.numbers, n.x, n.top + n.label.height, anchor=n.anchor) for n in names]
    dx, dy = hub.direction(-0.5)
    flat = math.cos(math.pi / hub.count) if hub.count > 2 else 1.0
    rings: list[tuple[str, float, float]] = []
    beyond = math.inf
    for tick in reversed(ticks(0.0, hub.maximum)):
        reach = tick / hub.maximum * hub.radius * flat - 6.5
        if tick > 0 and 6.0 < reach < beyond - 14.0:
            rings.append((sheet.tick(tick), hub.x + dx * reach, hub.y + dy * reach))
            beyond = reach
    return "".join(drawn) + svg.texts(rings, size=8.5, anchor="middle", role="muted")


def _key(figure: Radar) -> list[legend.Entry]:
    """Explain only what is in the figure."""
    words, spokes = figure.words, figure.spokes
    key = []
    if any(spoke.score is not None for spoke in spokes):
        key.append(legend.line(words.score, "score", _LINES["score"], lambda x, y: _MARKERS["score"]([(x, y)])))
    if any(spoke.interval for spoke in spokes):
        key.append(legend.area(words.interval, "interval", _veil()))
    if any(spoke.target is not None for spoke in spokes):
        key.append(legend.line(words.target, "target", _LINES["target"], lambda x, y: _MARKERS["target"]([(x, y)])))
    if any(spoke.median is not None for spoke in spokes):
        key.append(legend.line(words.median, "median", _LINES["median"], lambda x, y: _MARKERS["median"]([(x, y)])))
    if any(spoke.quartiles for spoke in spokes):
        key.append(legend.area(words.quartiles, "quartiles", palette.fill("peer-soft")))
    return key


def _fact(spoke: Spoke, words: Words, sheet: Sheet) -> str:
    named = ((words.target, spoke.target), (words.median, spoke.median))
    score = words.not_assessable if spoke.score is None else f"{words.score} {sheet.number(spoke.score)}"
    spans = ((words.interval, spoke.interval), (words.quartiles, spoke.quartiles))
    interval, quartiles = (f"{name} {sheet.between(span.low, span.high)}" if span else "" for name, span in spans)
    target, median = ("" if value is None else f"{name} {sheet.number(value)}" for name, value in named)
    return sheet.fact(spoke.label, sheet.facts(score, interval, target, median, quartiles))


def _tips(hub: Wheel, facts: Sequence[str], sheet: Sheet) -> str:
    rim = [hub.point(index, hub.maximum) for index in range(hub.count)]
    mids = [((x + hub.x) / 2, (y + hub.y) / 2) for x, y in rim]
    reach = hub.radius / max(hub.count, 4)
    return svg.tips(sheet, [((x - reach, y - reach, x + reach, y + reach), fact) for (x, y), fact in zip(mids, facts, strict=True)])
