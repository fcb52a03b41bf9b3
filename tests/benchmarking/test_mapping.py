"""A map is checked before a row is read, and everything wrong in it is said at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assess.benchmarking import mapping
from assess.benchmarking.dataset import Kind
from assess.benchmarking.mapping import Scaled
from assess.platform.faults import Faults

MapPath = Callable[..., Path]


def faults_of(path: Path) -> list[str]:
    with pytest.raises(Faults) as raised:
        mapping.read(path)
    return [str(fault) for fault in raised.value.faults]


def test_a_map_says_what_the_data_set_is_and_which_columns_are_read(map_path: MapPath) -> None:
    read = mapping.read(map_path())
    assert (read.about.reference, read.about.kind, read.about.scheme) == ("firms@1", Kind.ASSESSED, "firms@1")
    assert [column for _, column in read.columns()] == ["firm", "wave", "country", "branch", "staff", "management", "lead"]
    assert read.numeric() == {"staff", "management", "lead"}


def test_a_score_is_moved_to_a_hundred(map_path: MapPath) -> None:
    read = mapping.read(map_path())
    assert [read.overall.moved(score) for score in (1.0, 3.0, 5.0)] == [0.0, 50.0, 100.0]
    assert read.elements["L"].moved(2.0) == 25.0


def test_a_scale_on_which_less_is_better_is_turned_around() -> None:
    assert Scaled("rank", (5.0, 1.0)).moved(1.0) == 100.0


def test_the_example_of_the_interfaces_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "wms.yaml"
    path.write_text(
        """\
format: assess/benchmark-map@1
id: wms-management@1
title: World Management Survey, overall management score
kind: assessed
source: {title: Survey, year: 2013, licence: Free, url: https://example.org/data, grade: B, method: Interviews}
columns:
  organisation: firmid
  period: wave
  region: {column: countrycode, values: {us: US, gb: GB, ge: DE}}
  industry: {column: industry, values: {food: C10, transport: C29}}
  size: {column: emp_firm, bands: [50, 250, 1000]}
  overall: {column: management, from: [1, 5], to: [0, 100]}
  elements: {}
""",
        encoding="utf-8",
    )
    assert mapping.read(path).about.bands == (50, 250, 1000)


def test_norway_is_a_country_and_not_a_no(map_path: MapPath) -> None:
    assert mapping.read(map_path({"us: US": "no: NO"})).region == mapping.Coded("country", {"no": "NO", "ge": "DE"})


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("us: US", "us: USA", 9, "columns.region.values.us: `USA` is not a region code"),
        ("us: US", "us: UK", 9, "did you mean `GB`?"),
        ("food: C10", "food: 10", 10, "did you mean `C10`?"),
        ("[50, 250, 1000]", "[50, 250, 250]", 11, "size bands ascend"),
        ("from: [1, 5], to", "from: [1, 1], to", 12, "both ends of the scale are the same"),
        ("to: [0, 100]", "to: [0, 1000]", 12, "two different numbers from 0 to 100"),
        ("    L:", "    overall:", 14, "`overall` is no name for an element"),
        ("kind: assessed", "kind: hearsay", 4, "`hearsay` is not known here"),
        ("id: firms@1", "id: firms", 2, "like `customer-management@1`"),
        ("year: 2013, ", "", 5, "the key `year` is missing"),
        ("  organisation: firm\n", "", 6, "the key `organisation` is missing"),
        ("column: staff", "colum: staff", 11, "did you mean `column`?"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_key(map_path: MapPath, old: str, new: str, line: int, said: str) -> None:
    faults = faults_of(map_path({old: new}))
    assert any(f"map.yaml:{line}:" in fault and said in fault for fault in faults), faults


def test_all_faults_are_said_at_once(map_path: MapPath) -> None:
    faults = faults_of(map_path({"us: US": "us: USA", "food: C10": "food: Z99", "[50, 250, 1000]": "[50, 20]"}))
    assert len(faults) == 3


def test_generated_records_must_say_so_in_id_and_title(map_path: MapPath) -> None:
    faults = faults_of(map_path({"kind: assessed": "kind: synthetic"}))
    assert ["id" in fault or "title" in fault for fault in faults] == [True, True]
    assert all("SYNTHETIC" in fault or "synthetic" in fault for fault in faults)
    named = map_path(
        {"kind: assessed": "kind: synthetic", "id: firms@1": "id: synthetic-firms@1", "title: Firms of": "title: SYNTHETIC firms of"}
    )
    assert mapping.read(named).about.synthetic
