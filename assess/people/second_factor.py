"""The second factor: codes that change every half minute (TOTP, RFC 6238), and ten recovery codes for the day the telephone is lost.

A secret counts only once a code has shown that the other side has it. Each code works once: the step it belongs to is remembered, and
neither it nor an earlier one is taken again. Of recovery codes hashes are kept; each works once.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import secrets

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from assess.people.tables import AccountRow
from assess.people.throttle import Limit, limit

STEP_SECONDS = 30
_CLOCKS_DIFFER_BY = (0, -1, 1)
"""The steps around now whose codes are taken: clocks differ, and typing takes time."""
CODES = 10
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
MOST = 5


def limits(account_id: str) -> tuple[Limit, ...]:
    """Return how often codes may be tried for an account."""
    return (limit("second factor", account_id, most=MOST),)


def begin(session: Session, account_id: str) -> None:
    """Give an account a secret that does not count yet; one that waits to be confirmed is kept, one that counts is not touched."""
    import pyotp

    without = (AccountRow.id == account_id, AccountRow.totp_confirmed_at.is_(None), AccountRow.totp_secret.is_(None))
    session.execute(update(AccountRow).where(*without).values(totp_secret=pyotp.random_base32()))


def waiting(session: Session, account_id: str) -> str | None:
    """Return the secret that waits to be confirmed; None where there is none."""
    return session.scalar(select(AccountRow.totp_secret).where(AccountRow.id == account_id, AccountRow.totp_confirmed_at.is_(None)))


def address(secret: str, email: str) -> str:
    """Return what an authenticator reads from the picture."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Assess")


def picture(text: str) -> str:
    """Return the QR code of a text as a ``data:`` address, dark on light whatever the page looks like."""
    import segno

    return segno.make(text, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


def confirm(session: Session, account_id: str, code: str, *, now: datetime.datetime) -> tuple[str, ...] | None:
    """Let the second factor count from now on and return the recovery codes, once; None where the code is wrong."""
    secret = waiting(session, account_id)
    step = _step(secret, code, now) if secret else None
    if step is None:
        return None
    unconfirmed = (AccountRow.id == account_id, AccountRow.totp_confirmed_at.is_(None))
    session.execute(update(AccountRow).where(*unconfirmed).values(totp_confirmed_at=now, totp_last_step=step))
    return recovery_codes(session, account_id)


def recovery_codes(session: Session, account_id: str) -> tuple[str, ...]:
    """Make new recovery codes, in place of the old ones, and return them, once."""
    codes = tuple("-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(CODES))
    hashes = json.dumps([_hashed(code) for code in codes])
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(recovery_hashes=hashes))
    return codes


def codes_left(session: Session, account_id: str) -> int:
    """Return how many recovery codes have not been used."""
    return len(json.loads(session.scalar(select(AccountRow.recovery_hashes).where(AccountRow.id == account_id)) or "[]"))


def passes(session: Session, account_id: str, code: str, *, now: datetime.datetime) -> bool:
    """Whether a code of the authenticator, or a recovery code, is right; it is used up by that."""
    return _passes_code(session, account_id, code, now) or _passes_recovery(session, account_id, code)


def remove(session: Session, account_id: str) -> None:
    """Do without a second factor from now on."""
    none = {"totp_secret": None, "totp_confirmed_at": None, "totp_last_step": None, "recovery_hashes": "[]"}
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(none))


def _passes_code(session: Session, account_id: str, code: str, now: datetime.datetime) -> bool:
    confirmed = (AccountRow.id == account_id, AccountRow.totp_confirmed_at.is_not(None))
    secret = session.scalar(select(AccountRow.totp_secret).where(*confirmed))
    step = _step(secret, code, now) if secret else None
    if step is None:
        return False
    earlier = or_(AccountRow.totp_last_step.is_(None), AccountRow.totp_last_step < step)
    taken = session.execute(update(AccountRow).where(*confirmed, earlier).values(totp_last_step=step).returning(AccountRow.id))
    return taken.first() is not None  # in one statement: of two browsers with the same code one comes in


def _passes_recovery(session: Session, account_id: str, code: str) -> bool:
    kept = session.scalar(select(AccountRow.recovery_hashes).where(AccountRow.id == account_id)) or "[]"
    hashes, used = json.loads(kept), _hashed(code)
    if used not in hashes:
        return False
    left = json.dumps([each for each in hashes if each != used])
    unchanged = (AccountRow.id == account_id, AccountRow.recovery_hashes == kept)
    return session.execute(update(AccountRow).where(*unchanged).values(recovery_hashes=left).returning(AccountRow.id)).first() is not None


def _step(secret: str, code: str, now: datetime.datetime) -> int | None:
    """Return the step whose code this is, of those around now."""
    import pyotp

    typed, this = "".join(code.split()).encode(), int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    steps = (this + by for by in _CLOCKS_DIFFER_BY)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed)), None)


def _hashed(code: str) -> str:
    plain = "".join(each for each in code.lower() if each in _LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()
