"""From rows to records: what is taken, what gives way, what is refused and why."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.benchmarking import datasets, importing, mapping
from assess.benchmarking.importing import Imported
from assess.method.peers.cells import Cell
from assess.platform.faults import Faults

MapPath = TablePath = Callable[..., Path]
GOOD = "acme,2010,us,transport,300,3.0,2.0"


@pytest.fixture
def bring_in(map_path: MapPath, table_path: TablePath) -> Callable[..., Imported]:
    """Import the given rows by the map of the tests."""

    def bring(*rows: str, **options: str) -> Imported:
        read = mapping.read(map_path())
        return importing.run(read, importing.open_for(read, table_path(*rows, **options)))

    return bring


def test_a_row_becomes_a_record(bring_in: Callable[..., Imported]) -> None:
    held = bring_in(GOOD).records
    row = held.find("acme")
    assert row is not None
    assert held.place(row) == Cell("C29", "US", "250-999", 2010)
    assert (held.score(row, "overall"), held.score(row, "L")) == (50.0, 25.0)


def test_of_several_records_of_one_organisation_the_latest_counts(bring_in: Callable[..., Imported]) -> None:
    imported = bring_in(
        "acme,2010,us,food,10,3.0,", "acme,2013,ge,transport,60,4.0,", "acme,2006,us,food,10,1.0,", "other,2006,us,food,10,1.0,"
    )
    assert (imported.rows, imported.accepted, imported.superseded) == (4, 2, 2)
    assert imported.records.place(0) == Cell("C29", "DE", "50-249", 2013)


def test_every_row_is_accounted_for(bring_in: Callable[..., Imported]) -> None:
    imported = bring_in(GOOD, GOOD, "b,2010,us,food,10,9.0,", "c,2010,us,food,10,2.0,", ",2010,us,food,10,2.0,")
    assert imported.rows == imported.accepted + imported.superseded + len(imported.rejected) == 5


def test_the_order_of_the_rows_changes_no_bit(bring_in: Callable[..., Imported]) -> None:
    rows = [f"o{n % 30},{2006 + n % 3},us,food,{n},{1 + n % 4 + n / 100},{1 + n % 5}" for n in range(90)]
    rows += ["twice,2010,us,food,10,2.0,3.0", "twice,2010,ge,transport,90,2.5,", "twice,2010,us,food,10,2.0,"]
    shuffled = list(rows)
    random.Random(1).shuffle(shuffled)
    one, other = bring_in(*rows), bring_in(*shuffled)
    assert datasets.csv_of(one.records) == datasets.csv_of(other.records)
    assert one.superseded == other.superseded


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("acme,2010,xx,food,10,3.0,", "country", "the value `xx` is not in the map"),
        ("acme,2010,us,mining,10,3.0,", "branch", "the value `mining` is not in the map"),
        ("acme,2010,us,food,many,3.0,", "staff", "`many` is not a number of employees"),
        ("acme,2010,us,food,-3,3.0,", "staff", "`-3` is not a number of employees"),
        ("acme,2010,us,food,10,,", "management", "the score is missing"),
        ("acme,2010,us,food,10,nan,", "management", "`nan` is not a finite number"),
        ("acme,2010,us,food,10,inf,", "management", "`inf` is not a finite number"),
        ("acme,2010,us,food,10,5.01,", "management", "5.01 is outside 1 to 5"),
        ("acme,2010,us,food,10,3.0,0.5", "lead", "0.5 is outside 1 to 5"),
        ("acme,soon,us,food,10,3.0,", "wave", "`soon` is not a period"),
        ("acme,1066,us,food,10,3.0,", "wave", "`1066` is not a period"),
        ("acme,,us,food,10,3.0,", "wave", "the period is missing"),
        (",2010,us,food,10,3.0,", "firm", "the organisation is not named"),
        ("ac\u200fme,2010,us,food,10,3.0,", "firm", "the name has control characters in it"),
        ("a" * 300 + ",2010,us,food,10,3.0,", "firm", "the name is longer than 200 bytes"),
        ("acme,2010,us,food,10,3.0", "", "the row has 6 cells, the header 7"),
    ],
)
def test_a_bad_row_is_refused_with_row_column_and_reason(bring_in: Callable[..., Imported], row: str, column: str, why: str) -> None:
    imported = bring_in("good,2010,us,food,10,3.0,", row)
    assert imported.accepted == 1
    assert [(each.row, each.column, each.why) for each in imported.rejected] == [(3, column, why)]


def test_everything_wrong_in_a_row_is_said_in_its_one_entry(bring_in: Callable[..., Imported]) -> None:
    (rejected,) = bring_in(GOOD, "b,2010,xx,mining,10,7,").rejected
    assert (rejected.row, rejected.column) == (3, "branch")
    assert (
        rejected.why == "the value `mining` is not in the map; country: the value `xx` is not in the map; management: 7 is outside 1 to 5"
    )


def test_what_is_not_known_of_a_record_is_counted_and_no_fault(bring_in: Callable[..., Imported]) -> None:
    imported = bring_in("acme,2010,,food,,3.0,")
    assert imported.records.place(0) == Cell("C10", "", "", 2010)
    assert imported.unplaced == {"industry": 0, "region": 1, "size": 1, "period": 0}
    assert imported.records.score(0, "L") is None


@pytest.mark.parametrize(
    ("period", "year"), [("2010.0", 2010), ("2010-06-30", 2010), ("2010-Q2", 2010), ("2010/11", 2010), (" 2010 ", 2010)]
)
def test_a_year_is_found_in_what_is_written_for_a_period(bring_in: Callable[..., Imported], period: str, year: int) -> None:
    assert bring_in(f"acme,{period},us,food,10,3.0,").records.place(0).period == year


@pytest.mark.parametrize(("staff", "size"), [("0", "1-49"), ("49.9", "1-49"), ("50", "50-249"), ("1000", "1000+"), ("250-999", "250-999")])
def test_employees_become_a_size_band(bring_in: Callable[..., Imported], staff: str, size: str) -> None:
    assert bring_in(f"acme,2010,us,food,{staff},3.0,").records.place(0).size == size


def test_decimal_commas_and_semicolons_are_read(bring_in: Callable[..., Imported]) -> None:
    header = "firm;wave;country;branch;staff;management;lead"
    held = bring_in("acme;2010;us;food;1.250;3,0;2,0", "b;2010;us;food;40;4,5;", header=header, encoding="utf-8-sig", end="\r\n").records
    assert held.score(0, "overall") == 50.0
    assert held.place(0).size == "1000+"


def test_columns_without_a_map_of_values_hold_codes_themselves(map_path: MapPath, table_path: TablePath) -> None:
    read = mapping.read(map_path({"{column: country, values: {us: US, ge: DE}}": "country"}))
    imported = importing.run(read, importing.open_for(read, table_path("a,2010,CN-SH,food,10,3.0,", "b,2010,Shanghai,food,10,3.0,")))
    assert imported.records.place(0).region == "CN-SH"
    assert imported.rejected[0].why.startswith("`Shanghai` is not a region code")


def test_missing_columns_are_all_named_where_the_map_names_them(map_path: MapPath, table_path: TablePath) -> None:
    read = mapping.read(map_path())
    with pytest.raises(Faults) as raised:
        importing.open_for(read, table_path(GOOD, header="firm,wave,countrycode,branch,staff,managment,lead"))
    said = [str(fault) for fault in raised.value.faults]
    assert len(said) == 2
    assert "map.yaml:9: columns.region: the table has no column `country` — did you mean `countrycode`?" in said[0]
    assert "map.yaml:12: columns.overall: the table has no column `management` — did you mean `managment`?" in said[1]


def test_a_benchmark_without_rows_is_a_fault(bring_in: Callable[..., Imported]) -> None:
    with pytest.raises(Faults, match="there are no rows below the header"):
        bring_in()


def test_a_benchmark_none_of_whose_rows_can_be_taken_is_a_fault_with_reasons(bring_in: Callable[..., Imported]) -> None:
    with pytest.raises(Faults) as raised:
        bring_in(*[f"o{n},2010,us,food,10,9,8" for n in range(30)])
    said = [str(fault) for fault in raised.value.faults]
    assert "none of the 30 rows can be taken" in said[0]
    assert "firms.csv:2: management: 9 is outside 1 to 5; lead: 8 is outside 1 to 5" in said[1]
    assert len(said) == 11
