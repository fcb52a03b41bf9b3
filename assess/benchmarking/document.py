"""A position as the JSON document ``assess/position@1``: numbers as they are; what may not be shown is null, never 0."""

from __future__ import annotations

from assess import __version__
from assess.benchmarking import wording
from assess.benchmarking.dataset import Source
from assess.benchmarking.position import Caution, Position, Standing
from assess.method.peers.cells import Cell
from assess.method.peers.standing import Percentile, Spread, Withheld
from assess.method.text import Text

FORMAT = "assess/position@1"
Json = dict[str, object]


def as_json(position: Position, language: str = "en") -> Json:
    """Return the document; sentences are in ``language``, everything else is the same in all of them."""
    about, k = position.about, position.rules.k
    return {
        "format": FORMAT,
        "version": __version__,
        "benchmark": about.reference,
        "title": _text(about.title),
        "kind": str(about.kind),
        "synthetic": about.synthetic,
        "scheme": about.scheme,
        "source": _source(about.source),
        "date": about.date or None,
        "sha256": position.sha256,
        "asked": {
            **_cell(position.asked),
            "n": position.narrow.n,
            "median": position.narrow.median,
            "suppressed": _why(position.narrow, k, language),
        },
        "peer_group": _group(position),
        **_standing(position.overall, k, language),
        "estimate": {"value": position.estimate, "of": "mean of the asked group, borrowing strength from the peer group"}
        if position.estimate is not None
        else None,
        "elements": {element: _standing(standing, k, language) for element, standing in position.elements.items()},
        "provisional": Caution.PROVISIONAL in position.cautions,
        "coverage": position.coverage,
        "left_out": position.left_out,
        "comparable": position.comparable,
        "cautions": [wording.caution(each, position, language) for each in position.cautions],
        "resolution": position.resolution,
        "rules": {"k": k, "at_least": position.rules.at_least},
    }


def _group(position: Position) -> Json:
    """Return the peer group; what was not asked for, or was given up, is null."""
    cell = position.group or Cell()
    return {**_cell(cell), "n": position.n, "widened": list(position.widened)}


def _cell(cell: Cell) -> Json:
    return {"industry": cell.industry or None, "region": cell.region or None, "size": cell.size or None, "period": cell.period or None}


def _standing(standing: Standing, k: int, language: str) -> Json:
    spread = standing.spread
    return {
        "score": standing.score,
        "percentile": _percentile(standing.percentile),
        "n": spread.n,
        "p10": spread.p10,
        "q1": spread.q1,
        "median": spread.median,
        "q3": spread.q3,
        "p90": spread.p90,
        "gap_to_median": standing.gap_to_median,
        "gap_to_top_quartile": standing.gap_to_top_quartile,
        "suppressed": _why(spread, k, language),
        "tenths_suppressed": wording.withheld(spread.withheld, k, language),
    }


def _why(spread: Spread, k: int, language: str) -> str | None:
    """Return why a median or a quartile is null; that tenths are is said apart."""
    return None if spread.withheld is Withheld.FEWER_THAN_TENTHS else wording.withheld(spread.withheld, k, language)


def _percentile(percentile: Percentile | None) -> Json | None:
    if percentile is None:
        return None
    return {"value": percentile.value, "low": percentile.low, "high": percentile.high, "confidence": percentile.confidence}


def _text(text: Text) -> str | Json:
    words = dict(text.by_language)
    return words.get("any") or dict(words)


def _source(source: Source) -> Json:
    words = {name: _text(text) for name in ("title", "author", "licence", "method", "note") if (text := getattr(source, name))}
    return {**words, "year": source.year, "grade": source.grade, "url": source.url or None}
