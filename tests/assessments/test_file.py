"""An assessment file becomes a case, or every fault in it is named with file, line and key, and nothing is written."""

from __future__ import annotations

import datetime
import random
import re

import pytest

from assess.assessments import file
from assess.catalogue import library
from assess.method.answers import NotApplicable
from assess.platform.faults import Faults
from tests import small_questionnaire as small


def test_an_assessment_in_order_becomes_a_case(plain, write):
    case = file.read(write(plain))
    assessment = case.assessment
    assert case.questionnaire.reference == assessment.questionnaire == "customer-management@1"
    assert case.scheme.reference == assessment.scheme == "maturity@1"
    assert case.weights == library.default_weights("customer-management@1")
    assert assessment.id == "a"
    assert assessment.organisation.name.get("any") == "Harbour Bank"
    assert (assessment.organisation.employees, assessment.period, assessment.date) == (420, "2026", datetime.date(2026, 6, 30))
    assert assessment.scope.get("zh_Hans") == "零售"
    assert assessment.team[0].independent is True
    assert (assessment.target_overall, dict(assessment.target_elements)) == (60.0, {"L": 60.0})
    assert [(each.period, each.overall, each.level) for each in assessment.history] == [("2024", 48.2, 3), ("2025-H1", 50.0, None)]
    assert assessment.findings[0].due == datetime.date(2026, 9, 30)


def test_every_kind_of_answer_becomes_a_value(plain, write):
    answers = file.read(write(plain)).assessment.answers
    assert answers["L1.1"].given.level == 3
    assert (answers["I1.1"].given.conforming, answers["I1.1"].given.sampled, answers["I1.1"].given.percent) == (31, 50, None)
    assert answers["P2.1"].given.percent == 62.5
    assert (answers["E1.1"].given.value, answers["E1.1"].given.unit, answers["E1.1"].trend) == (84.2, "%", (80.1, 82.0, 84.2))
    assert answers["E1.1"].measured == datetime.date(2026, 5, 31)
    assert (answers["I3.1"].given.yes, answers["I3.1"].verified.yes, answers["I3.1"].verified_by) == (True, False, "aiko")
    assert answers["R1.1"].given.choice == "earmarked"
    assert answers["R2.1"].given is None
    assert isinstance(answers["R2.1"].not_applicable, NotApplicable)
    assert answers["R2.1"].not_applicable.approved_by == "olga"
    assert [each.kind for each in answers["L1.1"].evidence] == ["document", "sampling"]
    assert (answers["L1.1"].evidence[0].sha256, answers["L1.1"].evidence[1].sample) == ("ab" * 32, 50)


def test_zero_and_no_are_answers_and_what_is_left_out_is_not(plain, write):
    plain["answers"] = {"L1.1": {"level": 0}, "I3.1": {"yes": False}, "P2.1": {"percent": 0}}
    answers = file.read(write(plain)).assessment.answers
    assert answers["L1.1"].given.level == 0
    assert answers["I3.1"].given.yes is False
    assert answers["P2.1"].given.percent == 0.0
    assert "S1.1" not in answers


def test_the_order_of_answers_in_the_file_means_nothing(plain, write):
    before = file.read(write(plain)).assessment
    answers = list(plain["answers"].items())
    random.Random(1).shuffle(answers)
    plain["answers"] = dict(answers)
    after = file.read(write(plain)).assessment
    assert after == before
    assert list(after.answers) == list(before.answers)


def test_a_measurement_without_its_unit_is_in_the_unit_of_the_item(plain, write):
    del plain["answers"]["E1.1"]["unit"]
    assert file.read(write(plain)).assessment.answers["E1.1"].given.unit == "%"


def test_an_assessment_may_be_without_any_answer(plain, write):
    plain |= {"answers": {}, "findings": []}
    assert dict(file.read(write(plain)).assessment.answers) == {}


@pytest.mark.parametrize(("name", "id_"), [("harbour-bank.yaml", "harbour-bank"), ("港湾 2026.yaml", "2026"), ("....yaml", "assessment")])
def test_without_an_id_the_file_s_name_is_one(plain, write, name, id_):
    assert file.read(write(plain, name)).assessment.id == id_


def test_weights_of_its_own_stand_beside_the_file(plain, write, tmp_path):
    (tmp_path / "mine.yaml").write_text(small.weights())
    assert file.read(write(plain | {"weights": "mine.yaml"})).weights == tmp_path / "mine.yaml"


