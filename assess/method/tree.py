"""The tree of a questionnaire with its weights, laid out so that it can be summed by whole rows.

A questionnaire has three levels below it: elements, criteria, items. Siblings carry *local* weights that sum to one; the product along the
path is the *global* weight. The layout is slot by slot — the first criteria of all elements, then the second ones, …; and likewise the
first items of all criteria, then the second ones, … — so that a level of the tree is summed by a handful of long additions, always in
the same order, whatever the order in the file. Elements stand in order of their number of criteria, so that each slot is a prefix.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from assess.method.questionnaire import Criterion, Questionnaire

FloatArray = NDArray[np.float64]

HIGHEST_LEVEL = 5
MOST_SHARES = 127 // HIGHEST_LEVEL
"""Levels are summed as int8: a criterion whose whole-number weights sum to more would overflow."""


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """The tree of a questionnaire with its weights, laid out for summing.

    ``items`` (the rows of answers), ``criteria`` and ``elements`` (the rows of scores) are ids. ``item_weights``, ``criterion_weights`` and
    ``element_weights`` are local weights, those of siblings summing to one; ``global_weights`` (items,) are their products along the
    path. ``criterion_of`` gives the row of every item's criterion, ``element_of`` that of every criterion's element.

    ``block`` is the layout of the items: ``block.rows`` (slots × criteria,) the item standing in every cell, ``block.weights`` and
    ``block.shares`` its weight there. ``runs`` tells how many criteria stand in each slot of the elements.
    """

    items: tuple[str, ...]
    criteria: tuple[str, ...]
    elements: tuple[str, ...]
    item_weights: FloatArray
    criterion_weights: FloatArray
    element_weights: FloatArray
    global_weights: FloatArray
    criterion_of: NDArray[np.intp]
    element_of: NDArray[np.intp]
    block: Block
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The items slot by slot, (slots × criteria,). An empty cell holds any row, and no weight.

    ``weights`` (…, 1) are proportional to the items' weights within each criterion, ``totals`` (criteria, 1) their sums. They are the
    smallest whole numbers where those are small; ``shares`` holds the same as int8 where that is so in all criteria, else None.
    """

    rows: NDArray[np.intp]
    slots: int
    weights: FloatArray
    totals: FloatArray
    shares: NDArray[np.int8] | None


def structure(questionnaire: Questionnaire, local: Mapping[str, Mapping[str, float]]) -> Structure:
    """Return the tree of a questionnaire under local weights.

    ``local`` gives, for the questionnaire's id, the weights of its elements and, for every element's id, those of its criteria (any
    positive numbers; siblings are normalised); an only child needs none. Weights of items within a criterion are the items' own. Raises
    ValueError for weights that are missing, negative or not finite, and for an element or criterion that is empty.
    """
    elements = sorted(questionnaire.elements, key=lambda element: (-len(element.criteria), element.id))
    under = [sorted(element.criteria, key=lambda criterion: criterion.id) for element in elements]
    if not elements or not all(under) or not all(criterion.items for criterion in questionnaire.criteria):
        raise ValueError(f"{questionnaire.reference} has an element or a criterion without items")
    runs = tuple(sum(len(criteria) > slot for criteria in under) for slot in range(len(under[0])))
    criteria = [under[e][slot] for slot, run in enumerate(runs) for e in range(run)]
    element_of = np.array([e for run in runs for e in range(run)], dtype=np.intp)
    among_elements = _weights_of(local, questionnaire.id, [element.id for element in elements])
    among_criteria: dict[str, float] = {}
    for element in elements:
        among_criteria |= _weights_of(local, element.id, [criterion.id for criterion in element.criteria])
    element_weights = np.array([among_elements[element.id] for element in elements])
    criterion_weights = np.array([among_criteria[criterion.id] for criterion in criteria])
    among_items, criterion_row = _item_weights(criteria)
    items = tuple(item.id for item in questionnaire.items)
    item_weights = np.array([among_items[item] for item in items])
    criterion_of = np.array([criterion_row[item] for item in items], dtype=np.intp)
    return Structure(
        items=items,
        criteria=tuple(criterion.id for criterion in criteria),
        elements=tuple(element.id for element in elements),
        item_weights=item_weights,
        criterion_weights=criterion_weights,
        element_weights=element_weights,
        global_weights=(element_weights[element_of] * criterion_weights)[criterion_of] * item_weights,
        criterion_of=criterion_of,
        element_of=element_of,
        block=_block(criteria, items),
        runs=runs,
    )


def _item_weights(criteria: Sequence[Criterion]) -> tuple[dict[str, float], dict[str, int]]:
    """Return the local weight of every item, and the row of its criterion."""
    weights: dict[str, float] = {}
    rows: dict[str, int] = {}
    for row, criterion in enumerate(criteria):
        weights |= dict(zip((item.id for item in criterion.items), normalised([item.weight for item in criterion.items]), strict=True))
        rows |= {item.id: row for item in criterion.items}
    return weights, rows


def _block(criteria: Sequence[Criterion], items: Sequence[str]) -> Block:
    """Lay the items out slot by slot."""
    row_of = {item: row for row, item in enumerate(items)}
    slots = max(len(criterion.items) for criterion in criteria)
    rows = np.zeros((slots, len(criteria)), dtype=np.intp)
    weights = np.zeros((slots, len(criteria)))
    whole = True
    for c, criterion in enumerate(criteria):
        ordered = sorted(criterion.items, key=lambda item: item.id)
        rows[: len(ordered), c] = [row_of[item.id] for item in ordered]
        shares = whole_shares([item.weight for item in ordered])
        weights[: len(ordered), c] = shares or normalised([item.weight for item in ordered])
        whole = whole and shares is not None
    return Block(
        rows=rows.ravel(),
        slots=slots,
        weights=weights.reshape(-1, 1),
        totals=weights.sum(axis=0)[:, None],
        shares=weights.reshape(-1, 1).astype(np.int8) if whole else None,
    )


def normalised(weights: Sequence[float]) -> list[float]:
    """Return weights divided by their exact sum. Raises ValueError where one is negative or not finite, or all are zero."""
    if not all(math.isfinite(weight) and weight >= 0 for weight in weights) or (total := math.fsum(weights)) <= 0:
        raise ValueError(f"weights must be positive numbers, not {weights}")
    return [weight / total for weight in weights]


def whole_shares(weights: Sequence[float]) -> list[int] | None:
    """Return the smallest whole numbers in the proportion of weights that are short decimals or fractions; else None.

    >>> whole_shares([1.0, 1.5, 0.5])
    [2, 3, 1]
    """
    if not all(math.isfinite(weight) and weight > 0 for weight in weights):
        return None
    fractions = [Fraction(weight).limit_denominator(1000) for weight in weights]
    if [float(fraction) for fraction in fractions] != list(weights):
        return None
    scale = math.lcm(*(fraction.denominator for fraction in fractions))
    whole = [int(fraction * scale) for fraction in fractions]
    divisor = math.gcd(*whole)
    shares = [each // divisor for each in whole]
    return shares if sum(shares) <= MOST_SHARES else None


def _weights_of(local: Mapping[str, Mapping[str, float]], parent: str, children: Sequence[str]) -> dict[str, float]:
    """Return the normalised weights of the children of one parent."""
    given = local.get(parent, {children[0]: 1.0} if len(children) == 1 else {})
    if missing := [child for child in children if child not in given]:
        raise ValueError(f"there is no weight for {', '.join(sorted(missing))} under {parent}")
    return dict(zip(children, normalised([given[child] for child in children]), strict=True))
