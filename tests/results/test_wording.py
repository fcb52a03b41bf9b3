"""Why a gate holds or does not, in words."""

from __future__ import annotations

import datetime
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.assessments import file
from assess.method import levels
from assess.method.assessment import Assessment
from assess.method.result import GateOutcome
from assess.method.text import Text
from assess.platform.shelves import shelf
from assess.results import evaluate, wording

SAMPLES = shelf("questionnaires") / "customer-management" / "1" / "samples"

SINCE, UNTIL = datetime.date(2025, 6, 30), datetime.date(2026, 6, 30)
DATES: tuple[tuple[str, object], ...] = (("unanswered", ()), ("months", 12), ("since", SINCE), ("until", UNTIL))

CASES: list[tuple[str, bool, tuple[tuple[str, object], ...], str]] = [
    ("coverage", True, (("coverage", 1.0), ("unanswered", 0), ("items", ())), "Every question that applies is answered."),
    (
        "coverage",
        False,
        (("coverage", 0.9999), ("unanswered", 2), ("items", ("L1.1", "S2.1"))),
        "Not answered (2): L1.1, S2.1. Answered so far: 99.9 % of the weight.",
    ),
    ("coverage", False, (("coverage", 0.0), ("unanswered", 0), ("items", ())), "Nothing applies, so nothing can be scored."),
    ("critical_items", True, (("critical", 10), ("below", ()), ("unanswered", ())), "Critical items at or above their minimum: 10."),
    ("critical_items", False, (("critical", 10), ("below", ("O5.1",)), ("unanswered", ())), "Below the minimum: O5.1."),
    ("critical_items", False, (("critical", 10), ("below", ()), ("unanswered", ("I1.1", "I3.1"))), "Not answered yet: I1.1, I3.1."),
    (
        "critical_items",
        False,
        (("critical", 10), ("below", ("O5.1",)), ("unanswered", ("I1.1",))),
        "Below the minimum: O5.1. Not answered yet: I1.1.",
    ),
    (
        "element_floor",
        False,
        (("level", 3), ("floor", 24.5), ("margin", 15.5), ("below", (("L", 22.04), ("S", 24.49)))),
        "Level 3 asks for 24.5 in every element: L 22.0 (lacks 2.5), S 24.49 (lacks 0.01).",
    ),
    (
        "element_floor",
        True,
        (("level", 4), ("floor", 45.0), ("margin", 15.0), ("below", (("L", 44.96),))),
        "Holds now; level 4 asks for 45 in every element: L 44.96 (lacks 0.04).",
    ),
    (
        "element_floor",
        True,
        (("margin", 15.0), ("lowest", 80.0)),
        "No element lies more than 15 points below the threshold of any level.",
    ),
    ("open_major_finding", True, (("findings", ()),), "No major finding is open."),
    ("open_major_finding", False, (("findings", ("F1", "F3")),), "Open major findings: F1, F3."),
    (
        "verified_coverage",
        False,
        (("share", 0.7999), ("minimum", 0.8)),
        "Verified: 79.99 % of the weight; at least 80 % is asked for.",
    ),
    ("verified_coverage", True, (("share", 1.0), ("minimum", 0.8)), "Verified: 100.0 % of the weight; at least 80 % is asked for."),
    (
        "self_assessment",
        True,
        (("share", 0.4), ("minimum", 0.8)),
        "Does not apply to a self-assessment.",
    ),
    (
        "not_applicable_share",
        False,
        (("share", 0.15001), ("maximum", 0.15)),
        "Not applicable: 15.01 % of the weight; at most 15 % is allowed.",
    ),
    ("measured_recently", True, (("missing", ()), *DATES), "Measured between 2025-06-30 and 2026-06-30."),
    (
        "measured_recently",
        False,
        (("missing", ("satisfaction", "retention")), *DATES),
        "Not measured between 2025-06-30 and 2026-06-30: satisfaction, retention.",
    ),
    (
        "measured_recently",
        False,
        (("missing", ("satisfaction",)), ("unanswered", ()), ("months", 12), ("since", None), ("until", None)),
        "The assessment has no date, and its period names no year.",
    ),
    (
        "measured_recently",
        False,
        (("missing", ("satisfaction",)), ("unanswered", ("retention",)), ("months", 12), ("since", SINCE), ("until", UNTIL)),
        "Not measured between 2025-06-30 and 2026-06-30: satisfaction. Not answered yet: retention.",
    ),
    (
        "favourable_trend",
        False,
        (("missing", ()), ("unanswered", ("satisfaction", "retention")), ("unfavourable", ()), ("periods", 3)),
        "Not answered yet: satisfaction, retention.",
    ),
    (
        "favourable_trend",
        True,
        (("missing", ()), ("unanswered", ()), ("unfavourable", ()), ("periods", 3)),
        "Favourable over the last 3 periods.",
    ),
    (
        "favourable_trend",
        False,
        (("missing", ("retention",)), ("unanswered", ()), ("unfavourable", ("E1.1",)), ("periods", 3)),
        "No trend over 3 periods: retention; not favourable: E1.1.",
    ),
    (
        "favourable_trend",
        False,
        (("missing", ("retention",)), ("unanswered", ()), ("unfavourable", ()), ("periods", 3)),
        "No trend over 3 periods: retention.",
    ),
    (
        "favourable_trend",
        False,
        (("missing", ()), ("unanswered", ()), ("unfavourable", ("E1.1",)), ("periods", 3)),
        "Not favourable over the last 3 periods: E1.1.",
    ),
]


def outcome(reason: str, holds: bool, facts: tuple[tuple[str, object], ...]) -> GateOutcome:
    return GateOutcome("gate", reason, Text(), holds, None if holds else 2, reason, facts)


