"""The arithmetic of GB/T 27922, on worked cases. The cases are constructed: checked by hand, not taken from the standard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import levels, scorecard, stars, tree
from assess.method.questionnaire import Kind
from assess.method.text import Text
from tests.scoring_strategies import STARS, answer, assessment, item, not_applicable, questionnaire

# A catalogue of 100 points: service culture 10, people 20 (two sampled), facilities 30, delivery 40.
REQUIREMENTS = {
    "A1.1": item("A1.1", Kind.YES_NO, weight=4),
    "A1.2": item("A1.2", weight=6),
    "B1.1": item("B1.1", Kind.PERCENT, weight=12),
    "B1.2": item("B1.2", Kind.PERCENT, weight=8),
    "C1.1": item("C1.1", Kind.CHOICE, weight=20),
    "C1.2": item("C1.2", Kind.YES_NO, weight=10),
    "D1.1": item("D1.1", Kind.METRIC, weight=25),
    "D1.2": item("D1.2", weight=15),
}
CATALOGUE = questionnaire({e: {f"{e}1": [each for id_, each in REQUIREMENTS.items() if id_[0] == e]} for e in "ABCD"})
POINTS = {"q": {"A": 10, "B": 20, "C": 30, "D": 40}}
EVERYTHING = {
    "A1.1": answer("A1.1", yes=True),
    "A1.2": answer("A1.2", level=3),
    "B1.1": answer("B1.1", conforming=40, sampled=40),
    "B1.2": answer("B1.2", percent=100.0),
    "C1.1": answer("C1.1", choice="all"),
    "C1.2": answer("C1.2", yes=True),
    "D1.1": answer("D1.1", value=15.0),
    "D1.2": answer("D1.2", level=5),
}


def points(changes: dict[str, object], **more: object) -> scorecard.Scorecard:
    given_ = assessment({**EVERYTHING, **changes}, **more)  # type: ignore[dict-item]
    return scorecard.score(CATALOGUE, tree.structure(CATALOGUE, POINTS), STARS, given_)


def test_all_requirements_met_is_a_hundred() -> None:
    assert points({}).overall.score == pytest.approx(100)


@pytest.mark.parametrize(
    ("changes", "obtained"),
    [
        ({"A1.2": answer("A1.2", level=2)}, 94),  # a level below 3 loses all 6
        ({"C1.1": answer("C1.1", choice="partly")}, 80),  # half way is not met: all 20
        ({"D1.1": answer("D1.1", value=15.1)}, 75),  # just beyond the target: all 25
        ({"A1.1": answer("A1.1", yes=False), "C1.2": answer("C1.2", yes=False)}, 86),
        ({"B1.1": answer("B1.1", conforming=30, sampled=40)}, 97),  # a quarter of 12
        ({"B1.1": answer("B1.1", conforming=30, sampled=40), "B1.2": answer("B1.2", percent=50.0)}, 93),
    ],
)
def test_what_is_not_met_loses_all_its_points_and_samples_lose_pro_rata(changes: dict[str, object], obtained: float) -> None:
    assert points(changes).overall.score == pytest.approx(obtained)


def test_what_does_not_apply_leaves_the_denominator_of_the_whole() -> None:
    gone = {"C1.1": not_applicable("C1.1"), "A1.2": answer("A1.2", level=0)}
    card = points(gone)
    assert card.overall.score == pytest.approx(74 / 80 * 100)  # obtained 4 + 20 + 10 + 40 of 80 applicable
    assert card.elements["C"].score == pytest.approx(100)  # 10 of 10
    assert card.elements["A"].score == pytest.approx(40)
    assert card.elements["A"].weight == pytest.approx(10 / 80)
    assert card.elements["C"].weight == pytest.approx(10 / 80)


def test_deductions_cost_a_point_each_and_the_bonus_is_at_most_one() -> None:
    late, later = Text.of("late"), Text.of("later")
    assert points({"A1.2": answer("A1.2", level=0)}, deductions=(late, later), bonus=Text.of("study")).overall.score == pytest.approx(93)
    assert points({}, bonus=Text.of("study")).overall.score == pytest.approx(100)
    assert points({}, deductions=(late,), bonus=Text.of("study")).overall.score == pytest.approx(100)


def test_a_score_stays_within_0_and_100() -> None:
    nothing = {id_: answer(id_, level=0) for id_ in ("A1.2", "D1.2")} | {id_: answer(id_, percent=0.0) for id_ in ("B1.1", "B1.2")}
    nothing |= {"A1.1": answer("A1.1", yes=False), "C1.2": answer("C1.2", yes=False), "C1.1": answer("C1.1", choice="none")}
    card = points({**nothing, "D1.1": answer("D1.1", value=40.0)}, deductions=(Text.of("late"),))
    assert card.overall.score == 0


@given(st.floats(0, 100), st.integers(0, 5), st.booleans())
def test_adjustments_lead_to_the_adjusted_score(score: float, deductions: int, bonus: bool) -> None:
    steps = stars.adjustments(score, deductions=deductions, bonus=bonus)
    assert len(steps) == deductions + bonus
    assert score + sum(steps) == pytest.approx(min(100, max(0, score - deductions) + bonus), abs=1e-9)


@pytest.mark.parametrize(("score", "level"), [(69.99, None), (70, 1), (79.96, 1), (80, 2), (90, 3), (94.9999, 3), (95, 4), (100, 4)])
def test_levels_begin_at_70_80_90_and_95(score: float, level: int | None) -> None:
    reached = levels.by_score(STARS, score)
    assert (reached.level if reached else None) == level


def test_a_scheme_may_say_from_where_a_requirement_is_met() -> None:
    assert stars.obtained(item("A1.1"), 0.6, {"maturity": 4}) == 0.0
    assert stars.obtained(item("A1.1"), 0.8, {"maturity": 4}) == 1.0
    assert stars.obtained(item("A1.1", Kind.CHOICE), 0.5, {"choice": 0.5}) == 1.0
    assert stars.obtained(item("A1.1", Kind.METRIC), 0.6 - 1e-15, {}) == 1.0  # the last bit costs nobody a requirement


@given(st.sampled_from(list(Kind)), st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_many_values_count_like_each_one(kind: Kind, values: list[float]) -> None:
    asked = item("A1.1", kind)
    assert stars.obtained_many(asked, np.array(values), {}).tolist() == [stars.obtained(asked, value, {}) for value in values]
