"""Which judgements to look at again.

When judgements contradict one another, one of them is usually a slip: a pair turned around, a nine where a three was meant. The
judgement that lies farthest from what all the others together imply is the first to look at. Nothing is ever changed silently: the
advice names the pair, what was said, what the rest implies, and the nearest value of the scale; the expert decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.method.ahp import scale
from assess.method.ahp.eigenvector import FloatArray

NOTHING_WRONG = 1e-9


@dataclass(frozen=True, slots=True)
class Advice:
    """A judgement on the pair (first, second), indices of the matrix, that the others contradict.

    ``given`` is the judgement, ``implied`` the ratio of the weights, ``suggested`` the admissible value nearest to it; ``error`` is
    max(e, 1/e) with e = given / implied, 1 when the judgement fits.
    """

    first: int
    second: int
    given: float
    implied: float
    suggested: float
    error: float


def worst(matrix: FloatArray, weights: FloatArray, *, most: int = 3) -> tuple[Advice, ...]:
    """Return the judgements that fit the weights least, worst first, at most ``most``; none of a consistent matrix.

    ``matrix`` is (n, n) with NaN where missing, ``weights`` (n,). A judgement is ranked by max(e, 1/e), e = a_ij w_j / w_i. What is
    suggested may be what was given, where the scale has nothing nearer. Source: Saaty (2003), European Journal of Operational
    Research 145, 85-91 (the matrix of errors, step 1).
    """
    ratios, judgements = weights.tolist(), matrix.tolist()
    found = []
    for i in range(len(ratios)):
        for j in range(i + 1, len(ratios)):
            given, implied = judgements[i][j], ratios[i] / ratios[j]
            error = max(given / implied, implied / given)
            if error > 1.0 + NOTHING_WRONG:  # never true of a missing judgement, which is NaN
                found.append(Advice(i, j, given, implied, scale.nearest(implied), error))
    # Errors are compared to nine digits, so that equally wrong judgements keep the order of the items on every machine.
    found.sort(key=lambda advice: (-round(advice.error, 9), advice.first, advice.second))
    return tuple(found[:most])
