"""What the tests of assessments share: an assessment of the shipped questionnaire that is in order, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assess.assessments import sheets
from assess.catalogue import library, writing
from tests.assessments.filled_sheet import QUESTIONNAIRE, Filled

Plain = dict[str, Any]


@pytest.fixture
def plain() -> Plain:
    """An assessed assessment with an answer of every kind."""
    charter = {"title": "Customer charter", "kind": "document", "date": "2026-03-01", "reference": "DOC-12", "sha256": "ab" * 32}
    return {
        "format": "assess/assessment@1",
        "organisation": {"name": "Harbour Bank", "industry": "K64", "region": "CN-SH", "employees": 420, "sites": 12},
        "questionnaire": "customer-management@1",
        "packs": [],
        "scheme": "maturity@1",
        "kind": "assessed",
        "period": 2026,
        "date": "2026-06-30",
        "scope": {"en": "Retail", "zh_Hans": "零售"},
        "team": [{"name": "Jonas Weber", "role": "lead", "organisation": "Example Assessors", "independent": True}],
        "target": {"overall": 60, "elements": {"L": 60}},
        "history": [{"period": 2024, "overall": 48.2, "level": 3, "elements": {"L": 50.1}}, {"period": "2025-H1", "overall": 50}],
        "answers": {
            "L1.1": {"level": 3, "evidence": [charter, {"title": "Sample", "kind": "sampling", "sample": 50}], "by": "mei", "note": "Good"},
            "I1.1": {"conforming": 31, "sampled": 50},
            "P2.1": {"percent": 62.5},
            "E1.1": {"value": 84.2, "unit": "%", "measured": "2026-05-31", "trend": [80.1, 82, 84.2]},
            "I3.1": {"yes": True, "verified": {"yes": False, "by": "aiko", "note": "No register"}},
            "R1.1": {"choice": "earmarked"},
            "R2.1": {"not_applicable": "No branches", "approved_by": "olga"},
        },
        "findings": [{"id": "F1", "item": "O5.1", "grade": "major", "status": "open", "text": "Late", "due": "2026-09-30"}],
    }


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Plain], Path]:
    """Write plain data as a file and return its path."""

    def run(plain: Plain, name: str = "a.yaml") -> Path:
        (tmp_path / name).write_bytes(writing.as_yaml(plain))
        return tmp_path / name

    return run


@pytest.fixture(scope="module")
def blank():
    """The bytes of an empty answer sheet in English."""
    return sheets.template(library.questionnaire(QUESTIONNAIRE), language="en", schemes=["maturity@1", "stars@1"])


@pytest.fixture
def fill(blank, tmp_path):
    """Fill in a sheet and return the path of the workbook."""

    def run(change, *, minimal=True):
        filled = Filled(blank)
        if minimal:
            filled.set("organisation.name", "Harbour Bank")
            filled.set("period", 2026)
        change(filled)
        filled.book.save(tmp_path / "a.xlsx")
        return tmp_path / "a.xlsx"

    return run
