"""What is wrong with an input, said so that its author can mend it.

A fault names the file, the line (or sheet and cell), the key, what is wrong and what would be right. All faults of an input
are collected and reported together: nobody should have to run a check ten times to learn of ten mistakes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in one place. ``place`` is a line number or ``Sheet!B7``; empty when the whole file is meant."""

    file: str
    place: str
    key: str
    wrong: str
    right: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.place}" if self.place else self.file
        key = f" {self.key}:" if self.key else ""
        right = f" — {self.right}" if self.right else ""
        return printable(f"{where}:{key} {self.wrong}{right}")


class Faults(Exception):  # noqa: N818 - it is not one error but the list of all
    """The input is at fault; nothing was changed. Carries every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Missing(Exception):  # noqa: N818
    """Something of the machine is missing; the message names it and how to get it."""


def single(file: object, place: object, key: str, wrong: str, right: str = "") -> Faults:
    """Return Faults with one fault, for ``raise faults.single(…)``."""
    return Faults([Fault(str(file), str(place), key, wrong, right)])


def printable(text: str) -> str:
    """Return text with control and bidirectional-override characters written out, so that no input can disguise a message."""
    shown = (f"\\u{ord(c):04x}" if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs"} else c for c in text)
    return "".join(shown).replace("\n", " ")
