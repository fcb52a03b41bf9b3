"""One's own account: name, language, password, where one is signed in."""

from __future__ import annotations

import re

import pytest

from assess.people import accounts, devices, passwords, sessions
from assess.people.tables import AccountRow, GrantRow
from assess.platform import database
from tests.cast import PASSWORD, PEOPLE

NEW = "a lantern in the harbour"


def pages_of_the_account():
    return ("/account", "/account/password", "/account/second-factor", "/account/sessions")


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_has_an_account_of_his_own(client_of, who):
    client = client_of(who)
    for address in pages_of_the_account():
        answer = client.get(address)
        assert answer.status_code == 200
    assert f"{who}@example.org" in client.get("/account").text


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_a_visitor_signs_in_first(client_of, language):
    client = client_of("")
    for address in pages_of_the_account():
        assert client.get(address, query_string={"lang": language}).location.startswith("/sign-in?")
    below = ("", "/password", "/second-factor", "/second-factor/confirm", "/second-factor/codes", "/second-factor/remove")
    for address in (*below, "/sessions/end-others", "/sessions/abcdefghijkm/end"):
        assert client.post(f"/account{address}", data={"code": "1", "password": "x"}).status_code == 401


def test_name_and_language_are_changed(client_of):
    client = client_of("mei")
    assert client.post("/account", data={"name": " Mei  Chen ", "language": "zh_Hans"}).location == "/account"
    shown = client.get("/account").text
    assert 'value="Mei Chen"' in shown
    assert 'lang="zh-Hans"' in shown


@pytest.mark.parametrize("told", [{"name": "", "language": ""}, {"name": "x" * 201, "language": ""}, {"name": "Mei", "language": "fr"}, {}])
def test_what_cannot_be_taken_is_shown_again(client_of, told):
    answer = client_of("mei").post("/account", data=told)
    assert answer.status_code == 422
    assert 'class="fault"' in answer.text


def test_what_is_in_no_form_changes_nothing(client_of, installed, cast):
    more = {
        "role": "administrator",
        "organisation_id": "",
        "email": "ada@example.org",
        "password_hash": "x",
        "id": cast.accounts["ada"],
        "disabled_at": "2026-01-01",
    }
    client_of("charlie").post("/account", data={"name": "Charlie", "language": "", **more})
    with database.reading(installed.engine) as session:
        row = session.get(AccountRow, cast.accounts["charlie"])
        assert (row.email, row.disabled_at) == ("charlie@example.org", None)
        assert passwords.verified(row.password_hash, PASSWORD)
        assert [grant.role for grant in session.query(GrantRow).filter_by(account_id=row.id)] == ["coordinator"]


def test_a_new_password_signs_every_other_browser_out(client_of):
    here, there = client_of("mei"), client_of("mei")
    with here.session_transaction() as held:
        key = held["key"]
    assert here.post("/account/password", data={"old": PASSWORD, "password": NEW}).location == "/account"
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    with here.session_transaction() as held:
        assert held["key"] != key
    assert client_of("").post("/sign-in", data={"email": "mei@example.org", "password": PASSWORD}).status_code == 422
    assert client_of("").post("/sign-in", data={"email": "mei@example.org", "password": NEW}).status_code == 302


def test_the_old_password_is_asked_for(client_of):
    client = client_of("mei")
    answer = client.post("/account/password", data={"old": "not hers at all", "password": NEW})
    assert answer.status_code == 422
    assert "This is not your password." in answer.text
    assert NEW not in answer.text
    assert client_of("").post("/sign-in", data={"email": "mei@example.org", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("elevenchars", "at least 12"),
        ("x" * 100 + "yz" * 51, "at most 200"),
        ("mei@example.org", "cannot be your password"),
        ("MEI@example.org", "cannot be your password"),
        ("aaaaaaaaaaaaaaaa", "first passwords anybody would try"),
        ("Password 1234", "first passwords anybody would try"),
        ("qwertyuiop12", "first passwords anybody would try"),
    ],
)
def test_a_password_that_will_not_do_is_refused(client_of, password, said):
    answer = client_of("mei").post("/account/password", data={"old": PASSWORD, "password": password})
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(
    "password",
    ["twelve chars", "一个灯笼挂在港口的风里晃", "🏮" * 9 + "abc", "no digits no capitals", "x1" * 90 + "yz", "            a b c d"],
)
def test_there_are_no_rules_of_composition(password):
    assert passwords.fault(password, email="mei@example.org", name="Mei") is None


