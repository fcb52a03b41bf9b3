"""The wheel, built and run from another folder: it carries the shelves and does the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel, built from this checkout, was installed."""
    built = tmp_path_factory.mktemp("built")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", built], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("assess-*.whl")
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel]
    subprocess.run(command, check=True, capture_output=True)
    return target


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    script = "import sys; from assess.cli import main; sys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run([sys.executable, "-c", script, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_is_what_runs(installed, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", "import assess; print(assess.__file__)"]
    where = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(where.strip()).is_relative_to(installed)


def test_the_shelves_inside_the_wheel_pass_the_check(installed, tmp_path):
    ran = run(installed, tmp_path, "check")
    assert ran.returncode == 0, ran.stderr


def test_a_sample_is_scored_and_reported_from_the_wheel(installed, tmp_path):
    sample = installed / "assess/_shelves/questionnaires/customer-management/1/samples/harbour-bank.yaml"
    ran = run(installed, tmp_path, "score", str(sample), "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["format"] == "assess/result@1"
    ran = run(installed, tmp_path, "report", str(sample), "-o", "bank.pdf", "--design", "executive", "--lang", "zh_Hant")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "bank.pdf").read_bytes().startswith(b"%PDF-")


def test_the_wheel_carries_every_file_of_every_shelf(installed):
    for shelf in ("questionnaires", "benchmarks", "templates", "reports"):
        ours = {path.relative_to(ROOT / shelf) for path in (ROOT / shelf).rglob("*") if path.is_file() and path.name != ".gitkeep"}
        theirs = {
            path.relative_to(installed / "assess/_shelves" / shelf)
            for path in (installed / "assess/_shelves" / shelf).rglob("*")
            if path.is_file()
        }
        assert ours
        assert ours - theirs == set()
