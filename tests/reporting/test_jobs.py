"""Reports as jobs: asked for, made once, offered again while nothing has changed, failed in words, taken back; each by whom it may be."""

from __future__ import annotations

import datetime
import json

import pytest
from sqlalchemy import event, func, select, text, update

from assess.assessments.tables import AnswerRow
from assess.people.actor import NotFound, Refused
from assess.platform import database
from assess.reporting import announcing, jobs, queue, requesting, working
from assess.reporting.jobs import State, Trouble, What, Wish
from assess.reporting.tables import JobRow
from tests import cast as casting
from tests.answered import fill
from tests.reporting.pdf_text import text_of

PAPER = Wish("executive", "en", ".pdf", "synthetic-customer-management@1")
DATA = Wish("self-assessment", "zh_Hans", ".json")


@pytest.fixture
def answered(installed, cast):
    """Lantern's self-assessment, answered."""
    with database.writing(installed.engine) as session:
        fill(session, cast.assessment, cast.accounts["mei"], "riverside-clinic")


@pytest.fixture
def ask(installed, cast):
    """Ask for reports as somebody: ``ask("mei", DATA)``."""

    def asked(name, *wishes, of=None, **more):
        with database.writing(installed.engine) as session:
            actor = casting.actor(session, cast, name)
            return requesting.ask(session, actor, of or cast.assessment, wishes, now=installed.clock(), **more)

    return asked


@pytest.fixture
def listed(installed, cast):
    """Return the reports of Lantern's self-assessment."""

    def of(assessment=None):
        with database.reading(installed.engine) as session:
            return jobs.listed(session, casting.actor(session, cast, "mei"), assessment or cast.assessment)

    return of


@pytest.mark.usefixtures("answered")
def test_what_is_asked_for_is_made_and_kept_under_its_hash(installed, ask, listed):
    ask("mei", PAPER, DATA)
    assert [job.state for job in listed()] == [State.REQUESTED, State.REQUESTED]
    queue.work_off(installed)
    made = {job.wish: job for job in listed()}
    assert all(job.is_ready and job.attempts == 1 and job.progress == 100 and job.inputs_hash for job in made.values())
    pages = text_of(installed.storage.read(made[PAPER].sha256))
    assert len(pages) == 2
    assert "LanternSoftware" in pages[0]
    assert "synthetic" in "".join(pages).lower()
    told = json.loads(installed.storage.read(made[DATA].sha256))
    assert told["language"] == "zh-Hans"
    assert told["report"]["organisation"] == "灯笼软件"


@pytest.mark.usefixtures("answered")
def test_the_same_inputs_are_not_made_twice_and_changed_answers_are(installed, cast, ask, listed, clock):
    ask("mei", DATA)
    assert len(ask("olga", DATA).underway) == 1
    queue.work_off(installed)
    again = ask("mei", DATA)
    assert (again.new, len(again.unchanged), len(listed())) == ((), 1, 1)
    clock.goes_on(hours=1)
    with database.writing(installed.engine) as session:
        changed = update(AnswerRow).where(AnswerRow.assessment_id == cast.assessment, AnswerRow.item == "L1.1")
        session.execute(changed.values(content='{"level": 1}', version=2, at=clock()))
    assert len(ask("mei", DATA).new) == 1
    queue.work_off(installed)
    assert len({job.inputs_hash for job in listed()}) == len({job.sha256 for job in listed()}) == 2


@pytest.mark.usefixtures("answered")
def test_a_report_whose_file_is_gone_is_made_again(installed, ask, listed):
    ask("mei", DATA)
    queue.work_off(installed)
    installed.storage.remove(listed()[0].sha256)
    assert len(ask("mei", DATA, is_kept=lambda sha256: working.is_kept(installed, sha256)).new) == 1
    queue.work_off(installed)
    assert [working.is_kept(installed, job.sha256) for job in listed()] == [True, True]


