"""Who belongs to an organisation or an assessment: accounts with the roles that hold there, and the invitations still open."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from assess.people import giving, invitations
from assess.people.actor import Actor, NotFound, Refused
from assess.people.roles import INSTALLATION, Role, Scope, Verb
from assess.people.tables import AccountRow, GrantRow, InvitationRow
from assess.people.values import Held, Invitation, Member, Purpose
from assess.platform.locale import mark as _

_KEEPERS = {Role.ADMINISTRATOR: _("The last administrator stays."), Role.COORDINATOR: _("The last coordinator stays.")}
"""Roles of which the last one within its scope is not taken away, and what is said instead."""


@dataclass(frozen=True, slots=True)
class Members:
    """Everybody in a scope, by name; ``open`` are the invitations nobody has accepted (only for those who may invite)."""

    people: tuple[Member, ...]
    open: tuple[Invitation, ...] = ()


removed: list[Callable[[Session, str, Scope], None]] = []
"""What else happens when somebody loses a role: called with the session, the account and the scope the role held in."""


def of(session: Session, actor: Actor, scope: Scope, *, now: datetime.datetime) -> Members:
    """Return who belongs to a scope, in two queries. For an assessment these are also the people of its organisation.

    Raises NotFound for those who may not know of the scope, Refused for those who see no more of it than their own part.
    """
    if not giving.sees(actor, scope):
        raise NotFound
    may = giving.givable(actor, scope)
    if not may and not actor.may(Verb.SEE_ALL_ANSWERS, scope) and not actor.may(Verb.SEE_ORGANISATION, scope):
        raise Refused(Verb.SEE_ALL_ANSWERS)
    rows = session.execute(
        select(GrantRow, AccountRow)
        .join(AccountRow, AccountRow.id == GrantRow.account_id)
        .where(_holding_in(scope))
        .order_by(AccountRow.name)
    ).all()
    people = _people([(grant, account) for grant, account in rows], actor, scope)
    return Members(people, _open(session, actor, scope, now) if may else ())


def roles_of(session: Session, actor: Actor, account_id: str) -> tuple[Held, ...]:
    """Return every role an account holds, the wider scopes first, and which of them the actor may take away."""
    order = (GrantRow.organisation_id, GrantRow.assessment_id, GrantRow.role)
    rows = session.scalars(select(GrantRow).where(GrantRow.account_id == account_id).order_by(*order)).all()
    administers = is_last_administrator(session, account_id)
    held = []
    for one in map(_held, rows):
        why = _KEEPERS[one.role] if administers and one.role is Role.ADMINISTRATOR else ""
        held.append(replace(one, removable=not why and one.role in giving.takeable(actor, one.scope), why_kept=why))
    return tuple(held)


def remove(session: Session, actor: Actor, grant_id: str, *, now: datetime.datetime) -> tuple[str, Scope]:
    """Take a role away and return whose it was, and in which scope. What he invited others to there, and nobody accepted, is withdrawn.

    Raises NotFound, and Refused where the actor could not give the role, or where it is the last of its kind.
    """
    row = session.get(GrantRow, grant_id) if grant_id.isalnum() else None
    if row is None:
        raise NotFound
    role, scope = Role(row.role), Scope(row.organisation_id, row.assessment_id)
    giving.must_take(actor, role, scope)
    if (
        role in _KEEPERS
        and is_last(session, row.account_id, role, scope, hold=True)
        and (role is Role.ADMINISTRATOR or row.account_id == actor.id)
    ):
        raise Refused(_KEEPERS[role])
    session.execute(delete(GrantRow).where(GrantRow.id == row.id))
    _withdraw_invitations(session, row.account_id, scope, now)
    for also in removed:
        also(session, row.account_id, scope)
    return row.account_id, scope


def is_last(session: Session, account_id: str, role: Role, scope: Scope, *, hold: bool) -> bool:
    """Whether nobody else who can sign in holds a role in exactly this scope.

    Whoever goes on to take one away asks to ``hold`` the rows, so that two cannot take away each other's.
    """
    in_scope = (GrantRow.organisation_id == scope.organisation, GrantRow.assessment_id == scope.assessment)
    holders = (
        select(GrantRow.account_id)
        .join(AccountRow, AccountRow.id == GrantRow.account_id)
        .where(GrantRow.role == role.value, *in_scope, AccountRow.disabled_at.is_(None))
    )
    return not set(session.scalars(holders.with_for_update() if hold else holders)) - {account_id}


def is_last_administrator(session: Session, account_id: str, *, hold: bool = False) -> bool:
    """Whether this account is the only administrator of the installation who can sign in."""
    own = (GrantRow.account_id == account_id, GrantRow.role == Role.ADMINISTRATOR.value, GrantRow.organisation_id == "")
    if session.scalar(select(GrantRow.id).where(*own)) is None:
        return False
    return is_last(session, account_id, Role.ADMINISTRATOR, INSTALLATION, hold=hold)


def withdraw_all_by(session: Session, account_id: str, *, now: datetime.datetime) -> None:
    """Take back every open invitation that an account has sent out."""
    _withdraw_invitations(session, account_id, INSTALLATION, now)


def _withdraw_invitations(session: Session, account_id: str, scope: Scope, now: datetime.datetime) -> None:
    still = (InvitationRow.accepted_at.is_(None), InvitationRow.withdrawn_at.is_(None), InvitationRow.invited_by == account_id)
    within = []
    if scope.organisation:
        within.append(InvitationRow.organisation_id == scope.organisation)
    if scope.assessment:
        within.append(InvitationRow.assessment_id == scope.assessment)
    session.execute(update(InvitationRow).where(*still, *within).values(withdrawn_at=now))


def _holding_in(scope: Scope) -> ColumnElement[bool]:
    """Return the condition of a grant that holds in a scope: its own, and its organisation's."""
    own = (GrantRow.organisation_id == scope.organisation) & (GrantRow.assessment_id == scope.assessment)
    if not scope.assessment:
        return own
    return or_(own, (GrantRow.organisation_id == scope.organisation) & (GrantRow.assessment_id == ""))


