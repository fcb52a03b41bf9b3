"""The frame of every figure that has a row per thing: names on the left, marks on a common axis, numbers on the right.

A plan is made first (how tall each row must be for its wrapped name, where the axis begins, where the numbers stand),
then the backdrop is drawn, the figure draws its marks by ``Plan.scale`` and ``Row.middle``, and the words go on top.
Thresholds are lines through all rows whose names stand above them (see ``flags``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assess.reporting.figures import flags, measure, palette, svg
from assess.reporting.figures.flags import Flag
from assess.reporting.figures.measure import Block
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import Scale, Threshold, ticks

_GAP, _PAD, _EDGE = 10.0, 4.0, 12.0
_SLIMMEST_PLOT = 96.0
_FLAG = 44.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The words of one row: name, numbers by column, and a remark among the marks (or beneath them)."""

    label: str
    values: tuple[str, ...] = ()
    remark: str = ""
    beneath: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Where one row lies: its edges, the middle of its marks, its wrapped name and remark (px)."""

    top: float
    bottom: float
    middle: float
    label: Block
    remark: Block
    remark_middle: float
    line: Line


@dataclass(frozen=True, slots=True)
class Plan:
    """A row figure laid out: rows, axis, right edges of the number columns, flags above ``top`` (``lift`` px higher where they
    stand above the headings); ``bottom`` is where the axis lies."""

    sheet: Sheet
    rows: tuple[Row, ...]
    scale: Scale
    columns: tuple[tuple[float, Block], ...]
    flags: tuple[Flag, ...]
    lift: float
    top: float
    bottom: float


def plan(
    sheet: Sheet,
    lines: Sequence[Line],
    *,
    low: float,
    high: float,
    headings: Sequence[str] = (),
    thresholds: Iterable[Threshold] = (),
    marks: float = 14.0,
) -> Plan:
    """Lay out rows whose marks are ``marks`` px high on an axis from ``low`` to ``high``."""
    if not lines:
        raise ValueError("a figure of rows needs at least one row")
    columns, right = _columns(sheet, lines, headings)
    thresholds = tuple(thresholds)
    right -= _FLAG if thresholds and not columns else 0.0
    wanted = max(measure.width(measure.clean(line.label), svg.TEXT, bold=line.emphasis) for line in lines)
    share = min(0.36 * sheet.width, max(right - _GAP - _SLIMMEST_PLOT, 0.24 * sheet.width))
    left = min(wanted, share) + 1.0
    scale = Scale(low, high, left + _GAP, right)
    placed = flags.place(thresholds, scale, sheet.width)
    flagged, headed = flags.depth(placed), max((heading.height for _, heading in columns), default=0.0)
    # Names that reach over the number columns stand above their headings, else beside them.
    lift = headed if flags.reach(placed) > right else 0.0
    top = max(flagged + lift, headed) + (3.0 if placed or columns else 0.0)
    rows, bottom = _rows(lines, left, scale, top, marks)
    return Plan(sheet, rows, scale, columns, placed, lift, top, bottom)


def _columns(sheet: Sheet, lines: Sequence[Line], headings: Sequence[str]) -> tuple[tuple[tuple[float, Block], ...], float]:
    """Place the number columns from the right; return their right edges with headings, and where the plot ends."""
    placed: list[tuple[float, Block]] = []
    edge = sheet.width - 2.0
    for index in reversed(range(len(headings))):
        numbers = [line.values[index] for line in lines if index < len(line.values)]
        widest = max((measure.width(number, svg.TEXT, bold=True) for number in numbers), default=0.0)
        whole = min(measure.width(measure.clean(headings[index]), svg.SMALL), 0.09 * sheet.width)
        word = min(measure.longest_word(headings[index], svg.SMALL), max(0.14 * sheet.width, 60.0))
        room = max(widest, whole, word) + 1.0
        placed.append((edge, measure.block(headings[index], room, svg.SMALL)))
        edge -= room + _GAP
    return tuple(reversed(placed)), (edge - _PAD if placed else edge - _EDGE)


def _rows(lines: Sequence[Line], left: float, scale: Scale, top: float, marks: float) -> tuple[tuple[Row, ...], float]:
    rows = []
    for line in lines:
        label = measure.block(line.label, left, svg.TEXT, bold=line.emphasis)
        remark = measure.block(line.remark, scale.end - scale.start - 14.0, svg.SMALL)
        inside = marks + remark.height if line.beneath else max(marks, remark.height)
        height = max(inside, label.height) + 2 * _PAD
        slack = (height - inside) / 2
        middle = top + (slack + marks / 2 if line.beneath else height / 2)
        under = top + slack + marks + remark.height / 2 if line.beneath else middle
        rows.append(Row(top, top + height, middle, label, remark, under, line))
        top += height
    return tuple(rows), top


def backdrop(plan: Plan) -> str:
    """Draw what lies behind the marks: grid, hairlines between rows, axis and thresholds."""
    scale, sheet = plan.scale, plan.sheet
    grid = [((scale.at(tick), plan.top), (scale.at(tick), plan.bottom)) for tick in ticks(scale.low, scale.high)]
    hairs = [((0.0, row.bottom), (sheet.width, row.bottom)) for row in plan.rows[:-1]]
    base = plan.top - 3.0 - plan.lift
    poles = [((flag.x, base - flag.far + 2.0), (flag.x, plan.bottom)) for flag in plan.flags]
    return (
        svg.lines("grid", grid + hairs, palette.stroke("grid", 0.75))
        + svg.lines("axis", [((scale.start, plan.bottom), (scale.end, plan.bottom))], palette.stroke("axis"))
        + svg.lines("threshold", poles, palette.stroke("axis", 1.0, "threshold"))
    )


def words(plan: Plan) -> str:
    """Write the names, numbers, headings, remarks, threshold names and axis numbers."""
    names = [svg.block(row.label, 0.0, _beside(row)) for row in plan.rows]
    heads = [svg.block(heading, edge, plan.top - 3.0 - heading.height, anchor="end", role="muted") for edge, heading in plan.columns]
    base = plan.top - 3.0 - plan.lift
    poles = [svg.block(f.label, f.x + flags.ASIDE, base - f.far + 1.0, role="muted") for f in plan.flags]
    return "".join([*names, *heads, *poles, _numbers(plan), _remarks(plan), tick_numbers(plan.scale, plan.bottom, plan.sheet)])


def _beside(row: Row) -> float:
    """Return where a name begins so that it stands beside its marks, as far as the row has room for it there."""
    return min(max(row.middle - row.label.height / 2, row.top + _PAD), row.bottom - _PAD - row.label.height)


def _numbers(plan: Plan) -> str:
    """Write the numbers of all rows: one node for the plain ones and one for the emphasised."""
    drawn = ""
    for emphasis in (False, True):
        items = [
            (row.line.values[index], edge, row.middle)
            for index, (edge, _) in enumerate(plan.columns)
            for row in plan.rows
            if row.line.emphasis == emphasis and index < len(row.line.values)
        ]
        drawn += svg.texts(items, anchor="end", bold=emphasis)
    return drawn


def _remarks(plan: Plan) -> str:
    """Write the remarks on plates of paper, so that neither hatch nor line runs through the words."""
    kept, x = [row for row in plan.rows if row.remark.lines], plan.scale.start + 7.0
    plates = [
        (x - 4.0, row.remark_middle - row.remark.height / 2, x + row.remark.width + 4.0, row.remark_middle + row.remark.height / 2)
        for row in kept
    ]
    written = [svg.block(row.remark, x, row.remark_middle - row.remark.height / 2, role="muted") for row in kept]
    return svg.boxes("plate", plates, palette.fill("paper")) + "".join(written)


def tick_numbers(scale: Scale, axis: float, sheet: Sheet) -> str:
    """Write the numbers of a horizontal axis below the line at ``axis``, as many as have room."""
    shown = ticks(scale.low, scale.high)
    widest = max(measure.width(sheet.tick(tick), svg.SMALL) for tick in shown)
    if len(shown) > 2 and (scale.end - scale.start) / (len(shown) - 1) < widest + 6.0:
        shown = ticks(scale.low, scale.high, 3)
    items = [(sheet.tick(tick), scale.at(tick), axis + 9.0) for tick in shown]
    return svg.texts(items, size=svg.SMALL, anchor="middle", role="muted")


AXIS = 16.0
"""Height of the axis numbers below a plan, px."""
