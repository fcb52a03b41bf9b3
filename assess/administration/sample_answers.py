"""A sample assessment of the shelf as what the database keeps of one: answers as they were given, and evidence as references.

An answer that stands in another assessment is taken over as it is found there. Texts are kept in one language, as people write them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from assess.assessments import file
from assess.method.answers import Answer, Evidence, Given
from assess.method.text import Text
from assess.platform import documents, locale
from assess.results import evaluate

_WORDS = frozenset({"note", "not_applicable", "not_measured"})
_BESIDE = frozenset({"evidence", "by", "from", "unit"})
"""What is not kept inside an answer: evidence has a table, ``by`` is an account, a unit is that of the item."""


@dataclass(frozen=True, slots=True)
class SampleEvidence:
    """A piece of evidence as a reference; the file behind it does not exist."""

    kind: str
    title: str
    date: datetime.date | None
    reference: str
    sample: int | None
    note: str


@dataclass(frozen=True, slots=True)
class SampleAnswer:
    """One answer, as in an assessment file, and who gave it: the first name of somebody in the team."""

    item: str
    content: dict[str, Any]
    by: str
    evidence: tuple[SampleEvidence, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """An assessment file with its answers; ``plain`` is all of the file, ``team`` the first names and names of those who answered."""

    plain: dict[str, Any]
    answers: tuple[SampleAnswer, ...]
    team: dict[str, str]
    coordinator: str

    @property
    def date(self) -> datetime.date:
        """The day the assessment is of."""
        return datetime.date.fromisoformat(str(self.plain["date"]))


def read(path: Path, language: str) -> Sample:
    """Return the sample in a file, its texts in a language. Raises Faults where it is not sound."""
    plain = dict(documents.read(path).value)
    case = evaluate.complete(file.read(path))
    people = {_key(member["name"]["en"]): member for member in plain["team"]}
    names = {key: worded(member["name"], language) for key, member in people.items()}
    coordinator = next(key for key, member in people.items() if member["role"] == "coordinator")
    team = {key: name for key, name in names.items() if people[key]["role"] in {"coordinator", "respondent"}}
    given = [_answer(each, plain["answers"][item], names, language) for item, each in case.assessment.answers.items()]
    return Sample(plain, tuple(given), team, coordinator)


def worded(words: Any, language: str) -> str:
    """Return a text of a file in a language."""
    return locale.say(Text.of(words), language)


def _key(name: str) -> str:
    """Return the first name, as ``by`` names people: the title before it does not count."""
    return name.lower().removeprefix("dr ").split()[0]


def _answer(answer: Answer, plain: dict[str, Any], names: dict[str, str], language: str) -> SampleAnswer:
    content: dict[str, Any] = {
        key: worded(value, language) if key in _WORDS else value for key, value in plain.items() if key not in _BESIDE
    }
    if "from" in plain and answer.given:
        content |= _given(answer.given)
        if answer.verified and answer.verified != answer.given:
            content["verified"] = {**_given(answer.verified), "by": answer.verified_by or "jonas"}
    if "approved_by" in content:
        content["approved_by"] = names.get(content["approved_by"], content["approved_by"])
    if verified := content.get("verified"):
        content["verified"] = _verified(verified, names, language)
    return SampleAnswer(answer.item, content, answer.by, tuple(_evidence(each, language) for each in answer.evidence))


def _verified(plain: dict[str, Any], names: dict[str, str], language: str) -> dict[str, Any]:
    kept = {key: worded(value, language) if key == "note" else value for key, value in plain.items() if key != "unit"}
    return kept | {"by": names.get(plain["by"], plain["by"])}


def _given(given: Given) -> dict[str, Any]:
    return dict(_set(given))


def _set(given: Given) -> Iterator[tuple[str, Any]]:
    for each in fields(given):
        value = getattr(given, each.name)
        if value is not None and each.name not in {"not_measured", "unit"}:
            yield each.name, value


def _evidence(evidence: Evidence, language: str) -> SampleEvidence:
    return SampleEvidence(
        evidence.kind,
        locale.say(evidence.title, language),
        evidence.date,
        evidence.reference,
        evidence.sample,
        locale.say(evidence.note, language),
    )
