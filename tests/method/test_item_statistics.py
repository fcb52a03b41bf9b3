"""Item statistics against published figures, against definitions, and with answers missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from assess.method import item_statistics


def test_alpha_of_the_mini_haq():
    """Bland & Altman (1997), BMJ 314, 572: ten items, variances summing to 11.16, of the sum 77.44."""
    assert item_statistics.alpha_of_variances(10, 11.16, 77.44) == pytest.approx(0.95, abs=0.002)


def test_alpha_of_two_parallel_items_is_the_spearman_brown_formula():
    values = np.array([[1.0, 2, 3, 4, 5], [2.0, 1, 4, 3, 5]])
    r = float(np.corrcoef(values)[0, 1])
    assert item_statistics.cronbach_alpha(values) == pytest.approx(2 * r / (1 + r))


@given(arrays.arrays(np.float64, (4, 12), elements=st.floats(0, 1)))
def test_alpha_is_what_its_definition_says_where_every_item_varies(values):
    if (values.std(axis=1) < 1e-6).any() or values.sum(axis=0).var(ddof=1) < 1e-9:
        return
    expected = 4 / 3 * (1 - values.var(axis=1, ddof=1).sum() / values.sum(axis=0).var(ddof=1))
    assert item_statistics.cronbach_alpha(values) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_items_that_say_the_same_have_alpha_one_and_items_that_say_nothing_have_none():
    same = np.tile(np.linspace(0, 1, 20), (5, 1))
    assert item_statistics.cronbach_alpha(same) == pytest.approx(1)
    assert item_statistics.cronbach_alpha(np.ones((5, 20))) is None
    assert item_statistics.cronbach_alpha(same[:1]) is None


def test_a_missing_answer_leaves_alpha_near_what_it_was():
    random = np.random.default_rng(7)
    values = np.clip(random.normal(0.5, 0.15, 400) + random.normal(0, 0.15, (6, 400)), 0, 1)
    holes = values.copy()
    holes[random.random(values.shape) < 0.05] = np.nan
    assert item_statistics.cronbach_alpha(holes) == pytest.approx(item_statistics.cronbach_alpha(values), abs=0.03)


def test_floor_ceiling_and_mean_are_shares_of_those_who_answered():
    values = np.array([[0.0, 0, 0, 1, 1, 0.5, 0.5, 0.5, 0.5, 1, np.nan, np.nan], np.linspace(0, 1, 12)])
    found = item_statistics.of_items(["A1.1", "A1.2"], ["A", "A"], values)[0]
    assert (found.n, found.floor, found.ceiling, found.mean) == (10, 0.3, 0.3, 0.5)


def test_an_item_is_not_correlated_with_itself_nor_with_other_elements():
    random = np.random.default_rng(3)
    level = random.random(200)
    values = np.array([level, level + random.normal(0, 0.05, 200), random.random(200), random.random(200)])
    found = item_statistics.of_items(["A1.1", "A1.2", "B1.1", "B1.2"], ["A", "A", "B", "B"], values)
    assert found[0].item_rest_correlation == pytest.approx(float(np.corrcoef(values[0], values[1])[0, 1]))
    assert abs(found[2].item_rest_correlation) < 0.2


def test_fewer_than_ten_organisations_say_nothing():
    found = item_statistics.of_items(["A1.1"], ["A"], np.linspace(0, 1, 9).reshape(1, 9))[0]
    assert (found.n, found.mean, found.floor, found.item_rest_correlation) == (9, None, None, None)


def test_the_only_item_of_an_element_has_nothing_to_go_with():
    found = item_statistics.of_items(["A1.1"], ["A"], np.linspace(0, 1, 20).reshape(1, 20))[0]
    assert found.item_rest_correlation is None
