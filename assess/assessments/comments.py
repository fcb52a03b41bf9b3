"""Comments: what people say about an item beside its answer. Whoever wrote one may withdraw it; that it was there stays recorded."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.item_place import ItemPlace, must
from assess.assessments.tables import CommentRow
from assess.people.actor import Actor, NotFound, Refused
from assess.people.tables import AccountRow
from assess.platform.database import new_id

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Comment:
    """Something said about an item; of one that was withdrawn the text is not told."""

    id: str
    text: str
    by_id: str
    by: str
    at: datetime.datetime
    withdrawn_at: datetime.datetime | None


def of_item(session: Session, here: ItemPlace) -> tuple[Comment, ...]:
    """Return the comments on an item, oldest first, in one query."""
    statement = (
        select(CommentRow, AccountRow.name)
        .join(AccountRow, AccountRow.id == CommentRow.by)
        .where(CommentRow.assessment_id == here.stored.id, CommentRow.item == here.item.id)
        .order_by(CommentRow.at, CommentRow.id)
    )
    return tuple(
        Comment(row.id, "" if row.withdrawn_at else row.text, row.by, name, row.at, row.withdrawn_at)
        for row, name in session.execute(statement)
    )


def add(session: Session, actor: Actor, here: ItemPlace, text: str, *, key: str = "", now: datetime.datetime) -> str:
    """Say something about an item, and return the comment's id: ``key``, if nobody has it, so that what is sent twice is said once.

    Raises Refused.
    """
    must(here.may_comment)
    return record(session, here, text, by=actor.id, key=key, now=now)


def record(session: Session, here: ItemPlace, text: str, *, by: str, key: str = "", now: datetime.datetime) -> str:
    """Keep a comment; asks no rights."""
    taken = session.get(CommentRow, key) if key else None
    if taken and (taken.assessment_id, taken.item, taken.by) == (here.stored.id, here.item.id, by):
        return taken.id
    id_ = key if key and taken is None else new_id()
    session.add(CommentRow(id=id_, assessment_id=here.stored.id, item=here.item.id, text=text, by=by, at=now))
    session.flush()
    return id_


def withdraw(session: Session, actor: Actor, here: ItemPlace, comment_id: str, *, now: datetime.datetime) -> None:
    """Withdraw one's own comment. Raises NotFound for one that is not of this item, Refused for somebody else's."""
    row = session.get(CommentRow, comment_id)
    if row is None or (row.assessment_id, row.item) != (here.stored.id, here.item.id):
        raise NotFound
    must(here.may_comment)
    if row.by != actor.id:
        raise Refused
    row.withdrawn_at = row.withdrawn_at or now
    session.flush()
