"""The summary of a report as a Word document, for whoever writes a cover letter or a board paper from it.

It carries what a director needs — what this paper is, gates, level, score, what blocks the next level, strengths, priorities, elements,
findings, first steps — in real headings, lists and tables; the whole report is the PDF.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assess.reporting import fonts, packing
from assess.reporting.branding import Branding
from assess.reporting.values import Move, Remark, Report
from assess.reporting.writer import NONE, Writer

if TYPE_CHECKING:
    from docx.document import Document as Paper

_LONGEST_TITLE = 255
"""Characters the properties of an Office document allow."""


def render(report: Report, language: str, branding: Branding | None = None) -> bytes:
    """Return the summary as the bytes of a .docx file; ``branding`` says in the head of its pages whose it is."""
    import docx

    paper: Paper = docx.Document()
    write = Writer(language)
    _prepare(paper, report, language)
    if branding:
        _whose(paper, branding, language)
    _opening(paper, report, write)
    _level(paper, report, write)
    _elements(paper, report, write)
    _steps(paper, report, write)
    _closing(paper, report, write)
    content = io.BytesIO()
    paper.save(content)
    return packing.steady(content.getvalue())


def _prepare(paper: Paper, report: Report, language: str) -> None:
    """Set A4, margins, language, the font of every style, and the properties."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    family = fonts.STACKS[language][0]
    for style in paper.styles:
        element: Any = style.element
        if getattr(style, "font", None) is None:
            continue
        properties = element.get_or_add_rPr()
        found = properties.get_or_add_rFonts()
        for attribute in list(found.attrib):
            del found.attrib[attribute]
        for face in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            found.set(qn(face), family)
    normal: Any = paper.styles["Normal"]
    normal.font.size = Pt(10)
    languages: Any = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {})
    for attribute, tag in (("w:val", "en-GB"), ("w:eastAsia", {"zh_Hant": "zh-TW"}.get(language, "zh-CN"))):
        languages.set(qn(attribute), tag)
    normal.element.get_or_add_rPr().append(languages)
    core, day = paper.core_properties, report.iso_date or "1980-01-01"
    core.title, core.author, core.language, core.comments = report.running_title[:_LONGEST_TITLE], "Assess", report.language, ""
    core.created = core.modified = datetime.datetime.fromisoformat(day)
    core.last_modified_by, core.revision = "Assess", 1
    marks = [report.mark, report.provisional_mark, report.synthetic_short]
    section.header.paragraphs[0].text = "  ".join(filter(None, [report.running_title, *marks]))


def _whose(paper: Paper, branding: Branding, language: str) -> None:
    from docx.shared import Mm

    head = paper.sections[0].header.paragraphs[0]
    if branding.logo:
        head.add_run().add_picture(io.BytesIO(branding.logo), height=Mm(10))
    head.add_run(f"  {branding.shown(language)['name']}").bold = True


def _opening(paper: Paper, report: Report, write: Writer) -> None:
    paper.add_heading(report.statement.heading, 0)
    if report.mark:
        paper.add_paragraph(report.mark).runs[0].bold = True
    if report.provisional:
        paper.add_paragraph(report.provisional).runs[0].bold = True
    paper.add_heading(report.organisation, 1)
    paper.add_paragraph(report.statement.honesty)
    _table(paper, (), [(fact.label, fact.text) for fact in report.statement.facts])
    for text in (report.statement.signed, report.summary, report.synthetic):
        if text:
            paper.add_paragraph(text)


