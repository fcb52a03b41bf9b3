"""The scores of one assessment: they add up, they can be traced, and a better answer never makes them worse."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import reduce
from operator import add
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import scorecard, scoring, tree, values
from assess.method.answers import Given
from assess.method.questionnaire import Kind
from assess.method.result import Score
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
    givens,
    item,
    levels,
    mixed,
    not_applicable,
    questionnaire,
    shuffled,
)

SCHEMES = st.sampled_from([MATURITY, STARS])
TWO = questionnaire({"A": {"A1": [item("A1.1"), item("A1.2")], "A2": [item("A2.1")]}, "B": {"B1": [item("B1.1")]}})


def score(drawn: Drawn, scheme: Scheme = MATURITY) -> Scorecard:
    return scorecard.score(drawn.questionnaire, tree.structure(drawn.questionnaire, drawn.local), scheme, drawn.assessment)


def two(*, kind: str = "self", scheme: Scheme = MATURITY, answers: dict[str, object], **more: object) -> Scorecard:
    return score(Drawn(TWO, equal_weights(TWO), assessment(answers, kind=kind, **more)), scheme)  # type: ignore[arg-type]


def close(one: float | None, other: float | None) -> bool:
    return one is other is None or (one is not None and other is not None and abs(one - other) < 1e-9)


@given(cases(), SCHEMES)
def test_the_points_of_all_items_sum_to_the_score(drawn: Drawn, scheme: Scheme) -> None:
    card = score(drawn, scheme)
    points = math.fsum(traced.points for traced in card.trace)
    assert close(points, card.overall.score if card.overall.score is not None else 0.0)


@given(cases(), SCHEMES)
def test_scores_of_parts_add_up_to_the_score_of_the_whole(drawn: Drawn, scheme: Scheme) -> None:
    card = score(drawn, scheme)
    for parts in (card.elements, card.criteria):
        whole = reduce(add, parts.values(), Score())
        for name in Score.__dataclass_fields__:
            assert getattr(whole, name) == pytest.approx(getattr(card.overall, name), abs=1e-12)
        assert close(whole.score, card.overall.score)
        assert close(whole.verified, card.overall.verified)


@given(cases(), SCHEMES)
def test_weights_sum_to_one(drawn: Drawn, scheme: Scheme) -> None:
    card = score(drawn, scheme)
    assert abs(math.fsum(traced.original_weight for traced in card.trace) - 1) < 1e-12
    if card.overall.weight:
        assert abs(math.fsum(traced.weight for traced in card.trace) - 1) < 1e-12


@given(cases(), SCHEMES, st.randoms(use_true_random=False))
def test_shuffled_input_gives_the_same_bits(drawn: Drawn, scheme: Scheme, random: Random) -> None:
    order = mixed(list(drawn.assessment.answers), random)
    answers = {id_: drawn.assessment.answers[id_] for id_ in order}
    answers = {id_: replace(each, evidence=mixed(each.evidence, random)) for id_, each in answers.items()}
    local = {key: dict(reversed(drawn.local[key].items())) for key in mixed(list(drawn.local), random)}
    one = score(drawn, scheme)
    other = score(Drawn(shuffled(drawn.questionnaire, random), local, replace(drawn.assessment, answers=answers)), scheme)
    assert one.overall == other.overall
    assert one.elements == other.elements
    assert one.criteria == other.criteria
    assert {each.item: each for each in one.trace} == {each.item: each for each in other.trace}


@given(cases(states="aaavn"), SCHEMES, st.data())
def test_a_better_answer_never_lowers_a_score(drawn: Drawn, scheme: Scheme, data: st.DataObject) -> None:
    answered = [id_ for id_, each in drawn.assessment.answers.items() if each.given is not None]
    if not answered:
        return
    chosen = data.draw(st.sampled_from(answered))
    asked = drawn.questionnaire.item_by_id[chosen]
    worse, better = sorted((data.draw(givens(asked)) for _ in range(2)), key=lambda each: values.value(asked, each))
    field = data.draw(st.sampled_from(["given", "verified"]))
    given_answer = drawn.assessment.answers[chosen]
    if (worse.sampled is None) != (better.sampled is None):  # a sample is also evidence; here only the answer is to differ
        given_answer = replace(given_answer, evidence=answer(chosen, "data").evidence)
    cards = []
    for each in (worse, better):
        changed = replace(given_answer, **{field: each})
        cards.append(
            score(replace(drawn, assessment=replace(drawn.assessment, answers={**drawn.assessment.answers, chosen: changed})), scheme)
        )
    for one, other in zip(_all(cards[0]), _all(cards[1]), strict=True):
        for name in ("score", "claimed", "verified"):
            before, after = getattr(one, name), getattr(other, name)
            assert (before is None) == (after is None)
            assert before is None or after >= before - 1e-9


def _all(card: Scorecard) -> list[Score]:
    return [card.overall, *card.elements.values(), *card.criteria.values()]


@given(cases(), SCHEMES)
def test_verified_is_never_above_claimed(drawn: Drawn, scheme: Scheme) -> None:
    for each in _all(score(drawn, scheme)):
        assert each.claimed is None or (each.verified is not None and each.verified <= each.claimed + 1e-9)
        assert each.score == (each.claimed if drawn.assessment.is_self else each.verified)


@given(cases(), SCHEMES)
def test_one_assessment_is_scored_like_a_column_of_a_batch(drawn: Drawn, scheme: Scheme) -> None:
    card = score(drawn, scheme)
    batch = scorecard.columns(card.tree, scheme, card.standings)[:, [0, 1] * 50]
    rolled = scoring.roll_up(card.tree, batch.copy(), among_siblings=scheme is MATURITY)
    for column, expected in ((0, card.overall.claimed), (99, card.overall.verified)):
        assert close(None if math.isnan(rolled.overall[column]) else float(rolled.overall[column]), expected)


def test_an_element_without_anything_scorable_is_not_assessable() -> None:
    gone = two(answers={**levels(A1_1=5, A1_2=5, A2_1=5), "B1.1": not_applicable("B1.1")})
    assert gone.elements["B"].score is None
    assert gone.elements["B"].not_applicable == 1.0
    assert gone.overall.score == 100.0
    assert gone.overall.not_applicable == 0.5
    left_out = two(answers=levels(A1_1=5, A1_2=5, A2_1=5))
    assert left_out.elements["B"].score is None
    assert left_out.overall.coverage == pytest.approx(0.5)


def test_coverage_is_one_exactly_when_everything_is_answered() -> None:
    asked = questionnaire({"A": {"A1": [item(f"A1.{n}", weight=w) for n, w in enumerate([0.7, 0.123456789, 1.1], start=1)]}})
    answers = {f"A1.{n}": answer(f"A1.{n}", "document", level=2) for n in (1, 2, 3)}
    card = score(Drawn(asked, {}, assessment(answers)))
    assert card.overall.coverage == 1.0
    assert card.overall.verified_coverage == 1.0


def test_an_unapproved_not_applicable_of_an_assessed_assessment_is_unanswered() -> None:
    answers = {**levels(A1_1=5, A1_2=5, A2_1=5), "B1.1": not_applicable("B1.1", approved_by="")}
    assessed = two(kind="assessed", answers=answers)
    assert assessed.overall.coverage == pytest.approx(0.5)
    assert assessed.overall.not_applicable == 0
    assert {each.item: each.state for each in assessed.trace}["B1.1"] == "unanswered"
    by_itself = two(kind="self", answers=answers)
    assert by_itself.overall.not_applicable == 0.5


def test_the_score_that_counts_is_the_claimed_one_of_a_self_assessment_and_the_verified_one_of_an_assessed() -> None:
    answers = levels(A1_1=5, A1_2=5, A2_1=5, B1_1=5)
    assert two(kind="self", answers=answers).overall.score == 100
    assert two(kind="assessed", answers=answers).overall.score == pytest.approx(20)
    assert two(kind="assessed", answers=answers).overall.claimed == 100


def test_a_trace_names_what_every_item_gave() -> None:
    card = two(answers={**levels(A1_1=5, A2_1=3), "B1.1": not_applicable("B1.1")})
    rows = {each.item: each for each in card.trace}
    assert [each.item for each in card.trace] == ["A1.1", "A1.2", "A2.1", "B1.1"]
    assert rows["A1.1"].state == "answered"
    assert (rows["A1.1"].element, rows["A1.1"].criterion) == ("A", "A1")
    assert (rows["A1.1"].original_weight, rows["A1.1"].weight) == (0.125, 0.25)
    assert rows["A1.1"].points == pytest.approx(100 * 0.25 / 0.75)
    assert (rows["A1.2"].value, rows["A1.2"].points, rows["A1.2"].weight) == (None, 0.0, 0.25)
    assert (rows["B1.1"].state, rows["B1.1"].weight, rows["B1.1"].points) == ("not_applicable", 0.0, 0.0)


def test_not_applicable_items_can_be_counted_as_nothing() -> None:
    card = two(answers={**levels(A1_1=5, A1_2=5, A2_1=5), "B1.1": not_applicable("B1.1")})
    counted = card.with_not_applicable_counted()
    assert counted.overall.score == pytest.approx(50)
    assert counted.overall.not_applicable == 0


def test_deductions_and_the_bonus_are_part_of_the_whole_and_of_the_points() -> None:
    answers = levels(A1_1=5, A1_2=5, A2_1=5, B1_1=0)
    card = two(scheme=STARS, answers=answers, deductions=(Text.of("late"), Text.of("later")), bonus=Text.of("research"))
    assert card.overall.score == pytest.approx(50 - 2 + 1)
    assert [(each.id, each.points) for each in card.adjustments] == [("deduction-1", -1.0), ("deduction-2", -1.0), ("bonus", 1.0)]
    total = math.fsum([*(each.points for each in card.trace), *(each.points for each in card.adjustments)])
    assert total == pytest.approx(card.overall.score, abs=1e-9)
    assert two(scheme=MATURITY, answers=answers, deductions=(Text.of("late"),)).adjustments == ()


def test_an_answer_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"A1\.1"):
        two(answers={"A1.1": replace(answer("A1.1"), given=Given(yes=True))})


def test_nothing_answered_is_no_score() -> None:
    card = two(answers={}, scheme=STARS, deductions=(Text.of("late"),))
    assert card.overall.score is None
    assert card.adjustments == ()
    assert [each.points for each in card.trace] == [0.0] * 4


def test_a_percentage_counts_pro_rata_in_both_families() -> None:
    asked = questionnaire({"A": {"A1": [item("A1.1", Kind.PERCENT)]}})
    drawn = Drawn(asked, {}, assessment({"A1.1": answer("A1.1", conforming=31, sampled=50)}))
    assert score(drawn).overall.score == pytest.approx(62)
    assert score(drawn, STARS).overall.score == pytest.approx(62)
