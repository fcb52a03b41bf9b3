"""Several experts, one set of weights.

Two roads lead there. The group becomes one new individual when its *judgements* are averaged, pair by pair; it stays a group of
individuals when each one's *priorities* are averaged. The geometric mean is the only average that keeps reciprocal judgements reciprocal
(Aczél & Saaty 1983), so both roads use it, weighted by the say of each expert.

Averaging hides conflict: two experts who contradict each other flatly make a perfectly consistent group. The consensus indicator shows
it, and is always shown beside the group's consistency ratio.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assess.method.ahp import incomplete
from assess.method.ahp.consistency import Weighing, Weighings, weigh_many
from assess.method.ahp.eigenvector import FloatArray

HIGHEST_JUDGEMENT = 9


@dataclass(frozen=True, slots=True)
class GroupWeighing:
    """What a group of experts makes of one set of items.

    ``matrix`` (n, n) holds the group's judgements, the geometric mean of the experts'; ``together`` is its weighing, ``experts`` are those
    of each one. ``consensus`` is S*, 0..1 (1 for a single expert).
    """

    matrix: FloatArray
    together: Weighing
    experts: Weighings
    consensus: float


def weigh_panels(panels: Mapping[str, FloatArray], shares: Mapping[str, FloatArray]) -> dict[str, GroupWeighing]:
    """Return the eigenvector weights, consistency and consensus of several groups of experts, by name.

    ``panels`` gives the experts' matrices (m, n, n) of every set of items, ``shares`` the say (m,) of its experts. Sets of one shape are
    handled together, which changes nothing but the speed. Raises DisconnectedError when an expert's judgements do not connect all items.
    """
    shapes: dict[tuple[int, ...], list[str]] = {}
    for name, matrices in panels.items():
        shapes.setdefault(matrices.shape, []).append(name)
    found: dict[str, GroupWeighing] = {}
    for names in shapes.values():
        found.update(_weigh_alike(names, np.array([panels[n] for n in names]), np.array([shares[n] for n in names])))
    return found


def _weigh_alike(names: list[str], matrices: FloatArray, shares: FloatArray) -> dict[str, GroupWeighing]:
    """Weigh k groups of m experts on n items each: ``matrices`` (k, m, n, n), ``shares`` (k, m)."""
    groups, experts, size, _ = matrices.shape
    together = aggregate_judgements(matrices, shares)
    each = groups * experts
    # The experts' matrices first, then the groups': one pass over all of them.
    weighings = weigh_many(np.concatenate([matrices.reshape(each, size, size), together]))
    agreement = consensus(weighings.weights[:each].reshape(groups, experts, size)).tolist()
    return {
        name: GroupWeighing(together[k], weighings[each + k], weighings.rows(k * experts, (k + 1) * experts), agreement[k])
        for k, name in enumerate(names)
    }


def aggregate_judgements(matrices: FloatArray, shares: FloatArray) -> FloatArray:
    """Return the weighted geometric mean (…, n, n) of the experts' matrices (…, m, n, n); ``shares`` (…, m) are positive.

    A pair is averaged over those who judged it; where nobody did, it stays missing (NaN). Source: Aczél & Saaty (1983), Journal of
    Mathematical Psychology 27, 93-102 (AIJ: Forman & Peniwati 1998).
    """
    if matrices.shape[-3] == 1:
        return np.asarray(matrices[..., 0, :, :])
    logs = np.log(matrices)
    say = shares.sum(axis=-1)[..., None, None]
    if incomplete.any_missing(logs):
        missing = np.isnan(logs)
        logs = np.where(missing, 0.0, logs)
        say = np.einsum("...m,...mij->...ij", shares, np.where(missing, 0.0, 1.0))
        say[say == 0.0] = np.nan  # nobody judged
    total = np.einsum("...m,...mij->...ij", shares, logs)
    return np.asarray(np.exp((total - np.swapaxes(total, -1, -2)) / (2.0 * say)))


def aggregate_priorities(priorities: FloatArray, shares: FloatArray) -> FloatArray:
    """Return the weighted geometric mean (n,) of the experts' weights (m, n), summing to one; ``shares`` (m,) are positive.

    Source: Forman & Peniwati (1998), European Journal of Operational Research 108, 165-169 (AIP).
    """
    if len(priorities) == 1:
        return np.asarray(priorities[0])
    logs = (shares[:, None] * np.log(priorities)).sum(axis=0) / shares.sum()
    means = np.exp(logs - logs.max())
    return np.asarray(means / means.sum())


def consensus(priorities: FloatArray) -> FloatArray:
    """Return how far experts agree on their weights (…, m, n), all positive: 1 when all give the same ones.

    It is 0 when each prefers another item to the utmost. Shannon entropies split the diversity of weights into alpha (within
    experts) and beta (between them): S* = (exp(-H_beta) - c) / (1 - c), c = exp(H_alpha,min) / n, where H_alpha,min is the entropy of an
    expert who judges one item nine times as important as all others. Every expert counts once. Source: Goepel (2013), Proceedings of
    the ISAHP; Goepel (2018), International Journal of the Analytic Hierarchy Process 10(3), after Jost (2007).

    >>> float(consensus(np.array([[.4, .3, .2, .1], [.3, .4, .2, .1], [.25, .25, .3, .2]])).round(4))
    0.9427
    """
    experts, size = priorities.shape[-2:]
    if experts == 1 or size == 1:
        return np.ones(priorities.shape[:-2])
    mean = priorities.sum(axis=-2) / experts
    gamma = -np.einsum("...i,...i->...", mean, np.log(mean))
    alpha = -np.einsum("...mi,...mi->...", priorities, np.log(priorities)) / experts
    most = HIGHEST_JUDGEMENT / (size + HIGHEST_JUDGEMENT - 1)
    rest = 1 / (size + HIGHEST_JUDGEMENT - 1)
    floor = math.exp(-most * math.log(most) - (size - 1) * rest * math.log(rest)) / size
    return np.asarray(np.minimum(1.0, np.maximum(0.0, (np.exp(alpha - gamma) - floor) / (1.0 - floor))))
