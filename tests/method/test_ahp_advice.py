"""Which judgements to look at again, and the scale they are proposed on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import ahp
from assess.method.ahp import advice, scale
from assess.method.ahp.eigenvector import FloatArray
from tests.judgement_strategies import consistent, incomplete, matrices
from tests.published_judgements import HOUSE, LEADER


def test_the_worst_judgement_of_the_house_is_neighbourhood_against_condition() -> None:
    first = advice.worst(HOUSE.matrix, ahp.priorities(HOUSE.matrix))[0]
    assert (first.first, first.second, first.given) == (2, 6, 6.0)
    assert first.implied == pytest.approx(1.13, abs=5e-3)
    assert first.suggested == 1.0


def test_three_are_named_worst_first() -> None:
    named = advice.worst(LEADER.matrix, ahp.priorities(LEADER.matrix))
    assert [(one.first, one.second) for one in named] == [(0, 2), (1, 2), (0, 3)]
    assert [one.suggested for one in named] == [2.0, 0.5, 9.0]
    assert named[0].error > named[1].error > named[2].error > 1


@given(matrices(smallest=4))
def test_no_judgement_is_worse_than_the_first_named(judged: FloatArray) -> None:
    weights = ahp.priorities(judged)
    ratio = judged * weights[None, :] / weights[:, None]
    worst = float(np.maximum(ratio, 1 / ratio).max())
    named = advice.worst(judged, weights)
    assert (named[0].error if named else 1.0) == pytest.approx(worst, rel=1e-8)


@given(consistent())
def test_consistent_judgements_need_no_advice(pair: tuple[FloatArray, FloatArray]) -> None:
    matrix, weights = pair
    assert advice.worst(matrix, weights) == ()


@given(incomplete())
def test_a_judgement_that_was_not_given_is_never_named(judged: FloatArray) -> None:
    for one in advice.worst(judged, ahp.weigh(judged).weights, most=99):
        assert one.given == judged[one.first, one.second]


def test_a_judgement_the_wrong_way_round_is_found() -> None:
    ratios = np.array([8.0, 4.0, 2.0, 2.0, 1.0])
    judged = ratios[:, None] / ratios
    judged[1, 4], judged[4, 1] = 1 / 4, 4.0
    worst = advice.worst(judged, ahp.priorities(judged))[0]
    assert (worst.first, worst.second) == (1, 4)
    assert worst.suggested >= 1.0


def test_following_the_advice_makes_the_house_more_consistent() -> None:
    judged = HOUSE.matrix.copy()
    before = ahp.weigh(judged).consistency_ratio
    for one in advice.worst(judged, ahp.priorities(judged)):
        judged[one.first, one.second], judged[one.second, one.first] = one.suggested, 1 / one.suggested
    assert ahp.weigh(judged).consistency_ratio < before / 1.5


def test_the_scale_has_seventeen_values() -> None:
    assert len(scale.ADMISSIBLE) == 17
    assert list(scale.ADMISSIBLE) == sorted(scale.ADMISSIBLE)
    assert scale.ADMISSIBLE[0] * scale.ADMISSIBLE[-1] == pytest.approx(1.0)


@given(st.floats(1e-3, 1e3))
def test_the_nearest_value_is_nearest_in_proportion_and_turns_around_with_the_pair(ratio: float) -> None:
    found = scale.nearest(ratio)
    distance = abs(np.log(found / ratio))
    assert all(distance <= abs(np.log(value / ratio)) + 1e-9 for value in scale.ADMISSIBLE)
    assert scale.nearest(1 / ratio) == pytest.approx(1 / found)


@pytest.mark.parametrize(
    ("value", "inside"), [(9.0, True), (1 / 9, True), (9.01, False), (0.1111, True), (0.111, False), (0.0, False), (float("nan"), False)]
)
def test_the_scale_ends_at_nine(value: float, inside: bool) -> None:
    assert scale.contains(value) is inside


@pytest.mark.parametrize(("value", "text"), [(1 / 9, "1/9"), (0.5, "1/2"), (1.0, "1"), (9.0, "9"), (0.4, "0.4"), (2.25, "2.25")])
def test_a_judgement_is_written_as_people_write_it(value: float, text: str) -> None:
    assert scale.written(value) == text
