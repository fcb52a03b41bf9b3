"""Pieces of a page that are drawn once, with slots for what changes: the words of a question are the same for everybody.

A template is rendered with ``slot("name")`` wherever something changes; what stands between the slots is kept, and filling them is joining.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

_EDGE = "\x1e"
"""A character that no text of a questionnaire has: control characters are faults there."""


def slot(name: str) -> Markup:
    """Return the mark of a slot; what fills it is written as it is, so whoever fills it escapes."""
    return Markup(f"{_EDGE}{name}{_EDGE}")


class Slotted:
    """A piece of a page with slots."""

    def __init__(self, rendered: str) -> None:
        self._pieces = rendered.split(_EDGE)
        self._names = self._pieces[1::2]

    def fill(self, values: Mapping[str, str]) -> Markup:
        """Return the piece with its slots filled; a slot without a value stays empty."""
        pieces = self._pieces.copy()
        get = values.get
        pieces[1::2] = [get(name, "") for name in self._names]
        return Markup("".join(pieces))
