"""The kinds of files that are taken as evidence: one table."""

from __future__ import annotations

from dataclasses import dataclass

from assess.platform.locale import mark as _


class NotTaken(Exception):  # noqa: N818
    """A file that is not kept as evidence; the message, marked for translation, says why and what to do."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: the type it is handed out with, the endings of its names, and what people call it."""

    media_type: str
    endings: tuple[str, ...]
    title: str


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

PDF = FileKind("application/pdf", ("pdf",), "PDF")
PNG = FileKind("image/png", ("png",), "PNG")
JPEG = FileKind("image/jpeg", ("jpg", "jpeg", "jpe"), "JPEG")
WORD = FileKind(f"{_OOXML}.wordprocessingml.document", ("docx",), "Word")
EXCEL = FileKind(f"{_OOXML}.spreadsheetml.sheet", ("xlsx",), "Excel")
POWERPOINT = FileKind(f"{_OOXML}.presentationml.presentation", ("pptx",), "PowerPoint")
ODT = FileKind(f"{_ODF}.text", ("odt",), "OpenDocument")
ODS = FileKind(f"{_ODF}.spreadsheet", ("ods",), "OpenDocument")
ODP = FileKind(f"{_ODF}.presentation", ("odp",), "OpenDocument")
ODG = FileKind(f"{_ODF}.graphics", ("odg",), "OpenDocument")
TEXT = FileKind("text/plain", ("txt", "log", "md", "text"), _("Plain text"))
CSV = FileKind("text/csv", ("csv", "tsv"), "CSV")
EML = FileKind("message/rfc822", ("eml",), _("E-mail"))
MSG = FileKind("application/vnd.ms-outlook", ("msg",), _("E-mail"))

KINDS = (PDF, PNG, JPEG, WORD, EXCEL, POWERPOINT, ODT, ODS, ODP, ODG, TEXT, CSV, EML, MSG)
OPEN_DOCUMENTS = {kind.media_type: kind for kind in (ODT, ODS, ODP, ODG)}
MEDIA_TYPES = frozenset(kind.media_type for kind in KINDS)
"""The types a file may be handed out with; anything else goes out as a string of bytes."""


def title(media_type: str) -> str:
    """Return what people call a kind of file, as a message; nothing for an unknown one."""
    return next((kind.title for kind in KINDS if kind.media_type == media_type), "")