def test_a_name_is_no_password():
    assert passwords.fault("Wolfeschlegel Steinhausen", name="wolfeschlegelsteinhausen") is not None
    assert passwords.fault("zacharias.longname", email="zacharias.longname@example.org") is not None


def test_a_password_is_the_same_however_the_keyboard_composes_it():
    assert passwords.verified(passwords.hashed("café ﬁn au lait"), "cafe\u0301 fin au lait")


def test_what_is_kept_of_no_password_verifies_nothing():
    assert not passwords.verified("", "")
    assert not passwords.verified("not a hash", "not a hash")


def test_sessions_are_listed_and_ended_one_by_one(client_of, cast):
    here, there = client_of("mei"), client_of("mei")
    shown = here.get("/account/sessions").text
    (address,) = re.findall(r'action="(/account/sessions/\w{12}/end)"', shown)
    assert shown.count("This browser") == 1
    assert here.post(address).location == "/account/sessions"
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200
    assert not re.findall(r'action="(/account/sessions/\w{12}/end)"', here.get("/account/sessions").text)


def test_nobody_ends_the_session_of_somebody_else(client_of):
    mei, also, charlie = client_of("mei"), client_of("mei"), client_of("charlie")
    (address,) = re.findall(r'action="(/account/sessions/\w{12}/end)"', mei.get("/account/sessions").text)
    assert charlie.post(address).status_code == 404
    assert also.get("/account").status_code == 200


@pytest.mark.parametrize("id_", ["abcdefghijkm", "%00", "..", "'", "x" * 500])
def test_a_session_that_is_none_is_not_found(client_of, id_):
    assert client_of("mei").post(f"/account/sessions/{id_}/end").status_code == 404


def test_every_other_browser_is_signed_out_at_once(client_of):
    here, *others = client_of("mei"), client_of("mei"), client_of("mei")
    ben = client_of("ben")
    assert here.post("/account/sessions/end-others").location == "/account/sessions"
    assert [other.get("/account").status_code for other in others] == [302, 302]
    assert here.get("/account").status_code == 200
    assert ben.get("/account").status_code == 200


def test_sessions_that_are_over_are_not_listed(session, cast, clock):
    sessions.begin(session, cast.accounts["mei"], now=clock())
    clock.goes_on(hours=13)
    sessions.begin(session, cast.accounts["mei"], now=clock(), agent="Mozilla/5.0 (iPhone) Version/19 Safari/604")
    (browser,) = sessions.listed(session, cast.accounts["mei"], this="", now=clock())
    assert browser.device == "Safari · iPhone"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15", "Safari · macOS"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_a_few_words(agent, name):
    assert devices.named(agent) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mei",
        "mei@",
        "@example.org",
        "a b@example.org",
        "mei@example.org\nbcc: x@example.org",
        "mei@exa mple.org",
        "x" * 300 + "@example.org",
        "\x00@example.org",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        accounts.address(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Mei@Firma.local", "mei@firma.local"), ("李@例子.公司", "李@xn--fsqu00a.xn--55qx5d"), ("a+b@x.example.org", "a+b@x.example.org")],
)
def test_an_address_has_one_form(text, kept):
    assert accounts.address(text) == kept


def test_an_address_is_taken_once(session, clock):
    accounts.create(session, email="new@example.org", name="New", password=NEW, now=clock())
    with pytest.raises(accounts.Taken):
        accounts.create(session, email="new@example.org", name="Newer", password=NEW, now=clock())
    assert session.query(AccountRow).filter_by(email="new@example.org").count() == 1
