"""Weights down the hierarchy, and weights as they are displayed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method.ahp import hierarchy

TREE = {"goal": {"a": 0.6, "b": 0.4}, "a": {"a1": 0.5, "a2": 0.3, "a3": 0.2}, "a2": {"x": 0.9, "y": 0.1}}


def test_a_global_weight_is_the_product_of_the_local_weights_on_its_path() -> None:
    weights = hierarchy.global_weights(TREE)
    assert weights == pytest.approx({"a1": 0.3, "x": 0.162, "y": 0.018, "a3": 0.12, "b": 0.4})
    assert math.fsum(weights.values()) == pytest.approx(1.0, abs=1e-12)


def test_parents_have_a_weight_of_the_whole_too() -> None:
    weights = hierarchy.path_weights(TREE)
    assert weights["a"] == 0.6
    assert weights["a2"] == pytest.approx(0.18)


def test_the_order_of_parents_does_not_matter() -> None:
    turned = dict(reversed(TREE.items()))
    assert hierarchy.global_weights(turned) == hierarchy.global_weights(TREE)


def test_two_hierarchies_side_by_side_sum_to_one_each() -> None:
    weights = hierarchy.global_weights({"one": {"a": 0.5, "b": 0.5}, "two": {"c": 0.1, "d": 0.9}})
    assert weights == {"a": 0.5, "b": 0.5, "c": 0.1, "d": 0.9}
    assert hierarchy.roots({"one": ["a"], "two": ["c"], "c": ["d"]}) == ("one", "two")


def test_leaves_stand_in_the_order_of_the_tree() -> None:
    assert hierarchy.leaves({parent: tuple(items) for parent, items in TREE.items()}, "goal") == ("a1", "x", "y", "a3", "b")


def test_a_circle_of_parents_is_found_and_named() -> None:
    assert hierarchy.cycles({"a": ["b"], "b": ["c"], "c": ["a", "d"]}) == (("a", "b", "c", "a"),)
    assert hierarchy.cycles({"a": ["a"]}) == (("a", "a"),)
    assert hierarchy.cycles({"root": ["a"], "a": ["b", "c"], "b": ["a"]}) == (("a", "b", "a"),)


def test_a_tree_has_no_circle() -> None:
    assert hierarchy.cycles({parent: list(items) for parent, items in TREE.items()}) == ()


def test_a_circle_has_no_weights() -> None:
    with pytest.raises(ValueError, match="cycle"):
        hierarchy.global_weights({"root": {"a": 1.0}, "b": {"c": 1.0}, "c": {"b": 1.0}})


def test_a_very_deep_hierarchy_is_walked_without_falling_over() -> None:
    deep = {f"n{depth}": {f"n{depth + 1}": 1.0} for depth in range(5000)}
    children = {parent: tuple(items) for parent, items in deep.items()}
    assert hierarchy.global_weights(deep) == {"n5000": 1.0}
    assert hierarchy.cycles(children) == ()
    assert hierarchy.leaves(children, "n0") == ("n5000",)


def test_the_largest_remainders_are_rounded_up() -> None:
    assert hierarchy.displayed({"a": 0.33333, "b": 0.33337, "c": 0.3333}) == {"a": 33.3, "b": 33.4, "c": 33.3}
    assert hierarchy.displayed({"a": 0.125, "b": 0.125, "c": 0.75}, decimals=0) == {"a": 13.0, "b": 12.0, "c": 75.0}


def test_equal_weights_are_told_apart_by_their_id_only() -> None:
    thirds = {"c": 1 / 3, "a": 1 - 2 / 3, "b": 1 / 3}  # equal but for the last bit
    assert hierarchy.displayed(thirds) == {"c": 33.3, "a": 33.4, "b": 33.3}


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=60), st.integers(0, 2))
def test_displayed_weights_sum_to_a_hundred_and_none_is_a_step_off(raw: list[float], decimals: int) -> None:
    total = math.fsum(raw)
    weights = {f"i{index}": value / total for index, value in enumerate(raw)}
    shown = hierarchy.displayed(weights, decimals=decimals)
    step = 10.0**-decimals
    assert round(sum(round(value / step) for value in shown.values())) == 100 * 10**decimals
    assert all(abs(shown[item] - 100 * weights[item]) < step * (1 + 1e-6) for item in weights)
