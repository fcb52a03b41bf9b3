"""Whether the answers answer what was asked: kinds, units, ranges, dates, ids, and who agreed to what does not apply.

The shape of the file has been checked by its schema; parts in which the schema found a fault are passed over here, so that one mistake
is told once and every other is still found in the same run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assess.catalogue.located import Located, Sound
from assess.catalogue.schema import did_you_mean
from assess.method.questionnaire import Item, Kind, Questionnaire
from assess.method.scheme import Family, Scheme
from assess.platform import codes
from assess.platform.faults import Fault

_KEYS = {
    Kind.MATURITY: ("level",),
    Kind.YES_NO: ("yes",),
    Kind.CHOICE: ("choice",),
    Kind.PERCENT: ("percent", "conforming", "sampled"),
    Kind.METRIC: ("value", "unit", "not_measured"),
}
_GIVEN = tuple(key for keys in _KEYS.values() for key in keys)
_EXAMPLES = {
    Kind.MATURITY: "`{level: 3}`, a level from 0 to 5",
    Kind.YES_NO: "`{yes: true}` or `{yes: false}`",
    Kind.CHOICE: "`{choice: …}`",
    Kind.PERCENT: "`{percent: 62}` or `{conforming: 31, sampled: 50}`",
    Kind.METRIC: "`{value: …, unit: …}` or `{not_measured: why}`",
}


def organisation(sound: Sound) -> Iterator[Fault]:
    """Yield industry and region codes that are none."""
    if part := sound.part("organisation"):
        if "industry" in part.plain and (found := codes.industry_fault(part.plain["industry"])):
            yield part.fault(("industry",), *found)
        if "region" in part.plain and (found := codes.region_fault(part.plain["region"])):
            yield part.fault(("region",), *found)


def answers(sound: Sound, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Yield everything that is wrong with the answers."""
    today = sound.document.value.get("date") if ("date",) not in sound.broken else None
    given = sound.document.value.get("answers")
    for id_ in given if isinstance(given, dict) else ():
        if id_ not in questionnaire.item_by_id:
            wrong = f"{questionnaire.reference} has no item `{id_}`"
            yield sound.document.fault(("answers", id_), wrong, did_you_mean(id_, questionnaire.item_by_id, otherwise="check the id"))
        elif answer := sound.part("answers", id_):
            yield from _answer(answer, questionnaire.item_by_id[id_], assessed=sound.document.value.get("kind") == "assessed", today=today)


def rest(sound: Sound, questionnaire: Questionnaire, scheme: Scheme) -> Iterator[Fault]:
    """Yield what is wrong with findings, targets, history, deductions."""
    elements = [element.id for element in questionnaire.elements]
    yield from _findings(sound, questionnaire)
    if target := sound.part("target"):
        yield from _elements(target, elements)
    yield from _history(sound, elements, scheme)
    for key in ("deductions", "bonus"):
        if sound.document.value.get(key) and scheme.family is not Family.STARS:
            wrong = f"the scheme {scheme.reference} knows no {key}"
            yield sound.document.fault((key,), wrong, "only schemes of the family stars have them; leave the key out")


def _answer(answer: Located, item: Item, *, assessed: bool, today: str | None) -> Iterator[Fault]:
    """Yield what is wrong with one answer."""
    if "from" in answer.plain:
        yield from _elsewhere(answer)
    elif "not_applicable" in answer.plain:
        yield from _not_applicable(answer, item, assessed=assessed)
    else:
        if "approved_by" in answer.plain:
            yield answer.fault(("approved_by",), "only an N/A is approved", "add `not_applicable:` with the reason, or remove the key")
        yield from _given(answer, item)
    if "verified" in answer.plain and "from" not in answer.plain:
        if "not_applicable" in answer.plain:
            yield answer.fault(("verified",), "what does not apply cannot be verified", "remove one of the two")
        yield from _given(Located(answer.document, (*answer.path, "verified"), answer.plain["verified"]), item)
    yield from _trend(answer, item)
    if "measured" in answer.plain and "not_measured" in answer.plain:
        yield answer.fault(("measured",), "what is not measured has no date of measurement", "remove the key")
    if today and answer.plain.get("measured", "") > today:
        yield answer.fault(("measured",), f"{answer.plain['measured']} is after the date of the assessment", f"a day up to {today}")
    for evidence in answer.parts("evidence"):
        yield from _evidence(evidence, today)


def _elsewhere(answer: Located) -> Iterator[Fault]:
    """Yield what must not stand beside ``from``: there is one answer, here or there."""
    for key in (*_GIVEN, "not_applicable", "approved_by", "verified", "evidence", "measured", "trend"):
        if key in answer.plain:
            yield answer.fault((key,), "the item is answered in the other assessment, and here as well", "remove one of the two")


def _not_applicable(answer: Located, item: Item, *, assessed: bool) -> Iterator[Fault]:
    if not item.na_allowed:
        yield answer.fault(("not_applicable",), f"{item.id} must not be answered N/A", f"write {_EXAMPLES[item.kind]}")
    if assessed and "approved_by" not in answer.plain:
        wrong = "an N/A of an assessed assessment must be approved by someone else"
        yield answer.fault((), wrong, "add `approved_by:` with a name")
    if "approved_by" in answer.plain and answer.plain["approved_by"] == answer.plain.get("by"):
        yield answer.fault(("approved_by",), "the N/A was approved by the person who gave it", "someone else approves it")
    for key in _GIVEN:
        if key in answer.plain:
            yield answer.fault((key,), "an item is either answered or not applicable", "remove one of the two")


