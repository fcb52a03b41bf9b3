"""What became of a request that could not be answered: one table, from exceptions to pages and, for scripts, to JSON.

A page says what happened, what was kept and what to do; never how the program is built.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import flask
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from assess.assessments.service import WrongState
from assess.people.accounts import Taken
from assess.people.actor import NotFound, Refused
from assess.people.current import SignInFirst
from assess.people.invitations import Over, Partial
from assess.platform import pages
from assess.platform.faults import Faults, Missing
from assess.platform.locale import mark as _

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What a page of an error says: its heading, and what to do."""

    status: int
    heading: str
    advice: str


_NOTHING_CHANGED = _("Nothing was changed. Go back and try again.")
_TABLE: dict[int, Said] = {
    400: Said(400, _("This request could not be understood"), _NOTHING_CHANGED),
    403: Said(403, _("You may see this, but not change it"), _("Whoever coordinates the assessment can give you the role you need.")),
    404: Said(404, _("There is nothing at this address"), _("It may have been moved, or you may not have been given access to it.")),
    405: Said(405, _("This request could not be understood"), _NOTHING_CHANGED),
    409: Said(409, _("Somebody else was faster"), _("Load the page again to see what changed, then decide.")),
    410: Said(410, _("This is no longer here"), _("It was taken back or has expired.")),
    413: Said(413, _("This is too large"), _("Nothing was kept of it. Send a smaller file.")),
    429: Said(429, _("Too many attempts"), _("Wait a few minutes, then try again.")),
    503: Said(503, _("Something of this installation is missing"), _("Whoever runs it finds out more with the command assess doctor.")),
}
_FORM_EXPIRED = Said(400, _("This form has expired"), _("Nothing was changed. Load the page again and send the form once more."))
_PARTIAL = Said(
    409,
    _("This role does not go with one you hold"),
    _("Whoever answers for an organisation cannot assess it as well. Nothing was changed; the invitation is still open."),
)
_BROKEN = Said(500, _("Something went wrong"), _("Nothing was changed. Try again; if it happens again, the log of the server says more."))


def register(app: flask.Flask) -> None:
    """Let the application answer every exception by the table."""
    app.register_error_handler(SignInFirst, _sign_in)
    app.register_error_handler(NotFound, lambda _error: answer(_TABLE[404]))
    app.register_error_handler(Refused, lambda _error: answer(_TABLE[403]))
    app.register_error_handler(WrongState, lambda _error: answer(_TABLE[409]))
    app.register_error_handler(Taken, lambda _error: answer(_TABLE[409]))
    app.register_error_handler(Over, lambda _error: answer(_TABLE[410]))
    app.register_error_handler(Partial, lambda _error: answer(_PARTIAL))
    app.register_error_handler(Missing, lambda _error: answer(_TABLE[503]))
    app.register_error_handler(Faults, _faults)
    app.register_error_handler(CSRFError, lambda _error: answer(_FORM_EXPIRED))
    app.register_error_handler(DataError, lambda _error: answer(_TABLE[400]))  # what a database cannot hold: a NUL, a number of 30 digits
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def answer(said: Said, faults: tuple[str, ...] = ()) -> Response:
    """Return the answer of an error, as a page or, to a script that asks for JSON, as JSON."""
    heading, advice = pages.say(said.heading), pages.say(said.advice)
    if wants_json():
        made = flask.jsonify(error=heading, advice=advice, faults=list(faults))
    else:
        made = flask.make_response(flask.render_template("web/error.html", heading=heading, advice=advice, faults=faults))
    made.status_code = said.status
    return made


def wants_json() -> bool:
    """Whether the request comes from a script that asks for JSON."""
    return flask.request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _sign_in(_error: SignInFirst) -> Response:
    if wants_json() or flask.request.method not in pages.SAFE:
        return answer(Said(401, _("You are not signed in"), _("Sign in, then do it again.")))
    return flask.redirect(flask.url_for("people.sign_in", next=flask.request.full_path.rstrip("?")))


def _faults(error: Faults) -> Response:
    said = Said(
        422, _("This could not be taken as it is"), _("Nothing was changed. Each line names a place and what would be right there.")
    )
    return answer(said, tuple(str(fault) for fault in error.faults))


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if isinstance(error, SecurityError):  # asked for by a name that is not ours: no page, whose links would carry that name
        return Response(pages.say(_TABLE[400].heading), code, mimetype="text/plain")
    if 300 <= code < 400:
        return error.get_response()
    made = answer(_TABLE.get(code, _BROKEN if code >= 500 else Said(code, _TABLE[400].heading, _NOTHING_CHANGED)))
    made.headers.extend((name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"})
    return made


def _unforeseen(error: Exception) -> Response:
    if flask.current_app.config["PROPAGATE_EXCEPTIONS"] or flask.current_app.testing:
        raise error
    _log.exception("%s %s", flask.request.method, flask.request.path)
    return answer(_BROKEN)
