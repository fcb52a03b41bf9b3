"""What the program stands on: libraries, fonts, shelves, a folder to write to; what of it is missing, and the line that gets it."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assess.platform.locale import mark as _
from assess.platform.settings import data_folder
from assess.platform.shelves import shelf

_PACKAGES = (
    "alembic", "argon2", "babel", "click", "docx", "flask", "flask_bootstrap", "flask_wtf", "fsspec", "jinja2", "jsonschema", "numpy",
    "opencc", "openpyxl", "procrastinate", "psycopg", "pyotp", "scipy", "segno", "sqlalchemy", "weasyprint", "wtforms", "yaml",
)  # fmt: skip
_FACES = ("Noto Sans CJK SC", "Noto Sans CJK TC")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is there, what hangs on it (a message), and how to get it."""

    name: str
    present: bool
    needed_for: str
    remedy: str


def findings() -> Iterator[Finding]:
    """Look at everything the program stands on."""
    yield Finding("Python 3.11 or newer", sys.version_info >= (3, 11), _("everything"), "sudo apt-get install python3")
    for package in _PACKAGES:
        there = importlib.util.find_spec(package) is not None
        yield Finding(f"Python package {package}", there, _("everything"), "pip install --require-hashes -r requirements.txt")
    for library, names, package, why in (
        ("Pango", ("pangoft2-1.0", "pangoft2-1.0-0"), "libpangoft2-1.0-0", _("PDF reports")),
        ("HarfBuzz subsetting", ("harfbuzz-subset",), "libharfbuzz-subset0", _("quick PDF reports, Chinese ones above all")),
    ):
        there = any(ctypes.util.find_library(name) for name in names)
        yield Finding(library, there, why, f"sudo apt-get install {package}")
    families = _font_families()
    for face in _FACES:
        yield Finding(f"Font {face}", face in families, _("reports in any language"), "sudo apt-get install fonts-noto-cjk")
    for name in ("questionnaires", "benchmarks", "templates", "reports"):
        yield Finding(f"Shelf {name}", shelf(name).is_dir(), _("everything"), "install the wheel again, or work from a whole checkout")
    data = data_folder()
    yield Finding(f"Data folder {data}", _writable(data), _("everything that is kept"), f"make {data} writable or set ASSESS_DATA")


def _font_families() -> set[str]:
    """Return the font families fontconfig knows; none where it is not installed."""
    try:
        listed = subprocess.run(["fc-list", "--format", "%{family}\\n"], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return set()
    return {family.strip() for line in listed.stdout.splitlines() for family in line.split(",")}


def _writable(folder: Path) -> bool:
    while not folder.exists():
        folder = folder.absolute().parent
    return folder.is_dir() and os.access(folder, os.W_OK)
