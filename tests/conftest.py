"""What all tests share: the command line in this process, and a Hypothesis profile that is quick and repeatable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import settings

from assess.cli import main

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
