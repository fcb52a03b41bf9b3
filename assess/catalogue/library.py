"""The shelf of questionnaires and schemes: what stands there, and each version as a frozen value.

An installation has a shelf of its own in its data folder (``<data>/questionnaires/``), for versions made here; what the shipped shelf
holds comes first. A version is a folder ``questionnaires/<id>/<version>/``; what it holds shows in its file: ``questionnaire.yaml`` with
its elements, ``scheme.yaml``, or ``pack.yaml``. Other files name it by its reference, ``id@version``. A version that is not sound is never
handed out: the caller gets every fault instead. Values are kept for as long as the files do not change, in memory and compiled on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assess.catalogue import canonical, compiled, linter, reading, schema
from assess.catalogue import packs as packing
from assess.catalogue.located import Sound
from assess.method.packs import Pack
from assess.method.questionnaire import Questionnaire
from assess.method.scheme import Scheme
from assess.platform import documents
from assess.platform.documents import Document
from assess.platform.faults import Fault, Faults, single
from assess.platform.settings import data_folder
from assess.platform.shelves import shelf

KINDS = ("questionnaire", "scheme", "pack")

_Stamp = tuple[tuple[str, int, int], ...]  # name, time and size of every file a version consists of


def places() -> tuple[Path, Path]:
    """Return the folders versions are looked for in: the shelf, then the data folder's own."""
    return shelf("questionnaires"), data_folder() / "questionnaires"


def references(kind: str) -> list[str]:
    """Return the references of every version of ``kind`` (one of ``KINDS``) on the shelves, sorted."""
    found = set()
    for place in places():
        for path in filter(Path.is_file, place.glob(f"*/*/{kind}.yaml")):
            name, version = path.parts[-3:-1]
            if version.isascii() and version.isdecimal() and version == str(int(version)):
                found.add((name, int(version)))
    return [f"{name}@{version}" for name, version in sorted(found)]


def folder(reference: str, *kinds: str) -> Path:
    """Return the folder of a version; ``kinds`` narrows what it may hold. Raises Faults that name what exists."""
    wanted = kinds or KINDS
    if not any(reference in references(kind) for kind in wanted):
        existing = [each for kind in wanted for each in references(kind)]
        right = schema.did_you_mean(reference, existing)
        if not right.startswith("one of") and existing:
            right += f" (on the shelf: {', '.join(existing)})"
        raise single(reference, "", "", f"there is no such {' or '.join(wanted)}", right or "the shelf is empty")
    name, _, version = reference.partition("@")
    standing = [place / name / version for place in places() for kind in wanted if (place / name / version / f"{kind}.yaml").is_file()]
    return standing[0]


def shelved(reference: str) -> Questionnaire | None:
    """Return the questionnaire of this reference on the shipped shelf, or None. Raises Faults where it is not sound."""
    name, _, version = reference.partition("@")
    place = shelf("questionnaires") / name / version
    return questionnaire_in(place) if (place / "questionnaire.yaml").is_file() else None


def questionnaire(reference: str, packs: Iterable[str] = ()) -> Questionnaire:
    """Return a questionnaire of the shelf with packs laid over it, in whatever order.

    Raises Faults: an unknown reference, everything that keeps it or a pack from being sound, packs that contradict one another.
    """
    return composed_in(folder(reference, "questionnaire"), packs)


def composed_in(place: Path, packs: Iterable[str]) -> Questionnaire:
    """Return the questionnaire whose files stand in the folder ``place`` with packs of the shelf laid over it. Raises Faults."""
    laid = tuple(folder(pack, "pack") for pack in sorted(set(packs)))
    return _composed(place, _stamp(_sources(place)), tuple((each, _stamp([each / "pack.yaml"])) for each in laid))


def pack(reference: str) -> Pack:
    """Return a sector pack of the shelf. Raises Faults: unknown reference, or everything that keeps it from being sound."""
    return pack_in(folder(reference, "pack"))


def pack_in(place: Path) -> Pack:
    """Return the pack whose file stands in the folder ``place``. Raises Faults."""
    return _pack(place / "pack.yaml")


def scheme(reference: str) -> Scheme:
    """Return a scheme of the shelf. Raises Faults: unknown reference, or everything that keeps it from being sound."""
    path = folder(reference, "scheme") / "scheme.yaml"
    return _scheme(path, _stamp([path]))


def default_weights(reference: str) -> Path:
    """Return the judgements file a questionnaire comes with. Raises Faults when there is none."""
    path = folder(reference, "questionnaire") / "weights.yaml"
    if not path.is_file():
        raise single(path, "", "", "the questionnaire has no default weights", "add this judgements file, or name one in the assessment")
    return path


def questionnaire_in(place: Path) -> Questionnaire:
    """Return the questionnaire whose files stand in the folder ``place``. Raises Faults."""
    return _questionnaire(place, _stamp(_sources(place)))


