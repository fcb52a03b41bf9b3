"""The sample organisations as `assess demo` left them: an index beside the report files, in ``<data>/demo/``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INDEX = "index.json"
FORMAT = "assess/demo@1"


@dataclass(frozen=True, slots=True)
class Report:
    """One report file: the language it is in, its ending and its name in the folder."""

    language: str
    ending: str
    file: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample organisation with its result, worded in the reader's language."""

    organisation: str
    summary: str
    self_assessment: bool
    scheme: str
    score: str
    level: str
    reports: tuple[Report, ...]


def folder(data: Path) -> Path:
    """Return the folder of the sample reports (absolute, as the web server needs it)."""
    return (data / "demo").absolute()


def files(data: Path) -> frozenset[str]:
    """Return the names of the report files that may be served."""
    return frozenset(report["file"] for sample in _index(data) for report in sample["reports"])


def listed(data: Path, language: str) -> tuple[Sample, ...]:
    """Return the samples in the order of the index; none when `assess demo` has not run yet."""
    return tuple(
        Sample(
            organisation=one["organisation"][language],
            summary=one["summary"][language],
            self_assessment=one["kind"] == "self",
            scheme=one["scheme"][language],
            score=one["score"][language],
            level=one["level"][language],
            reports=tuple(Report(**report) for report in one["reports"]),
        )
        for one in _index(data)
    )


def _index(data: Path) -> list[Any]:
    try:
        read = json.loads((folder(data) / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return list(read["samples"])
