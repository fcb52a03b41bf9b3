"""What an answer is worth: claimed, and as far as its evidence carries it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import values
from assess.method.answers import Answer, Evidence, Given
from assess.method.questionnaire import Item, Kind, Metric
from assess.method.text import Text
from tests.scoring_strategies import EVIDENCE, SCALE, answer, answers, item

RISING = Metric("%", ((60, 0.0), (85, 0.6), (95, 1.0)))
KINDS = [item("A1.1", kind) for kind in Kind]


@pytest.mark.parametrize(
    ("kind", "given_", "expected"),
    [
        (Kind.MATURITY, Given(level=0), 0.0),
        (Kind.MATURITY, Given(level=3), 0.6),
        (Kind.MATURITY, Given(level=5), 1.0),
        (Kind.YES_NO, Given(yes=False), 0.0),
        (Kind.YES_NO, Given(yes=True), 1.0),
        (Kind.CHOICE, Given(choice="partly"), 0.5),
        (Kind.PERCENT, Given(percent=62.0), 0.62),
        (Kind.PERCENT, Given(conforming=31, sampled=50), 0.62),
        (Kind.METRIC, Given(value=15.0, unit="h"), 0.6),
        (Kind.METRIC, Given(value=10.0, unit="h"), 0.8),
        (Kind.METRIC, Given(value=22.5, unit="h"), 0.3),
        (Kind.METRIC, Given(value=99.0, unit="h"), 0.0),
        (Kind.METRIC, Given(value=0.0, unit="h"), 1.0),
    ],
)
def test_every_kind_has_its_value(kind: Kind, given_: Given, expected: float) -> None:
    assert values.value(item("A1.1", kind), given_) == pytest.approx(expected, abs=1e-15)


def test_a_metric_may_rise_or_fall() -> None:
    assert values.on_metric(RISING, 72.5) == pytest.approx(0.3)
    assert values.on_metric(RISING, 60) == 0.0
    assert values.on_metric(RISING, 95) == 1.0
    assert values.on_metric(SCALE, 30) == 0.0
    assert values.on_metric(SCALE, 5) == 1.0


@given(st.floats(-1e6, 1e6))
def test_the_value_of_a_measurement_stays_within_0_and_1(measured: float) -> None:
    assert 0.0 <= values.on_metric(RISING, measured) <= 1.0


@pytest.mark.parametrize(
    ("kind", "given_"),
    [
        (Kind.MATURITY, Given(yes=True)),
        (Kind.MATURITY, Given(level=7)),
        (Kind.YES_NO, Given(level=3)),
        (Kind.CHOICE, Given(choice="nonesuch")),
        (Kind.PERCENT, Given(percent=140.0)),
        (Kind.PERCENT, Given(conforming=3)),
        (Kind.METRIC, Given(percent=5.0)),
    ],
)
def test_what_does_not_answer_the_item_is_refused(kind: Kind, given_: Given) -> None:
    with pytest.raises(ValueError, match=r"A1\.1"):
        values.value(item("A1.1", kind), given_)


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        ((), 1),
        (("interview", "sampling", "trend", "comparison"), 1),
        (("document",), 2),
        (("document", "sampling"), 2),
        (("document", "interview"), 3),
        (("document", "observation"), 3),
        (("document", "test"), 3),
        (("document", "interview", "trend", "comparison"), 3),
        (("document", "interview", "sampling"), 4),
        (("document", "test", "data"), 4),
        (("document", "interview", "sampling", "trend"), 4),
        (("document", "interview", "sampling", "trend", "comparison"), 5),
    ],
)
def test_evidence_is_a_ladder_on_which_each_rung_needs_those_below(evidence: tuple[str, ...], level: int) -> None:
    claim = answer("A1.1", *evidence, level=5)
    assert values.rung(claim.evidence) == level
    assert values.verified(item("A1.1"), claim) == level / 5
    assert values.claimed(item("A1.1"), claim) == 1.0


def test_a_sample_that_does_not_state_its_size_carries_no_fourth_level() -> None:
    pieces = (Evidence("document"), Evidence("interview"), Evidence("sampling"))
    assert values.rung(pieces) == 3
    assert values.rung((*pieces[:2], Evidence("sampling", sample=12))) == 4


@pytest.mark.parametrize(
    ("evidence", "carried"),
    [((), 0.2), (("trend",), 0.2), (("interview",), 0.4), (("interview", "document"), 1.0)]
    + [((kind,), 1.0) for kind in ("document", "data", "sampling", "test", "observation")],
)
@pytest.mark.parametrize("kind", [Kind.YES_NO, Kind.CHOICE, Kind.PERCENT, Kind.METRIC])
def test_the_other_kinds_have_the_foot_of_the_ladder_only(kind: Kind, evidence: tuple[str, ...], carried: float) -> None:
    best = {Kind.YES_NO: {"yes": True}, Kind.CHOICE: {"choice": "all"}, Kind.PERCENT: {"percent": 100.0}, Kind.METRIC: {"value": 1.0}}
    assert values.verified(item("A1.1", kind), answer("A1.1", *evidence, **best[kind])) == carried


def test_a_count_of_records_is_itself_a_sample() -> None:
    percent = item("A1.1", Kind.PERCENT)
    assert values.verified(percent, answer("A1.1", conforming=31, sampled=50)) == 0.62
    found = replace(answer("A1.1", percent=90.0), verified=Given(conforming=31, sampled=50))
    assert values.verified(percent, found) == 0.62
    assert values.evidenced(found)
    assert not values.evidenced(answer("A1.1", percent=90.0))


def test_what_the_assessor_found_takes_the_place_of_the_claim_but_never_lifts_it() -> None:
    carried = ("document", "interview", "sampling")
    below = replace(answer("A1.1", *carried, level=4), verified=Given(level=2))
    above = replace(answer("A1.1", *carried, level=2), verified=Given(level=4))
    unproven = replace(answer("A1.1", level=4), verified=Given(level=4))
    assert values.verified(item("A1.1"), below) == 0.4
    assert values.verified(item("A1.1"), above) == 0.4
    assert values.verified(item("A1.1"), unproven) == 0.2


@given(st.data(), st.sampled_from(KINDS))
def test_verified_is_never_above_claimed(data: st.DataObject, asked: Item) -> None:
    drawn = data.draw(answers(asked))
    assert drawn is not None
    assert 0.0 <= values.verified(asked, drawn) <= values.claimed(asked, drawn) <= 1.0


@given(st.data(), st.sampled_from(KINDS), st.sampled_from(EVIDENCE))
def test_more_evidence_never_verifies_less(data: st.DataObject, asked: Item, kind: str) -> None:
    drawn: Answer | None = data.draw(answers(asked))
    assert drawn is not None
    more = replace(drawn, evidence=(*drawn.evidence, Evidence(kind, sample=30)))
    assert values.verified(asked, more) >= values.verified(asked, drawn)


def test_a_target_is_a_point_in_the_items_own_terms() -> None:
    assert values.of_target(item("A1.1"), 4) == 0.8
    assert values.of_target(item("A1.1", Kind.YES_NO), True) == 1.0
    assert values.of_target(item("A1.1", Kind.CHOICE), "partly") == 0.5
    assert values.of_target(item("A1.1", Kind.PERCENT), 60) == 0.6
    assert values.of_target(item("A1.1", Kind.METRIC), 15.0) == pytest.approx(0.6)


def test_a_measurement_is_compared_in_its_unit_where_the_value_function_is_flat() -> None:
    flat = item("A1.1", Kind.METRIC, metric=Metric("%", ((0, 0.0), (50, 0.5), (70, 0.5), (100, 1.0))))
    assert values.value(flat, Given(value=55)) == values.of_target(flat, 60)
    assert not values.reaches(flat, Given(value=55), 60)
    assert values.reaches(flat, Given(value=60), 60)
    assert values.reaches(item("A1.1", Kind.METRIC), Given(value=12), 15)
    assert not values.reaches(item("A1.1", Kind.METRIC), Given(value=16), 15)
    assert values.reaches(item("A1.1"), Given(level=3), 3)


def test_a_metric_that_is_not_measured_is_worth_nothing_and_is_no_missing_answer():
    metric = Metric("%", ((50.0, 0.0), (80.0, 0.6), (95.0, 1.0)))
    asked = Item("E1.1", Kind.METRIC, metric=metric, critical_minimum=55.0)
    said = Given(not_measured=Text.of("No survey was held"))
    assert values.value(asked, said) == 0.0
    assert not values.reaches(asked, said, 55.0)
    assert values.claimed(asked, Answer("E1.1", said)) == 0.0


def test_another_kind_of_item_cannot_be_not_measured():
    with pytest.raises(ValueError, match="does not answer"):
        values.value(Item("L1.1", Kind.MATURITY), Given(not_measured=Text.of("why")))
