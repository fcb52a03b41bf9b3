"""Who stands where with which scores: one record an organisation, sorted so that the order of the source decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assess.method.peers.cells import Cell

OVERALL = "overall"
"""The name of the overall score; every other score is named by its element's id."""


@dataclass(frozen=True)
class Records:
    """One record an organisation, sorted by organisation: where it stands, and its scores 0..100 (NaN: none), a column a name.

    ``places`` index ``atoms``, the distinct places in order.
    """

    organisations: NDArray[np.bytes_]
    atoms: tuple[Cell, ...]
    places: NDArray[np.int32]
    names: tuple[str, ...]
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.organisations)

    def find(self, organisation: str) -> int | None:
        """Return the row of an organisation, or None."""
        key = organisation.encode()
        row = int(np.searchsorted(self.organisations, np.array(key, dtype=np.bytes_)))
        return row if row < len(self.organisations) and self.organisations[row] == key else None

    def place(self, row: int) -> Cell:
        """Return where a record stands."""
        return self.atoms[int(self.places[row])]

    def score(self, row: int, name: str) -> float | None:
        """Return a score of a record, or None."""
        value = float(self.values[row, self.names.index(name)])
        return None if np.isnan(value) else value


def records(organisations: Sequence[str], places: Sequence[Cell], names: Sequence[str], values: NDArray[np.float64]) -> Records:
    """Return records from rows in any order; ``values`` is rows × names, NaN where there is none.

    Raises ValueError when there are no rows, or two of one organisation.
    """
    if not organisations:
        raise ValueError("no records")
    keys = np.array([organisation.encode() for organisation in organisations], dtype=np.bytes_)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    if bool((keys[1:] == keys[:-1]).any()):
        raise ValueError("two records of one organisation")
    atoms = tuple(sorted(set(places)))
    number = {atom: index for index, atom in enumerate(atoms)}
    standing = np.array([number[place] for place in places], dtype=np.int32)[order]
    return Records(keys, atoms, standing, tuple(names), np.asarray(values, dtype=np.float64)[order])
