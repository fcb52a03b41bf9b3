"""What was answered already, as it stands in an answer sheet: the cells a person would have filled in, in the language of the sheet.

Read back it is the same assessment. A text that is kept in several languages stands in the sheet's only; whoever reads it back compares
what stands there with what was written (``sheet_reading``), so that what nobody touched keeps its languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assess.assessments import labels
from assess.assessments.sheets import Cells, Entries
from assess.catalogue import typed
from assess.catalogue.spreadsheet import Value
from assess.method.questionnaire import Item, Kind, Questionnaire
from assess.method.text import Text
from assess.platform.locale import say as text_in

Plain = Mapping[str, Any]

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MAY_BE_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}\Z")
_WORDS = ("not_applicable", "approved_by", "by", "note", "measured", "from")
_FRAME = ("id", "questionnaire", "scheme", "period", "date", "scope", "summary", "sampling")


def entries(questionnaire: Questionnaire, document: Plain, *, language: str, versions: Mapping[str, int], more: Plain) -> Entries:
    """Return what stands in the sheet of an assessment, given as the plain data of a file.

    ``more`` holds the evidence of items that have no answer, by item; ``versions`` the version of every item's answer, 0 for none.
    """
    answers: dict[str, Cells] = {}
    evidence: list[Cells] = []
    for item in questionnaire.items:
        answer = document["answers"].get(item.id)
        pieces = list(more.get(item.id, ())) if answer is None else list(answer.get("evidence", ()))
        row = cells(item, answer or {}, language)
        if answer and pieces and _fits_beside(pieces[0]):
            row |= _evidence(pieces.pop(0), language, "evidence_")
        if row:
            answers[item.id] = row
        evidence += [{"item": item.id, **_evidence(each, language)} for each in pieces]
    return Entries(_frame(document, language), answers, evidence, versions)


def schemes(document: Plain, known: Sequence[str]) -> list[str]:
    """Return the schemes to choose from, that of the assessment first."""
    return list(dict.fromkeys([document["scheme"], *known]))


def cells(item: Item, answer: Plain, language: str) -> dict[str, Value]:
    """Return the cells of an answer, without its evidence."""
    found = answer.get("verified", {})
    row = _given(item, answer, "", language) | _given(item, found, "verified", language)
    row |= {key: words(answer[key], language) for key in _WORDS if key in answer}
    row |= {f"verified_{key}": words(found[key], language) for key in ("by", "note") if key in found}
    if "trend" in answer:
        row["trend"] = "; ".join(_number(each) for each in answer["trend"])
    return row


def words(text: str | Mapping[str, str], language: str) -> str:
    """Return somebody's words as a cell holds them: in one language, without what no cell can hold."""
    said = text_in(Text.of(text), language).replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub("\ufffd", said)


def _frame(document: Plain, language: str) -> dict[str, Value]:
    """Return the values of the sheet ``assessment``."""
    frame: dict[str, Value] = {key: words(str(document[key]), language) for key in _FRAME if isinstance(document.get(key), str | int)}
    frame |= {key: words(document[key], language) for key in _FRAME if isinstance(document.get(key), dict)}
    for key, value in document["organisation"].items():
        frame[f"organisation.{key}"] = words(value, language) if isinstance(value, str | dict) else value
    frame["packs"] = ", ".join(document.get("packs", ()))
    frame["kind"] = text_in(labels.WORDS["kind"][document["kind"]], language)
    target = document.get("target", {})
    if "overall" in target:
        frame["target.overall"] = target["overall"]
    return frame | {f"target.elements.{key}": value for key, value in target.get("elements", {}).items()}


def _given(item: Item, given: Plain, prefix: str, language: str) -> dict[str, Value]:
    """Return the cells of the answer proper, or of what the assessor found (``prefix`` is ``verified``)."""
    found: dict[str, Value] = {f"{prefix}_{key}" if prefix else key: given[key] for key in ("conforming", "sampled") if key in given}
    value = _in_words(item, given, language)
    return found if value is None else found | {prefix or "answer": value}


def _in_words(item: Item, given: Plain, language: str) -> Value:
    """Return what is written for the answer: a number, a word of the drop-down, or why nothing is measured."""
    match item.kind:
        case Kind.MATURITY:
            return given.get("level")
        case Kind.YES_NO if "yes" in given:
            return text_in(labels.PHRASES["yes" if given["yes"] else "no"], language)
        case Kind.CHOICE if "choice" in given:
            return _choice(item, given["choice"], language)
        case Kind.PERCENT:
            return given.get("percent")
        case Kind.METRIC if "not_measured" in given:
            return labels.not_measured(words(given["not_measured"], language), language)
        case Kind.METRIC:
            return given.get("value")
    return None


def _choice(item: Item, id_: str, language: str) -> str:
    """Return how an option is chosen: in English by its id, else by its text where that names no other option."""
    texts = {option.id: option.text for option in item.options}
    if language == "en" or id_ not in texts:
        return id_
    text = text_in(texts[id_], language)
    return text if labels.code(text, texts) == id_ else id_


def _fits_beside(piece: Plain) -> bool:
    """Whether a piece of evidence can stand in the row of its item, where there is no room for a note or a hash."""
    return not {"note", "sha256"} & piece.keys()


def _evidence(piece: Plain, language: str, prefix: str = "") -> dict[str, Value]:
    """Return the cells of a piece of evidence."""
    found: dict[str, Value] = {f"{prefix}kind": text_in(labels.WORDS["evidence"][piece["kind"]], language)}
    for key in _known(piece, ("title", "reference", "note", "date", "sha256")):
        found[f"{prefix}{key}"] = words(piece[key] if isinstance(piece[key], str | dict) else str(piece[key]), language)
    if "sample" in piece:
        found[f"{prefix}sample"] = piece["sample"]
    return found


def _known(piece: Plain, keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key in piece]


def _number(value: float) -> str:
    """Write a number of a trend so that nobody takes its point for that of thousands.

    >>> _number(80.1), _number(1.234)
    ('80.1', '1.2340')
    """
    text = typed.as_text(value)
    return f"{text}0" if _MAY_BE_THOUSANDS.match(text) else text
