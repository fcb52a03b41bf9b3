"""Parts of a document that know where they stand, so that a rule can name file, line and key.

A document in which the schema has found faults still has sound parts; rules about those are applied all the same, so that an author learns
of everything in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assess.platform.documents import Document, Path_
from assess.platform.faults import Fault


@dataclass(frozen=True, slots=True)
class Located:
    """A mapping inside a document: what it says (``plain``) and its path."""

    document: Document
    path: Path_
    plain: dict[str, Any]

    def fault(self, key: Path_, wrong: str, right: str = "") -> Fault:
        """Return a fault at ``key``, relative to this part."""
        return self.document.fault((*self.path, *key), wrong, right)

    def parts(self, key: str) -> Iterator[Located]:
        """Yield the mappings of the list under ``key``; anything else there is passed over."""
        under = self.plain.get(key)
        for index, each in enumerate(under if isinstance(under, list) else ()):
            if isinstance(each, dict):
                yield Located(self.document, (*self.path, key, index), each)

    @property
    def id(self) -> str:
        """The id of the part, or nothing where it has none."""
        id_ = self.plain.get("id")
        return id_ if isinstance(id_, str) else ""

    @property
    def where(self) -> str:
        """File and place, for a fault elsewhere that points here."""
        return f"{self.document.file}:{self.document.place(self.path)}"


@dataclass(frozen=True, slots=True)
class Sound:
    """A document and which of its parts are sound; ``broken`` holds every path at or above a fault of shape."""

    document: Document
    broken: frozenset[Path_] = frozenset()

    @classmethod
    def of(cls, document: Document, faults: Iterable[tuple[Path_, Fault]]) -> Sound:
        """Return a document in which the schema found ``faults``."""
        return cls(document, frozenset(path[:length] for path, _ in faults for length in range(len(path) + 1)))

    @property
    def root(self) -> Located:
        """The whole document, sound or not; empty when it is no mapping."""
        return Located(self.document, (), self.document.value if isinstance(self.document.value, dict) else {})

    def has(self, part: Located) -> bool:
        """Whether the schema found no fault in ``part``."""
        return part.path not in self.broken

    def part(self, *path: str | int) -> Located | None:
        """Return the mapping at ``path``, or None where there is none or something inside is broken."""
        value: Any = self.document.value
        for step in path:
            if not isinstance(value, dict | list) or (isinstance(value, dict) and step not in value):
                return None
            value = value[step]  # type: ignore[index]  # a step that fits its container
        return Located(self.document, path, value) if path not in self.broken and isinstance(value, dict) else None

    def parts(self, key: str) -> Iterator[Located]:
        """Yield the sound mappings of the list under ``key``."""
        return (part for part in self.root.parts(key) if self.has(part))


def criteria(elements: Iterable[Sound]) -> Iterator[tuple[Located, Located]]:
    """Yield every criterion with its element, sound or not."""
    for element in elements:
        for criterion in element.root.parts("criteria"):
            yield element.root, criterion


def items(elements: Iterable[Sound]) -> Iterator[tuple[Located, Located]]:
    """Yield every item with its criterion, sound or not."""
    for _, criterion in criteria(elements):
        for item in criterion.parts("items"):
            yield criterion, item


def sound_items(elements: Iterable[Sound]) -> Iterator[Located]:
    """Yield the items in which the schema found no fault."""
    for element in elements:
        for _, item in items([element]):
            if element.has(item):
                yield item
