"""`assess restore FILE`: a backup into an empty installation."""

from __future__ import annotations

from pathlib import Path

import click

from assess.cli.output import Progress


@click.command(help="Bring a backup into an empty database and data folder; never overwrite anything.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.zip")
def command(file: Path) -> None:
    """Restore a backup. Raises Faults, and then nothing has changed."""
    from assess.administration import restoring
    from assess.platform import installation, settings

    read = settings.read()
    made = installation.of(read)
    with Progress() as tell:
        manifest = restoring.restore(made, file, tell=tell)
    made.engine.dispose()
    rows = sum(table.rows for table in manifest.tables)
    click.echo(f"{rows:,} rows of {len(manifest.tables)} tables and everything beside them, as of {manifest.taken_at}, are in {read.data}")
