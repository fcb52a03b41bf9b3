"""The report as JSON: the exact result, the place among peers, and the report in words, for other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assess.reporting.primitive import primitive
from assess.reporting.values import Report

if TYPE_CHECKING:
    from assess.benchmarking.position import Position
    from assess.results.evaluate import Evaluated

FORMAT = "assess/report@1"


def render(report: Report, evaluated: Evaluated, position: Position | None) -> bytes:
    """Return the document: ``result`` is ``assess/result@1``, ``position`` is ``assess/position@1`` or null; nothing is rounded."""
    from assess.results import document

    return (
        json.dumps(
            {
                "format": FORMAT,
                "language": report.language,
                "result": document.as_json(evaluated),
                "position": _position(position),
                "report": primitive(report),
            },
            ensure_ascii=False,
            allow_nan=False,
            indent=1,
        )
        + "\n"
    ).encode()


def _position(position: Position | None) -> object:
    if position is None:
        return None
    from assess.benchmarking.document import as_json

    return as_json(position)
