"""`assess score`: the gates, the level, the score with its interval, and a trace for every point."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
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


def _(message: str) -> str:
    """Mark a message for translation where it is only looked up later."""
    return message


_STATES = {
    "answered": _("answered"),
    "unanswered": _("unanswered"),
    "not_applicable": _("not applicable"),
    "not_applicable_by_rule": _("not applicable by rule"),
}
_COLUMNS = (_("Score"), _("Interval"), _("Claimed"), _("Verified"), _("Coverage"), _("N/A"), _("Weight"))
_TRACE_COLUMNS = (_("Item"), _("State"), _("Weight"), _("Value"), _("Claimed"), _("Verified"), _("Points"))


@click.command(help="Score an assessment: gates, level, score with its interval, and a trace for every point.")
@click.argument("assessment", type=click.Path(path_type=Path))
@click.option("--scheme", metavar="ID", help="Score under another scheme than the assessment's own, e.g. stars@1.")
@click.option("--trace", is_flag=True, help="Print every item with its weight, value and points (always part of --json).")
@click.option(
    "--draws", type=click.IntRange(0, MOST_DRAWS), default=evaluate.DRAWS, show_default=True, help="Monte Carlo draws; 0: no interval."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=evaluate.SEED, show_default=True, help="Of the draws.")
@click.option("--lang", type=click.Choice(locale.LANGUAGES), default="en", show_default=True, help="Of everything printed for people.")
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
        self._ = partial(locale.gettext, language=language)
        self.thresholds = [level.threshold for level in evaluated.case.scheme.levels]
        self.levels = {level.level: f"{level.level} {self.say(level.title)}".rstrip() for level in evaluated.case.scheme.levels}

    def lines(self, *, trace: bool) -> Iterator[str]:
        """Yield the lines: what is scored, gates, level, score, elements, what blocks the next level, and the trace if asked for."""
        assessment = self.case.assessment
        kind = self._("Self-assessment") if assessment.is_self else self._("Assessed")
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
        yield self._("Gates")
        for gate in self.result.gates:
            if gate.holds:
                yield f"  ✓ {self.say(gate.title)}"
            else:
                yield f"  ✗ {self.say(gate.title)} {self._left_open(gate)}"
                yield f"      {printable(wording.reason(gate, self.language))}"

    def _left_open(self, gate: GateOutcome) -> str:
        return self._("(at most level {level})").format(level=self.levels[gate.caps_at]) if gate.caps_at else self._("(no level)")

    def _level(self) -> Iterator[str]:
        level, overall = self.result.level, self.result.overall
        heads = self._heads(self._("Level"), self._("Score"))
        yield f"{heads[0]}{self.levels[level.reached] if level.reached is not None else self._('none')}"
        if level.by_score is not None and level.by_score != level.reached:
            alone = self._("The score alone would give level {level}; held back by: {gates}.")
            yield f"{heads[2]}{alone.format(level=self.levels[level.by_score], gates=', '.join(level.blocked_by))}"
        if level.raised_by_not_applicable:
            yield f"{heads[2]}{self._('Counted as nothing, the items that are not applicable would lower the level.')}"
        yield f"{heads[1]}{self._points(overall.score)}{self._interval()}"
        for adjustment in self.result.adjustments:
            yield f"{heads[2]}{adjustment.points:+.1f} {adjustment.id}: {self.say(adjustment.reason)}"
        parts = self._("claimed {claimed} · verified {verified} · coverage {coverage} · not applicable {not_applicable}").format(
            claimed=self._points(overall.claimed),
            verified=self._points(overall.verified),
            coverage=wording.share(overall.coverage),
            not_applicable=wording.share(overall.not_applicable),
        )
        yield f"{heads[2]}{parts}"
        if firm := self._firmness():
            yield f"{heads[2]}{firm}"

    @staticmethod
    def _heads(level: str, score: str) -> list[str]:
        """Return both words and nothing, each as wide as a column."""
        width = max(_width(level), _width(score)) + 4
        return [word + " " * (width - _width(word)) for word in (level, score, "")]

    def _interval(self) -> str:
        interval = self.result.interval
        if interval is None:
            return ""
        return "   " + self._("({confidence} % interval {low} to {high}; {draws} draws, seed {seed})").format(
            confidence=f"{100 * interval.confidence:.10g}",
            low=f"{interval.low:.1f}",
            high=f"{interval.high:.1f}",
            draws=interval.draws,
            seed=interval.seed,
        )

    def _firmness(self) -> str:
        reached, probability = self.result.level.reached, self.result.level_probability
        if not probability:
            return ""
        if reached is not None:
            return self._("Level {level} holds in {share} of the draws.").format(
                level=reached, share=wording.share(probability[str(reached)])
            )
        likely = ", ".join(
            f"{self._('none') if name == 'none' else name} {wording.share(share)}" for name, share in probability.items() if share > 0
        )
        gaps = self.result.overall.coverage < 1
        said = self._("Levels, were every gap filled by chance: {levels}.") if gaps else self._("Levels over the draws: {levels}.")
        return said.format(levels=likely)

    def _elements(self) -> Iterator[str]:
        header = ["", *map(self._, _COLUMNS)]
        titles = {element.id: self.say(element.title) for element in self.case.questionnaire.elements}
        rows = [self._row(f"{id_} {titles[id_]}".rstrip(), id_, score) for id_, score in self.result.elements.items()]
        yield from _table(header, rows, left=1)

    def _row(self, name: str, id_: str, score: Score) -> list[str]:
        interval = self.result.interval.elements[id_] if self.result.interval else None
        between = f"{interval[0]:.1f}–{interval[1]:.1f}" if interval else NONE
        points = [self._points(each) for each in (score.score, score.claimed, score.verified)]
        shares = [wording.share(each) for each in (score.coverage, score.not_applicable, score.weight)]
        return [name, points[0], between, *points[1:], *shares]

    def _next(self) -> Iterator[str]:
        """Yield what stands between the result and the next level: gates first, then points."""
        level, score = self.result.level, self.result.overall.score
        if level.next_level is None or level.next_threshold is None:
            yield self._("The highest level of the scheme is reached.")
            return
        yield self._("To level {level} (from {threshold})").format(
            level=self.levels[level.next_level], threshold=f"{level.next_threshold:.10g}"
        )
        for gate in self.result.gates:
            if gate.caps_at is not None and gate.caps_at < level.next_level:
                yield f"  {gate.id}: {printable(wording.reason(gate, self.language))}"
        lacking = level.next_threshold - (score or 0.0)
        if lacking > 0:
            yield "  " + self._("{points} points are lacking").format(points=wording.points(lacking, [0.0]))
        else:
            yield "  " + self._("no points are lacking")

    def _trace(self) -> Iterator[str]:
        header = [*map(self._, _TRACE_COLUMNS)]
        rows = [self._traced(traced) for traced in self.result.trace]
        rows += [[each.id, "", NONE, NONE, NONE, NONE, f"{each.points:.4f}"] for each in self.result.adjustments]
        yield from _table(header, rows, left=2)

    def _traced(self, traced: Traced) -> list[str]:
        values = [NONE if value is None else f"{value:.4f}" for value in (traced.value, traced.claimed, traced.verified)]
        return [traced.item, self._(_STATES[traced.state]), f"{100 * traced.weight:.4f} %", *values, f"{traced.points:.4f}"]

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
