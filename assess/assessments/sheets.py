"""An answer sheet, empty or with what was answered already: one row an item, with its question and what may be answered, in one language.

The sheet ``assessment`` asks for the organisation and the frame of the assessment, ``answers`` for everything about an item, with the first
piece of evidence; further evidence, findings, the team and earlier results have sheets of their own, which may stay empty. The first row
of a sheet holds the headings the program reads, the second what they mean. A sheet of explanations says what is meant by each item; nothing
of it is read back. A sheet that was filled from an assessment remembers, in a hidden sheet, which version of every answer it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assess.assessments import labels
from assess.catalogue import workbook
from assess.catalogue.spreadsheet import Value
from assess.catalogue.workbook import Choice, Closed, Column, Table
from assess.method.questionnaire import Criterion, Item, Kind, Option, Questionnaire
from assess.platform.locale import say as text_in

ANSWERS = (
    "item", "question", "criterion", "kind", "allowed", "answer", "conforming", "sampled", "unit", "not_applicable", "approved_by",
    "by", "evidence_title", "evidence_kind", "evidence_date", "evidence_reference", "evidence_sample", "note", "measured", "trend",
    "verified", "verified_conforming", "verified_sampled", "verified_by", "verified_note", "finding", "finding_grade", "from",
)  # fmt: skip
ASSESSMENT = ("key", "value", "meaning")
EVIDENCE = ("item", "title", "kind", "date", "reference", "sha256", "sample", "note")
FINDINGS = ("id", "item", "grade", "status", "text", "due")
TEAM = ("name", "role", "organisation", "independent")
HISTORY = ("period", "overall", "level")  # and a column an element: ``elements.L``
VERSIONS = ("item", "version")

HEADINGS = {
    "assessment": ASSESSMENT,
    "answers": ANSWERS,
    "evidence": EVIDENCE,
    "findings": FINDINGS,
    "team": TEAM,
    "history": HISTORY,
}
"""The columns of every sheet that is read."""

PREFILLED = frozenset({"item", "question", "criterion", "kind", "allowed", "unit"})
"""The columns of ``answers`` that are filled in already: alone they are no answer."""

VOCABULARIES = {"evidence_kind": "evidence", "finding_grade": "grade", "grade": "grade", "status": "status", "role": "role"}
"""The columns in which a word is chosen, and from which vocabulary; so is ``kind`` in the sheet ``evidence``."""

_WIDTHS = {
    "item": 8,
    "question": 45,
    "allowed": 50,
    "note": 40,
    "not_applicable": 30,
    "evidence_title": 30,
    "finding": 40,
    "criterion": 24,
    "text": 50,
}
_WIDTHS |= {"value": 40, "meaning": 60, "title": 40, "verified_note": 30, "key": 26, "name": 24, "organisation": 30}
_DATES = frozenset({"evidence_date", "measured", "date", "due"})
_TEXTS = frozenset(
    {"value", "trend", "note", "evidence_reference", "reference", "by", "from", "approved_by", "verified_by", "period", "not_applicable"}
)
_BLANK_ROWS = 200
Cells = Mapping[str, Value]
"""What stands in a row, by heading."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What stands in a sheet already: the frame by its keys, answers by item, further evidence; and the version of every item's answer."""

    frame: Cells = field(default_factory=dict)
    answers: Mapping[str, Cells] = field(default_factory=dict)
    evidence: Sequence[Cells] = ()
    versions: Mapping[str, int] = field(default_factory=dict)


def template(questionnaire: Questionnaire, *, language: str, schemes: Sequence[str], entries: Entries | None = None) -> bytes:
    """Return an answer sheet in a language; ``schemes`` are the references to choose from, the first one is filled in.

    Without ``entries`` it is empty. Raises Faults: a text longer than a cell can hold.
    """
    known = entries or Entries()
    elements = tuple(f"elements.{element.id}" for element in questionnaire.elements)
    details: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]] = {
        "evidence": (EVIDENCE, {"kind": labels.chosen("evidence", language)}),
        "findings": (FINDINGS, {each: labels.chosen(each, language) for each in ("grade", "status")}),
        "team": (TEAM, {"role": labels.chosen("role", language), "independent": _yes_no(language)}),
        "history": ((*HISTORY, *elements), {}),
    }
    tables = [_assessment(questionnaire, language, schemes, known.frame), _answers(questionnaire, language, known.answers)]
    for name, (columns, choices) in details.items():
        written = [_column(column, choices.get(column, ())) for column in columns]
        rows = [[cells.get(column) for column in columns] for cells in known.evidence] if name == "evidence" else []
        tables.append(Table(name, written, rows, _labels(columns, language), blank_rows=len(rows) + _BLANK_ROWS))
    if known.versions:
        versions: list[list[Value]] = [[item, version] for item, version in known.versions.items()]
        tables.append(Table("versions", [Column(each) for each in VERSIONS], versions, hidden=True))
    return workbook.write([*tables[:2], _help(questionnaire, language), *tables[2:]])


def _column(heading: str, choices: tuple[str, ...] = ()) -> Column:
    number_format = "yyyy-mm-dd" if heading in _DATES else "@" if heading in _TEXTS else ""
    return Column(heading, _WIDTHS.get(heading, 14), choices, number_format)


def _labels(headings: Sequence[str], language: str) -> list[str]:
    """Return the second row; an element's column keeps its code."""
    return [text_in(labels.LABELS[each], language) if each in labels.LABELS else each.rpartition(".")[2] for each in headings]


def _yes_no(language: str) -> tuple[str, str]:
    return text_in(labels.PHRASES["yes"], language), text_in(labels.PHRASES["no"], language)


