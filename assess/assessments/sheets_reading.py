"""A filled answer sheet into an assessment: rows become the same plain data a YAML file holds, every value knowing its cell.

What is wrong with the answers is found by the reader of assessment files, whose faults then name ``answers!F12`` instead of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assess.assessments import file, labels, sheets
from assess.assessments.case import Case
from assess.catalogue import library, schema, spreadsheet, writing
from assess.catalogue.schema import did_you_mean
from assess.catalogue.spreadsheet import Row, Sheet, Value
from assess.method.questionnaire import Item, Kind
from assess.platform.documents import Document, Path_
from assess.platform.faults import Fault, Faults

_DATE = re.compile(r"\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*\Z")
_SEPARATORS = re.compile(r"[;；、\s]+")
_NUMBERS = frozenset({"organisation.employees", "organisation.sites", "target.overall"})
_ORDER = (
    "format", "id", "organisation", "questionnaire", "scheme", "kind", "period", "date", "scope", "team", "target", "history",
    "summary", "sampling", "answers", "findings", "deductions", "bonus",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What a sheet became: the case, as a check that it can be computed, and the YAML of the assessment."""

    case: Case
    yaml: bytes


def read(path: Path, *, output: Path) -> Imported:
    """Return the assessment in a filled sheet, as it will stand in ``output``. Raises Faults: all that is wrong, by sheet and cell."""
    required = {"assessment": sheets.ASSESSMENT[:2], "answers": ("item", "answer")}
    optional = {
        "evidence": sheets.EVIDENCE[:3],
        "findings": ("item", "grade", "text"),
        "team": sheets.TEAM[:2],
        "history": sheets.HISTORY[:2],
    }
    filled = _Filled(str(path), spreadsheet.read(path, required=required, optional=optional, labelled=True))
    document = filled.document()
    try:
        case = file.from_document(document, output)
    except Faults as faults:
        raise Faults(schema.in_order(dict.fromkeys([*filled.faults, *faults.faults]))) from None
    if filled.faults:
        raise Faults(schema.in_order(filled.faults))
    return Imported(case, writing.as_yaml(document.value))


