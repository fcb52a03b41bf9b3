"""`assess compare`: where an assessment, a score, or an organisation of the data set itself stands among its peers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from assess.benchmarking import asking, datasets, document, wording
from assess.benchmarking.asking import Subject
from assess.benchmarking.dataset import Dataset
from assess.benchmarking.position import Position, Standing, place
from assess.cli.output import emit_json
from assess.method.distribution.records import OVERALL
from assess.method.peers.cells import Cell
from assess.method.peers.selection import Rules
from assess.method.peers.standing import QUARTILES_FROM, K
from assess.method.questionnaire import Questionnaire
from assess.platform import locale


@click.command(help="Place a score among its peers: an ASSESSMENT, a score by itself, or an organisation of the data set.")
@click.argument("assessment", required=False, type=click.Path(path_type=Path))
@click.option("--score", type=click.FloatRange(0, 100), help="A score by itself, instead of an assessment.")
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
    as_json: bool,
) -> None:
    """Find out who asks and with whom, place, print. Raises Faults, and UsageError for words that mean nothing."""
    if (assessment is None) == (score is None) and not (organisation and score is None and assessment is None):
        raise click.UsageError("give either an assessment or --score (or --organisation, to place one of the data set)")
    dataset = datasets.load(benchmark)
    subject, own, questionnaire = _subject(assessment, score, organisation, scheme, dataset)
    try:
        asked = asking.asked(dataset.about, industry=industry, region=region, size=size, period=period, otherwise=own)
    except asking.Unknown as unknown:
        raise click.BadParameter(str(unknown), param_hint=f"--{unknown.word}") from None
    position = place(subject, dataset, asked, rules=Rules(at_least=at_least))
    if as_json:
        emit_json(document.as_json(position))
    else:
        click.echo("\n".join(_report(position, questionnaire)))


def _subject(
    assessment: Path | None, score: float | None, organisation: str, scheme: str | None, dataset: Dataset
) -> tuple[Subject, Cell, Questionnaire | None]:
    """Return who is compared, the group it is itself a member of, and the questionnaire that names its elements."""
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
        return (
            Subject(subject.overall, subject.elements, subject.scheme, subject.kind, (*names, *subject.names)),
            own,
            evaluated.case.questionnaire,
        )
    own = Cell() if row is None else records.place(row)._replace(period=0)
    if score is None and row is not None:
        scores = {element: records.score(row, element) for element in dataset.about.elements}
        subject = Subject(records.score(row, OVERALL), scores, dataset.about.scheme, str(dataset.about.kind), names)
        return subject, own, None
    return Subject(score, names=names), own, None


def _report(position: Position, questionnaire: Questionnaire | None) -> Iterator[str]:
    """Yield the lines people read."""
    about = position.about
    yield f"{locale.say(about.title, 'en')} ({about.reference}, {about.kind}, {about.source.year})"
    for each in position.cautions:
        yield f"! {wording.caution(each, position)}"
    yield ""
    yield f"Asked for      {wording.group(position.asked)}: {_asked_number(position)}"
    if position.group is None:
        yield f"Compared with  nobody: {wording.withheld(position.overall.withheld, position.rules.k)}"
        return
    widened = f" (widened: {', '.join(position.widened)})" if position.widened else ""
    yield f"Compared with  {wording.group(position.group)}: {position.n} organisations{widened}"
    if position.left_out:
        yield "               its own record is left out"
    if position.estimate is not None:
        yield f"Estimate       {_number(position.estimate)}: mean of the asked group, borrowing strength from the wider one"
    yield ""
    yield from _rows(position, questionnaire)
    notes = sorted(
        {text for each in (position.overall, *position.elements.values()) if (text := wording.withheld(each.withheld, position.rules.k))}
    )
    yield from (["", *(f"–  not shown: {note}" for note in notes)] if notes else [])
    if position.synthetic:
        yield ""
        yield "SYNTHETIC DATA"


def _asked_number(position: Position) -> str:
    narrow, k = position.narrow, position.rules.k
    if narrow.n is None:
        return wording.withheld(narrow.withheld, k) or ""
    return f"{narrow.n} organisations" + ("" if position.group == position.asked else f", median {_number(narrow.median)}")


_COLUMNS = ("score", "percentile", "90 % interval", "median", "quartiles", "to median", "to top quarter")


def _rows(position: Position, questionnaire: Questionnaire | None) -> Iterator[str]:
    """Yield the table: the overall score, then every element the data set has."""
    titles = {element.id: locale.say(element.title, "en") for element in questionnaire.elements} if questionnaire else {}
    rows = [("", *_COLUMNS), ("Overall", *_cells(position.overall))]
    rows += [(f"{element} {titles.get(element, '')}".strip(), *_cells(each)) for element, each in position.elements.items()]
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    for row in rows:
        first, *rest = (
            f"{cell:<{width}}" if index == 0 else f"{cell:>{width}}" for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join([first, *rest]).rstrip()


def _cells(standing: Standing) -> tuple[str, ...]:
    percentile = standing.percentile
    return (
        _number(standing.score),
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
