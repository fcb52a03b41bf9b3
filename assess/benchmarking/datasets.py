"""Data sets on the shelf and in the data folder: found by reference or by folder, read strictly, written so that nobody finds half of one.

A data set is a folder ``<id>/<version>/`` with ``dataset.yaml`` (what it says of itself) and ``records.csv`` (one record an organisation:
``organisation, period, industry, region, size, overall`` and the elements). ``dataset.yaml`` names the SHA-256 of the records it belongs
to and is written last: without it the folder is no data set, so nobody ever finds half of one. A version does not change once it is
there, unless somebody says so. Large data sets have their tables beside them as memory maps (``index``), which may be deleted at any time.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from assess.benchmarking import index, item_records, mapping
from assess.benchmarking.dataset import About, Dataset, Kind, Source, band_labels
from assess.benchmarking.item_records import ItemRecords
from assess.catalogue import schema
from assess.method.distribution.records import OVERALL, Records, records
from assess.method.distribution.tables import tables
from assess.method.peers.cells import Cell
from assess.method.text import Text
from assess.platform import codes, documents, files
from assess.platform.documents import Document
from assess.platform.faults import Fault, Faults, single
from assess.platform.settings import data_folder
from assess.platform.shelves import shelf

FORMAT = "assess/benchmark@1"
HEAD = ("organisation", "period", "industry", "region", "size", OVERALL)


def places() -> tuple[Path, Path]:
    """Return the folders data sets are looked for in: the shelf, then the data folder."""
    return shelf("benchmarks"), data_folder() / "benchmarks"


def references() -> list[str]:
    """Return the references of all data sets on the shelf and in the data folder, sorted."""
    found = {path.parts[-3:-1] for place in places() for path in place.glob("*/*/dataset.yaml") if path.parts[-2].isdecimal()}
    return [f"{name}@{version}" for name, version in sorted(found, key=lambda each: (each[0], int(each[1])))]


def folder(reference: str) -> Path:
    """Return the folder of a data set: ``id@version``, ``id`` (its latest version), or the folder itself.

    Raises Faults naming what exists.
    """
    if (Path(reference) / "dataset.yaml").is_file():
        return Path(reference)
    known = references()
    versions = [each for each in known if each == reference or each.partition("@")[0] == reference]
    if not versions:
        right = schema.did_you_mean(reference, known) or "there are none yet: `assess benchmark import` makes one"
        raise single(reference, "", "", "there is no such data set", right)
    name, _, version = versions[-1].partition("@")
    return next(place / name / version for place in places() if (place / name / version / "dataset.yaml").is_file())


def load(reference: str) -> Dataset:
    """Return a data set by its reference or folder. Raises Faults: unknown, or everything that is wrong in its files."""
    return read(folder(reference))


def read(place: Path) -> Dataset:
    """Return the data set whose files stand in ``place``. Raises Faults with everything that is wrong in them."""
    document = documents.read(place / "dataset.yaml", limit=documents.LARGE)
    about = about_of(document)
    path = place / "records.csv"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise single(path, "", "", f"the records cannot be read ({error.strerror})", "they stand beside dataset.yaml") from None
    sha256 = hashlib.sha256(raw).hexdigest()
    stated = document.value.get("records", {})
    if stated and stated["sha256"] != sha256:
        raise single(path, "", "", "these are not the records dataset.yaml belongs to", "bring the data set in again, as a new version")
    kept = index.load(place, sha256, (OVERALL, *about.elements))
    return Dataset(about, kept or tables(_records(path, raw, about)), sha256)


def about_of(document: Document) -> About:
    """Return what a data set says of itself. Raises Faults."""
    schema.require(document, FORMAT)
    plain = document.value
    faults = [*mapping.naming_faults(document), *mapping.band_faults(document, ("size_bands",), plain["size_bands"])]
    if faults:
        raise Faults(faults)
    return About(
        id=plain["id"],
        version=plain["version"],
        title=Text.of(plain["title"]),
        kind=Kind(plain["kind"]),
        scheme=plain["scheme"],
        source=mapping.source(plain["source"]),
        date=plain.get("date", ""),
        bands=tuple(plain["size_bands"]),
        elements=tuple(plain["elements"]),
    )


def write(place: Path, about: About, held: Records, items: ItemRecords | None = None, *, replace: bool = False) -> Dataset:
    """Write a data set into the folder ``place``, which is made if need be; return it. ``items`` are its answers item by item.

    The same data set once more changes nothing. Raises Faults where another one stands there and is not to be replaced, or where the
    folder cannot be written to.
    """
    raw = csv_of(held)
    sha256 = hashlib.sha256(raw).hexdigest()
    kept = tables(held)
    description = place / "dataset.yaml"
    if description.is_file():
        if _stands_there(description, about, sha256):
            return Dataset(about, kept, sha256)
        if not replace:
            wrong, right = f"another data set stands there as {about.reference}", "give the map a new version, or say --replace"
            raise single(place, "", "", wrong, right)
    elif place.is_dir() and any(each.name != "records.csv" for each in place.iterdir()):
        raise single(place, "", "", "this folder holds something else", "name a folder of its own for the data set")
    try:
        place.mkdir(parents=True, exist_ok=True)
        description.unlink(missing_ok=True)
    except OSError as error:
        raise single(place, "", "", f"the folder cannot be made ({error.strerror})", "choose a folder you may write to") from None
    files.write(place / "records.csv", raw)
    index.clear(place, sha256)
    index.store(place, sha256, kept)
    answers = item_records.as_csv(items) if items else None
    if answers is not None:
        files.write(place / item_records.FILE, answers)
    files.write(description, yaml_of(about, len(held), sha256, answers))
    return Dataset(about, kept, sha256)


def _stands_there(description: Path, about: About, sha256: str) -> bool:
    """Return whether this data set stands there already, whenever it was brought in."""
    try:
        document = documents.read(description, limit=documents.LARGE)
        standing = about_of(document)
    except Faults:
        return False
    return document.value.get("records", {}).get("sha256") == sha256 and dataclasses.replace(standing, date=about.date) == about


def csv_of(held: Records) -> bytes:
    """Return records as CSV, sorted by organisation; what is not known is an empty cell."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*HEAD, *held.names[1:]])
    for key, number, values in zip(held.organisations.tolist(), held.places.tolist(), held.values.tolist(), strict=True):
        industry, region, size, period = held.atoms[number]
        scores = ("" if value != value else repr(value) for value in values)  # a number that is not equal to itself is none
        writer.writerow([key.decode(), period or "", industry, region, size, *scores])
    return stream.getvalue().encode()


