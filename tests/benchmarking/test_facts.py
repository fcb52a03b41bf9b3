"""The reference facts that ship, as published, and never two constructs on one axis."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.benchmarking import facts
from assess.platform.faults import Faults
from assess.platform.shelves import shelf


def values(sheet: str) -> dict[str, float]:
    return {fact.id: fact.value for fact in facts.load(sheet)}


def test_the_capability_scores_are_those_published() -> None:
    assert values("cmat") == {
        "overall-mean": 35,
        "overall-best": 67,
        "overall-worst": 17,
        "banking-mean": 42,
        "banking-best": 68,
        "banking-worst": 17,
        "retail-mean": 38,
        "airlines-mean": 38,
    }
    overall = facts.load("cmat")[0]
    assert (overall.n, overall.n_at_least) == (650, True)


def test_the_satisfaction_indices_are_those_published() -> None:
    assert values("cca-satisfaction") == {
        "satisfaction-2024": 80.36,
        "satisfaction-2024-east": 83.70,
        "satisfaction-2024-centre": 78.02,
        "satisfaction-2024-west": 76.78,
        "satisfaction-2024-supply": 81.67,
        "satisfaction-2024-environment": 79.26,
        "satisfaction-2024-redress": 80.48,
        "satisfaction-2023": 79.92,
        "satisfaction-2022": 78.81,
        "satisfaction-2020": 79.32,
        "satisfaction-2017": 71.75,
    }
    numbers = {fact.year: fact.n for fact in facts.load("cca-satisfaction") if fact.n}
    assert numbers == {2023: 61_812, 2017: 27_706}


@pytest.mark.parametrize("sheet", facts.sheets())
def test_every_fact_says_what_whom_how_when_and_where(sheet: str) -> None:
    for fact in facts.load(sheet):
        for text in (fact.population, fact.definition, fact.method, fact.source.title, fact.construct.title, fact.construct.comparison):
            assert text.get("en")
            assert text.get("zh_Hans")
        assert fact.grade == fact.source.grade in {"A", "B", "C"}
        assert fact.year is not None or fact.source.note, "where no year is stated, the source says why"


def test_a_capability_score_and_a_satisfaction_index_never_share_an_axis() -> None:
    assert facts.axis(facts.load("cmat")) == facts.load("cmat")
    with pytest.raises(ValueError, match="never share an axis: cca-consumer-satisfaction, cmat-capability"):
        facts.axis([*facts.load("cmat"), *facts.load("cca-satisfaction")])


def test_an_unknown_sheet_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(Faults, match="did you mean `cmat`"):
        facts.load("cmta")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 67", "value: 670", "facts[1].value: 670 is outside the scale — from 0 to 100"),
        ("source: review", "source: reviews", "there is no source `reviews` — did you mean `review`?"),
        ("id: banking-best", "id: banking-mean", "the id `banking-mean` is given twice"),
        ("grade: B", "grade: D", "`D` is not known here"),
        ("    statistic: lowest\n", "", "the key `statistic` is missing"),
    ],
)
def test_a_fault_in_a_sheet_is_said_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (shelf("benchmarks") / "facts" / "cmat.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "cmat.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Faults) as raised:
        facts.read(path)
    assert any(said in str(fault) for fault in raised.value.faults), raised.value.faults
