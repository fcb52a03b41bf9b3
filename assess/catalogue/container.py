"""Whether an Excel file is safe to open: looked at as the archive it is, before any spreadsheet library sees it.

An ``.xlsx`` file is a ZIP of XML parts. Refused are: what is no such archive (an old ``.xls``, an encrypted workbook), archives that
unpack to far more than anybody fills in by hand, macros, and XML that declares a document type (the way to entity bombs and to
other files).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from assess.platform.faults import single

MAX_BYTES = 20_000_000
MAX_UNPACKED = 60_000_000
MAX_PARTS = 2_000
MAX_RATIO = 500  # sheets of repeated texts reach about 50

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # OLE: .xls, and .xlsx with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_CHUNK = 1 << 20


def require(path: Path) -> io.BytesIO:
    """Return the content of a workbook that can be opened without danger, read once, so that it is what was looked at. Raises Faults."""
    name = str(path)
    content = _content(path, name)
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
            _require_size(name, parts)
            _require_workbook(name, parts)
            for part in parts:
                if not part.is_dir():
                    _require_plain(name, archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise single(name, "", "", f"the workbook is damaged ({error})", "save it again as .xlsx") from None
    content.seek(0)
    return content


def _content(path: Path, name: str) -> io.BytesIO:
    """Read a file whose ending, size and signature are those of a workbook. Raises Faults."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise single(name, "", "", "this is not a file", "name an .xlsx file")
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except FileNotFoundError:
        raise single(name, "", "", "there is no such file", "check the path") from None
    except OSError as error:
        raise single(name, "", "", f"the file cannot be read ({error.strerror})", "check its permissions") from None
    if path.suffix.lower() in {".xlsm", ".xltm", ".xlam", ".xlsb"}:
        raise single(name, "", "", f"a workbook of kind {path.suffix} may hold macros", "save it as .xlsx")
    if size == 0:
        raise single(name, "", "", "the file is empty", "an .xlsx file")
    if size > MAX_BYTES:
        raise single(name, "", "", f"the file has {size:,} bytes", f"at most {MAX_BYTES:,} are read")
    if raw.startswith(_COMPOUND) and _ENCRYPTED in raw:
        raise single(name, "", "", "the workbook is encrypted", "remove its password and save it again")
    if raw.startswith(_COMPOUND):
        raise single(name, "", "", "this is an old .xls file", "save it as .xlsx")
    if not raw.startswith(b"PK"):
        raise single(name, "", "", "this is not an Excel workbook", "save it as .xlsx")
    return io.BytesIO(raw)


def _require_size(name: str, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse what unpacks to more than a workbook filled in by hand can hold. (No more than the stated size is ever unpacked.)"""
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS:
        raise single(name, "", "", f"the workbook has {len(parts):,} parts", f"at most {MAX_PARTS:,}: is this a ZIP bomb?")
    if unpacked > MAX_UNPACKED:
        raise single(name, "", "", f"the workbook unpacks to {unpacked:,} bytes", f"at most {MAX_UNPACKED:,}: is this a ZIP bomb?")
    for part in parts:
        if part.file_size > _CHUNK and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            wrong = f"{part.filename} unpacks to {part.file_size // max(part.compress_size, 1):,} times its size"
            raise single(name, "", "", wrong, f"at most {MAX_RATIO} times: is this a ZIP bomb?")


def _require_workbook(name: str, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse macros, encryption, parts that stand twice, and archives of something else."""
    names = [part.filename.lower() for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise single(name, "", "", "the workbook is encrypted", "remove its password and save it again")
    if any(each.endswith("vbaproject.bin") or "/macrosheets/" in f"/{each}" or "/activex/" in f"/{each}" for each in names):
        raise single(name, "", "", "the workbook has a macro", "save it as .xlsx without macros")
    if len(set(names)) < len(names):
        raise single(name, "", "", "a part of the workbook stands there twice", "save it again as .xlsx")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise single(name, "", "", "this is not an Excel workbook", "save it as .xlsx")


def _require_plain(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse XML with a document type, or in an encoding that could hide one; unpacks every part once, which checks it as well."""
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as stream:
        tail = b""
        for index, chunk in enumerate(iter(lambda: stream.read(_CHUNK), b"")):
            if not is_xml:
                continue
            if index == 0:
                _require_utf8(name, part.filename, chunk)
            seen = tail + chunk
            if any(word in seen.upper() for word in _FORBIDDEN):
                raise single(name, "", "", f"{part.filename} declares a document type", "save it again as .xlsx")
            if part.filename.lower() == "[content_types].xml" and b"macroenabled" in seen.lower():
                raise single(name, "", "", "the workbook has a macro", "save it as .xlsx without macros")
            tail = chunk[-32:]


def _require_utf8(name: str, part: str, start: bytes) -> None:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _ENCODING.search(text[: text.find(b"?>")]) if text.startswith(b"<?xml") else None
    if (
        (text and not text.startswith(b"<"))
        or b"\x00" in text[:64]
        or (declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"})
    ):
        raise single(name, "", "", f"{part} is not written in UTF-8", "save it again as .xlsx")
