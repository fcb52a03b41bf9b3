"""Box and dot: where an organisation stands among its peers, element by element.

The peers are a box (quartiles) with a line (median) and whiskers (the ends the legend names, say the tenth and ninetieth
percentile); the organisation is a dot with its own interval. A group too small for quartiles shows its median alone; one
too small for that shows nothing and says so in words, because a missing number must not look like a low one.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.reporting.figures import legend, palette, rows, svg
from assess.reporting.figures.rows import Line, Plan, Row
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import Interval, Threshold, finite

_HALF, _MARKS = 6.0, 16.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the marks are called, in the language of the figure."""

    own: str
    interval: str
    median: str
    quartiles: str
    whiskers: str
    missing: str
    """Said instead of a dot when the organisation has no score of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """What may be shown of a peer group; ``suppressed`` is the reason in words when it is nothing."""

    median: float | None = None
    quartiles: Interval | None = None
    whiskers: Interval | None = None
    suppressed: str = ""

    def __post_init__(self) -> None:
        finite("peers", median=self.median)
        if self.suppressed and (self.median, self.quartiles, self.whiskers) != (None, None, None):
            raise ValueError("peers: a suppressed group shows no number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One row: the organisation's own score with its interval, and its peers."""

    label: str
    own: float | None = None
    interval: Interval | None = None
    peers: Peers = Peers()
    emphasis: bool = False

    def __post_init__(self) -> None:
        finite(f"position {self.label!r}", own=self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Positions among peers on one scale; ``note`` names the peer group, its size and its date."""

    title: str
    positions: tuple[Position, ...]
    words: Words
    thresholds: tuple[Threshold, ...] = ()
    note: str = ""
    minimum: float = 0.0
    maximum: float = 100.0


def draw(figure: Boxes, sheet: Sheet) -> str:
    """Return the figure as SVG; raises ValueError without a single position."""
    words = figure.words
    plan = rows.plan(
        sheet,
        [_line(position, words, sheet) for position in figure.positions],
        low=figure.minimum,
        high=figure.maximum,
        headings=(words.own, words.median),
        thresholds=figure.thresholds,
        marks=_MARKS,
    )
    pairs = list(zip(figure.positions, plan.rows, strict=True))
    facts = [_fact(position, words, sheet) for position in figure.positions]
    areas = [((0.0, row.top, sheet.width, row.bottom), fact) for row, fact in zip(plan.rows, facts, strict=True)]
    key, height = legend.below(sheet, _key(figure), figure.note, plan.bottom + rows.AXIS)
    body = [rows.backdrop(plan), _peers(pairs, plan), _own(pairs, plan), rows.words(plan), key, svg.tips(sheet, areas)]
    return svg.document(sheet, "boxes", figure.title, sheet.sentences(*facts, figure.note), body, height)


def _line(position: Position, words: Words, sheet: Sheet) -> Line:
    median = position.peers.median
    values = tuple("–" if score is None else sheet.number(score) for score in (position.own, median))
    remarks = [position.peers.suppressed, "" if position.own is not None else words.missing]
    marked = position.own is not None or (median, position.peers.quartiles) != (None, None)
    remark = sheet.facts(*remarks)
    return Line(label=position.label, values=values, remark=remark, beneath=marked, emphasis=position.emphasis)


def _peers(pairs: list[tuple[Position, Row]], plan: Plan) -> str:
    at = plan.scale.at
    whiskers, boxes, medians = [], [], []
    for position, row in pairs:
        peers, y = position.peers, row.middle
        if peers.whiskers:
            ends = (peers.whiskers.low, peers.whiskers.high)
            whiskers.append(((at(ends[0]), y), (at(ends[1]), y)))
            whiskers += [((at(end), y - 3.0), (at(end), y + 3.0)) for end in ends if plan.scale.holds(end)]
        if peers.quartiles:
            boxes.append((at(peers.quartiles.low), y - _HALF, at(peers.quartiles.high), y + _HALF))
        if peers.median is not None:
            medians.append(((at(peers.median), y - _HALF), (at(peers.median), y + _HALF)))
    return (
        svg.lines("whiskers", whiskers, palette.stroke("peer"))
        + svg.boxes("quartiles", boxes, palette.outlined("peer-soft", "peer"))
        + svg.lines("median", medians, palette.stroke("ink", 2.0))
    )


def _own(pairs: list[tuple[Position, Row]], plan: Plan) -> str:
    at = plan.scale.at
    spans = [((at(p.interval.low), r.middle), (at(p.interval.high), r.middle)) for p, r in pairs if p.interval]
    centres = [(at(position.own), row.middle) for position, row in pairs if position.own is not None]
    return svg.lines("interval", spans, palette.stroke("own", 2.0)) + _dot(centres)


def _dot(centres: list[svg.Point]) -> str:
    return svg.dots("own", centres, 4.5, palette.outlined("own", "paper", 1.25))


def _key(figure: Boxes) -> list[legend.Entry]:
    """Explain only what is in the figure."""
    words, shown = figure.words, [position.peers for position in figure.positions]
    ringed = palette.stroke("own", 2.0)
    key = []
    if any(position.own is not None for position in figure.positions):
        if any(position.interval for position in figure.positions):
            name = f"{words.own} · {words.interval}"
            key.append(legend.line(name, "own", ringed, lambda x, middle: _dot([(x, middle)])))
        else:
            key.append(legend.marker(words.own, lambda x, middle: _dot([(x, middle)])))
    if any(peers.median is not None for peers in shown):
        tall = palette.stroke("ink", 2.0)
        key.append(legend.marker(words.median, lambda x, y: svg.lines("key-median", [((x, y - 5.0), (x, y + 5.0))], tall)))
    if any(peers.quartiles for peers in shown):
        key.append(legend.area(words.quartiles, "quartiles", palette.outlined("peer-soft", "peer")))
    if any(peers.whiskers for peers in shown):
        key.append(legend.line(words.whiskers, "whiskers", palette.stroke("peer")))
    return key


def _fact(position: Position, words: Words, sheet: Sheet) -> str:
    peers = position.peers
    own = words.missing if position.own is None else f"{words.own} {sheet.number(position.own)}"
    spans = ((words.interval, position.interval), (words.quartiles, peers.quartiles), (words.whiskers, peers.whiskers))
    interval, quartiles, whiskers = (f"{name} {sheet.between(span.low, span.high)}" if span else "" for name, span in spans)
    median = "" if peers.median is None else f"{words.median} {sheet.number(peers.median)}"
    return sheet.fact(position.label, sheet.facts(own, interval, median, quartiles, whiskers, peers.suppressed))
