"""The result of an assessment as it is kept: what it is made of, what came before it, and that it is computed once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, update

from assess.assessments import file
from assess.assessments import stored as storing
from assess.assessments.tables import AnswerRow, AssessmentRow, EvidenceRow
from assess.organisations.tables import OrganisationRow
from assess.people.tables import AccountRow
from assess.platform.shelves import shelf
from assess.results import evaluate, stored
from tests import answered

CLINIC = shelf("questionnaires") / "customer-management" / "1" / "samples" / "riverside-clinic.yaml"


@pytest.fixture
def filled(session, cast):
    """Lantern's self-assessment, answered as the clinic answered its own."""
    answered.fill(session, cast.assessment, cast.accounts["mei"], "riverside-clinic")
    return cast.assessment


def hash_of(session, id_: str) -> str:
    session.expire_all()
    return stored.inputs_hash(session, storing.get(session, id_))


def periods_before(session, id_: str) -> list[str]:
    return [earlier.period for earlier in stored.evaluated(session, storing.get(session, id_)).case.assessment.history]


@contextmanager
def counted(session) -> Iterator[list[str]]:
    asked: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note := lambda *words: asked.append(words[2]))
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_the_result_is_that_of_the_same_answers_in_a_file(session, filled):
    kept = stored.evaluated(session, storing.get(session, filled)).result
    of_file = evaluate.evaluate(file.read(CLINIC)).result
    assert kept.overall == of_file.overall
    assert kept.elements == of_file.elements
    assert kept.level == of_file.level
    assert kept.interval is not None
    assert of_file.interval is not None
    assert (kept.interval.low, kept.interval.high) == (of_file.interval.low, of_file.interval.high)


def test_the_same_inputs_are_computed_once(session, filled):
    row = storing.get(session, filled)
    assert stored.evaluated(session, row) is stored.evaluated(session, row)


def test_an_answer_that_changes_gives_a_result_of_its_own(session, filled):
    before = stored.evaluated(session, storing.get(session, filled))
    session.execute(update(AnswerRow).where(AnswerRow.assessment_id == filled, AnswerRow.item == "L1.1").values(content='{"level": 5}'))
    after = stored.evaluated(session, storing.get(session, filled))
    assert after.result.overall.score > before.result.overall.score


def test_the_hash_is_the_same_for_the_same_inputs_whatever_the_order_they_were_written_in(session, cast, filled):
    first = hash_of(session, filled)
    rows = [dict(row) for row in session.execute(select(*AnswerRow.__table__.columns).where(AnswerRow.assessment_id == filled)).mappings()]
    session.query(AnswerRow).filter(AnswerRow.assessment_id == filled).delete()
    session.flush()
    session.execute(AnswerRow.__table__.insert(), rows[::-1])
    assert hash_of(session, filled) == first
    assert len(first) == 64


def test_the_hash_changes_with_everything_a_result_is_made_of(session, cast, filled):
    seen = [hash_of(session, filled)]

    def changed(statement) -> None:
        session.execute(statement)
        seen.append(hash_of(session, filled))

    mine = AnswerRow.assessment_id == filled
    changed(update(AnswerRow).where(mine, AnswerRow.item == "L1.1").values(content='{"level": 4}'))
    changed(update(AnswerRow).where(mine, AnswerRow.item == "L1.2").values(content="null"))
    changed(update(EvidenceRow).where(EvidenceRow.assessment_id == filled, EvidenceRow.item == "L2.2").values(reference="X-1"))
    changed(update(AccountRow).where(AccountRow.id == cast.accounts["mei"]).values(name="Mei Lin"))
    changed(update(OrganisationRow).where(OrganisationRow.id == cast.lantern).values(employees=181))
    changed(update(AssessmentRow).where(AssessmentRow.id == filled).values(summary="In short"))
    changed(update(AssessmentRow).where(AssessmentRow.id == filled).values(targets=json.dumps({"overall": 60})))
    earlier = answered.another(session, filled, period="2025")
    seen.append(hash_of(session, filled))
    answered.fill(session, earlier, cast.accounts["mei"], "riverside-clinic")
    seen.append(hash_of(session, filled))
    assert len(set(seen)) == len(seen)


