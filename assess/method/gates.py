"""Gates: what a good average must not hide.

A gate that does not hold closes every level from its ``from_level`` upwards, however high the score. Each outcome carries a reason code
with its facts — which items, how much, since when — that is put into words in the reader's language at the edge. One gate stands before
all schemes: *complete*, because nobody can tell the level of half an assessment (docs/decisions/0002).
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from itertools import pairwise

from assess.method import levels, values
from assess.method.assessment import Assessment
from assess.method.questionnaire import Item, Kind
from assess.method.result import GateOutcome
from assess.method.scheme import Gate, GateKind
from assess.method.scorecard import Scorecard
from assess.method.standing import Standing, State
from assess.method.text import Text

Facts = tuple[tuple[str, object], ...]
Found = tuple[bool, Facts]
"""Whether a gate holds, and the facts of it."""

COMPLETE = levels.COMPLETE
_LAST_BITS = 1e-12
_FIRST_YEAR = 1000
_COMPLETE_TITLE = Text.of({"en": "Every question that applies is answered", "zh_Hans": "所有适用的问题均已作答"})


def outcomes(card: Scorecard) -> tuple[GateOutcome, ...]:
    """Return the outcome of every gate, *complete* first, then in the scheme's order."""
    return (_complete(card), *(_outcome(gate, card) for gate in card.scheme.gates))


def _complete(card: Scorecard) -> GateOutcome:
    missing = tuple(id_ for id_, each in card.standings.items() if each.state is State.UNANSWERED)
    holds = not missing and card.overall.score is not None
    facts: Facts = (("coverage", card.overall.coverage), ("unanswered", len(missing)), ("items", missing))
    return GateOutcome(COMPLETE, COMPLETE, _COMPLETE_TITLE, holds, None if holds else 0, "coverage", facts)


def _outcome(gate: Gate, card: Scorecard) -> GateOutcome:
    if gate.kind is GateKind.ELEMENT_FLOOR:
        return _element_floor(gate, card)
    holds, facts = _CHECKS[gate.kind](gate, card)
    caps_at = None if holds else levels.under(card.scheme, gate.from_level)
    applies = gate.kind is not GateKind.VERIFIED_COVERAGE or not card.assessment.is_self
    reason = gate.kind.value if applies else "self_assessment"
    return GateOutcome(gate.id, gate.kind.value, gate.title, holds, caps_at, reason, facts, applies)


def _element_floor(gate: Gate, card: Scorecard) -> GateOutcome:
    """Every element must reach the level's threshold less the margin; the gate holds as far as the score alone reaches."""
    scored = levels.by_score(card.scheme, card.overall.score)
    asked = [level for level in card.scheme.levels if level.level >= gate.from_level]
    scores = [(id_, score.score) for id_, score in card.elements.items() if score.score is not None]
    for level in asked:
        floor = level.threshold - gate.margin
        below = tuple((id_, score) for id_, score in scores if not levels.attains(score, floor))
        if below:
            facts: Facts = (("level", level.level), ("floor", floor), ("margin", gate.margin), ("below", below))
            holds = scored is None or level.level > scored.level
            return GateOutcome(gate.id, gate.kind.value, gate.title, holds, levels.under(card.scheme, level.level), gate.kind.value, facts)
    lowest = min((score for _, score in scores), default=None)
    return GateOutcome(gate.id, gate.kind.value, gate.title, True, None, gate.kind.value, (("margin", gate.margin), ("lowest", lowest)))


def _critical_items(gate: Gate, card: Scorecard) -> Found:
    critical = [each for each in card.standings.values() if each.item.critical_minimum is not None and each.applies]
    unanswered = tuple(each.item.id for each in critical if each.state is State.UNANSWERED)
    answered = [each for each in critical if each.state is State.ANSWERED]
    below = tuple(each.item.id for each in answered if not meets_minimum(each, is_self=card.assessment.is_self))
    return not below and not unanswered, (("critical", len(critical)), ("below", below), ("unanswered", unanswered))


def meets_minimum(each: Standing, *, is_self: bool) -> bool:
    """Return whether a critical item reaches its minimum; one that is not answered does not."""
    minimum, value = each.item.critical_minimum, each.value(is_self=is_self)
    if minimum is None or not each.applies:
        return True
    if value is None or each.counts is None:
        return False
    claim_too = each.answer is None or each.answer.given is None or values.reaches(each.item, each.answer.given, minimum)
    return value >= values.of_target(each.item, minimum) - _LAST_BITS and values.reaches(each.item, each.counts, minimum) and claim_too


def _open_major_finding(gate: Gate, card: Scorecard) -> Found:
    still_open = tuple(finding.id for finding in card.assessment.findings if finding.grade == "major" and finding.status == "open")
    return not still_open, (("findings", still_open),)


def _verified_coverage(gate: Gate, card: Scorecard) -> Found:
    share = card.overall.verified_coverage
    return card.assessment.is_self or share >= gate.minimum - _LAST_BITS, (("share", share), ("minimum", gate.minimum))


