"""Reports as others ask for them: one, or many over several processes.

Many reports are made by worker processes, never by threads: layout is Python code, and two threads are slower than one. The workers are
forked after the engine has been loaded and the garbage collector has been told to leave it alone, so that each begins warm and shares
the memory; a worker is replaced after some reports, because what layout has taken stays with its process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assess.platform.faults import Fault, Faults, single
from assess.platform.locale import LANGUAGES
from assess.reporting import data, design
from assess.reporting.branding import Branding
from assess.reporting.exports import EXPORTS, Made

if TYPE_CHECKING:
    from assess.benchmarking.position import Position
    from assess.results.evaluate import Evaluated

REPORTS_A_WORKER = 50


@dataclass(frozen=True, slots=True)
class Order:
    """One report that is asked for. ``design`` None is the one for the kind of assessment; ``ending`` is that of the file: ``.pdf``.

    ``branding`` says whose report it is; None leaves it as it was designed.
    """

    evaluated: Evaluated
    position: Position | None = None
    design: str | None = None
    language: str = "en"
    ending: str = ".pdf"
    branding: Branding | None = None


def render(
    evaluated: Evaluated,
    position: Position | None = None,
    *,
    design: str | None = None,
    language: str = "en",
    ending: str = ".pdf",
    branding: Branding | None = None,
) -> bytes:
    """Return one report as the bytes of a file.

    Raises Faults for an unknown ending, language or design, or a character that no font has; Missing when the machine lacks something.
    """
    return make(Order(evaluated, position, design, language, ending, branding))


def make(order: Order) -> bytes:
    """Return the report that is asked for; see :func:`render`."""
    if order.ending.lower() not in EXPORTS:
        raise single(order.ending or "(no ending)", "", "", "reports have no such format", f"one of {' '.join(EXPORTS)}")
    if order.language not in LANGUAGES:
        raise single(order.language, "", "", "reports are not written in this language", f"one of {', '.join(LANGUAGES)}")
    kind = order.evaluated.case.assessment.kind
    chosen = design.read(order.design or design.default(kind))
    if kind not in chosen.kinds:
        fitting = [each for each in design.references() if kind in design.read(each).kinds]
        raise single(chosen.id, "", "", f"this design is not for an assessment of kind {kind}", f"one of {', '.join(fitting)}")
    report = data.build(order.evaluated, order.position, language=order.language)
    return EXPORTS[order.ending.lower()](Made(report, chosen, order.language, order.evaluated, order.position, order.branding))


def render_many(orders: Sequence[Order], *, workers: int | None = None) -> Iterator[bytes]:
    """Yield the reports in the order they were asked for, made by ``workers`` processes (default: one a processor).

    Raises what :func:`render` raises, at the report that is at fault.
    """
    count = min(len(orders), workers or os.cpu_count() or 1)
    if count <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(make, orders)
        return
    warm_up(orders)
    gc.collect()
    gc.freeze()
    try:
        # The workers inherit the orders when they are forked; only numbers and finished bytes travel between the processes.
        with multiprocessing.get_context("fork").Pool(count, _inherit, (orders,), maxtasksperchild=REPORTS_A_WORKER) as pool:
            for made in pool.imap(_make_one, range(len(orders))):
                if isinstance(made, tuple):
                    raise Faults(made)
                yield made
    finally:
        gc.unfreeze()


_inherited: list[Order] = []


def _inherit(orders: Sequence[Order]) -> None:
    _inherited[:] = orders


def _make_one(number: int) -> bytes | tuple[Fault, ...]:
    """Return a report, or its faults as values, which can travel between processes as an exception with two arguments cannot."""
    try:
        return make(_inherited[number])
    except Faults as faults:
        return faults.faults


def warm_up(orders: Sequence[Order]) -> None:
    """Load what every worker will need, so that it is loaded once: the engine, the designs, the catalogues."""
    if any(order.ending == ".pdf" for order in orders):
        from assess.reporting import pdf

        pdf.warm_up()
    for language in {order.language for order in orders}:
        data.warm_up(language)
