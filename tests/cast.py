"""The cast, in an installation with two organisations: everybody the product is for, and Charlie, who must be refused everywhere.

Lantern is Mei's: she coordinates it; Ben and Ana answer its self-assessment; Rita may read it. Jonas leads its external assessment, with
Aiko. Olga reviews and decides everywhere, Sam manages the schemes, Ada the installation. Charlie coordinates another organisation, with an
assessment of its own: that is the noise in which a forgotten condition shows.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from assess.assessments import service as assessments
from assess.organisations import service as organisations
from assess.people import accounts
from assess.people.actor import Actor
from assess.people.roles import INSTALLATION, Grant, Role, Scope

PASSWORD = "correct horse battery staple"
PEOPLE = ("mei", "ben", "ana", "rita", "jonas", "aiko", "olga", "sam", "ada", "charlie")
QUESTIONNAIRE, SCHEME = "customer-management@1", "maturity@1"


@dataclass(frozen=True)
class Cast:
    """Everybody's account id by name, and what they work on."""

    accounts: dict[str, str] = field(default_factory=dict)
    lantern: str = ""
    assessment: str = ""
    """Lantern's self-assessment, open."""
    assessed: str = ""
    """Lantern's external assessment, open."""
    other_organisation: str = ""
    other_assessment: str = ""

    def scope(self) -> Scope:
        """The scope of Lantern's self-assessment."""
        return Scope(self.lantern, self.assessment)


def actor(session: Session, cast: Cast, name: str) -> Actor:
    """Return somebody of the cast as services know them."""
    from sqlalchemy import select

    from assess.people.tables import GrantRow

    rows = session.scalars(select(GrantRow).where(GrantRow.account_id == cast.accounts[name]))
    grants = tuple(Grant(Role(row.role), Scope(row.organisation_id, row.assessment_id)) for row in rows)
    return Actor(cast.accounts[name], name.capitalize(), f"{name}@example.org", grants)


def assemble(session: Session, *, now: datetime.datetime, hashed: str | None = None) -> Cast:
    """Bring everybody into an empty installation. ``hashed`` saves the time of hashing a password for each of them."""
    ids = {}
    for name in PEOPLE:
        ids[name] = _account(session, name, now, hashed)

    def grant(name: str, role: Role, scope: Scope = INSTALLATION) -> None:
        accounts.grant(session, ids[name], role, scope, by=None, now=now)

    grant("ada", Role.ADMINISTRATOR)
    grant("sam", Role.SCHEME_MANAGER)
    grant("olga", Role.REVIEWER)
    grant("olga", Role.DECIDER)
    cast = Cast(ids)
    ada = actor(session, cast, "ada")
    lantern = organisations.create(
        session, ada, name="Lantern Software", name_zh="灯笼软件", industry="J62", region="CN-GD", employees=180, sites=2, now=now
    )
    other = organisations.create(session, ada, name="Charlie & Sons", industry="K64", region="GB", now=now)
    _dismiss(session, ids["ada"])
    grant("mei", Role.COORDINATOR, Scope(lantern))
    grant("charlie", Role.COORDINATOR, Scope(other))
    begun = {}
    for who, where, kind in (("mei", lantern, "self"), ("mei", lantern, "assessed"), ("charlie", other, "self")):
        begun[who, kind] = assessments.begin(
            session,
            actor(session, cast, who),
            where,
            questionnaire=QUESTIONNAIRE,
            scheme=SCHEME,
            kind=kind,
            period="2026",
            now=now,
        )
    own, assessed = begun["mei", "self"], begun["mei", "assessed"]
    for name in ("ben", "ana"):
        grant(name, Role.RESPONDENT, Scope(lantern, own))
    grant("rita", Role.READ_ONLY, Scope(lantern))
    grant("jonas", Role.LEAD_ASSESSOR, Scope(lantern, assessed))
    grant("aiko", Role.ASSESSOR, Scope(lantern, assessed))
    return Cast(ids, lantern, own, assessed, other, begun["charlie", "self"])


def _account(session: Session, name: str, now: datetime.datetime, hashed: str | None) -> str:
    if hashed is None:
        return accounts.create(session, email=f"{name}@example.org", name=name.capitalize(), password=PASSWORD, now=now)
    from assess.people.tables import AccountRow
    from assess.platform.database import new_id

    id_ = new_id()
    session.add(AccountRow(id=id_, email=f"{name}@example.org", name=name.capitalize(), password_hash=hashed, created_at=now))
    session.flush()
    return id_


def _dismiss(session: Session, account_id: str) -> None:
    """Take from somebody the roles within organisations that came with making them."""
    from sqlalchemy import delete

    from assess.people.tables import GrantRow

    session.execute(delete(GrantRow).where(GrantRow.account_id == account_id, GrantRow.organisation_id != ""))
