"""What the README and the pages tell people to type, typed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
PANEL = """format: assess/judgements@1
nodes:
  - parent: panel
    items: [speed, care, price]
    experts:
      - {name: first, pairs: [[speed, care, 2], [care, price, 3]]}
      - {name: second, pairs: [[speed, care, 1/2], [speed, price, 2]]}
"""
MAP = """format: assess/benchmark-map@1
id: clients@1
title: Our clients
kind: assessed
scheme: customer-management@1/maturity@1
source: {title: Our own assessments, year: 2026, grade: C, method: Assessed by us}
columns: {organisation: name, overall: score, industry: industry}
"""


def commands(text: str) -> list[list[str]]:
    """Return every `./run …` line as words, without its comment and without what sets up or serves."""
    lines = re.findall(r"^(?:.*<code>)?\./run (.*?)(?:</code>.*)?$", text, re.MULTILINE)
    words = [shlex.split(line, comments=True) for line in lines]
    return [each for each in words if each and each[0] not in {"test", "bench", "COMMAND"} and not each[0].startswith("#")]


@pytest.fixture
def desk(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files the README speaks of."""
    shutil.copy(samples / "harbour-bank.yaml", tmp_path / "bank.yaml")
    (tmp_path / "panel.yaml").write_text(PANEL)
    (tmp_path / "map.yaml").write_text(MAP)
    rows = [f"client {number},{30 + number},K" for number in range(40)]
    (tmp_path / "clients.csv").write_text("\n".join(["name,score,industry", *rows]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "var"))
    return tmp_path


def fill(sheet: Path) -> None:
    """Fill in an answer sheet as far as it must be: who, and a few answers."""
    book = openpyxl.load_workbook(sheet)
    about, answers = book.worksheets[0], next(sheet for sheet in book if sheet.title == "answers")
    wanted = {"organisation.name": "Our firm", "period": 2026}
    for key, entry, *_ in about.iter_rows():
        entry.value = wanted.get(key.value, entry.value)
    heads = [cell.value for cell in answers[1]]
    for row in answers.iter_rows(min_row=2):
        if row[heads.index("item")].value in {"L1.1", "L2.1"}:
            row[heads.index("answer")].value = 3
    book.save(sheet)


def test_every_command_of_the_readme_works_as_it_is_written(assess, desk: Path):
    said = commands((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(said) >= 12
    for words in said:
        ran = assess(*words)
        assert ran.status == 0, (words, ran.err)
        if words[:2] == ["answers", "template"]:
            fill(desk / "answers.xlsx")
    written = {path.name for path in desk.iterdir()}
    assert {"my.yaml", "my.pdf", "bank.pdf", "bank.docx", "model.xlsx"} <= written


def test_every_command_a_page_tells_people_to_type_is_one(assess):
    """Pages name commands as words of code; each is asked for its help."""
    said = [
        line
        for path in (ROOT / "templates").rglob("*.html")
        for line in commands(path.read_text(encoding="utf-8").replace("<code>", "\n").replace("</code>", "\n"))
    ]
    assert ["demo"] in [words[:1] for words in said]
    for words in said:
        ran = assess(words[0], "--help")
        assert ran.status == 0, words
