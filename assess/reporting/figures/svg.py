"""SVG written by hand: paths, texts, and the document that carries a figure's title and description.

Coordinates have two decimals at most, so that the same data give the same bytes on every machine. Shapes that share a
meaning share one path, and every path says in its class what it marks (``mark-score``): a renderer pays for nodes and
letters, not for corners. Only what WeasyPrint draws is used: no style sheet, no filter, no pattern, no foreign object.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assess.reporting.figures import measure, palette
from assess.reporting.figures.measure import BASELINE, LEADING, Block, clean
from assess.reporting.figures.sheet import Sheet

TEXT = 11.0
"""Size of labels, px (8.25 pt in print)."""
SMALL = 9.5
"""Size of axis numbers, headings and notes, px."""
MIDDLE = 0.36
"""From the middle of a mark down to the baseline of the number beside it, in em."""

_SHARE = {"middle": 0.5, "end": 1.0}  # of its width, by which a text stands left of its anchor

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Paint = Mapping[str, str]


def coordinate(value: float) -> str:
    """Write a coordinate: two decimals, no trailing zero, no minus zero; not-a-number is refused.

    >>> coordinate(12.0), coordinate(-0.001), coordinate(3.14159)
    ('12', '0', '3.14')
    """
    if not math.isfinite(value):
        raise ValueError(f"a coordinate must be finite, not {value}")
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def escaped(text: str) -> str:
    """Return a user's text cleaned and escaped, fit for an element or an attribute."""
    return escape(clean(text), quote=True)


