"""What an assessment can be made against: questionnaires of the shelves, and the packs and schemes that fit one of them.

A version that is not sound is not offered; the page of questionnaires says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from assess.catalogue import library
from assess.method.scheme import Scheme
from assess.method.text import Text
from assess.platform.faults import Faults

USUAL_QUESTIONNAIRE = "customer-management"
USUAL_SCHEME = "maturity"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choice:
    """A version that can be chosen: its reference, its title and what it says of itself."""

    reference: str
    title: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Choices:
    """The questionnaires; which of them is meant; the packs and schemes that fit that one, and the scheme that is usual."""

    questionnaires: tuple[Choice, ...]
    questionnaire: str
    packs: tuple[Choice, ...]
    schemes: tuple[Choice, ...]
    scheme: str


def of(asked: str = "") -> Choices:
    """Return what there is to choose for the questionnaire asked for; for the usual one where there is no such."""
    questionnaires = [_choice(each) for each in _sound("questionnaire", library.questionnaire)]
    references = [each.reference for each in questionnaires]
    meant = asked if asked in references else _newest(references, USUAL_QUESTIONNAIRE)
    packs = [_choice(each) for each in _sound("pack", library.pack) if each.questionnaire == meant]
    schemes = [_choice(each) for each in _sound("scheme", library.scheme) if _is_for(each, meant)]
    usual = _newest([each.reference for each in schemes], USUAL_SCHEME)
    return Choices(tuple(questionnaires), meant, tuple(packs), tuple(schemes), usual)


def _sound(kind: str, read: Callable[[str], T]) -> list[T]:
    found = []
    for reference in library.references(kind):
        try:
            found.append(read(reference))
        except Faults:  # said on the page of questionnaires
            continue
    return found


def _choice(of: object) -> Choice:
    return Choice(of.reference, of.title, of.description)  # type: ignore[attr-defined]  # questionnaires, packs and schemes alike


def _is_for(scheme: Scheme, questionnaire: str) -> bool:
    return scheme.is_for(questionnaire.partition("@")[0])


def _newest(references: list[str], name: str) -> str:
    """Return the newest version of what is called so; the first of all where there is none; nothing where there is nothing."""
    of_name = [each for each in references if each.partition("@")[0] == name]
    return max(of_name, key=lambda each: int(each.partition("@")[2])) if of_name else (references[0] if references else "")
