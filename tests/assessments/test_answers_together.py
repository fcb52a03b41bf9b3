"""Many people at once: whatever the order in which saves meet, every one that was acknowledged is there, once, and none is lost."""

from __future__ import annotations

import itertools
import json
import shutil
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from assess.assessments import answers, stored
from assess.assessments.answers import Conflict, Saved
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow
from assess.people.actor import Refused
from assess.platform import database, installation
from assess.platform import settings as settings_
from tests import cast as casting

ITEMS, PEOPLE = ("L1.1", "L1.2"), ("mei", "ben", "ana")


@pytest.fixture
def sqlite(tmp_path, sqlite_template):
    """An installation kept by SQLite, for tests that empty it again and again."""
    template, cast = sqlite_template
    shutil.copy(template, tmp_path / "assess.db")
    made = installation.of(settings_.read({"ASSESS_DATA": str(tmp_path)}))
    yield made, cast
    made.engine.dispose()


def rows(session, assessment):
    """Return the versions by item, in order, and the answers that count."""
    versions = {}
    for item, number, content, save_id in session.execute(
        select(AnswerVersionRow.item, AnswerVersionRow.version, AnswerVersionRow.content, AnswerVersionRow.save_id)
        .where(AnswerVersionRow.assessment_id == assessment)
        .order_by(AnswerVersionRow.item, AnswerVersionRow.version)
    ):
        versions.setdefault(item, []).append((number, content, save_id))
    current = {
        item: (number, content)
        for item, number, content in session.execute(
            select(AnswerRow.item, AnswerRow.version, AnswerRow.content).where(AnswerRow.assessment_id == assessment)
        )
    }
    return versions, current


def check(versions, current, acknowledged):
    """Versions run without a gap, the last one counts, and every acknowledged save is there once."""
    assert versions.keys() == current.keys()
    for item, listed in versions.items():
        assert [number for number, _, _ in listed] == list(range(1, len(listed) + 1))
        assert listed[-1][:2] == current[item]
    kept = [save_id for listed in versions.values() for _, _, save_id in listed]
    assert Counter(kept) == Counter(acknowledged)


step = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(ITEMS),
    st.one_of(st.none(), st.integers(0, 5), st.tuples(st.integers(0, 5), st.sampled_from(["One", "Two"]))),
    st.sampled_from(["look", "save", "save", "save again", "restore"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, max_size=25))
def test_any_interleaving_yields_contiguous_versions_with_every_acknowledged_save_once(sqlite, steps):
    made, cast = sqlite
    with database.writing(made.engine) as session:
        session.execute(delete(AnswerRow))
        session.execute(delete(AnswerVersionRow))
    known, last, acknowledged, ids = {}, {}, [], itertools.count()
    for who, item, level, act in steps:
        answer = None if level is None else {"level": level} if isinstance(level, int) else {"level": level[0], "note": level[1]}
        with database.writing(made.engine) as session:
            actor, asked = casting.actor(session, cast, who), stored.get(session, cast.assessment)
            before = rows(session, cast.assessment)
            if act == "look":
                known[who, item] = before[1].get(item, (0, ""))[0]
                continue
            if act == "restore":
                if item in before[1]:
                    answers.restore(session, actor, asked, item, 1, version=before[1][item][0], now=made.clock())
                acknowledged += [None] if rows(session, cast.assessment) != before else []
                continue
            if act == "save again":
                if (who, item) in last:
                    again, outcome = last[who, item]
                    repeated = answers.save(session, actor, asked, item, **again, now=made.clock())
                    assert repeated == outcome
                    assert rows(session, cast.assessment) == before
                continue
            sent = {"answer": answer, "version": known.get((who, item), 0), "save_id": f"save-{next(ids):06}"}
            outcome = answers.save(session, actor, asked, item, **sent, now=made.clock())
            after = rows(session, cast.assessment)
            if isinstance(outcome, Conflict):
                assert after == before
                assert outcome.version != sent["version"]
            elif after == before:
                assert json.loads(before[1].get(item, (0, "null"))[1]) == answer
            else:
                acknowledged.append(sent["save_id"])
                last[who, item] = sent, outcome
            known[who, item] = outcome.version
    with database.reading(made.engine) as session:
        versions, current = rows(session, cast.assessment)
    check(versions, current, acknowledged)


def save(installed, cast, who, item, answer, *, version, save_id):
    """Save as a request does: in a session of its own, committed before it is acknowledged."""
    with database.writing(installed.engine) as session:
        actor, asked = casting.actor(session, cast, who), stored.get(session, cast.assessment)
        return answers.save(session, actor, asked, item, answer, version=version, save_id=save_id, now=installed.clock())


def test_people_who_answer_at_the_same_moment_lose_nothing(installed, cast, session):
    session.rollback()
    acknowledged, lock, ids = [], threading.Lock(), itertools.count()

    def work(number):
        who, item = PEOPLE[number % 3], ITEMS[number % 2]
        version = 0
        for turn in range(8):
            name = f"save-{next(ids):06}"
            answer = {"level": turn % 6, "note": f"{number} {turn}"}
            for _ in range(40):
                outcome = save(installed, cast, who, item, answer, version=version, save_id=name)
                version = outcome.version
                if isinstance(outcome, Saved):
                    break
            assert isinstance(outcome, Saved)
            with lock:
                acknowledged.append(name)

    with ThreadPoolExecutor(6) as people:
        list(people.map(work, range(6)))
    with database.reading(installed.engine) as reading:
        versions, current = rows(reading, cast.assessment)
    check(versions, current, acknowledged)
    assert sum(map(len, versions.values())) == 48


def test_one_save_sent_many_times_at_the_same_moment_is_one_version(installed, cast, session):
    session.rollback()
    for version in range(4):
        with ThreadPoolExecutor(5) as retries:
            done = [
                retries.submit(save, installed, cast, "mei", "L1.1", {"level": version}, version=version, save_id=f"the-save-{version}")
                for _ in range(5)
            ]
        assert {each.result() for each in done} == {done[0].result()}
    with database.reading(installed.engine) as reading:
        assert reading.scalar(select(func.count()).select_from(AnswerVersionRow)) == 4


def test_nothing_is_saved_into_an_assessment_while_it_is_handed_in(installed, cast, session):
    session.rollback()
    ready, moments = threading.Barrier(2), []

    def answer():
        ready.wait(10)
        for version in range(200):
            try:
                save(installed, cast, "mei", "L1.1", {"level": version % 6}, version=version, save_id=f"save-{version:06}")
            except Refused:
                return version
        return 200

    def hand_in():
        ready.wait(10)
        for _ in range(3):
            with database.reading(installed.engine) as reading:
                reading.scalar(select(func.count()).select_from(AnswerVersionRow))
        with database.writing(installed.engine) as writing:
            writing.get(AssessmentRow, cast.assessment, with_for_update=True).state = "submitted"
            writing.flush()
            moments.append(writing.scalar(select(func.count()).select_from(AnswerVersionRow)))

    with ThreadPoolExecutor(2) as both:
        answering, handing_in = both.submit(answer), both.submit(hand_in)
        done = answering.result()
        handing_in.result()
    with database.reading(installed.engine) as reading:
        versions, current = rows(reading, cast.assessment)
    check(versions, current, [f"save-{version:06}" for version in range(done)])
    assert moments == [done]
