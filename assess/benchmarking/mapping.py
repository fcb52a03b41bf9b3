"""The map by which any table of organisations becomes a data set: which column holds what, and what its values mean.

Industry codes become ISIC Rev.4 sections or divisions, regions ISO 3166 codes, employees a size band, and scores are moved from the scale
of the table to 0..100. Everything a map says is checked before a single row is read.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assess.benchmarking.dataset import BANDS, About, Kind, Source, band_labels
from assess.catalogue import schema
from assess.method.text import Text
from assess.platform import codes, documents
from assess.platform.documents import Document, Path_
from assess.platform.faults import Fault, Faults

FORMAT = "assess/benchmark-map@1"
RESERVED = ("organisation", "period", "industry", "region", "size", "overall")
"""The columns of records.csv that are no elements."""
YEARS = range(1900, 2201)


@dataclass(frozen=True, slots=True)
class Coded:
    """A column whose values are codes, or stand for codes by ``values``."""

    column: str
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Scaled:
    """A column of scores, moved linearly from the range ``source`` to ``target`` (within 0..100)."""

    column: str
    source: tuple[float, float] = (0.0, 100.0)
    target: tuple[float, float] = (0.0, 100.0)

    def moved(self, value: float) -> float:
        """Return a score on the scale 0..100.

        >>> Scaled("management", (1.0, 5.0)).moved(3.0)
        50.0
        """
        (low, high), (lowest, highest) = self.source, self.target
        return lowest + (value - low) / (high - low) * (highest - lowest)


@dataclass(frozen=True, slots=True)
class Map:
    """What to read from a table. Dimensions without a column are None: such records are in no narrower group of that kind."""

    about: About
    document: Document
    organisation: str
    overall: Scaled
    elements: Mapping[str, Scaled]
    period: Coded | None
    region: Coded | None
    industry: Coded | None
    size: Coded | None
    decimal: str | None

    def columns(self) -> Iterator[tuple[Path_, str]]:
        """Yield every column the map reads, and where in the map it is named."""
        yield ("columns", "organisation"), self.organisation
        for dimension in ("period", "region", "industry", "size"):
            if (coded := getattr(self, dimension)) is not None:
                yield ("columns", dimension), coded.column
        yield ("columns", "overall"), self.overall.column
        for element, scaled in self.elements.items():
            yield ("columns", "elements", element), scaled.column

    def numeric(self) -> set[str]:
        """Return the columns that hold measured numbers."""
        sizes = {self.size.column} if self.size and self.size.values is None else set()
        return sizes | {self.overall.column} | {scaled.column for scaled in self.elements.values()}


def read(path: Path) -> Map:
    """Read a map. Raises Faults with everything that is wrong in it."""
    document = documents.read(path)
    schema.require(document, FORMAT)
    if faults := list(_faults(document)):
        raise Faults(schema.in_order(faults))
    plain = document.value
    columns = plain["columns"]
    return Map(
        about=_about(plain),
        document=document,
        organisation=columns["organisation"],
        overall=_scaled(columns["overall"]),
        elements={element: _scaled(each) for element, each in columns.get("elements", {}).items()},
        period=_coded(columns.get("period")),
        region=_coded(columns.get("region")),
        industry=_coded(columns.get("industry")),
        size=_coded(columns.get("size")),
        decimal=plain.get("decimal"),
    )


def source(plain: Mapping[str, Any]) -> Source:
    """Return the source of a document that has passed its schema."""
    words = {key: Text.of(plain.get(key)) for key in ("title", "author", "licence", "method", "note")}
    return Source(year=plain["year"], grade=plain["grade"], url=plain.get("url", ""), **words)


def naming_faults(document: Document) -> Iterator[Fault]:
    """Yield where generated records do not say so in their id and their title."""
    plain = document.value
    titles = plain["title"].values() if isinstance(plain["title"], dict) else [plain["title"]]
    if plain["kind"] == Kind.SYNTHETIC:
        if "synthetic" not in plain["id"]:
            yield document.fault(("id",), "generated records must say so in their id", "`synthetic-…`")
        if any("SYNTHETIC" not in title for title in titles):
            yield document.fault(("title",), "generated records must say so in their title", "add the word SYNTHETIC, in every language")


def band_faults(document: Document, path: Path_, bands: list[int]) -> Iterator[Fault]:
    """Yield where size bands do not ascend."""
    for index, (lower, upper) in enumerate(itertools.pairwise(bands), start=1):
        if upper <= lower:
            yield document.fault((*path, index), f"{upper} follows {lower}", "size bands ascend, each number once")


def _about(plain: Mapping[str, Any]) -> About:
    name, _, version = plain["id"].partition("@")
    columns = plain["columns"]
    return About(
        id=name,
        version=int(version),
        title=Text.of(plain["title"]),
        kind=Kind(plain["kind"]),
        scheme=plain.get("scheme", plain["id"]),
        source=source(plain["source"]),
        date=plain.get("date", ""),
        bands=tuple(columns.get("size", {}).get("bands", BANDS)),
        elements=tuple(columns.get("elements", {})),
    )


def _coded(plain: str | Mapping[str, Any] | None) -> Coded | None:
    if plain is None or isinstance(plain, str):
        return Coded(plain) if plain else None
    values = plain.get("values")
    return Coded(plain["column"], {key: str(value) for key, value in values.items()} if values else None)


def _scaled(plain: str | Mapping[str, Any]) -> Scaled:
    if isinstance(plain, str):
        return Scaled(plain)
    low, high = plain.get("from", (0.0, 100.0))
    lowest, highest = plain.get("to", (0.0, 100.0))
    return Scaled(plain["column"], (float(low), float(high)), (float(lowest), float(highest)))


def _faults(document: Document) -> Iterator[Fault]:
    columns = document.value["columns"]
    yield from naming_faults(document)
    yield from _scale_faults(document, ("columns", "overall"), columns["overall"])
    for element, plain in columns.get("elements", {}).items():
        if element in RESERVED:
            wrong, right = f"`{element}` is no name for an element", f"any but {', '.join(RESERVED)}"
            yield document.fault(("columns", "elements", element), wrong, right)
        yield from _scale_faults(document, ("columns", "elements", element), plain)
    bands = columns.get("size", {}).get("bands", list(BANDS))
    yield from band_faults(document, ("columns", "size", "bands"), bands)
    yield from _value_faults(document, "industry", codes.industry_fault)
    yield from _value_faults(document, "region", codes.region_fault)
    yield from _value_faults(document, "size", lambda label: _label_fault(label, band_labels(bands)))
    yield from _value_faults(document, "period", year_fault)


def _scale_faults(document: Document, path: Path_, plain: str | Mapping[str, Any]) -> Iterator[Fault]:
    scaled = _scaled(plain)
    if scaled.source[0] == scaled.source[1]:
        yield document.fault((*path, "from"), "both ends of the scale are the same", "`[lowest, highest]` as the table has them")
    if scaled.target[0] == scaled.target[1] or not all(0 <= end <= 100 for end in scaled.target):
        wrong = f"scores cannot be moved to {list(scaled.target)}"
        yield document.fault((*path, "to"), wrong, "two different numbers from 0 to 100: `[0, 100]`")


def _value_faults(document: Document, dimension: str, judge: Callable[[str], tuple[str, str] | None]) -> Iterator[Fault]:
    plain = document.value["columns"].get(dimension)
    values = plain.get("values", {}) if isinstance(plain, dict) else {}
    for key, value in values.items():
        if wrong := judge(str(value)):
            yield document.fault(("columns", dimension, "values", key), *wrong)


def _label_fault(label: str, labels: tuple[str, ...]) -> tuple[str, str] | None:
    return None if label in labels else (f"`{label}` is not a size band", schema.did_you_mean(label, labels))


def year_fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a year and what would be right, or None when it is one.

    >>> year_fault("2026") is None, year_fault("26") is None
    (True, False)
    """
    if text.isascii() and text.isdecimal() and int(text) in YEARS:
        return None
    return f"`{text}` is not a year", f"from {YEARS[0]} to {YEARS[-1]}"
