"""The hand that writes: numbers that never lie by rounding, and other people's words made harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method.text import Text
from assess.reporting.writer import NONE, Writer, visible

WRITE = Writer("en")


def test_79_96_is_not_80():
    assert WRITE.score(79.96, [60.0, 80.0]).text == "79.96"
    assert WRITE.score(79.96).text == "80.0"


@given(st.floats(min_value=0, max_value=100), st.sampled_from([20.0, 40.0, 60.0, 75.0]))
def test_a_score_never_reads_as_a_threshold_it_does_not_reach(score, threshold):
    if threshold - score > 1e-6:
        shown = float(WRITE.score(score, [threshold]).text)
        assert (shown >= threshold) == (score >= threshold)


def test_none_is_not_zero():
    assert WRITE.shown(None).text == NONE
    assert WRITE.shown(0.0).text == "0.0"
    assert WRITE.share(None).text == NONE


@given(st.floats(min_value=0, max_value=100, exclude_min=True, exclude_max=True))
def test_only_the_very_ends_are_the_percentiles_0_and_100(value):
    assert WRITE.rank(value).text not in {"0", "100"}
    assert [WRITE.rank(end).text for end in (0.0, 100.0)] == ["0", "100"]


def test_a_difference_has_its_sign():
    assert [WRITE.signed(value).text for value in (1.25, -1.25, 0.0, 0.04)] == ["+1.2", "−1.2", "0.0", "0.0"]


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x1b", "\u202e", "\u200f", "\u2066", "\ud800", "\U000e0041"])
def test_a_hidden_character_is_written_out(hidden):
    assert visible(f"a{hidden}b") == f"a\\u{ord(hidden):04x}b"


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
def test_a_mark_of_no_width_that_other_programs_leave_is_left_out(mark):
    assert visible(f"a{mark}b") == "ab"


def test_joiners_that_scripts_need_stay():
    assert visible("क्\u200dष") == "क्\u200dष"


@given(st.text())
def test_what_is_visible_stays_so_and_stands_on_one_line(text):
    shown = visible(text)
    assert "\n" not in shown
    assert visible(shown) == shown
    shown.encode()


def test_a_text_in_the_language_of_the_report_is_chosen():
    assert Writer("zh_Hant").text(Text.of({"en": "Bank", "zh_Hans": "海港银行"})) == "海港銀行"


def test_chinese_is_punctuated_as_chinese():
    write = Writer("zh_Hans")
    assert write.aside("等级", "规范级") == "等级（规范级）"
    assert write.labelled("得分", "62.4") == "得分：62.4"
    assert write.listing(["甲", "", "乙"]) == "甲、乙"
    assert write.sentences(["甲。", "乙。"]) == "甲。乙。"


def test_a_percentage_within_a_text_is_written_like_all_others():
    assert WRITE.shares("Verified: 80.0 % of the weight; at least 80 %.") == "Verified: 80.0% of the weight; at least 80%."
