"""Every rule of quality speaks on a question that breaks it, and is silent on one that does not."""

from __future__ import annotations

import re

import pytest

from tests import small_questionnaire as small


def text(english, chinese):
    return {"en": english, "zh_Hans": chinese}


def good(parts):
    """Turn the small questionnaire into one an editor would not send back."""
    places = {"A1.1": "branches", "A1.2": "shops", "A2.1": "calls", "B1.1": "letters", "B1.2": "visits"}
    chinese = dict(zip(places, ("分行", "商店", "来电", "来信", "走访"), strict=True))
    for element in parts.values():
        element |= {"title": text("Service", "服务"), "intent": text("How customers are served.", "考察如何服务客户。")}
        for criterion in element["criteria"]:
            criterion |= {"title": text("Care", "关怀"), "intent": text("Customers are cared for.", "关怀客户。")}
            for item in criterion["items"]:
                place, han = places[item["id"]], chinese[item["id"]]
                item["text"] = text(f"Are {place} cared for?", f"是否关怀{han}？")
                item["guidance"] = text(f"Answer yes only if all {place} are.", f"全部{han}均满足方可答“是”。")
                item["evidence"] = [text(f"Register of {place}", f"{han}登记表"), text("Minutes", "会议纪要"), text("Records", "记录")]
                item["verification"] = ["document", "interview", "sampling"]
                item["source"] = text("ISO 10002:2018. Own wording.", "ISO 10002:2018。文字由Assess自拟。")
                for number, step in enumerate(item["advice"]):
                    step["do"] = text(
                        f"Write down which {place} you mean and name somebody, step {number}.", f"写明所指{han}并指定专人，第{number}步。"
                    )
                for number, option in enumerate(item.get("options", ())):
                    option["text"] = text(f"Option {number} of it", f"第{number}种情况")
                if "metric" in item:
                    for key in ("definition", "formula", "period", "points_source"):
                        item["metric"][key] = text("Hours from the call to the answer", "从来电到答复的小时数")
    parts["A"]["criteria"][0]["items"][0]["anchors"] = [
        text("Nothing is written down.", "没有任何成文规定。"),
        text("Individuals write something down.", "个别人员有自己的记录。"),
        text("A rule is approved and used by some.", "已有批准的规定，部分部门使用。"),
        text("All departments use the rule and keep records.", "所有部门均使用并留有记录。"),
        text("Also, sampled records show that it is kept.", "并且抽查的记录表明规定得到执行。"),
        text("Also, results improved over three years and were compared with others.", "并且结果连续三年改善，并与其他组织作过比较。"),
    ]


@pytest.fixture
def check(folder, assess):
    """Change a good small questionnaire, write it, and run `assess check --quality` on its element A."""

    def run(change=lambda parts: None):
        parts, framed = small.elements(), small.frame() | {"title": text("Small", "小问卷"), "description": text("Five items", "五个条目")}
        good(parts)
        change(parts)
        small.write(folder, parts=parts, framed=framed)
        return assess("check", "--quality", folder)

    return run


def item(parts, id_="A1.1"):
    return next(each for element in parts.values() for criterion in element["criteria"] for each in criterion["items"] if each["id"] == id_)


def test_a_good_questionnaire_has_no_faults(check):
    ran = check()
    assert ran.status == 0, ran.err


def test_without_the_option_only_what_scores_need_is_checked(folder, assess):
    assert assess("check", folder).status == 0


