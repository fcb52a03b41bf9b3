"""The installation with something of everything in it, for Lantern and, the same again, for Charlie's organisation.

``Furnished.own`` and ``Furnished.other`` name one of each noun that stands in an address. What people typed is Chinese, so that a Chinese
page has no English word but those of the program.
"""

from __future__ import annotations

import datetime
import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from assess.administration import branding, uploading
from assess.administration.tables import DraftRow
from assess.assessments.tables import (
    AnswerRow,
    AnswerVersionRow,
    AssessmentRow,
    AssignmentRow,
    CampaignRow,
    CommentRow,
    EventRow,
    EvidenceRow,
)
from assess.organisations.tables import OrganisationRow
from assess.people import sessions
from assess.people.roles import Role
from assess.people.tables import AccountRow, GrantRow, InvitationRow, SessionRow
from assess.platform import documents
from assess.platform.database import new_id
from assess.platform.shelves import shelf
from assess.platform.storage import Storage
from assess.reporting.tables import JobRow
from tests import cast as casting
from tests.cast import Cast

ITEM, CRITERION, ASSIGNED = "L1.1", "L1", "S1"
"""What addresses name; the criterion that is assigned to somebody is another, so that every respondent sees the first."""
SAVES = 3
"""How many versions the answer to ``ITEM`` has."""


@dataclass(frozen=True)
class Furnished:
    """One id of each noun that stands in an address: Lantern's, and Charlie's."""

    own: Mapping[str, str]
    other: Mapping[str, str]


@lru_cache
def sample_answers() -> dict[str, Any]:
    """Return the answers of a sample organisation, without their evidence and notes."""
    path = shelf("questionnaires") / "customer-management" / "1" / "samples" / "harbour-bank.yaml"
    answers: dict[str, Any] = documents.read(path).value["answers"]  # type: ignore[call-overload,index]  # a mapping, as the sample is
    kept_all: dict[str, Any] = {}
    for item, answer in answers.items():
        kept = {
            key: value for key, value in answer.items() if key not in {"evidence", "note", "by", "reason", "source", "verified", "from"}
        }
        if kept:
            kept_all[item] = kept | ({"not_applicable": "没有这项业务"} if "not_applicable" in kept else {})
    return dict(json.loads(json.dumps(kept_all, default=str)))


