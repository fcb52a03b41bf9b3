"""Random draws of weights, samples and gaps."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assess.method import ahp, draws
from assess.method.answers import Given
from assess.method.draws import Panel
from assess.method.questionnaire import Kind
from tests.scoring_strategies import item

SAATY = np.array([[1, 4, 3, 7], [1 / 4, 1, 1 / 3, 3], [1 / 3, 3, 1, 5], [1 / 7, 1 / 3, 1 / 5, 1]])
EQUAL = np.ones((3, 3))
NAMES = ("a", "b", "c", "d")


def panel(*matrices: np.ndarray, shares: list[float] | None = None) -> Panel:
    stacked = np.array(matrices)
    return Panel(NAMES[: stacked.shape[1]], stacked, np.array(shares or [1 / len(matrices)] * len(matrices)))


def drawn(of: Panel, count: int = 4000) -> np.ndarray:
    return draws.judged(of, draws.stream(1, "node"), count)


def test_drawn_weights_sum_to_one_and_lie_around_the_panels_own() -> None:
    weights = drawn(panel(SAATY))
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-12)
    np.testing.assert_allclose(np.median(weights, axis=0), ahp.priorities(SAATY), atol=0.02)


def test_who_contradicts_himself_more_is_drawn_more_widely() -> None:
    torn = SAATY.copy()
    torn[0, 3], torn[3, 0] = 1 / 7, 7
    assert draws.deviation(torn) > draws.deviation(SAATY) > math.sqrt(draws.FLOOR)
    assert drawn(panel(torn))[:, 0].std() > 2 * drawn(panel(SAATY))[:, 0].std()


def test_even_perfect_consistency_leaves_a_floor() -> None:
    assert draws.deviation(EQUAL) == math.sqrt(draws.FLOOR)
    assert draws.deviation(np.array([[1.0, 3.0], [1 / 3, 1.0]])) == math.sqrt(draws.FLOOR)
    assert drawn(panel(EQUAL))[:, 0].std() > 0.02


def test_the_logarithms_of_judgements_vary_as_much_as_the_floor_says() -> None:
    weights = drawn(panel(np.array([[1.0, 3.0], [1 / 3, 1.0]])), 20_000)
    logs = np.log(weights[:, 0] / weights[:, 1])
    assert logs.mean() == pytest.approx(math.log(3), abs=0.01)
    assert logs.var() == pytest.approx(draws.FLOOR, rel=0.05)


def test_experts_who_disagree_widen_the_draws_and_a_larger_panel_narrows_them() -> None:
    one, other = np.array([[1.0, 5.0], [1 / 5, 1.0]]), np.array([[1.0, 1 / 5], [5.0, 1.0]])
    agreed, torn = drawn(panel(one, one)), drawn(panel(one, other))
    assert torn[:, 0].std() > 3 * agreed[:, 0].std()
    assert drawn(panel(*[one, other] * 8))[:, 0].std() < torn[:, 0].std() / 2
    assert np.median(torn[:, 0]) == pytest.approx(0.5, abs=0.03)


def test_an_expert_with_more_say_pulls_the_draws() -> None:
    one, other = np.array([[1.0, 5.0], [1 / 5, 1.0]]), np.array([[1.0, 1 / 5], [5.0, 1.0]])
    assert drawn(panel(one, other, shares=[0.9, 0.1]))[:, 0].mean() > 0.6


def test_a_judgement_that_was_not_given_is_taken_as_the_others_imply_it() -> None:
    chain = np.array([[1, 2, np.nan], [0.5, 1, 3], [np.nan, 1 / 3, 1]])
    weights = drawn(panel(chain))
    np.testing.assert_allclose(np.median(weights, axis=0), [0.6, 0.3, 0.1], atol=0.02)


def test_weights_that_were_set_directly_vary_by_the_floor_and_keep_their_ratios() -> None:
    weights = draws.weights("node", {"b": 0.25, "a": 0.75}, None, draws=20_000, seed=7)
    assert (weights["a"] + weights["b"]) == pytest.approx(np.ones(20_000))
    logs = np.log(weights["a"] / weights["b"])
    assert logs.mean() == pytest.approx(math.log(3), abs=0.02)
    assert logs.var() == pytest.approx(2 * draws.FLOOR, rel=0.05)


def test_an_only_child_always_has_the_whole_weight() -> None:
    assert draws.weights("node", {"a": 1.0}, None, draws=3, seed=1)["a"].tolist() == [1, 1, 1]


def test_streams_depend_on_seed_and_name_alone() -> None:
    first = draws.stream(1, "E2.1").random(4).tolist()
    assert draws.stream(1, "E2.1").random(4).tolist() == first
    assert draws.stream(2, "E2.1").random(4).tolist() != first
    assert draws.stream(1, "E2.2").random(4).tolist() != first
    local = {"a": 0.2, "b": 0.8}
    one = draws.weights("node", local, None, draws=5, seed=1)
    other = draws.weights("node", dict(reversed(local.items())), None, draws=5, seed=1)
    assert one["a"].tolist() == other["a"].tolist()


def test_a_sample_is_drawn_from_its_beta_distribution() -> None:
    shares = draws.sampled("P2.1", Given(conforming=31, sampled=50), draws=20_000, seed=1)
    assert shares.mean() == pytest.approx(31.5 / 51, abs=0.002)
    assert shares.var() == pytest.approx(31.5 * 19.5 / 51**2 / 52, rel=0.05)
    whole = draws.sampled("P2.1", Given(conforming=5, sampled=5), draws=1000, seed=1)
    assert whole.max() <= 1
    assert whole.min() < 0.9


def test_a_gap_may_have_any_answer_its_kind_allows() -> None:
    def values(kind: Kind) -> set[float]:
        return set(draws.any_answer(item("A1.1", kind), draws=500, seed=1).tolist())

    assert values(Kind.MATURITY) == {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}
    assert values(Kind.YES_NO) == {0.0, 1.0}
    assert values(Kind.CHOICE) == {0.0, 0.5, 1.0}
    assert len(values(Kind.METRIC)) == 500
    assert all(0 <= value <= 1 for value in values(Kind.PERCENT))
