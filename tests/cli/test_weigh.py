"""`assess weigh`, as people and programs use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Assess = Callable[..., Any]

LEADER = """format: assess/judgements@1
nodes:
  - parent: choose-a-leader
    items: [experience, education, charisma, age]
    experts:
      - {name: panel, weight: 1, pairs: [
          [experience, education, 4], [experience, charisma, 3], [experience, age, 7],
          [education, charisma, 1/3], [education, age, 3], [charisma, age, 5]]}
"""
GROUP = (
    LEADER
    + """      - {name: 李雷, weight: 2, pairs: [
          [experience, education, 2], [experience, charisma, 1/3], [experience, age, 7], [education, charisma, 0.25]]}
  - {parent: age, items: [年轻, old], weights: {年轻: 3, old: 1}}
  - {parent: old, items: [x, y, z], default: true}
"""
)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a judgements file."""

    def write(text: str) -> Path:
        path = tmp_path / "judgements.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_people_read_weights_consistency_and_advice(assess: Assess, file: Callable[[str], Path]) -> None:
    ran = assess("weigh", file(LEADER))
    assert ran.status == 0
    assert ran.err == ""
    assert "experience       54.8" in ran.out
    assert "λmax 4.1184   CI 0.0395   GCI 0.156" in ran.out
    assert "CR 0.0448 by Alonso & Lamata 2006 (limit 0.08): consistent" in ran.out
    assert "CR 0.0439 by Saaty 1980" in ran.out
    assert "experience is given as 3 × charisma (moderately more important); the other judgements imply 2.03 ×: consider 2" in ran.out
    assert "charisma is given as 3 × education" in ran.out  # was written the other way round, as 1/3
    assert "Consensus" not in ran.out
    assert "Global weights" not in ran.out


def test_people_read_consensus_experts_and_the_weights_of_the_whole(assess: Assess, file: Callable[[str], Path]) -> None:
    out = assess("weigh", file(GROUP)).out
    assert "choose-a-leader: 4 items, judged in part by 2 experts, judgements averaged" in out
    assert "Consensus S* 84.5 % (high)" in out
    assert "  李雷      66.7   0.0156   consistent" in out
    assert "age: 2 items, entered directly" in out
    assert "old: 3 items, default weights" in out
    whole = out.split("Global weights under choose-a-leader\n")[1].split("  rounded to sum to 100.0")[0].splitlines()[1:]
    assert sum(round(10 * float(line.split()[1])) for line in whole) == 1000


def test_equal_weights_that_are_written_differently_are_explained_and_always_fall_the_same_way(
    assess: Assess, file: Callable[[str], Path]
) -> None:
    names = ["f", "b", "d", "a", "c", "e"]
    outs = []
    for order in (names, sorted(names)):
        out = assess("weigh", file(f"format: assess/judgements@1\nnodes:\n  - {{parent: goal, items: {order}, default: true}}\n")).out
        assert "rounded to sum to 100.0: equal weights may differ in the last digit" in out
        assert "Global weights" not in out  # one level: the table of the node is that of the whole
        outs.append(dict(line.split() for line in out.splitlines() if line.startswith("  ") and line.split()[0] in names))
    assert outs[0] == outs[1]
    assert sorted(outs[0].values()) == ["16.6"] * 2 + ["16.7"] * 4
    assert outs[0]["a"] == "16.7"
    assert "equal weights" not in assess("weigh", file(LEADER)).out


def test_people_read_how_an_assessment_comes_to_use_the_weights(assess: Assess, file: Callable[[str], Path]) -> None:
    path = file(LEADER)
    assert assess("weigh", path).out.endswith("write in the assessment:\n  weights: judgements.yaml\n")
    assert "It will be weighed by eigenvector, judgements averaged." in assess("weigh", path, "--method", "geometric-mean").out
    assert "weights:" not in assess("weigh", path, "--json").out
    odd = path.rename(path.with_name("our weights: 2026.yaml"))
    assert assess("weigh", odd).out.endswith('  weights: "our weights: 2026.yaml"\n')


