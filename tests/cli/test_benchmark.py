"""`assess benchmark import` and `assess compare`: from somebody's table to a place among peers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assess.platform.shelves import shelf

SAMPLE = shelf("questionnaires") / "customer-management" / "1" / "samples" / "harbour-bank.yaml"
SYNTHETIC = "synthetic-customer-management@1"
MAP = """\
format: assess/benchmark-map@1
id: firms@1
title: Firms of a small survey
kind: assessed
source: {title: A small survey, year: 2013, grade: B}
columns:
  organisation: firm
  period: wave
  region: {column: country, values: {us: US, ge: DE}}
  industry: {column: branch, values: {food: C10, transport: C29}}
  size: {column: staff, bands: [50, 250, 1000]}
  overall: {column: score, from: [1, 5], to: [0, 100]}
"""


@pytest.fixture
def firms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A table of sixty firms and its map; the data folder is this test's own."""
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    table, map_ = tmp_path / "firms.csv", tmp_path / "map.yaml"
    branches = ["transport"] * 3 + ["food"] * 2
    rows = [f"f{n},{2010 + n % 2 * 3},{'us' if n % 4 else 'ge'},{branches[n % 5]},{20 * n},{1 + n / 15:.2f}" for n in range(60)]
    table.write_text(
        "\n".join(["firm,wave,country,branch,staff,score", *rows, "f1,2006,us,food,10,5", "bad,2010,us,food,10,9"]), encoding="utf-8"
    )
    map_.write_text(MAP, encoding="utf-8")
    return table, map_


@pytest.fixture
def imported(firms: tuple[Path, Path], assess: Callable[..., Any]) -> None:
    """The firms, brought in."""
    assert assess("benchmark", "import", firms[0], "--map", firms[1]).status == 0


def test_the_import_says_what_became_of_every_row(firms: tuple[Path, Path], assess: Callable[..., Any], tmp_path: Path) -> None:
    ran = assess("benchmark", "import", firms[0], "--map", firms[1], "--json")
    said = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert (said["rows"], said["accepted"], said["superseded"]) == (62, 60, 1)
    assert said["rejected"] == [{"row": 63, "column": "score", "why": "9 is outside 1 to 5"}]
    assert sorted(path.name for path in (tmp_path / "data/benchmarks/firms/1").iterdir()) == ["dataset.yaml", "records.csv"]


def test_people_are_told_the_same_in_words(firms: tuple[Path, Path], assess: Callable[..., Any]) -> None:
    said = assess("benchmark", "import", firms[0], "--map", firms[1]).out
    assert "firms@1: 60 organisations from 62 rows of firms.csv" in said
    assert "1 earlier records gave way" in said
    assert "score: 9 is outside 1 to 5 (row 63)" in said


def test_an_output_folder_is_written_where_it_was_asked_for_and_compared_with(
    firms: tuple[Path, Path], assess: Callable[..., Any], tmp_path: Path
) -> None:
    assert assess("benchmark", "import", firms[0], "--map", firms[1], "-o", tmp_path / "mine").status == 0
    assert json.loads(assess("compare", "--score", 50, "--benchmark", tmp_path / "mine", "--json").out)["benchmark"] == "firms@1"
    assert not (tmp_path / "data").exists()


def test_an_import_at_fault_writes_nothing(firms: tuple[Path, Path], assess: Callable[..., Any], tmp_path: Path) -> None:
    firms[1].write_text(MAP.replace("column: score", "column: scores"), encoding="utf-8")
    ran = assess("benchmark", "import", firms[0], "--map", firms[1], "--json")
    assert (ran.status, ran.out) == (1, "")
    assert f"{firms[1]}:12: columns.overall: the table has no column `scores` — did you mean `score`?" in ran.err
    assert not (tmp_path / "data").exists()


def test_a_benchmark_with_no_rows_is_at_fault(firms: tuple[Path, Path], assess: Callable[..., Any]) -> None:
    firms[0].write_text("firm,wave,country,branch,staff,score\n", encoding="utf-8")
    ran = assess("benchmark", "import", firms[0], "--map", firms[1])
    assert ran.status == 1
    assert f"{firms[0]}:1: there are no rows below the header" in ran.err


def test_a_name_taken_on_the_shelf_is_refused(firms: tuple[Path, Path], assess: Callable[..., Any]) -> None:
    taken = MAP.replace("firms@1", SYNTHETIC).replace("title: Firms", "title: SYNTHETIC firms")
    firms[1].write_text(taken, encoding="utf-8")
    ran = assess("benchmark", "import", firms[0], "--map", firms[1])
    assert ran.status == 1
    assert f"the shelf has a data set {SYNTHETIC} already" in ran.err


def test_a_changed_table_needs_a_new_version_or_a_word(firms: tuple[Path, Path], assess: Callable[..., Any], imported: None) -> None:
    firms[0].write_text("firm,wave,country,branch,staff,score\nf1,2010,us,food,10,3\n", encoding="utf-8")
    assert assess("benchmark", "import", firms[0], "--map", firms[1]).status == 1
    assert assess("benchmark", "import", firms[0], "--map", firms[1], "--replace").status == 0


