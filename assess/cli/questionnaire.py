"""`assess questionnaire export` and `import`: a questionnaire to Excel, edited there, and back."""

from __future__ import annotations

from pathlib import Path

import click

from assess.catalogue import library, linter, sheets, sheets_reading, writing
from assess.cli.output import emit_json
from assess.method.questionnaire import Questionnaire
from assess.platform import files
from assess.platform.faults import single


@click.group(help="Take a questionnaire to Excel and back.")
def command() -> None:
    """Group of the Excel round trip of a questionnaire."""


@command.command("export")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="X.xlsx")
@click.option("--questionnaire", "reference", metavar="ID@VERSION|FOLDER", help="Which one; not needed while there is only one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def export(workbook: Path, reference: str | None, as_json: bool) -> None:
    """Write a questionnaire as an Excel workbook: sheets tree, items, anchors and the details of items."""
    require_xlsx(workbook)
    questionnaire = chosen(reference)
    files.write(workbook, sheets.export(questionnaire))
    _say(questionnaire, workbook, as_json)


@command.command("import")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="X.xlsx")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="A new folder; default: ID/VERSION here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(workbook: Path, output: Path | None, as_json: bool) -> None:
    """Read an edited workbook, check it as a questionnaire of the shelf, and write its YAML files into a new folder.

    Default weights come from the shelf where the tree is the same; else all weigh equally until somebody judges.
    """
    questionnaire = sheets_reading.read(workbook)
    folder = output or Path(questionnaire.id) / str(questionnaire.version)
    if output is None:
        folder.parent.mkdir(exist_ok=True)
    files.write_folder(folder, {**writing.files(questionnaire), "weights.yaml": _weights(questionnaire)})
    _say(questionnaire, folder, as_json)


def chosen(reference: str | None) -> Questionnaire:
    """Return the questionnaire named, on the shelf or in a folder; without a name the only one there is. Raises Faults."""
    if reference is None:
        known = library.references("questionnaire")
        if len(known) != 1:
            raise single("--questionnaire", "", "", "which questionnaire is meant is not said", f"one of {', '.join(known)}")
        return library.questionnaire(known[0])
    folder = Path(reference)
    if "@" not in reference and (folder / "questionnaire.yaml").is_file():
        return library.questionnaire_in(folder)
    return library.questionnaire(reference)


def require_xlsx(path: Path) -> None:
    """Raise a usage error unless the file to be written ends in .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{path} does not end in .xlsx")


def _weights(questionnaire: Questionnaire) -> bytes:
    """Return default weights, which a workbook does not hold: those of a version on the shelf with the same tree, else equal ones."""
    tree = linter.tree(questionnaire)
    for reference in reversed(library.references("questionnaire")):
        path = library.folder(reference, "questionnaire") / "weights.yaml"
        if reference.startswith(f"{questionnaire.id}@") and path.is_file() and linter.tree(library.questionnaire(reference)) == tree:
            return path.read_bytes()
    nodes = [{"parent": parent, "items": children, "default": True} for parent, children in tree.items()]
    return writing.as_yaml({"format": "assess/judgements@1", "nodes": nodes})


def _say(questionnaire: Questionnaire, where: Path, as_json: bool) -> None:
    if as_json:
        emit_json(
            {
                "format": "assess/questionnaire-file@1",
                "questionnaire": questionnaire.reference,
                "content_hash": questionnaire.content_hash,
                "elements": len(questionnaire.elements),
                "criteria": len(questionnaire.criteria),
                "items": len(questionnaire.items),
                "written": str(where),
            }
        )
        return
    click.echo(f"{where}: {questionnaire.reference}, {len(questionnaire.items)} items, content hash {questionnaire.content_hash[:16]}…")
