"""What a report is made of, as one hash: two reports with the same hash are the same report, so that none is made twice.

In it is what the result is made of (``results.stored``: answers with their evidence, profile, pins, earlier assessments, program), then
the design as it stands on its shelf, language and format, whose report it is, and the benchmark the place among peers is looked up in.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from assess.reporting import design as designs
from assess.reporting.jobs import Wish


def of_report(result: str, wish: Wish, branding: str = "") -> str:
    """Return the hash of a report, ``result`` being that of what its result is made of (``results.stored.inputs_hash``), and ``branding``
    that of whose report it is (``branding.hash_of``).

    Raises Faults: no such design, no such benchmark.
    """
    parts = [result, wish.design, _design(wish.design), wish.language, wish.ending, _benchmark(wish.benchmark)]
    if branding:
        parts.append(branding)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _design(id_: str) -> str:
    chosen = designs.read(id_)
    files = sorted(path for folder in (chosen.folder, chosen.shared) for path in folder.rglob("*") if path.is_file())
    return _content(tuple((path, path.stat().st_mtime_ns) for path in files))


def _benchmark(reference: str) -> str:
    """Return the hash of what a data set says of itself, which names its records by theirs."""
    if not reference:
        return ""
    from assess.benchmarking import datasets

    about = datasets.folder(reference) / "dataset.yaml"
    return f"{reference} {_content(((about, about.stat().st_mtime_ns),))}"


@lru_cache(maxsize=64)
def _content(files: tuple[tuple[Path, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, _ in files:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
