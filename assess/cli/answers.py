"""`assess answers template` and `import`: an Excel sheet to be filled in, and the assessment it becomes."""

from __future__ import annotations

from pathlib import Path

import click

from assess.assessments import sheets, sheets_reading
from assess.catalogue import library
from assess.cli.output import emit_json
from assess.cli.questionnaire import chosen, outgoing, require_new
from assess.platform import files
from assess.platform.locale import LANGUAGES

USUAL = "customer-management"
"""The questionnaire that is meant when none is named."""


@click.group(help="Make an Excel answer sheet, and read a filled one.")
def command() -> None:
    """Group of the Excel round trip of answers."""


@command.command("template")
@click.argument("words", nargs=-1, metavar="[ID@VERSION] [X.xlsx]")
@click.option("-o", "--output", metavar="X.xlsx", help="The sheet to write; it may be named without -o as well.")
@click.option("--questionnaire", "reference", metavar="ID@VERSION", help=f"Which one; default: the newest {USUAL}.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the questions.")
@click.option("--force", is_flag=True, help="Replace the file when it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def template(words: tuple[str, ...], output: str | None, reference: str | None, language: str, force: bool, as_json: bool) -> None:
    """Write an empty answer sheet: one row an item, with its question and what may be answered."""
    reference, workbook = outgoing(words, output, reference)
    if reference is None and any(each.startswith(f"{USUAL}@") for each in library.references("questionnaire")):
        reference = USUAL
    questionnaire = chosen(reference)
    require_new(workbook, force=force)
    schemes = sorted(library.references("scheme"), key=lambda scheme: (not scheme.startswith("maturity@"), scheme))
    files.write(workbook, sheets.template(questionnaire, language=language, schemes=schemes))
    if as_json:
        items = len(questionnaire.items)
        emit_json({"format": "assess/answer-sheet@1", "questionnaire": questionnaire.reference, "items": items, "written": str(workbook)})
    else:
        click.echo(f"{workbook}: {len(questionnaire.items)} items of {questionnaire.reference}")


@command.command("import")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="X.xlsx")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE.yaml", help="Default: beside the sheet, ending in .yaml.")
@click.option("--force", is_flag=True, help="Replace the file when it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(workbook: Path, output: Path | None, force: bool, as_json: bool) -> None:
    """Read a filled sheet, check every answer, and write the assessment that `assess score` takes."""
    target = output or workbook.with_suffix(".yaml")
    imported = sheets_reading.read(workbook, output=target)
    require_new(target, force=force)
    files.write(target, imported.yaml)
    for note in imported.notes:
        click.echo(note, err=True)
    answered, asked = len(imported.case.assessment.answers), len(imported.case.questionnaire.items)
    if as_json:
        emit_json({"format": "assess/answers@1", "written": str(target), "answered": answered, "items": asked})
    else:
        click.echo(f"{target}: {answered} of {asked} items answered")
