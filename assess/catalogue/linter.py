"""Everything beyond the schema: whether the parts of a questionnaire, of a scheme, of a set of weights fit together.

Every rule yields faults with file, line and key, and all rules run, so that an author mends everything at one go. ``soundness`` is what a
questionnaire must be before anybody may compute with it; ``wording`` is what it must be besides before it is published.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from assess.catalogue import dependencies, item_rules
from assess.catalogue.located import Located, Sound, criteria, items, sound_items
from assess.catalogue.schema import did_you_mean, in_order
from assess.method.questionnaire import Item, Kind, Questionnaire
from assess.platform.documents import Document
from assess.platform.faults import Fault


def soundness(frame: Sound, elements: Sequence[Sound]) -> list[Fault]:
    """Return what, beyond its shape, keeps a questionnaire from being computed with."""
    found = [*_frame(frame, elements), *_places(elements), *_unique(elements)]
    by_id: dict[str, Located] = {}
    for item in sound_items(elements):
        found += item_rules.soundness(item)
        by_id.setdefault(item.id, item)
    found += dependencies.faults(by_id, known={item.id for _, item in items(elements)})
    return in_order(found)


def alone(element: Sound) -> list[Fault]:
    """Return what is wrong with an element by itself, wherever it stands and whatever it refers to elsewhere."""
    found = [*_places([element]), *_unique([element])]
    for item in sound_items([element]):
        found += [*item_rules.soundness(item), *item_rules.wording(item)]
    return in_order(found)


def wording(elements: Sequence[Sound]) -> list[Fault]:
    """Return anchors that are too long and translations that are none."""
    return in_order(fault for item in sound_items(elements) for fault in item_rules.wording(item))


def shelved(document: Document, place: Path) -> Iterator[Fault]:
    """Yield where the id and version of a file on a shelf differ from its folder ``<id>/<version>``."""
    for key, folder in (("id", place.parent.name), ("version", place.name)):
        if key in document.value and str(document.value[key]) != folder:
            yield document.fault((key,), f"`{document.value[key]}` does not match the folder", f"the folder says `{folder}`")


def scheme(document: Document) -> list[Fault]:
    """Return what is wrong with a scheme: levels out of order, overlapping, beyond reach; gates that guard nothing."""
    located = Sound(document).root
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
        for gate in Sound(document).root.parts("gates")
        for index, measure in enumerate(gate.plain.get("measures", ()))
        if measure not in known
    ]


def elsewhere(document: Document, questionnaire: Questionnaire, other: Callable[[str], Questionnaire | None]) -> list[Fault]:
    """Return what is wrong with what a questionnaire answers elsewhere; ``other`` finds a questionnaire by its reference."""
    found: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for each, part in zip(questionnaire.answers_elsewhere, Sound(document).root.parts("answers_elsewhere"), strict=True):
        there = other(each.questionnaire)
        item = there.item_by_id.get(each.item) if there else None
        if there is None:
            found.append(part.fault(("questionnaire",), f"there is no questionnaire `{each.questionnaire}`", "check the reference"))
        elif item is None:
            right = did_you_mean(each.item, there.item_by_id, otherwise="check the id")
            found.append(part.fault(("item",), f"{each.questionnaire} has no item `{each.item}`", right))
        elif said := unlike(questionnaire, each.by, item):
            found.append(part.fault(("by",), *said))
        if (each.questionnaire, each.item) in seen:
            found.append(part.fault(("item",), f"{each.item} is answered twice", "keep one of the two"))
        seen.add((each.questionnaire, each.item))
    return found


def unlike(questionnaire: Questionnaire, by: str, item: Item) -> tuple[str, str] | None:
    """Return why a part of a questionnaire cannot answer an item of another one, and what would be right; None where it can."""
    own = questionnaire.item_by_id.get(by)
    if own is None:
        nodes = {element.id for element in questionnaire.elements} | {criterion.id for criterion in questionnaire.criteria}
        if by not in nodes:
            return f"there is no `{by}` in {questionnaire.reference}", "an element, a criterion or an item"
        if item.kind not in {Kind.PERCENT, Kind.MATURITY}:
            return f"a score cannot answer {item.id}, which is of kind {item.kind}", "name an item"
        return None
    if own.kind is not item.kind:
        return f"{own.id} is of kind {own.kind}, {item.id} of kind {item.kind}", "an item of the same kind"
    if own.metric and item.metric and own.metric.unit != item.metric.unit:
        return f"{own.id} is measured in {own.metric.unit}, {item.id} in {item.metric.unit}", "an item of the same unit"
    if [option.id for option in own.options] != [option.id for option in item.options]:
        return f"{own.id} and {item.id} offer different options", "an item with the same options"
    return None


def tree(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Return the nodes of a questionnaire that are weighed by judgements, with their children: the whole, and every element."""
    elements = {element.id: [criterion.id for criterion in element.criteria] for element in questionnaire.elements}
    return {questionnaire.id: list(elements), **elements}


