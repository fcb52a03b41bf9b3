"""The report as an Excel workbook: one sheet a subject, numbers as numbers, for whoever wants to compute on.

A cell whose text begins like a formula is text and stays text: it is written with the type of a string and marked as quoted, so that no
program takes it for a formula, whatever somebody wrote into a note.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assess.catalogue.spreadsheet import ESCAPE
from assess.reporting import packing, workbook
from assess.reporting.branding import Branding
from assess.reporting.values import Report, Shown
from assess.reporting.workbook import Cell
from assess.reporting.writer import Writer

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST = 30_000
"""Characters written into one cell; Excel holds 32,767, and some take seven when they are escaped. The rest follows in the next row."""
_WIDEST, _NARROWEST = 70, 9


def render(report: Report, language: str, branding: Branding | None = None) -> bytes:
    """Return the workbook of a report as the bytes of an .xlsx file; ``branding`` says in the head of printed pages whose it is."""
    from openpyxl import Workbook

    write = Writer(language)
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, heading, rows in workbook.sheets(report, write):
        _sheet(book, title, heading, list(rows), write.gettext("None recorded."))
    if branding and branding.name:
        for sheet in book.worksheets:
            if sheet.oddHeader is not None:
                sheet.oddHeader.left.text = branding.shown(language)["name"].replace("&", "&&")
    book.properties.title = report.running_title
    book.properties.creator = "Assess"
    book.properties.language = report.language
    day = datetime.datetime.fromisoformat(report.iso_date) if report.iso_date else datetime.datetime(1980, 1, 1)
    book.properties.created = book.properties.modified = day
    content = io.BytesIO()
    book.save(content)
    return packing.steady(content.getvalue())


def _sheet(book: Workbook, title: str, heading: Sequence[str], rows: Sequence[Sequence[Cell]], none: str) -> None:
    """Add a sheet; one that nothing was recorded for says so in the words of ``none``."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet: Worksheet = book.create_sheet(title[:31])
    wrap = Alignment(wrap_text=True, vertical="top")
    shade = PatternFill("solid", fgColor="F1F5F9")
    for place, words in enumerate(heading, start=1):
        cell = sheet.cell(1, place, words)
        cell.font, cell.fill, cell.alignment = Font(bold=True), shade, wrap
    filled = [row for row in rows if any(_plain(cell) not in ("", None) for cell in row[1:])] or [("", none)]
    for line, piece in enumerate((piece for row in filled for piece in _pieces(row)), start=2):
        for place, value in enumerate(piece, start=1):
            _cell(sheet, line, place, value, wrap)
    for place in range(1, len(heading) + 1):
        longest = max((len(str(sheet.cell(line, place).value or "")) for line in range(1, sheet.max_row + 1)), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, max(_NARROWEST, longest + 2))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _pieces(row: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """Yield the row, and further rows for what its cells cannot hold."""
    yield [value[:_LONGEST] if isinstance(value, str) else value for value in row]
    rest = [value[_LONGEST:] if isinstance(value, str) else None for value in row]
    if any(rest):
        yield from _pieces(rest)


def _plain(value: Cell) -> str | float | int | bool | None:
    return (value.value if value.value is not None else value.text) if isinstance(value, Shown) else value


def _cell(sheet: Worksheet, line: int, place: int, value: Cell, wrap: object) -> None:
    """Write one cell: a number as a number in the format it is shown in, a text as a text and nothing else."""
    from openpyxl.cell.cell import Cell as SheetCell

    plain = _plain(value)
    if plain is None:
        return
    cell = sheet.cell(line, place)
    assert isinstance(cell, SheetCell)
    cell.alignment = wrap  # type: ignore[assignment]
    if isinstance(plain, str):
        cell.value = ESCAPE.sub(lambda found: f"_x005F{found[0]}", plain)
        cell.data_type = "s"
        cell.quotePrefix = plain[:1] in "=+-@\t\r"
        return
    cell.value = plain
    if isinstance(value, Shown):
        cell.number_format = number_format(value.text)


def number_format(text: str) -> str:
    """Return the number format that shows a number as the report writes it.

    >>> number_format("62.4"), number_format("+0.83"), number_format("12.5%"), number_format("1,234")
    ('0.0', '+0.00;-0.00;0.00', '0.0%', '#,##0')
    """
    percent, digits = text.endswith("%"), text.strip("<>+−%\u00a0")
    whole, _, decimals = digits.partition(".")
    form = ("#,##0" if "," in whole else "0") + ("." + "0" * len(decimals) if decimals else "") + ("%" if percent else "")
    return f"+{form};-{form};{form}" if text.startswith("+") else form
