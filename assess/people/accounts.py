"""Accounts: made, found, changed; passwords are kept as Argon2id hashes only."""

from __future__ import annotations

import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assess.people import passwords, sessions
from assess.people.actor import NotFound
from assess.people.roles import INSTALLATION, Role, Scope
from assess.people.tables import AccountRow, GrantRow, InvitationRow
from assess.people.values import Account
from assess.platform.database import insert_new, new_id

LONGEST_NAME = 200


class Taken(Exception):  # noqa: N818
    """There is an account with this address already."""


def create(session: Session, *, email: str, name: str, password: str, now: datetime.datetime, language: str = "") -> str:
    """Make an account and return its id. The address must be in its compared form, the password good enough. Raises Taken."""
    return _add(session, email=email, name=name, password_hash=passwords.hashed(password), language=language, now=now)


def _add(session: Session, *, email: str, name: str, password_hash: str, language: str, now: datetime.datetime) -> str:
    row = AccountRow(id=new_id(), email=email, name=name, language=language, password_hash=password_hash, created_at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Taken from None
    return row.id


def grant(session: Session, account_id: str, role: Role, scope: Scope = INSTALLATION, *, by: str | None, now: datetime.datetime) -> None:
    """Give a role within a scope; a role that is held already stays as it is."""
    held = {"account_id": account_id, "role": role.value, "organisation_id": scope.organisation, "assessment_id": scope.assessment}
    insert_new(session, GrantRow, [{"id": new_id(), **held, "granted_by": by, "granted_at": now}])


def address(text: str) -> str:
    """Return an e-mail address in the form in which addresses are compared. Raises ValueError where it is none.

    >>> address(" Mei.Chen@Example.ORG ")
    'mei.chen@example.org'
    """
    from email_validator import EmailNotValidError, validate_email

    local, _at, domain = text.strip().rpartition("@")
    # An intranet's names are good enough to sign in with; those of the validator's list it will not have, whatever it is told.
    inner = domain.lower() == "localhost" or domain.lower().endswith((".local", ".localhost"))
    try:
        found = validate_email(f"{local}@{domain}.example.org" if inner else text.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise ValueError(text) from None
    return f"{found.local_part}@{domain if inner else found.ascii_domain}".lower()


def there_are_any(session: Session) -> bool:
    """Whether anybody has an account."""
    return session.scalar(select(AccountRow.id).limit(1)) is not None


def get(session: Session, account_id: str) -> Account:
    """Return an account. Raises NotFound."""
    row = session.get(AccountRow, account_id) if account_id.isalnum() else None
    if row is None:
        raise NotFound
    return of(row)


def can_sign_in(session: Session, account_id: str) -> bool:
    """Whether there is such an account, and it is not disabled."""
    return session.scalar(select(AccountRow.id).where(AccountRow.id == account_id, AccountRow.disabled_at.is_(None))) is not None


def by_address(session: Session, email: str) -> Account | None:
    """Return the account with an address in its compared form, or None."""
    row = session.scalar(select(AccountRow).where(AccountRow.email == email))
    return of(row) if row else None


def of(row: AccountRow) -> Account:
    """Return what may be known of a row."""
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        language=row.language,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        has_second_factor=row.totp_confirmed_at is not None,
    )


def describe(session: Session, account_id: str, *, name: str, language: str) -> None:
    """Change what somebody is called and which language the program speaks to that person (empty: the browser's)."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(name=name, language=language))


def password_hash(session: Session, account_id: str) -> str:
    """Return what is kept of an account's password. Raises NotFound."""
    kept = session.scalar(select(AccountRow.password_hash).where(AccountRow.id == account_id))
    if kept is None:
        raise NotFound
    return kept


def set_password(session: Session, account_id: str, password: str, *, now: datetime.datetime) -> None:
    """Give an account a new password: every browser is signed out, and links that would set another one are worth nothing any more."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(password_hash=passwords.hashed(password)))
    sessions.revoke_all(session, account_id, now=now)
    email = select(AccountRow.email).where(AccountRow.id == account_id).scalar_subquery()
    pending = (InvitationRow.purpose == "reset", InvitationRow.email == email, InvitationRow.accepted_at.is_(None))
    session.execute(update(InvitationRow).where(*pending, InvitationRow.withdrawn_at.is_(None)).values(withdrawn_at=now))


def keep_hash_current(session: Session, account_id: str, password: str, *, kept: str) -> str:
    """Hash a password that has just been proven with today's parameters, where it was hashed with older ones; return what is kept now."""
    if not passwords.outdated(kept):
        return kept
    anew = passwords.hashed(password)
    same = (AccountRow.id == account_id, AccountRow.password_hash == kept)
    session.execute(update(AccountRow).where(*same).values(password_hash=anew))
    return anew
