"""`assess answers template` and `import`: an Excel sheet to be filled in, and the assessment it becomes."""

from __future__ import annotations

from pathlib import Path

import click

from assess.assessments import sheets, sheets_reading
from assess.catalogue import library
from assess.cli.output import emit_json
from assess.cli.questionnaire import chosen, require_xlsx
from assess.platform import files
from assess.platform.faults import single
from assess.platform.locale import LANGUAGES


@click.group(help="Make an Excel answer sheet, and read a filled one.")
def command() -> None:
    """Group of the Excel round trip of answers."""


@command.command("template")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="X.xlsx")
@click.option("--questionnaire", "reference", metavar="ID@VERSION", help="Which one; may be left out while the shelf holds only one.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the questions.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def template(workbook: Path, reference: str | None, language: str, as_json: bool) -> None:
    """Write an empty answer sheet: one row an item, with its question and what may be answered."""
    require_xlsx(workbook)
    questionnaire = chosen(reference)
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
    if target.exists() and not force:
        raise single(target, "", "", "this file exists already; nothing was written", "name another with -o, or add --force")
    files.write(target, imported.yaml)
    answered, asked = len(imported.case.assessment.answers), len(imported.case.questionnaire.items)
    if as_json:
        emit_json({"format": "assess/answers@1", "written": str(target), "answered": answered, "items": asked})
    else:
        click.echo(f"{target}: {answered} of {asked} items answered")
