"""Groups of organisations, and the order in which a group that is too small is widened.

A record stands at a place: an industry (an ISIC Rev.4 division ``C29``, or only a section ``C``), a region (an ISO 3166-2 subdivision
``CN-SH``, or only a country ``CN``), a size band and a year. A *cell* names a group by the same four words, each of them as narrow as it
says: ``C`` is every organisation of the section, an empty word (year 0) narrows nothing.

Not every crossing is a group of its own. What may be asked, and widened to, is

- industry × region × size over all years, any of them left open, and
- a year: alone, within an industry, or within a division and a region.

Size and year are never crossed, nor are region and year without a division: such tables are so thin and so entangled that protecting
them would cost most of the others (see ``disclosure``). A group is widened in this order: size; subdivision to country; region; division
to section; industry; year. Whatever is not a group of its own on the way is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

Level = tuple[int, ...]
"""How narrow each of the four words is: 0 open; industry 1 section, 2 division; region 1 country, 2 subdivision; size 1; year 1."""

DIMENSIONS = ("industry", "region", "size", "period")


class Cell(NamedTuple):
    """A group, or the place of a record; empty words and year 0 narrow nothing (in a record: are not known)."""

    industry: str = ""
    region: str = ""
    size: str = ""
    period: int = 0

    @property
    def level(self) -> Level:
        """How narrow each word is.

        >>> Cell("C29", "CN", "", 2024).level
        (2, 1, 0, 1)
        """
        return (
            2 if len(self.industry) > 1 else int(self.industry != ""),
            2 if "-" in self.region else int(self.region != ""),
            int(self.size != ""),
            int(self.period != 0),
        )

    def at(self, level: Level) -> Cell:
        """Return the cell with every word cut to ``level`` (a word that is less narrow stays as it is).

        >>> Cell("C29", "CN-SH", "50-249", 2024).at((1, 1, 0, 1))
        Cell(industry='C', region='CN', size='', period=2024)
        """
        industry, region, size, period = level
        return Cell(
            self.industry if industry == 2 else self.industry[:industry],
            self.region if region == 2 else self.region[: 2 * region],
            self.size if size else "",
            self.period if period else 0,
        )


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the widening: the group, and which of the asked words have been widened to come to it."""

    cell: Cell
    widened: tuple[str, ...]


_STEPS = (("size", 2, 1), ("region", 1, 2), ("region", 1, 1), ("industry", 0, 2), ("industry", 0, 1), ("period", 3, 1))
"""Which word gives way, its index, and the narrowness it gives up; first things first."""


def is_group(level: Level) -> bool:
    """Return whether cells of this level are groups of their own (see above)."""
    industry, region, size, period = level
    return not period or (not size and (region == 0 or industry == 2))


def ladder(asked: Cell) -> Iterator[Rung]:
    """Yield the asked cell and ever wider ones, to the whole; each contains the one before.

    >>> [(rung.cell.region, rung.widened) for rung in ladder(Cell(region="CN-SH"))]
    [('CN-SH', ()), ('CN', ('region',)), ('', ('region',))]
    """
    cell = asked
    widened: tuple[str, ...] = ()
    if is_group(cell.level):
        yield Rung(cell, widened)
    for word, index, narrowness in _STEPS:
        level = cell.level
        if level[index] != narrowness:
            continue
        cell = cell.at((*level[:index], narrowness - 1, *level[index + 1 :]))
        widened = widened if word in widened else (*widened, word)
        if is_group(cell.level):
            yield Rung(cell, widened)
