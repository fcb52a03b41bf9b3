"""Rolling answers up, beside a reference that computes the same in exact fractions, item by item."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import scoring, tree
from assess.method.questionnaire import Kind, Questionnaire
from assess.method.scoring import NOT_APPLICABLE, UNANSWERED
from tests.scoring_strategies import MATURITY, STARS, cases, equal_weights, item, local_weights, questionnaire, questionnaires

FLAT = questionnaire({"A": {"A1": [item("A1.1"), item("A1.2")], "A2": [item("A2.1")]}, "B": {"B1": [item("B1.1")]}})
TREE = tree.structure(FLAT, equal_weights(FLAT))


@st.composite
def batches(draw: st.DrawFn) -> tuple[Questionnaire, tree.Structure, np.ndarray]:
    """Draw a questionnaire under weights and level codes of some organisations."""
    asked = draw(questionnaires())
    count = draw(st.integers(1, 9))
    codes = st.lists(st.sampled_from([-2, -2, -1, 0, 1, 2, 3, 4, 5]), min_size=count, max_size=count)
    rows = [draw(codes) for _ in asked.items]
    return asked, tree.structure(asked, draw(local_weights(asked))), np.array(rows, dtype=np.int8)


def exactly(
    asked: Questionnaire, built: tree.Structure, codes: dict[str, int], *, among_siblings: bool
) -> tuple[Fraction | None, Fraction]:
    """Return overall score and coverage in exact fractions, by the definition: effective weights e, then Σ e v ÷ Σ e over the answered."""
    local = dict(zip(built.items, map(Fraction, built.item_weights.tolist()), strict=True))
    criterion = dict(zip(built.criteria, map(Fraction, built.criterion_weights.tolist()), strict=True))
    element = dict(zip(built.elements, map(Fraction, built.element_weights.tolist()), strict=True))
    effective: dict[str, Fraction] = {}
    applies = {i: codes[i] != NOT_APPLICABLE for i in codes}
    some = {e.id: any(applies[i.id] for c in e.criteria for i in c.items) for e in asked.elements}
    all_elements = sum((element[e] for e in element if some[e]), Fraction(0))
    for e in asked.elements:
        left = [c for c in e.criteria if any(applies[i.id] for i in c.items)]
        for c in left:
            items = sum((local[i.id] for i in c.items if applies[i.id]), Fraction(0))
            for i in c.items:
                if not applies[i.id]:
                    continue
                if among_siblings:
                    among = criterion[c.id] / sum(criterion[each.id] for each in left)
                    effective[i.id] = element[e.id] / all_elements * among * local[i.id] / items
                else:
                    effective[i.id] = element[e.id] * criterion[c.id] * local[i.id]
    answered = sum((weight for i, weight in effective.items() if codes[i] >= 0), Fraction(0))
    total = sum((weight * codes[i] / 5 for i, weight in effective.items() if codes[i] >= 0), Fraction(0))
    whole = sum(effective.values(), Fraction(0))
    return (100 * total / answered if answered else None), (answered / whole if whole else Fraction(0))


@given(batches(), st.booleans())
def test_scores_are_those_of_the_definition(drawn: tuple[Questionnaire, tree.Structure, np.ndarray], among_siblings: bool) -> None:
    asked, built, codes = drawn
    rolled = scoring.roll_up(built, codes, among_siblings=among_siblings)
    for column in range(codes.shape[1]):
        by_item = dict(zip(built.items, codes[:, column].tolist(), strict=True))
        score, coverage = exactly(asked, built, by_item, among_siblings=among_siblings)
        if score is None:
            assert np.isnan(rolled.overall[column])
        else:
            assert rolled.overall[column] == pytest.approx(float(score), abs=1e-9)
            assert rolled.coverage[column] == pytest.approx(float(coverage), abs=1e-12)


@given(batches(), st.booleans())
def test_one_organisation_gets_the_same_bits_as_among_many(
    drawn: tuple[Questionnaire, tree.Structure, np.ndarray], among_siblings: bool
) -> None:
    _, built, codes = drawn
    values = np.where(codes > 0, codes / 7, codes)  # not whole levels
    for answers in (codes, values):
        many = scoring.roll_up(built, answers, among_siblings=among_siblings)
        for column in range(codes.shape[1]):
            one = scoring.roll_up(built, answers[:, column : column + 1], among_siblings=among_siblings)
            for name in ("overall", "coverage", "elements", "criteria"):
                np.testing.assert_array_equal(getattr(one, name), getattr(many, name)[..., column : column + 1], strict=True)


@given(batches(), st.booleans())
def test_levels_and_the_values_they_stand_for_give_the_same_scores(
    drawn: tuple[Questionnaire, tree.Structure, np.ndarray], among_siblings: bool
) -> None:
    _, built, codes = drawn
    as_levels = scoring.roll_up(built, codes, among_siblings=among_siblings)
    as_values = scoring.roll_up(built, np.where(codes > 0, codes / 5, codes), among_siblings=among_siblings)
    for name in ("overall", "coverage", "elements", "criteria"):
        np.testing.assert_allclose(getattr(as_levels, name), getattr(as_values, name), rtol=0, atol=1e-10)


def test_threads_and_chunks_change_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    codes = random.integers(-2, 6, (4, 999)).astype(np.int8)
    whole = scoring.roll_up(TREE, codes, threads=1)
    monkeypatch.setattr(scoring, "CHUNK", 64)
    parts = scoring.roll_up(TREE, codes, threads=3)
    for name in ("overall", "coverage", "elements", "criteria"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name), strict=True)


def test_unanswered_zero_and_not_applicable_are_three_things() -> None:
    levels = [[3, 3, 3], [0, UNANSWERED, NOT_APPLICABLE], [3, 3, 3], [3, 3, 3]]
    rolled = scoring.roll_up(TREE, np.array(levels, dtype=np.int8))
    criterion = TREE.criteria.index("A1")
    assert rolled.criteria[criterion].tolist() == [30.0, 60.0, 60.0]
    assert rolled.overall.tolist() == pytest.approx([60 - 30 / 4, 60, 60])
    assert rolled.coverage.tolist() == pytest.approx([1, 0.875, 1])


def test_the_weight_of_what_does_not_apply_goes_to_its_siblings() -> None:
    answers = np.array([[0], [NOT_APPLICABLE], [5], [5]], dtype=np.int8)
    assert scoring.roll_up(TREE, answers).overall.tolist() == pytest.approx([75.0])  # A1 keeps its quarter
    assert scoring.roll_up(TREE, answers, among_siblings=False).overall.tolist() == pytest.approx([100 * 0.75 / 0.875])


def test_a_node_without_anything_scorable_is_not_assessable() -> None:
    for gone in (UNANSWERED, NOT_APPLICABLE):
        answers = np.array([[5], [5], [5], [gone]], dtype=np.int8)
        rolled = scoring.roll_up(TREE, answers)
        assert np.isnan(rolled.elements[TREE.elements.index("B")]).all()
        assert rolled.overall.tolist() == [100.0]
        assert rolled.coverage.tolist() == [0.5 if gone == UNANSWERED else 1.0]
    nothing = scoring.roll_up(TREE, np.full((4, 1), NOT_APPLICABLE, dtype=np.int8))
    assert np.isnan(nothing.overall).all()
    assert np.isnan(nothing.elements).all()


def test_columns_may_have_weights_of_their_own() -> None:
    answers = np.array([[5, 5], [5, 5], [0, 0], [0, 0]], dtype=np.int8)
    elements = np.array([[1.0, 0.25], [0.0, 0.75]])
    criteria = np.array([[1.0, 0.4], [1.0, 1.0], [0.0, 0.6]])
    assert (TREE.elements, TREE.criteria) == (("A", "B"), ("A1", "B1", "A2"))
    rolled = scoring.roll_up(TREE, answers, element_weights=elements, criterion_weights=criteria)
    assert rolled.overall.tolist() == pytest.approx([100, 10])


def test_whole_levels_are_summed_exactly() -> None:
    asked = questionnaire({"A": {"A1": [item(f"A1.{n}", weight=w) for n, w in enumerate([0.1, 0.2, 0.3, 0.7], start=1)]}})
    built = tree.structure(asked, equal_weights(asked))
    assert scoring.roll_up(built, np.full((4, 1), 3, dtype=np.int8)).overall.tolist() == [60.0]


def test_answers_out_of_range_are_refused() -> None:
    for wrong in (np.int8(6), np.int8(-3), 1.01, -0.5, -3.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="answers must be"):
            scoring.roll_up(TREE, np.full((4, 1), wrong))
    with pytest.raises(ValueError, match="4 rows"):
        scoring.roll_up(TREE, np.zeros((5, 1), np.int8))
    with pytest.raises(ValueError, match="float32"):
        scoring.roll_up(TREE, np.zeros((4, 1), np.float32))  # type: ignore[arg-type]


def test_no_organisation_is_no_score() -> None:
    assert scoring.roll_up(TREE, np.zeros((4, 0), np.int8)).overall.shape == (0,)


@given(cases(), st.booleans(), st.data())
def test_effective_weights_sum_to_one_over_what_applies(drawn: object, among_siblings: bool, data: st.DataObject) -> None:
    built = tree.structure(drawn.questionnaire, drawn.local)  # type: ignore[attr-defined]
    applies = data.draw(st.lists(st.booleans(), min_size=len(built.items), max_size=len(built.items)))
    weights = scoring.effective_weights(built, applies, among_siblings=among_siblings)
    assert sum(weights) == pytest.approx(1 if any(applies) else 0, abs=1e-12)
    assert all(weight == 0 for weight, does in zip(weights, applies, strict=True) if not does)


def test_a_target_counts_what_the_scheme_makes_of_it() -> None:
    assert scoring.target_value(item("A1.1"), 2, MATURITY) == 0.4
    assert scoring.target_value(item("A1.1"), 2, STARS) == 0.0
    assert scoring.target_value(item("A1.1"), 3, STARS) == 1.0
    assert scoring.target_value(item("A1.1", Kind.PERCENT), 60, STARS) == 0.6
