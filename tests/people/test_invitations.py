"""Invitations: who may give what, the link that works once, and what accepting does."""

from __future__ import annotations

import re

import pytest

from assess.people import accounts, giving, invitations, passwords
from assess.people.actor import NotFound, Refused
from assess.people.roles import INSTALLATION, MAY, Role, Scope
from assess.people.tables import AccountRow, GrantRow, InvitationRow
from assess.people.values import Purpose
from assess.platform import database
from assess.platform.faults import Faults
from tests.cast import PASSWORD, PEOPLE, actor

NEW = "a lantern in the harbour"
JOIN = {"name": "Nora", "password": NEW, "language": ""}


@pytest.fixture
def invited(installed, cast):
    """Invite somebody to Lantern's self-assessment and return the link's path: ``invited("nora@example.org")``."""

    def invite(email="nora@example.org", role=Role.RESPONDENT, criteria=("1.1", "1.2"), by="mei", scope=None):
        with database.writing(installed.engine) as session:
            who, where = actor(session, cast, by), scope or cast.scope()
            _id, key = invitations.invite(
                session, who, email=email, name="Nora", role=role, scope=where, criteria=criteria, now=installed.clock()
            )
        return f"/invitations/{key}"

    return invite


def grants(installed, email):
    with database.reading(installed.engine) as session:
        rows = session.query(GrantRow).join(AccountRow, AccountRow.id == GrantRow.account_id).filter(AccountRow.email == email)
        return {(Role(row.role), Scope(row.organisation_id, row.assessment_id)) for row in rows}


def test_a_new_account_accepts_and_is_signed_in(client_of, invited, installed, cast):
    link, client = invited(), client_of("")
    page = client.get(link)
    assert page.status_code == 200
    assert "Mei invites nora@example.org to Assess." in page.text
    assert client.post(link, data=JOIN).status_code == 302
    assert "nora@example.org" in client.get("/account").text
    assert grants(installed, "nora@example.org") == {(Role.RESPONDENT, cast.scope())}


def test_who_has_an_account_accepts_with_it(client_of, invited, installed, cast):
    link, client = invited("rita@example.org"), client_of("")
    onward = re.search(r'href="(/sign-in\?next=[^"]+)"', client.get(link).text)[1]
    client.get(onward)
    answer = client.post("/sign-in", data={"email": "rita@example.org", "password": PASSWORD, "next": link})
    assert answer.location == link
    assert "Accept as Rita" in client.get(link).text
    assert client.post(f"{link}/accept").status_code == 302
    assert (Role.RESPONDENT, cast.scope()) in grants(installed, "rita@example.org")


def test_whoever_opens_the_link_may_accept_it_as_the_account_that_is_signed_in(client_of, invited, installed, cast):
    assert client_of("ana").post(f"{invited(role=Role.READ_ONLY)}/accept").status_code == 302
    assert (Role.READ_ONLY, cast.scope()) in grants(installed, "ana@example.org")


def test_an_invitation_to_a_role_that_is_held_already_does_no_harm(client_of, invited, installed, cast):
    assert client_of("ben").post(f"{invited('ben@example.org')}/accept").status_code == 302
    assert grants(installed, "ben@example.org") == {(Role.RESPONDENT, cast.scope())}


def test_other_rooms_do_their_part_when_somebody_accepts(client_of, invited, installed, monkeypatch):
    told = []
    monkeypatch.setattr(
        invitations, "accepted", [lambda session, invitation, account_id, now: told.append((invitation.criteria, account_id, now))]
    )
    client_of("").post(invited(), data=JOIN)
    with database.reading(installed.engine) as session:
        nora = accounts.by_address(session, "nora@example.org").id
    assert told == [(("1.1", "1.2"), nora, installed.clock())]


def test_a_visitor_cannot_accept_as_nobody(client_of, invited):
    assert client_of("").post(f"{invited()}/accept").status_code == 401


@pytest.mark.parametrize("how", ["used", "withdrawn", "expired", "replaced"])
def test_a_link_that_is_over_leads_nowhere(client_of, invited, installed, clock, how):
    link = invited()
    if how == "used":
        assert client_of("").post(link, data=JOIN).status_code == 302
    elif how == "withdrawn":
        with database.writing(installed.engine) as session:
            session.query(InvitationRow).update({"withdrawn_at": clock()})
    elif how == "expired":
        clock.goes_on(days=14)
    else:
        invited()
    before = grants(installed, "charlie@example.org")
    for answer in (
        client_of("").get(link),
        client_of("").post(link, data={**JOIN, "name": "Second"}),
        client_of("charlie").get(link),
        client_of("charlie").post(f"{link}/accept"),
    ):
        assert answer.status_code == 410
        assert "Ask Mei for a new one." in answer.text
    assert grants(installed, "charlie@example.org") == before


def test_a_link_works_for_fourteen_days(client_of, invited, clock):
    link = invited()
    clock.goes_on(days=13, hours=23)
    assert client_of("").post(link, data=JOIN).status_code == 302


