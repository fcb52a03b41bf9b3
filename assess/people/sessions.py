"""Sessions: a browser that is signed in holds a random key, the database its hash. Whoever revokes the row has signed it out.

Only the newest key works; a session ends twelve hours after it was used last, thirty days after it began in any case.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from assess.people import devices
from assess.people.actor import Actor, NotFound
from assess.people.roles import Grant, Role, Scope
from assess.people.tables import AccountRow, GrantRow, SessionRow
from assess.people.values import Browser
from assess.platform.database import new_id

IDLE = datetime.timedelta(hours=12)
LONGEST = datetime.timedelta(days=30)
RENEW_AFTER = datetime.timedelta(minutes=10)
"""How stale ``seen_at`` may get: renewing it with every request would make readers write."""

_WHO = (
    select(
        SessionRow.id,
        SessionRow.seen_at,
        AccountRow.id,
        AccountRow.name,
        AccountRow.email,
        AccountRow.language,
        GrantRow.role,
        GrantRow.organisation_id,
        GrantRow.assessment_id,
    )
    .join(AccountRow, AccountRow.id == SessionRow.account_id)
    .outerjoin(GrantRow, GrantRow.account_id == AccountRow.id)
    .where(
        SessionRow.key_hash == bindparam("key_hash"),
        SessionRow.revoked_at.is_(None),
        SessionRow.expires_at > bindparam("now"),
        SessionRow.seen_at > bindparam("idle_since"),
        AccountRow.disabled_at.is_(None),
    )
)


def begin(session: Session, account_id: str, *, now: datetime.datetime, agent: str = "") -> str:
    """Begin a session for an account and return its key, which is told nobody else."""
    key = secrets.token_urlsafe(32)
    session.add(
        SessionRow(
            id=new_id(),
            key_hash=hashed(key),
            account_id=account_id,
            created_at=now,
            seen_at=now,
            expires_at=now + LONGEST,
            agent=agent[:200],
        )
    )
    session.flush()
    return key


def actor(session: Session, key: str, *, now: datetime.datetime) -> tuple[Actor, str, datetime.datetime] | None:
    """Return who holds this key with the session's id and when it was last seen; None where it is not, or no longer, valid. One query."""
    rows = session.connection().execute(_WHO, {"key_hash": hashed(key), "now": now, "idle_since": now - IDLE}).all()
    if not rows:
        return None
    session_id, seen_at, account, name, email, language = rows[0][:6]
    grants = tuple(Grant(Role(role), Scope(organisation, assessment)) for *_, role, organisation, assessment in rows if role)
    return Actor(account, name, email, grants, language), session_id, seen_at


def seen(session: Session, session_id: str, *, now: datetime.datetime) -> None:
    """Note that a session was used."""
    session.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen_at=now))


def revoke(session: Session, key: str, *, now: datetime.datetime) -> None:
    """End the session that holds this key."""
    session.execute(update(SessionRow).where(SessionRow.key_hash == hashed(key), SessionRow.revoked_at.is_(None)).values(revoked_at=now))


def listed(session: Session, account_id: str, *, this: str, now: datetime.datetime) -> tuple[Browser, ...]:
    """Return the browsers an account is signed in with, the one used last first; ``this`` is the session that asks."""
    valid = (SessionRow.revoked_at.is_(None), SessionRow.expires_at > now, SessionRow.seen_at > now - IDLE)
    rows = session.scalars(select(SessionRow).where(SessionRow.account_id == account_id, *valid).order_by(SessionRow.seen_at.desc()))
    return tuple(Browser(row.id, devices.named(row.agent), row.created_at, row.seen_at, row.id == this) for row in rows)


def revoke_one(session: Session, account_id: str, session_id: str, *, now: datetime.datetime) -> None:
    """End one session of an account. Raises NotFound where it has none of this id."""
    if not session_id.isalnum():
        raise NotFound
    found = select(SessionRow.id).where(SessionRow.id == session_id, SessionRow.account_id == account_id)
    if session.scalar(found) is None:
        raise NotFound
    session.execute(update(SessionRow).where(SessionRow.id == session_id, SessionRow.revoked_at.is_(None)).values(revoked_at=now))


def revoke_all(session: Session, account_id: str, *, but: str = "", now: datetime.datetime) -> None:
    """End every session of an account, except the one named by ``but``."""
    those = (SessionRow.account_id == account_id, SessionRow.id != but, SessionRow.revoked_at.is_(None))
    session.execute(update(SessionRow).where(*those).values(revoked_at=now))


def hashed(key: str) -> str:
    """Return what the database keeps of a random key."""
    return hashlib.sha256(key.encode()).hexdigest()
