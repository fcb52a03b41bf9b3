"""How a bench line is measured: both sides in turn in one run, the median of the ratios round by round.

Absolute times say more about the machine than about the program, so a line is a ratio of ours to a peer doing the same work, and the
sides take turns so that a machine that slows down slows both.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ROUNDS = 7
SLICE = 0.02
"""Seconds one side is repeated within a round, so that short work is measured above the clock's grain."""


@dataclass(frozen=True)
class Line:
    """A line of the bench: the work, its sides (``ours`` and the peers) and the highest ratio ours/peer that is a pass.

    A goal above zero is ``ours/peer ≤ goal``; ``at_least`` turns lines like "two workers are 1.8× as fast" around: peer/ours ≥ goal.
    ``readings`` returns the seconds of all sides of one round where they are not simply repeated: of many clients at once, or a percentile.
    """

    id: str
    what: str
    sides: dict[str, Callable[[], object]]
    goals: dict[str, float]
    rounds: int = ROUNDS
    at_least: bool = False
    note: str = ""
    readings: Callable[[], Mapping[str, float]] | None = None


@dataclass(frozen=True)
class Measured:
    """The outcome of a line: median seconds of every side, and per peer the median, lowest and highest ratio."""

    id: str
    what: str
    seconds: dict[str, float]
    ratios: dict[str, tuple[float, float, float]]
    goals: dict[str, float]
    holds: dict[str, bool] = field(default_factory=dict)
    note: str = ""


def measure(line: Line) -> Measured:
    """Run a line; garbage collection rests meanwhile."""
    times = _read(line, line.readings) if line.readings else _timed(line)
    ratios: dict[str, tuple[float, float, float]] = {}
    holds: dict[str, bool] = {}
    for peer, goal in line.goals.items():
        if peer not in times:
            continue
        pairs = zip(times["ours"], times[peer], strict=True)
        rounds = [theirs / ours if line.at_least else ours / theirs for ours, theirs in pairs]
        ratios[peer] = (statistics.median(rounds), min(rounds), max(rounds))
        holds[peer] = ratios[peer][0] >= goal if line.at_least else ratios[peer][0] <= goal
    seconds = {name: statistics.median(values) for name, values in times.items()}
    return Measured(line.id, line.what, seconds, ratios, line.goals, holds, line.note)


def _read(line: Line, readings: Callable[[], Mapping[str, float]]) -> dict[str, list[float]]:
    rounds = [readings() for _ in range(line.rounds)]
    return {name: [each[name] for each in rounds] for name in rounds[0]}


def _timed(line: Line) -> dict[str, list[float]]:
    repeats = {name: _repeats(side) for name, side in line.sides.items()}
    times: dict[str, list[float]] = {name: [] for name in line.sides}
    gc.collect()
    gc.disable()
    try:
        for turn in range(line.rounds):
            names = list(line.sides) if turn % 2 == 0 else list(reversed(line.sides))
            for name in names:
                times[name].append(_time(line.sides[name], repeats[name]))
            gc.collect()
    finally:
        gc.enable()
    return times


def _repeats(side: Callable[[], object]) -> int:
    side()  # warm up
    once = _time(side, 1)
    return max(1, min(100_000, int(SLICE / max(once, 1e-9))))


def _time(side: Callable[[], object], repeats: int) -> float:
    begin = time.perf_counter()
    for _ in range(repeats):
        side()
    return (time.perf_counter() - begin) / repeats
