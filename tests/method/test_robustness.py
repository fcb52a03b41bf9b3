"""How firm a result is."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import gates, levels, robustness, scorecard, tree
from assess.method.answers import Answer, Given
from assess.method.draws import Panel
from assess.method.questionnaire import Kind, Questionnaire
from assess.method.robustness import Simulation
from assess.method.scheme import Scheme
from assess.method.scorecard import Scorecard
from assess.method.text import Text
from tests.scoring_strategies import (
    MATURITY,
    STARS,
    Drawn,
    answer,
    assessment,
    cases,
    equal_weights,
    item,
    not_applicable,
    questionnaire,
    shuffled,
)
from tests.scoring_strategies import levels as answered

SCHEMES = st.sampled_from([MATURITY, STARS])
OPEN = replace(MATURITY, gates=())
TWO = questionnaire({"A": {"A1": [item("A1.1")]}, "B": {"B1": [item("B1.1")]}})
THREE = questionnaire({"A": {"A1": [item("A1.1")]}, "B": {"B1": [item("B1.1")]}, "C": {"C1": [item("C1.1")]}})


def card(
    asked: Questionnaire, answers: dict[str, Answer], scheme: Scheme = OPEN, *, weights: dict[str, float] | None = None, **more: object
) -> Scorecard:
    local = {**equal_weights(asked), **({"q": weights} if weights else {})}
    return scorecard.score(asked, tree.structure(asked, local), scheme, assessment(answers, **more))


def simulate(of: Scorecard, *, draws: int = 500, seed: int = 1, panels: dict[str, Panel] | None = None) -> Simulation:
    return robustness.simulate(of, gates.outcomes(of), panels or {}, draws=draws, seed=seed, confidence=0.9)


@given(cases(), SCHEMES)
def test_intervals_and_probabilities_hang_together(drawn: Drawn, scheme: Scheme) -> None:
    of = scorecard.score(drawn.questionnaire, tree.structure(drawn.questionnaire, drawn.local), scheme, drawn.assessment)
    if of.overall.weight == 0:
        return
    found = simulate(of, draws=50)
    assert 0 <= found.interval.low <= found.interval.high <= 100
    assert sum(found.level_probability.values()) == pytest.approx(1)
    assert list(found.level_probability) == [*(str(level.level) for level in scheme.levels), "none"]
    for id_, score in of.elements.items():
        between = found.interval.elements[id_]
        assert (between is None) == (score.weight == 0)
        assert between is None or 0 <= between[0] <= between[1] <= 100
    assert all(0 <= low <= high <= 1 for low, high in found.interval.weights.values())
    assert set(found.interval.weights) == {*of.elements, *of.criteria}


@given(cases(), SCHEMES, st.randoms(use_true_random=False))
def test_draws_do_not_depend_on_the_order_of_anything(drawn: Drawn, scheme: Scheme, random: Random) -> None:
    built = tree.structure(drawn.questionnaire, drawn.local)
    one = scorecard.score(drawn.questionnaire, built, scheme, drawn.assessment)
    if one.overall.weight == 0:
        return
    mixed = shuffled(drawn.questionnaire, random)
    other = scorecard.score(mixed, tree.structure(mixed, drawn.local), scheme, drawn.assessment)
    assert simulate(one, draws=20) == simulate(other, draws=20)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    of = card(TWO, answered(A1_1=1, B1_1=4))
    assert simulate(of) == simulate(of)
    assert simulate(of).interval.low != simulate(of, seed=2).interval.low


def test_where_all_elements_are_alike_no_weight_matters() -> None:
    found = simulate(card(TWO, answered(A1_1=3, B1_1=3)))
    assert (found.interval.low, found.interval.high) == (pytest.approx(60), pytest.approx(60))
    assert found.level_probability["4"] == 1.0


def test_a_score_on_a_threshold_holds_by_half() -> None:
    of = card(TWO, answered(A1_1=2, B1_1=4))  # 60 with equal weights
    assert of.overall.score == pytest.approx(60)
    found = simulate(of, draws=4000)
    assert found.level_probability["4"] == pytest.approx(0.5, abs=0.03)
    assert found.level_probability["3"] == pytest.approx(0.5, abs=0.03)
    assert found.interval.low < 60 < found.interval.high


def test_judgements_that_contradict_one_another_widen_the_interval() -> None:
    of = card(THREE, answered(A1_1=1, B1_1=3, C1_1=5))
    circle = np.array([[1, 5, 1 / 5], [1 / 5, 1, 5], [5, 1 / 5, 1]])
    firm, torn = (
        simulate(of, panels={"q": Panel(("A", "B", "C"), matrix[None], np.ones(1))}).interval for matrix in (np.ones((3, 3)), circle)
    )
    assert torn.high - torn.low > 2 * (firm.high - firm.low)
    low, high = firm.weights["A"]
    assert low < 1 / 3 < high


def test_a_larger_sample_narrows_the_interval() -> None:
    asked = questionnaire({"A": {"A1": [item("A1.1", Kind.PERCENT)]}})
    small, large = (simulate(card(asked, {"A1.1": answer("A1.1", conforming=6 * n, sampled=10 * n)})).interval for n in (1, 100))
    assert small.low < large.low < 60 < large.high < small.high
    typed = simulate(card(asked, {"A1.1": answer("A1.1", percent=60.0)})).interval
    assert (typed.low, typed.high) == (pytest.approx(60), pytest.approx(60))


def test_a_sample_of_the_assessor_is_drawn_but_never_above_the_claim() -> None:
    asked = questionnaire({"A": {"A1": [item("A1.1", Kind.PERCENT)]}})
    found = replace(answer("A1.1", percent=60.0), verified=Given(conforming=6, sampled=10))
    interval = simulate(card(asked, {"A1.1": found}, kind="assessed")).interval
    assert interval.low < 50
    assert interval.high == pytest.approx(60)


def test_a_gap_is_drawn_over_everything_it_may_be() -> None:
    found = simulate(card(TWO, answered(A1_1=3)))
    assert found.interval.elements["A"] == (pytest.approx(60), pytest.approx(60))
    assert found.interval.elements["B"] == (0, 100)
    assert found.level_probability["none"] == 0.0  # "complete" is left aside: in a draw nothing is missing
    assert found.level_probability["3"] > 0.1


def test_an_element_without_anything_scorable_has_no_interval() -> None:
    found = simulate(card(TWO, {**answered(A1_1=3), "B1.1": not_applicable("B1.1")}))
    assert found.interval.elements["B"] is None
    assert found.interval.high == pytest.approx(60)


def test_the_floor_of_an_element_is_judged_anew_in_every_draw() -> None:
    scheme = replace(MATURITY, gates=tuple(gate for gate in MATURITY.gates if gate.id == "element-floor"))
    asked = questionnaire({"A": {"A1": [item("A1.1")], "A2": [item("A2.1")]}, "B": {"B1": [item("B1.1")]}})
    local = {"q": {"A": 1, "B": 3}, "A": {"A1": 1, "A2": 1}}  # A has 30 ± a little: level 3 asks for 25, level 4 for 45
    of = scorecard.score(asked, tree.structure(asked, local), scheme, assessment(answered(A1_1=0, A2_1=3, B1_1=5)))
    assert levels.reached(scheme, of.overall.score, gates.outcomes(of)) == scheme.levels[2]
    found = simulate(of, draws=2000)
    assert found.level_probability["3"] > 0.8
    assert found.level_probability["2"] > 0.02
    assert found.level_probability["5"] == 0.0


def test_a_critical_sample_is_judged_anew_in_every_draw() -> None:
    scheme = replace(MATURITY, gates=tuple(gate for gate in MATURITY.gates if gate.id == "critical"))
    asked = questionnaire({"A": {"A1": [item("A1.1", Kind.PERCENT, critical_minimum=60)]}})
    found = simulate(card(asked, {"A1.1": answer("A1.1", conforming=30, sampled=50)}, scheme), draws=4000)
    assert found.level_probability["4"] == pytest.approx(0.49, abs=0.04)
    assert found.level_probability["2"] == pytest.approx(0.51, abs=0.04)
    fixed = simulate(card(asked, {"A1.1": answer("A1.1", percent=59.0)}, scheme), draws=100)
    assert fixed.level_probability["2"] == 1.0


def test_gates_that_do_not_move_cap_every_draw() -> None:
    found = simulate(card(TWO, {**answered(A1_1=5), "B1.1": not_applicable("B1.1")}, MATURITY), draws=100)
    assert found.level_probability["1"] == 1.0


def test_draws_of_a_star_scheme_know_its_arithmetic() -> None:
    given_ = {**answered(A1_1=5, B1_1=2)}
    of = card(TWO, given_, STARS, weights={"A": 8, "B": 2}, deductions=(Text.of("late"),))
    assert of.overall.score == pytest.approx(79)
    found = simulate(of, draws=2000)
    assert found.interval.elements == {"A": (100, 100), "B": (0, 0)}
    assert found.interval.low < 79 < found.interval.high
    assert found.level_probability["2"] > 0.2


def test_nonsensical_settings_are_refused() -> None:
    of = card(TWO, answered(A1_1=1, B1_1=4))
    for draws, confidence in ((0, 0.9), (10, 0.0), (10, 1.0)):
        with pytest.raises(ValueError, match="draw"):
            robustness.simulate(of, (), {}, draws=draws, seed=1, confidence=confidence)


def test_a_quantile_lies_between_its_neighbours() -> None:
    ordered = np.array([1.0, 2.0, 4.0, 8.0])
    for share in (0.0, 0.05, 0.5, 0.95, 1.0):
        assert robustness.quantile(ordered, share) == pytest.approx(np.quantile(ordered, share))
    assert robustness.quantile(np.array([3.0]), 0.5) == 3.0


def test_the_critical_weight_is_where_the_score_crosses_the_threshold() -> None:
    of = card(THREE, answered(A1_1=1, B1_1=3, C1_1=4), weights={"A": 0.2, "B": 0.4, "C": 0.4})  # 20, 60, 80: overall 60
    found = robustness.critical_weights(of, 50)
    assert found["A"] == pytest.approx((50 - 70) / (20 - 70))  # the others: (60 + 80) / 2 = 70
    assert found["B"] is None  # S_-B = 60 and s_B = 60: never below 60
    assert found["C"] == pytest.approx((50 - (0.2 * 20 + 0.4 * 60) / 0.6) / (80 - (0.2 * 20 + 0.4 * 60) / 0.6))
    assert robustness.critical_weights(of, None) == {"A": None, "B": None, "C": None}
    assert robustness.critical_weights(of, 0) == {"A": None, "B": None, "C": None}


@given(cases(), SCHEMES, st.floats(5, 95))
def test_at_its_critical_weight_an_element_brings_the_score_to_the_threshold(drawn: Drawn, scheme: Scheme, threshold: float) -> None:
    built = tree.structure(drawn.questionnaire, drawn.local)
    of = scorecard.score(drawn.questionnaire, built, scheme, drawn.assessment)
    for id_, weight in robustness.critical_weights(of, threshold).items():
        if weight is None or not 1e-6 < weight < 1 - 1e-6:
            continue
        present = {each: score for each, score in of.elements.items() if score.weight > 0 or scheme is STARS}
        bases = {each: (score.weight if scheme is MATURITY else score.original) for each, score in present.items()}
        rest = sum(base for each, base in bases.items() if each != id_)
        moved = {each: weight if each == id_ else base / rest * (1 - weight) for each, base in bases.items()}
        among = {each: moved.get(each, 0.0) for each in of.elements}
        again = scorecard.score(
            drawn.questionnaire, tree.structure(drawn.questionnaire, {**drawn.local, "q": among}), scheme, drawn.assessment
        )
        assert again.overall.score == pytest.approx(threshold, abs=1e-6)