def _level(paper: Paper, report: Report, write: Writer) -> None:
    _ = write.gettext
    paper.add_heading(_("Gates"), 1)
    paper.add_paragraph(report.gates_text)
    _table(
        paper,
        (_("Requirement"), _("Gate"), _("Why"), _("Leaves open")),
        [(gate.title, gate.verdict, gate.reason, gate.caps_at) for gate in report.gates],
    )
    paper.add_heading(_("Level and score"), 1)
    level, overall = report.level, report.overall
    rows = [
        (_("Level"), write.aside(level.label, level.title if level.title != level.label else "")),
        (_("Meaning"), level.meaning),
        (_("By score alone"), level.by_score),
        (report.labels.score, overall.score.text),
        (_("Answered"), overall.coverage.text),
        (report.labels.interval, overall.interval),
        (_("Claimed"), overall.claimed.text),
        (report.labels.verified, overall.verified.text),
        (report.labels.verified_share, overall.verified_coverage.text),
        (_("Not applicable"), overall.not_applicable.text),
        (_("Target"), overall.target.text if overall.target else ""),
        (_("Median of the peers"), overall.peer.text if overall.peer else ""),
    ]
    _table(paper, (), [row for row in rows if row[1]])
    for text in (
        report.interval_text,
        report.level_probability_text,
        level.raised_text,
        report.trend.text,
        report.peers.text if report.peers else "",
    ):
        if text:
            paper.add_paragraph(text)
    _table(
        paper,
        (_("Level"), _("From"), report.labels.probability),
        [(f"{row.level} {row.title}", row.threshold.text, row.probability.text) for row in level.rows],
    )
    paper.add_heading(report.labels.blocking, 1)
    for fact in report.blocking:
        paper.add_paragraph(write.labelled(fact.label, fact.text) if fact.label else fact.text, style="List Bullet")
    _remarks(paper, _("Three strengths"), report.strengths)
    _remarks(paper, _("Three priorities"), report.priorities)


def _elements(paper: Paper, report: Report, write: Writer) -> None:
    _ = write.gettext
    paper.add_heading(_("Elements"), 1)
    heading = (
        _("Element"),
        _("Weight"),
        report.labels.score,
        report.labels.interval,
        _("Claimed"),
        report.labels.verified,
        _("Answered"),
        _("N/A"),
        _("Target"),
        _("Peers"),
    )
    lines = [*(part.line for part in report.elements), report.overall]
    _table(
        paper,
        heading,
        [
            (
                f"{line.id} {line.title}".strip(),
                line.weight.text,
                line.score.text,
                line.interval,
                line.claimed.text,
                line.verified.text,
                line.coverage.text,
                line.not_applicable.text,
                line.target.text if line.target else "",
                line.peer.text if line.peer else "",
            )
            for line in lines
        ],
    )


def _steps(paper: Paper, report: Report, write: Writer) -> None:
    _ = write.gettext
    if report.findings:
        paper.add_heading(_("Findings"), 1)
        _table(
            paper,
            (_("No."), _("Item"), _("Grade"), _("Finding"), _("Status"), _("Due")),
            [(f.id, f.item, f.grade_text, f.text, f.status, f.due) for f in report.findings],
        )
    if report.roadmap.outcome:
        paper.add_heading(_("Quick wins and roadmap"), 1)
        paper.add_paragraph(report.roadmap.outcome)
    waiting = (_("What the gates of the next level wait for"), report.roadmap.first)
    for title, moves in (waiting, (_("Quick wins"), report.roadmap.quick_wins), (_("Long-term roadmap"), report.roadmap.long_term)):
        if moves:
            paper.add_heading(title, 1)
            _table(paper, (_("Item"), _("Now → then"), _("What to do"), _("Effort"), _("Gain")), [_move(move, write) for move in moves])


def _move(move: Move, write: Writer) -> tuple[str, ...]:
    return (move.item, f"{move.now} → {move.to}" if move.to else NONE, write.aside(move.do, move.gate), move.effort_text, move.gain.text)


def _closing(paper: Paper, report: Report, write: Writer) -> None:
    _ = write.gettext
    paper.add_heading(_("Method"), 1)
    _table(paper, (), [(fact.label, fact.text) for fact in report.method.versions])
    for text in (report.method.weights_text, report.method.independence):
        paper.add_paragraph(text)
    paper.add_paragraph(write.labelled(_("Fingerprint of the result (SHA-256)"), report.fingerprint))


def _remarks(paper: Paper, title: str, remarks: Iterable[Remark]) -> None:
    paper.add_heading(title, 1)
    for remark in remarks:
        paragraph = paper.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{remark.item} {remark.title} ").bold = True
        paragraph.add_run(f"{remark.detail} ")
        paragraph.add_run(remark.text)


def _table(paper: Paper, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Add a table; its heading is repeated on every page."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    if not rows:
        return
    table: Any = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for place, row in enumerate([heading, *rows] if heading else rows):
        added = table.add_row()
        for cell, text in zip(added.cells, row, strict=True):
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8.5)
                run.bold = bool(heading) and place == 0
        if heading and place == 0:
            repeated = added._tr.get_or_add_trPr().makeelement(qn("w:tblHeader"), {qn("w:val"): "true"})
            added._tr.get_or_add_trPr().append(repeated)
    paper.add_paragraph()
