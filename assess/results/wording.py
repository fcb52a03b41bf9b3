"""What a result says, in words: why a gate holds or does not, how firm the level is, what is to be warned of, and how a score is written.

The method gives a reason code and its facts; here they become a sentence in the reader's language. Every message is English here and
translated by the catalogues. Numbers and dates are written the way all three languages read them (84.2 %, 2026-06-30). Commands and reports
say these things in the same words, and write a score by the same rule, so that a screen and a page never differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from assess.assessments.case import Case
from assess.method import levels
from assess.method.assessment import Assessment
from assess.method.packs import ChangeKind
from assess.method.result import GateOutcome, Result
from assess.method.scheme import GateKind, Scheme
from assess.platform import locale

Facts = dict[str, Any]
Message = tuple[str, Facts]

MOST_DECIMALS = 3
"""With how many decimals a number may be written so that it does not read as a threshold it misses."""


def reason(gate: GateOutcome, language: str = "en") -> str:
    """Return why a gate holds or does not, in ``language``; what nobody has answered yet is said apart from what falls short."""
    facts = dict(gate.facts)
    sentences = (_REASONS[gate.reason](gate.holds, facts), _not_yet(gate.reason, facts))
    return ("" if language.startswith("zh") else " ").join(_written(each, language) for each in sentences if each)


def obstacle(gate: GateOutcome, language: str = "en") -> str:
    """Return why a gate closes a higher level, in ``language``, whether or not it holds as far as the score alone reaches."""
    return reason(replace(gate, holds=False), language)


def firmness(result: Result, assessment_kind: str, language: str = "en") -> str:
    """Return how often the level holds over the draws, and what was taken as given; an empty text where nothing was drawn.

    ``assessment_kind`` is ``self`` or ``assessed``. Where no level is stated, the shares of all levels are told: of a provisional result
    those with every gap filled by chance.
    """
    reached, probability = result.level.reached, result.level_probability
    if not probability:
        return ""
    if reached is not None:
        message = _FIRMNESS["self" if assessment_kind == "self" else "assessed"]
        return locale.gettext(message, language).format(level=reached, share=share(probability[str(reached)]))
    message = _("Levels, were every gap filled by chance: {levels}.") if result.provisional else _("Levels over the draws: {levels}.")
    names = {"none": locale.gettext(_("none"), language)}
    likely = [f"{names.get(name, name)}: {share(part)}" for name, part in probability.items() if part > 0]
    return locale.gettext(message, language).format(levels=_listing(likely, language))


def warnings(case: Case, language: str = "en") -> tuple[str, ...]:
    """Return what is to be warned of beside the result: nothing that is wrong with the file, and still not as it should be."""
    return (*_of_packs(case, language), *_of_team(case.assessment, language))


def _of_packs(case: Case, language: str) -> tuple[str, ...]:
    """Say what became of answers that were given before a pack was laid over the questionnaire."""
    found = []
    for pack in (each for each in case.questionnaire.packs if each.reference in case.tried):
        nodes = {kind: [change.node for change in pack.changes if change.kind is kind] for kind in ChangeKind}
        if replaced := ", ".join(nodes[ChangeKind.REPLACED]):
            said = locale.gettext(_("{pack} asks {items} in another way: the answers given before are not used"), language)
            found.append(said.format(pack=pack.reference, items=replaced))
        if anchored := ", ".join(node for node in nodes[ChangeKind.REANCHORED] if node in case.assessment.answers):
            said = locale.gettext(_("{pack} gives {items} other anchors: the levels were chosen by the old ones"), language)
            found.append(said.format(pack=pack.reference, items=anchored))
    return tuple(found)


def _of_team(assessment: Assessment, language: str) -> tuple[str, ...]:
    if assessment.is_self:
        return ()
    leads = [member for member in assessment.team if member.role == "lead"]
    if not leads:
        return (locale.gettext(_("nobody is named as lead assessor: an assessed result needs one"), language),)
    if not any(member.independent for member in leads):
        return (locale.gettext(_("the lead assessor is not said to be independent: an assessed result needs one who is"), language),)
    return ()


def share(part: float) -> str:
    """Write a share 0..1 with one decimal, never as a false 0 % or 100 %.

    >>> share(0.8), share(0.99999), share(0.00001), share(1.0)
    ('80.0 %', '99.9 %', '0.1 %', '100.0 %')
    """
    rounded = round(100 * part, 1)
    if 0 < part < 1:
        rounded = min(99.9, max(0.1, rounded))
    return f"{rounded:.1f} %"


def points(score: float, thresholds: Iterable[float] = ()) -> str:
    """Write a score with one decimal — with up to three where rounding would carry it onto or over a threshold it does not reach.

    Which thresholds count for which number say :func:`thresholds` (the overall score) and :func:`floors` (the elements); others have none.
    What even three decimals would round up is cut off after them.

    >>> points(62.37), points(79.96, [80]), points(79.99996, [80]), points(59.99999999999999, [60])
    ('62.4', '79.96', '79.999', '60.0')
    """
    missed = [each for each in thresholds if not levels.attains(score, each)]
    for decimals in range(1, MOST_DECIMALS + 1):
        if all(round(score, decimals) < each for each in missed):
            return f"{score:.{decimals}f}"
    return f"{math.floor(score * 10**MOST_DECIMALS) / 10**MOST_DECIMALS:.{MOST_DECIMALS}f}"


def thresholds(scheme: Scheme) -> tuple[float, ...]:
    """Return the thresholds that count for the overall score: those of the levels."""
    return tuple(level.threshold for level in scheme.levels)


def floors(scheme: Scheme, result: Result) -> tuple[float, ...]:
    """Return the thresholds that count for the score of an element: the floors the next level asks for, and those a gate names.

    A scheme without floors, or a result at the highest level, has none.
    """
    following, threshold = result.level.next_level, result.level.next_threshold
    facts = [fact for gate in result.gates if gate.kind == GateKind.ELEMENT_FLOOR for fact in gate.facts]
    asked = {float(fact) for name, fact in facts if name == "floor" and isinstance(fact, int | float)}
    if following is not None and threshold is not None:
        asked |= {threshold - gate.margin for gate in scheme.gates if gate.kind is GateKind.ELEMENT_FLOOR and following >= gate.from_level}
    return tuple(sorted(asked))


def lacking(gap: float) -> str:
    """Write the points, above zero, that a score lacks: one decimal, or up to three where it would read as nothing.

    >>> lacking(2.84), lacking(0.02), lacking(0.00001)
    ('2.8', '0.02', '0.001')
    """
    for decimals in range(1, MOST_DECIMALS + 1):
        if round(gap, decimals) > 0:
            return f"{gap:.{decimals}f}"
    return f"{10**-MOST_DECIMALS:.{MOST_DECIMALS}f}"


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is used."""
    return message


