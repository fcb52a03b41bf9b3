"""`assess score`: the gates, the level, the score with its interval, and a trace for every point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from assess.assessments import file
from assess.catalogue import library
from assess.cli.output import LANGUAGE, emit_json, table, width
from assess.method import levels
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
@click.argument("assessment", type=click.Path(readable=False, path_type=Path))
@click.option("--scheme", metavar="ID", help="Score under another scheme than the assessment's own, e.g. stars@1.")
@click.option("--pack", "packs", multiple=True, metavar="ID@VERSION", help="Lay a sector pack over the questionnaire; may be repeated.")
@click.option("--trace", is_flag=True, help="Print every item with its weight, value and points (always part of --json).")
@click.option(
    "--draws", type=click.IntRange(0, MOST_DRAWS), default=evaluate.DRAWS, show_default=True, help="Monte Carlo draws; 0: no interval."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=evaluate.SEED, show_default=True, help="Of the draws.")
@click.option("--lang", type=LANGUAGE, default="en", show_default=True, help="Of everything printed for people.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (assess/result@1).")
def command(
    assessment: Path, scheme: str | None, packs: tuple[str, ...], trace: bool, draws: int, seed: int, lang: str, as_json: bool
) -> None:
    """Read, score, print. Raises Faults with everything that is wrong with the files."""
    case = file.read(assessment, scheme=_newest(scheme), packs=packs)
    evaluated = evaluate.evaluate(case, draws=draws, seed=seed)
    if as_json:
        emit_json(document.as_json(evaluated, lang))
    else:
        for warning in wording.warnings(evaluated.case, lang):
            click.echo(
                locale.gettext("{file}: warning: {warning}", lang).format(file=printable(str(assessment)), warning=warning), err=True
            )
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
        self.thresholds = wording.thresholds(evaluated.case.scheme)
        self.floors = wording.floors(evaluated.case.scheme, evaluated.result)
        self.levels = {level.level: f"{level.level} {self.say(level.title)}".rstrip() for level in evaluated.case.scheme.levels}

    def lines(self, *, trace: bool) -> Iterator[str]:
        """Yield the lines: what is scored, gates, level, score, elements, what blocks the next level, and the trace if asked for."""
        assessment = self.case.assessment
        kind = self._("Self-assessment") if assessment.is_self else self._("Assessed")
        parts = [self.say(assessment.organisation.name), kind, assessment.period, assessment.questionnaire]
        parts += [*assessment.packs, self.case.scheme.reference]
        yield printable(" · ".join(parts))
        for section in (self._gates, self._level, self._elements, self._next, self._trace if trace else None):
            if section is not None:
                yield ""
                yield from section()

    def say(self, text: Text) -> str:
        """Return a text in the language of the report, harmless to a terminal."""
        return printable(locale.say(text, self.language))

    def _gates(self) -> Iterator[str]:
        """Yield every gate with whether it holds now; one that is not asked of this kind of assessment has neither mark."""
        yield self._("Gates")
        for gate in self.result.gates:
            if not gate.applies:
                yield f"  {NONE} {self.say(gate.title)}"
            elif gate.holds:
                yield f"  ✓ {self.say(gate.title)}{self._further_up(gate)}"
            else:
                yield f"  ✗ {self.say(gate.title)} {self._left_open(gate)}"
            if not (gate.applies and gate.holds):
                yield f"      {printable(wording.reason(gate, self.language))}"

    def _further_up(self, gate: GateOutcome) -> str:
        """Say that a gate which holds now closes a higher level."""
        if gate.caps_at is None:
            return ""
        return " " + self._("(holds now; beyond level {level} it does not)").format(level=self.levels[gate.caps_at])

    def _left_open(self, gate: GateOutcome) -> str:
        return self._("(at most level {level})").format(level=self.levels[gate.caps_at]) if gate.caps_at else self._("(no level)")

    def _level(self) -> Iterator[str]:
        level, overall = self.result.level, self.result.overall
        heads = self._heads(self._("Level"), self._("Score"))
        none = self._("none until every question is answered") if self.result.provisional else self._("none")
        yield f"{heads[0]}{self.levels[level.reached] if level.reached is not None else none}"
        if level.by_score is not None and level.by_score != level.reached:
            alone = self._("The score alone would give level {level}; held back by: {gates}.")
            yield f"{heads[2]}{alone.format(level=self.levels[level.by_score], gates=', '.join(level.blocked_by))}"
        if level.raised_by_not_applicable:
            yield f"{heads[2]}{self._('Counted as nothing, the items that are not applicable would lower the level.')}"
        yield from self._score(heads)
        for adjustment in self.result.adjustments:
            yield f"{heads[2]}{adjustment.points:+.1f} {adjustment.id}: {self.say(adjustment.reason)}"
        parts = self._("claimed {claimed} · verified {verified} · coverage {coverage} · not applicable {not_applicable}").format(
            claimed=self._points(overall.claimed, self.thresholds),
            verified=self._points(overall.verified, self.thresholds),
            coverage=wording.share(overall.coverage),
            not_applicable=wording.share(overall.not_applicable),
        )
        yield f"{heads[2]}{parts}"
        if firm := wording.firmness(self.result, self.case.assessment.kind, self.language):
            yield f"{heads[2]}{firm}"

    @staticmethod
    def _heads(level: str, score: str) -> list[str]:
        """Return both words and nothing, each as wide as a column."""
        wide = max(width(level), width(score)) + 4
        return [word + " " * (wide - width(word)) for word in (level, score, "")]

    def _score(self, heads: list[str]) -> Iterator[str]:
        """Yield the score with its interval; a provisional one as that of what was answered, and where it may end."""
        overall, interval = self.result.overall, self.result.interval
        points = self._points(overall.score, self.thresholds)
        facts = (
            {
                "confidence": f"{100 * interval.confidence:.10g}",
                "low": f"{interval.low:.1f}",
                "high": f"{interval.high:.1f}",
                "draws": interval.draws,
                "seed": interval.seed,
            }
            if interval
            else {}
        )
        if not self.result.provisional:
            between = self._("({confidence} % interval {low} to {high}; {draws} draws, seed {seed})").format(**facts) if facts else ""
            yield f"{heads[1]}{points}   {between}".rstrip()
            return
        provisional = self._("{score} of the {coverage} answered: provisional")
        yield f"{heads[1]}{provisional.format(score=points, coverage=wording.share(overall.coverage))}"
        if facts:
            ends = self._("where it may end once every gap is filled: {low} to {high} ({confidence} % of {draws} draws, seed {seed})")
            yield f"{heads[2]}{ends.format(**facts)}"

    def _elements(self) -> Iterator[str]:
        columns = [_("Once filled") if column == "Interval" and self.result.provisional else column for column in _COLUMNS]
        header = ["", *map(self._, columns)]
        titles = {element.id: self.say(element.title) for element in self.case.questionnaire.elements}
        rows = [self._row(f"{id_} {titles[id_]}".rstrip(), id_, score) for id_, score in self.result.elements.items()]
        yield from table(header, rows, left=1)

    def _row(self, name: str, id_: str, score: Score) -> list[str]:
        interval = self.result.interval.elements[id_] if self.result.interval else None
        between = f"{interval[0]:.1f}–{interval[1]:.1f}" if interval else NONE
        points = [self._points(each, self.floors) for each in (score.score, score.claimed, score.verified)]
        shares = [wording.share(each) for each in (score.coverage, score.not_applicable, score.weight)]
        return [name, points[0], between, *points[1:], *shares]

    def _next(self) -> Iterator[str]:
        """Yield what keeps the next level closed, gates first, then points; and apart from it the gates that hold now."""
        level = self.result.level
        if self.result.provisional:
            unanswered = sum(traced.state == "unanswered" for traced in self.result.trace)
            said = self._("A level is stated once every question is answered; not answered yet: {number}.")
            yield said.format(number=unanswered)
            return
        if level.next_level is None or level.next_threshold is None:
            yield self._("The highest level of the scheme is reached.")
            return
        yield self._("To level {level} (from {threshold})").format(
            level=self.levels[level.next_level], threshold=f"{level.next_threshold:.10g}"
        )
        closing = [gate for gate in self.result.gates if gate.caps_at is not None and gate.caps_at < level.next_level]
        yield "  " + self._("Keeps level {level} closed").format(level=level.next_level)
        for gate in closing:
            yield f"    ✗ {gate.id}: {printable(wording.obstacle(gate, self.language))}"
        yield f"    {self._lacking(level.next_threshold)}"
        if holding := [gate.id for gate in self.result.gates if gate.applies and gate.holds and gate not in closing]:
            yield "  " + self._("Holds now")
            yield f"    ✓ {', '.join(holding)}"

    def _lacking(self, threshold: float) -> str:
        """Say how many points the next level lacks."""
        score = self.result.overall.score
        if score is None:
            return "✗ " + self._("Nothing could be scored.")
        if levels.attains(score, threshold):
            return "✓ " + self._("no points are lacking, the gates above are")
        return "✗ " + self._("{points} points are lacking").format(points=wording.lacking(threshold - score))

    def _trace(self) -> Iterator[str]:
        header = [*map(self._, _TRACE_COLUMNS)]
        rows = [self._traced(traced) for traced in self.result.trace]
        rows += [[each.id, "", NONE, NONE, NONE, NONE, f"{each.points:.4f}"] for each in self.result.adjustments]
        yield from table(header, rows, left=2)

    def _traced(self, traced: Traced) -> list[str]:
        values = [NONE if value is None else f"{value:.4f}" for value in (traced.value, traced.claimed, traced.verified)]
        return [traced.item, self._(_STATES[traced.state]), f"{100 * traced.weight:.4f} %", *values, f"{traced.points:.4f}"]

    @staticmethod
    def _points(score: float | None, thresholds: Sequence[float]) -> str:
        return NONE if score is None else wording.points(score, thresholds)
