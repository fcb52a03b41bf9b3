"""Accounts, what they may do, how they come in."""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.platform.database import Id, Row


class AccountRow(Row):
    """A person who can sign in. ``email`` is kept as it is compared: lower case, the domain in its ASCII form."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, default="")
    password_hash: Mapped[str] = mapped_column(Text)
    totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_confirmed_at: Mapped[datetime.datetime | None]
    totp_last_step: Mapped[int | None]
    recovery_hashes: Mapped[str] = mapped_column(Text, default="[]")
    created_at: Mapped[datetime.datetime]
    disabled_at: Mapped[datetime.datetime | None]


class SessionRow(Row):
    """A browser somebody is signed in with; its key is known to that browser only, here stands its hash."""

    __tablename__ = "account_session"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key_hash: Mapped[str] = mapped_column(Text, unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime.datetime]
    seen_at: Mapped[datetime.datetime]
    expires_at: Mapped[datetime.datetime]
    revoked_at: Mapped[datetime.datetime | None]
    agent: Mapped[str] = mapped_column(Text, default="")


class GrantRow(Row):
    """A role an account holds: in the installation (no organisation), an organisation, or one assessment of it."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("uq_role_grant_held", "account_id", "role", "organisation_id", "assessment_id", unique=True),
        Index("ix_role_grant_organisation_id", "organisation_id"),
        Index("ix_role_grant_assessment_id", "assessment_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[str] = mapped_column(Id, default="")
    assessment_id: Mapped[str] = mapped_column(Id, default="")
    granted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[datetime.datetime]


class InvitationRow(Row):
    """A link that may be used once, by whoever opens it first. The key stands only in the link.

    ``purpose``: "role" invites somebody to take a role, "reset" lets an account have a new password, "first" makes the first administrator.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_scope", "organisation_id", "assessment_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key_hash: Mapped[str] = mapped_column(Text, unique=True)
    purpose: Mapped[str] = mapped_column(Text, default="role")
    email: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[str] = mapped_column(Id, default="")
    assessment_id: Mapped[str] = mapped_column(Id, default="")
    criteria: Mapped[str] = mapped_column(Text, default="[]")
    invited_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[datetime.datetime]
    expires_at: Mapped[datetime.datetime]
    accepted_at: Mapped[datetime.datetime | None]
    accepted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime.datetime | None]


class AttemptRow(Row):
    """An attempt at something that is throttled: signing in, a second factor. ``subject`` is a hash of who or where it was."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_kind_subject_at", "kind", "subject", "at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime.datetime]
