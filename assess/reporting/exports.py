"""The formats of a report: one table, an ending each. A new format is one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assess.reporting.branding import Branding
from assess.reporting.design import Design
from assess.reporting.values import Report

if TYPE_CHECKING:
    from assess.benchmarking.position import Position
    from assess.results.evaluate import Evaluated


DENSITIES = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Made:
    """What an export is made from: the report in words, the design, the language, the values behind the words; and whose report it is."""

    report: Report
    design: Design
    language: str
    evaluated: Evaluated
    position: Position | None
    branding: Branding | None = None


def page(made: Made) -> bytes:
    """Return the report as one HTML page that needs nothing else."""
    return next(_drafts(made)).encode()


def _drafts(made: Made) -> Iterator[str]:
    """Yield the page, roomy first, then denser: for designs that have a fixed number of pages."""
    from assess.reporting import charts, html

    figures = charts.draw(made.report, made.language)
    for density in DENSITIES:
        yield html.render(made.design, made.report, figures, made.language, density=density, branding=made.branding)


def paper(made: Made) -> bytes:
    """Return the report as PDF/UA."""
    from assess.reporting import pdf

    return pdf.fitting(_drafts(made), pages=made.design.pages, next_page=made.design.next_page, source=made.evaluated.case.assessment.id)


def workbook(made: Made) -> bytes:
    """Return the report as an Excel workbook."""
    from assess.reporting import sheets

    return sheets.render(made.report, made.language, made.branding)


def summary(made: Made) -> bytes:
    """Return the summary of the report as a Word document."""
    from assess.reporting import word

    return word.render(made.report, made.language, made.branding)


def data(made: Made) -> bytes:
    """Return the result, the place among peers and the report in words as JSON."""
    from assess.reporting import document

    return document.render(made.report, made.evaluated, made.position)


EXPORTS: dict[str, Callable[[Made], bytes]] = {".pdf": paper, ".html": page, ".xlsx": workbook, ".docx": summary, ".json": data}
"""The function that makes each format, by the ending of the file."""
