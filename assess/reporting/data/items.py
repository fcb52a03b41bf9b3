"""The item table: every question with its answer, what was seen, its weight and the points it brought."""

from __future__ import annotations

from assess.method.answers import Given
from assess.method.questionnaire import Item
from assess.reporting.data import answers, packs, words
from assess.reporting.data.evidence import numbers_by_item
from assess.reporting.data.material import Material
from assess.reporting.values import EvidenceRow, ItemRow, NotApplicableRow, Note
from assess.reporting.writer import NONE, visible


def table(material: Material, register: tuple[EvidenceRow, ...]) -> tuple[ItemRow, ...]:
    """Return one row an item, in order."""
    numbers = numbers_by_item(register)
    marks = packs.marks(material)
    return tuple(_row(material, item, numbers.get(item.id, ()), marks.get(item.id, "")) for item in material.questionnaire.items)


def _row(material: Material, item: Item, evidence: tuple[str, ...], pack: str) -> ItemRow:
    write, traced = material.write, material.traced[item.id]
    answer = material.assessment.answers.get(item.id)
    step = answers.step(material, item)
    return ItemRow(
        id=item.id,
        element=traced.element,
        criterion=traced.criterion,
        question=write.text(item.text),
        pack=pack,
        critical=item.critical_minimum is not None,
        state=traced.state,
        state_text=words.state(write, traced.state),
        answer=answers.given(write, item, answer.given if answer else None) if traced.state == "answered" else NONE,
        verified=answers.verified(material, item, answer) if traced.state == "answered" else NONE,
        anchor=answers.anchor(material, item, answer),
        value=write.value(traced.value),
        claimed_value=write.value(traced.claimed),
        verified_value=write.value(traced.verified),
        original_weight=write.share(traced.original_weight, 2),
        weight=write.share(traced.weight, 2),
        points=write.shown(traced.points, 2),
        next_gain=write.signed(step.gain if step else None, 2),
        by=visible(answer.by) if answer else "",
        verified_by=visible(answer.verified_by) if answer else "",
        evidence=evidence,
        noted=bool(notes(material, (item,))),
    )


def notes(material: Material, items: tuple[Item, ...]) -> tuple[Note, ...]:
    """Return what was written beside the answers of some items: by whoever answered, then by the assessor."""
    found: list[Note] = []
    for item in items:
        if answer := material.assessment.answers.get(item.id):
            found.append(Note(item.id, _unmeasured(material, answer.given), visible(answer.by), verified=False))
            found.append(Note(item.id, material.write.text(answer.note), visible(answer.by), verified=False))
            found.append(Note(item.id, _unmeasured(material, answer.verified), visible(answer.verified_by), verified=True))
            found.append(Note(item.id, material.write.text(answer.verified_note), visible(answer.verified_by), verified=True))
    return tuple(note for note in found if note.text)


def _unmeasured(material: Material, given: Given | None) -> str:
    """Return why something is not measured, in a sentence; nothing where it is."""
    if given is None or not given.not_measured:
        return ""
    return material.write.labelled(material.write.gettext("Not measured"), material.write.text(given.not_measured))


def not_applicable(material: Material) -> tuple[NotApplicableRow, ...]:
    """Return the items left out, why, and who agreed."""
    write = material.write
    rows = []
    for item in material.questionnaire.items:
        traced, answer = material.traced[item.id], material.assessment.answers.get(item.id)
        if not traced.state.startswith("not_applicable"):
            continue
        said = answer.not_applicable if answer else None
        reason = (
            write.text(said.reason)
            if said
            else write.gettext("A condition of the questionnaire is not met, so that the item does not apply.")
        )
        rows.append(
            NotApplicableRow(
                item=item.id,
                question=write.text(item.text),
                reason=reason,
                approved_by=visible(said.approved_by) if said else write.gettext("By rule"),
                weight=write.share(traced.original_weight, 2),
            )
        )
    return tuple(rows)


def unanswered(material: Material) -> tuple[str, ...]:
    """Return the items without an answer."""
    return tuple(traced.item for traced in material.result.trace if traced.state == "unanswered")
