"""What the repository may and may not hold."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb" + ".debian.org",
]  # put together here, so that this file does not hold what it forbids


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_registry():
    named = [str(path) for path in tracked() for host in REGISTRIES if host.encode() in path.read_bytes()]
    assert named == []


def test_no_font_and_no_bundled_script_is_committed():
    assert [path for path in tracked() if re.search(r"\.(ttf|otf|ttc|woff2?|min\.js|min\.css|whl)$", path.name)] == []


def test_every_pin_carries_a_hash():
    for name in ("requirements.txt", "tests/requirements.txt", "tests/bench/requirements.txt", "tests/bench/without-dependencies.txt"):
        pins = re.findall(r"^[a-z0-9][^\s]*==.*$", (ROOT / name).read_text(), re.MULTILINE)
        assert pins, name
        hashes = re.findall(r"^    --hash=sha256:[0-9a-f]{64}", (ROOT / name).read_text(), re.MULTILINE)
        assert len(hashes) >= len(pins), name


def test_weasyprint_is_pinned_exactly_where_it_is_named():
    assert re.search(r'"weasyprint==\d', (ROOT / "pyproject.toml").read_text())


def test_the_continuous_integration_runs_the_readme_s_test_command():
    assert "./run test" in (ROOT / ".ci" / "run").read_text()
    assert "./run test" in (ROOT / "README.md").read_text()
