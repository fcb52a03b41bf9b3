"""A table of thirty-six firms, the map for it, and data sets made in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assess.benchmarking.dataset import About, Dataset, Kind, Source
from assess.method.distribution.records import OVERALL, records
from assess.method.distribution.tables import tables
from assess.method.peers.cells import Cell
from assess.method.text import Text

MAP = """\
format: assess/benchmark-map@1
id: firms@1
title: Firms of a small survey
kind: assessed
source: {title: A small survey, year: 2013, grade: B}
columns:
  organisation: firm
  period: wave
  region: {column: country, values: {us: US, ge: DE}}
  industry: {column: branch, values: {food: C10, transport: C29}}
  size: {column: staff, bands: [50, 250, 1000]}
  overall: {column: management, from: [1, 5], to: [0, 100]}
  elements:
    L: {column: lead, from: [1, 5]}
"""
HEADER = "firm,wave,country,branch,staff,management,lead"


@pytest.fixture
def map_path(tmp_path: Path) -> Callable[..., Path]:
    """Write the map with some of its words replaced: ``map_path({"us: US": "us: XX"})``."""

    def write(replaced: dict[str, str] | None = None) -> Path:
        text = MAP
        for old, new in (replaced or {}).items():
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "map.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def table_path(tmp_path: Path) -> Callable[..., Path]:
    """Write a table of the given rows below the header."""

    def write(*rows: str, header: str = HEADER, encoding: str = "utf-8", end: str = "\n") -> Path:
        path = tmp_path / "firms.csv"
        path.write_bytes((end.join([header, *rows]) + end).encode(encoding))
        return path

    return write


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test."""
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def about(**changes: object) -> About:
    """Return what a made-up data set says of itself."""
    said: dict[str, object] = {
        "id": "made-up",
        "version": 1,
        "title": Text.of("Made up"),
        "kind": Kind.ASSESSED,
        "scheme": "customer-management@1/maturity@1",
        "source": Source(Text.of("A test"), 2026, "C"),
        "elements": ("L",),
    }
    return About(**{**said, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def made() -> Callable[..., Dataset]:
    """Return a data set of ``(place, overall, element L or None)`` rows; the organisation of row n is called ``o<n>``."""

    def make(rows: list[tuple[Cell, float, float | None]], **changes: object) -> Dataset:
        values = np.array([[overall, np.nan if element is None else element] for _, overall, element in rows])
        held = records([f"o{number}" for number in range(len(rows))], [place for place, _, _ in rows], (OVERALL, "L"), values)
        return Dataset(about(**changes), tables(held), "0" * 64)

    return make