@dataclass(slots=True)
class _Filled:
    """One pass over the sheets; collects faults instead of stopping at the first."""

    file: str
    sheets: Mapping[str, Sheet]
    faults: list[Fault] = field(default_factory=list)
    plain: dict[str, Any] = field(default_factory=lambda: {"format": file.FORMAT, "organisation": {}, "answers": {}})
    cells: dict[Path_, str] = field(default_factory=lambda: {(): "assessment!A1", ("organisation",): "assessment!A1"})
    items: Mapping[str, Item] = field(default_factory=dict)

    def document(self) -> Document:
        """Return everything that was filled in, in the order of the file format."""
        self._strange_headings()
        self._assessment()
        reference = self.plain.get("questionnaire")
        if reference in library.references("questionnaire"):
            self.items = library.questionnaire(str(reference)).item_by_id
        self._answers()
        for row in self._rows("evidence"):
            self._more_evidence(row)
        for row in self._rows("findings"):
            self._add("findings", row, sheets.FINDINGS, {})
        for row in self._rows("team"):
            self._add("team", row, sheets.TEAM, {"independent": spreadsheet.boolean})
        for row in self._rows("history"):
            self._earlier(row)
        ordered = {key: self.plain[key] for key in _ORDER if key in self.plain}
        return Document(self.file, ordered, {}, self.cells)

    def _rows(self, name: str) -> Iterator[Row]:
        sheet = self.sheets.get(name)
        yield from sheet.rows if sheet else ()

    def _strange_headings(self) -> None:
        known = {"assessment": sheets.ASSESSMENT, "answers": sheets.ANSWERS, "evidence": sheets.EVIDENCE, "findings": sheets.FINDINGS}
        for name, headings in (known | {"team": sheets.TEAM}).items():
            sheet = self.sheets.get(name)
            for heading, letter in sheet.letters.items() if sheet else ():
                if heading not in headings:
                    right = did_you_mean(heading, headings)
                    self.faults.append(Fault(self.file, f"{name}!{letter}1", heading, "this column is unknown here", right))

    def _put(self, path: Path_, value: object, cell: str) -> None:
        """Set a value at a path of keys, making the mappings on the way, and remember its cell."""
        inside = self.plain
        for depth, key in enumerate(path[:-1], start=1):
            inside = inside.setdefault(str(key), {})
            self.cells.setdefault(path[:depth], cell)
        inside[str(path[-1])] = value
        self.cells[path] = cell

    def _assessment(self) -> None:
        """Read the keys of the organisation and the frame."""
        for row in self._rows("assessment"):
            key, value = row.text("key"), row.get("value")
            if value is None:
                self.cells.setdefault(tuple(key.split(".")), row.cell("value"))  # where it is missed, if it is
                continue
            if key == "deduction":
                self._append("deductions", {"reason": spreadsheet.as_text(value)}, row.cell("value"))
            elif key == "bonus":
                self._put(("bonus", "reason"), spreadsheet.as_text(value), row.cell("value"))
            elif key.startswith("target.elements."):
                self._put(tuple(key.split(".", 2)), spreadsheet.number(value), row.cell("value"))
            elif key in labels.KEYS:
                self._put(tuple(key.split(".")), _of_key(key, value), row.cell("value"))
            else:
                self.faults.append(row.fault("key", f"the key `{key}` is unknown here", did_you_mean(key, labels.KEYS)))

    def _append(self, key: str, value: dict[str, Any], cell: str) -> Path_:
        under = self.plain.setdefault(key, [])
        under.append(value)
        self.cells.setdefault((key,), cell)
        self.cells[key, len(under) - 1] = cell
        return (key, len(under) - 1)

    def _answers(self) -> None:
        """Read the rows of the items; a row in which nothing was filled in is an item unanswered."""
        for row in self._rows("answers"):
            id_ = row.text("item")
            if not set(row.values) - sheets.PREFILLED:
                continue
            if not id_:
                self.faults.append(row.fault("item", "the item of this row is not said", "an id like `L1.1`"))
            elif id_ in self.plain["answers"]:
                self.faults.append(row.fault("item", f"the item {id_} stands here twice", f"the first is at {self.cells['answers', id_]}"))
            else:
                self.cells["answers", id_] = row.cell("item")
                self.plain["answers"][id_] = {}
                self._answer(row, ("answers", id_), self.items.get(id_))

    def _answer(self, row: Row, path: Path_, item: Item | None) -> None:
        """Read one row: the answer in the terms of the item's kind, what stands beside it, its first evidence and a finding."""
        self._given(row, path, item, "")
        for heading in ("not_applicable", "approved_by", "by", "note"):
            if row.get(heading) is not None:
                self._put((*path, heading), spreadsheet.as_text(row.get(heading)), row.cell(heading))
        if row.get("measured") is not None:
            self._put((*path, "measured"), date(row.get("measured")), row.cell("measured"))
        if row.get("trend") is not None:
            written = [each for each in _SEPARATORS.split(spreadsheet.as_text(row.get("trend"))) if each]
            self._put((*path, "trend"), [spreadsheet.number(each) for each in written], row.cell("trend"))
        if any(row.get(f"verified{rest}") is not None for rest in ("", "_conforming", "_sampled", "_by", "_note")):
            self._given(row, (*path, "verified"), item, "verified")
            for key in ("by", "note"):
                if row.get(f"verified_{key}") is not None:
                    self._put((*path, "verified", key), spreadsheet.as_text(row.get(f"verified_{key}")), row.cell(f"verified_{key}"))
        self._first_evidence(row, path)
        if row.get("finding") is not None or row.get("finding_grade") is not None:
            finding = {"id": f"F-{row.text('item')}", "item": row.text("item"), "grade": row.text("finding_grade")}
            at = self._append("findings", {**finding, "text": spreadsheet.as_text(row.get("finding"))}, row.cell("finding"))
            self.cells[*at, "grade"] = row.cell("finding_grade")

    def _given(self, row: Row, path: Path_, item: Item | None, prefix: str) -> None:
        """Read the answer proper, or what the assessor found (``prefix`` is ``verified``)."""
        heading = prefix or "answer"
        for key in ("conforming", "sampled"):
            column = f"{prefix}_{key}" if prefix else key
            if row.get(column) is not None:
                self._put((*path, key), spreadsheet.number(row.get(column)), row.cell(column))
        if item is None or row.get(heading) is None:
            return
        key, value = _in_terms(item, row, heading)
        self._put((*path, key), value, row.cell(heading))
        if item.kind is Kind.METRIC and row.get("unit") is not None:
            self._put((*path, "unit"), row.text("unit"), row.cell("unit"))

    def _first_evidence(self, row: Row, path: Path_) -> None:
        found = {}
        for key in ("title", "kind", "date", "reference", "sample"):
            if row.get(f"evidence_{key}") is not None:
                found[key] = _of_evidence(key, row.get(f"evidence_{key}"))
                self.cells[*path, "evidence", 0, key] = row.cell(f"evidence_{key}")
        if found:
            self._put((*path, "evidence"), [found], row.cell("evidence_title"))

    def _more_evidence(self, row: Row) -> None:
        id_ = row.text("item")
        if id_ not in self.plain["answers"]:
            right = did_you_mean(id_, self.plain["answers"], otherwise="answer the item first")
            self.faults.append(row.fault("item", f"there is no answer to `{id_}` this could be evidence of", right))
            return
        under = self.plain["answers"][id_].setdefault("evidence", [])
        path: Path_ = ("answers", id_, "evidence", len(under))
        self.cells[path] = row.cell("item")
        under.append({})
        for key in sheets.EVIDENCE[1:]:
            if row.get(key) is not None:
                under[-1][key] = _of_evidence(key, row.get(key))
                self.cells[*path, key] = row.cell(key)

    def _add(self, name: str, row: Row, headings: tuple[str, ...], converts: Mapping[str, Any]) -> None:
        """Add a row to a list: every heading that is filled in."""
        path = self._append(name, {}, row.cell(headings[0]))
        for heading in headings:
            if (value := row.get(heading)) is not None:
                convert = converts.get(heading, date if heading == "due" else spreadsheet.as_text)
                self.plain[name][-1][heading] = convert(value)
                self.cells[*path, heading] = row.cell(heading)

    def _earlier(self, row: Row) -> None:
        """Read one earlier result, with a column ``elements.L`` an element."""
        path = self._append("history", {}, row.cell("period"))
        earlier = self.plain["history"][-1]
        for heading, value in row.values.items():
            kind, _, element = heading.partition(".")
            if element and kind == "elements":
                earlier.setdefault("elements", {})[element] = spreadsheet.number(value)
                self.cells[*path, "elements", element] = row.cell(heading)
            else:
                earlier[heading] = _of_key("period", value) if heading == "period" else spreadsheet.number(value)
                self.cells[*path, heading] = row.cell(heading)


