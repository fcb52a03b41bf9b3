"""An assessment as it is kept: read from its rows as frozen values, and as a case ready to be computed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import building, pinning
from assess.assessments.case import Case
from assess.assessments.pinning import Pins
from assess.assessments.tables import AnswerRow, AssessmentRow, EvidenceRow
from assess.organisations.tables import OrganisationRow
from assess.people.actor import NotFound
from assess.people.roles import Scope
from assess.people.tables import AccountRow

NO_ANSWER = "null"
"""The content of an answer that was taken back."""


class State(StrEnum):
    """Where an assessment stands: being answered, handed in, or closed for good."""

    ANSWERING = "answering"
    SUBMITTED = "submitted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stored:
    """An assessment with its organisation's profile and what it is pinned to. ``kind`` is self or assessed."""

    id: str
    organisation_id: str
    organisation: Mapping[str, Any]
    kind: str
    period: str
    date: datetime.date | None
    due: datetime.date | None
    scope_text: str
    summary: str
    pins: Pins
    targets: Mapping[str, Any]
    state: State
    campaign_id: str | None
    previous_id: str | None
    created_at: datetime.datetime
    version: int

    @property
    def scope(self) -> Scope:
        """The scope within which roles for this assessment are looked for."""
        return Scope(self.organisation_id, self.id)

    @property
    def organisation_scope(self) -> Scope:
        """The scope of the organisation as a whole."""
        return Scope(self.organisation_id)

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return self.state is State.ANSWERING


def get(session: Session, id_: str) -> Stored:
    """Return an assessment. Raises NotFound. Whether the actor may see it is for the caller to ask (``stored.scope``)."""
    statement = select(AssessmentRow, OrganisationRow).join(OrganisationRow).where(AssessmentRow.id == id_)
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFound
    return of_rows(*found)


def of_rows(row: AssessmentRow, organisation: OrganisationRow) -> Stored:
    """Return an assessment of its rows."""
    return Stored(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation=profile(organisation),
        kind=row.kind,
        period=row.period,
        date=row.date,
        due=row.due,
        scope_text=row.scope,
        summary=row.summary,
        pins=Pins(
            row.questionnaire,
            row.questionnaire_hash,
            tuple((reference, hash_) for reference, hash_ in json.loads(row.packs)),
            row.scheme,
            row.scheme_hash,
            row.weights_hash,
        ),
        targets=json.loads(row.targets),
        state=State(row.state),
        campaign_id=row.campaign_id,
        previous_id=row.previous_id,
        created_at=row.created_at,
        version=row.version,
    )


def profile(row: OrganisationRow) -> dict[str, Any]:
    """Return an organisation as an assessment file describes it; what is unknown is left out."""
    name: dict[str, str] = {"en": row.name, "zh_Hans": row.name_zh} if row.name_zh else {"any": row.name}
    known = {"industry": row.industry, "region": row.region, "employees": row.employees, "sites": row.sites}
    return {"name": name, **{key: value for key, value in known.items() if value not in ("", None)}}


def answers(session: Session, assessment_id: str) -> dict[str, dict[str, Any]]:
    """Return the answers that count, by item, as in an assessment file, with their evidence and the name of whoever answered."""
    return answers_of(session, [assessment_id])[assessment_id]


def answers_of(session: Session, assessment_ids: Sequence[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the answers of several assessments, by assessment and item, in two queries however many they are."""
    given: dict[str, dict[str, dict[str, Any]]] = {id_: {} for id_ in assessment_ids}
    statement = (
        select(AnswerRow.assessment_id, AnswerRow.item, AnswerRow.content, AccountRow.name)
        .join(AccountRow, AccountRow.id == AnswerRow.by)
        .where(AnswerRow.assessment_id.in_(assessment_ids), AnswerRow.content != NO_ANSWER)
    )
    for id_, item, content, name in session.execute(statement):
        given[id_][item] = {"by": name, **json.loads(content)}
    for evidence in session.scalars(
        select(EvidenceRow)
        .where(EvidenceRow.assessment_id.in_(assessment_ids), EvidenceRow.removed_at.is_(None))
        .order_by(EvidenceRow.added_at, EvidenceRow.id)
    ):
        if evidence.item in given[evidence.assessment_id]:
            given[evidence.assessment_id][evidence.item].setdefault("evidence", []).append(_evidence(evidence))
    return given


def plain(session: Session, stored: Stored) -> dict[str, Any]:
    """Return the assessment as the plain data of an assessment file (docs/formats.md)."""
    return plain_of(stored, answers(session, stored.id))


def plain_of(stored: Stored, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain data of an assessment whose answers have been read already."""
    document: dict[str, Any] = {
        "format": "assess/assessment@1",
        "id": stored.id,
        "organisation": dict(stored.organisation),
        "questionnaire": stored.pins.questionnaire,
        "packs": [reference for reference, _ in stored.pins.packs],
        "scheme": stored.pins.scheme,
        "kind": stored.kind,
        "period": stored.period,
        "answers": given,
    }
    known = {"scope": stored.scope_text, "summary": stored.summary, "target": stored.targets}
    document |= {key: value for key, value in known.items() if value}
    return document | ({"date": stored.date.isoformat()} if stored.date else {})


def case(session: Session, stored: Stored) -> Case:
    """Return an assessment as a case ready to be computed, against what it is pinned to."""
    return case_of(session, stored, plain(session, stored))


def case_of(session: Session, stored: Stored, document: Mapping[str, Any]) -> Case:
    """Return the case of an assessment whose plain data have been read already."""
    questionnaire = pinning.questionnaire(session, stored.pins)
    judgements = pinning.weights(session, stored.pins)
    return Case(
        assessment=building.assessment(document, id_=stored.id, questionnaire=questionnaire),
        questionnaire=questionnaire,
        scheme=pinning.scheme(session, stored.pins),
        weights=judgements,
        file=Path(stored.id),
        default_weights=judgements,
    )


def _evidence(row: EvidenceRow) -> dict[str, Any]:
    known = {
        "date": row.date.isoformat() if row.date else None,
        "reference": row.reference or row.file_name,
        "sha256": row.sha256,
        "sample": row.sample,
        "note": row.note,
    }
    return {"title": row.title, "kind": row.kind, **{key: value for key, value in known.items() if value not in ("", None)}}
