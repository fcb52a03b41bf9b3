"""The application factory: the start page, the reports it links to, strict headers and plain error pages.

Everything served comes from this installation: no other host is named, and the Content-Security-Policy forbids any.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import flask
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from assess.platform import locale
from assess.platform.shelves import shelf
from assess.web import samples

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_REPORT_STYLES = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"
"""A report as one HTML file carries its style sheet and figures inside itself, and nothing that could run."""


def create(data: Path) -> flask.Flask:
    """Return the application that serves the samples kept in the data folder ``data``."""
    templates = shelf("templates")
    app = flask.Flask("assess", template_folder=str(templates), static_folder=str(templates / "static"), static_url_path="/static")
    app.after_request(_guard)
    app.register_error_handler(HTTPException, _explain)
    app.add_url_rule("/", "start", lambda: _start(data))
    app.add_url_rule("/reports/<name>", "report", lambda name: _report(data, name))
    return app


def _start(data: Path) -> str:
    language = _language()
    return flask.render_template("web/start.html", samples=samples.listed(data, language), **_words(language))


def _report(data: Path, name: str) -> Response:
    if name not in samples.files(data):
        raise NotFound
    response = flask.send_from_directory(samples.folder(data), name)
    if name.endswith(".html"):
        response.headers["Content-Security-Policy"] = _REPORT_STYLES
    return response


def _words(language: str) -> dict[str, object]:
    """Return what every page needs to speak the reader's language."""
    return {
        "language": language,
        "tag": locale.tag(language),
        "languages": [(code, locale.NAMES[code], locale.tag(code)) for code in locale.LANGUAGES],
        "_": partial(locale.gettext, language=language),
    }


def _language() -> str:
    """Return the language asked for in the address, else the browser's, else English."""
    asked = flask.request.args.get("lang", "")
    if asked in locale.LANGUAGES:
        return asked
    preferred = flask.request.accept_languages.best_match(["en", "zh-CN", "zh-Hans", "zh-SG", "zh", "zh-TW", "zh-HK", "zh-Hant"]) or "en"
    if preferred == "en":
        return "en"
    return "zh_Hant" if preferred in {"zh-TW", "zh-HK", "zh-Hant"} else "zh_Hans"


def _guard(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _explain(error: HTTPException) -> tuple[str, int]:
    """Say what happened and what to do, in the reader's language; never how the program is built."""
    language = _language()
    return flask.render_template("web/error.html", missing=error.code == 404, **_words(language)), error.code or 500
