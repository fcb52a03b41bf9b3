"""Pages of one's own account: what one is called, the password, the second factor, where one is signed in."""

from __future__ import annotations

from collections.abc import Callable

import flask
from werkzeug.wrappers import Response
from wtforms import Field

from assess.people import accounts, current, second_factor, sessions, signing_in
from assess.people.blueprint import blueprint, page, wait_first
from assess.people.forms import ChangePasswordForm, CodeForm, PasswordForm, ProfileForm
from assess.people.signing_in import Claim
from assess.platform import pages
from assess.platform.locale import mark as _


@blueprint.get("/account")
def account() -> Response:
    """Show what somebody is called, and what he may do where."""
    actor = current.actor()
    own = accounts.get(pages.session(), actor.id)
    return page("people/account.html", own=own, form=ProfileForm(obj=own, as_browser=pages.say(_("As the browser asks"))))


@blueprint.post("/account")
def describe() -> Response:
    """Take a new name and language."""
    actor, form = current.actor(), ProfileForm(flask.request.form, as_browser=pages.say(_("As the browser asks")))
    if not form.validate():
        return page("people/account.html", 422, own=accounts.get(pages.session(), actor.id), form=form)
    accounts.describe(pages.session(), actor.id, name=form.name.data, language=form.language.data)
    if form.language.data:
        pages.choose_language(form.language.data)
    flask.flash(pages.say(_("Saved.")))
    return flask.redirect(flask.url_for("people.account"))


@blueprint.get("/account/password")
def password() -> Response:
    """Ask for the old password and a new one."""
    current.actor()
    return page("people/password.html", form=ChangePasswordForm(), wait=0)


@blueprint.post("/account/password")
def change_password() -> Response:
    """Take a new password: every other browser is signed out, and this one holds a new key."""
    actor = current.actor()
    form = ChangePasswordForm(flask.request.form, email=actor.email, owner=actor.name)
    if not form.validate():
        return page("people/password.html", 422, form=form, wait=0)
    if claim := _unproven(form.old):
        return (
            wait_first("people/password.html", claim.wait, form=form)
            if claim.wait
            else page("people/password.html", 422, form=form, wait=0)
        )
    pages.keep()  # hashing takes its time, for which nobody's saving waits
    accounts.set_password(pages.session(), actor.id, form.password.data, now=pages.now())
    current.sign_in(actor.id)
    flask.flash(pages.say(_("Your password is changed. Every other browser is signed out.")))
    return flask.redirect(flask.url_for("people.account"))


@blueprint.get("/account/second-factor")
def factor() -> Response:
    """Show whether there is a second factor, and how to have one."""
    return _factor(CodeForm(), PasswordForm())


@blueprint.post("/account/second-factor")
def begin_factor() -> Response:
    """Make a secret for an authenticator; it does not count before a code has shown that it arrived."""
    second_factor.begin(pages.session(), current.actor().id)
    return flask.redirect(flask.url_for("people.factor"))


@blueprint.post("/account/second-factor/confirm")
def confirm_factor() -> Response:
    """Let the second factor count, and show the recovery codes once."""
    actor, form = current.actor(), CodeForm(flask.request.form)
    if not form.validate():
        return _factor(form, PasswordForm(), 422)
    codes = second_factor.confirm(pages.session(), actor.id, form.code.data, now=pages.now())
    if codes is None:
        form.code.errors = [_("This code is wrong. Does the clock of your telephone go right?")]
        return _factor(form, PasswordForm(), 422)
    return page("people/recovery_codes.html", codes=codes)


@blueprint.post("/account/second-factor/codes")
def renew_codes() -> Response:
    """Make new recovery codes in place of the old ones, and show them once."""
    return _with_password(
        lambda: page("people/recovery_codes.html", codes=second_factor.recovery_codes(pages.session(), current.actor().id))
    )


@blueprint.post("/account/second-factor/remove")
def remove_factor() -> Response:
    """Do without a second factor."""
    return _with_password(_removed)


def _removed() -> Response:
    second_factor.remove(pages.session(), current.actor().id)
    flask.flash(pages.say(_("Your password alone signs you in now.")))
    return flask.redirect(flask.url_for("people.factor"))


@blueprint.get("/account/sessions")
def browsers() -> Response:
    """Show where somebody is signed in."""
    actor = current.actor()
    held = sessions.listed(pages.session(), actor.id, this=current.session_id(), now=pages.now())
    return page("people/sessions.html", browsers=held)


@blueprint.post("/account/sessions/<id>/end")
def end_session(id: str) -> Response:
    """Sign one browser out."""
    sessions.revoke_one(pages.session(), current.actor().id, id, now=pages.now())
    flask.flash(pages.say(_("That browser is signed out.")))
    return flask.redirect(flask.url_for("people.browsers"))


@blueprint.post("/account/sessions/end-others")
def end_other_sessions() -> Response:
    """Sign every other browser out."""
    sessions.revoke_all(pages.session(), current.actor().id, but=current.session_id(), now=pages.now())
    flask.flash(pages.say(_("Every other browser is signed out.")))
    return flask.redirect(flask.url_for("people.browsers"))


def _factor(code: CodeForm, proof: PasswordForm, status: int = 200) -> Response:
    return page("people/factor.html", status, wait=0, **_factor_facts(code, proof))


def _factor_facts(code: CodeForm, proof: PasswordForm) -> dict[str, object]:
    actor, session = current.actor(), pages.session()
    secret = second_factor.waiting(session, actor.id)
    return {
        "code": code,
        "proof": proof,
        "own": accounts.get(session, actor.id),
        "secret": secret,
        "picture": second_factor.picture(second_factor.address(secret, actor.email)) if secret else "",
        "left": second_factor.codes_left(session, actor.id),
    }


def _with_password(then: Callable[[], Response]) -> Response:
    """Do something with the second factor for whoever gives the password once more."""
    current.actor()
    form = PasswordForm(flask.request.form)
    if not form.validate():
        return _factor(CodeForm(), form, 422)
    if claim := _unproven(form.password):
        if claim.wait:
            return wait_first("people/factor.html", claim.wait, **_factor_facts(CodeForm(), form))
        return _factor(CodeForm(), form, 422)
    return then()


def _unproven(field: Field) -> Claim | None:
    """Return the claim of somebody who could not prove once more who that is, with the field's fault said; None where he could."""
    session, now = pages.session(), pages.now()
    claim = signing_in.again(session, current.actor().id, now=now)
    if claim.wait:
        return claim
    pages.keep()
    if not signing_in.proven(claim, field.data):
        field.errors = [_("This is not your password.")]
        return claim
    signing_in.succeed(session, claim, field.data)
    return None