def _given(part: Located, item: Item) -> Iterator[Fault]:
    """Yield what is wrong with the answer proper: its kind, its completeness, its range."""
    keys = _KEYS[item.kind]
    wrong = [key for key in _GIVEN if key in part.plain and key not in keys]
    for key in wrong:
        yield part.fault((key,), f"`{key}` does not answer {item.id}, which is of kind {item.kind}", f"write {_example(item)}")
    present = [key for key in keys if key in part.plain]
    if not wrong and not [key for key in present if key != "unit"]:
        right = f"write {_example(item)}" + ("" if part.path[-1] == "verified" else ", or leave the item out while it is unanswered")
        yield part.fault((), f"{item.id} has no answer here", right)
    if item.kind is Kind.CHOICE and "choice" in present:
        options = [option.id for option in item.options]
        if part.plain["choice"] not in options:
            yield part.fault(("choice",), f"{item.id} has no option `{part.plain['choice']}`", did_you_mean(part.plain["choice"], options))
    if item.kind is Kind.PERCENT:
        yield from _sample(part)
    if "value" in present and "not_measured" in present:
        yield part.fault(("not_measured",), f"{item.id} has a value and is said not to be measured", "remove one of the two")
    if item.metric and part.plain.get("unit", item.metric.unit) != item.metric.unit:
        yield part.fault(("unit",), f"`{part.plain['unit']}` is not the unit of {item.id}", f"`{item.metric.unit}`; convert the value")


def _sample(part: Located) -> Iterator[Fault]:
    given: Mapping[str, Any] = part.plain
    if "percent" in given and ("conforming" in given or "sampled" in given):
        yield part.fault(("percent",), "a percentage and a sample are given", "keep one of them")
    elif ("conforming" in given) != ("sampled" in given):
        missing = "sampled" if "conforming" in given else "conforming"
        yield part.fault((), f"the key `{missing}` is missing", "`{conforming: 31, sampled: 50}`")
    elif "sampled" in given and given["sampled"] == 0:
        yield part.fault(("sampled",), "nothing was sampled", "at least one record")
    elif "sampled" in given and given["conforming"] > given["sampled"]:
        wrong = f"{given['conforming']} conforming records are more than the {given['sampled']} sampled"
        yield part.fault(("conforming",), wrong, f"from 0 to {given['sampled']}")


def _trend(answer: Located, item: Item) -> Iterator[Fault]:
    if "trend" not in answer.plain:
        return
    if "not_measured" in answer.plain:
        yield answer.fault(("trend",), "what is not measured has no trend", "remove the key")
    if item.kind in {Kind.YES_NO, Kind.CHOICE}:
        yield answer.fault(("trend",), f"an item of kind {item.kind} has no trend", "remove the key")
    top = {Kind.MATURITY: 5, Kind.PERCENT: 100}.get(item.kind)
    for index, value in enumerate(answer.plain["trend"]):
        if top is not None and not 0 <= value <= top:
            yield answer.fault(("trend", index), f"{value} is out of range", f"from 0 to {top}")


def _evidence(evidence: Located, today: str | None) -> Iterator[Fault]:
    kind = evidence.plain["kind"]
    if kind == "sampling" and "sample" not in evidence.plain:
        yield evidence.fault((), "the number of records sampled is not said", "add `sample: 50`")
    if kind != "sampling" and "sample" in evidence.plain:
        yield evidence.fault(("sample",), f"evidence of kind {kind} has no sample", "`kind: sampling`, or remove the key")
    if today and evidence.plain.get("date", "") > today:
        yield evidence.fault(("date",), f"{evidence.plain['date']} is after the date of the assessment", f"a day up to {today}")


def _findings(sound: Sound, questionnaire: Questionnaire) -> Iterator[Fault]:
    seen: set[str] = set()
    for finding in sound.parts("findings"):
        id_, item = finding.plain["id"], finding.plain["item"]
        if item not in questionnaire.item_by_id:
            right = did_you_mean(item, questionnaire.item_by_id, otherwise="check the id")
            yield finding.fault(("item",), f"{questionnaire.reference} has no item `{item}`", right)
        if id_ in seen:
            yield finding.fault(("id",), f"the finding `{id_}` stands here twice", "an id of its own")
        seen.add(id_)


def _history(sound: Sound, elements: list[str], scheme: Scheme) -> Iterator[Fault]:
    levels = [level.level for level in scheme.levels]
    before = ""
    for earlier in sound.parts("history"):
        period = str(earlier.plain["period"])
        if "level" in earlier.plain and earlier.plain["level"] not in levels:
            right = f"one of {', '.join(map(str, levels))}"
            yield earlier.fault(("level",), f"{scheme.reference} has no level {earlier.plain['level']}", right)
        if period <= before:
            yield earlier.fault(("period",), f"{period} does not follow {before}", "oldest first, each period once")
        before = period
        yield from _elements(earlier, elements)


def _elements(part: Located, elements: list[str]) -> Iterator[Fault]:
    for id_ in part.plain.get("elements", {}):
        if id_ not in elements:
            yield part.fault(("elements", id_), f"there is no element `{id_}`", did_you_mean(id_, elements))


def _example(item: Item) -> str:
    """Return how an answer to this item is written."""
    if item.kind is Kind.CHOICE:
        return " or ".join(f"`{{choice: {option.id}}}`" for option in item.options)
    return f'`{{value: …, unit: "{item.metric.unit}"}}`' if item.metric else _EXAMPLES[item.kind]
