"""Evidence files: kept by their content, once, whole or not at all."""

from __future__ import annotations

import hashlib
import io
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.platform.storage import CHUNK, Storage, TooLarge

LIMIT = 3 * CHUNK


@pytest.fixture
def storage(tmp_path):
    return Storage(f"file://{tmp_path / 'evidence'}")


def files(tmp_path) -> list[str]:
    return [path.name for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, LIMIT])
def test_what_is_read_back_is_what_was_put_in_and_its_hash_is_its_name(storage, size):
    content = b"\x00\xff" * (size // 2) + b"x" * (size % 2)
    name, kept = storage.put(io.BytesIO(content), limit=LIMIT)
    assert (name, kept) == (hashlib.sha256(content).hexdigest(), size)
    assert storage.read(name) == content
    with storage.open(name) as stream:
        assert stream.read() == content


def test_the_same_content_is_kept_once(storage, tmp_path):
    assert storage.put(io.BytesIO(b"minutes"), limit=LIMIT) == storage.put(io.BytesIO(b"minutes"), limit=LIMIT)
    assert len(files(tmp_path)) == 1
    assert list(storage.all()) == files(tmp_path)


def test_of_a_file_that_is_too_large_nothing_is_kept(storage, tmp_path):
    with pytest.raises(TooLarge) as raised:
        storage.put(io.BytesIO(b"x" * (LIMIT + 1)), limit=LIMIT)
    assert raised.value.limit == LIMIT
    assert files(tmp_path) == []


def test_of_a_file_that_is_cut_off_nothing_is_kept(storage, tmp_path):
    class CutOff(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= CHUNK:
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        storage.put(CutOff(b"x" * LIMIT), limit=LIMIT)
    assert files(tmp_path) == []
    assert list(storage.all()) == []


def test_many_who_put_the_same_file_at_once_find_it_whole(storage, tmp_path):
    content, names, wrong = b"y" * CHUNK * 2, [], []

    def put() -> None:
        try:
            names.append(storage.put(io.BytesIO(content), limit=LIMIT)[0])
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(set(names)) == 1
    assert storage.read(names[0]) == content
    assert files(tmp_path) == [names[0]]


def test_what_is_not_there_is_not_found(storage):
    for read in (storage.open, storage.read):
        with pytest.raises(FileNotFoundError):
            read("0" * 64)


@given(st.binary(max_size=200))
def test_storage_in_memory_keeps_the_same_promises(content):
    storage = Storage("memory://evidence")
    name, size = storage.put(io.BytesIO(content), limit=200)
    assert storage.read(name) == content
    assert size == len(content)
    assert name in set(storage.all())
