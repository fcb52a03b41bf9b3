"""What every page stands on: the installation, the request's database session, the time, the reader's language.

A request has one session. One that changes something commits when its answer says that it went well (a status under 400), so that a view
never commits; what must be kept although the answer is a refusal (an attempt to sign in) is kept by :func:`keep`.
"""

from __future__ import annotations

import datetime
from typing import cast

import flask
from sqlalchemy.orm import Session

from assess.platform import locale
from assess.platform.database import opened
from assess.platform.installation import Installation

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_EXTENSION = "assess"


def install(app: flask.Flask, installation: Installation) -> None:
    """Make the installation known to an application."""
    app.extensions[_EXTENSION] = installation
    app.after_request(_commit)
    app.teardown_request(_close)


def installation() -> Installation:
    """Return the installation this request is for."""
    return cast(Installation, flask.current_app.extensions[_EXTENSION])


def session() -> Session:
    """Return the session of this request; it begins to write at once where the request may change something."""
    if "session" not in flask.g:
        flask.g.session = opened(installation().engine, writes=flask.request.method not in SAFE)
    return cast(Session, flask.g.session)


def now() -> datetime.datetime:
    """Return the moment of this request, the same for all of it."""
    if "now" not in flask.g:
        flask.g.now = installation().clock()
    return cast(datetime.datetime, flask.g.now)


def keep() -> None:
    """Commit what has been done so far, whatever the answer will be."""
    session().commit()


def language() -> str:
    """Return the reader's language: the one chosen, else the account's, else the browser's, else English."""
    if "language" not in flask.g:
        flask.g.language = _chosen() or _browsers()
    return cast(str, flask.g.language)


def say(message: str, **facts: object) -> str:
    """Return a message in the reader's language, filled with facts."""
    translated = locale.gettext(message, language())
    return translated.format(**facts) if facts else translated


def say_many(singular: str, plural: str, count: int, **facts: object) -> str:
    """Return the message that fits ``count`` (itself a fact) in the reader's language."""
    return locale.ngettext(singular, plural, count, language()).format(count=locale.number(count, language(), 0), **facts)


def inside(address: str, otherwise: str = "/") -> str:
    """Return an address if it is one of this installation's pages, written from its root; else ``otherwise``: nobody is led elsewhere."""
    plain = address.isprintable() and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain else otherwise


def choose_language(code: str) -> None:
    """Speak this language from now on, in this browser."""
    flask.session["language"] = flask.g.language = code


def _chosen() -> str:
    asked = flask.request.args.get("lang", "")
    if asked in locale.LANGUAGES:
        return asked
    kept = flask.session.get("language", "")
    return kept if kept in locale.LANGUAGES else ""


def _browsers() -> str:
    for tag, quality in flask.request.accept_languages:
        first, *rest = tag.lower().split("-")
        if quality and first == "en":
            return "en"
        if quality and first == "zh":
            written = {"hans", "hant"} & set(rest) or ({"hant"} if {"tw", "hk", "mo"} & set(rest) else {"hans"})
            return f"zh_{written.pop().capitalize()}"
    return "en"


def _commit(response: flask.Response) -> flask.Response:
    held: Session | None = flask.g.get("session")
    if held is not None and flask.request.method not in SAFE:
        if response.status_code < 400:
            held.commit()
        else:
            held.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    held: Session | None = flask.g.pop("session", None)
    if held is not None:
        held.close()
