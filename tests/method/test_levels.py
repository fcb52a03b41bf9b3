"""From a score to a level."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import levels
from assess.method.result import GateOutcome, Score
from assess.method.text import Text
from tests.scoring_strategies import MATURITY


def overall(score: float) -> Score:
    return Score(total=score / 100, answered=1.0, weight=1.0, original=1.0)


def gate(id_: str, caps_at: int | None) -> GateOutcome:
    return GateOutcome(id_, levels.COMPLETE if id_ == levels.COMPLETE else "kind", Text(), caps_at is None, caps_at, "reason")


def outcome(score: float, *gates: GateOutcome, counted: int | None = 5) -> tuple[object, ...]:
    had = next((level for level in MATURITY.levels if level.level == counted), None)
    level = levels.outcome(MATURITY, overall(score), gates, had_they_counted=had)
    return level.reached, level.by_score, level.blocked_by, level.next_level, level.next_threshold


@pytest.mark.parametrize(("score", "level"), [(0, 1), (19.99, 1), (20, 2), (39.999999, 2), (40, 3), (60, 4), (74.96, 4), (75, 5), (100, 5)])
def test_thresholds_compare_unrounded_scores(score: float, level: int) -> None:
    reached = levels.by_score(MATURITY, score)
    assert reached is not None
    assert reached.level == level


def test_79_96_is_not_80_but_the_last_bit_costs_nobody_a_level() -> None:
    assert not levels.attains(79.96, 80)
    assert not levels.attains(79.9999999, 80)
    assert levels.attains(0.1 * 3 * 200, 60)
    assert levels.attains(59.99999999999999, 60)


def test_no_score_is_no_level() -> None:
    assert levels.by_score(MATURITY, None) is None
    assert levels.outcome(MATURITY, Score(), (), had_they_counted=None).reached is None


def test_a_level_needs_its_threshold_and_every_gate() -> None:
    assert outcome(66) == (4, 4, (), 5, 75)
    assert outcome(66, gate("critical", 2), gate("trend", 4), gate("fine", None)) == (2, 4, ("critical",), 3, 40)
    assert outcome(66, gate("a", 3), gate("b", 2)) == (2, 4, ("a", "b"), 3, 40)
    assert outcome(80) == (5, 5, (), None, None)


def test_a_gate_may_leave_no_level_at_all() -> None:
    assert outcome(66, gate("critical", 0)) == (None, 4, ("critical",), 1, 0)


def test_while_questions_are_unanswered_the_score_gives_no_level_and_only_what_closes_every_level_blocks() -> None:
    assert outcome(66, gate("complete", 0), gate("critical", 2)) == (None, None, ("complete",), 1, 0)
    assert outcome(66, gate("complete", None), gate("critical", 2)) == (2, 4, ("critical",), 3, 40)


def test_the_level_is_raised_by_what_does_not_apply_when_it_would_be_lower_had_that_counted_as_nothing() -> None:
    def raised(counted: int | None) -> bool:
        had = next((level for level in MATURITY.levels if level.level == counted), None)
        return levels.outcome(MATURITY, overall(66), (), had_they_counted=had).raised_by_not_applicable

    assert not raised(4)
    assert raised(3)
    assert raised(None)


def test_under_names_what_a_gate_leaves_open() -> None:
    assert levels.under(MATURITY, 3) == 2
    assert levels.under(MATURITY, 1) == 0


@given(st.floats(0, 100), st.floats(0, 100), st.lists(st.integers(0, 5) | st.none(), max_size=3))
def test_a_higher_score_never_has_a_lower_level(one: float, other: float, caps: list[int | None]) -> None:
    gates = [gate(str(number), cap) for number, cap in enumerate(caps)]
    reached = [levels.reached(MATURITY, score, gates) for score in sorted((one, other))]
    low, high = (level.level if level else 0 for level in reached)
    assert low <= high