def date(value: Value) -> str:
    """Return a date as ``2026-03-31``, however it was typed: ``2026/3/31``, ``2026年3月31日``; anything else as it is."""
    text = spreadsheet.as_text(value).strip()
    found = _DATE.match(text)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text


def _of_key(key: str, value: Value) -> object:
    """Return the value of a key of the sheet ``assessment`` in the type the format asks for."""
    if key in _NUMBERS:
        return spreadsheet.number(value)
    if key == "date":
        return date(value)
    text = spreadsheet.as_text(value).strip()
    return int(text) if key == "period" and re.fullmatch("[0-9]{4}", text) else text


def _of_evidence(key: str, value: Value) -> object:
    if key == "sample":
        return spreadsheet.number(value)
    return date(value) if key == "date" else spreadsheet.as_text(value)


def _in_terms(item: Item, row: Row, heading: str) -> tuple[str, object]:
    """Return the key and the value of an answer in the terms of the item's kind."""
    value = row.get(heading)
    match item.kind:
        case Kind.MATURITY:
            return "level", spreadsheet.number(value)
        case Kind.YES_NO:
            return "yes", spreadsheet.boolean(value)
        case Kind.CHOICE:
            return "choice", row.text(heading)
        case _:
            in_percent = item.kind is Kind.PERCENT or (item.metric is not None and item.metric.unit == "%")
            return ("percent" if item.kind is Kind.PERCENT else "value"), _quantity(value, in_percent, heading in row.percentages)


def _quantity(value: Value, in_percent: bool, shown_as_percent: bool) -> Value:
    """Return a number; where a percentage is asked for, ``62 %`` and a cell that shows 0.62 as 62 % are 62."""
    if isinstance(value, str) and in_percent:
        value = value.strip().removesuffix("%").removesuffix("％").strip()
    read = spreadsheet.number(value)
    if in_percent and shown_as_percent and isinstance(read, int | float) and not isinstance(read, bool):
        return round(read * 100, 10)
    return read
