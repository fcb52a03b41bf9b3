"""A questionnaire as an Excel workbook that people really edit, and back.

Three sheets hold what is mostly edited: ``tree`` (the questionnaire, its elements and criteria, a row each, in order), ``items`` (a
row an item) and ``anchors`` (a row an item and level). ``options``, ``metrics``, ``evidence`` and ``advice`` hold the rest of an item.
A text in several languages has a column a language: ``text[en]``, ``text[zh_Hans]``. Further sheets are left alone. What comes back is
checked by the same schema and linter as a file of the shelf, and has the same content hash when nothing was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assess.catalogue import spreadsheet, workbook, writing
from assess.catalogue.spreadsheet import Value
from assess.catalogue.workbook import Column, Table
from assess.method.questionnaire import Advice, Condition, Criterion, Element, Item, Questionnaire, Target

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
REQUIRED_LANGUAGES = LANGUAGES[:2]

KINDS = ("maturity", "yes_no", "choice", "percent", "metric")
_YES_NO = ("true", "false")

TREE = ("level", "id", "version", "title", "intent")
ITEMS: tuple[str, ...] = (
    "criterion",
    "id",
    "kind",
    "text",
    "guidance",
    "weight",
    "critical",
    "measures",
    "verification",
    "na_allowed",
    "na_rule",
)
ITEMS += ("applies_if", "source")
ANCHORS = ("item", "level", "text")
OPTIONS = ("item", "id", "value", "text")
METRICS = ("item", "unit", "points", "definition", "formula", "period", "points_source")
EVIDENCE = ("item", "text")
ADVICE = ("item", "to", "do", "effort", "horizon", "requires")
ELSEWHERE = ("questionnaire", "item", "by")

SHEETS: Mapping[str, tuple[str, ...]] = {
    "tree": TREE,
    "items": ITEMS,
    "anchors": ANCHORS,
    "options": OPTIONS,
    "metrics": METRICS,
    "evidence": EVIDENCE,
    "advice": ADVICE,
    "answers_elsewhere": ELSEWHERE,
}
"""The columns of every sheet; a column that is in ``TEXTS`` stands there once a language."""

TEXTS = frozenset({"title", "intent", "text", "guidance", "na_rule", "source", "definition", "formula", "period", "points_source", "do"})

_WIDTHS = {"text": 50, "guidance": 60, "do": 60, "intent": 50, "title": 32, "source": 40, "na_rule": 40}
_CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "level": {"tree": ("questionnaire", "element", "criterion")},
    "kind": {"items": KINDS},
    "measures": {"items": ("satisfaction", "retention")},
    "na_allowed": {"items": _YES_NO},
    "unit": {"metrics": ("%", "h", "min", "s", "d", "score", "ratio", "count", "per_1000", "currency")},
    "effort": {"advice": ("S", "M", "L")},
    "horizon": {"advice": ("quick_win", "long_term")},
}


def heading(column: str, language: str) -> str:
    """Return the heading of a text's column: ``text[en]``."""
    return f"{column}[{language}]"


def export(questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire as a workbook. Raises Faults: a text longer than a cell can hold."""
    by_hand = _mentions([writing.frame(questionnaire), *map(writing.element, questionnaire.elements)], "zh_Hant")
    languages = LANGUAGES if by_hand else REQUIRED_LANGUAGES
    records = _records(questionnaire)
    written = [name for name in SHEETS if name != "answers_elsewhere" or records[name]]  # most questionnaires answer nothing elsewhere
    return workbook.write(_table(name, SHEETS[name], records[name], languages) for name in written)


def _mentions(plain: Any, key: str) -> bool:
    """Whether a key stands anywhere in plain data."""
    if isinstance(plain, dict):
        return key in plain or any(_mentions(each, key) for each in plain.values())
    return isinstance(plain, list) and any(_mentions(each, key) for each in plain)


def _table(name: str, columns: Iterable[str], records: Iterable[dict[str, Any]], languages: tuple[str, ...]) -> Table:
    """Return a sheet of records, texts spread over a column a language."""
    spread: list[tuple[str, str]] = []
    for column in columns:
        spread += [(column, language) for language in languages] if column in TEXTS else [(column, "")]
    written = [
        Column(heading(c, language) if language else c, _WIDTHS.get(c, 14), _CHOICES.get(c, {}).get(name, ())) for c, language in spread
    ]
    rows = [[record.get(c, {}).get(language) if language else record.get(c) for c, language in spread] for record in records]
    return Table(name, written, rows, frozen_columns=2)


def _records(questionnaire: Questionnaire) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every sheet."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in SHEETS}
    found["tree"].append(
        {
            "level": "questionnaire",
            "id": questionnaire.id,
            "version": questionnaire.version,
            "title": writing.words(questionnaire.title),
            "intent": writing.words(questionnaire.description),
        }
    )
    found["answers_elsewhere"] += writing.frame(questionnaire).get("answers_elsewhere", [])
    for element in questionnaire.elements:
        found["tree"].append(_tree_row("element", element))
        found["tree"] += [_tree_row("criterion", criterion) for criterion in element.criteria]
        for criterion in element.criteria:
            for item in criterion.items:
                _add_item(found, criterion.id, item)
    return found


def _tree_row(level: str, part: Element | Criterion) -> dict[str, Any]:
    return {"level": level, "id": part.id, "title": writing.words(part.title), "intent": writing.words(part.intent)}


def _add_item(found: dict[str, list[dict[str, Any]]], criterion: str, item: Item) -> None:
    """Add the rows of one item to every sheet."""
    plain = writing.item(item)
    found["items"].append(
        {
            **plain,
            "criterion": criterion,
            "critical": _target(item.critical_minimum),
            "verification": ", ".join(item.verification),
            "na_allowed": _target(item.na_allowed),
            "applies_if": "; ".join(written_condition(each) for each in item.applies_if),
        }
    )
    found["anchors"] += [{"item": item.id, "level": level, "text": text} for level, text in enumerate(plain.get("anchors", ()))]
    found["options"] += [{"item": item.id, **option} for option in plain.get("options", ())]
    if item.metric:
        points = "; ".join(f"{writing.number(measured)}: {writing.number(worth)}" for measured, worth in item.metric.points)
        found["metrics"].append({"item": item.id, **plain["metric"], "points": points})
    found["evidence"] += [{"item": item.id, "text": text} for text in plain["evidence"]]
    for advice, written in zip(item.advice, plain["advice"], strict=True):
        found["advice"].append({"item": item.id, **written, "to": _target(advice.to), "requires": _requires(advice)})


def _target(target: Target | None) -> Value:
    """Return a target as it stands in a cell; ``true`` is a word, because a cell's TRUE is shown in the language of the reader's Excel."""
    return spreadsheet.as_text(target) if isinstance(target, bool) else None if target is None else writing.target(target)


def written_condition(condition: Condition) -> str:
    """Return a condition as it stands in a cell: ``R2.1 at least 20``, ``L5.1 is true``, ``X1.1 one of a, b``."""
    if condition.at_least is not None:
        return f"{condition.item} at least {writing.number(condition.at_least)}"
    if condition.is_ is not None:
        return f"{condition.item} is {spreadsheet.as_text(condition.is_)}"
    return f"{condition.item} one of {', '.join(condition.one_of or ())}"


def _requires(advice: Advice) -> str:
    return "; ".join(f"{step.item} to {spreadsheet.as_text(_target(step.to))}" for step in advice.requires)
