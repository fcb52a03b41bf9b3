"""Pages about the installation: its settings, a letter to see whether letters arrive, whose reports these are."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from assess.administration import branding as choosing
from assess.administration import overview, sample_report
from assess.administration.blueprint import blueprint
from assess.administration.forms import BrandingForm
from assess.people import current
from assess.people.actor import NotFound
from assess.platform import pages
from assess.platform.locale import mark as _

_REPORT_STYLES = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"
"""A report as one HTML page carries its style sheet, its figures and the logo inside itself, and nothing that could run."""


@blueprint.get("/administration")
def settings() -> str:
    """Show every setting, what is kept, and what the machine lacks."""
    made = pages.installation()
    found = overview.of(pages.session(), current.actor(), made.settings, made.post)
    return flask.render_template("administration/settings.html", overview=found, address=current.actor().email)


@blueprint.post("/administration/letter")
def send_letter() -> Response:
    """Send a letter to whoever asks for it."""
    actor = current.actor()
    pages.keep()  # a mail server may take its time, for which nobody's saving waits
    text = _("This letter was asked for on the page of settings, to see whether letters arrive. It needs no answer.")
    sent = overview.send_test(actor, pages.installation().post, subject=pages.say(_("A letter from Assess")), text=pages.say(text))
    if sent:
        flask.flash(pages.say(_("The mail server has taken a letter to {address}."), address=actor.email))
    else:
        flask.flash(pages.say(_("The letter could not be sent. The log of the server says why.")), "danger")
    return flask.redirect(flask.url_for("administration.settings"))


@blueprint.get("/administration/branding")
def branding() -> str:
    """Show whose reports these are."""
    chosen = choosing.of(pages.session(), current.actor())
    form = BrandingForm(formdata=None, data={"name": chosen.name.get("en"), "name_zh": chosen.name.get("zh_Hans"), "colour": chosen.colour})
    return _branding(form, has_logo=bool(chosen.logo))


@blueprint.post("/administration/branding")
def choose_branding() -> Response | str | tuple[str, int]:
    """Choose whose reports these are; or only show a report as it would be."""
    before = choosing.of(pages.session(), current.actor())
    form = BrandingForm()
    pages.keep()  # so may drawing the logo anew
    if not form.validate_on_submit():
        return _branding(form, has_logo=bool(before.logo)), 422
    wished = {"name": form.name.data or "", "name_zh": form.name_zh.data or "", "colour": form.colour.data or ""}
    if flask.request.form.get("act") == "look":
        pages.keep()  # drawing a report takes seconds, for which nobody's saving waits
        response = flask.make_response(sample_report.page(choosing.wished(before, **wished, logo=form.chosen_logo), pages.language()))
        response.headers["Content-Security-Policy"] = _REPORT_STYLES
        return response
    choosing.choose(pages.session(), current.actor(), **wished, logo=form.chosen_logo, now=pages.now())
    flask.flash(pages.say(_("Reports made from now on show this.")))
    return flask.redirect(flask.url_for("administration.branding"))


@blueprint.get("/administration/branding/logo")
def logo() -> Response:
    """Show the logo that was chosen."""
    chosen = choosing.of(pages.session(), current.actor())
    if not chosen.logo:
        raise NotFound
    return Response(chosen.logo, mimetype="image/png")


def _branding(form: BrandingForm, *, has_logo: bool) -> str:
    return flask.render_template("administration/branding.html", form=form, has_logo=has_logo)
