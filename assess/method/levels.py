"""From a score to a level: the highest whose threshold is reached and whose gates all hold.

Scores are never rounded before they are compared: 79.96 is not 80. The only allowance is for binary arithmetic, in which sixty may come out
as 59.99999999999999: a billionth of a point.
"""

from __future__ import annotations

from collections.abc import Iterable

from assess.method.result import GateOutcome, LevelOutcome, Score
from assess.method.scheme import Level, Scheme
from assess.method.text import Text

COMPLETE = "complete"
"""The gate before all schemes: every question that applies is answered."""

TOLERANCE = 1e-9
"""Points of score that binary arithmetic may cost nobody."""


def attains(score: float, threshold: float) -> bool:
    """Return whether a score reaches a threshold, both 0..100 and unrounded.

    >>> attains(79.96, 80), attains(59.99999999999999, 60)
    (False, True)
    """
    return score >= threshold - TOLERANCE


def by_score(scheme: Scheme, score: float | None) -> Level | None:
    """Return the highest level whose threshold a score 0..100 reaches, whatever the gates; None where there is none."""
    attained = [level for level in scheme.levels if score is not None and attains(score, level.threshold)]
    return attained[-1] if attained else None


def under(scheme: Scheme, from_level: int) -> int:
    """Return the highest level of a scheme below ``from_level``: what a gate leaves open that does not hold; 0 where there is none."""
    return max((level.level for level in scheme.levels if level.level < from_level), default=0)


def reached(scheme: Scheme, score: float | None, gates: Iterable[GateOutcome]) -> Level | None:
    """Return the highest level that the score reaches and all gates leave open; None where there is none."""
    caps = [gate.caps_at for gate in gates if gate.caps_at is not None]
    highest = by_score(scheme, score)
    if highest is None:
        return None
    open_levels = [level for level in scheme.levels if level.level <= min([highest.level, *caps])]
    return open_levels[-1] if open_levels else None


def is_complete(gates: Iterable[GateOutcome]) -> bool:
    """Return whether no gate says that questions are unanswered, or that nothing applies."""
    return all(gate.holds for gate in gates if gate.kind == COMPLETE)


def outcome(scheme: Scheme, overall: Score, gates: tuple[GateOutcome, ...], *, had_they_counted: Level | None) -> LevelOutcome:
    """Return the level with what stands between it, the score and the next level.

    ``had_they_counted`` is the level that would be reached had every N/A that no rule decided been answered with nothing.
    """
    at = reached(scheme, overall.score, gates)
    complete = is_complete(gates)
    scored = by_score(scheme, overall.score) if complete else None
    closed_from = scored if complete else scheme.levels[0]
    following = next((level for level in scheme.levels if at is None or level.level > at.level), None)
    return LevelOutcome(
        scheme=scheme.reference,
        reached=at.level if at else None,
        title=at.title if at else Text(),
        by_score=scored.level if scored else None,
        blocked_by=tuple(gate.id for gate in gates if closed_from and gate.caps_at is not None and gate.caps_at < closed_from.level),
        next_level=following.level if following else None,
        next_threshold=following.threshold if following else None,
        raised_by_not_applicable=at is not None and (had_they_counted is None or had_they_counted.level < at.level),
    )
