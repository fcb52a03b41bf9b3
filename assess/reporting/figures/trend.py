"""Trend: scores over the periods, on the bands of the levels.

Time is to scale: a year left out leaves its room. The bands carry the names of the levels at the right; the first series is
the organisation (solid, dots, its numbers printed, whiskers for its intervals), further ones have dashes and markers of
their own. A period without a score interrupts the line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from assess.reporting.figures import legend, measure, palette, svg
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import Interval, Scale, Threshold, finite, ticks

_HEIGHT, _GAP, _INSET, _TOP = 210.0, 8.0, 26.0, 8.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the marks are called, in the language of the figure."""

    interval: str
    missing: str


@dataclass(frozen=True, slots=True)
class Period:
    """A period and where it stands in time (a year, with its fraction)."""

    label: str
    at: float

    def __post_init__(self) -> None:
        finite(f"period {self.label!r}", at=self.at)


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a score or None for each period, with intervals for each or for none."""

    label: str
    scores: tuple[float | None, ...]
    intervals: tuple[Interval | None, ...] = ()

    def __post_init__(self) -> None:
        for score in self.scores:
            finite(f"series {self.label!r}", score=score)
        if self.intervals and len(self.intervals) != len(self.scores):
            raise ValueError(f"series {self.label!r}: {len(self.intervals)} intervals for {len(self.scores)} scores")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Up to four series over ascending periods; ``levels`` are where the bands begin, lowest first."""

    title: str
    periods: tuple[Period, ...]
    series: tuple[Series, ...]
    words: Words
    levels: tuple[Threshold, ...] = ()
    note: str = ""
    minimum: float = 0.0
    maximum: float = 100.0

    def __post_init__(self) -> None:
        times = [period.at for period in self.periods]
        if not times or times != sorted(set(times)):
            raise ValueError("a trend needs periods in ascending order")
        if not 1 <= len(self.series) <= len(_STYLES):
            raise ValueError(f"a trend has one to {len(_STYLES)} series")
        if any(len(series.scores) != len(times) for series in self.series):
            raise ValueError("a trend needs a score or None for every period of every series")


_STYLES = (
    ("own", palette.stroke("own", 2.25)),
    ("peer", palette.stroke("peer", 1.5, "peer")),
    ("target", palette.stroke("target", 1.5, "target")),
    ("good", palette.stroke("good", 1.5, "threshold")),
)


def _marker(role: str, x: float, middle: float) -> str:
    return _markers(role, [(x, middle)])


def _markers(role: str, points: Sequence[svg.Point]) -> str:
    mark = f"{role}-dot"
    match role:
        case "own":
            return svg.dots(mark, points, 4.0, palette.outlined("own", "paper", 1.25))
        case "peer":
            return svg.dots(mark, points, 2.5, palette.outlined("paper", "peer", 1.25))
        case "target":
            return svg.diamonds(mark, points, 3.5, palette.outlined("paper", "target", 1.25))
        case _:
            corners = [(x - 2.5, y - 2.5, x + 2.5, y + 2.5) for x, y in points]
            return svg.boxes(mark, corners, palette.outlined("paper", "good", 1.25))


def draw(figure: Trend, sheet: Sheet) -> str:
    """Return the figure as SVG."""
    names = [measure.block(level.label, 0.22 * sheet.width, svg.SMALL) for level in figure.levels]
    left = max(measure.width(sheet.tick(tick), svg.SMALL) for tick in ticks(figure.minimum, figure.maximum)) + 6.0
    right = sheet.width - (max(name.width for name in names) + 2 * _GAP if names else _GAP)
    plot = max(_HEIGHT, sum(name.height + 1.0 for name in names))
    y = Scale(figure.minimum, figure.maximum, _TOP + plot, _TOP)
    first, last = figure.periods[0].at, figure.periods[-1].at
    half = (right - left) / 2 - _INSET if first == last else 0.0
    x = Scale(first, last if last > first else first + 1.0, left + _INSET + half, right - _INSET)
    labels, end = _periods(figure, x, y.start, left, right)
    key, height = legend.below(sheet, _key(figure), figure.note, end)
    facts = [_fact(figure, series, sheet) for series in figure.series]
    body = [_levels(figure, names, y, left, right, sheet), labels]
    body += [_series(figure, index, x, y) for index in reversed(range(len(figure.series)))]
    body += [_numbers(figure, x, y, sheet), key, _tips(figure, x, y, sheet)]
    return svg.document(sheet, "trend", figure.title, sheet.sentences(*facts, figure.note), body, height)


