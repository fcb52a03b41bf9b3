"""A new assessment that begins with the answers of the last one."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from assess.assessments import prefilling, service, stored
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow, EvidenceRow
from assess.organisations import service as organisations
from tests import cast as casting
from tests.answered import fill
from tests.queries import asked

USUAL = {"questionnaire": "customer-management@1", "scheme": "maturity@1", "kind": "self"}


@pytest.fixture
def mei(session, cast):
    """Mei as services know her."""
    return casting.actor(session, cast, "mei")


@pytest.fixture
def begin(session, cast, mei, clock):
    """Begin Lantern's next assessment, taking the answers of the last one over."""

    def run(period="2027", **other):
        clock.goes_on(days=300)
        return service.begin(session, mei, cast.lantern, **{**USUAL, **other}, period=period, take_over=True, now=clock())

    return run


@pytest.fixture
def last(session, cast):
    """The latest of Lantern's assessments of 2026, answered."""
    session.get_one(AssessmentRow, cast.assessed).period = "2025"
    fill(session, cast.assessment, cast.accounts["ben"])
    return cast.assessment


def contents(session, id_):
    """Return the answers of an assessment by item."""
    rows = session.execute(select(AnswerRow.item, AnswerRow.content).where(AnswerRow.assessment_id == id_))
    return {item: json.loads(content) for item, content in rows}


def test_current_answers_and_their_evidence_are_copied_as_first_versions(session, cast, last, begin, clock):
    new = begin()
    before, after = contents(session, last), contents(session, new)
    assert stored.get(session, new).previous_id == last
    assert set(after) == set(before)
    assert len(after) > 100
    gone = {"verified", "approved_by", "by"}
    assert after == {item: {key: value for key, value in answer.items() if key not in gone} for item, answer in before.items()}
    versions = session.scalars(select(AnswerVersionRow).where(AnswerVersionRow.assessment_id == new)).all()
    assert {(row.version, row.act, row.by, row.at) for row in versions} == {(1, "prefilled", cast.accounts["mei"], clock())}
    assert len(versions) == len(after)
    evidence = {
        id_: list(
            session.scalars(select(EvidenceRow).where(EvidenceRow.assessment_id == id_).order_by(EvidenceRow.added_at, EvidenceRow.id))
        )
        for id_ in (last, new)
    }
    assert [(row.item, row.title, row.sha256, row.date) for row in evidence[new]] == [
        (row.item, row.title, row.sha256, row.date) for row in evidence[last]
    ]
    assert {row.id for row in evidence[new]}.isdisjoint(row.id for row in evidence[last])


def test_what_was_taken_over_is_the_case_it_was(session, last, begin):
    case = stored.case(session, stored.get(session, begin()))
    assert {id_ for id_, answer in case.assessment.answers.items() if answer.not_applicable and answer.not_applicable.approved_by} == set()
    assert len(case.assessment.answers) > 100


@pytest.mark.parametrize(
    "content",
    [
        {"level": 3},  # I3.1 asks yes or no, and is said below to have asked for a level
        {"choice": "gone"},
        {"from": "another"},
        {"not_applicable": "none"},
    ],
)
def test_what_no_longer_answers_the_question_stays_behind(content):
    from assess.catalogue import library
    from assess.method.questionnaire import Kind

    items = library.questionnaire("customer-management@1").items
    choice = next(item for item in items if item.kind is Kind.CHOICE and not item.na_allowed)
    kept = prefilling._still_fits(content, choice, choice)
    assert kept is ("level" in content)  # kinds are compared before


def test_an_item_of_another_kind_or_none_stays_behind(session, cast, last, begin):
    from assess.catalogue import library
    from assess.method.questionnaire import Kind

    yes_no = next(item.id for item in library.questionnaire("customer-management@1").items if item.kind is Kind.YES_NO)
    session.add(
        AnswerRow(
            assessment_id=last,
            item="L9.9",
            version=1,
            content='{"level": 1}',
            by=cast.accounts["mei"],
            at=session.get_one(AssessmentRow, last).created_at,
        )
    )
    session.flush()
    after = contents(session, begin())
    assert "L9.9" not in after
    assert yes_no in after


def test_an_answer_that_was_taken_back_and_evidence_that_was_removed_stay_behind(session, cast, last, begin, clock):
    session.get_one(AnswerRow, (last, "L1.1")).content = "null"
    removed = session.scalars(select(EvidenceRow).where(EvidenceRow.assessment_id == last, EvidenceRow.item != "L1.1")).first()
    removed.removed_at, removed.removed_by = clock(), cast.accounts["mei"]
    session.flush()
    new = begin()
    assert "L1.1" not in contents(session, new)
    copied = session.scalars(select(EvidenceRow).where(EvidenceRow.assessment_id == new)).all()
    assert not [row for row in copied if row.item == "L1.1"]
    assert (removed.title, removed.item) not in {(row.title, row.item) for row in copied}


def test_the_most_recent_one_up_to_the_period_is_taken(session, cast, last, begin):
    assert stored.get(session, begin("2026-Q3")).previous_id == last
    assert stored.get(session, begin("2025-H1")).previous_id == cast.assessed
    assert stored.get(session, begin("2024")).previous_id is None


def test_another_questionnaire_is_no_last_assessment(session, last, begin):
    new = begin(questionnaire="crm-implementation@1", scheme="crm-stages@1")
    assert stored.get(session, new).previous_id is None
    assert contents(session, new) == {}


def test_an_organisation_takes_over_its_own_answers_only(session, cast, last, clock):
    sam = casting.actor(session, cast, "sam")
    third = organisations.create(session, sam, name="Third", now=clock())
    new = service.begin(session, sam, third, **USUAL, period="2027", take_over=True, now=clock())
    assert stored.get(session, new).previous_id is None
    assert contents(session, new) == {}


def test_it_takes_as_many_statements_for_two_answers_as_for_all(installed, session, cast, clock, mei):
    session.get_one(AssessmentRow, cast.assessed).period = "2025"
    fill(session, cast.assessed, cast.accounts["ben"], only=2)
    fill(session, cast.assessment, cast.accounts["ben"])
    counts = []
    for period in ("2025-H1", "2025-H2", "2027"):
        session.expunge_all()
        with asked(installed) as statements:
            service.begin(session, mei, cast.lantern, **USUAL, period=period, take_over=True, now=clock())
        counts.append(len(statements))
    assert counts[1] == counts[2]  # the first one reads what is pinned, which is kept in memory
