"""A filled answer sheet into an assessment: rows become the same plain data a YAML file holds, every value knowing its cell.

What a cell asks for is known here, so what was typed is read as people type it (``assess.catalogue.typed``). What is wrong with the
answers beyond that is found by the reader of assessment files, and said in the words of the sheet (``sheets_wording``).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assess.assessments import file, labels, sheets, sheets_wording
from assess.assessments.case import Case
from assess.catalogue import library, schema, spreadsheet, typed, writing
from assess.catalogue.schema import did_you_mean
from assess.catalogue.spreadsheet import Row, Sheet, Value
from assess.catalogue.typed import Typed
from assess.method.questionnaire import Item, Kind
from assess.platform.documents import Document, Path_
from assess.platform.faults import Fault, Faults

_ITEM = re.compile(r"[A-Za-z]+[0-9]+\.[a-z]*[0-9]+\Z")
_SEPARATORS = re.compile(r"[;；、,，\s]+")
_LARGEST = 1e15
_ORDER = (
    "format", "id", "organisation", "questionnaire", "packs", "scheme", "kind", "period", "date", "scope", "team", "target", "history",
    "summary", "sampling", "answers", "findings", "deductions", "bonus",
)  # fmt: skip
_NAMED = 20  # items in a note


@dataclass(frozen=True, slots=True)
class Imported:
    """What a sheet became: the case, as a check that it can be computed, the YAML of the assessment, and what is to be said besides.

    ``elsewhere`` are the cells of answers that stand in another assessment, by their keys in the file.
    """

    case: Case
    yaml: bytes
    notes: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)


def read(path: Path, *, output: Path) -> Imported:
    """Return the assessment in a filled sheet, as it will stand in ``output``. Raises Faults: all that is wrong, by sheet and cell."""
    required = {"assessment": sheets.ASSESSMENT[:2], "answers": ("item", "answer")}
    optional = {
        "evidence": sheets.EVIDENCE[:3],
        "findings": ("item", "grade", "text"),
        "team": sheets.TEAM[:2],
        "history": sheets.HISTORY[:2],
    }
    found = spreadsheet.read(path, required=required, optional=optional, known=sheets.HEADINGS, labelled=labelled)
    known = {name: [*headings, *_elements(found.get(name))] for name, headings in sheets.HEADINGS.items()}
    faults, notes = spreadsheet.own_columns(found, known)
    filled = Filled(str(path), found, faults, notes)
    document = filled.document()
    try:
        case = file.from_document(document, output)
    except Faults as unsound:
        raise Faults(schema.in_order(filled.told(unsound.faults))) from None
    if filled.faults:
        raise Faults(schema.in_order(filled.faults))
    answers = document.value["answers"].items()
    elsewhere = {f"answers.{id_}.from": filled.cells["answers", id_, "from"] for id_, answer in answers if "from" in answer}
    return Imported(case, writing.as_yaml(document.value), tuple(filled.notes), elsewhere)


def _elements(sheet: Sheet | None) -> list[str]:
    """Return the headings of a sheet that name an element: ``elements.L``."""
    return [each for each in sheet.letters if each.startswith("elements.")] if sheet and sheet.name == "history" else []


def labelled(name: str, values: Mapping[str, Value]) -> bool:
    """Whether the second row explains the headings: in our words, or at least it is neither an item nor a key."""
    if labels.language_of(values):
        return True
    entry = spreadsheet.as_text(values.get("key" if name == "assessment" else "item")).strip()
    if name == "assessment":
        return bool(entry) and entry not in labels.KEYS and not entry.startswith("target.elements.")
    return bool(entry) and not _ITEM.match(entry)


@dataclass(slots=True)
class Filled:
    """One pass over the sheets; collects faults instead of stopping at the first.

    ``standing`` are the items that have a row, filled in or not, with their cells.
    """

    file: str
    sheets: Mapping[str, Sheet]
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    plain: dict[str, Any] = field(default_factory=lambda: {"format": file.FORMAT, "organisation": {}, "answers": {}})
    cells: dict[Path_, str] = field(default_factory=lambda: {(): "assessment!A1", ("organisation",): "assessment!A1"})
    items: Mapping[str, Item] = field(default_factory=dict)
    language: str = "en"
    unread: set[str] = field(default_factory=set)  # cells whose fault is told already
    standing: dict[str, str] = field(default_factory=dict)
    evidence_alone: bool = False

    def document(self) -> Document:
        """Return everything that was filled in, in the order of the file format."""
        self.language = labels.language_of(self.sheets["answers"].labels) or "en"
        self._assessment()
        reference = self.plain.get("questionnaire")
        if reference in library.references("questionnaire"):
            packs = [each for each in self.plain.get("packs", ()) if each in library.references("pack")]
            with contextlib.suppress(Faults):  # packs that do not go together are told by the reader of the file
                self.items = library.questionnaire(str(reference), packs).item_by_id
        self._answers()
        for row in self._rows("evidence"):
            self._more_evidence(row)
        for row in self._rows("findings"):
            self._add("findings", row, sheets.FINDINGS)
        for row in self._rows("team"):
            self._add("team", row, sheets.TEAM)
        for row in self._rows("history"):
            self._earlier(row)
        ordered = {key: self.plain[key] for key in _ORDER if key in self.plain}
        return Document(self.file, ordered, {}, self.cells)

    def answers_to(self, items: Mapping[str, Item]) -> Document:
        """Return the answers to these items, and nothing else of the sheet; evidence may stand there without an answer."""
        self.language = labels.language_of(self.sheets["answers"].labels) or "en"
        self.items, self.evidence_alone = items, True
        self._answers()
        for row in self._rows("evidence"):
            self._more_evidence(row)
        return Document(self.file, {"answers": self.plain["answers"]}, {}, self.cells)

    def told(self, unsound: tuple[Fault, ...]) -> list[Fault]:
        """Return all faults in the words of the sheet, each once: what could not be read has been told with its cell."""
        more = [each for each in unsound if each.file != self.file or each.place not in self.unread]
        return list(dict.fromkeys([*self.faults, *(sheets_wording.in_sheet_words(each, self.sheets) for each in more)]))

    def _rows(self, name: str) -> Iterator[Row]:
        sheet = self.sheets.get(name)
        yield from sheet.rows if sheet else ()

    def _put(self, path: Path_, value: object, cell: str) -> None:
        """Set a value at a path of keys, making the mappings on the way, and remember its cell."""
        inside = self.plain
        for depth, key in enumerate(path[:-1], start=1):
            inside = inside.setdefault(str(key), {})
            self.cells.setdefault(path[:depth], cell)
        inside[str(path[-1])] = value
        self.cells[path] = cell

    def _take(self, read: Typed, row: Row, heading: str) -> Value:
        """Return what a cell was read as; what could not be read is told here, and only here."""
        if read.wrong:
            self.unread.add(row.cell(heading))
            self.faults.append(Fault(self.file, row.cell(heading), sheets_wording.named(row, heading), read.wrong, read.right))
        return read.value

    def _assessment(self) -> None:
        """Read the keys of the organisation and the frame."""
        for row in self._rows("assessment"):
            key, value = row.text("key"), row.get("value")
            if value is None:
                self.cells.setdefault(tuple(key.split(".")), row.cell("value"))  # where it is missed, if it is
                continue
            if key == "deduction":
                self._append("deductions", {"reason": spreadsheet.as_text(value)}, row.cell("value"))
            elif key == "packs":
                self._put(("packs",), [each for each in _SEPARATORS.split(spreadsheet.as_text(value)) if each], row.cell("value"))
            elif key == "bonus":
                self._put(("bonus", "reason"), spreadsheet.as_text(value), row.cell("value"))
            elif key.startswith("target.elements."):
                self._put(tuple(key.split(".", 2)), self._take(_score(value), row, "value"), row.cell("value"))
            elif key in labels.KEYS:
                self._put(tuple(key.split(".")), self._take(self._of_key(key, value), row, "value"), row.cell("value"))
            else:
                self.faults.append(row.fault("key", f"the key `{key}` is unknown here", did_you_mean(key, labels.KEYS)))

    def _of_key(self, key: str, value: Value) -> Typed:
        """Return the value of a key of the sheet ``assessment`` as the format asks for it."""
        match key:
            case "organisation.employees" | "organisation.sites":
                return typed.number(value, whole=True, low=0, high=1e8, right="a whole number from 0")
            case "target.overall":
                return _score(value)
            case "date":
                return typed.date(value)
            case "period":
                return Typed(typed.period(value))
            case "kind":
                return self._word("kind", value)
        return Typed(spreadsheet.as_text(value).strip())

    def _word(self, vocabulary: str, value: Value) -> Typed:
        """Return the code of a word that is chosen, in whatever language it was written."""
        words = labels.chosen(vocabulary, self.language)
        text, code = spreadsheet.as_text(value).strip(), labels.code(value, labels.WORDS[vocabulary])
        return Typed(code) if code else Typed(text, f"{typed.shown(text)} is not known here", did_you_mean(text, words))

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
            self.standing.setdefault(id_, row.cell("item"))
            if not set(row.values) & _FILLED_IN:
                continue
            if not id_:
                self.faults.append(row.fault("item", "the item of this row is not said", "an id like `L1.1`"))
            elif id_ in self.plain["answers"]:
                self.faults.append(row.fault("item", f"the item {id_} stands here twice", f"the first is at {self.cells['answers', id_]}"))
            else:
                self.cells["answers", id_] = row.cell("item")
                self.plain["answers"][id_] = {}
                self._answer(row, ("answers", id_), self.items.get(id_))
        if absent := [id_ for id_ in self.items if id_ not in self.standing]:
            more = f" and {len(absent) - _NAMED} more" if len(absent) > _NAMED else ""
            self.notes.append(f"{self.file}: not in the sheet: {', '.join(absent[:_NAMED])}{more}; they stay unanswered")

    def _answer(self, row: Row, path: Path_, item: Item | None) -> None:
        """Read one row: the answer in the terms of the item's kind, what stands beside it, its first evidence and a finding."""
        self._given(row, path, item, "")
        for heading in ("from", "not_applicable", "approved_by", "by", "note"):
            if row.get(heading) is not None:
                self._put((*path, heading), spreadsheet.as_text(row.get(heading)), row.cell(heading))
        if row.get("measured") is not None:
            self._put((*path, "measured"), self._take(typed.date(row.get("measured")), row, "measured"), row.cell("measured"))
        if row.get("trend") is not None:
            written = [each for each in _SEPARATORS.split(spreadsheet.as_text(row.get("trend"))) if each]
            read = [self._take(typed.number(each, right="numbers like 80.1; 82; 84.2"), row, "trend") for each in written]
            self._put((*path, "trend"), read, row.cell("trend"))
        if any(row.get(f"verified{rest}") is not None for rest in ("", "_conforming", "_sampled", "_by", "_note")):
            self._given(row, (*path, "verified"), item, "verified")
            for key in ("by", "note"):
                if row.get(f"verified_{key}") is not None:
                    self._put((*path, "verified", key), spreadsheet.as_text(row.get(f"verified_{key}")), row.cell(f"verified_{key}"))
        if first := self._evidence(row, (*path, "evidence", 0), "evidence_"):
            self._put((*path, "evidence"), [first], row.cell("evidence_title"))
        self._finding(row)

    def _finding(self, row: Row) -> None:
        """Read a finding that stands in the row of its item."""
        if row.get("finding") is None and row.get("finding_grade") is None:
            return
        at = self._append("findings", {"id": f"F-{row.text('item')}", "item": row.text("item")}, row.cell("finding"))
        if row.get("finding_grade") is not None:
            self.plain["findings"][-1]["grade"] = self._take(self._word("grade", row.get("finding_grade")), row, "finding_grade")
        if row.get("finding") is not None:
            self.plain["findings"][-1]["text"] = spreadsheet.as_text(row.get("finding"))
        self.cells[*at, "grade"] = row.cell("finding_grade")

    def _given(self, row: Row, path: Path_, item: Item | None, prefix: str) -> None:
        """Read the answer proper, or what the assessor found (``prefix`` is ``verified``)."""
        heading = prefix or "answer"
        for key in ("conforming", "sampled"):
            column = f"{prefix}_{key}" if prefix else key
            if row.get(column) is not None:
                self._put((*path, key), self._take(_count(row.get(column)), row, column), row.cell(column))
        if item is None or row.get(heading) is None:
            return
        key, read = self._in_terms(item, row, heading)
        self._put((*path, key), self._take(read, row, heading), row.cell(heading))
        if key == "value" and row.get("unit") is not None:
            self._put((*path, "unit"), row.text("unit"), row.cell("unit"))

    def _in_terms(self, item: Item, row: Row, heading: str) -> tuple[str, Typed]:
        """Return the key and the value of an answer in the terms of the item's kind."""
        value = row.get(heading)
        if typed.word(value) in _NOT_APPLICABLE:
            return _KEYS[item.kind], Typed(spreadsheet.as_text(value), "N/A is not an answer", "write the reason into `not_applicable`")
        match item.kind:
            case Kind.MATURITY:
                return "level", typed.number(value, whole=True, low=0, high=5, right="a level from 0 to 5")
            case Kind.YES_NO:
                return "yes", typed.boolean(value)
            case Kind.CHOICE:
                return "choice", self._option(item, value)
            case Kind.PERCENT:
                return "percent", self._quantity(row, heading, (0, 100), "a percentage from 0 to 100", in_percent=True)
            case Kind.METRIC:
                if reason := labels.reason_not_measured(spreadsheet.as_text(value)):
                    return "not_measured", Typed(reason)
                unit = item.metric.unit if item.metric else ""
                return "value", self._quantity(row, heading, (-_LARGEST, _LARGEST), f"a number ({unit})", in_percent=unit == "%")

    def _option(self, item: Item, value: Value) -> Typed:
        """Return the id of an option that was chosen by its id or its text."""
        texts = {option.id: option.text for option in item.options}
        if code := labels.code(value, texts):
            return Typed(code)
        text = spreadsheet.as_text(value).strip()
        right = did_you_mean(text, texts, otherwise="" if self.language == "en" else "choose one from the list in this cell")
        return Typed(text, f"there is no option {typed.shown(text)}", right)

    def _quantity(self, row: Row, heading: str, limits: tuple[float, float], right: str, *, in_percent: bool) -> Typed:
        """Return a number; where a percentage is asked for, ``62 %`` and a cell that shows 0.62 as 62 % are 62."""
        value = row.get(heading)
        written = typed.word(value).removesuffix("%").strip() if isinstance(value, str) and in_percent else value
        signed = isinstance(value, str) and "%" in typed.word(value)
        read = typed.number(written).value if in_percent else None
        if isinstance(read, int | float) and not isinstance(read, bool) and not signed:
            if heading in row.percentages:
                written = round(read * 100, 10)
            elif 0 < read < 1:
                said = f"{read:g} is read as {read:g} %; write {read * 100:g} if you mean {read * 100:g} %"
                self.notes.append(f"{self.file}:{row.cell(heading)}: {said}")
        return typed.number(written, low=limits[0], high=limits[1], right=right)

    def _evidence(self, row: Row, path: Path_, prefix: str) -> dict[str, object]:
        """Return a piece of evidence as it stands in a row; one whose kind is not said is a document, or a sample that was counted."""
        found: dict[str, object] = {}
        for key in sheets.EVIDENCE[1:]:
            heading = f"{prefix}{key}"
            if (value := row.get(heading)) is not None:
                found[key] = self._take(self._of_evidence(key, value), row, heading)
                self.cells[*path, key] = row.cell(heading)
        if found and "kind" not in found:
            found["kind"] = "sampling" if "sample" in found else "document"
        return found

    def _of_evidence(self, key: str, value: Value) -> Typed:
        match key:
            case "sample":
                return typed.number(value, whole=True, low=1, high=1e12, right="the number of records looked at, from 1")
            case "date":
                return typed.date(value)
            case "kind":
                return self._word("evidence", value)
        return Typed(spreadsheet.as_text(value))

    def _more_evidence(self, row: Row) -> None:
        id_ = row.text("item")
        if self.evidence_alone and id_ in self.items:
            self.plain["answers"].setdefault(id_, {})
        if id_ not in self.plain["answers"]:
            right = did_you_mean(id_, self.plain["answers"], otherwise="answer the item first")
            self.faults.append(row.fault("item", f"there is no answer to `{id_}` this could be evidence of", right))
            return
        under = self.plain["answers"][id_].setdefault("evidence", [])
        path: Path_ = ("answers", id_, "evidence", len(under))
        self.cells[path] = row.cell("item")
        under.append(self._evidence(row, path, ""))

    def _add(self, name: str, row: Row, headings: tuple[str, ...]) -> None:
        """Add a row to a list: every heading that is filled in."""
        path = self._append(name, {}, row.cell(headings[0]))
        for heading in headings:
            if (value := row.get(heading)) is not None:
                self.plain[name][-1][heading] = self._take(self._of_list(heading, value), row, heading)
                self.cells[*path, heading] = row.cell(heading)

    def _of_list(self, heading: str, value: Value) -> Typed:
        if heading in sheets.VOCABULARIES:
            return self._word(sheets.VOCABULARIES[heading], value)
        if heading == "independent":
            return typed.boolean(value)
        return typed.date(value) if heading == "due" else Typed(spreadsheet.as_text(value))

    def _earlier(self, row: Row) -> None:
        """Read one earlier result, with a column ``elements.L`` an element."""
        path = self._append("history", {}, row.cell("period"))
        earlier = self.plain["history"][-1]
        for heading, value in row.values.items():
            kind, _, element = heading.partition(".")
            if element and kind == "elements":
                earlier.setdefault("elements", {})[element] = self._take(_score(value), row, heading)
                self.cells[*path, "elements", element] = row.cell(heading)
            elif heading in sheets.HISTORY:
                level = typed.number(value, whole=True, right="a level of the scheme")
                read = {"period": Typed(typed.period(value)), "overall": _score(value), "level": level}[heading]
                earlier[heading] = self._take(read, row, heading)
                self.cells[*path, heading] = row.cell(heading)


_KEYS = {Kind.MATURITY: "level", Kind.YES_NO: "yes", Kind.CHOICE: "choice", Kind.PERCENT: "percent", Kind.METRIC: "value"}
_NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "not applicable", "不适用", "不適用"})
_FILLED_IN = frozenset(sheets.ANSWERS) - sheets.PREFILLED


def _score(value: Value) -> Typed:
    return typed.number(value, low=0, high=100, right="a score from 0 to 100")


def _count(value: Value) -> Typed:
    return typed.number(value, whole=True, low=0, high=1e12, right="a whole number of records from 0")
