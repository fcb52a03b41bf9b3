"""Answers: saved, kept in every version, restored; conflicts, repeated saves, rights; on both databases."""

from __future__ import annotations

import datetime
import json

import pytest
from sqlalchemy import select, update

from assess.assessments import answers, assignment, stored
from assess.assessments.answers import Conflict, Saved
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow
from assess.people.actor import NotFound, Refused
from assess.platform import database
from assess.platform.faults import Faults
from tests import cast as casting


@pytest.fixture
def at_work(session, cast, clock):
    """Save, restore and look back as somebody of the cast."""

    class AtWork:
        def actor(self, name):
            return casting.actor(session, cast, name)

        def stored(self, assessment=""):
            return stored.get(session, assessment or cast.assessment)

        def save(self, name, item, answer, *, version=0, assessment="", **more):
            at = clock()
            return answers.save(session, self.actor(name), self.stored(assessment), item, answer, version=version, now=at, **more)

        def restore(self, name, item, numbered, *, version):
            return answers.restore(session, self.actor(name), self.stored(), item, numbered, version=version, now=clock())

        def history(self, item):
            return answers.history(session, self.stored(), item)

        def versions(self, item):
            return [(each.version, each.answer, each.by, each.act) for each in reversed(self.history(item))]

        def current(self, item):
            row = session.execute(
                select(AnswerRow.version, AnswerRow.content).where(AnswerRow.assessment_id == cast.assessment, AnswerRow.item == item)
            ).one()
            return row.version, json.loads(row.content)

        def set_content(self, item, content):
            for table in (AnswerRow, AnswerVersionRow):
                session.execute(
                    update(table).where(table.assessment_id == cast.assessment, table.item == item).values(content=json.dumps(content))
                )

    return AtWork()


def test_a_save_is_the_first_version_and_the_next_one_the_second(at_work, clock):
    begun = clock()
    assert at_work.save("mei", "L1.1", {"level": 3}) == Saved(1, begun, "Mei")
    clock.goes_on(minutes=3)
    assert at_work.save("ben", "L1.1", {"level": 4, "note": "Since May"}, version=1) == Saved(2, clock(), "Ben")
    assert at_work.versions("L1.1") == [(1, {"level": 3}, "Mei", "answered"), (2, {"level": 4, "note": "Since May"}, "Ben", "answered")]
    assert at_work.current("L1.1") == (2, {"level": 4, "note": "Since May"})
    assert [each.at for each in at_work.history("L1.1")] == [begun + datetime.timedelta(minutes=3), begun]


def test_whoever_saves_on_an_older_version_is_told_what_stands_there_and_nothing_is_written(at_work, clock):
    at_work.save("mei", "L1.1", {"level": 3})
    assert at_work.save("ben", "L1.1", {"level": 2}) == Conflict({"level": 3}, 1, clock(), "Mei")
    assert at_work.save("ben", "L1.1", {"level": 2}, version=7) == Conflict({"level": 3}, 1, clock(), "Mei")
    assert len(at_work.history("L1.1")) == 1
    assert at_work.save("ben", "L1.1", {"level": 2}, version=1).version == 2


def test_a_version_that_never_was_is_a_conflict_with_nothing(at_work):
    refused = at_work.save("ben", "L1.1", {"level": 2}, version=3)
    assert isinstance(refused, Conflict)
    assert (refused.answer, refused.version) == (None, 0)
    assert at_work.history("L1.1") == ()


def test_a_save_sent_twice_is_one_version(at_work, clock):
    first = at_work.save("mei", "L1.1", {"level": 3}, save_id="save-one-1")
    at_work.save("ben", "L1.1", {"level": 4}, version=1)
    clock.goes_on(minutes=1)
    assert at_work.save("mei", "L1.1", {"level": 3}, save_id="save-one-1") == first
    assert len(at_work.history("L1.1")) == 2


@pytest.mark.parametrize(
    ("name", "item", "answer"), [("mei", "L1.2", {"level": 3}), ("ben", "L1.1", {"level": 3}), ("mei", "L1.1", {"level": 2})]
)
def test_the_id_of_a_save_is_not_for_another_one(at_work, name, item, answer):
    at_work.save("mei", "L1.1", {"level": 3}, save_id="save-one-1")
    with pytest.raises(Faults, match="another save has this id"):
        at_work.save(name, item, answer, version=1, save_id="save-one-1")


def test_what_did_not_change_makes_no_version_whatever_it_was_based_on(at_work, clock):
    saved = at_work.save("mei", "E1.1", {"value": 84.0, "unit": "%", "note": " Survey\r\nof May "})
    clock.goes_on(minutes=1)
    assert at_work.current("E1.1") == (1, {"value": 84.0, "note": "Survey\nof May"})
    assert at_work.save("ben", "E1.1", {"value": 84, "note": "Survey\nof May"}, version=0) == saved
    assert len(at_work.history("E1.1")) == 1


