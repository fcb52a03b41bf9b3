"""What an installation has chosen in its pages: values by key, as JSON, with who chose them and when."""

from __future__ import annotations

import datetime
import json
from typing import Any

from sqlalchemy import ForeignKey, Text, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from assess.platform.database import Row


class ChoiceRow(Row):
    """One thing the installation has chosen, by its key; ``value`` is JSON."""

    __tablename__ = "installation_choice"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime.datetime]


def get(session: Session, key: str) -> Any:
    """Return what was chosen, as plain data; None where nothing was."""
    row = session.get(ChoiceRow, key)
    return None if row is None else json.loads(row.value)


def put(session: Session, key: str, value: Any, *, by: str | None, now: datetime.datetime) -> None:
    """Choose something, whatever was chosen before."""
    session.merge(ChoiceRow(key=key, value=json.dumps(value, ensure_ascii=False), by=by, at=now))
    session.flush()


def clear(session: Session, key: str) -> None:
    """Choose nothing."""
    session.execute(delete(ChoiceRow).where(ChoiceRow.key == key))
