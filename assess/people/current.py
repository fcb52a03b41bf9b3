"""Who this request is from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import cast

import flask

from assess.people import sessions
from assess.people.actor import Actor
from assess.platform import pages

_KEY, _PENDING = "key", "pending"
PATIENCE = datetime.timedelta(minutes=10)
"""How long a proven password waits for the second factor."""


class SignInFirst(Exception):  # noqa: N818
    """Nobody is signed in, and the page is for somebody. Becomes the sign-in page, which leads back here."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right and whose second factor is still to come; ``proof`` tells which password that was."""

    account_id: str
    proof: str


def actor() -> Actor:
    """Return who is signed in. Raises SignInFirst."""
    found = visitor()
    if found is None:
        raise SignInFirst
    return found


def visitor() -> Actor | None:
    """Return who is signed in, or None."""
    if "actor" not in flask.g:
        flask.g.actor = _load()
    return cast("Actor | None", flask.g.actor)


def session_id() -> str:
    """Return the id of the session this browser is signed in with. Raises SignInFirst."""
    actor()
    return cast(str, flask.g.session_id)


def sign_in(account_id: str, *, language: str = "") -> None:
    """Sign an account in, in a new session: whatever this browser held before is gone (no session fixation), but for its language.

    ``language`` is the account's, spoken where this browser has not chosen one.
    """
    _forget()
    flask.session[_KEY] = sessions.begin(pages.session(), account_id, now=pages.now(), agent=flask.request.user_agent.string)
    flask.session.permanent = True
    if language and "language" not in flask.session:
        flask.session["language"] = language


def await_second_factor(account_id: str, *, proof: str) -> None:
    """Keep in mind, without signing anybody in, that the password was right."""
    _forget()
    flask.session[_PENDING] = {"account": account_id, "proof": proof, "at": pages.now().isoformat()}


def awaited() -> Pending | None:
    """Return whose second factor this browser is about to give; None where there is nobody, or where it took too long."""
    kept = flask.session.get(_PENDING)
    if not isinstance(kept, dict):
        return None
    if pages.now() - datetime.datetime.fromisoformat(kept["at"]) > PATIENCE:
        return None
    return Pending(kept["account"], kept["proof"])


def sign_out() -> None:
    """End this browser's session, here and in the database; nothing of it is left but the language."""
    _forget()


def _forget() -> None:
    if key := flask.session.get(_KEY):
        sessions.revoke(pages.session(), key, now=pages.now())
    language = flask.session.get("language")
    flask.session.clear()
    if language:
        flask.session["language"] = language
    flask.g.pop("actor", None)


def _load() -> Actor | None:
    key = flask.session.get(_KEY)
    if not isinstance(key, str):
        return None
    found = sessions.actor(pages.session(), key, now=pages.now())
    if found is None:
        return None
    loaded, flask.g.session_id, seen_at = found
    if flask.request.method not in pages.SAFE and pages.now() - seen_at > sessions.RENEW_AFTER:
        sessions.seen(pages.session(), flask.g.session_id, now=pages.now())
    return loaded