def yaml_of(about: About, rows: int, sha256: str, items: bytes | None = None) -> bytes:
    """Return ``dataset.yaml`` for what a data set says of itself; ``items`` is the file of its answers item by item."""
    plain: dict[str, Any] = {
        "format": FORMAT,
        "id": about.id,
        "version": about.version,
        "title": _plain_text(about.title),
        "kind": str(about.kind),
        "scheme": about.scheme,
        **({"date": about.date} if about.date else {}),
        "source": _plain_source(about.source),
        "size_bands": list(about.bands),
        "elements": list(about.elements),
        "records": {"rows": rows, "sha256": sha256},
        **({"items": {"sha256": hashlib.sha256(items).hexdigest()}} if items is not None else {}),
    }
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120).encode()


def _plain_text(text: Text) -> str | dict[str, str]:
    words = dict(text.by_language)
    return words.get("any") or words


def _plain_source(source: Source) -> dict[str, Any]:
    words = {key: _plain_text(text) for key in ("title", "author", "licence", "method", "note") if (text := getattr(source, key))}
    return {"title": words.pop("title"), "year": source.year, "grade": source.grade, **({"url": source.url} if source.url else {}), **words}


def _records(path: Path, raw: bytes, about: About) -> Records:
    """Read records.csv strictly. Raises Faults with every cell that is wrong."""
    try:
        rows = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""))
        header = next(rows, [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise single(path, "", "", f"this is not CSV in UTF-8 ({error})", "bring the data set in again") from None
    expected = [*HEAD, *about.elements]
    if header != expected:
        raise single(path, 1, "", "the columns are not those of the data set", ",".join(expected))
    reader = _Rows(path, about)
    organisations, cells, values = [], [], []
    for row in _numbered(path, rows):
        organisation, cell, scores = reader.record(*row)
        organisations.append(organisation)
        cells.append(cell)
        values.append(scores)
    if not organisations:
        reader.faults.append(Fault(str(path), "1", "", "there are no records", "a benchmark needs records"))
    if reader.faults:
        raise Faults(reader.faults)
    return records(organisations, cells, (OVERALL, *about.elements), np.array(values, dtype=np.float64))


def _numbered(path: Path, rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(rows, start=2)
    except csv.Error as error:
        raise single(path, "", "", f"this is not a table ({error})", "check quotes that are never closed") from None


class _Rows:
    """Reads the rows of records.csv and collects what is wrong with them."""

    def __init__(self, path: Path, about: About) -> None:
        self.path = path
        self.columns = (*HEAD, *about.elements)
        self.labels = ("", *band_labels(about.bands))
        self.faults: list[Fault] = []
        self.seen: set[str] = set()
        self.known: dict[tuple[str, ...], Cell] = {}

    def record(self, line: int, row: list[str]) -> tuple[str, Cell, list[float]]:
        """Return the organisation, its place and its scores (NaN: none); what stands for a faulty cell does not matter."""
        if len(row) != len(self.columns):
            self._fault(line, "", f"the row has {len(row)} cells", f"{len(self.columns)}: {', '.join(self.columns)}")
            row = [*row, *[""] * len(self.columns)][: len(self.columns)]
        if not row[0] or row[0] in self.seen:
            said = f"`{row[0]}` stands here twice" if row[0] else "the organisation is not named"
            self._fault(line, "organisation", said, "one record an organisation")
        self.seen.add(row[0])
        return (
            row[0],
            self._place(line, tuple(row[1:5])),
            [self._score(line, *cell) for cell in zip(self.columns[5:], row[5:], strict=True)],
        )

    def _place(self, line: int, words: tuple[str, ...]) -> Cell:
        if words in self.known:
            return self.known[words]
        before = len(self.faults)
        period, industry, region, size = words
        if period and (wrong := mapping.year_fault(period)):
            self._fault(line, "period", *wrong)
        if industry and (wrong := codes.industry_fault(industry)):
            self._fault(line, "industry", *wrong)
        if region and (wrong := codes.region_fault(region)):
            self._fault(line, "region", *wrong)
        if size not in self.labels:
            self._fault(line, "size", f"`{size}` is not a size band", schema.did_you_mean(size, self.labels[1:]))
        if len(self.faults) > before:
            return Cell()
        return self.known.setdefault(words, Cell(industry, region, size, int(period or 0)))

    def _score(self, line: int, column: str, text: str) -> float:
        if not text and column != OVERALL:
            return float("nan")
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not 0 <= value <= 100:
            self._fault(line, column, f"`{text[:60]}` is not a score", "a number from 0 to 100")
        return value

    def _fault(self, line: int, column: str, wrong: str, right: str) -> None:
        self.faults.append(Fault(str(self.path), str(line), column, wrong, right))
