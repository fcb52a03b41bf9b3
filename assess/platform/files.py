"""Writing files so that nobody ever finds half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from assess.platform.faults import single


def write(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, flush it to the disk, then rename: the old file or the new one, never a half.

    Raises Faults when the folder does not exist or cannot be written to.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    beside = _beside(target)
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        if mode is not None and not target.is_file():
            raise single(path, "", "", "this is not a file", "name a file")
        with beside.open("xb") as stream:
            if mode is not None:  # whoever closed the old file to others meant it
                os.fchmod(stream.fileno(), mode)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
    except OSError as error:
        _remove(beside)
        raise single(path, "", "", f"the file cannot be written ({error.strerror})", _remedy(error)) from None
    except BaseException:
        _remove(beside)
        raise


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, from its first byte on; else as :func:`write`."""
    try:
        path.touch(mode=0o600)
        path.chmod(0o600)
    except OSError as error:
        raise single(path, "", "", f"the file cannot be written ({error.strerror})", _remedy(error)) from None
    write(path, content)


def _remedy(error: OSError) -> str:
    return "make room on the disk" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "choose a folder you may write to"


def _beside(path: Path) -> Path:
    """Return a hidden name beside ``path`` that nobody else has, no longer than a disk takes."""
    return path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")


def _remove(path: Path) -> None:
    """Remove what was begun; where even that fails (the folder has gone, the name is too long) there is nothing to remove."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write a new folder with files (by their paths inside it): beside the place first, then renamed, so that it is whole or not there.

    Raises Faults when something of that name is there already, or it cannot be written.
    """
    if folder.exists() or folder.is_symlink():
        raise single(folder, "", "", "this exists already; nothing was written", "name a folder that does not exist yet")
    beside = _beside(folder)
    try:
        beside.mkdir()
        for name, content in contents.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            write(beside / name, content)
        beside.rename(folder)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise single(folder, "", "", f"the folder cannot be written ({error.strerror})", _remedy(error)) from None
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
