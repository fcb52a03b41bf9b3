"""Why a gate holds or does not, in words."""

from __future__ import annotations

import datetime
import string

import pytest

from assess.method.result import GateOutcome
from assess.method.text import Text
from assess.results import wording

SINCE, UNTIL = datetime.date(2025, 6, 30), datetime.date(2026, 6, 30)
DATES: tuple[tuple[str, object], ...] = (("months", 12), ("since", SINCE), ("until", UNTIL))

CASES: list[tuple[str, bool, tuple[tuple[str, object], ...], str]] = [
    ("coverage", True, (("coverage", 1.0), ("unanswered", 0), ("items", ())), "Every question that applies is answered."),
    (
        "coverage",
        False,
        (("coverage", 0.9999), ("unanswered", 2), ("items", ("L1.1", "S2.1"))),
        "Not answered (2): L1.1, S2.1. Answered so far: 99.9 % of the weight.",
    ),
    ("coverage", False, (("coverage", 0.0), ("unanswered", 0), ("items", ())), "Nothing applies, so nothing can be scored."),
    ("critical_items", True, (("critical", 10), ("below", ())), "Critical items at or above their minimum: 10."),
    ("critical_items", False, (("critical", 10), ("below", ("O5.1",))), "Below the minimum: O5.1."),
    (
        "element_floor",
        False,
        (("level", 3), ("floor", 24.5), ("margin", 15.5), ("below", (("L", 22.04), ("S", 24.49)))),
        "Level 3 asks for 24.5 in every element: L 22.0, S 24.49.",
    ),
    (
        "element_floor",
        True,
        (("level", 4), ("floor", 45.0), ("margin", 15.0), ("below", (("L", 44.96),))),
        "Holds for this score; level 4 asks for 45 in every element: L 44.96.",
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
        "Asked of assessed results only; 40.0 % of the weight carries evidence.",
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
        (("missing", ("satisfaction",)), ("months", 12), ("since", None), ("until", None)),
        "The assessment has no date, and its period names no year.",
    ),
    ("favourable_trend", True, (("missing", ()), ("unfavourable", ()), ("periods", 3)), "Favourable over the last 3 periods."),
    (
        "favourable_trend",
        False,
        (("missing", ("retention",)), ("unfavourable", ("E1.1",)), ("periods", 3)),
        "No trend over 3 periods: retention; not favourable: E1.1.",
    ),
    ("favourable_trend", False, (("missing", ("retention",)), ("unfavourable", ()), ("periods", 3)), "No trend over 3 periods: retention."),
    (
        "favourable_trend",
        False,
        (("missing", ()), ("unfavourable", ("E1.1",)), ("periods", 3)),
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


def test_a_score_is_written_so_that_79_96_does_not_read_as_80() -> None:
    assert wording.points(79.96, [70, 80, 90]) == "79.96"
    assert wording.points(79.94, [70, 80, 90]) == "79.9"
    assert wording.points(79.999996, [80]) == "79.999996"
    assert wording.points(80.0, [80]) == "80.0"
    assert wording.points(62.35) == "62.4"
