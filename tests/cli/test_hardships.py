"""What careless people and hostile disks do to commands: always a line that says what happened, never a traceback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

import pytest

MAP = (
    "format: assess/benchmark-map@1\nid: firms@1\ntitle: Firms\nkind: self\nsource: {title: Ours, year: 2026, grade: C, method: counted}\n"
)
MAP += "columns: {organisation: name, overall: score}\n"
COMMAND = [sys.executable, "-m", "assess"]


def run(*words: object, **how: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, words)], text=True, stderr=subprocess.PIPE, check=False, **how)  # type: ignore[call-overload]


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("doctor",)])
def test_a_full_device_is_said_in_one_line(words):
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        ran = run(*words, stdout=full)
    assert ran.returncode == 1
    assert "No space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_reader_that_goes_away_is_no_fault():
    reading, writing = os.pipe()
    os.close(reading)
    ran = run("--help", stdout=writing)
    os.close(writing)
    assert ran.returncode == 0
    assert ran.stderr == ""


@pytest.mark.parametrize("score", ["nan", "NaN", "inf", "-1", "101", "many"])
def test_a_score_that_is_no_number_is_the_command_lines_fault(assess, score):
    ran = assess("compare", "--score", score, "--benchmark", "synthetic-customer-management")
    assert ran.status == 2
    assert "--score" in ran.err


def test_a_scheme_without_an_assessment_is_not_ignored(assess):
    assert assess("compare", "--score", 5, "--scheme", "stars@1", "--benchmark", "synthetic-customer-management").status == 2


@pytest.mark.parametrize("name", ["a" * 300, "/dev/null/x", "/proc/self/mem/x"])
def test_a_path_no_disk_can_hold_is_a_fault(assess, name):
    for command in ("score", "check", "weigh"):
        ran = assess(command, name)
        assert ran.status == 1, (command, ran.err)
        assert name[:200] in ran.err


def test_a_report_never_replaces_its_own_assessment(assess, samples, tmp_path):
    mine = tmp_path / "mine.json"
    shutil.copy(samples / "riverside-clinic.yaml", mine)
    before = mine.read_bytes()
    ran = assess("report", mine, "-o", mine)
    assert ran.status == 1
    assert "this is the assessment itself" in ran.err
    assert mine.read_bytes() == before


def test_a_pipe_is_no_table(assess, tmp_path):
    (tmp_path / "map.yaml").write_text(MAP)
    os.mkfifo(tmp_path / "pipe.csv")
    ran = assess("benchmark", "import", tmp_path / "pipe.csv", "--map", tmp_path / "map.yaml")
    assert ran.status == 1
    assert "this is not a file" in ran.err


def test_a_data_set_is_not_written_among_other_things(assess, tmp_path):
    (tmp_path / "map.yaml").write_text(MAP)
    (tmp_path / "firms.csv").write_text("name,score\na,1\n")
    ran = assess("benchmark", "import", tmp_path / "firms.csv", "--map", tmp_path / "map.yaml", "-o", tmp_path)
    assert ran.status == 1
    assert "this folder holds something else" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firms.csv", "map.yaml"]


def test_a_table_with_thousands_of_columns_is_read_and_with_a_million_refused(assess, tmp_path):
    (tmp_path / "map.yaml").write_text(MAP)
    table = tmp_path / "firms.csv"
    many = [f"question_{number}" for number in range(5_000)]
    table.write_text("\n".join([",".join(["name", *many, "score"]), ",".join(["a", *["1"] * 5_000, "50"])]))
    assert assess("benchmark", "import", table, "--map", tmp_path / "map.yaml", "-o", tmp_path / "out").status == 0
    table.write_text(",".join(f"c{number}" for number in range(1_000_000)) + "\n1\n")
    ran = assess("benchmark", "import", table, "--map", tmp_path / "map.yaml", "-o", tmp_path / "more")
    assert ran.status == 1
    assert "1,000,000 columns" in ran.err


def test_a_port_that_is_taken_is_said_once(assess):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = assess("serve", "--port", taken.getsockname()[1])
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "another program listens on this port" in ran.err


def test_thousands_of_faults_are_counted_not_all_printed(assess, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        "format: assess/judgements@1\nnodes:\n" + "".join(f"  - parent: .nan\n    items: [.inf]\n    x{n}: .nan\n" for n in range(700))
    )
    ran = assess("weigh", broken)
    assert ran.status == 1
    assert ran.err.count("\n") == 501
    assert "faults more" in ran.err


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u00ad\ufeff", " \u2060 "])
def test_a_name_nobody_can_see_is_no_name(assess, samples, tmp_path, name):
    mine = tmp_path / "mine.yaml"
    text = (samples / "riverside-clinic.yaml").read_text(encoding="utf-8")
    mine.write_text(text.replace("name: {en: Riverside Clinic, zh_Hans: 河畔诊所}", f'name: "{name}"', 1), encoding="utf-8")
    ran = assess("score", mine)
    assert ran.status == 1
    assert "organisation.name" in ran.err
