"""Judgements that were not given: Harker's matrix, islands, the next pair to ask for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from assess.method import ahp
from assess.method.ahp import incomplete
from assess.method.ahp.eigenvector import FloatArray
from assess.method.ahp.incomplete import Given
from tests.judgement_strategies import incomplete as incomplete_matrices
from tests.judgement_strategies import matrices
from tests.published_judgements import DRINKS, INCOMPLETE, matrix


def edges(size: int, *pairs: tuple[int, int]) -> Given:
    """Which pairs were judged."""
    given_pairs = np.eye(size, dtype=bool)
    for i, j in pairs:
        given_pairs[i, j] = given_pairs[j, i] = True
    return given_pairs


def test_harkers_matrix_has_zeros_where_nothing_was_said_and_counts_them_on_the_diagonal() -> None:
    filled = incomplete.harker(INCOMPLETE.matrix)
    assert filled[2, 3] == filled[3, 2] == 0.0
    assert filled.diagonal().tolist() == [1.0, 1.0, 2.0, 2.0]


def test_an_error_names_the_islands() -> None:
    with pytest.raises(incomplete.DisconnectedError) as raised:
        ahp.weigh(matrix("? 3 ? · ? 2 · ?"))
    assert raised.value.islands == ((0, 2), (1, 3))


def test_an_item_nobody_compared_is_an_island() -> None:
    assert incomplete.islands(edges(4, (0, 1), (1, 3))) == ((0, 1, 3), (2,))
    assert incomplete.islands(edges(3)) == ((0,), (1,), (2,))


@given(incomplete_matrices())
def test_the_completed_matrix_has_the_same_weights_and_eigenvalue(judged: FloatArray) -> None:
    weighing = ahp.weigh(judged)
    weights, lambda_max = ahp.principal(np.exp(ahp.completed(judged)))
    assert weights == pytest.approx(weighing.weights, rel=1e-9)
    assert lambda_max == pytest.approx(weighing.lambda_max, rel=1e-9)


@given(incomplete_matrices())
def test_completing_changes_no_judgement_that_was_given(judged: FloatArray) -> None:
    completed = np.exp(ahp.completed(judged))
    known = ~np.isnan(judged)
    assert completed[known] == pytest.approx(judged[known], rel=1e-12)
    assert completed * completed.T == pytest.approx(np.ones_like(judged), rel=1e-12)


@given(matrices())
def test_a_complete_matrix_is_completed_by_its_own_logarithms(judged: FloatArray) -> None:
    assert ahp.completed(judged) == pytest.approx(np.log(judged), abs=1e-14)


def test_completing_needs_connected_judgements() -> None:
    with pytest.raises(incomplete.DisconnectedError):
        ahp.completed(matrix("? ? · 2"))


@pytest.mark.parametrize("size", [2, 5, 9])
def test_a_star_of_judgements_is_followed_to_the_letter(size: int) -> None:
    ratios = np.arange(1.0, size + 1)
    star = np.full((size, size), np.nan)
    np.fill_diagonal(star, 1.0)
    star[0], star[:, 0] = ratios, 1 / ratios
    weighing = ahp.weigh(star)
    assert weighing.weights[0] / weighing.weights == pytest.approx(ratios, rel=1e-11)
    assert weighing.lambda_max == pytest.approx(size, rel=1e-12)


def test_the_next_pair_joins_two_islands_first() -> None:
    assert incomplete.next_pair(edges(4)) == (0, 1)
    assert incomplete.next_pair(edges(4, (0, 1))) == (0, 2)
    assert incomplete.next_pair(edges(4, (0, 1), (0, 2))) == (0, 3)
    assert incomplete.next_pair(edges(4, (0, 2), (1, 3))) == (0, 1)


def test_the_next_pair_is_the_one_whose_ratio_is_least_certain() -> None:
    assert incomplete.next_pair(edges(5, (0, 1), (1, 2), (2, 3), (3, 4))) == (0, 4)
    # A ring of four with a tail: the end of the tail is farthest from the item across the ring.
    assert incomplete.next_pair(edges(5, (0, 1), (1, 2), (2, 3), (0, 3), (3, 4))) == (1, 4)


@pytest.mark.parametrize("size", [2, 4, 7, 9])
def test_following_the_next_pair_connects_first_and_ends_when_everything_was_judged(size: int) -> None:
    judged = edges(size)
    asked = []
    while (pair := incomplete.next_pair(judged)) is not None:
        assert not judged[pair]
        judged[pair] = judged[pair[::-1]] = True
        asked.append(pair)
        assert len(incomplete.islands(judged)) == max(1, size - len(asked))
    assert len(asked) == size * (size - 1) // 2


def test_each_pair_the_advice_asks_for_raises_the_information_most() -> None:
    def information(judged: Given) -> float:
        from assess.method.ahp.logarithmic import laplacian

        return float(np.linalg.det(laplacian(judged) + 1.0))

    judged = edges(6, (0, 1), (1, 2), (2, 3), (3, 4), (1, 5))
    best = incomplete.next_pair(judged)
    assert best is not None
    gains = {}
    for i in range(6):
        for j in range(i + 1, 6):
            if not judged[i, j]:
                trial = judged.copy()
                trial[i, j] = trial[j, i] = True
                gains[i, j] = information(trial)
    assert gains[best] == pytest.approx(max(gains.values()))


def test_missing_pairs_are_counted_once() -> None:
    assert incomplete.missing_pairs(INCOMPLETE.matrix) == 1
    assert incomplete.missing_pairs(DRINKS.matrix) == 0
