"""The versions of an answer in words: who made which, when, and what it changed, field by field."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assess.assessments import answer_words, answers
from assess.assessments.answer_checking import Answer
from assess.assessments.item_place import ItemPlace
from assess.method.questionnaire import Item
from assess.platform import locale
from assess.platform.locale import mark as _

_ACTS = {
    "answered": _("answered"),
    "cleared": _("taken back"),
    "restored": _("restored"),
    "approved": _("N/A approved"),
    "refused": _("N/A refused"),
    "imported": _("from an answer sheet"),
    "prefilled": _("taken over from the assessment before"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after a version."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One version as it is shown."""

    number: int
    act: str
    by: str
    at: datetime.datetime
    changes: tuple[Change, ...]


def read(session: Session, here: ItemPlace, language: str) -> tuple[Listed, ...]:
    """Return the versions of an item's answer, the newest first; in one query."""
    versions = answers.history(session, here.stored, here.item.id)
    earlier = [*(each.answer for each in versions[1:]), *([None] if versions else [])]
    return tuple(
        Listed(
            each.version,
            locale.gettext(_ACTS.get(each.act, each.act), language),
            each.by,
            each.at,
            changes(here.item, before, each.answer, language),
        )
        for each, before in zip(versions, earlier, strict=True)
    )


def changes(item: Item, before: Answer | None, after: Answer | None, language: str) -> tuple[Change, ...]:
    """Return what differs between two answers, in words."""
    old, new = ({line.key: line for line in answer_words.lines(item, answer, language)} for answer in (before, after))
    found = []
    for key in answer_words.LABELS:
        one, other = (each[key].text if key in each else "" for each in (old, new))
        if one != other:
            found.append(Change((new.get(key) or old[key]).label, one, other))
    return tuple(found)
