"""Parity of screen and paper: what the pages of a result show is in every export, and what a reader needs of a report is on the pages."""

from __future__ import annotations

import bisect
import io
import json
from collections.abc import Container
from functools import cache
from typing import Any

import openpyxl
import pytest

from assess.assessments import stored as storing
from assess.platform import database
from assess.reporting import data, result_pages, result_peers, service
from assess.reporting.result_peers import Asked
from assess.reporting.values import Report
from assess.results import stored
from tests.reporting.pdf_text import bare
from tests.reporting.result_pages import BENCHMARK, PAGES, numbers, results, shown, words
from tests.reporting.test_parity import leaves, texts

__all__ = ["results"]

ASKED = Asked(benchmark=BENCHMARK)
WORKINGS_ONLY = ("/items/",)
"""The pages whose workings (who answered, the value claimed, the weight before N/A) only the sheets and the JSON carry."""

ON_THE_PAGES = (
    "title", "mark", "organisation", "period", "summary", "interval_text", "level_probability_text", "fingerprint", "gates_text",
    "blocking", "statement.honesty", "labels", "synthetic", "level.label", "level.title", "level.meaning", "level.by_score",
    "level.next_step", "level.raised_text", "level.rows", "overall", "gates", "strengths.text", "strengths.title", "strengths.detail",
    "priorities",
    "elements.line.title", "elements.line.intent", "elements.line.weight", "elements.line.score", "elements.line.claimed",
    "elements.line.verified", "elements.line.coverage", "elements.line.not_applicable", "elements.line.interval", "elements.line.target",
    "elements.line.peer", "elements.line.points", "elements.criteria.title", "elements.criteria.local", "elements.criteria.weight",
    "elements.criteria.score", "elements.criteria.claimed", "elements.criteria.verified", "elements.strengths", "elements.opportunities",
    "elements.findings", "peers.text", "peers.group", "peers.widened", "peers.cautions", "peers.elements.n", "peers.elements.median",
    "peers.elements.q1", "peers.elements.q3", "peers.elements.percentile", "peers.elements.gap_to_median", "peers.elements.withheld",
    "roadmap.first", "roadmap.outcome", "roadmap.quick_wins", "roadmap.long_term", "roadmap.quick_total", "roadmap.long_total",
    "roadmap.evidence_gap", "trend", "method.versions", "method.scheme_text", "method.root.rows", "method.root.matrix",
    "method.root.consistency_ratio", "method.root.verdict", "method.root.consensus", "method.nodes.rows.local", "method.nodes.rows.overall",
    "method.nodes.consistency_ratio", "method.nodes.limit", "method.nodes.verdict", "method.random_index", "method.weights_text",
    "method.firmness", "method.critical_text", "method.not_applicable", "method.adjustments", "rows.question", "rows.answer",
    "rows.verified", "rows.value", "rows.weight", "rows.points", "rows.next_gain", "rows.pack",
)  # fmt: skip
"""What the pages show of a report, the item pages apart."""


@pytest.fixture(params=["en", "zh_Hans"])
def language(request):
    return request.param


@pytest.fixture
def made(installed, results, language):
    """The reports that the pages stand beside: of the self-assessment and of the assessed one, each placed among the same peers."""

    @cache
    def of(id_: str):
        with database.reading(installed.engine) as session:
            evaluated = stored.evaluated(session, storing.get(session, id_))
        return evaluated, result_peers.placed(evaluated, ASKED)

    return of


@pytest.fixture
def read(client_of, language):
    mei = client_of("mei")

    def of(id_: str, path: str) -> str:
        answer = mei.get(f"/assessments/{id_}/result{path}", query_string={"benchmark": BENCHMARK, "lang": language})
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    return of


def report_of(made, id_: str, language: str) -> Report:
    evaluated, position = made(id_)
    return data.build(evaluated, position, language=language)


def cells(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def exports(made, id_: str, language: str) -> dict[str, Container[str]]:
    """Return the words of every export that holds the whole report; the PDF is laid out of the same page as the HTML."""
    content = {ending: service.render(*made(id_), language=language, ending=ending) for ending in (".html", ".xlsx", ".json")}
    return {
        ".html": bare(content[".html"].decode()),
        ".xlsx": _Sheets(cells(content[".xlsx"])),
        ".json": bare(" ".join(_strings(json.loads(content[".json"])["report"]))),
    }


def _strings(plain: object) -> list[str]:
    if isinstance(plain, dict | list):
        return [text for each in (plain.values() if isinstance(plain, dict) else plain) for text in _strings(each)]
    return [str(plain)]


def test_every_number_on_the_pages_is_in_every_export(made, read, results, language):
    for id_ in (results.own, results.assessed):
        held = exports(made, id_, language)
        report = report_of(made, id_, language)
        chosen = [row.id for row in report.rows if row.evidence and row.noted][:3] + [row.item for row in report.method.not_applicable[:1]]
        for path in (*PAGES, *(f"/items/{item}" for item in chosen)):
            there = {bare(number) for number in numbers(read(id_, path))}
            for ending, text in held.items():
                if not (path.startswith(WORKINGS_ONLY) and ending == ".html"):
                    assert {number for number in there if number not in text} == set(), (path, ending)


class _Sheets:
    """The words and numbers of a workbook. A number may stand there as it is: 62.4% as 0.62412."""

    def __init__(self, values: list[Any]) -> None:
        self._words = bare("\n".join(str(value) for value in values))
        self._numbers = sorted(value for value in values if isinstance(value, int | float))

    def __contains__(self, number: object) -> bool:
        if str(number) in self._words:
            return True
        plain = str(number).replace("−", "-").replace(",", "").lstrip("+")
        digits = len(plain.rstrip("%").partition(".")[2])
        scale = 100 if plain.endswith("%") else 1
        unit = 10.0**-digits + 1e-9  # shares are written so that they add up to 100.0%, which moves some by a unit
        wanted = float(plain.rstrip("%"))
        nearest = bisect.bisect_left(self._numbers, (wanted - unit) / scale)
        return nearest < len(self._numbers) and self._numbers[nearest] * scale <= wanted + unit


def test_the_pages_show_what_a_reader_needs_of_the_report(made, read, results, language):
    for id_ in (results.own, results.assessed):
        report = report_of(made, id_, language)
        found = bare(" ".join(words(read(id_, path)) for path in PAGES))
        lost = [(path, text) for path, text in texts(report) if _on_the_pages(path) and text not in found]
        assert lost == []


def _on_the_pages(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}.") for each in ON_THE_PAGES)


def test_the_pages_show_the_values_of_the_report_and_no_others(installed, made, results, language, cast):
    for id_ in (results.own, results.assessed):
        page = shown(installed, cast, id_, language=language, benchmark=BENCHMARK)
        assert isinstance(page, result_pages.Page)
        assert list(leaves(page.report)) == list(leaves(report_of(made, id_, language)))


def test_what_is_on_the_pages_exists_in_reports(made, results, language):
    """The list above names nothing that a report does not have."""
    found = {path for id_ in (results.own, results.assessed) for path, _ in leaves(report_of(made, id_, language))}
    missing = {each for each in ON_THE_PAGES if not any(path == each or path.startswith(f"{each}.") for path in found)}
    assert missing <= NOT_IN_THESE


NOT_IN_THESE = {
    "method.adjustments", "elements.findings", "roadmap.first", "level.by_score", "level.raised_text", "rows.pack", "summary",
    "elements.line.target", "roadmap.evidence_gap", "peers.elements.withheld",
}  # fmt: skip
"""What the answers of these two assessments give no occasion for."""
