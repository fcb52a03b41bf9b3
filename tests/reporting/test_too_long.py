"""Names, notes and bodies of evidence that are longer than anybody expected."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import openpyxl
import pikepdf
import pydyf
import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer, LTTextLine

from assess.method.text import Text
from assess.reporting import pdf
from assess.reporting.exports import EXPORTS
from assess.results.evaluate import Evaluated
from tests.reporting.report_samples import changed, made, sample

NAME = "N" * 400
NOTE = "_x0041_ " + "note " * 12_000


@pytest.fixture(scope="module")
def long() -> Evaluated:
    """A clinic with a name of 400 letters and no space, and a summary with an address nobody can break."""
    clinic = sample("riverside-clinic")
    organisation = replace(clinic.case.assessment.organisation, name=Text.of(NAME))
    return changed(clinic, organisation=organisation, summary=Text.of("see https://example.test/" + "path" * 70))


def file_of(evaluated: Evaluated, ending: str, design: str = "self-assessment", language: str = "en") -> bytes:
    return EXPORTS[ending](made(evaluated, None, design_id=design, language=language))


@pytest.mark.parametrize("language", ["en", "zh_Hant"])
def test_no_line_of_the_pdf_leaves_the_page(long: Evaluated, language: str):
    for page in extract_pages(io.BytesIO(file_of(long, ".pdf", language=language))):
        for line in (line for box in page if isinstance(box, LTTextContainer) for line in box if isinstance(line, LTTextLine)):
            assert line.x0 >= 0, line.get_text()
            assert line.x1 <= page.width, line.get_text()
            assert line.y1 <= page.height, line.get_text()


def test_a_word_document_has_a_title_that_office_accepts(long: Evaluated):
    document = docx.Document(io.BytesIO(file_of(long, ".docx")))
    assert 0 < len(document.core_properties.title) <= 255
    assert any(NAME in paragraph.text for paragraph in document.paragraphs)


def test_a_note_longer_than_a_cell_goes_on_in_the_next_row():
    clinic = sample("riverside-clinic")
    answers = dict(clinic.case.assessment.answers)
    answers["L1.1"] = replace(answers["L1.1"], note=Text.of(NOTE))
    book = openpyxl.load_workbook(io.BytesIO(file_of(changed(clinic, answers=answers), ".xlsx")))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert max(map(len, cells)) <= 32_767
    assert "".join(cell.replace("_x005F", "") for cell in cells if "note" in cell).count("note") >= 12_000
    assert any(cell.startswith("_x005F_x0041_ note") for cell in cells)


def test_a_file_may_have_more_objects_than_two_bytes_can_number():
    document = pydyf.PDF()
    for number in range(70_000):
        document.add_object(pydyf.Dictionary({"Number": number}))
    with pikepdf.open(io.BytesIO(pdf._serialised(document, "00" * 16))) as read:
        assert len(read.objects) > 70_000
        assert read.get_object(70_000, 0)["/Number"] in range(69_990, 70_000)
