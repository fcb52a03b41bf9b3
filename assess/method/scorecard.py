"""The scores of one assessment, with a trace for every point.

The same arithmetic that scores a million organisations scores this one: its answers become four columns — claimed, verified, whether
answered, whether evidenced — that are rolled up together. From the scores of the nodes and the weights that every item ends up with, the
values that add up are made: elements sum to the whole, and the points of all items (with a star scheme's deductions and bonus) sum to the
overall score within 1e-9. Sums over items are exact (``math.fsum``), so no order of anything changes a bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from assess.method import scoring, standing, stars
from assess.method.assessment import Assessment
from assess.method.questionnaire import Questionnaire
from assess.method.result import Adjustment, Score, Traced
from assess.method.scheme import Family, Scheme
from assess.method.standing import Standing, State
from assess.method.tree import FloatArray, Structure


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that is scored before a level is decided; mappings are in the questionnaire's order.

    ``adjustments`` are a star scheme's deductions and bonus; they are part of ``overall`` and of no element.
    """

    questionnaire: Questionnaire
    tree: Structure
    scheme: Scheme
    assessment: Assessment
    standings: Mapping[str, Standing]
    overall: Score
    elements: Mapping[str, Score]
    criteria: Mapping[str, Score]
    trace: tuple[Traced, ...]
    adjustments: tuple[Adjustment, ...]

    def with_not_applicable_counted(self) -> Scorecard:
        """Return the scorecard as it would be had every N/A that no rule decided been answered with nothing."""
        counted = standing.counting_not_applicable(self.standings.values())
        return _scored(self.questionnaire, self.tree, self.scheme, self.assessment, counted)


def score(questionnaire: Questionnaire, tree: Structure, scheme: Scheme, assessment: Assessment) -> Scorecard:
    """Return the scores of one assessment under a scheme. Raises ValueError for an answer that does not fit its item."""
    return _scored(questionnaire, tree, scheme, assessment, standing.of(questionnaire, assessment))


def columns(tree: Structure, scheme: Scheme, standings: Mapping[str, Standing]) -> FloatArray:
    """Return the answers (items, 4): claimed and verified values under the scheme, whether answered, whether evidenced."""
    rows = [_row(standings[item], scheme) for item in tree.items]
    return np.array(rows, dtype=np.float64)


