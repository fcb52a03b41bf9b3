"""Sector packs of the shelf: read, checked against the questionnaire they are laid over, and handed out as values.

A pack's items must be as sound as a questionnaire's own, fit into the criteria they are added to, and leave nothing hanging: a step that
requires a replaced item must still lead somewhere. All of it is checked on the composed questionnaire, and every fault names the pack's
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from assess.catalogue import canonical, dependencies, item_rules, reading, writing
from assess.catalogue.located import Located, Sound
from assess.catalogue.schema import did_you_mean, in_order
from assess.method import packs
from assess.method.packs import Addition, Change, ChangeKind, Pack, Reanchored
from assess.method.questionnaire import Item, Questionnaire
from assess.method.text import Text
from assess.platform.documents import Document
from assess.platform.faults import Fault, Faults, single

Plain = Mapping[str, Any]


def soundness(sound: Sound, base: Questionnaire) -> list[Fault]:
    """Return what, beyond its shape, keeps a pack from being laid over ``base``."""
    found = [*_unknown(sound, base), *_twice(sound)]
    items = list(_items(sound, base))
    for item in items:
        found += item_rules.soundness(item)
    if not found:
        changed = {item.id: item for item in items}
        by_id = {item.id: changed.get(item.id) or _unchanged(item, base.reference) for item in base.items} | changed
        found += [_at(sound, each) for each in dependencies.faults(by_id, known=by_id)]
    return in_order(found)


def _unchanged(item: Item, reference: str) -> Located:
    """Return an item of the questionnaire as a part of a document of its own, whose name is the item's."""
    return Located(Document(f"{reference} {item.id}", {}, {}), (), writing.item(item))


def _at(sound: Sound, fault: Fault) -> Fault:
    """Return a fault of an item the pack leaves as it is as one of the pack, which is where it came from."""
    if fault.file == sound.document.file:
        return fault
    return sound.document.fault((), f"with this pack {fault.file} no longer fits: {fault.key}: {fault.wrong}", fault.right)


def items(sound: Sound, base: Questionnaire) -> list[Located]:
    """Return the items a pack asks, as they would be asked: added, replaced, or anchored anew (merged with the questionnaire's own)."""
    return list(_items(sound, base))


def build(document: Document, base: Questionnaire) -> Pack:
    """Return the pack of a document that has passed its schema, with its content hash. Raises Faults where it is not sound."""
    if faults := soundness(Sound(document), base):
        raise Faults(faults)
    return hashed(document.value, base)


def hashed(plain: Plain, base: Questionnaire) -> Pack:
    """Return the pack of plain data that has been checked, with its content hash."""
    return replace(_read(plain, base), content_hash=canonical.content_hash(canonical.plain_bytes(plain)))


def _read(plain: Plain, base: Questionnaire) -> Pack:
    added = plain.get("add", ())
    changes = [Change(ChangeKind.ADDED, each["item"]["id"], Text.of(each["why"])) for each in added]
    changes += [Change(ChangeKind.REPLACED, each["item"]["id"], Text.of(each["why"])) for each in plain.get("replace", ())]
    changes += [Change(ChangeKind.REANCHORED, each["item"], Text.of(each["why"])) for each in plain.get("reanchor", ())]
    changes += [
        Change(ChangeKind.REWEIGHTED, each["node"], Text.of(each["why"]), float(each["factor"])) for each in plain.get("reweight", ())
    ]
    return Pack(
        id=plain["id"],
        version=int(plain["version"]),
        questionnaire=plain["questionnaire"],
        title=Text.of(plain["title"]),
        description=Text.of(plain["description"]),
        additions=tuple(Addition(each["criterion"], reading.item(each["item"])) for each in added),
        replacements=tuple(reading.item(each["item"]) for each in plain.get("replace", ())),
        reanchored=tuple(_reanchored(each, base.item_by_id[each["item"]]) for each in plain.get("reanchor", ())),
        changes=tuple(changes),
    )


def compose(base: Questionnaire, laid: list[Pack]) -> Questionnaire:
    """Return ``base`` with packs laid over it, with its content hash. Raises Faults where two change the same item, or one does not fit."""
    found = [
        single(one, "", "", f"this pack and {other} both change {item}", "use one of them, or a pack made for both").faults[0]
        for item, one, other in packs.conflicts(laid)
    ]
    found += [
        single(pack.reference, "", "", f"this pack is for {pack.questionnaire}", f"a pack for {base.reference}").faults[0]
        for pack in laid
        if pack.questionnaire != base.reference
    ]
    if found:
        raise Faults(found)
    composed = packs.compose(base, laid)
    if len(laid) > 1:
        found = _together(composed)
    if found:
        raise Faults(found)
    return replace(composed, content_hash=canonical.content_hash(canonical.questionnaire_bytes(composed))) if laid else base


def _together(composed: Questionnaire) -> list[Fault]:
    """Return what is wrong with packs that are sound one by one, and are not together: a step or a condition that leads nowhere now."""
    by_id = {item.id: _unchanged(item, composed.reference) for item in composed.items}
    every = {pack.reference: pack.touched for pack in composed.packs}
    found = []
    for fault in dependencies.faults(by_id, known=by_id):
        item = fault.file.rpartition(" ")[2]
        pack = next((reference for reference, touched in every.items() if item in touched), composed.packs[0].reference)
        others = ", ".join(reference for reference in every if reference != pack)
        found.append(Fault(pack, "", "", f"together with {others} {item} no longer fits: {fault.key}: {fault.wrong}", "use one of them"))
    return found


