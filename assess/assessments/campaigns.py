"""Campaigns: one questionnaire put to many organisations at once, and how far each of them has come.

A campaign begins one assessment of each organisation, all of them pinned to the same. It invites nobody: the coordinators an organisation
has are named, and where it has none, that is said.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, insert, select
from sqlalchemy.orm import Session

from assess.assessments import listing, pinning, service
from assess.assessments.listing import Entry
from assess.assessments.stored import State
from assess.assessments.tables import AssessmentRow, CampaignRow
from assess.organisations import listing as organisations
from assess.people.actor import Actor, NotFound
from assess.people.roles import INSTALLATION, Role, Verb
from assess.people.tables import AccountRow, GrantRow
from assess.platform.database import new_id
from assess.platform.faults import Faults, single


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign with the number of its assessments, and how many of them were handed in or are closed."""

    id: str
    title: str
    due: datetime.date | None
    created_at: datetime.datetime
    assessments: int
    handed_in: int


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation in a campaign: its assessment, and the names of those who coordinate it."""

    entry: Entry
    coordinators: tuple[str, ...]


def must_run(actor: Actor) -> None:
    """Raise NotFound for those who run no campaigns: they need not know that there are any."""
    actor.must(Verb.RUN_CAMPAIGN, INSTALLATION, seen_by=Verb.RUN_CAMPAIGN)


def listed(session: Session, actor: Actor) -> tuple[Campaign, ...]:
    """Return all campaigns, the latest first. Raises NotFound."""
    must_run(actor)
    return _campaigns(session)


def get(session: Session, actor: Actor, id_: str) -> Campaign:
    """Return a campaign. Raises NotFound."""
    must_run(actor)
    found = _campaigns(session, id_)
    if not found:
        raise NotFound
    return found[0]


def lines(session: Session, actor: Actor, id_: str, *, today: datetime.date) -> tuple[Line, ...]:
    """Return every organisation of a campaign with its progress, in as many queries for fifty as for five. Raises NotFound."""
    must_run(actor)
    entries = listing.of_campaign(session, actor, id_, today=today)
    coordinators = _coordinators(session, {each.stored.organisation_id for each in entries})
    return tuple(Line(each, coordinators.get(each.stored.organisation_id, ())) for each in entries)


def run(
    session: Session,
    actor: Actor,
    *,
    title: str,
    organisation_ids: Collection[str],
    questionnaire: str,
    scheme: str,
    packs: Sequence[str] = (),
    kind: str,
    period: str,
    due: datetime.date | None = None,
    now: datetime.datetime,
) -> str:
    """Begin an assessment of each organisation and return the campaign's id.

    Raises NotFound, also where one of the organisations is not there, and Faults: no organisation, no title, or what
    :func:`assess.assessments.service.begin` would not begin.
    """
    must_run(actor)
    chosen = organisations.several(session, actor, set(organisation_ids), verb=Verb.CREATE_ASSESSMENT)
    if len(chosen) != len(set(organisation_ids)):
        raise NotFound
    if not chosen or not title.strip():
        raise single("the campaign", "", "", "it has no title or no organisation", "name it, and choose at least one organisation")
    if faults := service.wrong(kind, period):
        raise Faults(faults)
    pins = pinning.pin(session, questionnaire, packs, scheme, now=now)
    id_ = new_id()
    session.execute(insert(CampaignRow).values(id=id_, title=title.strip(), due=due, created_by=actor.id, created_at=now))
    ids = [each.id for each in chosen]
    service.begin_all(session, ids, pins, kind=kind, period=period, by=actor.id, now=now, due=due, campaign_id=id_)
    return id_


def _campaigns(session: Session, id_: str = "") -> tuple[Campaign, ...]:
    handed_in = func.sum(case((AssessmentRow.state == State.ANSWERING.value, 0), else_=1))
    statement = (
        select(CampaignRow, func.count(AssessmentRow.id), handed_in)
        .outerjoin(AssessmentRow, AssessmentRow.campaign_id == CampaignRow.id)
        .group_by(CampaignRow.id)
        .order_by(CampaignRow.created_at.desc(), CampaignRow.id)
    )
    if id_:
        statement = statement.where(CampaignRow.id == id_)
    return tuple(
        Campaign(row.id, row.title, row.due, row.created_at, count, int(done or 0) if count else 0)
        for row, count, done in session.execute(statement)
    )


def _coordinators(session: Session, organisation_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    statement = (
        select(GrantRow.organisation_id, AccountRow.name)
        .join(AccountRow, AccountRow.id == GrantRow.account_id)
        .where(
            GrantRow.role == Role.COORDINATOR.value,
            GrantRow.assessment_id == "",
            GrantRow.organisation_id.in_(organisation_ids),
            AccountRow.disabled_at.is_(None),
        )
        .order_by(AccountRow.name)
    )
    found: dict[str, tuple[str, ...]] = {}
    for organisation, name in session.execute(statement) if organisation_ids else ():
        found[organisation] = (*found.get(organisation, ()), name)
    return found