def test_a_firm_is_placed_in_a_group_that_is_large_enough(assess: Callable[..., Any], imported: None) -> None:
    ran = assess("compare", "--score", 50, "--benchmark", "firms@1", "--industry", "C29", "--region", "US", "--json")
    said = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert said["peer_group"] == {"industry": "C29", "region": "US", "size": None, "period": None, "n": 27, "widened": []}
    assert said["percentile"]["low"] < said["percentile"]["value"] < said["percentile"]["high"]
    assert said["gap_to_median"] == 50 - said["median"]
    assert said["suppressed"] is None


def test_a_cell_too_small_is_widened_and_says_so(assess: Callable[..., Any], imported: None) -> None:
    words = ("--benchmark", "firms@1", "--industry", "C29", "--region", "DE", "--size", "30")
    said = json.loads(assess("compare", "--score", 50, *words, "--json").out)
    assert said["asked"]["n"] is None
    assert said["asked"]["suppressed"] == "fewer than 5 organisations: not shown"
    assert said["peer_group"]["widened"] == ["size", "region"]
    assert said["peer_group"]["n"] == 36
    printed = assess("compare", "--score", 50, *words).out
    assert "fewer than 5 organisations: not shown" in printed
    assert "(widened: size, region)" in printed


def test_an_organisation_of_the_data_set_is_placed_among_the_others(assess: Callable[..., Any], imported: None) -> None:
    said = json.loads(assess("compare", "--organisation", "f7", "--benchmark", "firms@1", "--size", "all", "--json").out)
    assert said["left_out"] is True
    assert said["score"] == pytest.approx(100 * 0.47 / 4)
    assert said["asked"]["industry"] == "C29"
    assert said["peer_group"]["n"] == 26


def test_an_assessment_is_placed_with_all_its_elements(assess: Callable[..., Any]) -> None:
    ran = assess("compare", SAMPLE, "--benchmark", SYNTHETIC, "--json")
    said = json.loads(ran.out)
    assert ran.status == 0
    assert said["asked"] | {"n": 0} == said["asked"] | {"n": 0, "industry": "K", "region": "CN-SH", "size": "250-999", "period": None}
    assert set(said["elements"]) == set("LSPRIOE")
    assert said["synthetic"] is True
    assert said["comparable"] is True
    assert 0 <= said["percentile"]["value"] <= 100


def test_generated_peers_are_called_synthetic_at_the_top_and_at_the_end(assess: Callable[..., Any]) -> None:
    printed = assess("compare", SAMPLE, "--benchmark", SYNTHETIC).out
    lines = printed.strip().splitlines()
    assert lines[0].startswith("SYNTHETIC")
    assert lines[1].startswith("! SYNTHETIC")
    assert lines[-1] == "SYNTHETIC DATA"
    assert "L Leadership" in printed


def test_another_construct_is_comparable_only_in_spirit(assess: Callable[..., Any], imported: None) -> None:
    said = json.loads(assess("compare", SAMPLE, "--benchmark", "firms@1", "--json").out)
    assert said["comparable"] is False
    assert "comparable only in spirit" in said["cautions"][0]
    assert said["elements"] == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give either an assessment or --score"),
        (("--score", "50", str(SAMPLE)), "give either an assessment or --score"),
        (("--score", "101"), "101.0 is not in the range"),
        (("--score", "50", "--industry", "C99"), "`C99` is not an industry code"),
        (("--score", "50", "--region", "UK"), "did you mean `GB`?"),
        (("--score", "50", "--size", "huge"), "or a number of employees"),
        (("--score", "50", "--period", "last year"), "is not a year"),
        (("--score", "50", "--at-least", "4"), "4 is not in the range"),
        (("--organisation", "nobody"), "`nobody` is not in synthetic-customer-management@1"),
    ],
)
def test_a_question_that_makes_no_sense_is_the_command_lines_fault(assess: Callable[..., Any], words: tuple[str, ...], said: str) -> None:
    ran = assess("compare", *words, "--benchmark", SYNTHETIC)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_an_unknown_data_set_is_the_inputs_fault(assess: Callable[..., Any]) -> None:
    ran = assess("compare", "--score", 50, "--benchmark", "synthetic-customer-managment@1", "--json")
    assert (ran.status, ran.out) == (1, "")
    assert f"did you mean `{SYNTHETIC}`?" in ran.err


def test_the_order_of_the_rows_changes_nothing_that_is_printed(
    firms: tuple[Path, Path], assess: Callable[..., Any], tmp_path: Path
) -> None:
    header, *rows = firms[0].read_text(encoding="utf-8").splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([header, *reversed(rows)]), encoding="utf-8")
    printed = []
    for table, folder in ((firms[0], tmp_path / "one"), (turned, tmp_path / "two")):
        assert assess("benchmark", "import", table, "--map", firms[1], "-o", folder).status == 0
        printed.append(assess("compare", "--score", 50, "--benchmark", folder, "--industry", "C29", "--json").out)
    assert printed[0] == printed[1]


def test_no_progress_is_shown_in_a_pipe(firms: tuple[Path, Path], tmp_path: Path) -> None:
    code = "import sys; from assess.cli import main; sys.exit(main(sys.argv[1:]))"
    words = ["benchmark", "import", str(firms[0]), "--map", str(firms[1]), "--json"]
    environment = {**os.environ, "ASSESS_DATA": str(tmp_path / "other"), "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, env=environment)
    assert ran.stderr == ""
    assert json.loads(ran.stdout)["accepted"] == 60
