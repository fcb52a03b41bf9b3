"""Claimed beside verified: what an organisation says of itself, and how much of it the evidence carries.

A row per criterion or element, two bars a row on a scale of 0 to 100: the claimed score pale with an outline, the
verified one dark below it. Nothing is drawn as zero that is not zero: a row that does not apply is hatched and says so,
an unanswered one is an empty dashed frame and says so, and a true 0 shows its number and the foot of its bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assess.reporting.figures import legend, palette, rows, svg
from assess.reporting.figures.rows import Line, Plan, Row
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import Threshold, finite

_BAR, _MARKS = 7.0, 16.0
State = Literal["scored", "not_applicable", "unanswered"]


@dataclass(frozen=True, slots=True)
class Words:
    """What the marks are called, in the language of the figure."""

    claimed: str
    verified: str
    not_applicable: str
    unanswered: str
    minimum: str
    """Name of the least score a gate asks of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: scores 0..100, or the reason why there is none; ``minimum`` is what a gate asks of it."""

    label: str
    claimed: float | None = None
    verified: float | None = None
    state: State = "scored"
    minimum: float | None = None
    emphasis: bool = False

    def __post_init__(self) -> None:
        finite(f"bar {self.label!r}", claimed=self.claimed, verified=self.verified, minimum=self.minimum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars of claimed and verified scores with the thresholds of levels; ``note`` names the data below the figure."""

    title: str
    bars: tuple[Bar, ...]
    words: Words
    thresholds: tuple[Threshold, ...] = ()
    note: str = ""
    maximum: float = 100.0


def draw(figure: Bars, sheet: Sheet) -> str:
    """Return the figure as SVG; raises ValueError without a single bar."""
    lines = [_line(bar, figure.words, sheet) for bar in figure.bars]
    plan = rows.plan(
        sheet,
        lines,
        low=0.0,
        high=figure.maximum,
        headings=(figure.words.claimed, figure.words.verified),
        thresholds=figure.thresholds,
        marks=_MARKS,
    )
    pairs = list(zip(figure.bars, plan.rows, strict=True))
    key, height = legend.below(sheet, _key(figure), figure.note, plan.bottom + rows.AXIS)
    facts = [_fact(bar, figure.words, sheet) for bar in figure.bars]
    areas = [((0.0, row.top, sheet.width, row.bottom), fact) for row, fact in zip(plan.rows, facts, strict=True)]
    body = [rows.backdrop(plan), _marks(pairs, plan), rows.words(plan), key, svg.tips(sheet, areas)]
    return svg.document(sheet, "bars", figure.title, sheet.sentences(*facts, figure.note), body, height)


def _line(bar: Bar, words: Words, sheet: Sheet) -> Line:
    if bar.state != "scored":
        remark = words.not_applicable if bar.state == "not_applicable" else words.unanswered
        return Line(label=bar.label, values=("–", "–"), remark=remark, emphasis=bar.emphasis)
    values = tuple("–" if score is None else sheet.number(score) for score in (bar.claimed, bar.verified))
    return Line(label=bar.label, values=values, emphasis=bar.emphasis)


def _marks(pairs: list[tuple[Bar, Row]], plan: Plan) -> str:
    scale = plan.scale
    scored = [(bar, row) for bar, row in pairs if bar.state == "scored"]
    claimed = [(scale.start, r.middle - _BAR - 0.5, scale.at(b.claimed), r.middle - 0.5) for b, r in scored if b.claimed is not None]
    verified = [(scale.start, r.middle + 0.5, scale.at(b.verified), r.middle + 0.5 + _BAR) for b, r in scored if b.verified is not None]
    feet = [((scale.start, row.middle - 8.0), (scale.start, row.middle + 8.0)) for _, row in scored]
    minima = [(scale.at(b.minimum), r.middle - 9.0) for b, r in scored if b.minimum is not None]
    hatched = [_strip(row, plan) for bar, row in pairs if bar.state == "not_applicable"]
    empty = [_strip(row, plan) for bar, row in pairs if bar.state == "unanswered"]
    return (
        svg.boxes("claimed", claimed, palette.outlined("own-soft", "own", 0.75))
        + svg.boxes("verified", verified, palette.fill("own"))
        + svg.lines("foot", feet, palette.stroke("ink", 1.25))
        + svg.boxes("not-applicable", hatched, palette.outlined("paper", "axis", 0.75))
        + svg.hatch("hatch", hatched, palette.stroke("axis", 0.75))
        + svg.boxes("unanswered", empty, palette.stroke("peer", 1.0, "open"))
        + _minima(minima)
    )


def _strip(row: Row, plan: Plan) -> svg.Box:
    """Return the frame that stands in for bars: as long as the axis, so that it cannot be read as a score."""
    half = max(_BAR, row.remark.height / 2 + 1.0)
    return (plan.scale.start, row.middle - half, plan.scale.end, row.middle + half)


def _minima(tips: list[svg.Point]) -> str:
    posts = [((x, y), (x, y + 18.0)) for x, y in tips]
    return svg.lines("minimum", posts, palette.stroke("target", 1.5)) + svg.triangles(
        "minimum-head", [(x, y + 5.0) for x, y in tips], 5.0, palette.fill("target")
    )


def _key(figure: Bars) -> list[legend.Entry]:
    """Explain only what is in the figure."""
    words, states = figure.words, {bar.state for bar in figure.bars}
    key = [
        legend.area(words.claimed, "claimed", palette.outlined("own-soft", "own", 0.75)),
        legend.area(words.verified, "verified", palette.fill("own")),
    ]
    if any(bar.minimum is not None and bar.state == "scored" for bar in figure.bars):
        key.append(legend.marker(words.minimum, lambda x, middle: _minima([(x, middle - 9.0)])))
    if "not_applicable" in states:
        frame = palette.outlined("paper", "axis", 0.75)
        key.append(legend.area(words.not_applicable, "not-applicable", frame, hatched=palette.stroke("axis", 0.75)))
    if "unanswered" in states:
        key.append(legend.area(words.unanswered, "unanswered", palette.stroke("peer", 1.0, "open")))
    return key


def _fact(bar: Bar, words: Words, sheet: Sheet) -> str:
    if bar.state == "not_applicable":
        return sheet.fact(bar.label, words.not_applicable)
    if bar.state == "unanswered":
        return sheet.fact(bar.label, words.unanswered)
    named = ((words.claimed, bar.claimed), (words.verified, bar.verified), (words.minimum, bar.minimum))
    return sheet.fact(bar.label, sheet.facts(*(f"{name} {sheet.number(score)}" for name, score in named if score is not None)))
