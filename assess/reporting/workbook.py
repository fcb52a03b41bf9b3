"""What stands in the workbook of a report: its sheets, their headings and rows, in the order a reader wants them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assess.reporting.values import Fact, LevelRow, Move, Node, Remark, Report, ScoreLine, Shown
from assess.reporting.writer import Writer

Cell = str | float | int | bool | None | Shown
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]
"""Title, headings, rows."""


def sheets(report: Report, write: Writer) -> Iterator[Sheet]:
    """Yield every sheet in order."""
    yield from _results(report, write)
    yield from _details(report, write)
    yield from _grounds(report, write)


def _results(report: Report, write: Writer) -> Iterator[Sheet]:
    """Yield what came out."""
    _ = write.gettext
    labels = report.labels
    shares = (_("Answered"), labels.verified_share, _("N/A"), labels.points)
    numbers = (_("Weight"), labels.score, labels.interval, _("Claimed"), labels.verified, *shares)
    lines = [report.overall, *(part.line for part in report.elements)]
    criteria = [line for part in report.elements for line in part.criteria]
    yield _("Summary"), (_("What"), _("Result")), _summary(report, write)
    heading: Sequence[str] = (_("No."), _("Element"), *numbers, _("Target"), _("Median of the peers"), _("Remark"), _("Meaning"))
    yield _("Elements"), heading, ((*_line(line), line.target, line.peer, line.remark, line.intent) for line in lines)
    heading = (_("No."), _("Criterion"), *numbers, _("Within the element"), _("Remark"), _("Meaning"))
    yield _("Criteria"), heading, ((*_line(line), line.local, line.remark, line.intent) for line in criteria)
    heading = (_("No."), _("Requirement"), _("Gate"), _("Why"), _("Leaves open"))
    yield _("Gates"), heading, ((gate.id, gate.title, gate.verdict, gate.reason, gate.caps_at) for gate in report.gates)
    yield _("Roadmap"), _roadmap_headings(write), _roadmap(report, write)
    if report.peers:
        yield _("Peers"), _peer_headings(write), _peers(report, write)
    heading = (_("Period"), _("Level"), _("Overall"), *report.trend.headings)
    yield _("Trend"), heading, ((row.period, row.level, row.overall, *row.elements) for row in report.trend.rows)


def _details(report: Report, write: Writer) -> Iterator[Sheet]:
    """Yield item by item, piece by piece."""
    _ = write.gettext
    yield _("Items"), _item_headings(report, write), _items(report)
    heading: Sequence[str] = (_("No."), _("Item"), _("Grade"), _("Status"), _("Finding"), _("Due"))
    yield _("Findings"), heading, ((each.id, each.item, each.grade_text, each.status, each.text, each.due) for each in report.findings)
    notes = [note for part in report.elements for note in part.notes]
    heading = (_("Item"), _("Note"), _("By"))
    yield _("Notes"), heading, ((note.item, note.text, write.aside(note.by, _("assessor")) if note.verified else note.by) for note in notes)
    heading = (_("No."), _("Items"), _("Kind"), _("Records"), _("Title"), _("Reference"), _("Date"), _("Note"), "SHA-256")
    rows = ((e.number, " ".join(e.item_ids), e.kind, e.sample, e.title, e.reference, e.date, e.note, e.sha256) for e in report.evidence)
    yield _("Evidence"), heading, rows


def _grounds(report: Report, write: Writer) -> Iterator[Sheet]:
    """Yield what the result rests on."""
    _ = write.gettext
    nodes = (report.method.root, *report.method.nodes)
    heading = (_("Judgements on"), _("No."), _("Title"), _("Weight"), _("Overall"), _("Interval"), _("Level lost at"), _("Next level at"))
    rows = (
        (node.title, row.id, row.title, row.local, row.overall, row.interval, row.lost_at, row.next_at)
        for node in nodes
        for row in node.rows
    )
    yield _("Weights"), heading, rows
    yield _("Judgements"), (_("Judgements on"), _("What"), _("Result")), (row for node in nodes for row in _judgements(node, write))
    yield _("Method"), (_("What"), _("Result"), "", ""), _method(report, write)


def _roadmap_headings(write: Writer) -> Sequence[str]:
    _ = write.gettext
    step = (_("Item"), _("Criterion"), _("Now"), _("Then"), _("What to do"))
    return (_("Horizon"), *step, _("Effort"), _("Needs first"), _("Gain"), _("Gate"))


def _roadmap(report: Report, write: Writer) -> Iterable[Sequence[Cell]]:
    roadmap = report.roadmap
    yield "", "", "", "", "", roadmap.outcome
    halves = (
        (write.gettext("What the gates of the next level wait for"), roadmap.first, roadmap.first_total),
        (write.gettext("Quick wins"), roadmap.quick_wins, roadmap.quick_total),
        (write.gettext("Long-term roadmap"), roadmap.long_term, roadmap.long_total),
    )
    for horizon, moves, total in halves:
        yield from _moves(horizon, moves)
        if moves:
            yield horizon, write.gettext("Together"), "", "", "", "", "", "", total


def _facts(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    return [(fact.label, fact.text) for fact in facts]


def _summary(report: Report, write: Writer) -> Iterable[Sequence[Cell]]:
    _ = write.gettext
    yield _("What this is"), report.statement.heading
    yield _("Organisation"), report.organisation
    yield "", report.mark
    yield report.provisional_mark, report.provisional
    yield "", report.statement.honesty
    yield from _facts(report.statement.facts)
    yield "", report.statement.signed
    yield "", report.summary
    yield _("Gates"), report.gates_text
    yield _("Level"), write.aside(report.level.label, report.level.title if report.level.title != report.level.label else "")
    yield "", report.level.meaning
    yield _("By score alone"), report.level.by_score
    yield report.labels.score, report.overall.score
    yield _("Answered"), report.overall.coverage
    yield report.labels.interval, report.overall.interval
    yield "", report.interval_text
    yield "", report.level_probability_text
    yield "", report.level.raised_text
    yield "", report.level.next_step
    yield from ((write.labelled(report.labels.blocking, fact.label), fact.text) for fact in report.blocking)
    yield from _remarks(_("Three strengths"), report.strengths, write)
    yield from _remarks(_("Three priorities"), report.priorities, write)
    for part in report.elements:
        yield from _remarks(write.labelled(part.line.title, _("Strengths")), part.strengths, write)
        yield from _remarks(write.labelled(part.line.title, _("Opportunities")), part.opportunities, write)
    yield from (
        (
            write.labelled(_("Level"), f"{row.level} {row.title}"),
            write.clauses([*_level(report, row, write), row.meaning]),
        )
        for row in report.level.rows
    )
    yield _("Fingerprint of the result (SHA-256)"), report.fingerprint


def _level(report: Report, row: LevelRow, write: Writer) -> list[str]:
    return [write.labelled(write.gettext("From"), row.threshold.text), write.labelled(report.labels.probability, row.probability.text)]


def _remarks(label: str, remarks: Iterable[Remark], write: Writer) -> Iterable[Sequence[Cell]]:
    for remark in remarks:
        yield label, write.labelled(write.aside(f"{remark.item} {remark.title}", remark.detail), remark.text)


def _line(line: ScoreLine) -> tuple[Cell, ...]:
    return (
        line.id,
        line.title,
        line.weight,
        line.score,
        line.interval,
        line.claimed,
        line.verified,
        line.coverage,
        line.verified_coverage,
        line.not_applicable,
        line.points,
    )


def _item_headings(report: Report, write: Writer) -> Sequence[str]:
    _ = write.gettext
    own = report.kind == "self"
    weights = (
        _("Value"),
        _("Claimed value"),
        _("Evidenced value") if own else _("Verified value"),
        _("Weight before N/A"),
        _("Weight"),
        report.labels.points,
        _("Step"),
    )
    return (
        _("Item"),
        _("Element"),
        _("Criterion"),
        _("Question"),
        _("Sector pack"),
        _("Critical"),
        _("Status"),
        _("Claimed"),
        report.labels.verified,
        _("Level description"),
        *weights,
        _("By"),
        _("Verified by"),
        _("Evidence"),
    )


def _items(report: Report) -> Iterable[Sequence[Cell]]:
    for row in report.rows:
        numbers = (row.value, row.claimed_value, row.verified_value, row.original_weight, row.weight, row.points, row.next_gain)
        words = (
            row.id,
            row.element,
            row.criterion,
            row.question,
            row.pack,
            "★" if row.critical else "",
            row.state_text,
            row.answer,
            row.verified,
            row.anchor,
        )
        yield *words, *numbers, row.by, row.verified_by, " ".join(row.evidence)


def _moves(horizon: str, moves: Iterable[Move]) -> Iterable[Sequence[Cell]]:
    for move in moves:
        yield horizon, move.item, move.criterion, move.now, move.to, move.do, move.effort_text, move.requires, move.gain, move.gate


def _judgements(node: Node, write: Writer) -> Iterable[Sequence[Cell]]:
    _ = write.gettext
    yield node.title, "λmax", node.lambda_max
    yield node.title, "CI", node.consistency_index
    yield node.title, "CR", node.consistency_ratio
    yield node.title, _("Limit"), node.limit
    yield node.title, _("CR by Saaty 1980"), node.consistency_ratio_saaty
    yield node.title, "GCI", node.geometric_index
    yield node.title, _("Verdict"), node.verdict
    yield node.title, _("Consensus"), node.consensus
    yield node.title, _("Left out"), node.missing
    for row, values in zip(node.ids, node.matrix, strict=False):
        for column, value in zip(node.ids, values, strict=True):
            if row < column:
                yield node.title, f"{row} : {column}", value
    for expert in node.experts:
        yield node.title, expert.name, write.aside(expert.weight.text, f"CR {expert.consistency.text}")
    for advice in node.advice:
        given, implied, suggested = advice.given, advice.implied, advice.suggested
        said = _(
            "{pair}: given {given}, implied {implied}, nearest {suggested}",
            pair=advice.pair,
            given=given,
            implied=implied,
            suggested=suggested,
        )
        yield node.title, _("Judgements that fit the others least"), said


def _peer_headings(write: Writer) -> Sequence[str]:
    _ = write.gettext
    quantiles = ("10%", _("First quartile"), _("Median"), _("Third quartile"), "90%")
    ranks = (_("Percentile"), _("Percentile, low"), _("Percentile, high"))
    return (_("What"), _("Result"), *quantiles, *ranks, _("Gap to the median"), _("Remark"))


def _peers(report: Report, write: Writer) -> Iterable[Sequence[Cell]]:
    _, peers = write.gettext, report.peers
    if peers is None:
        return
    if peers.mark:
        yield "", peers.mark
    yield from _facts(peers.group)
    yield "", peers.text
    yield "", peers.widened
    yield from (("", caution) for caution in peers.cautions)
    yield _("Gap to the top quartile"), peers.gap_to_top_quartile
    for line in (peers.overall, *peers.elements):
        yield (
            line.title,
            line.n,
            line.p10,
            line.q1,
            line.median,
            line.q3,
            line.p90,
            line.percentile,
            line.percentile_low,
            line.percentile_high,
            line.gap_to_median,
            line.withheld,
        )


def _method(report: Report, write: Writer) -> Iterable[Sequence[Cell]]:
    _, method = write.gettext, report.method
    yield from _facts(method.versions)
    for pack in method.packs:
        yield write.labelled(_("Sector pack"), pack.title), pack.description, pack.reference, pack.content_hash
        yield from ((write.labelled(change.kind, change.node), change.name, change.why) for change in pack.changes)
    yield "", method.scheme_text
    yield "", method.weights_text
    yield _("Random index"), method.random_index
    yield "", method.critical_text
    yield from (("", sentence) for sentence in method.firmness)
    yield from ((write.labelled(_("Not applicable"), row.item), row.reason, row.approved_by, row.weight) for row in method.not_applicable)
    yield _("Not answered"), " ".join(method.unanswered)
    yield _("Sampling"), method.sampling
    yield from _facts(method.verification)
    yield from ((member.role, member.name, member.organisation, member.independent) for member in method.team)
    yield "", method.independence
    yield from _facts(method.adjustments)
    yield _("Trend"), report.trend.text
    yield _("Evidence"), report.roadmap.evidence_gap
