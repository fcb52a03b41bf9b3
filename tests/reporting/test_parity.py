"""Parity: whatever the result says is in every export; and whatever the report says is in all of its pages and sheets."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pytest

from assess.reporting.values import Report, Shown
from tests.reporting.pdf_text import bare, text_of
from tests.reporting.report_samples import placed, rendered, report_of, sample

CODES = {"language", "kind", "iso_date", "family", "state", "source", "effort", "grade", "blocked_by", "synthetic_short", "gates.id"}
"""Fields that are codes for programs; their words stand in a field of their own."""
SHEETS_ONLY = {
    "elements.criteria.intent", "elements.line.verified_coverage", "peers.overall.p10", "peers.overall.p90", "peers.elements.p10",
    "peers.elements.p90", "method.root.advice", "method.nodes.advice", "method.nodes.consistency_index",
    "method.nodes.rows.interval", "method.nodes.experts", "rows.claimed_value", "rows.verified_value", "rows.original_weight",
    "rows.by", "rows.verified_by", "findings.grade_text", "elements.criteria.verified_coverage",
}  # fmt: skip
"""What only the workbook and the JSON document carry: workings, not results."""
PAGES_ONLY = {"running_title", "peers.caption"}
"""What belongs to pages and figures only."""


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every text and number of a report with its path."""
    if isinstance(value, Shown):
        yield path, value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            here = f"{path}.{field.name}" if path else field.name
            if not {field.name, here} & CODES:
                yield from leaves(getattr(value, field.name), here)
    elif isinstance(value, tuple):
        for each in value:
            yield from leaves(each, path)
    elif isinstance(value, str) and value:
        yield path, value


def texts(report: Report) -> Iterator[tuple[str, str]]:
    """Yield every text of a report with its path, as it is drawn."""
    for path, value in leaves(report):
        text = value.text if isinstance(value, Shown) else str(value)
        if bare(text) not in {"", "–"}:
            yield path, bare(text)


def only_in_sheets(path: str) -> bool:
    """Whether a path belongs to the workings."""
    return any(path == each or path.startswith(f"{each}.") for each in SHEETS_ONLY)