@pytest.mark.parametrize(("reason", "holds", "facts", "said"), CASES)
def test_every_reason_is_said_in_plain_words(reason: str, holds: bool, facts: tuple[tuple[str, object], ...], said: str) -> None:
    assert wording.reason(outcome(reason, holds, facts)) == said


@pytest.mark.parametrize(("reason", "holds", "facts", "said"), CASES)
@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_every_reason_is_said_in_chinese_with_all_its_facts(
    reason: str, holds: bool, facts: tuple[tuple[str, object], ...], said: str, language: str
) -> None:
    chinese = wording.reason(outcome(reason, holds, facts), language)
    assert "{" not in chinese
    for fact in said.replace(",", " ").replace(";", " ").split():
        bare = fact.strip(string.punctuation)
        if any(character.isdigit() for character in bare):
            assert bare in chinese


def test_what_is_said_never_reads_as_a_limit_it_misses() -> None:
    for share in (0.79999999, 0.7999, 0.79):
        assert "80.0 %" not in wording.reason(outcome("verified_coverage", False, (("share", share), ("minimum", 0.8))))
    for share in (0.15000001, 0.1501, 0.16):
        assert ": 15.0 %" not in wording.reason(outcome("not_applicable_share", False, (("share", share), ("maximum", 0.15))))


def test_what_closes_a_higher_level_is_not_said_to_hold() -> None:
    facts: tuple[tuple[str, object], ...] = (("level", 4), ("floor", 45.0), ("margin", 15.0), ("below", (("R", 31.1), ("O", 38.6))))
    gate = outcome("element_floor", True, facts)
    assert wording.obstacle(gate) == "Level 4 asks for 45 in every element: R 31.1 (lacks 13.9), O 38.6 (lacks 6.4)."


def test_a_score_is_written_so_that_79_96_does_not_read_as_80() -> None:
    assert wording.points(79.96, [70, 80, 90]) == "79.96"
    assert wording.points(79.94, [70, 80, 90]) == "79.9"
    assert wording.points(79.99996, [80]) == "79.999"
    assert wording.points(80.0, [80]) == "80.0"
    assert wording.points(62.35) == "62.4"


@given(st.floats(0, 100), st.lists(st.integers(0, 200).map(lambda each: each / 2), max_size=5))
def test_no_score_reads_as_a_threshold_it_does_not_reach_nor_has_more_than_three_decimals(score: float, thresholds: list[float]) -> None:
    written = wording.points(score, thresholds)
    assert 1 <= len(written.partition(".")[2]) <= 3
    assert all(float(written) < each for each in thresholds if not levels.attains(score, each))
    assert float(written) == pytest.approx(score, abs=0.0501)


def test_what_is_lacking_is_never_written_as_nothing() -> None:
    assert [wording.lacking(gap) for gap in (13.9, 0.04, 0.0004)] == ["13.9", "0.04", "0.001"]


def test_an_element_is_held_against_the_floor_of_the_next_level_and_not_against_the_levels_themselves() -> None:
    clinic = evaluate.evaluate(file.read(SAMPLES / "riverside-clinic.yaml"), draws=0)
    floors = wording.floors(clinic.case.scheme, clinic.result)
    assert floors == (25.0,)  # level 3 begins at 40, less a margin of 15
    assert (wording.points(24.97, floors), wording.points(74.97, floors)) == ("24.97", "75.0")
    assert wording.thresholds(clinic.case.scheme) == (1, 20, 40, 60, 75)
    best = evaluate.evaluate(file.read(SAMPLES / "northgate-manufacturing.yaml"), draws=0)
    assert wording.floors(best.case.scheme, best.result) == ()


def test_how_firm_a_level_is_says_what_was_taken_as_given() -> None:
    clinic = evaluate.evaluate(file.read(SAMPLES / "riverside-clinic.yaml"), draws=50).result
    given_ = "With these answers, level 2 holds in 100.0 % of the draws (weights and sampling vary; "
    assert wording.firmness(clinic, "self") == given_ + "the claims are taken as given)."
    assert wording.firmness(clinic, "assessed") == given_ + "the assessors' findings are taken as given)."
    assert "100.0 %" in wording.firmness(clinic, "self", "zh_Hant")
    assert wording.firmness(replace(clinic, level_probability={}), "self") == ""


def test_levels_of_a_provisional_result_are_those_with_every_gap_filled_by_chance() -> None:
    clinic = file.read(SAMPLES / "riverside-clinic.yaml")
    answers = {id_: each for id_, each in clinic.assessment.answers.items() if not id_.startswith("P")}
    partial = replace(clinic, assessment=replace(clinic.assessment, answers=answers))
    assert wording.firmness(evaluate.evaluate(partial, draws=50).result, "self").startswith("Levels, were every gap filled by chance: 2: ")


def test_an_assessed_result_without_an_independent_lead_is_warned_of() -> None:
    case = file.read(SAMPLES / "harbour-bank.yaml")
    bank = case.assessment

    def warned(assessment: Assessment) -> tuple[str, ...]:
        return wording.warnings(replace(case, assessment=assessment))

    nobody = ("nobody is named as lead assessor: an assessed result needs one",)
    assert warned(bank) == ()
    assert warned(replace(bank, team=())) == nobody
    assert warned(replace(bank, team=tuple(replace(each, role="assessor") for each in bank.team))) == nobody
    (dependent,) = warned(replace(bank, team=tuple(replace(each, independent=None) for each in bank.team)))
    assert "independent" in dependent
    assert warned(replace(bank, kind="self", team=())) == ()
