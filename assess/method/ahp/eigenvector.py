"""The principal eigenvector of a positive matrix, by repeated squaring.

The powers of a positive matrix tend to a matrix of rank one whose every column is the principal eigenvector (Perron 1907; Saaty 1977).
Squaring doubles the exponent each time, so that five matrix products reach the 32nd power — enough for most judgements, far from
enough for contradictory ones. Whether it is enough is therefore always tested: the ratios ``(A w)_i / w_i`` enclose the largest
eigenvalue (Collatz 1942; Wielandt 1950), and only when they agree is *w* the eigenvector. The same ratios give the eigenvalue for
nothing.

For the small matrices of this trade this is several times faster than a general eigenvalue routine, which also finds the n - 1
eigenvectors nobody asked for. Many matrices are taken in chunks that stay in the processor's cache; each leaves the loop when it has
converged itself, so its result does not depend on its companions.
"""

from __future__ import annotations

from operator import truediv

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

TOLERANCE = 1e-13
"""How far the ratios (A w)_i / w_i may lie apart, relative to the eigenvalue: weights are then exact to better than 1e-11."""
FIRST_SQUARINGS = 5
"""Squarings before the first test: almost no real set of judgements has converged earlier."""
MOST_SQUARINGS = 60
"""Only a matrix that is not positive and connected gets here."""
CHUNK = 512
"""Matrices handled together: 512 of 7 × 7 and their squares fit into the second-level cache."""


def priorities(matrix: FloatArray) -> FloatArray:
    """Return the principal right eigenvector, summing to one.

    ``matrix`` is (n, n) or (m, n, n), positive, complete or in Harker's form; the answer is (n,) or (m, n). Raises ValueError when it
    is not positive and connected. Source: Saaty (1977), Journal of Mathematical Psychology 15, 234-281.

    >>> priorities(np.array([[1, 6, 3], [1/6, 1, 1/2], [1/3, 2, 1]])).round(4).tolist()
    [0.6667, 0.1111, 0.2222]
    """
    return principal(matrix)[0] if matrix.ndim == 2 else priorities_many(matrix)


def priorities_many(matrices: FloatArray) -> FloatArray:
    """Return the principal eigenvectors (m, n) of many matrices (m, n, n) of one size; see ``priorities``."""
    return principal_many(matrices)[0]


def principal(matrix: FloatArray) -> tuple[FloatArray, float]:
    """Return the principal eigenvector (n,), summing to one, and the largest eigenvalue of one matrix (n, n).

    The matrix is positive with entries between 1e-9 and 1e9, or non-negative and connected (Harker's form). Raises ValueError when no
    positive eigenvector is found.
    """
    power = matrix.dot(matrix)
    for _ in range(FIRST_SQUARINGS - 1):
        power = power.dot(power)
    for _ in range(MOST_SQUARINGS):
        column = power[:, 0]
        components = column.tolist()
        total = sum(components)
        if min(components) > 0.0:
            images = matrix.dot(column).tolist()
            ratios = list(map(truediv, images, components))
            highest = max(ratios)
            if highest - min(ratios) <= TOLERANCE * highest:
                return column / total, sum(images) / total
        if not 0.0 < total < np.inf:
            break
        power = power / total
        power = power.dot(power)
    raise ValueError("the matrix has no positive principal eigenvector: it must be positive and connected")


def principal_many(matrices: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the principal eigenvectors (m, n) and largest eigenvalues (m,) of many matrices (m, n, n); see ``principal``."""
    count, size, _ = matrices.shape
    buffers = np.empty((2, min(CHUNK, count), size, size))
    if count <= CHUNK:
        return _principal_chunk(matrices, buffers)
    weights = np.empty((count, size))
    eigenvalues = np.empty(count)
    for start in range(0, count, CHUNK):
        chunk = matrices[start : start + CHUNK]
        found = _principal_chunk(chunk, buffers[:, : len(chunk)])
        weights[start : start + CHUNK], eigenvalues[start : start + CHUNK] = found
    return weights, eigenvalues


def _principal_chunk(matrices: FloatArray, buffers: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Square the matrices (m, n, n) in ``buffers`` (2, m, n, n) until every one has converged; see ``principal_many``."""
    power, spare = buffers
    np.matmul(matrices, matrices, power)
    for _ in range(FIRST_SQUARINGS - 1):
        np.matmul(power, power, spare)
        power, spare = spare, power
    column, total, eigenvalue, agreed = _tested(matrices, power)
    weights = column / total[:, None]
    if agreed.all():
        return weights, eigenvalue
    rest = ~agreed.all(axis=1)
    left = np.flatnonzero(rest)
    for _ in range(MOST_SQUARINGS):
        if not (np.isfinite(total).all() and total.min() > 0.0):
            break
        # Each matrix leaves when it has converged; the others are squared on, scaled so that nothing overflows.
        matrices, power = matrices[rest], power[rest] / total[rest, None, None]
        power = np.matmul(power, power)
        column, total, eigenvalue[left], agreed = _tested(matrices, power)
        weights[left] = column / total[:, None]
        if agreed.all():
            return weights, eigenvalue
        rest = ~agreed.all(axis=1)
        left = left[rest]
    raise ValueError("a matrix has no positive principal eigenvector: all must be positive and connected")


def _tested(matrices: FloatArray, power: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, NDArray[np.bool_]]:
    """Return a column (m, n) of each power, its total and eigenvalue (m,), and which components (m, n) the eigenvalue fits."""
    column = power[:, :, 0]
    image = np.matvec(matrices, column)
    total = np.add.reduce(column, axis=1)
    eigenvalue = np.add.reduce(image, axis=1) / total
    expected = column * eigenvalue[:, None]
    # Strictly below, so that a weight of zero (and NaN) counts as not converged.
    return column, total, eigenvalue, np.abs(image - expected) < TOLERANCE / 2 * expected
