"""Why a gate holds or does not, in words.

The method gives a reason code and its facts; here they become a sentence in the reader's language. Every message is English here and
translated by the catalogues. Numbers and dates are written the way all three languages read them (84.2 %, 2026-06-30).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from assess.method.result import GateOutcome
from assess.platform import locale

Facts = dict[str, Any]
Message = tuple[str, Facts]


def reason(gate: GateOutcome, language: str = "en") -> str:
    """Return why a gate holds or does not, in ``language``."""
    message, facts = _REASONS[gate.reason](gate.holds, dict(gate.facts))
    written = {name: _listing(fact, language) if isinstance(fact, list) else fact for name, fact in facts.items()}
    return locale.gettext(message, language).format(**written)


def share(part: float) -> str:
    """Write a share 0..1 with one decimal, never as a false 0 % or 100 %.

    >>> share(0.8), share(0.99999), share(0.00001), share(1.0)
    ('80.0 %', '99.9 %', '0.1 %', '100.0 %')
    """
    rounded = round(100 * part, 1)
    if 0 < part < 1:
        rounded = min(99.9, max(0.1, rounded))
    return f"{rounded:.1f} %"


def points(score: float, thresholds: Sequence[float] = ()) -> str:
    """Write a score with one decimal — with more where rounding would carry it over a threshold it does not reach.

    >>> points(62.37), points(79.96, [80]), points(59.99999999999999, [60])
    ('62.4', '79.96', '60.0')
    """
    missed = [each for each in thresholds if score < each - 1e-9]
    decimals = next((d for d in range(1, 12) if all(round(score, d) < each for each in missed)), 12)
    return f"{score:.{decimals}f}"


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is used."""
    return message


def _complete(holds: bool, facts: Facts) -> Message:
    if holds:
        return _("Every question that applies is answered."), {}
    if not facts["unanswered"]:
        return _("Nothing applies, so nothing can be scored."), {}
    message = _("Not answered ({number}): {items}. Answered so far: {coverage} of the weight.")
    return message, {"number": facts["unanswered"], "items": list(facts["items"]), "coverage": share(facts["coverage"])}


def _critical_items(holds: bool, facts: Facts) -> Message:
    if holds:
        return _("Critical items at or above their minimum: {number}."), {"number": facts["critical"]}
    return _("Below the minimum: {items}."), {"items": list(facts["below"])}


def _element_floor(holds: bool, facts: Facts) -> Message:
    if "below" not in facts:
        return _("No element lies more than {margin} points below the threshold of any level."), {"margin": _plain(facts["margin"])}
    below = [f"{element} {points(score, [facts['floor']])}" for element, score in facts["below"]]
    words: Facts = {"level": facts["level"], "floor": _plain(facts["floor"]), "elements": below}
    if holds:
        return _("Holds for this score; level {level} asks for {floor} in every element: {elements}."), words
    return _("Level {level} asks for {floor} in every element: {elements}."), words


def _open_major_finding(holds: bool, facts: Facts) -> Message:
    if holds:
        return _("No major finding is open."), {}
    return _("Open major findings: {findings}."), {"findings": list(facts["findings"])}


def _verified_coverage(holds: bool, facts: Facts) -> Message:
    message = _("Verified: {share} of the weight; at least {minimum} is asked for.")
    return message, {"share": _below(facts["share"], facts["minimum"]), "minimum": _percent(facts["minimum"])}


def _self_assessment(holds: bool, facts: Facts) -> Message:
    return _("Asked of assessed results only; {share} of the weight carries evidence."), {"share": share(facts["share"])}


def _not_applicable_share(holds: bool, facts: Facts) -> Message:
    message = _("Not applicable: {share} of the weight; at most {maximum} is allowed.")
    return message, {"share": _above(facts["share"], facts["maximum"]), "maximum": _percent(facts["maximum"])}


def _measured_recently(holds: bool, facts: Facts) -> Message:
    if facts["since"] is None:
        return _("The assessment has no date, and its period names no year."), {}
    dates = {"since": facts["since"].isoformat(), "until": facts["until"].isoformat()}
    if holds:
        return _("Measured between {since} and {until}."), dates
    return _("Not measured between {since} and {until}: {measures}."), {**dates, "measures": _Measures(facts["missing"])}


def _favourable_trend(holds: bool, facts: Facts) -> Message:
    words: Facts = {"periods": facts["periods"], "measures": _Measures(facts["missing"]), "items": list(facts["unfavourable"])}
    if holds:
        return _("Favourable over the last {periods} periods."), words
    if facts["missing"] and facts["unfavourable"]:
        return _("No trend over {periods} periods: {measures}; not favourable: {items}."), words
    if facts["missing"]:
        return _("No trend over {periods} periods: {measures}."), words
    return _("Not favourable over the last {periods} periods: {items}."), words


class _Measures(list[str]):
    """Codes of measures, whose words are translated one by one."""


_MEASURES = {"satisfaction": _("satisfaction"), "retention": _("retention")}


def _listing(words: list[str], language: str) -> str:
    if isinstance(words, _Measures):
        words = [locale.gettext(_MEASURES.get(word, word), language) for word in words]
    return ("、" if language.startswith("zh") else ", ").join(words)


def _plain(number: float) -> str:
    """Write a number with the digits it has: 45, 37.5."""
    return f"{number:.10g}"


def _percent(part: float) -> str:
    return f"{_plain(100 * part)} %"


def _below(part: float, minimum: float) -> str:
    """Write a share so that it does not read as a minimum it misses."""
    return share(part) if part >= minimum or round(100 * part, 1) < 100 * minimum else f"{math.floor(1e4 * part) / 100:.2f} %"


def _above(part: float, maximum: float) -> str:
    """Write a share so that it does not read as a maximum it exceeds."""
    return share(part) if part <= maximum or round(100 * part, 1) > 100 * maximum else f"{math.ceil(1e4 * part) / 100:.2f} %"


_REASONS: dict[str, Callable[[bool, Facts], Message]] = {
    "coverage": _complete,
    "critical_items": _critical_items,
    "element_floor": _element_floor,
    "open_major_finding": _open_major_finding,
    "verified_coverage": _verified_coverage,
    "self_assessment": _self_assessment,
    "not_applicable_share": _not_applicable_share,
    "measured_recently": _measured_recently,
    "favourable_trend": _favourable_trend,
}
