"""The evidence register: every piece of evidence once, numbered in the order of the items, with the items it was given for."""

from __future__ import annotations

from assess.method.answers import Evidence
from assess.reporting.data import words
from assess.reporting.data.material import Material
from assess.reporting.values import EvidenceRow


def register(material: Material) -> tuple[EvidenceRow, ...]:
    """Return the register. Evidence that is the same in every field is one entry, however many items it supports."""
    items_of: dict[Evidence, list[str]] = {}
    for item in material.questionnaire.items:
        answer = material.assessment.answers.get(item.id)
        for evidence in answer.evidence if answer else ():
            found = items_of.setdefault(evidence, [])
            if item.id not in found:
                found.append(item.id)
    return tuple(_row(material, number, evidence, items) for number, (evidence, items) in enumerate(items_of.items(), start=1))


def _row(material: Material, number: int, evidence: Evidence, items: list[str]) -> EvidenceRow:
    write = material.write
    return EvidenceRow(
        number=f"#{number}",
        item_ids=tuple(items),
        kind=words.evidence_kind(write, evidence.kind),
        title=write.text(evidence.title),
        reference=words.visible(evidence.reference),
        date=write.date(evidence.date),
        sample=write.ngettext("{count} record", "{count} records", evidence.sample) if evidence.sample is not None else "",
        note=write.text(evidence.note),
        sha256=words.visible(evidence.sha256),
    )


def numbers_by_item(rows: tuple[EvidenceRow, ...]) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the evidence given for every item."""
    numbers: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for item in row.item_ids:
            numbers[item] = (*numbers.get(item, ()), row.number)
    return numbers
