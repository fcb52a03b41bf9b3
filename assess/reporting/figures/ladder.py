"""Ladder: the score on the scale of the levels, and the gates that decide whether the level holds.

The levels are steps that rise from left to right, each as wide as its share of the scale. The step that was reached is
dark, those below it pale; a step reached by score but held back by a gate is hatched. Above the steps stand the score
and its interval. Below them the gates are listed with a tick, a cross or a dash, and the word for it: the gates are read
before the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assess.reporting.figures import flags, legend, measure, palette, svg
from assess.reporting.figures.flags import Flag
from assess.reporting.figures.sheet import Sheet
from assess.reporting.figures.values import Interval, Scale, Threshold, finite

_EDGE, _LOWEST, _RISE, _HEAD = 10.0, 10.0, 5.0, 34.0
_ICON, _INDENT = 6.0, 22.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the marks are called, in the language of the figure."""

    score: str
    interval: str
    reached: str
    held_back: str
    """For levels reached by score and held back by a gate."""
    holds: str
    fails: str
    unknown: str
    not_assessable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level and where it begins; ``note`` is printed below its title (the chance that it holds, say)."""

    title: str
    threshold: float
    note: str = ""

    def __post_init__(self) -> None:
        finite(f"level {self.title!r}", threshold=self.threshold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A condition of a level; ``holds`` is None when it was not examined, ``detail`` says why it does not hold."""

    label: str
    holds: bool | None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Levels in ascending order; ``reached`` and ``by_score`` are positions among them (0 is the lowest), or None."""

    title: str
    levels: tuple[Level, ...]
    words: Words
    score: float | None = None
    interval: Interval | None = None
    reached: int | None = None
    by_score: int | None = None
    gates: tuple[Gate, ...] = ()
    note: str = ""
    minimum: float = 0.0
    maximum: float = 100.0

    def __post_init__(self) -> None:
        finite("ladder", score=self.score, minimum=self.minimum, maximum=self.maximum)
        starts = [level.threshold for level in self.levels]
        if not starts or starts != sorted(set(starts)):
            raise ValueError("a ladder needs levels in ascending order")
        for name, index in (("reached", self.reached), ("by_score", self.by_score)):
            if index is not None and not 0 <= index < len(starts):
                raise ValueError(f"ladder: {name} is {index}, but there are {len(starts)} levels")


def draw(figure: Ladder, sheet: Sheet) -> str:
    """Return the figure as SVG."""
    scale = Scale(figure.minimum, figure.maximum, _EDGE, sheet.width - 5 * _EDGE)
    base = _HEAD + _LOWEST + _RISE * len(figure.levels)
    bold = None if figure.reached is None else figure.levels[figure.reached].threshold
    named = [Threshold(level.threshold, level.title) for level in figure.levels]
    notes = {level.threshold: level.note for level in figure.levels}
    placed = flags.place(named, scale, sheet.width, bold=bold, notes=notes)
    under = base + 18.0
    gates, end = _gates(figure, under + flags.depth(placed) + 4.0, sheet)
    key, height = legend.below(sheet, _key(figure), figure.note, end)
    tips = svg.tips(sheet, zip(_boxes(figure, scale, base), (_said(level, sheet) for level in figure.levels), strict=True))
    body = [_steps(figure, scale, base), _names(placed, scale, base, under, sheet), _score(figure, scale, base, sheet), gates, key, tips]
    return svg.document(sheet, "ladder", figure.title, sheet.sentences(*_facts(figure, sheet), figure.note), body, height)


def _boxes(figure: Ladder, scale: Scale, base: float) -> list[svg.Box]:
    """Return where each step lies, from its threshold to the next, each a little higher than the one before."""
    edges = [scale.at(level.threshold) for level in figure.levels] + [scale.end]
    heights = [_LOWEST + _RISE * (index + 1) for index in range(len(figure.levels))]
    return [(left, base - height, right, base) for (left, right), height in zip(pairwise(edges), heights, strict=True)]


def _steps(figure: Ladder, scale: Scale, base: float) -> str:
    """Draw the steps: reached dark, passed pale, held back hatched, the others empty."""
    kinds: dict[str, list[svg.Box]] = {"ahead": [], "passed": [], "held-back": [], "reached": []}
    for index, box in enumerate(_boxes(figure, scale, base)):
        kinds[_kind(figure, index)].append(box)
    held = kinds["held-back"]
    return (
        svg.boxes("ahead", kinds["ahead"], palette.outlined("level-1", "axis", 0.75))
        + svg.boxes("passed", kinds["passed"], palette.outlined("own-soft", "own", 0.75))
        + svg.boxes("held-back", held, palette.outlined("paper", "own", 0.75))
        + svg.hatch("held-back-hatch", held, palette.stroke("own", 1.0))
        + svg.boxes("reached", kinds["reached"], palette.outlined("own", "own", 0.75))
        + svg.lines("base", [((scale.start, base), (scale.end, base))], palette.stroke("ink", 1.25))
    )


def _kind(figure: Ladder, index: int) -> str:
    if figure.reached is not None and index <= figure.reached:
        return "reached" if index == figure.reached else "passed"
    return "held-back" if figure.by_score is not None and index <= figure.by_score else "ahead"


def _names(placed: Sequence[Flag], scale: Scale, base: float, under: float, sheet: Sheet) -> str:
    """Write the limits of the levels below the steps, and their titles below the limits."""
    poles = [((flag.x, base), (flag.x, under + flag.near + flag.label.height)) for flag in placed]
    limits = [(sheet.tick(flag.threshold.value), flag.x + flags.ASIDE, base + 9.0) for flag in placed]
    limits.append((sheet.tick(scale.high), scale.end + flags.ASIDE, base + 9.0))
    titles = [svg.block(flag.label, flag.x + flags.ASIDE, under + flag.near, role="ink" if flag.label.bold else "muted") for flag in placed]
    return svg.lines("limit", poles, palette.stroke("axis", 0.75)) + svg.texts(limits, size=svg.SMALL, role="muted") + "".join(titles)


def _score(figure: Ladder, scale: Scale, base: float, sheet: Sheet) -> str:
    """Draw the score with its interval above the steps and write its number over it."""
    if figure.score is None:
        return svg.label(figure.words.not_assessable, scale.start, 8.0, bold=True)
    x, span, middle = scale.at(figure.score), figure.interval, 26.0
    text = f"{figure.words.score} {sheet.number(figure.score)}" + (sheet.aside(sheet.between(span.low, span.high)) if span else "")
    half = measure.width(text, svg.TEXT, bold=True) / 2
    at = min(max(x, half), sheet.width - half)
    whisker = []
    if span:
        caps = [scale.at(end) for end in (span.low, span.high) if scale.holds(end)]
        whisker = [((scale.at(span.low), middle), (scale.at(span.high), middle))]
        whisker += [((cap, middle - 4.0), (cap, middle + 4.0)) for cap in caps]
    stem = [((x, middle), (x, base))]
    return (
        svg.lines("stem-edge", stem, palette.stroke("paper", 3.5))
        + svg.lines("stem", stem, palette.stroke("ink", 1.25))
        + svg.lines("interval", whisker, palette.stroke("ink", 1.5))
        + svg.diamonds("score", [(x, middle)], 5.5, palette.outlined("ink", "paper", 1.0))
        + svg.label(text, at, 9.0, anchor="middle", bold=True)
    )


def _gates(figure: Ladder, top: float, sheet: Sheet) -> tuple[str, float]:
    """List the gates: sign, condition, detail, and the word for its state at the right."""
    words = {True: figure.words.holds, False: figure.words.fails, None: figure.words.unknown}
    states = [measure.block(words[gate.holds], 0.24 * sheet.width, svg.SMALL, bold=gate.holds is False) for gate in figure.gates]
    room = sheet.width - _INDENT - max((state.width for state in states), default=0.0) - 12.0
    drawn, hairs, y = [], [], top
    for gate, state in zip(figure.gates, states, strict=True):
        label = measure.block(gate.label, room, svg.TEXT, bold=gate.holds is False)
        detail = measure.block(gate.detail, room, svg.SMALL)
        height = max(label.height + detail.height, state.height) + 8.0
        hairs.append(((0.0, y), (sheet.width, y)))
        drawn.append(_sign(gate.holds, 8.0, y + 4.0 + svg.TEXT * measure.LEADING / 2))
        drawn.append(svg.block(label, _INDENT, y + 4.0))
        drawn.append(svg.block(detail, _INDENT, y + 4.0 + label.height, role="muted"))
        drawn.append(svg.block(state, sheet.width, y + 4.5, anchor="end", role="muted" if gate.holds is None else "ink"))
        y += height
    return svg.lines("grid", hairs, palette.stroke("grid", 0.75)) + "".join(drawn), y


def _sign(holds: bool | None, x: float, y: float) -> str:
    """Draw the sign of a gate: a tick in a filled circle, a cross in a filled diamond, a dash in an empty circle."""
    white = palette.stroke("paper", 1.6)
    if holds is None:
        ring = svg.dots("gate-unknown", [(x, y)], _ICON, palette.stroke("peer", 1.25))
        return ring + svg.lines("gate-unknown-sign", [((x - 3.0, y), (x + 3.0, y))], palette.stroke("peer", 1.6))
    if holds:
        tick = [(x - 3.0, y), (x - 0.8, y + 2.4), (x + 3.2, y - 2.4)]
        return svg.dots("gate-holds", [(x, y)], _ICON, palette.fill("good")) + svg.traces("gate-holds-sign", [tick], white)
    cross = [((x - 2.4, y - 2.4), (x + 2.4, y + 2.4)), ((x - 2.4, y + 2.4), (x + 2.4, y - 2.4))]
    return svg.diamonds("gate-fails", [(x, y)], _ICON + 1.8, palette.fill("bad")) + svg.lines("gate-fails-sign", cross, white)


def _key(figure: Ladder) -> list[legend.Entry]:
    kinds = {_kind(figure, index) for index in range(len(figure.levels))}
    key = []
    if "reached" in kinds:
        key.append(legend.area(figure.words.reached, "reached", palette.outlined("own", "own", 0.75)))
    if "held-back" in kinds:
        frame, hatched = palette.outlined("paper", "own", 0.75), palette.stroke("own", 1.0)
        key.append(legend.area(figure.words.held_back, "held-back", frame, hatched=hatched))
    if figure.score is not None and figure.interval is not None:
        key.append(legend.line(figure.words.interval, "interval", palette.stroke("ink", 1.5)))
    return key


def _said(level: Level, sheet: Sheet) -> str:
    return sheet.fact(level.title, sheet.facts(f"≥ {sheet.tick(level.threshold)}", level.note))


def _facts(figure: Ladder, sheet: Sheet) -> list[str]:
    words = figure.words
    facts = [sheet.fact(words.score, words.not_assessable if figure.score is None else sheet.number(figure.score))]
    if figure.interval and figure.score is not None:
        facts.append(sheet.fact(words.interval, sheet.between(figure.interval.low, figure.interval.high)))
    if figure.reached is not None:
        facts.append(sheet.fact(words.reached, figure.levels[figure.reached].title))
    if figure.by_score is not None and _kind(figure, figure.by_score) == "held-back":
        facts.append(sheet.fact(words.held_back, figure.levels[figure.by_score].title))
    said = {True: words.holds, False: words.fails, None: words.unknown}
    facts += [_said(level, sheet) for level in figure.levels]
    return facts + [sheet.fact(gate.label, sheet.facts(said[gate.holds], gate.detail)) for gate in figure.gates]
