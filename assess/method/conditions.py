"""Which items apply: conditions that the questionnaire hangs on other items.

An item with conditions applies when all of them hold. A condition fails when the other item was answered and the answer does not meet it,
and when the other item does not itself apply: what hangs on something that is not there is not there either. As long as the other
item is unanswered nothing is decided, and the item stands open like any other: a gap never makes another item go away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from graphlib import TopologicalSorter

from assess.method.answers import Given
from assess.method.questionnaire import Condition, Questionnaire
from assess.method.values import percentage


def not_applicable(questionnaire: Questionnaire, given: Mapping[str, Given], excepted: Collection[str] = ()) -> frozenset[str]:
    """Return the ids of the items that do not apply by rule.

    ``given`` holds what was answered, by item; ``excepted`` are the items declared not applicable by a person. Raises ValueError for a
    condition on an item that does not exist, and for conditions that run in a circle.
    """
    hangs_on = {item.id: [condition.item for condition in item.applies_if] for item in questionnaire.items}
    if dangling := {other for others in hangs_on.values() for other in others} - hangs_on.keys():
        raise ValueError(f"a condition looks at {', '.join(sorted(dangling))}, which does not exist")
    without: set[str] = set()
    for id_ in TopologicalSorter(hangs_on).static_order():
        for condition in questionnaire.item_by_id[id_].applies_if:
            other = condition.item
            if other in without or other in excepted or (other in given and not holds(condition, given[other])):
                without.add(id_)
    return frozenset(without)


def holds(condition: Condition, given: Given) -> bool:
    """Return whether what was given for the other item meets a condition: in its own terms, a level, a percentage, a value in the unit.

    >>> holds(Condition("R2.1", at_least=20), Given(conforming=1, sampled=4))
    True
    """
    if condition.is_ is not None:
        return given.yes is condition.is_
    if condition.one_of is not None:
        return given.choice in condition.one_of
    number = next((each for each in (given.level, percentage(given), given.value) if each is not None), None)
    return condition.at_least is not None and number is not None and number >= condition.at_least
