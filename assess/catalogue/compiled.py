"""Compiled questionnaires: the canonical form of what was read and checked once, kept so that it need not be read and checked again.

Reading a full model from YAML, with the line of every value and all rules of the linter, takes seconds; its canonical form is read in a
fraction of one. What is kept is named by the SHA-256 of everything it was made of: the bytes of its files and those of the program that
read them. So it is never stale — another comma or another rule has another name — and it carries its own hash, so that what was
damaged is made anew. A cache that cannot be written is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from assess.platform import files
from assess.platform.faults import Faults
from assess.platform.settings import cache_folder

MOST = 40
"""How many are kept: those of other versions of the files or the program are never asked for again."""

_PACKAGE = Path(__file__).resolve().parent.parent
_PROGRAM = (
    *sorted((_PACKAGE / "catalogue").rglob("*")),
    *sorted((_PACKAGE / "method").glob("*.py")),
    _PACKAGE / "platform" / "documents.py",
)


def name_of(sources: Iterable[Path]) -> str:
    """Return the name of what is made of these files by this program: the SHA-256 of the bytes of both."""
    digest = hashlib.sha256(_program().encode())
    for path in sources:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def load(name: str, holding: str) -> tuple[Any, str] | None:
    """Return the plain data kept under a name, and its content hash; None where there is none, or it is damaged.

    It must be a mapping with the key ``holding``: anything else was not written here.
    """
    try:
        content = (_folder() / f"{name}.json").read_bytes()
    except OSError:
        return None
    content_hash, _, canonical = content.partition(b"\n")
    if hashlib.sha256(canonical).hexdigest().encode() != content_hash:
        return None
    try:
        plain = json.loads(canonical)
    except ValueError:
        return None
    return (plain, content_hash.decode()) if isinstance(plain, dict) and holding in plain else None


def keep(name: str, canonical: bytes, *, made_of: Iterable[Path]) -> None:
    """Keep a canonical form under a name, and drop the oldest of too many.

    Files that were written to while they were being read have another name by now: what was read of them is not kept.
    """
    folder = _folder()
    with contextlib.suppress(OSError):
        if name_of(made_of) != name:
            return
    with contextlib.suppress(OSError, Faults):
        folder.mkdir(parents=True, exist_ok=True)
        files.write(folder / f"{name}.json", hashlib.sha256(canonical).hexdigest().encode() + b"\n" + canonical)
        kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[MOST:]:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return cache_folder() / "questionnaires"


@lru_cache(maxsize=1)
def _program() -> str:
    """Return the SHA-256 of the program that reads: rules and schemas, and the values they become."""
    digest = hashlib.sha256()
    for path in _PROGRAM:
        if path.suffix in {".py", ".json"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
