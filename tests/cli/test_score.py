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
SOFTWARE = SAMPLES / "lantern-software.yaml"

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
    assert ran.out.endswith(
        "  Keeps level 3 closed\n"
        "    ✗ critical: Below the minimum: O5.1.\n"
        "    ✗ no-open-major: Open major findings: F1.\n"
        "    ✓ no points are lacking, the gates above are\n"
        "  Holds now\n"
        "    ✓ complete, element-floor, verified, not-applicable, measured, trend\n"
    )


def test_people_read_what_every_element_and_the_score_lack(assess: Assess) -> None:
    lines = assess("score", SOFTWARE).out.splitlines()
    assert "    ✗ element-floor: Level 4 asks for 45 in every element: S 39.0 (lacks 6.0), R 34.1 (lacks 10.9)." in lines
    assert "    ✗ 10.5 points are lacking" in lines
    floor = next(line for line in lines if line.startswith("  ✓ No element lies"))
    assert floor.endswith("(holds now; beyond level 3 Defined it does not)")


def test_a_gate_for_assessed_results_is_not_ticked_in_a_self_assessment(assess: Assess) -> None:
    lines = assess("score", CLINIC).out.splitlines()
    place = next(number for number, line in enumerate(lines) if "assessed results only" in line)
    assert lines[place].startswith("  – ")
    assert lines[place + 1] == "      Does not apply to a self-assessment."
    assert "verified," not in lines[-1]
    gates = {gate["id"]: gate for gate in json.loads(assess("score", CLINIC, "--json", "--draws", 0).out)["gates"]}
    assert [id_ for id_, gate in gates.items() if not gate["applies"]] == ["verified"]


def test_how_firm_the_level_is_says_what_was_taken_as_given(assess: Assess) -> None:
    given = "(weights and sampling vary; {} taken as given)."
    assert given.format("the claims are") in assess("score", CLINIC, "--draws", 50).out
    assert given.format("the assessors' findings are") in assess("score", BANK, "--draws", 50).out


def test_an_assessed_result_without_a_lead_is_warned_of_and_scored(assess: Assess, tmp_path: Path) -> None:
    path = tmp_path / "start.yaml"
    path.write_text(START.replace("kind: self", "kind: assessed"), encoding="utf-8")
    ran = assess("score", path)
    assert (ran.status, ran.err) == (
        0,
        f"{path}: warning: nobody is named as lead assessor: an assessed result needs one\n",
    )
    written = assess("score", path, "--json")
    assert json.loads(written.out)["warnings"] == ["nobody is named as lead assessor: an assessed result needs one"]
    assert written.err == ""
    assert "评审组长" in assess("score", path, "--lang", "zh").err
    assert json.loads(assess("score", BANK, "--json", "--draws", 0).out)["warnings"] == []


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
    gates = {gate["id"] for gate in json.loads(assess("score", CLINIC, "--json", "--draws", 0).out)["gates"]}
    codes = {"customer-management", "maturity", *gates}
    assert set(re.findall(r"[A-Za-z][A-Za-z-]+", out)) <= codes


@pytest.mark.parametrize(
    ("name", "said"), [("zh", "规范级"), ("zh-Hans", "规范级"), ("zh_CN", "规范级"), ("zh-TW", "規範級"), ("EN", "Defined")]
)
def test_a_language_has_the_names_in_wide_use(assess: Assess, name: str, said: str) -> None:
    assert said in assess("score", BANK, "--draws", 0, "--lang", name).out


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
    assert re.search(r"^Score    60\.0 of the 0\.4 % answered: provisional$", out, re.MULTILINE)
    assert re.search(r"^         where it may end once every gap is filled: \d+\.\d to \d+\.\d \(90 % of 2000 draws", out, re.MULTILINE)
    assert "90 % interval" not in out
    assert "score alone" not in out
    assert not re.search("Initial|Managed|Leading", out.split("Level    none")[1])
    assert "A level is stated once every question is answered; not answered yet: 183." in out
    assert "Once filled" in out
    assert "Below the minimum" not in out
    assert "Not answered yet: L3.1, " in out
    assert "Not answered yet: satisfaction, retention." in out
    assert "Levels, were every gap filled by chance:" in out
    written = json.loads(assess("score", path, "--json", "--draws", 0).out)
    assert written["provisional"] is True
    assert (written["level"]["reached"], written["level"]["by_score"], written["level"]["title"]) == (None, None, None)
    assert json.loads(assess("score", BANK, "--json", "--draws", 0).out)["provisional"] is False
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


def test_a_pack_that_is_tried_out_says_what_became_of_the_answers(assess: Assess) -> None:
    ran = assess("score", BANK, "--pack", "information-security@1", "--draws", 0)
    assert ran.status == 0
    assert "warning: information-security@1 asks R2.1 in another way: the answers given before are not used" in ran.err
    assert "other anchors: the levels were chosen by the old ones" in ran.err
    said = json.loads(assess("score", BANK, "--pack", "information-security@1", "--draws", 0, "--json", "--lang", "zh_Hans").out)
    assert any("另有问法" in warning for warning in said["warnings"])
    assert assess("score", SOFTWARE, "--draws", 0).err == ""


def test_a_scheme_made_for_another_questionnaire_is_refused(assess: Assess) -> None:
    ran = assess("score", BANK, "--scheme", "crm-stages@1")
    assert ran.status == 1
    assert "the scheme crm-stages@1 is not for customer-management — it is for crm-implementation" in ran.err
