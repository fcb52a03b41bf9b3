"""S1 to S3: one assessment, a million, and the ranks of many organisations under many draws of the weights.

The peers do the same work from the same input, in the straightforward way: a loop in plain Python over the tree; dense float64 matrices
with NumPy; a full sort of every draw. All sides are checked against each other before anything is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assess.method import ranks, scoring
from assess.method.questionnaire import Criterion, Element, Item, Kind, Questionnaire
from assess.method.scoring import NOT_APPLICABLE, Rolled, Structure
from tests.bench.harness import Line

ITEMS = 180
CRITERIA = {"L": 6, "S": 7, "P": 6, "R": 6, "I": 7, "O": 8, "E": 7}
MANY = 1_000_000
FOR_PYTHON = 40_000
"""Organisations of which the plain Python loop scores as many as take it a quarter of a second; per organisation it is the same."""
DRAWS, ORGANISATIONS = 10_000, 500

Branch = tuple[int, float, list[tuple[int, float, list[tuple[int, float]]]]]


@dataclass(frozen=True)
class Asked:
    """A questionnaire of 47 criteria under random weights, as the sides need it."""

    tree: Structure
    branches: list[Branch]
    of_criteria: np.ndarray
    of_elements: np.ndarray


def lines() -> list[Line]:
    """Return the lines S1 to S3."""
    asked, random = _asked(), np.random.default_rng(11)
    codes = _codes(random, MANY)
    one, some = np.ascontiguousarray(codes[:, :1]), np.ascontiguousarray(codes[:, :FOR_PYTHON])
    column, columns = one[:, 0].tolist(), some.T.tolist()
    parts, weights = random.normal(50, 15, (ORGANISATIONS, 7)).clip(0, 100), random.dirichlet(np.full(7, 20.0), DRAWS)
    _agree(asked, one, parts, weights)
    return [
        Line(
            "S1",
            "one assessment of 180 items",
            {"ours": lambda: scoring.roll_up(asked.tree, one), "Python": lambda: loop(asked.branches, column)},
            {"Python": 3.0},
        ),
        Line(
            "S2",
            "a million assessments with N/A: criteria, elements, overall",
            {"ours": lambda: scoring.roll_up(asked.tree, codes), "dense float64": lambda: dense(asked, codes)},
            {"dense float64": 0.20},
        ),
        Line(
            "S2 (Python)",
            f"{FOR_PYTHON:,} of them",
            {"ours": lambda: scoring.roll_up(asked.tree, some), "Python": lambda: [loop(asked.branches, each) for each in columns]},
            {"Python": 0.02},
        ),
        Line(
            "S3",
            f"{DRAWS:,} weight draws × {ORGANISATIONS} organisations, exact ranks",
            {"ours": lambda: ranks.counts(parts, weights), "argsort + bincount": lambda: sorted_ranks(parts, weights)},
            {"argsort + bincount": 0.45},
        ),
    ]


def loop(branches: Sequence[Branch], answers: Sequence[int]) -> tuple[float, dict[int, float], dict[int, float]]:
    """Score one assessment in plain Python: overall, elements, criteria; what does not apply leaves its siblings' denominator."""
    by_criterion: dict[int, float] = {}
    by_element: dict[int, float] = {}
    total = whole = 0.0
    for element, element_weight, criteria in branches:
        element_total = element_whole = 0.0
        for criterion, criterion_weight, items in criteria:
            points = applicable = 0.0
            for row, weight in items:
                answer = answers[row]
                if answer != NOT_APPLICABLE:
                    points += weight * answer
                    applicable += weight
            if applicable:
                by_criterion[criterion] = score = 20 * points / applicable
                element_total += criterion_weight * score
                element_whole += criterion_weight
        if element_whole:
            by_element[element] = score = element_total / element_whole
            total += element_weight * score
            whole += element_weight
    return total / whole, by_element, by_criterion


