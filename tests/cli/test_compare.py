"""`assess compare`, as people and programs use it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assess.platform import locale
from assess.platform.shelves import shelf

Assess = Callable[..., Any]
BANK = shelf("questionnaires") / "customer-management" / "1" / "samples" / "harbour-bank.yaml"
PEERS = ("--benchmark", "synthetic-customer-management")
START = """format: assess/assessment@1
organisation: {name: Nobody, industry: K, region: CN-SH, employees: 420}
questionnaire: customer-management@1
packs: []
scheme: maturity@1
kind: self
period: 2026
answers:
  L1.1: {level: 3}
"""


@pytest.fixture
def partial(tmp_path: Path) -> Path:
    """An assessment of one answer."""
    path = tmp_path / "start.yaml"
    path.write_text(START, encoding="utf-8")
    return path


def test_a_provisional_result_is_placed_and_says_so_first(assess: Assess, partial: Path) -> None:
    ran = assess("compare", partial, *PEERS)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[1].startswith("! PROVISIONAL: only 0.4 % of the weight has been answered")
    assert re.search(r"^  Overall +60\.0 +\d+ ", ran.out, re.MULTILINE)
    written = json.loads(assess("compare", partial, *PEERS, "--json").out)
    assert written["cautions"][0].startswith("PROVISIONAL")
    assert written["provisional"] is True
    assert written["percentile"] is not None


def test_a_complete_result_is_not_called_provisional(assess: Assess) -> None:
    assert "PROVISIONAL" not in assess("compare", BANK, *PEERS).out
    written = json.loads(assess("compare", BANK, *PEERS, "--json").out)
    assert (written["provisional"], written["coverage"]) == (False, 1.0)


@pytest.mark.parametrize(("name", "code"), [("zh", "zh_Hans"), ("zh-Hant", "zh_Hant"), ("zh_TW", "zh_Hant"), ("en", "en")])
def test_the_comparison_speaks_every_language_under_its_usual_names(assess: Assess, partial: Path, name: str, code: str) -> None:
    for asked in (BANK, partial):
        out = assess("compare", asked, *PEERS, "--lang", name).out
        assert locale.gettext("Compared with", code) in out
        if name != "en":
            left = set(re.findall(r"[A-Za-z][A-Za-z-]+", out))
            assert left <= {"SYNTHETIC", "synthetic-customer-management"}, "no English but the mark and the name of the data set"


def test_only_the_sentences_of_the_document_depend_on_the_language(assess: Assess) -> None:
    english, chinese = (json.loads(assess("compare", BANK, *PEERS, "--json", "--lang", name).out) for name in ("en", "zh"))
    assert english["cautions"] != chinese["cautions"]
    english["cautions"] = chinese["cautions"] = english["asked"]["suppressed"] = chinese["asked"]["suppressed"] = None
    assert english == chinese


def test_a_language_nobody_speaks_here_is_the_command_lines_fault(assess: Assess) -> None:
    ran = assess("compare", BANK, *PEERS, "--lang", "fr")
    assert ran.status == 2
    assert "zh_Hans" in ran.err


def test_a_score_by_itself_is_placed(assess: Assess) -> None:
    assert assess("compare", "--score", 59.98, *PEERS, "--lang", "zh").status == 0
    assert re.search(r"^  Overall +60\.0 ", assess("compare", "--score", 59.98, *PEERS).out, re.MULTILINE)
