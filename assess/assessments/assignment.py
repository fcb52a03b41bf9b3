"""Who answers what: criteria are given to respondents; one that was given to nobody is everybody's.

A coordinator may answer any criterion; a respondent those assigned to him, and those assigned to nobody.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from assess.assessments.stored import Stored
from assess.assessments.tables import AssessmentRow, AssignmentRow
from assess.method.questionnaire import Questionnaire
from assess.people import invitations, members
from assess.people.actor import Actor
from assess.people.roles import MAY, Role, Scope, Verb
from assess.people.tables import AccountRow, GrantRow
from assess.people.values import Invitation
from assess.platform import database

Assigned = Mapping[str, frozenset[str]]
"""Account ids by criterion; a criterion assigned to nobody is not there."""

Pair = tuple[str, str]
"""A criterion and an account id."""

_ANSWERING = [role.value for role in Role if Verb.ANSWER in MAY[role]]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be given criteria. ``answers_all``: a coordinator, who may answer any criterion as it is."""

    id: str
    name: str
    answers_all: bool


def may_answer(actor: Actor, stored: Stored, criterion: str, assigned: Assigned) -> bool:
    """Whether the actor may answer the items of a criterion, as far as rights go; whether the assessment is open is another question."""
    return _may_answer(actor.id, actor.verbs(stored.scope), criterion, assigned)


def _may_answer(account_id: str, verbs: Collection[Verb], criterion: str, assigned: Assigned) -> bool:
    if Verb.ANSWER not in verbs:
        return False
    return Verb.ASSIGN in verbs or criterion not in assigned or account_id in assigned[criterion]


def assigned(session: Session, assessment_id: str) -> dict[str, frozenset[str]]:
    """Return who is to answer which criterion."""
    return assigned_in(session, [assessment_id])[assessment_id]


def assigned_in(session: Session, assessments: Collection[str]) -> dict[str, dict[str, frozenset[str]]]:
    """Return who is to answer which criterion, by assessment, in one query."""
    found: dict[str, dict[str, set[str]]] = {each: {} for each in assessments}
    statement = select(AssignmentRow.assessment_id, AssignmentRow.criterion, AssignmentRow.account_id)
    for assessment, criterion, account in session.execute(statement.where(AssignmentRow.assessment_id.in_(found))) if found else ():
        found[assessment].setdefault(criterion, set()).add(account)
    return {each: {criterion: frozenset(accounts) for criterion, accounts in held.items()} for each, held in found.items()}


def own(actor: Actor, stored: Stored, questionnaire: Questionnaire, assigned: Assigned) -> tuple[str, ...]:
    """Return the criteria the actor may answer, in the questionnaire's order."""
    verbs = actor.verbs(stored.scope)
    return tuple(each.id for each in questionnaire.criteria if _may_answer(actor.id, verbs, each.id, assigned))


def people(session: Session, scope: Scope) -> tuple[Person, ...]:
    """Return everybody who may answer within an assessment, by name."""
    statement = (
        select(AccountRow.id, AccountRow.name, GrantRow.role)
        .join(GrantRow, GrantRow.account_id == AccountRow.id)
        .where(
            GrantRow.role.in_(_ANSWERING),
            GrantRow.organisation_id.in_(["", scope.organisation]),
            GrantRow.assessment_id.in_(["", scope.assessment]),
            AccountRow.disabled_at.is_(None),
        )
        .order_by(AccountRow.name, AccountRow.id)
    )
    found: dict[str, Person] = {}
    for id_, name, role in session.execute(statement):
        before = found[id_].answers_all if id_ in found else False
        found[id_] = Person(id_, name, before or Verb.ASSIGN in MAY[Role(role)])
    return tuple(found.values())


