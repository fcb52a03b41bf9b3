"""What the page of an organisation shows of its assessments."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assess.assessments import listing
from assess.assessments.listing import Entry
from assess.organisations.panels import Panel
from assess.organisations.service import Organisation
from assess.people.actor import Actor
from assess.people.roles import Verb


@dataclass(frozen=True, slots=True)
class Facts:
    """The assessments of an organisation, the latest first; whether the reader may begin another."""

    organisation_id: str
    entries: tuple[Entry, ...]
    may_begin: bool


def assessments(session: Session, actor: Actor, organisation: Organisation, today: datetime.date) -> Panel | None:
    """Return the panel of an organisation's assessments; None for those who see none, such as whoever runs the installation."""
    if not actor.may(Verb.SEE_ASSESSMENT, organisation.scope):
        return None
    may_begin = actor.may(Verb.CREATE_ASSESSMENT, organisation.scope) and organisation.archived_at is None
    entries = listing.of_organisation(session, actor, organisation.id, today=today)
    return Panel("assessments/_of_organisation.html", Facts(organisation.id, entries, may_begin))
