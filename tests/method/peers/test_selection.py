"""Whom one is compared with: the narrowest group that may be shown and is large enough, oneself left out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method.distribution.records import OVERALL, records
from assess.method.distribution.tables import Tables, tables
from assess.method.peers import selection
from assess.method.peers.cells import Cell
from assess.method.peers.selection import Rules

PLACES = st.builds(
    Cell,
    st.sampled_from(["C10", "C29", "K64"]),
    st.sampled_from(["US", "CN", "CN-SH"]),
    st.sampled_from(["1-49", "50-249"]),
    st.sampled_from([2024, 2025]),
)
STANDING = st.dictionaries(PLACES, st.integers(1, 12), min_size=1, max_size=12)
ASKED = st.builds(
    Cell,
    st.sampled_from(["", "C", "C29", "K64"]),
    st.sampled_from(["", "US", "CN", "CN-SH"]),
    st.sampled_from(["", "1-49"]),
    st.sampled_from([0, 2025]),
)


def build(standing: dict[Cell, int]) -> tuple[Tables, list[Cell]]:
    """Return tables with so many organisations at each place, and where each stands."""
    places = [place for place, count in sorted(standing.items()) for _ in range(count)]
    names = [f"o{number:03d}" for number in range(len(places))]
    return tables(records(names, places, (OVERALL,), np.arange(len(places), dtype=float)[:, None] % 101)), places


def members(places: list[Cell], cell: Cell, own: int | None) -> set[int]:
    return {number for number, place in enumerate(places) if place.at(cell.level) == cell and number != own}


@given(STANDING, ASKED, st.data())
def test_the_group_contains_the_asked_one_and_is_told_its_number_without_the_asker(
    standing: dict[Cell, int], asked: Cell, data: st.DataObject
) -> None:
    kept, places = build(standing)
    own = data.draw(st.none() | st.integers(0, len(places) - 1))
    chosen = selection.choose(kept, asked, Rules(), own=own)
    if chosen is None:
        assert len(places) - (own is not None) < 5 or not kept.may_show(OVERALL, Cell(), 5)
        return
    inside = members(places, chosen.rung.cell, own)
    assert chosen.n == len(inside) >= 5
    assert members(places, asked, own) <= inside


@given(STANDING, ASKED, st.data())
def test_asking_for_more_members_never_narrows_the_group(standing: dict[Cell, int], asked: Cell, data: st.DataObject) -> None:
    kept, places = build(standing)
    own = data.draw(st.none() | st.integers(0, len(places) - 1))
    found = [selection.choose(kept, asked, Rules(at_least=at_least), own=own) for at_least in (5, 8, 10, 20, 40)]
    for fewer, more in itertools.pairwise(found):
        assert (fewer is None) == (more is None)
        if fewer and more:
            assert members(places, fewer.rung.cell, own) <= members(places, more.rung.cell, own)
            assert set(fewer.rung.widened) <= set(more.rung.widened)


@given(STANDING, st.data())
def test_no_two_groups_one_asker_can_see_differ_by_fewer_than_k_others(standing: dict[Cell, int], data: st.DataObject) -> None:
    kept, places = build(standing)
    own = data.draw(st.none() | st.integers(0, len(places) - 1))
    every = {place.at(level) for place in places for level in itertools.product(range(3), range(3), range(2), range(2))}
    seen = {frozenset(members(places, cell, own)) for cell in every if selection.may_tell(kept, cell, 5, own=own)}
    for one, other in itertools.permutations(seen, 2):
        if one < other:
            assert len(other - one) >= 5
    assert all(len(each) >= 5 for each in seen)


def test_a_group_large_enough_is_not_widened() -> None:
    kept, _ = build({Cell("C29", "US"): 12, Cell("K64", "US"): 12})
    chosen = selection.choose(kept, Cell("C29", "US"), Rules())
    assert chosen is not None
    assert (chosen.rung.cell, chosen.rung.widened, chosen.n) == (Cell("C29", "US"), (), 12)


def test_a_group_too_small_is_widened_in_order_and_says_so() -> None:
    kept, _ = build(
        {Cell("C29", "US", "1-49"): 6, Cell("C29", "US", "50-249"): 7, Cell("C29", "CN", "1-49"): 8, Cell("K64", "US", "1-49"): 9}
    )
    chosen = selection.choose(kept, Cell("C29", "US", "1-49"), Rules())
    assert chosen is not None
    assert (chosen.rung.cell, chosen.rung.widened, chosen.n) == (Cell("C29", "US"), ("size",), 13)


def test_with_at_least_five_a_group_of_six_is_taken_as_it_is() -> None:
    kept, _ = build({Cell("C29", "US"): 6, Cell("K64", "US"): 9})
    chosen = selection.choose(kept, Cell("C29", "US"), Rules(at_least=5))
    assert chosen is not None
    assert (chosen.rung.widened, chosen.n) == ((), 6)


def test_one_of_ten_sees_nine_others_and_is_widened() -> None:
    kept, places = build({Cell("C29", "US"): 10, Cell("K64", "US"): 20})
    own = places.index(Cell("C29", "US"))
    chosen = selection.choose(kept, Cell("C29", "US"), Rules(), own=own)
    assert chosen is not None
    assert (chosen.rung.cell, chosen.n) == (Cell(), 29)


def test_where_no_group_is_large_enough_the_widest_is_taken() -> None:
    kept, _ = build({Cell("C29", "US"): 7})
    chosen = selection.choose(kept, Cell("K64", "US"), Rules())
    assert chosen is not None
    assert (chosen.rung.cell, chosen.n) == (Cell(), 7)


def test_four_organisations_are_no_group() -> None:
    kept, _ = build({Cell("C29", "US"): 4})
    assert selection.choose(kept, Cell("C29"), Rules()) is None


def test_k_may_be_raised_but_never_lowered() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        Rules(k=4)
    kept, _ = build({Cell("C29", "US"): 12})
    assert selection.choose(kept, Cell(), Rules(k=12)) is not None
    assert selection.choose(kept, Cell(), Rules(k=13)) is None
