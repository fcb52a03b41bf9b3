"""What to do next: first what the gates of the next level wait for, then quick wins, then long-term moves; and whether that opens it.

The gain of a step is exact: the item's global weight times the step in its value. Gains of different items add up. What a gate waits for
comes first, because without it no number of points gives the next level: critical items up to their minimum, elements up to the floor of
the next level (the largest gain first: one way of several), findings to close, and whatever else a gate names.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from assess.method import levels
from assess.method.result import GateOutcome
from assess.reporting.data import answers, gates, needs, words
from assess.reporting.data.answers import Step
from assess.reporting.data.material import Material
from assess.reporting.data.needs import Need
from assess.reporting.values import Move, Roadmap, Shown
from assess.reporting.writer import NONE

MOST = 12
"""Steps of each horizon that are listed; the others stand in the item table with their gain."""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated later."""
    return message


_OPENS = (
    _("Doing what the gates ask for opens level {level}: the score comes to {score}, the level begins at {threshold}."),
    _("What the gates ask for and the quick wins open level {level}: the score comes to {score}, the level begins at {threshold}."),
    _("Doing all that is listed opens level {level}: the score comes to {score}, the level begins at {threshold}."),
)
_OPENS_BY_QUICK_WINS = _("Doing the quick wins opens level {level}: the score comes to {score}, the level begins at {threshold}.")
_STAYS_CLOSED = _("Even all that is listed brings the score to {score} only; level {level} begins at {threshold}.")


def build(material: Material) -> Roadmap:
    """Return the roadmap."""
    write, asked = material.write, needs.of(material)
    waited = needs.taken(asked)
    found = [step for step in steps(material) if step.item.id not in waited]
    quick = [step for step in found if step.is_quick]
    long = [step for step in found if not step.is_quick]
    gains = [math.fsum(step.gain for step in listed) for listed in (needs.steps(material, asked), quick[:MOST], long[:MOST])]
    return Roadmap(
        first=first(material),
        first_total=write.signed(gains[0]),
        outcome=_outcome(material, gains, asked=bool(asked)),
        quick_wins=tuple(move(material, step) for step in quick[:MOST]),
        long_term=tuple(move(material, step) for step in long[:MOST]),
        more_quick_wins=max(0, len(quick) - MOST),
        more_long_term=max(0, len(long) - MOST),
        quick_total=write.signed(gains[1]),
        long_total=write.signed(gains[2]),
        evidence_gap=_evidence_gap(material),
    )


def steps(material: Material) -> tuple[Step, ...]:
    """Return the next step of every item that has one: those a gate waits for first, then by gain, then in order."""
    order = {item.id: place for place, item in enumerate(material.questionnaire.items)}
    found = [step for item in material.questionnaire.items if (step := answers.step(material, item))]
    waiting = {need.item for need in needs.of(material)}
    return tuple(sorted(found, key=lambda step: (step.item.id not in waiting, -step.gain, order[step.item.id])))


def first(material: Material) -> tuple[Move, ...]:
    """Return what the gates of the next level wait for: steps on items with their gates, then all that is no step."""
    asked = needs.of(material)

    def waiting(item: str) -> list[GateOutcome]:
        return [need.gate for need in asked if need.steps and need.item == item]

    raised = (move(material, step, waiting(step.item.id)) for step in needs.steps(material, asked))
    return (*raised, *(_other(material, need) for need in asked if not need.steps))


def _other(material: Material, need: Need) -> Move:
    gate = gates.title(material, need.gate)
    return Move(
        item=need.item,
        criterion=material.criterion_title(need.item) if need.item else "",
        now="",
        to="",
        do=need.todo,
        effort="",
        effort_text="",
        gain=Shown(None, NONE),
        requires="",
        gate=gate,
    )


def move(material: Material, step: Step, waiting: Iterable[GateOutcome] = ()) -> Move:
    """Return a step, or several on one item, as it is written; ``waiting`` are the gates that ask for it."""
    write, item = material.write, step.item
    required = [
        f"{need.item} {answers.point(write, material.questionnaire.item_by_id[need.item], need.to)}"
        for advice in step.advices
        for need in advice.requires
        if need.item in material.questionnaire.item_by_id
    ]
    return Move(
        item=item.id,
        criterion=material.criterion_title(item.id),
        now=answers.counted(material, item, material.assessment.answers.get(item.id)),
        to=answers.point(write, item, step.to),
        do=write.sentences(write.text(advice.do) for advice in step.advices),
        effort=step.effort,
        effort_text=words.effort(write, step.effort),
        gain=write.signed(step.gain, 2),
        requires=write.listing(dict.fromkeys(required)),
        gate=write.clauses(gates.title(material, gate) for gate in waiting),
    )


def _outcome(material: Material, gains: list[float], *, asked: bool) -> str:
    """Say whether doing what is listed opens the next level: the first list (all that the gates ask for), then the others."""
    write, level, score = material.write, material.result.level, material.result.overall.score
    if material.result.provisional:
        return write.gettext(
            "No level is stated until every question that applies is answered; then it can be said what opens the next one."
        )
    if level.next_level is None or level.next_threshold is None or score is None:
        return ""
    reached = [min(100.0, score + math.fsum(gains[: place + 1])) for place in range(len(gains))]
    opened = next((place for place, each in enumerate(reached) if levels.attains(each, level.next_threshold)), None)
    message = _OPENS[opened] if opened is not None else _STAYS_CLOSED
    if opened == 1 and not asked:
        message = _OPENS_BY_QUICK_WINS
    said = write.gettext(
        message,
        score=write.score(reached[-1 if opened is None else opened], material.thresholds).text,
        level=level.next_level,
        threshold=write.quantity(level.next_threshold),
    )
    return write.sentences([said, write.gettext("This is one way; other steps may do as well.") if opened is not None else ""])


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
