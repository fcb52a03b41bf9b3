"""Organisations as a service: who may do what, what is refused, and that nobody overwrites what he has not seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from assess.organisations import listing, service
from assess.organisations.listing import Search
from assess.organisations.service import Profile
from assess.organisations.tables import OrganisationRow
from assess.people.actor import NotFound, Refused
from assess.people.roles import Role, Verb
from assess.people.tables import GrantRow
from assess.platform.faults import Faults
from tests import cast as casting


@pytest.fixture
def who(session, cast):
    """Return somebody of the cast as services know them."""
    return lambda name: casting.actor(session, cast, name)


def test_whoever_makes_an_organisation_coordinates_it(session, cast, who, clock):
    id_ = service.create(session, who("sam"), name="Third", now=clock())
    held = session.scalars(select(GrantRow).where(GrantRow.organisation_id == id_)).one()
    assert (held.account_id, held.role) == (cast.accounts["sam"], Role.COORDINATOR.value)


@pytest.mark.parametrize("name", ["mei", "ben", "rita", "jonas", "olga", "charlie"])
def test_nobody_else_makes_one(session, who, clock, name):
    with pytest.raises(NotFound):
        service.create(session, who(name), name="Third", now=clock())


@pytest.mark.parametrize(
    ("profile", "key"),
    [
        (Profile("  "), "name"),
        (Profile("A", industry="99"), "industry"),
        (Profile("A", region="Atlantis"), "region"),
        (Profile("A", employees=-1), "employees"),
        (Profile("A", sites=10**9), "sites"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(session, clock, profile, key):
    with pytest.raises(Faults) as refused:
        service.enter(session, profile, coordinator=None, now=clock())
    assert [fault.key for fault in refused.value.faults] == [key]


def test_a_change_is_made_by_the_version_it_is_based_on(session, cast, who):
    seen = service.get(session, who("mei"), cast.lantern)
    assert service.change(session, who("mei"), cast.lantern, replace(seen.profile, sites=3), version=seen.version) is None
    overtaken = service.change(session, who("sam"), cast.lantern, replace(seen.profile, employees=200), version=seen.version)
    assert overtaken is not None
    assert (overtaken.profile.sites, overtaken.profile.employees, overtaken.version) == (3, 180, seen.version + 1)
    assert service.get(session, who("mei"), cast.lantern).profile == replace(seen.profile, sites=3)


@pytest.mark.parametrize(
    ("name", "refusal"), [("rita", Refused), ("olga", Refused), ("ben", NotFound), ("jonas", NotFound), ("charlie", NotFound)]
)
def test_others_do_not_change_it(session, cast, who, name, refusal, clock):
    profile = Profile("Stolen")
    with pytest.raises(refusal):
        service.change(session, who(name), cast.lantern, profile, version=1)
    with pytest.raises(refusal):
        service.archive(session, who(name), cast.lantern, now=clock())


def test_what_does_not_exist_is_not_found_by_those_who_see_everything(session, who):
    for id_ in ("", "nothing", "x" * 500):
        with pytest.raises(NotFound):
            service.get(session, who("sam"), id_)


def test_an_organisation_that_is_put_away_is_found_where_one_looks_for_it_only(session, cast, who, clock):
    service.archive(session, who("mei"), cast.lantern, now=clock())
    assert service.get(session, who("mei"), cast.lantern).archived_at == clock()
    assert listing.listed(session, who("mei"), Search()).total == 0
    assert [each.id for each in listing.listed(session, who("mei"), Search(archived=True)).organisations] == [cast.lantern]
    service.archive(session, who("mei"), cast.lantern, now=clock(), back=True)
    assert listing.listed(session, who("mei"), Search()).total == 1


def test_a_list_holds_what_the_actor_may_see(session, cast, who):
    found = {name: {each.id for each in listing.listed(session, who(name), Search()).organisations} for name in casting.PEOPLE}
    both = {cast.lantern, cast.other_organisation}
    assert found == {
        **dict.fromkeys(("sam", "olga", "ada"), both),
        **{key: {cast.lantern} for key in ("mei", "rita")},
        **{key: set() for key in ("ben", "ana", "jonas", "aiko")},
        "charlie": {cast.other_organisation},
    }


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (Search(words="lantern"), True),
        (Search(words="SOFT lan"), True),
        (Search(words="灯笼"), True),
        (Search(words="%"), False),
        (Search(words="_"), False),
        (Search(industry="J"), True),
        (Search(industry="J62"), True),
        (Search(industry="K"), False),
        (Search(region="CN"), True),
        (Search(region="CN-GD"), True),
        (Search(region="C"), False),
    ],
)
def test_organisations_are_found_by_words_industry_and_region(session, cast, who, search, found):
    assert (cast.lantern in listing.ids(session, who("sam"), search, verb=Verb.SEE_ORGANISATION)) is found


def test_pages_cover_the_list_without_a_gap(session, who, clock):
    session.add_all(OrganisationRow(id=f"org{number:09}", name=f"Organisation {number:02}", created_at=clock()) for number in range(55))
    session.flush()
    pages = [listing.listed(session, who("sam"), Search(words="Organisation"), page=number) for number in (1, 2, 3, 4)]
    assert [len(page.organisations) for page in pages] == [25, 25, 5, 0]
    assert {page.total for page in pages} == {55}
    assert {page.last for page in pages} == {3}
    assert len({each.id for page in pages for each in page.organisations}) == 55
