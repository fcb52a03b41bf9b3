"""What is held in memory: made once, and what was asked for least recently goes first."""

from __future__ import annotations

import threading

import pytest

from assess.platform.memory import Memory


def test_a_value_is_made_once():
    memory: Memory[list[int]] = Memory(2)
    first = memory.get("a", lambda: [1])
    assert memory.get("a", lambda: [2]) is first


def test_what_was_asked_for_least_recently_goes_first():
    memory: Memory[str] = Memory(2)
    for key in ("a", "b", "a", "c"):
        memory.get(key, lambda key=key: f"first {key}")
    assert memory.get("a", lambda: "second a") == "first a"
    assert memory.get("b", lambda: "second b") == "second b"


def test_what_could_not_be_made_is_not_held():
    memory: Memory[str] = Memory(2)
    with pytest.raises(ValueError, match="no"):
        memory.get("a", lambda: (_ for _ in ()).throw(ValueError("no")))
    assert memory.get("a", lambda: "made") == "made"


def test_everything_can_be_forgotten():
    memory: Memory[str] = Memory(2)
    memory.get("a", lambda: "first")
    memory.clear()
    assert memory.get("a", lambda: "second") == "second"


def test_threads_may_share_it():
    memory: Memory[int] = Memory(8)

    def ask() -> None:
        for number in range(2000):
            assert memory.get(number % 16, lambda number=number: number % 16) == number % 16

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