@pytest.mark.usefixtures("answered")
def test_a_batch_takes_what_is_there_already(installed, cast, ask, listed):
    ask("mei", DATA)
    queue.work_off(installed)
    with database.writing(installed.engine) as session:
        sam = casting.actor(session, cast, "sam")
        wanted = [cast.assessment, cast.assessed, cast.other_assessment]
        batch = requesting.ask_many(
            session, sam, wanted, ["self-assessment", "certification"], ["zh_Hans"], [".json"], now=installed.clock()
        )
    queue.work_off(installed)
    with database.reading(installed.engine) as session:
        found = jobs.of_batch(session, sam, batch)
        assert {job.assessment_id: job.wish.design for job in found} == {
            cast.assessment: "self-assessment",
            cast.assessed: "certification",
            cast.other_assessment: "self-assessment",
        }
        assert all(job.is_ready for job in found)
        assert next(each.ready for each in jobs.batches(session, sam)) == 3
        mine = jobs.of_batch(session, casting.actor(session, cast, "charlie"), batch)
        assert {job.assessment_id for job in mine} == {cast.other_assessment}
    assert {job.sha256 for job in listed()} == {next(job.sha256 for job in found if job.assessment_id == cast.assessment)}


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_a_report_in_each_language_and_each_format(installed, ask, listed, language):
    begins = {".pdf": b"%PDF-1.7", ".html": b"<!", ".xlsx": b"PK", ".docx": b"PK", ".json": b"{"}
    ask("mei", *(Wish("executive", language, ending) for ending in begins))
    queue.work_off(installed)
    made = {job.wish.ending: job for job in listed()}
    assert {ending: job.state for ending, job in made.items()} == dict.fromkeys(begins, State.READY)
    for ending, begin in begins.items():
        content = installed.storage.read(made[ending].sha256)
        assert content.startswith(begin)
        assert len(content) == made[ending].size


def test_a_report_that_cannot_be_made_says_why_and_is_not_tried_in_vain(installed, cast, ask, listed):
    with database.writing(installed.engine) as session:
        session.execute(text("UPDATE organisation SET name = 'Lantern \U0010fffd' WHERE id = :id"), {"id": cast.lantern})
    ask("mei", Wish("self-assessment", "en", ".pdf"))
    queue.work_off(installed)
    (job,) = listed()
    assert (job.state, job.attempts, job.trouble.what) == (State.FAILED, 1, What.FAULTS)
    assert "U+10FFFD" in job.trouble.lines[0]


def test_what_nobody_foresaw_is_tried_three_times_and_then_said(installed, cast, ask, listed):
    with database.writing(installed.engine) as session:
        fill(session, cast.assessment, cast.accounts["mei"], "riverside-clinic")
        session.execute(update(AnswerRow).where(AnswerRow.item == "L1.1").values(content='{"percent": 3}'))
    ask("mei", DATA)
    queue.work_off(installed)
    (job,) = listed()
    assert (job.state, job.attempts, job.trouble.what) == (State.FAILED, 3, What.UNFORESEEN)
    with database.writing(installed.engine) as session:
        session.execute(update(AnswerRow).where(AnswerRow.item == "L1.1").values(content='{"level": 3}'))
        requesting.again(session, casting.actor(session, cast, "mei"), job.id, now=installed.clock())
    queue.work_off(installed)
    assert [job.state for job in listed()] == [State.READY]


def test_only_one_worker_holds_a_job_and_one_that_lost_it_changes_nothing(installed, ask, listed, clock):
    ask("mei", DATA)

    def claimed(worker):
        with database.writing(installed.engine) as session:
            return working.claim(session, worker, now=clock())

    first = claimed("first")
    assert claimed("second") is None
    clock.goes_on(seconds=31)
    second = claimed("second")
    assert (second.job, second.attempt) == (first.job, 2)
    with database.writing(installed.engine) as session:
        assert not working.beat(session, first, progress=50, now=clock())
        assert not working.done(session, first, sha256="0" * 64, size=1, inputs_hash="x", now=clock())
        assert working.done(session, second, sha256="1" * 64, size=1, inputs_hash="x", now=clock())
        assert not working.failed(session, second, Trouble(What.CRASHED), now=clock())
    assert [job.sha256 for job in listed()] == ["1" * 64]


def test_a_heartbeat_keeps_a_job(installed, ask, clock):
    ask("mei", DATA)
    with database.writing(installed.engine) as session:
        held = working.claim(session, "first", now=clock())
    for _ in range(4):
        clock.goes_on(seconds=20)
        with database.writing(installed.engine) as session:
            assert working.beat(session, held, progress=40, now=clock())
            assert working.claim(session, "second", now=clock()) is None


