"""A result as the document `assess/result@1` that other programs rely on."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from assess.assessments import file
from assess.assessments.case import Case
from assess.catalogue import library
from assess.method.answers import Answer
from assess.method.text import Text
from assess.platform.shelves import shelf
from assess.results import document, evaluate

SAMPLES = sorted((shelf("questionnaires") / "customer-management" / "1" / "samples").glob("*.yaml"))
S_KEYS = {"score", "claimed", "verified", "coverage", "not_applicable", "weight"}


@pytest.fixture(scope="module")
def case() -> Case:
    """The first sample."""
    return file.read(SAMPLES[0])


def written(case: Case, *, draws: int = 50, language: str = "en") -> dict[str, Any]:
    """Return the document after a trip through JSON, which knows neither NaN nor tuples."""
    return json.loads(json.dumps(document.as_json(evaluate.evaluate(case, draws=draws), language), allow_nan=False))


def unanswered(case: Case, *items: str) -> Case:
    answers: dict[str, Answer] = {id_: each for id_, each in case.assessment.answers.items() if id_ not in items}
    return replace(case, assessment=replace(case.assessment, answers=answers))


def test_the_document_has_the_keys_that_other_programs_rely_on(case: Case) -> None:
    found = written(case)
    assert found["format"] == "assess/result@1"
    assert set(found["overall"]) >= S_KEYS
    assert list(found["elements"]) == [element.id for element in case.questionnaire.elements]
    assert list(found["criteria"]) == [criterion.id for criterion in case.questionnaire.criteria]
    assert all(set(each) >= S_KEYS for each in (*found["elements"].values(), *found["criteria"].values()))
    assert set(found["level"]) >= {"scheme", "reached", "title", "by_score", "blocked_by"}
    assert all(set(gate) >= {"id", "holds", "why"} for gate in found["gates"])
    assert set(found["interval"]) >= {"low", "high", "confidence", "draws", "seed"}
    assert list(found["level_probability"]) == ["1", "2", "3", "4", "5", "none"]
    assert all(set(row) >= {"item", "weight", "value", "points", "claimed", "verified"} for row in found["trace"])


def test_the_points_of_the_trace_sum_to_the_overall_score(case: Case) -> None:
    found = written(case)
    assert math.fsum(row["points"] for row in found["trace"]) == pytest.approx(found["overall"]["score"], abs=1e-9)
    assert [row["item"] for row in found["trace"]] == [item.id for item in case.questionnaire.items]


def test_deductions_stand_in_the_trace_so_that_the_points_still_sum_to_the_score(case: Case) -> None:
    assessment = replace(case.assessment, deductions=(Text.of("late"), Text.of("later")), bonus=Text.of("study"))
    found = written(replace(case, assessment=assessment, scheme=library.scheme("stars@1")))
    assert [row["item"] for row in found["trace"][-3:]] == ["deduction-1", "deduction-2", "bonus"]
    assert math.fsum(row["points"] for row in found["trace"]) == pytest.approx(found["overall"]["score"], abs=1e-9)


def test_what_does_not_exist_is_null_and_never_zero(case: Case) -> None:
    gone = [item.id for item in case.questionnaire.items if item.id.startswith("R")]
    found = written(unanswered(case, *gone), draws=0)
    assert found["elements"]["R"]["score"] is None
    assert found["elements"]["R"]["coverage"] == 0.0
    assert found["interval"] is None
    assert found["level"]["reached"] is None
    assert found["level"]["title"] is None
    assert found["level"]["blocked_by"][0] == "complete"
    row = next(row for row in found["trace"] if row["item"] == gone[0])
    assert (row["state"], row["value"], row["claimed"], row["points"]) == ("unanswered", None, None, 0.0)


def test_facts_of_gates_are_plain_json(case: Case) -> None:
    gates = {gate["id"]: gate for gate in written(case)["gates"]}
    assert gates["measured"]["facts"]["until"] == "2026-06-30"
    assert isinstance(gates["critical"]["facts"]["below"], list)


def test_only_titles_and_reasons_depend_on_the_language(case: Case) -> None:
    english, chinese = written(case), written(case, language="zh_Hans")
    assert english["level"]["title"] != chinese["level"]["title"]
    for found in (english, chinese):
        found["level"].pop("title")
        for gate in found["gates"]:
            gate.pop("title")
            gate.pop("why")
    assert english == chinese


def test_the_document_names_what_it_was_made_from(case: Case) -> None:
    found = written(case)
    assert found["assessment"] == case.assessment.id
    assert found["questionnaire"] == {"id": case.questionnaire.reference, "content_hash": case.questionnaire.content_hash}
    assert found["scheme"] == {"id": "maturity@1", "content_hash": case.scheme.content_hash}
    assert found["organisation"] == dict(case.assessment.organisation.name.by_language)


def test_a_name_in_one_language_is_a_plain_string(case: Case) -> None:
    organisation = replace(case.assessment.organisation, name=Text.of("Harbour Bank"))
    assert written(replace(case, assessment=replace(case.assessment, organisation=organisation)), draws=0)["organisation"] == "Harbour Bank"


def test_critical_weights_tell_where_the_level_is_lost_and_the_next_one_reached(case: Case) -> None:
    found = written(file.read(SAMPLES[1]))
    assert list(found["critical_weights"]) == list(found["elements"])
    for each in found["critical_weights"].values():
        assert set(each) == {"level_lost_at", "next_level_at"}
        assert all(weight is None or 0 <= weight <= 1 for weight in each.values())