def _not_applicable_share(gate: Gate, card: Scorecard) -> Found:
    share = card.overall.not_applicable
    return share <= gate.maximum + _LAST_BITS, (("share", share), ("maximum", gate.maximum))


def _measured_recently(gate: Gate, card: Scorecard) -> Found:
    """At least one item of every measure must have been measured within the months before the assessment."""
    until = reference_date(card.assessment)
    since = months_before(until, gate.months) if until else None

    def recent(each: Standing) -> bool:
        measured = each.answer.measured if each.answer and _is_measured(each) else None
        return measured is not None and since is not None and until is not None and since <= measured <= until

    lacking = [measure for measure in gate.measures if not _any(card, measure, recent)]
    missing, unanswered = _parted(card, lacking)
    facts: Facts = (("missing", missing), ("unanswered", unanswered), ("months", gate.months), ("since", since), ("until", until))
    return not lacking, facts


def _favourable_trend(gate: Gate, card: Scorecard) -> Found:
    """Every measure must have an item whose last periods are favourable, and no item whose periods are not."""
    unfavourable = []
    lacking = []
    for measure in gate.measures:
        tagged = _tagged(card, measure)
        if tagged and all(each.state is State.BY_RULE for each in tagged):
            continue
        trends = [(each.item, each.answer.trend) for each in tagged if _is_measured(each) and each.answer and each.answer.trend]
        if not any(len(trend) >= gate.periods for _, trend in trends):
            lacking.append(measure)
        unfavourable += [item.id for item, trend in trends if len(trend) >= gate.periods and not favourable(item, trend[-gate.periods :])]
        unfavourable += [each.item.id for each in tagged if each.state is State.ANSWERED and each.counts is None]
    missing, unanswered = _parted(card, lacking)
    facts: Facts = (("missing", missing), ("unanswered", unanswered), ("unfavourable", tuple(unfavourable)), ("periods", gate.periods))
    return not lacking and not unfavourable, facts


def _is_measured(each: Standing) -> bool:
    """Whether an item is answered by something other than that nobody measures it, or that the assessor found nobody did."""
    return each.state is State.ANSWERED and not (each.counts is not None and each.counts.not_measured)


def _parted(card: Scorecard, lacking: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the measures that a gate lacks into those that were asked about in vain and those nobody has answered yet."""

    def not_yet(measure: str) -> bool:
        states = {each.state for each in _tagged(card, measure)}
        return State.UNANSWERED in states and State.ANSWERED not in states

    return tuple(each for each in lacking if not not_yet(each)), tuple(each for each in lacking if not_yet(each))


def _tagged(card: Scorecard, measure: str) -> list[Standing]:
    return [each for each in card.standings.values() if each.item.measures == measure]


def _any(card: Scorecard, measure: str, test: Callable[[Standing], bool]) -> bool:
    """Return whether an item of a measure passes a test; a measure that does not apply by rule is not asked for."""
    tagged = _tagged(card, measure)
    return any(map(test, tagged)) or (bool(tagged) and all(each.state is State.BY_RULE for each in tagged))


def favourable(item: Item, trend: tuple[float, ...]) -> bool:
    """Return whether a series, oldest first, never worsens and ends better than it began, or at the best end of the scale.

    >>> favourable(Item("E1.1", Kind.PERCENT), (80.1, 82.0, 84.2)), favourable(Item("E1.1", Kind.PERCENT), (80.1, 84.0, 82.2))
    (True, False)
    """
    falling = item.metric is not None and not item.metric.higher_is_better
    better = tuple(-each for each in trend) if falling else trend
    if any(later < earlier for earlier, later in pairwise(better)):
        return False
    return better[-1] > better[0] or _at_best(item, trend[-1])


def _at_best(item: Item, last: float) -> bool:
    if item.metric is not None:
        return values.on_metric(item.metric, last) >= 1
    return last >= (100 if item.kind is Kind.PERCENT else 5)


def reference_date(assessment: Assessment) -> datetime.date | None:
    """Return the day from which gates reckon back: the assessment's date, else the end of its period's year; None where neither says."""
    if assessment.date is not None:
        return assessment.date
    year = assessment.period[:4]
    return datetime.date(int(year), 12, 31) if year.isascii() and year.isdigit() and int(year) >= _FIRST_YEAR else None


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months earlier, or the last day of a shorter month.

    >>> months_before(datetime.date(2024, 3, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_CHECKS: dict[GateKind, Callable[[Gate, Scorecard], Found]] = {
    GateKind.CRITICAL_ITEMS: _critical_items,
    GateKind.OPEN_MAJOR_FINDING: _open_major_finding,
    GateKind.VERIFIED_COVERAGE: _verified_coverage,
    GateKind.NOT_APPLICABLE_SHARE: _not_applicable_share,
    GateKind.MEASURED_RECENTLY: _measured_recently,
    GateKind.FAVOURABLE_TREND: _favourable_trend,
}
