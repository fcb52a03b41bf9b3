"""The rooms that have pages: one table, in the order of the main job."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from flask import Blueprint

_VIEWS = (
    "assess.organisations.views",
    "assess.assessments.views",
    "assess.assessments.answering_views",
    "assess.assessments.evidence_views",
    "assess.assessments.sheet_views",
    "assess.assessments.people_views",
    "assess.assessments.campaign_views",
    "assess.reporting.result_views",
    "assess.reporting.views",
    "assess.people.views",
    "assess.administration.views",
    "assess.administration.questionnaire_views",
    "assess.web.views",
)


def blueprints() -> Iterator[Blueprint]:
    """Yield the pages of every room; modules may share a blueprint, so all are imported first."""
    modules = [import_module(name) for name in _VIEWS]
    yield from dict.fromkeys(module.blueprint for module in modules)