def test_a_job_whose_workers_fall_silent_three_times_is_given_up(installed, ask, listed, clock):
    ask("mei", DATA)
    for attempt in (1, 2, 3):
        with database.writing(installed.engine) as session:
            assert working.claim(session, "mute", now=clock()).attempt == attempt
        clock.goes_on(minutes=1)
    queue.work_off(installed)
    (job,) = listed()
    assert (job.state, job.trouble) == (State.FAILED, Trouble(What.SILENT))


def test_a_job_taken_back_is_let_go_of(installed, cast, ask, listed, clock):
    ask("mei", DATA)
    with database.writing(installed.engine) as session:
        held = working.claim(session, "first", now=clock())
        requesting.cancel(session, casting.actor(session, cast, "mei"), held.job, now=clock())
        assert not working.beat(session, held, progress=50, now=clock())
    queue.work_off(installed)
    assert [job.state for job in listed()] == [State.CANCELLED]


def test_what_is_taken_back_with_the_transaction_is_in_no_queue(installed, cast, ask):
    with database.opened(installed.engine, writes=True) as session:
        requesting.ask(session, casting.actor(session, cast, "mei"), cast.assessment, [DATA], now=installed.clock())
        session.rollback()
    with database.reading(installed.engine) as session:
        assert session.scalar(select(func.count()).select_from(JobRow)) == 0
        if installed.settings.is_postgresql:
            assert session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0
    ask("mei", DATA)
    with database.reading(installed.engine) as session:
        if installed.settings.is_postgresql:
            found = session.execute(text("SELECT queue_name, task_name, status FROM procrastinate_jobs")).one()
            assert tuple(found) == (announcing.QUEUE, announcing.TASK, "todo")


def test_a_job_the_queue_has_forgotten_is_done_all_the_same(installed, ask, listed):
    ask("mei", DATA)
    if installed.settings.is_postgresql:
        with database.writing(installed.engine) as session:
            session.execute(text("DELETE FROM procrastinate_jobs"))
    queue.work_off(installed)
    assert [job.state for job in listed()] == [State.READY]


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("mei", None), ("olga", None), ("sam", None), ("rita", Refused), ("ben", NotFound), ("ana", NotFound), ("jonas", NotFound),
        ("aiko", NotFound), ("ada", NotFound), ("charlie", NotFound),
    ],
)  # fmt: skip
def test_who_may_ask(ask, name, refused):
    if refused is None:
        assert len(ask(name, DATA).new) == 1
    else:
        with pytest.raises(refused):
            ask(name, DATA)


def test_an_assessment_one_may_not_ask_for_spoils_the_whole_batch(installed, cast):
    with database.opened(installed.engine, writes=True) as session:
        charlie = casting.actor(session, cast, "charlie")
        with pytest.raises(NotFound):
            requesting.ask_many(
                session, charlie, [cast.other_assessment, cast.assessment], ["executive"], ["en"], [".json"], now=installed.clock()
            )
        session.rollback()


def test_the_oldest_job_comes_first(installed, cast, ask, clock):
    first = ask("mei", DATA).new
    clock.goes_on(minutes=1)
    ask("mei", Wish("executive", "en", ".json"))
    with database.writing(installed.engine) as session:
        assert working.claim(session, "any", now=clock()).job == first[0]


def test_asking_and_listing_ask_the_database_as_often_for_many_as_for_one(installed, ask, listed):
    def queries(act):
        asked = []
        event.listen(installed.engine, "before_cursor_execute", note := lambda *words: asked.append(words[2]))
        act()
        event.remove(installed.engine, "before_cursor_execute", note)
        return len(asked)

    one = queries(lambda: ask("mei", DATA))
    single = queries(listed)
    assert queries(lambda: ask("mei", *(Wish("executive", lang, end) for lang in ("en", "zh_Hans") for end in (".html", ".json")))) == one
    assert queries(listed) == single


def test_rules_count_in_sixths(installed):
    assert working.RULES.beat == datetime.timedelta(seconds=5)
