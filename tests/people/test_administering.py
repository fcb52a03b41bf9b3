"""The administrators' pages: accounts, their roles, links for new passwords."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from assess.people import accounts, administering
from assess.people.actor import Refused
from assess.people.roles import INSTALLATION, Role
from assess.people.tables import AccountRow, GrantRow, InvitationRow, SessionRow
from assess.platform import database
from tests.cast import PASSWORD, PEOPLE, actor

NEW = "a lantern in the harbour"
PAGES = ("/people", "/people/invite", "/people/{mei}")
ACTS = ("/people/invite", "/people/{mei}/disable", "/people/{mei}/enable", "/people/{mei}/reset", "/people/{mei}/second-factor",
        "/people/roles/{grant}/remove", "/people/invitations/{invitation}/withdraw")  # fmt: skip


@pytest.fixture
def addresses(installed, cast, client_of):
    """Fill an address with what there is."""
    client_of("ada").post("/people/invite", data={"email": "new@example.org", "name": "", "role": "reviewer"})
    with database.reading(installed.engine) as session:
        known = {
            **cast.accounts,
            "grant": session.query(GrantRow).filter_by(role="reviewer").one().id,
            "invitation": session.query(InvitationRow).one().id,
        }
    return lambda address: address.format(**known)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_administrators_know_of_these_pages(client_of, addresses, who):
    client = client_of(who)
    assert {client.get(addresses(address)).status_code for address in PAGES} == {200 if who == "ada" else 404}
    if who != "ada":
        data = {"email": "x@example.org", "name": "", "role": "administrator"}
        assert {client.post(addresses(address), data=data).status_code for address in ACTS} == {404}


def test_a_visitor_signs_in_first(client_of, addresses):
    client = client_of("")
    assert all(client.get(addresses(address)).location.startswith("/sign-in?") for address in PAGES)
    assert {client.post(addresses(address)).status_code for address in ACTS} == {401}


def test_the_list_shows_names_roles_and_when_somebody_was_last_seen(client_of, addresses):
    client_of("mei")
    shown = client_of("ada").get("/people").text
    for who in PEOPLE:
        assert f"{who}@example.org" in shown
    assert "15 Jun 2026" in shown
    assert "new@example.org" in shown
    assert "11 accounts" not in shown
    assert "10 accounts" in shown


@pytest.mark.parametrize(
    ("search", "found"),
    [("mei", 1), ("MEI example", 1), ("example.org", 10), ("%", 0), ("_", 0), ("nobody", 0), ("\x00", 10), ("x" * 5000, 0)],
)
def test_accounts_are_found_by_a_part_of_name_or_address(client_of, search, found):
    shown = client_of("ada").get("/people", query_string={"search": search}).text
    assert len(re.findall(r'<th scope="row"><a href="/people/\w{12}">', shown)) == found


@pytest.mark.parametrize("page", ["0", "-1", "2", "99999999999999999999999", "x", ""])
def test_a_page_that_is_none_is_the_nearest_that_is(client_of, page):
    assert client_of("ada").get("/people", query_string={"page": page}).status_code == 200


def test_many_accounts_are_paged_with_the_same_number_of_queries(session, cast, clock, installed, hashed_password):
    ada, counted = actor(session, cast, "ada"), []
    event.listen(installed.engine, "before_cursor_execute", lambda *_more: counted.append(1))
    administering.listed(session, ada)
    before = len(counted)
    for number in range(140):
        session.add(
            AccountRow(
                id=f"crowd{number:07}", email=f"{number}@crowd.org", name=f"N{number:03}", password_hash=hashed_password, created_at=clock()
            )
        )
    session.flush()
    for number in range(140):
        accounts.grant(session, f"crowd{number:07}", Role.REVIEWER, by=None, now=clock())
    session.expunge_all()
    counted.clear()
    listing = administering.listed(session, ada, page=2)
    assert (len(counted), before) == (4, 4)
    assert (listing.total, listing.pages, len(listing.accounts)) == (150, 3, 50)
    assert len(administering.listed(session, ada, page=3).accounts) == 50
    every = [one.account.id for page in (1, 2, 3) for one in administering.listed(session, ada, page=page).accounts]
    assert len(set(every)) == 150


def test_an_invitation_shows_its_link_where_there_is_no_mail(client_of, installed):
    answer = client_of("ada").post("/people/invite", data={"email": "nora@example.org", "name": "Nora", "role": "scheme_manager"})
    link = re.search(r'value="http://localhost(/invitations/[\w-]{43})"', answer.text)[1]
    client = client_of("")
    assert client.post(link, data={"name": "Nora", "password": NEW, "language": ""}).status_code == 302
    with database.reading(installed.engine) as session:
        nora = accounts.by_address(session, "nora@example.org")
        assert [row.role for row in session.query(GrantRow).filter_by(account_id=nora.id)] == ["scheme_manager"]


@pytest.mark.parametrize(
    "told", [{"role": "respondent"}, {"role": "king"}, {"role": ""}, {"email": "nobody"}, {"email": ""}, {"name": "x" * 300}]
)
def test_an_invitation_that_cannot_be_is_shown_again(client_of, told):
    answer = client_of("ada").post("/people/invite", data={"email": "nora@example.org", "name": "Nora", "role": "reviewer", **told})
    assert answer.status_code == 422
    assert 'class="fault"' in answer.text


def test_an_open_invitation_is_withdrawn(client_of, addresses):
    client = client_of("ada")
    assert client.post(addresses("/people/invitations/{invitation}/withdraw")).location == "/people"
    assert "new@example.org" not in client.get("/people").text


def test_disabling_signs_out_and_withdraws_and_enabling_lets_in_again(client_of, cast, installed):
    mei, ada = client_of("mei"), client_of("ada")
    address = f"/people/{cast.accounts['mei']}"
    assert ada.post(f"{address}/disable").location == address
    assert mei.get("/account").status_code == 302
    assert "Disabled" in ada.get(address).text
    entrance = {"email": "mei@example.org", "password": PASSWORD}
    assert client_of("").post("/sign-in", data=entrance).status_code == 422
    assert ada.post(f"{address}/enable").location == address
    assert mei.get("/account").status_code == 302, "an old session stays over"
    assert client_of("").post("/sign-in", data=entrance).status_code == 302


def test_nobody_disables_himself(client_of, cast):
    ada = client_of("ada")
    assert ada.post(f"/people/{cast.accounts['ada']}/disable").status_code == 403
    assert "/disable" not in ada.get(f"/people/{cast.accounts['ada']}").text


def test_the_last_administrator_is_not_disabled(session, cast, clock):
    accounts.grant(session, cast.accounts["sam"], Role.ADMINISTRATOR, by=None, now=clock())
    sam = actor(session, cast, "sam")
    administering.disable(session, sam, cast.accounts["ada"], now=clock())
    with pytest.raises(Refused):
        administering.disable(session, actor(session, cast, "ada"), cast.accounts["sam"], now=clock())


def test_a_link_for_a_new_password_works_once_and_signs_out_everywhere(client_of, cast, installed):
    mei = client_of("mei")
    answer = client_of("ada").post(f"/people/{cast.accounts['mei']}/reset")
    link = re.search(r'value="http://localhost(/reset/[\w-]{43})"', answer.text)[1]
    client = client_of("")
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "short"}).status_code == 422
    assert client.post(link, data={"password": "mei@example.org"}).status_code == 422
    more = {"email": "ada@example.org", "account": cast.accounts["ada"], "role": "administrator"}
    assert client.post(link, data={"password": NEW, **more}).location == "/sign-in"
    assert mei.get("/account").status_code == 302
    assert client.get("/account").status_code == 302, "the way in is the entrance"
    for method in ("get", "post"):
        assert getattr(client, method)(link).status_code == 410
    assert client_of("").post("/sign-in", data={"email": "mei@example.org", "password": NEW}).status_code == 302
    assert client_of("").post("/sign-in", data={"email": "ada@example.org", "password": PASSWORD}).status_code == 302


def test_a_link_for_a_new_password_expires_within_a_day(client_of, cast, clock):
    answer = client_of("ada").post(f"/people/{cast.accounts['mei']}/reset")
    link = re.search(r"/reset/[\w-]{43}", answer.text)[0]
    clock.goes_on(hours=24)
    assert client_of("").post(link, data={"password": NEW}).status_code == 410


def test_a_new_password_makes_other_links_for_one_worthless(client_of, cast):
    ada = client_of("ada")
    one, two = (re.search(r"/reset/[\w-]{43}", ada.post(f"/people/{cast.accounts['mei']}/reset").text)[0] for _ in range(2))
    assert client_of("").post(one, data={"password": NEW}).status_code == 302
    assert client_of("").post(two, data={"password": NEW}).status_code == 410


def test_a_link_for_a_new_password_does_not_tell_whose_it_is(client_of, cast):
    answer = client_of("ada").post(f"/people/{cast.accounts['mei']}/reset")
    shown = client_of("").get(re.search(r"/reset/[\w-]{43}", answer.text)[0]).text
    assert "mei" not in shown.lower()


def test_the_second_factor_is_taken_off_for_who_has_lost_it(client_of, cast, installed, clock):
    with database.writing(installed.engine) as session:
        row = session.get(AccountRow, cast.accounts["mei"])
        row.totp_secret, row.totp_confirmed_at = "A" * 32, clock()
    entrance = {"email": "mei@example.org", "password": PASSWORD}
    assert "second-factor" in client_of("").post("/sign-in", data=entrance).location
    assert client_of("ada").post(f"/people/{cast.accounts['mei']}/second-factor").status_code == 302
    assert client_of("").post("/sign-in", data=entrance).location == "/"


def test_a_role_is_taken_away_and_the_last_administrator_stays(client_of, cast, installed, addresses):
    ada = client_of("ada")
    assert ada.post(addresses("/people/roles/{grant}/remove")).location == f"/people/{cast.accounts['olga']}"
    with database.reading(installed.engine) as session:
        assert [row.role for row in session.query(GrantRow).filter_by(account_id=cast.accounts["olga"])] == ["decider"]
        own = session.query(GrantRow).filter_by(account_id=cast.accounts["ada"], role="administrator").one().id
    assert ada.post(f"/people/roles/{own}/remove").status_code == 403
    assert "The last administrator stays." in ada.get(f"/people/{cast.accounts['ada']}").text


def test_an_administrator_may_step_down_when_there_is_another(client_of, cast, installed, clock):
    with database.writing(installed.engine) as session:
        accounts.grant(session, cast.accounts["sam"], Role.ADMINISTRATOR, INSTALLATION, by=None, now=clock())
        own = session.query(GrantRow).filter_by(account_id=cast.accounts["ada"], role="administrator").one().id
    ada = client_of("ada")
    assert ada.post(f"/people/roles/{own}/remove").location == "/"
    assert ada.get("/people").status_code == 404


@pytest.mark.parametrize("id_", ["abcdefghijkm", "%00", "'--", "x" * 900])
def test_an_account_that_is_none_is_not_found(client_of, id_):
    ada = client_of("ada")
    assert ada.get(f"/people/{id_}").status_code == 404
    for act in ("disable", "enable", "reset", "second-factor"):
        assert ada.post(f"/people/{id_}/{act}").status_code == 404


def test_getting_pages_writes_nothing(client_of, cast, installed, addresses, clock):
    ada = client_of("ada")
    with database.reading(installed.engine) as session:
        before = [(row.id, row.seen_at) for row in session.query(SessionRow).order_by(SessionRow.id)]
    clock.goes_on(hours=1)
    for address in PAGES:
        assert ada.get(addresses(address)).status_code == 200
    with database.reading(installed.engine) as session:
        assert [(row.id, row.seen_at) for row in session.query(SessionRow).order_by(SessionRow.id)] == before
