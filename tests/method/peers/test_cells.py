"""Groups and the order of widening."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from assess.method.peers.cells import Cell, is_group, ladder

ASKED = st.builds(
    Cell,
    st.sampled_from(["", "C", "C29"]),
    st.sampled_from(["", "CN", "CN-SH"]),
    st.sampled_from(["", "50-249"]),
    st.sampled_from([0, 2025]),
)


def test_size_gives_way_first_then_region_then_industry() -> None:
    rungs = [(rung.cell, rung.widened) for rung in ladder(Cell("C29", "CN-SH", "50-249"))]
    assert rungs == [
        (Cell("C29", "CN-SH", "50-249"), ()),
        (Cell("C29", "CN-SH"), ("size",)),
        (Cell("C29", "CN"), ("size", "region")),
        (Cell("C29"), ("size", "region")),
        (Cell("C"), ("size", "region", "industry")),
        (Cell(), ("size", "region", "industry")),
    ]


def test_the_year_gives_way_last() -> None:
    rungs = [rung.cell for rung in ladder(Cell("C29", "US", "", 2010))]
    assert rungs == [Cell("C29", "US", "", 2010), Cell("C29", "", "", 2010), Cell("C", "", "", 2010), Cell("", "", "", 2010), Cell()]


def test_what_is_no_group_of_its_own_is_passed_over() -> None:
    assert next(rung.cell for rung in ladder(Cell("C29", "US", "50-249", 2010))) == Cell("C29", "US", "", 2010)
    assert [rung.cell for rung in ladder(Cell("", "US", "", 2010))] == [Cell("", "", "", 2010), Cell()]


@given(ASKED)
def test_every_rung_contains_the_one_before_and_the_last_is_the_whole(asked: Cell) -> None:
    rungs = list(ladder(asked))
    assert rungs[-1].cell == Cell()
    for narrow, wide in itertools.pairwise(rungs):
        assert narrow.cell.at(wide.cell.level) == wide.cell
        assert wide.cell != narrow.cell
        assert wide.widened[: len(narrow.widened)] == narrow.widened


@given(ASKED)
def test_every_rung_is_a_group_and_widened_names_exactly_the_words_that_differ(asked: Cell) -> None:
    for rung in ladder(asked):
        assert is_group(rung.cell.level)
        words = [word for word, was, now in zip(("industry", "region", "size", "period"), asked, rung.cell, strict=True) if was != now]
        assert sorted(rung.widened) == sorted(words)