def _sources(place: Path) -> list[Path]:
    return [place / "questionnaire.yaml", *element_files(place)]


def element_files(place: Path) -> list[Path]:
    """Return the element files of a questionnaire's folder, sorted by name."""
    return sorted((place / "elements").glob("*.yaml"))


def read_parts(place: Path) -> tuple[Sound, list[Sound], list[Fault]]:
    """Read the frame and the elements in ``place``; return them with every fault of shape. Raises Faults when a file is not YAML."""
    faults: list[Fault] = []
    read: list[Sound] = []
    files = [(place / "questionnaire.yaml", "assess/questionnaire@1")]
    files += [(path, "assess/element@1") for path in element_files(place)]
    for path, format_ in files:
        try:
            read.append(shaped(documents.read(path, limit=documents.LARGE), format_, faults))
        except Faults as unreadable:
            faults += unreadable.faults
    if len(read) < len(files):
        raise Faults(schema.in_order(faults))
    return read[0], read[1:], faults


def shaped(document: Document, format_: str, faults: list[Fault]) -> Sound:
    """Return which parts of a document keep to the schema of ``format_`` and add to ``faults`` where it does not.

    Raises Faults when it has another format.
    """
    if other := schema.misformatted(document, format_):
        raise Faults(other)
    broken = schema.broken(document, format_)
    faults += [fault for _, fault in broken]
    return Sound.of(document, broken)


def build(frame: Document, elements: list[Document]) -> Questionnaire:
    """Return the questionnaire of documents that have passed their schemas, with its content hash. Raises Faults where it is not sound."""
    if faults := linter.soundness(Sound(frame), [Sound(each) for each in elements]):
        raise Faults(faults)
    value = reading.questionnaire(frame.value, [each.value for each in elements])
    return replace(value, content_hash=canonical.content_hash(canonical.questionnaire_bytes(value)))


def build_scheme(document: Document) -> Scheme:
    """Return the scheme of a document that has passed its schema, with its content hash. Raises Faults where it is not sound."""
    if faults := linter.scheme(document):
        raise Faults(faults)
    value = reading.scheme(document.value)
    return replace(value, content_hash=canonical.content_hash(canonical.scheme_bytes(value)))


def _stamp(paths: list[Path]) -> _Stamp:
    stamps = []
    for path in paths:
        if path.is_file():
            status = path.stat()
            stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(stamps)


@lru_cache(maxsize=16)
def _questionnaire(place: Path, stamp: _Stamp) -> Questionnaire:
    """Return a questionnaire from its compiled form; else read and check its files, and compile them."""
    files = [Path(file) for file, _, _ in stamp]
    name = compiled.name_of(files)
    if kept := compiled.load(name, "elements"):
        plain, content_hash = kept
        return replace(reading.questionnaire(plain["questionnaire"], plain["elements"]), content_hash=content_hash)
    frame, elements, faults = read_parts(place)
    if faults:
        raise Faults(schema.in_order([*faults, *linter.soundness(frame, elements)]))
    value = build(frame.document, [each.document for each in elements])
    compiled.keep(name, canonical.questionnaire_bytes(value), made_of=files)
    return value


@lru_cache(maxsize=16)
def _composed(place: Path, stamp: _Stamp, packs: tuple[tuple[Path, _Stamp], ...]) -> Questionnaire:
    return packing.compose(_questionnaire(place, stamp), [_pack(each / "pack.yaml") for each, _ in packs])


def _pack(path: Path) -> Pack:
    """Return a pack from its compiled form, if that was checked against today's questionnaire; else read and check it, and compile it."""
    name = compiled.name_of([path]) if path.is_file() else ""
    if name and (kept := compiled.load(name, "checked_against")):
        plain, base = kept[0]["pack"], questionnaire(kept[0]["pack"]["questionnaire"])
        if kept[0]["checked_against"] == base.content_hash:
            return packing.hashed(plain, base)
    document = documents.read(path, limit=documents.LARGE)
    schema.require(document, "assess/pack@1")
    if misplaced := list(linter.shelved(document, path.parent)):
        raise Faults(misplaced)
    base = questionnaire(base_of(document))
    value = packing.build(document, base)
    compiled.keep(name, canonical.plain_bytes({"pack": document.value, "checked_against": base.content_hash}), made_of=[path])
    return value


def base_of(document: Document) -> str:
    """Return the questionnaire a pack is for. Raises Faults where there is no such one."""
    reference, known = str(document.value.get("questionnaire", "")), references("questionnaire")
    if reference not in known:
        right = schema.did_you_mean(reference, known)
        raise Faults([document.fault(("questionnaire",), f"there is no questionnaire `{reference}`", right)])
    return reference


@lru_cache(maxsize=32)
def _scheme(path: Path, stamp: _Stamp) -> Scheme:
    document = documents.read(path, limit=documents.LARGE)
    schema.require(document, "assess/scheme@1")
    return build_scheme(document)
