"""Sector packs: what an industry adds to a questionnaire, asks instead, anchors differently or weighs differently.

A pack is laid over a questionnaire and never forks it: the elements and criteria stay, so do the ids of the items that stay, and what a
pack changed can always be listed. Packs are combined in the order of their names, whatever order they are given in; two that change the
same item are refused rather than ranked. Factors multiply the weights their nodes have among their siblings, which are then normalised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from assess.method.questionnaire import Advice, Criterion, Element, Item, Metric, Questionnaire
from assess.method.text import Text


class ChangeKind(StrEnum):
    """What a pack does to an item, or to the weight of a node."""

    ADDED = "added"
    REPLACED = "replaced"
    REANCHORED = "reanchored"
    REWEIGHTED = "reweighted"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a pack changes, and why. ``factor`` belongs to a change of weight."""

    kind: ChangeKind
    node: str
    why: Text
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Addition:
    """An item that a pack puts into a criterion."""

    criterion: str
    item: Item


@dataclass(frozen=True, slots=True)
class Reanchored:
    """Other anchors, or other points of a metric, for an item that otherwise stays; what is None stays too."""

    item: str
    anchors: tuple[Text, ...] | None = None
    metric: Metric | None = None
    guidance: Text | None = None
    evidence: tuple[Text, ...] | None = None
    advice: tuple[Advice, ...] | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """A sector pack for the questionnaire ``questionnaire`` (``id@version``); ``changes`` say everything it does, in order."""

    id: str
    version: int
    questionnaire: str
    title: Text = Text()
    description: Text = Text()
    additions: tuple[Addition, ...] = ()
    replacements: tuple[Item, ...] = ()
    reanchored: tuple[Reanchored, ...] = ()
    changes: tuple[Change, ...] = ()
    content_hash: str = ""

    @property
    def reference(self) -> str:
        """The name by which files refer to this version: ``id@version``."""
        return f"{self.id}@{self.version}"

    @property
    def touched(self) -> frozenset[str]:
        """The ids of the items the pack adds, replaces or anchors anew."""
        return frozenset(change.node for change in self.changes if change.kind is not ChangeKind.REWEIGHTED)


def conflicts(packs: Iterable[Pack]) -> list[tuple[str, str, str]]:
    """Return the items that two packs change, each with the references of the two, in order."""
    pairs = combinations(sorted(packs, key=lambda pack: pack.reference), 2)
    return [(item, one.reference, other.reference) for one, other in pairs for item in sorted(one.touched & other.touched)]


def factors(packs: Iterable[Pack]) -> dict[str, float]:
    """Return the factor of every node whose weight is changed: the product over packs, taken in the order of their names."""
    found: dict[str, float] = {}
    for pack in sorted(packs, key=lambda pack: pack.reference):
        for change in pack.changes:
            if change.kind is ChangeKind.REWEIGHTED:
                found[change.node] = found.get(change.node, 1.0) * change.factor
    return found


def reweighted(local: Mapping[str, float], by: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of siblings multiplied by their factors, with the sum they had before.

    >>> reweighted({"A": 0.5, "B": 0.25, "C": 0.25}, {"A": 2.0})
    {'A': 0.6666666666666666, 'B': 0.16666666666666666, 'C': 0.16666666666666666}
    """
    if not any(node in by for node in local):
        return dict(local)
    raw = {node: weight * by.get(node, 1.0) for node, weight in local.items()}
    scale = sum(local.values()) / sum(raw.values())
    return {node: weight * scale for node, weight in raw.items()}


def compose(questionnaire: Questionnaire, packs: Sequence[Pack]) -> Questionnaire:
    """Return the questionnaire with packs laid over it, the same in whatever order they are given; without a content hash.

    Factors of items become part of the items' weights; those of elements and criteria are applied to judged weights
    (``Questionnaire.packs`` carries them). Raises ValueError where two packs change the same item, or a pack is for another questionnaire.
    """
    if found := conflicts(packs):
        raise ValueError("; ".join(f"{one} and {other} both change {item}" for item, one, other in found))
    if strange := [pack.reference for pack in packs if pack.questionnaire != questionnaire.reference]:
        raise ValueError(f"{', '.join(strange)} cannot be laid over {questionnaire.reference}")
    ordered = tuple(sorted(packs, key=lambda pack: pack.reference))
    if not ordered:
        return questionnaire
    instead = {item.id: item for pack in ordered for item in pack.replacements}
    anew = {each.item: each for pack in ordered for each in pack.reanchored}
    more: dict[str, list[Item]] = {}
    for pack in ordered:
        for addition in pack.additions:
            more.setdefault(addition.criterion, []).append(addition.item)
    by = factors(ordered)

    def item(each: Item) -> Item:
        changed = instead.get(each.id, each)
        changed = _anchored(changed, anew[each.id]) if each.id in anew else changed
        return replace(changed, weight=changed.weight * by[each.id]) if each.id in by else changed

    def criterion(each: Criterion) -> Criterion:
        return replace(each, items=tuple(item(one) for one in (*each.items, *more.get(each.id, ()))))

    def element(each: Element) -> Element:
        return replace(each, criteria=tuple(criterion(one) for one in each.criteria))

    return replace(questionnaire, elements=tuple(element(each) for each in questionnaire.elements), packs=ordered, content_hash="")


def _anchored(item: Item, anew: Reanchored) -> Item:
    kept = {
        "anchors": anew.anchors,
        "metric": anew.metric,
        "guidance": anew.guidance,
        "evidence": anew.evidence,
        "advice": anew.advice,
    }
    return replace(item, **{key: value for key, value in kept.items() if value is not None})  # type: ignore[arg-type]  # as declared
