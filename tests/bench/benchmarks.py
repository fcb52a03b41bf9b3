"""B1–B3: reading a group of a data set of a million records, beside SQLite with the index that suits the question.

The records are made up: 20 divisions × 50 countries × 4 sizes × 10 years. Ours are the tables `assess compare` reads, from memory maps as
they are when a data set that was brought in is opened; SQLite is on disk, its cache larger than the file, everything warm. Both answer
with the mid-rank percentile of a score and five quantiles (linear between order statistics); SQLite in the quicker of two ways: for a small
group it hands over the ordered scores, for a large one it counts and skips along the index.
"""

from __future__ import annotations

import bisect
import itertools
import random
import sqlite3
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from assess.benchmarking import index
from assess.method.distribution.growth import with_record
from assess.method.distribution.records import OVERALL, records
from assess.method.distribution.tables import Tables, tables
from assess.method.peers.cells import Cell
from assess.method.peers.standing import PROBABILITIES, quantile
from tests.bench.harness import Line

RECORDS = 1_000_000
INDUSTRIES = [f"C{number}" for number in range(10, 30)]
REGIONS = [first + second for first in "ABCDE" for second in "CDEFGHIJKL"]
SIZES = ["1-49", "50-249", "250-999", "1000+"]
YEARS = list(range(2016, 2026))
NARROW = Cell("C15", "BE", "50-249")
NEW = Cell("C15", "BE", "50-249", 2020)
WIDE = Cell("C15")
SCORES = [round(random.Random(5).uniform(20, 80) + step / 7, 1) for step in range(64)]
HANDED_OVER = 150
"""Up to how many records SQLite is quicker handing them over than counting."""
Answer = tuple[float, ...]


def lines() -> list[Line]:
    """Return the lines B1, B2, B3."""
    return [
        Line(
            "B1",
            "percentile and 5 quantiles in a cell of a million records",
            {"ours": _turning(ours, NARROW), "indexed SQLite": _turning(in_sqlite, NARROW)},
            {"indexed SQLite": 0.10},
            note="sorted columns, exact",
        ),
        Line(
            "B2",
            "the same for a whole industry",
            {"ours": _turning(ours, WIDE), "indexed SQLite": _turning(in_sqlite, WIDE)},
            {"indexed SQLite": 0.05},
            note="a group above 20,000 is read from a histogram: within half a point of score, and compare says so",
        ),
        Line(
            "B3",
            "one new record into the published tables",
            {"ours": one_more, "rebuild from SQLite": rebuilt},
            {"rebuild from SQLite": 0.01},
            note="at a place where others stand; which groups may be shown is worked out at the next question, by neither side here",
        ),
    ]


def _turning(answer: Callable[[Cell, float], Answer], cell: Cell) -> Callable[[], Answer]:
    """Ask about another score every time."""
    scores = itertools.cycle(SCORES)
    return lambda: answer(cell, next(scores))


def ours(cell: Cell, score: float) -> Answer:
    """Read the group as `assess compare` does."""
    found = opened().describe(OVERALL, cell, score)
    return 100 * (found.below + found.equal / 2) / found.n, *found.quantiles


def in_sqlite(cell: Cell, score: float) -> Answer:
    """Ask SQLite the same."""
    words = [("industry", cell.industry), ("region", cell.region), ("size", cell.size), ("period", cell.period)]
    where = " AND ".join(f"{name} = ?" for name, word in words if word)
    keys: list[object] = [word for _, word in words if word]
    n = database().execute(f"SELECT count(*) FROM record WHERE {where}", keys).fetchone()[0]
    return _handed_over(where, keys, score) if n <= HANDED_OVER else _counted(where, keys, score, n)


def _handed_over(where: str, keys: list[object], score: float) -> Answer:
    rows = [row[0] for row in database().execute(f"SELECT score FROM record WHERE {where} ORDER BY score", keys)]
    low, high = bisect.bisect_left(rows, score), bisect.bisect_right(rows, score)
    return 50 * (low + high) / len(rows), *(quantile(rows, probability) for probability in PROBABILITIES)


def _counted(where: str, keys: list[object], score: float, n: int) -> Answer:
    ask = database().execute
    below = ask(f"SELECT count(*) FROM record WHERE {where} AND score < ?", (*keys, score)).fetchone()[0]
    equal = ask(f"SELECT count(*) FROM record WHERE {where} AND score = ?", (*keys, score)).fetchone()[0]
    quantiles = []
    for probability in PROBABILITIES:
        position = (n - 1) * probability
        at = int(position)
        rows = ask(f"SELECT score FROM record WHERE {where} ORDER BY score LIMIT 2 OFFSET ?", (*keys, at)).fetchall()
        quantiles.append(rows[0][0] + (position - at) * (rows[-1][0] - rows[0][0]))
    return 100 * (below + equal / 2) / n, *quantiles


def one_more() -> Tables:
    """Take one more record into the tables."""
    return with_record(opened(), "one more", NEW, {OVERALL: 61.3})


def rebuilt() -> list[tuple[object, ...]]:
    """Build number, median and quartiles of every cell from SQLite again."""
    return (
        database()
        .execute(
            """
            WITH ranked AS (
                SELECT industry, region, size, period, score,
                       row_number() OVER cell AS place, count(*) OVER (PARTITION BY industry, region, size, period) AS n
                FROM record WINDOW cell AS (PARTITION BY industry, region, size, period ORDER BY score)
            )
            SELECT industry, region, size, period, max(n),
                   max(CASE WHEN place = 1 + (n - 1) / 4 THEN score END),
                   max(CASE WHEN place = 1 + (n - 1) / 2 THEN score END),
                   max(CASE WHEN place = 1 + 3 * (n - 1) / 4 THEN score END)
            FROM ranked GROUP BY industry, region, size, period
            """
        )
        .fetchall()
    )


@cache
def folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when the bench ends."""
    return tempfile.TemporaryDirectory(prefix="assess-bench-")


@cache
def columns() -> tuple[list[Cell], np.ndarray]:
    """Return the places and scores of all records."""
    chance = np.random.default_rng(1)
    picked = [chance.integers(0, len(words), RECORDS).tolist() for words in (INDUSTRIES, REGIONS, SIZES, YEARS)]
    cells = [Cell(INDUSTRIES[i], REGIONS[r], SIZES[s], YEARS[y]) for i, r, s, y in zip(*picked, strict=True)]
    return cells, np.clip(chance.normal(45, 14, RECORDS), 0, 100).round(1)


@cache
def opened() -> Tables:
    """Return the tables, opened from memory maps."""
    cells, scores = columns()
    built = tables(records([f"o{number:07d}" for number in range(RECORDS)], cells, (OVERALL,), scores[:, None]))
    place = Path(folder().name)
    index.store(place, "bench", built)
    loaded = index.load(place, "bench", (OVERALL,))
    assert loaded is not None
    return loaded


@cache
def database() -> sqlite3.Connection:
    """Return the same records in SQLite."""
    cells, scores = columns()
    connection = sqlite3.connect(Path(folder().name) / "records.db")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("CREATE TABLE record (organisation TEXT, industry TEXT, region TEXT, size TEXT, period INTEGER, score REAL)")
    rows = ((f"o{number:07d}", *cell, score) for number, (cell, score) in enumerate(zip(cells, scores.tolist(), strict=True)))
    connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("CREATE INDEX cell ON record (industry, region, size, period, score)")
    connection.execute("CREATE INDEX all_years ON record (industry, region, size, score)")
    connection.execute("CREATE INDEX industry ON record (industry, score)")
    connection.execute("ANALYZE")
    connection.commit()
    return connection
