"""What administrators do with accounts: find them, disable and enable them, help somebody to a new password.

Every verb is for administrators; to others there is nothing of this. The last administrator cannot be disabled, nor can anybody disable
the account he is signed in with.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from assess.people import accounts, invitations, members, second_factor, sessions
from assess.people.actor import Actor, NotFound, Refused
from assess.people.roles import INSTALLATION, Role, Verb
from assess.people.tables import AccountRow, GrantRow, SessionRow
from assess.people.values import Account, Held, Invitation, Purpose, State
from assess.platform.locale import mark as _

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """An account in the list. ``roles``: those of the installation; ``within``: how often each role is held in organisations."""

    account: Account
    roles: tuple[Role, ...]
    within: tuple[tuple[Role, int], ...]
    seen_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the accounts that were searched for."""

    accounts: tuple[Listed, ...]
    total: int
    page: int
    pages: int


def listed(session: Session, actor: Actor, *, search: str = "", page: int = 1) -> Listing:
    """Return a page of accounts by name, in four queries; ``search`` is part of a name or an address. Raises NotFound."""
    must_administer(actor)
    found = _found(search)
    total = session.scalar(select(func.count()).select_from(AccountRow).where(*found)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    order = (func.lower(AccountRow.name), AccountRow.email)
    rows = session.scalars(select(AccountRow).where(*found).order_by(*order).offset((page - 1) * PAGE).limit(PAGE)).all()
    return Listing(_described(session, rows), total, page, pages)


def everybody(session: Session) -> tuple[Listed, ...]:
    """Return every account by its address, without asking who may."""
    return _described(session, session.scalars(select(AccountRow).order_by(AccountRow.email)).all())


def get(session: Session, actor: Actor, account_id: str) -> Listed:
    """Return one account. Raises NotFound."""
    must_administer(actor)
    row = session.get(AccountRow, account_id) if account_id.isalnum() else None
    if row is None:
        raise NotFound
    return _described(session, [row])[0]


def roles(session: Session, actor: Actor, account_id: str) -> tuple[Held, ...]:
    """Return every role an account holds, and which of them can be taken away. Raises NotFound."""
    must_administer(actor)
    return members.roles_of(session, actor, account_id)


def open_invitations(session: Session, actor: Actor, *, now: datetime.datetime) -> tuple[Invitation, ...]:
    """Return the invitations to roles of the installation that nobody has accepted yet. Raises NotFound."""
    must_administer(actor)
    return members.of(session, actor, INSTALLATION, now=now).open


def why_not_disable(session: Session, actor: Actor, account_id: str, *, hold: bool = False) -> str:
    """Return why an account cannot be disabled, as a message; empty where it can be."""
    if account_id == actor.id:
        return _("This is the account you are signed in with.")
    return _("The last administrator stays.") if members.is_last_administrator(session, account_id, hold=hold) else ""


def disable(session: Session, actor: Actor, account_id: str, *, now: datetime.datetime) -> None:
    """Let an account sign in no more: its sessions end, what it invited others to is withdrawn. Raises NotFound or Refused."""
    account = get(session, actor, account_id).account
    if why := why_not_disable(session, actor, account.id, hold=True):
        raise Refused(why)
    shut(session, account.id, now=now)


def shut(session: Session, account_id: str, *, now: datetime.datetime) -> None:
    """Disable an account without asking who may."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id, AccountRow.disabled_at.is_(None)).values(disabled_at=now))
    sessions.revoke_all(session, account_id, now=now)
    members.withdraw_all_by(session, account_id, now=now)


def enable(session: Session, actor: Actor, account_id: str) -> None:
    """Let a disabled account sign in again. Raises NotFound."""
    reopen(session, get(session, actor, account_id).account.id)


def reopen(session: Session, account_id: str) -> None:
    """Enable an account without asking who may."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(disabled_at=None))


def reset(session: Session, actor: Actor, account_id: str, *, now: datetime.datetime) -> tuple[Account, str]:
    """Make a link with which somebody chooses a new password, and return the account and the link's key. Raises NotFound."""
    account = get(session, actor, account_id).account
    return account, reset_key(session, account, by=actor.id, now=now)


def reset_key(session: Session, account: Account, *, by: str | None, now: datetime.datetime) -> str:
    """Make a link for a new password without asking who may, and return its key. It works once, within 24 hours."""
    _id, key = invitations.make(session, Purpose.RESET, email=account.email, name=account.name, by=by, now=now)
    return key


def renew_password(session: Session, invitation: Invitation, password: str, *, now: datetime.datetime) -> Account:
    """Give the account that a reset link is for a new password and sign it out everywhere. Raises Over or NotFound."""
    account = accounts.by_address(session, invitation.email)
    if account is None or invitation.purpose is not Purpose.RESET or invitation.state is not State.OPEN:
        raise invitations.Over
    invitations.use(session, invitation, account.id, now=now)
    accounts.set_password(session, account.id, password, now=now)
    return account


def without_second_factor(session: Session, actor: Actor, account_id: str) -> None:
    """Take the second factor from an account whose owner has lost it, recovery codes and all. Raises NotFound."""
    second_factor.remove(session, get(session, actor, account_id).account.id)


def must_administer(actor: Actor) -> None:
    """Raise NotFound for everybody who does not look after accounts."""
    actor.must(Verb.MANAGE_ACCOUNTS, INSTALLATION, seen_by=Verb.MANAGE_ACCOUNTS)


def _found(search: str) -> tuple[ColumnElement[bool], ...]:
    words = search.split()
    return tuple(AccountRow.name.icontains(word, autoescape=True) | AccountRow.email.icontains(word, autoescape=True) for word in words)


def _described(session: Session, rows: Sequence[AccountRow]) -> tuple[Listed, ...]:
    ids = [row.id for row in rows]
    grants: dict[str, list[GrantRow]] = {}
    for grant in session.scalars(select(GrantRow).where(GrantRow.account_id.in_(ids)).order_by(GrantRow.role)):
        grants.setdefault(grant.account_id, []).append(grant)
    latest = (
        select(SessionRow.account_id, func.max(SessionRow.seen_at)).where(SessionRow.account_id.in_(ids)).group_by(SessionRow.account_id)
    )
    seen = {row[0]: row[1] for row in session.execute(latest)}
    return tuple(_one(row, grants.get(row.id, []), seen.get(row.id)) for row in rows)


def _one(row: AccountRow, grants: Sequence[GrantRow], seen_at: datetime.datetime | None) -> Listed:
    own = tuple(Role(grant.role) for grant in grants if not grant.organisation_id)
    within = Counter(Role(grant.role) for grant in grants if grant.organisation_id)
    return Listed(accounts.of(row), own, tuple(within.items()), seen_at)
