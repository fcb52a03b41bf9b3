"""The second factor: set up, asked for, used up, lost."""

from __future__ import annotations

import re

import pyotp
import pytest

from assess.people import second_factor
from assess.people.tables import AccountRow
from assess.platform import database
from tests.cast import PASSWORD

CODES = re.compile(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>")


@pytest.fixture
def secret(client_of, installed, cast, clock):
    """The secret of Mei's authenticator, confirmed a minute ago."""
    client = client_of("mei")
    assert client.post("/account/second-factor").location == "/account/second-factor"
    shown = client.get("/account/second-factor").text
    secret = re.search(r'<code class="copied">([A-Z2-7]{32})</code>', shown)[1]
    assert 'src="data:image/svg+xml' in shown
    answer = client.post("/account/second-factor/confirm", data={"code": code_at(secret, clock)})
    assert answer.status_code == 200
    clock.goes_on(minutes=1)
    return secret


def code_at(secret, clock, *, steps=0):
    """The six digits an authenticator shows."""
    return pyotp.TOTP(secret).at(clock(), counter_offset=steps)


def begin(client, **more):
    """Give the password of Mei's."""
    return client.post("/sign-in", data={"email": "mei@example.org", "password": PASSWORD, **more})


def enter(client, code, **more):
    return client.post("/sign-in/second-factor", data={"code": code, **more})


def test_the_password_alone_signs_nobody_in(client_of, secret):
    client = client_of("")
    assert begin(client, next="/account").location == "/sign-in/second-factor?next=/account"
    assert client.get("/account").status_code == 302
    with client.session_transaction() as held:
        assert "key" not in held


def test_password_and_code_sign_in_and_lead_on(client_of, secret, clock):
    client = client_of("")
    page = client.get(begin(client, next="/account").location)
    assert 'autocomplete="one-time-code"' in page.text
    answer = enter(client, code_at(secret, clock), next="/account")
    assert answer.location == "/account"
    assert client.get("/account").status_code == 200


def test_nobody_is_led_elsewhere_by_the_second_factor(client_of, secret, clock):
    client = client_of("")
    begin(client)
    assert enter(client, code_at(secret, clock), next="//evil.example").location == "/"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_clocks_may_differ_by_half_a_minute(client_of, secret, clock, steps):
    client = client_of("")
    begin(client)
    assert enter(client, code_at(secret, clock, steps=steps)).status_code == 302


@pytest.mark.parametrize("code", ["000000", "12345", "１２３４５６", "abc", "-1", "\x00", ""])
def test_a_wrong_code_is_refused(client_of, secret, clock, code):
    client = client_of("")
    begin(client)
    assert enter(client, code).status_code == 422
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("steps", [-2, 2, 10])
def test_a_code_of_another_time_is_refused(client_of, secret, clock, steps):
    client = client_of("")
    begin(client)
    assert enter(client, code_at(secret, clock, steps=steps)).status_code == 422


def test_a_code_works_once(client_of, secret, clock):
    code = code_at(secret, clock)
    first, second = client_of(""), client_of("")
    begin(first)
    begin(second)
    assert enter(first, code).status_code == 302
    assert enter(second, code).status_code == 422
    assert enter(second, code_at(secret, clock, steps=-1)).status_code == 422, "nor does an earlier one"
    clock.goes_on(seconds=30)
    assert enter(second, code_at(secret, clock)).status_code == 302


def test_the_code_that_confirmed_does_not_sign_in(client_of, clock):
    client = client_of("mei")
    client.post("/account/second-factor")
    secret = re.search(r"[A-Z2-7]{32}", client.get("/account/second-factor").text)[0]
    code = code_at(secret, clock)
    client.post("/account/second-factor/confirm", data={"code": code})
    other = client_of("")
    begin(other)
    assert enter(other, code).status_code == 422


def test_codes_cannot_be_tried_out(client_of, secret, clock):
    client = client_of("")
    begin(client)
    for _ in range(5):
        assert enter(client, "000000").status_code == 422
    other = client_of("")
    begin(other)
    refused = enter(other, code_at(secret, clock))
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) == 15 * 60
    clock.goes_on(minutes=15)
    begin(other)
    assert enter(other, code_at(secret, clock)).status_code == 302


