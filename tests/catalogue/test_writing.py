"""What is written is readable, keeps its Unicode, and reads back as the same value."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.catalogue import library, writing
from assess.platform import documents
from tests import small_questionnaire as small


def again(plain):
    return documents.parse(writing.as_yaml(plain), file="a.yaml").value


def test_a_written_questionnaire_is_the_same_when_read(tmp_path):
    questionnaire = library.questionnaire("customer-management@1")
    for name, content in writing.files(questionnaire).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert library.questionnaire_in(tmp_path) == questionnaire


def test_keys_stand_in_the_order_of_the_format(tmp_path):
    questionnaire = library.questionnaire_in(small.write(tmp_path / "q"))
    keys = list(writing.item(questionnaire.item_by_id["B1.2"]))
    assert keys == ["id", "kind", "measures", "text", "guidance", "metric", "evidence", "verification", "na_allowed", "advice", "source"]


def test_text_is_written_in_its_own_script_on_one_line_in_block_style():
    said = writing.as_yaml({"title": {"en": "Leadership: what " + "counts " * 40, "zh_Hans": "领导"}}).decode()
    assert said.splitlines()[0] == "title:"
    assert "  zh_Hans: 领导" in said.splitlines()
    assert len(said.splitlines()) == 3


def test_dates_short_lists_and_the_key_yes_look_as_people_write_them():
    said = writing.as_yaml({"date": "2026-03-01", "trend": [80.1, 82, 84.2], "yes": True, "points": [[50, 0], [95, 1]]}).decode()
    assert said == "date: 2026-03-01\ntrend: [80.1, 82, 84.2]\nyes: true\npoints: [[50, 0], [95, 1]]\n"


@pytest.mark.parametrize("number", [0.1, 1 / 3, 1e-9, 84.2, 1e22, 5e-324, 123456789.123])
def test_a_number_is_not_rounded(number):
    assert again({"v": writing.number(number)})["v"] == number


_TRAPS = [
    "7", "1e5", "007", "+5", ".5", "true", "null", "~", "no", "yes", "2026-03-01", "12:30", "", " x", "x ", "- a", "# a", "a: b", "a #b",
    "%", "@x", "`x`", "'q'", '"q"', "two\nlines", "three\n\nlines\n", "  indented\nx", "tab\tx", "\u202ertl", "{a}", "[a]", "&a", "*a",
    "!a", "|", ">", "=1+1", ".nan", "1_000",
]  # fmt: skip


@pytest.mark.parametrize("words", _TRAPS)
def test_a_text_stays_the_text_it_was(words):
    assert again({"a": {"b": [words, {"c": words}]}}) == {"a": {"b": [words, {"c": words}]}}


_TEXT = st.text(
    alphabet=string.printable.replace("\r", "").replace("\x0b", "").replace("\x0c", "") + "é中文，。“”\u202e\u00a0\u2028", max_size=30
)


@given(
    st.recursive(
        st.booleans() | st.integers(-(10**9), 10**9) | _TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    )
)
def test_anything_that_can_be_written_reads_back(value):
    assert again({"v": value}) == {"v": value}
