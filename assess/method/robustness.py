"""How firm a result is: what score, elements, weights and level would be, had judgements and samples fallen a little differently.

Every draw (``assess.method.draws``) is a whole assessment, rolled up by the same arithmetic as the result itself, so that the probability
of a level includes the gates that move with the draws: the floors of the elements and the minimums of critical items. Beside the draws
stands a closed form: the weight of an element at which the level would be lost, the others keeping their proportions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assess.method import draws as drawing
from assess.method import gates, levels, scoring, stars, values
from assess.method.draws import Panel
from assess.method.result import GateOutcome, Interval, Score
from assess.method.scheme import Family, GateKind
from assess.method.scorecard import Scorecard
from assess.method.standing import Standing, State
from assess.method.tree import FloatArray

NO_LEVEL = "none"
_LAST_BITS = 1e-12


@dataclass(frozen=True, slots=True)
class Simulation:
    """The outcome of the draws. Probabilities are by level, lowest first, and ``none``; they sum to one."""

    interval: Interval
    level_probability: Mapping[str, float]


def simulate(
    card: Scorecard, outcomes: tuple[GateOutcome, ...], panels: Mapping[str, Panel], *, draws: int, seed: int, confidence: float
) -> Simulation:
    """Return intervals and the probability of every level.

    ``panels`` holds the judgements by parent (the questionnaire's id, an element's id); a node without any has weights that were set
    directly. ``outcomes`` are the gates of the card; *complete* is left aside, since in every draw all gaps are filled. Weights of
    the interval are global ones, of elements and criteria. Raises ValueError when ``draws`` is not positive or ``confidence`` not
    between 0 and 1.
    """
    if draws < 1 or not 0 < confidence < 1:
        raise ValueError("at least one draw and a confidence between 0 and 1 are needed")
    element_weights, criterion_weights = _weights(card, panels, draws, seed)
    drawn = {id_: _drawn(each, card.assessment.is_self, draws, seed) for id_, each in card.standings.items()}
    rolled = scoring.roll_up(
        card.tree,
        np.array([_under_scheme(card, id_, drawn[id_]) for id_ in card.tree.items]),
        among_siblings=card.scheme.family is Family.MATURITY,
        criterion_weights=criterion_weights,
        element_weights=element_weights,
    )
    overall = _adjusted(rolled.overall, card)
    tree = card.tree
    elements = {id_: _between(row, confidence) for id_, row in zip(tree.elements, rolled.elements, strict=True)}
    weights = dict(zip(tree.elements, element_weights, strict=True))
    weights |= dict(zip(tree.criteria, element_weights[tree.element_of] * criterion_weights, strict=True))
    low, high = _between(overall, confidence) or (math.nan, math.nan)
    return Simulation(
        Interval(
            low=low,
            high=high,
            confidence=confidence,
            draws=draws,
            seed=seed,
            elements={id_: elements[id_] for id_ in card.elements},
            weights={id_: _between(weights[id_], confidence) or (0.0, 0.0) for id_ in (*card.elements, *card.criteria)},
        ),
        _probabilities(card, outcomes, overall, rolled.elements, drawn),
    )


def _weights(card: Scorecard, panels: Mapping[str, Panel], draws: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return drawn local weights of the elements (elements, draws) and of the criteria (criteria, draws), rows as in the tree."""
    tree = card.tree
    local = dict(zip(tree.elements, tree.element_weights.tolist(), strict=True))
    of_elements = drawing.weights(card.questionnaire.id, local, panels.get(card.questionnaire.id), draws=draws, seed=seed)
    local = dict(zip(tree.criteria, tree.criterion_weights.tolist(), strict=True))
    of_criteria: dict[str, FloatArray] = {}
    for element in card.questionnaire.elements:
        siblings = {criterion.id: local[criterion.id] for criterion in element.criteria}
        of_criteria |= drawing.weights(element.id, siblings, panels.get(element.id), draws=draws, seed=seed)
    return np.array([of_elements[id_] for id_ in tree.elements]), np.array([of_criteria[id_] for id_ in tree.criteria])


def _drawn(each: Standing, is_self: bool, draws: int, seed: int) -> FloatArray:
    """Return the values (draws,) of one item: as counted, or drawn where it was sampled or not answered."""
    value = each.value(is_self=is_self)
    if each.state is State.UNANSWERED:
        return drawing.any_answer(each.item, draws=draws, seed=seed)
    if value is None:
        return np.full(draws, float(scoring.NOT_APPLICABLE))
    if each.counts is None or each.counts.sampled is None:
        return np.full(draws, value)
    shares = drawing.sampled(each.item.id, each.counts, draws=draws, seed=seed)
    claimed = each.answer.given if each.answer else None
    if claimed is None or claimed.sampled is not None:
        return shares
    return np.minimum(shares, values.value(each.item, claimed))  # found by sampling, and never above what was claimed


def _under_scheme(card: Scorecard, id_: str, row: FloatArray) -> FloatArray:
    each = card.standings[id_]
    if card.scheme.family is Family.MATURITY or not each.applies:
        return row
    return stars.obtained_many(each.item, row, card.scheme.met_from)


