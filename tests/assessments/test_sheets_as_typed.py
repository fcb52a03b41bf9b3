"""Answer sheets as people fill them in: their own spellings, columns and languages; what is doubtful is said, never guessed."""

from __future__ import annotations

import datetime
import io
import re

import openpyxl
import pytest

from assess.assessments import labels, sheets
from assess.catalogue import library
from assess.platform.locale import say
from tests.assessments.filled_sheet import QUESTIONNAIRE, Filled, imported, read, told


def row(item):
    """Return the row of an item in the sheet: two rows of headings stand above the first."""
    return 3 + list(library.questionnaire(QUESTIONNAIRE).item_by_id).index(item)


@pytest.mark.parametrize("name", ["answers", "assessment", "evidence", "findings", "team", "history"])
def test_an_entry_in_the_second_row_is_never_taken_for_a_label(fill, name):
    entries = {
        "evidence": {"item": "L1.1", "title": "Charter"},
        "findings": {"id": "F1", "item": "L1.1", "grade": "minor", "text": "Late"},
        "team": {"name": "Jonas", "role": "lead"},
        "history": {"period": 2024, "overall": 50},
    }

    def change(sheet):
        sheet.answer("L1.1", 3)
        sheet.set("id", "harbour")
        if name in entries:
            sheet.add(name, 3, **entries[name])
        sheet.book[name].delete_rows(2)

    found = imported(fill(change))
    assessment = found.case.assessment
    assert found.notes == ()
    assert (assessment.id, assessment.answers["L1.1"].given.level) == ("harbour", 3)
    entered = {
        "evidence": assessment.answers["L1.1"].evidence,
        "findings": assessment.findings,
        "team": assessment.team,
        "history": assessment.history,
    }
    assert [each for each, values in entered.items() if values] == [name] * (name in entries)


def test_labels_may_be_edited(fill):
    def change(sheet):
        sheet.book["answers"]["A2"] = "Nr."
        sheet.book["team"]["A2"] = "Who"

    assert imported(fill(change)).notes == ()


def test_items_that_are_not_in_the_sheet_are_named(fill):
    path = fill(lambda sheet: sheet.book["answers"].delete_rows(3, 2))
    assert imported(path).notes == (f"{path}: not in the sheet: L1.1, L1.2; they stay unanswered",)


def test_a_share_in_a_cell_of_percentages_is_read_as_it_stands_and_said(fill):
    def change(sheet):
        sheet.answer("P2.1", 0.62)
        sheet.answer("E1.1", "0,5")
        sheet.answer("S4.1", 1)

    path = fill(change)
    found = imported(path)
    assert found.case.assessment.answers["P2.1"].given.percent == 0.62
    assert [note.partition("answers!F")[2].partition(": ")[2] for note in found.notes] == [
        "0.62 is read as 0.62 %; write 62 if you mean 62 %",
        "0.5 is read as 0.5 %; write 50 if you mean 50 %",
    ]


@pytest.mark.parametrize(("typed", "shown"), [(0.62, "0%"), ("0.62 %", "General"), (1, "General"), (0, "General"), (62, "General")])
def test_a_percentage_that_means_one_thing_needs_no_note(fill, typed, shown):
    def change(sheet):
        sheet.answer("P2.1", typed)
        sheet.cell("answers", "P2.1", "answer").number_format = shown

    assert imported(fill(change)).notes == ()


def test_answers_are_read_as_people_type_them(fill):
    def change(sheet):
        sheet.answer("L1.1", "３", measured="31.10.2025", evidence_title="Charter", evidence_date="2025年10月31日")
        sheet.answer("P2.1", "62,5")
        sheet.answer("I1.1", conforming="1,300", sampled="1 500")
        sheet.answer("I3.1", "Y")
        sheet.set("organisation.employees", "1,300")
        sheet.set("period", "2026年")
        sheet.set("target.overall", "62,5")

    assessment = read(fill(change))
    answers = assessment.answers
    assert (answers["L1.1"].given.level, answers["L1.1"].measured) == (3, datetime.date(2025, 10, 31))
    assert answers["L1.1"].evidence[0].date == datetime.date(2025, 10, 31)
    assert (answers["P2.1"].given.percent, answers["I3.1"].given.yes) == (62.5, True)
    assert (answers["I1.1"].given.conforming, answers["I1.1"].given.sampled) == (1300, 1500)
    assert (assessment.organisation.employees, assessment.period, assessment.target_overall) == (1300, "2026", 62.5)


