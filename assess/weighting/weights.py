"""What follows from judgements: weights, how consistent they are, how far the experts agree, and what to look at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assess.method.ahp import consistency
from assess.weighting.judgements import Judgements, Kind


class Method(StrEnum):
    """How weights are read from a matrix."""

    EIGENVECTOR = "eigenvector"
    GEOMETRIC_MEAN = "geometric-mean"


class Aggregate(StrEnum):
    """What of several experts is averaged: their judgements, pair by pair, or the weights that follow from each."""

    JUDGEMENTS = "judgements"
    PRIORITIES = "priorities"


@dataclass(frozen=True, slots=True)
class Consistency:
    """How far a set of judgements on ``size`` items, ``missing`` pairs of which were left out, contradicts itself.

    ``ratio`` is by the table named in ``random_index``; ``ratio_saaty_1980`` is None where Saaty's table ends.
    """

    size: int
    missing: int
    lambda_max: float
    index: float
    ratio: float
    ratio_saaty_1980: float | None
    geometric_index: float
    random_index: str = consistency.ALONSO_LAMATA

    @property
    def limit(self) -> float:
        """The highest ratio that is accepted for this number of items."""
        return consistency.limit(self.size)

    @property
    def consistent(self) -> bool:
        """Whether the unrounded ratio is within the limit."""
        return self.ratio <= self.limit


@dataclass(frozen=True, slots=True)
class Advice:
    """A judgement that the expert's others contradict: ``first`` was given as ``given`` times ``second``, the others imply ``implied``.

    ``suggested`` is the value of the scale nearest to that; ``error`` is max(e, 1/e), e = given / implied.
    """

    expert: str
    first: str
    second: str
    given: float
    implied: float
    suggested: float
    error: float


@dataclass(frozen=True, slots=True)
class ExpertWeights:
    """What one expert's judgements say. ``share`` is the say in the group, 0..1; ``next_pair`` the judgement that would tell most."""

    name: str
    share: float
    weights: Mapping[str, float]
    consistency: Consistency
    advice: tuple[Advice, ...]
    next_pair: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class NodeWeights:
    """The local weights of the items of one parent, summing to one.

    ``consistency`` (of the group's averaged judgements), ``geometric_mean`` and what concerns experts are None or empty where the
    weights are a default or were entered; ``consensus`` is None without a second expert.
    """

    parent: str
    kind: Kind
    weights: Mapping[str, float]
    consistency: Consistency | None = None
    geometric_mean: Mapping[str, float] | None = None
    consensus: float | None = None
    experts: tuple[ExpertWeights, ...] = ()
    advice: tuple[Advice, ...] = ()
    next_pair: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class HierarchyWeights:
    """The weights of a whole hierarchy and the judgements they rest on.

    ``global_weights`` holds the leaves (under each root they sum to one), ``path_weights`` every item, parents included.
    """

    nodes: Mapping[str, NodeWeights]
    global_weights: Mapping[str, float]
    path_weights: Mapping[str, float]
    judgements: Judgements
    method: Method = Method.EIGENVECTOR
    aggregate: Aggregate = Aggregate.JUDGEMENTS

    @property
    def consistent(self) -> bool:
        """Whether the judgements of every node, and of every expert in it, are within their limits."""
        parts = [node.consistency for node in self.nodes.values()]
        parts += [expert.consistency for node in self.nodes.values() for expert in node.experts]
        return all(part is None or part.consistent for part in parts)
