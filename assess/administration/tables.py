"""What administration keeps: questionnaires that are not yet published. (What an installation chooses stands in ``platform.choices``.)"""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from assess.platform.choices import ChoiceRow
from assess.platform.database import Id, Row

__all__ = ["ChoiceRow", "DraftRow"]


class DraftRow(Row):
    """A questionnaire, pack or scheme that was uploaded and found sound. ``state``: draft, published, discarded.

    ``content`` are the files of the version with what an editor would say of them (``uploading.packed``).
    """

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Text)
    uploaded_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime.datetime]
    published_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime.datetime | None]
