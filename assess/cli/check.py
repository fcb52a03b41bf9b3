"""`assess check`: everything that is wrong with files of the shelves, said at once."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from assess.administration.shelf_checking import Checked, look
from assess.catalogue import schema
from assess.cli import item_statistics
from assess.cli.output import emit_json
from assess.platform.faults import Faults
from assess.platform.shelves import shelf

SHELVES = ("questionnaires", "benchmarks", "reports", "templates/translations/glossary")


@click.command(
    help="Lint questionnaires, packs, schemes, weights, assessments, benchmarks, glossaries and report designs: PATH… or all shelves."
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False, path_type=Path))
@click.option(
    "--quality", "with_quality", is_flag=True, help="Also look for questions, anchors, advice and translations an editor would send back."
)
@click.option("--benchmark", metavar="ID", help="With --quality: statistics of the items over the organisations of a benchmark.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(paths: tuple[Path, ...], with_quality: bool, benchmark: str | None, as_json: bool) -> None:
    """Check the files and folders given, or every shelf; raise Faults with everything found."""
    if benchmark is not None and not with_quality:
        raise click.UsageError("--benchmark goes with --quality")
    checked = Checked(with_quality)
    for path in paths or tuple(_near(shelf(name)) for name in SHELVES):
        look(path, checked)
    faults = schema.in_order(checked.faults)
    statistics = item_statistics.of_benchmark(benchmark) if benchmark is not None else None
    if as_json:
        plain: dict[str, object] = {
            "format": "assess/check@1",
            "files": [str(path) for path in checked.files],
            "checked": len(checked.files),
            "faults": [asdict(fault) for fault in faults],
        }
        emit_json(plain | ({"item_statistics": item_statistics.plain(statistics)} if statistics else {}))
    else:
        click.echo(f"{_counted(len(checked.files), 'file')} checked, {_counted(len(faults), 'fault') if faults else 'no faults'}.")
        if statistics:
            item_statistics.show(statistics)
    if faults:
        raise Faults(faults)


def _near(path: Path) -> Path:
    """Return a path as short as it can be written from here."""
    return Path(os.path.relpath(path)) if path.is_relative_to(Path.cwd()) else path


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
