"""A file somebody uploads to be published: what is in it, and everything that is wrong with it.

It may be an Excel workbook as `assess questionnaire export` writes it, the YAML file of a pack or a scheme, or the folder of a version as
a ZIP file. An archive is looked at before anything is unpacked: only the files a version consists of are taken, by their names, up to a
limit, and nothing is ever written under a name that came with it.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from assess.administration.shelf_checking import Checked, look
from assess.catalogue import default_weights, library, linter, schema, sheets_reading, writing
from assess.method.questionnaire import Questionnaire
from assess.platform import documents
from assess.platform.faults import Fault, Faults, single

LARGEST = 10 * 2**20
"""The largest file that is taken, in bytes."""
MOST_PARTS, MOST_UNPACKED = 200, 20 * 2**20
_SAID = "said.json"
_MAIN = {"questionnaire": "questionnaire.yaml", "scheme": "scheme.yaml", "pack": "pack.yaml"}
_TAKEN = re.compile(r"(questionnaire|scheme|pack|weights)\.yaml|elements/[A-Za-z0-9_-]{1,40}\.yaml")
_LEFT_OUT = re.compile(r"samples/[^/]+|(.*/)?\.DS_Store|__MACOSX/.*")
_ID, _HIGHEST = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*"), 99_999


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file holds: a version of ``kind`` under its reference, as the files of its folder."""

    kind: str
    reference: str
    contents: Mapping[str, bytes]
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id, without the version."""
        return self.reference.partition("@")[0]

    @property
    def version(self) -> int:
        """The version."""
        return int(self.reference.partition("@")[2])


@dataclass(frozen=True, slots=True)
class Examined:
    """An upload that is sound, and what an editor would send back of it."""

    upload: Upload
    remarks: tuple[Fault, ...]


def examine(file_name: str, content: bytes) -> Examined:
    """Return what a file holds. Raises Faults: all that keeps it from being a version, with file, line and key, or the cell."""
    upload = unpack(file_name, content)
    with _folder(upload) as place:
        checked = Checked(quality=True)
        look(place, checked)
    if hard := [fault for fault in checked.faults if fault not in checked.remarks]:
        raise Faults(_named(schema.in_order(hard), place, upload.id))
    return Examined(upload, tuple(_named(schema.in_order(checked.remarks), place, upload.id)))


def require_sound(upload: Upload) -> None:
    """Raise Faults when, by what the shelves hold today, something keeps an upload from being a version."""
    with _folder(upload) as place:
        checked = Checked()
        look(place, checked)
    if checked.faults:
        raise Faults(_named(schema.in_order(checked.faults), place, upload.id))


def unpack(file_name: str, content: bytes) -> Upload:
    """Return what a file holds, not looked at any further. Raises Faults."""
    if not content.startswith(b"PK"):
        return _of_document(file_name, content)
    if _is_workbook(content):
        return _of_workbook(file_name, content)
    return _of_contents(file_name, *_unzipped(file_name, content))


def packed(examined: Examined) -> bytes:
    """Return an upload that was found sound as it is kept until it is published: its files, notes and remarks, as a ZIP of ours."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        said = {"notes": examined.upload.notes, "remarks": [asdict(each) for each in examined.remarks]}
        archive.writestr(_SAID, json.dumps(said, ensure_ascii=False))
        for name, content in examined.upload.contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def unpacked(kind: str, reference: str, kept: bytes) -> Examined:
    """Return what :func:`packed` kept."""
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist() if name != _SAID}
        said = json.loads(archive.read(_SAID))
    return Examined(Upload(kind, reference, contents, tuple(said["notes"])), tuple(Fault(**each) for each in said["remarks"]))


def require_new(upload: Upload) -> None:
    """Raise Faults when a version of this reference stands on a shelf already, of whatever kind: versions never change."""
    standing = [each for kind in library.KINDS for each in library.references(kind) if each.partition("@")[0] == upload.id]
    if upload.reference in standing:
        newest = max(int(each.partition("@")[2]) for each in standing)
        wrong = f"{upload.reference} stands on the shelf already, and a version never changes"
        raise single(_MAIN[upload.kind], "", "version", wrong, f"raise the version to {newest + 1}")


def previous(upload: Upload) -> str | None:
    """Return the reference of the version before, on the shelves, or None."""
    standing = [each for each in library.references(upload.kind) if each.partition("@")[0] == upload.id]
    return max((each for each in standing if _number(each) < upload.version), key=_number, default=None)


