"""The colours and dashes of every figure, by what they mean.

A role (``own``, ``peer``, ``target`` …) has a colour for light paper and one for a dark page. The light one is written
into the drawing as a presentation attribute, because a PDF renderer sees no page style sheet; beside it stands a class
(``f-own`` for a fill, ``s-own`` for a stroke) by which ``dark_rules()`` lets a web page redraw the figure for the dark.

The hues (blue, burnt orange, blue-green, vermilion) stay apart under protanopia, deuteranopia and tritanopia, and the
roles that meet in one figure differ in lightness, so that grey print keeps them apart. No meaning rests on colour
alone: each also has a dash, a marker, a hatch or a printed word.
"""

from __future__ import annotations

from typing import Final

# role: (on light paper, on a dark page)
COLOURS: Final[dict[str, tuple[str, str]]] = {
    "ink": ("#1c252e", "#e6ebef"),
    "muted": ("#55616d", "#a9b4be"),
    "axis": ("#98a3ad", "#6c7883"),
    "grid": ("#dde2e7", "#38424c"),
    "paper": ("#ffffff", "#14191e"),
    "own": ("#1d4f7c", "#86b9e6"),
    "own-soft": ("#c9dbea", "#27465f"),
    "peer": ("#6f7b86", "#9aa6b1"),
    "peer-soft": ("#e3e7eb", "#2c353e"),
    "target": ("#a8540b", "#f0a35e"),
    "good": ("#14705a", "#63c9ae"),
    "bad": ("#b03a1e", "#f28d73"),
    "level-1": ("#f9fafc", "#1a2128"),
    "level-2": ("#f1f5f9", "#202a33"),
    "level-3": ("#e8eff5", "#26333f"),
    "level-4": ("#dee8f1", "#2d3e4d"),
    "level-5": ("#d3e0ec", "#344a5c"),
    "score-1": ("#f1f5f9", "#1d2730"),
    "score-2": ("#d3e1ee", "#25384a"),
    "score-3": ("#a6c4dd", "#2f5070"),
    "score-4": ("#6b9cc4", "#6b9cc4"),
    "score-5": ("#27639a", "#a6cdf0"),
    "on-score-1": ("#1c252e", "#e6ebef"),
    "on-score-2": ("#1c252e", "#e6ebef"),
    "on-score-3": ("#1c252e", "#ffffff"),
    "on-score-4": ("#1c252e", "#14191e"),
    "on-score-5": ("#ffffff", "#14191e"),
    "less-2": ("#cf7a2c", "#d98a45"),
    "less-1": ("#f3d3b1", "#5e3f20"),
    "more-1": ("#c3d8ea", "#27465f"),
    "more-2": ("#6b9cc4", "#6b9cc4"),
    "on-less-2": ("#1c252e", "#14191e"),
    "on-less-1": ("#1c252e", "#e6ebef"),
    "on-more-1": ("#1c252e", "#e6ebef"),
    "on-more-2": ("#1c252e", "#14191e"),
}

DASHES: Final[dict[str, str]] = {"target": "6 3", "peer": "1.5 2.5", "threshold": "4 2 1 2", "open": "2 2"}
"""Dash patterns by meaning, px of line and gap."""


def fill(role: str) -> dict[str, str]:
    """Return the attributes that fill a shape in the colour of ``role`` and leave its edge undrawn."""
    return {"class": f"f-{role}", "fill": COLOURS[role][0]}


def stroke(role: str, width: float = 1.0, dash: str = "") -> dict[str, str]:
    """Return the attributes that draw a line of ``width`` px in the colour of ``role`` and fill nothing."""
    line = {"class": f"s-{role}", "fill": "none", "stroke": COLOURS[role][0], "stroke-width": f"{width:g}"}
    return line | ({"stroke-dasharray": DASHES[dash]} if dash else {})


def outlined(inside: str, edge: str, width: float = 1.0) -> dict[str, str]:
    """Return the attributes of a shape filled with one role and edged with another."""
    return stroke(edge, width) | {"class": f"f-{inside} s-{edge}", "fill": COLOURS[inside][0]}


def dark_rules(selector: str = ".assess-figure") -> str:
    """Return the CSS rules that redraw every figure under ``selector`` for a dark page.

    Put them into the page's style sheet, within the media query or under the class that means dark there.
    """
    rules = [
        f"{selector} .f-{role}, {selector}.f-{role} {{ fill: {dark} }}\n{selector} .s-{role} {{ stroke: {dark} }}"
        for role, (_, dark) in COLOURS.items()
    ]
    return "\n".join(rules) + "\n"
