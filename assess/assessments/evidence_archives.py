"""Office documents, looked at as the archives they are: nothing is unpacked to a disk, and nothing is believed that was not looked at.

Word, Excel, PowerPoint and OpenDocument files are ZIP archives. Refused are those that unpack to far more than a document holds (also
through archives inside archives), whose parts claim places outside, hide behind a password, stand there twice or overlap, that carry
macros, and archives of anything else.
"""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from assess.assessments.evidence_kinds import EXCEL, OPEN_DOCUMENTS, POWERPOINT, WORD, FileKind, NotTaken
from assess.platform.locale import mark as _

MAX_PARTS = 5_000
MAX_UNPACKED = 300_000_000
MAX_RATIO = 500  # pages of repeated texts reach about 50
MAX_DEPTH = 2
_LOOKED_AT = 1 << 20
_IN_MEMORY = 1 << 20

_BOMB = _("The file unpacks to far more than a document holds.")
_DAMAGED = _("The file is damaged. Save it again, or save it as PDF.")
_MACRO = _("The file holds macros. Save it without macros, or as PDF.")
_ARCHIVE = _("Archives are not taken. Add the files one by one.")
_OUTSIDE = _("The file has a part with a forbidden name. Save it again, or save it as PDF.")
_LOCKED = _("The file is protected by a password. Save it without one.")

_MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|(^|/)(basic|scripts)/", re.IGNORECASE)
_MAIN = (
    (b"wordprocessingml.document.main+xml", WORD),
    (b"spreadsheetml.sheet.main+xml", EXCEL),
    (b"presentationml.presentation.main+xml", POWERPOINT),
    (b"presentationml.slideshow.main+xml", POWERPOINT),
)


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked, shared by an archive and all archives inside it."""

    parts: int
    unpacked: int

    def spend(self, parts: list[zipfile.ZipInfo]) -> None:
        """Take off an archive's parts. Raises NotTaken when it is too much."""
        self.parts -= len(parts)
        self.unpacked -= sum(part.file_size for part in parts)
        if self.parts < 0 or self.unpacked < 0:
            raise NotTaken(_BOMB)


def kind(content: IO[bytes]) -> FileKind:
    """Return which office document an archive is. Raises NotTaken."""
    try:
        return _kind(content, _Budget(MAX_PARTS, MAX_UNPACKED), 0)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, LookupError):
        raise NotTaken(_DAMAGED) from None


def _kind(content: IO[bytes], budget: _Budget, depth: int) -> FileKind:
    size = content.seek(0, 2)
    content.seek(0)
    if content.read(4) != b"PK\x03\x04":
        raise NotTaken(_ARCHIVE)
    with zipfile.ZipFile(content) as archive:
        parts = archive.infolist()
        budget.spend(parts)
        _require_sound(parts, size)
        found = _document(archive, {part.filename for part in parts})
        for part in parts:
            _look_inside(archive, part, budget, depth)
        return found


def _require_sound(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse an archive whose list of parts is not that of a document. Raises NotTaken."""
    if any(part.flag_bits & 1 for part in parts):
        raise NotTaken(_LOCKED)
    if any(_is_outside(part) for part in parts) or len({part.filename.lower() for part in parts}) < len(parts):
        raise NotTaken(_OUTSIDE)
    if any(part.file_size > _LOOKED_AT and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts):
        raise NotTaken(_BOMB)
    if sum(part.compress_size for part in parts) > size:  # parts that overlap are unpacked once each
        raise NotTaken(_BOMB)
    if any(_MACROS.search(part.filename) for part in parts):
        raise NotTaken(_MACRO)


def _is_outside(part: zipfile.ZipInfo) -> bool:
    """Whether a part claims a place outside its archive, or is a link to one. (What follows a NUL in a name is cut off by the library.)"""
    name = part.orig_filename
    linked = stat.S_ISLNK(part.external_attr >> 16)
    return linked or "\\" in name or "\x00" in name or name.startswith("/") or ":" in name or ".." in name.split("/")


def _document(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    """Return which document an archive says it is. Raises NotTaken."""
    if "[Content_Types].xml" in names:
        types = _start(archive, "[Content_Types].xml").replace(b"\x00", b"")  # also when it is written in UTF-16
        if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
            raise NotTaken(_MACRO)
        for main, found in _MAIN:
            if main in types:
                return found
    elif "mimetype" in names and (declared := OPEN_DOCUMENTS.get(_start(archive, "mimetype").decode("ascii", "replace").strip())):
        return declared
    raise NotTaken(_ARCHIVE)


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_LOOKED_AT)


def _look_inside(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: _Budget, depth: int) -> None:
    """Look at an archive inside an archive, a sheet inside a letter, by the same rules. Raises NotTaken."""
    if part.is_dir():
        return
    with archive.open(part) as stream:
        start = stream.read(4)
        if start[:2] == b"MZ" or start == b"\x7fELF":
            raise NotTaken(_("The file holds a program. Save it without, or as PDF."))
        if start[:3] != b"PK\x03":
            return
        if depth + 1 > MAX_DEPTH:
            raise NotTaken(_BOMB)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as inside:
            inside.write(start)
            shutil.copyfileobj(stream, inside, _IN_MEMORY)
            _kind(inside, budget, depth + 1)
