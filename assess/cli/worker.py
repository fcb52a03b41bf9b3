"""`assess worker`: makes the reports that are asked for, one after the other. `assess serve` starts its own; this adds more."""

from __future__ import annotations

import datetime
import logging

import click

from assess.platform.faults import single

_SECONDS = click.FloatRange(0.5, 86400)


@click.command(help="Make the reports that are asked for, until stopped; `assess serve` starts such workers itself.")
@click.option("--limit", default=300.0, show_default=True, type=_SECONDS, metavar="SECONDS", help="How long one report may take.")
@click.option(
    "--silence",
    default=30.0,
    show_default=True,
    type=_SECONDS,
    metavar="SECONDS",
    help="How long a worker may be silent.",
)
@click.option("--parent", type=int, hidden=True, help="The process this one ends with.")
def command(limit: float, silence: float, parent: int | None) -> None:
    """Work until a signal says stop. Raises Faults where the database has not the shape this program expects."""
    from assess.cli.opening import opened
    from assess.platform import processes, schema_versions
    from assess.reporting import queue
    from assess.reporting.working import Rules

    if parent is not None:
        processes.end_with(parent)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # rules for screens, which a page on paper does not have
    with opened() as made:
        current = schema_versions.current(made.engine)
        if schema_versions.is_newer(current):
            raise schema_versions.too_new(current)
        if current != schema_versions.newest():
            raise single("the database", "", "", "it has not the shape this program expects", "run `assess db upgrade`, or `assess serve`")
        queue.work(made, rules=Rules(datetime.timedelta(seconds=silence), datetime.timedelta(seconds=limit)))