def test_the_password_waits_ten_minutes_for_the_code(client_of, secret, clock):
    client = client_of("")
    begin(client)
    clock.goes_on(minutes=10, seconds=1)
    assert enter(client, code_at(secret, clock)).location.startswith("/sign-in?")
    assert client.get("/sign-in/second-factor").location.startswith("/sign-in?")


def test_a_password_that_is_no_longer_right_does_not_wait_for_a_code(client_of, installed, cast, secret, clock):
    from assess.people import accounts

    client = client_of("")
    begin(client)
    with database.writing(installed.engine) as session:
        accounts.set_password(session, cast.accounts["mei"], "quite another password", now=clock())
    assert enter(client, code_at(secret, clock)).location.startswith("/sign-in?")


def test_an_account_that_was_disabled_in_between_does_not_come_in(client_of, installed, cast, secret, clock):
    client = client_of("")
    begin(client)
    with database.writing(installed.engine) as session:
        session.get(AccountRow, cast.accounts["mei"]).disabled_at = clock()
    assert enter(client, code_at(secret, clock)).location.startswith("/sign-in?")


def test_without_a_password_there_is_nothing_to_be_entered(client_of, secret, clock):
    client = client_of("")
    assert client.get("/sign-in/second-factor").location.startswith("/sign-in?")
    assert enter(client, code_at(secret, clock)).location.startswith("/sign-in?")


def test_ten_recovery_codes_are_shown_once_and_work_once_each(client_of, clock, installed, cast):
    client = client_of("mei")
    client.post("/account/second-factor")
    secret = re.search(r"[A-Z2-7]{32}", client.get("/account/second-factor").text)[0]
    codes = CODES.findall(client.post("/account/second-factor/confirm", data={"code": code_at(secret, clock)}).text)
    assert len(set(codes)) == 10
    assert not CODES.findall(client.get("/account/second-factor").text)
    with database.reading(installed.engine) as session:
        kept = session.get(AccountRow, cast.accounts["mei"]).recovery_hashes
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    for expected in (302, 422):
        other = client_of("")
        begin(other)
        assert enter(other, codes[3].upper().replace("-", " ")).status_code == expected
    assert "9 recovery codes are left" in client.get("/account/second-factor").text


def test_new_recovery_codes_take_the_place_of_the_old_ones(client_of, session, cast, clock):
    account = cast.accounts["mei"]
    second_factor.begin(session, account)
    secret = second_factor.waiting(session, account)
    old = second_factor.confirm(session, account, code_at(secret, clock), now=clock())
    new = second_factor.recovery_codes(session, account)
    assert not second_factor.passes(session, account, old[0], now=clock())
    assert second_factor.passes(session, account, new[0], now=clock())


def test_an_unconfirmed_secret_does_not_count(client_of):
    client = client_of("mei")
    client.post("/account/second-factor")
    assert begin(client_of("")).location == "/"
    assert client.post("/account/second-factor/confirm", data={"code": "000000"}).status_code == 422
    assert begin(client_of("")).location == "/"


def test_setting_up_again_does_not_change_what_counts(client_of, secret, clock):
    client = client_of("mei")
    client.post("/account/second-factor")
    assert client.post("/account/second-factor/confirm", data={"code": code_at(secret, clock)}).status_code == 422
    other = client_of("")
    begin(other)
    assert enter(other, code_at(secret, clock)).status_code == 302


@pytest.mark.parametrize("act", ["remove", "codes"])
def test_the_second_factor_is_changed_with_the_password_only(client_of, secret, act):
    client = client_of("mei")
    assert client.post(f"/account/second-factor/{act}", data={"password": "not hers at all"}).status_code == 422
    assert client.post(f"/account/second-factor/{act}", data={}).status_code == 422
    assert client.post(f"/account/second-factor/{act}", data={"password": PASSWORD}).status_code == (302 if act == "remove" else 200)
    assert begin(client_of("")).location == ("/" if act == "remove" else "/sign-in/second-factor?next=/")


def test_the_password_cannot_be_tried_out_by_who_holds_the_browser(client_of, secret):
    client = client_of("mei")
    for _ in range(5):
        client.post("/account/second-factor/remove", data={"password": "not hers at all"})
    assert client.post("/account/second-factor/remove", data={"password": PASSWORD}).status_code == 429
    assert client.post("/account/password", data={"old": PASSWORD, "password": "a new password of mine"}).status_code == 429
