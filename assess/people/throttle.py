"""Throttling in our own database, so that every process and every host counts together.

An attempt is recorded before it is judged, and taken back when it succeeds: ten browsers at once have no more attempts than one. What was
refused because there had been too many is not recorded: a sliding window lets the next attempt through as soon as an earlier one is old.
"""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.people.tables import AttemptRow
from assess.platform.database import new_id

WINDOW = datetime.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts of a kind within the window, by the same subject: an account, a network address, or both."""

    kind: str
    subject: str
    most: int


def limit(kind: str, *subject: str, most: int) -> Limit:
    """Return a limit. The subject is kept as a hash: people type all sorts of secrets into the field for their address."""
    return Limit(kind, hashlib.sha256("\n".join(subject).encode()).hexdigest(), most)


def waiting(session: Session, limits: Sequence[Limit], *, now: datetime.datetime) -> datetime.timedelta | None:
    """Return how long to wait until another attempt is let through; None where it may be made now."""
    waits = [found for each in limits if (found := _wait(session, each, now)) is not None]
    return max(waits, default=None)


def record(session: Session, limits: Sequence[Limit], *, now: datetime.datetime) -> tuple[str, ...]:
    """Record an attempt under every limit and return the ids of the records. Attempts that no longer count are forgotten."""
    session.execute(delete(AttemptRow).where(AttemptRow.at <= now - WINDOW, AttemptRow.kind.in_({each.kind for each in limits})))
    rows = [AttemptRow(id=new_id(), kind=each.kind, subject=each.subject, at=now) for each in limits]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def take_back(session: Session, records: Sequence[str]) -> None:
    """Forget an attempt that succeeded."""
    session.execute(delete(AttemptRow).where(AttemptRow.id.in_(records)))


def clear(session: Session, cleared: Limit) -> None:
    """Forget every attempt that counts against a limit."""
    session.execute(delete(AttemptRow).where(AttemptRow.kind == cleared.kind, AttemptRow.subject == cleared.subject))


def network(address: str | None) -> str:
    """Return what counts as one network address: an IPv4 address, or the /64 that a household or an office has of IPv6.

    >>> network("192.0.2.7"), network("2001:db8:1:2:3:4:5:6"), network("::ffff:192.0.2.7"), network(None)
    ('192.0.2.7', '2001:db8:1:2::/64', '192.0.2.7', '')
    """
    try:
        parsed = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _wait(session: Session, of: Limit, now: datetime.datetime) -> datetime.timedelta | None:
    """Return how long until fewer than the most remain: until the most-th newest attempt has left the window."""
    statement = (
        select(AttemptRow.at)
        .where(AttemptRow.kind == of.kind, AttemptRow.subject == of.subject, AttemptRow.at > now - WINDOW)
        .order_by(AttemptRow.at.desc())
        .offset(of.most - 1)
        .limit(1)
    )
    at = session.scalar(statement)
    return None if at is None else at + WINDOW - now