def test_people_read_which_pair_to_judge_next(assess: Assess, file: Callable[[str], Path]) -> None:
    out = assess("weigh", file(LEADER.replace("[education, age, 3], ", ""))).out
    assert "1 pair was not judged; age and education would tell most." in out


def test_the_columns_of_a_table_stand_below_one_another_in_chinese_too(assess: Assess, file: Callable[[str], Path]) -> None:
    import unicodedata

    out = assess("weigh", file(GROUP)).out
    rows = out.split("Global weights")[1].split("  rounded")[0].splitlines()[2:]
    assert rows
    assert len({sum(2 if unicodedata.east_asian_width(c) == "W" else 1 for c in row) for row in rows}) == 1


def test_programs_read_one_json_document(assess: Assess, file: Callable[[str], Path]) -> None:
    ran = assess("weigh", file(GROUP), "--json")
    written = json.loads(ran.out)
    assert ran.err == ""
    assert written["format"] == "assess/weights@1"
    assert written["nodes"]["choose-a-leader"]["consensus"] == pytest.approx(0.8445, abs=1e-4)
    assert [each["name"] for each in written["nodes"]["choose-a-leader"]["experts"]] == ["panel", "李雷"]
    assert sum(written["global_weights"].values()) == pytest.approx(1.0, abs=1e-12)


def test_method_and_aggregation_are_options(assess: Assess, file: Callable[[str], Path]) -> None:
    path = file(GROUP)
    plain = json.loads(assess("weigh", path, "--json").out)["nodes"]["choose-a-leader"]
    geometric = json.loads(assess("weigh", path, "--json", "--method", "geometric-mean").out)["nodes"]["choose-a-leader"]
    priorities = json.loads(assess("weigh", path, "--json", "--aggregate", "priorities").out)
    assert geometric["weights"] == plain["geometric_mean_weights"] != plain["weights"]
    assert priorities["aggregate"] == "priorities"
    assert priorities["nodes"]["choose-a-leader"]["weights"] != plain["weights"]


def test_an_inconsistent_set_is_a_result_and_says_so(assess: Assess, file: Callable[[str], Path]) -> None:
    ran = assess("weigh", file(LEADER.replace("[experience, age, 7]", "[experience, age, 1/7]")))
    assert ran.status == 0
    assert "NOT consistent" in ran.out


def test_faults_are_named_with_file_line_and_key_and_nothing_is_printed(assess: Assess, file: Callable[[str], Path]) -> None:
    path = file(LEADER.replace("education, 4]", "education, 0]").replace("age, 5]", "age, 12]"))
    ran = assess("weigh", path, "--json")
    assert ran.status == 1
    assert ran.out == ""
    first, second = ran.err.splitlines()
    assert first.startswith(f"{path}:7: nodes[0].experts[0].pairs[0]: 0 is not a positive number")
    assert second.startswith(f"{path}:8: nodes[0].experts[0].pairs[5]: 12 is outside the scale")


def test_a_file_that_is_not_there_is_the_inputs_fault(assess: Assess, tmp_path: Path) -> None:
    ran = assess("weigh", tmp_path / "nothing.yaml")
    assert ran.status == 1
    assert "there is no such file" in ran.err


def test_an_unknown_method_is_the_command_lines_fault(assess: Assess, file: Callable[[str], Path]) -> None:
    ran = assess("weigh", file(LEADER), "--method", "guess")
    assert ran.status == 2
    assert "eigenvector" in ran.err


def test_the_default_weights_on_the_shelf_can_be_weighed(assess: Assess) -> None:
    shelf = Path(__file__).parents[2] / "questionnaires"
    ran = assess("weigh", shelf / "customer-management" / "1" / "weights.yaml", "--json")
    assert ran.status == 0
    elements = json.loads(ran.out)["nodes"]["customer-management"]
    assert elements["weights"]["P"] == pytest.approx(0.2058, abs=1e-4)
    assert elements["consistency_ratio"] == pytest.approx(0.0019, abs=1e-4)
