"""What only the whole hierarchy shows: a parent named twice, an item with two parents, a cycle, a tree that is not the questionnaire's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assess.method.ahp import hierarchy
from assess.platform.documents import Document
from assess.platform.faults import Fault
from assess.weighting.judgements import Node


def faults(document: Document, nodes: Mapping[int, Node]) -> list[Fault]:
    """Return what makes the nodes, by their place in the document, no hierarchy."""
    found: list[Fault] = []
    node_of: dict[str, int] = {}
    item_place: dict[str, tuple[str, int]] = {}
    for index, node in nodes.items():
        first = node_of.setdefault(node.parent, index)
        if first != index:
            wrong = f"{node.parent} is already the parent of the node on line {document.line(('nodes', first, 'parent'))}"
            found.append(document.fault(("nodes", index, "parent"), wrong, "one node a parent"))
            continue
        for place, item in enumerate(node.items):
            path = ("nodes", index, "items", place)
            parent, first_line = item_place.setdefault(item, (node.parent, document.line(path)))
            if parent != node.parent:
                wrong = f"{item} has two parents: {parent} (line {first_line}) and {node.parent}"
                found.append(document.fault(path, wrong, "an item stands under one parent"))
    return found + _cycles(document, nodes)


def misfits(document: Document, nodes: Mapping[int, Node], children: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Return where the nodes do not match a tree: a parent it does not have, or other items than it has."""
    found = []
    for index, node in nodes.items():
        expected = children.get(node.parent)
        if expected is None:
            wrong = f"the questionnaire has no {node.parent} with parts to weigh"
            found.append(document.fault(("nodes", index, "parent"), wrong, f"one of: {', '.join(children)}"))
            continue
        strange = [item for item in node.items if item not in expected]
        absent = [item for item in expected if item not in node.items]
        if strange or absent:
            parts = [f"{', '.join(strange)} not under {node.parent}"] if strange else []
            parts += [f"{', '.join(absent)} missing"] if absent else []
            right = f"items: [{', '.join(expected)}]"
            found.append(document.fault(("nodes", index, "items"), "; ".join(parts), right))
    return found


def _cycles(document: Document, nodes: Mapping[int, Node]) -> list[Fault]:
    children: dict[str, tuple[str, ...]] = {}
    place: dict[str, int] = {}
    for index, node in nodes.items():
        children.setdefault(node.parent, node.items)
        place.setdefault(node.parent, index)
    return [
        document.fault(
            ("nodes", place[cycle[0]], "parent"),
            f"the parents run in a circle: {' → '.join(cycle)}",
            "no item stands above itself",
        )
        for cycle in hierarchy.cycles(children)
    ]
