"""From a result to a report: every number written, every code put into words, in one language.

Here all decisions are made that a reader could quarrel with: which three strengths, what blocks the next level, which steps come first.
Whoever shows a :class:`~assess.reporting.values.Report` afterwards only lays it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.platform import locale
from assess.reporting.data import elements, evidence, gates, items, labels, level, method, peers, roadmap, scores, statement, trend
from assess.reporting.data.material import Material
from assess.reporting.values import Report
from assess.reporting.writer import Writer, visible

if TYPE_CHECKING:
    from assess.benchmarking.position import Position
    from assess.results.evaluate import Evaluated

_LONGEST_NAME = 60
"""Characters of an organisation's name that fit at the head of every page; the cover has it whole."""


def build(evaluated: Evaluated, position: Position | None, *, language: str) -> Report:
    """Return the report of an evaluated case in ``language`` (en, zh_Hans, zh_Hant), with its place among peers if there is one."""
    material = Material(evaluated, position, Writer(language))
    write, assessment = material.write, material.assessment
    register = evidence.register(material)
    placed = peers.build(material)
    first = statement.build(material)
    return Report(
        language=locale.tag(language),
        title=statement.title(material),
        running_title=_running(material),
        kind=assessment.kind,
        mark=statement.mark(material),
        provisional=statement.provisional(material),
        provisional_mark=statement.provisional_mark(material),
        labels=labels.build(material),
        synthetic=placed.mark if placed else "",
        synthetic_short=peers.short_mark(material),
        organisation=write.text(assessment.organisation.name),
        period=visible(assessment.period),
        date=write.date(assessment.date),
        iso_date=assessment.date.isoformat() if assessment.date else "",
        fingerprint=statement.fingerprint(material),
        statement=first,
        profile_facts=statement.profile(material),
        summary=write.text(assessment.summary),
        level=level.build(material),
        overall=scores.overall(material),
        interval_text=method.interval_text(material),
        level_probability_text=method.probability_text(material),
        gates=gates.build(material),
        gates_text=gates.text(material),
        blocking=level.blocking(material),
        strengths=elements.strengths(material),
        priorities=elements.priorities(material),
        elements=elements.build(material, register),
        peers=placed,
        roadmap=roadmap.build(material),
        trend=trend.build(material),
        method=method.build(material),
        findings=tuple(elements.finding(material, each) for each in assessment.findings),
        rows=items.table(material, register),
        evidence=register,
    )


def _running(material: Material) -> str:
    """Return what stands at the head of every page."""
    write = material.write
    name = write.text(material.assessment.organisation.name)
    short = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    parts = [short, statement.title(material), visible(material.assessment.period)]
    return " · ".join(part for part in parts if part)


def warm_up(language: str) -> None:
    """Read the catalogue and the number formats of a language, so that processes forked afterwards share them."""
    write = Writer(language)
    write.gettext("Score")
    write.number(0.0)