def assign(
    session: Session,
    actor: Actor,
    stored: Stored,
    questionnaire: Questionnaire,
    *,
    more: Iterable[Pair] = (),
    fewer: Iterable[Pair] = (),
    now: datetime.datetime,
) -> None:
    """Give criteria to people, and take others from them; pairs of what does not exist, or of who may not answer, are passed over.

    Raises NotFound or Refused.
    """
    actor.must(Verb.ASSIGN, stored.scope, seen_by=Verb.SEE_ASSESSMENT)
    wanted = {(criterion, account) for criterion, account in more if criterion in {each.id for each in questionnaire.criteria}}
    give(session, stored.scope, wanted, by=actor.id, now=now)
    by_account: dict[str, set[str]] = {}
    for criterion, account in fewer:
        by_account.setdefault(account, set()).add(criterion)
    if by_account:
        taken = (and_(AssignmentRow.account_id == account, AssignmentRow.criterion.in_(held)) for account, held in by_account.items())
        session.execute(delete(AssignmentRow).where(AssignmentRow.assessment_id == stored.id, or_(*taken)))


def changes(form: Mapping[str, str], questionnaire: Questionnaire) -> tuple[set[Pair], set[Pair]]:
    """Return what a page of ticks adds and what it takes away, beside what it showed: what others changed meanwhile stays.

    The page names a tick ``give/<criterion>/<account>``, a tick for a whole element ``all/<element>/<account>``, and says in ``was`` which
    ticks it showed, as ``<criterion>/<account>`` with spaces between.
    """
    was = {_pair(each) for each in form.get("was", "").split()}
    ticked = {_pair(name.removeprefix("give/")) for name in form if name.startswith("give/")}
    wholly = {_pair(name.removeprefix("all/")) for name in form if name.startswith("all/")}
    under = {element.id: [criterion.id for criterion in element.criteria] for element in questionnaire.elements}
    ticked |= {(criterion, account) for element, account in wholly for criterion in under.get(element, ())}
    return ticked - was, was - ticked


def _pair(text: str) -> Pair:
    criterion, _, account = text.partition("/")
    return criterion, account


def give(session: Session, scope: Scope, pairs: Iterable[Pair], *, by: str | None, now: datetime.datetime) -> None:
    """Record assignments that are not there yet, to people who may answer. Asks no rights: an accepted invitation has been allowed."""
    answering = {person.id for person in people(session, scope)}
    held = assigned(session, scope.assessment)
    rows = [
        {"assessment_id": scope.assessment, "criterion": criterion, "account_id": account, "assigned_by": by, "assigned_at": now}
        for criterion, account in sorted(set(pairs))
        if account in answering and account not in held.get(criterion, ())
    ]
    database.insert_new(session, AssignmentRow, rows)


def tidy(session: Session, account_id: str, scope: Scope) -> None:
    """Take from somebody who lost a role the criteria of those assessments of the organisation in which he no longer answers."""
    organisation_id = scope.organisation
    still = (
        select(GrantRow.id)
        .where(
            GrantRow.account_id == account_id,
            GrantRow.role.in_(_ANSWERING),
            GrantRow.organisation_id.in_(["", organisation_id]),
            GrantRow.assessment_id.in_(["", AssignmentRow.assessment_id]),
        )
        .exists()
    )
    within = select(AssessmentRow.id).where(AssessmentRow.organisation_id == organisation_id)
    held = (AssignmentRow.account_id == account_id, AssignmentRow.assessment_id.in_(within))
    session.execute(delete(AssignmentRow).where(*held, ~still).execution_options(synchronize_session=False))


def accepted(session: Session, invitation: Invitation, account_id: str, now: datetime.datetime) -> None:
    """Give somebody who accepted an invitation the criteria it named."""
    if invitation.scope.assessment and invitation.criteria:
        pairs = [(criterion, account_id) for criterion in invitation.criteria]
        give(session, invitation.scope, pairs, by=invitation.by_id, now=now)


if accepted not in invitations.accepted:
    invitations.accepted.append(accepted)
if tidy not in members.removed:
    members.removed.append(tidy)
