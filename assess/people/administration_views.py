"""Pages of administrators: every account, its roles of the installation, links for new passwords."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from assess.people import administering, current, giving, invitations, members
from assess.people.blueprint import blueprint, link, page, sent
from assess.people.forms import InvitationForm
from assess.people.roles import INSTALLATION, PURPOSE, TITLE, Role
from assess.platform import pages
from assess.platform.forms import cleaned
from assess.platform.locale import mark as _

_LONGEST_SEARCH = 100


@blueprint.get("/people", endpoint="accounts")
def accounts_listed() -> Response:
    """Show the accounts, found by part of a name or an address, and the invitations that are open."""
    actor, session = current.actor(), pages.session()
    search = cleaned(flask.request.args.get("search", ""))[:_LONGEST_SEARCH]
    listing = administering.listed(session, actor, search=search, page=flask.request.args.get("page", 1, type=int))
    still_open = administering.open_invitations(session, actor, now=pages.now())
    return page("people/accounts.html", listing=listing, search=search, open=still_open, titles=TITLE)


@blueprint.get("/people/invite")
def invite() -> Response:
    """Ask whom to invite to which role of the installation."""
    administering.must_administer(current.actor())
    return page("people/invite.html", form=_offering(InvitationForm(role=Role.READ_ONLY.value)), purposes=_purposes())


@blueprint.post("/people/invite")
def invite_now() -> Response:
    """Invite somebody, and show the link once where no letter brings it."""
    actor, form = current.actor(), _offering(InvitationForm(flask.request.form))
    administering.must_administer(actor)
    if not form.validate():
        return page("people/invite.html", 422, form=form, purposes=_purposes())
    email, name, language = form.email.data, form.name.data, pages.language()
    _id, key = invitations.invite(
        pages.session(), actor, email=email, name=name, role=Role(form.role.data), scope=INSTALLATION, now=pages.now()
    )
    address = link("people.invitation", key)
    letter = invitations.letter(email=email, name=name, by=actor.name, where="", link=address, language=language)
    pages.keep()
    return page("people/link.html", heading=_("Invited"), email=email, link=address, by_mail=sent(letter), hours=0)


@blueprint.post("/people/invitations/<id>/withdraw")
def withdraw(id: str) -> Response:
    """Take an open invitation back."""
    administering.must_administer(current.actor())
    invitations.withdraw(pages.session(), current.actor(), id, now=pages.now())
    flask.flash(pages.say(_("The invitation is withdrawn.")))
    return flask.redirect(flask.url_for("people.accounts"))


@blueprint.get("/people/<id>")
def shown(id: str) -> Response:
    """Show one account: its roles, when it was used last, what can be done about it."""
    actor, session = current.actor(), pages.session()
    one = administering.get(session, actor, id)
    roles = administering.roles(session, actor, id)
    why_not = administering.why_not_disable(session, actor, id)
    return page("people/shown.html", one=one, roles=roles, why_not=why_not, titles=TITLE)


@blueprint.post("/people/<id>/disable")
def disable(id: str) -> Response:
    """Let somebody sign in no more."""
    administering.disable(pages.session(), current.actor(), id, now=pages.now())
    return _back(id, _("This account is disabled and signed out everywhere."))


@blueprint.post("/people/<id>/enable")
def enable(id: str) -> Response:
    """Let somebody sign in again."""
    administering.enable(pages.session(), current.actor(), id)
    return _back(id, _("This account may sign in again."))


@blueprint.post("/people/<id>/second-factor")
def without_second_factor(id: str) -> Response:
    """Take the second factor from somebody who has lost it."""
    administering.without_second_factor(pages.session(), current.actor(), id)
    return _back(id, _("This account signs in with its password alone now."))


@blueprint.post("/people/<id>/reset")
def new_password_link(id: str) -> Response:
    """Make a link for a new password, and show it once where no letter brings it."""
    account, key = administering.reset(pages.session(), current.actor(), id, now=pages.now())
    address, language = link("people.reset", key), account.language or pages.language()
    letter = invitations.reset_letter(email=account.email, link=address, language=language)
    pages.keep()
    return page(
        "people/link.html", heading=_("A link for a new password"), email=account.email, link=address, by_mail=sent(letter), hours=24
    )


@blueprint.post("/people/roles/<id>/remove")
def remove_role(id: str) -> Response:
    """Take a role away."""
    actor = current.actor()
    administering.must_administer(actor)
    account_id, _scope = members.remove(pages.session(), actor, id, now=pages.now())
    if account_id != actor.id:
        return _back(account_id, _("The role is taken away."))
    flask.flash(pages.say(_("The role is taken away.")))
    return flask.redirect("/")  # what was one's own may have led here


def _back(id: str, message: str) -> Response:
    flask.flash(pages.say(message))
    return flask.redirect(flask.url_for("people.shown", id=id))


def _offering(form: InvitationForm) -> InvitationForm:
    """Return the form with the roles that may be given in the installation."""
    form.role.choices = [(role.value, pages.say(TITLE[role])) for role in giving.givable(current.actor(), INSTALLATION)]
    return form


def _purposes() -> list[tuple[str, str]]:
    return [(TITLE[role], PURPOSE[role]) for role in giving.givable(current.actor(), INSTALLATION)]
