"""The words of an answer sheet in the language of whoever fills it in: over its columns, beside its keys, and in its drop-downs.

A word that is chosen is read back in whatever language it was written, and so is the code the file format has for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assess.catalogue import typed
from assess.catalogue.typed import Value
from assess.method.text import Text
from assess.platform.locale import LANGUAGES, say

_LABELS = """
key | Key | 键
value | Your entry | 填写
meaning | Meaning | 说明
item | Item | 条目
criterion | Criterion | 准则
question | Question | 问题
kind | Kind | 类型
allowed | Allowed answers | 可选答案
answer | Answer | 答案
conforming | Records conforming | 符合记录数
sampled | Records sampled | 抽查记录数
unit | Unit | 单位
not_applicable | Reason, if not applicable (N/A) | 不适用的理由
approved_by | N/A approved by | 不适用的批准人
by | Answered by | 回答人
evidence_title | Evidence | 证据
evidence_kind | Kind of evidence | 证据类型
evidence_date | Date of evidence | 证据日期
evidence_reference | Reference | 编号或出处
evidence_sample | Records in sample | 抽样数量
note | Note | 备注
measured | Measured on | 测量日期
trend | Trend, oldest first: 80.1; 82; 84.2 | 历次数值（由早到晚）：80.1; 82; 84.2
verified | Found by the assessor, if different | 评审员认定结果（与自报不同时填写）
verified_conforming | Conforming, as found | 认定的符合记录数
verified_sampled | Sampled, as found | 认定的抽查记录数
verified_by | Found by | 认定人
verified_note | Why | 认定理由
finding | Finding | 发现
finding_grade | Grade of the finding | 发现等级
from | Or: answered in the assessment (file) | 或：由另一份评价回答（文件名）
title | Title | 标题
date | Date | 日期
reference | Reference | 编号或出处
sha256 | SHA-256 of the file | 文件的SHA-256
sample | Records in sample | 抽样数量
id | Id | 编号
grade | Grade | 等级
status | Status | 状态
text | Text | 内容
due | Due | 期限
name | Name | 姓名
role | Role | 角色
organisation | Organisation | 所属单位
independent | Independent | 是否独立
period | Period | 期间
overall | Overall score | 总分
level | Level | 等级
"""

_KEYS = """
id | Id of the assessment (optional) | 评价编号（可不填）
organisation.name | Name of the organisation | 组织名称
organisation.industry | Industry: ISIC Rev.4 section or division, e.g. K or C29 | 行业：ISIC Rev.4门类或大类，如K、C29
organisation.region | Region: ISO 3166 code, e.g. CN or CN-SH | 地区：ISO 3166代码，如CN、CN-SH
organisation.employees | Number of employees | 员工人数
organisation.sites | Number of sites | 场所数量
questionnaire | Questionnaire (do not change) | 问卷（请勿改动）
scheme | Scheme of levels | 定级方案
kind | self: self-assessment; assessed: by assessors | 自评价，或由评审员评审
period | Period: 2026, 2026-H1, 2026-Q2 | 期间：2026、2026-H1、2026-Q2
date | Date of the assessment: 2026-06-30 | 评价日期：2026-06-30
scope | Scope | 评价范围
summary | Summary, one or two sentences | 总结，一两句话
sampling | How records were sampled | 记录抽样方法
packs | Sector packs (do not change) | 行业扩展包（请勿改动）
target.overall | Target: overall score, 0–100 | 目标总分，0—100
bonus | Reason of the bonus point (stars only) | 加分理由（仅星级方案）
deduction | Reason of a deduction (stars only; a row each) | 扣分理由（仅星级方案，每项一行）
"""

_PHRASES = """
yes | yes | 是
no | no | 否
points | {unit}: {reading} is worth {points} of 100 points | {unit}：{reading}得{points}分（满分100分）
not_measured | not measured | 未测量
metric | or “not measured”, which is worth 0 | 或填“未测量”，计0分
percent | a percentage from 0 to 100, or records conforming and sampled | 0—100的百分数，或填写符合记录数和抽查记录数
target.element | Target for the element | 要素目标分
na.never | This item applies to every organisation; it must not be answered "not applicable". | 本条目适用于所有组织，不得填写“不适用”。
"""

_HELP = """
sheet | help | 说明
item | Item | 条目
question | Question | 问题
guidance | What is meant | 填写说明
allowed | Allowed answers | 可选答案
not_applicable | Not applicable (N/A) | 不适用
definition | What is measured | 指标定义
formula | Formula | 计算公式
period | Measured over | 统计期间
evidence | Typical evidence | 常见证据
"""

_WORDS = """
item.maturity | maturity | 成熟度
item.yes_no | yes/no | 是/否
item.choice | choice | 选项
item.percent | percentage | 百分比
item.metric | metric | 指标
kind.self | self | 自评价
kind.assessed | assessed | 评审
evidence.document | document | 文件
evidence.interview | interview | 访谈
evidence.observation | observation | 观察
evidence.sampling | sampling | 抽样
evidence.test | test | 测试
evidence.data | data | 数据
evidence.trend | trend | 趋势
evidence.comparison | comparison | 对比
grade.major | major | 严重不符合项
grade.minor | minor | 轻微不符合项
grade.opportunity | opportunity | 改进机会
grade.strength | strength | 优势
status.open | open | 未关闭
status.closed | closed | 已关闭
role.lead | lead | 评审组长
role.assessor | assessor | 评审员
role.expert | expert | 技术专家
role.coordinator | coordinator | 联络人
role.respondent | respondent | 答题人
"""


def _table(lines: str) -> dict[str, Text]:
    rows = (line.split(" | ") for line in lines.strip().splitlines())
    return {key: Text.of({"en": english, "zh_Hans": chinese}) for key, english, chinese in rows}


LABELS = _table(_LABELS)
"""The label of every column."""

KEYS = _table(_KEYS)
"""What every key of the sheet ``assessment`` means, in the order of the sheet."""

PHRASES = _table(_PHRASES)
"""Words used inside cells."""

HELP = _table(_HELP)
"""The name of the sheet of explanations, and the headings of its columns."""


def _vocabularies() -> dict[str, dict[str, Text]]:
    found: dict[str, dict[str, Text]] = {}
    for name, text in _table(_WORDS).items():
        vocabulary, _, code = name.partition(".")
        found.setdefault(vocabulary, {})[code] = text
    return found


WORDS = _vocabularies()
"""What may be chosen: vocabulary → code → word."""


def chosen(vocabulary: str, language: str) -> tuple[str, ...]:
    """Return the words of a drop-down in a language."""
    return tuple(say(text, language) for text in WORDS[vocabulary].values())


def code(written: Value, among: Mapping[str, Text]) -> str | None:
    """Return the code whose word was written, in any language and in any case, or the code itself; None where it is neither."""
    word = typed.word(written)
    for each in among:
        if typed.word(each) == word:
            return each
    return next((each for language in LANGUAGES for each, text in among.items() if typed.word(say(text, language)) == word), None)


def not_measured(reason: str, language: str) -> str:
    """Return how a sheet says that nobody measures a metric: in two words, with the reason where there is another than these words."""
    words = PHRASES["not_measured"]
    said = say(words, language)
    return reason if code(reason, {"not_measured": PHRASES["not_measured"]}) else f"{said}: {reason}"


def reason_not_measured(written: str) -> str | None:
    """Return why a metric is not measured, from what ``not_measured`` writes, in any language; None where that is not what is said."""
    if code(written, {"not_measured": PHRASES["not_measured"]}):
        return written.strip()
    lead, *rest = re.split("[:：]", written, maxsplit=1)
    said = code(lead, {"not_measured": PHRASES["not_measured"]})
    return rest[0].strip() or None if said and rest else None


def language_of(second_row: Mapping[str, Value]) -> str | None:
    """Return the language in which the second row of a sheet explains most of its headings; None where it does not explain them.

    Whoever edits one label or two has not made an entry of the row.
    """
    written = {heading: typed.word(value) for heading, value in second_row.items() if heading in LABELS}
    for language in LANGUAGES:
        matching = sum(typed.word(say(LABELS[heading], language)) == word for heading, word in written.items())
        if matching and 2 * matching >= len(written):
            return language
    return None
