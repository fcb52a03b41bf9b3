"""Report designs: each a folder on the shelf ``reports/``, made by a designer without touching code.

``design.yaml`` says what the design is for; ``report.html`` is a Jinja template that shows the report's data; ``print.css`` lays it out.
Parts that several designs use stand in ``reports/shared/``. A design can only print what it is handed and can only reach its own files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from assess.method.text import Text
from assess.platform import documents
from assess.platform.documents import Document, Value
from assess.platform.faults import Fault, Faults, single
from assess.platform.locale import LANGUAGES
from assess.platform.shelves import shelf

FORMAT = "assess/design@1"
SHARED = "shared"
TEMPLATE, STYLE = "report.html", "print.css"
KINDS = ("self", "assessed")

_KEYS: dict[str, Callable[[Value], bool]] = {
    "format": lambda value: value == FORMAT,
    "id": lambda value: isinstance(value, str),
    "version": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "title": lambda value: _is_text(value),
    "description": lambda value: _is_text(value),
    "kinds": lambda value: isinstance(value, list) and bool(value) and all(each in KINDS for each in value),
    "pages": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "next_page": lambda value: isinstance(value, dict) and all(isinstance(each, str) for each in value.values()),
    "sample": lambda value: isinstance(value, str),
}
_EXPECTED = {
    "format": f"write `format: {FORMAT}`",
    "id": "write the folder's name",
    "version": "write a whole number from 1",
    "title": "write `{en: …, zh_Hans: …}`",
    "description": "write `{en: …, zh_Hans: …}`",
    "kinds": "write a list of `self` and `assessed`",
    "pages": "write how many pages the report has, where that is fixed",
    "next_page": "write `{id: id of the part that begins on the page after it}`",
    "sample": "name a sample assessment: `customer-management@1/harbour-bank`",
}
_OPTIONAL = frozenset({"pages", "next_page", "sample"})


@dataclass(frozen=True, slots=True)
class Design:
    """A design: its folder, the kinds of assessment it is for, and what its pages must hold.

    ``pages`` is how many it always has (None: as many as it takes); ``next_page`` pairs the id of a part that must not exceed its page with
    the id of the part that begins on the next.
    """

    id: str
    version: int
    title: Text
    description: Text
    kinds: tuple[str, ...]
    folder: Path
    pages: int | None = None
    next_page: tuple[tuple[str, str], ...] = ()
    sample: str = ""

    @property
    def shared(self) -> Path:
        """The folder of the parts that several designs use."""
        return self.folder.parent / SHARED

    @property
    def style(self) -> str:
        """The style sheet: the shared one, then the design's own."""
        sheets = (folder / STYLE for folder in (self.shared, self.folder))
        return "\n".join(path.read_text("utf-8") for path in sheets if path.is_file())


def references() -> list[str]:
    """Return the ids of all designs on the shelf, sorted."""
    return sorted(path.parent.name for path in shelf("reports").glob("*/design.yaml"))


def default(kind: str) -> str:
    """Return the design for an assessment of ``kind`` where none is asked for."""
    return "self-assessment" if kind == "self" else "certification"


def read(id_: str) -> Design:
    """Return a design of the shelf. Raises Faults: an unknown id (naming what exists), or everything wrong with its files."""
    if id_ not in references():
        raise single(id_, "", "", "there is no such report design", f"one of {', '.join(references())}")
    return read_folder(shelf("reports") / id_)


def read_folder(folder: Path) -> Design:
    """Return the design in a folder. Raises Faults."""
    path = folder / "design.yaml"
    return _read(folder, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=32)
def _read(folder: Path, stamp: int) -> Design:
    document = documents.read(folder / "design.yaml", limit=documents.LARGE)
    faults = list(_faults(document, folder))
    if faults:
        raise Faults(faults)
    value = cast("dict[str, Value]", document.value)
    return Design(
        id=value["id"],
        version=value["version"],
        title=Text.of(value["title"]),
        description=Text.of(value["description"]),
        kinds=tuple(value["kinds"]),
        folder=folder,
        pages=value.get("pages"),
        next_page=tuple(value.get("next_page", {}).items()),
        sample=value.get("sample", ""),
    )


def _faults(document: Document, folder: Path) -> list[Fault]:
    value = document.value
    if not isinstance(value, dict):
        return [document.fault((), "a design is a mapping of keys", _EXPECTED["format"])]
    found = [document.fault((key,), "this key is not known", f"one of {', '.join(_KEYS)}") for key in value if key not in _KEYS]
    for key, fits in _KEYS.items():
        if key not in value:
            found += [] if key in _OPTIONAL else [document.fault((), f"the key {key} is missing", _EXPECTED[key])]
        elif not fits(value[key]):
            found.append(document.fault((key,), f"{value[key]!r} does not fit", _EXPECTED[key]))
    if value.get("id") != folder.name:
        found.append(document.fault(("id",), "the id is not the folder's name", f"write `{folder.name}`"))
    if not (folder / TEMPLATE).is_file():
        found.append(Fault(str(folder / TEMPLATE), "", "", "the design has no template", f"write {TEMPLATE}"))
    return found


def _is_text(value: Value) -> bool:
    return isinstance(value, dict) and {"en", "zh_Hans"} <= set(value) <= set(LANGUAGES) and all(isinstance(w, str) for w in value.values())
