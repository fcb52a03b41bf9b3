"""A new assessment begun with the answers of the last one: what was true a year ago is the first draft of today's answers.

Taken over is what still answers the same question: the item exists and is of the same kind, and its option or unit is still one of its
own. What assessors found and who agreed to an N/A is not: both are about that time. The number of statements does not depend on how much
there is.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assess.assessments import pinning, stored
from assess.assessments.pinning import Pins
from assess.assessments.stored import NO_ANSWER, Stored
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow, EvidenceRow
from assess.method.questionnaire import Item
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor
from assess.people.roles import Scope, Verb
from assess.platform.database import new_id

ACT = "prefilled"
"""The act of a version of an answer that was taken over."""

_OF_THAT_TIME = ("verified", "approved_by", "by")
_EVIDENCE = ("item", "kind", "title", "date", "reference", "sample", "note", "sha256", "size", "file_name", "media_type")


def last(session: Session, actor: Actor, organisation_id: str, questionnaire: str, period: str) -> Stored | None:
    """Return the organisation's most recent assessment up to a period under any version of this questionnaire; None where there is none.

    Raises NotFound or Refused: whoever takes answers over must be allowed to see all of them.
    """
    actor.must(Verb.SEE_ALL_ANSWERS, Scope(organisation_id), seen_by=Verb.SEE_ORGANISATION)
    prefix = questionnaire.partition("@")[0] + "@"
    statement = (
        select(AssessmentRow, OrganisationRow)
        .join(OrganisationRow)
        .where(
            AssessmentRow.organisation_id == organisation_id,
            AssessmentRow.questionnaire.startswith(prefix, autoescape=True),
            AssessmentRow.period <= f"{period}~",  # a part of a year counts as within the year: 2026-Q2 is not after 2026
        )
        .order_by(AssessmentRow.period.desc(), AssessmentRow.created_at.desc(), AssessmentRow.id)
        .limit(1)
    )
    found = session.execute(statement).one_or_none()
    return stored.of_rows(*found) if found else None


def take_over(session: Session, earlier: Stored, new: str, pins: Pins, *, by: str, now: datetime.datetime) -> int:
    """Copy the answers of an earlier assessment, and their evidence, to a new one that has none; return how many answers."""
    before = pinning.questionnaire(session, earlier.pins).item_by_id
    today = pinning.questionnaire(session, pins).item_by_id
    statement = select(AnswerRow.item, AnswerRow.content).where(AnswerRow.assessment_id == earlier.id, AnswerRow.content != NO_ANSWER)
    rows: list[dict[str, Any]] = []
    for item, content in session.execute(statement):
        answer = {key: value for key, value in json.loads(content).items() if key not in _OF_THAT_TIME}
        if item in before and item in today and before[item].kind is today[item].kind and _still_fits(answer, before[item], today[item]):
            kept = json.dumps(answer, ensure_ascii=False)
            rows.append({"assessment_id": new, "item": item, "version": 1, "content": kept, "by": by, "at": now})
    if rows:
        session.execute(insert(AnswerRow), rows)
        session.execute(insert(AnswerVersionRow), [{**row, "act": ACT, "save_id": None} for row in rows])
        _evidence(session, earlier.id, new, {row["item"] for row in rows}, by, now)
    return len(rows)


def _still_fits(answer: dict[str, Any], before: Item, today: Item) -> bool:
    if "from" in answer:
        return False
    if "not_applicable" in answer:
        return today.na_allowed
    if "choice" in answer:
        return answer["choice"] in {option.id for option in today.options}
    if before.metric and today.metric:
        return before.metric.unit == today.metric.unit
    return True


def _evidence(session: Session, earlier: str, new: str, items: set[str], by: str, now: datetime.datetime) -> None:
    statement = (
        select(*(getattr(EvidenceRow, name) for name in _EVIDENCE))
        .where(EvidenceRow.assessment_id == earlier, EvidenceRow.removed_at.is_(None))
        .order_by(EvidenceRow.added_at, EvidenceRow.id)
    )
    rows = [
        {
            **each._mapping,
            "id": new_id(),
            "assessment_id": new,
            "added_by": by,
            "added_at": now + datetime.timedelta(microseconds=index),  # evidence is listed by when it was added: its order stays
            "removed_by": None,
            "removed_at": None,
        }
        for index, each in enumerate(session.execute(statement))
        if each.item in items
    ]
    if rows:
        session.execute(insert(EvidenceRow).execution_options(render_nulls=True), rows)
