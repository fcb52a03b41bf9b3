"""What all tests share: the command line in this process, and a Hypothesis profile that is quick and repeatable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from assess.cli import main
from assess.platform.shelves import shelf

settings.register_profile("suite", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("suite")


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str


@pytest.fixture
def assess(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run `assess …` in this process: ``assess("score", path, "--json")``."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return run


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the sample assessments."""
    return shelf("questionnaires") / "customer-management" / "1" / "samples"
