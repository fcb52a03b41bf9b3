"""Ranks of many organisations under many draws of the weights, beside counting the better ones one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from assess.method import ranks


def counted(parts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Count, for every draw and organisation, how many have a higher score."""
    counts = np.zeros((len(parts), len(parts)), dtype=np.int64)
    for row in weights:
        scores = parts @ row
        for organisation, score in enumerate(scores):
            counts[organisation, int((scores > score).sum())] += 1
    return counts


WHOLE = st.integers(0, 20).map(float)


@given(
    arrays.arrays(np.float64, st.tuples(st.integers(1, 12), st.just(3)), elements=WHOLE), arrays.arrays(np.float64, (5, 3), elements=WHOLE)
)
def test_ranks_are_those_of_counting_and_equal_scores_share_one(parts: np.ndarray, weights: np.ndarray) -> None:
    # Whole numbers have exact sums, so that equal scores are equal in both ways of adding.
    np.testing.assert_array_equal(ranks.counts(parts, weights), counted(parts, weights))


def test_every_draw_gives_every_organisation_one_rank() -> None:
    random = np.random.default_rng(3)
    parts, weights = random.uniform(0, 100, (60, 7)), random.dirichlet(np.ones(7), 500)
    found = ranks.counts(parts, weights)
    assert (found.sum(axis=1) == 500).all()
    assert (found.sum(axis=0) == 500).all()
    np.testing.assert_array_equal(found, counted(parts, weights))


def test_scores_that_differ_in_their_last_bits_are_told_apart() -> None:
    close = [50.0]
    for _ in range(39):
        close.append(float(np.nextafter(close[-1], 100)))
    parts = np.array(close)[:, None]
    found = ranks.counts(parts, np.ones((3, 1)))
    assert [int(row.argmax()) for row in found] == list(range(39, -1, -1))
    assert (found.max(axis=1) == 3).all()


def test_organisations_with_the_same_parts_share_all_their_ranks() -> None:
    parts = np.array([[50.0, 60.0], [70.0, 20.0], [50.0, 60.0], [0.0, 0.0]])
    found = ranks.counts(parts, np.array([[0.5, 0.5], [1.0, 0.0]]))
    assert found.tolist() == [[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 2]]


def test_threads_and_the_order_of_organisations_change_nothing() -> None:
    random = np.random.default_rng(4)
    parts, weights = random.uniform(0, 100, (500, 7)), random.dirichlet(np.ones(7), 3000)
    one = ranks.counts(parts, weights, threads=1)
    np.testing.assert_array_equal(one, ranks.counts(parts, weights, threads=3))
    order = random.permutation(500)
    np.testing.assert_array_equal(one[order], ranks.counts(parts[order], weights))


def test_a_negative_zero_is_zero() -> None:
    assert ranks.counts(np.array([[-0.0], [0.0], [1.0]]), np.ones((1, 1))).tolist() == [[0, 1, 0], [0, 1, 0], [1, 0, 0]]


def test_what_is_no_number_from_zero_is_refused() -> None:
    for wrong in (np.nan, np.inf, -1.0):
        with pytest.raises(ValueError, match="from 0"):
            ranks.counts(np.array([[wrong]]), np.ones((1, 1)))
        with pytest.raises(ValueError, match="from 0"):
            ranks.counts(np.ones((1, 1)), np.array([[wrong]]))


def test_without_organisations_or_draws_there_are_no_ranks() -> None:
    assert ranks.counts(np.zeros((0, 7)), np.ones((3, 7))).shape == (0, 0)
    assert ranks.counts(np.ones((2, 7)), np.zeros((0, 7))).tolist() == [[0, 0], [0, 0]]
