"""Reports that were asked for: the row is the truth, whatever becomes of the process that works on it."""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.platform.database import Id, Row


class JobRow(Row):
    """A report somebody asked for. ``state``: requested, running, ready, failed, cancelled. ``progress`` is 0..100.

    ``inputs_hash`` is the SHA-256 of everything the report is made of; ``sha256`` and ``size`` are those of the finished file.
    ``heartbeat_at`` is renewed by the worker that holds the job; one that falls silent has lost it.
    """

    __tablename__ = "report_job"
    __table_args__ = (Index("ix_report_job_state_requested_at", "state", "requested_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    batch: Mapped[str] = mapped_column(Text, default="", index=True)
    design: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    ending: Mapped[str] = mapped_column(Text)
    benchmark: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Text)
    progress: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    requested_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime.datetime]
    started_at: Mapped[datetime.datetime | None]
    heartbeat_at: Mapped[datetime.datetime | None]
    finished_at: Mapped[datetime.datetime | None]
    worker: Mapped[str] = mapped_column(Text, default="")
    inputs_hash: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int | None]
    error: Mapped[str] = mapped_column(Text, default="")
