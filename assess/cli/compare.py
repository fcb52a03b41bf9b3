"""`assess compare`: where an assessment, a score, or an organisation of the data set itself stands among its peers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.benchmarking import asking, datasets, document, wording
from assess.benchmarking.asking import Subject
from assess.benchmarking.dataset import Dataset
from assess.benchmarking.position import Position, Standing, place
from assess.cli.output import LANGUAGE, Points, emit_json, table
from assess.method.distribution.records import OVERALL
from assess.method.peers.cells import Cell
from assess.method.peers.selection import Rules
from assess.method.peers.standing import QUARTILES_FROM, K
from assess.platform import locale
from assess.platform.faults import printable
from assess.results import wording as results

if TYPE_CHECKING:
    from assess.results.evaluate import Evaluated


def _(message: str) -> str:
    """Mark a message for translation where it is only looked up later."""
    return message


_COLUMNS = (_("Score"), _("Percentile"), _("90 % interval"), _("Median"), _("Quartiles"), _("To median"), _("To top quarter"))
_KINDS = {"self": _("Self-assessment"), "assessed": _("Assessed"), "certified": _("Certified"), "synthetic": _("Synthetic")}
_DIMENSIONS = {"industry": _("industry"), "region": _("region"), "size": _("size"), "period": _("period")}


@click.command(help="Place a score among its peers: an ASSESSMENT, a score by itself, or an organisation of the data set.")
@click.argument("assessment", required=False, type=click.Path(readable=False, path_type=Path))
@click.option("--score", type=Points(), help="A score by itself, instead of an assessment.")
@click.option("--benchmark", required=True, help="The data set: ID@VERSION, ID (its latest version), or its folder.")
@click.option("--industry", default="", help="ISIC Rev.4 section or division (K, C29), or `all`. Default: the organisation's own.")
@click.option("--region", default="", help="Country or subdivision (CN, CN-SH), or `all`. Default: the organisation's own.")
@click.option("--size", default="", help="A size band of the data set, a number of employees, or `all`. Default: the organisation's own.")
@click.option("--period", default="", help="A year, or `all`. Default: all years; of every organisation only the latest record is there.")
@click.option(
    "--organisation", default="", help="The name under which it stands in the data set: it is left out, and gives what is not said."
)
@click.option("--scheme", help="Score the assessment by another scheme than its own (ID@VERSION).")
@click.option(
    "--at-least", type=click.IntRange(min=K), default=QUARTILES_FROM, show_default=True, help="Widen the group until it has so many."
)
@click.option("--lang", type=LANGUAGE, default="en", show_default=True, help="Of everything printed for people.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (assess/position@1).")
def command(
    assessment: Path | None,
    score: float | None,
    benchmark: str,
    industry: str,
    region: str,
    size: str,
    period: str,
    organisation: str,
    scheme: str | None,
    at_least: int,
    lang: str,
    as_json: bool,
) -> None:
    """Find out who asks and with whom, place, print. Raises Faults, and UsageError for words that mean nothing."""
    if (assessment is None) == (score is None) and not (organisation and score is None and assessment is None):
        raise click.UsageError("give either an assessment or --score (or --organisation, to place one of the data set)")
    if scheme and assessment is None:
        raise click.UsageError("--scheme says how to score an assessment; give one")
    dataset = datasets.load(benchmark)
    subject, own, evaluated = _subject(assessment, score, organisation, scheme, dataset)
    try:
        asked = asking.asked(dataset.about, industry=industry, region=region, size=size, period=period, otherwise=own)
    except asking.Unknown as unknown:
        raise click.BadParameter(str(unknown), param_hint=f"--{unknown.word}") from None
    position = place(subject, dataset, asked, rules=Rules(at_least=at_least))
    if as_json:
        emit_json(document.as_json(position, lang))
    else:
        click.echo("\n".join(_Report(position, evaluated, lang).lines()))


def _subject(
    assessment: Path | None, score: float | None, organisation: str, scheme: str | None, dataset: Dataset
) -> tuple[Subject, Cell, Evaluated | None]:
    """Return who is compared, the group it is itself a member of, and the result, where there is one, that is compared."""
    names = (organisation,) if organisation else ()
    records = dataset.tables.records
    row = records.find(organisation) if organisation else None
    if organisation and row is None:
        raise click.BadParameter(f"`{organisation}` is not in {dataset.about.reference}", param_hint="--organisation")
    if assessment is not None:
        from assess.assessments import file
        from assess.results.evaluate import evaluate

        evaluated = evaluate(file.read(assessment, scheme=scheme), draws=0)
        subject = asking.subject_of(evaluated)
        own = asking.asked_of(evaluated.case.assessment.organisation, dataset.about)
        return replace(subject, names=(*names, *subject.names)), own, evaluated
    own = Cell() if row is None else records.place(row)._replace(period=0)
    if score is None and row is not None:
        scores = {element: records.score(row, element) for element in dataset.about.elements}
        subject = Subject(records.score(row, OVERALL), scores, dataset.about.scheme, str(dataset.about.kind), names)
        return subject, own, None
    return Subject(score, names=names), own, None


class _Report:
    """What people read of a position."""

    def __init__(self, position: Position, evaluated: Evaluated | None, language: str) -> None:
        self.position = position
        self.language = language
        self._ = partial(locale.gettext, language=language)
        self.titles: dict[str, str] = {}
        self.thresholds: tuple[float, ...] = ()
        self.floors: tuple[float, ...] = ()
        if evaluated is not None:
            self.titles = {each.id: printable(locale.say(each.title, language)) for each in evaluated.case.questionnaire.elements}
            self.thresholds = results.thresholds(evaluated.case.scheme)
            self.floors = results.floors(evaluated.case.scheme, evaluated.result)

    def lines(self) -> Iterator[str]:
        """Yield the lines: the data set with what to bear in mind, the group asked for and the one compared with, the table."""
        position, about = self.position, self.position.about
        yield printable(f"{locale.say(about.title, self.language)} ({about.reference}, {self._kind()}, {about.source.year})")
        for each in position.cautions:
            yield f"! {printable(wording.caution(each, position, self.language))}"
        yield ""
        asked, *compared = self._groups()
        yield from table(asked, compared, left=2)
        if position.group is None:
            return
        yield ""
        yield from self._rows()
        standings = (position.overall, *position.elements.values())
        notes = sorted({text for each in standings if (text := wording.withheld(each.withheld, position.rules.k, self.language))})
        yield from (["", *(self._("–  not shown: {reason}").format(reason=note) for note in notes)] if notes else [])
        if position.synthetic:
            yield ""
            yield self._("SYNTHETIC DATA")

    def _kind(self) -> str:
        return self._(_KINDS[str(self.position.about.kind)])

    def _groups(self) -> Iterator[tuple[str, str]]:
        """Yield what was asked for and what it became."""
        position = self.position
        yield (
            self._("Asked for"),
            self._("{group}: {reason}").format(group=wording.group(position.asked, self.language), reason=self._asked_number()),
        )
        if position.group is None:
            reason = wording.withheld(position.overall.withheld, position.rules.k, self.language)
            yield self._("Compared with"), self._("nobody: {reason}").format(reason=reason)
            return
        compared = self._("{group}: {number} organisations").format(group=wording.group(position.group, self.language), number=position.n)
        dimensions = ("、" if self.language.startswith("zh") else ", ").join(self._(_DIMENSIONS[word]) for word in position.widened)
        widened = " " + self._("(widened: {dimensions})").format(dimensions=dimensions) if dimensions else ""
        yield self._("Compared with"), compared + widened
        if position.left_out:
            yield "", self._("its own record is left out")
        if position.estimate is not None:
            said = self._("{mean}: mean of the asked group, borrowing strength from the wider one")
            yield self._("Estimate"), said.format(mean=_number(position.estimate))

    def _asked_number(self) -> str:
        narrow, k = self.position.narrow, self.position.rules.k
        if narrow.n is None:
            return wording.withheld(narrow.withheld, k, self.language) or ""
        if self.position.group == self.position.asked:
            return self._("{number} organisations").format(number=narrow.n)
        return self._("{number} organisations, median {median}").format(number=narrow.n, median=_number(narrow.median))

    def _rows(self) -> Iterator[str]:
        """Yield the table: the overall score, then every element the data set has."""
        position = self.position
        rows = [(self._("Overall"), *_cells(position.overall, self.thresholds))]
        rows += [(f"{id_} {self.titles.get(id_, '')}".strip(), *_cells(each, self.floors)) for id_, each in position.elements.items()]
        yield from table(["", *map(self._, _COLUMNS)], rows)


def _cells(standing: Standing, thresholds: tuple[float, ...]) -> tuple[str, ...]:
    percentile = standing.percentile
    return (
        "–" if standing.score is None else results.points(standing.score, thresholds),
        _rank(percentile.value) if percentile else "–",
        f"{_rank(percentile.low)}–{_rank(percentile.high)}" if percentile else "–",
        _number(standing.median),
        "–" if standing.q1 is None or standing.q3 is None else f"{standing.q1:.1f}–{standing.q3:.1f}",
        _signed(standing.gap_to_median),
        _signed(standing.gap_to_top_quartile),
    )


def _rank(percentile: float) -> str:
    """Write a percentile without decimals, never as a false 0 or 100."""
    return str(round(percentile)) if percentile in {0, 100} else str(min(99, max(1, round(percentile))))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.1f}"
