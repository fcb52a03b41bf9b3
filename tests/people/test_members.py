"""Who belongs to an organisation or an assessment."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from assess.people import accounts, invitations, members
from assess.people.actor import NotFound, Refused
from assess.people.roles import INSTALLATION, Role, Scope
from assess.people.tables import AccountRow, GrantRow, InvitationRow
from tests.cast import PEOPLE, actor


@pytest.fixture
def invite(session, cast, clock):
    """Let somebody invite: ``invite("mei", "nora@example.org", Role.RESPONDENT)``."""

    def by(who, email, role, scope=None):
        return invitations.invite(session, actor(session, cast, who), email=email, role=role, scope=scope or cast.scope(), now=clock())

    return by


def grant_of(session, cast, who, role):
    return session.query(GrantRow).filter_by(account_id=cast.accounts[who], role=role.value).one()


def names(found):
    return {member.name: {held.role for held in member.roles} for member in found.people}


def test_an_assessment_has_its_own_people_and_those_of_its_organisation(session, cast, clock):
    found = members.of(session, actor(session, cast, "mei"), cast.scope(), now=clock())
    assert names(found) == {"Mei": {Role.COORDINATOR}, "Ben": {Role.RESPONDENT}, "Ana": {Role.RESPONDENT}, "Rita": {Role.READ_ONLY}}
    held = {member.name: member.roles[0] for member in found.people}
    assert held["Ben"].removable
    assert not held["Rita"].removable, "that is the organisation's"


def test_an_organisation_has_only_its_own(session, cast, clock):
    found = members.of(session, actor(session, cast, "mei"), Scope(cast.lantern), now=clock())
    assert names(found) == {"Mei": {Role.COORDINATOR}, "Rita": {Role.READ_ONLY}}
    (mei,) = (member for member in found.people if member.name == "Mei")
    assert not mei.roles[0].removable
    assert mei.roles[0].why_kept


def test_open_invitations_are_shown_to_those_who_may_invite(session, cast, clock, invite):
    invite("mei", "nora@example.org", Role.RESPONDENT)
    invite("charlie", "other@example.org", Role.READ_ONLY, Scope(cast.other_organisation))
    found = members.of(session, actor(session, cast, "mei"), cast.scope(), now=clock())
    assert [(one.email, one.by, one.removable) for one in found.open] == [("nora@example.org", "Mei", True)]
    assert members.of(session, actor(session, cast, "rita"), cast.scope(), now=clock()).open == ()


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_the_people_of_an_assessment(session, cast, clock, who):
    def see():
        return members.of(session, actor(session, cast, who), cast.scope(), now=clock())

    if who in {"jonas", "aiko", "charlie"}:
        with pytest.raises(NotFound):
            see()
    elif who in {"ben", "ana"}:
        with pytest.raises(Refused):
            see()
    else:
        assert len(see().people) == 4


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(session, cast, clock, installed, hashed_password, invite):
    def queries():
        counted = []
        event.listen(installed.engine, "before_cursor_execute", lambda *_more: counted.append(1))
        members.of(session, mei, cast.scope(), now=clock())
        return len(counted)

    mei = actor(session, cast, "mei")
    session.expunge_all()
    before = queries()
    for number in range(40):
        row = AccountRow(
            id=f"crowd{number:07}", email=f"{number}@example.org", name=f"N{number}", password_hash=hashed_password, created_at=clock()
        )
        session.add(row)
        session.flush()
        accounts.grant(session, row.id, Role.RESPONDENT, cast.scope(), by=None, now=clock())
        invite("mei", f"more{number}@example.org", Role.RESPONDENT)
    session.expunge_all()
    assert queries() == before == 2


def test_a_role_is_taken_away_with_the_invitations_it_gave(session, cast, clock, invite):
    accounts.grant(session, cast.accounts["rita"], Role.COORDINATOR, Scope(cast.lantern), by=None, now=clock())
    invite("rita", "again@example.org", Role.COORDINATOR, Scope(cast.lantern))
    invite("mei", "nora@example.org", Role.RESPONDENT)
    taken = grant_of(session, cast, "rita", Role.COORDINATOR)
    assert members.remove(session, actor(session, cast, "mei"), taken.id, now=clock()) == (cast.accounts["rita"], Scope(cast.lantern))
    assert session.query(GrantRow).filter_by(id=taken.id).count() == 0
    open_ = session.query(InvitationRow).filter(InvitationRow.withdrawn_at.is_(None))
    assert [row.email for row in open_] == ["nora@example.org"]


@pytest.mark.parametrize(("who", "refusal"), [("charlie", NotFound), ("ben", Refused), ("rita", Refused), ("jonas", NotFound)])
def test_a_role_is_taken_away_only_by_who_could_give_it(session, cast, clock, who, refusal):
    with pytest.raises(refusal):
        members.remove(session, actor(session, cast, who), grant_of(session, cast, "ana", Role.RESPONDENT).id, now=clock())


def test_a_coordinator_takes_no_reviewer_away(session, cast, clock):
    accounts.grant(session, cast.accounts["olga"], Role.REVIEWER, Scope(cast.lantern), by=None, now=clock())
    held = session.query(GrantRow).filter_by(account_id=cast.accounts["olga"], organisation_id=cast.lantern).one()
    with pytest.raises(Refused):
        members.remove(session, actor(session, cast, "mei"), held.id, now=clock())


def test_nobody_takes_away_his_own_last_coordinator(session, cast, clock):
    own = grant_of(session, cast, "mei", Role.COORDINATOR)
    with pytest.raises(Refused):
        members.remove(session, actor(session, cast, "mei"), own.id, now=clock())
    accounts.grant(session, cast.accounts["rita"], Role.COORDINATOR, Scope(cast.lantern), by=None, now=clock())
    members.remove(session, actor(session, cast, "mei"), own.id, now=clock())


def test_the_last_administrator_stays(session, cast, clock):
    own = grant_of(session, cast, "ada", Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        members.remove(session, actor(session, cast, "ada"), own.id, now=clock())
    accounts.grant(session, cast.accounts["sam"], Role.ADMINISTRATOR, INSTALLATION, by=None, now=clock())
    session.get(AccountRow, cast.accounts["sam"]).disabled_at = clock()
    session.flush()
    with pytest.raises(Refused):  # one who cannot sign in does not count
        members.remove(session, actor(session, cast, "ada"), own.id, now=clock())
    session.get(AccountRow, cast.accounts["sam"]).disabled_at = None
    session.flush()
    members.remove(session, actor(session, cast, "sam"), own.id, now=clock())


@pytest.mark.parametrize("id_", ["abcdefghijkm", "", "\x00", "'"])
def test_what_is_no_role_is_not_found(session, cast, clock, id_):
    with pytest.raises(NotFound):
        members.remove(session, actor(session, cast, "ada"), id_, now=clock())