def test_an_answer_that_is_taken_back_is_a_version_too(at_work, session, cast):
    at_work.save("mei", "L1.1", {"level": 3})
    assert at_work.save("mei", "L1.1", None, version=1).version == 2
    assert at_work.current("L1.1") == (2, None)
    assert stored.answers(session, cast.assessment) == {}
    assert at_work.versions("L1.1")[-1] == (2, None, "Mei", "cleared")
    assert at_work.save("mei", "L1.1", None, version=2).version == 2
    assert at_work.save("mei", "L1.2", None).version == 0
    assert at_work.history("L1.2") == ()


def test_nobody_says_of_an_answer_what_others_say(at_work):
    forged = {
        "approved_by": "olga",
        "by": "olga",
        "verified": {"level": 5},
        "from": "another",
        "evidence": [{"title": "x", "kind": "data"}],
    }
    at_work.save("mei", "L1.1", {"level": 3, **forged})
    assert at_work.current("L1.1") == (1, {"level": 3})
    at_work.save("mei", "L1.2", dict(forged))
    assert at_work.history("L1.2") == ()


def test_the_finding_of_an_assessor_stands_beside_a_changed_answer(at_work):
    found = {"level": 2, "by": "Jonas", "note": "No minutes"}
    at_work.save("mei", "L1.1", {"level": 3})
    at_work.set_content("L1.1", {"level": 3, "verified": found})
    at_work.save("mei", "L1.1", {"level": 4, "verified": {"level": 4}}, version=1)
    assert at_work.current("L1.1") == (2, {"level": 4, "verified": found})


def test_a_changed_reason_is_no_longer_approved_and_an_unchanged_one_still_is(at_work):
    at_work.save("ben", "R2.1", {"not_applicable": "No branches"})
    at_work.set_content("R2.1", {"not_applicable": "No branches", "approved_by": "Mei"})
    assert at_work.save("ben", "R2.1", {"not_applicable": "No branches"}, version=1).version == 1
    assert at_work.current("R2.1") == (1, {"not_applicable": "No branches", "approved_by": "Mei"})
    at_work.save("ben", "R2.1", {"not_applicable": "No shops"}, version=1)
    assert at_work.current("R2.1") == (2, {"not_applicable": "No shops"})
    at_work.restore("ben", "R2.1", 1, version=2)
    assert at_work.current("R2.1") == (3, {"not_applicable": "No branches"})


def test_what_the_page_does_not_show_is_kept_and_words_keep_their_languages(at_work):
    note = {"en": "Good", "zh_Hans": "良好"}
    at_work.save("mei", "L1.1", {"level": 3, "note": note, "trend": [2, 3]})
    at_work.save("ben", "L1.1", {"level": 4, "note": "良好"}, version=1, keep=("trend",))
    assert at_work.current("L1.1") == (2, {"level": 4, "note": note, "trend": [2, 3]})
    at_work.save("ben", "L1.1", {"level": 4, "note": "Better"}, version=2)
    assert at_work.current("L1.1") == (3, {"level": 4, "note": "Better"})


def test_an_earlier_version_counts_again_as_a_new_one(at_work, clock):
    at_work.save("mei", "L1.1", {"level": 3})
    at_work.save("ben", "L1.1", None, version=1)
    assert at_work.restore("ana", "L1.1", 1, version=1) == Conflict(None, 2, clock(), "Ben")
    assert at_work.restore("ana", "L1.1", 1, version=2) == Saved(3, clock(), "Ana")
    assert at_work.restore("ana", "L1.1", 3, version=3).version == 3
    assert at_work.versions("L1.1")[2:] == [(3, {"level": 3}, "Ana", "restored")]
    assert at_work.restore("mei", "L1.1", 2, version=3).version == 4
    assert at_work.current("L1.1") == (4, None)
    with pytest.raises(NotFound):
        at_work.restore("mei", "L1.1", 9, version=4)


@pytest.mark.parametrize(
    ("item", "answer", "field"),
    [
        ("L1.1", {"level": 6}, "level"),
        ("L1.1", {"level": "3"}, "level"),
        ("L1.1", {"level": True}, "level"),
        ("L1.1", {"yes": True}, "yes"),
        ("L1.1", {"note": "only a note"}, "level"),
        ("L1.1", {"not_applicable": "We do not want to"}, "not_applicable"),
        ("L1.1", {"level": 3, "colour": "red"}, "colour"),
        ("L1.1", {"level": 3, "note": "a\x00b"}, "note"),
        ("L1.1", {"level": 3, "note": "\ud800"}, "note"),
        ("L1.1", {"level": 3, "note": "x" * 20_001}, "note"),
        ("L1.1", {"level": 3, "note": {"fr": "Bien"}}, "note"),
        ("L1.1", {"level": 3, "measured": "2026-02-30"}, "measured"),
        ("L1.1", [1], "answer"),
        ("L1.1", "3", "answer"),
        ("I3.1", {"yes": 1}, "yes"),
        ("R1.1", {"choice": "nothing"}, "choice"),
        ("P2.1", {"percent": 101}, "percent"),
        ("P2.1", {"conforming": 31}, "percent"),
        ("P2.1", {"conforming": 31, "sampled": 30}, "conforming"),
        ("P2.1", {"conforming": 0, "sampled": 0}, "sampled"),
        ("P2.1", {"percent": 50, "conforming": 1, "sampled": 2}, "percent"),
        ("E1.1", {"value": "84,2"}, "value"),
        ("E1.1", {"value": 10**400}, "value"),
        ("E1.1", {"value": float("nan")}, "value"),
        ("E1.1", {"value": 84, "unit": "h"}, "unit"),
        ("E1.1", {"value": 84, "not_measured": "Nobody does"}, "not_measured"),
        ("E1.1", {"not_measured": "Nobody does", "trend": [1, 2]}, "trend"),
        ("E1.1", {"value": 84, "trend": [1, "x"]}, "trend"),
    ],
)
def test_what_does_not_answer_the_item_is_said_of_its_field(at_work, item, answer, field):
    with pytest.raises(Faults) as found:
        at_work.save("mei", item, answer)
    assert field in {fault.key for fault in found.value.faults}
    assert at_work.history(item) == ()


