"""Every page of people: in three languages, with nothing in it that a strict browser would refuse, whatever somebody is called."""

from __future__ import annotations

import itertools
import re

import pytest

from assess.people import administering, invitations
from assess.people.roles import PURPOSE, TITLE, Role
from assess.people.tables import AccountRow, InvitationRow
from assess.platform import database, locale
from tests.cast import actor

NAMES = ("Assess", "English", "UTC", "Mei", "Ada", "Nora", "example", "org", "http", "localhost", "Lantern")
NEW = "a lantern in the harbour"


@pytest.fixture
def pages(client_of, installed, cast, clock):
    """Every page, by its name: as (somebody's browser, its address)."""
    with database.writing(installed.engine) as session:
        mei, ada = actor(session, cast, "mei"), actor(session, cast, "ada")
        _id, open_ = invitations.invite(
            session, mei, email="nora@example.org", name="Nora", role=Role.RESPONDENT, scope=cast.scope(), now=clock()
        )
        _id, over = invitations.invite(session, mei, email="over@example.org", role=Role.READ_ONLY, scope=cast.scope(), now=clock())
        session.query(InvitationRow).filter_by(email="over@example.org").update({"withdrawn_at": clock()})
        _account, reset = administering.reset(session, ada, cast.accounts["mei"], now=clock())
        waiting = session.get(AccountRow, cast.accounts["ben"])
        waiting.totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    visitor, mei, ben, ada = (client_of(who) for who in ("", "mei", "ben", "ada"))
    return {
        "sign in": (visitor, "/sign-in"),
        "invitation": (visitor, f"/invitations/{open_}"),
        "invitation of somebody signed in": (mei, f"/invitations/{open_}"),
        "over": (visitor, f"/invitations/{over}"),
        "reset": (visitor, f"/reset/{reset}"),
        "account": (mei, "/account"),
        "password": (mei, "/account/password"),
        "second factor": (mei, "/account/second-factor"),
        "second factor to be confirmed": (ben, "/account/second-factor"),
        "sessions": (mei, "/account/sessions"),
        "people": (ada, "/people"),
        "nobody found": (ada, "/people?search=zzz"),
        "invite": (ada, "/people/invite"),
        "one": (ada, f"/people/{cast.accounts['mei']}"),
        "oneself": (ada, f"/people/{cast.accounts['ada']}"),
    }


def english(text):
    """The English words on a page that ought to be Chinese."""
    body = re.sub(r"<(script|code)\b.*?</\1>|<details class=.languages.*?</details>", " ", text, flags=re.S)
    shown = re.sub(r"<[^>]*>", " ", body) + " ".join(re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', body))
    return [
        word
        for word in re.findall(r"[A-Za-z]{3,}", shown)
        if word not in NAMES and word.lower() not in {"mei", "nora", "over", "ben", "ada"}
    ]


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_no_page_has_english_words_in_chinese(pages, language, cast):
    for name, (client, address) in pages.items():
        answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
        own = {who.capitalize() for who in cast.accounts}
        assert [word for word in english(answer.text) if word not in own and word.lower() not in cast.accounts] == [], name
        assert f'lang="{locale.tag(language)}"' in answer.text


def test_every_page_keeps_to_the_strict_policy(pages):
    for name, (client, address) in pages.items():
        answer = client.get(address)
        assert "style=" not in answer.text, name
        assert "<style" not in answer.text, name
        assert not re.search(r"<[^>]*\son\w+=", answer.text), name
        assert not re.search(r"<script(?![^>]*src=)", answer.text), name
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text), name
        assert answer.headers["Cache-Control"] == "no-store", name


def test_every_form_that_changes_something_carries_a_token(pages, app):
    app.config["WTF_CSRF_ENABLED"] = True
    for name, (client, address) in pages.items():
        for form in re.findall(r'<form[^>]*method="post".*?</form>', client.get(address).text, flags=re.S):
            assert 'name="csrf_token"' in form, name


def test_every_field_has_a_label_and_headings_are_in_order(pages):
    for name, (client, address) in pages.items():
        text = client.get(address).text
        for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text):
            if 'type="hidden"' not in field:
                assert f'for="{re.search(r"""id="([^"]+)""", field)[1]}"' in text, (name, field)
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", text)]
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), name


@pytest.mark.parametrize("called", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "{by}{email}", '"><img src=x>', "%s %(name)s"])
def test_a_name_is_shown_as_it_is_and_does_nothing(pages, client_of, installed, cast, called):
    with database.writing(installed.engine) as session:
        session.get(AccountRow, cast.accounts["mei"]).name = called
    for client, address in pages.values():
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<img src=x>" not in text
        assert "49" not in re.findall(r">(49)<", text)
    from markupsafe import escape

    assert str(escape(called)) in client_of("ada").get(f"/people/{cast.accounts['mei']}").text


def test_the_number_of_queries_of_the_list_does_not_depend_on_how_many_accounts_there_are(client_of, installed, clock, hashed_password):
    from sqlalchemy import event

    client, counted = client_of("ada"), []
    event.listen(installed.engine, "before_cursor_execute", lambda *_more: counted.append(1))
    client.get("/people")
    before = len(counted)
    with database.writing(installed.engine) as session:
        for number in range(40):
            session.add(
                AccountRow(
                    id=f"crowd{number:07}",
                    email=f"{number}@crowd.org",
                    name=f"N{number}",
                    password_hash=hashed_password,
                    created_at=clock(),
                )
            )
    counted.clear()
    client.get("/people")
    assert len(counted) == before <= 8


def test_every_role_has_a_title_and_a_purpose():
    assert set(TITLE) == set(PURPOSE) == set(Role)


def test_the_language_of_a_letter_is_that_of_who_invites(client_of, installed, monkeypatch):
    letters = []
    monkeypatch.setattr(type(installed.post), "send", lambda _self, letter: letters.append(letter) or True)
    client = client_of("ada")
    client.post("/language", data={"language": "zh_Hant"})
    answer = client.post("/people/invite", data={"email": "nora@example.org", "name": "Nora", "role": "reviewer"})
    (letter,) = letters
    assert letter.to == "nora@example.org"
    assert "邀請" in letter.subject
    assert re.search(r"http://localhost/invitations/[\w-]{43}", letter.text)
    assert not re.search(r"/invitations/[\w-]{43}", answer.text), "a letter brings the link, so the page does not show it"