def test_another_scheme_takes_the_place_of_its_own_and_leaves_history_and_targets_behind(plain, write):
    case = file.read(write(plain), scheme="stars@1")
    assert case.scheme.reference == case.assessment.scheme == "stars@1"
    assert case.assessment.history == ()
    assert case.assessment.target_overall is None
    assert case.assessment.answers


def test_its_own_scheme_asked_for_by_name_changes_nothing(plain, write):
    assert file.read(write(plain), scheme="maturity@1") == file.read(write(plain))


def test_an_unknown_scheme_asked_for_is_a_fault_that_names_what_exists(plain, write):
    with pytest.raises(Faults, match=r"maturty@1: there is no such scheme — did you mean `maturity@1`\?"):
        file.read(write(plain), scheme="maturty@1")


def test_stars_know_deductions_and_one_bonus(plain, write):
    plain |= {"scheme": "stars@1", "history": [], "deductions": [{"reason": "Late"}, {"reason": "Wrong"}], "bonus": {"reason": "First"}}
    assessment = file.read(write(plain)).assessment
    assert [each.get("any") for each in assessment.deductions] == ["Late", "Wrong"]
    assert assessment.bonus.get("any") == "First"


@pytest.mark.parametrize("words", ["\u202eevil", "<script>alert(1)</script>", "שלום", "=1+1", "客户", "a\nb"])
def test_any_words_are_text_and_stay_as_they_are(plain, write, words):
    plain["answers"]["L1.1"]["note"] = words
    plain["organisation"]["name"] = words
    assessment = file.read(write(plain)).assessment
    assert assessment.answers["L1.1"].note.get("any") == words
    assert assessment.organisation.name.get("any") == words


def answer(id_, **given):
    return lambda p: p["answers"].update({id_: given})