@pytest.fixture(scope="module", params=["harbour-bank", "riverside-clinic"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def design_of(name: str) -> str:
    return "certification" if name == "harbour-bank" else "self-assessment"


LANGUAGE = {"harbour-bank": "zh_Hans", "riverside-clinic": "en"}


@pytest.fixture(scope="module")
def report(name: str) -> Report:
    return report_of(sample(name), placed(name), LANGUAGE[name])


def exported(name: str, ending: str) -> bytes:
    return rendered(name, design_id=design_of(name), language=LANGUAGE[name], ending=ending, peers=True)


def test_every_text_of_the_report_is_on_the_page(name: str, report: Report):
    root = ElementTree.fromstring(exported(name, ".html"))
    shown = bare("".join(root.itertext()))
    assert [(path, text) for path, text in texts(report) if text not in shown and not only_in_sheets(path)] == []


def test_every_text_of_the_report_is_in_the_pdf(name: str, report: Report):
    pages = text_of(exported(name, ".pdf"))
    shown = "".join(pages)
    lost = [(path, text) for path, text in texts(report) if text not in shown and not only_in_sheets(path)]
    assert [(path, text) for path, text in lost if not _divided(text, pages)] == []


def _divided(text: str, pages: list[str]) -> bool:
    """Whether a text begins on one page and ends on the next."""
    return any(
        text[:cut] in first and text[cut:] in second
        for first, second in itertools.pairwise(pages)
        for cut in range(4, len(text) - 4)
        if text[:cut] in first
    )


def cells(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_every_text_and_number_of_the_report_is_in_the_workbook(name: str, report: Report):
    values = cells(exported(name, ".xlsx"))
    words = "\n".join(bare(str(value)) for value in values)
    numbers = {round(value, 12) for value in values if isinstance(value, int | float)}
    lost = []
    for path, value in leaves(report):
        if isinstance(value, Shown):
            there = value.value is None or round(value.value, 12) in numbers or bare(value.text) in words
        else:
            there = bare(str(value)) in words
        if not there and path not in PAGES_ONLY:
            lost.append((path, value))
    assert lost == []


SUMMARY = (
    "statement", "organisation", "summary", "gates", "gates_text", "blocking", "strengths", "priorities", "findings",
    "interval_text", "level_probability_text", "level.label", "level.title", "level.meaning", "level.by_score", "level.next_title",
    "level.rows.threshold", "level.rows.probability", "overall.score", "overall.claimed", "overall.verified", "overall.coverage",
    "overall.not_applicable", "overall.interval", "overall.target", "overall.peer", "elements.line.title", "elements.line.weight",
    "elements.line.score", "elements.line.claimed", "elements.line.verified", "elements.line.coverage",
    "elements.line.not_applicable", "elements.line.interval", "elements.line.target", "elements.line.peer", "roadmap.quick_wins.do",
    "roadmap.quick_wins.gain", "roadmap.long_term.do", "roadmap.long_term.gain", "trend.text", "peers.text", "fingerprint", "mark",
    "method.independence", "method.weights_text",
)  # fmt: skip
"""What the summary consists of: everything a director needs."""


def in_summary(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}.") for each in SUMMARY)


def test_every_text_of_the_summary_is_in_the_word_document(name: str, report: Report):
    paper = docx.Document(io.BytesIO(exported(name, ".docx")))
    words = [paragraph.text for paragraph in paper.paragraphs]
    words += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    words += [paragraph.text for paragraph in paper.sections[0].header.paragraphs]
    shown = bare("\n".join(words))
    assert [(path, text) for path, text in texts(report) if in_summary(path) and text not in shown] == []


def test_the_summary_of_two_pages_holds_what_a_director_needs(name: str, report: Report):
    shown = "".join(text_of(rendered(name, design_id="executive", language=LANGUAGE[name], ending=".pdf", peers=True)))
    wanted = (
        "organisation",
        "gates.title",
        "gates.verdict",
        "gates_text",
        "level.title",
        "level.next_title",
        "overall.score",
        "overall.claimed",
    )
    wanted += (
        "overall.verified",
        "overall.coverage",
        "overall.not_applicable",
        "overall.interval",
        "elements.line.title",
        "elements.line.score",
    )
    wanted += (
        "elements.line.claimed",
        "elements.line.verified",
        "elements.line.weight",
        "strengths.title",
        "priorities.title",
        "trend.text",
    )
    wanted += ("interval_text", "level_probability_text", "peers.text", "fingerprint", "statement.honesty")
    assert [(path, text) for path, text in texts(report) if path in wanted and text not in shown] == []


def test_every_text_and_number_of_the_report_is_in_the_json(name: str, report: Report):
    document = json.loads(exported(name, ".json"))
    found = list(_plain(document["report"]))
    for _, value in leaves(report):
        for each in (value.value, value.text) if isinstance(value, Shown) else (value,):
            assert each is None or each in found
    assert document["format"] == "assess/report@1"
    assert document["result"]["format"] == "assess/result@1"
    assert document["position"]["format"] == "assess/position@1"


def _plain(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _plain(each)
    else:
        yield value


def test_every_number_of_the_result_is_in_the_report(name: str, report: Report):
    result = sample(name).result
    lines = [(result.overall, report.overall)]
    lines += [(result.elements[part.line.id], part.line) for part in report.elements]
    lines += [(result.criteria[line.id], line) for part in report.elements for line in part.criteria]
    for score, line in lines:
        assert (score.score, score.claimed, score.verified) == (line.score.value, line.claimed.value, line.verified.value)
        assert (score.coverage, score.verified_coverage) == (line.coverage.value, line.verified_coverage.value)
        assert score.not_applicable == line.not_applicable.value
        assert abs(score.original - line.weight.value) < 1e-9
    for traced, row in zip(result.trace, report.rows, strict=True):
        assert (traced.item, traced.value, traced.claimed, traced.verified) == (
            row.id,
            row.value.value,
            row.claimed_value.value,
            row.verified_value.value,
        )
        assert (traced.original_weight, traced.weight, traced.points) == (row.original_weight.value, row.weight.value, row.points.value)
    assert result.interval is not None
    assert (result.interval.low, result.interval.high) == (report.overall.low, report.overall.high)
    for row in report.level.rows:
        assert result.level_probability[str(row.level)] == row.probability.value
    for row in report.method.root.rows:
        assert result.critical_weights[row.id] == row.lost_at.value
        assert result.critical_weights_next[row.id] == row.next_at.value
        assert result.interval.weights[row.id] == (row.low, row.high)


def test_everything_the_assessment_says_is_in_the_report(name: str, report: Report):
    assessment = sample(name).case.assessment
    said = "\n".join(str(value) for _, value in leaves(report))
    for answer in assessment.answers.values():
        for evidence in answer.evidence:
            assert evidence.sha256 in said
            assert evidence.reference in said
        for note in (answer.note, answer.verified_note):
            words = note.get("zh_Hans" if LANGUAGE[name] == "zh_Hans" else "en") or note.get("any") or ""
            assert " ".join(words.split()) in said
    for finding in assessment.findings:
        assert finding.id in said
    for member in assessment.team:
        assert (member.name.get(LANGUAGE[name]) or member.name.get("any")) in said
