"""From weights among siblings to weights of the whole.

Items that share a parent are weighed against each other; an item may be the parent of others. Its global weight is the product of the
local weights on the path from the root, so the leaves under a root sum to one. A tree has no cycles, an item has one parent, and nobody
can compare more than nine things at a time: a longer list is clustered first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

MOST_SIBLINGS = 9
"""Source: Saaty & Ozdemir (2003), Mathematical and Computer Modelling 38, 233-244 (why the magic number seven plus or minus two)."""

Children = Mapping[str, Sequence[str]]
"""The items of every parent."""


def roots(children: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the parents that are nobody's item, in order."""
    items: set[str] = set().union(*children.values())
    return tuple([parent for parent in children if parent not in items])


def leaves(children: Children, root: str) -> tuple[str, ...]:
    """Return the items below a root that are no parents, in order."""
    found = []
    pending = [root]
    while pending:
        item = pending.pop()
        if item in children:
            pending.extend(reversed(children[item]))
        else:
            found.append(item)
    return tuple(found)


def cycles(children: Children) -> tuple[tuple[str, ...], ...]:
    """Return the cycles of parents, each once, as the path that comes back to where it began.

    >>> cycles({"a": ["b"], "b": ["a", "c"]})
    (('a', 'b', 'a'),)
    """
    found: list[tuple[str, ...]] = []
    finished: set[str] = set()
    for start in children:
        place: dict[str, int] = {}  # the path from the start to here, in order
        pending = [(start, False)]  # with a mark when everything below has been seen; no recursion, however deep the tree
        while pending:
            item, leaving = pending.pop()
            if leaving:
                del place[item]
                finished.add(item)
            elif item in place:
                found.append((*list(place)[place[item] :], item))
            elif item in children and item not in finished:
                place[item] = len(place)
                pending.append((item, True))
                pending.extend((child, False) for child in reversed(children[item]))
    return tuple(found)


def path_weights(local: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return the global weight of every item, parents and leaves: the product of the local weights on its path.

    ``local`` gives, for every parent, the weights of its items. Raises ValueError for a cycle of parents or an item with two.
    """
    parents, below = _walked(local)
    top = roots(local)
    return {parent: weight for parent, weight in parents if parent not in top} | below


def global_weights(local: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return the global weight of every leaf, the items that are no parents; under each root they sum to one.

    >>> global_weights({"goal": {"a": 0.6, "b": 0.4}, "a": {"a1": 0.5, "a2": 0.5}})
    {'b': 0.4, 'a1': 0.3, 'a2': 0.3}
    """
    return _walked(local)[1]


def _walked(local: Mapping[str, Mapping[str, float]]) -> tuple[list[tuple[str, float]], dict[str, float]]:
    """Return all parents with their global weights, level by level, and the global weights of the leaves."""
    parents = [(root, 1.0) for root in roots(local)]
    below: dict[str, float] = {}
    for parent, weight in parents:  # grows while it is walked
        for item, share in local[parent].items():
            if item in local:
                parents.append((item, weight * share))
            else:
                below[item] = weight * share
    if len(parents) != len(local):
        raise ValueError("the hierarchy has a cycle of parents, or an item with two")
    return parents, below


def displayed(weights: Mapping[str, float], *, decimals: int = 1) -> dict[str, float]:
    """Return the weights as percentages rounded so that they still sum to 100.0 (largest remainder, Hamilton's method).

    ``weights`` sum to one. Every percentage is its exact value rounded down or up; of equal remainders the larger weight, then the
    first id, is rounded up.

    >>> displayed({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    {'a': 33.4, 'b': 33.3, 'c': 33.3}
    """
    units = 100 * 10**decimals
    # Nine digits, so that thirds that differ in the last bit are ties.
    exact = {item: round(weight * units, 9) for item, weight in weights.items()}
    whole = {item: int(value) for item, value in exact.items()}
    left = units - sum(whole.values())
    by_remainder = sorted(exact, key=lambda item: (-round(exact[item] - whole[item], 9), -exact[item], item))
    for item in by_remainder[:left]:
        whole[item] += 1
    return {item: count / 10**decimals for item, count in whole.items()}
