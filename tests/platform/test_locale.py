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


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("并为每项风险设定限值，一并报批", "並為每項風險設定限值，一併呈核"),
        ("合并查出的重复记录，并合并三期", "合併查出的重複記錄，並合併三期"),
        ("把三次联系并为一次，并入首次，随并购接收", "把三次聯絡併為一次，併入首次，隨併購接收"),
        ("至多只有普遍打折", "至多只有普遍打折"),
        ("查明了什么，了解客户，为了解决问题", "查明了什麼，了解客戶，為了解決問題"),
        ("与通话的比对表、核对表", "與通話的比對表、核對表"),
        ("新签合同、冒签和补签，贴上标签", "新簽合約、冒簽和補簽，貼上標籤"),
        ("14天后仍未答复，最近四周", "14天後仍未答覆，最近四週"),
        ("两家伙伴", "兩家夥伴"),
    ],
)
def test_a_character_the_conversion_mistakes_is_mended(simplified, traditional):
    assert chinese.traditional(simplified) == traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("各网点和渠道的触点", "各據點和通路的接觸點"),
        ("举报渠道和投诉台账", "檢舉管道和投訴登記簿"),
        ("考勤、质检和通话质检", "出勤、品檢和通話品質評核"),
        ("计划由最高管理层批准并审批", "計畫由最高管理階層核准並審核"),
        ("每季度、上季度和季度进展，一个季度", "每季、上季和每季進展，一季"),
        ("细分客户群的客户保持率，与客户保持联系", "客戶區隔的客戶留存率，與客戶保持聯絡"),
        ("一线岗位的岗位说明书、在岗和到岗", "第一線職位的職務說明書、在職和到職"),
        ("入职培训、岗前培训和资质", "新進人員訓練、職前訓練和資格"),
        ("成文规则；没有成文，未写成文件", "書面規則；沒有書面化，未寫成文件"),
        ("管理评审由评审员评审一次", "管理審查由評審員審查一次"),
        ("业务连续性管理体系与预案", "營運持續管理系統與應變計畫"),
        ("通用数据保护条例和个人信息保护法", "一般資料保護規則和個人資訊保護法"),
        ("转人工、语音菜单和社交媒体", "轉真人、語音選單和社群媒體"),
        ("残障人士、积分和代金券", "身心障礙人士、點數和抵用券"),
        ("项目负责人和三个项目", "專案負責人和三個專案"),
        ("无论通过哪个渠道，未通过考核", "無論透過哪個通路，未通過考核"),
        ("一条自动欢迎信息", "一條自動歡迎訊息"),
        ("与行业协会或同行比较", "與產業公會或同業比較"),
        ("公布账单占比，收集身份材料", "公布帳單占比，蒐集身分資料"),
    ],
)
def test_terms_of_the_mainland_become_those_of_taiwan(simplified, traditional):
    assert chinese.traditional(simplified) == traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("在线索记录中", "在線索記錄中"),
        ("设定三至五项目标", "設定三至五項目標"),
        ("清单列明", "清單列明"),
        ("仔细分析", "仔細分析"),
        ("提供方式、提供方便", "提供方式、提供方便"),
        ("共同行动", "共同行動"),
        ("总体检查", "總體檢查"),
        ("以下属于例外", "以下屬於例外"),
        ("人员编制由部门编制", "人員編制由部門編製"),
        ("上述数据连续三期改善", "上述數據連續三期改善"),
        ("写入职责", "寫入職責"),
        ("不作干预案例", "不作干預案例"),
        ("该级以上门槛", "該級以上門檻"),
        ("会同一线列出", "會同第一線列出"),
    ],
)
def test_a_term_is_not_seen_across_two_words(simplified, traditional):
    assert chinese.traditional(simplified) == traditional


@given(st.text(alphabet=st.characters(max_codepoint=0x7E, min_codepoint=0x20)))
def test_what_is_not_chinese_is_not_converted(text):
    assert chinese.traditional(text) == text


def test_a_text_in_one_language_is_returned_as_it_is():
    assert locale.say(Text.of("Hafenbank"), "zh_Hant") == "Hafenbank"


def test_a_tag_of_a_language_is_bcp_47():
    assert [locale.tag(language) for language in locale.LANGUAGES] == ["en", "zh-Hans", "zh-Hant"]
    assert all(re.fullmatch(r"[a-z]{2}(-[A-Z][a-z]{3})?", locale.tag(language)) for language in locale.LANGUAGES)
