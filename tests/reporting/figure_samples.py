"""Sample figures for the tests: every figure of the table in its ordinary and its awkward forms, and a reader of what was drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from assess.reporting.figures import (
    Bars,
    Boxes,
    Figure,
    Forest,
    HeatMap,
    Interval,
    Ladder,
    Radar,
    Threshold,
    Trend,
    Waterfall,
    bars,
    boxes,
    forest,
    heatmap,
    ladder,
    measure,
    radar,
    trend,
    waterfall,
)

SVG = "{http://www.w3.org/2000/svg}"
ENGLISH = ("Leadership", "Strategy", "People & organisation", "Resources", "Information & technology", "Operations", "Effectiveness")
CHINESE = ("领导", "战略规划", "人员与组织", "资源配置", "信息与技术", "客户管理业务", "客户管理成效")
LONG = (
    "Leadership & governance of the customer relationship across all regions, brands and legal entities",
    "战略规划与以客户价值为基础的目标体系建设（含渠道与合作伙伴策略、服务承诺及其展开）",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "R",
    "Information, technology, data quality, privacy, consent, security and continuity of customer-facing systems",
    "Operations/fulfilment/complaints/at-risk-detection/win-back",
    "Effectiveness: satisfaction, retention, value, growth, employees and partners, innovation",
)
NINE = (*ENGLISH, "Sector pack", "Partners")
HOSTILE = (
    "<script>alert(1)</script>",
    "a\"b'c&amp;d",
    "tab\tand\x00null\x1b[31m",
    "\u202egnirts\u2066x\u2069",
    "]]>&#x0;",
    "\ud800\ufffe",
    "",
)
SCORES = (62.4, 55.1, 71.0, 48.3, 66.7, 58.9, 38.0, 0.0, 100.0)
WEIGHTS = (0.1072, 0.1072, 0.2058, 0.0610, 0.1072, 0.2058, 0.2058, 0.0, 0.0)
LEVELS = (0.0, 20.0, 40.0, 60.0, 75.0)
STARS = (60.0, 70.0, 80.0, 90.0, 95.0)


def radars(names: tuple[str, ...]) -> Iterator[Radar]:
    """Yield the ordinary profile, one with gaps, one without peers, and one of nothing but gaps."""
    words = radar.Words("Score", "95 % interval", "Target", "Peer median", "Peer quartiles", "not assessable")
    full = tuple(
        radar.Spoke(label=name, score=score, interval=Interval(score - 6, score + 7), target=65, median=52, quartiles=Interval(44, 61))
        for name, score in zip(names, SCORES, strict=False)
    )
    holes = tuple(radar.Spoke(label=spoke.label) if index % 3 == 1 else spoke for index, spoke in enumerate(full))
    alone = tuple(radar.Spoke(label=spoke.label, score=spoke.score) for spoke in full)
    empty = tuple(radar.Spoke(label=spoke.label) for spoke in full)
    for spokes in (full, holes, alone, empty):
        yield Radar(title="Profile", spokes=spokes, words=words, note="SYNTHETIC cohort, n = 42")


def bar_charts(names: tuple[str, ...]) -> Iterator[Bars]:
    """Yield bars in every state, with and without thresholds."""
    words = bars.Words("Claimed", "Verified", "not applicable", "unanswered", "Minimum of a gate")
    scored = tuple(
        bars.Bar(label=name, claimed=min(score + 10, 100), verified=score, minimum=45 if index % 2 else None)
        for index, (name, score) in enumerate(zip(names, SCORES, strict=False))
    )
    other = (
        bars.Bar(label=names[0], state="not_applicable"),
        bars.Bar(label=names[-1], state="unanswered"),
        bars.Bar(label=names[0], claimed=50.0),
        bars.Bar(label=names[0], claimed=0.0, verified=0.0, emphasis=True),
    )
    yield Bars(title="Claimed and verified", bars=scored + other, words=words, thresholds=thresholds(names), note="June 2026")
    yield Bars(title="Nothing applies", bars=other[:2], words=words)


def box_charts(names: tuple[str, ...]) -> Iterator[Boxes]:
    """Yield positions with full, small and suppressed peer groups."""
    words = boxes.Words("Own score", "95 % interval", "Peer median", "Quartiles", "10th to 90th percentile", "not assessable")
    groups = (
        boxes.Peers(median=52, quartiles=Interval(44, 61), whiskers=Interval(30, 80)),
        boxes.Peers(median=50),
        boxes.Peers(suppressed="suppressed: fewer than 5 peers"),
        boxes.Peers(),
    )
    rows = tuple(
        boxes.Position(
            label=name,
            own=None if index % 5 == 3 else score,
            interval=None if index % 2 else Interval(max(score - 6, -3), score + 7),
            peers=groups[index % 4],
            emphasis=index == 0,
        )
        for index, (name, score) in enumerate(zip(names, SCORES, strict=False))
    )
    yield Boxes(title="Among peers", positions=rows, words=words, thresholds=thresholds(names), note="n = 42")
    yield Boxes(title="No peers", positions=(boxes.Position(label=names[0], peers=groups[2]),), words=words)


def heat_maps(names: tuple[str, ...]) -> Iterator[HeatMap]:
    """Yield a map of scores and one of differences, with cells that say why they are empty."""
    words = heatmap.Words("difference not firm")
    cells = [heatmap.Cell(score) for _, score in zip(names, SCORES, strict=False)]
    missing = [heatmap.Cell(why="not applicable") if index % 2 else cell for index, cell in enumerate(cells)]
    empty = [heatmap.Cell(why="fewer than 5 peers")] * len(cells)
    rows = tuple(
        heatmap.Row(label=names[i % len(names)], cells=tuple(row), emphasis=i == 0) for i, row in enumerate((cells, missing, empty))
    )
    yield HeatMap(title="Scores", columns=names, rows=rows, words=words, bounds=(20, 40, 60, 75), note="n = 42")
    moves = [heatmap.Cell((score - 50) * 1.3, firm=abs(score - 50) > 10) for _, score in zip(names, SCORES, strict=False)]
    yield HeatMap(
        title="Differences",
        columns=names,
        rows=(heatmap.Row(label=names[0], cells=tuple(moves)),),
        words=words,
        kind="difference",
        bounds=(15,),
    )


def forests(names: tuple[str, ...]) -> Iterator[Forest]:
    """Yield intervals within, touching and beyond the axis."""
    words = forest.Words("Score", "95 % interval", "no estimate")
    rows = tuple(
        forest.Estimate(label=name, point=score, interval=Interval(score - 12, score + 12), emphasis=index == 0)
        for index, (name, score) in enumerate(zip(names, SCORES, strict=False))
    )
    rest = (forest.Estimate(label=names[0]), forest.Estimate(label=names[0], point=-5.0, interval=Interval(-9, 120)))
    yield Forest(title="Intervals", estimates=rows + rest, words=words, thresholds=thresholds(names), note="2,000 draws")


def waterfalls(names: tuple[str, ...]) -> Iterator[Waterfall]:
    """Yield contributions with a deduction and a gap, and a total of nothing."""
    words = waterfall.Words("Contribution", "Possible", "Deduction", "Total", "not assessable")
    steps = [
        waterfall.Step(label=name, amount=None if index == 3 else score * weight, possible=100 * weight)
        for index, (name, score, weight) in enumerate(zip(names, SCORES, WEIGHTS, strict=False))
    ]
    steps += [waterfall.Step(label="Subtotal", subtotal=True), waterfall.Step(label=names[-1], amount=-4.0)]
    total = math.fsum(step.amount or 0.0 for step in steps)
    yield Waterfall(title="Contributions", steps=tuple(steps), total=total, words=words, thresholds=thresholds(names), note="June 2026")
    yield Waterfall(title="Nothing", steps=(), total=0.0, words=words)


def trends(names: tuple[str, ...]) -> Iterator[Trend]:
    """Yield several series with gaps, one single period, and one without any score."""
    words = trend.Words("95 % interval", "no score")
    years = (2019, 2020, 2021, 2023, 2024, 2026)
    periods = tuple(trend.Period(str(year), year) for year in years)
    own = trend.Series(
        names[0],
        (0.0, 38.4, None, 48.2, 56.9, 100.0),
        (Interval(-2, 6), Interval(34, 42), None, Interval(44, 53), Interval(52, 60), Interval(97, 104)),
    )
    peers = trend.Series(names[-1], (45, 46, 47, 48.1, 50.3, 52))
    yield Trend(title="Trend", periods=periods, series=(own, peers), words=words, levels=levels(names), note="n = 42")
    yield Trend(title="Once", periods=periods[:1], series=(trend.Series(names[0], (50.0,)),), words=words, levels=levels(names))
    yield Trend(title="Never", periods=periods, series=(trend.Series(names[0], (None,) * 6),), words=words)


def ladders(names: tuple[str, ...]) -> Iterator[Ladder]:
    """Yield a level held back by a gate, the close steps of the stars, and no score at all."""
    states = ("holds", "does not hold", "not examined", "not assessable")
    words = ladder.Words("Score", "95 % interval", "Level reached", "Held back by a gate", *states)
    steps = tuple(
        ladder.Level(title=f"{index + 1} {names[index % len(names)]}", threshold=value, note=f"P = {20 * index} %")
        for index, value in enumerate(LEVELS)
    )
    gates = tuple(
        ladder.Gate(label=f"{index} {name}", holds=(True, False, None)[index % 3], detail=name if index % 2 else "")
        for index, name in enumerate(names)
    )
    held = Ladder(title="Level", levels=steps, words=words, score=62.4, interval=Interval(58, 66), reached=1, by_score=3)
    yield replace(held, gates=gates, note="2026")
    stars = tuple(ladder.Level(title="★" * index or names[0], threshold=value) for index, value in enumerate(STARS))
    yield Ladder(title="Stars", levels=stars, words=words, score=100.0, interval=Interval(97, 104), reached=4, by_score=4, minimum=50)
    yield Ladder(title="No score", levels=steps, words=words)


def levels(names: tuple[str, ...]) -> tuple[Threshold, ...]:
    """Return the five levels, named after some of ``names``."""
    return tuple(Threshold(value, f"{index + 1} {names[index % len(names)]}") for index, value in enumerate(LEVELS))


def thresholds(names: tuple[str, ...]) -> tuple[Threshold, ...]:
    """Return the levels above the lowest, and the close ones of the stars."""
    return (*levels(names)[1:], Threshold(90.0, "★★★★"), Threshold(95.0, "★★★★★"), Threshold(100.0, names[0]))


def figures_with(names: tuple[str, ...]) -> list[Figure]:
    """Return every sample of every figure with these names."""
    makers = (radars, bar_charts, box_charts, heat_maps, forests, waterfalls, trends, ladders)
    return [figure for make in makers for figure in make(names)]


NAMES = {"English": ENGLISH, "Chinese": CHINESE, "long": LONG, "nine": NINE, "one": ENGLISH[:1], "two": CHINESE[:2], "hostile": HOSTILE}


@dataclass(frozen=True)
class Written:
    """One line of text as it stands in a drawing: where it lies and what it says."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Written) -> bool:
        """Say whether the two lines cover each other by more than half a pixel."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


def parse(drawn: str) -> etree._Element:
    """Parse a figure; anything that is not well-formed XML fails."""
    return etree.fromstring(drawn.encode())


def written(root: etree._Element) -> list[Written]:
    """Return every line of text with its box by the estimator, turned groups included."""
    found = []
    for node in root.iter(f"{SVG}text"):
        size, anchor = float(node.get("font-size", "11")), node.get("text-anchor", "start")
        for line in list(node) or [node]:
            width = measure.width(line.text or "", size, bold=node.get("font-weight") == "bold")
            left = float(line.get("x")) - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            baseline = float(line.get("y"))
            box = (left, baseline - 0.8 * size, left + width, baseline + 0.2 * size)
            found.append(Written(line.text or "", *_turned(box, node.getparent())))
    return found


def _turned(box: tuple[float, float, float, float], parent: etree._Element | None) -> tuple[float, float, float, float]:
    turn = None if parent is None else parent.get("transform")
    if turn is None:
        return box
    x, y = (float(number) for number in re.match(r"translate\((\S+) (\S+)\) rotate\(-90\)", turn).groups())
    left, top, right, bottom = box
    return x + top, y - right, x + bottom, y - left


def mark(root: etree._Element, name: str) -> list[list[tuple[float, float]]]:
    """Return the corners of each part of the path that marks ``name``, the key left out; none when it is not drawn."""
    parts = []
    key = {path for group in root.iter(f"{SVG}g") if group.get("class") == "figure-key" for path in group.iter(f"{SVG}path")}
    for path in root.iter(f"{SVG}path"):
        if path in key or f"mark-{name}" not in path.get("class", "").split():
            continue
        parts += [_corners(part) for part in re.findall(r"M[^M]*", path.get("d", ""))]
    return parts


def _corners(part: str) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([MLHVaZ])([^MLHVaZ]*)", part):
        values = [float(number) for number in numbers.split()]
        if command in "ML":
            points.append((values[0], values[1]))
        elif command == "H":
            points.append((values[0], points[-1][1]))
        elif command == "V":
            points.append((points[-1][0], values[0]))
        elif command == "a":
            points.append((points[-1][0] + values[5], points[-1][1] + values[6]))
    return points


def centres(root: etree._Element, name: str) -> list[tuple[float, float]]:
    """Return the middle of each marker drawn as ``name``: halfway between its outermost corners."""
    return [
        ((min(x for x, _ in part) + max(x for x, _ in part)) / 2, (min(y for _, y in part) + max(y for _, y in part)) / 2)
        for part in mark(root, name)
    ]
