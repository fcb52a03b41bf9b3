"""Organisations: made, changed, put away; each change by the version it was based on, so that nobody overwrites what he has not seen."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from assess.organisations.tables import OrganisationRow
from assess.people import accounts
from assess.people.actor import Actor, NotFound
from assess.people.roles import INSTALLATION, Role, Scope, Verb
from assess.platform import codes
from assess.platform.database import new_id
from assess.platform.faults import Fault, Faults

MOST = 100_000_000
"""The largest number of employees or sites, as in assessment files."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an organisation; empty and None: unknown."""

    name: str
    name_zh: str = ""
    industry: str = ""
    region: str = ""
    employees: int | None = None
    sites: int | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as it is kept."""

    id: str
    profile: Profile
    archived_at: datetime.datetime | None
    version: int

    @property
    def scope(self) -> Scope:
        """The scope of the organisation with all its assessments."""
        return Scope(self.id)

    @property
    def names(self) -> dict[str, str]:
        """The name as the plain data of a text."""
        return {"en": self.profile.name, "zh_Hans": self.profile.name_zh} if self.profile.name_zh else {"any": self.profile.name}


def create(
    session: Session,
    actor: Actor,
    *,
    name: str,
    name_zh: str = "",
    industry: str = "",
    region: str = "",
    employees: int | None = None,
    sites: int | None = None,
    now: datetime.datetime,
) -> str:
    """Make an organisation, coordinated by whoever makes it, and return its id. Raises NotFound or Refused, and Faults."""
    actor.must(Verb.CREATE_ORGANISATION, INSTALLATION, seen_by=Verb.CREATE_ORGANISATION)
    return enter(session, Profile(name, name_zh, industry, region, employees, sites), coordinator=actor.id, now=now)


def enter(session: Session, profile: Profile, *, coordinator: str | None, now: datetime.datetime) -> str:
    """Make an organisation and return its id. Asks no rights: it is for whoever runs the installation. Raises Faults."""
    if faults := wrong(profile):
        raise Faults(faults)
    id_ = new_id()
    session.add(OrganisationRow(id=id_, **asdict(profile), created_by=coordinator, created_at=now))
    session.flush()
    if coordinator:
        accounts.grant(session, coordinator, Role.COORDINATOR, Scope(id_), by=coordinator, now=now)
    return id_


def get(session: Session, actor: Actor, id_: str, *, verb: Verb = Verb.SEE_ORGANISATION) -> Organisation:
    """Return an organisation the actor may see, for what he means to do with it. Raises NotFound or Refused."""
    actor.must(verb, Scope(id_), seen_by=Verb.SEE_ORGANISATION)
    row = session.get(OrganisationRow, id_)
    if row is None:
        raise NotFound
    return of_row(row)


def of_row(row: OrganisationRow) -> Organisation:
    """Return an organisation of its row."""
    profile = Profile(row.name, row.name_zh, row.industry, row.region, row.employees, row.sites)
    return Organisation(row.id, profile, row.archived_at, row.version)


def change(session: Session, actor: Actor, id_: str, profile: Profile, *, version: int) -> Organisation | None:
    """Change a profile that was seen as ``version``; return None when all is well, else the organisation as somebody has changed it since.

    Raises NotFound or Refused, and Faults.
    """
    get(session, actor, id_, verb=Verb.EDIT_ORGANISATION)
    if faults := wrong(profile):
        raise Faults(faults)
    statement = update(OrganisationRow).where(OrganisationRow.id == id_, OrganisationRow.version == version)
    changed = session.execute(statement.values(**asdict(profile), version=version + 1).returning(OrganisationRow.id)).one_or_none()
    session.expire_all()
    return None if changed else get(session, actor, id_)


def archive(session: Session, actor: Actor, id_: str, *, now: datetime.datetime, back: bool = False) -> None:
    """Put an organisation away, with all its assessments, or take it ``back``. Nothing is lost. Raises NotFound or Refused."""
    get(session, actor, id_, verb=Verb.EDIT_ORGANISATION)
    session.execute(update(OrganisationRow).where(OrganisationRow.id == id_).values(archived_at=None if back else now))
    session.expire_all()


def wrong(profile: Profile) -> list[Fault]:
    """Return everything that is wrong with a profile; the key of a fault is the field it is about."""
    found = [] if profile.name.strip() else [_fault("name", "the organisation has no name", "any name")]
    if profile.industry and (fault := codes.industry_fault(profile.industry)):
        found.append(_fault("industry", *fault))
    if profile.region and (fault := codes.region_fault(profile.region)):
        found.append(_fault("region", *fault))
    for key in ("employees", "sites"):
        number = getattr(profile, key)
        if number is not None and not 0 <= number <= MOST:
            found.append(_fault(key, f"{number} is no number of {key}", f"from 0 to {MOST}"))
    return found


def _fault(key: str, wrong_: str, right: str = "") -> Fault:
    return Fault("the organisation", "", key, wrong_, right)
