"""Everything that is wrong with files of the shelves, said at once: for `assess check`, and for what is uploaded to be published.

A folder with a ``questionnaire.yaml`` is checked as one thing, with its elements, default weights and samples; every other file by what its
``format:`` line says it is. The rules themselves live in their rooms; here it is only decided which apply to which file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assess.catalogue import glossary, item_rules, library, linter, packs, quality, schema, translations
from assess.catalogue.located import Sound, sound_items
from assess.method.questionnaire import Questionnaire
from assess.platform import documents
from assess.platform.faults import Fault, Faults, single

FRAME = "questionnaire.yaml"
ELEMENT = "assess/element@1"


@dataclass(slots=True)
class Checked:
    """The files looked at so far, and what is wrong with them; ``remarks`` are those faults that only an editor would send back."""

    quality: bool = False
    files: dict[Path, None] = field(default_factory=dict)
    faults: dict[Fault, None] = field(default_factory=dict)
    remarks: dict[Fault, None] = field(default_factory=dict)

    def add(self, found: list[Fault]) -> None:
        """Add faults, each once."""
        self.faults.update(dict.fromkeys(found))

    def remark(self, found: list[Fault]) -> None:
        """Add what only an editor would send back."""
        self.remarks.update(dict.fromkeys(each for each in found if each not in self.faults))
        self.add(found)

    def attempt(self, look: Callable[[], object]) -> None:
        """Do what raises Faults where something is wrong, and add them."""
        try:
            look()
        except Faults as faults:
            self.add(list(faults.faults))


def look(path: Path, checked: Checked) -> None:
    """Check one file, or everything inside one folder."""
    if path.is_dir():
        for inside in _files(path):
            _file(inside, checked)
    elif path.is_file():
        _file(path, checked)
    else:
        checked.add(list(single(path, "", "", "there is no such file or folder", "check the path").faults))


def _files(folder: Path) -> Iterator[Path]:
    """Yield the YAML files below a folder in the order of their names, hidden ones left out."""
    for path in sorted(folder.rglob("*.y*ml")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in {".yaml", ".yml"} and path.is_file() and not hidden:
            yield path


def _file(path: Path, checked: Checked) -> None:
    """Check one file by its format; an element and a frame together with the questionnaire they belong to."""
    if path in checked.files:
        return
    if path.name == FRAME:
        _questionnaire(path.parent, checked)
        return
    if path.parent.name == "elements" and (path.parent.parent / FRAME).is_file():
        of_all = Checked()
        _questionnaire(path.parent.parent, of_all)
        checked.files[path] = None
        checked.add([fault for fault in of_all.faults if fault.file == str(path)])
        return
    checked.files[path] = None
    checked.attempt(lambda: _by_format(path, checked))


def _by_format(path: Path, checked: Checked) -> None:
    """Check a file that stands for itself. Raises Faults."""
    document = documents.read(path, limit=documents.LARGE)
    if faults := schema.misformatted(document):
        raise Faults(faults)
    match document.value["format"]:
        case "assess/assessment@1":
            from assess.assessments import file
            from assess.results.evaluate import complete

            complete(file.read(path))
        case "assess/judgements@1":
            _judgements(path, checked)
        case "assess/pack@1":
            _pack(document, path, checked)
        case "assess/glossary@1":
            glossary.of(document)
        case "assess/scheme@1":
            _scheme(document, path, checked)
        case "assess/element@1":
            _lone_element(document, checked)
        case "assess/design@1":
            _design(document, path, checked)
        case "assess/benchmark@1":
            from assess.benchmarking import datasets

            if path.name != "dataset.yaml":
                datasets.about_of(document)
                return
            checked.files[path.with_name("records.csv")] = None
            datasets.read(path.parent)
        case "assess/facts@1":
            from assess.benchmarking import facts

            facts.read(path)
        case "assess/benchmark-map@1":
            from assess.benchmarking import mapping

            mapping.read(path)
        case _:
            checked.add(schema.check(document))


def _questionnaire(place: Path, checked: Checked) -> None:
    """Check a questionnaire's frame and elements as one thing, then the weights beside them."""
    checked.files.update(dict.fromkeys([place / FRAME, *library.element_files(place)]))
    try:
        frame, elements, faults = library.read_parts(place)
    except Faults as unreadable:
        checked.add(list(unreadable.faults))
        return
    unsound = linter.soundness(frame, elements)
    checked.add([*faults, *unsound, *linter.wording(elements)])
    if not faults and not unsound:
        checked.add(linter.elsewhere(frame.document, library.build(frame.document, [each.document for each in elements]), _elsewhere))
    if checked.quality:
        checked.remark(
            _quality(
                [frame.document, *(each.document for each in elements)], quality.faults(list(sound_items(elements)), _items_of_the_shelf())
            )
        )
    if not faults and place.name.isdecimal():  # it stands on a shelf
        checked.add(list(linter.shelved(frame.document, place)))
        if not (place / "weights.yaml").is_file():
            checked.add([frame.document.fault((), "the questionnaire has no default weights", "add weights.yaml beside it")])


