"""Nothing a newcomer could take for more than it is: provisional results, gates that do not apply, what opens the next level, marks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import docx
import openpyxl
import pytest

from assess.method.answers import Answer, Given
from assess.method.questionnaire import Item, Kind
from assess.reporting import charts, exports
from assess.reporting.values import Report
from assess.reporting.writer import Writer
from assess.results.evaluate import Evaluated
from tests.reporting.pdf_text import bare, text_of
from tests.reporting.report_samples import SAMPLES, changed, made, placed, rendered, report_of, sample

TWELVE = ("L1.1", "L2.1", "L3.1", "S1.1", "S2.1", "P1.1", "P2.1", "P3.1", "I1.1", "I2.1", "O1.1", "O5.1")


@cache
def unfinished(name: str) -> Evaluated:
    """Return a sample of which only twelve of the 184 questions are answered."""
    answers = sample(name).case.assessment.answers
    return changed(sample(name), answers={item: answers[item] for item in TWELVE}, findings=())


@pytest.fixture(scope="module", params=["riverside-clinic", "harbour-bank"])
def part(request: pytest.FixtureRequest) -> Evaluated:
    return unfinished(str(request.param))


def design_of(evaluated: Evaluated) -> str:
    return "self-assessment" if evaluated.case.assessment.is_self else "certification"


def test_a_provisional_result_says_so_and_states_no_level(part: Evaluated):
    report = report_of(part)
    share = report.overall.coverage.text
    assert report.provisional == f"PROVISIONAL: {share} of the weight is answered; no level is stated."
    assert f"{share} of the weight" in report.gates[0].reason
    assert (report.level.reached, report.level.by_score, report.level.next_title) == (None, "", "")
    assert "emblem" not in charts.draw(report, "en")


def test_every_page_of_a_provisional_report_is_marked(part: Evaluated):
    pages = text_of(exports.paper(made(part, None, design_id=design_of(part), language="en")))
    assert all("PROVISIONAL" in page for page in pages)
    assert all(f"{report_of(part).overall.coverage.text}oftheweightisanswered" in page for page in pages[:2])


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_the_two_pages_for_directors_hold_a_provisional_result_too(part: Evaluated, language: str):
    pages = text_of(exports.paper(made(part, None, design_id="executive", language=language)))
    assert len(pages) == 2
    assert bare(report_of(part, language=language).provisional) in pages[0]


def test_office_files_of_a_provisional_result_say_so(part: Evaluated):
    given = made(part, None, design_id=design_of(part), language="en")
    paper = docx.Document(io.BytesIO(exports.summary(given)))
    assert given.report.provisional in [paragraph.text for paragraph in paper.paragraphs]
    assert "PROVISIONAL 暂定" in paper.sections[0].header.paragraphs[0].text
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook(given)))
    assert given.report.provisional in [cell.value for row in book["Summary"].iter_rows() for cell in row]


def test_numbers_of_the_answered_part_are_not_called_those_of_the_whole(part: Evaluated):
    page = "".join(ElementTree.fromstring(exports.page(made(part, None, design_id=design_of(part), language="en"))).itertext())
    assert not re.search(r"Points (obtained|possible)|With a confidence of|holds in .* of the draws|held back by a gate", page)
    assert "Where the score may end once every gap is filled" in page
    report = report_of(part)
    assert all(remark.detail.endswith("points so far") for remark in report.strengths)
    assert sum(row.next_gain.value or 0.0 for row in report.rows) < 100.0 * report.overall.coverage.value


def test_no_interval_is_drawn_for_what_cannot_be_assessed():
    drawn = charts.draw(report_of(unfinished("riverside-clinic")), "en")["radar"]
    said = "".join(ElementTree.fromstring(drawn).itertext())
    assert re.search(r"Resources\W+not assessable(?!\W+May end)", said)


def test_a_gate_that_does_not_apply_is_neither_held_nor_counted(clinic: Evaluated):
    report = report_of(clinic)
    row = next(gate for gate in report.gates if gate.id == "verified")
    assert (row.applies, row.verdict, row.caps_at) == (False, "Does not apply", "")
    asked = [gate for gate in report.gates if gate.applies]
    assert f"of {len(asked)} gates hold" in report.gates_text
    assert "1 does not apply" in report.gates_text
    text = "".join(text_of(rendered("riverside-clinic", design_id="self-assessment", language="en", ending=".pdf", peers=False)))
    assert "–Doesnotapply" in text


@pytest.mark.parametrize("name", SAMPLES)
def test_every_gate_is_counted_once(name: str):
    report = report_of(sample(name))
    counts = [int(number) for number in re.findall(r"(?:^(?:All )?|; )(\d+)", report.gates_text)]
    assert sum(counts) == len(report.gates)
    for gate in report.gates:
        assert gate.holds or gate.verdict == "Does not hold"
        assert gate.blocking == gate.caps_at.endswith("keeps the next one closed")
        assert not (gate.verdict == "Holds" and gate.blocking)


def test_a_self_assessment_promises_no_verification(clinic: Evaluated):
    given = made(clinic, None, design_id="self-assessment", language="en")
    cover = text_of(exports.paper(given))[0]
    assert "ofthedraws" not in cover
    for content in (exports.workbook(given), exports.summary(given)):
        said = _words(content)
        assert "Share with evidence" in said
        assert "Verified share" not in said


def _words(content: bytes) -> list[str]:
    try:
        paper = docx.Document(io.BytesIO(content))
    except ValueError:
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    return [cell.text for table in paper.tables for row in table.rows for cell in row.cells]


def test_doing_what_the_gates_ask_for_opens_the_next_level(clinic: Evaluated):
    stronger = changed(clinic, answers={id_: _at_least_three(clinic, each) for id_, each in clinic.case.assessment.answers.items()})
    report = report_of(stronger)
    assert report.roadmap.outcome.startswith("Doing what the gates ask for opens level 3")
    after = changed(stronger, answers=_done(stronger, report), findings=())
    assert after.result.level.reached is not None
    assert after.result.level.reached >= 3
    assert f"comes to {report_of(after).overall.score.text}" in report.roadmap.outcome


@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_gates_ask_for_is_marked_with_the_gate_and_stands_in_no_other_list(name: str):
    report = report_of(sample(name))
    closed = {gate.title for gate in report.gates if gate.blocking}
    assert closed == {title for move in report.roadmap.first for title in closed if title in move.gate}
    others = {move.item for move in (*report.roadmap.quick_wins, *report.roadmap.long_term)}
    assert not {move.item for move in report.roadmap.first if move.to} & others


def _at_least_three(evaluated: Evaluated, answer: Answer) -> Answer:
    """Return an answer, raised to level 3 where it is a lower one; those of leadership, where gates wait, stay as they are."""
    item = evaluated.case.questionnaire.item_by_id[answer.item]
    low = answer.given is not None and answer.given.level is not None and answer.given.level < 3
    return replace(answer, given=Given(level=3)) if low and item.id[0] in "SPRO" else answer


def _done(evaluated: Evaluated, report: Report) -> dict[str, Answer]:
    """Return the answers once the first list of the roadmap is done."""
    answers = dict(evaluated.case.assessment.answers)
    items = evaluated.case.questionnaire.item_by_id
    for move in report.roadmap.first:
        if move.to:
            answers[move.item] = replace(answers[move.item], given=_reached(items[move.item], move.to))
    return answers


def _reached(item: Item, to: str) -> Given:
    number = float(re.findall(r"[\d.]+", to)[0]) if to[-1] not in "so" else 0.0
    match item.kind:
        case Kind.MATURITY:
            return Given(level=int(number))
        case Kind.YES_NO:
            return Given(yes=to == "Yes")
        case Kind.CHOICE:
            return Given(choice=item.options[int(number) - 1].id)
        case Kind.PERCENT:
            return Given(percent=number)
    return Given(value=number, unit=item.metric.unit if item.metric else None)


@pytest.mark.parametrize("name", SAMPLES)
def test_strengths_come_in_the_order_of_points_and_say_more_than_yes(name: str):
    report = report_of(sample(name))
    points = [float(remark.detail.split()[0]) for remark in report.strengths if remark.source == "score"]
    assert points == sorted(points, reverse=True)
    assert all(len(remark.text) > 20 for part in report.elements for remark in (*report.strengths, *part.strengths))


def test_every_mark_of_a_traditional_report_is_traditional():
    report = report_of(sample("riverside-clinic"), placed("riverside-clinic"), "zh_Hant")
    assert (report.mark, report.synthetic_short) == ("SELF-ASSESSMENT 自評價", "SYNTHETIC 合成資料")
    content = rendered("riverside-clinic", design_id="self-assessment", language="zh_Hant", ending=".pdf", peers=True)
    assert not re.search("自评价|合成数据|[“”]", "".join(text_of(content)))


def test_the_number_of_peers_is_never_torn_from_its_sign():
    drawn = charts.draw(report_of(sample("harbour-bank"), placed("harbour-bank")), "en")
    lines = [text for node in ElementTree.fromstring(drawn["radar-small"]).iter() for text in (node.text, node.tail) if text]
    assert any(re.search("n\u00a0=\u00a0\\d+", line) for line in lines)


def test_dates_in_the_reasons_of_gates_are_words():
    for language, day in (("en", "30 June 2026"), ("zh_Hans", "2026年6月30日"), ("zh_Hant", "2026年6月30日")):
        reasons = " ".join(gate.reason for gate in report_of(sample("harbour-bank"), language=language).gates)
        assert day in reasons
        assert not re.search(r"\d{4}-\d{2}-\d{2}", reasons)


def test_what_only_looks_like_a_date_stays_as_it_is():
    assert Writer("en").dates("2026-02-31, A-2026-02-28 and 2026-02-28.") == "2026-02-31, A-2026-02-28 and 28 February 2026."


def test_a_value_stands_as_exactly_as_the_answer_beside_it(clinic: Evaluated):
    answers = dict(clinic.case.assessment.answers)
    answers["S2.1"] = replace(answers["S2.1"], given=Given(percent=62.5))
    row = next(row for row in report_of(changed(clinic, answers=answers)).rows if row.id == "S2.1")
    assert (row.answer, row.value.text) == ("62.5%", "0.625")


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sheet_of_the_workbook_is_empty(name: str):
    bare_case = changed(sample(name), findings=(), history=())
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook(made(bare_case, None, design_id=design_of(bare_case), language="en"))))
    assert all(sheet.max_row > 1 for sheet in book)
    assert [cell.value for cell in book["Findings"][2]][1] == "None recorded."