def test_of_two_who_use_a_link_at_once_one_comes_in(session, cast, clock):
    _id, key = invitations.invite(
        session, actor(session, cast, "mei"), email="nora@example.org", role=Role.RESPONDENT, scope=cast.scope(), now=clock()
    )
    opened = invitations.opened(session, key, Purpose.ROLE, now=clock())
    invitations.accept(session, opened, cast.accounts["rita"], now=clock())
    with pytest.raises(invitations.Over):
        invitations.accept(session, opened, cast.accounts["charlie"], now=clock())


def test_what_fails_half_way_leaves_nothing_behind(client_of, invited, installed, cast, monkeypatch):
    def used_up_meanwhile(session, invitation, account_id, now):
        raise invitations.Over

    monkeypatch.setattr(invitations, "accepted", [used_up_meanwhile])
    link = invited()
    assert client_of("charlie").post(f"{link}/accept").status_code == 410
    assert client_of("").post(link, data=JOIN).status_code == 410
    assert grants(installed, "charlie@example.org") == {(Role.COORDINATOR, Scope(cast.other_organisation))}
    with database.reading(installed.engine) as session:
        assert accounts.by_address(session, "nora@example.org") is None
    monkeypatch.setattr(invitations, "accepted", [])
    assert client_of("").post(link, data=JOIN).status_code == 302


@pytest.mark.parametrize("key", ["guessed", "A" * 43, "%00", "..", "x" * 4000, "'--"])
def test_a_guessed_key_finds_nothing(client_of, key):
    for path in ("invitations", "start", "reset"):
        assert client_of("").get(f"/{path}/{key}").status_code == 404
        assert client_of("").post(f"/{path}/{key}", data=JOIN).status_code == 404
    assert client_of("charlie").post(f"/invitations/{key}/accept").status_code == 404


def test_the_key_is_not_kept(invited, session):
    link = invited()
    row = session.query(InvitationRow).one()
    assert row.key_hash not in link
    assert link.rpartition("/")[2] not in str(vars(row))
    assert len(link.rpartition("/")[2]) == 43


def test_a_key_for_one_thing_is_none_for_another(client_of, invited, session):
    key = invited().rpartition("/")[2]
    assert client_of("").post(f"/reset/{key}", data={"password": NEW}).status_code == 404
    assert client_of("").post(f"/start/{key}", data={**JOIN, "email": "x@example.org"}).status_code == 404


def test_what_is_in_no_form_is_not_taken(client_of, invited, installed, cast):
    link = invited()
    more = {"email": "ada@example.org", "role": "administrator", "organisation_id": "", "assessment_id": cast.other_assessment,
            "organisation": cast.other_organisation, "criteria": "[]", "purpose": "first", "id": cast.accounts["ada"]}  # fmt: skip
    assert client_of("").post(link, data={**JOIN, **more}).status_code == 302
    assert grants(installed, "nora@example.org") == {(Role.RESPONDENT, cast.scope())}
    with database.reading(installed.engine) as session:
        assert accounts.by_address(session, "ada@example.org").id == cast.accounts["ada"]
        assert passwords.verified(accounts.password_hash(session, cast.accounts["ada"]), PASSWORD)


def test_the_page_of_an_invitation_does_not_tell_who_has_an_account(client_of, invited):
    known, unknown = (client_of("").get(invited(email)).text for email in ("charlie@example.org", "nobody7@example.org"))
    plain = [re.sub(r'invitations[/%2F]+[\w-]{43}|name="csrf_token" value="[^"]*"', "", page) for page in (known, unknown)]
    assert plain[0].replace("charlie@", "nobody7@") == plain[1]


def test_inviting_does_not_tell_who_has_an_account(session, cast, clock):
    who = actor(session, cast, "mei")
    for email in ("charlie@example.org", "nobody7@example.org"):
        id_, key = invitations.invite(session, who, email=email, role=Role.RESPONDENT, scope=cast.scope(), now=clock())
        assert (len(id_), len(key)) == (12, 43)


def test_an_account_is_not_taken_over_by_an_invitation_to_its_address(client_of, invited, installed, cast):
    link = invited("charlie@example.org")
    answer = client_of("").post(link, data=JOIN)
    assert answer.status_code == 422
    assert "Sign in with it" in answer.text
    assert client_of("").get(link).status_code == 200, "the link is still open"
    assert client_of("").post("/sign-in", data={"email": "charlie@example.org", "password": NEW}).status_code == 422


@pytest.mark.parametrize(
    "told", [{"name": ""}, {"password": "short"}, {"password": "nora@example.org"}, {"language": "fr"}, {"name": "\x00"}]
)
def test_a_form_that_will_not_do_uses_nothing_up(client_of, invited, told):
    link = invited()
    answer = client_of("").post(link, data={**JOIN, **told})
    assert answer.status_code == 422
    assert 'class="fault"' in answer.text
    assert NEW not in answer.text
    assert client_of("").post(link, data=JOIN).status_code == 302


