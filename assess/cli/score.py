"""`assess score`: the gates, the level, the score with its interval, and a trace for every point."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from assess.assessments import file
from assess.catalogue import library
from assess.cli.output import emit_json
from assess.method.result import GateOutcome, Score, Traced
from assess.method.text import Text
from assess.platform import locale
from assess.platform.faults import printable
from assess.results import document, evaluate, wording
from assess.results.evaluate import Evaluated

MOST_DRAWS = 100_000
NONE = "–"


@click.command(help="Score an assessment: gates, level, score with its interval, and a trace for every point.")
@click.argument("assessment", type=click.Path(path_type=Path))
@click.option("--scheme", metavar="ID", help="Score under another scheme than the assessment's own, e.g. stars@1.")
@click.option("--trace", is_flag=True, help="Print every item with its weight, value and points (always part of --json).")
@click.option(
    "--draws", type=click.IntRange(0, MOST_DRAWS), default=evaluate.DRAWS, show_default=True, help="Monte Carlo draws; 0: no interval."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=evaluate.SEED, show_default=True, help="Of the draws.")
@click.option("--lang", type=click.Choice(locale.LANGUAGES), default="en", show_default=True, help="Of titles and reasons.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (assess/result@1).")
def command(assessment: Path, scheme: str | None, trace: bool, draws: int, seed: int, lang: str, as_json: bool) -> None:
    """Read, score, print. Raises Faults with everything that is wrong with the files."""
    case = file.read(assessment, scheme=_newest(scheme))
    evaluated = evaluate.evaluate(case, draws=draws, seed=seed)
    if as_json:
        emit_json(document.as_json(evaluated, lang))
    else:
        click.echo("\n".join(_Report(evaluated, lang).lines(trace=trace)))


def _newest(scheme: str | None) -> str | None:
    """Return a scheme named without a version as its newest version on the shelf."""
    if scheme is None or "@" in scheme:
        return scheme
    versions = [reference for reference in library.references("scheme") if reference.partition("@")[0] == scheme]
    return max(versions, key=lambda reference: int(reference.partition("@")[2]), default=scheme)


class _Report:
    """What people read of a result."""

    def __init__(self, evaluated: Evaluated, language: str) -> None:
        self.case = evaluated.case
        self.result = evaluated.result
        self.language = language
        self.thresholds = [level.threshold for level in evaluated.case.scheme.levels]
        self.levels = {level.level: f"{level.level} {self.say(level.title)}".rstrip() for level in evaluated.case.scheme.levels}

    def lines(self, *, trace: bool) -> Iterator[str]:
        """Yield the lines: what is scored, gates, level, score, elements, what blocks the next level, and the trace if asked for."""
        assessment = self.case.assessment
        kind = "self-assessment" if assessment.is_self else "assessed"
        parts = [self.say(assessment.organisation.name), kind, assessment.period, assessment.questionnaire, self.case.scheme.reference]
        yield printable(" · ".join(parts))
        for section in (self._gates, self._level, self._elements, self._next, self._trace if trace else None):
            if section is not None:
                yield ""
                yield from section()

    def say(self, text: Text) -> str:
        """Return a text in the language of the report, harmless to a terminal."""
        return printable(locale.say(text, self.language))

    def _gates(self) -> Iterator[str]:
        yield "Gates"
        for gate in self.result.gates:
            if gate.holds:
                yield f"  ✓ {self.say(gate.title)}"
            else:
                yield f"  ✗ {self.say(gate.title)} — {self._left_open(gate)}"
                yield f"      {printable(wording.reason(gate, self.language))}"

    def _left_open(self, gate: GateOutcome) -> str:
        return f"at most level {self.levels[gate.caps_at]}" if gate.caps_at else "no level"

    def _level(self) -> Iterator[str]:
        level, overall = self.result.level, self.result.overall
        yield f"Level     {self.levels[level.reached] if level.reached is not None else 'none'}"
        if level.by_score is not None and level.by_score != level.reached:
            yield f"          The score alone would give level {self.levels[level.by_score]}; held back by: {', '.join(level.blocked_by)}."
        if level.raised_by_not_applicable:
            yield "          Counted as nothing, the items that are not applicable would lower the level."
        yield f"Score     {self._points(overall.score)}{self._interval()}"
        for adjustment in self.result.adjustments:
            yield f"          {adjustment.points:+.1f} {adjustment.id}: {self.say(adjustment.reason)}"
        shares = f"coverage {wording.share(overall.coverage)} · not applicable {wording.share(overall.not_applicable)}"
        yield f"          claimed {self._points(overall.claimed)} · verified {self._points(overall.verified)} · {shares}"
        if firm := self._firmness():
            yield f"          {firm}"

    def _interval(self) -> str:
        interval = self.result.interval
        if interval is None:
            return ""
        between = f"{interval.low:.1f} to {interval.high:.1f}"
        return f"   ({100 * interval.confidence:.10g} % interval {between}; {interval.draws} draws, seed {interval.seed})"

    def _firmness(self) -> str:
        reached, probability = self.result.level.reached, self.result.level_probability
        if not probability:
            return ""
        if reached is not None:
            return f"Level {reached} holds in {wording.share(probability[str(reached)])} of the draws."
        likely = ", ".join(f"{name} {wording.share(share)}" for name, share in probability.items() if share > 0)
        gaps = self.result.overall.coverage < 1
        return f"Levels, were every gap filled by chance: {likely}." if gaps else f"Levels over the draws: {likely}."

    def _elements(self) -> Iterator[str]:
        header = ["", "score", "interval", "claimed", "verified", "coverage", "N/A", "weight"]
        titles = {element.id: self.say(element.title) for element in self.case.questionnaire.elements}
        rows = [self._row(f"{id_} {titles[id_]}".rstrip(), id_, score) for id_, score in self.result.elements.items()]
        yield from _table(header, rows, left=1)

    def _row(self, name: str, id_: str, score: Score) -> list[str]:
        interval = self.result.interval.elements[id_] if self.result.interval else None
        between = f"{interval[0]:.1f} to {interval[1]:.1f}" if interval else NONE
        points = [self._points(each) for each in (score.score, score.claimed, score.verified)]
        shares = [wording.share(each) for each in (score.coverage, score.not_applicable, score.weight)]
        return [name, points[0], between, *points[1:], *shares]

    def _next(self) -> Iterator[str]:
        """Yield what stands between the result and the next level: gates first, then points."""
        level, score = self.result.level, self.result.overall.score
        if level.next_level is None or level.next_threshold is None:
            yield "The highest level of the scheme is reached."
            return
        yield f"To level {self.levels[level.next_level]} (from {level.next_threshold:.10g})"
        for gate in self.result.gates:
            if gate.caps_at is not None and gate.caps_at < level.next_level:
                yield f"  gate {gate.id}: {printable(wording.reason(gate, self.language))}"
        lacking = level.next_threshold - (score or 0.0)
        yield f"  {wording.points(lacking, [0.0]) if lacking > 0 else 'no'} points are lacking"

    def _trace(self) -> Iterator[str]:
        header = ["item", "state", "weight", "value", "claimed", "verified", "points"]
        rows = [self._traced(traced) for traced in self.result.trace]
        rows += [[each.id, "", NONE, NONE, NONE, NONE, f"{each.points:.4f}"] for each in self.result.adjustments]
        yield from _table(header, rows, left=2)

    def _traced(self, traced: Traced) -> list[str]:
        values = [NONE if value is None else f"{value:.4f}" for value in (traced.value, traced.claimed, traced.verified)]
        return [traced.item, traced.state.replace("_", " "), f"{100 * traced.weight:.4f} %", *values, f"{traced.points:.4f}"]

    def _points(self, score: float | None) -> str:
        return NONE if score is None else wording.points(score, self.thresholds)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], *, left: int) -> Iterator[str]:
    """Yield a table whose first ``left`` columns stand to the left, the others to the right, as wide as their contents."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        gaps = [" " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)]
        cells = [cell + gap if column < left else gap + cell for column, (cell, gap) in enumerate(zip(line, gaps, strict=True))]
        yield ("  " + "   ".join(cells)).rstrip()


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text if not unicodedata.combining(character))
