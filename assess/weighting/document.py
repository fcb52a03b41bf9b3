"""The weights of a hierarchy as the JSON document ``assess/weights@1`` (interfaces for other programs)."""

from __future__ import annotations

from assess.weighting.weights import Advice, Consistency, ExpertWeights, HierarchyWeights, NodeWeights

FORMAT = "assess/weights@1"


def of(weights: HierarchyWeights) -> dict[str, object]:
    """Return the document; numbers are not rounded, what does not exist is null."""
    return {
        "format": FORMAT,
        "method": str(weights.method),
        "aggregate": str(weights.aggregate),
        "nodes": {parent: _node(node) for parent, node in weights.nodes.items()},
        "global_weights": dict(weights.global_weights),
    }


def _node(node: NodeWeights) -> dict[str, object]:
    return {
        "kind": str(node.kind),
        "weights": dict(node.weights),
        **_consistency(node.consistency),
        "consensus": node.consensus,
        "geometric_mean_weights": None if node.geometric_mean is None else dict(node.geometric_mean),
        "experts": [_expert(expert) for expert in node.experts],
        "advice": [_advice(advice) for advice in node.advice],
        "next_pair": node.next_pair,
    }


def _expert(expert: ExpertWeights) -> dict[str, object]:
    return {
        "name": expert.name,
        "share": expert.share,
        "weights": dict(expert.weights),
        **_consistency(expert.consistency),
        "advice": [_advice(advice) for advice in expert.advice],
        "next_pair": expert.next_pair,
    }


def _consistency(consistency: Consistency | None) -> dict[str, object]:
    """The keys stand there in any case; without judgements they are null."""
    there = consistency
    return {
        "lambda_max": there and there.lambda_max,
        "consistency_index": there and there.index,
        "consistency_ratio": there and there.ratio,
        "random_index": there and there.random_index,
        "consistency_ratio_saaty_1980": there and there.ratio_saaty_1980,
        "geometric_consistency_index": there and there.geometric_index,
        "limit": there and there.limit,
        "consistent": there and there.consistent,
        "missing": there and there.missing,
    }


def _advice(advice: Advice) -> dict[str, object]:
    return {
        "expert": advice.expert,
        "pair": [advice.first, advice.second],
        "given": advice.given,
        "implied": advice.implied,
        "suggested": advice.suggested,
    }
