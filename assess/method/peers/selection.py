"""With whom: the narrowest group around the asked one that may be shown and is large enough.

The ladder of ``cells`` is climbed until a group has enough members, the asking organisation's own record left out. Where none has, the
widest that may be shown is taken, and shows as little as its size allows. An asker who is in the data set knows its own record, so a
group it is not in is passed over when a wider one it is in would, less that record, leave fewer than *k*.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from assess.method.distribution.records import OVERALL
from assess.method.distribution.tables import Tables
from assess.method.peers.cells import Cell, Rung, is_group, ladder
from assess.method.peers.standing import QUARTILES_FROM, K


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of a group: ``k`` to be shown at all, ``at_least`` members not to be widened."""

    k: int = K
    at_least: int = QUARTILES_FROM

    def __post_init__(self) -> None:
        if self.k < K:
            raise ValueError(f"k is at least {K}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The group compared with, and how many others are in it."""

    rung: Rung
    n: int


def choose(tables: Tables, asked: Cell, rules: Rules, *, own: int | None = None) -> Chosen | None:
    """Return the group to compare with, or None where no group may be shown; ``own`` is the row of the asker's record."""
    widest = None
    for rung in ladder(asked):
        if may_tell(tables, rung.cell, rules.k, own=own):
            widest = Chosen(rung, others(tables, rung.cell, own=own))
            if widest.n >= rules.at_least:
                return widest
    return widest


def others(tables: Tables, cell: Cell, *, own: int | None = None) -> int:
    """Return the number of organisations in a group, the asker's own left out."""
    return tables.size(OVERALL, cell) - int(own is not None and tables.contains(cell, own))


def may_tell(tables: Tables, cell: Cell, k: int, *, own: int | None = None) -> bool:
    """Return whether a group may be shown to an asker whose own record stands in row ``own``."""
    if not tables.may_show(OVERALL, cell, k) or others(tables, cell, own=own) < k:
        return False
    if own is None or tables.contains(cell, own):
        return True
    size = tables.size(OVERALL, cell)
    for level in itertools.product(*(range(narrowness + 1) for narrowness in cell.level)):
        wider = cell.at(level)
        if is_group(level) and tables.contains(wider, own) and 0 < tables.size(OVERALL, wider) - size - 1 < k:
            return False
    return True
