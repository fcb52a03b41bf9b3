"""Pages of organisations: the list, a new one, one with its profile, its profile changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import flask
from werkzeug.wrappers import Response

from assess.organisations import listing, panels, places, service
from assess.organisations.forms import ProfileForm
from assess.organisations.listing import Search
from assess.people import current
from assess.people.actor import NotFound
from assess.people.roles import INSTALLATION, Verb
from assess.platform import forms, pages
from assess.platform.locale import mark as _

blueprint = flask.Blueprint("organisations", __name__)


@blueprint.get("/organisations")
def listed() -> str:
    """List the organisations the reader may see."""
    actor = current.actor()
    if not actor.everywhere(Verb.SEE_ORGANISATION) and not actor.organisations(Verb.SEE_ORGANISATION):
        raise NotFound
    search = asked(flask.request.args)
    page = listing.listed(pages.session(), actor, search, page=page_asked())
    choices = {"industries": places.industry_choices(pages.language()), "regions": places.region_choices(pages.language())}
    return flask.render_template(
        "organisations/listed.html", page=page, search=search, may_create=actor.may(Verb.CREATE_ORGANISATION), **choices
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
def new() -> Response | str | tuple[str, int]:
    """Make an organisation."""
    actor = current.actor()
    actor.must(Verb.CREATE_ORGANISATION, INSTALLATION, seen_by=Verb.CREATE_ORGANISATION)
    form = ProfileForm()
    if form.validate_on_submit():
        id_ = service.create(pages.session(), actor, **asdict(form.profile), now=pages.now())
        flask.flash(pages.say(_("The organisation is there. Begin its first assessment when you are ready.")))
        return flask.redirect(flask.url_for("organisations.shown", id=id_))
    return _asked("organisations/new.html", form)


@blueprint.get("/organisations/<id>")
def shown(id: str) -> str:
    """Show an organisation: its profile, and what other rooms know of it."""
    actor = current.actor()
    organisation = service.get(pages.session(), actor, id)
    shown_ = panels.of(pages.session(), actor, organisation, today=pages.now().date())
    return flask.render_template("organisations/shown.html", organisation=organisation, panels=shown_, may=actor.verbs(organisation.scope))


@blueprint.route("/organisations/<id>/edit", methods=["GET", "POST"])
def edit(id: str) -> Response | str | tuple[str, int]:
    """Change an organisation's profile. What somebody else changed meanwhile is shown, and what was typed is kept."""
    actor = current.actor()
    organisation = service.get(pages.session(), actor, id, verb=Verb.EDIT_ORGANISATION)
    form = ProfileForm(data={**asdict(organisation.profile), "version": organisation.version})
    if not form.validate_on_submit():
        return _asked("organisations/edit.html", form, organisation=organisation, theirs={})
    theirs = service.change(pages.session(), actor, id, form.profile, version=form.based_on)
    if theirs is None:
        flask.flash(pages.say(_("The profile was changed.")))
        return flask.redirect(flask.url_for("organisations.shown", id=id))
    form.version.data = str(theirs.version)
    mine, other = asdict(form.profile), asdict(theirs.profile)
    differing = {key: value for key, value in other.items() if value != mine[key]}
    return _page("organisations/edit.html", form, organisation=theirs, theirs=differing), 409


@blueprint.post("/organisations/<id>/archive")
def archive(id: str) -> Response:
    """Put an organisation away, or take it back."""
    back = flask.request.form.get("back") == "yes"
    service.archive(pages.session(), current.actor(), id, now=pages.now(), back=back)
    flask.flash(pages.say(_("The organisation is back.") if back else _("The organisation was put away. Nothing of it was lost.")))
    return flask.redirect(flask.url_for("organisations.shown", id=id))


def asked(given: Mapping[str, str]) -> Search:
    """Return what a request looks for."""
    return Search(
        words=forms.cleaned(given.get("q", ""))[:100],
        industry=forms.cleaned(given.get("industry", ""))[:3],
        region=places.region_meant(forms.cleaned(given.get("region", ""))[:100], pages.language()),
        archived=given.get("archived") == "yes",
    )


def page_asked() -> int:
    """Return the number of the page a request asks for; the first where it asks for none."""
    text = flask.request.args.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _asked(template: str, form: ProfileForm, **more: object) -> str | tuple[str, int]:
    """Return the page of a form: new, or with what is wrong with it."""
    page = _page(template, form, **more)
    return (page, 422) if form.is_submitted() else page


def _page(template: str, form: ProfileForm, **more: object) -> str:
    return flask.render_template(template, form=form, regions=places.region_choices(pages.language()), **more)
