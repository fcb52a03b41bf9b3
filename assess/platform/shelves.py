"""Where the shelves stand: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shelf(name: str) -> Path:
    """Return the folder of the shelf ``questionnaires``, ``benchmarks``, ``templates`` or ``reports``."""
    installed = _PACKAGE / "_shelves" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
