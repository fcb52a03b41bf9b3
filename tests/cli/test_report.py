"""`assess report`: a file or a line that says what is wrong, never half a file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assess.platform.shelves import shelf

SAMPLES = shelf("questionnaires") / "customer-management" / "1" / "samples"
BANK, CLINIC = SAMPLES / "harbour-bank.yaml", SAMPLES / "riverside-clinic.yaml"


def test_a_report_is_written_and_its_path_printed(assess, tmp_path: Path):
    ran = assess("report", BANK, "-o", tmp_path / "bank.pdf", "--design", "executive", "--draws", 50)
    assert (ran.status, ran.out) == (0, f"{tmp_path / 'bank.pdf'}\n")
    assert (tmp_path / "bank.pdf").read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["bank.pdf"]


@pytest.mark.parametrize(("ending", "start"), [("html", b"<!DOCTYPE html>"), ("xlsx", b"PK"), ("docx", b"PK"), ("json", b"{")])
def test_the_ending_decides_the_format(assess, tmp_path: Path, ending: str, start: bytes):
    out = tmp_path / f"report.{ending}"
    assert assess("report", CLINIC, "-o", out, "--lang", "zh_Hant", "--draws", 0).status == 0
    assert out.read_bytes().startswith(start)


def test_peers_seed_and_scheme_are_taken(assess, tmp_path: Path):
    out = tmp_path / "r.json"
    words = ("--benchmark", "synthetic-customer-management", "--draws", 40, "--seed", 7, "--scheme", "stars@1")
    assert assess("report", BANK, "-o", out, *words).status == 0
    document = json.loads(out.read_text())
    assert document["position"]["synthetic"] is True
    assert (document["result"]["interval"]["draws"], document["result"]["interval"]["seed"]) == (40, 7)
    assert document["result"]["level"]["scheme"] == "stars@1"


def test_an_unknown_ending_is_the_command_lines_fault(assess, tmp_path: Path):
    ran = assess("report", BANK, "-o", tmp_path / "report.odt")
    assert ran.status == 2
    assert ".pdf .html .xlsx .docx .json" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--design", "nice"), "there is no such report design"),
        (("--design", "self-assessment"), "not for an assessment of kind assessed"),
        (("--benchmark", "nobody"), "nobody"),
    ],
)
def test_an_unknown_name_is_a_line_and_status_1(assess, tmp_path: Path, words: tuple[str, ...], said: str):
    ran = assess("report", BANK, "-o", tmp_path / "r.html", "--draws", 0, *words)
    assert ran.status == 1
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_named(assess, tmp_path: Path):
    ran = assess("report", BANK, "-o", tmp_path / "no" / "r.html", "--draws", 0)
    assert ran.status == 1
    assert "cannot be written" in ran.err


def test_the_file_that_was_there_stays_when_the_new_one_fails(assess, tmp_path: Path):
    out = tmp_path / "r.html"
    out.write_text("mine")
    assert assess("report", BANK, "-o", out, "--design", "nice").status == 1
    assert out.read_text() == "mine"


def test_writing_a_workbook_loads_no_layout_engine(tmp_path: Path):
    program = (
        "import sys; from assess.cli import main; "
        f"status = main(['report', {str(BANK)!r}, '-o', {str(tmp_path / 'r.xlsx')!r}, '--draws', '0']); "
        "sys.exit(status or int('weasyprint' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0
