"""`assess benchmark import`: any table of organisations becomes a data set to be compared with."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from assess.benchmarking import datasets, importing, mapping
from assess.benchmarking.dataset import About
from assess.benchmarking.importing import Imported
from assess.benchmarking.table import Table
from assess.cli.output import emit_json, progress
from assess.platform.faults import single

_REASONS_SHOWN = 12


@click.group(help="Bring any table of organisations into a benchmark data set.")
def command() -> None:
    """Group what is done with benchmark data sets."""


@command.command("import", help="Bring a table of organisations (CSV) in as a benchmark data set, as a map says.")
@click.argument("table", type=click.Path(readable=False, path_type=Path))
@click.option(
    "--map",
    "map_path",
    required=True,
    type=click.Path(readable=False, path_type=Path),
    help="The map: what the columns hold (assess/benchmark-map@1).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(readable=False, path_type=Path),
    help="The folder to write; default: benchmarks/ID/VERSION in the data folder.",
)
@click.option("--replace", is_flag=True, help="Write over another data set of the same id and version.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(table: Path, map_path: Path, output: Path | None, replace: bool, as_json: bool) -> None:
    """Read the table row by row, write the data set, and say what was taken and what was not."""
    map_ = mapping.read(map_path)
    folder = output or _default_folder(map_.about)
    opened = importing.open_for(map_, table)
    rows = progress(opened.rows(), total=opened.rows_estimated, label="Reading")
    imported = importing.run(map_, opened, rows)
    about = dataclasses.replace(map_.about, date=map_.about.date or datetime.date.today().isoformat())
    datasets.write(folder, about, imported.records, replace=replace)
    if as_json:
        emit_json(_document(about, imported, opened, folder))
    else:
        click.echo("\n".join(_report(about, imported, opened, folder)))


def _default_folder(about: About) -> Path:
    """Return where a data set goes that nobody named a folder for: into the data folder, never onto the shelf."""
    shelf, data = datasets.places()
    if (shelf / about.id / str(about.version)).exists():
        wrong = f"the shelf has a data set {about.reference} already"
        raise single(about.reference, "", "", wrong, "give the map another id or a new version")
    return data / about.id / str(about.version)


def _document(about: About, imported: Imported, table: Table, folder: Path) -> dict[str, object]:
    return {
        "format": "assess/import@1",
        "benchmark": about.reference,
        "synthetic": about.synthetic,
        "folder": str(folder),
        "rows": imported.rows,
        "accepted": imported.accepted,
        "superseded": imported.superseded,
        "rejected": [dataclasses.asdict(each) for each in imported.rejected],
        "unplaced": imported.unplaced,
        "separator": table.separator,
        "encoding": table.encoding,
        "decimal": table.decimal,
    }


def _report(about: About, imported: Imported, table: Table, folder: Path) -> Iterator[str]:
    """Yield the lines people read."""
    mark = "SYNTHETIC " if about.synthetic else ""
    yield f"{mark}{about.reference}: {imported.accepted:,} organisations from {imported.rows:,} rows of {table.path.name}"
    if imported.superseded:
        yield f"  {imported.superseded:,} earlier records gave way to a later one of the same organisation"
    missing = [f"{count:,} without {name}" for name, count in imported.unplaced.items() if count]
    if missing:
        yield f"  {', '.join(missing)}: these count in the wider groups only"
    if imported.rejected:
        yield f"  {len(imported.rejected):,} rows were not taken:"
        reasons = Counter((each.column, each.why) for each in imported.rejected)
        first = {(each.column, each.why): each.row for each in reversed(imported.rejected)}
        for (column, why), count in reasons.most_common(_REASONS_SHOWN):
            where = f"row {first[column, why]}" if count == 1 else f"{count:,} rows, the first is {first[column, why]}"
            yield f"    {column or 'shape'}: {why} ({where})"
        if len(reasons) > _REASONS_SHOWN:
            yield f"    … and {len(reasons) - _REASONS_SHOWN} more reasons; --json lists every row"
    yield f"  written to {folder}"
    yield f"Compare with: assess compare ASSESSMENT --benchmark {about.reference}"