def unweighed(document: Document, questionnaire: Questionnaire) -> list[Fault]:
    """Return the nodes of the tree that a questionnaire's own judgements leave out; a single child needs no judgement.

    (That the nodes which are there match the tree is seen to where judgements are read, in ``assess.weighting``.)
    """
    given = {node.plain.get("parent") for node in Sound(document).root.parts("nodes")}
    return [
        document.fault(("nodes",), f"the judgements of the node `{parent}` are missing", f"add it, with items [{', '.join(children)}]")
        for parent, children in tree(questionnaire).items()
        if parent not in given and len(children) > 1
    ]


def _frame(frame: Sound, elements: Sequence[Sound]) -> Iterator[Fault]:
    """Yield where the frame's list of elements and the element files differ."""
    if ("elements",) in frame.broken or "elements" not in frame.root.plain:
        return
    files = {element.root.id: element.root for element in elements if element.root.id}
    listed = frame.root.plain["elements"]
    for index, id_ in enumerate(listed):
        if id_ in listed[:index]:
            yield frame.root.fault(("elements", index), f"the element `{id_}` stands here twice", "keep one of them")
        elif id_ not in files:
            yield frame.root.fault(("elements", index), f"there is no file for the element `{id_}`", f"add elements/{id_}.yaml")
    for id_, element in files.items():
        if id_ not in listed:
            yield element.fault(("id",), f"the element `{id_}` is not listed in questionnaire.yaml", did_you_mean(id_, listed))


def _places(elements: Sequence[Sound]) -> Iterator[Fault]:
    """Yield ids that do not say where they stand: an element in its own file, L1 within L, L1.1 within L1."""
    for element in elements:
        file = Path(element.document.file)
        if file.suffix == ".yaml" and element.root.id and file.stem != element.root.id:
            yield element.root.fault(
                ("id",), f"the element `{element.root.id}` stands in {file.name}", f"call the file {element.root.id}.yaml"
            )
    for element_part, criterion in criteria(elements):
        yield from _placed(criterion, element_part.id, element_part.id)
    for criterion, item in items(elements):
        yield from _placed(item, criterion.id, criterion.id + ".")


def _placed(part: Located, parent: str, start: str) -> Iterator[Fault]:
    if part.id and parent and not _continues(part.id, start):
        yield part.fault(("id",), f"the id `{part.id}` does not belong in {parent}", f"an id like `{start}1`")


def _continues(id_: str, start: str) -> bool:
    rest = id_.removeprefix(start)
    return id_.startswith(start) and rest.isdecimal() and rest.isascii() and not rest.startswith("0")


def _unique(elements: Sequence[Sound]) -> Iterator[Fault]:
    """Yield every id that stands twice, wherever the two stand."""
    seen: dict[str, Located] = {}
    every = [element.root for element in elements]
    every += [criterion for _, criterion in criteria(elements)] + [item for _, item in items(elements)]
    for part in every:
        if part.id in seen:
            yield part.fault(("id",), f"the id `{part.id}` is given twice", f"the first is at {seen[part.id].where}")
        elif part.id:
            seen[part.id] = part


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
