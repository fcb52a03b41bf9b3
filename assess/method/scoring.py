"""Rolling answers up: item → criterion → element → the whole, for one organisation or for a million at once.

Every item has a value in 0..1 and a weight; a score is Σ weight × value, on 0..100. Three states are told apart by the *answers* array:
a value (0 is one), *unanswered* and *not applicable*. What is not applicable leaves the denominator. In the maturity family its
weight goes to its siblings: the other items of the criterion, then the other criteria of the element, then the other elements. In the
stars family it leaves the whole: obtained ÷ applicable × 100. What is unanswered keeps its weight; the score is taken over what was
answered, and the *coverage* says how much that is. Where nothing is left there is no score (NaN): never 0, never 100.

Items are rows and organisations columns, so that a criterion is a sum of whole rows. One organisation alone gets the same bits as within
a million, and a shuffled questionnaire the same as a sorted one. Whole levels 0..5 come as int8 and are summed as integers, exactly,
wherever the weights of the items are small whole numbers or fractions.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assess.method import stars, values
from assess.method.questionnaire import Item, Target
from assess.method.scheme import Family, Scheme
from assess.method.tree import HIGHEST_LEVEL, Block, FloatArray, Structure, structure

__all__ = [
    "HIGHEST_LEVEL",
    "NOT_APPLICABLE",
    "UNANSWERED",
    "Rolled",
    "Structure",
    "effective_weights",
    "roll_up",
    "structure",
    "target_value",
    "worth",
]

Answers = NDArray[np.int8] | FloatArray
"""(items, m): levels 0..5 as int8, or values 0..1 as float64; UNANSWERED and NOT_APPLICABLE in both."""

UNANSWERED = -1
NOT_APPLICABLE = -2
CHUNK = 2048
"""Organisations handled together: what they need stays in the second-level cache."""
_WORTH_THREADS = 4 * CHUNK
_HIGHEST = {np.dtype(np.int8): HIGHEST_LEVEL, np.dtype(np.float64): 1}
_ZEROS = {kind: np.zeros(CHUNK, kind) for kind in _HIGHEST}
"""A row of zeros: NumPy compares with a row ten times faster than with a number."""


@dataclass(frozen=True, slots=True, eq=False)
class Rolled:
    """Scores 0..100 of m organisations; NaN where nothing was scorable.

    ``overall`` and ``coverage`` (0..1) are (m,), ``elements`` (elements, m), ``criteria`` (criteria, m), rows as in the Structure.
    """

    overall: FloatArray
    coverage: FloatArray
    elements: FloatArray
    criteria: FloatArray


def roll_up(
    tree: Structure,
    answers: Answers,
    *,
    among_siblings: bool = True,
    criterion_weights: FloatArray | None = None,
    element_weights: FloatArray | None = None,
    threads: int | None = None,
) -> Rolled:
    """Return the scores of m organisations from their answers (items, m), rows as in ``tree.items``.

    ``among_siblings`` says where the weight of what is not applicable goes: to its siblings (maturity) or nowhere (stars). Weights that
    differ from column to column, (criteria, m) and (elements, m), may take the place of the tree's: so the same answers are scored
    under many draws. Many organisations are shared among ``threads`` (default: the processors at hand), which changes no bit. Raises
    ValueError for answers out of range, NaN among them.
    """
    rows, count = answers.shape
    if rows != len(tree.items) or answers.dtype not in _HIGHEST:
        raise ValueError(f"{len(tree.items)} rows of int8 or float64 are needed, not {rows} of {answers.dtype}")
    of_criteria = tree.criterion_weights[:, None] if criterion_weights is None else criterion_weights
    of_elements = tree.element_weights[:, None] if element_weights is None else element_weights
    out = Rolled(np.empty(count), np.empty(count), np.empty((len(tree.elements), count)), np.empty((len(tree.criteria), count)))
    starts = iter(range(0, count, CHUNK))  # whichever thread is free takes the next chunk

    def work() -> None:
        with np.errstate(invalid="ignore"):  # 0 ÷ 0 is how a node without anything scorable becomes NaN
            for start in starts:
                columns = slice(start, min(start + CHUNK, count))
                masses = _items(tree.block, answers[:, columns], among_siblings)
                masses = _level(masses, _columns(of_criteria, columns), tree.runs, among_siblings, out.criteria[:, columns])
                masses = _level(masses, _columns(of_elements, columns), (1,) * len(tree.elements), among_siblings, out.elements[:, columns])
                _scores(masses[0, 0], masses[-1, 0], out.overall[columns])
                np.divide(masses[-1, 0], masses[1, 0], out=out.coverage[columns])

    workers = threads or (1 if count < _WORTH_THREADS else os.cpu_count() or 1)
    if workers == 1:
        work()
    else:
        with ThreadPoolExecutor(workers) as pool:
            for done in [pool.submit(work) for _ in range(workers)]:
                done.result()
    return out


def effective_weights(tree: Structure, applies: Sequence[bool], *, among_siblings: bool = True) -> list[float]:
    """Return the share of the whole that every item carries once what does not apply has left, summing to one (or all 0).

    ``applies`` and the answer are in the order of ``tree.items``. With these weights the overall score is Σ weight × value.
    """
    path = tree.global_weights.tolist()
    if not among_siblings:
        return _shared(path, applies, [0] * len(path))
    of_item, of_criterion = tree.criterion_of.tolist(), tree.element_of.tolist()
    items = _shared(tree.item_weights.tolist(), applies, of_item)
    some = {criterion for criterion, weight in zip(of_item, items, strict=True) if weight > 0}
    criteria = _shared(tree.criterion_weights.tolist(), [row in some for row in range(len(of_criterion))], of_criterion)
    some = {element for element, weight in zip(of_criterion, criteria, strict=True) if weight > 0}
    elements = _shared(tree.element_weights.tolist(), [row in some for row in range(len(tree.elements))], [0] * len(tree.elements))
    return [elements[of_criterion[row]] * criteria[row] * weight for row, weight in zip(of_item, items, strict=True)]


def _shared(weights: Sequence[float], applies: Sequence[bool], parents: Sequence[int]) -> list[float]:
    """Return the weights of those that apply as shares of their parent's sum; 0 for the others."""
    families: dict[int, list[float]] = {}
    for weight, does, parent in zip(weights, applies, parents, strict=True):
        families.setdefault(parent, []).append(weight if does else 0.0)
    totals = {parent: math.fsum(family) for parent, family in families.items()}
    pairs = zip(weights, applies, parents, strict=True)
    return [weight / totals[parent] if does and totals[parent] > 0 else 0.0 for weight, does, parent in pairs]


