"""T1: how long a person waits for `assess --help`, beside a bare interpreter."""

from __future__ import annotations

import subprocess
import sys

from tests.bench.harness import Line


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def lines() -> list[Line]:
    """Return the line T1."""
    return [
        Line(
            "T1",
            "assess --help",
            {
                "ours": lambda: _run("-c", "import sys; from assess.cli import main; sys.exit(main(['--help']))"),
                "bare interpreter": lambda: _run("-c", "pass"),
            },
            {"bare interpreter": 5.0},
            rounds=15,
        )
    ]
