"""What to do next: for every item the next step up, with the points it adds; quick wins and long-term moves apart.

The gain of a step is exact: the item's global weight times the step in its value. Gains of different items add up; a step on an item
that stops a gate comes first, because without it no number of points gives the next level.
"""

from __future__ import annotations

from assess.reporting.data import answers, words
from assess.reporting.data.answers import Step
from assess.reporting.data.material import Material
from assess.reporting.values import Move, Roadmap

MOST = 12
"""Steps of each horizon that are listed; the others stand in the item table with their gain."""


def steps(material: Material) -> tuple[Step, ...]:
    """Return the next step of every item that has one: those a gate waits for first, then by gain, then in order."""
    order = {item.id: place for place, item in enumerate(material.questionnaire.items)}
    found = [step for item in material.questionnaire.items if (step := answers.next_step(material, item))]
    waiting = gate_items(material)
    return tuple(sorted(found, key=lambda step: (step.item.id not in waiting, -step.gain, order[step.item.id])))


def gate_items(material: Material) -> frozenset[str]:
    """Return the items named by gates that do not hold: critical items below their minimum, open major findings."""
    named = {str(value) for gate in material.result.gates if not gate.holds for _, value in flattened(gate.facts)}
    return frozenset(named & set(material.questionnaire.item_by_id))


def flattened(facts: tuple[tuple[str, object], ...]) -> list[tuple[str, object]]:
    """Return the facts of a gate with lists of ids, and pairs of an id and a number, taken apart."""
    flat: list[tuple[str, object]] = []
    for name, value in facts:
        flat += flattened(tuple((name, each) for each in value)) if isinstance(value, tuple | list | frozenset) else [(name, value)]
    return flat


def build(material: Material) -> Roadmap:
    """Return the roadmap."""
    waiting = gate_items(material)
    found = steps(material)
    quick = [step for step in found if step.advice.horizon == "quick_win"]
    long = [step for step in found if step.advice.horizon != "quick_win"]
    write = material.write
    return Roadmap(
        quick_wins=tuple(move(material, step, step.item.id in waiting) for step in quick[:MOST]),
        long_term=tuple(move(material, step, step.item.id in waiting) for step in long[:MOST]),
        more_quick_wins=max(0, len(quick) - MOST),
        more_long_term=max(0, len(long) - MOST),
        quick_total=write.signed(sum(step.gain for step in quick[:MOST])),
        long_total=write.signed(sum(step.gain for step in long[:MOST])),
        evidence_gap=_evidence_gap(material),
    )


def move(material: Material, step: Step, gate: bool) -> Move:
    """Return a step as it is written."""
    write, item = material.write, step.item
    required = [
        f"{need.item} {answers.point(write, material.questionnaire.item_by_id[need.item], need.to)}"
        for need in step.advice.requires
        if need.item in material.questionnaire.item_by_id
    ]
    return Move(
        item=item.id,
        criterion=material.criterion_title(item.id),
        now=answers.counted(material, item, material.assessment.answers.get(item.id)),
        to=answers.point(write, item, step.advice.to),
        do=write.text(step.advice.do),
        effort=step.advice.effort,
        effort_text=words.effort(write, step.advice.effort),
        gain=write.signed(step.gain, 2),
        requires=write.listing(required),
        gate=gate,
    )


def _evidence_gap(material: Material) -> str:
    """Say how many points were claimed but not borne out, where that is so: evidence for what is done already is the cheapest gain."""
    overall = material.result.overall
    if material.assessment.is_self or overall.claimed is None or overall.verified is None or overall.claimed - overall.verified < 0.05:
        return ""
    items = [traced.item for traced in material.result.trace if (traced.claimed or 0.0) - (traced.verified or 0.0) > 1e-9]
    return material.write.ngettext(
        "{points} points were claimed but not borne out by the evidence, on {count} item. Where the practice is in place, evidence for it "
        "is the cheapest gain.",
        "{points} points were claimed but not borne out by the evidence, on {count} items. Where the practice is in place, evidence for it "
        "is the cheapest gain.",
        len(items),
        points=material.write.number(overall.claimed - overall.verified),
    )
