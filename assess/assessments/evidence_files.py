"""What may be uploaded as evidence: told by what a file is, never by its name or by what a browser says it is.

Documents, sheets, slides, pictures, letters and plain text are taken. Whatever a browser or an operating system might run is not: pages,
drawings with scripts (SVG, HTML, XML), programs, macros, archives. An office document is an archive itself: it is looked at as one
(:mod:`assess.assessments.evidence_archives`) before it is believed. A name is kept only to be shown; it never becomes a path.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import IO
from urllib.parse import quote

from assess.assessments import evidence_archives
from assess.assessments.evidence_kinds import CSV, EML, JPEG, MSG, PDF, PNG, TEXT, FileKind, NotTaken
from assess.platform.locale import mark as _

LONGEST_NAME = 120
_CHUNK = 1 << 16
_HEAD = 4096
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_MESSAGE = bytes.fromhex("0b0d020000000000c000000000000046")
"""The class of a compound file that is an Outlook message, {00020D0B-0000-0000-C000-000000000046}, as it is stored."""
_SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_RUNS = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php|%)|javascript:", re.IGNORECASE)
_SCRIPT = re.compile(rb"\s*(#!|<|\{\\rtf|@echo\b|::|rem\s|%!ps)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HEADER = re.compile(rb"(from|to|date|subject|received|return-path|mime-version|message-id|delivered-to|reply-to):[ \t]*\S", re.IGNORECASE)
_ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252")
_TEXT_ENDINGS = frozenset({"", "txt", "csv", "tsv", "log", "md", "text", "eml"})
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: what it is, and the name it is shown under."""

    kind: FileKind
    name: str


def examine(content: IO[bytes], name: str) -> Examined:
    """Return what a file is; ``content`` can be sought, and stands at its beginning again. Raises NotTaken with the reason."""
    cleaned = clean_name(name)
    content.seek(0)
    head = content.read(_HEAD)
    try:
        found = _kind(content, head, cleaned)
    finally:
        content.seek(0)
    return Examined(found, _named(cleaned, found))


def clean_name(name: str) -> str:
    """Return a name that is only a name: no path, no control or direction-changing characters, nothing a file system trips over.

    >>> clean_name("C:\\\\reports\\\\..\\\\plan\\u202efdp.exe\\x00")
    'planfdp.exe'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(" " if each.isspace() else each for each in last if each.isspace() or unicodedata.category(each)[0] != "C")
    plain = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", kept)).strip(" .")
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST_NAME:
        plain = f"{stem[: LONGEST_NAME - 11]}.{ending}" if dot and len(ending) <= 10 else plain[:LONGEST_NAME]
    return plain


def disposition(name: str) -> str:
    """Return the header that makes a browser keep a file under a cleaned name (RFC 6266), whatever its script.

    >>> disposition("章程.pdf")
    'attachment; filename="pdf"; filename*=UTF-8\'\'%E7%AB%A0%E7%A8%8B.pdf'
    """
    plain = clean_name(re.sub(r"[^ -~]", "", name).replace("%", "_")) or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def ending(name: str) -> str:
    """Return what follows the last dot of a name, in lower case.

    >>> ending("Charter.PDF"), ending("charter")
    ('pdf', '')
    """
    _, dot, last = name.rpartition(".")
    return last.lower() if dot else ""


def _named(name: str, kind: FileKind) -> str:
    """Return the name with an ending of its kind, so that whoever opens it opens what it is."""
    if ending(name) in kind.endings:
        return name
    return f"{(name or 'evidence')[: LONGEST_NAME - 6]}.{kind.endings[0]}"


def _kind(content: IO[bytes], head: bytes, name: str) -> FileKind:
    if not head:
        raise NotTaken(_("The file is empty."))
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"PK"):
        return evidence_archives.kind(content)
    if head.startswith(_COMPOUND):
        return _compound(content, head)
    return _text(content, head, name)


def _compound(content: IO[bytes], head: bytes) -> FileKind:
    """Return the kind of a compound file: a message by the class of its root; old Office files may hold macros, and are not taken."""
    size = 1 << int.from_bytes(head[30:32], "little") if head[31:32] == b"\x00" and head[30] in {9, 12} else 512
    content.seek((int.from_bytes(head[48:52], "little") + 1) * size)
    root = content.read(128)
    if root[80:96] == _MESSAGE:
        return MSG
    raise NotTaken(_("This is a file of an old or a protected Office format. Save it as .docx, .xlsx or .pdf without a password."))


def _text(content: IO[bytes], head: bytes, name: str) -> FileKind:
    """Return the kind of a text; what a browser or a shell might take for something to run is not taken."""
    start = head.removeprefix(codecs.BOM_UTF8)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "replace").encode()
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    if not any(_decodes(content, encoding) for encoding in encodings):
        raise NotTaken(_("Files of this kind are not taken. PDF, pictures (PNG, JPEG), Office documents, letters and plain text are."))
    letter = _is_letter(start)
    if _SCRIPT.match(start) or (not letter and _RUNS.search(start)):
        raise NotTaken(_("This is a page, a drawing or a script, which might do something when it is opened. Save it as PDF."))
    if ending(name) not in _TEXT_ENDINGS:
        raise NotTaken(_("This is plain text under another name. If it is text, give it a name that ends in .txt or .csv."))
    if letter:
        return EML
    return CSV if ending(name) in {"csv", "tsv"} else TEXT


def _decodes(content: IO[bytes], encoding: str) -> bool:
    """Whether the whole file is text in an encoding, without control characters."""
    decoder = codecs.getincrementaldecoder(encoding)()
    content.seek(0)
    try:
        while chunk := content.read(_CHUNK):
            if _CONTROL.search(decoder.decode(chunk)):
                return False
        return not _CONTROL.search(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


def _is_letter(start: bytes) -> bool:
    """Whether a text begins as a letter does: with headers, two of the usual ones among them."""
    lines = re.split(rb"\r?\n", start.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0])
    headers = [line for line in lines if line[:1] not in {b" ", b"\t"}]
    named = {found[1].lower() for line in headers if (found := _HEADER.match(line))}
    return bool(lines) and len(named) >= 2 and re.match(rb"[A-Za-z][A-Za-z0-9-]*:", lines[0]) is not None
