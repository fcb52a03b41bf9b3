"""Plain sheets coming in: a heading a column, a row a record, every cell with its name (``items!G7``).

Formulas are refused, with their cells named, because what a formula shows is not what stands in the file.
"""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assess.catalogue import container, typed
from assess.catalogue.schema import did_you_mean
from assess.catalogue.typed import Value, as_text
from assess.platform.documents import control_character
from assess.platform.faults import Fault, Faults, single

__all__ = ["ESCAPE", "Row", "Sheet", "Value", "as_text", "boolean", "number", "own_columns", "read"]

MAX_ROWS = 20_000
MAX_COLUMNS = 200

ESCAPE = re.compile(r"_x005[Ff]_(x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")
"""How Excel writes a character that XML does not allow (``_x000D_``), and a text that only looks like one (``_x005F_x000D_``)."""

Labelled = Callable[[str, Mapping[str, Value]], bool]
"""Whether the second row of a sheet (its name, its values) explains the headings instead of being an entry."""

_LINE_ENDS = {"000D": "", "000A": "\n", "0009": "\t"}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for in a sheet: headings that must be there, all known ones by their word, and whether row 2 explains them."""

    required: tuple[str, ...]
    known: Mapping[str, str]
    labelled: Labelled | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: values by heading, and where they stand. Blank cells are left out.

    ``percentages`` are the headings whose value is shown with a % sign: 62 % is stored as 0.62.
    """

    sheet: Sheet
    number: int
    values: Mapping[str, Value]
    percentages: frozenset[str] = frozenset()

    def get(self, heading: str) -> Value:
        """Return the value under a heading, or None."""
        return self.values.get(heading)

    def text(self, heading: str) -> str:
        """Return the value under a heading as trimmed text, or nothing: for ids and words that are chosen."""
        return as_text(self.values.get(heading)).strip()

    def cell(self, heading: str) -> str:
        """Return the name of the cell under a heading, like ``items!G7``."""
        return f"{self.sheet.name}!{self.sheet.letters.get(heading, 'A')}{self.number}"

    def fault(self, heading: str, wrong: str, right: str = "") -> Fault:
        """Return a fault at the cell under a heading."""
        return Fault(self.sheet.file, self.cell(heading), heading, wrong, right)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was read: its headings with the letters of their columns, and its rows, blank ones left out.

    ``labels`` is what stood in the second row where that explains the headings.
    """

    file: str
    name: str
    letters: Mapping[str, str]
    rows: list[Row] = field(default_factory=list)
    labels: dict[str, Value] = field(default_factory=dict)


def number(value: Value) -> Value:
    """Return a number that was typed as text as a number; anything else as it is, for the schema to refuse."""
    return typed.number(value).value


def boolean(value: Value) -> Value:
    """Return ``true``, ``yes`` or ``是`` as True, and their opposites as False; anything else as it is."""
    return typed.boolean(value).value


def own_columns(sheets: Mapping[str, Sheet], known: Mapping[str, Iterable[str]]) -> tuple[list[Fault], list[str]]:
    """Return what is to be said of columns that are not ``known``: a fault where one is meant that is missing, else a note.

    Columns of one's own are not read; but ``notes`` beside a missing ``note`` is a slip that would lose what stands there.
    """
    faults: list[Fault] = []
    own: list[str] = []
    for name, sheet in sheets.items():
        headings = list(known[name])
        missing = [each for each in headings if each not in sheet.letters]
        for heading, letter in sheet.letters.items():
            if heading in headings:
                continue
            right = did_you_mean(heading, missing, otherwise="-") if missing else "-"
            if right != "-" or any(each.partition("[")[0] == heading.partition("[")[0] for each in headings):
                right = did_you_mean(heading, missing or headings)
                faults.append(Fault(sheet.file, f"{name}!{letter}1", heading, "this column is unknown here", right))
            else:
                own.append(f"`{heading}` ({name}!{letter})")
    file = next((sheet.file for sheet in sheets.values()), "")
    return faults, [f"{file}: columns of your own are not read: {', '.join(own)}"] if own else []


def read(
    path: Path,
    *,
    required: Mapping[str, Iterable[str]],
    optional: Mapping[str, Iterable[str]],
    known: Mapping[str, Iterable[str]] | None = None,
    labelled: Labelled | None = None,
) -> dict[str, Sheet]:
    """Read the sheets of a workbook: those ``required`` and those ``optional`` that are there, each with the headings that must be there.

    Headings are matched to those ``known`` ignoring case. ``labelled`` says whether the second row of a sheet explains its headings:
    then it is passed over. Raises Faults: an unsafe or damaged workbook, a missing sheet or heading, a formula, an error value, control
    characters, more rows than anybody fills in.
    """
    content = container.require(path)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library cannot keep (drawings, extensions) is not wanted here
            workbook = openpyxl.load_workbook(content, read_only=True, keep_links=False)
            faults: list[Fault] = []
            try:
                wanted = {
                    name: _Wanted(tuple(headings), _by_word((*headings, *(known or {}).get(name, ()))), labelled)
                    for name, headings in {**optional, **required}.items()
                }
                sheets = _sheets(str(path), workbook, wanted, faults)
            finally:
                workbook.close()
    except Faults:
        raise
    except Exception as error:  # whatever the parser trips over, the file is at fault
        raise single(path, "", "", f"the workbook is damaged ({type(error).__name__})", "save it again as .xlsx") from None
    faults += [
        Fault(str(path), "", "", f"the sheet `{name}` is missing", did_you_mean(name, workbook.sheetnames))
        for name in required
        if name not in sheets
    ]
    if faults:
        raise Faults(faults)
    return sheets


def _by_word(headings: Iterable[str]) -> dict[str, str]:
    return {typed.word(heading): heading for heading in headings}


def _sheets(file: str, workbook: Any, wanted: Mapping[str, _Wanted], faults: list[Fault]) -> dict[str, Sheet]:
    found = {}
    for name in workbook.sheetnames:
        if name in wanted and hasattr(workbook[name], "reset_dimensions"):
            worksheet = workbook[name]
            worksheet.reset_dimensions()  # what the file says of its size need not be true
            found[name] = _sheet(file, name, worksheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS), wanted[name], faults)
    return found


def _sheet(file: str, name: str, rows: Iterator[Any], wanted: _Wanted, faults: list[Fault]) -> Sheet:
    """Read one sheet, whose first row holds the headings."""
    headings: dict[int, str] = {}
    letters: dict[str, str] = {}
    sheet = Sheet(file, name, letters)
    for number, cells in enumerate(rows, start=1):
        if number > MAX_ROWS:
            faults.append(Fault(file, f"{name}!A{number}", "", "the sheet has too many rows", f"at most {MAX_ROWS:,}"))
            break
        if number == 1:
            headings = _headings(sheet, letters, cells, wanted, faults)
            continue
        row = _row(sheet, number, cells, headings, faults)
        if number == 2 and wanted.labelled and wanted.labelled(name, row.values):
            sheet.labels.update(row.values)
        elif row.values:
            sheet.rows.append(row)
    for heading in wanted.required:
        if heading not in letters:
            right = did_you_mean(heading, letters, otherwise="add the column")
            faults.append(Fault(file, f"{name}!A1", heading, f"the column `{heading}` is missing", right))
    return sheet


def _headings(sheet: Sheet, letters: dict[str, str], cells: Any, wanted: _Wanted, faults: list[Fault]) -> dict[int, str]:
    """Return the headings of the first row by the number of their column, and note their letters."""
    headings: dict[int, str] = {}
    for index, letter, cell in _filled(cells):
        value = as_text(_value(cell, sheet.file, f"{sheet.name}!{letter}1", faults)).strip()
        headings[index] = heading = wanted.known.get(typed.word(value), value)
        if heading in letters:
            faults.append(
                Fault(sheet.file, f"{sheet.name}!{letter}1", heading, "this heading stands here twice", "keep one of the columns")
            )
        letters.setdefault(heading, letter)
    return headings


def _row(sheet: Sheet, number: int, cells: Any, headings: Mapping[int, str], faults: list[Fault]) -> Row:
    values: dict[str, Value] = {}
    percentages: set[str] = set()
    for index, letter, cell in _filled(cells):
        place = f"{sheet.name}!{letter}{number}"
        value = _value(cell, sheet.file, place, faults)
        if index in headings:
            values[headings[index]] = value
            if "%" in str(cell.number_format or ""):
                percentages.add(headings[index])
        else:
            faults.append(Fault(sheet.file, place, "", "there is something in a column without a heading", "remove it"))
    return Row(sheet, number, values, frozenset(percentages))


def _filled(cells: Any) -> Iterator[tuple[int, str, Any]]:
    """Yield the cells of a row that are not blank, with the number and the letter of their column."""
    from openpyxl.utils import get_column_letter

    for index, cell in enumerate(cells, start=1):
        if cell.value is not None and not (isinstance(cell.value, str) and not cell.value.strip()):
            yield index, get_column_letter(index), cell


def _value(cell: Any, file: str, place: str, faults: list[Fault]) -> Value:
    """Return what stands in a cell, dates as ``2026-03-31``; add what may not stand there to ``faults``."""
    value = cell.value
    if cell.data_type == "f":
        faults.append(Fault(file, place, "", "a formula stands here", "replace it by its value"))
        return None
    if cell.data_type == "e":
        faults.append(Fault(file, place, "", f"the error value {value} stands here", "write a value"))
        return None
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, str):
        text = ESCAPE.sub(_unescaped, value).replace("\r\n", "\n").replace("\r", "\n")
        if control := control_character(text):
            faults.append(Fault(file, place, "", f"the text has a control character ({control})", "remove it"))
        return text
    return value if isinstance(value, bool | int | float) else str(value)


def _unescaped(found: re.Match[str]) -> str:
    """Return what an escape stands for: the end of a line, a control character (to be refused), or the text it protects."""
    if found[1]:
        return f"_{found[1]}"
    code = found[2].upper()
    return _LINE_ENDS.get(code, chr(int(code, 16)) if int(code, 16) < 32 else found[0])
