"""An answer sheet filled in by hand, and what becomes of it."""

from __future__ import annotations

import io

import openpyxl
import pytest

from assess.assessments import sheets_reading
from assess.platform.faults import Faults

QUESTIONNAIRE = "customer-management@1"


class Filled:
    """A sheet being filled in by hand."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.columns = {sheet.title: {cell.value: cell.column for cell in sheet[1]} for sheet in self.book}
        self.rows = {sheet.title: {row[0].value: row[0].row for row in sheet.iter_rows(min_row=3) if row[0].value} for sheet in self.book}

    def cell(self, sheet, row, column):
        return self.book[sheet].cell(self.rows[sheet].get(row, row), self.columns[sheet][column])

    def answer(self, row, answer=None, **more):
        for column, value in {"answer": answer, **more}.items():
            if value is not None:
                self.cell("answers", row, column).value = value

    def set(self, key, value):
        self.cell("assessment", key, "value").value = value

    def add(self, sheet, row, **values):
        for column, value in values.items():
            self.book[sheet].cell(row, self.columns[sheet][column]).value = value


def read(path):
    return sheets_reading.read(path, output=path.with_suffix(".yaml")).case.assessment


def imported(path):
    return sheets_reading.read(path, output=path.with_suffix(".yaml"))


def told(path):
    with pytest.raises(Faults) as caught:
        read(path)
    return [str(fault).replace(f"{path}:", "") for fault in caught.value.faults]
