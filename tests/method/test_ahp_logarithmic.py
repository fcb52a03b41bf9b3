"""The row geometric mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from assess.method import ahp
from assess.method.ahp.eigenvector import FloatArray
from tests.judgement_strategies import consistent, incomplete, matrices
from tests.published_judgements import DRINKS


def test_it_is_the_normalised_root_of_the_product_of_each_row() -> None:
    roots = np.prod(DRINKS.matrix, axis=1) ** (1 / 7)
    assert ahp.geometric_mean(DRINKS.matrix) == pytest.approx(roots / roots.sum(), rel=1e-12)


@given(matrices(smallest=3, largest=3))
def test_of_three_items_both_methods_say_the_same(matrix: FloatArray) -> None:
    # Crawford & Williams (1985): the two coincide for n = 3, however inconsistent.
    assert ahp.geometric_mean(matrix) == pytest.approx(ahp.priorities(matrix), rel=1e-9)


@given(consistent())
def test_consistent_judgements_give_back_their_weights(pair: tuple[FloatArray, FloatArray]) -> None:
    matrix, weights = pair
    assert ahp.geometric_mean(matrix) == pytest.approx(weights, rel=1e-12)


@given(matrices())
def test_turning_every_judgement_around_turns_the_weights_around(matrix: FloatArray) -> None:
    turned = 1 / ahp.geometric_mean(matrix)
    assert ahp.geometric_mean(matrix.T.copy()) == pytest.approx(turned / turned.sum(), rel=1e-9)


@given(incomplete())
def test_missing_judgements_leave_the_least_squares_of_those_given(matrix: FloatArray) -> None:
    size = len(matrix)
    rows, sides = [np.ones(size)], [0.0]  # the logarithms sum to zero
    for i, j in zip(*np.triu_indices(size, 1), strict=True):
        if not np.isnan(matrix[i, j]):
            rows.append(np.eye(size)[i] - np.eye(size)[j])
            sides.append(np.log(matrix[i, j]))
    expected = np.exp(np.linalg.lstsq(np.array(rows), np.array(sides), rcond=None)[0])
    assert ahp.geometric_mean(matrix) == pytest.approx(expected / expected.sum(), rel=1e-8)


def test_many_matrices_give_what_each_gives_alone() -> None:
    other = DRINKS.matrix[::-1, ::-1].copy()
    both = ahp.geometric_mean(np.array([DRINKS.matrix, other]))
    assert both[0] == pytest.approx(ahp.geometric_mean(DRINKS.matrix), rel=1e-14)
    assert both[1] == pytest.approx(ahp.geometric_mean(other), rel=1e-14)
