"""Answering: the page of a criterion, saved as a whole or item by item; earlier versions of an answer.

A script saves one answer by PUT with ``{"answer": …, "version": …, "save": …}``: the answer as in an assessment file (null takes it back),
the version it was changed on (0 for none) and an id of its own, so that the same save may be sent again. It is told ``{"version", "at",
"by"}``, and ``"hidden"`` where other items hang on the answer; 409 with ``{"yours", "theirs", "version"}`` where something else stands
there by now; 422 with ``{"error", "advice", "faults"}`` for what does not answer the item. Nothing but 200 has changed anything.
"""

from __future__ import annotations

import re
from typing import Any

import flask
from werkzeug.exceptions import BadRequest, Conflict, RequestEntityTooLarge
from werkzeug.wrappers import Response

from assess.assessments import (
    answer_checking,
    answering_conditions,
    answering_drawing,
    answering_form,
    answering_history,
    answering_page,
    answering_sent,
    answering_words,
    answers,
    item_place,
    pinning,
)
from assess.assessments.answering_page import Sheet, Typed
from assess.assessments.answers import Place, Saved
from assess.people import current
from assess.people.actor import Actor, Refused
from assess.people.roles import Verb
from assess.platform import pages
from assess.platform.faults import Fault, Faults
from assess.platform.locale import mark as _

blueprint = flask.Blueprint("answering", __name__)

_LARGEST = 2**18
"""Bytes of one answer as JSON: its texts have at most 20,000 characters each."""
_SAVE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")


@blueprint.get("/assessments/<id>/criteria/<criterion>")
def criterion(id: str, criterion: str) -> str:
    """Show a criterion with its items and their answers."""
    actor = current.actor()
    return _page(actor, answering_page.open_(pages.session(), actor, id, criterion), {})


@blueprint.post("/assessments/<id>/criteria/<criterion>")
def save_all(id: str, criterion: str) -> Response | tuple[str, int]:
    """Save the whole page; what could not be saved is shown again as it was typed."""
    actor, session = current.actor(), pages.session()
    sheet = answering_page.open_(session, actor, id, criterion)
    if not sheet.may_answer:
        raise Refused(Verb.ANSWER)
    left = answering_sent.save(session, actor, sheet, flask.request.form, now=pages.now())
    if left:
        pages.keep()
        in_conflict = any(typed.conflict for typed in left.values())
        return _page(actor, answering_page.open_(session, actor, id, criterion), left), 409 if in_conflict else 422
    flask.flash(pages.say(_("Saved.")))
    following = flask.request.form.get("go", "")
    return flask.redirect(flask.url_for(".criterion", id=id, criterion=following if following == sheet.after else criterion) or "/")


@blueprint.put("/assessments/<id>/answers/<item>")
def save(id: str, item: str) -> Response:
    """Save one answer, sent by a script."""
    sent = _sent(item)
    actor, session = current.actor(), pages.session()
    place = answers.place(session, actor, id)
    questionnaire = pinning.questionnaire(session, place.stored.pins)
    asked = questionnaire.item_by_id.get(item)
    outcome = answers.save(
        session,
        actor,
        place.stored,
        item,
        sent["answer"],
        version=sent["version"],
        save_id=sent["save"],
        now=pages.now(),
        assigned=place.assigned,
        keep=answering_form.hidden(asked) if asked else (),
    )
    if not isinstance(outcome, Saved):
        theirs = {"answer": outcome.answer, "version": outcome.version, "by": outcome.by, "at": outcome.at.isoformat()}
        return _json({"yours": sent["answer"], "theirs": theirs, "version": outcome.version}, 409)
    said: dict[str, Any] = {"version": outcome.version, "at": outcome.at.isoformat(), "by": outcome.by}
    if item in answering_conditions.looked_at(questionnaire):
        said["hidden"] = _hidden(place)
    return _json(said, 200)


@blueprint.get("/assessments/<id>/items/<item>/history")
def history(id: str, item: str) -> str:
    """Show every version of an item's answer."""
    here = item_place.find(pages.session(), current.actor(), id, item)
    versions = answering_history.read(pages.session(), here, pages.language())
    return flask.render_template("answering/history.html", here=here, versions=versions)


@blueprint.post("/assessments/<id>/items/<item>/restore")
def restore(id: str, item: str) -> Response:
    """Let an earlier version count again."""
    actor, session = current.actor(), pages.session()
    here = item_place.find(session, actor, id, item)
    numbered, onto = (flask.request.form.get(name, 0, int) for name in ("version", "onto"))
    if not 0 < numbered < 2**31 or not 0 <= onto < 2**31:
        raise BadRequest
    outcome = answers.restore(session, actor, here.stored, item, numbered, version=onto, now=pages.now())
    if not isinstance(outcome, Saved):
        raise Conflict
    flask.flash(pages.say(_("The version of then counts again. Nothing was lost: the one before is still here.")))
    return flask.redirect(flask.url_for(".history", id=id, item=item))


@blueprint.errorhandler(Faults)
def _not_an_answer(error: Faults) -> Response:
    """Say to a script what is wrong with an answer, in the words of its fields."""
    said = [answering_words.fault(fault, pages.language()) for fault in error.faults]
    heading, advice = pages.say(_("This does not answer the question")), pages.say(_("Nothing was changed."))
    return _json({"error": heading, "advice": advice, "faults": list(dict.fromkeys(said))}, 422)


def _page(actor: Actor, sheet: Sheet, typed: dict[str, Typed]) -> str:
    return flask.render_template(
        "answering/criterion.html",
        sheet=sheet,
        head=answering_drawing.head(sheet),
        tabs=answering_drawing.tabs(sheet, actor),
        body=answering_drawing.body(sheet, actor, typed),
    )


def _sent(item: str) -> dict[str, Any]:
    """Return what a script sent. Raises BadRequest for what is no JSON, Faults for what is no save."""
    if (flask.request.content_length or 0) > _LARGEST:
        raise RequestEntityTooLarge
    try:
        sent = answer_checking.parsed(flask.request.get_data())
    except ValueError:
        raise BadRequest from None
    if not isinstance(sent, dict) or "answer" not in sent:
        raise BadRequest
    version, save_id = sent.get("version"), sent.get("save")
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < 2**31:
        raise Faults([Fault(item, "", "version", "this is not a version", "the whole number the answer is based on, 0 for none")])
    if save_id is not None and not (isinstance(save_id, str) and _SAVE_ID.match(save_id)):
        raise Faults([Fault(item, "", "save", "this is not the id of a save", "8 to 64 letters and digits")])
    return {"answer": sent["answer"], "version": version, "save": save_id}


def _hidden(place: Place) -> dict[str, str]:
    """Return for every conditional item why it does not apply now, nothing where it does."""
    questionnaire = pinning.questionnaire(pages.session(), place.stored.pins)
    gone = answering_page.hidden(pages.session(), place.stored, questionnaire)
    conditional = [item.id for item in answering_conditions.concerned(questionnaire).items if item.applies_if]
    return {item: answering_drawing.why(questionnaire, gone[item]) if item in gone else "" for item in conditional}


def _json(said: dict[str, Any], status: int) -> Response:
    made = flask.jsonify(said)
    made.status_code = status
    return made
