"""Whether what somebody saves answers the item: the same rules as for an assessment file, said of the field they are about.

A fault's ``file`` is the item and its ``key`` the field (``level``, ``conforming``, …), so that a page can say it beside the field.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from assess.assessments import checking
from assess.catalogue import schema
from assess.catalogue.located import Sound
from assess.method.questionnaire import Item, Kind, Questionnaire
from assess.method.text import Text
from assess.platform import locale
from assess.platform.documents import Document, control_character
from assess.platform.faults import Fault, Faults

Answer = dict[str, Any]

OF_OTHERS = frozenset({"approved_by", "by", "verified", "from", "evidence"})
"""What nobody says of an answer of their own: who gave it is known, evidence has rows of its own, the rest is for others to say."""
WORDS = frozenset({"note", "not_applicable", "not_measured"})
ANSWERS = {Kind.MATURITY: "level", Kind.YES_NO: "yes", Kind.CHOICE: "choice", Kind.PERCENT: "percent", Kind.METRIC: "value"}
"""The field that answers an item of a kind."""
LONGEST = 20_000
"""Characters of a text."""
_AROUND = {
    "format": "assess/assessment@1",
    "organisation": {"name": "-"},
    "questionnaire": "a@1",
    "scheme": "a@1",
    "kind": "self",
    "period": 2000,
}
"""What else stands in an assessment file, so that only the answer can be at fault."""


def checked(questionnaire: Questionnaire, item: Item, given: object) -> Answer | None:
    """Return an answer as it is kept, or None for one that is taken back. What others say of an answer is left out.

    Raises Faults: what was given is no mapping, or breaks a rule of the answers of an assessment file.
    """
    if given is None:
        return None
    if not isinstance(given, dict):
        raise Faults([Fault(item.id, "", "answer", "this is not an answer", "keys with values, or null to take the answer back")])
    answer: Answer = {str(key): _tidied(value) for key, value in given.items() if key not in OF_OTHERS}
    answer = {key: value for key, value in answer.items() if value != "" or key != "note"}
    if not answer:
        return None
    if faults := _faults(questionnaire, item, answer):
        raise Faults(faults)
    answer.pop("unit", None)  # it is that of the item; another one is a fault
    return {key: _number(value) for key, value in answer.items()}


def written(answer: Mapping[str, Any] | None) -> str:
    """Return an answer as the database keeps it: JSON, the same for the same answer."""
    return json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def kept_words(answer: Answer, before: Mapping[str, Any]) -> Answer:
    """Return an answer in which words that stand as they were shown keep the languages they are kept in."""
    kept = {key: before[key] for key in WORDS & before.keys() if isinstance(before[key], dict) and _shown_as(before[key], answer.get(key))}
    return {**answer, **kept}


def _shown_as(words: Mapping[str, str], shown: object) -> bool:
    return any(locale.say(Text.of(words), language) == shown for language in locale.LANGUAGES)


def _number(value: Any) -> Any:
    """Return a whole number as one, so that 84 and 84.0 are the same answer."""
    if isinstance(value, list):
        return [_number(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _tidied(value: object) -> object:
    """Return words with one kind of line end and nothing around them; anything else as it is."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value


def _faults(questionnaire: Questionnaire, item: Item, answer: Answer) -> list[Fault]:
    document = Document(item.id, {**_AROUND, "answers": {item.id: answer}}, {})
    found = [(path, fault) for path, fault in schema.violations(document, "assessment.json") if path[:2] == ("answers", item.id)]
    sound = Sound.of(document, found)
    faults = [fault for _, fault in found] + list(checking.answers(sound, questionnaire))
    lead = f"answers.{item.id}"
    said = [Fault(item.id, "", _field(fault.key.removeprefix(lead), item), fault.wrong, fault.right) for fault in faults]
    return said + [fault for key, value in answer.items() for fault in _of_text(item, key, value)]


def _field(path: str, item: Item) -> str:
    """Return the field a path is about; the answer as a whole is about the field that answers an item of its kind."""
    key = path.lstrip(".").partition("[")[0].partition(".")[0]
    return (
        key or {Kind.MATURITY: "level", Kind.YES_NO: "yes", Kind.CHOICE: "choice", Kind.PERCENT: "percent", Kind.METRIC: "value"}[item.kind]
    )


def _of_text(item: Item, key: str, value: object) -> list[Fault]:
    """Return what is wrong with the characters of a text, and with a number that is none: the schema knows neither."""
    for text in _parts(value):
        if isinstance(text, float) and math.isnan(text):
            return [Fault(item.id, "", key, "this is not a number", "write a number")]
        if not isinstance(text, str):
            continue
        if character := control_character(text):
            return [Fault(item.id, "", key, f"the text has a control character ({character})", "remove it")]
        if len(text) > LONGEST:
            return [Fault(item.id, "", key, f"the text has {len(text):,} characters", f"at most {LONGEST:,}")]
    return []


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def parsed(raw: bytes) -> Any:
    """Parse JSON strictly. Raises ValueError for what is none, for NaN and infinities, and for what is nested too deep."""
    try:
        return json.loads(raw, parse_constant=_not_finite, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _not_finite(text: str) -> float:
    raise ValueError(f"{text} is not a finite number")


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _not_finite(text)
