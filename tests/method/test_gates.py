"""Gates: what a good average must not hide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from assess.method import gates, scorecard, tree
from assess.method.answers import Answer, Given
from assess.method.assessment import Assessment, Finding
from assess.method.questionnaire import Condition, Item, Kind, Metric, Questionnaire
from assess.method.result import GateOutcome
from assess.method.scheme import Gate, GateKind, Scheme
from assess.method.text import Text
from tests.scoring_strategies import DAY, MATURITY, answer, assessment, equal_weights, item, levels, not_applicable, questionnaire

TWO = questionnaire({"A": {"A1": [item("A1.1"), item("A1.2")]}, "B": {"B1": [item("B1.1")]}})
FULL = ("document", "interview", "sampling", "trend", "comparison")


def outcome(kind: GateKind, asked: Questionnaire, given: Assessment, *, scheme: Scheme = MATURITY, **settings: object) -> GateOutcome:
    """Return the outcome of one gate, from level 3, on an assessment."""
    gate = Gate("gate", kind, **{"from_level": 3, **settings})  # type: ignore[arg-type]
    card = scorecard.score(asked, tree.structure(asked, equal_weights(asked)), replace(scheme, gates=(gate,)), given)
    complete, found = gates.outcomes(card)
    assert complete.id == "complete"
    return found


def complete(given: Assessment, asked: Questionnaire = TWO) -> GateOutcome:
    card = scorecard.score(asked, tree.structure(asked, equal_weights(asked)), MATURITY, given)
    return gates.outcomes(card)[0]


def facts(found: GateOutcome) -> dict[str, object]:
    return dict(found.facts)


def test_no_level_is_stated_of_half_an_assessment() -> None:
    found = complete(assessment(levels(A1_1=5, A1_2=5)))
    assert (found.holds, found.caps_at, found.reason) == (False, 0, "coverage")
    assert facts(found) == {"coverage": pytest.approx(0.5), "unanswered": 1, "items": ("B1.1",)}
    assert complete(assessment(levels(A1_1=0, A1_2=0, B1_1=0))).holds
    assert complete(assessment({**levels(A1_1=5, A1_2=5), "B1.1": not_applicable("B1.1")})).holds


def test_where_nothing_applies_nothing_is_complete() -> None:
    assert not complete(assessment({id_: not_applicable(id_) for id_ in ("A1.1", "A1.2", "B1.1")})).holds


CRITICAL: list[tuple[Item, Answer, Answer]] = [
    (item("A1.1", critical_minimum=3), answer("A1.1", level=2), answer("A1.1", level=3)),
    (item("A1.1", Kind.YES_NO, critical_minimum=True), answer("A1.1", yes=False), answer("A1.1", yes=True)),
    (item("A1.1", Kind.CHOICE, critical_minimum="partly"), answer("A1.1", choice="none"), answer("A1.1", choice="partly")),
    (item("A1.1", Kind.PERCENT, critical_minimum=62), answer("A1.1", percent=61.9), answer("A1.1", conforming=31, sampled=50)),
    (item("A1.1", Kind.METRIC, critical_minimum=15), answer("A1.1", value=15.5), answer("A1.1", value=15.0)),
]


@pytest.mark.parametrize(("critical", "below", "enough"), CRITICAL)
def test_a_critical_item_must_reach_its_minimum_in_its_own_terms(critical: Item, below: Answer, enough: Answer) -> None:
    asked = questionnaire({"A": {"A1": [critical]}})
    failing = outcome(GateKind.CRITICAL_ITEMS, asked, assessment({"A1.1": below}))
    assert (failing.holds, failing.caps_at) == (False, 2)
    assert facts(failing) == {"critical": 1, "below": ("A1.1",), "unanswered": ()}
    holding = outcome(GateKind.CRITICAL_ITEMS, asked, assessment({"A1.1": enough}))
    assert (holding.holds, holding.caps_at) == (True, None)


def test_a_critical_item_of_an_assessed_assessment_needs_evidence() -> None:
    asked = questionnaire({"A": {"A1": [item("A1.1", critical_minimum=3)]}})
    for evidence, holds in (((), False), (("document", "interview"), True)):
        given = assessment({"A1.1": answer("A1.1", *evidence, level=3)}, kind="assessed")
        assert outcome(GateKind.CRITICAL_ITEMS, asked, given).holds is holds
    found_less = replace(answer("A1.1", *FULL, level=5), verified=Given(level=2))
    assert not outcome(GateKind.CRITICAL_ITEMS, asked, assessment({"A1.1": found_less}, kind="assessed")).holds
    assert outcome(GateKind.CRITICAL_ITEMS, asked, assessment({"A1.1": found_less})).holds  # of a self-assessment the claim counts


def test_a_critical_measurement_that_was_found_above_the_claim_stays_at_the_claim() -> None:
    flat = Metric("%", ((0, 0.0), (50, 0.5), (70, 0.5), (100, 1.0)))
    asked = questionnaire({"A": {"A1": [item("A1.1", Kind.METRIC, metric=flat, critical_minimum=60)]}})
    lifted = replace(answer("A1.1", "data", value=55.0), verified=Given(value=65.0))
    assert not outcome(GateKind.CRITICAL_ITEMS, asked, assessment({"A1.1": lifted}, kind="assessed")).holds


def test_a_critical_item_that_is_unanswered_fails_and_one_that_does_not_apply_is_not_asked() -> None:
    asked = questionnaire({"A": {"A1": [item("A1.1", critical_minimum=3), item("A1.2")]}})
    open_ = outcome(GateKind.CRITICAL_ITEMS, asked, assessment(levels(A1_2=5)))
    assert (open_.holds, facts(open_)["below"], facts(open_)["unanswered"]) == (False, (), ("A1.1",))
    gone = outcome(GateKind.CRITICAL_ITEMS, asked, assessment({**levels(A1_2=5), "A1.1": not_applicable("A1.1")}))
    assert gone.holds
    assert facts(gone)["critical"] == 0


@pytest.mark.parametrize(
    ("low", "high", "holds", "caps_at"),
    [
        (0, 5, False, 1),  # the score of 50 alone is level 3; level 2 asks for 5 in every element
        (1, 4, False, 2),  # again 50, and 20 is enough for level 2, but level 3 asks for 25
        (2, 3, True, 3),  # 40 is enough for level 3; level 4, which the score does not reach, asks for 45
        (2, 5, False, 3),  # here it reaches it
        (3, 5, True, None),  # 60 is enough for every level
    ],
)
def test_the_floor_of_an_element_rises_with_the_level(low: int, high: int, holds: bool, caps_at: int | None) -> None:
    asked = questionnaire({"A": {"A1": [item("A1.1")]}, "B": {"B1": [item("B1.1")]}})
    found = outcome(GateKind.ELEMENT_FLOOR, asked, assessment(levels(A1_1=low, B1_1=high)), from_level=2, margin=15)
    assert (found.holds, found.caps_at) == (holds, caps_at)
    if caps_at is not None:
        assert facts(found)["below"] == (("A", low * 20.0),)
        assert facts(found)["level"] == caps_at + 1


def test_an_element_that_is_not_assessable_has_no_floor() -> None:
    given = assessment({**levels(A1_1=5, A1_2=5), "B1.1": not_applicable("B1.1")})
    assert outcome(GateKind.ELEMENT_FLOOR, TWO, given, from_level=2, margin=15).caps_at is None


def test_an_open_major_finding_closes_the_level() -> None:
    finding = Finding("F1", "A1.1", "major", Text.of("…"))
    given = assessment(levels(A1_1=5, A1_2=5, B1_1=5), findings=(finding, replace(finding, id="F2", grade="minor")))
    found = outcome(GateKind.OPEN_MAJOR_FINDING, TWO, given)
    assert (found.holds, found.caps_at, facts(found)) == (False, 2, {"findings": ("F1",)})
    closed = replace(given, findings=(replace(finding, status="closed"),))
    assert outcome(GateKind.OPEN_MAJOR_FINDING, TWO, closed).holds


def test_most_of_the_weight_must_be_verified_in_an_assessed_assessment() -> None:
    answers = {**levels(A1_1=1, A1_2=1), "B1.1": answer("B1.1", "document", level=1)}
    found = outcome(GateKind.VERIFIED_COVERAGE, TWO, assessment(answers, kind="assessed"), minimum=0.8)
    assert (found.holds, facts(found)["share"]) == (False, pytest.approx(0.5))
    assert outcome(GateKind.VERIFIED_COVERAGE, TWO, assessment(answers, kind="assessed"), minimum=0.5).holds
    by_itself = outcome(GateKind.VERIFIED_COVERAGE, TWO, assessment(answers), minimum=0.8)
    assert (by_itself.holds, by_itself.reason) == (True, "self_assessment")


def test_a_gate_for_assessed_results_does_not_apply_to_a_self_assessment_and_every_other_does() -> None:
    answers = levels(A1_1=1, A1_2=1, B1_1=1)
    for kind, settings in ((GateKind.VERIFIED_COVERAGE, {"minimum": 0.8}), (GateKind.NOT_APPLICABLE_SHARE, {"maximum": 0.15})):
        by_itself = outcome(kind, TWO, assessment(answers), **settings)
        assert by_itself.applies is (kind is not GateKind.VERIFIED_COVERAGE)
        assert by_itself.caps_at is None
        assert outcome(kind, TWO, assessment(answers, kind="assessed"), **settings).applies


def test_too_much_that_does_not_apply_closes_the_level() -> None:
    given = assessment({**levels(A1_1=5, B1_1=5), "A1.2": not_applicable("A1.2")})
    found = outcome(GateKind.NOT_APPLICABLE_SHARE, TWO, given, maximum=0.15)
    assert (found.holds, facts(found)["share"]) == (False, pytest.approx(0.25))
    assert outcome(GateKind.NOT_APPLICABLE_SHARE, TWO, given, maximum=0.25).holds


SATISFACTION = item("A1.1", Kind.PERCENT, measures="satisfaction")
RETENTION = item("A1.2", Kind.PERCENT, measures="retention")
MEASURES = questionnaire({"A": {"A1": [SATISFACTION, RETENTION, item("A1.3", Kind.METRIC, measures="retention")]}})


def measured(*, first: Mapping[str, object], second: Mapping[str, object], **more: object) -> Assessment:
    answers = {
        "A1.1": replace(answer("A1.1", percent=80.0), **first),  # type: ignore[arg-type]
        "A1.2": replace(answer("A1.2", percent=80.0), **second),  # type: ignore[arg-type]
        "A1.3": answer("A1.3", value=6.0),
    }
    return assessment(answers, **more)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (DAY, True),
        (date(2025, 6, 30), True),
        (date(2025, 6, 29), False),
        (date(2026, 7, 1), False),
        (None, False),
    ],
)
def test_what_a_gate_asks_to_be_measured_was_measured_recently(day: date | None, holds: bool) -> None:
    given = measured(first={"measured": day}, second={"measured": DAY})
    found = outcome(GateKind.MEASURED_RECENTLY, MEASURES, given, measures=("satisfaction", "retention"))
    assert found.holds is holds
    assert facts(found)["missing"] == (() if holds else ("satisfaction",))
    assert facts(found)["since"] == date(2025, 6, 30)


def test_without_a_date_the_year_of_the_period_ends_the_reckoning() -> None:
    given = measured(first={"measured": date(2025, 12, 31)}, second={"measured": date(2026, 12, 31)}, date=None)
    assert outcome(GateKind.MEASURED_RECENTLY, MEASURES, given, measures=("satisfaction", "retention")).holds
    undated = replace(given, period="spring")
    found = outcome(GateKind.MEASURED_RECENTLY, MEASURES, undated, measures=("satisfaction",))
    assert (found.holds, facts(found)["until"]) == (False, None)


def test_a_measure_that_no_item_takes_is_not_measured() -> None:
    assert not outcome(GateKind.MEASURED_RECENTLY, TWO, assessment(levels(A1_1=5, A1_2=5, B1_1=5)), measures=("satisfaction",)).holds


@pytest.mark.parametrize("kind", [GateKind.MEASURED_RECENTLY, GateKind.FAVOURABLE_TREND])
def test_a_measure_nobody_has_answered_yet_is_not_called_missing(kind: GateKind) -> None:
    answers = {"A1.1": answer("A1.1", percent=80.0)}
    found = outcome(kind, MEASURES, assessment(answers), measures=("satisfaction", "retention"))
    assert (found.holds, facts(found)["missing"], facts(found)["unanswered"]) == (False, ("satisfaction",), ("retention",))
    in_part = {**answers, "A1.2": answer("A1.2", percent=80.0)}
    found = outcome(kind, MEASURES, assessment(in_part), measures=("satisfaction", "retention"))
    assert (facts(found)["missing"], facts(found)["unanswered"]) == (("satisfaction", "retention"), ())


def test_a_measure_that_does_not_apply_by_rule_is_not_asked_for() -> None:
    asked = questionnaire({"A": {"A1": [item("A1.2", Kind.YES_NO), replace(SATISFACTION, applies_if=(Condition("A1.2", is_=True),))]}})
    for kind in (GateKind.MEASURED_RECENTLY, GateKind.FAVOURABLE_TREND):
        without = assessment({"A1.2": answer("A1.2", yes=False)})
        assert outcome(kind, asked, without, measures=("satisfaction",)).holds
        said_so = assessment({"A1.2": answer("A1.2", yes=True), "A1.1": not_applicable("A1.1")})
        assert not outcome(kind, asked, said_so, measures=("satisfaction",)).holds


@pytest.mark.parametrize(
    ("trend", "missing", "unfavourable"),
    [
        ((80.0, 82.0, 84.0), (), ()),
        ((90.0, 80.0, 80.0, 84.0), (), ()),  # the last three count
        ((80.0, 84.0, 82.0), (), ("A1.1",)),
        ((80.0, 80.0, 80.0), (), ("A1.1",)),
        ((100.0, 100.0, 100.0), (), ()),  # at the best end there is nowhere to go
        ((80.0, 84.0), ("satisfaction",), ()),
        ((), ("satisfaction",), ()),
    ],
)
def test_the_top_needs_periods_of_favourable_trend(
    trend: tuple[float, ...], missing: tuple[str, ...], unfavourable: tuple[str, ...]
) -> None:
    given = measured(first={"trend": trend}, second={"trend": (70.0, 71.0, 72.0)})
    found = outcome(GateKind.FAVOURABLE_TREND, MEASURES, given, measures=("satisfaction", "retention"), periods=3)
    assert found.holds is (not missing and not unfavourable)
    assert (facts(found)["missing"], facts(found)["unfavourable"]) == (missing, unfavourable)


def test_a_trend_is_favourable_in_the_direction_of_its_measure() -> None:
    hours = item("A1.3", Kind.METRIC)
    assert gates.favourable(hours, (20.0, 15.0, 15.0))
    assert not gates.favourable(hours, (15.0, 20.0))
    assert gates.favourable(hours, (4.0, 4.0))  # better than the best point


def test_one_unfavourable_measurement_is_not_made_good_by_another_of_the_same_measure() -> None:
    given = measured(first={"trend": (1.0, 2.0, 3.0)}, second={"trend": (70.0, 71.0, 72.0)})
    worse = replace(given, answers={**given.answers, "A1.3": replace(given.answers["A1.3"], trend=(5.0, 6.0, 7.0))})
    found = outcome(GateKind.FAVOURABLE_TREND, MEASURES, worse, measures=("satisfaction", "retention"), periods=3)
    assert (found.holds, facts(found)["unfavourable"]) == (False, ("A1.3",))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ((2026, 6, 30), 12, (2025, 6, 30)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
        ((2026, 1, 31), 2, (2025, 11, 30)),
        ((2026, 1, 1), 1, (2025, 12, 1)),
    ],
)
def test_months_are_reckoned_by_the_calendar(day: tuple[int, int, int], months: int, before: tuple[int, int, int]) -> None:
    assert gates.months_before(date(*day), months) == date(*before)


def test_a_gate_at_the_lowest_level_leaves_none() -> None:
    finding = Finding("F1", "A1.1", "major", Text.of("…"))
    found = outcome(GateKind.OPEN_MAJOR_FINDING, TWO, assessment({}, findings=(finding,)), from_level=1)
    assert found.caps_at == 0


@pytest.mark.parametrize("kind", [GateKind.MEASURED_RECENTLY, GateKind.FAVOURABLE_TREND])
@pytest.mark.parametrize("found_by_the_assessor", [False, True])
def test_what_is_not_measured_satisfies_no_gate_that_asks_for_a_measurement(kind: GateKind, found_by_the_assessor: bool) -> None:
    asked = questionnaire({"A": {"A1": [replace(item("A1.1", Kind.METRIC), measures="satisfaction")]}})
    said, claimed = Given(not_measured=Text.of("no survey")), Given(value=80.0, unit="%")
    given = Answer("A1.1", claimed if found_by_the_assessor else said, measured=DAY, trend=(70.0, 75.0, 80.0))
    if found_by_the_assessor:
        given = replace(given, verified=said)
    made = replace(assessment({"A1.1": given}), kind="assessed" if found_by_the_assessor else "self")
    assert not outcome(
        kind, asked, made, measures=("satisfaction",), **({"months": 12} if kind is GateKind.MEASURED_RECENTLY else {})
    ).holds
