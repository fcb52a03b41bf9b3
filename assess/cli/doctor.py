"""`assess doctor`: everything this machine lacks, and the line that gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

import click

from assess.cli.output import emit_json
from assess.platform.doctor import Finding, findings
from assess.platform.faults import Missing


@click.command(help="Say what this machine lacks, and how to get it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(as_json: bool, look: Callable[[], Iterator[Finding]] = findings) -> None:
    """Print every finding; raise Missing (exit status 3) when something is not there."""
    found = list(look())
    lacking = [finding for finding in found if not finding.present]
    if as_json:
        emit_json({"format": "assess/doctor@1", "complete": not lacking, "findings": [asdict(finding) for finding in found]})
    else:
        for finding in found:
            click.echo(f"{'ok     ' if finding.present else 'MISSING'}  {finding.name}")
    if lacking:
        raise Missing("\n".join(f"{one.name} is missing (needed for {one.needed_for}): {one.remedy}" for one in lacking))
    if not as_json:
        click.echo("Nothing is missing.")
