"""Everything beyond the schema: whether the parts of a questionnaire, of a scheme, of a set of weights fit together.

Every rule yields faults with file, line and key, and all rules run, so that an author mends everything at one go. ``soundness`` is what a
questionnaire must be before anybody may compute with it; ``wording`` is what it must be besides before it is published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from assess.catalogue import dependencies, item_rules
from assess.catalogue.located import Located, criteria, items, root
from assess.catalogue.schema import did_you_mean, in_order
from assess.method.questionnaire import Questionnaire
from assess.platform.documents import Document
from assess.platform.faults import Fault


def soundness(frame: Document, elements: Sequence[Document]) -> list[Fault]:
    """Return what keeps a questionnaire (its documents have passed their schemas) from being computed with."""
    found = [*_frame(frame, elements), *_places(elements), *_unique(elements)]
    for _, item in items(elements):
        found += item_rules.soundness(item)
    by_id = {item.plain["id"]: item for _, item in reversed(list(items(elements)))}
    found += dependencies.faults({id_: by_id[id_] for id_ in reversed(by_id)})
    return in_order(found)


def wording(elements: Sequence[Document]) -> list[Fault]:
    """Return anchors that are too long and translations that are none."""
    return in_order(fault for _, item in items(elements) for fault in item_rules.wording(item))


def shelved(document: Document, place: Path) -> Iterator[Fault]:
    """Yield where the id and version of a file on a shelf differ from its folder ``<id>/<version>``."""
    for key, folder in (("id", place.parent.name), ("version", place.name)):
        if str(document.value[key]) != folder:
            yield document.fault((key,), f"`{document.value[key]}` does not match the folder", f"the folder says `{folder}`")


def scheme(document: Document) -> list[Fault]:
    """Return what is wrong with a scheme: levels out of order, overlapping, beyond reach; gates that guard nothing."""
    located = root(document)
    found = [*_levels(located), *_gates(located)]
    if document.value["family"] == "maturity" and "met_from" in document.value:
        found.append(located.fault(("met_from",), "only schemes of the family stars have this key", "remove it"))
    if document.value["family"] == "stars" and set(document.value.get("met_from", ())) != {"maturity", "choice", "metric"}:
        right = "`met_from: {maturity: 3, choice: 0.6, metric: 0.6}`"
        found.append(located.fault(("met_from",), "from where a requirement counts as met is not said for every kind", right))
    return in_order(found)


def measures(document: Document, known: Collection[str]) -> list[Fault]:
    """Return gates that can never hold because no questionnaire has an item with what they measure (``known``)."""
    return [
        gate.fault(("measures", index), f"the gate can never hold: no item measures `{measure}`", "tag an item with `measures:`")
        for gate in root(document).parts("gates")
        for index, measure in enumerate(gate.plain.get("measures", ()))
        if measure not in known
    ]


def weights(document: Document, questionnaire: Questionnaire) -> list[Fault]:
    """Return where judgements (their document has passed its schema) do not match the tree of the questionnaire."""
    tree = {questionnaire.id: [element.id for element in questionnaire.elements]}
    tree |= {element.id: [criterion.id for criterion in element.criteria] for element in questionnaire.elements}
    found: list[Fault] = []
    seen: dict[str, Located] = {}
    for node in root(document).parts("nodes"):
        parent = node.plain["parent"]
        if parent not in tree:
            found.append(node.fault(("parent",), f"{questionnaire.reference} has no node `{parent}`", did_you_mean(parent, tree)))
            continue
        if parent in seen:
            found.append(node.fault(("parent",), f"the node `{parent}` stands here twice", f"the first is at {seen[parent].where}"))
        seen.setdefault(parent, node)
        found += _node(node, tree[parent])
    for parent, children in tree.items():
        if parent not in seen and len(children) > 1:
            right = f"add `- parent: {parent}` with items [{', '.join(children)}]"
            found.append(document.fault(("nodes",), f"the judgements of the node `{parent}` are missing", right))
    return in_order(found)


def _node(node: Located, children: Sequence[str]) -> Iterator[Fault]:
    parent, given = node.plain["parent"], node.plain["items"]
    for index, item in enumerate(given):
        if item not in children:
            yield node.fault(("items", index), f"`{item}` is not in {parent}", did_you_mean(item, children))
        elif item in given[:index]:
            yield node.fault(("items", index), f"`{item}` stands here twice", "keep one of them")
    for child in children:
        if child not in given:
            yield node.fault(("items",), f"`{child}` of {parent} has no weight", "add it to the items and compare it")
    for expert in node.parts("experts"):
        for index, pair in enumerate(expert.plain["pairs"]):
            for side in (0, 1):
                if pair[side] not in given:
                    yield expert.fault(("pairs", index, side), f"`{pair[side]}` is not among the items", did_you_mean(pair[side], given))


def _frame(frame: Document, elements: Sequence[Document]) -> Iterator[Fault]:
    """Yield where the frame's list of elements and the element files differ."""
    files = {document.value["id"]: document for document in elements}
    listed = frame.value["elements"]
    for index, id_ in enumerate(listed):
        if id_ in listed[:index]:
            yield frame.fault(("elements", index), f"the element `{id_}` stands here twice", "keep one of them")
        elif id_ not in files:
            yield frame.fault(("elements", index), f"there is no file for the element `{id_}`", f"add elements/{id_}.yaml")
    for id_, document in files.items():
        if id_ not in listed:
            yield document.fault(("id",), f"the element `{id_}` is not listed in questionnaire.yaml", did_you_mean(id_, listed))