@pytest.mark.parametrize("item", ["", "L9.9", "l1.1", "L1", "x" * 10_000, "\x00"])
def test_an_item_that_is_not_asked_is_not_found(at_work, item):
    with pytest.raises(NotFound):
        at_work.save("mei", item, {"level": 3})


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("rita", Refused),
        ("olga", Refused),
        ("sam", Refused),
        ("jonas", NotFound),
        ("aiko", NotFound),
        ("ada", NotFound),
        ("charlie", NotFound),
    ],
)
def test_who_may_not_answer_does_not(at_work, name, error):
    with pytest.raises(error):
        at_work.save(name, "L1.1", {"level": 3})
    with pytest.raises(error):
        at_work.restore(name, "L1.1", 1, version=0)
    assert at_work.history("L1.1") == ()


def test_a_respondent_answers_what_is_assigned_to_him_or_to_nobody(at_work, session, cast, clock):
    mei, asked = at_work.actor("mei"), at_work.stored()
    from assess.assessments import pinning

    questionnaire = pinning.questionnaire(session, asked.pins)
    assignment.assign(session, mei, asked, questionnaire, more=[("L1", cast.accounts["ana"])], now=clock())
    with pytest.raises(Refused):
        at_work.save("ben", "L1.1", {"level": 3})
    assert at_work.save("ben", "L2.1", {"level": 3}).version == 1
    assert at_work.save("ana", "L1.1", {"level": 3}).version == 1
    assert at_work.save("mei", "L1.1", {"level": 4}, version=1).version == 2


@pytest.mark.parametrize("state", ["submitted", "closed"])
def test_what_was_handed_in_is_answered_no_more_but_a_save_that_came_before_is_confirmed(at_work, session, cast, state):
    at_work.save("mei", "L1.1", {"level": 3}, save_id="save-one-1")
    session.execute(update(AssessmentRow).where(AssessmentRow.id == cast.assessment).values(state=state))
    session.expire_all()
    with pytest.raises(Refused):
        at_work.save("mei", "L1.1", {"level": 4}, version=1)
    with pytest.raises(Refused):
        at_work.restore("mei", "L1.1", 1, version=1)
    assert at_work.save("mei", "L1.1", {"level": 3}, save_id="save-one-1").version == 1


def test_answers_of_other_assessments_are_left_alone(at_work, session, cast):
    at_work.save("charlie", "L1.1", {"level": 5}, assessment=cast.other_assessment)
    at_work.save("mei", "L1.1", {"level": 1}, assessment=cast.assessed)
    at_work.save("mei", "L1.1", {"level": 3})
    at_work.save("mei", "L1.1", {"level": 2}, version=1)
    assert stored.answers(session, cast.other_assessment) == {"L1.1": {"by": "Charlie", "level": 5}}
    assert stored.answers(session, cast.assessed) == {"L1.1": {"by": "Mei", "level": 1}}
    assert len(at_work.history("L1.1")) == 2


def test_where_one_works_is_read_in_one_query(installed, session, cast, clock, at_work):
    at_work.save("mei", "L1.1", {"level": 3})
    at_work.save("mei", "L1.2", {"level": 3})
    at_work.save("mei", "L1.2", None, version=1)
    found = answers.place(session, at_work.actor("mei"), cast.assessment)
    assert found.stored == stored.get(session, cast.assessment)
    assert found.answered == {"L1.1"}
    for name, id_ in (("charlie", cast.assessment), ("mei", cast.other_assessment), ("mei", ""), ("mei", "\x00"), ("mei", "x" * 5000)):
        with pytest.raises(NotFound):
            answers.place(session, at_work.actor(name), id_)


def test_an_acknowledged_save_is_there_for_the_next_session(installed, cast, clock, session):
    with database.writing(installed.engine) as writing:
        answers.save(
            writing, casting.actor(writing, cast, "mei"), stored.get(writing, cast.assessment), "L1.1", {"level": 3}, version=0, now=clock()
        )
    assert stored.answers(session, cast.assessment)["L1.1"]["level"] == 3
