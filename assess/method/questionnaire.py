"""What is asked: a questionnaire as frozen values — elements, criteria, items.

An item's *kind* says how it is answered and how the answer becomes a value in 0..1 (``assess.method.answers``). The values here carry
texts in all languages but never read them; they know nothing of files, so that a test can build one in three lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from assess.method.text import Text

if TYPE_CHECKING:
    from assess.method.packs import Pack

Target = float | bool | str
"""A point an item can reach, in its own terms: a level, a percentage, a value in the unit, True, or an option's id."""


class Kind(StrEnum):
    """How an item is answered."""

    MATURITY = "maturity"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PERCENT = "percent"
    METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice item and its value in 0..1."""

    id: str
    value: float
    text: Text = Text()


@dataclass(frozen=True, slots=True)
class Metric:
    """A measured quantity: its unit and its piecewise-linear value function.

    ``points`` are ``(value in the unit, value 0..1)``, worst first, best last; the direction follows from their order.
    """

    unit: str
    points: tuple[tuple[float, float], ...]
    definition: Text = Text()
    formula: Text = Text()
    period: Text = Text()
    points_source: Text = Text()

    @property
    def higher_is_better(self) -> bool:
        """Whether a larger measurement is a better one."""
        return self.points[-1][0] > self.points[0][0]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on another item's answer; exactly one of the three tests is set."""

    item: str
    at_least: float | None = None
    is_: bool | None = None
    one_of: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A point of another item that must be reached first."""

    item: str
    to: Target


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do to reach ``to``; effort is S, M or L, horizon ``quick_win`` or ``long_term``."""

    to: Target
    do: Text = Text()
    effort: str = "M"
    horizon: str = "long_term"
    requires: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``weight`` is its share within its criterion (any positive number)."""

    id: str
    kind: Kind
    weight: float = 1.0
    critical_minimum: Target | None = None
    measures: str | None = None
    text: Text = Text()
    guidance: Text = Text()
    anchors: tuple[Text, ...] = ()
    options: tuple[Option, ...] = ()
    metric: Metric | None = None
    evidence: tuple[Text, ...] = ()
    verification: tuple[str, ...] = ()
    na_allowed: bool = False
    na_rule: Text = Text()
    applies_if: tuple[Condition, ...] = ()
    advice: tuple[Advice, ...] = ()
    source: Text = Text()


@dataclass(frozen=True, slots=True)
class Criterion:
    """A group of items that answer one concern."""

    id: str
    items: tuple[Item, ...]
    title: Text = Text()
    intent: Text = Text()


@dataclass(frozen=True, slots=True)
class Element:
    """One of the elements of the model (leadership, strategy, …)."""

    id: str
    criteria: tuple[Criterion, ...]
    title: Text = Text()
    intent: Text = Text()


@dataclass(frozen=True, slots=True)
class AnswerElsewhere:
    """An item of another questionnaire (``id@version``) that a result under this one answers: by an item, or by the score of a node."""

    questionnaire: str
    item: str
    by: str


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire, fixed by its id, version and content hash (SHA-256 of the canonical form), with the packs laid over it."""

    id: str
    version: int
    elements: tuple[Element, ...]
    title: Text = Text()
    description: Text = Text()
    content_hash: str = ""
    packs: tuple[Pack, ...] = ()
    answers_elsewhere: tuple[AnswerElsewhere, ...] = ()

    @property
    def reference(self) -> str:
        """The name by which files refer to this version: ``id@version``."""
        return f"{self.id}@{self.version}"

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in order."""
        return tuple(criterion for element in self.elements for criterion in element.criteria)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for criterion in self.criteria for item in criterion.items)

    @cached_property
    def item_by_id(self) -> dict[str, Item]:
        """Items by their id."""
        return {item.id: item for item in self.items}

    @cached_property
    def place_of(self) -> dict[str, tuple[str, str]]:
        """Element id and criterion id of every item id."""
        return {
            item.id: (element.id, criterion.id) for element in self.elements for criterion in element.criteria for item in criterion.items
        }
