"""Invitations: a link that can be used once, by whoever opens it first, within fourteen days; the database keeps its hash only.

The key stands in the link alone. Whoever invites learns nothing about whether the address has an account already. A new invitation to the
same role takes the place of one that is still open.

**When somebody accepts**, the role is granted, and every callable in :data:`accepted` is called with the session, the invitation, the
account's id and the time, within the same transaction. So a room that stands above this one does its part, as assessments do with the
``criteria`` the person is to answer::

    from assess.people import invitations

    def assign(session: Session, invitation: Invitation, account_id: str, now: datetime.datetime) -> None: ...

    invitations.accepted.append(assign)

at the end of a module that its views import. (A callable must not trust the scope or the criteria to be still there.)
"""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from assess.people import accounts, giving
from assess.people.actor import Actor, NotFound
from assess.people.roles import ANSWERING, ASSESSING, INSTALLATION, Role, Scope
from assess.people.sessions import hashed
from assess.people.tables import AccountRow, GrantRow, InvitationRow
from assess.people.values import Invitation, Purpose, State
from assess.platform.database import new_id
from assess.platform.faults import single
from assess.platform.locale import gettext
from assess.platform.locale import mark as _
from assess.platform.mail import Letter

LASTS = {Purpose.ROLE: datetime.timedelta(days=14), Purpose.RESET: datetime.timedelta(hours=24), Purpose.FIRST: datetime.timedelta(days=14)}

accepted: list[Callable[[Session, Invitation, str, datetime.datetime], None]] = []
"""What else is done when somebody accepts an invitation to a role; see above."""


class Partial(Exception):  # noqa: N818
    """Somebody who answers for an organisation would come to assess it as well, or the other way round."""


class Over(Exception):  # noqa: N818
    """The link has been used, withdrawn, or has expired, since it was opened."""


def invite(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str = "",
    role: Role,
    scope: Scope,
    criteria: Sequence[str] = (),
    now: datetime.datetime,
) -> tuple[str, str]:
    """Invite somebody to a role and return the invitation's id and the key of its link, which is told nobody else.

    The scope must be that of a stored organisation or assessment (an assessment with its own organisation): whether it exists is not
    asked here. Raises NotFound, Refused where the actor may not give this role, and Faults where the address is none.
    """
    giving.must_give(actor, role, scope)
    try:
        email = accounts.address(email)
    except ValueError:
        raise single("invitation", "", "email", f"`{email}` is no e-mail address", "such as mei@example.org") from None
    same = (InvitationRow.email == email, InvitationRow.role == role.value)
    _withdraw(session, *same, *_within(scope), InvitationRow.purpose == Purpose.ROLE, now=now)
    return make(session, Purpose.ROLE, email=email, name=name, role=role, scope=scope, criteria=criteria, by=actor.id, now=now)


def make(
    session: Session,
    purpose: Purpose,
    *,
    email: str = "",
    name: str = "",
    role: Role | None = None,
    scope: Scope = INSTALLATION,
    criteria: Sequence[str] = (),
    by: str | None,
    now: datetime.datetime,
) -> tuple[str, str]:
    """Make a link that can be used once, without asking who may, and return its id and its key."""
    key = secrets.token_urlsafe(32)
    row = InvitationRow(
        id=new_id(),
        key_hash=hashed(key),
        purpose=purpose.value,
        email=email,
        name=name,
        role=role.value if role else "",
        organisation_id=scope.organisation,
        assessment_id=scope.assessment,
        criteria=json.dumps(list(criteria)),
        invited_by=by,
        invited_at=now,
        expires_at=now + LASTS[purpose],
    )
    session.add(row)
    session.flush()
    return row.id, key


def withdraw(session: Session, actor: Actor, invitation_id: str, *, now: datetime.datetime) -> Scope:
    """Take an open invitation back and return the scope it was for. Raises NotFound or Refused, as :func:`invite` would."""
    row = session.get(InvitationRow, invitation_id) if invitation_id.isalnum() else None
    if row is None or row.purpose != Purpose.ROLE:
        raise NotFound
    scope = Scope(row.organisation_id, row.assessment_id)
    giving.must_give(actor, Role(row.role), scope)
    _withdraw(session, InvitationRow.id == row.id, now=now)
    return scope


