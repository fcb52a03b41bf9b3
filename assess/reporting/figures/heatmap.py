"""Heat map: many scores at a glance, organisations by elements or elements by criteria.

The number stands in every cell; the shade only guides the eye, in five steps whose limits the key prints. Differences
have two hues, one for more and one for less, with their sign; a difference that is not firm (its interval includes zero)
is grey, light in weight and marked ≈, so that nobody makes a ranking of noise. A cell without a number is hatched and its
mark is explained in the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assess.reporting.figures import legend, measure, palette, svg
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import finite

_MARKS_OF_ABSENCE = ("–", "†", "‡", "§", "¶")
_CELL, _GAP, _SEAM, _TIGHT = 22.0, 8.0, 1.0, 3.0
Kind = Literal["score", "difference"]


@dataclass(frozen=True, slots=True)
class Words:
    """What the key says, in the language of the figure."""

    not_firm: str
    """For differences whose interval includes zero."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, or None and ``why`` there is none; ``firm`` only matters for differences."""

    value: float | None = None
    firm: bool = True
    why: str = ""

    def __post_init__(self) -> None:
        finite("cell", value=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of cells, as many as there are columns; an emphasised one is framed (the organisation itself)."""

    label: str
    cells: tuple[Cell, ...]
    emphasis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Rows by columns. ``bounds`` parts the shades: four ascending limits of five shades for scores; for differences
    one number, the size from which a difference is strong."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    words: Words
    kind: Kind = "score"
    bounds: tuple[float, ...] = (20.0, 40.0, 60.0, 80.0)
    note: str = ""

    def __post_init__(self) -> None:
        if not self.rows or not self.columns:
            raise ValueError("a heat map needs at least one row and one column")
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"heat map: row {row.label!r} has {len(row.cells)} cells for {len(self.columns)} columns")
        if len(self.bounds) != (4 if self.kind == "score" else 1) or list(self.bounds) != sorted(set(self.bounds)):
            raise ValueError("heat map: scores need four ascending bounds, differences one")
        finite("heat map", **{f"bound {index}": bound for index, bound in enumerate(self.bounds)})


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells lie: the left edge and width of the columns, the edges of the rows."""

    left: float
    cell: float
    tops: tuple[float, ...]
    bottom: float

    def box(self, row: int, column: int) -> svg.Box:
        left = self.left + column * self.cell
        bottom = self.tops[row + 1] if row + 1 < len(self.tops) else self.bottom
        return left, self.tops[row], left + self.cell - _SEAM, bottom - _SEAM


def draw(figure: HeatMap, sheet: Sheet) -> str:
    """Return the figure as SVG."""
    wanted = max(measure.width(measure.clean(row.label), svg.TEXT, bold=row.emphasis) for row in figure.rows)
    left = min(wanted + _GAP + 1.0, _left(figure, sheet))
    cell = min((sheet.width - left) / len(figure.columns), 96.0)
    labels = [measure.block(row.label, left - _GAP, svg.TEXT, bold=row.emphasis) for row in figure.rows]
    heads, head = _heads(figure, left, cell)
    tops, y = [], head + 4.0
    for label in labels:
        tops.append(y)
        y += max(_CELL, label.height + 6.0)
    grid = _Grid(left, cell, tuple(tops), y)
    names = [svg.block(b, 0.0, (grid.box(i, 0)[1] + grid.box(i, 0)[3] - b.height) / 2) for i, b in enumerate(labels)]
    reasons = _reasons(figure)
    key, height = legend.below(sheet, _key(figure, reasons, sheet), figure.note, y)
    facts = [_fact(row, figure.columns, sheet) for row in figure.rows]
    body = [heads, *names, _shades(figure, grid), _numbers(figure, grid, reasons, sheet), _frames(figure, grid), key]
    body.append(_tips(figure, grid, sheet))
    return svg.document(sheet, "heatmap", figure.title, sheet.sentences(*facts, figure.note), body, height)


def _left(figure: HeatMap, sheet: Sheet) -> float:
    """Return how wide the row names may be: they give way, to a point, so that column names can stand upright."""
    word = max(measure.longest_word(name, svg.SMALL) for name in figure.columns)
    upright = sheet.width - (word + _TIGHT + 0.01) * len(figure.columns)
    whole = max(measure.longest_word(row.label, svg.TEXT, bold=row.emphasis) for row in figure.rows) + _GAP + 1.0
    least = min(max(0.2 * sheet.width, whole), 0.34 * sheet.width)
    return min(max(upright, least), 0.3 * sheet.width) if upright >= least else max(least, 0.3 * sheet.width)


def _heads(figure: HeatMap, left: float, cell: float) -> tuple[str, float]:
    """Write the column names, upright where their words fit the columns, else turned; return them and their height."""
    word = max(measure.longest_word(name, svg.SMALL) for name in figure.columns)
    if word <= cell - _TIGHT:
        blocks = [measure.block(name, max(cell - 9.0, word), svg.SMALL) for name in figure.columns]
        head = max(block.height for block in blocks)
        written = [svg.block(b, left + (i + 0.5) * cell - 0.5, head - b.height, anchor="middle") for i, b in enumerate(blocks)]
        return "".join(written), head
    # Turned names may have as many lines as stand side by side in one column.
    most = max(int(cell / (svg.SMALL * measure.LEADING)), 1)
    widest = max(measure.width(measure.clean(name), svg.SMALL) for name in figure.columns)
    blocks = [measure.block(name, min(max(widest / most * 1.35, 64.0), 150.0), svg.SMALL, lines=most) for name in figure.columns]
    head = max(block.width for block in blocks) + 2.0
    return "".join(svg.turned(b, left + (i + 0.5) * cell - 0.5, head) for i, b in enumerate(blocks)), head


def shade(figure: HeatMap, cell: Cell) -> str:
    """Return the colour role of a cell with a value: ``score-1``..``score-5``, ``more-…``, ``less-…`` or ``peer-soft``."""
    value = cell.value
    if value is None:
        raise ValueError("a cell without a value has no shade")
    if figure.kind == "score":
        return f"score-{1 + sum(value >= bound for bound in figure.bounds)}"
    if not cell.firm or value == 0:
        return "peer-soft"
    return f"{'more' if value > 0 else 'less'}-{2 if abs(value) >= figure.bounds[0] else 1}"


def _cells(figure: HeatMap) -> Iterable[tuple[int, int, Cell]]:
    return ((i, j, cell) for i, row in enumerate(figure.rows) for j, cell in enumerate(row.cells))


def _shades(figure: HeatMap, grid: _Grid) -> str:
    """Fill the cells: one path for each shade."""
    by_shade: dict[str, list[svg.Box]] = {}
    empty = []
    for i, j, cell in _cells(figure):
        if cell.value is None:
            empty.append(grid.box(i, j))
        else:
            by_shade.setdefault(shade(figure, cell), []).append(grid.box(i, j))
    filled = [svg.boxes(f"cell-{role}", by_shade[role], palette.fill(role)) for role in sorted(by_shade)]
    frame = svg.boxes("cell-empty", empty, palette.outlined("paper", "grid", 0.75))
    return "".join(filled) + frame + svg.hatch("cell-hatch", empty, palette.stroke("grid", 0.75))


def _numbers(figure: HeatMap, grid: _Grid, reasons: Sequence[str], sheet: Sheet) -> str:
    """Write the numbers: one node for each ink and weight."""
    by_style: dict[tuple[str, bool], list[tuple[str, float, float]]] = {}
    for i, j, cell in _cells(figure):
        left, top, right, bottom = grid.box(i, j)
        text, role, bold = _print(figure, cell, reasons, sheet)
        by_style.setdefault((role, bold), []).append((text, (left + right) / 2, (top + bottom) / 2))
    widest = max(measure.width(text, svg.TEXT, bold=True) for items in by_style.values() for text, _, _ in items)
    size = min(svg.TEXT, max(svg.TEXT * (grid.cell - 3.0) / widest, 6.0)) if widest else svg.TEXT
    return "".join(svg.texts(by_style[style], size=size, anchor="middle", role=style[0], bold=style[1]) for style in sorted(by_style))


def _print(figure: HeatMap, cell: Cell, reasons: Sequence[str], sheet: Sheet) -> tuple[str, str, bool]:
    """Return what is printed in a cell, in which ink, and whether bold."""
    if cell.value is None:
        return _MARKS_OF_ABSENCE[min(reasons.index(cell.why), len(_MARKS_OF_ABSENCE) - 1)], "muted", False
    number = sheet.number(cell.value)
    role = shade(figure, cell)
    if figure.kind == "score":
        return number, f"on-{role}", False
    signed = f"+{number}" if cell.value > 0 else number
    return (signed, f"on-{role}", True) if role != "peer-soft" else (f"≈ {signed}", "ink", False)


def _frames(figure: HeatMap, grid: _Grid) -> str:
    last = len(figure.columns) - 1
    corners = [(*grid.box(i, 0)[:2], *grid.box(i, last)[2:]) for i, row in enumerate(figure.rows) if row.emphasis]
    return svg.boxes("frame", corners, palette.stroke("ink", 1.5))


def _reasons(figure: HeatMap) -> list[str]:
    """Return the different reasons why cells are empty, in the order in which they are met."""
    return list(dict.fromkeys(cell.why for _, _, cell in _cells(figure) if cell.value is None))


def _key(figure: HeatMap, reasons: Sequence[str], sheet: Sheet) -> list[legend.Entry]:
    key = [legend.area(words, role, palette.outlined(role, "grid", 0.5)) for role, words in _ranges(figure, sheet)]
    if any(cell.value is not None and not cell.firm for _, _, cell in _cells(figure)) and figure.kind == "difference":
        key.append(legend.area(f"≈ {figure.words.not_firm}", "not-firm", palette.fill("peer-soft")))
    frame, hatched = palette.outlined("paper", "grid", 0.75), palette.stroke("grid", 0.75)
    for index, why in enumerate(reasons):
        mark = _MARKS_OF_ABSENCE[min(index, len(_MARKS_OF_ABSENCE) - 1)]
        key.append(legend.area(f"{mark} {why}".strip(), "empty", frame, hatched=hatched))
    return key


def _ranges(figure: HeatMap, sheet: Sheet) -> list[tuple[str, str]]:
    """Return the shades with the values they stand for."""
    tick = sheet.tick
    if figure.kind == "difference":
        strong, to = figure.bounds[0], sheet.punctuation.to
        return [
            ("less-2", f"≤ {tick(-strong)}"),
            ("less-1", f"{tick(-strong)} {to} 0"),
            ("more-1", f"0 {to} +{tick(strong)}"),
            ("more-2", f"≥ +{tick(strong)}"),
        ]
    first, *_, last = figure.bounds
    between = [f"{tick(low)}–{tick(high)}" for low, high in zip(figure.bounds, figure.bounds[1:], strict=False)]
    return [(f"score-{i + 1}", words) for i, words in enumerate([f"< {tick(first)}", *between, f"≥ {tick(last)}"])]


def _fact(row: Row, columns: Sequence[str], sheet: Sheet) -> str:
    pairs = zip(columns, row.cells, strict=True)
    return sheet.fact(row.label, sheet.facts(*(f"{name} {_said(cell, sheet)}" for name, cell in pairs)))


def _said(cell: Cell, sheet: Sheet) -> str:
    if cell.value is None:
        return cell.why or "–"
    return sheet.number(cell.value) if cell.firm else f"≈ {sheet.number(cell.value)}"


def _tips(figure: HeatMap, grid: _Grid, sheet: Sheet) -> str:
    named = ((i, j, figure.rows[i].label, figure.columns[j], cell) for i, j, cell in _cells(figure))
    return svg.tips(sheet, [(grid.box(i, j), sheet.fact(f"{row} · {column}", _said(cell, sheet))) for i, j, row, column, cell in named])
