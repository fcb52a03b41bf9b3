"""Pages of no room: the samples, the choice of a language."""

from __future__ import annotations

import flask
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from assess.platform import locale, pages
from assess.web import samples

blueprint = flask.Blueprint("web", __name__)

_REPORT_STYLES = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"
"""A report as one HTML file carries its style sheet and figures inside itself, and nothing that could run."""


@blueprint.get("/samples")
def samples_listed() -> str:
    """Show the sample organisations with their reports."""
    data = pages.installation().settings.data
    return flask.render_template("web/samples.html", samples=samples.listed(data, pages.language()))


@blueprint.get("/samples/<name>")
def sample(name: str) -> Response:
    """Send one report of a sample organisation."""
    data = pages.installation().settings.data
    if name not in samples.files(data):
        raise NotFound
    response = flask.send_from_directory(samples.folder(data), name)
    if name.endswith(".html"):
        response.headers["Content-Security-Policy"] = _REPORT_STYLES
    return response


@blueprint.post("/language")
def choose_language() -> Response:
    """Speak another language from now on, on the page the reader was on."""
    code = flask.request.form.get("language", "")
    if code in locale.LANGUAGES:
        pages.choose_language(code)
    return flask.redirect(pages.inside(flask.request.form.get("back", "/")))
