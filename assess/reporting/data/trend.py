"""What changed since the last assessment under the same scheme."""

from __future__ import annotations

from assess.reporting.data.material import Material
from assess.reporting.values import Shown, Trend, TrendRow
from assess.reporting.writer import visible


def build(material: Material) -> Trend:
    """Return the earlier results, oldest first, with this one last, and what changed since the last one in words."""
    write, history = material.write, material.assessment.history
    elements = material.questionnaire.elements
    rows = [
        TrendRow(
            period=visible(earlier.period),
            overall=material.write.shown(earlier.overall),
            level=_level(material, earlier.level),
            elements=tuple(material.write.shown(earlier.elements.get(element.id)) for element in elements),
            current=False,
        )
        for earlier in history
    ]
    now = TrendRow(
        period=write.aside(visible(material.assessment.period), write.gettext("provisional") if material.result.provisional else ""),
        overall=material.write.score(material.result.overall.score, material.thresholds),
        level=_level(material, material.result.level.reached),
        elements=tuple(material.write.shown(material.result.elements[element.id].score) for element in elements),
        current=True,
    )
    change = _change(material)
    return Trend(rows=(*rows, now), headings=tuple(element.id for element in elements), change=change, text=_text(material, change))


def _level(material: Material, level: int | None) -> str:
    title = next((material.write.text(each.title) for each in material.scheme.levels if each.level == level), "")
    return material.write.gettext("{level} {title}", level=level, title=title) if title else material.write.number(None)


def _change(material: Material) -> Shown | None:
    history, score = material.assessment.history, material.result.overall.score
    if not history or score is None or material.result.provisional:
        return None
    return material.write.signed(score - history[-1].overall)


def _text(material: Material, change: Shown | None) -> str:
    write, history = material.write, material.assessment.history
    if not history:
        return write.gettext(
            "This is the first assessment under this scheme: there is nothing to compare with yet. The next one will show the trend."
        )
    if material.result.provisional:
        return write.gettext("The result is provisional: a change is given once every question is answered.")
    if change is None or change.value is None:
        return write.gettext("Nothing could be scored this time, so that no change can be given.")
    said = write.gettext("Since {period} the score has changed by {change} points.", period=history[-1].period, change=change.text)
    interval = material.result.interval
    if interval and interval.low <= history[-1].overall <= interval.high:
        firm = write.gettext("The earlier score lies within the interval of this one: the change is not firm.")
    elif interval:
        firm = write.gettext("The earlier score lies outside the interval of this one: the change is firm.")
    else:
        firm = ""
    return write.sentences([said, firm])
