"""What came out: scores that add up, a level with its gates, an interval, and a trace for every point.

These are the values every room after the method works with: results compute them, benchmarking places them, reporting prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.method.text import Text


@dataclass(frozen=True, slots=True)
class Score:
    """A sum of weighted values that can be added to another.

    All fields are in units of global weight: ``total`` is the weighted sum of values in 0..1, ``answered`` the weight that was
    answered, ``weight`` the weight that applies, ``not_applicable`` the original weight that went N/A, ``original`` the weight before
    anything was left out. So ``Score + Score`` is the score of the whole.
    """

    total: float = 0.0
    claimed_total: float = 0.0
    verified_total: float = 0.0
    answered: float = 0.0
    verified_weight: float = 0.0
    weight: float = 0.0
    not_applicable_weight: float = 0.0
    original: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.total + other.total,
            self.claimed_total + other.claimed_total,
            self.verified_total + other.verified_total,
            self.answered + other.answered,
            self.verified_weight + other.verified_weight,
            self.weight + other.weight,
            self.not_applicable_weight + other.not_applicable_weight,
            self.original + other.original,
        )

    @property
    def score(self) -> float | None:
        """The score 0..100 that counts (claimed in a self-assessment, verified in an assessed one), or None: nothing scorable."""
        return self._of(self.total)

    @property
    def claimed(self) -> float | None:
        """The claimed score 0..100, or None."""
        return self._of(self.claimed_total)

    @property
    def verified(self) -> float | None:
        """The verified score 0..100, or None."""
        return self._of(self.verified_total)

    @property
    def coverage(self) -> float:
        """The answered share 0..1 of the weight that applies."""
        return min(1.0, self.answered / self.weight) if self.weight > 0 else 0.0

    @property
    def verified_coverage(self) -> float:
        """The share 0..1 of the weight that applies whose answers carry evidence."""
        return min(1.0, self.verified_weight / self.weight) if self.weight > 0 else 0.0

    @property
    def not_applicable(self) -> float:
        """The share 0..1 of the original weight that went N/A."""
        return min(1.0, self.not_applicable_weight / self.original) if self.original > 0 else 0.0

    def _of(self, total: float) -> float | None:
        return min(100.0, 100.0 * total / self.answered) if self.answered > 0 else None


@dataclass(frozen=True, slots=True)
class Traced:
    """One item's part in the overall score. ``weight`` is its effective global weight; ``points`` of all items sum to the score.

    ``state`` is ``answered``, ``unanswered``, ``not_applicable`` or ``not_applicable_by_rule``; values are 0..1 or None.
    """

    item: str
    element: str
    criterion: str
    state: str
    original_weight: float
    weight: float
    value: float | None
    claimed: float | None
    verified: float | None
    points: float


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A deduction (``deduction-1``, …) or the ``bonus`` of a star scheme: the points that count, of the claimed and the verified score."""

    id: str
    reason: Text
    points: float
    claimed_points: float
    verified_points: float


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """Whether a gate holds, and why (a reason code with its facts, worded in the reader's language at the edge).

    ``caps_at`` is the highest level the gate leaves open: 0 where that is none, None where it leaves all open. A gate whose floor moves
    with the level holds as far as the score alone reaches, and may still close a higher level. A gate that is not asked of this kind of
    assessment does not apply: it holds back nothing, and is not to be counted among those that hold. ``facts`` are named numbers, ids or
    dates of the reason.
    """

    id: str
    kind: str
    title: Text
    holds: bool
    caps_at: int | None
    reason: str
    facts: tuple[tuple[str, object], ...] = ()
    applies: bool = True


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """The level reached: None where none is (below the lowest threshold, or the assessment is not complete).

    ``by_score`` is what the score alone would give: None while questions are unanswered, because a provisional score gives no level;
    ``blocked_by`` names the gates between them (while questions are unanswered: those that close every level);
    ``raised_by_not_applicable`` says that the level would be lower had the N/A items counted as nothing.
    """

    scheme: str
    reached: int | None
    title: Text
    by_score: int | None
    blocked_by: tuple[str, ...]
    next_level: int | None
    next_threshold: float | None
    raised_by_not_applicable: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """A Monte-Carlo interval of the overall score, and of each element's.

    Of a provisional result it says where the score may end once every gap is filled, and need not hold the score over what was answered.
    """

    low: float
    high: float
    confidence: float
    draws: int
    seed: int
    elements: Mapping[str, tuple[float, float] | None]
    weights: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything the method says of one assessment.

    ``adjustments`` are the special deductions and the bonus of a scheme of the stars family; their points and those of the trace together
    sum to the overall score. ``critical_weights`` tells, for every element, at which weight the level reached would be lost, and
    ``critical_weights_next`` at which the next one would be reached, the other elements keeping their proportions; None: at none.
    ``provisional``: questions are unanswered, so the score is one of what was answered, and no level is stated.
    """

    overall: Score
    elements: Mapping[str, Score]
    criteria: Mapping[str, Score]
    trace: tuple[Traced, ...]
    level: LevelOutcome
    gates: tuple[GateOutcome, ...]
    interval: Interval | None
    level_probability: Mapping[str, float]
    critical_weights: Mapping[str, float | None]
    critical_weights_next: Mapping[str, float | None] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    provisional: bool = False
