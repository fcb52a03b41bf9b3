"""Answers: saved, taken back, looked up in their history, restored. Nothing that was acknowledged is ever lost.

Every change is a version of its own, with who made it and when. Whoever saves names the version the answer was changed on: where another
stands there by now, both are shown, and whoever saves decides. A save that is sent again is the save that was there before.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assess.assessments import answer_checking, answer_statements, assignment, pinning, stored
from assess.assessments.answer_checking import Answer
from assess.assessments.assignment import Assigned
from assess.assessments.stored import NO_ANSWER, State, Stored
from assess.assessments.tables import AssessmentRow
from assess.method.questionnaire import Item
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor, NotFound, Refused
from assess.people.roles import Verb
from assess.platform.faults import Fault, Faults

ANSWERED, CLEARED, RESTORED = "answered", "cleared", "restored"
"""What became of an answer with a version; others are for those who do them to name."""

_APPROVAL = frozenset({"approved_by", "by"})
"""What an approval adds to an N/A: who approved it, and who had given it."""


@dataclass(frozen=True, slots=True)
class Place:
    """An assessment somebody works on, who is assigned what in it, and which items are answered."""

    stored: Stored
    assigned: Assigned
    answered: frozenset[str]

    def may_answer(self, actor: Actor, criterion: str) -> bool:
        """Whether the actor may answer the items of a criterion now."""
        return self.stored.is_open and assignment.may_answer(actor, self.stored, criterion, self.assigned)

    def sees_all(self, actor: Actor) -> bool:
        """Whether the actor may see all answers."""
        return actor.may(Verb.SEE_ALL_ANSWERS, self.stored.scope)

    def may_see(self, actor: Actor, criterion: str) -> bool:
        """Whether the actor may see the answers to the items of a criterion."""
        return self.sees_all(actor) or assignment.may_answer(actor, self.stored, criterion, self.assigned)


@dataclass(frozen=True, slots=True)
class By:
    """Who saves, when, under which id of their own, and what it is called in the history."""

    actor: Actor
    now: datetime.datetime
    save_id: str | None = None
    act: str = ANSWERED


@dataclass(frozen=True, slots=True)
class Saved:
    """What was asked to be kept is kept, as this version. 0: there never was an answer, and there is none."""

    version: int
    at: datetime.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was written: this stands there by now, given by somebody else or on another page."""

    answer: Answer | None
    version: int
    at: datetime.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an answer; ``act`` is what made it."""

    version: int
    answer: Answer | None
    at: datetime.datetime
    by: str
    act: str


def place(session: Session, actor: Actor, assessment_id: str) -> Place:
    """Return an assessment as the actor works on it, in one query. Raises NotFound where it is not for the actor's eyes."""
    if len(assessment_id) > 64 or not assessment_id.isalnum():
        raise NotFound
    row = session.connection().execute(answer_statements.PLACE, {"assessment": assessment_id}).one_or_none()
    if row is None:
        raise NotFound
    found = stored.of_rows(cast(AssessmentRow, row), cast(OrganisationRow, row))  # the columns of both, by their names
    if not actor.may(Verb.SEE_ASSESSMENT, found.scope):
        raise NotFound
    assigned: dict[str, set[str]] = {}
    for pair in row.assigned.split(",") if row.assigned else ():
        criterion, _, account = pair.rpartition(":")
        assigned.setdefault(criterion, set()).add(account)
    answered = frozenset(row.answered.split(",")) if row.answered else frozenset()
    return Place(found, {criterion: frozenset(accounts) for criterion, accounts in assigned.items()}, answered)


def save(
    session: Session,
    actor: Actor,
    stored: Stored,
    item: str,
    answer: object,
    *,
    version: int,
    save_id: str | None = None,
    now: datetime.datetime,
    assigned: Assigned | None = None,
    act: str = ANSWERED,
    keep: Collection[str] = (),
) -> Saved | Conflict:
    """Keep an answer (as in an assessment file; None takes it back) that was changed on ``version`` (0: there was none).

    ``keep`` names what the page did not show and therefore keeps. An N/A that was approved is no longer, once it is changed; an answer that
    did not change makes no version. Raises NotFound, Refused, and Faults for what does not answer the item.
    """
    asked = _asked(session, actor, stored, item, assigned)
    given = answer_checking.checked(pinning.questionnaire(session, stored.pins), asked, answer)
    by = By(actor, now, save_id, CLEARED if given is None else act)
    return put(session.connection(), stored.id, item, given, by, onto=version, keep=keep)