def opened(session: Session, key: str, purpose: Purpose, *, now: datetime.datetime) -> Invitation:
    """Return the invitation a link leads to, whatever has become of it (see its state). Raises NotFound for a key nobody was given."""
    statement = select(InvitationRow, AccountRow.name).outerjoin(AccountRow, AccountRow.id == InvitationRow.invited_by)
    found = session.execute(statement.where(InvitationRow.key_hash == hashed(key), InvitationRow.purpose == purpose.value)).first()
    if found is None:
        raise NotFound
    return of(found[0], found[1] or "", now=now)


def accept(session: Session, invitation: Invitation, account_id: str, *, now: datetime.datetime) -> None:
    """Let an account take the role it was invited to, and do what else :data:`accepted` asks for.

    Raises Over where the link is used up, Partial where nobody could hold this role beside those the account holds.
    """
    use(session, invitation, account_id, now=now)
    if invitation.role:
        _must_be_impartial(session, account_id, invitation.role, invitation.scope)
        accounts.grant(session, account_id, invitation.role, invitation.scope, by=invitation.by_id, now=now)
    for also in accepted:
        also(session, invitation, account_id, now)


def _must_be_impartial(session: Session, account_id: str, role: Role, scope: Scope) -> None:
    against = ASSESSING if role in ANSWERING else ANSWERING if role in ASSESSING else frozenset()
    rows = session.scalars(select(GrantRow).where(GrantRow.account_id == account_id, GrantRow.role.in_(against)))
    held = [Scope(row.organisation_id, row.assessment_id) for row in rows]
    if any(each.covers(scope) or scope.covers(each) for each in held):
        raise Partial


def use(session: Session, invitation: Invitation, account_id: str, *, now: datetime.datetime) -> None:
    """Use a link up; of two who try at once, one does. Raises Over."""
    still_open = (InvitationRow.accepted_at.is_(None), InvitationRow.withdrawn_at.is_(None), InvitationRow.expires_at > now)
    used = update(InvitationRow).where(InvitationRow.id == invitation.id, *still_open).values(accepted_at=now, accepted_by=account_id)
    if session.execute(used.returning(InvitationRow.id)).first() is None:
        raise Over


def of(row: InvitationRow, by: str, *, now: datetime.datetime, removable: bool = False) -> Invitation:
    """Return the value of a row; ``by`` names who invited."""
    return Invitation(
        id=row.id,
        purpose=Purpose(row.purpose),
        email=row.email,
        name=row.name,
        role=Role(row.role) if row.role else None,
        scope=Scope(row.organisation_id, row.assessment_id),
        criteria=tuple(json.loads(row.criteria)),
        by=by,
        by_id=row.invited_by,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        state=_state(row, now),
        removable=removable,
    )


def letter(*, email: str, name: str, by: str, where: str, link: str, language: str) -> Letter:
    """Return the letter that brings an invitation's link. ``where`` names the organisation or assessment; empty: the installation."""
    greeting = _("Good day, {name},") if name else _("Good day,")
    told = _("{by} invites you to work with Assess on “{where}”.") if where else _("{by} invites you to work with Assess.")
    parts = (
        greeting,
        told,
        _("Open this link to begin; it works once, within 14 days:"),
        "{link}",
        _("If you expected no such letter, do nothing."),
    )
    text = "\n\n".join(gettext(part, language).format(name=name, by=by, where=where, link=link) for part in parts)
    subject = gettext(_("{by} invites you to Assess"), language).format(by=by)
    return Letter(to=email, subject=" ".join(subject.split()), text=text + "\n")


def reset_letter(*, email: str, link: str, language: str) -> Letter:
    """Return the letter that brings a link for a new password."""
    parts = (
        _("Somebody who looks after this installation of Assess has made you a link for a new password."),
        _("It works once, within 24 hours:"),
        "{link}",
        _("If you expected no such letter, do nothing."),
    )
    text = "\n\n".join(gettext(part, language).format(link=link) for part in parts)
    return Letter(to=email, subject=gettext(_("A new password for Assess"), language), text=text + "\n")


def _withdraw(session: Session, *those: ColumnElement[bool], now: datetime.datetime) -> None:
    still = (InvitationRow.accepted_at.is_(None), InvitationRow.withdrawn_at.is_(None))
    session.execute(update(InvitationRow).where(*those, *still).values(withdrawn_at=now))


def _within(scope: Scope) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return InvitationRow.organisation_id == scope.organisation, InvitationRow.assessment_id == scope.assessment


def _state(row: InvitationRow, now: datetime.datetime) -> State:
    if row.accepted_at:
        return State.USED
    if row.withdrawn_at:
        return State.WITHDRAWN
    return State.OPEN if row.expires_at > now else State.EXPIRED
