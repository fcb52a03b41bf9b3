"""Hypothesis strategies of reciprocal matrices: what people could have said, from flawless to absurd."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from assess.method.ahp import scale
from assess.method.ahp.eigenvector import FloatArray


def reciprocal(size: int, upper: list[float]) -> FloatArray:
    """Return the reciprocal matrix of an upper triangle, row by row."""
    matrix = np.eye(size)
    rows, columns = np.triu_indices(size, 1)
    matrix[rows, columns] = upper
    matrix[columns, rows] = 1 / np.array(upper)
    return matrix


@st.composite
def matrices(draw: st.DrawFn, smallest: int = 3, largest: int = 9) -> FloatArray:
    """Any judgements on the scale, so most of them contradict one another badly."""
    size = draw(st.integers(smallest, largest))
    pairs = size * (size - 1) // 2
    return reciprocal(size, draw(st.lists(st.sampled_from(scale.ADMISSIBLE), min_size=pairs, max_size=pairs)))


@st.composite
def consistent(draw: st.DrawFn) -> tuple[FloatArray, FloatArray]:
    """Judgements without any contradiction, and the weights they come from."""
    ratios = np.array(draw(st.lists(st.floats(0.05, 20), min_size=2, max_size=9)))
    return ratios[:, None] / ratios[None, :], ratios / ratios.sum()


@st.composite
def incomplete(draw: st.DrawFn) -> FloatArray:
    """Judgements that connect all items, some pairs missing (NaN)."""
    matrix = draw(matrices(smallest=3, largest=7))
    size = len(matrix)
    kept = {tuple(sorted((item, draw(st.integers(0, item - 1))))) for item in range(1, size)}
    for i in range(size):
        for j in range(i + 1, size):
            if (i, j) not in kept and draw(st.booleans()):
                matrix[i, j] = matrix[j, i] = np.nan
    return matrix