ALL = frozenset(Role)
GIVEN = {
    # who, where: what may be given
    ("mei", "assessment"): {Role.RESPONDENT, Role.READ_ONLY, Role.COORDINATOR, Role.ASSESSOR, Role.LEAD_ASSESSOR},
    ("mei", "organisation"): {Role.RESPONDENT, Role.READ_ONLY, Role.COORDINATOR},
    ("jonas", "assessed"): {Role.ASSESSOR, Role.LEAD_ASSESSOR, Role.READ_ONLY},
    ("ada", "assessment"): ALL - {Role.SCHEME_MANAGER, Role.ADMINISTRATOR},
    ("ada", "organisation"): ALL - {Role.SCHEME_MANAGER, Role.ADMINISTRATOR},
    ("ada", "installation"): ALL - {Role.RESPONDENT},
    ("sam", "installation"): {Role.SCHEME_MANAGER, Role.READ_ONLY},
    ("sam", "organisation"): {Role.READ_ONLY},
    ("sam", "assessment"): {Role.READ_ONLY},
    ("charlie", "other"): {Role.RESPONDENT, Role.READ_ONLY, Role.COORDINATOR, Role.ASSESSOR},
}


def scopes(cast):
    return {
        "installation": INSTALLATION,
        "organisation": Scope(cast.lantern),
        "assessment": cast.scope(),
        "assessed": Scope(cast.lantern, cast.assessed),
        "other": Scope(cast.other_organisation),
        "other assessment": Scope(cast.other_organisation, cast.other_assessment),
    }


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("where", ["installation", "organisation", "assessment"])
def test_who_may_give_what(session, cast, clock, who, where):
    expected = GIVEN.get((who, where), set())
    person, scope = actor(session, cast, who), scopes(cast)[where]
    assert set(giving.givable(person, scope)) == expected
    for role in Role:
        if role in expected:
            invitations.invite(session, person, email="nora@example.org", role=role, scope=scope, now=clock())
        else:
            with pytest.raises((Refused, NotFound)):
                invitations.invite(session, person, email="nora@example.org", role=role, scope=scope, now=clock())


def test_nobody_gives_more_than_he_holds_but_by_the_two_exceptions(session, cast):
    for who in PEOPLE:
        person = actor(session, cast, who)
        if who == "ada":
            continue
        for scope in scopes(cast).values():
            more = {role for role in giving.givable(person, scope) if not MAY[role] <= person.verbs(scope)}
            assert more <= {Role.LEAD_ASSESSOR}
            assert not more or (scope.assessment and any(grant.role is Role.COORDINATOR for grant in person.grants))


def test_to_a_stranger_there_is_no_such_organisation(session, cast, clock):
    for where in ("installation", "organisation", "assessment", "assessed"):
        with pytest.raises((NotFound,)):
            invitations.invite(
                session, actor(session, cast, "charlie"), email="x@example.org", role=Role.READ_ONLY, scope=scopes(cast)[where], now=clock()
            )


def test_who_sees_but_may_not_invite_is_refused(session, cast, clock):
    for who in ("ben", "rita"):
        with pytest.raises(Refused):
            invitations.invite(
                session, actor(session, cast, who), email="x@example.org", role=Role.RESPONDENT, scope=cast.scope(), now=clock()
            )


@pytest.mark.parametrize(("who", "refusal"), [("charlie", NotFound), ("ben", Refused), ("rita", Refused), ("jonas", NotFound)])
def test_an_invitation_is_withdrawn_only_by_who_could_have_sent_it(invited, session, cast, clock, who, refusal):
    invited()
    id_ = session.query(InvitationRow).one().id
    with pytest.raises(refusal):
        invitations.withdraw(session, actor(session, cast, who), id_, now=clock())
    assert invitations.withdraw(session, actor(session, cast, "mei"), id_, now=clock()) == cast.scope()


def test_what_is_no_invitation_cannot_be_withdrawn(session, cast, clock):
    invitations.make(session, Purpose.RESET, email="mei@example.org", by=None, now=clock())
    for id_ in ("abcdefghijkm", "", "\x00", session.query(InvitationRow).one().id):
        with pytest.raises(NotFound):
            invitations.withdraw(session, actor(session, cast, "ada"), id_, now=clock())


def test_what_is_no_address_is_not_invited(session, cast, clock):
    with pytest.raises(Faults, match="no e-mail address"):
        invitations.invite(session, actor(session, cast, "mei"), email="nobody", role=Role.RESPONDENT, scope=cast.scope(), now=clock())


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_the_letter_carries_the_link_and_speaks_the_language(language):
    letter = invitations.letter(
        email="nora@example.org", name="{Nora}", by="Mei", where="Lantern", link="https://x.example/invitations/k", language=language
    )
    assert letter.to == "nora@example.org"
    assert "https://x.example/invitations/k" in letter.text
    assert "{Nora}" in letter.text
    assert "Mei" in letter.subject
    assert ("Good day" in letter.text) == (language == "en")


def test_a_name_cannot_forge_a_letter():
    letter = invitations.letter(email="nora@example.org", name="", by="Mei\r\nBcc: all@example.org", where="", link="x", language="en")
    assert "\n" not in letter.subject