def _open(session: Session, actor: Actor, scope: Scope, now: datetime.datetime) -> tuple[Invitation, ...]:
    in_scope = (InvitationRow.organisation_id == scope.organisation, InvitationRow.assessment_id == scope.assessment)
    still = (InvitationRow.accepted_at.is_(None), InvitationRow.withdrawn_at.is_(None), InvitationRow.purpose == Purpose.ROLE.value)
    statement = (
        select(InvitationRow, AccountRow.name)
        .outerjoin(AccountRow, AccountRow.id == InvitationRow.invited_by)
        .where(*in_scope, *still)
        .order_by(InvitationRow.invited_at.desc(), InvitationRow.id)
    )
    may = giving.givable(actor, scope)
    return tuple(invitations.of(row, by or "", now=now, removable=Role(row.role) in may) for row, by in session.execute(statement))


def _people(rows: Iterable[tuple[GrantRow, AccountRow]], actor: Actor, scope: Scope) -> tuple[Member, ...]:
    rows = list(rows)
    may = {each: frozenset(giving.takeable(actor, each)) for each in {_scope(grant) for grant, _account in rows}}
    enabled = [(Role(grant.role), _scope(grant)) for grant, account in rows if account.disabled_at is None]
    found: dict[str, Member] = {}
    for grant, account in rows:
        held = _held(grant)
        last = (
            held.role in _KEEPERS
            and (held.role is Role.ADMINISTRATOR or account.id == actor.id)
            and enabled.count((held.role, held.scope)) == 1
        )
        why = _KEEPERS[held.role] if last and account.disabled_at is None else ""
        held = replace(held, removable=held.scope == scope and held.role in may[held.scope] and not why, why_kept=why)
        member = found.get(account.id) or Member(account.id, account.name, account.email, account.disabled_at is not None, ())
        found[account.id] = replace(member, roles=(*member.roles, held))
    return tuple(found.values())


def _held(row: GrantRow) -> Held:
    return Held(row.id, Role(row.role), _scope(row), row.granted_at)


def _scope(row: GrantRow) -> Scope:
    return Scope(row.organisation_id, row.assessment_id)
