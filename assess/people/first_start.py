"""The first start: nobody has an account, so the program itself makes a link, and whoever opens it becomes the administrator.

There is no default password anywhere. The link is told only where the program runs (the command line prints it); each start makes a new
one in place of the last. As soon as there is one account there is no such link any more.
"""

from __future__ import annotations

import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assess.people import accounts, invitations
from assess.people.roles import Role
from assess.people.tables import InvitationRow
from assess.people.values import Invitation, Purpose


def link_key(session: Session, now: datetime.datetime) -> str | None:
    """Return the key of a new link (``/start/<key>``) that makes the first administrator; None where there is an account already."""
    if accounts.there_are_any(session):
        return None
    still = (InvitationRow.purpose == Purpose.FIRST.value, InvitationRow.accepted_at.is_(None), InvitationRow.withdrawn_at.is_(None))
    session.execute(update(InvitationRow).where(*still).values(withdrawn_at=now))
    _id, key = invitations.make(session, Purpose.FIRST, role=Role.ADMINISTRATOR, by=None, now=now)
    return key


def begin(session: Session, invitation: Invitation, *, email: str, name: str, password: str, language: str, now: datetime.datetime) -> str:
    """Make the first administrator and return the account's id. Raises Over where somebody has an account already."""
    if accounts.there_are_any(session):
        raise invitations.Over
    account_id = accounts.create(session, email=email, name=name, password=password, language=language, now=now)
    invitations.use(session, invitation, account_id, now=now)
    accounts.grant(session, account_id, Role.ADMINISTRATOR, by=None, now=now)
    return account_id
