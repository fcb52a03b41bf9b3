"""What a page says of a field of an answer: what it is called, and what would be right there."""

from __future__ import annotations

from assess.assessments.answer_words import LABELS
from assess.platform import locale
from assess.platform.faults import Fault
from assess.platform.locale import mark as _

_NAMES = {
    "level": _("Level"),
    "yes": _("Answer given"),
    "choice": _("Answer given"),
    "percent": _("Percentage"),
    "conforming": _("Records that conform"),
    "sampled": _("Records looked at"),
    "value": _("Value"),
    "not_measured": _("Not measured, because"),
    **{key: LABELS[key] for key in ("not_applicable", "note", "measured", "trend")},
}
_RIGHT = {
    "level": _("choose a level from 0 to 5"),
    "yes": _("choose yes or no"),
    "choice": _("choose one of the options"),
    "percent": _("a percentage from 0 to 100, or the records that conform and the records looked at"),
    "conforming": _("a whole number from 0, not more than the records looked at"),
    "sampled": _("a whole number from 1"),
    "value": _("a number in the unit named beside it"),
    "unit": _("a number in the unit named beside it"),
    "not_measured": _("say why there is no value; a value is not given as well"),
    "not_applicable": _("say why the item does not apply, where that is allowed; an answer is not given as well"),
    "note": _("plain words, at most 20,000 characters"),
    "measured": _("a day such as 2026-03-31, not in the future, and only where something was measured"),
    "trend": _("numbers with semicolons between them, the oldest first"),
}
_NOT_KNOWN = _("this does not belong to an answer to this item")


def name(field: str, language: str) -> str:
    """Return what a field is called; its key where it has no name."""
    return locale.gettext(_NAMES[field], language) if field in _NAMES else field


def fault(found: Fault, language: str) -> str:
    """Say what would be right in the field at fault."""
    colon = ": " if language == "en" else "："
    return f"{name(found.key, language)}{colon}{locale.gettext(_RIGHT.get(found.key, _NOT_KNOWN), language)}"