def element(name: str, attributes: Mapping[str, str], content: str = "") -> str:
    """Write one element; attribute values are trusted or already escaped, ``content`` is markup."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _path(mark: str, steps: Iterable[str], paint: Paint) -> str:
    """Write a path named ``mark``; nothing when it has no steps."""
    drawn = "".join(steps)
    if not drawn:
        return ""
    return element("path", {**paint, "class": f"mark-{mark} {paint['class']}", "d": drawn})


def _at(point: Point) -> str:
    return f"{coordinate(point[0])} {coordinate(point[1])}"


def boxes(mark: str, corners: Iterable[Box], paint: Paint) -> str:
    """Draw rectangles as one path."""
    c = coordinate
    return _path(mark, (f"M{c(x)} {c(y)}H{c(right)}V{c(bottom)}H{c(x)}Z" for x, y, right, bottom in corners), paint)


def lines(mark: str, segments: Iterable[tuple[Point, Point]], paint: Paint) -> str:
    """Draw straight lines as one path."""
    return _path(mark, (f"M{_at(first)}L{_at(last)}" for first, last in segments), paint)


def trace(points: Sequence[Point], *, closed: bool = False) -> str:
    """Return the path steps along ``points``."""
    return "M" + "L".join(_at(point) for point in points) + ("Z" if closed else "")


def traces(mark: str, runs: Iterable[Sequence[Point]], paint: Paint, *, closed: bool = False) -> str:
    """Draw polylines (or polygons) as one path; a polygon within another is left out of it (even-odd rule)."""
    rule = {"fill-rule": "evenodd"} if closed else {"stroke-linejoin": "round"}
    return _path(mark, (trace(run, closed=closed) for run in runs if run), {**paint, **rule})


def dots(mark: str, centres: Iterable[Point], radius: float, paint: Paint) -> str:
    """Draw circles as one path."""
    r, d = coordinate(radius), coordinate(2 * radius)
    arcs = (f"M{_at((x - radius, y))}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z" for x, y in centres)
    return _path(mark, arcs, paint)


def diamonds(mark: str, centres: Iterable[Point], radius: float, paint: Paint) -> str:
    """Draw squares standing on a corner as one path."""
    corners = ((((x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius))) for x, y in centres)
    return _path(mark, (trace(run, closed=True) for run in corners), paint)


def triangles(mark: str, tips: Iterable[Point], size: float, paint: Paint, *, towards: Point = (0.0, 1.0)) -> str:
    """Draw triangles as one path: ``tips`` are their points, ``towards`` the unit direction they point to."""
    (dx, dy), half = towards, 0.6 * size
    runs = (
        ((x, y), (x - dx * size - dy * half, y - dy * size + dx * half), (x - dx * size + dy * half, y - dy * size - dx * half))
        for x, y in tips
    )
    return _path(mark, (trace(run, closed=True) for run in runs), paint)


def hatch(mark: str, corners: Iterable[Box], paint: Paint, *, spacing: float = 5.0) -> str:
    """Draw 45° lines within rectangles as one path (renderers disagree on patterns, not on lines)."""
    segments = []
    for left, top, right, bottom in corners:
        height = bottom - top
        start = left - height + spacing / 2
        while start < right:
            low, high = max(start, left), min(start + height, right)
            if high > low:
                segments.append(((low, bottom - (low - start)), (high, bottom - (high - start))))
            start += spacing
    return lines(mark, segments, paint)


def label(text: str, x: float, middle: float, *, size: float = TEXT, anchor: str = "start", bold: bool = False, role: str = "ink") -> str:
    """Write one line of text whose figures and capitals stand centred on ``middle``."""
    return texts([(text, x, middle)], size=size, anchor=anchor, bold=bold, role=role)


def texts(
    items: Iterable[tuple[str, float, float]],
    *,
    size: float = TEXT,
    anchor: str = "start",
    bold: bool = False,
    role: str = "ink",
) -> str:
    """Write several one-line texts of one kind, each ``(text, x, middle)``, as one text node; empty ones are left out.

    Numbers are set flush right or centred by their measured width rather than by ``text-anchor``: for each anchored text
    WeasyPrint writes an object of its own into the PDF, and a page of numbers would grow by a third.
    """
    c, kept = coordinate, [(text, x, y + MIDDLE * size) for text, x, y in ((clean(text), x, y) for text, x, y in items) if text]
    widths = [measure.numeral_width(text, size, bold=bold) for text, _, _ in kept]
    if anchor != "start" and None not in widths:
        share = _SHARE[anchor]
        kept = [(text, x - share * (width or 0.0), y) for (text, x, y), width in zip(kept, widths, strict=True)]
        anchor = "start"
    style = _style(size, anchor, bold, role)
    kept = [(escape(text), x, y) for text, x, y in kept]
    if len(kept) == 1:
        text, x, y = kept[0]
        return element("text", {"x": c(x), "y": c(y), **style}, text)
    spans = "".join(element("tspan", {"x": c(x), "y": c(y)}, text) for text, x, y in kept)
    return element("text", style, spans) if spans else ""


def block(text: Block, x: float, top: float, *, anchor: str = "start", role: str = "ink") -> str:
    """Write the lines of a measured block, the first beginning at ``top``."""
    first = top + (BASELINE - MIDDLE) * text.size
    items = [(line, x, first + index * LEADING * text.size) for index, line in enumerate(text.lines)]
    return texts(items, size=text.size, anchor=anchor, bold=text.bold, role=role)


def turned(text: Block, middle: float, bottom: float) -> str:
    """Write a block turned to read upwards: it begins at ``bottom`` and its lines stand centred on ``middle``."""
    turn = f"translate({coordinate(middle - text.height / 2)} {coordinate(bottom)}) rotate(-90)"
    return element("g", {"transform": turn}, block(text, 0.0, 0.0))


def _style(size: float, anchor: str, bold: bool, role: str) -> dict[str, str]:
    style = {} if size == TEXT else {"font-size": coordinate(size)}
    style |= {} if anchor == "start" else {"text-anchor": anchor}
    style |= {"font-weight": "bold"} if bold else {}
    return style if role == "ink" else style | palette.fill(role)


def tips(sheet: Sheet, areas: Iterable[tuple[Box, str]]) -> str:
    """Lay invisible areas with hover titles over the figure, when the sheet asks for them."""
    if not sheet.tips:
        return ""
    c = coordinate
    return "".join(
        element(
            "rect",
            {"x": c(x), "y": c(y), "width": c(right - x), "height": c(bottom - y), "fill": "none", "pointer-events": "all"},
            f"<title>{escaped(text)}</title>",
        )
        for (x, y, right, bottom), text in areas
        if clean(text)
    )


def document(sheet: Sheet, kind: str, title: str, description: str, body: Iterable[str], height: float) -> str:
    """Return the whole figure: root with role, language and fonts, title, description, and the drawn ``body``."""
    c, heard = coordinate, escaped(title)
    described = escaped(description)
    if sheet.whole_alternative and described:
        heard = escaped(sheet.fact(title, description))
    root = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"assess-figure figure-{kind} f-ink",
        "role": "img",
        "aria-labelledby": f"{sheet.prefix}-title",
        "aria-describedby": f"{sheet.prefix}-desc",
        "lang": escaped(sheet.language),
        "viewBox": f"0 0 {c(sheet.width)} {c(height)}",
        "width": c(sheet.width),
        "height": c(height),
        "font-family": ",".join(f"'{name}'" for name in sheet.fonts),
        "font-size": c(TEXT),
        "fill": palette.COLOURS["ink"][0],
    }
    head = f'<title id="{sheet.prefix}-title">{heard}</title><desc id="{sheet.prefix}-desc">{described}</desc>'
    return element("svg", root, head + "".join(body))
