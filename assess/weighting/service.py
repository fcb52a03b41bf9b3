"""From judgements to weights.

A node's experts are weighed together and one by one; its local weights are multiplied down the hierarchy. Everything is calculated in
the order of names and handed back in the order of the file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from assess.method import ahp, packs
from assess.method.ahp import advice, consistency, group, hierarchy, incomplete
from assess.method.ahp.eigenvector import FloatArray
from assess.method.ahp.group import GroupWeighing
from assess.weighting.judgements import Expert, Judgements, Kind, Node, matrices, shares
from assess.weighting.weights import (
    Advice,
    Aggregate,
    Consistency,
    ExpertWeights,
    HierarchyWeights,
    Method,
    NodeWeights,
)

MOST_ADVICE = 3


def hierarchy_weights(
    judgements: Judgements,
    *,
    defaults: Judgements | None = None,
    method: Method = Method.EIGENVECTOR,
    aggregate: Aggregate = Aggregate.JUDGEMENTS,
    factors: Mapping[str, float] | None = None,
) -> HierarchyWeights:
    """Return the weights of a hierarchy, with consistency, consensus and advice for every node.

    ``factors`` are what packs multiply weights by, after the judgements and beside them.

    A node of ``defaults`` (a questionnaire's own weights) stands in where the judgements have none, or leave it at its default; a
    node that has neither weighs its items equally. The judgements come from ``reading``, which has refused what cannot be weighed.
    """
    nodes = _with_defaults(judgements, defaults)
    judged = {node.parent: node for node, _ in nodes if node.experts}
    groups = group.weigh_panels(
        {parent: matrices(node) for parent, node in judged.items()},
        {parent: shares(node) for parent, node in judged.items()},
    )
    weighed: dict[str, NodeWeights] = {}
    for node, kind in nodes:
        if node.experts:
            weighed[node.parent] = _judged(node, kind, groups[node.parent], method, aggregate)
        else:
            weighed[node.parent] = NodeWeights(node.parent, kind, _entered(node))
    if factors:
        weighed = {parent: replace(node, weights=packs.reweighted(node.weights, factors)) for parent, node in weighed.items()}
    local = {parent: node.weights for parent, node in weighed.items()}
    path = hierarchy.path_weights(local)
    leaves = {item: weight for item, weight in path.items() if item not in local}
    return HierarchyWeights(weighed, leaves, path, judgements, method, aggregate)


def untouched(children: Mapping[str, Sequence[str]]) -> Judgements:
    """Return judgements that leave every node of a tree at its default."""
    return Judgements(tuple(Node(parent, tuple(items)) for parent, items in children.items()))


def _with_defaults(judgements: Judgements, defaults: Judgements | None) -> list[tuple[Node, Kind]]:
    """Return every node with the opinions that count for it, and where they come from."""
    standard = {node.parent: node for node in defaults.nodes} if defaults else {}
    result = []
    for node in judgements.nodes:
        default = standard.pop(node.parent, None)
        if node.kind is Kind.DEFAULT and default is not None:
            result.append((default, Kind.DEFAULT))
        else:
            result.append((node, node.kind))
    return result + [(node, Kind.DEFAULT) for node in standard.values()]


def _entered(node: Node) -> dict[str, float]:
    """Return weights that were typed in, or equal ones, summing to one."""
    given = node.entered or dict.fromkeys(node.items, 1.0)
    total = math.fsum(given.values())
    return {item: given[item] / total for item in node.items}


def _judged(node: Node, kind: Kind, weighed: GroupWeighing, method: Method, aggregate: Aggregate) -> NodeWeights:
    """Return what the experts of one node say together and one by one.

    Where priorities are averaged, the consistency is still that of the averaged judgements: priorities cannot contradict themselves.
    """
    panel, say = matrices(node), shares(node)
    geometric = np.array([ahp.geometric_mean(matrix) for matrix in panel])
    own, together = weighed.experts.weights, weighed.together.weights
    geometric_together = ahp.geometric_mean(weighed.matrix)
    if method is Method.GEOMETRIC_MEAN:
        own, together = geometric, geometric_together
    if aggregate is Aggregate.PRIORITIES:
        together, geometric_together = group.aggregate_priorities(own, say), group.aggregate_priorities(geometric, say)
    experts = tuple(
        _expert(node, expert, share, matrix, weighed.experts[index], own[index])
        for index, (expert, share, matrix) in enumerate(zip(node.panel, say.tolist(), panel, strict=True))
    )
    worst = sorted((one for expert in experts for one in expert.advice), key=lambda one: -round(one.error, 9))
    return NodeWeights(
        parent=node.parent,
        kind=kind,
        weights=_named(together, node),
        consistency=_consistency(weighed.matrix, weighed.together),
        geometric_mean=_named(geometric_together, node),
        consensus=float(group.consensus(own)) if len(own) > 1 else None,
        experts=experts,
        advice=tuple(worst[:MOST_ADVICE]),
        next_pair=_next_pair(weighed.matrix, node.order),
    )


def _expert(node: Node, expert: Expert, share: float, matrix: FloatArray, weighing: ahp.Weighing, weights: FloatArray) -> ExpertWeights:
    return ExpertWeights(
        name=expert.name,
        share=share,
        weights=_named(weights, node),
        consistency=_consistency(matrix, weighing),
        advice=tuple(_advice(one, expert, node.order) for one in advice.worst(matrix, weights, most=MOST_ADVICE)),
        next_pair=_next_pair(matrix, node.order),
    )


def _consistency(matrix: FloatArray, weighing: ahp.Weighing) -> Consistency:
    return Consistency(
        size=len(matrix),
        missing=weighing.missing,
        lambda_max=weighing.lambda_max,
        index=weighing.consistency_index,
        ratio=weighing.consistency_ratio,
        ratio_saaty_1980=weighing.consistency_ratio_saaty_1980,
        geometric_index=consistency.geometric_consistency_index(matrix, ahp.geometric_mean(matrix)),
    )


def _advice(found: advice.Advice, expert: Expert, order: Sequence[str]) -> Advice:
    """Name the items of an advice, the pair the way round in which the expert judged it."""
    first, second = order[found.first], order[found.second]
    pair = next(one for one in expert.comparisons if {one.first, one.second} == {first, second})
    if pair.first == first:
        return Advice(expert.name, first, second, pair.value, found.implied, found.suggested, found.error)
    return Advice(expert.name, second, first, pair.value, 1 / found.implied, 1 / found.suggested, found.error)


def _next_pair(matrix: FloatArray, order: Sequence[str]) -> tuple[str, str] | None:
    pair = incomplete.next_pair(~np.isnan(matrix))
    return (order[pair[0]], order[pair[1]]) if pair else None


def _named(weights: FloatArray, node: Node) -> dict[str, float]:
    """Return weights, which stand in the order of calculation, by item in the order of the file."""
    by_item = dict(zip(node.order, weights.tolist(), strict=True))
    return {item: by_item[item] for item in node.items}
