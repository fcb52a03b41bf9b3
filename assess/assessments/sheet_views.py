"""Pages of the answer sheet: today's answers out as an Excel file, a filled one in, with what it would change before anything changes.

Between the preview and its confirmation the sheet is kept in the storage, under its hash. What is confirmed carries the hash and the
versions that were shown, signed: it cannot be another sheet, nor another state of the answers.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, cast

import flask
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from assess.assessments import (
    answers,
    evidence_blueprint,
    evidence_files,
    item_place,
    pinning,
    sheet_download,
    sheet_preview,
    sheet_reading,
)
from assess.assessments.answers import Place
from assess.assessments.evidence_forms import SheetForm
from assess.assessments.sheet_reading import Sent
from assess.catalogue.container import MAX_BYTES
from assess.method.text import Text
from assess.people import current
from assess.people.roles import Verb
from assess.platform import locale, pages
from assess.platform.locale import mark as _

blueprint = evidence_blueprint.blueprint

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONFIRMABLE_SECONDS = 24 * 3600


@blueprint.get("/assessments/<id>/sheet")
def sheet(id: str) -> str:
    """Show how to answer in Excel: the sheet out, and in again."""
    return _page(_place(id), SheetForm(formdata=None))


@blueprint.get("/assessments/<id>/sheet/file")
def sheet_file(id: str) -> Response:
    """Hand out the answer sheet with today's answers, in the reader's language."""
    place = _place(id)
    content = sheet_download.filled(pages.session(), current.actor(), place, pages.language())
    organisation = locale.say(Text.of(place.stored.organisation["name"]), pages.language())
    response = Response(content, mimetype=_EXCEL)
    name = evidence_files.clean_name(f"{organisation} {place.stored.period}.xlsx")
    response.headers["Content-Disposition"] = evidence_files.disposition(name)
    return response


@blueprint.post("/assessments/<id>/sheet")
def preview(id: str) -> str | tuple[str, int]:
    """Show what a filled sheet would change."""
    place = _answerable(id)
    form = SheetForm()
    if not form.validate_on_submit():
        return _page(place, form), 422
    file = form.sheet.data
    sha256, _size = pages.installation().storage.put(file.stream, limit=MAX_BYTES)
    pages.keep()  # nobody else's saving waits while the sheet is read
    sent = _read(place, sha256, evidence_files.clean_name(file.filename or "") or "sheet.xlsx")
    found = sheet_preview.Preview()
    if not sent.faults:
        found = sheet_preview.preview(pages.session(), current.actor(), place, sent, pages.language())
    confirmation = _serializer().dumps({"sheet": sha256, "assessment": id, "by": current.actor().id, "versions": found.versions})
    drawn = flask.render_template("evidence/preview.html", stored=place.stored, preview=found, sent=sent, confirmation=confirmation)
    return (drawn, 422) if sent.faults else drawn


@blueprint.post("/assessments/<id>/sheet/confirm")
def confirm(id: str) -> Response | str:
    """Do what the preview showed; list what somebody changed meanwhile."""
    place = _answerable(id)
    confirmed = _confirmed(id)
    pages.keep()  # nobody else's saving waits while the sheet is read
    sent = _read(place, confirmed["sheet"], "sheet.xlsx")
    session, actor, language = pages.session(), current.actor(), pages.language()
    place = _answerable(id)
    if sent.faults:  # in order when it was shown, and no longer: the assessment has another date by now
        flask.abort(409)
    done = sheet_preview.apply(session, actor, place, sent, confirmed["versions"], language=language, now=pages.now())
    said = _("Taken from the sheet: answers {answers}, references to evidence {references}.")
    flask.flash(pages.say(said, answers=done.answers, references=done.references))
    if done.meanwhile:
        return flask.render_template("evidence/imported.html", stored=place.stored, done=done)
    return flask.redirect(flask.url_for("evidence.sheet", id=id))


def _place(id_: str) -> Place:
    return answers.place(pages.session(), current.actor(), id_)


def _answerable(id_: str) -> Place:
    """Return an assessment the reader answers in. Raises NotFound or Refused."""
    place = _place(id_)
    current.actor().must(Verb.ANSWER, place.stored.scope, seen_by=Verb.SEE_ASSESSMENT)
    item_place.must(place.stored.is_open)
    return place


def _page(place: Place, form: SheetForm) -> str:
    may_import = place.stored.is_open and current.actor().may(Verb.ANSWER, place.stored.scope)
    return flask.render_template("evidence/sheet.html", stored=place.stored, form=form, may_import=may_import)


def _read(place: Place, sha256: str, name: str) -> Sent:
    """Read a sheet that is kept in the storage; 410 where it no longer is."""
    questionnaire = pinning.questionnaire(pages.session(), place.stored.pins)
    try:
        content = pages.installation().storage.read(sha256)
    except FileNotFoundError:
        flask.abort(410)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        path.write_bytes(content)
        return sheet_reading.read(path, place.stored, questionnaire, name=name, language=pages.language())


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cast(str, flask.current_app.secret_key), salt="answer-sheet")


def _confirmed(id_: str) -> dict[str, Any]:
    """Return what is confirmed, as the preview signed it for this reader and this assessment; anything else is no request of ours."""
    try:
        signed = _serializer().loads(flask.request.form.get("confirmation", ""), max_age=_CONFIRMABLE_SECONDS)
    except SignatureExpired:
        flask.abort(410)
    except BadSignature:
        flask.abort(400)
    if (signed["assessment"], signed["by"]) != (id_, current.actor().id):
        flask.abort(400)
    return cast("dict[str, Any]", signed)
