"""`assess db`: whether the database has the shape this program expects, and bringing it there."""

from __future__ import annotations

import click

from assess.cli.opening import opened
from assess.platform import schema_versions
from assess.platform.faults import single


@click.group("db", help="Say whether the database has the shape this program expects, or bring it there.")
def command() -> None:
    """Hold the commands about the database."""


@command.command(help="Say at which version the database is; exit status 1 unless it is the one this program expects.")
def status() -> None:
    """Print the version of the database. Raises Faults where it is not the one this program expects."""
    with opened() as made:
        current, newest = schema_versions.current(made.engine), schema_versions.newest()
    if schema_versions.is_newer(current):
        raise schema_versions.too_new(current)
    if current != newest:
        at = f"it is at version {current}" if current else "it is empty"
        raise single("the database", "", "", f"{at}; this program expects version {newest}", "make a backup, then run `assess db upgrade`")
    click.echo(f"The database is at version {current}, as this program expects.")


@command.command(help="Bring the database to the shape this program expects. Make a backup first.")
def upgrade() -> None:
    """Run the migrations that are missing. Raises Faults for the database of a newer program."""
    with opened() as made:
        before = schema_versions.current(made.engine)
        schema_versions.upgrade(made.engine)
        after = schema_versions.current(made.engine)
    if before == after:
        click.echo(f"The database was at version {after} already.")
    else:
        click.echo(f"The database went from {f'version {before}' if before else 'empty'} to version {after}.")
