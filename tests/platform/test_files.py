"""Nobody ever finds half of a file or half of a folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from assess.platform import files
from assess.platform.faults import Faults


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path):
    files.write(tmp_path / "a.txt", b"content")
    assert (tmp_path / "a.txt").read_bytes() == b"content"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_that_was_there_is_replaced(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"old")
    files.write(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_when_writing_fails_the_old_file_stands_and_nothing_lies_about(tmp_path, monkeypatch, step):
    (tmp_path / "a.txt").write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full) if step == "fsync" else monkeypatch.setattr(type(tmp_path), "replace", full)
    with pytest.raises(Faults, match=r"cannot be written \(No space left on device\)"):
        files.write(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_interruption_leaves_nothing_behind_and_is_passed_on(tmp_path, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        files.write(tmp_path / "a.txt", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(Faults, match="cannot be written"):
        files.write(tmp_path / "no" / "a.txt", b"")


def test_a_name_too_long_for_the_disk_is_a_fault(tmp_path):
    with pytest.raises(Faults, match="cannot be written"):
        files.write(tmp_path / ("a" * 300), b"")


def test_a_name_as_long_as_the_disk_takes_is_written(tmp_path):
    files.write(tmp_path / ("a" * 250), b"x")
    files.write(tmp_path / ("客" * 80), b"x")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_is_written_whole(tmp_path):
    files.write_folder(tmp_path / "q", {"a.txt": b"1", "inner/b.txt": b"2"})
    assert (tmp_path / "q" / "inner" / "b.txt").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["q"]


def test_a_folder_that_is_there_is_never_written_into(tmp_path):
    (tmp_path / "q").mkdir()
    with pytest.raises(Faults, match="exists already; nothing was written"):
        files.write_folder(tmp_path / "q", {"a.txt": b"1"})
    assert list((tmp_path / "q").iterdir()) == []


def test_when_a_folder_fails_nothing_of_it_is_left(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Faults):
        files.write_folder(tmp_path / "q", {"a.txt": b"1"})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_a_place_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(Faults, match="the folder cannot be written"):
        files.write_folder(tmp_path / "no" / "q", {})


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_bytes(b"old")
    link.symlink_to(target)
    files.write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_file_closed_to_others_stays_closed(tmp_path):
    private = tmp_path / "private.txt"
    private.write_bytes(b"old")
    private.chmod(0o600)
    files.write(private, b"new")
    assert private.stat().st_mode & 0o777 == 0o600


def test_what_is_no_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Faults, match="this is not a file"):
        files.write(tmp_path / "pipe", b"new")
    assert (tmp_path / "pipe").is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_process_killed_while_writing_leaves_the_old_file_or_the_new_one(tmp_path):
    path, size = tmp_path / "report.pdf", 8_000_000
    script = (
        "import sys; from pathlib import Path; from assess.platform import files\n"
        f"while True:\n    for byte in b'ab': files.write(Path(sys.argv[1]), bytes([byte]) * {size}); print('.', flush=True)"
    )
    for delay in (0.0, 0.004, 0.009, 0.013, 0.021):
        with subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE) as writing:
            assert writing.stdout is not None
            assert writing.stdout.readline() == b".\n"  # there is a file now, and the next one is on its way
            time.sleep(delay)
            writing.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == size
        assert len(set(content)) == 1
