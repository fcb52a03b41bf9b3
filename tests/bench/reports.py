"""Lines P1 to P7: reports beside the same page through plain WeasyPrint, beside a running Chromium, beside themselves.

All sides of P1 make a tagged PDF from the same page. Chromium is started once and spoken to over its debugging pipe, so that its start
is not measured. P7 is a ratio of bytes, not of seconds, and stands in the note of its line.
"""

from __future__ import annotations

import atexit
import gc
import io
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial

from assess.assessments import file
from assess.method.questionnaire import Questionnaire
from assess.platform.shelves import shelf
from assess.reporting import data, design, exports, pdf, service
from assess.results import evaluate
from assess.results.evaluate import Evaluated
from tests.bench.chromium import Chromium, installed
from tests.bench.harness import Line

IDS = {"P1", "P3", "P5", "P6", "P7"}
SAMPLE = "customer-management/1/samples/harbour-bank.yaml"
REPORTS = 4
"""Reports in the queue of P3."""


def lines() -> list[Line]:
    """Return the lines of this module (none when only others are wanted: they need whole reports first)."""
    wanted = set(sys.argv[1:])
    if wanted and not wanted & IDS:
        return []
    english, chinese = page(sample(), "en"), page(sample(), "zh_Hans")
    per_page = pages(pdf.render(chinese)) / pages(pdf.render(english))
    ours = partial(pdf.render, english)
    beside: dict[str, Callable[[], object]] = {"plain write_pdf": partial(plain, english)}
    goals: dict[str, float] = {"plain write_pdf": 0.85}
    if installed():
        beside["Chromium"], goals["Chromium"] = partial(printed, english), 4.5
    return [
        Line("P1", "certification report, warm, one process", {"ours": ours, **beside}, goals),
        Line(
            "P3",
            f"{REPORTS} reports by 2 workers",
            {"ours": partial(queue, 2), "1 worker": partial(queue, 1)},
            {"1 worker": 1.8},
            at_least=True,
        ),
        Line("P5", "Chinese beside English, a page", {"ours": partial(pdf.render, chinese), "English": ours}, {"English": 1.15 * per_page}),
        Line(
            "P6",
            "720 items beside 180",
            {"ours": partial(items, 720), "180 items": partial(items, 180)},
            {"180 items": 4.6},
            rounds=1,
        ),
        Line("P7", "size of the file beside Chromium's", {"ours": ours}, {}, 1, note=size(english)),
    ]


@lru_cache(maxsize=1)
def sample() -> Evaluated:
    """Return the sample organisation of the bench, evaluated."""
    return evaluate.evaluate(file.read(shelf("questionnaires") / SAMPLE))


def page(evaluated: Evaluated, language: str) -> str:
    """Return the page of a certification report."""
    chosen = design.read("certification")
    report = data.build(evaluated, None, language=language)
    return exports.page(exports.Made(report, chosen, language, evaluated, None)).decode()


def plain(html: str) -> bytes:
    """Return what WeasyPrint makes of the page when a program simply asks it: the same variant, the garbage collector as it always is."""
    import weasyprint

    resting = not gc.isenabled()
    gc.enable()
    try:
        content: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant=pdf.VARIANT)
    finally:
        if resting:  # the harness lets it rest for both sides, which is one of our savings
            gc.disable()
    return content


@lru_cache(maxsize=1)
def browser() -> Chromium:
    """Return a running Chromium, ended when the bench ends."""
    running = Chromium()
    atexit.register(running.close)
    return running


def printed(html: str) -> bytes:
    """Return what a running Chromium prints of the page."""
    return browser().printed(html)


def queue(workers: int) -> int:
    """Make a queue of reports by worker processes; return their bytes."""
    orders = [service.Order(sample(), language="en") for _ in range(REPORTS)]
    return sum(map(len, service.render_many(orders, workers=workers)))


def pages(content: bytes) -> int:
    """Return the number of pages of a PDF."""
    import pikepdf

    return len(pikepdf.open(io.BytesIO(content)).pages)


def size(html: str) -> str:
    """Say how large the file is beside Chromium's, and whether the goal of 0.45 is held."""
    own = len(pdf.render(html))
    if not installed():
        return f"{own:,} bytes; Chromium is not installed"
    theirs = len(printed(html))
    return f"{own:,} bytes, {own / theirs:.3f}× Chromium's {theirs:,} (goal ≤ 0.45): {'ok' if own <= 0.45 * theirs else 'MISS'}"


def items(count: int) -> bytes:
    """Return the report of ``count`` items."""
    return pdf.render(_large_page(count))


@lru_cache(maxsize=2)
def _large_page(count: int) -> str:
    return page(enlarged(count), "en")


def enlarged(count: int) -> Evaluated:
    """Return the sample with ``count`` items: its own, again and again, under numbers of their own, answered alike."""
    case = file.read(shelf("questionnaires") / SAMPLE)
    questionnaire, twins = _multiplied(case.questionnaire, count)
    answers = {new: replace(case.assessment.answers[old], item=new) for new, old in twins.items()}
    bigger = replace(case, assessment=replace(case.assessment, answers=answers), questionnaire=questionnaire)
    return evaluate.evaluate(bigger, draws=200)


def _multiplied(questionnaire: Questionnaire, count: int) -> tuple[Questionnaire, Mapping[str, str]]:
    """Return a questionnaire with ``count`` items, and of which item each is a copy."""
    criteria = len(questionnaire.criteria)
    twins: dict[str, str] = {}
    elements = []
    place = 0
    for element in questionnaire.elements:
        grown = []
        for criterion in element.criteria:
            copies = count // criteria + (place < count % criteria)
            place += 1
            first = criterion.items[0]
            items = tuple(replace(first, id=f"{criterion.id}.{number}", applies_if=()) for number in range(1, copies + 1))
            twins |= {item.id: first.id for item in items}
            grown.append(replace(criterion, items=items))
        elements.append(replace(element, criteria=tuple(grown)))
    return replace(questionnaire, elements=tuple(elements)), twins
