"""A part of a document that knows where it stands, so that a rule can name file, line and key."""

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
        """Yield the mappings of the list under ``key``."""
        for index, each in enumerate(self.plain.get(key, ())):
            yield Located(self.document, (*self.path, key, index), each)

    @property
    def where(self) -> str:
        """File and place, for a fault elsewhere that points here."""
        return f"{self.document.file}:{self.document.place(self.path)}"


def root(document: Document) -> Located:
    """Return the whole document as a located part."""
    return Located(document, (), document.value)


def criteria(elements: Iterable[Document]) -> Iterator[tuple[Located, Located]]:
    """Yield every criterion with its element."""
    for document in elements:
        element = root(document)
        for criterion in element.parts("criteria"):
            yield element, criterion


def items(elements: Iterable[Document]) -> Iterator[tuple[Located, Located]]:
    """Yield every item with its criterion."""
    for _, criterion in criteria(elements):
        for item in criterion.parts("items"):
            yield criterion, item
