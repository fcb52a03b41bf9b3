"""A benchmark data set as a value.

Scores can be compared only with scores of the same thing, found in the same way: so a data set says what its scores are scores of
(``scheme``: questionnaire and scheme with their versions, or the data set's own name where it measures something else) and what kind of
evidence they rest on. Generated records are a kind of their own, and are called SYNTHETIC wherever they appear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assess.method.distribution.tables import Tables
from assess.method.text import Text

BANDS = (50, 250, 1000)
"""The size bands used where nothing else is said: numbers of employees at which a new band begins."""


class Kind(StrEnum):
    """What kind of evidence the scores rest on."""

    SELF = "self"
    ASSESSED = "assessed"
    CERTIFIED = "certified"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from. ``grade`` is A official, B publisher, C secondary; ``year`` is None where the source states none."""

    title: Text
    year: int | None
    grade: str
    author: Text = Text()
    licence: Text = Text()
    url: str = ""
    method: Text = Text()
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class About:
    """What a data set says of itself. ``date`` (ISO) is when its records were brought together, ``bands`` where size bands begin."""

    id: str
    version: int
    title: Text
    kind: Kind
    scheme: str
    source: Source
    date: str = ""
    bands: tuple[int, ...] = BANDS
    elements: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The name by which the version is referred to: ``id@version``."""
        return f"{self.id}@{self.version}"

    @property
    def synthetic(self) -> bool:
        """Whether the records are generated, of no real organisation."""
        return self.kind is Kind.SYNTHETIC


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set: what it says of itself, its records, and the SHA-256 of the file they were read from."""

    about: About
    tables: Tables
    sha256: str


def band_labels(bands: Sequence[int]) -> tuple[str, ...]:
    """Name the size bands that begin at 0 and at every one of ``bands``.

    >>> band_labels((50, 250, 1000))
    ('1-49', '50-249', '250-999', '1000+')
    """
    begins = (1, *bands)
    return (*(f"{begin}-{end - 1}" for begin, end in zip(begins, bands, strict=False)), f"{bands[-1]}+")


def band(employees: float, bands: Sequence[int]) -> str:
    """Return the size band of a number of employees.

    >>> band(420, (50, 250, 1000))
    '250-999'
    """
    return band_labels(bands)[sum(employees >= begin for begin in bands)]
