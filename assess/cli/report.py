"""`assess report`: the report of an assessment as a file; the ending of its name says which kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.cli.output import LANGUAGE
from assess.platform import files
from assess.platform.faults import single

if TYPE_CHECKING:
    from assess.benchmarking.position import Position
    from assess.reporting.branding import Branding
    from assess.results.evaluate import Evaluated

ENDINGS = (".pdf", ".html", ".xlsx", ".docx", ".json")


@click.command(help="Write the report of an ASSESSMENT into a file: .pdf, .html, .xlsx, .docx or .json by its ending.")
@click.argument("assessment", type=click.Path(readable=False, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@click.option("--design", help="A design of the shelf. Default: certification for assessed results, self-assessment for the others.")
@click.option("--lang", "language", type=LANGUAGE, default="en", show_default=True, help="The language of the report.")
@click.option("--scheme", help="Score by another scheme than the assessment's own (ID@VERSION).")
@click.option("--pack", "packs", multiple=True, metavar="ID@VERSION", help="Lay a sector pack over the questionnaire; may be repeated.")
@click.option("--benchmark", help="Place the result among the peers of a data set: ID@VERSION, ID (its latest version), or its folder.")
@click.option("--draws", type=click.IntRange(0, 1_000_000), help="Random draws behind the intervals; 0: no intervals. Default: 2000.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Where the random draws begin, so that they can be repeated.")
def command(
    assessment: Path,
    output: Path,
    design: str | None,
    language: str,
    scheme: str | None,
    packs: tuple[str, ...],
    benchmark: str | None,
    draws: int | None,
    seed: int | None,
) -> None:
    """Read, evaluate, place, render, write: the file is complete or as it was before."""
    ending = output.suffix.lower()
    if ending not in ENDINGS:
        raise click.BadParameter(f"reports have no format `{ending or output.name}` — one of {' '.join(ENDINGS)}", param_hint="--output")
    if output.exists() and assessment.exists() and output.samefile(assessment):
        raise single(output, "", "", "this is the assessment itself; nothing was written", "give the report a name of its own")
    from assess.assessments import file
    from assess.reporting import service
    from assess.results import evaluate

    evaluated = evaluate.evaluate(
        file.read(assessment, scheme=scheme, packs=packs),
        draws=evaluate.DRAWS if draws is None else draws,
        seed=evaluate.SEED if seed is None else seed,
    )
    position = _placed(evaluated, benchmark) if benchmark else None
    whose = _branding()
    files.write(output, service.render(evaluated, position, design=design, language=language, ending=ending, branding=whose))
    click.echo(str(output))


def _branding() -> Branding | None:
    """Return whose reports these are, where the installation in the data folder says so; a database that is not there is not made."""
    from assess.platform import settings

    read = settings.read()
    if not read.is_postgresql and not Path(read.database.removeprefix("sqlite:///")).is_file():
        return None
    from sqlalchemy.exc import DBAPIError

    import assess.people.tables  # noqa: F401 - what a choice refers to
    from assess.platform import database
    from assess.reporting import branding

    engine = database.engine(read.database)
    try:
        with database.reading(engine) as session:
            return branding.of(session)
    except DBAPIError:
        click.echo("The database cannot be read: the report is written without the installation's name, logo and colour.", err=True)
        return None
    finally:
        engine.dispose()


def _placed(evaluated: Evaluated, benchmark: str) -> Position:
    """Return the place among the organisation's own peers: its industry, region and size."""
    from assess.benchmarking import asking, datasets
    from assess.benchmarking.position import place

    dataset = datasets.load(benchmark)
    asked = asking.asked_of(evaluated.case.assessment.organisation, dataset.about)
    return place(asking.subject_of(evaluated), dataset, asked)
