"""The whole of the method on one assessment."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import outcome, tree, values
from assess.method.questionnaire import Condition, Kind
from assess.method.result import Result
from assess.method.scheme import Scheme
from tests.scoring_strategies import (
    MATURITY,
    STARS,
    Drawn,
    answer,
    assessment,
    cases,
    equal_weights,
    givens,
    item,
    levels,
    not_applicable,
    questionnaire,
)

SCHEMES = st.sampled_from([MATURITY, STARS, replace(MATURITY, gates=()), replace(MATURITY, gates=MATURITY.gates[3:])])
FULL = ("document", "interview", "sampling", "trend", "comparison")
FEW = questionnaire({"A": {"A1": [item(f"A1.{n}", weight=10) for n in range(1, 10)] + [item("A1.10", weight=10)]}})
OPEN = replace(MATURITY, gates=tuple(gate for gate in MATURITY.gates if gate.id == "not-applicable"))


def result(drawn: Drawn, scheme: Scheme = MATURITY, *, draws: int = 0) -> Result:
    built = tree.structure(drawn.questionnaire, drawn.local)
    return outcome.result(drawn.questionnaire, built, scheme, drawn.assessment, {}, draws=draws, seed=1, confidence=0.9)


def changed(drawn: Drawn, item_id: str, new: object) -> Drawn:
    answers = {**drawn.assessment.answers, item_id: new}
    return replace(drawn, assessment=replace(drawn.assessment, answers=answers))


@given(cases(states="aaaaavn"), SCHEMES, st.data())
def test_what_does_not_apply_never_raises_the_level_silently(drawn: Drawn, scheme: Scheme, data: st.DataObject) -> None:
    answered = [id_ for id_, each in drawn.assessment.answers.items() if each.given is not None]
    if not answered:
        return
    before = result(drawn, scheme)
    after = result(changed(drawn, gone := data.draw(st.sampled_from(answered)), not_applicable(gone)), scheme)
    if (after.level.reached or 0) > (before.level.reached or 0):
        assert after.level.raised_by_not_applicable


@given(cases(states="aaaaavn"), SCHEMES, st.data())
def test_a_better_answer_never_lowers_the_level(drawn: Drawn, scheme: Scheme, data: st.DataObject) -> None:
    answered = [id_ for id_, each in drawn.assessment.answers.items() if each.given is not None]
    if not answered:
        return
    chosen = data.draw(st.sampled_from(answered))
    asked = drawn.questionnaire.item_by_id[chosen]
    pair = sorted(
        (data.draw(givens(asked).filter(lambda each: each.sampled is None)) for _ in range(2)), key=lambda g: values.value(asked, g)
    )
    worse, better = (result(changed(drawn, chosen, replace(drawn.assessment.answers[chosen], given=each)), scheme) for each in pair)
    assert (better.level.reached or 0) >= (worse.level.reached or 0)


@given(cases(), SCHEMES)
def test_a_level_is_stated_only_where_score_and_gates_allow_it(drawn: Drawn, scheme: Scheme) -> None:
    found = result(drawn, scheme)
    level = found.level
    if level.reached is None:
        assert level.next_level == scheme.levels[0].level
        return
    assert level.by_score is not None
    assert level.reached <= level.by_score
    assert found.overall.coverage == 1.0
    assert all(gate.caps_at is None or gate.caps_at >= level.reached for gate in found.gates)
    assert (level.reached < level.by_score) == bool(level.blocked_by)
    by_id = {gate.id: gate for gate in found.gates}
    assert all(not by_id[id_].holds for id_ in level.blocked_by)


@given(cases(states="aaaaavnu"), SCHEMES)
def test_a_result_is_provisional_while_a_question_is_unanswered_and_then_no_score_gives_a_level(drawn: Drawn, scheme: Scheme) -> None:
    found = result(drawn, scheme)
    assert found.provisional == any(each.state == "unanswered" for each in found.trace)
    if found.provisional:
        assert (found.level.reached, found.level.by_score, found.level.blocked_by[:1]) == (None, None, ("complete",))


def test_nine_strong_answers_and_a_weak_one_that_is_said_not_to_apply() -> None:
    strong = {f"A1.{n}": answer(f"A1.{n}", *FULL, level=3) for n in range(1, 10)}
    given_ = Drawn(FEW, equal_weights(FEW), assessment({**strong, "A1.10": answer("A1.10", *FULL, level=1)}))
    honest = result(given_, OPEN)
    assert honest.overall.score == pytest.approx(56)
    assert (honest.level.reached, honest.level.raised_by_not_applicable) == (3, False)
    dodging = result(changed(given_, "A1.10", not_applicable("A1.10")), OPEN)
    assert dodging.overall.score == pytest.approx(60)
    assert (dodging.level.reached, dodging.level.raised_by_not_applicable) == (4, True)


def test_what_a_rule_leaves_out_raises_nothing() -> None:
    weak = item("A1.10", applies_if=(Condition("A1.11", is_=True),))
    asked = questionnaire({"A": {"A1": [*[item(f"A1.{n}") for n in range(1, 10)], weak, item("A1.11", Kind.YES_NO, weight=0.001)]}})
    strong = {f"A1.{n}": answer(f"A1.{n}", level=4) for n in range(1, 10)}
    found = result(Drawn(asked, {}, assessment({**strong, **levels(A1_10=1), "A1.11": answer("A1.11", yes=False)})), OPEN)
    states = {each.item: each.state for each in found.trace}
    assert states["A1.10"] == "not_applicable_by_rule"
    assert found.level.reached == 5
    assert not found.level.raised_by_not_applicable
    assert found.overall.not_applicable == pytest.approx(1 / 10.001)


def test_a_result_carries_interval_probabilities_and_critical_weights() -> None:
    asked = questionnaire({"A": {"A1": [item("A1.1")]}, "B": {"B1": [item("B1.1")]}})
    drawn = Drawn(asked, equal_weights(asked), assessment(levels(A1_1=2, B1_1=4)))
    found = result(drawn, replace(MATURITY, gates=()), draws=200)
    assert found.level.reached == 4
    assert found.interval is not None
    assert (found.interval.draws, found.interval.seed, found.interval.confidence) == (200, 1, 0.9)
    assert math.fsum(found.level_probability.values()) == pytest.approx(1)
    assert found.critical_weights == {"A": pytest.approx(0.5), "B": pytest.approx(0.5)}
    assert found.critical_weights_next == {"A": pytest.approx(1 / 8), "B": pytest.approx(7 / 8)}


def test_without_draws_or_without_anything_that_applies_there_is_no_interval() -> None:
    asked = questionnaire({"A": {"A1": [item("A1.1")]}})
    assert result(Drawn(asked, {}, assessment(levels(A1_1=2)))).interval is None
    gone = result(Drawn(asked, {}, assessment({"A1.1": not_applicable("A1.1")})), draws=10)
    assert gone.interval is None
    assert gone.level_probability == {}
    assert gone.overall.score is None
    assert gone.level.reached is None
