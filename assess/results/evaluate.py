"""From a case to its result: the weights that follow from the judgements, then the whole of the method.

The judgements beside an assessment may cover a part of the hierarchy only; where they say nothing, the questionnaire's own weights count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.assessments.case import Case
from assess.catalogue import library
from assess.method import outcome, packs, scoring
from assess.method.draws import Panel
from assess.method.questionnaire import Questionnaire
from assess.method.result import Result
from assess.results import references
from assess.weighting import judgements as judging
from assess.weighting import reading, service
from assess.weighting.judgements import Judgements, Kind, Node
from assess.weighting.weights import HierarchyWeights

DRAWS = 2000
SEED = 20260101
CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A case, the judgements that count for it, the weights that follow from them, and the result."""

    case: Case
    weights: HierarchyWeights
    judgements: Judgements
    result: Result


def evaluate(case: Case, *, draws: int = DRAWS, seed: int = SEED, confidence: float = CONFIDENCE) -> Evaluated:
    """Return the result of a case, answers from other assessments included. With no ``draws`` there is no interval.

    Raises Faults where the judgements cannot be read, or an answer is not to be had where it is said to stand.
    """
    case = complete(case)
    children = tree_of(case.questionnaire)
    own = reading.read(case.weights, children=children)
    default = case.default_weights or library.default_weights(case.questionnaire.reference)
    judgements = _that_count(own, own if default == case.weights else reading.read(default, children=children), children)
    by = packs.factors(case.questionnaire.packs)
    weights = service.hierarchy_weights(judgements, factors=by)
    local = {parent: node.weights for parent, node in weights.nodes.items()}
    result = outcome.result(
        case.questionnaire,
        scoring.structure(case.questionnaire, local),
        case.scheme,
        case.assessment,
        panels(judgements, by),
        draws=draws,
        seed=seed,
        confidence=confidence,
    )
    return Evaluated(case, weights, judgements, result)


def default_weights(questionnaire: Questionnaire) -> dict[str, Mapping[str, float]]:
    """Return the local weights a questionnaire comes with, by parent, its packs' factors applied. Raises Faults."""
    judgements = reading.read(library.default_weights(questionnaire.reference), children=tree_of(questionnaire))
    weighed = service.hierarchy_weights(judgements, factors=packs.factors(questionnaire.packs))
    return {parent: node.weights for parent, node in weighed.nodes.items()}


def complete(case: Case) -> Case:
    """Return a case with the answers that stand in other assessments taken over. Raises Faults where they are not to be had."""
    return references.resolved(case, lambda other: evaluate(other, draws=0).result)


def tree_of(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Return the nodes that judgements weigh: the elements of the questionnaire, the criteria of every element."""
    elements = questionnaire.elements
    return {
        questionnaire.id: tuple(element.id for element in elements),
        **{element.id: tuple(criterion.id for criterion in element.criteria) for element in elements},
    }


def panels(judgements: Judgements, factors: Mapping[str, float]) -> dict[str, Panel]:
    """Return the judgements that weights are drawn from, by parent, with packs' factors; a node that nobody judged has none."""
    return {
        node.parent: Panel(node.order, judging.matrices(node), judging.shares(node), {each: factors.get(each, 1.0) for each in node.order})
        for node in judgements.nodes
        if node.experts and len(node.items) > 1
    }


def _that_count(own: Judgements, default: Judgements, children: Mapping[str, tuple[str, ...]]) -> Judgements:
    """Return one node for every parent: the own one where it says something, else the questionnaire's, else equal weights."""
    owned = {node.parent: node for node in own.nodes if node.kind is not Kind.DEFAULT}
    standard = {node.parent: node for node in default.nodes}
    return Judgements(tuple(owned.get(parent) or standard.get(parent) or Node(parent, items) for parent, items in children.items()))
