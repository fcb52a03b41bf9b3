"""What an installation decides: so far, where generated files go."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the folder of generated files: ``ASSESS_DATA``, or ``var`` in the current folder."""
    return Path(os.environ.get("ASSESS_DATA") or "var")


def cache_folder() -> Path:
    """Return the folder of what can be made again at any time: in the data folder where one is set, else the user's cache."""
    if data := os.environ.get("ASSESS_DATA"):
        return Path(data) / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "assess"
