"""Answers as the fields of a form, and back: what a page shows of an answer, and what it means when it is sent.

A field is named ``<item>.<field>``. ``answer`` says which way an item is answered: a level, yes or no, an option, or one of the three
ways below; the other fields hold what belongs to it. Nothing is corrected silently: what is no number stays as it was typed, for the
rules to refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from assess.method.questionnaire import Item, Kind
from assess.method.text import Text
from assess.platform import locale

VALUE, NOT_MEASURED, NOT_APPLICABLE = "~value", "~not_measured", "~na"
"""The ways of answering that are no answers of their own; no option has such an id."""

FIELDS = ("answer", "percent", "conforming", "sampled", "value", "not_measured", "not_applicable", "note", "measured", "trend")
_NUMBERS = {Kind.PERCENT: ("percent", "conforming", "sampled"), Kind.METRIC: ("value",)}
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[-+]?[0-9]{1,3})?\Z", re.IGNORECASE)
_PLUS_MINUS = str.maketrans("−，", "-,")


def fields(item: Item, answer: Mapping[str, Any] | None, language: str) -> dict[str, str]:
    """Return the fields that show an answer; those that are empty are left out."""
    if not answer:
        return {}
    shown = {"answer": way(item, answer)}
    for key in _NUMBERS.get(item.kind, ()):
        if key in answer:
            shown[key] = number(answer[key])
    for key in ("not_measured", "not_applicable", "note"):
        if key in answer:
            shown[key] = locale.say(Text.of(answer[key]), language)
    if "measured" not in hidden(item) and "measured" in answer:
        shown["measured"] = answer["measured"]
    if "trend" not in hidden(item) and "trend" in answer:
        shown["trend"] = "; ".join(number(each) for each in answer["trend"])
    return shown


def way(item: Item, answer: Mapping[str, Any]) -> str:
    """Return which way an item is answered, as the field ``answer`` has it; nothing where it is not."""
    if "not_applicable" in answer:
        return NOT_APPLICABLE
    if "not_measured" in answer:
        return NOT_MEASURED
    match item.kind:
        case Kind.MATURITY:
            return str(answer["level"]) if "level" in answer else ""
        case Kind.YES_NO:
            return {True: "yes", False: "no"}.get(answer["yes"], "") if "yes" in answer else ""
        case Kind.CHOICE:
            return str(answer.get("choice", ""))
    return VALUE if any(key in answer for key in _NUMBERS[item.kind]) else ""


def hidden(item: Item) -> tuple[str, ...]:
    """Return what a page does not show of an answer to an item of this kind, and therefore leaves as it is."""
    return () if item.kind in _NUMBERS else ("measured", "trend")


def read(item: Item, sent: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the answer that the fields of a form mean, None where nothing was filled in. It has yet to be checked."""
    filled = {key: text for key in FIELDS if (text := sent.get(key, "").replace("\r\n", "\n").strip())}
    chosen = filled.get("answer") or _meant(item, filled)
    answer: dict[str, Any] = {}
    if chosen == NOT_APPLICABLE:
        answer["not_applicable"] = filled.get("not_applicable", "")
    elif chosen == NOT_MEASURED:
        answer["not_measured"] = filled.get("not_measured", "")
    elif chosen:
        answer |= _given(item, chosen, filled)
    if "note" in filled:
        answer["note"] = filled["note"]
    if chosen not in {NOT_APPLICABLE, NOT_MEASURED}:
        answer |= {"measured": filled["measured"]} if "measured" in filled else {}
        answer |= {"trend": [_parsed(each) for each in re.split(r"[;；\s]+", filled["trend"]) if each]} if "trend" in filled else {}
    return answer or None


def _meant(item: Item, filled: Mapping[str, str]) -> str:
    """Return the way that is meant where none was chosen: by what was filled in."""
    if any(key in filled for key in _NUMBERS.get(item.kind, ())):
        return VALUE
    if "not_measured" in filled and item.kind is Kind.METRIC:
        return NOT_MEASURED
    return NOT_APPLICABLE if "not_applicable" in filled else ""


def _given(item: Item, chosen: str, filled: Mapping[str, str]) -> dict[str, Any]:
    match item.kind:
        case Kind.MATURITY:
            return {"level": _parsed(chosen)}
        case Kind.YES_NO:
            return {"yes": {"yes": True, "no": False}.get(chosen, chosen)}
        case Kind.CHOICE:
            return {"choice": chosen}
    return {key: _parsed(filled[key]) for key in _NUMBERS[item.kind] if key in filled}


def _parsed(text: str) -> int | float | str:
    """Return the number somebody typed, in whatever width; anything else as it is."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLUS_MINUS).replace(" ", "").removesuffix("%")
    if not _NUMBER.match(plain) or len(plain) > 30:
        return text
    return float(plain) if {".", "e", "E"}.intersection(plain) else int(plain)


def number(value: float) -> str:
    """Write a number the way it can be typed again, and is the same number then: 84.2, 15, 1e-07."""
    return repr(value).removesuffix(".0")