def test_what_may_mean_two_things_is_refused_with_the_reason_and_told_once(fill):
    def change(sheet):
        sheet.set("date", "03/04/2026")
        sheet.set("organisation.employees", "1.300")
        sheet.answer("E1.1", "1,300")

    assert told(fill(change)) == [
        f"answers!F{row('E1.1')}: E1.1: `1,300` may mean 1.3 or 1300 — a number (%), typed without a separator",
        "assessment!B7: organisation.employees: `1.300` may mean 1.3 or 1300 — a whole number from 0, typed without a separator",
        "assessment!B13: date: `03/04/2026` may mean two days: which number is the month does not show — write 2026-04-03 or 2026-03-04",
    ]


def test_a_wrong_number_is_told_without_powers_of_ten(fill):
    assert told(fill(lambda sheet: sheet.answer("E1.1", "many"))) == [
        f"answers!F{row('E1.1')}: E1.1: `many` is not a number — a number (%)"
    ]


def test_the_same_mistake_in_many_rows_is_a_short_line_each(fill):
    def change(sheet):
        for item in ("L5.1", "S6.1", "I3.1"):
            sheet.answer(item, "maybe")

    lines = told(fill(change))
    assert len(lines) == 3
    assert all(
        re.fullmatch(r"answers!F\d+: \w\d\.1: `maybe` is not (yes or no|a whole number — a level from 0 to 5)", line) for line in lines
    )


def test_what_is_missing_beside_an_answer_is_asked_for_in_its_cell(fill):
    def change(sheet):
        sheet.answer("L1.1", note="later")
        sheet.answer("I1.1", conforming=31)
        sheet.answer("L2.1", 3, conforming=1, trend="1;2")
        sheet.answer("L3.1", 3, verified_by="aiko")
        sheet.answer("S1.1", 3, approved_by="olga")

    assert told(fill(change)) == [
        "answers!F3: L1.1: there is no answer — answer the item, or clear the row",
        f"answers!G{row('L2.1')}: L2.1: only percentages are answered by records — clear this cell",
        f"answers!U{row('L3.1')}: L3.1: there is no answer — write what was found, or clear the cells beside it",
        f"answers!K{row('S1.1')}: S1.1: only an N/A is approved — write the reason into `not_applicable`, or clear this cell",
        f"answers!H{row('I1.1')}: I1.1: nothing is filled in here — how many records were looked at",
    ]


@pytest.mark.parametrize(("more", "kind"), [({}, "document"), ({"evidence_sample": 50}, "sampling"), ({"evidence_kind": "data"}, "data")])
def test_evidence_whose_kind_is_not_said_is_a_document_or_a_sample(fill, more, kind):
    def change(sheet):
        sheet.answer("L1.1", 3, evidence_title="Charter", **more)
        sheet.add("evidence", 3, item="L1.1", title="Minutes")

    evidence = read(fill(change)).answers["L1.1"].evidence
    assert [each.kind for each in evidence] == [kind, "document"]


def test_a_column_of_one_s_own_is_left_out_with_one_note(fill):
    def change(sheet):
        sheet.book["answers"].cell(1, 40, "My remarks")
        sheet.book["answers"].cell(5, 40, "ask Mei")
        sheet.book["team"].cell(1, 9, "Telephone")
        sheet.answer("L1.1", 3)

    path = fill(change)
    found = imported(path)
    assert found.notes == (f"{path}: columns of your own are not read: `My remarks` (answers!AN), `Telephone` (team!I)",)
    assert set(found.case.assessment.answers) == {"L1.1"}


def test_headings_are_matched_in_any_case(fill):
    def change(sheet):
        sheet.answer("L1.1", 3, note="Good")
        sheet.book["answers"]["F1"] = " Answer"
        sheet.cell("answers", 1, "note").value = "NOTE "

    answer = read(fill(change)).answers["L1.1"]
    assert (answer.given.level, answer.note.get("any")) == (3, "Good")


CHINESE = {
    "zh_Hans": {
        "kinds": {"成熟度", "是/否", "选项", "百分比", "指标"},
        "self": "自评价",
        "assessed": "评审",
        "data": "数据",
        "minor": "轻微不符合项",
    },
    "zh_Hant": {
        "kinds": {"成熟度", "是/否", "選項", "百分比", "指標"},
        "self": "自評價",
        "assessed": "評審",
        "data": "資料",
        "minor": "輕微不符合項",
    },
}


@pytest.fixture(params=CHINESE)
def chinese(request):
    """The words of a Chinese sheet, and the sheet."""
    questionnaire = library.questionnaire(QUESTIONNAIRE)
    return CHINESE[request.param], Filled(sheets.template(questionnaire, language=request.param, schemes=["maturity@1"]))


