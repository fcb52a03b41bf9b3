"""`assess backup FILE`: everything of an installation in one file, taken while people work."""

from __future__ import annotations

from pathlib import Path

import click

from assess.cli.output import Progress, emit_json
from assess.platform.faults import Faults


@click.command(help="Write everything of an installation into one file, while people work.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.zip")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(file: Path, as_json: bool) -> None:
    """Take a backup. Raises Faults where it cannot be written, and in the end for files that the store should have and has not."""
    from assess.administration import backing_up
    from assess.platform import installation, settings

    made = installation.of(settings.read())
    with Progress() as tell:
        taken = backing_up.take(made, file, tell=tell)
    made.engine.dispose()
    manifest = taken.manifest
    size, rows = file.stat().st_size, sum(table.rows for table in manifest.tables)
    kept = sum(part.name.startswith("evidence/") for part in manifest.parts)
    if as_json:
        said = {"file": str(file), "size": size, "revision": manifest.revision, "taken_at": manifest.taken_at}
        counted = {table.name: table.rows for table in manifest.tables}
        emit_json({"format": "assess/backup-taken@1", **said, "tables": counted, "files": kept, "faults": len(taken.faults)})
    else:
        click.echo(f"{file}: {rows:,} rows of {len(manifest.tables)} tables, {kept:,} files, {size / 2**20:.1f} MiB")
        click.echo("It holds password hashes and confidential answers: keep it as you keep those.")
    if taken.faults:
        raise Faults(list(taken.faults))