def _levels(figure: Trend, names: Sequence[measure.Block], y: Scale, left: float, right: float, sheet: Sheet) -> str:
    """Draw the bands with their names, the grid and the numbers of the upright axis."""
    edges = [level.value for level in figure.levels] + [figure.maximum]
    bands = [
        svg.boxes(f"level-{i + 1}", [(left, y.at(high), right, y.at(low))], palette.fill(f"level-{min(i + 1, 5)}"))
        for i, (low, high) in enumerate(pairwise(edges))
        if y.at(low) > y.at(high)
    ]
    shown = ticks(figure.minimum, figure.maximum)
    # The limits of the levels are the grid; without levels there is a plain one.
    grid = "" if figure.levels else svg.lines("grid", [((left, y.at(t)), (right, y.at(t))) for t in shown], palette.stroke("grid", 0.75))
    limits = [((left, y.at(level.value)), (right, y.at(level.value))) for level in figure.levels if level.value > figure.minimum]
    lines = svg.lines("threshold", limits, palette.stroke("axis", 1.0, "threshold"))
    numbers = svg.texts([(sheet.tick(t), left - 5.0, y.at(t)) for t in shown], size=svg.SMALL, anchor="end", role="muted")
    middles = [(y.at(low) + y.at(high)) / 2 for low, high in pairwise(edges)]
    tops = _spread([m - name.height / 2 for m, name in zip(middles, names, strict=True)], names, y.start)
    written, leads = [], []
    for middle, top, name in zip(middles, tops, names, strict=True):
        written.append(svg.block(name, right + 1.5 * _GAP, top, role="muted"))
        leads.append(((right, middle), (right + _GAP, top + name.height / 2)))
    leaders = svg.lines("leader", leads, palette.stroke("axis", 0.75))
    return "".join(bands) + grid + lines + numbers + leaders + "".join(written)


def _spread(tops: Sequence[float], names: Sequence[measure.Block], floor: float) -> list[float]:
    """Move names (lowest band first) up where they would cover the one below; the first stays above ``floor``."""
    placed: list[float] = []
    limit = floor + 4.0
    for top, name in zip(tops, names, strict=True):
        placed.append(min(top, limit - name.height))
        limit = placed[-1] - 1.0
    # What was pushed above the top comes down again, and takes the ones below with it.
    ceiling = 0.0
    for index in reversed(range(len(placed))):
        placed[index] = max(placed[index], ceiling)
        ceiling = placed[index] + names[index].height + 1.0
    return placed


def _periods(figure: Trend, x: Scale, axis: float, left: float, right: float) -> tuple[str, float]:
    """Write the names of the periods below the axis, on further tiers where they would meet; return where they end."""
    drawn = [svg.lines("axis", [((left, axis), (right, axis))], palette.stroke("axis"))]
    drawn.append(svg.lines("tick", [((x.at(p.at), axis), (x.at(p.at), axis + 4.0)) for p in figure.periods], palette.stroke("axis")))
    spacing = (x.end - x.start) / max(len(figure.periods) - 1, 1)
    blocks = [measure.block(period.label, max(spacing - 6.0, 48.0), svg.SMALL) for period in figure.periods]
    ends: list[float] = []  # right end of each tier
    tiers = []
    for period, name in zip(figure.periods, blocks, strict=True):
        start = x.at(period.at) - name.width / 2
        tier = next((i for i, end in enumerate(ends) if end + 5.0 <= start), len(ends))
        ends[tier : tier + 1] = [start + name.width]
        tiers.append(tier)
    heights = [max(b.height for b, t in zip(blocks, tiers, strict=True) if t == tier) for tier in range(len(ends))]
    for period, name, tier in zip(figure.periods, blocks, tiers, strict=True):
        top = axis + 6.0 + sum(heights[:tier])
        drawn.append(svg.block(name, x.at(period.at), top, anchor="middle", role="muted"))
    return "".join(drawn), axis + 6.0 + sum(heights)