_FIRMNESS = {
    "self": _(
        "With these answers, level {level} holds in {share} of the draws (weights and sampling vary; the claims are taken as given)."
    ),
    "assessed": _(
        "With these answers, level {level} holds in {share} of the draws "
        "(weights and sampling vary; the assessors' findings are taken as given)."
    ),
}


def _written(message: Message, language: str) -> str:
    """Return a message with its facts, in ``language``."""
    english, facts = message
    written = {name: _listing(fact, language) if isinstance(fact, list) else fact for name, fact in facts.items()}
    return locale.gettext(english, language).format(**written)


def _not_yet(code: str, facts: Facts) -> Message | None:
    """Return what nobody has answered yet of what a gate asks for; that is not the same as falling short."""
    if code not in {GateKind.CRITICAL_ITEMS, GateKind.MEASURED_RECENTLY, GateKind.FAVOURABLE_TREND} or not facts["unanswered"]:
        return None
    items = list(facts["unanswered"]) if code == GateKind.CRITICAL_ITEMS else _Measures(facts["unanswered"])
    return _("Not answered yet: {items}."), {"items": items}


def _complete(holds: bool, facts: Facts) -> Message:
    if holds:
        return _("Every question that applies is answered."), {}
    if not facts["unanswered"]:
        return _("Nothing applies, so nothing can be scored."), {}
    message = _("Not answered ({number}): {items}. Answered so far: {coverage} of the weight.")
    return message, {"number": facts["unanswered"], "items": list(facts["items"]), "coverage": share(facts["coverage"])}


