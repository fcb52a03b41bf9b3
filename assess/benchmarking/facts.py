"""Reference facts: aggregates that others have published, each with its provenance.

A fact says its value, of whom (n, population), of what (definition), how found (method), when, where it is printed, and how good the source
is: A official, B publisher, C secondary. Facts are of one *construct*; a capability score and a satisfaction index are both numbers up to
a hundred and have nothing else in common, so an axis takes facts of one construct only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assess.benchmarking.dataset import Source
from assess.catalogue import schema
from assess.method.text import Text
from assess.platform import documents
from assess.platform.documents import Document
from assess.platform.faults import Fault, Faults, single
from assess.platform.shelves import shelf

FORMAT = "assess/facts@1"


@dataclass(frozen=True, slots=True)
class Construct:
    """What is measured: ``kind`` is ``capability`` or ``satisfaction``; ``comparison`` says what it may be compared with."""

    id: str
    kind: str
    title: Text
    scale: tuple[float, float]
    comparison: Text


@dataclass(frozen=True, slots=True)
class Fact:
    """One published aggregate. ``n`` is None where the source states none; ``n_at_least`` where it says more than n."""

    id: str
    construct: Construct
    value: float
    statistic: str
    n: int | None
    n_at_least: bool
    population: Text
    definition: Text
    method: Text
    year: int | None
    source: Source
    grade: str


def sheets() -> list[str]:
    """Return the ids of all sheets of facts on the shelf, sorted."""
    return sorted(path.stem for path in (shelf("benchmarks") / "facts").glob("*.yaml"))


def load(sheet: str) -> tuple[Fact, ...]:
    """Return the facts of one sheet of the shelf. Raises Faults: unknown, or everything that is wrong in it."""
    path = shelf("benchmarks") / "facts" / f"{sheet}.yaml"
    if sheet not in sheets():
        raise single(sheet, "", "", "there is no such sheet of facts", schema.did_you_mean(sheet, sheets()))
    return read(path)


def read(path: Path) -> tuple[Fact, ...]:
    """Read one sheet of facts. Raises Faults."""
    document = documents.read(path, limit=documents.LARGE)
    schema.require(document, FORMAT)
    if faults := list(_faults(document)):
        raise Faults(faults)
    plain = document.value
    construct = _construct(plain["construct"])
    sources = {name: _source(each) for name, each in plain["sources"].items()}
    return tuple(_fact(each, construct, sources) for each in plain["facts"])


def axis(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return facts to be drawn on one axis, as they are. Raises ValueError when they are of more than one construct."""
    drawn = tuple(facts)
    constructs = sorted({fact.construct.id for fact in drawn})
    if len(constructs) > 1:
        raise ValueError(f"different constructs never share an axis: {', '.join(constructs)}")
    return drawn


def _faults(document: Document) -> Iterator[Fault]:
    plain = document.value
    low, high = plain["construct"]["scale"]
    seen: set[str] = set()
    for index, fact in enumerate(plain["facts"]):
        if fact["id"] in seen:
            yield document.fault(("facts", index, "id"), f"the id `{fact['id']}` is given twice", "keep one of them")
        seen.add(fact["id"])
        if fact["source"] not in plain["sources"]:
            wrong = f"there is no source `{fact['source']}`"
            yield document.fault(("facts", index, "source"), wrong, schema.did_you_mean(fact["source"], plain["sources"]))
        if not low <= fact["value"] <= high:
            yield document.fault(("facts", index, "value"), f"{fact['value']} is outside the scale", f"from {low} to {high}")


def _construct(plain: Mapping[str, Any]) -> Construct:
    low, high = plain["scale"]
    return Construct(plain["id"], plain["kind"], Text.of(plain["title"]), (float(low), float(high)), Text.of(plain["comparison"]))


def _source(plain: Mapping[str, Any]) -> Source:
    return Source(
        title=Text.of(plain["title"]),
        year=plain["year"],
        grade=plain["grade"],
        author=Text.of(plain.get("author")),
        url=plain.get("url", ""),
        note=Text.of(plain.get("note")),
    )


def _fact(plain: Mapping[str, Any], construct: Construct, sources: Mapping[str, Source]) -> Fact:
    return Fact(
        id=plain["id"],
        construct=construct,
        value=float(plain["value"]),
        statistic=plain["statistic"],
        n=plain["n"],
        n_at_least=plain.get("n_at_least", False),
        population=Text.of(plain["population"]),
        definition=Text.of(plain["definition"]),
        method=Text.of(plain["method"]),
        year=plain["year"],
        source=sources[plain["source"]],
        grade=plain["grade"],
    )
