"""Spoiling plain data at random: what people, programs and accidents do to files."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

_SCALARS = [None, True, False, 0, -1, 7, 2.5, 1e300, 10**18, "", " ", "x", "L1.1", "maturity", "2026-02-30", "=1+1", "\u202e", "a@1"]
_COMPOUND = [[], [1], [[]], ["a", 1], [None], {}, {"a": 1}, {"en": 1}, [{}], [{"id": 1}], {"id": {}}]
JUNK = st.sampled_from([*_SCALARS, "customer-management@1", *_COMPOUND])


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of everything inside plain data."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for step, each in inside:
        found += paths(each, (*path, step))
    return found


@st.composite
def spoilt(draw: st.DrawFn, plain: Any, most: int = 3) -> Any:
    """Return a copy with up to ``most`` values replaced by junk, removed, or renamed."""
    result = copy.deepcopy(plain)
    for _ in range(draw(st.integers(1, most))):
        path = draw(st.sampled_from(paths(result) or [()]))
        if not path:
            break
        holder = result
        for step in path[:-1]:
            holder = holder[step]
        match draw(st.integers(0, 5)):
            case 0:
                del holder[path[-1]]
            case 1 if isinstance(holder, dict):
                holder[draw(st.sampled_from(["id", "kind", "x", "item", "to", "anchors", "level", "L1.1"]))] = holder.pop(path[-1])
            case 2 if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            case _:
                holder[path[-1]] = copy.deepcopy(draw(JUNK))  # what is drawn is shared; it may be spoilt further
    return result
