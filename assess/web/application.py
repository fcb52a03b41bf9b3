"""The application factory: rooms' pages, strict headers, one table of errors.

Everything served comes from this installation: no other host is named, and the Content-Security-Policy forbids any, as it forbids
whatever stands inside a page. Pages speak the reader's language.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import flask
import jinja2
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from assess.people import current
from assess.platform import files, locale, pages
from assess.platform.installation import Installation
from assess.platform.settings import Settings
from assess.platform.shelves import shelf
from assess.web import errors, facts, navigation, rooms

_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
"""``data:`` images are those inside Bootstrap's style sheet: ticks and arrows."""
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_BOOTSTRAP = "css/bootstrap.min.css"
_YEAR = 365 * 24 * 3600
_FORM_MEMORY = 2 * 2**20


def create(installation: Installation) -> flask.Flask:
    """Return the application that serves an installation."""
    settings, templates = installation.settings, shelf("templates")
    app = flask.Flask("assess", template_folder=str(templates), static_folder=str(templates / "static"), static_url_path="/static")
    app.config.update(
        SECRET_KEY=settings.secret or _secret(settings.data),
        TRUSTED_HOSTS=list(settings.hosts),
        SESSION_COOKIE_NAME="__Host-assess" if settings.is_secure else "assess",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=datetime.timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,
        SEND_FILE_MAX_AGE_DEFAULT=_YEAR,
        MAX_CONTENT_LENGTH=settings.evidence_limit + 2**20,
        MAX_FORM_MEMORY_SIZE=_FORM_MEMORY,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=None,
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as Flask documents it
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(_limit)
    Bootstrap5(app)
    CSRFProtect(app)
    pages.install(app, installation)
    app.after_request(partial(_guard, secure=settings.is_secure))
    app.context_processor(_words)
    for blueprint in rooms.blueprints():
        app.register_blueprint(blueprint)
    errors.register(app)
    return app


def _limit() -> None:
    """Let only files be large: what comes as one text is read into memory as a whole."""
    if flask.request.mimetype != "multipart/form-data":
        flask.request.max_content_length = _FORM_MEMORY


def _secret(data: Path) -> str:
    """Return the key that signs cookies; made at the first start and kept for this installation's owner only."""
    path = data / "secret"
    if not path.is_file():
        data.mkdir(parents=True, exist_ok=True)
        files.write(path, secrets.token_hex(32).encode())
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


def _words() -> dict[str, Any]:
    """Return what every page needs: the reader's words, who is signed in, where one can go from here."""
    language = pages.language()
    return {
        "language": language,
        "tag": locale.tag(language),
        "languages": [(code, locale.NAMES[code], locale.tag(code)) for code in locale.LANGUAGES],
        "_": pages.say,
        "n_": pages.say_many,
        "actor": current.visitor(),
        "navigation": navigation.entries,
        "current_app_views": flask.current_app.view_functions,
        "asset": _asset,
        "bootstrap": flask.url_for("bootstrap.static", filename=_BOOTSTRAP, v=_bootstrap_version()),
        "write": facts.Facts(language),
    }


def _asset(name: str) -> str:
    """Return the address of one of our static files, with its content in it, so that it can be kept for a year."""
    return flask.url_for("static", filename=name, v=_version(name))


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    return hashlib.sha256((shelf("templates") / "static" / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _bootstrap_version() -> str:
    return hashlib.sha256((Path(str(flask.current_app.blueprints["bootstrap"].static_folder)) / _BOOTSTRAP).read_bytes()).hexdigest()[:12]


def _guard(response: Response, *, secure: bool) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
    if flask.request.endpoint not in {"static", "bootstrap.static"}:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def open_(settings: Settings) -> flask.Flask:
    """Return the application of the settings, its database brought to today's shape."""
    from assess.platform import installation, schema_versions

    made = installation.of(settings)
    schema_versions.upgrade(made.engine)
    return create(made)
