"""What the gates of the next level wait for: steps on items as far as each gate asks, findings to close, and whatever else a gate names.

Critical items are raised to their minimum. An element below the floor of the next level is raised to it by the steps that bring it most:
one way of several. A gate that asks for something else (a measurement, a verification) is one need in its own words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assess.method import levels
from assess.method.questionnaire import Element, Item
from assess.method.result import GateOutcome
from assess.method.scheme import GateKind
from assess.method.scoring import target_value
from assess.reporting.data import answers, gates, words
from assess.reporting.data.answers import Step
from assess.reporting.data.material import Material

Taken = Mapping[str, int]
"""How many steps on which items."""
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Need:
    """What a gate waits for: ``steps`` on an item, or, where there are none, ``todo`` (about an item, or about none)."""

    gate: GateOutcome
    item: str
    steps: int = 0
    todo: str = ""


def of(material: Material) -> tuple[Need, ...]:
    """Return the needs of the gates that keep the next level closed, in the order of the gates; none of a provisional result."""
    found: tuple[Need, ...] = ()
    for gate in () if material.result.provisional else gates.closing(material):
        own = tuple(_of_gate(material, gate, taken(found)))
        found += own or (Need(gate, "", todo=gates.obstacle(material, gate)),)
    return found


def taken(needs: tuple[Need, ...]) -> dict[str, int]:
    """Return how many steps are needed on which items."""
    most: dict[str, int] = {}
    for need in needs:
        if need.steps:
            most[need.item] = max(most.get(need.item, 0), need.steps)
    return most


def steps(material: Material, needs: tuple[Need, ...]) -> tuple[Step, ...]:
    """Return the steps that are needed, one an item, as far as the gate goes that asks for most."""
    items = material.questionnaire.item_by_id
    return tuple(step for id_, most in taken(needs).items() if (step := answers.step(material, items[id_], most)))


def _of_gate(material: Material, gate: GateOutcome, before: Taken) -> Iterator[Need]:
    facts = dict(gate.facts)
    if gate.kind == GateKind.CRITICAL_ITEMS:
        below = {str(fact) for _, fact in gates.flattened((("below", facts["below"]),))}
        yield from (_minimum(material, gate, item) for item in material.questionnaire.items if item.id in below)
    elif gate.kind == GateKind.ELEMENT_FLOOR:
        for element in material.questionnaire.elements:
            yield from _floor(material, gate, element, float(str(facts["floor"])), dict(before))
    elif gate.kind == GateKind.OPEN_MAJOR_FINDING:
        named = {str(fact) for _, fact in gates.flattened((("findings", facts["findings"]),))}
        write = material.write
        for finding in material.assessment.findings:
            if finding.id in named:
                todo = write.gettext("Close finding {finding}: {text}", finding=words.visible(finding.id), text=write.text(finding.text))
                yield Need(gate, finding.item, todo=todo)


def _minimum(material: Material, gate: GateOutcome, item: Item) -> Need:
    """Return the steps up to the minimum of a critical item; where its value is there already, the evidence is what lacks."""
    minimum = 0.0 if item.critical_minimum is None else target_value(item, item.critical_minimum, material.scheme)
    above = answers.climb(material, item)
    wanted = next((place for place, (_, value) in enumerate(above, start=1) if value >= minimum - _NOTHING), 0)
    return Need(gate, item.id, wanted) if wanted else Need(gate, item.id, todo=gates.obstacle(material, gate))


def _floor(material: Material, gate: GateOutcome, element: Element, floor: float, most: dict[str, int]) -> Iterator[Need]:
    """Yield steps on the items of an element, the largest gain first, until its score reaches the floor."""
    score = material.result.elements[element.id]
    items = [item for criterion in element.criteria for item in criterion.items]
    own: dict[str, int] = {}
    while score.score is not None and not levels.attains(score.score + _risen(material, items, most) / score.answered, floor):
        further = [item for item in items if most.get(item.id, 0) < len(answers.climb(material, item))]
        if not further:
            break
        best = max(further, key=lambda item: (round(_next_gain(material, item, most), 12), item.id))
        most[best.id] = own[best.id] = most.get(best.id, 0) + 1
    yield from (Need(gate, id_, count) for id_, count in own.items())


def _risen(material: Material, items: list[Item], most: Taken) -> float:
    """Return what the steps taken add to the weighted sum of an element, × 100."""
    return math.fsum(_gain(material, item, most.get(item.id, 0)) for item in items) * material.result.overall.weight


def _next_gain(material: Material, item: Item, most: Taken) -> float:
    count = most.get(item.id, 0)
    return _gain(material, item, count + 1) - _gain(material, item, count)


def _gain(material: Material, item: Item, count: int) -> float:
    step = answers.step(material, item, count)
    return step.gain if step else 0.0
