"""A sample assessment of the shelf written into the tables, as if everybody had answered: what pages of results are tested with."""

from __future__ import annotations

import datetime
import json
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow, EvidenceRow
from assess.platform import documents
from assess.platform.database import new_id
from assess.platform.shelves import shelf

_BESIDE = {"by", "evidence"}
_AT = datetime.datetime(2026, 6, 14, 9, 0, tzinfo=datetime.UTC)


def sample(name: str) -> dict[str, Any]:
    """Return a sample assessment file as plain data."""
    path = shelf("questionnaires") / "customer-management" / "1" / "samples" / f"{name}.yaml"
    document: dict[str, Any] = documents.read(path).value
    return document


def fill(session: Session, assessment: str, by: str, name: str = "harbour-bank", *, only: int | None = None, less: int = 0) -> None:
    """Answer an assessment as a sample does: its first ``only`` items, every level lowered by ``less``."""
    given = {item: answer for item, answer in sample(name)["answers"].items() if "from" not in answer}
    kept = dict(list(given.items())[:only])
    rows, versions, evidence = [], [], []
    for item, answer in kept.items():
        content = {key: _plain(value) for key, value in answer.items() if key not in _BESIDE}
        if less and "level" in content:
            content["level"] = max(0, content["level"] - less)
        row = {"assessment_id": assessment, "item": item, "version": 1, "content": json.dumps(content), "by": by, "at": _AT}
        rows.append(row)
        versions.append({**row, "act": "saved", "save_id": new_id()})
        evidence += [_evidence(assessment, item, by, each) for each in answer.get("evidence", ())]
    if rows:
        session.execute(insert(AnswerRow), rows)
        session.execute(insert(AnswerVersionRow), versions)
    if evidence:
        session.execute(insert(EvidenceRow), evidence)
    session.flush()


def another(session: Session, like: str, *, period: str, state: str = "submitted", **changes: Any) -> str:
    """Return the id of another assessment of the same organisation, pinned to the same, of another period."""
    row = session.get_one(AssessmentRow, like)
    kept = {column.key: getattr(row, column.key) for column in AssessmentRow.__table__.columns}
    made = AssessmentRow(**(kept | {"id": new_id(), "period": period, "state": state} | changes))
    session.add(made)
    session.flush()
    return made.id


def _evidence(assessment: str, item: str, by: str, plain: dict[str, Any]) -> dict[str, Any]:
    title = plain["title"]
    day = plain.get("date")
    return {
        "id": new_id(),
        "assessment_id": assessment,
        "item": item,
        "kind": plain["kind"],
        "title": title if isinstance(title, str) else title["en"],
        "date": datetime.date.fromisoformat(day) if isinstance(day, str) else day,
        "reference": str(plain.get("reference", "")),
        "sample": plain.get("sample"),
        "note": "",
        "sha256": plain.get("sha256", ""),
        "file_name": "",
        "media_type": "",
        "added_by": by,
        "added_at": _AT,
    }


def _plain(value: Any) -> Any:
    """Return a value of YAML as JSON has it: dates as text."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def days(count: int) -> datetime.timedelta:
    """Return so many days."""
    return datetime.timedelta(days=count)
