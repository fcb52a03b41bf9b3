"""What the report says of each element, and the three strengths and priorities of the whole.

Strengths are what the assessors recorded as such, then the items that reach level 3 or its like, those with the most points first.
Opportunities are what the assessors recorded, then the steps that add most. One criterion is named once: three remarks about the same
thing are one remark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assess.method.answers import Answer
from assess.method.assessment import Finding
from assess.method.questionnaire import Element, Item
from assess.reporting.data import answers, items, needs, roadmap, scores, words
from assess.reporting.data.answers import Step
from assess.reporting.data.material import Material
from assess.reporting.values import ElementPart, EvidenceRow, FindingRow, Move, Remark, ScoreLine

MOST = 3
STRONG = 0.6
"""The value from which an item can count as a strength: level 3 of 5."""


def build(material: Material, register: tuple[EvidenceRow, ...]) -> tuple[ElementPart, ...]:
    """Return one part an element, in order."""
    steps = roadmap.steps(material)
    lines = scores.elements(material)
    return tuple(
        _part(material, element, line, register, steps) for element, line in zip(material.questionnaire.elements, lines, strict=True)
    )


def _part(material: Material, element: Element, line: ScoreLine, register: tuple[EvidenceRow, ...], steps: tuple[Step, ...]) -> ElementPart:
    own = tuple(item for criterion in element.criteria for item in criterion.items)
    ids = {item.id for item in own}
    good = _first(_strengths(material, own), MOST)
    better = _first(_opportunities(material, ids, steps, {remark.title for remark in good}), MOST)
    shown = {remark.detail for remark in (*good, *better) if remark.source == "finding"}
    return ElementPart(
        line=line,
        criteria=scores.criteria(material, element),
        strengths=good,
        opportunities=better,
        findings=tuple(finding(material, each) for each in material.assessment.findings if each.item in ids and each.id not in shown),
        notes=items.notes(material, own),
        evidence=tuple(row for row in register if ids & set(row.item_ids)),
    )


def strengths(material: Material) -> tuple[Remark, ...]:
    """Return the three strengths of the whole."""
    return _first(_strengths(material, material.questionnaire.items), MOST)[:MOST]


def priorities(material: Material) -> tuple[Remark, ...]:
    """Return the three priorities of the whole: what a gate waits for, then the steps that add most."""
    waited = {need.item for need in needs.of(material)}
    asked = (_remark(material, move) for move in roadmap.first(material) if move.item)
    further = (_remark(material, roadmap.move(material, step)) for step in roadmap.steps(material) if step.item.id not in waited)
    return _first((*asked, *further), MOST)


def finding(material: Material, found: Finding) -> FindingRow:
    """Return a finding as it is written."""
    write = material.write
    return FindingRow(
        id=words.visible(found.id),
        item=found.item,
        grade=found.grade,
        grade_text=words.grade(write, found.grade),
        status=words.status(write, found.status) if found.grade in {"major", "minor"} else "",
        text=write.text(found.text),
        due=write.date(found.due),
    )


def _first(remarks: Iterable[Remark], most: int) -> tuple[Remark, ...]:
    """Return the first remarks, one a criterion — but all that assessors have recorded."""
    kept: list[Remark] = []
    for remark in remarks:
        if remark.source == "finding" or (len(kept) < most and remark.title not in {each.title for each in kept}):
            kept.append(remark)
    return tuple(kept)


def _strengths(material: Material, own: tuple[Item, ...]) -> Iterator[Remark]:
    ids = {item.id for item in own}
    for found in material.assessment.findings:
        if found.grade == "strength" and found.item in ids:
            yield _found(material, found)
    strong = [
        item
        for item in own
        if (value := material.traced[item.id].value) is not None and value >= STRONG and material.traced[item.id].weight > 0
    ]
    for item in sorted(strong, key=lambda each: -round(material.traced[each.id].points, 12)):
        answer = material.assessment.answers.get(item.id)
        seen = answers.anchor(material, item, answer) or _noted(material, answer) or material.write.text(item.text)
        points = material.write.number(material.traced[item.id].points)
        yield Remark(
            item=item.id,
            title=material.criterion_title(item.id),
            text=material.write.labelled(answers.counted(material, item, answer), seen),
            detail=material.write.gettext("{points} points so far", points=points)
            if material.result.provisional
            else material.write.gettext("{points} points", points=points),
            source="score",
        )


def _noted(material: Material, answer: Answer | None) -> str:
    """Return what was written beside an answer, the organisation's words before the assessor's, which mostly say what is missing."""
    return (material.write.text(answer.note) or material.write.text(answer.verified_note)) if answer else ""


def _opportunities(material: Material, ids: set[str], steps: tuple[Step, ...], praised: set[str]) -> Iterator[Remark]:
    """Yield the recorded opportunities, then the steps on criteria that were not praised; where there are none, those on the others."""
    for found in material.assessment.findings:
        if found.grade == "opportunity" and found.item in ids:
            yield _found(material, found)
    remarks = [_remark(material, roadmap.move(material, step)) for step in steps if step.item.id in ids]
    yield from [remark for remark in remarks if remark.title not in praised] or remarks


def _found(material: Material, found: Finding) -> Remark:
    return Remark(
        item=found.item,
        title=material.criterion_title(found.item),
        text=material.write.text(found.text),
        detail=words.visible(found.id),
        source="finding",
    )


def _remark(material: Material, move: Move) -> Remark:
    return Remark(
        item=move.item,
        title=move.criterion,
        text=move.do,
        detail=material.write.gettext("{gain} points", gain=move.gain.text) if move.to else "",
        source="step",
    )
