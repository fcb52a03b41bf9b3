"""How an answer is written, what was seen when it was given, and what the next step up would be worth."""

from __future__ import annotations

from dataclasses import dataclass

from assess.method import values
from assess.method.answers import Answer, Given
from assess.method.questionnaire import Advice, Item, Kind, Target
from assess.method.scoring import target_value, worth
from assess.method.tree import HIGHEST_LEVEL
from assess.reporting.data.material import Material
from assess.reporting.writer import NONE, Writer

_NOTHING = 1e-9


def _(message: str) -> str:
    """Mark a message for extraction; it is translated later."""
    return message


_UNITS = {
    "h": _("{value} h"),
    "min": _("{value} min"),
    "s": _("{value} s"),
    "d": _("{value} days"),
    "per_1000": _("{value} per 1,000"),
}


def reading(write: Writer, value: float, unit: str) -> str:
    """Write a measurement as exactly as it was given, with its unit; a score, a ratio, a count and money are bare numbers."""
    number = write.quantity(value)
    if unit == "%":
        return f"{number}%"
    return write.gettext(_UNITS[unit], value=number) if unit in _UNITS else number


def given(write: Writer, item: Item, answer: Given | None) -> str:
    """Write what was given for an item in the item's own terms, or the sign for nothing."""
    if answer is None:
        return NONE
    if answer.not_measured:
        return write.gettext("Not measured")
    if answer.conforming is not None and answer.sampled is not None:
        share = write.exactly(answer.conforming / answer.sampled) if answer.sampled else NONE
        pair = write.gettext("{conforming} of {sampled}", conforming=write.count(answer.conforming), sampled=write.count(answer.sampled))
        return write.aside(pair, share)
    target = next((each for each in (answer.level, answer.yes, answer.choice, answer.percent, answer.value) if each is not None), None)
    return NONE if target is None else point(write, item, target)


def point(write: Writer, item: Item, target: Target) -> str:
    """Write a point an item can reach: a level, yes or no, an option, a percentage, a reading."""
    match item.kind:
        case Kind.MATURITY:
            return write.gettext("Level {level}", level=write.count(float(target)))
        case Kind.YES_NO:
            return write.gettext("Yes") if target else write.gettext("No")
        case Kind.CHOICE:
            number = next((place for place, option in enumerate(item.options, start=1) if option.id == target), 0)
            return write.gettext("Option {number} of {count}", number=number, count=len(item.options))
        case Kind.PERCENT:
            return reading(write, round(float(target), 2), "%")
        case Kind.METRIC:
            return reading(write, float(target), item.metric.unit if item.metric else "")


def anchor(material: Material, item: Item, answer: Answer | None) -> str:
    """Return what one sees at the answer that counts: the anchor of its level, or the words of the option."""
    if answer is None or answer.not_applicable is not None:
        return ""
    if item.kind is Kind.MATURITY and item.anchors and (level := _level(material, item, answer)) is not None:
        return material.write.text(item.anchors[min(len(item.anchors) - 1, level)])
    if item.kind is Kind.CHOICE and (counts := answer.given if material.assessment.is_self else answer.verified or answer.given):
        return next((material.write.text(option.text) for option in item.options if option.id == counts.choice), "")
    return ""


def _level(material: Material, item: Item, answer: Answer) -> int | None:
    """Return the level of a maturity item that counts: as claimed, or as far as the evidence bears it out."""
    if answer.given is None:
        return None
    return answer.given.level if material.assessment.is_self else _borne_out(item, answer)


def _borne_out(item: Item, answer: Answer) -> int:
    return round(values.verified(item, answer) * HIGHEST_LEVEL)


def verified(material: Material, item: Item, answer: Answer | None) -> str:
    """Write what of an answer the evidence bears out; nothing in a self-assessment, where nobody has verified it."""
    if answer is None or answer.given is None or material.assessment.is_self:
        return NONE
    if item.kind is Kind.MATURITY:
        return point(material.write, item, _borne_out(item, answer))
    found = given(material.write, item, answer.verified or answer.given)
    carried = values.carried(item, answer)
    if carried < values.value(item, answer.verified or answer.given) - _NOTHING:
        return material.write.aside(found, material.write.gettext("the evidence carries {value}", value=material.write.number(carried, 2)))
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """One step up on an item, or several taken together: their advice, lowest first, and the points they add to the overall score."""

    item: Item
    advices: tuple[Advice, ...]
    gain: float

    @property
    def to(self) -> Target:
        """Where the last step arrives."""
        return self.advices[-1].to

    @property
    def effort(self) -> str:
        """The effort class of the heaviest step: S, M or L."""
        return max((advice.effort for advice in self.advices), key="SML".find)

    @property
    def is_quick(self) -> bool:
        """Whether every step is a quick win."""
        return all(advice.horizon == "quick_win" for advice in self.advices)


def climb(material: Material, item: Item) -> tuple[tuple[Advice, float], ...]:
    """Return every step above what counts now, lowest first, each with the value 0..1 it arrives at; none for an item without a value."""
    traced = material.traced[item.id]
    if traced.value is None or traced.weight <= 0:
        return ()
    found: list[tuple[Advice, float]] = []
    reached = traced.value
    for advice in item.advice:
        value = target_value(item, advice.to, material.scheme)
        if value - reached > _NOTHING and not _only_unproven(material, item, value):
            found.append((advice, value))
            reached = value
    return tuple(found)


def _only_unproven(material: Material, item: Item, value: float) -> bool:
    """Whether a point is claimed already and lacks nothing but evidence: to advise it would be to advise going back.

    A maturity level is another matter: what its advice asks for is what the evidence would show.
    """
    answer = material.assessment.answers.get(item.id)
    if item.kind is Kind.MATURITY or material.assessment.is_self or answer is None or answer.given is None:
        return False
    return worth(item, values.value(item, answer.verified or answer.given), material.scheme) >= value - _NOTHING


def step(material: Material, item: Item, taken: int = 1) -> Step | None:
    """Return the next step up on an item, or the next ``taken`` steps together; None where there are not so many.

    Its gain is 100 × weight × step ÷ the weight that applies: what the score rises by, exactly, once every question is answered.
    """
    above, traced = climb(material, item), material.traced[item.id]
    if not 0 < taken <= len(above) or traced.value is None:
        return None
    gain = 100.0 * traced.weight * (above[taken - 1][1] - traced.value) / material.result.overall.weight
    return Step(item, tuple(advice for advice, _ in above[:taken]), gain)


def counted(material: Material, item: Item, answer: Answer | None) -> str:
    """Write the answer that counts now: what was claimed in a self-assessment, what the evidence bears out in an assessed one."""
    if material.assessment.is_self:
        return given(material.write, item, answer.given if answer else None)
    return verified(material, item, answer)
