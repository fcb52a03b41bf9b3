"""Tables as people have them: other separators, byte-order marks, decimal commas, and files that are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.benchmarking import table
from assess.platform.faults import Faults

TablePath = Callable[..., Path]
WANTED = ("firm", "score")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(table_path: TablePath, separator: str) -> None:
    path = table_path(separator.join(["a", "70"]), header=separator.join(["firm", "score"]))
    opened = table.open_table(path, wanted=WANTED)
    assert (opened.separator, opened.header) == (separator, ("firm", "score"))
    assert list(opened.rows()) == [(2, ["a", "70"])]


def test_the_separator_is_the_one_the_wanted_columns_are_found_with(table_path: TablePath) -> None:
    path = table_path("a;70", header="firm;score;name, first, second, third")
    assert table.open_table(path, wanted=WANTED).separator == ";"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_do_not_stick_to_the_first_column(table_path: TablePath, encoding: str) -> None:
    opened = table.open_table(table_path("企业,70", encoding=encoding, header="firm,score"), wanted=WANTED)
    assert opened.header == ("firm", "score")
    assert list(opened.rows()) == [(2, ["企业", "70"])]


def test_the_line_by_which_a_spreadsheet_announces_its_separator_is_read(table_path: TablePath) -> None:
    opened = table.open_table(table_path("firm;score", "a;70", header="sep=;"), wanted=WANTED)
    assert opened.header == ("firm", "score")
    assert list(opened.rows()) == [(2, ["a", "70"])]


def test_quoted_cells_may_hold_separators_and_line_breaks(table_path: TablePath) -> None:
    opened = table.open_table(table_path('"a, b\nand c",70', "d,80", header="firm,score"), wanted=WANTED)
    assert list(opened.rows()) == [(2, ["a, b\nand c", "70"]), (3, ["d", "80"])]


def test_empty_lines_are_no_rows(table_path: TablePath) -> None:
    assert len(list(table.open_table(table_path("a,70", "", " , ", "b,80", header="firm,score"), wanted=WANTED).rows())) == 2


@pytest.mark.parametrize(
    ("cells", "separator", "decimal"),
    [
        (["3,5", "4"], ";", ","),
        (["3.5", "4"], ";", "."),
        (["3.1111112", "3,000.5"], ";", "."),
        (["1.250,75", "2,5"], "\t", ","),
        (["70", "80"], ",", "."),
        (["70", "80"], ";", ","),
        (["3,125", "2,250"], ";", ","),
    ],
)
def test_the_decimal_sign_is_found(table_path: TablePath, cells: list[str], separator: str, decimal: str) -> None:
    path = table_path(*(f"a{separator}{cell}" for cell in cells), header=f"firm{separator}score")
    assert table.open_table(path, wanted=WANTED, numeric=("score",)).decimal == decimal


def test_the_map_has_the_last_word_on_the_decimal_sign(table_path: TablePath) -> None:
    path = table_path("a;3,5", header="firm;score")
    assert table.open_table(path, wanted=WANTED, numeric=("score",), decimal=".").decimal == "."


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("3.5", ".", 3.5),
        ("3,5", ",", 3.5),
        ("3,5", ".", None),
        ("1,250", ".", 1250.0),
        ("1.250", ",", 1250.0),
        ("1.250.000,5", ",", 1_250_000.5),
        ("1,25,000", ".", None),
        (" 2 700 ", ".", 2700.0),
        ("2\u202f700", ",", 2700.0),
        ("−4", ".", -4.0),
        ("1e3", ".", 1000.0),
        ("", ".", None),
        ("e5", ".", None),
        (".", ".", None),
        ("nan", ".", None),
        ("inf", ".", None),
        ("1e999", ".", None),
        ("٣", ".", None),
        ("70 %", ".", None),
        ("=1+1", ".", None),
    ],
)
def test_a_cell_holds_a_finite_number_or_none(text: str, decimal: str, value: float | None) -> None:
    assert table.number(text, decimal) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_is_read_as_it_was_written(value: float) -> None:
    assert table.number(repr(value), ".") == value
    assert table.number(repr(value).replace(".", ","), ",") == value


@given(st.text(max_size=20))
def test_no_text_is_too_strange(text: str) -> None:
    assert table.number(text, ".") is None or any(character in "0123456789" for character in text)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"PK\x03\x04rest", "save the sheet as CSV UTF-8"),
        (b"firm,firm,score\n", "two columns have this name"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(Faults, match=said):
        table.open_table(path, wanted=WANTED)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="there is no such file"):
        table.open_table(tmp_path / "none.csv", wanted=WANTED)


def test_text_that_is_not_utf_8_is_refused_with_its_row(table_path: TablePath) -> None:
    path = table_path("Société,70", header="firm,score", encoding="latin-1")
    with pytest.raises(Faults, match="the text is not UTF-8"):
        list(table.open_table(path, wanted=WANTED).rows())


def test_a_quote_that_is_never_closed_is_refused(table_path: TablePath) -> None:
    path = table_path('"a,70', *["b,80"] * 40_000, header="firm,score")
    with pytest.raises(Faults, match="quotes that are never closed"):
        list(table.open_table(path, wanted=WANTED).rows())


def test_a_missing_column_is_named_with_the_nearest_that_is_there(table_path: TablePath) -> None:
    opened = table.open_table(table_path("a,70", header="firm,score"), wanted=WANTED)
    assert table.missing(opened, "score") is None
    assert table.missing(opened, "scores") == ("the table has no column `scores`", "did you mean `score`?")
