"""Sheets in and out: text stays text, formulas are refused with their cells, every fault knows its cell."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.catalogue import spreadsheet, workbook
from assess.catalogue.workbook import Choice, Column, Table
from assess.platform.faults import Faults


@pytest.fixture
def edit(tmp_path):
    """Make a workbook with a sheet ``a`` of columns x and y, edited by hand; return its path."""

    def run(change, rows=(("1", "2"),), labels=()):
        book = openpyxl.load_workbook(io.BytesIO(workbook.write([Table("a", [Column("x"), Column("y")], rows, labels)])))
        change(book["a"])
        path = tmp_path / "a.xlsx"
        book.save(path)
        return path

    return run


def read(path, labelled=None):
    return spreadsheet.read(path, required={"a": ["x", "y"]}, optional={"b": ["z"]}, labelled=labelled)["a"]


def refused(path):
    with pytest.raises(Faults) as caught:
        read(path)
    return str(caught.value)


def values(sheet):
    return [dict(row.values) for row in sheet.rows]


def test_what_is_written_is_read(edit):
    rows = [("text", 1), ("中文", 2.5), (None, True), ("two\nlines", -3)]
    assert values(read(edit(lambda sheet: None, rows))) == [
        {"x": "text", "y": 1},
        {"x": "中文", "y": 2.5},
        {"y": True},
        {"x": "two\nlines", "y": -3},
    ]


@pytest.mark.parametrize(
    "words", ["=1+1", "=cmd|' /C calc'!A0", "+41", "-x", "@SUM(A1)", "#N/A", "=", "\u202ertl", "<b>x</b>", "_x0041_", "_x000D_x", "'q"]
)
def test_a_text_is_never_a_formula_and_comes_back_as_it_was(edit, words):
    path = edit(lambda sheet: None, [(words, 1)])
    cell = openpyxl.load_workbook(path)["a"]["A2"]
    assert cell.data_type == "s"
    assert values(read(path)) == [{"x": words, "y": 1}]


def test_the_end_of_a_line_as_excel_writes_it_is_one(edit, tmp_path):
    path = edit(lambda sheet: None, [("MARK", "2")])
    assert values(read(with_text(path, tmp_path, "a_x000D_\nb_x000A_c"))) == [{"x": "a\nb\nc", "y": "2"}]


def with_text(path, folder, text):
    """Return a copy of a workbook in which MARK is another text, as it stands in the XML."""
    changed = folder / "changed.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(b"MARK", text.encode()))
    return changed


def test_a_text_that_looks_like_a_formula_stays_text_when_somebody_edits_it(edit):
    cell = openpyxl.load_workbook(edit(lambda sheet: None, [("=1+1", "plain")]))["a"]["A2"]
    assert cell.quotePrefix


_TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=40)


@given(st.lists(_TEXT.filter(lambda words: words.strip() and "_x" not in words), min_size=1, max_size=5))
def test_any_text_survives(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("sheets") / "a.xlsx"
    path.write_bytes(workbook.write([Table("a", [Column("x"), Column("y")], [(each, 1) for each in words])]))
    assert [row.get("x") for row in read(path).rows] == words


def test_a_formula_is_refused_with_its_cell(edit):
    def change(sheet):
        sheet["B2"] = "=A2*2"
        sheet["A3"] = "=1"

    said = refused(edit(change))
    assert "a.xlsx:a!B2: a formula stands here — replace it by its value" in said
    assert "a.xlsx:a!A3: a formula stands here" in said


def test_an_array_formula_and_a_formula_in_the_heading_are_refused(edit):
    def change(sheet):
        sheet["B2"] = openpyxl.worksheet.formula.ArrayFormula("B2:B2", "=SUM(A1:A2)")
        sheet["A1"] = '="x"'

    said = refused(edit(change))
    assert "a!B2: a formula stands here" in said
    assert "a!A1: a formula stands here" in said


def test_an_error_value_is_refused_with_its_cell(edit):
    def change(sheet):
        sheet["A2"] = "#DIV/0!"

    assert "a!A2: the error value #DIV/0! stands here — write a value" in refused(edit(change))


def test_a_date_is_read_as_its_day(edit):
    def change(sheet):
        sheet["A2"] = datetime.date(2026, 3, 31)
        sheet["B2"] = datetime.datetime(2026, 3, 31, 12, 30)

    assert values(read(edit(change))) == [{"x": "2026-03-31", "y": "2026-03-31"}]


def test_a_percentage_is_marked_as_one(edit):
    def change(sheet):
        sheet["A2"] = 0.62
        sheet["A2"].number_format = "0%"

    row = read(edit(change)).rows[0]
    assert row.get("x") == 0.62
    assert row.percentages == {"x"}


def test_blank_rows_and_cells_are_left_out_and_numbering_stays(edit):
    def change(sheet):
        sheet["A2"] = "   "
        sheet["B2"] = None
        sheet["A5"] = "here"

    rows = read(edit(change)).rows
    assert [(row.number, dict(row.values), row.cell("x")) for row in rows] == [(5, {"x": "here"}, "a!A5")]


def test_a_row_of_labels_is_passed_over(edit):
    sheet = read(edit(lambda sheet: None, [("1", "2")], ("Ex", "Why")), labelled=lambda _, values: values["x"] == "Ex")
    assert [(row.number, dict(row.values)) for row in sheet.rows] == [(3, {"x": "1", "y": "2"})]
    assert sheet.labels == {"x": "Ex", "y": "Why"}


def test_a_second_row_that_is_no_label_is_an_entry(edit):
    sheet = read(edit(lambda sheet: None, [("1", "2")]), labelled=lambda _, values: values["x"] == "Ex")
    assert [(row.number, dict(row.values)) for row in sheet.rows] == [(2, {"x": "1", "y": "2"})]


def test_headings_are_known_in_any_case_and_with_space_around(edit):
    def change(sheet):
        sheet["A1"], sheet["B1"] = " X ", "Ｙ"

    assert values(read(edit(change))) == [{"x": "1", "y": "2"}]


def test_columns_may_be_moved(edit):
    def change(sheet):
        sheet["A1"], sheet["B1"] = "y", "x"

    row = read(edit(change)).rows[0]
    assert (row.get("x"), row.cell("x")) == ("2", "a!B2")


def test_a_missing_column_is_named_with_the_one_that_may_be_meant(edit):
    def change(sheet):
        sheet["B1"] = "yy"

    assert "a!A1: y: the column `y` is missing — did you mean `yy`?" in refused(edit(change))


def test_a_heading_that_stands_twice_is_named(edit):
    def change(sheet):
        sheet["C1"] = "x"

    assert "a!C1: x: this heading stands here twice" in refused(edit(change))


def test_something_in_a_column_without_a_heading_is_named(edit):
    def change(sheet):
        sheet["D2"] = "stray"

    assert "a!D2: there is something in a column without a heading" in refused(edit(change))


def test_a_missing_sheet_is_named_with_the_one_that_may_be_meant(edit):
    def change(sheet):
        sheet.title = "aa"

    assert "the sheet `a` is missing — did you mean `aa`?" in refused(edit(change))


def test_an_optional_sheet_may_be_missing_and_others_are_left_alone(edit):
    def change(sheet):
        sheet.parent.create_sheet("my notes")["A1"] = "=1+1"

    assert values(read(edit(change))) == [{"x": "1", "y": "2"}]


@pytest.mark.parametrize("escape", ["_x0007_", "_x001B_", "_x0000_"])
def test_a_control_character_is_refused_with_its_cell(edit, tmp_path, escape):
    path = edit(lambda sheet: None, [("MARK", "2")])
    hidden = with_text(path, tmp_path, f"a{escape}b")
    assert f"a!A2: the text has a control character (U+{escape[2:6]})" in refused(hidden)


def test_a_sheet_of_too_many_rows_is_refused(edit, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 50)
    assert "a!A51: the sheet has too many rows — at most 50" in refused(edit(lambda sheet: None, [("1", "2")] * 60))


def test_a_cell_at_the_far_end_of_the_sheet_does_not_make_a_million_rows(edit):
    def change(sheet):
        sheet["XFD1048576"] = "far away"

    assert re.search("too many rows", refused(edit(change)))


def test_a_text_too_long_for_a_cell_is_refused_instead_of_cut():
    with pytest.raises(Faults, match="a text of 40,000 characters does not fit in a cell"):
        workbook.write([Table("a", [Column("x")], [["x" * 40_000]])])


def test_drop_downs_and_ranges_are_written(tmp_path):
    columns = [Column("x", choices=("a", "b")), Column("y")]
    choices = [Choice(2, 2, ("0", "1")), Choice(3, 2, low=0, high=100), Choice(4, 2, tuple(f"option-{n}" for n in range(100)))]
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook.write([Table("a", columns, [["a", None]] * 3, choices=choices)]))
    book = openpyxl.load_workbook(path)
    rules = {str(rule.sqref): (rule.type, rule.formula1, rule.formula2) for rule in book["a"].data_validations.dataValidation}
    assert rules["B2"] == ("list", '"0,1"', None)
    assert rules["B3"] == ("decimal", "0", "100")
    assert rules["B4"] == ("list", "lists!$A$1:$A$100", None)  # longer than Excel takes in a rule
    assert book["lists"].sheet_state == "hidden"
    assert [cell.value for cell in book["lists"]["A"]] == [f"option-{n}" for n in range(100)]
    assert rules["A2:A205"] == ("list", '"a,b"', None)


@pytest.mark.parametrize(
    ("value", "read_as"), [("3", 3), ("3.5", 3.5), (" -2 ", -2), ("1e3", 1000), (7, 7), ("x", "x"), ("1/3", "1/3"), (True, True), ("", "")]
)
def test_a_number_typed_as_text_is_a_number(value, read_as):
    assert spreadsheet.number(value) == read_as
    assert type(spreadsheet.number(value)) is type(read_as)


@pytest.mark.parametrize(
    ("value", "read_as"), [("yes", True), ("是", True), ("TRUE", True), ("no", False), ("否", False), (False, False), ("ja", "ja"), (1, 1)]
)
def test_yes_and_no_are_known_in_both_languages(value, read_as):
    assert spreadsheet.boolean(value) is read_as or spreadsheet.boolean(value) == read_as