def _reanchored(plain: Plain, item: Item) -> Reanchored:
    return Reanchored(
        item=item.id,
        anchors=reading.texts(plain["anchors"]) if "anchors" in plain else None,
        metric=reading.metric(plain["metric"]) if "metric" in plain else None,
        guidance=Text.of(plain["guidance"]) if "guidance" in plain else None,
        evidence=reading.texts(plain["evidence"]) if "evidence" in plain else None,
        advice=tuple(reading.advice(each, item.kind) for each in plain["advice"]) if "advice" in plain else None,
    )


def _items(sound: Sound, base: Questionnaire) -> Iterator[Located]:
    for key in ("add", "replace"):
        for part in sound.parts(key):
            yield Located(part.document, (*part.path, "item"), part.plain["item"])
    for part in sound.parts("reanchor"):
        if item := base.item_by_id.get(part.plain["item"]):
            changed = {key: value for key, value in part.plain.items() if key not in {"item", "why"}}
            yield Located(part.document, part.path, {**writing.item(item), **changed})


def _unknown(sound: Sound, base: Questionnaire) -> Iterator[Fault]:
    """Yield criteria, items and nodes that the questionnaire does not have, or has already."""
    criteria = [criterion.id for criterion in base.criteria]
    taken = set(base.item_by_id)
    for part in sound.parts("add"):
        criterion, id_ = part.plain["criterion"], part.plain["item"]["id"]
        if criterion not in criteria:
            yield part.fault(("criterion",), f"{base.reference} has no criterion `{criterion}`", did_you_mean(criterion, criteria))
        elif not id_.startswith(f"{criterion}."):
            yield part.fault(("item", "id"), f"the id `{id_}` does not say where it stands", f"begin with `{criterion}.`")
        if id_ in taken:
            yield part.fault(("item", "id"), f"{base.reference} has an item `{id_}` already", "another id, or `replace:`")
    for part in sound.parts("replace"):
        id_ = part.plain["item"]["id"]
        if id_ not in taken:
            yield part.fault(("item", "id"), f"{base.reference} has no item `{id_}`", did_you_mean(id_, taken, otherwise="or `add:` it"))
    for part in sound.parts("reanchor"):
        yield from _reanchoring(part, base)
    nodes = _nodes(sound, base)
    for part in sound.parts("reweight"):
        if part.plain["node"] not in nodes:
            right = did_you_mean(part.plain["node"], nodes, otherwise="an element, a criterion or an item")
            yield part.fault(("node",), f"there is no `{part.plain['node']}` to weigh", right)
        elif part.plain["factor"] == 1:
            yield part.fault(("factor",), "a factor of 1 changes nothing", "another factor, or remove the entry")
        elif part.plain["node"] in _only_children(sound, base):
            yield part.fault(("node",), f"{part.plain['node']} has no sibling, so a factor changes nothing", "weigh the node above it")


def _reanchoring(part: Located, base: Questionnaire) -> Iterator[Fault]:
    id_ = part.plain["item"]
    item = base.item_by_id.get(id_)
    if item is None:
        right = did_you_mean(id_, base.item_by_id, otherwise="an item of the questionnaire")
        yield part.fault(("item",), f"{base.reference} has no item `{id_}`", right)
        return
    for key, has in (("anchors", bool(item.anchors)), ("metric", item.metric is not None)):
        if key in part.plain and not has:
            yield part.fault((key,), f"{id_} is of kind {item.kind}", f"remove `{key}:`")
    if "metric" in part.plain and item.metric:
        metric = reading.metric(part.plain["metric"])
        if metric.unit != item.metric.unit or metric.higher_is_better != item.metric.higher_is_better:
            yield part.fault(("metric",), f"{id_} would be measured in another way", "the same unit and direction, or `replace:` the item")
    same = {key: value for key, value in part.plain.items() if key not in {"item", "why"}}
    if all(writing.item(item).get(key) == value for key, value in same.items()):
        yield part.fault((), f"nothing about {id_} is changed", "remove the entry")


def _nodes(sound: Sound, base: Questionnaire) -> list[str]:
    found = [element.id for element in base.elements] + [criterion.id for criterion in base.criteria] + list(base.item_by_id)
    return found + [part.plain["item"]["id"] for part in sound.parts("add")]


def _only_children(sound: Sound, base: Questionnaire) -> set[str]:
    """Return the nodes that stand alone under their parent, the pack's items counted."""
    added = {part.plain["criterion"] for part in sound.parts("add")}
    found = {criterion.items[0].id for criterion in base.criteria if len(criterion.items) == 1 and criterion.id not in added}
    found |= {element.criteria[0].id for element in base.elements if len(element.criteria) == 1}
    return found | ({base.elements[0].id} if len(base.elements) == 1 else set())


def _twice(sound: Sound) -> Iterator[Fault]:
    """Yield an item that is changed in two ways, or a node that is weighed twice, within one pack."""
    seen: dict[str, Located] = {}
    weighed: dict[str, Located] = {}
    for key in ("add", "replace", "reanchor"):
        for part in sound.parts(key):
            id_ = part.plain["item"] if key == "reanchor" else part.plain["item"]["id"]
            if id_ in seen:
                yield part.fault(("item",), f"the pack changes {id_} twice", f"the first is at {seen[id_].where}")
            seen.setdefault(id_, part)
    for part in sound.parts("reweight"):
        if part.plain["node"] in weighed:
            yield part.fault(("node",), f"the weight of {part.plain['node']} is changed twice", "multiply the two factors")
        weighed.setdefault(part.plain["node"], part)
