"""One report in a process of its own: what layout takes of memory goes with it, and whatever becomes of it, its worker lives on.

The worker that starts it has loaded the engine, the designs and the catalogues before, and is single-threaded: the process is forked from
it, begins warm and shares the memory. The process reads no database: it is handed the result and hands back the bytes of the file.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection

from assess.platform import processes
from assess.platform.faults import Faults, Missing
from assess.platform.locale import LANGUAGES
from assess.reporting.branding import Branding
from assess.reporting.jobs import Trouble, What, Wish
from assess.results.evaluate import Evaluated

PLACED = 40
"""How far a report is, of 100, when it is placed among its peers and only has to be laid out."""
_NICER = 2
"""A report is laid out with a little less urgency than a page is served; with much less it would starve on a busy machine."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a finished report."""

    content: bytes


Told = int | Made | Trouble
"""What a process tells of its report: how far it is, the report, or why there is none."""


class Rendering:
    """A report in the making."""

    def __init__(self, evaluated: Evaluated, wish: Wish, branding: Branding | None = None) -> None:
        forks = "fork" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if forks else "spawn")
        self._told, telling = context.Pipe(duplex=False)
        arguments = (telling, os.getpid(), evaluated, wish, branding)
        self._process = context.Process(target=_render, args=arguments, daemon=True)  # type: ignore[attr-defined]  # every context has it
        self._process.start()
        telling.close()

    def look(self, seconds: float) -> Told | None:
        """Wait at most so long for what the process tells; None where it tells nothing. A process that has ended says so as a trouble."""
        try:
            told: Told | None = self._told.recv() if self._told.poll(seconds) else None
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode or 0
            return Trouble(What.CRASHED, (_ended(code),))
        return told

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        pid: int | None = self._process.pid
        return pid

    def stop(self) -> None:
        """End the process, whatever it does, and wait for its end."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._told.close()
        self._process.close()


def warm_up() -> None:
    """Load everything a report needs, so that each process begins with it. What the machine lacks shows when a report needs it."""
    from assess.benchmarking import position  # noqa: F401 - loaded for the processes to come
    from assess.reporting import data, design, exports, html, pdf, sheets, word  # noqa: F401

    try:
        pdf.warm_up()
    except Missing as missing:
        _log.warning("%s", missing)
    for language in LANGUAGES:
        data.warm_up(language)
        for id_ in design.references():
            chosen = design.read(id_)
            html.environment(chosen.folder, chosen.shared, language).get_template(design.TEMPLATE)
    gc.collect()
    gc.freeze()


def _render(telling: Connection, parent: int, evaluated: Evaluated, wish: Wish, branding: Branding | None) -> None:
    """Make the report and tell of it; runs in the process."""
    _settle(parent)
    try:
        told: Told = Made(_made(telling, evaluated, wish, branding))
    except Faults as faults:
        told = Trouble(What.FAULTS, tuple(str(fault) for fault in faults.faults[:50]))
    except Missing as missing:
        told = Trouble(What.MISSING, (str(missing),))
    except Exception as error:
        _log.exception("A report could not be made (%s, %s, %s)", evaluated.case.assessment.id, wish.design, wish.language)
        told = Trouble(What.UNFORESEEN, (type(error).__name__,))
    telling.send(told)
    telling.close()


def _settle(parent: int) -> None:
    """Let go of what belongs to the worker: its signals, its urgency; and end with it."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process of a terminal; the worker decides
    if sys.platform != "win32":
        processes.end_with(parent, signal.SIGKILL)
        os.nice(_NICER)


def _made(telling: Connection, evaluated: Evaluated, wish: Wish, branding: Branding | None) -> bytes:
    from assess.reporting import service

    position = None
    if wish.benchmark:
        from assess.benchmarking import asking, loaded
        from assess.benchmarking.position import place

        dataset = loaded.load(wish.benchmark)
        own = asking.asked_of(evaluated.case.assessment.organisation, dataset.about)
        position = place(asking.subject_of(evaluated), dataset, own)
    telling.send(PLACED)
    return service.render(evaluated, position, design=wish.design, language=wish.language, ending=wish.ending, branding=branding)


def _ended(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
