"""Pages of one item of an assessment: its evidence, what people say about it, and whether an N/A is agreed to."""

from __future__ import annotations

from typing import IO, Any

import flask
from werkzeug.wrappers import Response

from assess.assessments import answer_words, approvals, comments, evidence, evidence_blueprint, evidence_files, evidence_forms, item_place
from assess.assessments.evidence_forms import CommentForm, EvidenceForm, RefusalForm, VersionForm
from assess.assessments.item_place import ItemPlace
from assess.people import current
from assess.platform import pages
from assess.platform.faults import Missing
from assess.platform.locale import mark as _
from assess.platform.storage import CHUNK

blueprint = evidence_blueprint.blueprint

_SANDBOX = "sandbox; default-src 'none'"
"""Should a browser open a file after all, it can do nothing with it."""


@blueprint.get("/assessments/<id>/items/<item>")
def item(id: str, item: str) -> str:
    """Show an item with its answer, evidence and comments."""
    return _page(_here(id, item))


@blueprint.post("/assessments/<id>/items/<item>/evidence")
def add(id: str, item: str) -> Response | tuple[str, int]:
    """Add a file, a reference, or what somebody saw or heard."""
    here, actor = _here(id, item), current.actor()
    item_place.must(here.may_answer)
    pages.keep()  # nobody else's saving waits while the file is looked at
    form = EvidenceForm(here.stored.date)
    if not form.validate_on_submit():
        return _page(here, adding=form), 422
    here = _here(id, item)
    given: dict[str, Any] = {"key": form.key.data, "now": pages.now()}
    if file := form.file.data:
        installation = pages.installation()
        given |= {"storage": installation.storage, "limit": installation.settings.evidence_limit}
        evidence.add_file(pages.session(), actor, here, form.described, file.stream, file.filename or "", **given)
    else:
        evidence.add_reference(pages.session(), actor, here, form.described, **given)
    return _back(here, _("The evidence is there."), "evidence")


@blueprint.post("/assessments/<id>/items/<item>/evidence/<evidence_id>/remove")
def remove(id: str, item: str, evidence_id: str) -> Response:
    """Remove a piece of evidence; it can be put back."""
    here = _here(id, item)
    evidence.remove(pages.session(), current.actor(), here, evidence_id, now=pages.now())
    return _back(here, _("The evidence was removed. It can be put back."), "evidence")


@blueprint.post("/assessments/<id>/items/<item>/evidence/<evidence_id>/put-back")
def put_back(id: str, item: str, evidence_id: str) -> Response:
    """Put a removed piece of evidence back."""
    here = _here(id, item)
    evidence.put_back(pages.session(), here, evidence_id)
    return _back(here, _("The evidence counts again."), "evidence")


@blueprint.get("/assessments/<id>/evidence/<evidence_id>")
def download(id: str, evidence_id: str) -> Response:
    """Hand out a file: always to be kept, never to be shown by a page of ours."""
    held = evidence.held(pages.session(), current.actor(), id, evidence_id)
    if held.removed:
        flask.abort(410)
    stream = _opened(held.sha256)
    response = Response(iter(lambda: stream.read(CHUNK), b""), mimetype=held.media_type)
    response.call_on_close(stream.close)
    response.headers["Content-Disposition"] = evidence_files.disposition(held.name)
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.content_length = held.size
    return response


@blueprint.post("/assessments/<id>/items/<item>/comments")
def comment(id: str, item: str) -> Response | tuple[str, int]:
    """Say something about an item."""
    here = _here(id, item)
    item_place.must(here.may_comment)
    form = CommentForm(prefix="comment")
    if not form.validate_on_submit():
        return _page(here, commenting=form), 422
    comments.add(pages.session(), current.actor(), here, form.text.data, key=form.key.data, now=pages.now())
    return _back(here, _("The comment is there."), "comments")


@blueprint.post("/assessments/<id>/items/<item>/comments/<comment_id>/withdraw")
def withdraw(id: str, item: str, comment_id: str) -> Response:
    """Withdraw one's own comment."""
    here = _here(id, item)
    comments.withdraw(pages.session(), current.actor(), here, comment_id, now=pages.now())
    return _back(here, _("The comment was withdrawn."), "comments")


@blueprint.post("/assessments/<id>/items/<item>/approve")
def approve(id: str, item: str) -> Response | tuple[str, int]:
    """Agree that the item does not apply."""
    here = _here(id, item)
    if not approvals.approve(pages.session(), current.actor(), here, version=VersionForm().based_on, now=pages.now()):
        return _page(here, changed=True), 409
    return _back(here, _("It is agreed that this does not apply."), "answer")


@blueprint.post("/assessments/<id>/items/<item>/refuse")
def refuse(id: str, item: str) -> Response | tuple[str, int]:
    """Say why the item does apply, and take the N/A back."""
    here = _here(id, item)
    item_place.must(here.may_approve)
    form = RefusalForm(prefix="refusal")
    if not form.validate_on_submit():
        return _page(here, refusing=form), 422
    if not approvals.refuse(pages.session(), current.actor(), here, form.reason.data, version=form.based_on, now=pages.now()):
        return _page(here, refusing=form, changed=True), 409
    return _back(here, _("The N/A was taken back; the reason stands among the comments."), "comments")


def _here(id_: str, item_id: str) -> ItemPlace:
    return item_place.find(pages.session(), current.actor(), id_, item_id)


def _back(here: ItemPlace, message: str, part: str) -> Response:
    """Go back to the page of the item, to the part that changed, and say what was done."""
    flask.flash(pages.say(message))
    return flask.redirect(flask.url_for("evidence.item", id=here.stored.id, item=here.item.id, _anchor=part))


def _page(
    here: ItemPlace,
    *,
    adding: EvidenceForm | None = None,
    commenting: CommentForm | None = None,
    refusing: RefusalForm | None = None,
    changed: bool = False,
) -> str:
    """Draw the page of an item, with the forms as somebody filled them in."""
    session, actor = pages.session(), current.actor()
    standing = approvals.standing(session, here)
    pieces = evidence.of_item(session, here)
    refusing = refusing or RefusalForm(prefix="refusal", formdata=None)
    refusing.version.data = str(standing.version)
    return flask.render_template(
        "evidence/item.html",
        here=here,
        stored=here.stored,
        standing=standing,
        answer=answer_words.lines(here.item, standing.answer, pages.language()),
        pieces=[piece for piece in pieces if piece.removed_at is None],
        removed=[piece for piece in pieces if piece.removed_at is not None],
        comments=comments.of_item(session, here),
        adding=adding or EvidenceForm(here.stored.date, formdata=None),
        commenting=commenting or CommentForm(prefix="comment", formdata=None),
        refusing=refusing,
        may_decide=here.may_approve and standing.may_be_approved_by(actor),
        limit=pages.installation().settings.evidence_limit,
        changed=changed,
        kinds=dict(evidence_forms.kinds()),
    )


def _opened(sha256: str) -> IO[bytes]:
    """Return a file, open for reading. Raises Missing where it is not in the storage."""
    try:
        stream: IO[bytes] = pages.installation().storage.open(sha256)
    except FileNotFoundError:
        raise Missing(f"the evidence file {sha256} is not in the storage") from None
    return stream