def _row(each: Standing, scheme: Scheme) -> tuple[float, float, float, float]:
    if not each.applies:
        return (scoring.NOT_APPLICABLE,) * 4
    if each.claimed is None or each.verified is None:
        return (scoring.UNANSWERED, scoring.UNANSWERED, 0.0, 0.0)
    claimed, verified = (scoring.worth(each.item, value, scheme) for value in (each.claimed, each.verified))
    return (claimed, verified, 1.0, float(each.evidenced))


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the scores of all nodes stand on; lists are in the order of ``tree.items``."""

    tree: Structure
    answers: FloatArray
    applies: list[bool]
    weights: list[float]
    is_self: bool


def _scored(
    questionnaire: Questionnaire, tree: Structure, scheme: Scheme, assessment: Assessment, standings: Mapping[str, Standing]
) -> Scorecard:
    """Roll the columns up and turn them into scores that add up."""
    among_siblings = scheme.family is Family.MATURITY
    answers = columns(tree, scheme, standings)
    rolled = scoring.roll_up(tree, answers, among_siblings=among_siblings)
    applies = [standings[item].applies for item in tree.items]
    weights = scoring.effective_weights(tree, applies, among_siblings=among_siblings)
    ground = _Ground(tree, answers, applies, weights, assessment.is_self)
    whole = _node(ground, range(len(tree.items)), rolled.overall)
    elements = _nodes(ground, tree.elements, tree.element_of[tree.criterion_of], rolled.elements)
    criteria = _nodes(ground, tree.criteria, tree.criterion_of, rolled.criteria)
    adjustments = _adjustments(whole, scheme, assessment)
    return Scorecard(
        questionnaire=questionnaire,
        tree=tree,
        scheme=scheme,
        assessment=assessment,
        standings=standings,
        overall=reduce(add, (_as_score(each, whole, assessment.is_self) for each in adjustments), whole),
        elements={element.id: elements[element.id] for element in questionnaire.elements},
        criteria={criterion.id: criteria[criterion.id] for criterion in questionnaire.criteria},
        trace=tuple(_traced(ground, row, questionnaire, standings[item], whole.answered) for row, item in enumerate(tree.items)),
        adjustments=adjustments,
    )


def _nodes(ground: _Ground, ids: Sequence[str], node_of: NDArray[np.intp], rolled: FloatArray) -> dict[str, Score]:
    """Return the scores of the nodes of one level; ``node_of`` is the node of every item, ``rolled`` (nodes, 4)."""
    rows: dict[int, list[int]] = {}
    for row, node in enumerate(node_of.tolist()):
        rows.setdefault(node, []).append(row)
    return {id_: _node(ground, rows[node], rolled[node]) for node, id_ in enumerate(ids)}


def _node(ground: _Ground, rows: Sequence[int], rolled: FloatArray) -> Score:
    """Return the score of a node from its items' rows and its four rolled-up columns."""
    claimed, verified, answered, evidenced = (0.0 if math.isnan(each) else each / 100 for each in rolled.tolist())
    applies = [row for row in rows if ground.applies[row]]
    if applies and (ground.answers[applies, 2] == 1).all():
        answered = 1.0  # exactly, not as nearly as sums come to it
    if applies and (ground.answers[applies, 3] == 1).all():
        evidenced = 1.0
    original = ground.tree.global_weights[list(rows)].tolist()
    weight = math.fsum(ground.weights[row] for row in rows)
    carried = answered * weight
    return Score(
        total=(claimed if ground.is_self else verified) * carried,
        claimed_total=claimed * carried,
        verified_total=verified * carried,
        answered=carried,
        verified_weight=evidenced * weight,
        weight=weight,
        not_applicable_weight=math.fsum(each for row, each in zip(rows, original, strict=True) if not ground.applies[row]),
        original=math.fsum(original),
    )


def _traced(ground: _Ground, row: int, questionnaire: Questionnaire, each: Standing, answered: float) -> Traced:
    """Return one item's part in the score; ``answered`` is the share of the whole weight that was answered."""
    claimed, verified = ground.answers[row, :2].tolist() if each.state is State.ANSWERED else (None, None)
    value = claimed if ground.is_self else verified
    element, criterion = questionnaire.place_of[each.item.id]
    return Traced(
        item=each.item.id,
        element=element,
        criterion=criterion,
        state=each.state.value,
        original_weight=float(ground.tree.global_weights[row]),
        weight=ground.weights[row],
        value=value,
        claimed=claimed,
        verified=verified,
        points=0.0 if value is None else 100 * ground.weights[row] * value / answered,
    )


def _adjustments(whole: Score, scheme: Scheme, assessment: Assessment) -> tuple[Adjustment, ...]:
    """Return a star scheme's deductions and bonus."""
    if scheme.family is not Family.STARS or whole.claimed is None or whole.verified is None:
        return ()
    deductions, bonus = len(assessment.deductions), bool(assessment.bonus)
    names = [f"deduction-{number + 1}" for number in range(deductions)] + ["bonus"] * bonus
    reasons = [*assessment.deductions, assessment.bonus]
    points = (stars.adjustments(score, deductions=deductions, bonus=bonus) for score in (whole.claimed, whole.verified))
    return tuple(
        Adjustment(name, reason, claimed if assessment.is_self else verified, claimed, verified)
        for name, reason, claimed, verified in zip(names, reasons, *points, strict=False)
    )


def _as_score(adjustment: Adjustment, whole: Score, is_self: bool) -> Score:
    """Return an adjustment as a score that can be added to the whole's."""
    claimed, verified = (points / 100 * whole.answered for points in (adjustment.claimed_points, adjustment.verified_points))
    return Score(total=claimed if is_self else verified, claimed_total=claimed, verified_total=verified)
