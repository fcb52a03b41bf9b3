"""The first shape of the database: people, organisations, assessments with their answers, reports, what the installation chose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("recovery_hashes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_kind_subject_at", "attempt", ["kind", "subject", "at"], unique=False)
    op.create_table(
        "pinned",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_pinned")),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_account_session_key_hash")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("created_by", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_campaign_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=12), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=12), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_draft_published_by")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["account.id"], name=op.f("fk_draft_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_table(
        "installation_choice",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_installation_choice_by")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_installation_choice")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.String(length=12), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.String(length=12), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by"], ["account.id"], name=op.f("fk_invitation_accepted_by")),
        sa.ForeignKeyConstraint(["invited_by"], ["account.id"], name=op.f("fk_invitation_invited_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_invitation_key_hash")),
    )
    op.create_index("ix_invitation_scope", "invitation", ["organisation_id", "assessment_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("sites", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_organisation_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.String(length=12), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("granted_by", sa.String(length=12), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name=op.f("fk_role_grant_granted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index("ix_role_grant_assessment_id", "role_grant", ["assessment_id"], unique=False)
    op.create_index("ix_role_grant_organisation_id", "role_grant", ["organisation_id"], unique=False)
    op.create_index("uq_role_grant_held", "role_grant", ["account_id", "role", "organisation_id", "assessment_id"], unique=True)
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("questionnaire", sa.Text(), nullable=False),
        sa.Column("questionnaire_hash", sa.Text(), nullable=False),
        sa.Column("packs", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("scheme_hash", sa.Text(), nullable=False),
        sa.Column("weights_hash", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.String(length=12), nullable=True),
        sa.Column("previous_id", sa.String(length=12), nullable=True),
        sa.Column("created_by", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_assessment_campaign_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_assessment_created_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_organisation_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["assessment.id"], name=op.f("fk_assessment_previous_id")),
        sa.ForeignKeyConstraint(["questionnaire_hash"], ["pinned.hash"], name=op.f("fk_assessment_questionnaire_hash")),
        sa.ForeignKeyConstraint(["scheme_hash"], ["pinned.hash"], name=op.f("fk_assessment_scheme_hash")),
        sa.ForeignKeyConstraint(["weights_hash"], ["pinned.hash"], name=op.f("fk_assessment_weights_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_campaign_id"), "assessment", ["campaign_id"], unique=False)
    op.create_index("ix_assessment_organisation_id_period", "assessment", ["organisation_id", "period"], unique=False)
    op.create_table(
        "answer",
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_answer_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_answer_by")),
        sa.PrimaryKeyConstraint("assessment_id", "item", name=op.f("pk_answer")),
    )
    op.create_table(
        "answer_version",
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("save_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_answer_version_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_answer_version_by")),
        sa.PrimaryKeyConstraint("assessment_id", "item", "version", name=op.f("pk_answer_version")),
        sa.UniqueConstraint("save_id", name=op.f("uq_answer_version_save_id")),
    )
    op.create_table(
        "assessment_event",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_event_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_assessment_event_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_event")),
    )
    op.create_index(op.f("ix_assessment_event_assessment_id"), "assessment_event", ["assessment_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=12), nullable=False),
        sa.Column("assigned_by", sa.String(length=12), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assignment_account_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assignment_assessment_id")),
        sa.ForeignKeyConstraint(["assigned_by"], ["account.id"], name=op.f("fk_assignment_assigned_by")),
        sa.PrimaryKeyConstraint("assessment_id", "criterion", "account_id", name=op.f("pk_assignment")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_comment_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_comment_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_assessment_id_item", "comment", ["assessment_id", "item"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=12), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.String(length=12), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_evidence_added_by")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_assessment_id")),
        sa.ForeignKeyConstraint(["removed_by"], ["account.id"], name=op.f("fk_evidence_removed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_assessment_id_item", "evidence", ["assessment_id", "item"], unique=False)
    op.create_table(
        "report_job",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("assessment_id", sa.String(length=12), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("benchmark", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.String(length=12), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("inputs_hash", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_report_job_assessment_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name=op.f("fk_report_job_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_job")),
    )
    op.create_index(op.f("ix_report_job_assessment_id"), "report_job", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_report_job_batch"), "report_job", ["batch"], unique=False)
    op.create_index("ix_report_job_state_requested_at", "report_job", ["state", "requested_at"], unique=False)