def test_what_others_do_changes_no_hash(session, cast, filled):
    before = hash_of(session, filled)
    answered.fill(session, cast.other_assessment, cast.accounts["charlie"], "northgate-manufacturing")
    answered.fill(session, cast.assessed, cast.accounts["mei"], "northgate-manufacturing")
    session.execute(update(OrganisationRow).where(OrganisationRow.id == cast.other_organisation).values(name="Somebody else"))
    session.execute(update(AccountRow).where(AccountRow.id == cast.accounts["ben"]).values(name="Benjamin"))
    assert hash_of(session, filled) == before


def test_the_trend_is_that_of_earlier_periods_oldest_first(session, cast, filled):
    mei = cast.accounts["mei"]
    for period, less in (("2025", 1), ("2024", 2), ("2024-H2", 1), ("2027", 0)):
        answered.fill(session, answered.another(session, filled, period=period), mei, "riverside-clinic", less=less)
    assert periods_before(session, filled) == ["2024", "2024-H2", "2025"]
    history = stored.evaluated(session, storing.get(session, filled)).case.assessment.history
    assert history[0].overall < history[2].overall
    assert set(history[0].elements) == set("LSPRIOE")
    assert history[0].level == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "assessed"},
        {"state": "answering"},
        {"scheme": "conformity@1"},
        {"questionnaire": "cma@1"},
        {"packs": json.dumps([["software-enterprise@1", "0" * 64]])},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_is_not_of_the_same_thing_or_not_handed_in_is_no_history(session, cast, filled, changes):
    made = answered.another(session, filled, period="2025", **changes)
    answered.fill(session, made, cast.accounts["mei"], "riverside-clinic")
    assert periods_before(session, filled) == []


def test_another_organisations_results_are_no_history(session, cast, filled):
    made = answered.another(session, filled, period="2025", organisation_id=cast.other_organisation)
    answered.fill(session, made, cast.accounts["charlie"], "riverside-clinic")
    assert periods_before(session, filled) == []


def test_a_provisional_result_is_no_history(session, cast, filled):
    answered.fill(session, answered.another(session, filled, period="2025"), cast.accounts["mei"], "riverside-clinic", only=90)
    assert periods_before(session, filled) == []


def test_of_two_results_of_one_period_the_last_one_begun_counts(session, cast, filled):
    row = session.get_one(AssessmentRow, filled)
    for days, less in ((20, 2), (10, 1)):
        at = row.created_at - answered.days(days)
        made = answered.another(session, filled, period="2025", created_at=at)
        answered.fill(session, made, cast.accounts["mei"], "riverside-clinic", less=less)
    of_ten_days_ago = stored.evaluated(session, storing.get(session, made)).result.overall.score
    history = stored.evaluated(session, storing.get(session, filled)).case.assessment.history
    assert [earlier.overall for earlier in history] == [pytest.approx(of_ten_days_ago)]


def test_periods_that_cannot_be_read_go_by_when_they_were_begun(session, cast, filled):
    row = session.get_one(AssessmentRow, filled)
    row.period = "second round"
    before, after = (row.created_at + answered.days(days) for days in (-9, 9))
    for period, at in (("first round", before), ("third round", after)):
        made = answered.another(session, filled, period=period, created_at=at)
        answered.fill(session, made, cast.accounts["mei"], "riverside-clinic")
    assert periods_before(session, filled) == ["first round"]


def test_reading_takes_three_queries_however_much_there_is(session, cast, filled):
    row = storing.get(session, filled)
    with counted(session) as few:
        stored.inputs(session, row)
    for year in range(2018, 2026):
        answered.fill(session, answered.another(session, filled, period=str(year)), cast.accounts["mei"], "riverside-clinic")
    with counted(session) as many:
        read = stored.inputs(session, row)
    assert len(read.earlier) == 8
    assert len(few) == len(many) == 3


def test_with_nothing_answered_there_is_a_result_without_a_score(session, cast):
    found = stored.evaluated(session, storing.get(session, cast.assessment)).result
    assert found.overall.score is None
    assert found.provisional
    assert not stored.inputs(session, storing.get(session, cast.assessment)).has_answers


def test_inputs_are_plain_data_that_anybody_can_hash(session, filled):
    read = stored.inputs(session, storing.get(session, filled))
    assert dataclasses.is_dataclass(read)
    assert json.loads(json.dumps(read.plain)) == read.plain
