"""`./run bench [ID…]`: every line of the bench in one run, printed as ratios and stored as JSON in ``var/bench/``.

The exit status is 1 when a goal is missed, so that a slow change is noticed; the ratios, not the seconds, are what is compared.
"""

from __future__ import annotations

import dataclasses
import datetime
import importlib
import json
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.harness import Line, Measured, measure

_MODULES = ("ahp", "scoring", "benchmarks", "catalogue", "reports", "web", "start")


def lines(wanted: set[str]) -> Iterator[Line]:
    """Yield the lines of all bench modules, or the wanted ones."""
    for name in _MODULES:
        for line in importlib.import_module(f"tests.bench.{name}").lines():
            if not wanted or line.id in wanted:
                yield line


def table(measured: Measured, at_least: bool) -> str:
    """Write one line's outcome: the ratio to each peer with its spread, and whether the goal holds."""
    sign = "≥" if at_least else "≤"
    rows = [f"{measured.id:<4} {measured.what}"]
    for peer, (middle, low, high) in measured.ratios.items():
        verdict = "ok  " if measured.holds[peer] else "MISS"
        rows.append(f"     {verdict} {middle:9.4f}× {peer} (goal {sign} {measured.goals[peer]}; rounds {low:.4f}–{high:.4f})")
    seconds = ", ".join(f"{name} {_seconds(value)}" for name, value in measured.seconds.items())
    rows.append(f"          {seconds}")
    if measured.note:
        rows.append(f"          {measured.note}")
    return "\n".join(rows)


def _seconds(value: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def main() -> int:
    """Measure, print and store; return 1 when a goal is missed."""
    everything: list[Measured] = []
    for line in lines(set(sys.argv[1:])):
        measured = measure(line)
        everything.append(measured)
        print(table(measured, line.at_least), flush=True)
    folder = Path("var/bench")
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    report = {"when": moment, "machine": platform.platform(), "lines": [dataclasses.asdict(one) for one in everything]}
    (folder / f"{moment}.json").write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")
    missed = [f"{one.id} beside {peer}" for one in everything for peer, holds in one.holds.items() if not holds]
    print(
        f"\n{len(everything)} lines, {len(missed)} goals missed"
        + (": " + ", ".join(missed) if missed else "")
        + f"; var/bench/{moment}.json"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
