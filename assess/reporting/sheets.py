"""The report as an Excel workbook: one sheet a subject, numbers as numbers, for whoever wants to compute on.

A cell whose text begins like a formula is text and stays text: it is written with the type of a string and marked as quoted, so that no
program takes it for a formula, whatever somebody wrote into a note.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assess.reporting import packing
from assess.reporting.values import Fact, Move, Node, Remark, Report, ScoreLine, Shown
from assess.reporting.writer import Writer

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | float | int | bool | None | Shown
_LONGEST = 32_767
"""Characters a cell of Excel can hold."""
_WIDEST, _NARROWEST = 70, 9


def render(report: Report, language: str) -> bytes:
    """Return the workbook of a report as the bytes of an .xlsx file."""
    from openpyxl import Workbook

    write = Writer(language)
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, heading, rows in _sheets(report, write):
        _sheet(book, title, heading, list(rows))
    book.properties.title = report.running_title
    book.properties.creator = "Assess"
    book.properties.language = report.language
    day = datetime.datetime.fromisoformat(report.iso_date) if report.iso_date else datetime.datetime(1980, 1, 1)
    book.properties.created = book.properties.modified = day
    content = io.BytesIO()
    book.save(content)
    return packing.steady(content.getvalue())


def _sheets(report: Report, write: Writer) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]:
    """Return title, headings and rows of every sheet, in order."""
    _ = write.gettext
    number = (
        _("Weight"),
        _("Score"),
        _("Interval"),
        _("Claimed"),
        _("Verified"),
        _("Answered"),
        _("Verified share"),
        _("N/A"),
        _("Points"),
    )
    lines = [report.overall, *(part.line for part in report.elements)]
    criteria = [line for part in report.elements for line in part.criteria]
    yield _("Summary"), (_("What"), _("Result")), _summary(report, write)
    yield (
        _("Elements"),
        (_("No."), _("Element"), *number, _("Target"), _("Median of the peers"), _("Remark")),
        ((*_line(line), line.target, line.peer, line.remark) for line in lines),
    )
    yield _("Criteria"), (_("No."), _("Criterion"), *number, _("Within the element")), ((*_line(line), line.local) for line in criteria)
    yield (
        _("Gates"),
        (_("No."), _("Requirement"), _("Gate"), _("Why"), _("Leaves open")),
        ((gate.id, gate.title, gate.verdict, gate.reason, gate.caps_at) for gate in report.gates),
    )
    yield _("Items"), _item_headings(write), _items(report)
    yield (
        _("Roadmap"),
        (_("Horizon"), _("Item"), _("Criterion"), _("Now"), _("Then"), _("What to do"), _("Effort"), _("Needs first"), _("Gain")),
        (
            *_moves(_("Quick wins"), report.roadmap.quick_wins),
            *_moves(_("Long-term roadmap"), report.roadmap.long_term),
        ),
    )
    yield (
        _("Findings"),
        (_("No."), _("Item"), _("Grade"), _("Status"), _("Finding"), _("Due")),
        ((finding.id, finding.item, finding.grade_text, finding.status, finding.text, finding.due) for finding in report.findings),
    )
    yield (
        _("Notes"),
        (_("Item"), _("Note"), _("By")),
        (
            (note.item, note.text, write.aside(note.by, _("assessor")) if note.verified else note.by)
            for part in report.elements
            for note in part.notes
        ),
    )
    yield (
        _("Evidence"),
        (_("No."), _("Items"), _("Kind"), _("Records"), _("Title"), _("Reference"), _("Date"), _("Note"), "SHA-256"),
        (
            (row.number, " ".join(row.item_ids), row.kind, row.sample, row.title, row.reference, row.date, row.note, row.sha256)
            for row in report.evidence
        ),
    )
    yield (
        _("Weights"),
        (_("Judgements on"), _("No."), _("Title"), _("Weight"), _("Overall"), _("Interval"), _("Level lost at"), _("Next level at")),
        (
            (node.title, row.id, row.title, row.local, row.overall, row.interval, row.lost_at, row.next_at)
            for node in (report.method.root, *report.method.nodes)
            for row in node.rows
        ),
    )
    yield (
        _("Judgements"),
        (_("Judgements on"), _("What"), _("Result")),
        (row for node in (report.method.root, *report.method.nodes) for row in _judgements(node, write)),
    )
    if report.peers:
        yield _("Peers"), _peer_headings(write), _peers(report, write)
    yield (
        _("Trend"),
        (_("Period"), _("Level"), _("Overall"), *report.trend.headings),
        ((row.period, row.level, row.overall, *row.elements) for row in report.trend.rows),
    )
    yield _("Method"), (_("What"), _("Result"), "", ""), _method(report, write)


def _facts(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    return [(fact.label, fact.text) for fact in facts]


def _summary(report: Report, write: Writer) -> Iterable[Sequence[Cell]]:
    _ = write.gettext
    yield _("What this is"), report.statement.heading
    yield _("Organisation"), report.organisation
    if report.mark:
        yield "", report.mark
    yield "", report.statement.honesty
    yield from _facts(report.statement.facts)
    yield "", report.statement.signed
    yield "", report.summary
    yield _("Gates"), report.gates_text
    yield _("Level"), write.aside(report.level.label, report.level.title)
    yield "", report.level.meaning
    yield _("By score alone"), report.level.by_score
    yield _("Score"), report.overall.score
    yield _("Interval"), report.overall.interval
    yield "", report.interval_text
    yield "", report.level_probability_text
    yield "", report.level.raised_text
    yield from ((write.labelled(_("What blocks the next level"), fact.label), fact.text) for fact in report.blocking)
    yield from _remarks(_("Three strengths"), report.strengths, write)
    yield from _remarks(_("Three priorities"), report.priorities, write)
    for part in report.elements:
        yield from _remarks(write.labelled(part.line.title, _("Strengths")), part.strengths, write)
        yield from _remarks(write.labelled(part.line.title, _("Opportunities")), part.opportunities, write)
    yield from (
        (write.labelled(_("Level"), f"{row.level} {row.title}"), write.clauses(_level(row.threshold, row.probability, write)))
        for row in report.level.rows
    )
    yield _("Fingerprint of the result (SHA-256)"), report.fingerprint


def _level(threshold: Shown, probability: Shown, write: Writer) -> list[str]:
    _ = write.gettext
    return [write.labelled(_("From"), threshold.text), write.labelled(_("Probability"), probability.text)]


def _remarks(label: str, remarks: Iterable[Remark], write: Writer) -> Iterable[Sequence[Cell]]:
    for remark in remarks:
        yield label, write.labelled(write.aside(f"{remark.item} {remark.title}", remark.detail), remark.text)


def _line(line: ScoreLine) -> tuple[Cell, ...]:
    return (
        line.id,
        line.title,
        line.weight,
        line.score,
        line.interval,
        line.claimed,
        line.verified,
        line.coverage,
        line.verified_coverage,
        line.not_applicable,
        line.points,
    )


def _item_headings(write: Writer) -> Sequence[str]:
    _ = write.gettext
    weights = (_("Value"), _("Claimed value"), _("Verified value"), _("Weight before N/A"), _("Weight"), _("Points"), _("Step"))
    return (
        _("Item"),
        _("Element"),
        _("Criterion"),
        _("Question"),
        _("Critical"),
        _("Status"),
        _("Claimed"),
        _("Verified"),
        _("What was seen"),
        *weights,
        _("By"),
        _("Verified by"),
        _("Evidence"),
    )


def _items(report: Report) -> Iterable[Sequence[Cell]]:
    for row in report.rows:
        numbers = (row.value, row.claimed_value, row.verified_value, row.original_weight, row.weight, row.points, row.next_gain)
        words = (
            row.id,
            row.element,
            row.criterion,
            row.question,
            "★" if row.critical else "",
            row.state_text,
            row.answer,
            row.verified,
            row.anchor,
        )
        yield *words, *numbers, row.by, row.verified_by, " ".join(row.evidence)


def _moves(horizon: str, moves: Iterable[Move]) -> Iterable[Sequence[Cell]]:
    for move in moves:
        yield horizon, move.item, move.criterion, move.now, move.to, move.do, move.effort_text, move.requires, move.gain


def _judgements(node: Node, write: Writer) -> Iterable[Sequence[Cell]]:
    _ = write.gettext
    yield node.title, "λmax", node.lambda_max
    yield node.title, "CI", node.consistency_index
    yield node.title, "CR", node.consistency_ratio
    yield node.title, _("Limit"), node.limit
    yield node.title, _("CR by Saaty 1980"), node.consistency_ratio_saaty
    yield node.title, "GCI", node.geometric_index
    yield node.title, _("Verdict"), node.verdict
    yield node.title, _("Consensus"), node.consensus
    yield node.title, _("Left out"), node.missing
    for row, values in zip(node.ids, node.matrix, strict=False):
        for column, value in zip(node.ids, values, strict=True):
            if row < column:
                yield node.title, f"{row} : {column}", value
    for expert in node.experts:
        yield node.title, expert.name, write.aside(expert.weight.text, f"CR {expert.consistency.text}")


def _peer_headings(write: Writer) -> Sequence[str]:
    _ = write.gettext
    quantiles = ("10%", _("First quartile"), _("Median"), _("Third quartile"), "90%")
    ranks = (_("Percentile"), _("Percentile, low"), _("Percentile, high"))
    return (_("What"), _("Result"), *quantiles, *ranks, _("Gap to the median"), _("Remark"))


def _peers(report: Report, write: Writer) -> Iterable[Sequence[Cell]]:
    _, peers = write.gettext, report.peers
    if peers is None:
        return
    if peers.mark:
        yield "", peers.mark
    yield from _facts(peers.group)
    yield "", peers.text
    yield "", peers.widened
    yield from (("", caution) for caution in peers.cautions)
    yield _("Gap to the top quartile"), peers.gap_to_top_quartile
    for line in (peers.overall, *peers.elements):
        yield (
            line.title,
            line.n,
            line.p10,
            line.q1,
            line.median,
            line.q3,
            line.p90,
            line.percentile,
            line.percentile_low,
            line.percentile_high,
            line.gap_to_median,
            line.withheld,
        )


def _method(report: Report, write: Writer) -> Iterable[Sequence[Cell]]:
    _, method = write.gettext, report.method
    yield from _facts(method.versions)
    yield "", method.scheme_text
    yield "", method.weights_text
    yield _("Random index"), method.random_index
    yield "", method.critical_text
    yield from (("", sentence) for sentence in method.firmness)
    yield from ((write.labelled(_("Not applicable"), row.item), row.reason, row.approved_by, row.weight) for row in method.not_applicable)
    yield _("Not answered"), " ".join(method.unanswered)
    yield _("Sampling"), method.sampling
    yield from _facts(method.verification)
    yield from ((member.role, member.name, member.organisation, member.independent) for member in method.team)
    yield "", method.independence
    yield from _facts(method.adjustments)
    yield _("Trend"), report.trend.text
    yield _("Evidence"), report.roadmap.evidence_gap


def _sheet(book: Workbook, title: str, heading: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet: Worksheet = book.create_sheet(title[:31])
    wrap = Alignment(wrap_text=True, vertical="top")
    shade = PatternFill("solid", fgColor="F1F5F9")
    for place, words in enumerate(heading, start=1):
        cell = sheet.cell(1, place, words)
        cell.font, cell.fill, cell.alignment = Font(bold=True), shade, wrap
    for line, row in enumerate((row for row in rows if any(_plain(cell) not in ("", None) for cell in row[1:])), start=2):
        for place, value in enumerate(row, start=1):
            _cell(sheet, line, place, value, wrap)
    for place in range(1, len(heading) + 1):
        longest = max((len(str(sheet.cell(line, place).value or "")) for line in range(1, sheet.max_row + 1)), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, max(_NARROWEST, longest + 2))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _plain(value: Cell) -> str | float | int | bool | None:
    return (value.value if value.value is not None else value.text) if isinstance(value, Shown) else value


def _cell(sheet: Worksheet, line: int, place: int, value: Cell, wrap: object) -> None:
    """Write one cell: a number as a number in the format it is shown in, a text as a text and nothing else."""
    from openpyxl.cell.cell import Cell as SheetCell

    plain = _plain(value)
    if plain is None:
        return
    cell = sheet.cell(line, place)
    assert isinstance(cell, SheetCell)
    cell.alignment = wrap  # type: ignore[assignment]
    if isinstance(plain, str):
        cell.value = plain[:_LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = plain[:1] in "=+-@\t\r"
        return
    cell.value = plain
    if isinstance(value, Shown):
        cell.number_format = _format(value.text)


def _format(text: str) -> str:
    """Return the number format that shows a number as the report writes it.

    >>> _format("62.4"), _format("+0.83"), _format("12.5%"), _format("1,234")
    ('0.0', '+0.00;-0.00;0.00', '0.0%', '#,##0')
    """
    percent, digits = text.endswith("%"), text.strip("<>+−%\u00a0")
    whole, _, decimals = digits.partition(".")
    form = ("#,##0" if "," in whole else "0") + ("." + "0" * len(decimals) if decimals else "") + ("%" if percent else "")
    return f"+{form};-{form};{form}" if text.startswith("+") else form
