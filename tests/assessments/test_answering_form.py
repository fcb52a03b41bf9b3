"""Answers as fields of a form and back: what is shown can be sent again, and is the same answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.assessments import answer_checking, answering_form
from assess.catalogue import library
from assess.platform.faults import Faults

QUESTIONNAIRE = library.questionnaire("customer-management@1")
ITEMS = {item: QUESTIONNAIRE.item_by_id[item] for item in ("L1.1", "L5.3", "R1.1", "P2.1", "L2.2", "L2.4", "S6.1")}
words = (
    st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=40)
    .map(str.strip)
    .filter(lambda text: text.strip("­ᅟᅠㅤﾠ"))
)
numbers = st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e12, 1e12, allow_nan=False).filter(lambda number: not number.is_integer()))
notes = st.fixed_dictionaries({}, optional={"note": words})
measured = st.fixed_dictionaries(
    {},
    optional={
        "measured": st.dates().filter(lambda day: day.year >= 1900 and day.year < 2200).map(str),
        "trend": st.lists(numbers, min_size=1, max_size=4),
    },
)
shares = st.one_of(
    st.fixed_dictionaries({"percent": st.floats(0, 100)}),
    st.integers(1, 10**6).flatmap(lambda of: st.fixed_dictionaries({"conforming": st.integers(0, of), "sampled": st.just(of)})),
)


def answers(item):
    """Answers that people can give on the page."""
    match item.kind.value:
        case "maturity":
            return st.fixed_dictionaries({"level": st.integers(0, 5)})
        case "yes_no":
            return st.fixed_dictionaries({"yes": st.booleans()})
        case "choice":
            return st.fixed_dictionaries({"choice": st.sampled_from([option.id for option in item.options])})
        case "percent":
            return shares
    return st.fixed_dictionaries({"value": numbers})


@given(st.data())
def test_what_is_shown_is_the_same_answer_when_it_is_sent(data):
    item = data.draw(st.sampled_from(list(ITEMS.values())))
    answer = data.draw(answers(item)) | data.draw(notes)
    if not answering_form.hidden(item):
        shares_range = (0, 100) if item.kind.value == "percent" else None
        more = data.draw(measured)
        if shares_range and "trend" in more:
            more["trend"] = [abs(number) % 100 for number in more["trend"]]
        answer |= more
    if data.draw(st.booleans()) and item.na_allowed:
        answer = {"not_applicable": data.draw(words)} | data.draw(notes)
    kept = answer_checking.checked(QUESTIONNAIRE, item, answer)
    shown = answering_form.fields(item, kept, "en")
    assert answer_checking.checked(QUESTIONNAIRE, item, answering_form.read(item, shown)) == kept


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("７．５", 7.5),
        ("−3", -3),
        (" 1 200 ", 1200),
        ("84.2%", 84.2),
        (".5", 0.5),
        ("1e-7", 1e-07),
        ("7,5", "7,5"),
        ("about 7", "about 7"),
        ("nan", "nan"),
    ],
)
def test_numbers_are_read_as_people_type_them_and_nothing_else_is(typed, number):
    assert answering_form.read(ITEMS["L2.2"], {"value": typed}) == {"value": number}


@pytest.mark.parametrize(
    ("item", "sent", "answer"),
    [
        ("L1.1", {}, None),
        ("L1.1", {"answer": "", "note": "  "}, None),
        ("L1.1", {"answer": "3", "not_applicable": "ignored unless chosen"}, {"level": 3}),
        ("L1.1", {"answer": "x"}, {"level": "x"}),
        ("L5.3", {"answer": "no"}, {"yes": False}),
        ("L5.3", {"not_applicable": "No consumers"}, {"not_applicable": "No consumers"}),
        ("L5.3", {"answer": "~na"}, {"not_applicable": ""}),
        ("L2.2", {"answer": "", "value": "3", "trend": "1；2 3"}, {"value": 3, "trend": [1, 2, 3]}),
        (
            "L2.2",
            {"answer": "~not_measured", "not_measured": "No diaries", "value": "3", "measured": "2026-05-31"},
            {"not_measured": "No diaries"},
        ),
        ("P2.1", {"conforming": "31", "sampled": "50"}, {"conforming": 31, "sampled": 50}),
    ],
)
def test_what_was_filled_in_is_what_is_meant(item, sent, answer):
    assert answering_form.read(ITEMS[item], sent) == answer


def test_a_reason_that_was_not_given_takes_no_answer_back():
    for way in ({"not_applicable": ""}, {"not_measured": ""}):
        with pytest.raises(Faults):
            answer_checking.checked(QUESTIONNAIRE, ITEMS["L2.4"], way)
