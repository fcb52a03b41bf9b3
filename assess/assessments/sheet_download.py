"""The answer sheet of an assessment, filled with today's answers: as far as whoever asks may see them, with the version of each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import pinning, sheets, sheets_filled
from assess.assessments import stored as stored_
from assess.assessments.answers import Place
from assess.assessments.tables import AnswerRow, EvidenceRow
from assess.people.actor import Actor


def filled(session: Session, actor: Actor, place: Place, language: str) -> bytes:
    """Return the sheet as an Excel workbook in a language. Raises Faults: a text longer than a cell can hold. Four queries."""
    stored = place.stored
    questionnaire = pinning.questionnaire(session, stored.pins)
    visible = {item for item, (_, criterion) in questionnaire.place_of.items() if place.may_see(actor, criterion)}
    # Versions first: should somebody save in between, the sheet is older than it is, and what is sent back is a conflict, not a loss.
    rows = session.execute(select(AnswerRow.item, AnswerRow.version).where(AnswerRow.assessment_id == stored.id)).all()
    held: dict[str, int] = {row.item: row.version for row in rows}
    versions = {item: held.get(item, 0) for item in questionnaire.item_by_id if item in visible}
    answers = {item: answer for item, answer in stored_.answers(session, stored.id).items() if item in visible}
    entries = sheets_filled.entries(
        questionnaire,
        stored_.plain_of(stored, answers),
        language=language,
        versions=versions,
        more={item: pieces for item, pieces in _evidence(session, stored.id).items() if item in visible and item not in answers},
    )
    return sheets.template(questionnaire, language=language, schemes=[stored.pins.scheme], entries=entries)


def _evidence(session: Session, assessment_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return the evidence of every item as in an assessment file, also where there is no answer (yet)."""
    found: dict[str, list[dict[str, Any]]] = {}
    statement = select(EvidenceRow).where(EvidenceRow.assessment_id == assessment_id, EvidenceRow.removed_at.is_(None))
    for row in session.scalars(statement.order_by(EvidenceRow.added_at, EvidenceRow.id)):
        known: dict[str, Any] = {
            "date": row.date and row.date.isoformat(),
            "reference": row.reference or row.file_name,
            "sha256": row.sha256,
        }
        known |= {"sample": row.sample, "note": row.note}
        piece = {"title": row.title, "kind": row.kind, **{key: value for key, value in known.items() if value}}
        found.setdefault(row.item, []).append(piece)
    return found