def _quality(documents_: list[documents.Document], found: list[Fault]) -> list[Fault]:
    """Return ``found`` with everything that is wrong with the words of documents."""
    terms = glossary.read()
    for document in documents_:
        found += [*translations.faults(document), *glossary.faults(document, terms)]
    return found


def _items_of_the_shelf() -> set[str]:
    """Return the ids of all items of the questionnaires on the shelf."""
    found = (_elsewhere(reference) for reference in library.references("questionnaire"))
    return {id_ for questionnaire in found if questionnaire for id_ in questionnaire.item_by_id}


def _elsewhere(reference: str) -> Questionnaire | None:
    """Return another questionnaire of the shelf; None where there is none, or it is not sound (said elsewhere)."""
    try:
        return library.questionnaire(reference)
    except Faults:
        return None


def _pack(document: documents.Document, path: Path, checked: Checked) -> None:
    """Check a pack against the questionnaire it is laid over. Raises Faults."""
    broken = schema.broken(document, "assess/pack@1")
    checked.add([fault for _, fault in broken])
    sound = Sound.of(document, broken)
    if "questionnaire" in document.value and ("questionnaire",) not in sound.broken:
        base = library.questionnaire(library.base_of(document))
        checked.add(packs.soundness(sound, base))
        items_of_pack = packs.items(sound, base)
        checked.add([fault for item in items_of_pack for fault in item_rules.wording(item)])
        if checked.quality:
            checked.remark(_quality([document], quality.faults(items_of_pack, _items_of_the_shelf())))
    if path.parent.name.isdecimal():
        checked.add(list(linter.shelved(document, path.parent)))


def _judgements(path: Path, checked: Checked) -> None:
    """Check a judgements file; beside a questionnaire it must weigh that questionnaire's tree. Raises Faults."""
    from assess.weighting import reading

    questionnaire = _questionnaire_beside(path)
    reading.read(path, children=linter.tree(questionnaire) if questionnaire else None)
    if questionnaire:
        checked.add(linter.unweighed(documents.read(path), questionnaire))


def _questionnaire_beside(path: Path) -> Questionnaire | None:
    """Return the questionnaire whose default weights ``path`` would be; None where there is none, or it is not sound (said elsewhere)."""
    if path.name != "weights.yaml" or not (path.parent / FRAME).is_file():
        return None
    try:
        return library.questionnaire_in(path.parent)
    except Faults:
        return None


def _scheme(document: documents.Document, path: Path, checked: Checked) -> None:
    """Check a scheme, and that its gates look for something some questionnaire of the shelf measures. Raises Faults."""
    schema.require(document, "assess/scheme@1")
    checked.add([*linter.scheme(document), *linter.measures(document, _measured())])
    if checked.quality:
        checked.remark(_quality([document], []))
    if path.parent.name.isdecimal():
        checked.add(list(linter.shelved(document, path.parent)))


def _measured() -> set[str]:
    """Return what the items of the shelf's questionnaires measure; one that is not sound is reported for itself."""
    found: set[str] = set()
    for reference in library.references("questionnaire"):
        try:
            found |= {item.measures for item in library.questionnaire(reference).items if item.measures}
        except Faults:
            found |= {"satisfaction", "retention"}
    return found


def _lone_element(document: documents.Document, checked: Checked) -> None:
    """Check an element outside a questionnaire: everything but what it refers to elsewhere."""
    faults: list[Fault] = []
    element = library.shaped(document, ELEMENT, faults)
    checked.add([*faults, *linter.alone(element)])


def _design(document: documents.Document, path: Path, checked: Checked) -> None:
    """Check a report design with its template. Raises Faults."""
    from assess.reporting import design

    schema.require(document, "assess/design@1")
    if path.name == "design.yaml":
        checked.attempt(lambda: design.read_folder(path.parent))
