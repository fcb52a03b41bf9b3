"""The sample organisations, evaluated once a session."""

from __future__ import annotations

import pytest

from assess.results.evaluate import Evaluated
from tests.reporting.report_samples import sample


@pytest.fixture(scope="session")
def harbour() -> Evaluated:
    """An assessed bank that misses a level through a gate."""
    return sample("harbour-bank")


@pytest.fixture(scope="session")
def clinic() -> Evaluated:
    """A self-assessed clinic with much that is not applicable."""
    return sample("riverside-clinic")
