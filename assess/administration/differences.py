"""What a version changes against the one before: items that came, went or changed field by field, what stands around them, and weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assess.administration import uploading
from assess.catalogue import writing
from assess.method.questionnaire import Criterion, Element, Questionnaire
from assess.method.text import Text
from assess.platform import documents
from assess.results import evaluate
from assess.weighting import reading, service

_FIRM = 0.0005
"""A weight that differs by less than a twentieth of a percentage point is the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is another: where, what stood there (empty: nothing), what stands there now (empty: nothing)."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """An item that is in both versions, with the fields in which it differs."""

    id: str
    text: Text
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changes: items by id, ``around`` them what is no item, and what elements and criteria weigh, of 1."""

    before: str
    added: tuple[tuple[str, Text], ...] = ()
    removed: tuple[tuple[str, Text], ...] = ()
    changed: tuple[ItemChanged, ...] = ()
    around: tuple[Change, ...] = ()
    weights: tuple[tuple[str, float, float], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any, beside the version itself."""
        return bool(self.added or self.removed or self.changed or self.around or self.weights)


def between(before: str, kind: str, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Difference:
    """Return what the files ``new`` change against those of the version ``before``. Raises Faults where files are not sound."""
    if kind != "questionnaire":
        main = f"{kind}.yaml"
        return Difference(before, around=_changes(uploading.parsed({main: old[main]})[main], uploading.parsed({main: new[main]})[main]))
    earlier, later = uploading.questionnaire_of(old), uploading.questionnaire_of(new)
    both = [each for each in later.items if each.id in earlier.item_by_id]
    changed = ((each, _changes(writing.item(earlier.item_by_id[each.id]), writing.item(each))) for each in both)
    return Difference(
        before,
        added=tuple((each.id, each.text) for each in later.items if each.id not in earlier.item_by_id),
        removed=tuple((each.id, each.text) for each in earlier.items if each.id not in later.item_by_id),
        changed=tuple(ItemChanged(each.id, each.text, changes) for each, changes in changed if changes),
        around=_changes(_around(earlier), _around(later)),
        weights=tuple(_weights(_shares(earlier, old), _shares(later, new))),
    )


def _around(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what stands around the items: the frame, titles and intents of elements and criteria."""
    parts: list[Element | Criterion] = [*questionnaire.elements, *questionnaire.criteria]
    named = {each.id: {"title": writing.words(each.title), "intent": writing.words(each.intent)} for each in parts}
    return writing.frame(questionnaire) | named


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    before, after = dict(_flat(old)), dict(_flat(new))
    fields = [*before, *(field for field in after if field not in before)]
    return tuple(
        Change(field, before.get(field, ""), after.get(field, ""))
        for field in fields
        if before.get(field) != after.get(field) and field not in {"version", "format"}
    )


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every leaf of plain data with its dotted path; a part with an id stands under it, wherever in its list."""
    if isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _flat(inside, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _flat(inside, f"{path}[{_name(inside, index)}]")
    else:
        yield path, {True: "yes", False: "no", None: ""}[value] if isinstance(value, bool) or value is None else str(value)


def _name(value: Any, index: int) -> str:
    inside = value.get("item", value) if isinstance(value, Mapping) else value
    return str(inside["id"]) if isinstance(inside, Mapping) and "id" in inside else str(index + 1)


def _shares(questionnaire: Questionnaire, contents: Mapping[str, bytes]) -> Mapping[str, float]:
    """Return the shares of the whole that elements and criteria have by the default weights."""
    children = evaluate.tree_of(questionnaire)
    weights = documents.parse(contents["weights.yaml"], file="weights.yaml")
    return service.hierarchy_weights(reading.read(weights, children=children)).path_weights


def _weights(old: Mapping[str, float], new: Mapping[str, float]) -> Iterator[tuple[str, float, float]]:
    for node, share in new.items():
        if node in old and abs(share - old[node]) >= _FIRM:
            yield node, old[node], share
