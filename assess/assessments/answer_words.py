"""An answer in words, field by field: what was given, why it does not apply, what stands beside it.

Used wherever an answer is shown rather than asked for: on the page of an item, and where an old answer stands beside a new one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assess.method.questionnaire import Item, Kind
from assess.method.text import Text
from assess.platform import locale
from assess.platform.locale import mark as _
from assess.platform.locale import say

Plain = Mapping[str, Any]

LABELS = {
    "given": _("Answer given"),
    "not_applicable": _("Not applicable, because"),
    "approved_by": _("N/A approved by"),
    "from": _("Answered in the assessment"),
    "measured": _("Measured on"),
    "trend": _("Trend, oldest first"),
    "note": _("Note"),
    "verified": _("Found by the assessor"),
    "verified_note": _("Why"),
}
"""The fields of an answer in the order they are shown, and what they are called."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of an answer: its key, its label and its value in the reader's language."""

    key: str
    label: str
    text: str


def lines(item: Item, answer: Plain | None, language: str) -> tuple[Line, ...]:
    """Return an answer, as in an assessment file, in words; no lines where there is none."""
    texts = dict(_texts(item, answer or {}, language))
    return tuple(Line(key, label(key, language), texts[key]) for key in LABELS if texts.get(key))


def label(key: str, language: str) -> str:
    """Return what a field of an answer is called."""
    return locale.gettext(LABELS[key], language)


def given(item: Item, answer: Plain, language: str) -> str:
    """Return the answer proper in words; nothing where none is given."""
    match item.kind:
        case Kind.MATURITY if "level" in answer:
            level = int(answer["level"])
            anchor = say(item.anchors[level], language) if 0 <= level < len(item.anchors) else ""
            return f"{level}: {anchor}" if language == "en" and anchor else f"{level}：{anchor}" if anchor else str(level)
        case Kind.YES_NO if "yes" in answer:
            return locale.gettext(_("Yes") if answer["yes"] else _("No"), language)
        case Kind.CHOICE if "choice" in answer:
            return next((say(option.text, language) for option in item.options if option.id == answer["choice"]), str(answer["choice"]))
        case Kind.PERCENT if "percent" in answer:
            return f"{_number(answer['percent'], language)} %"
        case Kind.PERCENT if "sampled" in answer and "conforming" in answer:
            facts = {key: _number(answer[key], language) for key in ("conforming", "sampled")}
            return locale.gettext(_("{conforming} of {sampled} records conform"), language).format(**facts)
        case Kind.METRIC if "value" in answer:
            unit = item.metric.unit if item.metric else ""
            return f"{_number(answer['value'], language)} {unit}".strip()
        case Kind.METRIC if "not_measured" in answer:
            reason = say(Text.of(answer["not_measured"]), language)
            return locale.gettext(_("Not measured: {reason}"), language).format(reason=reason)
    return ""


def _texts(item: Item, answer: Plain, language: str) -> Iterator[tuple[str, str]]:
    yield "given", given(item, answer, language)
    for key in ("not_applicable", "note"):
        if key in answer:
            yield key, say(Text.of(answer[key]), language)
    for key in ("approved_by", "from"):
        if key in answer:
            yield key, str(answer[key])
    if "measured" in answer:
        yield "measured", locale.date(datetime.date.fromisoformat(answer["measured"]), language)
    if "trend" in answer:
        yield "trend", "; ".join(_number(each, language) for each in answer["trend"])
    if found := answer.get("verified"):
        by = f" ({found['by']})" if "by" in found else ""
        yield "verified", f"{given(item, found, language)}{by}"
        yield "verified_note", say(Text.of(found.get("note")), language)


def _number(value: float, language: str) -> str:
    """Write a number with the digits that were given, up to ten after the point, and no more."""
    plain = f"{float(value):.10f}".rstrip("0").rstrip(".")
    return locale.number(float(value), language, len(plain.partition(".")[2]))
