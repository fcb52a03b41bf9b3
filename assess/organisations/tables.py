"""Organisations as they are kept."""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.platform.database import Id, Row


class OrganisationRow(Row):
    """An organisation that is assessed. ``name_zh`` is its name in Simplified Chinese where it has one of its own."""

    __tablename__ = "organisation"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_zh: Mapped[str] = mapped_column(Text, default="")
    industry: Mapped[str] = mapped_column(Text, default="")
    region: Mapped[str] = mapped_column(Text, default="")
    employees: Mapped[int | None]
    sites: Mapped[int | None]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime.datetime]
    archived_at: Mapped[datetime.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