def dense(asked: Asked, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Score many assessments with two matrix products a level."""
    applies = (codes != NOT_APPLICABLE).astype(np.float64)
    points = np.maximum(codes, 0).astype(np.float64)
    points *= 20
    with np.errstate(invalid="ignore"):
        total, whole = asked.of_criteria @ points, asked.of_criteria @ applies
        criteria = total / whole
        total, whole = asked.of_elements @ np.where(whole > 0, criteria, 0.0), asked.of_elements @ (whole > 0).astype(np.float64)
        elements = total / whole
        weights = asked.tree.element_weights
        overall = (weights @ np.where(whole > 0, elements, 0.0)) / (weights @ (whole > 0).astype(np.float64))
    return overall, elements, criteria


def sorted_ranks(parts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Count ranks by sorting every draw."""
    order = np.argsort(-(weights @ parts.T), axis=1)
    cells = order * len(parts) + np.arange(len(parts))
    return np.bincount(cells.ravel(), minlength=len(parts) ** 2).reshape(len(parts), len(parts))


def _asked() -> Asked:
    """Return a questionnaire with the criteria of the model and 180 items, weights 1 to 3."""
    random = np.random.default_rng(7)
    sizes = [4] * (ITEMS - 3 * sum(CRITERIA.values())) + [3] * (4 * sum(CRITERIA.values()) - ITEMS)
    elements = []
    for element, count in CRITERIA.items():
        criteria = []
        for number in range(1, count + 1):
            names = [f"{element}{number}.{k}" for k in range(1, sizes.pop() + 1)]
            items = (Item(name, Kind.MATURITY, weight=float(random.integers(1, 4))) for name in names)
            criteria.append(Criterion(f"{element}{number}", tuple(items)))
        elements.append(Element(element, tuple(criteria)))
    local = {"bench": {element: random.uniform(1, 9) for element in CRITERIA}}
    local |= {element.id: {criterion.id: random.uniform(1, 9) for criterion in element.criteria} for element in elements}
    tree = scoring.structure(Questionnaire("bench", 1, tuple(elements)), local)
    of_criteria = np.zeros((len(tree.criteria), len(tree.items)))
    of_criteria[tree.criterion_of, np.arange(len(tree.items))] = tree.item_weights
    of_elements = np.zeros((len(tree.elements), len(tree.criteria)))
    of_elements[tree.element_of, np.arange(len(tree.criteria))] = tree.criterion_weights
    return Asked(tree, _branches(tree), of_criteria, of_elements)


def _branches(tree: Structure) -> list[Branch]:
    """Return the tree as nested lists, for the loop."""
    items: dict[int, list[tuple[int, float]]] = {}
    for row, (criterion, weight) in enumerate(zip(tree.criterion_of.tolist(), tree.item_weights.tolist(), strict=True)):
        items.setdefault(criterion, []).append((row, weight))
    criteria: dict[int, list[tuple[int, float, list[tuple[int, float]]]]] = {}
    for row, (element, weight) in enumerate(zip(tree.element_of.tolist(), tree.criterion_weights.tolist(), strict=True)):
        criteria.setdefault(element, []).append((row, weight, items[row]))
    return [(row, weight, criteria[row]) for row, weight in enumerate(tree.element_weights.tolist())]


def _codes(random: np.random.Generator, count: int) -> np.ndarray:
    """Return random levels (items, count), one in twenty not applicable."""
    codes = random.integers(0, 6, (ITEMS, count), dtype=np.int8)
    codes[random.random((ITEMS, count), dtype=np.float32) < 0.05] = NOT_APPLICABLE
    return codes


def _agree(asked: Asked, one: np.ndarray, parts: np.ndarray, weights: np.ndarray) -> None:
    """Make sure that all sides compute the same before they are compared."""
    ours: Rolled = scoring.roll_up(asked.tree, one)
    overall, elements, criteria = loop(asked.branches, one[:, 0].tolist())
    densely = dense(asked, one)
    pairs = [
        (ours.overall, overall),
        (ours.overall, densely[0]),
        (ours.elements[list(elements), 0], list(elements.values())),
        (ours.criteria[list(criteria), 0], list(criteria.values())),
        (ours.criteria, densely[2]),
        (ranks.counts(parts, weights[:500]), sorted_ranks(parts, weights[:500])),
    ]
    if not all(np.allclose(mine, theirs, rtol=0, atol=1e-9, equal_nan=True) for mine, theirs in pairs):
        raise AssertionError("the sides do not compute the same")
