"""Lists of organisations: those the actor may see, searched, a page at a time; two queries however many there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from assess.organisations.service import Organisation, of_row
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor
from assess.people.roles import Verb

SIZE = 25
"""Organisations on one page."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: words in a name; an industry with all its divisions; a region with all its parts; archived ones, or others."""

    words: str = ""
    industry: str = ""
    region: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: what stands on this page, and how many there are in all."""

    organisations: tuple[Organisation, ...]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))


def listed(session: Session, actor: Actor, search: Search, *, page: int = 1, size: int = SIZE, verb: Verb = Verb.SEE_ORGANISATION) -> Page:
    """Return a page of the organisations for which the actor may do ``verb``, by name. A page beyond the last one is empty."""
    statement = _found(actor, search, verb)
    total = session.scalar(statement.with_only_columns(func.count())) or 0
    ordered = statement.order_by(func.lower(OrganisationRow.name), OrganisationRow.id)
    rows = session.scalars(ordered.limit(size).offset((page - 1) * size)) if total else ()
    return Page(tuple(of_row(row) for row in rows), total, page, size)


def ids(session: Session, actor: Actor, search: Search, *, verb: Verb) -> tuple[str, ...]:
    """Return the ids of all organisations found for which the actor may do ``verb``."""
    return tuple(session.scalars(_found(actor, search, verb).with_only_columns(OrganisationRow.id)))


def several(session: Session, actor: Actor, ids: Collection[str], *, verb: Verb) -> tuple[Organisation, ...]:
    """Return those of these organisations that are not archived and for which the actor may do ``verb``, by name, in one query."""
    statement = _found(actor, Search(), verb).where(OrganisationRow.id.in_(ids))
    return tuple(of_row(row) for row in session.scalars(statement.order_by(func.lower(OrganisationRow.name), OrganisationRow.id)))


def _found(actor: Actor, search: Search, verb: Verb) -> Select[OrganisationRow]:
    statement = select(OrganisationRow)
    if not actor.everywhere(verb):
        statement = statement.where(OrganisationRow.id.in_(actor.organisations(verb)))
    archived = OrganisationRow.archived_at
    statement = statement.where(archived.is_not(None) if search.archived else archived.is_(None))
    for word in search.words.split():
        statement = statement.where(
            or_(OrganisationRow.name.icontains(word, autoescape=True), OrganisationRow.name_zh.icontains(word, autoescape=True))
        )
    if search.industry:
        statement = statement.where(OrganisationRow.industry.startswith(search.industry, autoescape=True))
    if search.region:
        statement = statement.where(
            or_(OrganisationRow.region == search.region, OrganisationRow.region.startswith(f"{search.region}-", autoescape=True))
        )
    return statement
