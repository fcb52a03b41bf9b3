"""What was judged: a hierarchy of nodes, each weighed by experts, entered directly, or left at its default.

These are the recorded opinions, unchanged; what follows from them is computed elsewhere (``assess.weighting.service``). A comparison
says that the first item matters ``value`` times as much as the second. Whatever order a file has them in, calculations go through
items and experts in the order of their names, so that the same opinions give the same weights to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assess.method.ahp.eigenvector import FloatArray


class Kind(StrEnum):
    """Where the weights of a node come from."""

    DEFAULT = "default"
    ENTERED = "entered"
    JUDGED = "judged"
    PARTLY_JUDGED = "partly_judged"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``first`` matters ``value`` times as much as ``second``; 1/9 to 9."""

    first: str
    second: str
    value: float


@dataclass(frozen=True, slots=True)
class Expert:
    """One person's judgements on the items of one node, and the say (any positive number) this person has in it."""

    name: str
    comparisons: tuple[Comparison, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Node:
    """The items that share a parent. With experts they are judged; with ``entered`` (any positive numbers) the weights were typed in;
    with neither they keep their default.
    """

    parent: str
    items: tuple[str, ...]
    experts: tuple[Expert, ...] = ()
    entered: Mapping[str, float] | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """The items in the order of calculation."""
        return tuple(sorted(self.items))

    @property
    def panel(self) -> tuple[Expert, ...]:
        """The experts in the order of calculation."""
        return tuple(sorted(self.experts, key=lambda expert: expert.name))

    @property
    def kind(self) -> Kind:
        """Where the weights come from; partly judged as soon as one expert left out one pair."""
        if self.experts:
            pairs = len(self.items) * (len(self.items) - 1) // 2
            complete = all(len(expert.comparisons) == pairs for expert in self.experts)
            return Kind.JUDGED if complete else Kind.PARTLY_JUDGED
        return Kind.DEFAULT if self.entered is None else Kind.ENTERED


@dataclass(frozen=True, slots=True)
class Judgements:
    """All nodes of one judgements file, or of one weight set."""

    nodes: tuple[Node, ...]

    @property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The items of every parent, in order."""
        return {node.parent: node.items for node in self.nodes}


def matrix(expert: Expert, order: Sequence[str]) -> FloatArray:
    """Return an expert's reciprocal matrix (n, n) over the items in ``order``; NaN where a pair was not judged."""
    place = {item: index for index, item in enumerate(order)}
    result = np.full((len(order), len(order)), np.nan)
    np.fill_diagonal(result, 1.0)
    for comparison in expert.comparisons:
        i, j = place[comparison.first], place[comparison.second]
        result[i, j] = comparison.value
        result[j, i] = 1.0 / comparison.value
    return result


def matrices(node: Node) -> FloatArray:
    """Return the matrices (m, n, n) of a node's ``panel`` over its items in ``order``; NaN where a pair was not judged."""
    return np.array([matrix(expert, node.order) for expert in node.panel]).reshape(-1, len(node.items), len(node.items))


def shares(node: Node) -> FloatArray:
    """Return the say (m,) of a node's ``panel``, summing to one."""
    weights = np.array([expert.weight for expert in node.panel])
    return np.asarray(weights / weights.sum())
