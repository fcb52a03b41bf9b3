"""The figures of a report, drawn from its values: each once, by name; a design shows those it has room for.

Figures get the report's own words and number format, the font stack of its language, and — where peers are generated — the mark that
says so inside the drawing, so that it stays with the figure when somebody copies it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assess.reporting import emblem, figures, fonts
from assess.reporting.figures import Interval, Threshold, bars, boxes, forest, ladder, radar, trend, waterfall
from assess.reporting.values import LevelRow, PeerLine, Peers, Report, ScoreLine, Shown
from assess.reporting.writer import Writer
from assess.results import periods

WIDE, MEDIUM, SMALL = 650.0, 470.0, 380.0
NARROW = 334.0
"""The width of a figure on a telephone of 360 px."""


def draw(report: Report, language: str) -> dict[str, str]:
    """Return all figures of a report as SVG by name: ``ladder``, ``radar``, ``bars-L`` …; one without data is left out."""
    write = Writer(language)
    base = replace(_sheet(language, write), whole_alternative=True)
    drawn = {name: figures.draw(figure, replace(base, prefix=name, width=width)) for name, width, figure in _figures(report, write)}
    if not report.provisional:
        drawn["emblem"] = emblem.draw(report.level, prefix="emblem", language=report.language, fonts=fonts.STACKS[language])
    return drawn


def draw_for_page(report: Report, language: str) -> dict[str, tuple[str, str]]:
    """Return the same figures for a page of the web application: each wide, and laid out anew for a telephone.

    A page reads descriptions and shows hover titles, so that titles stay short; its style sheet draws them light or dark by their classes.
    """
    write = Writer(language)
    base = replace(_sheet(language, write), tips=True)
    drawn = {
        name: (
            figures.draw(figure, replace(base, prefix=name, width=width)),
            figures.draw(figure, replace(base, prefix=f"{name}-narrow", width=NARROW)),
        )
        for name, width, figure in _figures(report, write)
    }
    if not report.provisional:
        both = emblem.draw(report.level, prefix="emblem", language=report.language, fonts=fonts.STACKS[language])
        drawn["emblem"] = both, both
    return drawn


def _sheet(language: str, write: Writer) -> figures.Sheet:
    """Return the sheet of a report: its words, number format and fonts."""
    return replace(figures.for_language(language, "figure"), fonts=fonts.STACKS[language], number=write.number, tick=write.quantity)


def _figures(report: Report, write: Writer) -> Iterator[tuple[str, float, figures.Figure]]:
    """Return every figure the report has data for, with its name and width."""
    yield "ladder", WIDE, _ladder(report, write)
    yield "radar", MEDIUM, _radar(report, write)
    yield "radar-small", SMALL, _radar(report, write)
    yield "overview", WIDE, _overview(report, write)
    yield "contributions", WIDE, _contributions(report, write)
    if report.peers is not None and report.peers.alike:
        yield "peers", WIDE, _peers(report, report.peers, write)
    if any(part.line.low is not None for part in report.elements):
        yield "intervals", WIDE, _intervals(report, write)
    if len(report.trend.rows) > 1 and (drawn := _trend(report, write)) is not None:
        yield "trend", WIDE, drawn


def _interval(line: ScoreLine) -> Interval | None:
    """Return the interval of a score; what cannot be assessed has none, wherever its gaps might end."""
    if line.score.value is None or line.low is None or line.high is None:
        return None
    return Interval(line.low, line.high)


def _thresholds(report: Report) -> tuple[Threshold, ...]:
    """Return the levels above the lowest as lines; a threshold of 0 is the edge of the axis."""
    return tuple(Threshold(row.threshold.value, row.title) for row in report.level.rows if row.threshold.value)


def _ladder(report: Report, write: Writer) -> ladder.Ladder:
    places = {row.level: place for place, row in enumerate(report.level.rows)}
    scored = [row.level for row in report.level.rows if not report.provisional and _reaches(report, row.threshold.value)]
    return ladder.Ladder(
        title=write.gettext("Levels") if report.provisional else write.gettext("Level reached"),
        levels=tuple(
            ladder.Level(
                title=row.title,
                threshold=row.threshold.value or 0.0,
                note=_drawn(report, row, write),
            )
            for row in report.level.rows
        ),
        words=ladder.Words(
            score=report.labels.score,
            interval=report.labels.interval,
            reached=write.gettext("Level reached"),
            held_back=write.gettext("Reached by score, held back by a gate"),
            holds=write.gettext("Holds"),
            fails=write.gettext("Does not hold"),
            unknown=write.gettext("Not examined"),
            not_assessable=write.gettext("Not assessable"),
        ),
        score=report.overall.score.value,
        interval=_interval(report.overall),
        reached=places.get(report.level.reached) if report.level.reached is not None else None,
        by_score=places[scored[-1]] if scored else None,
    )


def _drawn(report: Report, row: LevelRow, write: Writer) -> str:
    """Say in which share of the draws a level came out; nothing of a provisional result, which has no level."""
    if report.provisional or row.probability.value is None:
        return ""
    return write.gettext("{share} of the draws", share=row.probability.text)


def _reaches(report: Report, threshold: float | None) -> bool:
    return report.overall.score.value is not None and threshold is not None and report.overall.score.value >= threshold


def _radar(report: Report, write: Writer) -> radar.Radar:
    medians = {line.id: line for line in report.peers.elements} if report.peers else {}
    spokes = []
    for part in report.elements:
        line, peer = part.line, medians.get(part.line.id)
        quartiles = _between(peer.q1, peer.q3) if peer else None
        spokes.append(
            radar.Spoke(
                label=line.title,
                score=line.score.value,
                interval=_interval(line),
                target=line.target.value if line.target else None,
                median=peer.median.value if peer else None,
                quartiles=quartiles,
            )
        )
    return radar.Radar(
        title=write.gettext("Profile of the elements"),
        spokes=tuple(spokes),
        words=radar.Words(
            score=report.organisation,
            interval=report.labels.interval,
            target=write.gettext("Target"),
            median=write.gettext("Median of the peers"),
            quartiles=write.gettext("Middle half of the peers"),
            not_assessable=write.gettext("not assessable"),
        ),
        note=report.peers.caption if report.peers else "",
    )


def _bar_words(report: Report, write: Writer) -> bars.Words:
    return bars.Words(
        claimed=write.gettext("Claimed"),
        verified=report.labels.verified,
        not_applicable=write.gettext("not applicable"),
        unanswered=write.gettext("not answered"),
        minimum=write.gettext("Minimum"),
    )


def _bar(line: ScoreLine) -> bars.Bar:
    label = f"{line.id} {line.title}"
    if line.score.value is None:
        away = (line.not_applicable.value or 0.0) > 0.999
        return bars.Bar(label=label, state="not_applicable" if away else "unanswered")
    return bars.Bar(label=label, claimed=line.claimed.value, verified=line.verified.value)


def _overview(report: Report, write: Writer) -> bars.Bars:
    return bars.Bars(
        title=write.gettext("Claimed and verified by element"),
        bars=tuple(_bar(part.line) for part in report.elements),
        words=_bar_words(report, write),
    )


def _contributions(report: Report, write: Writer) -> waterfall.Waterfall:
    steps = [
        waterfall.Step(
            label=part.line.title,
            amount=part.line.points.value,
            possible=None if report.provisional else 100.0 * (part.line.weight.value or 0.0),
        )
        for part in report.elements
    ]
    total = report.overall.score.value or 0.0
    found = sum(step.amount or 0.0 for step in steps)
    if abs(found - total) > 1e-7:  # deductions and the bonus of the stars family
        steps.append(waterfall.Step(label=write.gettext("Deductions and bonus"), amount=total - found))
    return waterfall.Waterfall(
        title=write.gettext("Where the points come from"),
        steps=tuple(steps),
        total=sum(step.amount or 0.0 for step in steps),
        words=waterfall.Words(
            contribution=report.labels.points if report.provisional else write.gettext("Points obtained"),
            possible=write.gettext("Points possible"),
            deduction=write.gettext("Deduction"),
            total=report.labels.score,
            missing=write.gettext("not assessable"),
        ),
        thresholds=_thresholds(report),
    )


def _peers(report: Report, peers: Peers, write: Writer) -> boxes.Boxes:
    own = {part.line.id: part.line for part in report.elements} | {"": report.overall}
    whiskers = peers.overall.p10.value is not None
    return boxes.Boxes(
        title=write.gettext("Place among peers"),
        positions=tuple(_position(line, own[line.id], write) for line in (peers.overall, *peers.elements)),
        words=boxes.Words(
            own=report.organisation,
            interval=report.labels.interval,
            median=write.gettext("Median of the peers"),
            quartiles=write.gettext("Middle half of the peers"),
            whiskers=write.gettext("Tenth to ninetieth percentile") if whiskers else "",
            missing=write.gettext("not assessable"),
        ),
        note=peers.caption,
    )


def _position(line: PeerLine, own: ScoreLine, write: Writer) -> boxes.Position:
    box, interval = _box(line, write), _interval(own)
    return boxes.Position(label=line.title, own=own.score.value, interval=interval, peers=box, emphasis=not line.id)


def _box(line: PeerLine, write: Writer) -> boxes.Peers:
    if line.median.value is None:
        return boxes.Peers(suppressed=line.withheld or write.gettext("too few peers to show"))
    return boxes.Peers(median=line.median.value, quartiles=_between(line.q1, line.q3), whiskers=_between(line.p10, line.p90))


def _between(low: Shown, high: Shown) -> Interval | None:
    return Interval(low.value, high.value) if low.value is not None and high.value is not None else None


def _intervals(report: Report, write: Writer) -> forest.Forest:
    lines = [report.overall, *(part.line for part in report.elements)]
    return forest.Forest(
        title=write.gettext("How firm the scores are"),
        estimates=tuple(
            forest.Estimate(label=line.title, point=line.score.value, interval=_interval(line), emphasis=place == 0)
            for place, line in enumerate(lines)
        ),
        words=forest.Words(point=report.labels.score, interval=report.labels.interval, missing=write.gettext("not assessable")),
        thresholds=_thresholds(report),
    )


def _trend(report: Report, write: Writer) -> trend.Trend | None:
    """Draw the periods on their dates; None where they cannot be read as dates in ascending order."""
    rows = report.trend.rows
    times = [at for row in rows if (at := periods.point(row.period)) is not None]
    if len(times) < len(rows) or times != sorted(set(times)):
        return None
    scores = tuple(None if row.current and report.provisional else row.overall.value for row in rows)
    return trend.Trend(
        title=write.gettext("Score over the periods"),
        periods=tuple(trend.Period(row.period, at) for row, at in zip(rows, times, strict=True)),
        series=(trend.Series(report.organisation, scores),),
        words=trend.Words(interval=report.labels.interval, missing=write.gettext("no score")),
        levels=tuple(Threshold(row.threshold.value or 0.0, row.title) for row in report.level.rows),
    )