RULES = {
    "a question that takes long to read": (
        lambda p: item(p).update(text=text("Are " + "very " * 30 + "many cared for?", "是否关怀？")),
        r"items\[0\]\.text\.en: this has 34 words — at most 28",
    ),
    "a Chinese question that takes long to read": (
        lambda p: item(p).update(text=text("Are all cared for?", "是否" + "关" * 60 + "？")),
        r"text\.zh_Hans: this has 62 Chinese characters — at most 52",
    ),
    "a sentence without end": (
        lambda p: item(p).update(guidance=text("Look " + "here and " * 40 + "there.", "请查看。")),
        r"guidance\.en: a sentence has 82 words",
    ),
    "two questions in one": (
        lambda p: item(p).update(text=text("Is there a rule and is it kept?", "是否有规定并得到执行？")),
        r"text\.en: the question asks two things \(`and is`\)",
    ),
    "two question marks": (
        lambda p: item(p).update(text=text("A rule? Kept?", "有规定吗？执行吗？")),
        r"text\.en: this is not exactly one question — one question, with one `\?`",
    ),
    "and/or": (
        lambda p: item(p).update(text=text("Are branches and/or shops cared for?", "是否关怀分行或商店？")),
        r"`and/or` asks two things",
    ),
    "a yes that is not explained": (
        lambda p: item(p, "A1.2").update(guidance=text("Look around.", "请到处看看。")),
        r"guidance\.en: it is not said what a yes needs",
    ),
    "anchors of which two say the same": (
        lambda p: item(p)["anchors"].__setitem__(2, item(p)["anchors"][1]),
        r"anchors\[2\]: level 2 says the same as level 1",
    ),
    "a level that does not include the one below": (
        lambda p: item(p)["anchors"][4].update(zh_Hans="抽查的记录表明规定得到执行。"),
        r"anchors\[4\]\.zh_Hans: level 4 does not say that it includes level 3",
    ),
    "a level 4 without sample or measurement": (
        lambda p: item(p)["anchors"][4].update(en="Also, everybody is happy with it."),
        r"anchors\[4\]\.en: level 4 asks for no sample or measurement",
    ),
    "a level 5 without comparison": (
        lambda p: item(p)["anchors"][5].update(en="Also, results improved over three years."),
        r"anchors\[5\]\.en: level 5 asks for no trend, or for no comparison",
    ),
    "a level 5 without trend": (
        lambda p: item(p)["anchors"][5].update(en="Also, results are compared with others."),
        r"anchors\[5\]\.en: level 5 asks for no trend",
    ),
    "too little evidence": (
        lambda p: item(p).update(evidence=item(p)["evidence"][:2]),
        r"evidence: only 2 kinds of evidence are named — at least 3",
    ),
    "a maturity item nobody could verify to the top": (
        lambda p: item(p).update(verification=["document", "interview"]),
        r"verification: the higher levels could never be verified",
    ),
    "a figure without records": (
        lambda p: item(p, "B1.1").update(verification=["document"]),
        r"verification: a figure is verified by records",
    ),
    "a yes without a document": (
        lambda p: item(p, "A1.2").update(verification=["interview"]),
        r"verification: a yes is verified by a document",
    ),
    "an effort without advice": (
        lambda p: item(p)["advice"][0].update(do=text("Improve it.", "加以改进。")),
        r"advice\[0\]\.do\.en: an effort is asked for, but hardly any advice given",
    ),
    "a large quick win": (
        lambda p: item(p)["advice"][0].update(effort="L"),
        r"advice\[0\]\.horizon: an effort of class L is no quick win",
    ),
    "a source that is none": (
        lambda p: item(p).update(source=text("Experience", "经验")),
        r"source\.en: no standard and no literature is named",
    ),
    "an item that does not exist": (
        lambda p: item(p).update(guidance=text("Staff are asked about in R99.9.", "员工在R99.9评价。")),
        r"guidance\.zh_Hans: there is no item `R99\.9`",
    ),
    "an effort with hardly any Chinese advice": (
        lambda p: item(p)["advice"][0]["do"].update(zh_Hans="加以改进。"),
        r"advice\[0\]\.do\.zh_Hans: an effort is asked for, but hardly any advice given",
    ),
    "the same question twice": (
        lambda p: item(p, "B1.1").update(text=item(p)["text"]),
        r"text\.en: A1\.1 says the same, word for word",
    ),
    "a translation that repeats the English": (
        lambda p: item(p)["evidence"][0].update(zh_Hans=item(p)["evidence"][0]["en"]),
        r"evidence\[0\]\.zh_Hans: the translation repeats the English",
    ),
    "no Chinese in the Chinese": (
        lambda p: item(p)["evidence"][0].update(zh_Hans="Registre"),
        r"evidence\[0\]\.zh_Hans: the Chinese text holds no Chinese character",
    ),
    "English left within the Chinese": (
        lambda p: item(p)["evidence"][0].update(zh_Hans="登记表 register of all the branches"),
        r"English within Chinese: `register of all the branches`",
    ),
    "Chinese left within the English": (
        lambda p: item(p)["evidence"][0].update(en="Register 登记"),
        r"evidence\[0\]\.en: the English text holds `登`",
    ),
    "half-width punctuation": (
        lambda p: item(p)["evidence"][0].update(zh_Hans="登记表,纪要"),
        r"half-width punctuation in Chinese: `表,`",
    ),
    "a space within Chinese": (
        lambda p: item(p)["evidence"][0].update(zh_Hans="登记 表"),
        r"a space within Chinese: `记 表`",
    ),
    "a term that has another name in English": (
        lambda p: item(p)["evidence"][0].update(en="Register of key accounts"),
        r"evidence\[0\]\.en: `key accounts` is not the word used here — `key customer`",
    ),
    "a term that has another name in Chinese": (
        lambda p: item(p)["evidence"][0].update(zh_Hans="关键客户登记表"),
        r"evidence\[0\]\.zh_Hans: `关键客户` is not the word used here — `重点客户`",
    ),
    "a term that is lost in the translation": (
        lambda p: item(p)["evidence"][0].update(en="Register of key customers", zh_Hans="客户登记表"),
        r"the English says `key customer`, the Chinese does not say `重点客户`",
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_names_file_line_and_key(check, name):
    change, expected = RULES[name]
    ran = check(change)
    assert ran.status == 1
    assert [line for line in ran.err.splitlines() if re.search(rf"[AB]\.yaml:\d+: .*{expected}", line)], ran.err


def test_a_term_within_the_name_of_a_standard_is_allowed(check):
    assert (
        check(lambda p: item(p).update(source=text("ISO 9001:2015. Own wording.", "ISO 9001:2015（以顾客为关注焦点）。文字自拟。"))).status
        == 0
    )