def worth(item: Item, value: float, scheme: Scheme) -> float:
    """Return what a value 0..1 of an item counts under a scheme: the same in the maturity family, points obtained in the stars family."""
    return value if scheme.family is Family.MATURITY else stars.obtained(item, value, scheme.met_from)


def target_value(item: Item, target: Target, scheme: Scheme) -> float:
    """Return what reaching a point, in the item's own terms, would count under a scheme, 0..1."""
    return worth(item, values.of_target(item, target), scheme)


def _columns(weights: FloatArray, columns: slice) -> FloatArray:
    return weights if weights.shape[1] == 1 else weights[:, columns]


def _items(block: Block, answers: Answers, among_siblings: bool) -> FloatArray:
    """Return the masses of the criteria, (2 or 3, criteria, n).

    At every level the nodes carry three masses: the points obtained, the weight applicable, the weight answered. The last is left out
    where nothing is unanswered, being the same as the one before.
    """
    weights: NDArray[Any] = block.weights
    if answers.dtype == np.int8:
        if block.shares is None:
            answers = np.where(answers > 0, answers / HIGHEST_LEVEL, answers)
        else:
            weights = block.shares
    kind = answers.dtype
    cells = answers[block.rows]
    unanswered = np.count_nonzero(cells == UNANSWERED)
    planes = np.empty((3 if unanswered else 2, *cells.shape), kind)
    np.maximum(cells, _ZEROS[kind][: cells.shape[1]], out=planes[0])
    planes[1] = cells != NOT_APPLICABLE
    _check(cells, _HIGHEST[kind])
    if len(planes) == 3:
        planes[2] = cells > UNANSWERED
    planes *= weights
    masses = _summed(planes, (len(cells) // block.slots,) * block.slots).astype(np.float64)
    masses[0] *= 100 / _HIGHEST[kind]
    if not among_siblings:
        masses /= block.totals
    return masses


def _check(cells: NDArray[Any], highest: int) -> None:
    """Refuse answers that are neither values nor one of the two signs that there is none."""
    ends = np.minimum.reduce(cells, axis=None, initial=0), np.maximum.reduce(cells, axis=None, initial=0)
    between = cells.dtype == np.float64 and ((cells < 0) & (cells != UNANSWERED) & (cells != NOT_APPLICABLE)).any()
    if between or not (ends[0] >= NOT_APPLICABLE and ends[1] <= highest):
        raise ValueError("answers must be levels 0..5 (int8) or values 0..1 (float64), UNANSWERED or NOT_APPLICABLE")


def _level(masses: FloatArray, weights: FloatArray, runs: tuple[int, ...], among_siblings: bool, scores: FloatArray) -> FloatArray:
    """Write the scores of the nodes of one level and return the masses of their parents.

    ``masses`` (2 or 3, nodes, n) are used up; ``weights`` are (nodes, 1) or (nodes, n).
    """
    points, applicable = masses[0], masses[1]
    if not among_siblings:
        _scores(points, masses[-1], scores)
        masses *= weights
        return _summed(masses, runs)
    gone = applicable == 0
    any_gone = np.count_nonzero(gone)
    if any_gone:
        applicable[gone] = 1.0
    points /= applicable
    if len(masses) == 3:
        masses[2] /= applicable
        _scores(points, masses[2], scores)
        masses[2] *= weights
    else:
        np.minimum(points, 100.0, out=scores)
        if any_gone:
            scores[gone] = np.nan
    points *= weights
    applicable[...] = weights
    if any_gone:
        applicable[gone] = 0.0
    return _summed(masses, runs)


def _scores(points: FloatArray, answered: FloatArray, out: FloatArray) -> None:
    """Write scores, of which the last bit must not make more than a hundred."""
    np.divide(points, answered, out=out)
    np.minimum(out, 100.0, out=out)


def _summed(rows: NDArray[Any], runs: tuple[int, ...]) -> NDArray[Any]:
    """Return the sums over slots of decreasing length, always in the same order; ``rows`` (masses, nodes, n) are used up.

    Row i of the answer adds row i of every slot that has one.
    """
    width = runs[0]
    alike = runs.count(width)
    if width * rows.shape[2] == 1:  # NumPy would sum a single number a slot in another order than a row of them
        total = np.add.accumulate(rows[:, :alike], axis=1, dtype=rows.dtype)[:, -1:]
    else:
        total = np.add.reduce(rows[:, : alike * width].reshape(len(rows), alike, width, -1), axis=1, dtype=rows.dtype)
    start = alike * width
    for run in runs[alike:]:
        total[:, :run] += rows[:, start : start + run]
        start += run
    return total