BAD = {
    "a level of 7": (answer("L1.1", level=7), r"answers\.L1\.1\.level: `7` is too large — a level from 0 to 5"),
    "a level between two": (answer("L1.1", level=2.5), r"answers\.L1\.1\.level: `2\.5` is not a whole number — a level from 0 to 5"),
    "a level below 0": (answer("L1.1", level=-1), r"answers\.L1\.1\.level: `-1` is too small"),
    "a level in words": (answer("L1.1", level="three"), r"answers\.L1\.1\.level: `three` is not a whole number"),
    "true for a level": (answer("L1.1", level=True), r"answers\.L1\.1\.level: `true` is not a whole number"),
    "a percentage of 140": (answer("P2.1", percent=140), r"answers\.P2\.1\.percent: `140` is too large — a percentage from 0 to 100"),
    "a percentage below 0": (answer("P2.1", percent=-1), r"answers\.P2\.1\.percent: `-1` is too small"),
    "more conforming than sampled": (
        answer("I1.1", conforming=60, sampled=50),
        r"answers\.I1\.1\.conforming: 60 conforming records are more than the 50 sampled — from 0 to 50",
    ),
    "conforming without sampled": (
        answer("I1.1", conforming=60),
        r"answers\.I1\.1: the key `sampled` is missing — `\{conforming: 31, sampled: 50\}`",
    ),
    "sampled without conforming": (answer("I1.1", sampled=60), r"answers\.I1\.1: the key `conforming` is missing"),
    "a sample of nothing": (answer("I1.1", conforming=0, sampled=0), r"answers\.I1\.1\.sampled: nothing was sampled"),
    "a percentage and a sample": (
        answer("I1.1", percent=62, conforming=31, sampled=50),
        r"answers\.I1\.1\.percent: a percentage and a sample are",
    ),
    "half a record": (answer("I1.1", conforming=1.5, sampled=50), r"answers\.I1\.1\.conforming: `1\.5` is not a whole number"),
    "a unit that does not match": (
        answer("E1.1", value=84, unit="h"),
        r"answers\.E1\.1\.unit: `h` is not the unit of E1\.1 — `%`; convert the value",
    ),
    "a value in words": (answer("E1.1", value="much"), r"answers\.E1\.1\.value: `much` is not a number"),
    "a number that is none": (answer("E1.1", value="nan"), r"answers\.E1\.1\.value: `nan` is not a number"),
    "a number beyond reason": (answer("E1.1", value=1e300), r"answers\.E1\.1\.value: `1e\+300` is too large"),
    "a unit without a value": (answer("E1.1", unit="%"), r"answers\.E1\.1: E1\.1 has no answer here — write `\{value: …, unit: \"%\"\}`"),
    "the wrong kind of answer": (
        answer("I3.1", level=3),
        r"answers\.I3\.1\.level: `level` does not answer I3\.1, which is of kind yes_no — write",
    ),
    "two kinds of answer": (
        answer("L1.1", level=3, yes=True),
        r"answers\.L1\.1\.yes: `yes` does not answer L1\.1, which is of kind maturity",
    ),
    "yes in words": (answer("I3.1", yes="yes"), r"answers\.I3\.1\.yes: `yes` is not `true` or `false`"),
    "an option that is not there": (
        answer("R1.1", choice="earmaked"),
        r"answers\.R1\.1\.choice: R1\.1 has no option `earmaked` — did you mean `earmarked`\?",
    ),
    "an answer of nothing": (answer("L1.1"), r"answers\.L1\.1: L1\.1 has no answer here — .* or leave the item out while it is unanswered"),
    "an answer that is null": (lambda p: p["answers"].update({"L1.1": None}), r"answers\.L1\.1: nothing is written here"),
    "an item that does not exist": (
        answer("L1.9", level=3),
        r"answers\.L1\.9: customer-management@1 has no item `L1\.9` — did you mean `L1\.3`\?",
    ),
    "a value that is not measured": (
        answer("E1.1", value=84, not_measured="No survey"),
        r"answers\.E1\.1\.not_measured: E1\.1 has a value and is said not to be measured",
    ),
    "a trend of what is not measured": (
        answer("E1.1", not_measured="No survey", trend=[1, 2]),
        r"answers\.E1\.1\.trend: what is not measured has no trend",
    ),
    "a day of what is not measured": (
        answer("E1.1", not_measured="No survey", measured="2026-01-01"),
        r"answers\.E1\.1\.measured: what is not measured has no date of measurement",
    ),
    "a level that is not measured": (
        answer("L1.1", not_measured="No survey"),
        r"answers\.L1\.1\.not_measured: `not_measured` does not answer L1\.1, which is of kind maturity",
    ),
    "a reason that says nothing": (answer("E1.1", not_measured=" "), r"answers\.E1\.1\.not_measured: nothing is written here"),
    "an item of another model": (
        answer("quality", level=3),
        r"answers\.quality: customer-management@1 has no item `quality` — check the id",
    ),
    "N/A where it is not allowed": (
        answer("I3.1", not_applicable="No data", approved_by="olga"),
        r"answers\.I3\.1\.not_applicable: I3\.1 must not be answered N/A — write `\{yes: true\}`",
    ),
    "N/A that nobody approved": (
        answer("R2.1", not_applicable="None"),
        r"answers\.R2\.1: an N/A of an assessed assessment must be approved by someone else",
    ),
    "N/A approved by who gave it": (
        answer("R2.1", not_applicable="None", by="olga", approved_by="olga"),
        r"answers\.R2\.1\.approved_by: the N/A was approved by the person who gave it — someone else approves it",
    ),
    "N/A without a reason": (
        answer("R2.1", not_applicable=" ", approved_by="olga"),
        r"answers\.R2\.1\.not_applicable: nothing is written here — the reason in words",
    ),
    "N/A and an answer": (
        answer("R2.1", not_applicable="None", approved_by="olga", percent=50),
        r"answers\.R2\.1\.percent: an item is either answered or not applicable — remove one of the two",
    ),
    "approval of an answer": (answer("L1.1", level=3, approved_by="olga"), r"answers\.L1\.1\.approved_by: only an N/A is approved"),
    "verified of another kind": (
        answer("L1.1", level=3, verified={"yes": True}),
        r"answers\.L1\.1\.verified\.yes: `yes` does not answer L1\.1",
    ),
    "verified of nothing": (
        answer("L1.1", level=3, verified={"by": "aiko"}),
        r"answers\.L1\.1\.verified: L1\.1 has no answer here — write `\{level: 3\}`",
    ),
    "verified at level 7": (answer("L1.1", level=3, verified={"level": 7}), r"answers\.L1\.1\.verified\.level: `7` is too large"),
    "a day that does not exist": (
        lambda p: p.update(date="2026-02-30"),
        r"date: `2026-02-30` is not right here — a date of the calendar like 2026-03-31",
    ),
    "a date written otherwise": (lambda p: p.update(date="30.06.2026"), r"date: `30\.06\.2026` is not right here — a date of the calendar"),
    "a date of another age": (lambda p: p.update(date="0026-06-30"), r"date: `0026-06-30` is not right here"),
    "measured after the assessment": (
        answer("E1.1", value=84.2, measured="2026-07-01"),
        r"answers\.E1\.1\.measured: 2026-07-01 is after the date of the assessment — a day up to 2026-06-30",
    ),
    "evidence from after the assessment": (
        answer("L1.1", level=3, evidence=[{"title": "T", "kind": "document", "date": "2027-01-01"}]),
        r"answers\.L1\.1\.evidence\[0\]\.date: 2027-01-01 is after the date of the assessment",
    ),
    "a trend in words": (answer("E1.1", value=84.2, trend=[80, "up"]), r"answers\.E1\.1\.trend\[1\]: `up` is not a number"),
    "a trend of percentages beyond 100": (
        answer("P2.1", percent=62, trend=[62, 140]),
        r"answers\.P2\.1\.trend\[1\]: 140 is out of range — from 0 to 100",
    ),
    "a trend of levels beyond 5": (answer("L1.1", level=3, trend=[3, 7]), r"answers\.L1\.1\.trend\[1\]: 7 is out of range — from 0 to 5"),
    "a trend of yes and no": (answer("I3.1", yes=True, trend=[0, 1]), r"answers\.I3\.1\.trend: an item of kind yes_no has no trend"),
    "an empty trend": (answer("E1.1", value=84.2, trend=[]), r"answers\.E1\.1\.trend: the number of entries is 0"),
    "an unknown kind of evidence": (
        answer("L1.1", level=3, evidence=[{"title": "T", "kind": "documnt"}]),
        r"answers\.L1\.1\.evidence\[0\]\.kind: `documnt` is not known here — did you mean `document`\?",
    ),
    "sampling without a number": (
        answer("L1.1", level=3, evidence=[{"title": "T", "kind": "sampling"}]),
        r"answers\.L1\.1\.evidence\[0\]: the number of records sampled is not said — add `sample: 50`",
    ),
    "a sample of a document": (
        answer("L1.1", level=3, evidence=[{"title": "T", "kind": "document", "sample": 5}]),
        r"answers\.L1\.1\.evidence\[0\]\.sample: evidence of kind document has no sample",
    ),
    "a sum that is none": (
        answer("L1.1", level=3, evidence=[{"title": "T", "kind": "document", "sha256": "abc"}]),
        r"answers\.L1\.1\.evidence\[0\]\.sha256: `abc` is not right here — 64 hexadecimal digits",
    ),
    "evidence without a title": (
        answer("L1.1", level=3, evidence=[{"kind": "document"}]),
        r"answers\.L1\.1\.evidence\[0\]: the key `title` is missing",
    ),
    "a finding on nothing": (
        lambda p: p["findings"][0].update(item="O5.9"),
        r"findings\[0\]\.item: customer-management@1 has no item `O5\.9` — did you",
    ),
    "a finding's id twice": (lambda p: p["findings"].append(p["findings"][0]), r"findings\[1\]\.id: the finding `F1` stands here twice"),
    "an unknown grade": (
        lambda p: p["findings"][0].update(grade="majr"),
        r"findings\[0\]\.grade: `majr` is not known here — did you mean `major`\?",
    ),
    "an unknown questionnaire": (
        lambda p: p.update(questionnaire="custmer-management@1"),
        r"questionnaire: there is no questionnaire `custmer-management@1` — did you mean `customer-management@1`\?",
    ),
    "a questionnaire without a version": (
        lambda p: p.update(questionnaire="customer-management"),
        r"questionnaire: `customer-management` is not right here",
    ),
    "an unknown scheme": (lambda p: p.update(scheme="maturty@1"), r"scheme: there is no scheme `maturty@1` — did you mean `maturity@1`\?"),
    "an unknown pack": (
        lambda p: p.update(packs=["software@1"]),
        r"packs\[0\]: there is no pack `software@1` — did you mean `software-enterprise@1`",
    ),
    "weights that are not there": (lambda p: p.update(weights="mine.yaml"), r"weights: there is no file `mine\.yaml` beside this one"),
    "weights elsewhere": (lambda p: p.update(weights="../mine.yaml"), r"weights: `\.\./mine\.yaml` is not beside this file"),
    "weights anywhere": (lambda p: p.update(weights="/etc/passwd"), r"weights: `/etc/passwd` is not beside this file"),
    "an unknown kind of assessment": (lambda p: p.update(kind="audit"), r"kind: `audit` is not known here — one of self, assessed"),
    "a strange period": (lambda p: p.update(period="2026-Q5"), r"period: `2026-Q5` is not right here — a year, or a part of one"),
    "a period of another age": (lambda p: p.update(period=26), r"period: `26` is too small"),
    "an industry that is none": (
        lambda p: p["organisation"].update(industry="C99"),
        r"organisation\.industry: `C99` is not an industry code",
    ),
    "a division alone": (
        lambda p: p["organisation"].update(industry="29"),
        r"organisation\.industry: `29` is not an industry code — did you mean `C29`\?",
    ),
    "a region in small letters": (
        lambda p: p["organisation"].update(region="cn-sh"),
        r"organisation\.region: `cn-sh` is not a region code — did you mean `CN-SH`\?",
    ),
    "half an employee": (lambda p: p["organisation"].update(employees=0.5), r"organisation\.employees: `0\.5` is not a whole number"),
    "an organisation without a name": (lambda p: p["organisation"].pop("name"), r"organisation: the key `name` is missing"),
    "a name that is a number": (
        lambda p: p["organisation"].update(name=360),
        r'organisation\.name: `360` is not text or .*put it in quotes if it is text: "360"',
    ),
    "a target above 100": (lambda p: p["target"].update(overall=101), r"target\.overall: `101` is too large — a score from 0 to 100"),
    "a target for nothing": (lambda p: p["target"]["elements"].update(Z=60), r"target\.elements\.Z: there is no element `Z`"),
    "an earlier level that is none": (
        lambda p: p["history"][0].update(level=9),
        r"history\[0\]\.level: maturity@1 has no level 9 — one of 1, 2, 3, 4, 5",
    ),
    "history out of order": (lambda p: p["history"].reverse(), r"history\[1\]\.period: 2024 does not follow 2025-H1 — oldest first"),
    "a role that is none": (lambda p: p["team"][0].update(role="boss"), r"team\[0\]\.role: `boss` is not known here"),
    "deductions under a maturity scheme": (
        lambda p: p.update(deductions=[{"reason": "x"}]),
        r"deductions: the scheme maturity@1 knows no deductions",
    ),
    "a bonus under a maturity scheme": (lambda p: p.update(bonus={"reason": "x"}), r"bonus: the scheme maturity@1 knows no bonus"),
    "an unknown key": (lambda p: p.update(anwsers={}), r"anwsers: the key `anwsers` is unknown here"),
    "an unknown key of an answer": (
        answer("L1.1", level=3, evidnce=[]),
        r"answers\.L1\.1\.evidnce: the key `evidnce` is unknown here — did you mean `evidence`\?",
    ),
    "an id with a path in it": (lambda p: p.update(id="../../etc"), r"id: `\.\./\.\./etc` is not right here"),
    "no answers at all": (lambda p: p.pop("answers"), r"the key `answers` is missing"),
    "answers in a list": (lambda p: p.update(answers=[{"L1.1": 3}]), r"answers: a list is not keys with values"),
}


