"""The one visual vocabulary of Assess: figures as SVG, the same on a web page and in the PDF.

Each figure is a frozen value (titles and labels already in the reader's language, numbers as they are) and is drawn on a
``Sheet`` (width, fonts, number format, id prefix) by a pure function; the same value and sheet give the same bytes.

    figure          module      shows
    -------------   ---------   -------------------------------------------------------------------------------
    ``Radar``       radar       elements: score with interval, target, median and quartiles of the peers
    ``Bars``        bars        claimed beside verified per criterion, gate minima, thresholds, N/A, unanswered
    ``Boxes``       boxes       peers as box and whiskers with the organisation's dot, suppressed groups in words
    ``HeatMap``     heatmap     scores or differences in a grid; differences that are not firm are grey
    ``Forest``      forest      points with intervals against thresholds: weights, scores, ranks
    ``Waterfall``   waterfall   contributions and deductions that add up to the total
    ``Trend``       trend       scores over the periods on the bands of the levels
    ``Ladder``      ladder      score with interval on the steps of the levels, with the gates

Every figure has ``role="img"``, a ``<title>`` and a ``<desc>`` that tells its data in words. It is drawn for light paper;
``palette.dark_rules()`` gives a web page the rules for the dark.

>>> from assess.reporting import figures
>>> from assess.reporting.figures import forest
>>> words = forest.Words("Weight", "95 % interval", "no estimate")
>>> estimate = forest.Estimate(label="Leadership", point=10.7, interval=figures.Interval(9.0, 12.5))
>>> drawn = figures.draw(forest.Forest(title="Weights", estimates=(estimate,), words=words), figures.Sheet(prefix="w"))
>>> drawn.startswith("<svg")
True
"""

from __future__ import annotations

from typing import assert_never

from assess.reporting.figures import bars, boxes, forest, heatmap, ladder, palette, radar, trend, waterfall
from assess.reporting.figures.bars import Bars
from assess.reporting.figures.boxes import Boxes
from assess.reporting.figures.forest import Forest
from assess.reporting.figures.heatmap import HeatMap
from assess.reporting.figures.ladder import Ladder
from assess.reporting.figures.radar import Radar
from assess.reporting.figures.sheet import Sheet, for_language
from assess.reporting.figures.trend import Trend
from assess.reporting.figures.values import Interval, Threshold
from assess.reporting.figures.waterfall import Waterfall

__all__ = [
    "Bars",
    "Boxes",
    "Figure",
    "Forest",
    "HeatMap",
    "Interval",
    "Ladder",
    "Radar",
    "Sheet",
    "Threshold",
    "Trend",
    "Waterfall",
    "draw",
    "for_language",
    "palette",
]

Figure = Radar | Bars | Boxes | HeatMap | Forest | Waterfall | Trend | Ladder


def draw(figure: Figure, sheet: Sheet) -> str:
    """Return any figure of the table as SVG; pure and deterministic."""
    match figure:
        case Radar():
            return radar.draw(figure, sheet)
        case Bars():
            return bars.draw(figure, sheet)
        case Boxes():
            return boxes.draw(figure, sheet)
        case HeatMap():
            return heatmap.draw(figure, sheet)
        case Forest():
            return forest.draw(figure, sheet)
        case Waterfall():
            return waterfall.draw(figure, sheet)
        case Trend():
            return trend.draw(figure, sheet)
        case Ladder():
            return ladder.draw(figure, sheet)
        case _:
            assert_never(figure)
