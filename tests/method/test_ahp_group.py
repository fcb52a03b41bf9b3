"""Several experts: aggregation and consensus."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import ahp
from assess.method.ahp import group
from assess.method.ahp.eigenvector import FloatArray
from tests.judgement_strategies import matrices
from tests.published_judgements import DRINKS, LEADER, matrix

EQUAL = np.array([0.5, 0.5])


def test_four_experts_who_each_prefer_another_one_have_no_consensus() -> None:
    priorities = np.full((4, 4), 1 / 12)
    np.fill_diagonal(priorities, 0.75)
    assert float(group.consensus(priorities)) == pytest.approx(0.0, abs=1e-12)


def test_a_middling_consensus_is_the_published_one() -> None:
    priorities = np.array([[0.4, 0.3, 0.2, 0.1], [0.3, 0.4, 0.2, 0.1], [0.25, 0.25, 0.3, 0.2]])
    assert float(group.consensus(priorities)) == pytest.approx(0.9427, abs=1e-4)


@given(matrices())
def test_experts_who_say_the_same_agree_completely(judged: FloatArray) -> None:
    weights = ahp.priorities(judged)
    assert float(group.consensus(np.array([weights, weights, weights]))) == pytest.approx(1.0, abs=1e-9)


@given(st.lists(matrices(smallest=4, largest=4), min_size=2, max_size=5))
def test_consensus_lies_between_none_and_complete(experts: list[FloatArray]) -> None:
    assert 0.0 <= float(group.consensus(ahp.priorities_many(np.array(experts)))) <= 1.0


def test_a_single_expert_or_a_single_item_leaves_nothing_to_disagree_about() -> None:
    assert float(group.consensus(np.array([[0.2, 0.8]]))) == 1.0
    assert float(group.consensus(np.ones((3, 1)))) == 1.0


def test_opposite_judgements_make_a_consistent_group_without_consensus() -> None:
    for_first, for_second = matrix("9 9 · 1"), matrix("1/9 1 · 9")
    weighed = group.weigh_panels({"node": np.array([for_first, for_second])}, {"node": EQUAL})["node"]
    assert weighed.together.consistent
    assert weighed.consensus < 0.5


def test_judgements_are_averaged_geometrically() -> None:
    together = group.aggregate_judgements(np.array([matrix("2 8 · 1"), matrix("8 2 · 4")]), EQUAL)
    assert together[0, 1] == pytest.approx(4.0)
    assert together[0, 2] == pytest.approx(4.0)
    assert together[1, 2] == pytest.approx(2.0)


@given(st.lists(matrices(smallest=5, largest=5), min_size=1, max_size=4))
def test_the_groups_judgements_are_reciprocal_too(experts: list[FloatArray]) -> None:
    together = group.aggregate_judgements(np.array(experts), np.arange(1.0, len(experts) + 1))
    assert together * together.T == pytest.approx(np.ones((5, 5)), rel=1e-12)


def test_a_pair_is_averaged_over_those_who_judged_it() -> None:
    together = group.aggregate_judgements(np.array([matrix("2 ? · 3"), matrix("8 ? · ?")]), np.array([1.0, 1.0]))
    assert together[0, 1] == pytest.approx(4.0)
    assert together[1, 2] == pytest.approx(3.0)
    assert np.isnan(together[0, 2])


def test_twice_the_say_is_one_more_expert_of_the_same_opinion() -> None:
    one, other = LEADER.matrix, matrix("1/2 2 5 · 3 1 · 1/4")
    thrice = group.aggregate_judgements(np.array([one, one, other]), np.array([1.0, 1.0, 1.0]))
    twice = group.aggregate_judgements(np.array([one, other]), np.array([2.0, 1.0]))
    assert twice == pytest.approx(thrice, rel=1e-12)
    weights = ahp.priorities_many(np.array([one, one, other]))
    assert group.aggregate_priorities(weights[1:], np.array([2.0, 1.0])) == pytest.approx(
        group.aggregate_priorities(weights, np.ones(3)), rel=1e-12
    )


@given(st.lists(matrices(smallest=5, largest=5), min_size=2, max_size=4))
def test_with_geometric_means_both_roads_lead_to_the_same_weights(experts: list[FloatArray]) -> None:
    say = np.arange(1.0, len(experts) + 1)
    by_judgements = ahp.geometric_mean(group.aggregate_judgements(np.array(experts), say))
    by_priorities = group.aggregate_priorities(ahp.geometric_mean(np.array(experts)), say)
    assert by_judgements == pytest.approx(by_priorities, rel=1e-9)


def test_a_single_expert_is_the_group() -> None:
    weighed = group.weigh_panels({"node": DRINKS.matrix[None]}, {"node": np.ones(1)})["node"]
    assert np.array_equal(weighed.matrix, DRINKS.matrix)
    assert weighed.together.weights == pytest.approx(DRINKS.weights, abs=1e-4)
    assert np.array_equal(weighed.experts.weights[0], weighed.together.weights)
    assert np.array_equal(group.aggregate_priorities(weighed.experts.weights, np.ones(1)), weighed.together.weights)


def test_panels_are_weighed_as_if_each_were_alone() -> None:
    panels = {
        "a": np.array([LEADER.matrix, matrix("1 1 1 · 1 1 · 1")]),
        "b": np.array([matrix("2 2 · 1"), matrix("3 ? · 1/3")]),
        "c": np.array([matrix("1/2 3 3 · 5 9 · 2"), LEADER.matrix]),
    }
    shares = {"a": EQUAL, "b": np.array([0.25, 0.75]), "c": EQUAL}
    together = group.weigh_panels(panels, shares)
    for name in panels:
        alone = group.weigh_panels({name: panels[name]}, {name: shares[name]})[name]
        assert np.array_equal(alone.together.weights, together[name].together.weights)
        assert np.array_equal(alone.experts.weights, together[name].experts.weights)
        assert np.array_equal(alone.experts.consistency_ratio, together[name].experts.consistency_ratio)
        assert alone.consensus == together[name].consensus
    assert together["b"].experts.missing.tolist() == [0, 1]
