"""What stands on the shelf of pages: nothing that a strict content policy would forbid, nothing that trusts what somebody typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "templates" / "static").glob("*.js"))
named = {"ids": lambda path: str(path.relative_to(ROOT / "templates"))}


@pytest.mark.parametrize("path", PAGES, **named)
def test_a_template_has_no_style_no_script_and_no_handler_inside(path: Path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle\s*=", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"<[a-z][^>]*\son[a-z]+\s*=", text, re.IGNORECASE) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"javascript:", text, re.IGNORECASE) == []


@pytest.mark.parametrize("path", PAGES, **named)
def test_a_template_escapes_everything_and_loads_nothing_from_elsewhere(path: Path):
    text = path.read_text(encoding="utf-8")
    trusting = re.findall(r"\{\{[^}]*\|\s*safe\b[^}]*\}\}|autoescape", text)
    assert [each for each in trusting if not re.fullmatch(r"\{\{ page\.figures[.\[\]\w]+\[[01]\] \| safe \}\}", each)] == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", text) == []


@pytest.mark.parametrize("path", PAGES, **named)
def test_a_form_that_changes_something_carries_its_token(path: Path):
    text = path.read_text(encoding="utf-8")
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE):
        assert "csrf" in form, form[:200]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_writes_no_markup_and_runs_no_text(path: Path):
    text = path.read_text(encoding="utf-8")
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|document\.cookie|https?://", text) == []
    )


def test_markup_is_trusted_only_where_the_program_has_drawn_it():
    trusting = [
        path
        for path in (ROOT / "assess").rglob("*.py")
        if re.search(r"\bMarkup\(|render_template_string", path.read_text(encoding="utf-8"))
    ]
    assert {str(path.relative_to(ROOT)) for path in trusting} <= MAY_TRUST


MAY_TRUST = {
    "assess/reporting/html.py",  # figures that the program has drawn, every text in them escaped
    "assess/assessments/slots.py",  # pieces of a page that were rendered before, and what fills them, escaped by whoever fills
    "assess/assessments/answering_drawing.py",
    "assess/assessments/answering_sent.py",
}
