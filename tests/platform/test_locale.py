"""Numbers, dates, places and messages in three languages."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method.text import Text
from assess.platform import chinese, industries, locale


def test_a_number_has_the_decimals_asked_for_and_a_true_minus_sign():
    assert locale.number(-1234.56, "en") == "−1,234.6"
    assert locale.number(3, "zh_Hans", 2) == "3.00"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("zh", "zh-Hans", "zh_Hans", "zh_CN", "zh-cn", "ZH"), "zh_Hans"),
        (("zh-Hant", "zh_Hant", "zh_TW", "zh-TW", "zh_HK"), "zh_Hant"),
        (("en", "en-GB", "EN"), "en"),
        (("", "fr", "z", "zh-", "english"), None),
    ],
)
def test_a_language_is_known_by_the_names_in_wide_use(names, code):
    assert {locale.language(name) for name in names} == {code}


def test_minus_nothing_is_not_written():
    assert locale.number(-0.04, "en") == "0.0"


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True))
def test_a_share_between_nothing_and_everything_is_never_written_as_either(share):
    assert locale.percent(share, "en") not in {"0%", "100%"}


def test_a_reading_keeps_the_digits_it_has():
    assert [locale.quantity(value, "en") for value in (84.2, 3.0, 0.125, 1500)] == ["84.2", "3", "0.125", "1,500"]


@pytest.mark.parametrize(("language", "written"), [("en", "30 June 2026"), ("zh_Hans", "2026年6月30日"), ("zh_Hant", "2026年6月30日")])
def test_a_date_is_written_as_the_language_writes_it(language, written):
    assert locale.date(datetime.date(2026, 6, 30), language) == written


def test_no_date_is_an_empty_text():
    assert locale.date(None, "en") == ""


def test_a_place_is_named_with_its_country():
    assert locale.territory("CN-SH", "en") == "Shanghai, China"
    assert locale.territory("CN-SH", "zh_Hans") == "中国上海"
    assert locale.territory("GB", "zh_Hant") == "英國"


def test_a_subdivision_nobody_named_keeps_its_code():
    assert locale.territory("DE-BY", "en") == "Germany (DE-BY)"
    assert locale.territory("DE-BY", "zh_Hans") == "德国（DE-BY）"


def test_a_code_that_is_no_place_is_shown_as_it_is():
    assert locale.territory("QX", "en") == "QX"


@pytest.mark.parametrize(("code", "named"), [("K", "金融和保险业"), ("K64", "银行和金融服务"), ("64", "银行和金融服务"), ("Z9", "Z9")])
def test_an_industry_is_named_by_section_or_division(code, named):
    assert locale.industry(code, "zh_Hans") == named


def test_every_section_and_division_of_isic_has_a_name_in_both_languages():
    names = industries.industries()
    assert len([code for code in names if len(code) == 1]) == 21
    assert len([code for code in names if len(code) == 3]) == 88
    assert all(text.get("en") and text.get("zh_Hans") for text in names.values())


def test_a_message_nobody_translated_is_shown_in_english():
    assert locale.gettext("No such message", "zh_Hans") == "No such message"


def test_traditional_chinese_is_converted_where_nobody_wrote_it():
    assert locale.gettext("Score", "zh_Hant") == "得分"
    assert locale.gettext("Summary", "zh_Hant") == chinese.traditional(locale.gettext("Summary", "zh_Hans"))


def test_the_catalogue_of_traditional_chinese_goes_before_the_conversion():
    simplified = locale.gettext("Program", "zh_Hans")
    assert locale.gettext("Program", "zh_Hant") == "程式" != chinese.traditional(simplified)


def test_english_has_two_plurals_and_chinese_one():
    one, many = "{count} record", "{count} records"
    assert [locale.ngettext(one, many, count, "en") for count in (1, 2)] == [one, many]
    assert locale.ngettext(one, many, 1, "zh_Hans") == locale.ngettext(one, many, 2, "zh_Hans") == "{count}份"


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("客户管理能力评价", "客戶管理能力評價"),
        ("五项目标的数据", "五項目標的資料"),
        ("战略文件、权限和设备", "戰略文件、權限和設備"),
        ("个人信息与软件质量", "個人資訊與軟體品質"),
        ("分区域视图", "分區域視圖"),
        ("见“客户‘声音’”一栏", "見「客戶『聲音』」一欄"),
    ],
)
def test_business_words_are_not_turned_into_those_of_programmers(simplified, traditional):
    assert chinese.traditional(simplified) == traditional


@given(st.text(alphabet=st.characters(max_codepoint=0x7E, min_codepoint=0x20)))
def test_what_is_not_chinese_is_not_converted(text):
    assert chinese.traditional(text) == text


def test_a_text_in_one_language_is_returned_as_it_is():
    assert locale.say(Text.of("Hafenbank"), "zh_Hant") == "Hafenbank"


def test_a_tag_of_a_language_is_bcp_47():
    assert [locale.tag(language) for language in locale.LANGUAGES] == ["en", "zh-Hans", "zh-Hant"]
    assert all(re.fullmatch(r"[a-z]{2}(-[A-Z][a-z]{3})?", locale.tag(language)) for language in locale.LANGUAGES)
