"""The level in words: what was reached, what the score alone would give, and what blocks the next level."""

from __future__ import annotations

from assess.method import levels
from assess.method.scheme import Family
from assess.reporting.data import gates
from assess.reporting.data.material import Material
from assess.reporting.values import Fact, Level, LevelRow
from assess.results import wording


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
        next_title=titles[following.level] if following and not material.result.provisional else "",
        next_step=_next_step(material),
        blocked_by=tuple(gate.id for gate in gates.closing(material)),
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


def blocking(material: Material) -> tuple[Fact, ...]:
    """Say what stands between this result and the next level: gates, then points."""
    return gates.blocking(material, _gap(material))


def _gap(material: Material) -> str:
    """Say how many points the next level lacks, if it lacks any."""
    write, level, score = material.write, material.result.level, material.result.overall.score
    if level.next_threshold is None:
        return ""
    if score is None:
        return write.gettext("Nothing could be scored.")
    if material.result.provisional or levels.attains(score, level.next_threshold):
        return ""
    threshold = write.number(level.next_threshold, 0 if level.next_threshold == int(level.next_threshold) else 1)
    return write.gettext(
        "{points} points are lacking: the score is {score}, the level begins at {threshold}.",
        points=wording.lacking(level.next_threshold - score),
        score=write.score(score, material.thresholds).text,
        threshold=threshold,
    )


def _next_step(material: Material) -> str:
    write, level = material.write, material.result.level
    if level.next_level is None:
        return write.gettext("The highest level of the scheme is reached.")
    if material.result.provisional:
        return write.gettext("No level is stated until every question that applies is answered.")
    waiting, gap = len(gates.closing(material)), _gap(material)
    closed = write.ngettext("{count} gate keeps the next level closed.", "{count} gates keep the next level closed.", waiting)
    return write.sentences([closed if waiting else "", gap])
