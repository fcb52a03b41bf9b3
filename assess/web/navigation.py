"""Where one can go from every page: the entries of the main menu that are for whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import flask

from assess.people import current
from assess.people.actor import Actor
from assess.people.roles import Verb
from assess.platform.locale import mark as _


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its page, its name, and whose it is. ``section`` is the room whose pages it stands for."""

    endpoint: str
    title: str
    section: str
    for_whom: Callable[[Actor], bool]


def _sees_organisations(actor: Actor) -> bool:
    return actor.everywhere(Verb.SEE_ORGANISATION) or bool(actor.organisations(Verb.SEE_ORGANISATION))


_ENTRIES = (
    Entry("assessments.home", _("Assessments"), "assessments", lambda _actor: True),
    Entry("organisations.listed", _("Organisations"), "organisations", _sees_organisations),
    Entry("assessments.campaigns", _("Campaigns"), "campaigns", lambda actor: actor.everywhere(Verb.RUN_CAMPAIGN)),
    Entry("reporting.batch", _("Reports"), "reports", lambda actor: actor.everywhere(Verb.REQUEST_REPORT)),
    Entry(
        "administration.questionnaires", _("Questionnaires"), "questionnaires", lambda actor: actor.everywhere(Verb.PUBLISH_QUESTIONNAIRES)
    ),
    Entry("people.accounts", _("People"), "people", lambda actor: actor.everywhere(Verb.MANAGE_ACCOUNTS)),
    Entry("administration.settings", _("Settings"), "administration", lambda actor: actor.everywhere(Verb.CONFIGURE_INSTALLATION)),
)


def entries() -> Iterator[Entry]:
    """Yield the entries for whoever is signed in, as far as this installation has their pages."""
    actor = current.visitor()
    for entry in _ENTRIES:
        if actor and entry.endpoint in flask.current_app.view_functions and entry.for_whom(actor):
            yield entry
