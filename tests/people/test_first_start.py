"""The first start of an installation: one link, one administrator, no default password."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assess.people import accounts, first_start
from assess.people.tables import AccountRow, GrantRow, InvitationRow, SessionRow
from assess.platform import database, schema_versions
from assess.platform import installation as installations
from assess.platform import settings as settings_
from assess.web import application
from tests import postgresql

TOLD = {"email": "Ada@Example.org", "name": "Ada", "password": "a lantern in the harbour", "language": "zh_Hans"}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path, clock):
    """An installation nobody has an account in."""
    url, server = "", None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        url = postgresql.create(server, f"first_{tmp_path.name[-24:]}".lower())
    made = installations.of(settings_.read({"ASSESS_DATA": str(tmp_path / "data"), "ASSESS_DATABASE": url}), clock=clock)
    schema_versions.upgrade(made.engine)
    yield made
    made.engine.dispose()
    if server:
        postgresql.drop(server, url.rpartition("/")[2])


@pytest.fixture
def browser(empty):
    made = application.create(empty)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made.test_client()


def key_of(empty):
    with database.writing(empty.engine) as session:
        return first_start.link_key(session, empty.clock())


def test_the_link_makes_the_administrator_and_signs_him_in(empty, browser):
    link = f"/start/{key_of(empty)}"
    assert browser.get(link).status_code == 200
    assert browser.post(link, data=TOLD).location == "/"
    assert "ada@example.org" in browser.get("/account").text
    assert browser.get("/people").status_code == 200
    with database.reading(empty.engine) as session:
        (account,) = session.scalars(select(AccountRow))
        (grant,) = session.scalars(select(GrantRow))
        assert account.password_hash.startswith("$argon2id$")
        assert (account.language, grant.role, grant.organisation_id) == ("zh_Hans", "administrator", "")


def test_there_is_no_second_first_administrator(empty, browser):
    first, second = key_of(empty), key_of(empty)
    assert browser.post(f"/start/{first}", data=TOLD).status_code == 410, "a later start has made a new link"
    assert browser.post(f"/start/{second}", data=TOLD).status_code == 302
    for method in ("get", "post"):
        assert getattr(browser, method)(f"/start/{second}", data={**TOLD, "email": "eve@example.org"}).status_code == 410
    assert key_of(empty) is None


def test_a_link_of_before_is_worth_nothing_once_somebody_has_an_account(empty, browser):
    key = key_of(empty)
    with database.writing(empty.engine) as session:
        accounts.create(session, email="ada@example.org", name="Ada", password=TOLD["password"], now=empty.clock())
    assert browser.get(f"/start/{key}").status_code == 410
    assert browser.post(f"/start/{key}", data={**TOLD, "email": "eve@example.org"}).status_code == 410


def test_a_link_is_not_kept_as_it_is(empty):
    key = key_of(empty)
    with database.reading(empty.engine) as session:
        assert key not in str([vars(row) for row in session.scalars(select(InvitationRow))])


@pytest.mark.parametrize(
    "told",
    [{"email": "ada"}, {"email": ""}, {"name": ""}, {"password": "ada@example.org"}, {"password": "administrator"}, {"language": "xx"}],
)
def test_what_will_not_do_is_shown_again(empty, browser, told):
    link = f"/start/{key_of(empty)}"
    answer = browser.post(link, data={**TOLD, **told})
    assert answer.status_code == 422
    assert 'class="fault"' in answer.text
    assert browser.post(link, data=TOLD).status_code == 302


@pytest.mark.parametrize("password", ["admin", "password", "assess", "administrator", ""])
def test_nothing_opens_an_empty_installation_but_the_link(empty, browser, password):
    key_of(empty)
    for email in ("admin", "admin@example.org", "administrator", "root@localhost"):
        assert browser.post("/sign-in", data={"email": email, "password": password}).status_code in {422, 429}
    with database.reading(empty.engine) as session:
        assert session.scalars(select(SessionRow)).all() == []


def test_the_entrance_says_where_the_first_link_is(browser):
    assert "The program has printed a link" in browser.get("/sign-in").text
