"""From a case to its result: which judgements count, and what the command line and the reports are handed."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from assess.assessments import file
from assess.assessments.case import Case
from assess.catalogue import library
from assess.platform.faults import Faults
from assess.platform.shelves import shelf
from assess.results import evaluate
from assess.weighting.judgements import Kind

SAMPLES = sorted((shelf("questionnaires") / "customer-management" / "1" / "samples").glob("*.yaml"))
OWN = """format: assess/judgements@1
nodes:
  - parent: L
    items: [L1, L2, L3, L4, L5, L6]
    weights: {L1: 5, L2: 1, L3: 1, L4: 1, L5: 1, L6: 1}
"""


@pytest.fixture
def case() -> Case:
    """The first sample."""
    return file.read(SAMPLES[0])


def with_weights(case: Case, path: Path, text: str) -> Case:
    path.write_text(text, encoding="utf-8")
    return replace(case, weights=path)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_has_a_result_that_can_be_traced(sample: Path) -> None:
    result = evaluate.evaluate(file.read(sample), draws=100).result
    assert result.overall.score is not None
    assert math.fsum(traced.points for traced in result.trace) == pytest.approx(result.overall.score, abs=1e-9)
    assert result.interval is not None
    assert 0 <= result.interval.low <= result.overall.score <= result.interval.high <= 100
    assert math.fsum(result.level_probability.values()) == pytest.approx(1)
    assert result.level.reached is not None


def test_the_weights_are_those_of_the_judgements(case: Case) -> None:
    evaluated = evaluate.evaluate(case, draws=0)
    shares = evaluated.weights.nodes[case.questionnaire.id].weights
    for id_, score in evaluated.result.elements.items():
        assert score.original == pytest.approx(shares[id_], abs=1e-12)
    for id_, score in evaluated.result.criteria.items():
        assert score.original == pytest.approx(evaluated.weights.global_weights[id_], abs=1e-12)


def test_own_judgements_count_where_they_say_something_and_the_questionnaires_elsewhere(case: Case, tmp_path: Path) -> None:
    before = evaluate.evaluate(case, draws=0)
    after = evaluate.evaluate(with_weights(case, tmp_path / "own.yaml", OWN), draws=0)
    assert after.weights.nodes["L"].kind is Kind.ENTERED
    assert after.weights.nodes["L"].weights["L1"] == pytest.approx(0.5)
    assert dict(after.weights.nodes["S"].weights) == dict(before.weights.nodes["S"].weights)
    assert after.result.elements["S"] == before.result.elements["S"]
    assert after.result.criteria["L1"].original == pytest.approx(after.result.elements["L"].original / 2)
    assert {node.parent for node in after.judgements.nodes} == {case.questionnaire.id, "L", "S", "P", "R", "I", "O", "E"}


def test_a_node_left_at_its_default_has_the_questionnaires_weights(case: Case, tmp_path: Path) -> None:
    text = OWN.replace("weights: {L1: 5, L2: 1, L3: 1, L4: 1, L5: 1, L6: 1}", "default: true")
    after = evaluate.evaluate(with_weights(case, tmp_path / "own.yaml", text), draws=0)
    assert after.result == evaluate.evaluate(case, draws=0).result


def test_judgements_that_do_not_fit_the_questionnaire_are_named(case: Case, tmp_path: Path) -> None:
    with pytest.raises(Faults, match="L6"):
        evaluate.evaluate(with_weights(case, tmp_path / "own.yaml", OWN.replace(", L6]", "]").replace(", L6: 1", "")))


def test_weights_that_were_entered_have_no_panel(case: Case, tmp_path: Path) -> None:
    evaluated = evaluate.evaluate(with_weights(case, tmp_path / "own.yaml", OWN), draws=0)
    panels = evaluate.panels(evaluated.judgements, {})
    assert set(panels) == {case.questionnaire.id, "S", "P", "R", "I", "O", "E"}
    assert all(panel.items == tuple(sorted(panel.items)) for panel in panels.values())
    assert all(panel.shares.sum() == pytest.approx(1) for panel in panels.values())


def test_the_same_case_has_the_same_result_to_the_last_bit(case: Case) -> None:
    assert evaluate.evaluate(case, draws=50).result == evaluate.evaluate(case, draws=50).result


def test_answers_in_another_order_have_the_same_result_to_the_last_bit(case: Case) -> None:
    answers = dict(reversed(list(case.assessment.answers.items())))
    turned = replace(case, assessment=replace(case.assessment, answers=answers))
    assert evaluate.evaluate(turned, draws=50).result == evaluate.evaluate(case, draws=50).result


def test_another_scheme_scores_the_same_answers_by_its_own_arithmetic(case: Case) -> None:
    stars = evaluate.evaluate(replace(case, scheme=library.scheme("stars@1")), draws=50).result
    assert stars.level.scheme == "stars@1"
    assert all(traced.value in {0.0, 1.0} for traced in stars.trace if case.questionnaire.item_by_id[traced.item].kind == "maturity")
