"""The report of a sample organisation as one page, to see how reports of this installation will look."""

from __future__ import annotations

from assess.assessments import file
from assess.platform.shelves import shelf
from assess.reporting import service
from assess.reporting.branding import Branding
from assess.results.evaluate import evaluate

SAMPLE = "customer-management/1/samples/harbour-bank.yaml"


def page(branding: Branding, language: str) -> bytes:
    """Return the executive report of a fictional organisation as HTML. Raises Missing where the machine lacks something."""
    evaluated = evaluate(file.read(shelf("questionnaires") / SAMPLE), draws=0)
    return service.render(evaluated, design="executive", language=language, ending=".html", branding=branding)