@pytest.mark.parametrize(("change", "said"), BAD.values(), ids=BAD.keys())
def test_what_is_wrong_is_named_with_file_line_and_key_and_nothing_is_written(assess, plain, write, tmp_path, change, said):
    change(plain)
    path = write(plain)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    ran = assess("check", path)
    assert ran.status == 1
    assert re.search(rf"{re.escape(str(path))}:\d+: {said}", ran.err), ran.err
    assert "Traceback" not in ran.err
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


@pytest.mark.parametrize("command", ["score", "report"])
def test_commands_that_compute_refuse_the_same_and_write_nothing(assess, plain, write, tmp_path, command):
    plain["answers"]["L1.1"] = {"level": 7}
    path = write(plain)
    ran = assess(command, path, *(["-o", tmp_path / "out.pdf"] if command == "report" else []))
    assert ran.status == 1
    assert ran.out == ""
    assert re.search(r"a\.yaml:\d+: answers\.L1\.1\.level: `7` is too large", ran.err)
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_the_line_is_that_of_the_answer(plain, write):
    plain["answers"]["P2.1"] = {"percent": 140}
    path = write(plain)
    with pytest.raises(Faults) as caught:
        file.read(path)
    assert caught.value.faults[0].place == str(small.line_of(path, "percent: 140"))


