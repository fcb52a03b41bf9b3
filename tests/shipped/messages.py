"""The messages that reports and commands show: found in code and templates, for the test that none lacks a translation.

``python -m tests.shipped.messages`` prints the messages that the Simplified Chinese catalogue lacks, and those it no longer needs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[2]
CODE = (
    "assess/administration",
    "assess/assessments",
    "assess/benchmarking",
    "assess/cli",
    "assess/organisations",
    "assess/people",
    "assess/platform",
    "assess/reporting",
    "assess/results",
    "assess/web",
)
TEMPLATES = ("reports", "templates")
_KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "say_many": (1, 2), "n_": (1, 2)}


def messages() -> dict[str, str]:
    """Return every message in English with the place it was found first."""
    found: dict[str, str] = {}
    for place, message in _all():
        if message:  # what is translated where it is shown has no message of its own there
            found.setdefault(message, place)
    return found


def _all() -> Iterator[tuple[str, str]]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            with path.open("rb") as stream:
                for line, message, _, _ in extract("python", stream, keywords=_KEYWORDS):
                    yield f"{path.relative_to(ROOT)}:{line}", _first(message)
    for folder in TEMPLATES:
        for path in sorted((ROOT / folder).rglob("*.html")):
            for line, _, message, _ in babel_extract(io.BytesIO(path.read_bytes()), ("_", "ngettext", "n_"), (), {}):
                yield f"{path.relative_to(ROOT)}:{line}", _first(message)


def _first(message: object) -> str:
    return str((message[0] if isinstance(message, tuple | list) else message) or "")


if __name__ == "__main__":
    from assess.platform import locale

    known = {english for _, english in locale.catalogue("zh_Hans")}
    for message, place in messages().items():
        if message not in known:
            print(f"#: {place}\nmsgid {message!r}")
    print("no longer needed:", sorted(known - set(messages())))
