"""Letters: taken by a mail server, or whoever wrote them is told that they were not."""

from __future__ import annotations

import email
import email.policy
import logging
import socket

import pytest

from assess.platform import settings
from assess.platform.mail import Letter, Post
from tests.platform.mail_server import mail_server

LETTER = Letter("mei@example.org", "邀请：Lantern", "您好，\n\n请打开 https://assess.example.org/invitations/abc\n")


def post(**given: object) -> Post:
    environment = {f"ASSESS_MAIL_{name.upper()}": str(value) for name, value in given.items()}
    return Post(settings.read(environment))


def test_a_letter_arrives_as_it_was_written():
    with mail_server() as server:
        assert post(server="127.0.0.1", port=server.port, **{"from": "assess@example.org"}).send(LETTER)
        (raw,) = server.letters
    came = email.message_from_bytes(raw, policy=email.policy.default)
    assert (came["From"], came["To"], came["Subject"]) == ("assess@example.org", "mei@example.org", "邀请：Lantern")
    assert came.get_content().splitlines() == LETTER.text.splitlines()


def test_without_a_mail_server_nothing_is_sent_and_it_is_said():
    assert not post().is_set_up
    assert not post().send(LETTER)
    assert not post(server="127.0.0.1").send(LETTER)


def test_a_mail_server_that_refuses_or_is_not_there_is_no_error_of_the_page(caplog):
    with mail_server(refuses=True) as server, caplog.at_level(logging.WARNING):
        assert not post(server="127.0.0.1", port=server.port, **{"from": "assess@example.org"}).send(LETTER)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert not post(server="127.0.0.1", port=port, **{"from": "assess@example.org"}).send(LETTER)
    assert caplog.text.count("could not be sent") == 2
    assert "invitations/abc" not in caplog.text


@pytest.mark.parametrize("hostile", ["mei@example.org\r\nBcc: all@example.org", "mei@example.org\nBcc: all@example.org"])
def test_nobody_slips_another_recipient_into_a_letter(hostile):
    with mail_server() as server:
        sender = post(server="127.0.0.1", port=server.port, **{"from": "assess@example.org"})
        for letter in (Letter(hostile, "Hello", "…"), Letter("mei@example.org", hostile, "…")):
            assert not sender.send(letter)
        assert server.letters == []
