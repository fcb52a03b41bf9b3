"""The whole of the method on one assessment: scores, gates, level, and how firm they are."""

from __future__ import annotations

from collections.abc import Mapping

from assess.method import gates, levels, robustness, scorecard
from assess.method.assessment import Assessment
from assess.method.draws import Panel
from assess.method.questionnaire import Questionnaire
from assess.method.result import Result
from assess.method.scheme import Level, Scheme
from assess.method.scorecard import Scorecard
from assess.method.standing import State
from assess.method.tree import Structure


def result(
    questionnaire: Questionnaire,
    tree: Structure,
    scheme: Scheme,
    assessment: Assessment,
    panels: Mapping[str, Panel],
    *,
    draws: int,
    seed: int,
    confidence: float,
) -> Result:
    """Return everything the method says of one assessment.

    ``tree`` is the questionnaire under its weights, ``panels`` the judgements these rest on, by parent. With no ``draws`` there is no
    interval. Raises ValueError for an answer that does not fit its item.
    """
    card = scorecard.score(questionnaire, tree, scheme, assessment)
    outcomes = gates.outcomes(card)
    level = levels.outcome(scheme, card.overall, outcomes, had_they_counted=_had_they_counted(card))
    firm = None
    if draws and card.overall.weight > 0:
        firm = robustness.simulate(card, outcomes, panels, draws=draws, seed=seed, confidence=confidence)
    threshold = next((each.threshold for each in scheme.levels if each.level == level.reached), None)
    return Result(
        overall=card.overall,
        elements=card.elements,
        criteria=card.criteria,
        trace=card.trace,
        level=level,
        gates=outcomes,
        interval=firm.interval if firm else None,
        level_probability=firm.level_probability if firm else {},
        critical_weights=robustness.critical_weights(card, threshold),
        critical_weights_next=robustness.critical_weights(card, level.next_threshold),
        adjustments=card.adjustments,
        provisional=any(each.state is State.UNANSWERED for each in card.standings.values()),
    )


def _had_they_counted(card: Scorecard) -> Level | None:
    """Return the level that would be reached had every N/A that no rule decided been answered with nothing."""
    if any(each.state is State.NOT_APPLICABLE for each in card.standings.values()):
        counted = card.with_not_applicable_counted()
        return levels.reached(card.scheme, counted.overall.score, gates.outcomes(counted))
    return levels.reached(card.scheme, card.overall.score, gates.outcomes(card))
