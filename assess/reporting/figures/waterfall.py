"""Waterfall: how contributions add up to the total, step by step.

Each row begins where the one above it ended. What an element brings is a dark bar, and the pale outline beyond it is what
it could still bring (its weight less its contribution); what is taken away (deductions, gates) is hatched, carries a minus
sign and runs back. The last row is the total, measured from zero: a reader can check the sum with a ruler.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from assess.reporting.figures import legend, palette, rows, svg
from assess.reporting.figures.rows import Line, Plan, Row
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import Threshold, finite

_HALF, _MARKS = 6.0, 14.0
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Words:
    """What the marks are called, in the language of the figure."""

    contribution: str
    possible: str
    deduction: str
    total: str
    missing: str
    """Said of a step without an amount: an element in which nothing could be scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: points added (or, negative, taken away), None where nothing could be scored; ``possible`` is the most.

    A ``subtotal`` takes no amount: it shows what has been reached so far.
    """

    label: str
    amount: float | None = None
    possible: float | None = None
    subtotal: bool = False

    def __post_init__(self) -> None:
        finite(f"step {self.label!r}", amount=self.amount, possible=self.possible)
        if self.subtotal and self.amount is not None:
            raise ValueError(f"step {self.label!r}: a subtotal adds nothing of its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Steps that add up to ``total`` (checked to 1e-6) on an axis from 0 to ``maximum``."""

    title: str
    steps: tuple[Step, ...]
    total: float
    words: Words
    thresholds: tuple[Threshold, ...] = ()
    note: str = ""
    maximum: float = 100.0

    def __post_init__(self) -> None:
        finite("waterfall", total=self.total, maximum=self.maximum)
        reached = math.fsum(step.amount or 0.0 for step in self.steps)
        if abs(reached - self.total) > _TOLERANCE:
            raise ValueError(f"waterfall: the steps add up to {reached!r}, not to the total {self.total!r}")


def draw(figure: Waterfall, sheet: Sheet) -> str:
    """Return the figure as SVG."""
    words, edges = figure.words, _edges(figure)
    lowest = min(0.0, *(min(edge) for edge in edges))
    plan = rows.plan(
        sheet,
        [*(_line(step, end, figure, sheet) for step, (_, end) in zip(figure.steps, edges, strict=False)), _total_line(figure, sheet)],
        low=lowest,
        high=max(figure.maximum, *(max(edge) for edge in edges)),
        headings=(words.contribution, words.possible) if _has_possible(figure) else (words.contribution,),
        thresholds=figure.thresholds,
        marks=_MARKS,
    )
    facts = [fact for step in figure.steps if (fact := _fact(step, words, sheet))]
    facts.append(sheet.fact(words.total, sheet.number(figure.total)))
    areas = [((0.0, r.top, sheet.width, r.bottom), sheet.fact(r.line.label, r.line.values[0])) for r in plan.rows]
    key, height = legend.below(sheet, _key(figure), figure.note, plan.bottom + rows.AXIS)
    body = [rows.backdrop(plan), _marks(figure, edges, plan), rows.words(plan), key, svg.tips(sheet, areas)]
    return svg.document(sheet, "waterfall", figure.title, sheet.sentences(*facts, figure.note), body, height)


def _has_possible(figure: Waterfall) -> bool:
    return any(step.possible is not None for step in figure.steps)


def _edges(figure: Waterfall) -> list[tuple[float, float]]:
    """Return from where to where each row's bar goes, in points; subtotals and the total start at zero."""
    edges: list[tuple[float, float]] = []
    amounts: list[float] = []
    for step in figure.steps:
        before = math.fsum(amounts)
        amounts.append(step.amount or 0.0)
        edges.append((0.0, before) if step.subtotal else (before, math.fsum(amounts)))
    return [*edges, (0.0, figure.total)]


def _signed(amount: float, sheet: Sheet) -> str:
    return f"+{sheet.number(amount)}" if amount > 0 else sheet.number(amount)


def _line(step: Step, reached: float, figure: Waterfall, sheet: Sheet) -> Line:
    if step.subtotal:
        return Line(label=step.label, values=(sheet.number(reached), ""), emphasis=True)
    possible = "" if step.possible is None else sheet.number(step.possible)
    if step.amount is None:
        return Line(label=step.label, values=("–", possible), remark=figure.words.missing)
    return Line(label=step.label, values=(_signed(step.amount, sheet), possible))


def _total_line(figure: Waterfall, sheet: Sheet) -> Line:
    return Line(label=figure.words.total, values=(sheet.number(figure.total), ""), emphasis=True)


def _marks(figure: Waterfall, edges: list[tuple[float, float]], plan: Plan) -> str:
    at = plan.scale.at
    more: list[svg.Box] = []
    less: list[svg.Box] = []
    sums: list[svg.Box] = []
    room, joints = [], []
    kinds = [*((step.amount, step.possible, step.subtotal) for step in figure.steps), (None, None, True)]
    for index, ((amount, possible, is_sum), (start, end), row) in enumerate(zip(kinds, edges, plan.rows, strict=True)):
        box = _bar(at(min(start, end)), at(max(start, end)), row)
        if is_sum or amount is not None:
            (sums if is_sum else less if (amount or 0.0) < 0 else more).append(box)
        if possible is not None and amount is not None and possible > amount:
            room.append(_bar(at(max(end, start)), at(start + possible), row))
        if index:
            reached = at(edges[index - 1][1])
            joints.append(((reached, plan.rows[index - 1].middle + _HALF), (reached, row.middle - _HALF)))
    return (
        svg.lines("joint", joints, palette.stroke("peer", 0.75))
        + svg.boxes("possible", room, palette.outlined("paper", "axis", 0.75))
        + svg.boxes("contribution", more, palette.fill("own"))
        + svg.boxes("deduction", less, palette.outlined("paper", "bad", 1.0))
        + svg.hatch("deduction-hatch", less, palette.stroke("bad", 1.25), spacing=4.0)
        + svg.boxes("total", sums, palette.fill("ink"))
        + svg.lines("foot", [((at(0.0), plan.top), (at(0.0), plan.bottom))], palette.stroke("ink", 1.0))
    )


def _bar(left: float, right: float, row: Row) -> svg.Box:
    return (left, row.middle - _HALF, right, row.middle + _HALF)


def _key(figure: Waterfall) -> list[legend.Entry]:
    words, key = figure.words, [legend.area(figure.words.contribution, "contribution", palette.fill("own"))]
    if _has_possible(figure):
        key.append(legend.area(words.possible, "possible", palette.outlined("paper", "axis", 0.75)))
    if any((step.amount or 0.0) < 0 for step in figure.steps):
        frame, hatched = palette.outlined("paper", "bad"), palette.stroke("bad", 1.25)
        key.append(legend.area(words.deduction, "deduction", frame, hatched=hatched))
    return [*key, legend.area(words.total, "total", palette.fill("ink"))]


def _fact(step: Step, words: Words, sheet: Sheet) -> str:
    if step.amount is None:
        return "" if step.subtotal else sheet.fact(step.label, words.missing)
    possible = "" if step.possible is None else f"{words.possible} {sheet.number(step.possible)}"
    name = words.deduction if step.amount < 0 else words.contribution
    return sheet.fact(step.label, sheet.facts(f"{name} {_signed(step.amount, sheet)}", possible))
