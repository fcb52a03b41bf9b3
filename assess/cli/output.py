"""What commands print: one JSON document for programs, progress for people at a terminal, nothing of it in a pipe."""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import click

from assess.platform import locale

T = TypeVar("T")


class Points(click.FloatRange):
    """A score 0..100; what is no number is none, however it is written."""

    name = "points"

    def __init__(self) -> None:
        super().__init__(0, 100)

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the score. Raises BadParameter for text, NaN and infinities too."""
        score: float = super().convert(value, param, ctx)
        if not math.isfinite(score):
            self.fail(f"{value!r} is not a number from 0 to 100.", param, ctx)
        return score


class Language(click.ParamType[str]):
    """A language of Assess by any name in wide use: ``zh``, ``zh-Hans``, ``zh_CN``; becomes its code."""

    name = "language"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Show the codes."""
        return f"[{'|'.join(locale.LANGUAGES)}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code, or refuse the name with those that would do."""
        code = locale.language(value)
        if code is None:
            self.fail(f"`{value}` is no language of Assess — one of {', '.join(locale.LANGUAGES)} (or zh, zh-CN, zh-TW)", param, ctx)
        return code


LANGUAGE = Language()
"""The type of every ``--lang``."""


def emit_json(document: object) -> None:
    """Print exactly one JSON document on standard output. Raises ValueError on NaN: a number that is none must never be sent."""
    click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2))


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> Iterator[str]:
    """Yield a table whose first ``left`` columns stand to the left, the others to the right, as wide as their contents."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        gaps = [" " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)]
        cells = [cell + gap if column < left else gap + cell for column, (cell, gap) in enumerate(zip(line, gaps, strict=True))]
        yield ("  " + "   ".join(cells)).rstrip()


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese character takes two.

    >>> width("L 领导")
    6
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text if not unicodedata.combining(character))


def progress(things: Iterable[T], *, total: int, label: str) -> Iterator[T]:
    """Yield the things, with a progress bar on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, length=total, label=label, file=sys.stderr) as bar:
        yield from bar


class Progress:
    """Shows how far long work is, one line for each part of it, on standard error when that is a terminal."""

    def __init__(self) -> None:
        self._shown = ""
        self._is_seen = sys.stderr.isatty()

    def __enter__(self) -> Callable[[str, int, int], None]:
        """Return what is to be told of progress: the part, how much of it is done, of how much."""
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo(err=True)

    def _tell(self, part: str, done: int, of: int) -> None:
        line = f"{part} {done * 100 // max(of, 1)} %"
        if self._is_seen and line != self._shown:
            click.echo(f"\r\033[K{line}", nl=False, err=True)
            self._shown = line
