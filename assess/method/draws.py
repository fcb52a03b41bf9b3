"""Random draws of what is uncertain in an assessment: judgements, samples, gaps.

*Judgements*: each expert's logarithmic judgements are perturbed by as much as that expert contradicts himself (the variance is his
geometric consistency index, never less than a floor), and the experts' say is drawn anew as if the panel had been invited again.
*Samples*: 31 conforming of 50 could have been 29; the share is drawn from its Beta(k + ½, n - k + ½) distribution. *Gaps*: an unanswered
item may have any answer. Every node and item has a random stream of its own, named after it, so nothing depends on the order of anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from assess.method import ahp
from assess.method.ahp.consistency import geometric_consistency_index
from assess.method.ahp.group import aggregate_judgements
from assess.method.answers import Given
from assess.method.questionnaire import Item, Kind
from assess.method.tree import HIGHEST_LEVEL, FloatArray

FLOOR = 0.05
"""The least variance of a logarithmic judgement: even who never contradicts himself means "twice" give or take a quarter."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The judgements of one node on ``items``: ``matrices`` (experts, n, n), NaN where none was given, and every expert's share of say.

    Items and experts stand in an order of their own (that of their names), since the draws follow it. ``factors`` are those by which
    packs multiply the judged weights.
    """

    items: tuple[str, ...]
    matrices: FloatArray
    shares: FloatArray
    factors: Mapping[str, float] = field(default_factory=dict)


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random stream of a node or an item: the same for the same seed and name, independent of all others."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=tuple(name.encode())))


def weights(parent: str, local: Mapping[str, float], panel: Panel | None, *, draws: int, seed: int) -> dict[str, FloatArray]:
    """Return drawn local weights (draws,) of the items of one node; those of a draw sum to one.

    ``local`` are the node's weights. Where nobody judged, they vary by the floor.
    """
    if len(local) == 1:
        return {item: np.ones(draws) for item in local}
    random = stream(seed, parent)
    if panel is None:
        items = tuple(sorted(local))
        drawn = np.array([local[item] for item in items]) * np.exp(np.sqrt(FLOOR) * random.standard_normal((draws, len(items))))
        drawn /= drawn.sum(axis=1, keepdims=True)
    else:
        items = panel.items
        drawn = judged(panel, random, draws)
        if any(factor != 1 for factor in panel.factors.values()):
            drawn = drawn * np.array([panel.factors.get(item, 1.0) for item in items])
            drawn /= drawn.sum(axis=1, keepdims=True)
    return {item: np.ascontiguousarray(drawn[:, index]) for index, item in enumerate(items)}


def judged(panel: Panel, random: np.random.Generator, draws: int) -> FloatArray:
    """Return drawn weights (draws, n) of the items of a panel.

    A judgement that was not given is taken as the others imply it, and perturbed like them. The group's judgement in a draw is centred on
    the group's own, whatever was left out by whom.
    """
    logs = np.array([ahp.completed(matrix) for matrix in panel.matrices])
    experts, size, _ = logs.shape
    upper = np.triu_indices(size, 1)
    pairs = logs[:, *upper]
    deviations = np.array([deviation(matrix) for matrix in panel.matrices])
    say = np.tile(panel.shares, (draws, 1))
    if experts > 1:
        say = random.multinomial(experts, panel.shares, size=draws) / experts
    centre = ahp.completed(aggregate_judgements(panel.matrices, panel.shares))[upper]
    spread = np.sqrt((say**2) @ (deviations**2))
    drawn = centre + (say - panel.shares) @ pairs + spread[:, None] * random.standard_normal((draws, len(upper[0])))
    ratios = np.ones((draws, size, size))
    ratios[:, *upper] = np.exp(drawn)
    ratios[:, *upper[::-1]] = np.exp(-drawn)
    return ahp.priorities_many(ratios)


def deviation(matrix: FloatArray) -> float:
    """Return the standard deviation of an expert's logarithmic judgements: the root of his geometric consistency index, or of the floor."""
    return float(np.sqrt(max(FLOOR, geometric_consistency_index(matrix, ahp.geometric_mean(matrix)))))


def sampled(item: str, given: Given, *, draws: int, seed: int) -> FloatArray:
    """Return drawn conforming shares (draws,) of a sample: Beta(k + ½, n - k + ½), Jeffreys' posterior of a proportion.

    Source: Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133.
    """
    conforming, size = given.conforming or 0, given.sampled or 0
    return stream(seed, item).beta(conforming + 0.5, size - conforming + 0.5, draws)


def any_answer(item: Item, *, draws: int, seed: int) -> FloatArray:
    """Return drawn values (draws,) 0..1 of an item that may be answered in any way its kind allows, each equally likely."""
    random = stream(seed, item.id)
    if item.kind is Kind.MATURITY:
        return random.integers(0, HIGHEST_LEVEL + 1, draws) / HIGHEST_LEVEL
    if item.kind is Kind.YES_NO:
        return random.integers(0, 2, draws).astype(np.float64)
    if item.kind is Kind.CHOICE:
        return np.array([option.value for option in item.options])[random.integers(0, len(item.options), draws)]
    return random.random(draws)
