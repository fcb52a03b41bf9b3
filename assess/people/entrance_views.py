"""Pages of the entrance: signing in, the second factor, signing out."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from assess.people import accounts, current, second_factor, signing_in, throttle
from assess.people.blueprint import blueprint, network, page, wait_first
from assess.people.current import Pending
from assess.people.forms import CodeForm, SignInForm
from assess.platform import pages
from assess.platform.locale import mark as _

_WRONG = _("This address and this password do not belong together, or the account is not in use.")


def _onward() -> str:
    return pages.inside(flask.request.values.get("next", "/"))


@blueprint.get("/sign-in")
def sign_in() -> Response:
    """Show the form; whoever is signed in already goes on."""
    if current.visitor():
        return flask.redirect(_onward())
    nobody = not accounts.there_are_any(pages.session())
    return page("people/sign_in.html", form=SignInForm(), onward=_onward(), fault="", wait=0, nobody=nobody)


@blueprint.post("/sign-in")
def sign_in_now() -> Response:
    """Sign in, or on to the second factor."""
    form, session = SignInForm(flask.request.form), pages.session()
    shown = {"form": form, "onward": _onward(), "nobody": False}
    if not form.validate():
        return page("people/sign_in.html", 422, fault="", wait=0, **shown)
    claim = signing_in.claim(session, form.email.data, network=network(), now=pages.now())
    if claim.wait:
        return wait_first("people/sign_in.html", claim.wait, fault="", **shown)
    pages.keep()  # the attempt counts whatever comes of it, and nobody waits for the database while the password is hashed
    if not signing_in.proven(claim, form.password.data):
        return page("people/sign_in.html", 422, fault=_WRONG, wait=0, **shown)
    kept = signing_in.succeed(session, claim, form.password.data)
    if claim.has_second_factor:
        current.await_second_factor(str(claim.account_id), proof=signing_in.proof(kept))
        return flask.redirect(flask.url_for("people.second_factor", next=_onward()))
    current.sign_in(str(claim.account_id), language=claim.language)
    return flask.redirect(_onward())


@blueprint.get("/sign-in/second-factor", endpoint="second_factor")
def second_factor_asked() -> Response:
    """Ask for the second factor of whoever has given the password."""
    if _awaited() is None:
        return flask.redirect(flask.url_for("people.sign_in", next=_onward()))
    return page("people/second_factor.html", form=CodeForm(), onward=_onward(), wait=0)


@blueprint.post("/sign-in/second-factor")
def second_factor_now() -> Response:
    """Sign in with the second factor."""
    awaited, form, session = _awaited(), CodeForm(flask.request.form), pages.session()
    if awaited is None:
        return flask.redirect(flask.url_for("people.sign_in", next=_onward()))
    if not form.validate():
        return page("people/second_factor.html", 422, form=form, onward=_onward(), wait=0)
    limits = second_factor.limits(awaited.account_id)
    if wait := throttle.waiting(session, limits, now=pages.now()):
        return wait_first("people/second_factor.html", wait, form=form, onward=_onward())
    throttle.record(session, limits, now=pages.now())
    pages.keep()
    if not second_factor.passes(session, awaited.account_id, form.code.data, now=pages.now()):
        form.code.errors = [_("This code is wrong, or it has been used already.")]
        return page("people/second_factor.html", 422, form=form, onward=_onward(), wait=0)
    throttle.clear(session, limits[0])
    current.sign_in(awaited.account_id, language=accounts.get(session, awaited.account_id).language)
    return flask.redirect(_onward())


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Sign this browser out."""
    current.sign_out()
    flask.flash(pages.say(_("You are signed out.")))
    return flask.redirect(flask.url_for("people.sign_in"))


def _awaited() -> Pending | None:
    """Return whose second factor is awaited, as long as the password that was given is still the right one."""
    awaited = current.awaited()
    if awaited is None or not accounts.can_sign_in(pages.session(), awaited.account_id):
        return None
    kept = accounts.password_hash(pages.session(), awaited.account_id)
    return awaited if signing_in.proof(kept) == awaited.proof else None
