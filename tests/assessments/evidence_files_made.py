"""Files as people send them, and as attackers do: made here, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
EML = b"From: mei@example.org\r\nTo: olga@example.org\r\nSubject: Charter\r\n\r\n<html><body>Attached.</body></html>\r\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>Charter</title><script>alert(1)</script>"
_OOXML = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "word": ("word/document.xml", f"{_OOXML}.wordprocessingml.document.main+xml"),
    "xl": ("xl/workbook.xml", f"{_OOXML}.spreadsheetml.sheet.main+xml"),
    "ppt": ("ppt/presentation.xml", f"{_OOXML}.presentationml.presentation.main+xml"),
}


def office(kind: str = "word", more: dict[str, bytes] | None = None, *, types: str = "") -> bytes:
    """Return a Word, Excel or PowerPoint file with ``more`` parts; ``types`` takes the place of its content type."""
    part, type_ = _MAIN[kind]
    declared = f'<Types><Override PartName="/{part}" ContentType="{types or type_}"/></Types>'
    return archive({"[Content_Types].xml": declared.encode(), part: b"<w/>", **(more or {})})


def open_document(type_: str = "text", more: dict[str, bytes] | None = None) -> bytes:
    """Return an OpenDocument file."""
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{type_}".encode(), "content.xml": b"<x/>", **(more or {})})


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def compound(class_: bytes) -> bytes:
    """Return a compound file (OLE) whose root has this class: a message, an old Word file."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    header[24:34] = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header[48:52] = struct.pack("<I", 1)
    root = bytearray(128)
    root[:20] = "Root Entry".encode("utf-16-le")
    root[80:96] = class_
    return bytes(header) + bytes(512) + bytes(root) + bytes(384)


MSG = compound(bytes.fromhex("0b0d020000000000c000000000000046"))
DOC = compound(bytes.fromhex("0609020000000000c000000000000046"))
