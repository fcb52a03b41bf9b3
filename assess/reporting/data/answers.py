"""How an answer is written, what was seen when it was given, and what the next step up would be worth."""

from __future__ import annotations

from dataclasses import dataclass

from assess.method import values
from assess.method.answers import Answer, Given
from assess.method.questionnaire import Advice, Item, Kind, Target
from assess.method.scoring import target_value
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
    """Write a measurement with its unit; a score, a ratio, a count and money are bare numbers."""
    number = write.quantity(value)
    if unit == "%":
        return f"{number}%"
    return write.gettext(_UNITS[unit], value=number) if unit in _UNITS else number


def given(write: Writer, item: Item, answer: Given | None) -> str:
    """Write what was given for an item in the item's own terms, or the sign for nothing."""
    if answer is None:
        return NONE
    if answer.conforming is not None and answer.sampled is not None:
        share = write.share(answer.conforming / answer.sampled).text if answer.sampled else NONE
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
            return reading(write, float(target), "%")
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
    """The next step up on an item: the advice, and the points it adds to the overall score."""

    item: Item
    advice: Advice
    gain: float


def next_step(material: Material, item: Item) -> Step | None:
    """Return the lowest advice whose point is worth more than what counts now.

    Its gain is 100 × weight × step ÷ the share of the weight that was answered: what the score would rise by, exactly.
    """
    traced, answered = material.traced[item.id], material.result.overall.answered
    if traced.value is None or traced.weight <= 0 or answered <= 0:
        return None
    for advice in item.advice:
        step = target_value(item, advice.to, material.scheme) - traced.value
        if step > _NOTHING:
            return Step(item, advice, 100.0 * traced.weight * step / answered)
    return None


def counted(material: Material, item: Item, answer: Answer | None) -> str:
    """Write the answer that counts now: what was claimed in a self-assessment, what the evidence bears out in an assessed one."""
    if material.assessment.is_self:
        return given(material.write, item, answer.given if answer else None)
    return verified(material, item, answer)
