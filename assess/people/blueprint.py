"""The pages of people: one blueprint, whose views stand in several modules; and what several of them do."""

from __future__ import annotations

import datetime
import math

import flask
from werkzeug.wrappers import Response

from assess.people import throttle
from assess.platform import pages
from assess.platform.mail import Letter

blueprint = flask.Blueprint("people", __name__)


def network() -> str:
    """Return the network address this request comes from, as attempts are counted by it."""
    return throttle.network(flask.request.remote_addr)


def page(template: str, status: int = 200, **facts: object) -> Response:
    """Return a page with a status; 422 where it shows what is wrong with a form."""
    return flask.make_response(flask.render_template(template, **facts), status)


def wait_first(template: str, wait: datetime.timedelta, **facts: object) -> Response:
    """Return the page that says that there were too many attempts, and when there may be another."""
    made = page(template, 429, wait=max(1, math.ceil(wait.total_seconds() / 60)), **facts)
    made.headers["Retry-After"] = str(max(1, math.ceil(wait.total_seconds())))
    return made


def link(endpoint: str, key: str) -> str:
    """Return the whole address of a link that is sent or copied, by the installation's own name where it is known."""
    path, base = flask.url_for(endpoint, key=key), pages.installation().settings.base_url
    return base.rstrip("/") + path if base else flask.request.host_url.rstrip("/") + path


def sent(letter: Letter) -> bool:
    """Send a letter and return whether the mail server took it; where it did not, the page shows the link to be copied."""
    return pages.installation().post.send(letter)
