"""What an installation decides: so far, where generated files go."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """Return the folder of generated files: ``ASSESS_DATA``, or ``var`` in the current folder."""
    return Path(os.environ.get("ASSESS_DATA") or "var")
