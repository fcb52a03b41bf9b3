"""`assess score`, as people and programs use it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assess.platform.shelves import shelf

Assess = Callable[..., Any]
SAMPLES = shelf("questionnaires") / "customer-management" / "1" / "samples"
BANK, CLINIC = SAMPLES / "harbour-bank.yaml", SAMPLES / "riverside-clinic.yaml"

START = """format: assess/assessment@1
organisation: {name: "Nobody \\u202e& Sons"}
questionnaire: customer-management@1
packs: []
scheme: maturity@1
kind: self
period: 2026
answers:
  L1.1: {level: 3}
"""


def test_people_read_gates_before_the_score(assess: Assess) -> None:
    ran = assess("score", BANK)
    assert ran.status == 0
    assert ran.err == ""
    lines = ran.out.splitlines()
    assert lines[0].startswith("Harbour Bank · Assessed · 2026 · customer-management@1 · maturity@1")
    assert lines.index("Gates") < next(number for number, line in enumerate(lines) if line.startswith("Score"))
    assert "  ✗ Every critical item reaches its minimum (at most level 2 Developing)" in lines
    assert "Level    2 Developing" in ran.out
    assert "The score alone would give level 4 Managed; held back by: critical, no-open-major." in ran.out
    assert "90 % interval" in ran.out
    assert "of the draws" in ran.out
    assert "To level 3 Defined (from 40)" in ran.out
    assert "  critical: Below the minimum: O5.1." in ran.out
    assert "no points are lacking" in ran.out


def test_people_read_every_element_with_claimed_and_verified(assess: Assess) -> None:
    out = assess("score", BANK).out
    header = next(line for line in out.splitlines() if "Claimed   Verified" in line)
    assert header.split() == ["Score", "Interval", "Claimed", "Verified", "Coverage", "N/A", "Weight"]
    for name in ("L Leadership", "S Strategy", "O Operations", "E Effectiveness"):
        assert f"\n  {name}" in out
    assert "Item   State" not in out


def test_the_trace_shows_every_item(assess: Assess) -> None:
    found = json.loads(assess("score", CLINIC, "--json").out)
    out = assess("score", CLINIC, "--trace").out
    assert "  Item   State" in out
    for row in found["trace"]:
        line = next(line for line in out.splitlines() if line.startswith(f"  {row['item']} "))
        assert line.endswith(f"{row['points']:.4f}")
        assert row["state"].replace("_", " ") in line


def test_programs_get_one_document_with_the_trace(assess: Assess) -> None:
    ran = assess("score", BANK, "--json", "--draws", 40, "--seed", 7)
    found = json.loads(ran.out)
    assert found["format"] == "assess/result@1"
    assert (found["interval"]["draws"], found["interval"]["seed"]) == (40, 7)
    assert len(found["trace"]) > 40
    assert ran.err == ""


def test_without_draws_there_is_no_interval(assess: Assess) -> None:
    assert json.loads(assess("score", BANK, "--json", "--draws", 0).out)["interval"] is None
    out = assess("score", BANK, "--draws", 0).out
    assert "interval 6" not in out
    assert re.search(r"^Score    \d+\.\d$", out, re.MULTILINE)


def test_titles_and_reasons_come_in_three_languages(assess: Assess) -> None:
    assert "规范级" in assess("score", BANK, "--lang", "zh_Hans").out
    assert "規範級" in assess("score", BANK, "--lang", "zh_Hant").out
    assert "未达最低要求：O5.1。" in assess("score", BANK, "--lang", "zh_Hans").out


def test_no_english_is_left_in_what_chinese_readers_see(assess: Assess) -> None:
    out = assess("score", CLINIC, "--lang", "zh_Hant", "--trace").out
    codes = {"customer-management", "maturity", "critical", "element-floor", "no-open-major"}
    assert set(re.findall(r"[A-Za-z][A-Za-z-]+", out)) <= codes


def test_an_assessment_may_be_scored_under_another_scheme(assess: Assess) -> None:
    for name in ("stars", "stars@1"):
        found = json.loads(assess("score", BANK, "--scheme", name, "--json").out)
        assert found["level"]["scheme"] == "stars@1"
    ran = assess("score", BANK, "--scheme", "nonesuch")
    assert ran.status == 1
    assert "maturity@1" in ran.err
    assert ran.out == ""


def test_half_an_assessment_has_a_score_and_no_level(assess: Assess, tmp_path: Path) -> None:
    path = tmp_path / "start.yaml"
    path.write_text(START, encoding="utf-8")
    out = assess("score", path).out
    assert "Level    none" in out
    assert "✗ Every question that applies is answered (no level)" in out
    assert "Levels, were every gap filled by chance:" in out
    assert "S Strategy                       –" in out
    assert "\u202e" not in out
    assert "Nobody \\u202e& Sons" in out


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        ("L1.1: {level: 7}", ":9: answers.L1.1"),
        ("L1.1: {yes: true}", ":9: answers.L1.1"),
        ("X1.1: {level: 3}", ":9: answers.X1.1"),
        ("L1.1: {level: 3}\nspoilt: true", ":10: spoilt"),
    ],
)
def test_bad_input_is_named_by_file_line_and_key(assess: Assess, tmp_path: Path, spoilt: str, named: str) -> None:
    path = tmp_path / "spoilt.yaml"
    path.write_text(START.replace("L1.1: {level: 3}", spoilt), encoding="utf-8")
    ran = assess("score", path)
    assert ran.status == 1
    assert ran.out == ""
    assert f"{path}{named}" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("words", [["--draws", "-1"], ["--draws", "1000000000"], ["--seed", "x"], ["--lang", "fr"], ["--nonsense"]])
def test_a_faulty_command_line_is_status_2(assess: Assess, words: list[str]) -> None:
    assert assess("score", BANK, *words).status == 2


def test_a_missing_file_is_status_1(assess: Assess, tmp_path: Path) -> None:
    ran = assess("score", tmp_path / "nothing.yaml")
    assert (ran.status, ran.out) == (1, "")
    assert "there is no such file" in ran.err


def test_scoring_loads_neither_weasyprint_nor_scipy() -> None:
    code = (
        "import sys; from assess.cli import main; import assess.cli.score; early = set(sys.modules); "
        f"assert main(['score', {str(BANK)!r}, '--json']) == 0; "
        "heavy = {'weasyprint', 'scipy', 'openpyxl', 'docx', 'pandas'} & set(sys.modules); "
        "sys.exit(f'{heavy} {\"jsonschema\" in early}' if heavy or 'jsonschema' in early else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
