"""An answer sheet goes out in any language; filled in, it becomes the assessment that was meant, or names the cells that are wrong."""

from __future__ import annotations

import datetime
import re

import pytest

from assess.assessments import file, labels, sheets, sheets_reading
from assess.catalogue import library
from assess.platform.faults import Faults
from tests.assessments.filled_sheet import QUESTIONNAIRE, Filled, read, told


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
        r"answers!A3: L1\.9: customer-management@1 has no item `L1\.9` — did you mean `L1\.3`",
    ),
    "an item twice": (
        lambda s: s.answer("L1.1", 3, item="L2.1") or s.answer("L2.1", 3),
        r"answers!A6: item: the item L2\.1 stands here twice — .*answers!A3",
    ),
    "an answer to nothing": (lambda s: s.add("answers", 300, answer=3), r"answers!A300: item: the item of this row is not said"),
    "N/A where an answer belongs": (
        lambda s: s.answer("P2.1", "N/A"),
        r"answers!F\d+: P2\.1: N/A is not an answer — write the reason into `not_applicable`",
    ),
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


def test_no_fault_of_a_sheet_speaks_of_the_keys_of_a_file(fill):
    for change, _ in BAD.values():
        for line in told(fill(change)):
            assert not re.search(r"`\{|remove the key|leave the key|the key `\w+` is missing|quotes|add `|answers\.\w", line), line
