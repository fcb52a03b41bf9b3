"""Writing files so that nobody ever finds half of one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from assess.platform.faults import single


def write(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, flush it to the disk, then rename: the old file or the new one, never a half.

    Raises Faults when the folder does not exist or cannot be written to.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise single(
            path, "", "", f"the file cannot be written ({error.strerror})", "choose a folder you may write to"
        ) from None
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
