"""The sample organisations evaluated once, their reports in words, and a page laid out once a session."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from assess.assessments import file
from assess.benchmarking import asking, datasets
from assess.benchmarking.position import Position, place
from assess.method.assessment import Assessment
from assess.platform.shelves import shelf
from assess.reporting import data, design
from assess.reporting.exports import EXPORTS, Made
from assess.reporting.values import Report
from assess.results.evaluate import Evaluated, evaluate

SAMPLES = ("harbour-bank", "lantern-software", "northgate-manufacturing", "riverside-clinic")


@cache
def sample(name: str, scheme: str | None = None) -> Evaluated:
    """Return a sample organisation evaluated, with few draws."""
    path = shelf("questionnaires") / "customer-management" / "1" / "samples" / f"{name}.yaml"
    return evaluate(file.read(path, scheme=scheme), draws=100)


@cache
def placed(name: str) -> Position:
    """Return a sample's place among the SYNTHETIC peers."""
    evaluated = sample(name)
    dataset = datasets.load("synthetic-customer-management@1")
    asked = asking.asked_of(evaluated.case.assessment.organisation, dataset.about)
    return place(asking.subject_of(evaluated), dataset, asked)


def changed(evaluated: Evaluated, **changes: Any) -> Evaluated:
    """Return a case with a changed assessment, evaluated anew."""
    case = evaluated.case
    assessment: Assessment = replace(case.assessment, **changes)
    return evaluate(replace(case, assessment=assessment), draws=100)


def report_of(evaluated: Evaluated, position: Position | None = None, language: str = "en") -> Report:
    """Return a report in words."""
    return data.build(evaluated, position, language=language)


def made(evaluated: Evaluated, position: Position | None, *, design_id: str, language: str) -> Made:
    """Return what an export is made from."""
    return Made(data.build(evaluated, position, language=language), design.read(design_id), language, evaluated, position)


@cache
def rendered(name: str, *, design_id: str, language: str, ending: str, peers: bool) -> bytes:
    """Return a sample's report as a file, made once a session."""
    position = placed(name) if peers else None
    return EXPORTS[ending](made(sample(name), position, design_id=design_id, language=language))
