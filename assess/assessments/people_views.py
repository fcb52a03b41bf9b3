"""Pages of the people of an assessment and of an organisation: who belongs to it in which role, and whom to invite."""

from __future__ import annotations

from dataclasses import dataclass

import flask
from werkzeug.wrappers import Response

from assess.assessments import pinning, service
from assess.assessments.blueprint import blueprint
from assess.assessments.forms import InviteForm
from assess.assessments.stored import Stored
from assess.method.questionnaire import Questionnaire
from assess.method.text import Text
from assess.organisations import service as organisations
from assess.organisations.service import Organisation
from assess.people import current, giving, invitations, members
from assess.people.blueprint import link, page, sent
from assess.people.roles import PURPOSE, TITLE, Role, Scope, Verb
from assess.platform import locale, pages
from assess.platform.locale import mark as _


@dataclass(frozen=True, slots=True)
class _Circle:
    """An assessment, or an organisation as a whole, whose people a page is about."""

    scope: Scope
    names: dict[str, str]
    period: str
    stored: Stored | None = None
    questionnaire: Questionnaire | None = None
    organisation: Organisation | None = None

    @property
    def endpoint(self) -> str:
        return "assessments.people" if self.stored else "assessments.organisation_people"

    @property
    def id(self) -> str:
        return self.scope.assessment or self.scope.organisation

    def criteria(self, form: dict[str, list[str]]) -> tuple[str, ...]:
        """Return the criteria that were ticked, one by one or as whole elements, as far as they exist."""
        if self.questionnaire is None or form.get("role") != [Role.RESPONDENT.value]:
            return ()
        one_by_one, wholly = form.get("criteria", []), form.get("elements", [])
        return tuple(
            criterion.id
            for element in self.questionnaire.elements
            for criterion in element.criteria
            if criterion.id in one_by_one or element.id in wholly
        )


@blueprint.get("/assessments/<id>/people")
def people(id: str) -> Response:
    """Show who belongs to an assessment, and offer to invite."""
    return _page(_of_assessment(id), _form())


@blueprint.post("/assessments/<id>/people")
def invite(id: str) -> Response:
    """Invite somebody to an assessment."""
    return _invite(_of_assessment(id))


@blueprint.get("/organisations/<id>/people")
def organisation_people(id: str) -> Response:
    """Show who belongs to an organisation, and offer to invite."""
    return _page(_of_organisation(id), _form())


@blueprint.post("/organisations/<id>/people")
def invite_to_organisation(id: str) -> Response:
    """Invite somebody to an organisation."""
    return _invite(_of_organisation(id))


@blueprint.post("/people-of/invitations/<id>/withdraw")
def withdraw(id: str) -> Response:
    """Take an open invitation back."""
    scope = invitations.withdraw(pages.session(), current.actor(), id, now=pages.now())
    return _back(scope, _("The invitation is withdrawn."))


@blueprint.post("/people-of/roles/<id>/remove")
def remove(id: str) -> Response:
    """Take a role away, and with it the criteria that somebody no longer answers."""
    _account_id, scope = members.remove(pages.session(), current.actor(), id, now=pages.now())
    return _back(scope, _("The role is taken away."))


def _of_assessment(id_: str) -> _Circle:
    session, actor = pages.session(), current.actor()
    found = service.get(session, actor, id_)
    return _Circle(found.scope, found.organisation["name"], found.period, found, pinning.questionnaire(session, found.pins))


def _of_organisation(id_: str) -> _Circle:
    found = organisations.get(pages.session(), current.actor(), id_)
    return _Circle(found.scope, found.names, "", organisation=found)


def _form() -> dict[str, object]:
    return {"given": None, "data": {"role": flask.request.args.get("role", ""), "language": pages.language()}}


def _page(circle: _Circle, filled: dict[str, object], status: int = 200, invited: dict[str, object] | None = None) -> Response:
    actor = current.actor()
    found = members.of(pages.session(), actor, circle.scope, now=pages.now())
    roles = giving.givable(actor, circle.scope)
    form = filled.get("form") or InviteForm(filled["given"], roles=roles, data=filled["data"])
    ticked = {name: [] if invited else flask.request.form.getlist(name) for name in ("criteria", "elements")}
    return page(
        "assessments/people.html",
        status,
        circle=circle,
        members=found,
        form=form,
        roles=[(TITLE[role], PURPOSE[role]) for role in roles],
        titles=TITLE,
        ticked=ticked,
        invited=invited,
        may_assign=circle.stored is not None and circle.stored.is_open and actor.may(Verb.ASSIGN, circle.scope),
    )


def _invite(circle: _Circle) -> Response:
    """Invite somebody, and show the link once where no letter brings it."""
    actor, session = current.actor(), pages.session()
    actor.must(Verb.INVITE, circle.scope, seen_by=Verb.SEE_ASSESSMENT if circle.stored else Verb.SEE_ORGANISATION)
    form = InviteForm(flask.request.form, roles=giving.givable(actor, circle.scope))
    if not form.validate():
        return _page(circle, {"form": form}, 422)
    email, name, language = form.email.data, form.name.data or "", form.language.data
    criteria = circle.criteria({key: flask.request.form.getlist(key) for key in ("role", "criteria", "elements")})
    _id, key = invitations.invite(
        session, actor, email=email, name=name, role=Role(form.role.data), scope=circle.scope, criteria=criteria, now=pages.now()
    )
    address, where = link("people.invitation", key), _where(circle, language)
    letter = invitations.letter(email=email, name=name, by=actor.name, where=where, link=address, language=language)
    pages.keep()  # before the letter leaves: a link that leads nowhere must not be sent
    told = {"email": email, "link": address, "by_mail": sent(letter)}
    return _page(circle, _form(), invited=told)


def _where(circle: _Circle, language: str) -> str:
    name = locale.say(Text.of(circle.names), language)
    return f"{name} · {circle.period}" if circle.period else name


def _back(scope: Scope, message: str) -> Response:
    """Lead back to the people of a scope, or to the start where they are no longer for whoever asked."""
    flask.flash(pages.say(message))
    if scope.assessment:
        return flask.redirect(flask.url_for("assessments.people", id=scope.assessment))
    return flask.redirect(flask.url_for("assessments.organisation_people", id=scope.organisation) if scope.organisation else "/")
