"""Every file of every shelf passes `assess check`, and the shipped content is what it claims to be."""

from __future__ import annotations

import csv

import pytest

from assess.catalogue import library
from assess.method.questionnaire import Kind
from assess.method.scheme import Family
from assess.platform.shelves import shelf

FILES = sorted(path for name in ("questionnaires", "benchmarks", "reports") for path in shelf(name).rglob("*.yaml"))
SAMPLES = [path for path in FILES if path.parent.name == "samples"]
QUESTIONNAIRES = library.references("questionnaire")
CRITICAL = {"L3", "L5", "S2", "S5", "I1", "I3", "O4", "O5", "E1", "E2"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(path.parents[3])))
def test_a_shipped_file_passes_the_check(assess, path):
    ran = assess("check", path)
    assert ran.status == 0, ran.err


def test_the_shelves_are_not_empty():
    assert FILES
    assert len(SAMPLES) >= 4
    assert {"maturity@1", "stars@1"} <= set(library.references("scheme"))


@pytest.mark.parametrize("reference", QUESTIONNAIRES)
def test_every_text_is_there_in_both_languages_and_the_chinese_is_chinese(reference):
    questionnaire = library.questionnaire(reference)
    for item in questionnaire.items:
        advice = [each.do for each in item.advice]
        for text in (item.text, item.guidance, item.source, *item.anchors, *item.evidence, *advice):
            assert text.get("en"), item.id
            assert any("\u4e00" <= character <= "\u9fff" for character in text.get("zh_Hans") or ""), item.id


def test_the_model_has_its_critical_items_and_its_measures():
    questionnaire = library.questionnaire("customer-management@1")
    critical = {item.id for item in questionnaire.items if item.critical_minimum is not None}
    assert {id_.partition(".")[0] for id_ in critical} == CRITICAL
    assert {item.measures: item.id for item in questionnaire.items if item.measures} == {"satisfaction": "E1.1", "retention": "E2.1"}


def test_the_model_asks_in_every_way():
    assert {item.kind for item in library.questionnaire("customer-management@1").items} == set(Kind)


def test_the_maturity_scheme_has_the_thresholds_of_the_method():
    scheme = library.scheme("maturity@1")
    assert [(level.level, level.threshold) for level in scheme.levels] == [(1, 1), (2, 20), (3, 40), (4, 60), (5, 75)]
    assert scheme.family is Family.MATURITY


def test_the_star_scheme_has_the_thresholds_of_the_standard():
    scheme = library.scheme("stars@1")
    assert [level.threshold for level in scheme.levels] == [70, 80, 90, 95]
    assert scheme.family is Family.STARS


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_can_be_scored(assess, path):
    ran = assess("score", path, "--draws", 0)
    assert ran.status == 0, ran.err


def test_generated_records_say_so_in_their_name():
    generated = [path for path in shelf("benchmarks").rglob("dataset.yaml") if "kind: synthetic" in path.read_text("utf-8")]
    for path in generated:
        assert "synthetic" in path.parent.parent.name
        assert "SYNTHETIC" in path.read_text("utf-8")
        with path.with_name("records.csv").open(encoding="utf-8", newline="") as stream:
            assert sum(1 for _ in csv.reader(stream)) > 100
    assert generated