def _series(figure: Trend, index: int, x: Scale, y: Scale) -> str:
    series, (role, line) = figure.series[index], _STYLES[index]
    runs: list[list[svg.Point]] = [[]]
    for period, score in zip(figure.periods, series.scores, strict=True):
        if score is None:
            runs.append([])
        else:
            runs[-1].append((x.at(period.at), y.at(score)))
    whiskers: list[tuple[svg.Point, svg.Point]] = []
    for period, span in zip(figure.periods, series.intervals or (None,) * len(series.scores), strict=True):
        if span is not None:
            at, ends = x.at(period.at), (span.low, span.high)
            whiskers.append(((at, y.at(span.low)), (at, y.at(span.high))))
            whiskers += [((at - 3.0, y.at(end)), (at + 3.0, y.at(end))) for end in ends if y.holds(end)]
    fine = palette.stroke(role, 1.25)
    points = [point for run in runs for point in run]
    drawn = svg.lines(f"{role}-interval", whiskers, fine) + svg.traces(f"{role}-line", [r for r in runs if len(r) > 1], line)
    return drawn + _markers(role, points)


def _numbers(figure: Trend, x: Scale, y: Scale, sheet: Sheet) -> str:
    """Print the numbers of the first series above its points (below, where another series runs close above)."""
    own, others = figure.series[0], figure.series[1:]
    scores = [score for score in own.scores if score is not None]
    if not scores:
        return svg.texts([(figure.words.missing, x.start, y.end + 14.0)], role="muted")
    steps = [b.at - a.at for a, b in pairwise(figure.periods)]
    closest = min(steps, default=math.inf) / (x.high - x.low) * (x.end - x.start) if steps else math.inf
    crowded = closest < max(measure.width(sheet.number(score), svg.TEXT, bold=True) for score in scores) + 4.0
    known = [i for i, score in enumerate(own.scores) if score is not None]
    items = []
    for i in (known[0], known[-1]) if crowded and len(known) > 1 else known:
        score, span = own.scores[i] or 0.0, own.intervals[i] if own.intervals else None
        above, below = y.at(span.high if span else score) - 10.0, y.at(span.low if span else score) + 11.0
        near = [y.at(other) for series in others if (other := series.scores[i]) is not None]
        items.append((sheet.number(score), x.at(figure.periods[i].at), _freer(above, below, near, y)))
    return svg.texts(items, anchor="middle", bold=True)


def _freer(above: float, below: float, near: Sequence[float], y: Scale) -> float:
    """Return where a number has more room: above its point unless the edge or another series is close there."""

    def room(middle: float) -> float:
        edge = min(middle - y.end, y.start - middle) + 6.0
        return min([abs(middle - other) for other in near] + [edge])

    return above if room(above) >= 11.0 or room(above) >= room(below) else below


def _key(figure: Trend) -> list[legend.Entry]:
    key = []
    for series, (role, line) in zip(figure.series, _STYLES, strict=False):
        name = f"{series.label} · {figure.words.interval}" if any(series.intervals) else series.label
        key.append(legend.line(name, role, line, partial(_marker, role)))
    return key


def _fact(figure: Trend, series: Series, sheet: Sheet) -> str:
    said = []
    for index, (period, score) in enumerate(zip(figure.periods, series.scores, strict=True)):
        span = series.intervals[index] if series.intervals else None
        interval = sheet.aside(sheet.between(span.low, span.high)) if span else ""
        said.append(f"{period.label} {figure.words.missing if score is None else sheet.number(score)}{interval}")
    return sheet.fact(series.label, sheet.facts(*said))


def _tips(figure: Trend, x: Scale, y: Scale, sheet: Sheet) -> str:
    areas = []
    for series in figure.series:
        for period, score in zip(figure.periods, series.scores, strict=True):
            if score is not None:
                at, middle = x.at(period.at), y.at(score)
                said = sheet.fact(f"{series.label} · {period.label}", sheet.number(score))
                areas.append(((at - 7.0, middle - 7.0, at + 7.0, middle + 7.0), said))
    return svg.tips(sheet, areas)