def put(
    connection: Connection, assessment: str, item: str, given: Answer | None, by: By, *, onto: int, keep: Collection[str] = ()
) -> Saved | Conflict:
    """Keep an answer that has been checked, from somebody who may. Raises Refused where the assessment is no longer open.

    Most answers have nothing beside them that has to be kept: these are written without being read first.
    """
    is_change = onto or given is not None
    if is_change and _write(connection, assessment, item, answer_checking.written(given), by, onto, plain_without=tuple(keep)):
        return Saved(onto + 1, by.now, by.actor.name)
    held = _held(connection, assessment, item, by.save_id)
    before: Answer = json.loads(held.content or NO_ANSWER) or {}
    if given is not None:
        given = _beside(given, before, keep)
    if held.seen_version is not None:
        return _seen(held, by.actor, assessment, item, given, keep)
    if held.state != State.ANSWERING:
        raise Refused(Verb.ANSWER)
    if given == ({key: value for key, value in before.items() if key not in _APPROVAL} or None):
        return Saved(held.version or 0, held.at or by.now, held.name or by.actor.name)
    if held.version != (onto or None):
        return _conflict(held, before, by.now)
    _keep_finding(item, given, before)
    return _written(connection, assessment, item, given, by, onto)


def history(session: Session, stored: Stored, item: str) -> tuple[Version, ...]:
    """Return all versions of an item's answer, the newest first. Whether the actor may see them is for the caller to ask."""
    rows = session.connection().execute(answer_statements.HISTORY, {"assessment": stored.id, "of_item": item})
    return tuple(Version(row.version, json.loads(row.content), row.at, row.name, row.act) for row in rows)


def restore(
    session: Session,
    actor: Actor,
    stored: Stored,
    item: str,
    numbered: int,
    *,
    version: int,
    now: datetime.datetime,
    assigned: Assigned | None = None,
) -> Saved | Conflict:
    """Let an earlier version count again, as a new version onto ``version``; an approval does not come back with it.

    Raises NotFound or Refused.
    """
    _asked(session, actor, stored, item, assigned)
    connection = session.connection()
    facts = {"assessment": stored.id, "of_item": item, "numbered": numbered}
    content = connection.execute(answer_statements.ONE_VERSION, facts).scalar_one_or_none()
    if content is None:
        raise NotFound
    held = _held(connection, stored.id, item, None)
    if held.state != State.ANSWERING:
        raise Refused(Verb.ANSWER)
    before: Answer = json.loads(held.content or NO_ANSWER) or {}
    wanted = _with_finding_of(before, _own(json.loads(content) or {}))
    _keep_finding(item, wanted, before)
    if wanted == _own(before):
        return Saved(held.version, held.at, held.name)
    if held.version != version:
        return _conflict(held, before, now)
    return _written(connection, stored.id, item, wanted, By(actor, now, None, RESTORED), version)


def bases(session: Session, stored: Stored, based_on: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Answer]:
    """Return what stood in versions of items, in one query; what never was, or was taken back, is empty."""
    if not based_on:
        return {}
    items, versions = zip(*based_on, strict=True)
    facts = {"assessment": stored.id, "items": items, "versions": versions}
    rows = session.connection().execute(answer_statements.BASES, facts)
    return {(row.item, row.version): json.loads(row.content) or {} for row in rows}


def _asked(session: Session, actor: Actor, stored: Stored, item: str, assigned: Assigned | None) -> Item:
    """Return the item, which the actor may answer while the assessment is open. Raises NotFound or Refused."""
    actor.must(Verb.ANSWER, stored.scope, seen_by=Verb.SEE_ASSESSMENT)
    questionnaire = pinning.questionnaire(session, stored.pins)
    if item not in questionnaire.item_by_id:
        raise NotFound
    held = assignment.assigned(session, stored.id) if assigned is None else assigned
    if not assignment.may_answer(actor, stored, questionnaire.place_of[item][1], held):
        raise Refused(Verb.ANSWER)
    return questionnaire.item_by_id[item]


