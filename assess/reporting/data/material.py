"""What a report is made from: the evaluated case, the place among peers if one was asked for, and the hand that writes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assess.method.assessment import Assessment
from assess.method.questionnaire import Criterion, Element, Questionnaire
from assess.method.result import Result, Traced
from assess.method.scheme import Scheme
from assess.reporting.writer import Writer
from assess.results import wording

if TYPE_CHECKING:
    from assess.benchmarking.position import Position
    from assess.results.evaluate import Evaluated


@dataclass(frozen=True)
class Material:
    """The evaluated case, the position or None, and the writer of the report's language."""

    evaluated: Evaluated
    position: Position | None
    write: Writer

    @property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.evaluated.case.assessment

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire."""
        return self.evaluated.case.questionnaire

    @property
    def scheme(self) -> Scheme:
        """The scheme."""
        return self.evaluated.case.scheme

    @property
    def result(self) -> Result:
        """The result."""
        return self.evaluated.result

    @cached_property
    def traced(self) -> dict[str, Traced]:
        """The trace by item."""
        return {traced.item: traced for traced in self.result.trace}

    @cached_property
    def criterion_of(self) -> dict[str, Criterion]:
        """The criterion of every item."""
        return {item.id: criterion for criterion in self.questionnaire.criteria for item in criterion.items}

    @cached_property
    def element_of(self) -> dict[str, Element]:
        """The element of every item."""
        return {item.id: element for element in self.questionnaire.elements for criterion in element.criteria for item in criterion.items}

    @property
    def thresholds(self) -> tuple[float, ...]:
        """What the overall score must not seem to reach: the thresholds of the scheme's levels."""
        return wording.thresholds(self.scheme)

    @property
    def floors(self) -> tuple[float, ...]:
        """What the score of an element must not seem to reach: the floors that gates ask for."""
        return wording.floors(self.scheme, self.result)

    @property
    def day(self) -> datetime.date | None:
        """The date of the assessment, if it has one."""
        return self.assessment.date

    def criterion_title(self, item: str) -> str:
        """The title of an item's criterion."""
        return self.write.text(self.criterion_of[item].title)
