"""The pairs an expert judged: ``[[leadership, strategy, 2], [leadership, resources, 1/3]]``.

A value is written ``4``, ``0.25`` or ``1/4`` and lies between 1/9 and 9. A pair is judged once, whichever way round; together the pairs
must connect all items, or nothing could be said about the islands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from assess.method.ahp import incomplete, scale
from assess.platform.documents import Document
from assess.platform.faults import Fault
from assess.weighting.judgements import Comparison

Path_ = tuple[str | int, ...]
_NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:/\s*([0-9]+(?:\.[0-9]+)?)\s*)?\Z", re.ASCII)
_FORM = "[first, second, value]: first matters value times as much as second"


def parse(document: Document, path: Path_, value: Any, items: Sequence[str]) -> tuple[tuple[Comparison, ...], list[Fault]]:
    """Return the comparisons in the value at ``path`` of a document, and all faults in them."""
    if not isinstance(value, list):
        return (), [document.fault(path, "this is not a list of pairs", f"pairs: [{_FORM.split(':')[0]}]")]
    faults: list[Fault] = []
    found: dict[int, Comparison] = {}
    for index, entry in enumerate(value):
        wrong = _wrong(entry, items)
        if wrong:
            faults += [document.fault((*path, index), *fault) for fault in wrong]
        else:
            found[index] = Comparison(entry[0], entry[1], ratio(entry[2]) or 1.0)
    faults += _repeated(document, path, found)
    if not faults:
        faults += _unconnected(document, path, found, items)
    return tuple(found.values()), faults


def ratio(value: object) -> float | None:
    """Read a judgement: a number, or text like ``1/4``; None when it is neither a number nor positive.

    >>> ratio("1/4"), ratio(4), ratio("a lot"), ratio("1/0")
    (0.25, 4.0, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if value > 0 else None
    match = _NUMBER.match(value) if isinstance(value, str) and len(value) <= 40 else None
    if match is None or float(match[2] or 1) == 0.0:
        return None
    return float(match[1]) / float(match[2] or 1) or None


def _wrong(entry: Any, items: Sequence[str]) -> list[tuple[str, str]]:
    """Return everything that is wrong with one pair by itself, with what would be right."""
    if not isinstance(entry, list) or len(entry) != 3:
        return [("this is not a pair with its value", _FORM)]
    first, second, value = entry
    faults = [_unknown(item, items) for item in (first, second) if item not in items]
    if first == second:
        faults.append((f"{first} is compared with itself", "compare two different items"))
    judged = ratio(value)
    if judged is None:
        faults.append((f"{_short(value)} is not a positive number", "a value from 1/9 to 9, written 4, 0.25 or 1/4"))
    elif not scale.contains(judged):
        nearest = scale.written(scale.nearest(judged))
        faults.append((f"{_short(value)} is outside the scale from 1/9 to 9", f"the nearest value is {nearest}"))
    return faults


def _unknown(item: object, items: Sequence[str]) -> tuple[str, str]:
    near = difflib.get_close_matches(str(item), items, n=1)
    hint = f"did you mean {near[0]}?" if near else f"one of: {', '.join(items)}"
    return f"{_short(item)} is not one of the items", hint


def _repeated(document: Document, path: Path_, found: dict[int, Comparison]) -> list[Fault]:
    """Return a fault for every pair that was judged before, in the same direction or the other."""
    faults = []
    before: dict[frozenset[str], tuple[int, Comparison]] = {}
    for index, pair in found.items():
        key = frozenset((pair.first, pair.second))
        earlier_index, earlier = before.setdefault(key, (index, pair))
        if earlier_index == index:
            continue
        line = document.line((*path, earlier_index))
        same_way = earlier.value if earlier.first == pair.first else 1.0 / earlier.value
        said = f"{pair.first}, {pair.second} is {scale.written(pair.value)} here"
        if abs(same_way - pair.value) <= 1e-9 * pair.value:
            wrong = f"the pair {pair.first}, {pair.second} is judged twice (first on line {line})"
        else:
            earlier_said = f"{earlier.first}, {earlier.second} is {scale.written(earlier.value)} on line {line}"
            wrong = f"{said}, but {earlier_said}: the two contradict each other"
        faults.append(document.fault((*path, index), wrong, "keep one of the two"))
    return faults


def _unconnected(document: Document, path: Path_, found: dict[int, Comparison], items: Sequence[str]) -> list[Fault]:
    """Return a fault that names the islands, when the pairs leave any."""
    place = {item: index for index, item in enumerate(items)}
    given = np.eye(len(items), dtype=bool)
    for pair in found.values():
        i, j = place[pair.first], place[pair.second]
        given[i, j] = given[j, i] = True
    groups = incomplete.islands(given)
    if len(groups) == 1:
        return []
    named = " | ".join(", ".join(items[index] for index in group) for group in groups)
    pair_wanted = incomplete.next_pair(given) or (0, 1)
    first, second = (items[index] for index in pair_wanted)
    wrong = f"nothing connects these {len(groups)} islands of items: {named}"
    return [document.fault(path, wrong, f"judge a pair between them, for example {first} and {second}")]


def _short(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 40 else text[:37] + "…"