def _assessment(questionnaire: Questionnaire, language: str, schemes: Sequence[str], frame: Cells) -> Table:
    """Return the sheet of the organisation and the frame, a row a key."""
    given: dict[str, Value] = {"questionnaire": questionnaire.reference, "scheme": schemes[0] if schemes else ""}
    given["packs"] = ", ".join(pack.reference for pack in questionnaire.packs)
    given["kind"] = text_in(labels.WORDS["kind"]["self"], language)
    given |= frame
    rows: list[list[Value]] = []
    choices = []
    for key, meaning in labels.KEYS.items():
        rows.append([key, given.get(key) or None, text_in(meaning, language)])
        if key in {"scheme", "kind"}:
            choices.append(Choice(len(rows) + 2, 2, tuple(schemes) if key == "scheme" else labels.chosen("kind", language)))
        if key == "target.overall":
            said = text_in(labels.PHRASES["target.element"], language)
            for each in questionnaire.elements:
                target = f"target.elements.{each.id}"
                rows.append([target, given.get(target), f"{said} {each.id} {text_in(each.title, language)}"])
    return Table("assessment", [_column(each) for each in ASSESSMENT], rows, _labels(ASSESSMENT, language), choices)


def _answers(questionnaire: Questionnaire, language: str, given: Mapping[str, Cells]) -> Table:
    """Return the sheet of the answers, a row an item, with a drop-down or a range for each answer."""
    columns = [_column(each, labels.chosen(VOCABULARIES[each], language) if each in VOCABULARIES else ()) for each in ANSWERS]
    rows: list[list[Value]] = []
    choices = []
    closed = []
    for criterion in questionnaire.criteria:
        for item in criterion.items:
            rows.append(_row(criterion, item, language, given.get(item.id, {})))
            columns_of_answers = [ANSWERS.index(heading) + 1 for heading in ("answer", "verified")]
            choices += [found for column in columns_of_answers if (found := _choice(item, len(rows) + 2, column, language))]
            if not item.na_allowed:
                reason = _not_applicable(item, language)
                closed += [Closed(len(rows) + 2, ANSWERS.index(heading) + 1, reason) for heading in ("not_applicable", "approved_by")]
    return Table("answers", columns, rows, _labels(ANSWERS, language), choices, frozen_columns=2, closed=closed)


def _row(criterion: Criterion, item: Item, language: str, given: Cells) -> list[Value]:
    unit = "%" if item.kind is Kind.PERCENT else item.metric.unit if item.metric else None
    filled: dict[str, Value] = {
        "item": item.id,
        "criterion": text_in(criterion.title, language),
        "question": text_in(item.text, language),
        "kind": text_in(labels.WORDS["item"][item.kind.value], language),
        "allowed": _allowed(item, language),
        "unit": unit,
    }
    filled |= given
    return [filled.get(heading) for heading in ANSWERS]


def _allowed(item: Item, language: str) -> str:
    """Return what may be answered, in words."""
    match item.kind:
        case Kind.MATURITY:
            return "\n".join(f"{level}: {text_in(anchor, language)}" for level, anchor in enumerate(item.anchors))
        case Kind.YES_NO:
            return " / ".join(_yes_no(language))
        case Kind.CHOICE:
            return "\n".join(_option(option, language) for option in item.options)
        case Kind.PERCENT:
            return text_in(labels.PHRASES["percent"], language)
        case Kind.METRIC:
            said = f"{item.metric.unit}: {text_in(item.metric.definition, language)}" if item.metric else ""
            return f"{said}\n{text_in(labels.PHRASES['metric'], language)}"


def _option(option: Option, language: str) -> str:
    """Return an option as it is chosen: by its id, which is English, or by its text."""
    return f"{option.id}: {text_in(option.text, language)}" if language == "en" else f"· {text_in(option.text, language)}"


def _not_applicable(item: Item, language: str) -> str:
    """Return when the item may be answered N/A: by its rule, or never."""
    return text_in(item.na_rule, language) if item.na_allowed else text_in(labels.PHRASES["na.never"], language)


def _help(questionnaire: Questionnaire, language: str) -> Table:
    """Return the sheet of explanations: all that is known of an item, a row an item."""
    headings = [key for key in labels.HELP if key != "sheet"]
    rows: list[list[Value]] = []
    for item in questionnaire.items:
        metric = item.metric
        row: dict[str, Value] = {
            "item": item.id,
            "question": text_in(item.text, language),
            "guidance": text_in(item.guidance, language),
            "allowed": _allowed(item, language),
            "not_applicable": _not_applicable(item, language),
            "evidence": "\n".join(f"· {text_in(each, language)}" for each in item.evidence),
        }
        if metric:
            said = text_in(labels.PHRASES["points"], language)
            row["allowed"] = "\n".join(said.format(unit=metric.unit, reading=f"{x:g}", points=f"{100 * y:g}") for x, y in metric.points)
            row |= {key: text_in(getattr(metric, key), language) for key in ("definition", "formula", "period")}
        rows.append([row.get(each) for each in headings])
    columns = [Column(text_in(labels.HELP[each], language), 8 if each == "item" else 45) for each in headings]
    return Table(text_in(labels.HELP["sheet"], language), columns, rows)


def _choice(item: Item, row: int, column: int, language: str) -> Choice | None:
    """Return what the cell of an answer accepts; a metric accepts anything, because a wrong number is better seen than refused."""
    match item.kind:
        case Kind.MATURITY:
            return Choice(row, column, tuple("012345"))
        case Kind.YES_NO:
            return Choice(row, column, _yes_no(language))
        case Kind.CHOICE:
            return Choice(row, column, tuple(option.id if language == "en" else text_in(option.text, language) for option in item.options))
        case Kind.PERCENT:
            return Choice(row, column, low=0, high=100)
        case Kind.METRIC:
            return None
