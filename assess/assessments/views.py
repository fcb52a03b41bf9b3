"""Pages of assessments as a whole: what there is to do, a new one, its overview, its details, who answers what."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from assess.assessments import assignment, choices, listing, overview, panel, pinning, service
from assess.assessments.blueprint import blueprint
from assess.assessments.forms import NewForm, details_form
from assess.assessments.service import Act, Moved
from assess.organisations import panels
from assess.organisations import service as organisations
from assess.organisations.views import page_asked
from assess.people import accounts, current
from assess.people.actor import NotFound
from assess.people.roles import Verb
from assess.platform import forms, pages
from assess.platform.locale import mark as _

__all__ = ["blueprint"]

panels.add(panel.assessments)

_SAID = {
    Act.SUBMIT: _("The assessment was handed in."),
    Act.RETURN: _("The assessment was returned: it can be answered again."),
    Act.REOPEN: _("The assessment was taken back: it can be answered again."),
    Act.CLOSE: _("The assessment is closed."),
}


@blueprint.get("/")
def home() -> str:
    """Show whoever is signed in what there is to do; to the first visitor of an empty installation, how to begin."""
    if current.visitor() is None and not accounts.there_are_any(pages.session()):
        return flask.render_template("assessments/begin.html")
    actor = current.actor()
    page = listing.mine(pages.session(), actor, today=pages.now().date(), page=page_asked())
    return flask.render_template("assessments/home.html", page=page, next_step=listing.next_step(actor))


@blueprint.route("/organisations/<id>/assessments/new", methods=["GET", "POST"])
def new(id: str) -> Response | str | tuple[str, int]:
    """Begin an assessment of an organisation."""
    actor, session = current.actor(), pages.session()
    organisation = organisations.get(session, actor, id, verb=Verb.CREATE_ASSESSMENT)
    offered = choices.of(flask.request.values.get("questionnaire", ""))
    form = NewForm(offered, data={"scheme": offered.scheme, "kind": "self", "period": str(pages.now().year)})
    if form.validate_on_submit():
        begun = service.begin(
            session,
            actor,
            id,
            questionnaire=offered.questionnaire,
            packs=form.packs.data or (),
            scheme=form.scheme.data,
            kind=form.kind.data,
            period=form.period.data,
            date=form.date.data,
            due=form.due.data,
            scope_text=form.scope.data or "",
            take_over=form.take_over.data,
            now=pages.now(),
        )
        flask.flash(pages.say(_("The assessment has begun. Invite those who answer, or begin to answer yourself.")))
        return flask.redirect(flask.url_for("assessments.shown", id=begun))
    has_earlier = any(listing.of_organisation(session, actor, id, today=pages.now().date()))
    page = flask.render_template("assessments/new.html", form=form, organisation=organisation, choices=offered, has_earlier=has_earlier)
    return (page, 422) if form.is_submitted() else page


@blueprint.get("/assessments/<id>")
def shown(id: str) -> str:
    """Show where an assessment stands."""
    return _overview(id)


@blueprint.get("/assessments/<id>/answers")
def answers(id: str) -> Response:
    """Lead to the criterion to begin with."""
    found, criterion = overview.first_to_answer(pages.session(), current.actor(), id)
    return flask.redirect(flask.url_for("answering.criterion", id=found.id, criterion=criterion))


@blueprint.post("/assessments/<id>/state")
def change_state(id: str) -> Response | tuple[str, int]:
    """Hand an assessment in, return it, take it back, close it; or ask for what is needed first."""
    act, reason = _act(), forms.cleaned(flask.request.form.get("reason"), lines=True)[: forms.PARAGRAPHS]
    sure = flask.request.form.get("sure") == "yes"
    moved = service.move(pages.session(), current.actor(), id, act, reason=reason, sure=sure, now=pages.now())
    if moved is not Moved.DONE:
        return _overview(id, tried=act, needed=moved, reason=reason), 422
    flask.flash(pages.say(_SAID[act]))
    return flask.redirect(flask.url_for("assessments.shown", id=id))


@blueprint.route("/assessments/<id>/edit", methods=["GET", "POST"])
def edit(id: str) -> Response | str | tuple[str, int]:
    """Change the details of an assessment. What somebody else changed meanwhile is shown, and what was typed is kept."""
    actor, session = current.actor(), pages.session()
    found = service.editable(session, actor, id)
    questionnaire = pinning.questionnaire(session, found.pins)
    form = details_form(questionnaire, service.details_of(found), found.version)
    facts = {"stored": found, "questionnaire": questionnaire, "form": form, "theirs": ()}
    if not form.validate_on_submit():
        page = flask.render_template("assessments/edit.html", **facts)
        return (page, 422) if form.is_submitted() else page
    now_there = service.edit(session, actor, id, form.details(questionnaire), version=form.based_on)
    if now_there is None:
        flask.flash(pages.say(_("The details were changed.")))
        return flask.redirect(flask.url_for("assessments.shown", id=id))
    form.version.data = str(now_there.version)
    facts["theirs"] = form.differing(questionnaire, service.details_of(now_there))
    return flask.render_template("assessments/edit.html", **facts), 409


@blueprint.route("/assessments/<id>/assignment", methods=["GET", "POST"], endpoint="assignment")
def assign(id: str) -> Response | str:
    """Say who answers what: criteria by people, only what was changed on the page is changed."""
    actor, session = current.actor(), pages.session()
    found = service.get(session, actor, id, verb=Verb.ASSIGN)
    questionnaire = pinning.questionnaire(session, found.pins)
    if flask.request.method == "POST":
        more, fewer = assignment.changes(flask.request.form, questionnaire)
        assignment.assign(session, actor, found, questionnaire, more=more, fewer=fewer, now=pages.now())
        flask.flash(pages.say(_("Who answers what was saved.")))
        return flask.redirect(flask.url_for("assessments.assignment", id=id))
    assigned = assignment.assigned(session, id)
    people = tuple(each for each in assignment.people(session, found.scope) if not each.answers_all or _has(assigned, each.id))
    return flask.render_template("assessments/assignment.html", stored=found, questionnaire=questionnaire, people=people, assigned=assigned)


def _has(assigned: assignment.Assigned, account: str) -> bool:
    return any(account in accounts_ for accounts_ in assigned.values())


def _act() -> Act:
    """Return the act a form asks for. Raises NotFound for one that does not exist."""
    try:
        return Act(flask.request.form.get("act", ""))
    except ValueError:
        raise NotFound from None


def _overview(id_: str, **tried: object) -> str:
    shown_ = overview.of(pages.session(), current.actor(), id_, today=pages.now().date())
    facts = {"tried": None, "needed": None, "reason": "", **tried}
    return flask.render_template("assessments/shown.html", overview=shown_, stored=shown_.stored, **facts)
