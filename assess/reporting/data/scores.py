"""Score lines: how the score of the whole, of an element and of a criterion is written."""

from __future__ import annotations

from assess.method.ahp import hierarchy
from assess.method.questionnaire import Criterion, Element
from assess.method.result import Score
from assess.reporting.data import peers
from assess.reporting.data.material import Material
from assess.reporting.values import ScoreLine, Shown


def overall(material: Material) -> ScoreLine:
    """Return the line of the whole."""
    result, interval = material.result, material.result.interval
    ends = (interval.low, interval.high) if interval else None
    peer = material.position.median if material.position and peers.alike(material.position) else None
    return _line(
        material,
        "",
        material.write.gettext("Overall"),
        "",
        result.overall,
        weight=material.write.share(1.0),
        ends=ends,
        target=material.assessment.target_overall,
        peer=peer,
    )


def elements(material: Material) -> tuple[ScoreLine, ...]:
    """Return the lines of the elements, in order; their displayed weights sum to 100.0 %."""
    result, position = material.result, material.position
    weights = _displayed({element.id: result.elements[element.id].original for element in material.questionnaire.elements})
    return tuple(
        _line(
            material,
            element.id,
            material.write.text(element.title),
            material.write.text(element.intent),
            result.elements[element.id],
            weight=_share(material, result.elements[element.id].original, weights.get(element.id)),
            ends=result.interval.elements.get(element.id) if result.interval else None,
            target=material.assessment.target_elements.get(element.id),
            peer=position.elements[element.id].median if position and element.id in position.elements else None,
        )
        for element in material.questionnaire.elements
    )


def criteria(material: Material, element: Element) -> tuple[ScoreLine, ...]:
    """Return the lines of an element's criteria, in order; their displayed weights within it sum to 100.0 %."""
    weighed = material.evaluated.weights.nodes.get(element.id)
    weights = weighed.weights if weighed else {criterion.id: 1.0 / len(element.criteria) for criterion in element.criteria}
    displayed = _displayed({criterion.id: weights.get(criterion.id, 0.0) for criterion in element.criteria})
    return tuple(
        _criterion(material, criterion, _share(material, weights.get(criterion.id, 0.0), displayed.get(criterion.id)))
        for criterion in element.criteria
    )


def _criterion(material: Material, criterion: Criterion, local: Shown) -> ScoreLine:
    score, write = material.result.criteria[criterion.id], material.write
    return _line(
        material,
        criterion.id,
        write.text(criterion.title),
        write.text(criterion.intent),
        score,
        weight=write.share(score.original, 1),
        local=local,
    )


def _displayed(weights: dict[str, float]) -> dict[str, float]:
    """Return percentages that sum to 100.0, unless the weights themselves do not sum to one."""
    return hierarchy.displayed(weights) if abs(sum(weights.values()) - 1.0) < 1e-6 else {}


def _share(material: Material, share: float, percentage: float | None) -> Shown:
    if percentage is None:
        return material.write.share(share, 1)
    return Shown(share, material.write.percentage(percentage))


def _line(
    material: Material,
    id_: str,
    title: str,
    intent: str,
    score: Score,
    *,
    weight: Shown,
    local: Shown | None = None,
    ends: tuple[float, float] | None = None,
    target: float | None = None,
    peer: float | None = None,
) -> ScoreLine:
    write = material.write
    thresholds = () if id_ not in {"", *material.result.elements} else material.floors if id_ else material.thresholds
    points = None if score.score is None or not material.result.overall.answered else 100.0 * score.total / material.result.overall.answered
    return ScoreLine(
        id=id_,
        title=title,
        intent=intent,
        local=weight if local is None else local,
        weight=weight,
        score=write.score(score.score, thresholds),
        claimed=write.shown(score.claimed),
        verified=write.shown(score.verified),
        coverage=Shown(score.coverage, write.exactly(score.coverage)),
        verified_coverage=Shown(score.verified_coverage, write.exactly(score.verified_coverage)),
        not_applicable=write.share(score.not_applicable, 1),
        points=write.shown(points),
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        interval=f"{write.number(ends[0])}–{write.number(ends[1])}" if ends else "",
        target=write.shown(target) if target is not None else None,
        peer=write.shown(peer) if peer is not None else None,
        remark=_remark(material, score, whole=score is material.result.overall or id_ in material.result.elements),
    )


def _remark(material: Material, score: Score, *, whole: bool) -> str:
    """Say what is missing from a score: that there is none, and why; how much was answered; how much does not apply."""
    write = material.write
    if score.score is None and whole:
        return write.gettext("Not assessable: nothing in it could be scored")
    parts = [
        write.gettext("answered {share}", share=write.exactly(score.coverage)) if score.weight > 0 and score.coverage < 1 else "",
        write.gettext("N/A {share}", share=write.share(score.not_applicable, 1).text) if score.not_applicable > 0 else "",
    ]
    return write.clauses(parts)
