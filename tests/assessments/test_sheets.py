"""An answer sheet goes out in any language; filled in, it becomes the assessment that was meant, or names the cells that are wrong."""

from __future__ import annotations

import datetime
import io
import re

import openpyxl
import pytest

from assess.assessments import file, labels, sheets, sheets_reading
from assess.catalogue import library
from assess.platform.faults import Faults
from assess.platform.locale import say

QUESTIONNAIRE = "customer-management@1"


@pytest.fixture(scope="module")
def blank():
    """The bytes of an empty answer sheet in English."""
    return sheets.template(library.questionnaire(QUESTIONNAIRE), language="en", schemes=["maturity@1", "stars@1"])


class Filled:
    """A sheet being filled in by hand."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.columns = {sheet.title: {cell.value: cell.column for cell in sheet[1]} for sheet in self.book}
        self.rows = {sheet.title: {row[0].value: row[0].row for row in sheet.iter_rows(min_row=3) if row[0].value} for sheet in self.book}

    def cell(self, sheet, row, column):
        return self.book[sheet].cell(self.rows[sheet].get(row, row), self.columns[sheet][column])

    def answer(self, row, answer=None, **more):
        for column, value in {"answer": answer, **more}.items():
            if value is not None:
                self.cell("answers", row, column).value = value

    def set(self, key, value):
        self.cell("assessment", key, "value").value = value

    def add(self, sheet, row, **values):
        for column, value in values.items():
            self.book[sheet].cell(row, self.columns[sheet][column]).value = value


@pytest.fixture
def fill(blank, tmp_path):
    """Fill in a sheet and return the path of the workbook."""

    def run(change, *, minimal=True):
        filled = Filled(blank)
        if minimal:
            filled.set("organisation.name", "Harbour Bank")
            filled.set("period", 2026)
        change(filled)
        filled.book.save(tmp_path / "a.xlsx")
        return tmp_path / "a.xlsx"

    return run


def read(path):
    return sheets_reading.read(path, output=path.with_suffix(".yaml")).case.assessment


@pytest.mark.parametrize(("language", "question"), [("en", "Does"), ("zh_Hans", "客户"), ("zh_Hant", "客戶")])
def test_the_questions_are_in_the_language_asked_for(language, question):
    questionnaire = library.questionnaire(QUESTIONNAIRE)
    filled = Filled(sheets.template(questionnaire, language=language, schemes=["maturity@1"]))
    questions = [filled.cell("answers", item.id, "question").value for item in questionnaire.items]
    assert len(questions) == len(questionnaire.items)
    assert any(question in each for each in questions)
    assert filled.book["answers"].cell(2, 1).value == {"en": "Item", "zh_Hans": "条目", "zh_Hant": "條目"}[language]


def test_every_heading_has_a_label_and_every_key_a_meaning():
    headings = {*sheets.ANSWERS, *sheets.EVIDENCE, *sheets.FINDINGS, *sheets.TEAM, *sheets.HISTORY, *sheets.ASSESSMENT}
    assert headings == set(labels.LABELS)
    for text in (*labels.LABELS.values(), *labels.KEYS.values(), *labels.PHRASES.values()):
        assert text.get("en")
        assert text.get("zh_Hans")


def test_what_may_be_answered_is_offered_in_the_cell(blank):
    filled = Filled(blank)
    sheet = filled.book["answers"]
    rules = {
        cell: rule
        for rule in sheet.data_validations.dataValidation
        for cells in rule.sqref.ranges
        for cell in [c for r in cells.rows for c in r]
    }

    def rule(item):
        return rules[filled.cell("answers", item, "answer").row, filled.columns["answers"]["answer"]]

    assert rule("L1.1").formula1 == '"0,1,2,3,4,5"'
    assert rule("I3.1").formula1 == '"yes,no"'
    assert rule("R1.1").formula1 == '"case_by_case,single_lines,earmarked,steered_by_effect"'
    assert (rule("P2.1").type, rule("P2.1").formula1, rule("P2.1").formula2) == ("decimal", "0", "100")


def test_the_sheet_says_what_each_level_looks_like(blank):
    allowed = Filled(blank).cell("answers", "L1.1", "allowed").value
    assert [line[:2] for line in allowed.splitlines()] == ["0:", "1:", "2:", "3:", "4:", "5:"]


def test_a_sheet_with_nothing_but_the_organisation_has_no_answers(fill):
    assessment = read(fill(lambda sheet: None))
    assert dict(assessment.answers) == {}
    assert (assessment.kind, assessment.scheme, assessment.questionnaire) == ("self", "maturity@1", QUESTIONNAIRE)


def test_every_kind_of_answer_is_understood(fill):
    def change(sheet):
        sheet.answer("L1.1", 3, by="mei", note="=not a formula")
        sheet.answer("S1.1", "2")
        sheet.answer("I3.1", "yes")
        sheet.answer("R1.1", "earmarked")
        sheet.answer("P2.1", 62.5)
        sheet.answer("I1.1", conforming=31, sampled="50")
        sheet.answer("E1.1", 84.2, measured=datetime.date(2026, 5, 31), trend="80.1; 82；84.2")
        sheet.answer("R2.1", not_applicable="No branches", approved_by="olga")
        sheet.cell("answers", "L1.1", "note").data_type = "s"

    answers = read(fill(change)).answers
    assert (answers["L1.1"].given.level, answers["L1.1"].by, answers["L1.1"].note.get("any")) == (3, "mei", "=not a formula")
    assert answers["S1.1"].given.level == 2
    assert answers["I3.1"].given.yes is True
    assert answers["R1.1"].given.choice == "earmarked"
    assert answers["P2.1"].given.percent == 62.5
    assert (answers["I1.1"].given.conforming, answers["I1.1"].given.sampled) == (31, 50)
    assert (answers["E1.1"].given.value, answers["E1.1"].given.unit, answers["E1.1"].trend) == (84.2, "%", (80.1, 82.0, 84.2))
    assert answers["E1.1"].measured == datetime.date(2026, 5, 31)
    assert answers["R2.1"].not_applicable.reason.get("any") == "No branches"
    assert set(answers) == {"L1.1", "S1.1", "I3.1", "R1.1", "P2.1", "I1.1", "E1.1", "R2.1"}


def test_zero_is_an_answer_and_a_blank_cell_is_none(fill):
    def change(sheet):
        sheet.answer("L1.1", 0)
        sheet.answer("I3.1", "no")
        sheet.answer("P2.1", 0)

    answers = read(fill(change)).answers
    assert set(answers) == {"L1.1", "I3.1", "P2.1"}
    assert (answers["L1.1"].given.level, answers["I3.1"].given.yes, answers["P2.1"].given.percent) == (0, False, 0.0)


@pytest.mark.parametrize(("typed", "shown"), [(0.62, "0%"), ("62%", ""), ("62 ％", ""), (62, ""), (0.62, "0.00%")])
def test_a_percentage_is_62_however_excel_shows_it(fill, typed, shown):
    def change(sheet):
        for item in ("P2.1", "E1.1"):
            sheet.answer(item, typed)
            if shown:
                sheet.cell("answers", item, "answer").number_format = shown

    answers = read(fill(change)).answers
    assert answers["P2.1"].given.percent == 62
    assert answers["E1.1"].given.value == 62


@pytest.mark.parametrize("typed", [datetime.date(2026, 6, 3), "2026-06-03", "2026/6/3", "2026年6月3日", " 2026.6.3 "])
def test_a_date_is_read_as_people_type_it(fill, typed):
    assert read(fill(lambda sheet: sheet.set("date", typed))).date == datetime.date(2026, 6, 3)


@pytest.mark.parametrize("typed", ["是", "yes", "YES", "true", True])
def test_yes_is_yes_in_any_language(fill, typed):
    assert read(fill(lambda sheet: sheet.answer("I3.1", typed))).answers["I3.1"].given.yes is True


def test_the_organisation_and_the_frame_are_understood(fill):
    def change(sheet):
        for key, value in {
            "id": "harbour-2026",
            "organisation.industry": "K64",
            "organisation.region": "CN-SH",
            "organisation.employees": "420",
            "organisation.sites": 12,
            "kind": "assessed",
            "period": "2026-H1",
            "date": "2026-06-30",
            "scope": "Retail",
            "summary": "Good",
            "sampling": "At random",
            "target.overall": 60,
            "target.elements.L": "55",
        }.items():
            sheet.set(key, value)

    assessment = read(fill(change))
    assert (assessment.id, assessment.kind, assessment.period) == ("harbour-2026", "assessed", "2026-H1")
    organisation = assessment.organisation
    assert (organisation.industry, organisation.region, organisation.employees, organisation.sites) == ("K64", "CN-SH", 420, 12)
    assert (assessment.target_overall, dict(assessment.target_elements)) == (60.0, {"L": 55.0})
    assert [text.get("any") for text in (assessment.scope, assessment.summary, assessment.sampling)] == ["Retail", "Good", "At random"]


def test_stars_with_deductions_and_a_bonus(fill):
    def change(sheet):
        sheet.set("scheme", "stars@1")
        sheet.set("deduction", "Late")
        sheet.set("bonus", "First of its kind")
        sheet.add("assessment", 60, key="deduction", value="Wrong")

    assessment = read(fill(change))
    assert [text.get("any") for text in assessment.deductions] == ["Late", "Wrong"]
    assert assessment.bonus.get("any") == "First of its kind"


def test_evidence_findings_team_and_history_have_their_rows(fill):
    def change(sheet):
        sheet.answer("L1.1", 3, evidence_title="Charter", evidence_kind="document", evidence_date="2026/3/1", evidence_reference=12)
        sheet.answer("L1.1", finding="No sample seen", finding_grade="minor")
        sheet.add("evidence", 3, item="L1.1", title="Records", kind="sampling", sample="50", sha256="AB" * 32)
        sheet.add("findings", 3, id="F9", item="O5.1", grade="major", status="open", text="Late", due=datetime.date(2026, 9, 30))
        sheet.add("team", 3, name="Jonas", role="lead", independent="yes")
        sheet.add("history", 3, period=2024, overall=48.2, level=3, **{"elements.L": 50.1})

    assessment = read(fill(change))
    first, second = assessment.answers["L1.1"].evidence
    assert (first.title.get("any"), first.kind, first.date, first.reference) == ("Charter", "document", datetime.date(2026, 3, 1), "12")
    assert (second.kind, second.sample, second.sha256) == ("sampling", 50, "ab" * 32)
    assert [(each.id, each.item, each.grade) for each in assessment.findings] == [("F-L1.1", "L1.1", "minor"), ("F9", "O5.1", "major")]
    assert assessment.team[0].independent is True
    assert (assessment.history[0].period, assessment.history[0].level, dict(assessment.history[0].elements)) == ("2024", 3, {"L": 50.1})


def test_what_the_assessor_found_is_kept_beside_what_was_claimed(fill):
    def change(sheet):
        sheet.answer("L1.1", 4, verified=2, verified_by="aiko", verified_note="One department only")
        sheet.answer("I1.1", conforming=40, sampled=50, verified_conforming=31, verified_sampled=50)

    answers = read(fill(change)).answers
    assert (answers["L1.1"].given.level, answers["L1.1"].verified.level, answers["L1.1"].verified_by) == (4, 2, "aiko")
    assert (answers["I1.1"].verified.conforming, answers["I1.1"].verified.sampled) == (31, 50)


def test_the_written_assessment_is_the_one_that_was_read(fill):
    path = fill(lambda sheet: (sheet.answer("L1.1", 3, note="\u202e<b>x</b>"), sheet.answer("E1.1", 84.2, trend="80 84.2")))
    imported = sheets_reading.read(path, output=path.with_suffix(".yaml"))
    path.with_suffix(".yaml").write_bytes(imported.yaml)
    assert file.read(path.with_suffix(".yaml")) == imported.case


BAD = {
    "a level of 7": (lambda s: s.answer("L1.1", 7), r"a\.xlsx:answers!F3: L1\.1: `7` is too large — a level from 0 to 5"),
    "a level in words": (lambda s: s.answer("L1.1", "three"), r"answers!F3: L1\.1: `three` is not a whole number"),
    "a percentage of 140": (lambda s: s.answer("P2.1", 140), r"answers!F\d+: P2\.1: `140` is too large"),
    "an option that is not there": (
        lambda s: s.answer("R1.1", "earmaked"),
        r"answers!F\d+: R1\.1: there is no option `earmaked` — did you mean `earmarked`",
    ),
    "yes in other words": (lambda s: s.answer("I3.1", "maybe"), r"answers!F\d+: I3\.1: `maybe` is not yes or no$"),
    "more conforming than sampled": (
        lambda s: s.answer("I1.1", conforming=60, sampled=50),
        r"answers!G\d+: .*60 conforming records are more than",
    ),
    "another unit": (lambda s: s.answer("E1.1", 84, unit="h"), r"answers!I\d+: E1\.1: `h` is not the unit of E1\.1"),
    "an item that does not exist": (
        lambda s: s.answer("L1.1", 3, item="L1.9"),
        r"answers!A3: L1\.9: customer-management@1 has no item `L1\.9` — did you mean `L1\.1`",
    ),
    "an item twice": (
        lambda s: s.answer("L1.1", 3, item="L2.1") or s.answer("L2.1", 3),
        r"answers!A4: item: the item L2\.1 stands here twice — .*answers!A3",
    ),
    "an answer to nothing": (lambda s: s.add("answers", 60, answer=3), r"answers!A60: item: the item of this row is not said"),
    "N/A where it is not allowed": (lambda s: s.answer("I3.1", not_applicable="x"), r"answers!J\d+: .*I3\.1 must not be answered N/A"),
    "N/A that nobody approved": (
        lambda s: (s.set("kind", "assessed"), s.answer("R2.1", not_applicable="x")),
        r"answers!K\d+: R2\.1: an N/A of an assessed assessment must be approved by someone else — write who approved it",
    ),
    "a day that does not exist": (
        lambda s: s.set("date", "2026-02-30"),
        r"assessment!B13: date: `2026-02-30` is not a day of the calendar",
    ),
    "no organisation": (
        lambda s: s.set("organisation.name", None),
        r"assessment!B4: organisation\.name: nothing is filled in here — Name of the organisation",
    ),
    "no period": (lambda s: s.set("period", None), r"assessment!B12: period: nothing is filled in here"),
    "an industry that is none": (
        lambda s: s.set("organisation.industry", "C99"),
        r"assessment!B5: organisation\.industry: `C99` is not an industry",
    ),
    "a questionnaire that is not there": (
        lambda s: s.set("questionnaire", "x@1"),
        r"assessment!B9: questionnaire: there is no questionnaire `x@1`",
    ),
    "a key that is not known": (
        lambda s: s.add("assessment", 60, key="perod", value=1),
        r"assessment!A60: key: the key `perod` is unknown here — did you",
    ),
    "a target for nothing": (
        lambda s: s.add("assessment", 60, key="target.elements.Z", value=1),
        r"assessment!B60: target\.elements\.Z: there is no element",
    ),
    "a trend in words": (lambda s: s.answer("E1.1", 84, trend="80; up"), r"answers!T\d+: E1\.1: `up` is not a number"),
    "evidence of an unknown kind": (
        lambda s: s.answer("L1.1", 3, evidence_title="T", evidence_kind="documnt"),
        r"answers!N3: L1\.1: `documnt` is not known here — did you mean `document`\?",
    ),
    "sampling without a number": (
        lambda s: s.answer("L1.1", 3, evidence_title="T", evidence_kind="sampling"),
        r"answers!Q3: L1\.1: the number of records sampled is not said",
    ),
    "evidence without a title": (
        lambda s: s.answer("L1.1", 3, evidence_kind="document"),
        r"answers!M3: L1\.1: nothing is filled in here — what the evidence is",
    ),
    "evidence of no answer": (
        lambda s: s.add("evidence", 3, item="L1.1", title="T", kind="document"),
        r"evidence!A3: item: there is no answer to `L1\.1` this could be evidence of",
    ),
    "a second piece of evidence that is none": (
        lambda s: (s.answer("L1.1", 3), s.add("evidence", 3, item="L1.1", title="T", kind="sampling", sample="many")),
        r"evidence!G3: sample: `many` is not a whole number",
    ),
    "a finding without a grade": (
        lambda s: s.answer("L1.1", 3, finding="Bad"),
        r"answers!AA3: L1\.1: nothing is filled in here — choose a grade",
    ),
    "a finding on nothing": (
        lambda s: s.add("findings", 4, id="F1", item="Z9.9", grade="major", text="x"),
        r"findings!B4: item: .*no item `Z9\.9`",
    ),
    "a role that is none": (lambda s: s.add("team", 5, name="Mei", role="boss"), r"team!B5: role: `boss` is not known here"),
    "an earlier score above 100": (
        lambda s: s.add("history", 3, period=2024, overall=101),
        r"history!B3: overall: `101` is too large",
    ),
    "an earlier level that is none": (
        lambda s: s.add("history", 3, period=2024, overall=50, level=9),
        r"history!C3: level: maturity@1 has no level 9",
    ),
    "a formula": (lambda s: s.answer("L1.1", "=1+2"), r"answers!F3: a formula stands here — replace it by its value"),
    "a column that was meant otherwise": (
        lambda s: s.book["answers"].cell(1, s.columns["answers"]["note"], "notes"),
        r"answers!R1: notes: this column is unknown here — did you mean `note`",
    ),
    "a column removed": (
        lambda s: s.book["answers"].cell(1, 6, "anser"),
        r"answers!A1: answer: the column `answer` is missing — did you mean `anser`",
    ),
    "a sheet removed": (lambda s: s.book.remove(s.book["answers"]), r"the sheet `answers` is missing"),
}


@pytest.mark.parametrize(("change", "said"), BAD.values(), ids=BAD.keys())
def test_a_fault_names_sheet_row_and_column(fill, change, said):
    with pytest.raises(Faults) as caught:
        read(fill(change))
    assert re.search(said, str(caught.value)), str(caught.value)


def test_everything_wrong_in_a_sheet_is_told_at_once(fill):
    def change(sheet):
        sheet.answer("L1.1", 7)
        sheet.answer("L2.1", 3, item="L2.9")
        sheet.set("organisation.region", "UK")
        sheet.add("team", 3, name="Mei", role="boss")
        sheet.add("assessment", 60, key="perod", value=1)

    with pytest.raises(Faults) as caught:
        read(fill(change))
    assert len(caught.value.faults) == 5


def imported(path):
    return sheets_reading.read(path, output=path.with_suffix(".yaml"))


def told(path):
    with pytest.raises(Faults) as caught:
        read(path)
    return [str(fault).replace(f"{path}:", "") for fault in caught.value.faults]


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
    assert imported(path).notes == (f"{path}: not in the sheet: L1.1, L2.1; they stay unanswered",)


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
        "answers!F43: E1.1: `1,300` may mean 1.3 or 1300 — a number (%), typed without a separator",
        "assessment!B7: organisation.employees: `1.300` may mean 1.3 or 1300 — a whole number from 0, typed without a separator",
        "assessment!B13: date: `03/04/2026` may mean two days: which number is the month does not show — write 2026-04-03 or 2026-03-04",
    ]


def test_a_wrong_number_is_told_without_powers_of_ten(fill):
    assert told(fill(lambda sheet: sheet.answer("E1.1", "many"))) == ["answers!F43: E1.1: `many` is not a number — a number (%)"]


def test_the_same_mistake_in_many_rows_is_a_short_line_each(fill):
    def change(sheet):
        for item in ("L5.1", "S6.1", "I3.1"):
            sheet.answer(item, "maybe")

    lines = told(fill(change))
    assert len(lines) == 3
    assert all(
        re.fullmatch(r"answers!F\d+: \w\d\.1: `maybe` is not (yes or no|a whole number — a level from 0 to 5)", line) for line in lines
    )


def test_no_fault_of_a_sheet_speaks_of_the_keys_of_a_file(fill):
    for change, _ in BAD.values():
        for line in told(fill(change)):
            assert not re.search(r"`\{|remove the key|leave the key|the key `\w+` is missing|quotes|add `|answers\.\w", line), line


def test_what_is_missing_beside_an_answer_is_asked_for_in_its_cell(fill):
    def change(sheet):
        sheet.answer("L1.1", note="later")
        sheet.answer("I1.1", conforming=31)
        sheet.answer("L2.1", 3, conforming=1, trend="1;2")
        sheet.answer("L3.1", 3, verified_by="aiko")
        sheet.answer("S1.1", 3, approved_by="olga")

    assert told(fill(change)) == [
        "answers!F3: L1.1: there is no answer — answer the item, or clear the row",
        "answers!G4: L2.1: only percentages are answered by records — clear this cell",
        "answers!U5: L3.1: there is no answer — write what was found, or clear the cells beside it",
        "answers!K9: S1.1: only an N/A is approved — write the reason into `not_applicable`, or clear this cell",
        "answers!H28: I1.1: nothing is filled in here — how many records were looked at",
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
