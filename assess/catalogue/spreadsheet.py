"""Plain sheets coming in: a heading a column, a row a record, every cell with its name (``items!G7``).

Formulas are refused, with their cells named, because what a formula shows is not what stands in the file.
"""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.catalogue import container
from assess.catalogue.schema import did_you_mean
from assess.platform.documents import control_character
from assess.platform.faults import Fault, Faults, single

if TYPE_CHECKING:
    pass

Value = str | int | float | bool | None

MAX_ROWS = 20_000
MAX_COLUMNS = 200

ESCAPE = re.compile(r"_x005[Ff]_(x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")
"""How Excel writes a character that XML does not allow (``_x000D_``), and a text that only looks like one (``_x005F_x000D_``)."""

_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_BOOLEANS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_LINE_ENDS = {"000D": "", "000A": "\n", "0009": "\t"}


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
    """A sheet that was read: its headings with the letters of their columns, and its rows, blank ones left out."""

    file: str
    name: str
    letters: Mapping[str, str]
    rows: list[Row] = field(default_factory=list)


def number(value: Value) -> Value:
    """Return a number that was typed as text as a number; anything else as it is, for the schema to refuse."""
    if isinstance(value, str) and len(value) < 40 and _NUMBER.match(value.strip()):
        read_number = float(value)
        return int(read_number) if read_number.is_integer() and abs(read_number) < 1e15 else read_number
    return value


def boolean(value: Value) -> Value:
    """Return ``true``, ``yes`` or ``是`` as True, and their opposites as False; anything else as it is."""
    return _BOOLEANS.get(value.strip().lower(), value) if isinstance(value, str) else value


def as_text(value: Value) -> str:
    """Return a cell's value as text: a whole number without a fraction, true and false in lower case."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read(
    path: Path, *, required: Mapping[str, Iterable[str]], optional: Mapping[str, Iterable[str]], labelled: bool = False
) -> dict[str, Sheet]:
    """Read the sheets of a workbook: those ``required`` and those ``optional`` that are there, each with the headings that must be there.

    ``labelled``: the second row explains the headings and is passed over. Raises Faults: an unsafe or damaged workbook, a missing
    sheet or heading, a formula, an error value, control characters, more rows than anybody fills in.
    """
    content = container.require(path)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library cannot keep (drawings, extensions) is not wanted here
            workbook = openpyxl.load_workbook(content, read_only=True, keep_links=False)
            faults: list[Fault] = []
            try:
                sheets = _sheets(str(path), workbook, {**optional, **required}, labelled, faults)
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


def _sheets(file: str, workbook: Any, wanted: Mapping[str, Iterable[str]], labelled: bool, faults: list[Fault]) -> dict[str, Sheet]:
    found = {}
    for name in workbook.sheetnames:
        if name in wanted and hasattr(workbook[name], "reset_dimensions"):
            worksheet = workbook[name]
            worksheet.reset_dimensions()  # what the file says of its size need not be true
            found[name] = _sheet(file, name, worksheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS), wanted[name], labelled, faults)
    return found


def _sheet(file: str, name: str, rows: Iterator[Any], wanted: Iterable[str], labelled: bool, faults: list[Fault]) -> Sheet:
    """Read one sheet, whose first row holds the headings."""
    from openpyxl.utils import get_column_letter

    headings: dict[int, str] = {}
    letters: dict[str, str] = {}
    sheet = Sheet(file, name, letters)
    for number, cells in enumerate(rows, start=1):
        if number > MAX_ROWS:
            faults.append(Fault(file, f"{name}!A{number}", "", "the sheet has too many rows", f"at most {MAX_ROWS:,}"))
            break
        values: dict[str, Value] = {}
        percentages: set[str] = set()
        for index, cell in enumerate(cells, start=1):
            if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            place = f"{name}!{get_column_letter(index)}{number}"
            value = _value(cell, file, place, faults)
            if number == 1:
                headings[index] = heading = as_text(value).strip()
                if heading in letters:
                    faults.append(Fault(file, place, heading, "this heading stands here twice", "keep one of the columns"))
                letters.setdefault(heading, get_column_letter(index))
            elif number == 2 and labelled:
                continue
            elif index in headings:
                values[headings[index]] = value
                if "%" in str(cell.number_format or ""):
                    percentages.add(headings[index])
            else:
                faults.append(Fault(file, place, "", "there is something in a column without a heading", "remove it"))
        if values:
            sheet.rows.append(Row(sheet, number, values, frozenset(percentages)))
    for heading in wanted:
        if heading not in letters:
            right = did_you_mean(heading, letters, otherwise="add the column")
            faults.append(Fault(file, f"{name}!A1", heading, f"the column `{heading}` is missing", right))
    return sheet


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
