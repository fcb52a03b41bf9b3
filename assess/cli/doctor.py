"""`assess doctor`: everything this machine lacks, and the line that gets it."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from assess.cli.output import emit_json
from assess.platform.faults import Missing
from assess.platform.settings import data_folder
from assess.platform.shelves import shelf

_PACKAGES = (
    "babel", "click", "docx", "flask", "jinja2", "jsonschema", "numpy", "opencc", "openpyxl", "scipy", "weasyprint", "yaml",
)  # fmt: skip
_FACES = ("Noto Sans CJK SC", "Noto Sans CJK TC")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is there, what hangs on it, and how to get it."""

    name: str
    present: bool
    needed_for: str
    remedy: str


def findings() -> Iterator[Finding]:
    """Look at everything the program stands on."""
    yield Finding("Python 3.11 or newer", sys.version_info >= (3, 11), "everything", "sudo apt-get install python3")
    for package in _PACKAGES:
        there = importlib.util.find_spec(package) is not None
        yield Finding(f"Python package {package}", there, "everything", "pip install --require-hashes -r requirements.txt")
    for library, names, package, why in (
        ("Pango", ("pangoft2-1.0", "pangoft2-1.0-0"), "libpangoft2-1.0-0", "PDF reports"),
        ("HarfBuzz subsetting", ("harfbuzz-subset",), "libharfbuzz-subset0", "quick PDF reports: without it Chinese is five times slower"),
    ):
        there = any(ctypes.util.find_library(name) for name in names)
        yield Finding(library, there, why, f"sudo apt-get install {package}")
    families = _font_families()
    for face in _FACES:
        yield Finding(f"Font {face}", face in families, "reports in any language", "sudo apt-get install fonts-noto-cjk")
    for name in ("questionnaires", "benchmarks", "templates", "reports"):
        yield Finding(f"Shelf {name}", shelf(name).is_dir(), "everything", "install the wheel again, or work from a whole checkout")
    data = data_folder()
    yield Finding(f"Data folder {data}", _writable(data), "demo, benchmarks", f"make {data} writable or set ASSESS_DATA")


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


@click.command(help="Say what this machine lacks, and how to get it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(as_json: bool, look: Callable[[], Iterator[Finding]] = findings) -> None:
    """Print every finding; raise Missing (exit status 3) when something is not there."""
    found = list(look())
    lacking = [finding for finding in found if not finding.present]
    if as_json:
        emit_json({"format": "assess/doctor@1", "complete": not lacking, "findings": [asdict(finding) for finding in found]})
    else:
        for finding in found:
            click.echo(f"{'ok     ' if finding.present else 'MISSING'}  {finding.name}")
    if lacking:
        raise Missing("\n".join(f"{one.name} is missing (needed for {one.needed_for}): {one.remedy}" for one in lacking))
    if not as_json:
        click.echo("Nothing is missing.")
