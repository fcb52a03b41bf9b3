"""Signing in and out: who comes in, what is said to those who do not, and what an attempt costs."""

from __future__ import annotations

import re

import pytest

from assess.people import passwords, sessions, signing_in, throttle
from assess.people.tables import AccountRow, AttemptRow, SessionRow
from assess.platform import database
from assess.web import application
from tests.cast import PASSWORD

WRONG = "battery horse staple correct"


def sign_in(client, email="mei@example.org", password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def words(response):
    """The text of a page, without what is typed into it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.text))


def test_the_right_password_leads_to_the_page_that_was_asked_for(client_of):
    client = client_of("")
    asked = client.get("/account")
    assert asked.status_code == 302
    assert asked.location == "/sign-in?next=/account"
    assert 'value="/account"' in client.get(asked.location).text
    answer = sign_in(client, next="/account")
    assert (answer.status_code, answer.location) == (302, "/account")
    assert "mei@example.org" in client.get("/account").text


def test_an_address_is_the_same_however_it_is_written(client_of):
    assert sign_in(client_of(""), " Mei@EXAMPLE.org ").status_code == 302


@pytest.mark.parametrize("who", ["wrong", "unknown", "disabled", "no address"])
def test_whatever_is_wrong_the_same_is_said(client_of, installed, cast, who):
    with database.writing(installed.engine) as session:
        session.get(AccountRow, cast.accounts["ben"]).disabled_at = installed.clock()
    email, password = {
        "wrong": ("mei@example.org", WRONG),
        "unknown": ("nobody@example.org", PASSWORD),
        "disabled": ("ben@example.org", PASSWORD),
        "no address": ("not an address", PASSWORD),
    }[who]
    answer = sign_in(client_of(""), email, password)
    assert answer.status_code == 422
    assert "do not belong together, or the account is not in use" in words(answer)
    reference = sign_in(client_of(""), "another@example.org", WRONG)
    assert words(answer) == words(reference)


@pytest.mark.parametrize("email", ["mei@example.org", "nobody@example.org", "ben@example.org"])
def test_the_same_hashing_is_done_for_everybody(client_of, installed, cast, email, monkeypatch):
    with database.writing(installed.engine) as session:
        session.get(AccountRow, cast.accounts["ben"]).disabled_at = installed.clock()
    verified = []
    original = passwords.verified

    def watched(kept, password):
        verified.append(kept)
        return original(kept, password)

    monkeypatch.setattr(passwords, "verified", watched)
    sign_in(client_of(""), email, WRONG)
    assert len(verified) == 1
    assert verified[0].startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_session_is_new_when_somebody_signs_in(client_of, installed, cast, app):
    client = client_of("mei")
    with client.session_transaction() as held:
        before = held["key"]
    assert sign_in(client, "ben@example.org").status_code == 302
    with client.session_transaction() as held:
        assert held["key"] != before
        held_now = held["key"]
    with database.reading(installed.engine) as session:
        assert sessions.actor(session, before, now=installed.clock()) is None
        assert sessions.actor(session, held_now, now=installed.clock())[0].id == cast.accounts["ben"]


def test_what_a_stranger_put_into_the_browser_is_gone_after_signing_in(client_of):
    client = client_of("")
    with client.session_transaction() as held:
        held.update(key="planted", pending={"account": "x", "proof": "y", "at": "2026-06-15T10:00:00+00:00"}, language="zh_Hant")
    sign_in(client)
    with client.session_transaction() as held:
        assert held["key"] != "planted"
        assert "pending" not in held
        assert held["language"] == "zh_Hant"


def test_signing_out_ends_the_session_in_the_database_too(client_of, app):
    client = client_of("mei")
    with client.session_transaction() as held:
        key = held["key"]
    assert client.post("/sign-out").location == "/sign-in"
    other = app.test_client()
    with other.session_transaction() as held:
        held["key"] = key
    assert other.get("/account").status_code == 302


@pytest.mark.parametrize("how", ["revoked", "expired", "idle", "disabled"])
def test_a_session_that_is_over_is_refused(client_of, installed, cast, clock, how):
    client = client_of("mei")
    assert client.get("/account").status_code == 200
    if how == "idle":
        clock.goes_on(hours=12, seconds=1)
    elif how == "expired":
        for _ in range(61):  # used twice a day, so that it is never idle
            clock.goes_on(hours=11, minutes=50)
            client.post("/account", data={"name": "Mei", "language": ""})
    else:
        with database.writing(installed.engine) as session:
            if how == "revoked":
                session.query(SessionRow).filter_by(account_id=cast.accounts["mei"]).update({"revoked_at": clock()})
            else:
                session.get(AccountRow, cast.accounts["mei"]).disabled_at = clock()
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "http:///evil.example",
     "/\t/evil.example", "///evil.example", "http://[", "evil", ""],
)  # fmt: skip
def test_nobody_is_led_elsewhere_by_signing_in(client_of, address):
    assert sign_in(client_of(""), next=address).location == "/"
    client = client_of("mei")
    assert client.get("/sign-in", query_string={"next": address}).location == "/"


def test_five_failures_from_one_place_are_enough(client_of, clock):
    client = client_of("")
    for _ in range(5):
        assert sign_in(client, password=WRONG).status_code == 422
        clock.goes_on(minutes=1)
    refused = sign_in(client)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) == 10 * 60
    assert "Wait 10 minutes" in words(refused)
    clock.goes_on(minutes=10)
    assert sign_in(client).status_code == 302


def test_throttling_counts_in_every_process(client_of, installed, app):
    other = application.create(installed)
    other.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    browsers = [app.test_client(), other.test_client()]
    answers = [sign_in(browsers[number % 2], password=WRONG).status_code for number in range(6)]
    assert answers == [422] * 5 + [429]


def test_what_is_refused_for_too_many_attempts_does_not_make_the_wait_longer(client_of, clock):
    client = client_of("")
    for _ in range(5):
        sign_in(client, password=WRONG)
    for _ in range(14):
        clock.goes_on(minutes=1)
        assert sign_in(client).status_code == 429
    clock.goes_on(minutes=1)
    assert sign_in(client).status_code == 302


def test_success_clears_the_attempts_from_that_place(client_of, installed):
    client = client_of("")
    for _ in range(4):
        sign_in(client, password=WRONG)
    assert sign_in(client).status_code == 302
    with database.reading(installed.engine) as session:
        assert {row.kind for row in session.query(AttemptRow)} == {"sign-in account", "sign-in network"}
    fresh = client_of("")
    for _ in range(5):
        assert sign_in(fresh, password=WRONG).status_code == 422


def test_twenty_failures_on_one_account_are_enough_wherever_they_come_from(session, clock):
    for number in range(20):
        assert signing_in.claim(session, "mei@example.org", network=f"192.0.2.{number}", now=clock()).wait is None
    assert signing_in.claim(session, "mei@example.org", network="192.0.2.200", now=clock()).wait is not None
    assert signing_in.claim(session, "ben@example.org", network="192.0.2.200", now=clock()).wait is None


def test_fifty_failures_from_one_place_are_enough_whatever_the_account(session, clock):
    for number in range(50):
        assert signing_in.claim(session, f"{number}@example.org", network="192.0.2.1", now=clock()).wait is None
    assert signing_in.claim(session, "mei@example.org", network="192.0.2.1", now=clock()).wait is not None


def test_attempts_tell_nobody_what_was_typed(client_of, installed):
    sign_in(client_of(""), "my secret passphrase", "x")
    with database.reading(installed.engine) as session:
        subjects = [row.subject for row in session.query(AttemptRow)]
    assert len(subjects) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", subject) for subject in subjects)


def test_a_forged_header_is_not_a_new_place(client_of):
    client = client_of("")
    for number in range(5):
        client.post("/sign-in", data={"email": "mei@example.org", "password": WRONG}, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert sign_in(client).status_code == 429


def test_old_attempts_are_forgotten(session, clock):
    signing_in.claim(session, "mei@example.org", network="192.0.2.1", now=clock())
    clock.goes_on(minutes=16)
    signing_in.claim(session, "ben@example.org", network="192.0.2.1", now=clock())
    assert session.query(AttemptRow).count() == 3
    assert throttle.waiting(session, [throttle.limit("sign-in account", "mei@example.org", most=1)], now=clock()) is None


def test_a_password_hashed_with_weaker_parameters_is_hashed_anew(client_of, installed, cast):
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with database.writing(installed.engine) as session:
        session.get(AccountRow, cast.accounts["mei"]).password_hash = weak
    assert sign_in(client_of("")).status_code == 302
    with database.reading(installed.engine) as session:
        kept = session.get(AccountRow, cast.accounts["mei"]).password_hash
    assert "m=65536,t=3,p=4" in kept
    assert sign_in(client_of("")).status_code == 302


def test_a_form_without_its_token_is_refused(app, client_of):
    app.config["WTF_CSRF_ENABLED"] = True
    client = client_of("")
    assert sign_in(client).status_code == 400
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[1]
    assert sign_in(client, csrf_token=token).status_code == 302
    for address in (
        "/sign-out",
        "/account",
        "/account/password",
        "/account/sessions/end-others",
        "/account/second-factor",
        "/people/invite",
    ):
        assert client.post(address).status_code == 400, address


def test_the_language_of_the_account_is_spoken_where_the_browser_chose_none(client_of, installed, cast):
    with database.writing(installed.engine) as session:
        session.get(AccountRow, cast.accounts["mei"]).language = "zh_Hans"
    client = client_of("")
    sign_in(client)
    assert 'lang="zh-Hans"' in client.get("/account").text


@pytest.mark.parametrize("email", ["", "\x00", "a" * 100_000, "李@例子.公司", "' or 1=1 --", "\ud800"])
@pytest.mark.parametrize("password", ["", "\x00", "x" * 100_000])
def test_nothing_that_is_typed_breaks_the_entrance(client_of, email, password):
    answer = client_of("").post(
        "/sign-in", data={"email": email.encode("utf-8", "surrogatepass"), "password": password}, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
