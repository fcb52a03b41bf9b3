"""The weights and the judgements they rest on: matrices, consistency, consensus, advice, and the weights that would change the level."""

from __future__ import annotations

import math

from assess.method import packs
from assess.method.ahp import group, hierarchy, scale
from assess.reporting.data import words
from assess.reporting.data.material import Material
from assess.reporting.values import AdviceRow, ExpertRow, Node, Shown, WeightRow
from assess.reporting.writer import NONE, visible
from assess.weighting import judgements as recorded
from assess.weighting.judgements import Kind
from assess.weighting.weights import Advice, Consistency, ExpertWeights, NodeWeights


def nodes(material: Material) -> tuple[Node, tuple[Node, ...]]:
    """Return the node of the elements, and one node for each element."""
    write, questionnaire = material.write, material.questionnaire
    titles = {element.id: write.text(element.title) for element in questionnaire.elements}
    titles |= {criterion.id: write.text(criterion.title) for criterion in questionnaire.criteria}
    root = _node(material, questionnaire.id, write.gettext("Elements"), tuple(e.id for e in questionnaire.elements), titles)
    below = tuple(_node(material, e.id, titles[e.id], tuple(c.id for c in e.criteria), titles) for e in questionnaire.elements)
    return root, below


def random_index(material: Material) -> str:
    """Name the table of random indices the consistency ratios rest on."""
    tables = [node.consistency.random_index for node in material.evaluated.weights.nodes.values() if node.consistency]
    return words.random_index(material.write, tables[0]) if tables else NONE


def text(material: Material) -> str:
    """Say where the weights come from, and what sector packs did to them."""
    write, nodes = material.write, packs.factors(material.questionnaire.packs)
    laid = write.gettext("Sector packs then multiply the weights of {nodes} by their factors.", nodes=write.listing(nodes)) if nodes else ""
    return write.sentences([_origin(material), laid])


def _origin(material: Material) -> str:
    kinds = {node.kind for node in material.evaluated.weights.nodes.values()}
    write = material.write
    if kinds <= {Kind.DEFAULT}:
        return write.gettext("The weights are the questionnaire's defaults; no judgements were made for this assessment.")
    if Kind.DEFAULT in kinds:
        return write.gettext("The weights follow from pairwise judgements; nodes without judgements keep the questionnaire's defaults.")
    return write.gettext("The weights follow from pairwise judgements: principal right eigenvector of the matrix of ratios (Saaty 1977).")


def critical_text(material: Material) -> str:
    """Say whether a change of one weight could change the level."""
    write = material.write
    known = [*material.result.critical_weights.values(), *material.result.critical_weights_next.values()]
    if not any(weight is not None for weight in known):
        return write.gettext("No change of a single element's weight, the others keeping their proportions, would change the level.")
    return write.gettext(
        "The last two columns give the weight of one element, the others keeping their proportions, at which the score would lose the "
        "level or reach the next one; a dash: at none."
    )


def _node(material: Material, parent: str, title: str, ids: tuple[str, ...], titles: dict[str, str]) -> Node:
    write = material.write
    weighed = material.evaluated.weights.nodes.get(parent) or NodeWeights(parent, Kind.DEFAULT, {each: 1.0 / len(ids) for each in ids})
    consistency, experts = weighed.consistency, weighed.experts
    return Node(
        id=parent,
        title=title,
        size=len(ids),
        ids=ids,
        matrix=_matrix(material, parent, ids),
        rows=_rows(material, weighed, ids, titles),
        lambda_max=write.shown(consistency.lambda_max if consistency else None, 4),
        consistency_index=write.shown(consistency.index if consistency else None, 4),
        consistency_ratio=write.shown(consistency.ratio if consistency else None, 4),
        limit=write.shown(consistency.limit if consistency else None, 2),
        consistency_ratio_saaty=write.shown(consistency.ratio_saaty_1980 if consistency else None, 4),
        geometric_index=write.shown(consistency.geometric_index if consistency else None, 4),
        consistent=consistency is None or consistency.consistent,
        verdict=_verdict(material, consistency),
        consensus=write.share(weighed.consensus, 1),
        missing=consistency.missing if consistency else 0,
        experts=tuple(_expert(material, expert) for expert in experts),
        advice=tuple(_advice(material, advice) for advice in weighed.advice),
    )


def _verdict(material: Material, consistency: Consistency | None) -> str:
    write = material.write
    if consistency is None:
        return write.gettext("Not judged")
    return write.gettext("Consistent") if consistency.consistent else write.gettext("Inconsistent")


def _matrix(material: Material, parent: str, ids: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the group's judgements as people write them, a pair nobody judged as none; empty where nobody judged."""
    node = next((node for node in material.evaluated.judgements.nodes if node.parent == parent), None)
    if node is None or not node.experts or set(node.items) != set(ids):
        return ()
    together = group.aggregate_judgements(recorded.matrices(node), recorded.shares(node))
    place = {item: index for index, item in enumerate(node.order)}
    return tuple(tuple(_judgement(float(together[place[row], place[column]])) for column in ids) for row in ids)


def _judgement(value: float) -> str:
    return NONE if math.isnan(value) else scale.written(value)


def _rows(material: Material, weighed: NodeWeights, ids: tuple[str, ...], titles: dict[str, str]) -> tuple[WeightRow, ...]:
    """Return the weights of a node; displayed local weights sum to 100.0 %."""
    write, local = material.write, {each: weighed.weights.get(each, 0.0) for each in ids}
    shown = hierarchy.displayed(local) if abs(math.fsum(local.values()) - 1.0) < 1e-6 else {}
    interval = material.result.interval
    rows = []
    for each in ids:
        ends = interval.weights.get(each) if interval else None
        rows.append(
            WeightRow(
                id=each,
                title=titles[each],
                local=Shown(local[each], write.percentage(shown[each])) if each in shown else write.share(local[each], 1),
                overall=write.share(material.evaluated.weights.path_weights.get(each), 1),
                low=ends[0] if ends else None,
                high=ends[1] if ends else None,
                interval=f"{write.share(ends[0], 1).text}–{write.share(ends[1], 1).text}" if ends else NONE,
                lost_at=write.share(material.result.critical_weights.get(each), 1),
                next_at=write.share(material.result.critical_weights_next.get(each), 1),
            )
        )
    return tuple(rows)


def _expert(material: Material, expert: ExpertWeights) -> ExpertRow:
    write = material.write
    return ExpertRow(visible(expert.name), write.share(expert.share, 1), write.shown(expert.consistency.ratio, 4))


def _advice(material: Material, advice: Advice) -> AdviceRow:
    write = material.write
    return AdviceRow(
        pair=f"{advice.first} : {advice.second}",
        given=scale.written(advice.given),
        implied=write.number(advice.implied, 2),
        suggested=scale.written(advice.suggested),
    )
