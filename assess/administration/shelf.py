"""What stands on the shelves: questionnaires, packs and schemes by their versions, and how many assessments use each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.administration import publishing, uploading
from assess.assessments.tables import AssessmentRow
from assess.catalogue import library, sheets
from assess.method.questionnaire import Questionnaire
from assess.method.text import Text
from assess.people.actor import Actor, NotFound
from assess.platform.faults import Fault, Faults
from assess.platform.shelves import shelf

KINDS = ("questionnaire", "pack", "scheme")
"""In the order of the page."""
EXCEL, YAML = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/yaml"


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its title, how many items it has (None: not counted), whether it came with the program, how many assessments use it; or
    the faults that keep it from being used.
    """

    reference: str
    kind: str
    title: Text
    items: int | None
    is_shipped: bool
    used: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One version with its content: the questionnaire, or the lines of its file."""

    version: Version
    questionnaire: Questionnaire | None
    lines: str


def listed(session: Session, actor: Actor) -> dict[str, tuple[Version, ...]]:
    """Return every version on the shelves by kind, newest first within an id. One query, however many there are. Raises NotFound."""
    publishing.must(actor)
    used = _used(session)
    return {kind: tuple(_version(each, kind, used) for each in _newest_first(library.references(kind))) for kind in KINDS}


def shown(session: Session, actor: Actor, reference: str) -> Shown:
    """Return one version with its content. Raises NotFound."""
    kind = _kind(actor, reference)
    version = _version(reference, kind, _used(session))
    if kind == "questionnaire":
        return Shown(version, None if version.faults else library.questionnaire(reference), "")
    return Shown(version, None, uploading.standing(reference, kind)[f"{kind}.yaml"].decode("utf-8", "replace"))


def file(actor: Actor, reference: str) -> tuple[str, str, bytes]:
    """Return a version as a file to work on: its name, its media type, its content. Raises NotFound, and Faults where it is not sound."""
    kind = _kind(actor, reference)
    name = reference.replace("@", "-")
    if kind == "questionnaire":
        return f"{name}.xlsx", EXCEL, sheets.export(library.questionnaire(reference))
    return f"{name}.yaml", YAML, uploading.standing(reference, kind)[f"{kind}.yaml"]


def _kind(actor: Actor, reference: str) -> str:
    publishing.must(actor)
    kind = next((kind for kind in KINDS if reference in library.references(kind)), None)
    if kind is None:
        raise NotFound
    return kind


def _used(session: Session) -> Mapping[str, int]:
    """Return how many assessments use each version."""
    columns = (AssessmentRow.questionnaire, AssessmentRow.scheme, AssessmentRow.packs)
    used: Counter[str] = Counter()
    for questionnaire, scheme, packs, number in session.execute(select(*columns, func.count()).group_by(*columns)):
        for reference in (questionnaire, scheme, *(pack for pack, _ in json.loads(packs))):
            used[reference] += number
    return used


def _version(reference: str, kind: str, used: Mapping[str, int]) -> Version:
    is_shipped = library.folder(reference, kind).is_relative_to(shelf("questionnaires"))
    try:
        title, items = _described(reference, kind)
    except Faults as faults:
        return Version(reference, kind, Text.of(reference), None, is_shipped, used.get(reference, 0), faults.faults)
    return Version(reference, kind, title, items, is_shipped, used.get(reference, 0))


def _described(reference: str, kind: str) -> tuple[Text, int | None]:
    if kind == "questionnaire":
        questionnaire = library.questionnaire(reference)
        return questionnaire.title, len(questionnaire.items)
    if kind == "pack":
        return library.pack(reference).title, None
    return library.scheme(reference).title, None


def _newest_first(references: list[str]) -> list[str]:
    return sorted(references, key=lambda each: (each.partition("@")[0], -int(each.partition("@")[2])))
