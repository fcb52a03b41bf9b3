"""Agreeing, or not, that an item does not apply: by somebody else than the person who said so.

An approval is a version of the answer that names who approved it; a refusal takes the N/A back and says why, in a comment. Whoever has
had a hand in the N/A since it stands, be it only in its wording, has given it.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assess.assessments import answer_checking, comments
from assess.assessments.item_place import ItemPlace, must
from assess.assessments.stored import NO_ANSWER, State
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow
from assess.people.actor import Actor
from assess.people.roles import Verb
from assess.people.tables import AccountRow

APPROVED, REFUSED = "approved", "refused"
LONGEST_REASON = comments.LONGEST


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer that counts now, None for none, with its version (0: there never was one) and who made it when.

    ``givers`` are the accounts that gave the N/A, ``given_by`` the name of the one who did so last.
    """

    answer: dict[str, Any] | None = None
    version: int = 0
    by: str = ""
    at: datetime.datetime | None = None
    act: str = ""
    givers: frozenset[str] = frozenset()
    given_by: str = ""

    @property
    def waits(self) -> bool:
        """Whether an N/A stands there that nobody has approved."""
        return self.answer is not None and "not_applicable" in self.answer and "approved_by" not in self.answer

    def may_be_approved_by(self, actor: Actor) -> bool:
        """Whether the actor, who may approve, is somebody else than those who gave the N/A."""
        return self.waits and actor.id not in self.givers


def standing(session: Session, here: ItemPlace) -> Standing:
    """Return what stands for an item now, in one query."""
    statement = (
        select(AnswerVersionRow, AccountRow.name)
        .join(AccountRow, AccountRow.id == AnswerVersionRow.by)
        .where(AnswerVersionRow.assessment_id == here.stored.id, AnswerVersionRow.item == here.item.id)
        .order_by(AnswerVersionRow.version.desc())
    )
    newest: Standing | None = None
    givers: dict[str, str] = {}
    for row, name in session.execute(statement):
        answer = json.loads(row.content)
        newest = newest or Standing(answer, row.version, name, row.at, row.act)
        if not answer or "not_applicable" not in answer:
            break
        if row.act != APPROVED:
            givers.setdefault(row.by, name)
    if newest is None:
        return Standing()
    given_by = next(iter(givers.values()), newest.by)
    return Standing(newest.answer, newest.version, newest.by, newest.at, newest.act, frozenset(givers), given_by)


def approve(session: Session, actor: Actor, here: ItemPlace, *, version: int, now: datetime.datetime) -> bool:
    """Approve the N/A that stands as ``version``; return False, and do nothing, where something else stands there by now.

    Raises NotFound or Refused, also for one's own N/A.
    """
    found = _found(session, actor, here, version)
    if found is None:
        return False
    kept = {**(found.answer or {}), "approved_by": actor.name, "by": found.given_by}
    return _write(session, actor, here, answer_checking.written(kept), version, APPROVED, now)


def refuse(session: Session, actor: Actor, here: ItemPlace, reason: str, *, version: int, now: datetime.datetime) -> bool:
    """Take back the N/A that stands as ``version``, and say why in a comment; return False, and do nothing, as :func:`approve` does.

    Raises NotFound or Refused, also for one's own N/A.
    """
    if _found(session, actor, here, version) is None:
        return False
    if not _write(session, actor, here, NO_ANSWER, version, REFUSED, now):
        return False
    comments.record(session, here, reason, by=actor.id, now=now)
    return True


def _found(session: Session, actor: Actor, here: ItemPlace, version: int) -> Standing | None:
    """Return the N/A that waits as ``version``; None where it no longer does. Raises NotFound or Refused."""
    actor.must(Verb.APPROVE_NOT_APPLICABLE, here.stored.scope, seen_by=Verb.SEE_ASSESSMENT)
    must(here.may_approve)
    found = standing(session, here)
    if found.version != version or not found.waits:
        return None
    must(found.may_be_approved_by(actor))
    return found


def _write(session: Session, actor: Actor, here: ItemPlace, content: str, onto: int, act: str, now: datetime.datetime) -> bool:
    """Write a version onto the one that was shown; return False where another stands there. Raises Refused where it was handed in."""
    held = select(AssessmentRow.state).where(AssessmentRow.id == here.stored.id).with_for_update(read=True)
    must(session.execute(held).scalar_one() == State.ANSWERING)
    place = {"assessment_id": here.stored.id, "item": here.item.id}
    made = {"version": onto + 1, "content": content, "by": actor.id, "at": now}
    statement = update(AnswerRow).filter_by(**place, version=onto).values(**made).returning(AnswerRow.version)
    if session.execute(statement).one_or_none() is None:
        return False
    session.execute(insert(AnswerVersionRow).values(**place, **made, act=act))
    return True
