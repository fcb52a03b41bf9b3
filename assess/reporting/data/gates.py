"""The gates in words: which hold, which keep the next level closed, and why.

Three things are kept apart. A gate that is not asked of this kind of assessment does not apply. A gate holds or does not, as far as the
score alone reaches. And a gate keeps the next level closed or does not: one whose floor rises with the level may do so although it holds.
"""

from __future__ import annotations

import re

from assess.method.result import GateOutcome
from assess.reporting.data.material import Material
from assess.reporting.values import Fact, GateRow
from assess.reporting.writer import visible
from assess.results import wording

EXPLAINED = 4
"""How many of the ids a gate names are explained where it blocks the next level."""


def build(material: Material) -> tuple[GateRow, ...]:
    """Return every gate in the scheme's order."""
    closed = {gate.id for gate in closing(material)}
    return tuple(
        GateRow(
            id=gate.id,
            title=title(material, gate),
            applies=gate.applies,
            holds=gate.holds,
            verdict=_verdict(material, gate, gate.id in closed),
            reason=reason(material, gate),
            caps_at=_cap(material, gate),
            blocking=gate.id in closed,
        )
        for gate in material.result.gates
    )


def closing(material: Material) -> tuple[GateOutcome, ...]:
    """Return the gates that keep the next level closed."""
    following = material.result.level.next_level
    return tuple(gate for gate in material.result.gates if following is not None and gate.caps_at is not None and gate.caps_at < following)


def title(material: Material, gate: GateOutcome) -> str:
    """Name a gate."""
    return material.write.text(gate.title)


def reason(material: Material, gate: GateOutcome) -> str:
    """Say why a gate holds or does not."""
    return _worded(material, wording.reason(gate, material.write.language))


def obstacle(material: Material, gate: GateOutcome) -> str:
    """Say why a gate keeps the next level closed, with the first ids in it explained: criteria of items, texts of findings, elements."""
    write = material.write
    titles = {item.id: write.text(criterion.title) for criterion in material.questionnaire.criteria for item in criterion.items}
    titles |= {finding.id: write.text(finding.text) for finding in material.assessment.findings}
    titles |= {element.id: write.text(element.title) for element in material.questionnaire.elements}
    said = _worded(material, wording.obstacle(gate, write.language))
    named = [str(fact) for _, fact in flattened(gate.facts) if str(fact) in titles]
    for each in list(dict.fromkeys(named))[:EXPLAINED]:
        explained = f"{visible(each)} {titles[each].rstrip('.。')}"
        here = rf"(?<![\w.]){re.escape(visible(each))}(?!\w|\.\w)"
        said = re.sub(here, explained.replace("\\", r"\\"), said, count=1)
    return said


def flattened(facts: tuple[tuple[str, object], ...]) -> list[tuple[str, object]]:
    """Return the facts of a gate with lists of ids, and pairs of an id and a number, taken apart."""
    flat: list[tuple[str, object]] = []
    for name, value in facts:
        flat += flattened(tuple((name, each) for each in value)) if isinstance(value, tuple | list | frozenset) else [(name, value)]
    return flat


def text(material: Material) -> str:
    """Say how many gates hold, hold for the level reached only, do not hold, and do not apply; every gate is counted once."""
    write = material.write
    asked = [gate for gate in material.result.gates if gate.applies]
    closed = {gate.id for gate in closing(material)}
    failing = sum(not gate.holds for gate in asked)
    only_now = sum(gate.holds and gate.id in closed for gate in asked)
    holding, aside = len(asked) - failing - only_now, len(material.result.gates) - len(asked)
    if holding == len(asked):
        said = [write.ngettext("{count} gate holds", "All {count} gates hold", holding)]
    else:
        said = [write.ngettext("{holding} of {count} gate holds", "{holding} of {count} gates hold", len(asked), holding=holding)]
    counted = (
        (only_now, write.ngettext("{count} holds for the level reached only", "{count} hold for the level reached only", only_now)),
        (failing, write.ngettext("{count} does not hold", "{count} do not hold", failing)),
        (aside, write.ngettext("{count} does not apply", "{count} do not apply", aside)),
    )
    said += [words for count, words in counted if count]
    return write.clauses(said) + write.stop


def blocking(material: Material, gap: str) -> tuple[Fact, ...]:
    """Say what stands between this result and the next level: every gate with what it names, then the points that are lacking."""
    write = material.write
    if material.result.level.next_level is None:
        return (Fact("", write.gettext("The highest level of the scheme is reached.")),)
    said = [Fact(title(material, gate), obstacle(material, gate)) for gate in closing(material)]
    return (*said, Fact(write.gettext("Score"), gap)) if gap else tuple(said)


def _worded(material: Material, said: str) -> str:
    return material.write.dates(material.write.shares(visible(said)))


def _verdict(material: Material, gate: GateOutcome, closed: bool) -> str:
    write = material.write
    if not gate.applies:
        return write.gettext("Does not apply")
    if not gate.holds:
        return write.gettext("Does not hold")
    return write.gettext("Holds for the level reached") if closed else write.gettext("Holds")


def _cap(material: Material, gate: GateOutcome) -> str:
    """Say up to which level a gate leaves the way open, and that it closes the next one where it does."""
    write, following = material.write, material.result.level.next_level
    if gate.caps_at is None:
        return write.gettext("All levels") if gate.applies else ""
    level = next((each for each in material.scheme.levels if each.level == gate.caps_at), None)
    if level is None:
        return write.gettext("No level")
    if following is not None and gate.caps_at < following:
        return write.gettext("Up to level {level} {title}; keeps the next one closed", level=level.level, title=write.text(level.title))
    return write.gettext("Open up to level {level} {title}", level=level.level, title=write.text(level.title))
