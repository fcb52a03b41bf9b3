"""What people type into a cell, read as they mean it — and left alone, with the reason, where it may mean two things.

``62,5``, ``３``, ``1 300``, ``31.10.2026`` and ``2026年10月31日`` can be read in one way only, and are. ``1,300`` is 1300 where whole
numbers are asked for; elsewhere it may as well be 1.3, as ``03/04/2026`` may be in April or in March: nobody's guess belongs in a file.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

Value = str | int | float | bool | None

_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:(?:[ '’][0-9]{3})+(?:[.,][0-9]+)?|(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,})\Z")
_GROUPED_BY_DOTS = re.compile(r"[-+]?[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})\Z")
_ONE_GROUP = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}\Z")
_COMMA = re.compile(r"[-+]?[0-9]*,[0-9]+\Z")
_LONGEST = 40

_BOOLEANS = {word: meant for words, meant in (("true yes y 是", True), ("false no n 否", False)) for word in words.split()}

_YEAR_FIRST = re.compile(r"([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?日?\Z")
_YEAR_LAST = re.compile(r"([0-9]{1,2}) ?[-/.] ?([0-9]{1,2}) ?[-/.] ?([0-9]{4})\Z")
_PERIOD = re.compile(r"([0-9]{4}) ?(?:年度?)?(?: ?[- /]? ?([HQ][1-4]|上半年|下半年))?\Z", re.IGNORECASE)
_HALVES = {"上半年": "H1", "下半年": "H2"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a cell was read as; where it could not be read, its value as it was, what is wrong with it and what would be right."""

    value: Value
    wrong: str = ""
    right: str = ""


def number(value: Value, *, whole: bool = False, low: float | None = None, high: float | None = None, right: str = "a number") -> Typed:
    """Return a number as a number, however it was typed; ``right`` says what is asked for, between ``low`` and ``high``."""
    read = _number(value, whole) if isinstance(value, str) else value
    if isinstance(read, str) and _ONE_GROUP.match(_plain(read)):
        return Typed(value, f"{shown(value)} may mean {_meanings(_plain(read))}", right + ", typed without a separator")
    if isinstance(read, bool) or not isinstance(read, int | float):
        return Typed(value, f"{shown(value)} is not a {'whole ' if whole else ''}number", right)
    if whole and not float(read).is_integer():
        return Typed(read, f"{shown(value)} is not a whole number", right)
    if (low is not None and read < low) or (high is not None and read > high):
        return Typed(read, f"{shown(value)} is too {'small' if low is not None and read < low else 'large'}", right)
    return Typed(int(read) if whole else read)


def boolean(value: Value) -> Typed:
    """Return yes and no, true and false, 是 and 否 as True and False."""
    meant = value if isinstance(value, bool) else _BOOLEANS.get(_plain(value).casefold()) if isinstance(value, str) else None
    return Typed(value, f"{shown(value)} is not yes or no") if meant is None else Typed(meant)


def date(value: Value) -> Typed:
    """Return a date as ``2026-03-31``, however it was typed; day and month must be told apart by themselves."""
    text = _plain(value)
    if found := _YEAR_FIRST.match(text):
        return _day(value, int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.match(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first != second and first <= 12 and second <= 12:
            either = f"{year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
            return Typed(value, f"{shown(value)} may mean two days: which number is the month does not show", f"write {either}")
        return _day(value, year, *((first, second) if second > 12 else (second, first)))
    return Typed(value, f"{shown(value)} is not a date", "a date like 2026-03-31")


def period(value: Value) -> Value:
    """Return a year as a number and a part of one as ``2026-H1``, also from ``2026年`` and ``2026年上半年``; anything else as it is."""
    text = _plain(value)
    if not (found := _PERIOD.match(text)):
        return text
    part = (found[2] or "").upper()
    return f"{found[1]}-{_HALVES.get(part, part)}" if part else int(found[1])


def as_text(value: Value) -> str:
    """Return a cell's value as text: a whole number without a fraction, true and false in lower case."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def shown(value: Value) -> str:
    """Return a value for a message: short, in backticks."""
    text = as_text(value)
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def word(value: Value) -> str:
    """Return a word that is compared: without full-width forms, case and surrounding space."""
    return _plain(value).casefold()


def _plain(value: Value) -> str:
    """Return typed text with full-width forms and odd spaces made plain."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", as_text(value)).replace("−", "-")).strip()


def _number(value: str, whole: bool) -> Value:
    """Return the number a text can only mean, else the text."""
    text = _plain(value)
    if any(each.isdigit() and not each.isdecimal() for each in value):  # 10² is not 102
        return value
    if len(text) >= _LONGEST or (whole and re.fullmatch(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}", text)):
        return value
    if whole and _ONE_GROUP.match(text):
        text = text.replace(",", "")
    elif _GROUPED.match(text):
        text = re.sub(r"[ '’]", "", text)
        text = text.replace(",", "") if "." in text or text.count(",") > 1 else text.replace(",", ".")
    elif _GROUPED_BY_DOTS.match(text):
        text = text.replace(".", "").replace(",", ".")
    elif _COMMA.match(text) and not _ONE_GROUP.match(text):
        text = text.replace(",", ".")
    if not _NUMBER.match(text):
        return value
    read = float(text)
    return int(read) if read.is_integer() and abs(read) < 1e15 else read


def _meanings(text: str) -> str:
    return f"{float(text.replace(',', '.')):g} or {text.replace(',', '').replace('.', '')}"


def _day(value: Value, year: int, month: int, day: int) -> Typed:
    try:
        return Typed(datetime.date(year, month, day).isoformat())
    except ValueError:
        return Typed(value, f"{shown(value)} is not a day of the calendar", "a date like 2026-03-31")
