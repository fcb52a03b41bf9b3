"""How items hang on one another: conditions under which an item applies, and steps that must come before a step.

Both must lead somewhere: to items that exist, by tests that fit their kind and that can hold, and never in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any, TypeVar

from assess.catalogue.item_rules import step_of, target_fault
from assess.catalogue.located import Located
from assess.catalogue.schema import did_you_mean
from assess.platform.faults import Fault

_TESTS = {"maturity": "at_least", "percent": "at_least", "metric": "at_least", "yes_no": "is", "choice": "one_of"}

Node = tuple[str, int]  # an item and one of its steps
T = TypeVar("T", bound=Hashable)


def faults(items: Mapping[str, Located], *, known: Collection[str]) -> Iterator[Fault]:
    """Yield everything that is wrong with conditions and prerequisites among sound ``items`` (by id).

    ``known`` are the ids of all items; what leads to one that is not sound is passed over.
    """
    broken = [*_conditions(items, known), *_prerequisites(items, known)]
    yield from broken
    if not broken and len(items) == len(known):  # circles and contradictions make sense only among links that lead somewhere
        circles = [*_condition_circles(items), *_prerequisite_circles(items)]
        yield from circles
        if not circles:
            yield from _contradictions(items)


def _conditions(items: Mapping[str, Located], known: Collection[str]) -> Iterator[Fault]:
    for item in items.values():
        for condition in item.parts("applies_if"):
            id_ = condition.plain["item"]
            if id_ not in known:
                yield condition.fault(("item",), f"there is no item `{id_}`", did_you_mean(id_, known, otherwise="check the id"))
            elif id_ in items:
                yield from _condition(condition, items[id_])


def _condition(condition: Located, other: Located) -> Iterator[Fault]:
    """Yield what is wrong with one condition on an item that exists."""
    kind, test = other.plain["kind"], _TESTS[other.plain["kind"]]
    if test not in condition.plain:
        yield condition.fault((), f"{other.plain['id']} is of kind {kind}", f"test it with `{test}:`")
    elif kind == "choice":
        known = [option["id"] for option in other.plain["options"]]
        for index, option in enumerate(condition.plain["one_of"]):
            if option not in known:
                yield condition.fault(("one_of", index), f"{other.plain['id']} has no option `{option}`", did_you_mean(option, known))
    elif kind in {"maturity", "percent"}:
        top = 5 if kind == "maturity" else 100
        if not 0 <= condition.plain["at_least"] <= top:
            wrong = f"`{condition.plain['at_least']}` can never be reached by {other.plain['id']} ({kind})"
            yield condition.fault(("at_least",), wrong, f"from 0 to {top}")


def _prerequisites(items: Mapping[str, Located], known: Collection[str]) -> Iterator[Fault]:
    for item in items.values():
        for advice in item.parts("advice"):
            for step in advice.parts("requires"):
                id_ = step.plain["item"]
                if id_ not in known:
                    yield step.fault(("item",), f"there is no item `{id_}`", did_you_mean(id_, known, otherwise="check the id"))
                elif id_ in items and (found := target_fault(items[id_], step.plain["to"])):
                    yield step.fault(("to",), *found)


def _condition_circles(items: Mapping[str, Located]) -> Iterator[Fault]:
    links = {id_: [condition["item"] for condition in item.plain.get("applies_if", ())] for id_, item in items.items()}
    for circle in _circles(links):
        said = " → ".join([*circle, circle[0]])
        yield items[circle[0]].fault(("applies_if",), f"the conditions run in a circle: {said}", "remove one of them")


def _prerequisite_circles(items: Mapping[str, Located]) -> Iterator[Fault]:
    """Yield steps that wait for themselves; a step waits for the step below it and for what it requires."""
    links: dict[Node, list[Node]] = {}
    for id_, item in items.items():
        for index, advice in enumerate(item.plain["advice"], start=1):
            before = [(id_, index - 1)] if index > 1 else []
            required = [(each["item"], step_of(items[each["item"]].plain, each["to"])) for each in advice.get("requires", ())]
            links[id_, index] = before + [node for node in required if node[1] > 0]
    for circle in _circles(links):
        said = " → ".join(f"{id_} step {step}" for id_, step in [*circle, circle[0]])
        id_, step = circle[0]
        yield items[id_].fault(("advice", step - 1), f"the step waits for itself: {said}", "remove one `requires`")


def _circles(links: Mapping[T, list[T]]) -> Iterator[list[T]]:
    """Yield a circle for every link that closes one, following links in the order given (depth first, without recursion)."""
    done: set[T] = set()
    for start in links:
        path: list[T] = []
        waiting: list[tuple[T, bool]] = [(start, False)]
        while waiting:
            node, leaving = waiting.pop()
            if leaving:
                done.add(path.pop())
            elif node in path:
                yield path[path.index(node) :]
            elif node not in done:
                path.append(node)
                waiting.append((node, True))
                waiting += [(each, False) for each in reversed(links.get(node, []))]


def _contradictions(items: Mapping[str, Located]) -> Iterator[Fault]:
    """Yield items that can never apply: what they and the items they hang on ask for cannot all hold."""
    for id_, item in items.items():
        if "applies_if" not in item.plain:
            continue
        asked: dict[str, list[set[object]]] = {}
        waiting, seen = [id_], {id_}
        while waiting:
            for condition in items[waiting.pop()].plain.get("applies_if", ()):
                other = condition["item"]
                asked.setdefault(other, []).append(_allowed(condition))
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        for other in sorted(asked):
            choices = [each for each in asked[other] if each]
            if choices and not set.intersection(*choices):
                wrong = f"the item can never apply: its conditions contradict one another on {other}"
                yield item.fault(("applies_if",), wrong, "remove one of them")


def _allowed(condition: dict[str, Any]) -> set[object]:
    """Return the answers a condition allows, or nothing where it is a lower bound (lower bounds never contradict)."""
    if "is" in condition:
        return {condition["is"]}
    return set(condition.get("one_of", ()))
