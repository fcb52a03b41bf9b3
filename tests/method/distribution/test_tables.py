"""What is read from the tables is what is there: compared with plain lists, exactly and through the histograms."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method.distribution.columns import BIN
from assess.method.distribution.growth import with_record
from assess.method.distribution.records import OVERALL, records
from assess.method.distribution.tables import Tables, arrays, from_arrays, tables
from assess.method.peers.cells import Cell
from assess.method.peers.standing import PROBABILITIES, quantile

NAMES = (OVERALL, "L")
SCORES = st.one_of(st.integers(0, 10).map(lambda tens: 10.0 * tens), st.floats(0, 100, width=32))
PLACES = st.builds(
    Cell,
    st.sampled_from(["C10", "C29", "K64", ""]),
    st.sampled_from(["US", "CN", "CN-SH", ""]),
    st.sampled_from(["1-49", "50-249"]),
    st.sampled_from([2024, 2025]),
)
Row = tuple[Cell, float, float | None]
ROWS = st.lists(st.tuples(PLACES, SCORES, st.none() | SCORES), min_size=1, max_size=50)


def build(rows: list[Row], *, exact_up_to: int = 20_000) -> Tables:
    """Return the tables of rows; the organisation of row n is called n."""
    values = np.array([[overall, np.nan if element is None else element] for _, overall, element in rows])
    return tables(records([f"o{n:03d}" for n in range(len(rows))], [place for place, _, _ in rows], NAMES, values), exact_up_to=exact_up_to)


def cells(kept: Tables) -> list[Cell]:
    """Return every cell that names a group that is kept: none is narrowed by size and year."""
    levels = [level for level in itertools.product(range(3), range(3), range(2), range(2)) if not (level[2] and level[3])]
    return sorted({atom.at(level) for level in levels for atom in kept.groups.atoms if atom.at(level).level == level})


def scores_in(rows: list[Row], cell: Cell, column: int) -> list[float]:
    """Return the scores of a group, ascending, found by looking at every row."""
    inside = [row for row in rows if row[0].at(cell.level) == cell]
    return sorted(score for row in inside if (score := row[column]) is not None)  # type: ignore[type-var]


@given(ROWS, SCORES)
def test_a_group_is_described_as_its_members_are(rows: list[Row], score: float) -> None:
    kept = build(rows)
    for cell in cells(kept):
        for column, name in enumerate(NAMES, start=1):
            expected = scores_in(rows, cell, column)
            found = kept.describe(name, cell, score)
            assert found.n == len(expected) == kept.size(name, cell)
            assert found.below == sum(each < score for each in expected)
            assert found.equal == sum(each == score for each in expected)
            assert found.resolution == 0
            if expected:
                assert found.quantiles == tuple(quantile(expected, probability) for probability in PROBABILITIES)


@given(ROWS, SCORES)
def test_what_is_read_from_a_histogram_is_off_by_less_than_its_bin(rows: list[Row], score: float) -> None:
    exact, kept = build(rows), build(rows, exact_up_to=3)
    for cell in cells(kept):
        found, truth = kept.describe(OVERALL, cell, score), exact.describe(OVERALL, cell, score)
        if len(scores_in(rows, cell, 1)) <= 3 or cell in kept.orders.single:
            assert found == truth
            continue
        assert found.resolution == BIN
        assert found.n == truth.n
        assert all(abs(one - other) <= BIN for one, other in zip(found.quantiles, truth.quantiles, strict=True))
        ranks = [exact.describe(OVERALL, cell, score + shift) for shift in (-BIN, BIN)]
        assert ranks[0].below <= found.below <= ranks[1].below + ranks[1].equal, "the rank of a score within one bin"


@given(ROWS, st.data())
def test_the_own_record_is_left_out(rows: list[Row], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(rows) - 1))
    kept, rest = build(rows), rows[:row] + rows[row + 1 :]
    for cell in cells(kept):
        for column, name in enumerate(NAMES, start=1):
            expected = scores_in(rest, cell, column)
            found = kept.describe(name, cell, 50.0, without=row)
            assert (found.n, found.below) == (len(expected), sum(each < 50 for each in expected))
            mean = kept.mean(name, cell, without=row)
            assert mean == (pytest.approx(sum(expected) / len(expected)) if expected else None)
        assert kept.contains(cell, row) == (rows[row][0].at(cell.level) == cell)


@given(ROWS, st.data())
def test_the_own_record_is_left_out_of_a_histogram_too(rows: list[Row], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(rows) - 1))
    kept = build(rows, exact_up_to=3)
    expected = build(rows[:row] + rows[row + 1 :], exact_up_to=3) if len(rows) > 1 else None
    if expected and Cell() not in kept.orders.single and len(rows) > 5:
        assert kept.describe(OVERALL, Cell(), 50.0, without=row) == expected.describe(OVERALL, Cell(), 50.0)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_bit(rows: list[Row], random: object) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    values = np.array([[overall, np.nan if element is None else element] for _, overall, element in rows])
    shuffled = tables(records([f"o{n:03d}" for n in order], [rows[n][0] for n in order], NAMES, values[order]))
    assert same(build(rows), shuffled)


@given(ROWS, ROWS, st.sampled_from([3, 20_000]))
def test_one_more_record_gives_what_building_anew_gives(rows: list[Row], more: list[Row], exact_up_to: int) -> None:
    kept = build(rows, exact_up_to=exact_up_to)
    for number, (place, overall, element) in enumerate(more[:3], start=len(rows)):
        kept = with_record(kept, f"o{number:03d}", place, {OVERALL: overall, "L": element})
    assert same(kept, build(rows + more[:3], exact_up_to=exact_up_to))


@given(ROWS, st.tuples(PLACES, SCORES, st.none() | SCORES), st.data())
def test_a_later_record_of_an_organisation_takes_the_place_of_its_earlier_one(rows: list[Row], new: Row, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(rows) - 1))
    kept = with_record(build(rows, exact_up_to=3), f"o{number:03d}", new[0], {OVERALL: new[1], "L": new[2]})
    if new[0].period < rows[number][0].period:
        assert same(kept, build(rows, exact_up_to=3)), "an earlier one changes nothing"
        return
    expected = build([new if each == number else row for each, row in enumerate(rows)], exact_up_to=3)
    for cell in cells(expected):
        for name in NAMES:
            assert kept.describe(name, cell, 50.0)[:3] == expected.describe(name, cell, 50.0)[:3] or cell in kept.orders.single
            assert kept.size(name, cell) == expected.size(name, cell)
    assert kept.records.place(kept.records.find(f"o{number:03d}") or 0) == new[0]


@given(ROWS)
def test_tables_taken_apart_and_put_together_are_the_same(rows: list[Row]) -> None:
    kept = build(rows)
    assert same(kept, from_arrays(NAMES, dict(arrays(kept))))


def test_a_longer_name_than_any_before_is_kept_whole() -> None:
    kept = with_record(build([(Cell("C29"), 50.0, None)]), "a much longer name 组织", Cell("C29"), {OVERALL: 60.0})
    assert kept.records.find("a much longer name 组织") is not None
    assert kept.records.find("a much longer name") is None


def test_nobody_is_in_a_group_that_no_record_is_in() -> None:
    kept = build([(Cell("C29", "US"), 50.0, None)])
    assert kept.describe(OVERALL, Cell("K64"), 50.0).n == 0
    assert kept.mean(OVERALL, Cell("K64")) is None
    assert not kept.may_show(OVERALL, Cell("K64"), 5)


def test_two_records_of_one_organisation_or_none_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="two records"):
        records(["a", "a"], [Cell(), Cell()], (OVERALL,), np.array([[1.0], [2.0]]))
    with pytest.raises(ValueError, match="no records"):
        records([], [], (OVERALL,), np.empty((0, 1)))


def same(one: Tables, other: Tables) -> bool:
    """Whether two tables hold the same arrays, bit by bit."""
    left, right = dict(arrays(one)), dict(arrays(other))
    return left.keys() == right.keys() and all(
        (left[name].shape == right[name].shape and left[name].tolist() == right[name].tolist())
        or (name == "values" and np.array_equal(left[name], right[name], equal_nan=True))
        for name in left
    )
