"""Office files are archives; written twice, the same content must give the same bytes.

The libraries that write them stamp every entry with the time of writing, and the document with the time of its last change. Here the
entries are packed again in their order, all with the same date (1 January 1980, the first a ZIP archive can hold) and the same rights,
and the last change is the making.
"""

from __future__ import annotations

import io
import re
import zipfile

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)<")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*<")


def steady(archive: bytes) -> bytes:
    """Return the same archive with nothing in it that depends on when it was written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            after.writestr(entry, _unstamped(before.read(name)) if name == _PROPERTIES else before.read(name))
    return packed.getvalue()


def _unstamped(properties: bytes) -> bytes:
    """Return the properties with the time of the making as that of the last change."""
    created = _CREATED.search(properties)
    return _MODIFIED.sub(lambda found: found.group(1) + created.group(1) + b"<", properties) if created else properties
