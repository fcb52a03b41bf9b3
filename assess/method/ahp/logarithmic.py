"""The row geometric mean: weights by least squares on the logarithms of the judgements.

The second method in common use, and the one whose group aggregation commutes with everything. When judgements are missing, the same
least-squares problem is solved on the graph of those given; for a complete matrix the solution *is* the row geometric mean.
"""

from __future__ import annotations

import numpy as np

from assess.method.ahp.eigenvector import FloatArray


def geometric_mean(matrix: FloatArray) -> FloatArray:
    """Return the weights of logarithmic least squares, summing to one.

    ``matrix`` is (n, n) or, when complete, (m, n, n); NaN marks a judgement not given, and those given connect all items. The answer is
    (n,) or (m, n). Sources: Crawford & Williams (1985), Journal of Mathematical Psychology 29, 387-405; incomplete: Bozóki, Fülöp &
    Rónyai (2010), Mathematical and Computer Modelling 52, 318-333, theorem 4.

    >>> geometric_mean(np.array([[1, 6, 3], [1/6, 1, 1/2], [1/3, 2, 1]])).round(4).tolist()
    [0.6667, 0.1111, 0.2222]
    """
    logs = np.log(matrix)
    incomplete = matrix.ndim == 2 and np.isnan(logs).any()
    solution = _least_squares(logs) if incomplete else logs.mean(axis=-1)
    ratios = np.exp(solution - solution.max(axis=-1, keepdims=True))
    return np.asarray(ratios / ratios.sum(axis=-1, keepdims=True))


def laplacian(given: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> FloatArray:
    """Return the Laplacian (n, n) of the graph whose edges are the judgements given; ``given`` is symmetric."""
    edges = given.astype(np.float64)
    np.fill_diagonal(edges, 0.0)
    return np.diag(edges.sum(axis=1)) - edges


def _least_squares(logs: FloatArray) -> FloatArray:
    """Solve ``L x = r`` with the Laplacian L of the judgements given and the row sums r of their logarithms."""
    given = ~np.isnan(logs)
    # L is singular along (1, …, 1) only; adding ones there fixes the sum of x at zero and leaves the solution alone.
    return np.linalg.solve(laplacian(given) + 1.0, np.where(given, logs, 0.0).sum(axis=1))
