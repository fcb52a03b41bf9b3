"""Files by their content: each stands under its SHA-256, once, wherever it was uploaded; a local folder, or any store fsspec knows.

A file is written under a name of its own and then takes its place, so that one that is cut off half-way is never found. What is read
back is what was put in: its hash is its name. In a local folder it is on the disk, name and all, before anybody is told that it is kept.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from typing import IO, Any, BinaryIO

CHUNK = 2**20


class TooLarge(Exception):  # noqa: N818
    """The file is larger than allowed; ``limit`` in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class Storage:
    """The files of an installation."""

    def __init__(self, url: str) -> None:
        import fsspec

        self._files, self._root = fsspec.core.url_to_fs(url)
        self._is_local = url.startswith("file:") or "://" not in url

    def put(self, content: BinaryIO | IO[bytes], *, limit: int) -> tuple[str, int]:
        """Store a file and return its SHA-256 and its size. Raises TooLarge, and then nothing is kept."""
        digest, size = hashlib.sha256(), 0
        coming = f"{self._root}/.coming/{secrets.token_hex(16)}"
        self._files.makedirs(f"{self._root}/.coming", exist_ok=True)
        try:
            with self._files.open(coming, "wb") as out:
                while chunk := content.read(CHUNK):
                    size += len(chunk)
                    if size > limit:
                        raise TooLarge(limit)
                    digest.update(chunk)
                    out.write(chunk)
                if self._is_local:
                    out.flush()
                    os.fsync(out.fileno())
            name = digest.hexdigest()
            if not self._files.exists(self._path(name)):
                self._files.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)
                self._files.mv(coming, self._path(name))
                self._settle(self._path(name).rpartition("/")[0])
            return name, size
        finally:
            if self._files.exists(coming):
                self._files.rm(coming)

    def open(self, sha256: str) -> Any:
        """Return a file, open for reading. Raises FileNotFoundError."""
        return self._files.open(self._path(sha256), "rb")

    def read(self, sha256: str) -> bytes:
        """Return the whole of a file. Raises FileNotFoundError."""
        content: bytes = self._files.cat_file(self._path(sha256))
        return content

    def remove(self, sha256: str) -> None:
        """Take a file away; one that is not there is gone already."""
        if self._files.exists(self._path(sha256)):
            self._files.rm(self._path(sha256))

    def all(self) -> Iterator[str]:
        """Yield the SHA-256 of every file."""
        for path in self._files.find(self._root) if self._files.exists(self._root) else ():
            if "/.coming/" not in path:
                yield path.rpartition("/")[2]

    def _settle(self, folder: str) -> None:
        """Wait until the names in a local folder are on the disk (Windows sees to that itself)."""
        if self._is_local and os.name == "posix":
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"
