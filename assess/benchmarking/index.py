"""The tables of a large data set, kept beside its records as memory maps, so that opening it does not mean reading it.

The folder is named by the SHA-256 of the records it was made from, is put in place with one rename, and may be deleted at any time: the
tables are then built from the records again. Small data sets have none; building theirs takes no time.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assess.method.distribution.tables import Tables, arrays, from_arrays

FROM = 20_000
"""The number of records from which tables are kept."""


def store(place: Path, sha256: str, kept: Tables, *, at_least: int = FROM) -> bool:
    """Keep the tables beside the records in ``place`` where they are large enough; return whether they were."""
    if len(kept.records) < at_least:
        return False
    target = _folder(place, sha256)
    if target.exists():
        return True
    beside = place / f".index-{secrets.token_hex(4)}.part"
    try:
        beside.mkdir()
        for name, array in arrays(kept):
            np.save(beside / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
        beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return True


def load(place: Path, sha256: str, names: Sequence[str]) -> Tables | None:
    """Return the tables kept for these records as memory maps, or None where there are none that can be used."""
    folder = _folder(place, sha256)
    try:
        stored: dict[str, NDArray[np.generic]] = {
            path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in folder.glob("*.npy")
        }
        return from_arrays(names, stored) if stored else None
    except (OSError, ValueError, KeyError):  # half deleted, or of another version: they are built again
        return None


def clear(place: Path, keep: str) -> None:
    """Remove the tables of other records than ``keep``."""
    for folder in place.glob("index-*"):
        if folder != _folder(place, keep):
            shutil.rmtree(folder, ignore_errors=True)


def _folder(place: Path, sha256: str) -> Path:
    return place / f"index-{sha256[:16]}"