def test_everything_wrong_is_told_at_once(plain, write):
    plain["answers"] |= {"L1.1": {"level": 7}, "L1.9": {"level": 3}, "I3.1": {"level": 3}, "P2.1": {"percent": 140}}
    plain |= {"scheme": "x@1", "date": "2026-02-30"}
    plain["organisation"]["region"] = "UK"
    with pytest.raises(Faults) as caught:
        file.read(write(plain))
    assert len(caught.value.faults) == 7
    lines = [int(fault.place) for fault in caught.value.faults]
    assert lines == sorted(lines)


def test_a_broken_questionnaire_on_the_shelf_is_reported_beside_the_assessment_s_own_faults(plain, write, tmp_path, monkeypatch):
    parts = small.elements()
    parts["A"]["criteria"][0]["items"][1]["id"] = "A1.1"
    small.write(tmp_path / "shelf" / "small" / "1", parts=parts)
    monkeypatch.setattr(library, "shelf", lambda name: tmp_path / "shelf")
    plain |= {"questionnaire": "small@1", "kind": "audit"}
    with pytest.raises(Faults) as caught:
        file.read(write(plain))
    assert "the id `A1.1` is given twice" in str(caught.value)
    assert "kind: `audit` is not known here" in str(caught.value)


RAW = {
    "broken YAML": ("a: [1\nb: 2\n", r":2: this is not YAML"),
    "an empty file": ("", r":1: the file is empty — begin with a line like"),
    "a list": ("- a\n- b\n", r":1: this is not a list of keys with values"),
    "another format": ("format: assess/judgements@1\nnodes: []\n", r":1: format: `assess/judgements@1` is not a format that is read here"),
    "a YAML bomb": ("a: &a [x, x]\nb: &b [*a, *a]\n", r":1: anchors and aliases"),
    "NaN": ("format: assess/assessment@1\nanswers:\n  E1.1: {value: .nan}\n", r":3: answers\.E1\.1\.value: \.nan is not a finite number"),
    "infinity": (
        "format: assess/assessment@1\nanswers:\n  E1.1: {value: -.inf}\n",
        r":3: answers\.E1\.1\.value: -\.inf is not a finite number",
    ),
    "a control character": ('format: assess/assessment@1\nscope: "a\\x07b"\n', r":2: scope: the text has a control character \(U\+0007\)"),
    "a key that stands twice": ("format: assess/assessment@1\nkind: self\nkind: self\n", r":3: kind: this key stands here twice"),
}


