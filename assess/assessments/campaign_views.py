"""Pages of campaigns: the list, a new one, one with the progress of every organisation."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from assess.assessments import campaigns, choices
from assess.assessments.blueprint import blueprint
from assess.assessments.forms import CampaignForm
from assess.organisations import listing as organisations
from assess.organisations import places
from assess.organisations.views import asked
from assess.people import current
from assess.people.roles import Verb
from assess.platform import pages

MOST = 200
"""Organisations that are shown to be ticked; of more, all that are found can be taken."""


@blueprint.get("/campaigns", endpoint="campaigns")
def campaigns_listed() -> str:
    """List the campaigns."""
    return flask.render_template("assessments/campaigns.html", campaigns=campaigns.listed(pages.session(), current.actor()))


@blueprint.get("/campaigns/<id>")
def campaign(id: str) -> str:
    """Show how far every organisation of a campaign has come."""
    actor, session = current.actor(), pages.session()
    found = campaigns.get(session, actor, id)
    lines = campaigns.lines(session, actor, id, today=pages.now().date())
    return flask.render_template("assessments/campaign.html", campaign=found, lines=lines)


@blueprint.route("/campaigns/new", methods=["GET", "POST"])
def new_campaign() -> Response | str | tuple[str, int]:
    """Begin a campaign. Looking for organisations, and choosing a questionnaire, keeps what was filled in so far."""
    actor, session = current.actor(), pages.session()
    campaigns.must_run(actor)
    offered = choices.of(flask.request.values.get("questionnaire", ""))
    form = CampaignForm(offered, data={"scheme": offered.scheme, "kind": "self", "period": str(pages.now().year)})
    search = asked(flask.request.values)
    begins = form.is_submitted() and "look" not in flask.request.form
    ids = set(
        organisations.ids(session, actor, search, verb=Verb.CREATE_ASSESSMENT) if form.everything.data else form.organisations.data or ()
    )
    if begins and form.validate() and ids:
        id_ = campaigns.run(
            session,
            actor,
            title=form.title.data,
            organisation_ids=ids,
            questionnaire=offered.questionnaire,
            scheme=form.scheme.data,
            packs=form.packs.data,
            kind=form.kind.data,
            period=form.period.data,
            due=form.due.data,
            now=pages.now(),
        )
        flask.flash(pages.say_many("{count} assessment has begun.", "{count} assessments have begun.", len(ids)))
        return flask.redirect(flask.url_for("assessments.campaign", id=id_))
    ticked = set(form.organisations.data or ())
    page = flask.render_template(
        "assessments/campaign_new.html",
        form=form,
        choices=offered,
        search=search,
        found=organisations.listed(session, actor, search, size=MOST, verb=Verb.CREATE_ASSESSMENT),
        kept=organisations.several(session, actor, ticked, verb=Verb.CREATE_ASSESSMENT) if ticked else (),
        ticked=ticked,
        nobody=begins and not ids,
        industries=places.industry_choices(pages.language()),
        regions=places.region_choices(pages.language()),
    )
    return (page, 422) if begins else page
