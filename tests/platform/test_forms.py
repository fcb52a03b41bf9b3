"""Fields of forms: what is typed becomes a value, or is kept beside what is wrong with it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from assess.platform import forms


class Sample(Form):
    """A form with a field of every kind."""

    line = forms.line("Line")
    needed = forms.line("Needed", required=True)
    paragraphs = forms.paragraphs("Paragraphs")
    whole = forms.whole("Whole")
    points = forms.points("Points")
    day = forms.day("Day")
    one = forms.one_of("One", required=False)
    some = forms.some_of("Some")

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.one.choices = self.some.choices = [("a", "A"), ("b", "B")]


HELD = {
    "line": "x",
    "needed": "y",
    "paragraphs": "z",
    "whole": 3,
    "points": 4.5,
    "day": datetime.date(2026, 1, 1),
    "one": "a",
    "some": ["a"],
}


def filled(**typed):
    """Return the form of what is held already, with what was typed."""
    return Sample(MultiDict({"needed": "y", **typed}), data=HELD)


@pytest.mark.parametrize(
    ("field", "typed", "data"),
    [
        ("line", " a \x00\tb​ ", "a b​"),
        ("paragraphs", "one\r\n two\x00", "one\n two"),
        ("whole", "1 200", 1200),
        ("whole", "", None),
        ("whole", " ", None),
        ("points", "72,5", 72.5),
        ("points", "", None),
        ("day", "2026-06-30", datetime.date(2026, 6, 30)),
        ("day", "", None),
        ("one", "b", "b"),
        ("one", "", ""),
    ],
)
def test_what_is_typed_becomes_a_value(field, typed, data):
    form = filled(**{field: typed})
    assert form.validate()
    assert form[field].data == data


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("needed", " "),
        ("needed", "\x00"),
        ("line", "x" * 201),
        ("whole", "-1"),
        ("whole", "1.5"),
        ("whole", "²"),
        ("whole", "9" * 5000),
        ("points", "100.1"),
        ("points", "nan"),
        ("points", "1e1"),
        ("day", "30.06.2026"),
        ("day", "1066-01-01"),
        ("one", "c"),
        ("some", "c"),
    ],
)
def test_what_cannot_be_is_said_once(field, typed):
    form = filled(**{field: typed})
    assert not form.validate()
    assert list(form.errors) == [field]
    assert len(form[field].errors) == 1


@given(st.dictionaries(st.sampled_from(sorted(HELD)), st.text(max_size=40)))
def test_no_input_breaks_a_form(typed):
    form = filled(**typed)
    form.validate()
    for name in ("line", "needed", "paragraphs"):
        assert "\x00" not in (form[name].data or "")