def _places(elements: Sequence[Document]) -> Iterator[Fault]:
    """Yield ids that do not say where they stand: an element in its own file, L1 within L, L1.1 within L1."""
    for document in elements:
        id_, name = document.value["id"], Path(document.file).stem
        if document.file.endswith(".yaml") and name != id_:
            yield document.fault(("id",), f"the element `{id_}` stands in {Path(document.file).name}", f"call the file {id_}.yaml")
    for element, criterion in criteria(elements):
        if not _continues(criterion.plain["id"], element.plain["id"]):
            yield criterion.fault(
                ("id",), f"`{criterion.plain['id']}` does not belong in {element.plain['id']}", f"`{element.plain['id']}1`"
            )
    for criterion, item in items(elements):
        if not _continues(item.plain["id"], criterion.plain["id"] + "."):
            yield item.fault(("id",), f"`{item.plain['id']}` does not belong in {criterion.plain['id']}", f"`{criterion.plain['id']}.1`")


def _continues(id_: str, start: str) -> bool:
    rest = id_.removeprefix(start)
    return id_.startswith(start) and rest.isdecimal() and rest.isascii() and not rest.startswith("0")


def _unique(elements: Sequence[Document]) -> Iterator[Fault]:
    """Yield every id that stands twice, wherever the two stand."""
    seen: dict[str, Located] = {}
    every = [root(document) for document in elements]
    every += [criterion for _, criterion in criteria(elements)] + [item for _, item in items(elements)]
    for part in every:
        id_ = part.plain["id"]
        if id_ in seen:
            yield part.fault(("id",), f"the id `{id_}` is given twice", f"the first is at {seen[id_].where}")
        seen.setdefault(id_, part)


def _levels(scheme: Located) -> Iterator[Fault]:
    levels: list[Mapping[str, float]] = scheme.plain["levels"]
    for index, (lower, upper) in enumerate(pairwise(levels), start=1):
        if upper["level"] <= lower["level"]:
            wrong = f"level {upper['level']} follows level {lower['level']}"
            yield scheme.fault(("levels", index, "level"), wrong, "levels ascend, each number once")
        if upper["threshold"] == lower["threshold"]:
            wrong = f"the threshold {upper['threshold']} is that of the level below: one of the two can never be reached"
            yield scheme.fault(("levels", index, "threshold"), wrong, "thresholds ascend")
        elif upper["threshold"] < lower["threshold"]:
            wrong = f"the threshold {upper['threshold']} overlaps the level below ({lower['threshold']}), which can never be reached"
            yield scheme.fault(("levels", index, "threshold"), wrong, "thresholds ascend")


def _gates(scheme: Located) -> Iterator[Fault]:
    levels = [level["level"] for level in scheme.plain["levels"]]
    seen: dict[str, Located] = {}
    for gate in scheme.parts("gates"):
        id_, from_level = gate.plain["id"], gate.plain["from_level"]
        if id_ in seen:
            yield gate.fault(("id",), f"the gate `{id_}` is given twice", f"the first is at {seen[id_].where}")
        seen.setdefault(id_, gate)
        if from_level not in levels:
            right = f"one of {', '.join(str(level) for level in levels)}"
            yield gate.fault(("from_level",), f"there is no level {from_level} to guard", right)
