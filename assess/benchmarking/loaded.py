"""Data sets held in memory: read once however many ask, and again when their files have changed.

What a reader may choose from is only what may be shown by itself: a group too small to be told is no choice, so that the choices betray
no more than the comparison does.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from assess.benchmarking import datasets
from assess.benchmarking.dataset import About, Dataset, band_labels
from assess.benchmarking.position import RULES
from assess.method.peers.cells import Cell
from assess.method.peers.selection import may_tell
from assess.platform import documents
from assess.platform.faults import Faults, single
from assess.platform.memory import Memory

_sets: Memory[Dataset] = Memory(16)
_abouts: Memory[About] = Memory(256)
_groups: Memory[dict[str, tuple[str, ...]]] = Memory(16)


def load(reference: str) -> Dataset:
    """Return a data set by its reference (never by a folder: the name may come from anybody). Raises Faults."""
    place = _place(reference)
    return _sets.get(_stamp(place), lambda: datasets.read(place))


def abouts() -> tuple[About, ...]:
    """Return what every sound data set says of itself, by reference (``assess check`` says what is wrong with others)."""
    found = []
    for reference in datasets.references():
        with contextlib.suppress(Faults):
            found.append(_about(_place(reference)))
    return tuple(found)


def groups(reference: str) -> dict[str, tuple[str, ...]]:
    """Return the codes of every dimension (industry, region, size, period) whose group may be told. Raises Faults."""
    dataset = load(reference)
    return _groups.get(dataset.sha256, lambda: _groups_of(dataset))


def _groups_of(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    atoms, tables = dataset.tables.records.atoms, dataset.tables
    industries = {code for atom in atoms for code in (atom.industry[:1], atom.industry) if code}
    regions = {code for atom in atoms for code in (atom.region[:2], atom.region) if code}
    found = {
        "industry": [Cell(industry=code) for code in sorted(industries)],
        "region": [Cell(region=code) for code in sorted(regions)],
        "size": [Cell(size=label) for label in band_labels(dataset.about.bands)],
        "period": [Cell(period=year) for year in sorted({atom.period for atom in atoms if atom.period})],
    }
    return {word: tuple(str(getattr(cell, word)) for cell in cells if may_tell(tables, cell, RULES.k)) for word, cells in found.items()}


def _place(reference: str) -> Path:
    if reference not in datasets.references():
        raise single(reference, "", "", "there is no such data set", f"one of {', '.join(datasets.references()) or 'none yet'}")
    return datasets.folder(reference)


def _about(place: Path) -> About:
    return _abouts.get(_stamp(place), lambda: datasets.about_of(documents.read(place / "dataset.yaml", limit=documents.LARGE)))


def _stamp(place: Path) -> tuple[str, int, int]:
    """Return what changes with a data set: its description names the SHA-256 of the records and is written last."""
    status = (place / "dataset.yaml").stat()
    return str(place), status.st_mtime_ns, status.st_size