def test_a_chinese_sheet_has_no_english_where_something_is_chosen(chinese):
    words, filled = chinese
    assert {filled.cell("answers", item.id, "kind").value for item in library.questionnaire(QUESTIONNAIRE).items} == words["kinds"]
    assert filled.cell("assessment", "kind", "value").value == words["self"]
    offered = [rule.formula1 for sheet in filled.book for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [each for each in offered if re.search("[A-Za-z]", each.replace("maturity@1", ""))] == []


def test_what_was_chosen_in_a_chinese_sheet_is_read_back_and_english_as_well(chinese, tmp_path):
    words, filled = chinese
    option = filled.cell("answers", "R1.1", "allowed").value.splitlines()[2].removeprefix("· ")
    filled.set("organisation.name", "港湾银行")
    filled.set("period", "2026年")
    filled.set("kind", words["assessed"])
    filled.answer("R1.1", option, evidence_title="预算", evidence_kind=words["data"], finding="迟", finding_grade=words["minor"])
    filled.answer("I3.1", "是", evidence_title="表", evidence_kind="Observation")
    filled.add("team", 3, name="梅", role="Lead", independent="no")
    filled.book.save(tmp_path / "a.xlsx")
    assessment = read(tmp_path / "a.xlsx")
    assert (assessment.kind, assessment.answers["R1.1"].given.choice) == ("assessed", "earmarked")
    assert [assessment.answers[each].evidence[0].kind for each in ("R1.1", "I3.1")] == ["data", "observation"]
    assert (assessment.findings[0].grade, assessment.team[0].role, assessment.team[0].independent) == ("minor", "lead", False)


def test_a_word_that_is_not_known_is_answered_with_the_words_of_the_sheet(chinese, tmp_path):
    words, filled = chinese
    filled.set("organisation.name", "港湾银行")
    filled.set("period", 2026)
    filled.answer("L1.1", 3, evidence_title="x", evidence_kind="照片")
    filled.book.save(tmp_path / "a.xlsx")
    (line,) = told(tmp_path / "a.xlsx")
    assert line.startswith("answers!N3: L1.1: `照片` is not known here — one of 文件")
    assert words["data"] in line


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_every_word_of_a_vocabulary_is_read_back(language):
    for vocabulary, words in labels.WORDS.items():
        written = labels.chosen(vocabulary, language)
        assert [labels.code(word, words) for word in written] == list(words)
        assert len(set(written)) == len(words)


def test_the_period_is_called_the_same_in_sheet_and_report():
    assert [say(labels.LABELS["period"], each) for each in ("en", "zh_Hans", "zh_Hant")] == ["Period", "期间", "期間"]


@pytest.mark.parametrize(("language", "name"), [("en", "help"), ("zh_Hans", "说明"), ("zh_Hant", "說明")])
def test_a_sheet_explains_every_item_in_its_language(language, name):
    questionnaire = library.questionnaire(QUESTIONNAIRE)
    book = openpyxl.load_workbook(io.BytesIO(sheets.template(questionnaire, language=language, schemes=["maturity@1"])))
    rows = {row[0].value: [cell.value for cell in row] for row in book[name].iter_rows()}
    assert set(rows) == {say(labels.HELP["item"], language), *questionnaire.item_by_id}
    metric, level, excluded = (questionnaire.item_by_id[each] for each in ("E1.1", "L1.1", "R2.1"))
    assert say(metric.guidance, language) in rows["E1.1"]
    assert [say(getattr(metric.metric, each), language) in rows["E1.1"] for each in ("definition", "formula", "period")] == [True] * 3
    assert say(level.evidence[0], language) in rows["L1.1"][-1]
    assert f"3: {say(level.anchors[3], language)}" in rows["L1.1"][3]
    assert say(excluded.na_rule, language) in rows["R2.1"]
    assert say(labels.PHRASES["na.never"], language) in rows["L1.1"]
    assert book[name].freeze_panes == "B2"


def test_a_cell_for_an_n_a_that_is_not_allowed_is_grey_and_refuses_with_the_reason(blank):
    filled = Filled(blank)
    rules = [rule for rule in filled.book["answers"].data_validations.dataValidation if rule.type == "textLength"]
    for item in library.questionnaire(QUESTIONNAIRE).items:
        for heading in ("not_applicable", "approved_by"):
            cell = filled.cell("answers", item.id, heading)
            refusing = [rule for rule in rules if cell.coordinate in rule.sqref]
            assert bool(refusing) != item.na_allowed
            assert (cell.fill.fgColor.rgb == "FFD9D9D9") != item.na_allowed
            assert all((rule.formula1, rule.operator, rule.showErrorMessage) == ("1", "lessThan", True) for rule in refusing)
            assert all('must not be answered "not applicable"' in rule.error for rule in refusing)
