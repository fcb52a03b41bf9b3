"""A report says what sector packs changed: on its first page, in the method, at every item, and in every export."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from assess.assessments import file
from assess.method.packs import ChangeKind
from assess.platform.locale import say
from assess.platform.shelves import shelf
from assess.reporting.values import Report
from assess.results.evaluate import Evaluated, evaluate
from tests.reporting.pdf_text import bare, text_of
from tests.reporting.report_samples import made, rendered, report_of, sample

LANTERN = "lantern-software"


@pytest.fixture(scope="module")
def lantern() -> Evaluated:
    return sample(LANTERN)


@pytest.fixture(scope="module")
def report(lantern: Evaluated) -> Report:
    return report_of(lantern)


def test_every_change_is_listed_with_its_reason(lantern: Evaluated, report: Report):
    (pack,), (part,) = lantern.case.questionnaire.packs, report.method.packs
    assert (part.reference, part.content_hash) == (pack.reference, pack.content_hash)
    assert [(change.node, change.why) for change in part.changes] == [(change.node, say(change.why, "en")) for change in pack.changes]
    assert all(change.name for change in part.changes)
    weighed = [change for change in pack.changes if change.kind is ChangeKind.REWEIGHTED]
    assert [f"Weight ×{change.factor:g}" for change in weighed] == [
        change.kind for change in part.changes if change.kind.startswith("Weight")
    ]


def test_the_items_a_pack_changed_are_marked_and_no_others(lantern: Evaluated, report: Report):
    (pack,) = lantern.case.questionnaire.packs
    assert {row.id for row in report.rows if row.pack} == pack.touched


def test_the_first_page_and_the_weights_name_the_pack(report: Report):
    assert ("Sector pack", "Software enterprise (software-enterprise@1)") in [(fact.label, fact.text) for fact in report.statement.facts]
    assert "Sector packs then multiply the weights of" in report.method.weights_text


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_every_reason_is_in_the_pdf(lantern: Evaluated, language: str):
    shown = "".join(text_of(rendered(LANTERN, design_id="self-assessment", language=language, ending=".pdf", peers=False)))
    (pack,) = lantern.case.questionnaire.packs
    assert [change.node for change in pack.changes if bare(say(change.why, language)) not in shown] == []


def test_every_change_is_in_the_workbook_and_the_json(lantern: Evaluated, report: Report):
    from assess.reporting.exports import EXPORTS

    book = openpyxl.load_workbook(io.BytesIO(EXPORTS[".xlsx"](made(lantern, None, design_id="self-assessment", language="en"))))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    document = json.loads(EXPORTS[".json"](made(lantern, None, design_id="self-assessment", language="en")))
    (part,) = report.method.packs
    assert [change.node for change in part.changes if change.why not in cells] == []
    assert document["report"]["method"]["packs"][0]["changes"][0]["why"] == part.changes[0].why


def test_a_pack_moves_the_weights_it_names_and_their_shares_still_sum_to_one(lantern: Evaluated):
    path = shelf("questionnaires") / "customer-management" / "1" / "samples" / "northgate-manufacturing.yaml"
    before = evaluate(file.read(path), draws=0)
    after = evaluate(file.read(path, packs=["information-security@1"]), draws=0)
    assert after.result.criteria["I3"].original > before.result.criteria["I3"].original
    assert sum(each.weight for each in after.result.trace) == pytest.approx(1)
    assert sum(each.original for each in after.result.elements.values()) == pytest.approx(1)
    assert after.result.provisional


def test_without_packs_nothing_is_said_of_any():
    report = report_of(sample("northgate-manufacturing"))
    assert report.method.packs == ()
    assert not any(row.pack for row in report.rows)
    assert "pack" not in report.method.weights_text
