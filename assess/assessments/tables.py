"""Assessments as they are kept: what was pinned, what was answered, in every version, and what happened.

Nothing that somebody gave is ever overwritten: ``answer`` holds the version that counts, ``answer_version`` all of them. What an assessment
is made against is kept with it under its hash (``pinned``), so that an edit on a shelf changes no assessment that has begun.
"""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.platform.database import Id, Row


class PinnedRow(Row):
    """A questionnaire, pack, scheme or judgements file as it stood when an assessment began with it."""

    __tablename__ = "pinned"

    hash: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    pinned_at: Mapped[datetime.datetime]


class CampaignRow(Row):
    """One questionnaire put to many organisations."""

    __tablename__ = "campaign"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    due: Mapped[datetime.date | None]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime.datetime]


class AssessmentRow(Row):
    """One assessment of one organisation. ``packs`` is a JSON list of [reference, hash]; ``targets`` JSON as in an assessment file."""

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_organisation_id_period", "organisation_id", "period"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(Text)
    date: Mapped[datetime.date | None]
    due: Mapped[datetime.date | None]
    scope: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    questionnaire: Mapped[str] = mapped_column(Text)
    questionnaire_hash: Mapped[str] = mapped_column(ForeignKey("pinned.hash"))
    packs: Mapped[str] = mapped_column(Text, default="[]")
    scheme: Mapped[str] = mapped_column(Text)
    scheme_hash: Mapped[str] = mapped_column(ForeignKey("pinned.hash"))
    weights_hash: Mapped[str] = mapped_column(ForeignKey("pinned.hash"))
    targets: Mapped[str] = mapped_column(Text, default="{}")
    state: Mapped[str] = mapped_column(Text)
    campaign_id: Mapped[str | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    previous_id: Mapped[str | None] = mapped_column(ForeignKey("assessment.id"))
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime.datetime]
    version: Mapped[int] = mapped_column(default=1)


class AnswerRow(Row):
    """The answer to an item that counts now. ``content`` is the answer as in an assessment file, as JSON; "null": taken back."""

    __tablename__ = "answer"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    item: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime.datetime]


class AnswerVersionRow(Row):
    """Every version of an answer. ``save_id`` is named by whoever saves, so that a save that is sent twice is one version."""

    __tablename__ = "answer_version"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    item: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime.datetime]
    act: Mapped[str] = mapped_column(Text)
    save_id: Mapped[str | None] = mapped_column(Text, unique=True)


class AssignmentRow(Row):
    """A criterion somebody is to answer."""

    __tablename__ = "assignment"

    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(Text, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    assigned_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    assigned_at: Mapped[datetime.datetime]


class CommentRow(Row):
    """Something said about an item, beside the answer."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_assessment_id_item", "assessment_id", "item"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"))
    item: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime.datetime]
    withdrawn_at: Mapped[datetime.datetime | None]


class EvidenceRow(Row):
    """A piece of evidence for an item: a file (by its SHA-256) or a reference (a document number, a link). Removed ones stay recorded."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_assessment_id_item", "assessment_id", "item"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"))
    item: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    date: Mapped[datetime.date | None]
    reference: Mapped[str] = mapped_column(Text, default="")
    sample: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int | None]
    file_name: Mapped[str] = mapped_column(Text, default="")
    media_type: Mapped[str] = mapped_column(Text, default="")
    added_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime.datetime]
    removed_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime.datetime | None]


class EventRow(Row):
    """Something that happened to an assessment as a whole: created, submitted, returned, reopened, … with its reason."""

    __tablename__ = "assessment_event"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    act: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime.datetime]
