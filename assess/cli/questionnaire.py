"""`assess questionnaire export` and `import`: a questionnaire to Excel, edited there, and back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import click

from assess.catalogue import default_weights, library, sheets, sheets_reading, writing
from assess.cli.output import emit_json
from assess.method.questionnaire import Questionnaire
from assess.platform import files
from assess.platform.faults import single
from assess.platform.settings import data_folder

USUAL = "customer-management"
"""The questionnaire that is meant when none is named."""


@click.group(help="Take a questionnaire to Excel and back.")
def command() -> None:
    """Group of the Excel round trip of a questionnaire."""


@command.command("export")
@click.argument("words", nargs=-1, metavar="[ID@VERSION|FOLDER] [X.xlsx]")
@click.option("-o", "--output", metavar="X.xlsx", help="The workbook to write; it may be named without -o as well.")
@click.option("--questionnaire", "reference", metavar="ID@VERSION|FOLDER", help="Which one; not needed while there is only one.")
@click.option("--force", is_flag=True, help="Replace the workbook when it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def export(words: tuple[str, ...], output: str | None, reference: str | None, force: bool, as_json: bool) -> None:
    """Write a questionnaire as an Excel workbook: sheets tree, items, anchors and the details of items."""
    reference, workbook = outgoing(words, output, reference)
    questionnaire = chosen(reference)
    require_new(workbook, force=force)
    files.write(workbook, sheets.export(questionnaire))
    _say(questionnaire, workbook, as_json)


@command.command("import")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="X.xlsx")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="Default: questionnaires/ID/VERSION in the data folder."
)
@click.option("--force", is_flag=True, help="Replace the version when it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(workbook: Path, output: Path | None, force: bool, as_json: bool) -> None:
    """Read an edited workbook, check it as a questionnaire of the shelf, and write its YAML files into a new folder.

    Default weights come from the shelf where the tree is the same; else all weigh equally until somebody judges.
    """
    imported = sheets_reading.read(workbook)
    questionnaire = imported.questionnaire
    _require_own_version(questionnaire, workbook)
    folder = output or data_folder() / "questionnaires" / questionnaire.id / str(questionnaire.version)
    if folder.exists() and not (force and (folder / "questionnaire.yaml").is_file()):
        right = f"raise the version to {_next_version(questionnaire)} in the workbook (tree!C2), or add --force to replace this one"
        if not (folder / "questionnaire.yaml").is_file():
            right = "name a folder that does not exist yet"
        raise single(folder, "", "", "this exists already; nothing was written", right)
    contents = {**writing.files(questionnaire), "weights.yaml": default_weights.of(questionnaire)}
    if output is None:
        make_folder(folder.parent)
    _write_version(folder, contents)
    for note in imported.notes:
        click.echo(note, err=True)
    _say(questionnaire, folder, as_json)
    if not as_json and _is_found(questionnaire):
        click.echo(f"Next: assess answers template {questionnaire.reference} -o answers.xlsx")


def outgoing(words: tuple[str, ...], output: str | None, reference: str | None) -> tuple[str | None, Path]:
    """Return which questionnaire is meant, if that is said, and the workbook to write: a word that ends in .xlsx is the workbook.

    Raises click's usage errors: a word too many, no workbook, another ending.
    """
    books = [each for each in words if Path(each).suffix.lower() == ".xlsx"]
    names = [each for each in words if each not in books]
    if len(books) + (output is not None) > 1 or len(names) + (reference is not None) > 1:
        raise click.UsageError("name one questionnaire and one workbook: ID@VERSION -o X.xlsx")
    if not books and output is None:
        wrong = f"{names[0]} does not end in .xlsx; " if names and "@" not in names[0] else ""
        raise click.UsageError(f"{wrong}the workbook to write is not named: add -o X.xlsx")
    workbook = Path(output if output is not None else books[0])
    if workbook.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{workbook} does not end in .xlsx")
    return (names[0] if names else reference), workbook


def require_new(path: Path, *, force: bool) -> None:
    """Raise Faults when the file to be written exists and ``force`` does not say to replace it."""
    if path.exists() and not force:
        raise single(path, "", "", "this file exists already; nothing was written", "name another file, or add --force")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises Faults when that may not be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        right = "choose a data folder you may write to (ASSESS_DATA)"
        raise single(folder, "", "", f"the folder cannot be made ({error.strerror})", right) from None


def chosen(reference: str | None, packs: tuple[str, ...] = ()) -> Questionnaire:
    """Return the questionnaire named, on a shelf or in a folder, with packs laid over it.

    An id alone means its newest version; no name the newest ``customer-management``, or the only one there is. Raises Faults.
    """
    if reference is None:
        known = library.references("questionnaire")
        known = [each for each in known if each.startswith(f"{USUAL}@")][-1:] or known
        if len(known) != 1:
            raise single("--questionnaire", "", "", "which questionnaire is meant is not said", f"one of {', '.join(known)}")
        return library.questionnaire(known[0], packs)
    folder = Path(reference)
    if "@" not in reference and (folder / "questionnaire.yaml").is_file():
        return library.composed_in(folder, packs)
    versions = [each for each in library.references("questionnaire") if each.partition("@")[0] == reference]
    return library.questionnaire(versions[-1] if versions else reference, packs)


def _require_own_version(questionnaire: Questionnaire, workbook: Path) -> None:
    """Raise Faults when the shelf holds another questionnaire under the same id and version: files could mean either."""
    standing = library.shelved(questionnaire.reference)
    if standing and standing.content_hash != questionnaire.content_hash:
        wrong = f"{questionnaire.reference} stands on the shelf with other content, and a version never changes"
        raise single(workbook, "tree!C2", "version", wrong, f"raise the version to {_next_version(questionnaire)}")


def _next_version(questionnaire: Questionnaire) -> int:
    """Return the first version of a questionnaire that nobody has used."""
    references = (each.partition("@") for each in library.references("questionnaire"))
    return max([questionnaire.version, *(int(version) for id_, _, version in references if id_ == questionnaire.id)]) + 1


def _write_version(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write a version's folder whole; one that is replaced is put aside until that is done. Raises Faults."""
    if not folder.exists():
        files.write_folder(folder, contents)
        return
    aside = folder.with_name(f".{folder.name}.before")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        folder.rename(aside)
    except OSError as error:
        raise single(folder, "", "", f"the folder cannot be replaced ({error.strerror})", "choose a place you may write to") from None
    try:
        files.write_folder(folder, contents)
    except BaseException:
        aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _is_found(questionnaire: Questionnaire) -> bool:
    """Whether the shelves hold the questionnaire under its reference."""
    known = questionnaire.reference in library.references("questionnaire")
    return known and library.questionnaire(questionnaire.reference).content_hash == questionnaire.content_hash


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
