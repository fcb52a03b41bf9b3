"""A result in words: what is decided here, and nothing lost on the way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from assess.benchmarking import asking, datasets
from assess.benchmarking.position import Position, place
from assess.method.answers import Answer, Evidence, Given, NotApplicable
from assess.method.assessment import Finding
from assess.method.text import Text
from assess.reporting import charts
from assess.reporting.primitive import primitive
from assess.reporting.values import Report, Shown
from assess.results.evaluate import Evaluated
from tests.reporting.report_samples import SAMPLES, changed, placed, report_of, sample


@pytest.fixture(scope="module")
def bank(harbour: Evaluated) -> Report:
    return report_of(harbour)


def with_answer(evaluated: Evaluated, item: str, change: Callable[[Answer], Answer]) -> Evaluated:
    answers = dict(evaluated.case.assessment.answers)
    answers[item] = change(answers[item])
    return changed(evaluated, answers=answers)


def test_a_self_assessment_says_so_and_carries_no_signature(clinic: Evaluated):
    report = report_of(clinic)
    assert report.mark == "SELF-ASSESSMENT 自评价"
    assert "not a certificate" in report.statement.honesty
    assert "nobody outside it has checked" in report.statement.honesty


def test_an_assessment_is_a_statement_and_no_certificate(bank: Report):
    assert bank.mark == ""
    assert bank.statement.heading == "Assessment statement"
    assert "not a certificate" in bank.statement.honesty
    assert bank.statement.signed == "Lead assessor: Jonas Weber, Example Assessors"


def test_every_level_and_gate_of_the_scheme_is_there(harbour: Evaluated, bank: Report):
    assert [row.level for row in bank.level.rows] == [level.level for level in harbour.case.scheme.levels]
    assert [gate.id for gate in bank.gates] == [gate.id for gate in harbour.result.gates]


def test_a_gate_that_stops_the_level_is_named_with_what_it_waits_for(bank: Report):
    assert bank.level.reached == 2
    assert bank.level.by_score == "4 Managed"
    assert any("O5.1 Complaints and suggestions" in fact.text for fact in bank.blocking)
    assert any("F1 Complaints are closed when the reply is sent" in fact.text for fact in bank.blocking)


def test_nothing_blocks_the_highest_level():
    answers = {
        item.id: Answer(item.id, Given(**_best(item)), evidence=tuple(Evidence(kind, sample=50) for kind in _ALL))
        for item in sample("harbour-bank").case.questionnaire.items
    }
    best = report_of(changed(sample("harbour-bank"), answers=answers, findings=()))
    assert best.overall.score.text == "100.0"
    assert best.priorities == ()
    assert best.roadmap.quick_wins == best.roadmap.long_term == ()


_ALL = ("document", "interview", "observation", "sampling", "test", "data", "trend", "comparison")


def _best(item) -> dict[str, object]:
    match item.kind:
        case "maturity":
            return {"level": 5}
        case "yes_no":
            return {"yes": True}
        case "choice":
            return {"choice": item.options[-1].id}
        case "percent":
            return {"percent": 100.0}
    return {"value": item.metric.points[-1][0], "unit": item.metric.unit}


def test_what_a_gate_waits_for_comes_before_larger_gains(bank: Report):
    assert bank.priorities[0].item == "O5.1"
    assert bank.roadmap.first[0].gate == "Every critical item reaches its minimum"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_gain_of_a_step_is_what_the_score_rises_by(name: str):
    evaluated = sample(name)
    report = report_of(evaluated)
    for item in ("S3.1", "L2.1"):
        row = next(row for row in report.rows if row.id == item)
        step = next(
            (advice for advice in evaluated.case.questionnaire.item_by_id[item].advice if _reached(evaluated, item) < advice.to), None
        )
        if step is None or row.state != "answered":
            continue
        evidence = tuple(Evidence(kind, sample=50) for kind in _ALL)
        raised = with_answer(
            evaluated,
            item,
            lambda answer, step=step, evidence=evidence: replace(answer, given=Given(level=int(step.to)), verified=None, evidence=evidence),
        )
        rise = raised.result.overall.score - evaluated.result.overall.score
        assert math.isclose(row.next_gain.value, rise, abs_tol=1e-9)


def _reached(evaluated: Evaluated, item: str) -> float:
    return next(traced.value for traced in evaluated.result.trace if traced.item == item) * 5 + 1e-9


def test_the_points_of_the_items_add_up_to_the_score(bank: Report):
    assert math.isclose(math.fsum(row.points.value for row in bank.rows), bank.overall.score.value, abs_tol=1e-9)
    assert math.isclose(math.fsum(part.line.points.value for part in bank.elements), bank.overall.score.value, abs_tol=1e-9)


def test_displayed_weights_of_siblings_sum_to_100(bank: Report):
    def percentages(shown: list[Shown]) -> float:
        return sum(round(10 * float(each.text.rstrip("%"))) for each in shown)

    assert percentages([part.line.weight for part in bank.elements]) == 1000
    for part in bank.elements:
        assert percentages([line.local for line in part.criteria]) == 1000


def test_what_is_not_applicable_is_listed_with_its_reason_and_who_agreed(clinic: Evaluated):
    report = report_of(clinic)
    out = {row.id for row in report.rows if row.state.startswith("not_applicable")}
    assert out == {row.item for row in report.method.not_applicable}
    assert all(row.reason and row.approved_by for row in report.method.not_applicable)


def test_an_item_that_was_left_out_has_no_points_that_look_like_zero_answers(clinic: Evaluated):
    row = next(row for row in report_of(clinic).rows if row.state == "not_applicable")
    assert (row.value.text, row.answer, row.next_gain.text) == ("–", "–", "–")


def test_an_unanswered_item_is_named(harbour: Evaluated):
    answers = {item: answer for item, answer in harbour.case.assessment.answers.items() if item != "L4.1"}
    report = report_of(changed(harbour, answers=answers))
    assert report.method.unanswered == ("L4.1",)
    assert next(row for row in report.rows if row.id == "L4.1").state_text == "Not answered"
    assert report.level.reached is None
    assert report.level.title == report.level.label == "No level"


def test_an_element_in_which_nothing_applies_is_not_assessable(harbour: Evaluated):
    answers = dict(harbour.case.assessment.answers)
    for item in answers:
        if item.startswith("R"):
            answers[item] = Answer(item, not_applicable=NotApplicable(Text.of("None"), "olga"))
    report = report_of(changed(harbour, answers=answers))
    line = next(part.line for part in report.elements if part.line.id == "R")
    assert (line.score.value, line.score.text) == (None, "–")
    assert line.remark.startswith("Not assessable")


def test_claimed_stands_beside_verified_where_evidence_is_thin(harbour: Evaluated):
    bare = with_answer(harbour, "L1.1", lambda answer: replace(answer, evidence=()))
    row = next(row for row in report_of(bare).rows if row.id == "L1.1")
    assert (row.answer, row.verified) == ("Level 4", "Level 1")


def test_a_criterion_is_not_praised_and_blamed_at_once(bank: Report):
    for part in bank.elements:
        praised = {remark.title for remark in part.strengths}
        others = {line.title for line in part.criteria} - praised
        blamed = {remark.title for remark in part.opportunities if remark.source == "step"}
        assert not (praised & blamed) or len(others) < 3


def test_every_finding_is_shown_once_in_its_element(harbour: Evaluated, bank: Report):
    for part in bank.elements:
        shown = [finding.id for finding in part.findings]
        shown += [remark.detail for remark in (*part.strengths, *part.opportunities) if remark.source == "finding"]
        wanted = [each.id for each in harbour.case.assessment.findings if each.item.startswith(part.line.id)]
        assert sorted(shown) == sorted(wanted)


def test_evidence_that_is_the_same_is_one_entry_for_several_items(harbour: Evaluated):
    charter = Evidence("document", Text.of("Charter"), reference="D-1")
    both = with_answer(harbour, "L1.1", lambda answer: replace(answer, evidence=(charter,)))
    both = with_answer(both, "L2.1", lambda answer: replace(answer, evidence=(charter,)))
    entry = next(row for row in report_of(both).evidence if row.reference == "D-1")
    assert entry.item_ids == ("L1.1", "L2.1")


def test_the_trend_says_whether_the_change_is_firm(bank: Report):
    assert [row.period for row in bank.trend.rows] == ["2022", "2024", "2026"]
    assert "the change is firm" in bank.trend.text


def test_a_first_assessment_says_that_there_is_nothing_to_compare(harbour: Evaluated):
    report = report_of(changed(harbour, history=()))
    assert report.trend.change is None
    assert "first assessment" in report.trend.text


def test_without_a_team_nobody_is_called_independent(harbour: Evaluated):
    assert report_of(changed(harbour, team=())).method.independence == "No assessment team is named."


def test_the_same_result_has_the_same_fingerprint_in_every_language(harbour: Evaluated, bank: Report):
    assert report_of(harbour, language="zh_Hans").fingerprint == bank.fingerprint
    assert report_of(changed(harbour, period="2027")).fingerprint != bank.fingerprint


def test_peers_that_are_generated_are_marked(harbour: Evaluated):
    report = report_of(harbour, placed("harbour-bank"))
    assert report.peers is not None
    assert report.synthetic.startswith("SYNTHETIC 合成数据")
    assert report.synthetic_short in report.peers.caption
    assert "n\u00a0=\u00a0" in report.peers.caption


def test_what_may_not_be_shown_of_peers_is_said_and_not_drawn_as_zero(harbour: Evaluated):
    position = placed("harbour-bank")
    hidden = replace(
        position, group=None, overall=replace(position.overall, percentile=None, spread=type(position.overall.spread)()), elements={}
    )
    report = report_of(harbour, hidden)
    assert report.peers is not None
    assert report.peers.overall.median == Shown(None, "–")
    assert report.overall.peer is None


def test_scores_of_something_else_share_no_axis_with_ours():
    report = report_of(sample("harbour-bank", "stars@1"), _elsewhere())
    assert report.peers is not None
    assert not report.peers.alike
    assert report.overall.peer is None
    assert report.peers.overall.percentile.value is report.peers.overall.gap_to_median.value is None
    assert "peers" not in charts.draw(report, "en")


def _elsewhere() -> Position:
    """Return the place of a star result among peers scored by maturity."""
    evaluated = sample("harbour-bank", "stars@1")
    dataset = datasets.load("synthetic-customer-management@1")
    return place(asking.subject_of(evaluated), dataset, asking.ANYBODY)


def test_hostile_words_are_shown_as_they_are(harbour: Evaluated):
    wicked = "<script>alert(1)</script>\u202etxt.exe\x07 {{ 7*7 }} %(x)s {braces}"
    report = report_of(changed(harbour, summary=Text.of(wicked), findings=(Finding("F1", "O5.1", "major", Text.of(wicked)),)))
    assert report.summary == "<script>alert(1)</script>\\u202etxt.exe\\u0007 {{ 7*7 }} %(x)s {braces}"
    assert any("{braces}" in fact.text for fact in report.blocking)


def test_a_report_of_b_never_contains_a(harbour: Evaluated, clinic: Evaluated):
    report_of(harbour)
    assert "Harbour" not in str(primitive(report_of(clinic)))


def test_a_report_holds_plain_values_only(bank: Report):
    primitive(bank)
    with pytest.raises(TypeError, match="plain values only"):
        primitive({"open": open})


@pytest.mark.parametrize("name", SAMPLES)
def test_the_stars_family_is_reported_too(name: str):
    report = report_of(sample(name, "stars@1"))
    assert report.level.family == "stars"
    assert len(report.level.rows) == 4


def test_nobody_is_advised_to_go_back_to_a_point_that_only_lacks_its_evidence(harbour: Evaluated):
    answers = dict(harbour.case.assessment.answers)
    answers["L2.2"] = Answer("L2.2", Given(value=11, unit="d"))
    answers["S2.1"] = Answer("S2.1", Given(percent=90))
    bare_of_evidence = changed(harbour, answers=answers)
    moves = report_of(bare_of_evidence).roadmap
    advised = {move.item: move.to for move in (*moves.first, *moves.quick_wins, *moves.long_term)}
    rows = {row.id: row for row in report_of(bare_of_evidence).rows}
    assert rows["L2.2"].next_gain.value == pytest.approx(100 * 0.8 * (rows["L2.2"].weight.value or 0), rel=1e-6)
    assert advised.get("S2.1", "95%") == "95%"
