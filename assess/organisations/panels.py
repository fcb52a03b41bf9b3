"""What other rooms show on the page of an organisation: a room that knows more of it than we do adds a panel when it is loaded.

So the page can list an organisation's assessments, although this room stands below theirs and knows nothing of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assess.organisations.service import Organisation
from assess.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page: the template that draws it, and the facts it draws."""

    template: str
    facts: object


Maker = Callable[[Session, Actor, Organisation, datetime.date], Panel | None]
"""Makes a panel for an actor, as of a day; None where there is nothing for him."""
_MAKERS: list[Maker] = []


def add(maker: Maker) -> Maker:
    """Show what ``maker`` makes on the page of every organisation."""
    if maker not in _MAKERS:
        _MAKERS.append(maker)
    return maker


def of(session: Session, actor: Actor, organisation: Organisation, *, today: datetime.date) -> Sequence[Panel]:
    """Return the panels of an organisation's page."""
    made = (maker(session, actor, organisation, today) for maker in _MAKERS)
    return [panel for panel in made if panel]
