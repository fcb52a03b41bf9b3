"""`assess answers template` and `import`: an Excel sheet to be filled in, and the assessment it becomes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from assess.assessments import sheets, sheets_reading
from assess.assessments.sheets_reading import Imported
from assess.catalogue import library
from assess.cli.output import emit_json
from assess.cli.questionnaire import USUAL, chosen, outgoing, require_new
from assess.method.questionnaire import Questionnaire
from assess.platform import files
from assess.platform.faults import Faults
from assess.platform.locale import LANGUAGES


@click.group(help="Make an Excel answer sheet, and read a filled one.")
def command() -> None:
    """Group of the Excel round trip of answers."""


@command.command("template")
@click.argument("words", nargs=-1, metavar="[ID@VERSION] [X.xlsx]")
@click.option("-o", "--output", metavar="X.xlsx", help="The sheet to write; it may be named without -o as well.")
@click.option("--questionnaire", "reference", metavar="ID@VERSION", help=f"Which one; default: the newest {USUAL}.")
@click.option("--pack", "packs", multiple=True, metavar="ID@VERSION", help="A sector pack to lay over it; may be repeated.")
@click.option("--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the questions.")
@click.option("--force", is_flag=True, help="Replace the file when it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def template(
    words: tuple[str, ...], output: str | None, reference: str | None, packs: tuple[str, ...], language: str, force: bool, as_json: bool
) -> None:
    """Write an empty answer sheet: one row an item, with its question and what may be answered."""
    reference, workbook = outgoing(words, output, reference)
    questionnaire = chosen(reference, packs)
    require_new(workbook, force=force)
    schemes = suitable(questionnaire)
    files.write(workbook, sheets.template(questionnaire, language=language, schemes=schemes))
    if as_json:
        items = len(questionnaire.items)
        emit_json({"format": "assess/answer-sheet@1", "questionnaire": questionnaire.reference, "items": items, "written": str(workbook)})
    else:
        laid = " + ".join([questionnaire.reference, *(pack.reference for pack in questionnaire.packs)])
        click.echo(f"{workbook}: {len(questionnaire.items)} items of {laid}")


def suitable(questionnaire: Questionnaire) -> list[str]:
    """Return the schemes that can grade a questionnaire, those made for it first: no gate asks for what it never measures."""
    measured = {item.measures for item in questionnaire.items}
    schemes = [library.scheme(reference) for reference in library.references("scheme")]
    fitting = [
        each
        for each in schemes
        if each.is_for(questionnaire.id) and all(measure in measured for gate in each.gates for measure in gate.measures)
    ]
    fitting.sort(key=lambda scheme: (not scheme.questionnaires, scheme.id != "maturity", scheme.reference))
    return [scheme.reference for scheme in fitting]


@command.command("import")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="X.xlsx")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE.yaml", help="Default: beside the sheet, ending in .yaml.")
@click.option("--force", is_flag=True, help="Replace the file when it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(workbook: Path, output: Path | None, force: bool, as_json: bool) -> None:
    """Read a filled sheet, check every answer, and write the assessment that `assess score` takes."""
    target = output or workbook.with_suffix(".yaml")
    imported = sheets_reading.read(workbook, output=target)
    _require_answers_elsewhere(imported, workbook)
    require_new(target, force=force)
    files.write(target, imported.yaml)
    for note in imported.notes:
        click.echo(note, err=True)
    answered, asked = len(imported.case.assessment.answers), len(imported.case.questionnaire.items)
    if as_json:
        emit_json({"format": "assess/answers@1", "written": str(target), "answered": answered, "items": asked})
    else:
        click.echo(f"{target}: {answered} of {asked} items answered")


def _require_answers_elsewhere(imported: Imported, workbook: Path) -> None:
    """Raise Faults, at their cells, where an answer is said to stand in another assessment and is not to be had there."""
    from assess.results.evaluate import complete

    try:
        complete(imported.case)
    except Faults as faults:
        cells = imported.elsewhere
        raise Faults(
            replace(fault, file=str(workbook), place=cells[fault.key], key=fault.key.split(".from")[0].removeprefix("answers."))
            if fault.key in cells
            else fault
            for fault in faults.faults
        ) from None
