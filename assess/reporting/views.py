"""The pages of reports: those of an assessment, a batch over many, the files themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flask
from werkzeug.exceptions import Gone
from werkzeug.wrappers import Response
from werkzeug.wsgi import wrap_file

from assess.assessments import stored as storing
from assess.benchmarking import loaded
from assess.people import current
from assess.people.roles import Verb
from assess.platform import locale, pages
from assess.platform.locale import mark as _
from assess.reporting import design as designs
from assess.reporting import downloads, forms, jobs, overview, requesting, working
from assess.reporting.jobs import Job, Standing, State

blueprint = flask.Blueprint("reporting", __name__)

_MOST_SHOWN = 300
_FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox"
"""A report as a web page carries its style sheet and figures inside itself, and nothing that could run; it is saved, not shown, by us."""


@blueprint.get("/assessments/<id>/reports")
def reports(id: str) -> str:
    """Show the reports of an assessment, and the form that asks for more."""
    shown = overview.of_assessment(pages.session(), current.actor(), id)
    return _reports(shown, _form_for(shown.assessment.kind))


@blueprint.post("/assessments/<id>/reports")
def ask(id: str) -> Response:
    """Ask for reports of an assessment."""
    actor, session = current.actor(), pages.session()
    stored = storing.get(session, id)
    actor.must(Verb.SEE_RESULT, stored.scope, seen_by=Verb.SEE_ASSESSMENT)
    actor.must(Verb.REQUEST_REPORT, stored.scope, seen_by=Verb.SEE_RESULT)
    form = _form_for(stored.kind)
    if not form.validate_on_submit():
        return flask.make_response(_reports(overview.of_assessment(session, actor, id), form), 422)
    wishes = list(requesting.combined(stored.kind, form.designs.data, form.languages.data, form.endings.data, form.benchmark.data))
    is_kept = partial(working.is_kept, pages.installation())
    asked = requesting.ask(session, actor, id, wishes, is_kept=is_kept, now=pages.now())
    _say_what_was_asked(asked)
    return flask.redirect(flask.url_for(".reports", id=id))


@blueprint.get("/assessments/<id>/reports/state")
def reports_state(id: str) -> Response:
    """Say how far the reports of an assessment are."""
    return _state_of(jobs.listed(pages.session(), current.actor(), id))


@blueprint.get("/reports")
def batch() -> str:
    """Show the assessments one may ask reports for, and what was asked for before."""
    return _batch_page(_batch_form())


@blueprint.post("/reports")
def ask_many() -> Response:
    """Ask for reports of many assessments."""
    form = _batch_form()
    if not form.validate_on_submit():
        return flask.make_response(_batch_page(form), 422)
    wanted = (form.assessments.data, form.designs.data, form.languages.data, form.endings.data, form.benchmark.data)
    made = requesting.ask_many(pages.session(), current.actor(), *wanted, now=pages.now())
    if not made:
        form.designs.errors = [_("None of these is for the assessments you chose.")]
        return flask.make_response(_batch_page(form), 422)
    return flask.redirect(flask.url_for(".batch_shown", batch=made))


@blueprint.get("/reports/batches/<batch>")
def batch_shown(batch: str) -> str:
    """Show how far a batch is."""
    actor = current.actor()
    found = jobs.of_batch(pages.session(), actor, batch)
    counted = jobs.counted(found)
    return flask.render_template(
        "reporting/batch_shown.html",
        batch=counted,
        share=overview.share_done(counted),
        jobs=overview.most_urgent(found, most=_MOST_SHOWN),
        stamp=overview.stamp(found),
        may_ask=any(actor.may(Verb.REQUEST_REPORT, job.scope) for job in found),
        **_names(),
    )


@blueprint.get("/reports/batches/<batch>/state")
def batch_state(batch: str) -> Response:
    """Say how far a batch is."""
    return _state_of(jobs.standings(pages.session(), current.actor(), batch))


@blueprint.get("/reports/batches/<batch>/reports.zip")
def batch_download(batch: str) -> Response:
    """Send the finished reports of a batch as one file."""
    found = jobs.of_batch(pages.session(), current.actor(), batch)
    file_name = f"{pages.say(_('Reports'))} {jobs.counted(found).requested_at:%Y-%m-%d}.zip"
    response = Response(downloads.zipped(pages.installation().storage, found), mimetype="application/zip")
    response.headers["Content-Disposition"] = downloads.disposition(file_name, f"reports-{batch}.zip")
    return response


@blueprint.post("/reports/batches/<batch>/cancel")
def cancel_batch(batch: str) -> Response:
    """Take back what is not finished of a batch."""
    requesting.cancel_batch(pages.session(), current.actor(), batch, now=pages.now())
    return flask.redirect(flask.url_for(".batch_shown", batch=batch))


@blueprint.get("/reports/<job>")
def download(job: str) -> Response:
    """Send the file of a report; one that is not ready leads to where it is seen how far it is."""
    found = jobs.get(pages.session(), current.actor(), job)
    return _sent(found) if found.is_ready else flask.redirect(_back_to(found))


@blueprint.get("/reports/<job>/state")
def state(job: str) -> Response:
    """Say how far a report is."""
    found = jobs.get(pages.session(), current.actor(), job)
    address = flask.url_for(".download", job=job) if found.is_ready else ""
    return flask.jsonify(id=job, state=found.state, progress=found.progress, address=address, size=found.size)


@blueprint.post("/reports/<job>/cancel")
def cancel(job: str) -> Response:
    """Take back a report that is not finished."""
    return flask.redirect(_back_to(requesting.cancel(pages.session(), current.actor(), job, now=pages.now())))


@blueprint.post("/reports/<job>/again")
def again(job: str) -> Response:
    """Ask once more for a report that failed."""
    return flask.redirect(_back_to(requesting.again(pages.session(), current.actor(), job, now=pages.now())))


def _reports(shown: overview.Overview, form: forms.ReportsForm) -> str:
    actor = current.actor()
    return flask.render_template(
        "reporting/reports.html",
        stored=shown.assessment,
        jobs=shown.jobs,
        outdated=shown.outdated,
        changed_at=shown.changed_at,
        stamp=overview.stamp(shown.jobs),
        form=form,
        may_ask=actor.may(Verb.REQUEST_REPORT, shown.assessment.scope),
        may_ask_for_many=requesting.may_ask_for_many(actor),
        **_names(),
    )


def _batch_page(form: forms.BatchForm) -> str:
    session, actor = pages.session(), current.actor()
    return flask.render_template(
        "reporting/batch.html",
        form=form,
        choosable=requesting.choosable(session, actor),
        batches=jobs.batches(session, actor),
        chosen=frozenset(form.assessments.data or ()),
    )


def _form_for(kind: str) -> forms.ReportsForm:
    form = forms.ReportsForm()
    form.offer(requesting.fitting(kind), _benchmarks())
    form.take_everything()
    return form


def _batch_form() -> forms.BatchForm:
    form = forms.BatchForm()
    form.offer([designs.read(id_) for id_ in designs.references()], _benchmarks())
    form.offer_assessments(requesting.choosable(pages.session(), current.actor()))
    form.take_everything()
    return form


def _benchmarks() -> list[tuple[str, str]]:
    language = pages.language()
    return [(each.reference, locale.say(each.title, language)) for each in loaded.abouts()]


def _names() -> dict[str, object]:
    return {
        "titles": {id_: designs.read(id_).title for id_ in designs.references()},
        "formats": forms.FORMATS,
        "names": locale.NAMES,
        "why": jobs.WHY,
    }


def _say_what_was_asked(asked: requesting.Asked) -> None:
    new, underway, unchanged = len(asked.new), len(asked.underway), len(asked.unchanged)
    if new:
        flask.flash(pages.say_many("{count} report was asked for.", "{count} reports were asked for.", new))
    if underway:
        flask.flash(pages.say_many("{count} report is being made already.", "{count} reports are being made already.", underway))
    if unchanged:
        flask.flash(
            pages.say_many(
                "{count} report is there already and unchanged since {moment}; it stands in the list.",
                "{count} reports are there already and unchanged since {moment}; they stand in the list.",
                unchanged,
                moment=locale.moment(min(job.finished_at or job.requested_at for job in asked.unchanged), pages.language()),
            )
        )


def _state_of(found: Sequence[Job | Standing]) -> Response:
    running = [{"id": job.id, "state": job.state, "progress": job.progress} for job in found if job.state is State.RUNNING]
    return flask.jsonify(stamp=overview.stamp(found), open=sum(job.is_open for job in found), jobs=running)


def _back_to(job: Job) -> str:
    if job.batch:
        return flask.url_for(".batch_shown", batch=job.batch)
    return flask.url_for(".reports", id=job.assessment_id)


def _sent(job: Job) -> Response:
    try:
        content = pages.installation().storage.open(job.sha256)
    except FileNotFoundError:
        raise Gone from None
    response = Response(wrap_file(flask.request.environ, content), direct_passthrough=True)
    response.headers["Content-Type"] = downloads.TYPES[job.wish.ending]
    response.headers["Content-Disposition"] = downloads.disposition(downloads.name(job), downloads.plain_name(job))
    response.headers["Content-Security-Policy"] = _FILE_POLICY
    if job.size is not None:
        response.content_length = job.size
    return response