def parsed(contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the plain content of every file of a version, by name."""
    return {name: documents.parse(content, file=name).value for name, content in sorted(contents.items())}


def standing(reference: str, kind: str) -> dict[str, bytes]:
    """Return the files of a version on the shelves, by name. Raises Faults."""
    place = library.folder(reference, kind)
    names = [_MAIN[kind], "weights.yaml", *(f"elements/{path.name}" for path in library.element_files(place))]
    return {name: (place / name).read_bytes() for name in names if (place / name).is_file()}


def questionnaire_of(contents: Mapping[str, bytes]) -> Questionnaire:
    """Return the questionnaire of a version's files. Raises Faults."""
    read = [documents.parse(content, file=name) for name, content in sorted(contents.items()) if name.startswith("elements/")]
    return library.build(documents.parse(contents["questionnaire.yaml"], file="questionnaire.yaml"), read)


def _number(reference: str) -> int:
    return int(reference.partition("@")[2])


def _of_document(file_name: str, content: bytes) -> Upload:
    """Return the pack or scheme of one YAML file. Raises Faults."""
    document = documents.parse(content, file=file_name)
    if faults := schema.misformatted(document):
        raise Faults(faults)
    kind = str(document.value["format"]).removeprefix("assess/").partition("@")[0]
    if kind not in {"pack", "scheme"}:
        wrong = f"a file of format {document.value['format']} is not published by itself"
        right = "a pack or a scheme as one YAML file; a questionnaire as an Excel workbook, or its folder as a ZIP file"
        raise Faults([document.fault(("format",), wrong, right)])
    return _of_contents(file_name, {_MAIN[kind]: content}, ())


def _of_workbook(file_name: str, content: bytes) -> Upload:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(content)
        try:
            imported = sheets_reading.read(path)
        except Faults as faults:
            raise Faults(_named(faults.faults, path, file_name)) from None
        questionnaire = imported.questionnaire
        notes = tuple(each.replace(str(path), file_name) for each in imported.notes)
        contents = {**writing.files(questionnaire), "weights.yaml": default_weights.of(questionnaire)}
    return Upload("questionnaire", questionnaire.reference, contents, notes)


def _of_contents(file_name: str, contents: Mapping[str, bytes], notes: tuple[str, ...]) -> Upload:
    kinds = [kind for kind, name in _MAIN.items() if name in contents]
    if len(kinds) != 1:
        right = "one of questionnaire.yaml (with elements/), scheme.yaml, pack.yaml"
        raise single(file_name, "", "", "it cannot be told what this is" if kinds else "there is no version in it", right)
    name = _MAIN[kinds[0]]
    document = documents.parse(contents[name], file=name)
    plain = document.value if isinstance(document.value, dict) else {}
    id_, version = plain.get("id"), plain.get("version")
    if not isinstance(id_, str) or not _ID.fullmatch(id_) or len(id_) > 64:
        raise Faults([document.fault(("id",), "there is no sound id", "small letters, digits and hyphens, like `customer-management`")])
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version <= _HIGHEST:
        raise Faults([document.fault(("version",), "there is no sound version", "a whole number from 1")])
    if kinds == ["questionnaire"] and "weights.yaml" not in contents:
        contents = {**contents, "weights.yaml": default_weights.of(_built(contents))}
    return Upload(kinds[0], f"{id_}@{version}", contents, notes)


def _built(contents: Mapping[str, bytes]) -> Questionnaire:
    """Return the questionnaire of files that have not been looked at. Raises Faults with all that is wrong with them."""
    upload = Upload("questionnaire", "upload@1", contents)
    with _folder(upload) as place:
        frame, elements, faults = library.read_parts(place)
        if found := [*faults, *linter.soundness(frame, elements)]:
            raise Faults(_named(found, place, ""))
        return library.build(frame.document, [each.document for each in elements])


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _unzipped(file_name: str, content: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of a version in an archive by their names, and what was left out. Raises Faults; nothing is written anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _require_modest(file_name, parts)
            names = _inside([part.orig_filename for part in parts])
            faults = [_foreign(file_name, name) for name in names if not _TAKEN.fullmatch(name) and not _LEFT_OUT.fullmatch(name)]
            if len(set(map(str.lower, names))) < len(names):
                faults.append(Fault(file_name, "", "", "a file stands in it twice", "make the archive anew"))
            if faults:
                raise Faults(faults)
            taken = {name: part for name, part in zip(names, parts, strict=True) if _TAKEN.fullmatch(name)}
            contents = dict(_read(file_name, archive, taken))
            left = tuple(f"{name} was left out: samples are not published." for name in names if name.startswith("samples/"))
            return contents, left
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise single(file_name, "", "", "the archive is damaged or locked by a password", "make it anew, without a password") from None


def _require_modest(file_name: str, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise single(file_name, "", "", f"there are {len(parts):,} files in the archive", f"at most {MOST_PARTS}")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise single(file_name, "", "", "the archive unpacks to more than a version holds", f"at most {MOST_UNPACKED // 2**20} MiB")


def _read(file_name: str, archive: zipfile.ZipFile, taken: Mapping[str, zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Yield the content of each file; what an archive says of its sizes is not believed."""
    left = MOST_UNPACKED
    for name, part in taken.items():
        with archive.open(part) as stream:
            read = stream.read(left + 1)
        left -= len(read)
        if left < 0:
            raise single(file_name, "", "", "the archive unpacks to more than a version holds", f"at most {MOST_UNPACKED // 2**20} MiB")
        yield name, read


def _inside(names: list[str]) -> list[str]:
    """Return names as they are inside the version's folder: an archive may hold the folder itself, or folders around it."""
    mains = [name for name in names if name.rpartition("/")[2] in _MAIN.values() and "__MACOSX" not in name]
    around = min((name.rpartition("/")[0] for name in mains), key=len, default="")
    start = f"{around}/" if around else ""
    return [name.removeprefix(start) for name in names]


def _foreign(file_name: str, name: str) -> Fault:
    right = "only questionnaire.yaml, elements/*.yaml, weights.yaml, scheme.yaml, pack.yaml, and samples/"
    return Fault(file_name, "", "", f"there is a file `{name[:120]}` in it", right)


@contextmanager
def _folder(upload: Upload) -> Iterator[Path]:
    """Give the folder of a version, as on a shelf, in a temporary place and under names of ours."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / upload.id / str(upload.version)
        for name, content in upload.contents.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
        yield place


def _named(found: Iterable[Fault], path: Path, name: str) -> list[Fault]:
    """Return faults that name files as they were uploaded, not where they were looked at."""
    return [replace(fault, file=fault.file.replace(f"{path}/", "").replace(str(path), name)) for fault in found]
