"""The page of settings says what is set, what follows from the rest, and tells no secret."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from sqlalchemy import event

from assess.administration import demo, overview
from assess.platform import database, doctor
from assess.platform.mail import Post
from assess.platform.settings import SETTINGS
from assess.web import application
from tests.platform.mail_server import mail_server


def page(client):
    answer = client.get("/administration")
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


def test_every_setting_has_its_line_and_what_follows_from_it_unset(client_of):
    shown = page(client_of("ada"))
    for setting in SETTINGS:
        assert setting.variable in shown
        assert overview.UNSET[setting.field] in shown


def test_a_setting_is_shown_with_its_value_and_a_secret_is_not(installed, client_of, app):
    settings = dataclasses.replace(
        installed.settings,
        secret="very secret key",
        mail_password="password of the post",
        base_url="http://localhost",
        evidence="s3://user:hidden@bucket/path",
        evidence_limit=1234567,
    )
    app.extensions["assess"] = dataclasses.replace(installed, settings=settings)
    shown = page(client_of("ada"))
    for hidden in ("very secret key", "password of the post", "hidden@", str(installed.engine.url.password or "no such password")):
        assert hidden not in shown
    assert "1234567" in shown
    assert "s3://user:…@bucket/path" in shown
    assert re.search(r"ASSESS_SECRET</code></th>\s*<td><span class=\"pill ready\">Set", shown)


def test_the_database_is_named_with_the_version_of_its_tables(installed, client_of):
    shown = page(client_of("ada"))
    assert {"sqlite": "SQLite 3.", "postgresql": "PostgreSQL 1"}[installed.engine.dialect.name] in shown
    assert "run assess db upgrade" not in shown


def test_what_the_machine_lacks_is_listed_with_its_remedy(client_of, monkeypatch):
    assert "nothing is missing" in page(client_of("ada"))
    monkeypatch.setattr(doctor, "_font_families", set)
    assert "sudo apt-get install fonts-noto-cjk" in page(client_of("ada"))


def test_the_page_says_when_its_people_are_invented(installed, client_of, session):
    assert "fictional" not in page(client_of("ada"))
    from assess.platform import choices

    choices.put(session, demo.MARK, {}, by=None, now=installed.clock())
    session.commit()
    assert "fictional" in page(client_of("ada"))


def test_the_number_of_queries_does_not_grow_with_what_is_kept(installed, client_of, cast):
    def counted(client):
        seen = []
        event.listen(installed.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
        page(client)
        return len(seen)

    client = client_of("ada")
    page(client)
    before = counted(client)
    from assess.organisations.tables import OrganisationRow
    from assess.platform.database import new_id

    with database.writing(installed.engine) as writing:
        writing.add_all(OrganisationRow(id=new_id(), name=f"O{n}", created_at=installed.clock()) for n in range(40))
    assert counted(client) <= 2 * before  # both listeners count the second time


def test_a_letter_goes_to_the_administrators_own_address_only(installed, app, client_of):
    with mail_server() as server:
        told = {"mail_server": "127.0.0.1", "mail_port": server.port, "mail_from": "assess@example.org"}
        settings = dataclasses.replace(installed.settings, **told)
        app.extensions["assess"] = dataclasses.replace(installed, settings=settings, post=Post(settings))
        client = client_of("ada")
        assert "Send me a letter" in page(client)
        answer = client.post("/administration/letter", data={"to": "somebody@else.example"}, follow_redirects=True)
    assert "has taken a letter to ada@example.org" in answer.get_data(as_text=True)
    (letter,) = server.letters
    assert b"To: ada@example.org" in letter
    assert b"else.example" not in letter


def test_a_letter_that_nobody_takes_is_said_not_to_be_sent(client_of):
    answer = client_of("ada").post("/administration/letter", follow_redirects=True)
    assert "could not be sent" in answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_the_page_is_chinese(client_of, language):
    shown = client_of("ada").get(f"/administration?lang={language}").get_data(as_text=True)
    assert "While it is unset" not in shown
    assert ("设置" if language == "zh_Hans" else "設定") in shown or "設置" in shown


def test_the_application_opens_with_all_pages(installed):
    names = application.create(installed).view_functions
    assert {"administration.settings", "administration.branding", "administration.questionnaires"} <= set(names)
