"""The examples in the documentation of the method run."""

from __future__ import annotations

import doctest
import importlib

import pytest

import assess.weighting.pairs

MODULES = ("advice", "consistency", "eigenvector", "group", "hierarchy", "incomplete", "logarithmic", "scale")


@pytest.mark.parametrize("name", MODULES)
def test_every_example_in_a_docstring_runs(name: str) -> None:
    module = importlib.import_module(f"assess.method.ahp.{name}")
    assert doctest.testmod(module).failed == 0


def test_the_example_of_the_pairs_runs() -> None:
    assert doctest.testmod(assess.weighting.pairs) == doctest.TestResults(failed=0, attempted=1)
