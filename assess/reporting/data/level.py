"""The level and the gates in words: what was reached, what the score alone would give, and what blocks the next level."""

from __future__ import annotations

import re

from assess.method.result import GateOutcome
from assess.method.scheme import Family
from assess.reporting.data import roadmap
from assess.reporting.data.material import Material
from assess.reporting.values import Fact, GateRow, Level, LevelRow
from assess.reporting.writer import visible
from assess.results import wording

EXPLAINED = 4
"""How many of the ids a gate names are explained where it blocks the next level."""


def build(material: Material) -> Level:
    """Return the level reached and every level of the scheme with its threshold and probability."""
    write, scheme, outcome = material.write, material.scheme, material.result.level
    reached = next((level for level in scheme.levels if level.level == outcome.reached), None)
    following = next((level for level in scheme.levels if level.level == outcome.next_level), None)
    titles = {level.level: write.gettext("{level} {title}", level=level.level, title=write.text(level.title)) for level in scheme.levels}
    stars = scheme.family is Family.STARS
    return Level(
        reached=outcome.reached,
        highest=max(level.level for level in scheme.levels),
        family=str(scheme.family),
        label=(write.text(reached.title) if stars else write.gettext("Level {level}", level=reached.level))
        if reached
        else write.gettext("No level"),
        title=write.text(reached.title) if reached else write.gettext("No level"),
        meaning=write.text(reached.meaning) if reached else "",
        by_score=titles.get(outcome.by_score or 0, "") if outcome.by_score != outcome.reached else "",
        next_title=titles[following.level] if following else "",
        next_step=_next_step(material),
        blocked_by=tuple(gate.id for gate in _blocking(material)),
        raised_by_not_applicable=outcome.raised_by_not_applicable,
        raised_text=write.gettext("Counted as nothing, the items that are not applicable would lower the level.")
        if outcome.raised_by_not_applicable
        else "",
        rows=tuple(
            LevelRow(
                level=level.level,
                title=write.text(level.title),
                threshold=write.shown(level.threshold, 0 if level.threshold == int(level.threshold) else 1),
                meaning=write.text(level.meaning),
                probability=write.share(material.result.level_probability.get(str(level.level))),
                reached=level.level == outcome.reached,
            )
            for level in scheme.levels
        ),
    )


def gates(material: Material) -> tuple[GateRow, ...]:
    """Return every gate in the scheme's order."""
    write = material.write
    blocking = {gate.id for gate in _blocking(material)}
    titles = {level.level: write.text(level.title) for level in material.scheme.levels}
    return tuple(
        GateRow(
            id=gate.id,
            title=write.text(gate.title),
            holds=gate.holds,
            verdict=write.gettext("Holds") if gate.holds else write.gettext("Does not hold"),
            reason=reason(material, gate),
            caps_at=_cap(material, gate, titles),
            blocking=gate.id in blocking,
        )
        for gate in material.result.gates
    )


def reason(material: Material, gate: GateOutcome) -> str:
    """Say why a gate holds or does not."""
    return material.write.shares(visible(wording.reason(gate, material.write.language)))


def gates_text(material: Material) -> str:
    """Say how many gates hold."""
    outcomes = material.result.gates
    holding = sum(gate.holds for gate in outcomes)
    if holding == len(outcomes):
        return material.write.ngettext("{count} gate holds.", "All {count} gates hold.", holding)
    return material.write.ngettext("{holding} of {count} gate holds.", "{holding} of {count} gates hold.", len(outcomes), holding=holding)


def blocking(material: Material) -> tuple[Fact, ...]:
    """Say what stands between this result and the next level: every gate with what it names, then the points that are lacking."""
    write, level = material.write, material.result.level
    if level.next_level is None:
        return (Fact("", write.gettext("The highest level of the scheme is reached.")),)
    said = [Fact(write.text(gate.title), _explained(material, gate)) for gate in _blocking(material)]
    gap = _gap(material)
    return (*said, Fact(write.gettext("Score"), gap)) if gap else tuple(said)


def _explained(material: Material, gate: GateOutcome) -> str:
    """Return a gate's reason with the first ids in it explained: criteria of items, texts of findings, titles of elements."""
    write = material.write
    titles = {item.id: write.text(criterion.title) for criterion in material.questionnaire.criteria for item in criterion.items}
    titles |= {finding.id: write.text(finding.text) for finding in material.assessment.findings}
    titles |= {element.id: write.text(element.title) for element in material.questionnaire.elements}
    said = reason(material, gate)
    named = [str(fact) for _, fact in roadmap.flattened(gate.facts) if str(fact) in titles]
    for each in list(dict.fromkeys(named))[:EXPLAINED]:
        explained = f"{visible(each)} {titles[each].rstrip('.。')}"
        here = rf"(?<![\w.]){re.escape(visible(each))}(?!\w|\.\w)"
        said = re.sub(here, explained.replace("\\", r"\\"), said, count=1)
    return said


def _cap(material: Material, gate: GateOutcome, titles: dict[int, str]) -> str:
    write = material.write
    if gate.caps_at is None:
        return ""
    if gate.caps_at in titles:
        return write.gettext("At most level {level} {title}", level=gate.caps_at, title=titles[gate.caps_at])
    return write.gettext("No level")


def _blocking(material: Material) -> list[GateOutcome]:
    """Return the gates that keep the next level closed."""
    following = material.result.level.next_level
    return [gate for gate in material.result.gates if following is not None and gate.caps_at is not None and gate.caps_at < following]


def _gap(material: Material) -> str:
    """Say how many points the next level lacks, if it lacks any."""
    write, level, score = material.write, material.result.level, material.result.overall.score
    if level.next_threshold is None:
        return ""
    if score is None:
        return write.gettext("Nothing could be scored.")
    if score >= level.next_threshold:
        return ""
    threshold = write.number(level.next_threshold, 0 if level.next_threshold == int(level.next_threshold) else 1)
    lacking = level.next_threshold - score
    decimals = next((d for d in range(1, 9) if round(lacking, d) > 0), 9)
    return write.gettext(
        "{points} points are lacking: the score is {score}, the level begins at {threshold}.",
        points=write.number(lacking, decimals),
        score=write.score(score, material.thresholds).text,
        threshold=threshold,
    )


def _next_step(material: Material) -> str:
    level = material.result.level
    if level.next_level is None:
        return material.write.gettext("The highest level of the scheme is reached.")
    waiting, gap = len(_blocking(material)), _gap(material)
    said = (
        material.write.ngettext("{count} gate keeps the next level closed.", "{count} gates keep the next level closed.", waiting)
        if waiting
        else ""
    )
    return material.write.sentences([said, gap])
