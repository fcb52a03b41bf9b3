"""What the tests of the catalogue share: a small questionnaire in a folder, and a check of it after one change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import small_questionnaire as small

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound questionnaire with its weights, as it would stand on a shelf."""
    place = small.write(tmp_path / "small" / "1")
    (place / "weights.yaml").write_text(small.weights(), "utf-8")
    return place


@pytest.fixture
def check_after(folder, assess) -> Callable[[Change], Any]:
    """Change the plain elements (and the frame, under ``frame``), write them, and run `assess check` on the folder."""

    def run(change: Change) -> Any:
        parts = small.elements()
        parts["frame"] = small.frame()
        change(parts)
        framed = parts.pop("frame")
        for old in (folder / "elements").iterdir():
            old.unlink()
        small.write(folder, parts=parts, framed=framed)
        return assess("check", folder)

    return run
