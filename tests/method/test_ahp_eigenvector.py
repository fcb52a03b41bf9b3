"""The principal eigenvector: published cases, and what must hold of any judgements."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import ahp
from assess.method.ahp import eigenvector, incomplete
from assess.method.ahp.eigenvector import FloatArray
from tests.judgement_strategies import consistent, matrices
from tests.published_judgements import ALL, COLUMN_AVERAGE_TRAP, INCOMPLETE, Published


def reference(matrix: FloatArray) -> tuple[FloatArray, float]:
    """The same by a general eigenvalue routine."""
    values, vectors = np.linalg.eig(matrix)
    best = int(np.argmax(values.real))
    vector = np.abs(vectors[:, best].real)
    return vector / vector.sum(), float(values[best].real)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_published_case_is_reproduced(case: Published) -> None:
    weighing = ahp.weigh(case.matrix)
    assert weighing.weights == pytest.approx(case.weights, abs=case.tolerance)
    if case.lambda_max is not None:
        assert weighing.lambda_max == pytest.approx(case.lambda_max, abs=max(case.tolerance, 1e-12))


@pytest.mark.parametrize("case", [case for case in ALL if case is not INCOMPLETE], ids=lambda case: case.name)
def test_many_at_once_reproduce_a_published_case_too(case: Published) -> None:
    many = ahp.priorities_many(np.array([case.matrix] * 3))
    assert many[1] == pytest.approx(case.weights, abs=case.tolerance)


def test_the_column_average_is_not_taken_for_the_eigenvector() -> None:
    matrix = COLUMN_AVERAGE_TRAP.matrix
    column_average = (matrix / matrix.sum(axis=0)).mean(axis=1)
    assert column_average == pytest.approx([0.5324, 0.2191, 0.1879, 0.0606], abs=1e-4)
    assert np.abs(ahp.priorities(matrix) - column_average).max() > 5e-4


@given(matrices(smallest=1))
def test_weights_are_positive_and_sum_to_one(matrix: FloatArray) -> None:
    weights = ahp.priorities(matrix)
    assert (weights > 0).all()
    assert abs(weights.sum() - 1) <= 1e-12


@given(matrices(largest=12))
def test_even_contradictory_judgements_are_exact_to_ten_digits(matrix: FloatArray) -> None:
    weights, lambda_max = ahp.principal(matrix)
    expected, eigenvalue = reference(matrix)
    assert np.abs(weights - expected).max() <= 1e-10
    assert lambda_max == pytest.approx(eigenvalue, rel=1e-12)


@pytest.mark.parametrize("strength", [9.0, 50.0, 1e3, 1e5])
def test_judgements_that_run_in_a_circle_converge_however_slowly(strength: float) -> None:
    # A beats B beats C beats A: the second eigenvalue is nearly as large as the first, and thousands of powers are needed.
    circle = np.array([[1, strength, 1 / strength], [1 / strength, 1, strength], [strength, 1 / strength, 1]])
    ratios = np.array([1.0, 2.0, 4.0])
    matrix = circle * ratios[:, None] / ratios[None, :]
    assert np.abs(ahp.priorities(matrix) - ratios / 7).max() <= 1e-10
    assert np.abs(ahp.priorities_many(matrix[None]) - ratios / 7).max() <= 1e-10


def test_a_chain_of_nine_converges_however_slowly() -> None:
    ratios = np.arange(1.0, 10.0)
    chain = np.where(np.abs(np.subtract.outer(range(9), range(9))) <= 1, ratios[:, None] / ratios, np.nan)
    assert np.abs(ahp.priorities(incomplete.harker(chain)) - ratios / 45).max() <= 1e-10


@given(consistent())
def test_consistent_judgements_give_back_their_weights(pair: tuple[FloatArray, FloatArray]) -> None:
    matrix, weights = pair
    found, lambda_max = ahp.principal(matrix)
    assert found == pytest.approx(weights, rel=1e-12)
    assert lambda_max == pytest.approx(len(weights), rel=1e-12)


@given(matrices(), st.floats(1 / 9, 9))
def test_one_unit_for_all_judgements_changes_nothing(matrix: FloatArray, unit: float) -> None:
    assert ahp.priorities(matrix * unit) == pytest.approx(ahp.priorities(matrix), rel=1e-10)


@given(matrices(), st.floats(1 / 9, 9))
def test_an_item_measured_in_another_unit_has_its_weight_in_that_unit(matrix: FloatArray, unit: float) -> None:
    scaled = matrix.copy()
    scaled[0, 1:] *= unit
    scaled[1:, 0] /= unit
    expected = ahp.priorities(matrix) * np.where(np.arange(len(matrix)) == 0, unit, 1.0)
    assert ahp.priorities(scaled) == pytest.approx(expected / expected.sum(), rel=1e-9)


@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(matrix: FloatArray, random: object) -> None:
    order = list(range(len(matrix)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = matrix[np.ix_(order, order)]
    assert ahp.priorities(shuffled) == pytest.approx(ahp.priorities(matrix)[order], rel=1e-11)


def some_matrices(count: int, size: int) -> FloatArray:
    """Random judgements, seeded."""
    logs = np.random.default_rng(20260101).normal(0, 1, (count, size, size))
    return np.exp((logs - logs.swapaxes(1, 2)) / 2)


@pytest.mark.parametrize("size", [2, 3, 7, 9])
def test_a_result_does_not_depend_on_its_companions(size: int) -> None:
    everything = some_matrices(eigenvector.CHUNK + 40, size)
    weights, eigenvalues = eigenvector.principal_many(everything)
    for first, end in ((0, 1), (3, 5), (100, 117), (eigenvector.CHUNK - 1, eigenvector.CHUNK + 2)):
        some_weights, some_eigenvalues = eigenvector.principal_many(everything[first:end])
        assert np.array_equal(some_weights, weights[first:end])
        assert np.array_equal(some_eigenvalues, eigenvalues[first:end])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 9, 12])
def test_many_matrices_give_what_each_gives_alone(size: int) -> None:
    everything = some_matrices(60, size)
    weights, eigenvalues = eigenvector.principal_many(everything)
    for matrix, row, eigenvalue in zip(everything, weights, eigenvalues, strict=True):
        alone, lambda_max = ahp.principal(matrix)
        assert row == pytest.approx(alone, rel=1e-12)
        assert eigenvalue == pytest.approx(lambda_max, rel=1e-12)


def test_no_matrices_give_no_weights() -> None:
    assert ahp.priorities_many(np.empty((0, 4, 4))).shape == (0, 4)


@pytest.mark.parametrize(
    "matrix",
    [np.eye(3), np.array([[1.0, -2.0], [-0.5, 1.0]]), np.full((3, 3), np.nan)],
    ids=["not connected", "negative", "not a number"],
)
def test_a_matrix_without_a_positive_eigenvector_is_refused(matrix: FloatArray) -> None:
    with pytest.raises(ValueError, match="positive and connected"):
        ahp.priorities(matrix)
    with pytest.raises(ValueError, match="positive and connected"):
        ahp.priorities(matrix[None])