def _critical_items(holds: bool, facts: Facts) -> Message | None:
    if holds:
        return _("Critical items at or above their minimum: {number}."), {"number": facts["critical"]}
    if not facts["below"]:
        return None
    return _("Below the minimum: {items}."), {"items": list(facts["below"])}


def _element_floor(holds: bool, facts: Facts) -> Message:
    if "below" not in facts:
        return _("No element lies more than {margin} points below the threshold of any level."), {"margin": _plain(facts["margin"])}
    words: Facts = {"level": facts["level"], "floor": _plain(facts["floor"]), "elements": _below_floor(facts)}
    if holds:
        return _("Holds now; level {level} asks for {floor} in every element: {elements}."), words
    return _("Level {level} asks for {floor} in every element: {elements}."), words


def _open_major_finding(holds: bool, facts: Facts) -> Message:
    if holds:
        return _("No major finding is open."), {}
    return _("Open major findings: {findings}."), {"findings": list(facts["findings"])}


def _verified_coverage(holds: bool, facts: Facts) -> Message:
    message = _("Verified: {share} of the weight; at least {minimum} is asked for.")
    return message, {"share": _below(facts["share"], facts["minimum"]), "minimum": _percent(facts["minimum"])}


def _self_assessment(holds: bool, facts: Facts) -> Message:
    return _("Does not apply to a self-assessment."), {}


def _not_applicable_share(holds: bool, facts: Facts) -> Message:
    message = _("Not applicable: {share} of the weight; at most {maximum} is allowed.")
    return message, {"share": _above(facts["share"], facts["maximum"]), "maximum": _percent(facts["maximum"])}


def _measured_recently(holds: bool, facts: Facts) -> Message | None:
    if facts["since"] is None:
        return _("The assessment has no date, and its period names no year."), {}
    dates = {"since": facts["since"].isoformat(), "until": facts["until"].isoformat()}
    if holds:
        return _("Measured between {since} and {until}."), dates
    if not facts["missing"]:
        return None
    return _("Not measured between {since} and {until}: {measures}."), {**dates, "measures": _Measures(facts["missing"])}


def _favourable_trend(holds: bool, facts: Facts) -> Message | None:
    words: Facts = {"periods": facts["periods"], "measures": _Measures(facts["missing"]), "items": list(facts["unfavourable"])}
    if holds:
        return _("Favourable over the last {periods} periods."), words
    if facts["missing"] and facts["unfavourable"]:
        return _("No trend over {periods} periods: {measures}; not favourable: {items}."), words
    if facts["missing"]:
        return _("No trend over {periods} periods: {measures}."), words
    return (_("Not favourable over the last {periods} periods: {items}."), words) if facts["unfavourable"] else None


class _Measures(list[str]):
    """Codes of measures, whose words are translated one by one."""


class _Below(list[tuple[str, float, float]]):
    """Elements below a floor: the id, the score, the floor."""


_MEASURES = {"satisfaction": _("satisfaction"), "retention": _("retention")}


def _below_floor(facts: Facts) -> _Below:
    return _Below((element, score, facts["floor"]) for element, score in facts["below"])


def _listing(words: list[str] | _Below, language: str) -> str:
    if isinstance(words, _Below):
        message = locale.gettext(_("{element} {score} (lacks {points})"), language)
        words = [message.format(element=id_, score=points(score, [floor]), points=lacking(floor - score)) for id_, score, floor in words]
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


_REASONS: dict[str, Callable[[bool, Facts], Message | None]] = {
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
