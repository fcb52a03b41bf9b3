"""Office files are archives; written twice, the same content must give the same bytes.

The libraries that write them stamp every entry with the time of writing. Here the entries are packed again in their order, all with the
same date (1 January 1980, the first a ZIP archive can hold) and the same rights.
"""

from __future__ import annotations

import io
import zipfile

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def steady(archive: bytes) -> bytes:
    """Return the same archive with nothing in it that depends on when it was written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            after.writestr(entry, before.read(name))
    return packed.getvalue()
