"""Nothing below k comes out: tried by brute force on small data sets made at random."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assess.method.peers import disclosure
from assess.method.peers.cells import Cell, is_group

PLACES = st.builds(
    Cell,
    st.sampled_from(["C10", "C29", "K64", "K", ""]),
    st.sampled_from(["US", "CN", "CN-SH", "CN-BJ", "DE", ""]),
    st.sampled_from(["1-49", "50-249", ""]),
    st.sampled_from([2024, 2025]),
)
RECORDS = st.dictionaries(PLACES, st.integers(1, 12), min_size=1, max_size=14).map(
    lambda standing: [place for place, count in standing.items() for _ in range(count)]
)
SMALLEST = st.sampled_from([3, 5])


def shown_groups(records: list[Cell], k: int) -> dict[Cell, frozenset[int]]:
    """Return every cell that may be shown, with the records that are in it."""
    counts = Counter(records)
    atoms = sorted(counts)
    groups = disclosure.groups_of(atoms)
    shown = disclosure.shown(groups, np.array([counts[atom] for atom in atoms]), k)
    return {cell: inside(records, cell) for cell, group in groups.by_cell.items() if shown[group]}


def inside(records: list[Cell], cell: Cell) -> frozenset[int]:
    """Return the records of a cell, found without any of the machinery under test."""
    return frozenset(number for number, place in enumerate(records) if matches(place, cell))


def matches(place: Cell, cell: Cell) -> bool:
    return (
        place.industry.startswith(cell.industry)
        and (not cell.region or place.region == cell.region or place.region.startswith(cell.region + "-"))
        and cell.size in ("", place.size)
        and cell.period in (0, place.period)
    )


@given(RECORDS, SMALLEST)
def test_every_group_shown_has_at_least_k_members_and_is_one_that_may_be_asked_for(records: list[Cell], k: int) -> None:
    for cell, members in shown_groups(records, k).items():
        assert len(members) >= k
        assert is_group(cell.level)


@given(RECORDS, SMALLEST)
def test_no_two_groups_shown_differ_by_fewer_than_k(records: list[Cell], k: int) -> None:
    for one, other in itertools.permutations(set(shown_groups(records, k).values()), 2):
        if one < other:
            assert len(other - one) >= k


@given(RECORDS, SMALLEST)
def test_no_whole_less_its_shown_parts_leaves_fewer_than_k(records: list[Cell], k: int) -> None:
    shown = shown_groups(records, k)
    for whole, members in shown.items():
        for index in range(4):
            parts = [each for cell, each in shown.items() if is_part(cell, whole, index)]
            assert not 0 < len(members.difference(*parts)) < k


def is_part(cell: Cell, whole: Cell, index: int) -> bool:
    """Whether ``cell`` is ``whole`` narrowed along one dimension."""
    others = [each for each in range(4) if each != index]
    return all(cell[each] == whole[each] for each in others) and cell.level[index] > whole.level[index]


@given(RECORDS, SMALLEST)
def test_subtracting_parts_from_their_wholes_again_and_again_never_reaches_a_group_below_k(records: list[Cell], k: int) -> None:
    every = every_group(records)
    known = set(shown_groups(records, k).values())
    splits = [(whole, parts) for whole, parts in ways_to_split(records) if len(parts) > 1]
    grown = True
    while grown:
        grown = False
        for whole, parts in splits:
            unknown = [part for part in parts if part not in known]
            if whole in known and len(unknown) == 1:
                known.add(unknown[0])
                grown = True
            elif whole not in known and not unknown:
                known.add(whole)
                grown = True
    assert all(len(members) >= k for members in known)
    for whole, parts in splits:
        if whole in known:
            assert not 0 < len(whole.difference(*(part for part in parts if part in known))) < k
    assert known <= every


def every_group(records: list[Cell]) -> set[frozenset[int]]:
    return {frozenset(part) for _, parts in ways_to_split(records) for part in parts} | {frozenset(range(len(records)))}


def ways_to_split(records: list[Cell]) -> list[tuple[frozenset[int], list[frozenset[int]]]]:
    """Return every group at every level and its parts one step narrower along each dimension."""
    splits = []
    for level in itertools.product(range(3), range(3), range(2), range(2)):
        wholes: dict[Cell, list[int]] = {}
        for number, place in enumerate(records):
            wholes.setdefault(place.at(level), []).append(number)
        for index, deepest in enumerate((2, 2, 1, 1)):
            if level[index] == deepest:
                continue
            narrower = (*level[:index], level[index] + 1, *level[index + 1 :])
            for members in wholes.values():
                parts: dict[Cell, set[int]] = {}
                for number in members:
                    parts.setdefault(records[number].at(narrower), set()).add(number)
                splits.append((frozenset(members), [frozenset(part) for part in parts.values()]))
    return splits


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_decides_nothing(records: list[Cell], random: object) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert set(shown_groups(records, 5)) == set(shown_groups(shuffled, 5))


def test_the_whole_is_shown_when_it_is_large_enough() -> None:
    assert Cell() in shown_groups([Cell("C29", "US")] * 5, 5)
    assert not shown_groups([Cell("C29", "US")] * 4, 5)


def test_a_small_part_takes_a_second_part_with_it() -> None:
    records = [Cell("C29")] * 20 + [Cell("C10")] * 12 + [Cell("K64")] * 3
    shown = shown_groups(records, 5)
    assert Cell("K64") not in shown
    assert Cell("C29") not in shown or Cell("C10") not in shown, "or K64 would be what is left"
    assert Cell("C") not in shown, "it leaves three of the whole"


def test_a_whole_that_splits_cleanly_is_shown_with_all_its_parts() -> None:
    records = [Cell("C29", "US")] * 6 + [Cell("C29", "CN")] * 7 + [Cell("K64", "US")] * 8 + [Cell("K64", "CN")] * 9
    shown = shown_groups(records, 5)
    for cell in (Cell(), Cell("C29"), Cell("K"), Cell(region="CN"), Cell("C29", "US"), Cell("K64", "CN")):
        assert cell in shown


def test_tables_too_entangled_to_protect_cost_time_only_within_bounds() -> None:
    """Region × year margins of uneven cells once withheld groups one by one for minutes; now whole levels give way."""
    sparse = [Cell(f"C{10 + (i * 7) % 19}", ("US", "CN", "DE", "FR")[i % 4], ("1-49", "50-249")[i % 2], 2020 + i % 5) for i in range(600)]
    shown = shown_groups(sparse, 5)
    assert Cell() in shown
    assert len(shown) > 20


def test_a_group_almost_as_large_as_a_wider_one_that_is_not_its_whole_is_withheld() -> None:
    """C10 stands in the US only: nine there beside three others, whom the difference of two margins would give away."""
    standing = {("C29", "CN"): 18, ("C10", "US"): 9, ("C29", "US"): 2, ("K64", "US"): 1, ("K64", "CN"): 1}
    shown = shown_groups([Cell(*place) for place, count in standing.items() for _ in range(count)], 5)
    assert Cell("C10") not in shown or Cell(region="US") not in shown
