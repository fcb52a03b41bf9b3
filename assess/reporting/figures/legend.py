"""The key below a figure: what each mark means, and the note that says whose data these are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assess.reporting.figures import measure, svg
from assess.reporting.figures.sheet import Sheet

SWATCH = 22.0
_GAP, _BETWEEN, _LINE = 6.0, 18.0, 16.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a key: the words, and how its sample is drawn in a box ``SWATCH`` px wide, 10 px high."""

    words: str
    draw: Callable[[float, float], str]
    """Takes the left edge and the middle of the sample."""
    swatch: float = SWATCH


def below(sheet: Sheet, entries: Iterable[Entry], note: str, top: float, *, left: float = 0.0) -> tuple[str, float]:
    """Draw the key and the note from ``top`` down; return the drawing and where the figure ends (px)."""
    drawn, x, y = [], left, top + 12.0
    height = 0.0
    for entry in entries:
        room = sheet.width - left - entry.swatch - _GAP
        words = measure.block(entry.words, room, svg.SMALL)
        if not words.lines:
            continue
        if x > left and x + entry.swatch + _GAP + words.width > sheet.width:
            x, y, height = left, y + max(height, _LINE), 0.0
        middle = y + svg.SMALL * measure.LEADING / 2
        drawn.append(entry.draw(x, middle))
        drawn.append(svg.block(words, x + entry.swatch + _GAP, y, role="muted"))
        x, height = x + entry.swatch + _GAP + words.width + _BETWEEN, max(height, words.height + 3.0)
    bottom = y + height if drawn else top
    small = measure.block(note, sheet.width - left, svg.SMALL)
    if small.lines:
        drawn.append(svg.block(small, left, bottom + 4.0, role="muted"))
        bottom += 4.0 + small.height
    return svg.element("g", {"class": "figure-key"}, "".join(drawn)) if drawn else "", bottom + 4.0


def line(words: str, mark: str, paint: svg.Paint, extra: Callable[[float, float], str] | None = None) -> Entry:
    """Return an entry whose sample is a line, with a marker in its middle where ``extra`` draws one."""

    def draw(x: float, middle: float) -> str:
        marker = extra(x + SWATCH / 2, middle) if extra else ""
        return svg.lines(f"key-{mark}", [((x, middle), (x + SWATCH, middle))], paint) + marker

    return Entry(words, draw)


def area(words: str, mark: str, paint: svg.Paint, *, hatched: svg.Paint | None = None) -> Entry:
    """Return an entry whose sample is a small box, hatched where a hatch paint is given."""

    def draw(x: float, middle: float) -> str:
        box = (x, middle - 4.5, x + SWATCH, middle + 4.5)
        lines = svg.hatch(f"key-{mark}-hatch", [box], hatched) if hatched else ""
        return svg.boxes(f"key-{mark}", [box], paint) + lines

    return Entry(words, draw)


def marker(words: str, draw: Callable[[float, float], str]) -> Entry:
    """Return an entry whose sample is one marker; ``draw`` takes its middle."""
    return Entry(words, lambda x, middle: draw(x + 6.0, middle), swatch=12.0)
