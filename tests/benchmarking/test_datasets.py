"""Data sets on disk: written whole or not at all, read strictly, found by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assess.benchmarking import datasets, index
from assess.benchmarking.dataset import Dataset
from assess.method.distribution.tables import arrays
from assess.method.peers.cells import Cell
from assess.platform.faults import Faults

Made = Callable[..., Dataset]
ROWS = [(Cell("C29", "US", "1-49", 2024), 50.0, 40.0), (Cell("K", "CN-SH", "", 2025), 60.123456789, None), (Cell(), 0.0, 100.0)]


@pytest.fixture
def stored(made: Made, tmp_path: Path) -> Path:
    """A data set of three records on disk."""
    dataset = made(ROWS)
    place = tmp_path / "made-up" / "1"
    datasets.write(place, dataset.about, dataset.tables.records)
    return place


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def without_hash(place: Path) -> None:
    """Remove what ties dataset.yaml to its records, so that these can be changed by hand."""
    text = (place / "dataset.yaml").read_text(encoding="utf-8")
    (place / "dataset.yaml").write_text(text[: text.index("records:")], encoding="utf-8")


def test_a_data_set_is_read_as_it_was_written(stored: Path, made: Made) -> None:
    read, original = datasets.read(stored), made(ROWS)
    assert read.about == original.about
    left, right = dict(arrays(read.tables)), dict(arrays(original.tables))
    assert {name: each.tolist() for name, each in left.items() if name != "values"} == {
        name: each.tolist() for name, each in right.items() if name != "values"
    }
    assert str(left["values"].tolist()) == str(right["values"].tolist())


def test_a_data_set_is_found_by_id_and_version_by_id_alone_and_by_folder(made: Made, data_folder: Path) -> None:
    dataset = made(ROWS)
    for version in ("1", "2", "10"):
        place = data_folder / "benchmarks" / "made-up" / version
        datasets.write(place, made(ROWS, version=int(version)).about, dataset.tables.records)
    assert datasets.load("made-up@2").about.version == 2
    assert datasets.load("made-up").about.version == 10
    assert datasets.load(str(data_folder / "benchmarks" / "made-up" / "1")).about.version == 1
    assert {"made-up@1", "made-up@10", "synthetic-customer-management@1"} <= set(datasets.references())


def test_an_unknown_data_set_is_refused_with_the_nearest_name(data_folder: Path) -> None:
    with pytest.raises(Faults, match="did you mean `synthetic-customer-management@1`"):
        datasets.load("synthetic-custmer-management@1")


def test_writing_the_same_data_set_again_changes_nothing(stored: Path, made: Made) -> None:
    before = (stored / "dataset.yaml").read_bytes()
    datasets.write(stored, made(ROWS, date="2026-05-05").about, made(ROWS).tables.records)
    assert (stored / "dataset.yaml").read_bytes() == before


def test_a_version_does_not_change_unless_somebody_says_so(stored: Path, made: Made) -> None:
    other = made([*ROWS, (Cell("K64"), 10.0, None)])
    with pytest.raises(Faults, match="another data set stands there as made-up@1 — give the map a new version"):
        datasets.write(stored, other.about, other.tables.records)
    assert len(datasets.read(stored).tables.records) == 3
    datasets.write(stored, other.about, other.tables.records, replace=True)
    assert len(datasets.read(stored).tables.records) == 4


def test_whoever_is_interrupted_leaves_no_half_data_set(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(datasets, "yaml_of", interrupted)
    dataset, place = made(ROWS), tmp_path / "made-up" / "1"
    with pytest.raises(KeyboardInterrupt):
        datasets.write(place, dataset.about, dataset.tables.records)
    assert not (place / "dataset.yaml").exists()
    with pytest.raises(Faults):
        datasets.read(place)


def test_records_of_another_data_set_are_refused(stored: Path) -> None:
    change(stored / "records.csv", "50.0", "51.0")
    with pytest.raises(Faults, match=r"these are not the records dataset\.yaml belongs to"):
        datasets.read(stored)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2024,C29", "2024,C99", "records.csv:2: industry: `C99` is not an industry code"),
        ("2024,C29,US", "2024,C29,UK", "records.csv:2: region: `UK` is not a region code — did you mean `GB`?"),
        ("2024", "24", "records.csv:2: period: `24` is not a year"),
        ("1-49", "tiny", "records.csv:2: size: `tiny` is not a size band"),
        ("50.0", "nan", "records.csv:2: overall: `nan` is not a score — a number from 0 to 100"),
        ("50.0", "", "records.csv:2: overall: `` is not a score"),
        ("60.123456789", "101", "records.csv:3: overall: `101` is not a score"),
        ("o1", "o0", "records.csv:3: organisation: `o0` stands here twice"),
        ("100.0", "100.0,7", "records.csv:4: the row has 8 cells"),
        ("overall,L", "overall,S", "records.csv:1: the columns are not those of the data set"),
    ],
)
def test_a_fault_in_the_records_is_said_with_line_and_column(stored: Path, old: str, new: str, said: str) -> None:
    without_hash(stored)
    change(stored / "records.csv", old, new)
    with pytest.raises(Faults) as raised:
        datasets.read(stored)
    assert any(said in str(fault) for fault in raised.value.faults), raised.value.faults


def test_a_data_set_without_records_is_a_fault(stored: Path) -> None:
    without_hash(stored)
    header = (stored / "records.csv").read_text(encoding="utf-8").splitlines()[0]
    (stored / "records.csv").write_text(header + "\n", encoding="utf-8")
    with pytest.raises(Faults, match="there are no records"):
        datasets.read(stored)


def test_generated_records_that_do_not_say_so_are_refused(stored: Path) -> None:
    change(stored / "dataset.yaml", "kind: assessed", "kind: synthetic")
    with pytest.raises(Faults, match="must say so in their id"):
        datasets.read(stored)


def test_tables_kept_beside_a_large_data_set_give_the_same_answers(stored: Path, made: Made) -> None:
    dataset = datasets.read(stored)
    assert index.load(stored, dataset.sha256, ("overall", "L")) is None
    assert index.store(stored, dataset.sha256, dataset.tables, at_least=1)
    opened = index.load(stored, dataset.sha256, ("overall", "L"))
    assert opened is not None
    for cell in (Cell(), Cell("C29"), Cell("K"), Cell("C29", "US", "", 2024)):
        assert opened.describe("overall", cell, 55.0) == dataset.tables.describe("overall", cell, 55.0)
    assert opened.records.find("o1") == dataset.tables.records.find("o1")


def test_half_deleted_tables_are_built_again(stored: Path) -> None:
    dataset = datasets.read(stored)
    index.store(stored, dataset.sha256, dataset.tables, at_least=1)
    next(stored.glob("index-*/sorted-*.npy")).unlink()
    assert index.load(stored, dataset.sha256, ("overall", "L")) is None
    assert len(datasets.read(stored).tables.records) == 3


def test_a_small_data_set_has_no_tables_beside_it(stored: Path) -> None:
    assert sorted(path.name for path in stored.iterdir()) == ["dataset.yaml", "records.csv"]


def test_tables_of_earlier_records_are_cleared_away(stored: Path, made: Made) -> None:
    dataset = datasets.read(stored)
    index.store(stored, dataset.sha256, dataset.tables, at_least=1)
    other = made([*ROWS, (Cell("K64"), 10.0, None)])
    datasets.write(stored, other.about, other.tables.records, replace=True)
    assert not list(stored.glob("index-*"))
