"""Judgements files: from YAML to frozen values, once, with every fault found named by file, line and key.

The format is ``assess/judgements@1`` (docs/formats.md). A node has one of three: ``experts`` with their pairs, ``weights`` entered
directly, or ``default: true``. What one node can show is checked here; what only the whole hierarchy shows — cycles, two parents, a tree
that does not fit the questionnaire — in ``assess.weighting.tree``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assess.method.ahp.hierarchy import MOST_SIBLINGS
from assess.platform import documents
from assess.platform.documents import Document
from assess.platform.faults import Fault, Faults
from assess.weighting import pairs, tree
from assess.weighting.judgements import Expert, Judgements, Node

FORMAT = "assess/judgements@1"
LONGEST_NAME = 200
Path_ = tuple[str | int, ...]


def read(source: Path | Document, *, children: Mapping[str, Sequence[str]] | None = None) -> Judgements:
    """Read a judgements file; with ``children`` (the items of every parent of a questionnaire) it must fit that tree.

    Raises Faults with everything that is wrong with the file.
    """
    return parse(documents.read(source) if isinstance(source, Path) else source, children=children)


def parse(document: Document, *, children: Mapping[str, Sequence[str]] | None = None) -> Judgements:
    """Turn a document into judgements; see ``read``."""
    reading = _Reading(document)
    nodes = reading.nodes()
    reading.faults += tree.faults(document, nodes)
    if children is not None:
        reading.faults += tree.misfits(document, nodes, children)
    if reading.faults:
        raise Faults(sorted(reading.faults, key=lambda fault: int(fault.place or 0)))
    return Judgements(tuple(nodes.values()))


class _Reading:
    """One pass over one document; collects faults instead of stopping at the first."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = []

    def nodes(self) -> dict[int, Node]:
        """Return the nodes that could be read, by their place in the file."""
        top = self._mapping((), self.document.value, required=("format", "nodes"))
        if top is None:
            return {}
        if top.get("format", FORMAT) != FORMAT:
            self._fault(("format",), f"this is {top['format']!r}, not a judgements file", f"format: {FORMAT}")
        entries = self._list(("nodes",), top.get("nodes"), "nodes") if "nodes" in top else []
        found = {index: self._node(("nodes", index), entry) for index, entry in enumerate(entries)}
        return {index: node for index, node in found.items() if node is not None}

    def _node(self, path: Path_, value: Any) -> Node | None:
        keys = self._mapping(path, value, required=("parent", "items"), optional=("experts", "weights", "default"))
        if keys is None:
            return None
        parent = self._name((*path, "parent"), keys["parent"]) if "parent" in keys else None
        items = self._items((*path, "items"), keys["items"]) if "items" in keys else None
        ways = [way for way in ("experts", "weights", "default") if way in keys]
        if len(ways) != 1:
            said = " and ".join(ways) if ways else "no weights"
            self._fault(path, f"the node has {said}", "give one of: experts with pairs, weights, or default: true")
        if parent is None or items is None:
            return None
        experts = self._experts((*path, "experts"), keys["experts"], items) if "experts" in keys else ()
        entered = self._entered((*path, "weights"), keys["weights"], items) if "weights" in keys else None
        if keys.get("default", True) is not True:
            self._fault((*path, "default"), f"{keys['default']!r} is not true", "default: true, or leave the key out")
        return Node(parent, items, experts, entered)

    def _items(self, path: Path_, value: Any) -> tuple[str, ...] | None:
        entries = self._list(path, value, "items")
        names = [self._name((*path, index), entry) for index, entry in enumerate(entries)]
        for index in _repeated(names):
            self._fault((*path, index), f"{names[index]} stands in the list twice", "name every item once")
        if len(names) > MOST_SIBLINGS:
            self._fault(
                path,
                f"{len(names)} items are too many to compare with one another (at most {MOST_SIBLINGS})",
                f"cluster them: {-(-len(names) // MOST_SIBLINGS)} or more groups under this parent, each the parent of its items",
            )
        good = tuple(dict.fromkeys(name for name in names if name is not None))
        return good if good and len(good) == len(names) <= MOST_SIBLINGS else None

    def _experts(self, path: Path_, value: Any, items: tuple[str, ...]) -> tuple[Expert, ...]:
        entries = self._list(path, value, "experts")
        found = [self._expert((*path, index), entry, items) for index, entry in enumerate(entries)]
        names = [expert.name if expert else None for expert in found]
        for index in _repeated(names):
            self._fault((*path, index, "name"), f"{names[index]} stands in this node twice", "give every expert one entry")
        return tuple(expert for expert in found if expert is not None)

    def _expert(self, path: Path_, value: Any, items: tuple[str, ...]) -> Expert | None:
        keys = self._mapping(path, value, required=("name", "pairs"), optional=("weight",))
        if keys is None:
            return None
        name = self._name((*path, "name"), keys["name"]) if "name" in keys else None
        weight = self._positive((*path, "weight"), keys.get("weight", 1))
        if "pairs" not in keys:
            return None
        comparisons, faults = pairs.parse(self.document, (*path, "pairs"), keys["pairs"], items)
        self.faults += faults
        return None if name is None or weight is None else Expert(name, comparisons, weight)

    def _entered(self, path: Path_, value: Any, items: tuple[str, ...]) -> dict[str, float] | None:
        keys = self._mapping(path, value, required=items)
        if keys is None:
            return None
        found = {item: self._positive((*path, item), keys[item]) for item in items if item in keys}
        return {item: weight for item, weight in found.items() if weight is not None}

    def _mapping(self, path: Path_, value: Any, *, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Any] | None:
        """Return a mapping that has no unknown key; name the keys that are missing."""
        if not isinstance(value, dict):
            self._fault(path, f"{_shown(value)} is not a mapping", f"keys: {', '.join((*required, *optional))}")
            return None
        allowed = (*required, *optional)
        for key in value:
            if key not in allowed:
                self._fault((*path, key), "unknown key", _did_you_mean(key, allowed))
        for key in required:
            if key not in value:
                self._fault(path, f"{key} is missing", f"add `{key}:`")
        return value

    def _list(self, path: Path_, value: Any, what: str) -> list[Any]:
        if isinstance(value, list) and value:
            return value
        self._fault(path, f"{_shown(value)} is not a list of {what}", f"at least one of the {what}")
        return []

    def _name(self, path: Path_, value: Any) -> str | None:
        if not isinstance(value, str) or not value.strip():
            self._fault(path, f"{_shown(value)} is not a name", "write a word; a number needs quotes")
        elif not value.isprintable() or len(value) > LONGEST_NAME:
            self._fault(path, "the name has control characters or is too long", f"at most {LONGEST_NAME} plain characters")
        else:
            return value
        return None

    def _positive(self, path: Path_, value: Any) -> float | None:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1e9:
            return float(value)
        self._fault(path, f"{_shown(value)} is not a positive number", "a number above 0")
        return None

    def _fault(self, path: Path_, wrong: str, right: str) -> None:
        self.faults.append(self.document.fault(path, wrong, right))


def _repeated(names: Sequence[str | None]) -> list[int]:
    """Return the places of names that stood in the list before."""
    first: dict[str, int] = {}
    return [index for index, name in enumerate(names) if name is not None and first.setdefault(name, index) != index]


def _shown(value: Any) -> str:
    """Show a value of a file in a message, shortened."""
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 40 else text[:37] + "…"


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
