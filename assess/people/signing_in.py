"""Signing in, in three steps: claim to be somebody, prove it, come in.

Hashing takes a tenth of a second, as it is meant to. So the claim is recorded first (an attempt counts from the moment it is made), the
view commits it, and only then is the password verified, while nobody waits for the database. Whatever is wrong, as much is hashed and the
same is said: nobody learns from the answer, or from how long it takes, who has an account.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.people import accounts, passwords, throttle
from assess.people.tables import AccountRow
from assess.people.throttle import Limit

KIND = "sign-in"
MOST_PER_PAIR, MOST_PER_ACCOUNT, MOST_PER_NETWORK = 5, 20, 50


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody claims to be the owner of an address. ``account_id`` is None where nobody could be; ``wait``: too many attempts already."""

    account_id: str | None
    kept: str
    language: str = ""
    has_second_factor: bool = False
    wait: datetime.timedelta | None = None
    pair: Limit | None = None
    records: tuple[str, ...] = ()


def claim(session: Session, email: str, *, network: str, now: datetime.datetime) -> Claim:
    """Record an attempt to sign in and return what is to be proven."""
    email = _compared(email)  # whatever way it is spelt, it is one account
    pair = throttle.limit(f"{KIND} pair", email, network, most=MOST_PER_PAIR)
    limits = (
        pair,
        throttle.limit(f"{KIND} account", email, most=MOST_PER_ACCOUNT),
        throttle.limit(f"{KIND} network", network, most=MOST_PER_NETWORK),
    )
    if wait := throttle.waiting(session, limits, now=now):
        return Claim(None, "", wait=wait)
    records = throttle.record(session, limits, now=now)
    row = session.scalar(select(AccountRow).where(AccountRow.email == email))
    nobodys = passwords.nobodys()  # also where it is not needed: its first use takes longer
    if row is None or row.disabled_at is not None:
        return Claim(None, row.password_hash if row else nobodys, pair=pair, records=records)
    return Claim(row.id, row.password_hash, row.language, row.totp_confirmed_at is not None, None, pair, records)


def proven(claimed: Claim, password: str) -> bool:
    """Whether the password proves the claim. Takes its time even where nothing could prove it."""
    right = passwords.verified(claimed.kept, password)
    return right and claimed.account_id is not None


def succeed(session: Session, claimed: Claim, password: str) -> str:
    """Take a proven claim out of what counts as attempts, and return what is kept of the password: hashed anew where that was long ago."""
    throttle.take_back(session, claimed.records)
    if claimed.pair:
        throttle.clear(session, claimed.pair)
    return accounts.keep_hash_current(session, str(claimed.account_id), password, kept=claimed.kept)


def proof(kept: str) -> str:
    """Return what tells one password from the next without telling anything about either."""
    return hashlib.sha256(kept.encode()).hexdigest()[:32]


def again(session: Session, account_id: str, *, now: datetime.datetime) -> Claim:
    """Record an attempt of somebody signed in to prove once more who that is, before something serious, and return what is to be proven."""
    own = throttle.limit("password", account_id, most=MOST_PER_PAIR)
    if wait := throttle.waiting(session, [own], now=now):
        return Claim(None, "", wait=wait)
    records = throttle.record(session, [own], now=now)
    return Claim(account_id, accounts.password_hash(session, account_id), pair=own, records=records)


def _compared(email: str) -> str:
    """Return the address as it would be kept; what is no address is nobody's, and is looked for all the same."""
    try:
        return accounts.address(email)
    except ValueError:
        return email.strip().lower()
