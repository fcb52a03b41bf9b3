"""What commands print: one JSON document for programs, progress for people at a terminal, nothing of it in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


def emit_json(document: object) -> None:
    """Print exactly one JSON document on standard output. Raises ValueError on NaN: a number that is none must never be sent."""
    click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2))


def progress(things: Iterable[T], *, total: int, label: str) -> Iterator[T]:
    """Yield the things, with a progress bar on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, length=total, label=label, file=sys.stderr) as bar:
        yield from bar
