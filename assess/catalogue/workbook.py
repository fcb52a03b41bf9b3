"""Plain sheets going out: a heading a column, a row a record, drop-downs where something is to be chosen.

Every text is a text: one that begins with ``=``, ``+``, ``-`` or ``@`` is never a formula, here or after somebody has edited it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assess.catalogue.spreadsheet import ESCAPE, Value
from assess.platform.faults import single

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767  # characters in one cell, says Excel
LISTS = "lists"  # the hidden sheet of drop-downs that are too long for a rule


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
class Closed:
    """A cell that is to stay empty: greyed, and Excel refuses what is typed there, with the reason."""

    row: int
    column: int
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written. ``labels`` is an optional second row that explains the headings in the reader's language.

    ``blank_rows`` are prepared to be filled in. A ``hidden`` sheet is for the program only.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    labels: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    frozen_columns: int = 1
    blank_rows: int = 0
    closed: Sequence[Closed] = ()
    hidden: bool = False


@dataclass(slots=True)
class _Lists:
    """The drop-downs of a workbook that do not fit into a rule, a column each of a hidden sheet."""

    columns: dict[tuple[str, ...], int] = field(default_factory=dict)

    def formula(self, choices: Sequence[str]) -> str:
        """Return a list as a rule takes it: the words themselves, up to 255 characters without a comma, else where they stand."""
        from openpyxl.utils import get_column_letter

        listed = ",".join(choices)
        if len(listed) <= 250 and not any("," in each or '"' in each for each in choices):
            return f'"{listed}"' if listed else ""
        letter = get_column_letter(self.columns.setdefault(tuple(choices), len(self.columns) + 1))
        return f"{LISTS}!${letter}$1:${letter}${len(choices)}"


def write(tables: Iterable[Table]) -> bytes:
    """Return a workbook with one sheet a table. Raises Faults: a text longer than a cell can hold."""
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    lists = _Lists()
    for table in tables:
        _write_table(workbook.create_sheet(table.name), table, lists)
    if lists.columns:
        hidden = workbook.create_sheet(LISTS)
        hidden.sheet_state = "hidden"
        for choices, index in lists.columns.items():
            for number, choice in enumerate(choices, start=1):
                _write(hidden.cell(number, index), choice)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_table(sheet: Worksheet, table: Table, lists: _Lists) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    if table.hidden:
        sheet.sheet_state = "hidden"
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
    _write_choices(sheet, table, first, lists)
    _write_closed(sheet, table.closed)


def _write_formats(sheet: Worksheet, table: Table, first: int) -> None:
    """Give the cells of a column its format, also those that are still to be filled in."""
    for index, column in enumerate(table.columns, start=1):
        if column.number_format:
            for number in range(first, first + max(len(table.rows), table.blank_rows)):
                sheet.cell(number, index).number_format = column.number_format


def _write(cell: Any, value: Value) -> None:
    """Write one value; a text stays a text whatever it begins with, a number keeps its last digit (cells are written with 16)."""
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        value = repr(value)
    if not isinstance(value, str):
        cell.value = value
        return
    if len(value) > LONGEST:
        raise single("Excel", "", cell.coordinate, f"a text of {len(value):,} characters does not fit in a cell", f"at most {LONGEST:,}")
    cell.value = ESCAPE.sub(lambda found: f"_x005F{found[0]}", value)
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _write_choices(sheet: Worksheet, table: Table, first: int, lists: _Lists) -> None:
    """Write the drop-downs: of whole columns, and of single cells; equal ones share one rule."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = first + len(table.rows) + 200
    for index, column in enumerate(table.columns, start=1):
        if listed := lists.formula(column.choices):
            rule = DataValidation(type="list", formula1=listed, allow_blank=True)
            rule.add(f"{get_column_letter(index)}{first}:{get_column_letter(index)}{last}")
            sheet.add_data_validation(rule)
    rules: dict[tuple[object, ...], DataValidation] = {}
    for choice in table.choices:
        key = (choice.choices, choice.low, choice.high, choice.whole)
        if key not in rules:
            rules[key] = _rule(choice, lists)
            sheet.add_data_validation(rules[key])
        rules[key].add(f"{get_column_letter(choice.column)}{choice.row}")


def _rule(choice: Choice, lists: _Lists) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    if choice.choices:
        return DataValidation(type="list", formula1=lists.formula(choice.choices), allow_blank=True, showErrorMessage=True)
    return DataValidation(
        type="whole" if choice.whole else "decimal",
        operator="between",
        formula1=str(choice.low),
        formula2=str(choice.high),
        allow_blank=True,
        showErrorMessage=True,
    )


def _write_closed(sheet: Worksheet, closed: Sequence[Closed]) -> None:
    """Grey the cells that stay empty, and let Excel say why as soon as one is chosen."""
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    rules: dict[str, DataValidation] = {}
    for each in closed:
        if each.reason not in rules:
            said = each.reason[:250]  # Excel takes 255 characters
            rules[each.reason] = DataValidation(
                type="textLength", operator="lessThan", formula1="1", allow_blank=True, showErrorMessage=True, showInputMessage=True
            )
            rules[each.reason].error = rules[each.reason].prompt = said
            sheet.add_data_validation(rules[each.reason])
        rules[each.reason].add(f"{get_column_letter(each.column)}{each.row}")
        sheet.cell(each.row, each.column).fill = PatternFill("solid", fgColor="FFD9D9D9")