@lru_cache
def logo() -> bytes:
    """Return a picture that may be a logo: a square of one colour."""

    def part(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    size, rows = 64, b"".join(b"\x00" + b"\x14\x50\x7a" * 64 for _ in range(64))
    head = size.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


@lru_cache
def draft() -> bytes:
    """Return the next version of a scheme as an upload keeps it."""
    scheme = (shelf("questionnaires") / "maturity" / "1" / "scheme.yaml").read_text(encoding="utf-8")
    return uploading.packed(uploading.examine("scheme.yaml", scheme.replace("\nversion: 1\n", "\nversion: 2\n").encode()))


def furnish(session: Session, cast: Cast, storage: Storage, *, now: datetime.datetime) -> Furnished:
    """Put something of everything into the installation."""
    own = _one(session, storage, cast.lantern, cast.assessment, cast.accounts["mei"], now)
    other = _one(session, storage, cast.other_organisation, cast.other_assessment, cast.accounts["charlie"], now)
    session.execute(
        OrganisationRow.__table__.update().where(OrganisationRow.id == cast.other_organisation).values(name="查理公司", name_zh="查理公司")
    )
    branding.choose(session, casting.actor(session, cast, "ada"), name="", name_zh="灯笼评审", colour="#14507a", logo=logo(), now=now)
    return Furnished(own, other)


def _one(session: Session, storage: Storage, organisation: str, assessment: str, account: str, now: datetime.datetime) -> dict[str, str]:
    answer(session, assessment, account, now)
    sha256, size = storage.put(io.BytesIO(b"%PDF-1.7 " + organisation.encode()), limit=2**20)
    ids = {
        noun: new_id()
        for noun in ("evidence", "reference", "comment", "job", "waiting", "campaign", "invitation", "draft", "grant", "batch")
    }
    at = {"added_by": account, "added_at": now}
    campaign_of = insert(CampaignRow).values(id=ids["campaign"], title="年度评价", created_by=account, created_at=now)
    session.execute(campaign_of)
    session.execute(AssessmentRow.__table__.update().where(AssessmentRow.id == assessment).values(campaign_id=ids["campaign"]))
    file = {"sha256": sha256, "size": size, "file_name": "纪要.pdf", "media_type": "application/pdf"}
    scope = {"organisation_id": organisation, "assessment_id": assessment}
    job = {
        "assessment_id": assessment,
        "design": "executive",
        "language": "zh_Hans",
        "ending": ".pdf",
        "requested_by": account,
        "requested_at": now,
    }
    done = {"state": "ready", "progress": 100, "finished_at": now, "sha256": sha256, "size": size, "batch": ids["batch"]}
    session.add_all(
        [
            EvidenceRow(id=ids["evidence"], assessment_id=assessment, item=ITEM, kind="document", title="会议纪要", **at, **file),
            EvidenceRow(
                id=ids["reference"],
                assessment_id=assessment,
                item=ITEM,
                kind="document",
                title="网页",
                reference="https://example.org/",
                **at,
            ),
            CommentRow(id=ids["comment"], assessment_id=assessment, item=ITEM, text="请补充证据。", by=account, at=now),
            AssignmentRow(assessment_id=assessment, criterion=ASSIGNED, account_id=account, assigned_by=account, assigned_at=now),
            EventRow(id=new_id(), assessment_id=assessment, act="returned", reason="请补充。", by=account, at=now),
            JobRow(id=ids["job"], **job, **done),
            JobRow(id=ids["waiting"], **job, state="requested"),
            DraftRow(
                id=ids["draft"],
                kind="scheme",
                reference="maturity@2",
                file_name="等级.yaml",
                content=draft(),
                state="draft",
                uploaded_by=account,
                uploaded_at=now,
            ),
            GrantRow(id=ids["grant"], account_id=account, role=Role.RESPONDENT.value, **scope, granted_by=account, granted_at=now),
        ]
    )
    key = f"invitation-{organisation}"
    _invite(session, ids["invitation"], key, scope, account, now)
    for purpose in ("reset", "first"):
        _invite(session, new_id(), f"{purpose}-{organisation}", scope, account, now, purpose)
    device = sessions.begin(session, account, now=now, agent="")
    row = session.query(SessionRow).filter_by(key_hash=sessions.hashed(device)).one()
    return {
        **ids,
        "organisation": organisation,
        "assessment": assessment,
        "account": account,
        "session": row.id,
        "key": key,
        "reference_of_questionnaire": "customer-management@1",
        "reset_key": f"reset-{organisation}",
        "first_key": f"first-{organisation}",
        "item": ITEM,
        "criterion": CRITERION,
        "version": "1",
        "sha256": sha256,
    }


def _invite(session: Session, id_: str, key: str, scope: dict[str, str], by: str, now: datetime.datetime, purpose: str = "role") -> None:
    known = {
        "purpose": purpose,
        "email": f"{id_}@example.org",
        "name": "王芳",
        "role": Role.RESPONDENT.value,
        "invited_by": by,
        "invited_at": now,
    }
    session.add(InvitationRow(id=id_, key_hash=sessions.hashed(key), **scope, **known, expires_at=now + datetime.timedelta(days=14)))


def answer(session: Session, assessment: str, account: str, now: datetime.datetime) -> None:
    """Answer every item of an assessment as the sample does; ``ITEM`` in several versions."""
    rows = [
        {
            "assessment_id": assessment,
            "item": item,
            "version": SAVES if item == ITEM else 1,
            "content": json.dumps(content, ensure_ascii=False),
            "by": account,
            "at": now,
        }
        for item, content in sample_answers().items()
    ]
    session.execute(insert(AnswerRow), rows)
    versions = [{**row, "act": "answered", "save_id": new_id()} for row in rows]
    versions += [
        {**row, "version": version, "act": "answered", "save_id": new_id()}
        for row in rows
        if row["item"] == ITEM
        for version in range(1, SAVES)
    ]
    session.execute(insert(AnswerVersionRow), versions)


def more(session: Session, cast: Cast, furnished: Furnished, *, now: datetime.datetime, times: int) -> None:
    """Add many of everything: organisations, assessments, accounts, respondents, invitations, comments, evidence, versions, reports."""
    own, mei = furnished.own, cast.accounts["mei"]
    template = session.get_one(AssessmentRow, own["assessment"])
    columns = {column.name: getattr(template, column.name) for column in AssessmentRow.__table__.columns}
    lantern = session.get_one(OrganisationRow, own["organisation"])
    profile = {column.name: getattr(lantern, column.name) for column in OrganisationRow.__table__.columns}
    for number in range(times):
        organisation, assessment, account = new_id(), new_id(), new_id()
        session.add(OrganisationRow(**{**profile, "id": organisation, "name": f"组织{number}", "name_zh": f"组织{number}"}))
        session.add(AccountRow(id=account, email=f"{account}@example.org", name=f"成员{number}", password_hash="", created_at=now))
        session.flush()
        session.add(AssessmentRow(**{**columns, "id": assessment, "organisation_id": organisation, "previous_id": None}))
        earlier = {**columns, "id": new_id(), "period": str(2025 - number), "state": "submitted", "previous_id": None}
        session.add(AssessmentRow(**earlier))
        session.flush()
        answer(session, assessment, account, now)
        answer(session, earlier["id"], account, now)
        _more_of_one(session, own, mei, account, now, number)
        grants = [
            (Role.RESPONDENT, own["organisation"], own["assessment"]),
            (Role.COORDINATOR, organisation, ""),
            (Role.READ_ONLY, own["organisation"], ""),
        ]
        session.add_all(
            GrantRow(id=new_id(), account_id=account, role=role.value, organisation_id=o, assessment_id=a, granted_by=mei, granted_at=now)
            for role, o, a in grants
        )
        session.add(
            GrantRow(
                id=new_id(),
                account_id=mei,
                role=Role.COORDINATOR.value,
                organisation_id=organisation,
                assessment_id="",
                granted_by=mei,
                granted_at=now,
            )
        )
    session.flush()


def _more_of_one(session: Session, own: Mapping[str, str], mei: str, account: str, now: datetime.datetime, number: int) -> None:
    assessment = own["assessment"]
    session.add(CommentRow(id=new_id(), assessment_id=assessment, item=ITEM, text="再补充一点。", by=account, at=now))
    session.add(
        EvidenceRow(
            id=new_id(), assessment_id=assessment, item=ITEM, kind="interview", title=f"访谈{number}", added_by=account, added_at=now
        )
    )
    session.add(AssignmentRow(assessment_id=assessment, criterion=ASSIGNED, account_id=account, assigned_by=mei, assigned_at=now))
    session.add(
        AnswerVersionRow(
            assessment_id=assessment, item=ITEM, version=SAVES + 1 + number, content='{"level": 2}', by=account, at=now, act="answered"
        )
    )
    session.add(EventRow(id=new_id(), assessment_id=assessment, act="returned", reason="请补充。", by=account, at=now))
    session.add(CampaignRow(id=new_id(), title=f"第{number}次评价", created_by=account, created_at=now))
    session.add(
        JobRow(
            id=new_id(),
            assessment_id=assessment,
            batch=own["batch"],
            design="executive",
            language="zh_Hans",
            ending=".pdf",
            state="requested",
            requested_by=account,
            requested_at=now,
        )
    )
    session.add(
        DraftRow(
            id=new_id(),
            kind="scheme",
            reference="maturity@2",
            file_name="等级.yaml",
            content=draft(),
            state="draft",
            uploaded_by=account,
            uploaded_at=now,
        )
    )
    scope = {"organisation_id": own["organisation"], "assessment_id": assessment}
    _invite(session, new_id(), new_id(), scope, mei, now)
    sessions.begin(session, mei, now=now, agent="")
