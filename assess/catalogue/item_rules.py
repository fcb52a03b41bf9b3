"""What must be true of one item beyond its shape: points that ascend, minima that can be reached, advice for every step.

Rules of *soundness* are those without which a score would be wrong or impossible; a questionnaire that breaks one is not handed out. Rules
of *wording* keep the questions usable: anchors one can take in at a glance, a translation that is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from assess.catalogue.located import Located
from assess.catalogue.schema import did_you_mean
from assess.platform.faults import Fault

MAX_WORDS = 25
MAX_CHARACTERS = 50
LEAST_WEIGHT = 1e-6
"""A smaller weight vanishes beside its siblings' and, multiplied by a pack's factor, altogether."""

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[A-Za-z0-9%.]+")


def soundness(item: Located) -> Iterator[Fault]:
    """Yield what would make a score of this item wrong or impossible."""
    if item.plain["kind"] == "choice":
        yield from _options(item)
    if item.plain["kind"] == "metric":
        yield from _points(item)
    if "critical" in item.plain:
        yield from _critical(item)
    if item.plain["na_allowed"] and "na_rule" not in item.plain:
        yield item.fault((), "N/A is allowed but the rule when it is right is missing", "add `na_rule:`, or `na_allowed: false`")
    if item.plain.get("weight", 1) < LEAST_WEIGHT:
        yield item.fault(("weight",), f"{item.plain['weight']} is no weight anybody would notice", f"at least {LEAST_WEIGHT}")
    yield from _advice(item)


def target_fault(item: Located, to: object) -> tuple[str, str] | None:
    """Return what is wrong and right when ``to`` is not a point that this item can reach by a step; None when it is one."""
    match item.plain["kind"]:
        case "maturity":
            good, right = _is_number(to) and to in (1, 2, 3, 4, 5), "a level from 1 to 5"
        case "yes_no":
            good, right = to is True, "`true`"
        case "percent":
            good, right = _is_number(to) and 0 < _number(to) <= 100, "a percentage above 0, up to 100"
        case "choice":
            known = [option["id"] for option in item.plain["options"]]
            good, right = to in known[1:], f"an option above the first: {', '.join(known[1:])}"
        case _:
            measured = [point[0] for point in item.plain["metric"]["points"]]
            low, high = min(measured), max(measured)
            good = _is_number(to) and low <= _number(to) <= high and to != measured[0]
            right = f"a value between {low} and {high}, better than the worst ({measured[0]})"
    return None if good else (f"`{_written(to)}` is not a point that {item.plain['id']} ({item.plain['kind']}) can reach", right)


def step_of(item: dict[str, Any], to: object) -> int:
    """Return how many steps of its advice an item must take to reach ``to``: 0 when it needs none."""
    kind, steps = item["kind"], [each["to"] for each in item["advice"]]
    if kind == "metric" and item["metric"]["points"][-1][0] < item["metric"]["points"][0][0]:
        below = [_is_number(step) and _number(step) > _number(to) for step in steps]
    elif kind == "choice":
        order = [option["id"] for option in item["options"]]
        below = [step in order and order.index(step) < order.index(str(to)) for step in steps]
    elif kind == "yes_no":
        return 1
    else:
        below = [_is_number(step) and _number(step) < _number(to) for step in steps]
    return sum(below) + 1


def wording(item: Located) -> Iterator[Fault]:
    """Yield anchors that are too long, and translations that only repeat the English."""
    for index, anchor in enumerate(item.plain.get("anchors", ())):
        words, characters = len(anchor["en"].split()), chinese_length(anchor["zh_Hans"])
        if words > MAX_WORDS:
            yield item.fault(("anchors", index, "en"), f"the anchor of level {index} has {words} words", f"at most {MAX_WORDS}")
        if characters > MAX_CHARACTERS:
            wrong = f"the anchor of level {index} has {characters} Chinese characters"
            yield item.fault(("anchors", index, "zh_Hans"), wrong, f"at most {MAX_CHARACTERS}")
    for key in ("text", "guidance", "na_rule"):
        if key in item.plain and item.plain[key]["en"] == item.plain[key]["zh_Hans"]:
            yield item.fault((key, "zh_Hans"), "the translation repeats the English", "translate it")


def chinese_length(text: str) -> int:
    """Return the length of a Chinese text as readers count it: characters, a number or Latin word as one, no punctuation."""
    return len(_CHINESE.findall(text))


def _options(item: Located) -> Iterator[Fault]:
    seen: set[str] = set()
    before = -1.0
    for index, option in enumerate(item.plain["options"]):
        if option["id"] in seen:
            yield item.fault(("options", index, "id"), f"the option `{option['id']}` stands here twice", "an id of its own")
        seen.add(option["id"])
        if option["value"] <= before:
            yield item.fault(("options", index, "value"), "the values do not ascend", "worst first, each better than the one before")
        before = option["value"]
    if item.plain["options"][-1]["value"] != 1:
        last = len(item.plain["options"]) - 1
        yield item.fault(("options", last, "value"), "the best option is not worth 1", "the last value is 1")


def _points(item: Located) -> Iterator[Fault]:
    points = item.plain["metric"]["points"]
    key: tuple[str | int, ...] = ("metric", "points")
    measured, worth = [point[0] for point in points], [point[1] for point in points]
    rising = all(a < b for a, b in pairwise(measured))
    falling = all(a > b for a, b in pairwise(measured))
    if not (rising or falling):
        yield item.fault(key, "the measured values neither rise nor fall throughout", "order them from the worst to the best")
    if any(not 0 <= each <= 1 for each in worth):
        yield item.fault(key, "a value is outside 0..1", "[value in the unit, value 0..1]")
    elif any(a >= b for a, b in pairwise(worth)):
        yield item.fault(key, "the values do not ascend", "worst first, each better than the one before")
    if worth[0] != 0 or worth[-1] != 1:
        yield item.fault(key, f"the values go from {worth[0]} to {worth[-1]}", "the first point has 0, the last 1")


def _critical(item: Located) -> Iterator[Fault]:
    if item.plain["na_allowed"]:
        yield item.fault(("na_allowed",), "a critical item must not be waved away as N/A", "`na_allowed: false`")
    minimum = item.plain["critical"]["minimum"]
    if found := target_fault(item, minimum):
        yield item.fault(("critical", "minimum"), *found)


def _advice(item: Located) -> Iterator[Fault]:
    """Yield advice missing, superfluous or out of order: every step up has exactly one."""
    given = [each["to"] for each in item.plain["advice"]]
    match item.plain["kind"]:
        case "maturity":
            expected: list[Any] = [1, 2, 3, 4, 5]
        case "yes_no":
            expected = [True]
        case "choice":
            expected = [option["id"] for option in item.plain["options"][1:]]
        case "metric":
            expected = [point[0] for point in item.plain["metric"]["points"][1:]]
        case _:
            yield from _percent_advice(item, given)
            return
    typed = [(type(each) is bool, each) for each in given]
    for step in expected:
        if (type(step) is bool, step) not in typed:
            yield item.fault(("advice",), f"the advice for the step to {_written(step)} is missing", f"add an entry `to: {_written(step)}`")
    for index, step in enumerate(given):
        if typed[index] not in [(type(each) is bool, each) for each in expected]:
            right = did_you_mean(step, [_written(each) for each in expected])
            yield item.fault(("advice", index, "to"), f"there is no step to `{_written(step)}`", right)
    if sorted(map(_written, given)) == sorted(map(_written, expected)) and given != expected:
        yield item.fault(("advice",), "the steps are out of order", "lowest first")
    if len(given) > len({_written(each) for each in given}):
        yield item.fault(("advice",), "a step has two entries", "one entry for every step")


def _percent_advice(item: Located, given: list[Any]) -> Iterator[Fault]:
    if len(given) != 2:
        yield item.fault(("advice",), f"the number of steps is {len(given)}", "two entries, e.g. `to: 60` and `to: 95`")
    if any(target_fault(item, each) for each in given):
        yield item.fault(("advice",), "a step is no percentage", "percentages above 0, up to 100")
    elif any(a >= b for a, b in pairwise(given)):
        yield item.fault(("advice",), "the steps are out of order", "lowest first")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
