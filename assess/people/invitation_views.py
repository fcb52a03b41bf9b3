"""Pages behind links that can be used once: an invitation, the first start, a new password."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from assess.people import accounts, administering, current, first_start, invitations
from assess.people.blueprint import blueprint, page
from assess.people.forms import FirstForm, JoinForm, NewPasswordForm
from assess.people.roles import PURPOSE, TITLE
from assess.people.values import Invitation, Purpose, State
from assess.platform import pages
from assess.platform.locale import mark as _

_TAKEN = _("There is an account with this address already. Sign in with it to accept the invitation.")


@blueprint.get("/invitations/<key>")
def invitation(key: str) -> Response:
    """Show what somebody is invited to, and the ways to accept."""
    invited = _opened(key, Purpose.ROLE)
    if invited.state is not State.OPEN:
        return _over(invited)
    return _invited(invited, key, JoinForm(name=invited.name, as_browser=_as_browser()))


@blueprint.post("/invitations/<key>")
def join(key: str) -> Response:
    """Accept with a new account. Its address is the invitation's, whatever a form says."""
    invited = _opened(key, Purpose.ROLE)
    if invited.state is not State.OPEN:
        return _over(invited)
    form = JoinForm(flask.request.form, email=invited.email, as_browser=_as_browser())
    if not form.validate():
        return _invited(invited, key, form, 422)
    session, now = pages.session(), pages.now()
    if accounts.by_address(session, invited.email):
        return _invited(invited, key, form, 422, fault=_TAKEN)
    pages.keep()  # hashing takes its time, for which nobody's saving waits
    account_id = accounts.create(
        session, email=invited.email, name=form.name.data, password=form.password.data, language=form.language.data, now=now
    )
    invitations.accept(session, invited, account_id, now=now)
    current.sign_in(account_id, language=form.language.data)
    return _welcome(invited)


@blueprint.post("/invitations/<key>/accept")
def accept(key: str) -> Response:
    """Accept with the account that is signed in."""
    invited, actor = _opened(key, Purpose.ROLE), current.actor()
    if invited.state is not State.OPEN:
        return _over(invited)
    invitations.accept(pages.session(), invited, actor.id, now=pages.now())
    return _welcome(invited)


@blueprint.get("/start/<key>", endpoint="first_start")
def start(key: str) -> Response:
    """Ask for the first administrator's account."""
    invited = _opened(key, Purpose.FIRST)
    if invited.state is not State.OPEN or accounts.there_are_any(pages.session()):
        return _over(invited)
    return page("people/first_start.html", form=FirstForm(as_browser=_as_browser()))


@blueprint.post("/start/<key>")
def start_now(key: str) -> Response:
    """Make the first administrator and sign him in."""
    invited = _opened(key, Purpose.FIRST)
    if invited.state is not State.OPEN or accounts.there_are_any(pages.session()):
        return _over(invited)
    form = FirstForm(flask.request.form, as_browser=_as_browser())
    if not form.validate():
        return page("people/first_start.html", 422, form=form)
    told = {name: form[name].data for name in ("email", "name", "password", "language")}
    account_id = first_start.begin(pages.session(), invited, **told, now=pages.now())
    current.sign_in(account_id, language=form.language.data)
    return flask.redirect("/")


@blueprint.get("/reset/<key>")
def reset(key: str) -> Response:
    """Ask for a new password."""
    invited = _opened(key, Purpose.RESET)
    return page("people/reset.html", form=NewPasswordForm()) if invited.state is State.OPEN else _over(invited)


@blueprint.post("/reset/<key>")
def reset_now(key: str) -> Response:
    """Take the new password; the way in is the entrance, with whatever else it asks for."""
    invited = _opened(key, Purpose.RESET)
    if invited.state is not State.OPEN:
        return _over(invited)
    form = NewPasswordForm(flask.request.form, email=invited.email, owner=invited.name)
    if not form.validate():
        return page("people/reset.html", 422, form=form)
    administering.renew_password(pages.session(), invited, form.password.data, now=pages.now())
    current.sign_out()
    flask.flash(pages.say(_("Your password is changed. Sign in with it.")))
    return flask.redirect(flask.url_for("people.sign_in"))


def _opened(key: str, purpose: Purpose) -> Invitation:
    return invitations.opened(pages.session(), key, purpose, now=pages.now())


def _over(invited: Invitation) -> Response:
    """Return the page of a link that leads nowhere any more: what became of it, and whom to ask."""
    return page("people/over.html", 410, invited=invited)


def _invited(invited: Invitation, key: str, form: JoinForm, status: int = 200, fault: str = "") -> Response:
    role = invited.role
    facts = {"title": TITLE[role], "does": PURPOSE[role]} if role else {"title": "", "does": ""}
    return page("people/invitation.html", status, invited=invited, key=key, form=form, fault=fault, **facts)


def _welcome(invited: Invitation) -> Response:
    """Lead to what the role is about, as far as this installation has pages of it."""
    flask.flash(pages.say(_("Welcome. The invitation is accepted.")))
    views, scope = flask.current_app.view_functions, invited.scope
    if scope.assessment and "assessments.shown" in views:
        return flask.redirect(flask.url_for("assessments.shown", id=scope.assessment))
    return flask.redirect("/")


def _as_browser() -> str:
    return pages.say(_("As the browser asks"))
