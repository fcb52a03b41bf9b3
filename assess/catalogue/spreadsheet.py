"""Plain sheets in and out: a heading a column, a row a record, every cell with its name (``items!G7``).

Going out, every text is a text: one that begins with ``=``, ``+``, ``-`` or ``@`` is never a formula. Coming in, formulas are refused, with
their cells named, because what a formula shows is not what stands in the file.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.catalogue import container
from assess.catalogue.schema import did_you_mean
from assess.platform.documents import control_character
from assess.platform.faults import Fault, Faults, single

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | bool | None

MAX_ROWS = 20_000
MAX_COLUMNS = 200
LONGEST = 32_767  # characters in one cell, says Excel

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_BOOLEANS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_LINE_ENDS = {"000D": "", "000A": "\n", "0009": "\t"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be written: its heading, its width in characters, what may be chosen in it, and Excel's format (``@`` is text)."""

    heading: str
    width: int = 14
    choices: tuple[str, ...] = ()
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a single cell accepts: one of ``choices``, or a number from ``low`` to ``high``."""

    row: int
    column: int
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written. ``labels`` is an optional second row that explains the headings in the reader's language.

    ``blank_rows`` are prepared to be filled in.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    labels: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    frozen_columns: int = 1
    blank_rows: int = 0


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
    container.require(path)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library cannot keep (drawings, extensions) is not wanted here
            workbook = openpyxl.load_workbook(path, read_only=True, keep_links=False)
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
        text = _ESCAPE.sub(lambda found: _LINE_ENDS.get(found[1].upper(), found[0]), value).replace("\r\n", "\n").replace("\r", "\n")
        hidden = next((f"U+{found[1].upper()}" for found in _ESCAPE.finditer(text) if int(found[1], 16) < 32), "")
        if control := control_character(text) or hidden:
            faults.append(Fault(file, place, "", f"the text has a control character ({control})", "remove it"))
        return text
    return value if isinstance(value, bool | int | float) else str(value)


def write(tables: Iterable[Table]) -> bytes:
    """Return a workbook with one sheet a table. Raises Faults: a text longer than a cell can hold."""
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in tables:
        _write_table(workbook.create_sheet(table.name), table)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_table(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    top = Alignment(vertical="top", wrap_text=True)
    first = 3 if table.labels else 2
    for index, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        _write(sheet.cell(1, index), column.heading)
        sheet.cell(1, index).font = Font(bold=not table.labels, color="FF777777" if table.labels else None)
        sheet.cell(1, index).fill = PatternFill("solid", fgColor="FFEEEEEE")
        if table.labels:
            _write(sheet.cell(2, index), table.labels[index - 1])
            sheet.cell(2, index).font = Font(bold=True)
            sheet.cell(2, index).alignment = top
    for number, values in enumerate(table.rows, start=first):
        for index, value in enumerate(values, start=1):
            if value is not None and value != "":
                _write(sheet.cell(number, index), value)
            sheet.cell(number, index).alignment = top
    _write_formats(sheet, table, first)
    sheet.freeze_panes = sheet.cell(first, table.frozen_columns + 1).coordinate
    _write_choices(sheet, table, first)


def _write_formats(sheet: Worksheet, table: Table, first: int) -> None:
    """Give the cells of a column its format, also those that are still to be filled in."""
    for index, column in enumerate(table.columns, start=1):
        if column.number_format:
            for number in range(first, first + max(len(table.rows), table.blank_rows)):
                sheet.cell(number, index).number_format = column.number_format


def _write(cell: Any, value: Value) -> None:
    """Write one value; a text stays a text whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    if len(value) > LONGEST:
        raise single("Excel", "", cell.coordinate, f"a text of {len(value):,} characters does not fit in a cell", f"at most {LONGEST:,}")
    cell.value = _ESCAPE.sub(lambda found: "_x005F" + found[0], value)
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _write_choices(sheet: Worksheet, table: Table, first: int) -> None:
    """Write the drop-downs: of whole columns, and of single cells; equal ones share one rule."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = first + len(table.rows) + 200
    for index, column in enumerate(table.columns, start=1):
        if listed := _listed(column.choices):
            rule = DataValidation(type="list", formula1=listed, allow_blank=True)
            rule.add(f"{get_column_letter(index)}{first}:{get_column_letter(index)}{last}")
            sheet.add_data_validation(rule)
    rules: dict[tuple[object, ...], DataValidation] = {}
    for choice in table.choices:
        if choice.choices and not _listed(choice.choices):
            continue
        key = (choice.choices, choice.low, choice.high, choice.whole)
        if key not in rules:
            rules[key] = _rule(choice)
            sheet.add_data_validation(rules[key])
        rules[key].add(f"{get_column_letter(choice.column)}{choice.row}")


def _rule(choice: Choice) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    if choice.choices:
        return DataValidation(type="list", formula1=_listed(choice.choices), allow_blank=True, showErrorMessage=True)
    return DataValidation(
        type="whole" if choice.whole else "decimal",
        operator="between",
        formula1=str(choice.low),
        formula2=str(choice.high),
        allow_blank=True,
        showErrorMessage=True,
    )


def _listed(choices: Iterable[str]) -> str:
    """Return a list for a drop-down, or nothing: Excel takes up to 255 characters, a longer list goes without."""
    listed = ",".join(choices)
    return f'"{listed}"' if 0 < len(listed) <= 250 else ""
