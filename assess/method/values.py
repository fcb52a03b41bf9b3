"""What an answer is worth: a value in 0..1, claimed and verified.

*Claimed* is what the organisation says. *Verified* is what its evidence carries, and never more than the claim. For a maturity item the
evidence is a ladder: nothing carries level 1, documents 2, with an interview, an observation or a test 3, with sampled records or data 4,
with a trend and a comparison 5; each rung needs those below it. The other kinds have only the foot of that ladder: without any evidence
at most 0.2 is verified, on somebody's word (an interview) at most 0.4, and a document, data, a sample, a test or an observation carries
the value as it stands (docs/decisions/0001). A percentage given as conforming ÷ sampled records is itself a sample.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from assess.method.answers import Answer, Evidence, Given
from assess.method.questionnaire import Item, Kind, Metric, Target
from assess.method.tree import HIGHEST_LEVEL

_NOTHING = 0.2
_A_WORD = 0.4
_CARRIES = frozenset({"document", "data", "sampling", "test", "observation", "assessment"})
_WITNESSED = frozenset({"interview", "observation", "test"})


def value(item: Item, given: Given) -> float:
    """Return the value 0..1 of what was given for an item: level ÷ 5, 0 or 1, an option's value, a share, or a metric's value function.

    A metric that is not measured is worth 0: an organisation that does not know cannot show. Raises ValueError when what was given does
    not answer the item.

    >>> value(Item("L1.1", Kind.MATURITY), Given(level=3))
    0.6
    """
    match item.kind:
        case Kind.MATURITY if given.level is not None and 0 <= given.level <= HIGHEST_LEVEL:
            return given.level / HIGHEST_LEVEL
        case Kind.YES_NO if given.yes is not None:
            return 1.0 if given.yes else 0.0
        case Kind.CHOICE if given.choice is not None:
            return _option(item, given.choice)
        case Kind.PERCENT if (percent := percentage(given)) is not None and 0 <= percent <= 100:
            # A sample is divided once: 31 of 50 is 0.62, not what is left of it after a detour over 100.
            return percent / 100 if given.sampled is None or given.conforming is None else given.conforming / given.sampled
        case Kind.METRIC if given.value is not None and item.metric is not None:
            return on_metric(item.metric, given.value)
        case Kind.METRIC if given.not_measured:
            return 0.0
    raise ValueError(f"{given} does not answer {item.id}, which is of kind {item.kind}")


def percentage(given: Given) -> float | None:
    """Return the percentage 0..100 that was given, outright or as conforming ÷ sampled records; None where none was."""
    if given.percent is not None:
        return given.percent
    return 100 * given.conforming / given.sampled if given.conforming is not None and given.sampled else None


def on_metric(metric: Metric, measured: float) -> float:
    """Return the value 0..1 of a measurement in the metric's unit: linear between its points, flat outside.

    >>> on_metric(Metric("min", ((30, 0.0), (15, 0.6), (5, 1.0))), 22.5)
    0.3
    """
    points = sorted(metric.points)
    between = float(np.interp(measured, [x for x, _ in points], [y for _, y in points]))
    return min(1.0, max(0.0, between))  # interpolation may miss a point by the last bit


def of_target(item: Item, target: Target) -> float:
    """Return the value 0..1 of a point in the item's own terms: a level, True, an option's id, a percentage, a value in the unit."""
    match item.kind:
        case Kind.MATURITY:
            return float(target) / HIGHEST_LEVEL
        case Kind.YES_NO:
            return 1.0 if target else 0.0
        case Kind.CHOICE:
            return _option(item, str(target))
        case Kind.PERCENT:
            return float(target) / 100
        case Kind.METRIC if item.metric is not None:
            return on_metric(item.metric, float(target))
    raise ValueError(f"{item.id} has no metric")


def reaches(item: Item, given: Given, target: Target) -> bool:
    """Return whether what was given is at least as good as a point in the item's own terms.

    A measurement is compared in its unit, since the value function may be flat between two different ones.
    """
    if item.kind is Kind.METRIC and item.metric is not None and given.value is not None:
        return given.value >= float(target) if item.metric.higher_is_better else given.value <= float(target)
    return value(item, given) >= of_target(item, target)


def claimed(item: Item, answer: Answer) -> float:
    """Return the value 0..1 that the organisation claims. Raises ValueError where nothing, or not an answer to the item, was given."""
    if answer.given is None:
        raise ValueError(f"{item.id} was not answered")
    return value(item, answer.given)


def verified(item: Item, answer: Answer) -> float:
    """Return the value 0..1 that is verified: what the assessor found, else the claim, as far as the evidence carries.

    It is never above the claim. Raises ValueError as ``claimed`` does.
    """
    found = value(item, answer.verified) if answer.verified is not None else 1.0
    return min(claimed(item, answer), found, carried(item, answer))


def carried(item: Item, answer: Answer) -> float:
    """Return the highest value 0..1 that the evidence of an answer carries.

    >>> carried(Item("L1.1", Kind.MATURITY), Answer("L1.1", Given(level=4), evidence=(Evidence("document"), Evidence("interview"))))
    0.6
    """
    if item.kind is Kind.MATURITY:
        return rung(answer.evidence) / HIGHEST_LEVEL
    kinds = {evidence.kind for evidence in answer.evidence}
    if kinds & _CARRIES or is_sample(answer):
        return 1.0
    return _A_WORD if "interview" in kinds else _NOTHING


def rung(evidence: Iterable[Evidence]) -> int:
    """Return the highest maturity level 1..5 that evidence carries; each rung needs those below it. A sample must state its size."""
    kinds = {each.kind for each in evidence if each.kind != "sampling" or each.sample}
    if "assessment" in kinds:  # another assessment has weighed the evidence already; what it verified is what was found
        return HIGHEST_LEVEL
    if "document" not in kinds:
        return 1
    if not kinds & _WITNESSED:
        return 2
    if not kinds & {"sampling", "data"}:
        return 3
    return 5 if {"trend", "comparison"} <= kinds else 4


def is_sample(answer: Answer) -> bool:
    """Return whether the answer was counted in sampled records, by the organisation or by the assessor."""
    return any(given is not None and given.sampled is not None for given in (answer.given, answer.verified))


def evidenced(answer: Answer) -> bool:
    """Return whether an answer carries evidence of any kind."""
    return bool(answer.evidence) or is_sample(answer)


def _option(item: Item, option_id: str) -> float:
    for option in item.options:
        if option.id == option_id:
            return option.value
    raise ValueError(f"{item.id} has no option {option_id}")
