"""An edited workbook back into a questionnaire: rows become the same plain data a YAML file holds, every value knowing its cell.

After that nothing is special about it: the schema and the linter speak, and their faults name ``items!G7`` where they would name a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assess.catalogue import library, linter, schema, sheets, spreadsheet
from assess.catalogue.schema import did_you_mean
from assess.catalogue.spreadsheet import Row, Sheet, Value
from assess.method.questionnaire import Questionnaire
from assess.platform.documents import Document, Path_
from assess.platform.faults import Fault, Faults

_PRIMARY = ("tree", "items", "anchors")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_CONDITION = re.compile(r"(\S+)\s+(at least|is|one of)\s+(.+)\Z", re.DOTALL)
_STEP = re.compile(r"(\S+)\s+to\s+(\S+)\Z")
_SEPARATORS = re.compile(r"[;；\n]")
_COMMAS = re.compile(r"[,;、，；\s]+")


@dataclass(slots=True)
class _Draft:
    """One file in the making: its plain content and the cell of every path."""

    plain: dict[str, Any]
    cells: dict[Path_, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A mapping inside a draft, which rows are written to."""

    draft: _Draft
    path: Path_
    plain: dict[str, Any]

    def put(self, key: str, value: object, cell: str) -> None:
        """Set a key, and remember the cell it came from."""
        self.plain[key] = value
        self.draft.cells[(*self.path, key)] = cell

    def append(self, key: str, value: dict[str, Any], cell: str) -> _Place:
        """Append a mapping to the list under ``key`` and return its place."""
        under = self.plain.setdefault(key, [])
        path = (*self.path, key, len(under))
        under.append(value)
        self.draft.cells.setdefault((*self.path, key), cell)
        self.draft.cells[path] = cell
        return _Place(self.draft, path, value)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook became: the questionnaire, and what is to be said besides: columns that were not read."""

    questionnaire: Questionnaire
    notes: tuple[str, ...] = ()


def read(path: Path) -> Imported:
    """Return the questionnaire in a workbook. Raises Faults: everything that is wrong, by sheet, row and column."""
    every = {name: list(_headings(columns)) for name, columns in sheets.SHEETS.items()}
    known = {name: [*every[name], *_handwritten(columns)] for name, columns in sheets.SHEETS.items()}
    primary = {name: every.pop(name) for name in _PRIMARY}
    found = spreadsheet.read(path, required=primary, optional=every, known=known)
    faults, notes = spreadsheet.own_columns(found, known)
    return Imported(_Book(str(path), found, faults).questionnaire(), tuple(notes))


def _handwritten(columns: tuple[str, ...]) -> list[str]:
    """Return the headings of Traditional Chinese, which may be there."""
    return [sheets.heading(column, "zh_Hant") for column in columns if column in sheets.TEXTS]


def _headings(columns: tuple[str, ...]) -> Iterator[str]:
    """Yield the headings that must be there: Traditional Chinese may be left out."""
    for column in columns:
        if column in sheets.TEXTS:
            yield from (sheets.heading(column, language) for language in sheets.REQUIRED_LANGUAGES)
        else:
            yield column


@dataclass(slots=True)
class _Book:
    """One pass over the sheets; collects faults instead of stopping at the first."""

    file: str
    sheets: Mapping[str, Sheet]
    faults: list[Fault] = field(default_factory=list)
    frame: _Draft = field(default_factory=lambda: _Draft({"format": "assess/questionnaire@1"}, {(): "tree!A1"}))
    elements: list[_Draft] = field(default_factory=list)
    criteria: dict[str, _Place] = field(default_factory=dict)
    items: dict[str, _Place] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)  # the ids of all items, also of those whose criterion is not found

    def questionnaire(self) -> Questionnaire:
        """Build all documents, check them as those of a shelf, and return the questionnaire. Raises Faults."""
        self._tree()
        self._items()
        self._details()
        self._elsewhere()
        frame = Document(self.file, self.frame.plain, {}, self.frame.cells)
        elements = [Document(self.file, draft.plain, {}, draft.cells) for draft in self.elements]
        sound_frame = library.shaped(frame, "assess/questionnaire@1", self.faults)
        sound = [library.shaped(element, "assess/element@1", self.faults) for element in elements]
        self.faults += [*linter.soundness(sound_frame, sound), *linter.wording(sound)]
        if self.faults:
            raise Faults(schema.in_order(dict.fromkeys(self.faults)))
        return library.build(frame, elements)

    def _elsewhere(self) -> None:
        """Read what the questionnaire answers in others."""
        sheet = self.sheets.get("answers_elsewhere")
        root = _Place(self.frame, (), self.frame.plain)
        for row in sheet.rows if sheet else ():
            place = root.append("answers_elsewhere", {}, row.cell("item"))
            for key in sheets.ELSEWHERE:
                _put(place, key, row, key, _word)

    def _tree(self) -> None:
        """Read the questionnaire, its elements and criteria, in the order of their rows."""
        root = _Place(self.frame, (), self.frame.plain)
        ids = root.plain["elements"] = []
        seen = False
        element: _Place | None = None
        for row in self.sheets["tree"].rows:
            match row.text("level"):
                case "questionnaire" if not seen:
                    seen = True
                    self.frame.cells[()] = row.cell("id")
                    self._named(root, row, "description")
                    _put(root, "version", row, "version", spreadsheet.number)
                case "questionnaire":
                    self.faults.append(row.fault("level", "a second questionnaire begins here", "one questionnaire a workbook"))
                case "element":
                    draft = _Draft({"format": "assess/element@1"}, {(): row.cell("id")})
                    self.elements.append(draft)
                    element = _Place(draft, (), draft.plain)
                    self.frame.cells["elements", len(ids)] = row.cell("id")
                    ids.append(row.text("id"))
                    self._named(element, row, "intent")
                    draft.plain["criteria"] = []
                case "criterion" if element:
                    place = element.append("criteria", {}, row.cell("id"))
                    self._named(place, row, "intent")
                    place.plain["items"] = []
                    self.criteria.setdefault(row.text("id"), place)
                case "criterion":
                    self.faults.append(row.fault("level", "a criterion stands before the first element", "put its element above it"))
                case strange:
                    right = did_you_mean(strange, ("questionnaire", "element", "criterion"))
                    self.faults.append(row.fault("level", f"`{strange}` is not a level of the tree", right))
        if not seen:
            self.faults.append(
                Fault(self.file, "tree!A2", "level", "the row of the questionnaire is missing", "`questionnaire` with id and version")
            )

    def _named(self, place: _Place, row: Row, intent: str) -> None:
        _put(place, "id", row, "id", _word)
        _put_text(place, "title", row, "title")
        _put_text(place, intent, row, "intent")

    def _items(self) -> None:
        """Read the items, each into its criterion."""
        for row in self.sheets["items"].rows:
            self.known.add(row.text("id"))
            criterion = self.criteria.get(row.text("criterion"))
            if criterion is None:
                wrong = f"there is no criterion `{row.text('criterion')}` in the tree"
                self.faults.append(row.fault("criterion", wrong, did_you_mean(row.text("criterion"), self.criteria)))
                continue
            item = criterion.append("items", {}, row.cell("id"))
            self.items.setdefault(row.text("id"), item)
            _put(item, "id", row, "id", _word)
            _put(item, "kind", row, "kind", _word)
            _put(item, "weight", row, "weight", spreadsheet.number)
            if row.get("critical") is not None:
                minimum = _target(row.get("critical"), item.plain.get("kind"))
                item.put("critical", {"minimum": minimum}, row.cell("critical"))
            _put(item, "measures", row, "measures", _word)
            for column in ("text", "guidance", "na_rule", "source"):
                _put_text(item, column, row, column)
            _put(item, "verification", row, "verification", lambda value: [each for each in _COMMAS.split(_word(value)) if each])
            _put(item, "na_allowed", row, "na_allowed", spreadsheet.boolean)
            if row.get("applies_if") is not None:
                item.put("applies_if", list(self._conditions(row)), row.cell("applies_if"))
            item.plain.setdefault("advice", [])

    def _conditions(self, row: Row) -> Iterator[dict[str, Any]]:
        """Read ``R2.1 at least 20; L5.1 is true; X1.1 one of a, b``."""
        for written in filter(None, map(str.strip, _SEPARATORS.split(row.text("applies_if")))):
            found = _CONDITION.match(written)
            if not found:
                right = "`R2.1 at least 20; L5.1 is true; X1.1 one of a, b`"
                self.faults.append(row.fault("applies_if", f"`{written}` is not a condition", right))
                continue
            item, test, value = found.groups()
            match test:
                case "at least":
                    yield {"item": item, "at_least": spreadsheet.number(value)}
                case "is":
                    yield {"item": item, "is": spreadsheet.boolean(value)}
                case _:
                    yield {"item": item, "one_of": [each for each in _COMMAS.split(value) if each]}

    def _details(self) -> None:
        """Read the rows that belong to items: anchors, options, metrics, evidence, advice."""
        self._anchors()
        for row, item in self._of_items("options"):
            option = item.append("options", {}, row.cell("id"))
            _put(option, "id", row, "id", _word)
            _put(option, "value", row, "value", spreadsheet.number)
            _put_text(option, "text", row, "text")
        for row, item in self._of_items("metrics"):
            self._metric(row, item)
        for row, item in self._of_items("evidence"):
            text = _text(row, "text")
            item.append("evidence", text, _text_cell(row, "text", text))
        for row, item in self._of_items("advice"):
            advice = item.append("advice", {}, row.cell("to"))
            if row.get("to") is not None:
                advice.put("to", _target(row.get("to"), item.plain.get("kind")), row.cell("to"))
            _put_text(advice, "do", row, "do")
            _put(advice, "effort", row, "effort", _word)
            _put(advice, "horizon", row, "horizon", _word)
            if row.get("requires") is not None:
                advice.put("requires", list(self._requires(row)), row.cell("requires"))

    def _of_items(self, name: str) -> Iterator[tuple[Row, _Place]]:
        """Yield the rows of a sheet with the item each belongs to."""
        sheet = self.sheets.get(name)
        for row in sheet.rows if sheet else ():
            item = self.items.get(row.text("item"))
            if item:
                yield row, item
            elif row.text("item") not in self.known:
                right = did_you_mean(row.text("item"), self.items, otherwise="check the id")
                self.faults.append(row.fault("item", f"there is no item `{row.text('item')}`", right))

    def _anchors(self) -> None:
        """Read the anchors, which must be there once for each level from 0 to 5, in any order."""
        found: dict[str, dict[str, Row]] = {}
        for row, item in self._of_items("anchors"):
            levels = found.setdefault(row.text("item"), {})
            level = row.text("level")
            if level not in {"0", "1", "2", "3", "4", "5"}:
                self.faults.append(row.fault("level", f"`{level}` is not a level", "0 to 5"))
            elif level in levels:
                self.faults.append(row.fault("level", f"level {level} of {row.text('item')} stands here twice", "keep one of the rows"))
            else:
                levels[level] = row
            item.draft.cells.setdefault((*item.path, "anchors"), row.cell("item"))
        for id_, levels in found.items():
            for level in sorted(levels):
                text = _text(levels[level], "text")
                self.items[id_].append("anchors", text, _text_cell(levels[level], "text", text))

    def _metric(self, row: Row, item: _Place) -> None:
        if "metric" in item.plain:
            self.faults.append(row.fault("item", f"the metric of {row.text('item')} stands here twice", "keep one of the rows"))
            return
        item.put("metric", {}, row.cell("unit"))
        metric = _Place(item.draft, (*item.path, "metric"), item.plain["metric"])
        _put(metric, "unit", row, "unit", _word)
        for column in ("definition", "formula", "period", "points_source"):
            _put_text(metric, column, row, column)
        points = [written.split(":") for written in _SEPARATORS.split(row.text("points")) if written.strip()]
        if all(len(point) == 2 and all(_NUMBER.match(each.strip()) for each in point) for point in points):
            metric.put("points", [[spreadsheet.number(each) for each in point] for point in points], row.cell("points"))
        else:
            self.faults.append(
                row.fault("points", "this is not a value function", "value in the unit: value 0..1, like `50: 0; 80: 0.6; 95: 1`")
            )
            metric.put("points", [[0, 0], [1, 1]], row.cell("points"))  # so that it is not reported as missing besides

    def _requires(self, row: Row) -> Iterator[dict[str, Any]]:
        """Read ``L1.1 to 3; L2.1 to true``."""
        for written in filter(None, map(str.strip, _SEPARATORS.split(row.text("requires")))):
            found = _STEP.match(written)
            if found:
                other = self.items.get(found[1])
                yield {"item": found[1], "to": _target(found[2], other.plain.get("kind") if other else None)}
            else:
                self.faults.append(row.fault("requires", f"`{written}` is not a step of an item", "`L1.1 to 3; L2.1 to true`"))


def _put(place: _Place, key: str, row: Row, heading: str, convert: Any) -> None:
    """Set a key from a cell that is not blank."""
    if row.get(heading) is not None:
        place.put(key, convert(row.get(heading)), row.cell(heading))


def _put_text(place: _Place, key: str, row: Row, heading: str) -> None:
    """Set a text from the columns of its languages; wholly blank it is left out."""
    if text := _text(row, heading):
        place.put(key, text, _text_cell(row, heading, text))
        for language in text:
            place.draft.cells[(*place.path, key, language)] = row.cell(sheets.heading(heading, language))


def _text(row: Row, column: str) -> dict[str, str]:
    values = {language: row.get(sheets.heading(column, language)) for language in sheets.LANGUAGES}
    return {language: spreadsheet.as_text(value) for language, value in values.items() if value is not None}


def _text_cell(row: Row, column: str, text: Mapping[str, str]) -> str:
    """Return the cell that stands for a text: that of the first language missing from it, else of English."""
    missing = (language for language in sheets.REQUIRED_LANGUAGES if language not in text)
    return row.cell(sheets.heading(column, next(missing, "en")))


def _word(value: object) -> str:
    return spreadsheet.as_text(value).strip() if isinstance(value, str | int | float | bool) else ""


def _target(value: Value, kind: object) -> Value:
    """Return a target in the terms of an item's kind."""
    if kind == "yes_no":
        return spreadsheet.boolean(value)
    return _word(value) if kind == "choice" else spreadsheet.number(value)
