"""`assess user`: accounts from the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from assess.cli import user
from assess.people import accounts, passwords
from assess.platform import database, installation, settings
from assess.web import application

GOOD = "a lantern in the harbour"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """An installation of its own, named by the environment."""
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def session(data):
    made = installation.of(settings.read())
    with database.reading(made.engine) as opened:
        yield opened
    made.engine.dispose()


def type_in(*words, typed=""):
    """Run the command with somebody at the keyboard."""
    return CliRunner().invoke(user.command, list(words), input=typed, catch_exceptions=False)


def add(email="ada@example.org", *more):
    return type_in("add", email, "--name", "Ada", *more, typed=f"{GOOD}\n{GOOD}\n")


def test_an_account_is_made_with_a_password_that_is_asked_for(data, session):
    ran = add("Ada@Example.org", "--role", "administrator")
    assert ran.exit_code == 0
    assert GOOD not in ran.output
    found = accounts.by_address(session, "ada@example.org")
    assert passwords.verified(accounts.password_hash(session, found.id), GOOD)


def test_a_password_that_will_not_do_is_asked_for_again(data, session):
    ran = type_in("add", "ada@example.org", "--name", "Ada", typed=f"short\nshort\n{GOOD}\n{GOOD}\n")
    assert "at least 12 characters" in ran.output
    assert accounts.by_address(session, "ada@example.org")


def test_a_link_is_printed_instead(data, monkeypatch):
    monkeypatch.setenv("ASSESS_BASE_URL", "https://assess.example.org/")
    ran = type_in("add", "olga@example.org", "--name", "Olga", "--role", "reviewer", "--link")
    link = ran.output.strip()
    assert link.startswith("https://assess.example.org/invitations/")
    made = application.open_(settings.read())
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    browser = made.test_client()
    path = link.removeprefix("https://assess.example.org")
    assert (
        browser.post(path, data={"name": "Olga", "password": GOOD, "language": ""}, base_url="https://assess.example.org").status_code
        == 302
    )


def test_accounts_are_listed(data, assess):
    assert "Address" in assess("user", "list").out
    add("ada@example.org", "--role", "administrator", "--role", "reviewer")
    listed = json.loads(assess("user", "list", "--json").out)
    assert listed["format"] == "assess/users@1"
    (ada,) = listed["users"]
    assert (ada["email"], ada["roles"], ada["last_used"], ada["disabled"]) == (
        "ada@example.org",
        ["administrator", "reviewer"],
        None,
        False,
    )
    assert "administrator, reviewer" in assess("user", "list").out


def test_the_last_administrator_is_not_disabled(data, assess):
    add("ada@example.org", "--role", "administrator")
    ran = assess("user", "disable", "ada@example.org")
    assert (ran.status, ran.out) == (1, "")
    assert "last administrator" in ran.err


def test_accounts_are_disabled_and_enabled(data, assess, session):
    add("ben@example.org")
    assert assess("user", "disable", "BEN@example.org").status == 0
    assert accounts.by_address(session, "ben@example.org").disabled_at
    session.rollback()
    session.expunge_all()
    assert assess("user", "enable", "ben@example.org").status == 0
    assert accounts.by_address(session, "ben@example.org").disabled_at is None


def test_a_link_for_a_new_password_is_printed(data, assess, session):
    add("ben@example.org")
    link = assess("user", "reset", "ben@example.org", "--second-factor").out.strip()
    assert link.startswith("http://127.0.0.1:8000/reset/")
    made = application.open_(settings.read())
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    browser = made.test_client()
    path = link.removeprefix("http://127.0.0.1:8000")
    assert browser.post(path, data={"password": "another lantern elsewhere"}).status_code == 302
    found = accounts.by_address(session, "ben@example.org")
    assert passwords.verified(accounts.password_hash(session, found.id), "another lantern elsewhere")


@pytest.mark.parametrize("verb", ["disable", "enable", "reset"])
@pytest.mark.parametrize("email", ["nobody@example.org", "nobody", ""])
def test_who_has_no_account_is_said_to_have_none(data, assess, verb, email):
    ran = assess("user", verb, email)
    assert (ran.status, ran.out) == (1, "")
    assert "nobody has an account" in ran.err or "no e-mail address" in ran.err


def test_an_address_is_given_once(data, assess):
    add("ben@example.org")
    ran = assess("user", "add", "ben@example.org", "--name", "Ben", "--role", "reviewer", "--link")
    assert ran.status == 1
    assert "there is an account" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("add", "x@example.org"),
        ("add", "x@example.org", "--name", "X", "--role", "king"),
        ("add", "x@example.org", "--name", "X", "--link"),
    ],
)
def test_what_cannot_be_understood_is_refused(data, assess, words):
    assert assess("user", *words).status == 2
