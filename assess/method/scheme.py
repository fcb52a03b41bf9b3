"""The rules by which a score becomes a level: a scheme with its thresholds and gates.

Two families, never converted into one another: *maturity* (thresholds on a 0..100 score) and *stars* (the arithmetic of
GB/T 27922: a requirement not met loses all its points, sampled requirements lose pro rata, deductions, at most one bonus point).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assess.method.text import Text


class Family(StrEnum):
    """How answers become points."""

    MATURITY = "maturity"
    STARS = "stars"


class GateKind(StrEnum):
    """What a gate looks at."""

    CRITICAL_ITEMS = "critical_items"
    ELEMENT_FLOOR = "element_floor"
    OPEN_MAJOR_FINDING = "open_major_finding"
    VERIFIED_COVERAGE = "verified_coverage"
    NOT_APPLICABLE_SHARE = "not_applicable_share"
    MEASURED_RECENTLY = "measured_recently"
    FAVOURABLE_TREND = "favourable_trend"


@dataclass(frozen=True, slots=True)
class Level:
    """A level and the score (0..100) from which it is reached."""

    level: int
    threshold: float
    title: Text = Text()
    meaning: Text = Text()


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition beside the score; where it fails, no level from ``from_level`` upwards is reached.

    ``margin`` in points of score (element floor), ``minimum`` and ``maximum`` as shares 0..1, ``months`` and ``periods`` as counts.
    """

    id: str
    kind: GateKind
    from_level: int
    title: Text = Text()
    margin: float = 0.0
    minimum: float = 0.0
    maximum: float = 1.0
    measures: tuple[str, ...] = ()
    months: int = 12
    periods: int = 3


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme: levels ascending by threshold, and gates. ``met_from`` (stars) maps a kind to where it counts as met.

    ``questionnaires`` are the ids of those it is for; none: for any.
    """

    id: str
    version: int
    family: Family
    levels: tuple[Level, ...]
    gates: tuple[Gate, ...] = ()
    met_from: Mapping[str, float] = field(default_factory=dict)
    title: Text = Text()
    description: Text = Text()
    content_hash: str = ""
    questionnaires: tuple[str, ...] = ()

    def is_for(self, questionnaire: str) -> bool:
        """Whether results under a questionnaire of this id may be graded by the scheme."""
        return not self.questionnaires or questionnaire in self.questionnaires

    @property
    def reference(self) -> str:
        """The name by which files refer to this version: ``id@version``."""
        return f"{self.id}@{self.version}"
