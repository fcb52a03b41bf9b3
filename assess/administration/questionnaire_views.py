"""Pages of the shelves: what stands there, an upload, a draft with its difference, published or discarded."""

from __future__ import annotations

import re

import flask
from werkzeug.wrappers import Response

from assess.administration import publishing, shelf, uploading
from assess.administration.blueprint import blueprint
from assess.administration.forms import UploadForm
from assess.people import current
from assess.platform import forms, pages
from assess.platform.faults import Fault, Faults
from assess.platform.locale import mark as _

__all__ = ["blueprint"]
_LONGEST_NAME = 120
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')


@blueprint.get("/questionnaires")
def questionnaires() -> str:
    """List what stands on the shelves, and what waits to be published."""
    actor, session = current.actor(), pages.session()
    listed, drafts = shelf.listed(session, actor), publishing.drafts(session, actor)
    return flask.render_template("administration/questionnaires.html", listed=listed, drafts=drafts)


@blueprint.get("/questionnaires/<reference>")
def questionnaire(reference: str) -> str:
    """Show one version with its content."""
    found = shelf.shown(pages.session(), current.actor(), reference)
    element = flask.request.args.get("element", "")
    return flask.render_template("administration/questionnaire.html", shown=found, version=found.version, element=element)


@blueprint.get("/questionnaires/<reference>/file")
def questionnaire_file(reference: str) -> Response:
    """Hand out a version as a file to work on."""
    name, media_type, content = shelf.file(current.actor(), reference)
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.get("/questionnaires/upload")
def upload() -> str:
    """Ask for a file."""
    publishing.must(current.actor())
    return _upload(UploadForm(formdata=None))


@blueprint.post("/questionnaires/upload")
def take_upload() -> Response | str | tuple[str, int]:
    """Examine a file; keep it as a draft, or say everything that is wrong with it."""
    publishing.must(current.actor())
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload(form), 422
    name = _UNSAFE.sub("-", forms.cleaned(form.file.data.filename))[-_LONGEST_NAME:] or "upload"
    pages.keep()  # examining takes seconds, for which nobody's saving waits
    try:
        examined = uploading.examine(name, form.content)
        id_ = publishing.keep(pages.session(), current.actor(), examined, file_name=name, now=pages.now())
    except Faults as faults:
        return _upload(form, faults.faults, name), 422
    flask.flash(pages.say(_("The file is sound. Look at what it changes, then publish it.")))
    return flask.redirect(flask.url_for("administration.draft", id=id_))


@blueprint.get("/questionnaires/drafts/<id>")
def draft(id: str) -> str:
    """Show a draft: what it is, what it changes, whom it concerns, how it reads."""
    opened = publishing.opened(pages.session(), current.actor(), id)
    element = flask.request.args.get("element", "")
    return flask.render_template("administration/draft.html", opened=opened, draft=opened.draft, element=element)


@blueprint.post("/questionnaires/drafts/<id>/publish")
def publish(id: str) -> Response:
    """Put a draft onto the installation's shelf."""
    place = pages.installation().settings.data / "questionnaires"
    found = publishing.waiting(pages.session(), current.actor(), id)
    pages.keep()  # looking at it once more takes seconds, for which nobody's saving waits
    uploading.require_sound(found)
    reference = publishing.publish(pages.session(), current.actor(), id, shelf=place, now=pages.now())
    flask.flash(pages.say(_("{reference} stands on the shelf. Assessments that begin from now on can use it."), reference=reference))
    return flask.redirect(flask.url_for("administration.questionnaire", reference=reference))


@blueprint.post("/questionnaires/drafts/<id>/discard")
def discard(id: str) -> Response:
    """Let a draft go."""
    publishing.discard(pages.session(), current.actor(), id)
    flask.flash(pages.say(_("The draft was discarded.")))
    return flask.redirect(flask.url_for("administration.questionnaires"))


def _upload(form: UploadForm, faults: tuple[Fault, ...] = (), file_name: str = "") -> str:
    return flask.render_template("administration/upload.html", form=form, faults=faults, file_name=file_name)
