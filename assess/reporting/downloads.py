"""Finished reports on their way out: what their files are called, and many of them as one ZIP that is written while it is sent."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from assess.method.text import Text
from assess.platform import locale
from assess.platform.storage import CHUNK, Storage
from assess.reporting.jobs import Job

TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json",
}
"""The media type of each format, by its ending."""
_FORBIDDEN = frozenset('/\\:*?"<>|')
_LONGEST_NAME = 60
_SHORT = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}


def name(job: Job) -> str:
    """Return the name of a report's file: organisation, period, design, language; safe in every file system."""
    organisation = locale.say(Text.of(job.organisation), job.wish.language)
    parts = (_safe(organisation)[:_LONGEST_NAME].strip(), _safe(job.period), job.wish.design, _SHORT[job.wish.language])
    return " ".join(part for part in parts if part) + job.wish.ending


def disposition(file_name: str, plain: str) -> str:
    """Return the header that makes a browser save a file (RFC 6266); ``plain`` is an ASCII name for those that know no other."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def plain_name(job: Job) -> str:
    """Return an ASCII name of a report's file."""
    return f"report-{job.id}-{job.wish.design}-{_SHORT[job.wish.language]}{job.wish.ending}"


def zipped(storage: Storage, jobs: Sequence[Job]) -> Iterator[bytes]:
    """Yield a ZIP of the finished reports among these jobs, one file after the other; files that are gone are left out."""
    out = _Stream()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for job in jobs:
            if not job.is_ready:
                continue
            try:
                content = storage.open(job.sha256)
            except FileNotFoundError:
                continue
            with content, archive.open(_entry(job, taken), "w") as entry:
                while chunk := content.read(CHUNK):
                    entry.write(chunk)
                    yield out.drained()
            yield out.drained()
    yield out.drained()


class _Stream:
    """What a ZIP is written to: it can only be written, and drained."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: Any) -> int:
        """Take bytes."""
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is held open."""

    def drained(self) -> bytes:
        """Return what was written since the last time."""
        content = b"".join(self._written)
        self._written.clear()
        return content


def _entry(job: Job, taken: set[str]) -> zipfile.ZipInfo:
    file_name = name(job)
    if file_name in taken:
        stem = file_name.removesuffix(job.wish.ending)
        file_name = f"{stem} {job.id}{job.wish.ending}"
    taken.add(file_name)
    at = job.finished_at or job.requested_at
    entry = zipfile.ZipInfo(file_name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _safe(text: str) -> str:
    """Return text without what a file system or a terminal would take for something else."""
    kept = ("-" if each in _FORBIDDEN or unicodedata.category(each)[0] == "C" else each for each in text)
    return " ".join("".join(kept).split()).strip(". ")