def _held(connection: Connection, assessment: str, item: str, save_id: str | None) -> Any:
    """Return the row of what counts now, beside what this save made when it came before."""
    facts = {"assessment": assessment, "of_item": item, "save": save_id}
    row = connection.execute(answer_statements.CURRENT, facts).one_or_none()
    if row is None:
        raise NotFound
    return row


def _own(answer: Answer) -> Answer | None:
    """Return an answer without its approval; None for one that was taken back."""
    return {key: value for key, value in answer.items() if key not in _APPROVAL} or None


def _beside(given: Answer, before: Answer, keep: Collection[str]) -> Answer:
    """Return what was given beside what is kept of the answer before: what an assessor found, and what the page did not show."""
    kept = {key: before[key] for key in keep if key in before}
    if "verified" in before and "not_applicable" not in given:
        kept["verified"] = before["verified"]
    return {**kept, **answer_checking.kept_words(given, before)}


def _with_finding_of(before: Answer, wanted: Answer | None) -> Answer | None:
    """Return an earlier answer beside what an assessor has found by now, which is not the answering person's to take back."""
    if wanted is None:
        return None
    finding = {"verified": before["verified"]} if "verified" in before else {}
    return {**{key: value for key, value in wanted.items() if key != "verified"}, **finding}


def _keep_finding(item: str, given: Answer | None, before: Answer) -> None:
    """Raise Faults for a change that would leave what an assessor has found with no answer to stand beside."""
    if "verified" in before and (given is None or "not_applicable" in given):
        wrong = "an assessor has found something about this answer"
        raise Faults([Fault(item, "", "answer", wrong, "change the answer, and it stays beside it; it cannot be taken back")])


def _seen(held: Any, actor: Actor, assessment: str, item: str, given: Answer | None, keep: Collection[str] = ()) -> Saved:
    """Return what became of this save when it came before. Raises Faults when its id was given to something else."""
    before: Answer = json.loads(held.seen_content) or {}
    beside = {*answer_checking.OF_OTHERS, *keep}
    same_parts = not before.keys() - (given or {}).keys() - beside
    same = (held.seen_assessment, held.seen_item, held.seen_by) == (assessment, item, actor.id)
    # What was kept beside it (an assessor's finding) may have changed since; what was given has not.
    if (
        not same
        or not same_parts
        or any(before.get(key) != value for key, value in (given or {}).items() if key not in answer_checking.OF_OTHERS)
    ):
        raise _save_id_taken(item)
    return Saved(held.seen_version, held.seen_at, actor.name)


def _save_id_taken(item: str) -> Faults:
    return Faults([Fault(item, "", "save", "another save has this id", "an id of its own for every save")])


def _conflict(held: Any, before: Answer, now: datetime.datetime) -> Conflict:
    return Conflict(before or None, held.version or 0, held.at or now, held.name or "")


def _written(connection: Connection, assessment: str, item: str, given: Answer | None, by: By, onto: int) -> Saved | Conflict:
    """Write a version; where somebody wrote at the same moment, say so."""
    if _write(connection, assessment, item, answer_checking.written(given), by, onto):
        return Saved(onto + 1, by.now, by.actor.name)
    held = _held(connection, assessment, item, by.save_id)
    if held.state != State.ANSWERING:
        raise Refused(Verb.ANSWER)
    if held.seen_version is not None:
        return _seen(held, by.actor, assessment, item, given)
    return _conflict(held, json.loads(held.content or NO_ANSWER) or {}, by.now)


def _write(
    connection: Connection,
    assessment: str,
    item: str,
    content: str,
    by: By,
    onto: int,
    *,
    plain_without: Sequence[str] | None = None,
) -> bool:
    version = answer_statements.Written(assessment, item, content, onto, by.actor.id, by.now, by.act, by.save_id)
    try:
        return answer_statements.write(connection, version, plain_without=plain_without)
    except IntegrityError:  # the id of another save
        raise _save_id_taken(item) from None
