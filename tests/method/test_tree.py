"""The tree of a questionnaire with its weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import tree
from tests.scoring_strategies import Drawn, cases, equal_weights, item, questionnaire, shuffled

SMALL = questionnaire({"B": {"B1": [item("B1.1")]}, "A": {"A1": [item("A1.2", weight=1), item("A1.1", weight=3)], "A2": [item("A2.1")]}})
LOCAL = {"q": {"A": 3, "B": 1}, "A": {"A1": 0.25, "A2": 0.75}}


def global_weights(built: tree.Structure) -> dict[str, float]:
    return dict(zip(built.items, built.global_weights.tolist(), strict=True))


def test_a_global_weight_is_the_product_of_the_local_ones_on_its_path() -> None:
    built = tree.structure(SMALL, LOCAL)
    assert global_weights(built) == {"B1.1": 0.25, "A1.2": 0.75 * 0.25 * 0.25, "A1.1": 0.75 * 0.25 * 0.75, "A2.1": 0.75 * 0.75}


def test_items_keep_the_order_of_the_questionnaire() -> None:
    assert tree.structure(SMALL, LOCAL).items == ("B1.1", "A1.2", "A1.1", "A2.1")


@given(cases())
def test_global_weights_sum_to_one(drawn: Drawn) -> None:
    built = tree.structure(drawn.questionnaire, drawn.local)
    assert abs(math.fsum(built.global_weights.tolist()) - 1) < 1e-12


@given(cases(), st.randoms(use_true_random=False))
def test_weights_do_not_depend_on_the_order_of_anything(drawn: Drawn, random: Random) -> None:
    built = tree.structure(drawn.questionnaire, drawn.local)
    other = tree.structure(shuffled(drawn.questionnaire, random), {key: drawn.local[key] for key in reversed(list(drawn.local))})
    assert dict(zip(built.items, built.global_weights.tolist(), strict=True)) == dict(
        zip(other.items, other.global_weights.tolist(), strict=True)
    )
    assert built.criteria == other.criteria
    assert built.elements == other.elements


@pytest.mark.parametrize(
    ("weights", "shares"),
    [
        ([1.0, 1.0], [1, 1]),
        ([2.0, 4.0], [1, 2]),
        ([0.5, 1.5, 1.0], [1, 3, 2]),
        ([0.1, 0.2], [1, 2]),
        ([1 / 3, 2 / 3], [1, 2]),
        ([25.0], [1]),
        ([1.0, 25.0], None),
        ([math.pi, 1.0], None),
        ([0.0, 1.0], None),
    ],
)
def test_weights_become_small_whole_numbers_only_where_they_are_exactly_that(weights: list[float], shares: list[int] | None) -> None:
    assert tree.whole_shares(weights) == shares


def test_the_block_holds_every_item_once_and_no_other_weight() -> None:
    block = tree.structure(SMALL, LOCAL).block
    weights = np.bincount(block.rows, weights=block.weights.ravel())
    assert weights.tolist() == [1, 1, 3, 1]
    assert block.totals.ravel().tolist() == [4, 1, 1]
    assert block.shares is not None


@pytest.mark.parametrize(
    ("local", "said"),
    [
        ({"A": {"A1": 1, "A2": 1}}, "A, B under q"),
        ({"q": {"A": 1, "B": 1}, "A": {"A1": 1}}, "A2 under A"),
        ({"q": {"A": -1, "B": 1}, "A": {"A1": 1, "A2": 1}}, "positive"),
        ({"q": {"A": math.nan, "B": 1}, "A": {"A1": 1, "A2": 1}}, "positive"),
        ({"q": {"A": 0, "B": 0}, "A": {"A1": 1, "A2": 1}}, "positive"),
    ],
)
def test_weights_that_are_missing_or_none_are_refused(local: Mapping[str, Mapping[str, float]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        tree.structure(SMALL, local)


def test_an_empty_criterion_or_element_is_refused() -> None:
    for empty in (questionnaire({}), questionnaire({"A": {}}), questionnaire({"A": {"A1": []}})):
        with pytest.raises(ValueError, match="without items"):
            tree.structure(empty, equal_weights(empty))
