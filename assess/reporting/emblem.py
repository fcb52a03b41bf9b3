"""The emblem of a level: a ring with as many arcs as the scheme has levels, those reached filled, and the level in its middle.

Stars schemes show their stars. It is drawn for the first page and the summary; it says in its title what it shows, and it never looks
like a seal: a seal belongs to a certificate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from assess.reporting.figures import palette, svg
from assess.reporting.values import Level

SIZE = 132.0
_RADIUS, _WIDTH, _GAP = 58.0, 9.0, 0.05


def draw(level: Level, *, prefix: str, language: str, fonts: Sequence[str]) -> str:
    """Return the emblem as SVG, ``SIZE`` px square."""
    title = escape(f"{level.label} · {level.title}" if level.title != level.label else level.label)
    family = ",".join(f"'{name}'" for name in fonts)
    middle = _stars(level) if level.family == "stars" else _number(level)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="assess-figure emblem" role="img" aria-labelledby="{prefix}-title" '
        f'lang="{language}" '
        f'viewBox="0 0 {SIZE:g} {SIZE:g}" width="{SIZE:g}" height="{SIZE:g}" font-family="{family}">'
        f'<title id="{prefix}-title">{title}</title>{_ring(level)}{middle}</svg>'
    )


def _ring(level: Level) -> str:
    """Draw one arc a level, clockwise from the top; the highest level closes the ring."""
    rows = level.rows
    share = 2 * math.pi / len(rows)
    arcs: dict[str, list[str]] = {"own": [], "peer-soft": []}
    for place, row in enumerate(rows):
        filled = level.reached is not None and row.level <= level.reached
        start, end = place * share + _GAP, (place + 1) * share - _GAP
        arcs["own" if filled else "peer-soft"].append(_arc(start, end))
    return "".join(
        f'<path class="s-{role}" d="{"".join(steps)}" fill="none" stroke="{palette.COLOURS[role][0]}" stroke-width="{_WIDTH:g}"/>'
        for role, steps in arcs.items()
        if steps
    )


def _arc(start: float, end: float) -> str:
    centre = SIZE / 2
    points = [(centre + _RADIUS * math.sin(angle), centre - _RADIUS * math.cos(angle)) for angle in (start, end)]
    (x, y), (to_x, to_y) = points
    large = int(end - start > math.pi)
    c = svg.coordinate
    return f"M{c(x)} {c(y)}A{_RADIUS:g} {_RADIUS:g} 0 {large} 1 {c(to_x)} {c(to_y)}"


def _number(level: Level) -> str:
    text = "–" if level.reached is None else str(level.reached)
    return (
        f'<text x="66" y="80" text-anchor="middle" font-size="50" font-weight="bold"{_filled("own")}>{text}</text>'
        f'<text x="66" y="98" text-anchor="middle" font-size="12"{_filled("muted")}>/ {level.highest}</text>'
    )


def _filled(role: str) -> str:
    """Return the attributes that fill a shape, light as they stand and dark by the class."""
    return "".join(f' {name}="{value}"' for name, value in palette.fill(role).items())


def _stars(level: Level) -> str:
    """Draw as many stars as the level earns: the highest level has five, the lowest none but a tick."""
    if level.reached is None:
        return f'<text x="66" y="82" text-anchor="middle" font-size="44" font-weight="bold"{_filled("own")}>–</text>'
    count = 5 - (level.highest - level.reached) if level.reached > 1 else 0
    if not count:
        stroke = palette.COLOURS["own"][0]
        return f'<path class="s-own" d="M46 67l14 14 27-29" fill="none" stroke="{stroke}" stroke-width="8"/>'
    rows = [count] if count <= 3 else [3, count - 3]
    tops = [66.0] if len(rows) == 1 else [55.0, 79.0]
    stars = [_star(66.0 + (place - (across - 1) / 2) * 24.0, y) for y, across in zip(tops, rows, strict=True) for place in range(across)]
    return f'<path d="{"".join(stars)}"{_filled("own")}/>'


def _star(x: float, y: float, outer: float = 11.0) -> str:
    points = []
    for corner in range(10):
        radius = outer if corner % 2 == 0 else outer * 0.42
        angle = corner * math.pi / 5
        points.append(f"{svg.coordinate(x + radius * math.sin(angle))} {svg.coordinate(y - radius * math.cos(angle))}")
    return f"M{'L'.join(points)}Z"
