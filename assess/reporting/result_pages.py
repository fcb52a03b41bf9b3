"""The result on the screen: the very values of the printed report, its figures, and the way from every number to what it is made of.

A page shows nothing that a report does not hold (:class:`~assess.reporting.values.Report`), so that whatever is seen can be handed on.
Words and figures are made once for the same inputs, language and peers, and held in memory: leafing through a result computes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from assess.assessments import stored as storing
from assess.assessments.stored import Stored
from assess.people.actor import Actor, NotFound
from assess.people.roles import Verb
from assess.platform.memory import Memory
from assess.reporting import charts, data, result_peers
from assess.reporting.result_peers import Asked, Choice
from assess.reporting.values import EvidenceRow, FindingRow, ItemRow, Move, Node, NotApplicableRow, Note, Report, ScoreLine
from assess.results import stored as results
from assess.results.evaluate import Evaluated
from assess.results.stored import Inputs

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*")

_shown: Memory[Shown] = Memory(32)


@dataclass(frozen=True, slots=True)
class Shown:
    """A report in words, and its figures by name: wide, and for a telephone."""

    report: Report
    figures: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What every page of a result shows: whose result it is, the report in words, its figures, and with whom it is compared."""

    stored: Stored
    report: Report
    figures: Mapping[str, tuple[str, str]]
    asked: Asked
    has_answers: bool
    first_criterion: str


@dataclass(frozen=True, slots=True)
class PeersPage:
    """The page of the peers: beside the result, what may be chosen: data sets, and the groups of every dimension by its name."""

    page: Page
    benchmarks: tuple[Choice, ...]
    groups: Mapping[str, tuple[Choice, ...]]


class Sort(StrEnum):
    """What the items may be sorted by; ``item`` is the order of the questionnaire."""

    ITEM = "item"
    VALUE = "value"
    WEIGHT = "weight"
    POINTS = "points"
    GAIN = "gain"


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a result, or of one of its elements (``part``), sorted. ``total`` is the score line their points add up to."""

    rows: tuple[ItemRow, ...]
    part: str
    sort: Sort
    descending: bool
    total: ScoreLine


@dataclass(frozen=True, slots=True)
class Trace:
    """One item from its answer to its points, with everything that was said of it; ``before`` and ``after`` are its neighbours' ids."""

    row: ItemRow
    element: ScoreLine
    criterion: ScoreLine
    notes: tuple[Note, ...]
    evidence: tuple[EvidenceRow, ...]
    findings: tuple[FindingRow, ...]
    moves: tuple[Move, ...]
    left_out: NotApplicableRow | None
    before: str
    after: str


def shown(session: Session, actor: Actor, id_: str, asked: Asked, *, language: str, generated: bool = False) -> Page:
    """Return a result for its pages; ``generated``: generated peers will do where none were named.

    Raises NotFound (NoSuchPeers for peers that there are none of), and Refused where somebody may see the assessment but not its result.
    """
    read, name = _read(session, actor, id_)
    return _page(results.of_inputs(session, read, name), read, name, asked, language, generated=generated)


def peers(session: Session, actor: Actor, id_: str, asked: Asked, *, language: str) -> PeersPage:
    """Return a result among the peers that were asked for, with what else may be asked. Raises what :func:`shown` raises."""
    read, name = _read(session, actor, id_)
    evaluated = results.of_inputs(session, read, name)
    return PeersPage(
        _page(evaluated, read, name, asked, language, generated=True),
        result_peers.benchmarks(evaluated, asked, language),
        result_peers.groups(evaluated, asked, language),
    )


def _read(session: Session, actor: Actor, id_: str) -> tuple[Inputs, str]:
    stored = storing.get(session, id_)
    actor.must(Verb.SEE_RESULT, stored.scope, seen_by=Verb.SEE_ASSESSMENT)
    read = results.inputs(session, stored)
    return read, read.sha256


def _page(evaluated: Evaluated, read: Inputs, name: str, asked: Asked, language: str, *, generated: bool) -> Page:
    position = result_peers.placed(evaluated, asked, generated=generated)
    compared = (position.sha256, position.about.reference, position.asked) if position else None

    def make() -> Shown:
        report = data.build(evaluated, position, language=language)
        return Shown(report, charts.draw_for_page(report, language))

    found = _shown.get((name, compared, language), make)
    first = evaluated.case.questionnaire.criteria[0].id
    return Page(read.stored, found.report, found.figures, asked, read.has_answers, first)


def items(report: Report, *, part: str = "", sort: str = "", descending: bool = False) -> Items:
    """Return the items, or those of one element or criterion (``part``), sorted; what has no number stands last.

    An unknown way of sorting is the questionnaire's order. Raises NotFound for a part that the questionnaire does not have.
    """
    total = _line(report, part)
    by = Sort(sort) if sort in {each.value for each in Sort} else Sort.ITEM
    rows = [row for row in report.rows if part in {"", row.element, row.criterion}]
    if by is Sort.ITEM:
        rows = rows[::-1] if descending else rows
    else:
        numbered = [row for row in rows if _number(row, by) is not None]
        numbered.sort(key=lambda row: _number(row, by) or 0.0, reverse=descending)
        rows = [*numbered, *(row for row in rows if _number(row, by) is None)]
    return Items(tuple(rows), part, by, descending, total)


def trace(report: Report, item: str) -> Trace:
    """Return one item's trace. Raises NotFound for an item that the questionnaire does not have."""
    place = next((place for place, row in enumerate(report.rows) if row.id == item), None)
    if place is None:
        raise NotFound
    row = report.rows[place]
    part = next(part for part in report.elements if part.line.id == row.element)
    listed = (*report.roadmap.first, *report.roadmap.quick_wins, *report.roadmap.long_term)
    return Trace(
        row=row,
        element=part.line,
        criterion=next(line for line in part.criteria if line.id == row.criterion),
        notes=tuple(note for note in part.notes if note.item == item),
        evidence=tuple(each for each in report.evidence if item in each.item_ids),
        findings=tuple(each for each in report.findings if each.item == item),
        moves=tuple(move for move in listed if move.item == item),
        left_out=next((each for each in report.method.not_applicable if each.item == item), None),
        before=report.rows[place - 1].id if place else "",
        after=report.rows[place + 1].id if place + 1 < len(report.rows) else "",
    )


def judged(report: Report) -> tuple[Node, ...]:
    """Return the nodes of the weights: the elements among each other, then the criteria of every element."""
    return (report.method.root, *report.method.nodes)


def named_items(text: str, report: Report) -> tuple[tuple[str, str], ...]:
    """Return a text in pieces, each with the item it names: the way from a sentence to what it speaks of; the item is empty elsewhere."""
    known = {row.id for row in report.rows}
    found: list[tuple[str, str]] = []
    end = 0
    for word in _WORD.finditer(text):
        if word.group() in known:
            found += [(text[end : word.start()], ""), (word.group(), word.group())]
            end = word.end()
    return tuple(piece for piece in (*found, (text[end:], "")) if piece[0])


def _line(report: Report, part: str) -> ScoreLine:
    lines = [report.overall, *(line for each in report.elements for line in (each.line, *each.criteria))]
    found = next((line for line in lines if line.id == part), None)
    if found is None:
        raise NotFound
    return found


def _number(row: ItemRow, by: Sort) -> float | None:
    match by:
        case Sort.VALUE:
            return row.value.value
        case Sort.WEIGHT:
            return row.weight.value
        case Sort.POINTS:
            return row.points.value
        case _:
            return row.next_gain.value
