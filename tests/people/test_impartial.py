"""Nobody answers for an organisation and assesses it: not by inviting himself, not by sending the assessors away."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assess.people import invitations, members
from assess.people.actor import Refused
from assess.people.invitations import Partial, Purpose
from assess.people.roles import Role, Scope
from assess.people.tables import GrantRow
from tests.cast import actor


def invited(session, cast, by, role, scope, now):
    _id, key = invitations.invite(session, actor(session, cast, by), email="x@example.org", name="", role=role, scope=scope, now=now)
    return invitations.opened(session, key, Purpose.ROLE, now=now)


@pytest.mark.parametrize("role", [Role.LEAD_ASSESSOR, Role.ASSESSOR])
def test_a_coordinator_cannot_become_the_assessor_of_her_own_organisation(session, cast, clock, role):
    invitation = invited(session, cast, "mei", role, Scope(cast.lantern, cast.assessed), clock())
    with pytest.raises(Partial):
        invitations.accept(session, invitation, cast.accounts["mei"], now=clock())


def test_an_assessor_cannot_come_to_answer_what_he_assesses(session, cast, clock):
    invitation = invited(session, cast, "mei", Role.COORDINATOR, Scope(cast.lantern), clock())
    with pytest.raises(Partial):
        invitations.accept(session, invitation, cast.accounts["jonas"], now=clock())


def test_who_answers_for_one_organisation_may_assess_another(session, cast, clock):
    invitation = invited(session, cast, "mei", Role.ASSESSOR, Scope(cast.lantern, cast.assessed), clock())
    invitations.accept(session, invitation, cast.accounts["charlie"], now=clock())
    held = session.scalars(select(GrantRow.role).where(GrantRow.account_id == cast.accounts["charlie"]))
    assert set(held) == {"coordinator", "assessor"}


def test_a_link_that_was_refused_stays_open_for_whom_it_was_meant(client_of, cast, session, clock):
    scope = Scope(cast.lantern, cast.assessed)
    _id, key = invitations.invite(
        session, actor(session, cast, "mei"), email="x@example.org", name="", role=Role.ASSESSOR, scope=scope, now=clock()
    )
    session.commit()
    assert client_of("mei").post(f"/invitations/{key}/accept").status_code == 409
    assert client_of("charlie").post(f"/invitations/{key}/accept").status_code == 302


@pytest.mark.parametrize("name", ["jonas", "aiko"])
def test_who_is_assessed_does_not_send_the_assessors_away(session, cast, clock, name):
    grant = session.scalar(select(GrantRow.id).where(GrantRow.account_id == cast.accounts[name]))
    with pytest.raises(Refused):
        members.remove(session, actor(session, cast, "mei"), grant, now=clock())
    assert members.remove(session, actor(session, cast, "ada"), grant, now=clock())[0] == cast.accounts[name]


@pytest.mark.parametrize("spelling", ["mei@example。org", "mei@ｅxample.org", "MEI@EXAMPLE.ORG", " mei@example.org "])
def test_an_address_is_throttled_however_it_is_spelt(client_of, spelling):
    client = client_of("")
    for _ in range(5):
        assert client.post("/sign-in", data={"email": "mei@example.org", "password": "wrong"}).status_code == 422
    assert client.post("/sign-in", data={"email": spelling, "password": "wrong"}).status_code == 429
