"""What people type is read where it can mean one thing only, and otherwise refused with the reason."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.catalogue import typed


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("62,5", 62.5),
        ("３", 3),
        ("６２．５", 62.5),
        ("0,625", 0.625),
        ("1,2345", 1.2345),
        ("1 300,5", 1300.5),
        ("1,300.5", 1300.5),
        ("1.300,5", 1300.5),
        ("1,300,000", 1300000),
        ("−3", -3),
        ("1\u00a0300", 1300),
        ("1’300", 1300),
    ],
)
def test_a_number_is_read_as_people_write_it(written, meant):
    assert typed.number(written) == typed.Typed(meant)


@pytest.mark.parametrize("written", ["1,300", "1 300", "1300", "１３００", 1300, 1300.0, "1,300.0", "1\u202f300"])
def test_a_whole_number_may_have_its_thousands_apart(written):
    assert typed.number(written, whole=True) == typed.Typed(1300)


@pytest.mark.parametrize(("written", "whole"), [("1,300", False), ("1.300", True), ("1.000", True)])
def test_a_separator_that_may_be_either_is_refused_with_both_meanings(written, whole):
    read = typed.number(written, whole=whole)
    assert read.value == written
    assert f"may mean 1{'' if written == '1.000' else '.3'} or {written[0]}{written[2:]}" in read.wrong


@pytest.mark.parametrize("written", ["10²", "③", "1,30,0", "1 30", "12,3,4", "three", "", True, "1/3", "--1"])
def test_what_is_no_number_stays_as_it_is(written):
    read = typed.number(written)
    assert read.value == written
    assert read.wrong.endswith("is not a number")


@given(st.floats(-1e12, 1e12, allow_nan=False) | st.integers(-(10**12), 10**12))
def test_any_number_is_read_back_from_its_own_text(number):
    whole = isinstance(number, int)
    assert typed.number(repr(number), whole=whole).value == number


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-31",
        "2026/10/31",
        "2026年10月31日",
        "２０２６年１０月３１日",
        "31.10.2026",
        "31/10/2026",
        "10/31/2026",
        " 2026.10.31 ",
        "31-10-2026",
    ],
)
def test_a_date_is_read_as_people_write_it(written):
    assert typed.date(written) == typed.Typed("2026-10-31")


def test_a_date_whose_month_does_not_show_is_refused_with_both_days():
    for written in ("03/04/2026", "3.4.2026", "03-04-2026"):
        read = typed.date(written)
        assert read.value == written
        assert read.wrong == f"`{written}` may mean two days: which number is the month does not show"
        assert read.right == "write 2026-04-03 or 2026-03-04"
    assert typed.date("05/05/2026").value == "2026-05-05"


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_no_date_is_ever_read_as_another(day):
    for written in (f"{day:%d.%m.%Y}", f"{day:%m/%d/%Y}", f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日"):
        read = typed.date(written)
        assert read.value == day.isoformat() or (read.wrong and read.value == written)


@pytest.mark.parametrize("written", ["2026-02-30", "30/02/2026", "2026年13月1日", "soon", "", 2026])
def test_what_is_no_day_of_the_calendar_is_refused(written):
    assert typed.date(written).wrong


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026年", 2026),
        ("２０２６", 2026),
        (2026, 2026),
        ("2026年度", 2026),
        ("2026-h1", "2026-H1"),
        ("2026年下半年", "2026-H2"),
        ("2026-05", "2026-05"),
    ],
)
def test_a_period_is_read_as_people_write_it(written, meant):
    assert typed.period(written) == meant


@pytest.mark.parametrize("written", ["yes", "Y", " TRUE ", "是", "ｙｅｓ", True])
def test_yes_is_yes(written):
    assert typed.boolean(written) == typed.Typed(True)


@pytest.mark.parametrize("written", ["no", "N", "False", "否", False])
def test_no_is_no(written):
    assert typed.boolean(written) == typed.Typed(False)


@pytest.mark.parametrize("written", ["maybe", "ja", 1, 0, "不"])
def test_what_is_neither_is_said_so(written):
    assert typed.boolean(written).wrong == f"`{written}` is not yes or no"