def _adjusted(overall: FloatArray, card: Scorecard) -> FloatArray:
    """Return drawn overall scores with the deductions and the bonus of a star scheme."""
    for adjustment in card.adjustments:
        overall = np.clip(overall + (1.0 if adjustment.id == "bonus" else -1.0), 0.0, 100.0)
    return overall


def _between(row: FloatArray, confidence: float) -> tuple[float, float] | None:
    """Return the central interval of some draws; None where nothing was scorable."""
    if np.isnan(row).any():
        return None
    ordered = np.sort(row)
    low, high = (quantile(ordered, share) for share in ((1 - confidence) / 2, (1 + confidence) / 2))
    return low, high


def quantile(ordered: FloatArray, share: float) -> float:
    """Return the quantile of values in ascending order, linear between them: type 7 of Hyndman & Fan (1996), The American Statistician 50.

    >>> quantile(np.array([1.0, 2.0, 4.0]), 0.75)
    3.0
    """
    place = share * (len(ordered) - 1)
    below = min(int(place), len(ordered) - 1)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def _probabilities(
    card: Scorecard, outcomes: tuple[GateOutcome, ...], overall: FloatArray, elements: FloatArray, drawn: Mapping[str, FloatArray]
) -> dict[str, float]:
    """Return how often every level is reached; ``elements`` (elements, draws) are drawn scores, ``drawn`` the values of the items."""
    scheme = card.scheme
    thresholds = np.array([level.threshold for level in scheme.levels])
    reached = np.searchsorted(thresholds - levels.TOLERANCE, np.nan_to_num(overall, nan=-1.0), side="right")
    caps = {outcome.id: outcome.caps_at for outcome in outcomes}
    lowest = np.fmin.reduce(elements, axis=0)
    for gate in scheme.gates:
        if gate.kind is GateKind.ELEMENT_FLOOR:
            floors = [level.threshold - gate.margin if level.level >= gate.from_level else -math.inf for level in scheme.levels]
            open_levels = np.searchsorted(np.array(floors) - levels.TOLERANCE, np.nan_to_num(lowest, nan=100.0), side="right")
        elif gate.kind is GateKind.CRITICAL_ITEMS:
            open_levels = np.where(_critical(card, drawn), len(scheme.levels), _open(card, levels.under(scheme, gate.from_level)))
        else:
            open_levels = np.array(_open(card, caps[gate.id]))
        reached = np.minimum(reached, open_levels)
    names = [NO_LEVEL, *(str(level.level) for level in scheme.levels)]
    counts = np.bincount(reached, minlength=len(names)) / len(overall)
    share = dict(zip(names, counts.tolist(), strict=True))
    return {name: share[name] for name in (*names[1:], NO_LEVEL)}


def _open(card: Scorecard, caps_at: int | None) -> int:
    """Return how many levels, from the lowest, a cap leaves open."""
    return sum(caps_at is None or level.level <= caps_at for level in card.scheme.levels)


def _critical(card: Scorecard, drawn: Mapping[str, FloatArray]) -> NDArray[np.bool_]:
    """Return, for every draw, whether all critical items reach their minimum."""
    is_self = card.assessment.is_self
    holds = np.ones(len(next(iter(drawn.values()))), dtype=bool)
    for id_, each in card.standings.items():
        if each.item.critical_minimum is None or not each.applies:
            continue
        if each.state is State.UNANSWERED or (each.counts is not None and each.counts.sampled is not None):
            holds &= drawn[id_] >= values.of_target(each.item, each.item.critical_minimum) - _LAST_BITS
        else:
            holds &= gates.meets_minimum(each, is_self=is_self)
    return holds


def critical_weights(card: Scorecard, threshold: float | None) -> dict[str, float | None]:
    """Return, for every element, the weight 0..1 at which the overall score crosses a threshold, or None where it never does.

    The other elements keep their proportions: w* = (T - S_-k) / (s_k - S_-k), with s_k the element's score and S_-k that of all others.
    Where parts are unanswered (or, in the stars family, not applicable), the element counts by the share a of its weight that was
    answered: w* a (s_k - T) + (1 - w*) a_-k (S_-k - T) = 0, which is the same for a = a_-k = 1.
    """
    if threshold is None or threshold <= 0:
        return dict.fromkeys(card.elements)
    aim = threshold - math.fsum(adjustment.points for adjustment in card.adjustments)
    among_siblings = card.scheme.family is Family.MATURITY
    return {id_: _critical_weight(id_, card.elements, aim, among_siblings) for id_ in card.elements}


def _critical_weight(id_: str, elements: Mapping[str, Score], aim: float, among_siblings: bool) -> float | None:
    own = elements[id_]
    others = [score for other, score in elements.items() if other != id_]
    own_base = own.weight if among_siblings else own.original
    base = math.fsum(score.weight if among_siblings else score.original for score in others)
    if own.answered <= 0 or math.fsum(score.answered for score in others) <= 0:
        return None
    pull = (100 * own.total - aim * own.answered) / own_base
    push = (100 * math.fsum(score.total for score in others) - aim * math.fsum(score.answered for score in others)) / base
    if pull == push:
        return None
    weight = push / (push - pull)
    return weight if 0 <= weight <= 1 else None
