"""Forest plot: points with their intervals, one row each, against lines that matter.

Drawn for the weights of the seven elements, for scores with their uncertainty, for ranks. A square is the point, the line
its interval; an interval that leaves the axis ends in an arrow, because a line that stops at the edge would be read as an
end. An emphasised row (the overall score) has a diamond.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.reporting.figures import legend, palette, rows, svg
from assess.reporting.figures.rows import Line, Plan
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import Interval, Threshold, finite

_MARKS = 12.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the marks are called, in the language of the figure."""

    point: str
    interval: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One row: a point and the interval around it, in the unit of the axis."""

    label: str
    point: float | None = None
    interval: Interval | None = None
    emphasis: bool = False

    def __post_init__(self) -> None:
        finite(f"estimate {self.label!r}", point=self.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Estimates on an axis from ``minimum`` to ``maximum`` with the thresholds they are held against."""

    title: str
    estimates: tuple[Estimate, ...]
    words: Words
    thresholds: tuple[Threshold, ...] = ()
    note: str = ""
    minimum: float = 0.0
    maximum: float = 100.0


def draw(figure: Forest, sheet: Sheet) -> str:
    """Return the figure as SVG; raises ValueError without a single estimate."""
    words = figure.words
    plan = rows.plan(
        sheet,
        [_line(estimate, words, sheet) for estimate in figure.estimates],
        low=figure.minimum,
        high=figure.maximum,
        headings=(words.point, words.interval),
        thresholds=figure.thresholds,
        marks=_MARKS,
    )
    facts = [_fact(estimate, words, sheet) for estimate in figure.estimates]
    areas = [((0.0, row.top, sheet.width, row.bottom), fact) for row, fact in zip(plan.rows, facts, strict=True)]
    key, height = legend.below(sheet, _key(words), figure.note, plan.bottom + rows.AXIS)
    body = [rows.backdrop(plan), _marks(figure, plan), rows.words(plan), key, svg.tips(sheet, areas)]
    return svg.document(sheet, "forest", figure.title, sheet.sentences(*facts, figure.note), body, height)


def _line(estimate: Estimate, words: Words, sheet: Sheet) -> Line:
    point = "–" if estimate.point is None else sheet.number(estimate.point)
    span = estimate.interval
    interval = "–" if span is None else sheet.between(span.low, span.high)
    remark = words.missing if estimate.point is None and span is None else ""
    return Line(label=estimate.label, values=(point, interval), remark=remark, emphasis=estimate.emphasis)


def _marks(figure: Forest, plan: Plan) -> str:
    scale = plan.scale
    spans, caps, leftward, rightward = [], [], [], []
    for estimate, row in zip(figure.estimates, plan.rows, strict=True):
        if estimate.interval is None:
            continue
        low, high, y = scale.at(estimate.interval.low), scale.at(estimate.interval.high), row.middle
        spans.append(((low, y), (high, y)))
        if estimate.interval.low < scale.low:
            leftward.append((low - 2.0, y))
        else:
            caps.append(((low, y - 4.0), (low, y + 4.0)))
        if estimate.interval.high > scale.high:
            rightward.append((high + 2.0, y))
        else:
            caps.append(((high, y - 4.0), (high, y + 4.0)))
    points = [(e, (scale.at(e.point), r.middle)) for e, r in zip(figure.estimates, plan.rows, strict=True) if e.point is not None]
    return (
        svg.lines("interval", spans, palette.stroke("own", 1.5))
        + svg.lines("cap", caps, palette.stroke("own", 1.5))
        + svg.triangles("beyond-low", leftward, 7.0, palette.fill("own"), towards=(-1.0, 0.0))
        + svg.triangles("beyond-high", rightward, 7.0, palette.fill("own"), towards=(1.0, 0.0))
        + _squares([centre for estimate, centre in points if not estimate.emphasis])
        + svg.diamonds("overall", [c for e, c in points if e.emphasis], 6.0, palette.outlined("own", "paper", 1.0))
    )


def _squares(centres: list[svg.Point]) -> str:
    corners = [(x - 3.5, y - 3.5, x + 3.5, y + 3.5) for x, y in centres]
    return svg.boxes("point", corners, palette.outlined("own", "paper", 1.0))


def _key(words: Words) -> list[legend.Entry]:
    name = f"{words.point} · {words.interval}"
    return [legend.line(name, "interval", palette.stroke("own", 1.5), lambda x, middle: _squares([(x, middle)]))]


def _fact(estimate: Estimate, words: Words, sheet: Sheet) -> str:
    if estimate.point is None and estimate.interval is None:
        return sheet.fact(estimate.label, words.missing)
    point = "" if estimate.point is None else f"{words.point} {sheet.number(estimate.point)}"
    span = estimate.interval
    interval = "" if span is None else f"{words.interval} {sheet.between(span.low, span.high)}"
    return sheet.fact(estimate.label, sheet.facts(point, interval))