@pytest.mark.parametrize(("text", "said"), RAW.values(), ids=RAW.keys())
def test_a_file_that_cannot_even_be_read_is_named_with_its_line(tmp_path, text, said):
    path = tmp_path / "a.yaml"
    path.write_text(text)
    with pytest.raises(Faults) as caught:
        file.read(path)
    assert re.search(re.escape(str(path)) + said, str(caught.value)), str(caught.value)


def test_a_file_of_200_megabytes_is_refused_by_its_size(assess, tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    ran = assess("score", path)
    assert ran.status == 1
    assert "the file has 200,000,000 bytes — at most 2,000,000 are read" in ran.err


def test_ten_thousand_unknown_items_are_a_fault_and_no_ordeal(plain, write):
    plain["answers"] = {f"Z{number}.1": {"level": 3} for number in range(10_000)}
    with pytest.raises(Faults) as caught:
        file.read(write(plain))
    assert 100 < len(caught.value.faults) < 1000


def test_a_pack_that_is_only_tried_out_leaves_what_it_asks_unanswered(plain, write):
    path = write(plain)
    case = file.read(path, packs=["information-security@1"])
    assert case.assessment.packs == ("information-security@1",)
    assert case.assessment.history == ()
    assert "R2.1" not in case.assessment.answers
    assert "L5.is1" in case.questionnaire.item_by_id
    assert "R2.1" in file.read(path).assessment.answers


def test_a_pack_that_does_not_exist_is_named_on_the_command_line_too(plain, write):
    with pytest.raises(Faults, match=r"nonesuch@1.*there is no such pack"):
        file.read(write(plain), packs=["nonesuch@1"])
