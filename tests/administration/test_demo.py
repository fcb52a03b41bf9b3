"""The populated installation: everybody has an account, every sample its answers, and the numbers are those of the files."""

from __future__ import annotations

import datetime
import json
import stat

import pytest
from sqlalchemy import func, select, text

from assess.administration import demo
from assess.assessments import answering_history, file, stored
from assess.assessments.stored import State
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow, AssignmentRow, EvidenceRow
from assess.organisations.tables import OrganisationRow
from assess.people.tables import AccountRow, GrantRow
from assess.platform import database
from assess.platform import settings as settings_
from assess.platform.shelves import shelf
from assess.results.evaluate import evaluate
from assess.web import samples

NOW = datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def populated_one(empty):
    with database.writing(empty.engine) as session:
        assert demo.populate(session, password="some long password", now=NOW)
    return empty


def test_everybody_of_the_cast_can_sign_in_with_the_password_told(populated_one):
    from argon2 import PasswordHasher

    with database.reading(populated_one.engine) as session:
        rows = session.execute(select(AccountRow.email, AccountRow.password_hash).where(AccountRow.disabled_at.is_(None))).all()
    assert {email for email, _ in rows} == {each.email for each in demo.CAST}
    assert all(PasswordHasher().verify(hashed, "some long password") for _, hashed in rows)


def test_every_one_of_them_opens_their_first_page_after_signing_in(populated_one):
    from assess.web import application

    app = application.create(populated_one)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    for each in demo.CAST:
        client = app.test_client()
        assert client.post("/sign-in", data={"email": each.email, "password": "some long password"}).status_code == 302, each.key
        home = client.get("/").get_data(as_text=True)
        assert each.name["en"] in home
        assert ("Harbour Bank" in home) is (each.key in {"jonas", "aiko", "olga", "sam"}), each.key
        assert ("Lantern Software" in home) is (each.key in {"mei", "ben", "ana", "rita", "olga", "sam"}), each.key


def test_people_outside_the_cast_who_answered_a_sample_cannot_sign_in(populated_one):
    with database.reading(populated_one.engine) as session:
        closed = session.scalars(select(AccountRow).where(AccountRow.disabled_at.is_not(None))).all()
        held = session.scalar(select(func.count()).select_from(GrantRow).where(GrantRow.account_id.in_([each.id for each in closed])))
    assert {each.email for each in closed} >= {"fang.harbour-bank@example.org", "nora.riverside-clinic@example.org"}
    assert held == 0


def test_every_sample_of_the_shelf_has_the_same_result_as_its_file(populated_one):
    with database.reading(populated_one.engine) as session:
        for path in sorted(shelf("questionnaires").glob("*/*/samples/*.yaml")):
            expected = evaluate(file.read(path), draws=0)
            asked, name = expected.case.questionnaire.reference, expected.case.assessment.organisation.name
            row = session.scalars(
                select(AssessmentRow)
                .join(OrganisationRow)
                .where(AssessmentRow.questionnaire == asked, AssessmentRow.period == "2026", OrganisationRow.name == name.get("en"))
            ).one()
            got = evaluate(stored.case(session, stored.get(session, row.id)), draws=0)
            assert got.result.overall.score == pytest.approx(expected.result.overall.score, abs=1e-9)
            assert got.result.level.reached == expected.result.level.reached
            assert got.result.overall.claimed == pytest.approx(expected.result.overall.claimed, abs=1e-9)


def test_mei_has_something_to_do(populated_one):
    with database.reading(populated_one.engine) as session:
        row = session.scalars(select(AssessmentRow).where(AssessmentRow.state == State.ANSWERING.value)).one()
        asked = stored.case(session, stored.get(session, row.id)).questionnaire
        answered = {item for (item,) in session.execute(select(AnswerRow.item).where(AnswerRow.assessment_id == row.id))}
        assigned = set(session.scalars(select(AssignmentRow.account_id).where(AssignmentRow.assessment_id == row.id)))
        waiting = [
            json.loads(content) for (content,) in session.execute(select(AnswerRow.content).where(AnswerRow.assessment_id == row.id))
        ]
        previous = session.get_one(AssessmentRow, row.previous_id)
    assert row.period == "2027"
    assert previous.period == "2026"
    assert 0.3 < len(answered) / len(asked.items) < 0.7
    assert len(assigned) == 3
    assert [each for each in waiting if "not_applicable" in each and "approved_by" not in each]


def test_every_answer_has_its_versions_and_no_evidence_pretends_to_be_a_file(populated_one):
    with database.reading(populated_one.engine) as session:
        versions = dict(
            session.execute(
                select(AnswerVersionRow.assessment_id + AnswerVersionRow.item, func.max(AnswerVersionRow.version)).group_by(
                    AnswerVersionRow.assessment_id, AnswerVersionRow.item
                )
            ).all()
        )
        current = dict(session.execute(select(AnswerRow.assessment_id + AnswerRow.item, AnswerRow.version)).all())
        files = session.scalar(select(func.count()).select_from(EvidenceRow).where(EvidenceRow.sha256 != ""))
        acts = set(session.scalars(select(AnswerVersionRow.act)))
    assert acts <= set(answering_history._ACTS)
    assert versions == current
    assert files == 0


def test_everything_says_that_it_is_fictional(populated_one):
    with database.reading(populated_one.engine) as session:
        said = session.scalars(select(AssessmentRow.summary)).all()
        reasons = session.scalars(text("select reason from assessment_event where act = 'begun'").columns()).all()
        addresses = session.scalars(select(AccountRow.email)).all()
    assert all("fictional" in each for each in [*said, *reasons])
    assert all(each.endswith("@example.org") for each in addresses)


def test_people_and_answers_can_be_kept_in_chinese(empty):
    with database.writing(empty.engine) as session:
        demo.populate(session, password="some long password", language="zh_Hans", now=NOW)
        names = set(session.scalars(select(AccountRow.name)))
        summaries = session.scalars(select(AssessmentRow.summary)).all()
    assert "林梅" in names
    assert all("虚构" in each for each in summaries)


def test_an_installation_with_people_is_left_alone(session, cast):
    before = session.scalar(select(func.count()).select_from(AccountRow))
    assert not demo.populate(session, password="some long password", now=NOW)
    assert session.scalar(select(func.count()).select_from(AccountRow)) == before


@pytest.fixture
def without_reports(monkeypatch):
    from assess.cli import demo as command

    monkeypatch.setattr(command, "_write", lambda folder: None)


def test_the_command_tells_addresses_and_password_and_keeps_them_for_the_owner_only(assess, monkeypatch, tmp_path, without_reports):
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    ran = assess("demo")
    assert ran.status == 0, ran.err
    kept = tmp_path / "demo" / "accounts.txt"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    password = kept.read_text().partition("Password of all of them: ")[2].strip()
    assert len(password) == 19
    assert password in ran.out
    assert "http://127.0.0.1:8000/sign-in" in ran.out
    assert "accounts.txt" not in samples.files(tmp_path)


def test_the_command_changes_nothing_the_second_time(assess, monkeypatch, tmp_path, without_reports):
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    first = assess("demo")
    engine = database.engine(settings_.read().database)
    with database.reading(engine) as session:
        before = session.execute(text("select id, password_hash from account order by id")).all()
    second = assess("demo")
    with database.reading(engine) as session:
        after = session.execute(text("select id, password_hash from account order by id")).all()
    assert second.out == first.out
    assert after == before


def test_no_two_installations_share_a_password():
    assert len({demo.new_password() for _ in range(50)}) == 50


def test_a_real_installation_gets_reports_but_no_samples(assess, monkeypatch, tmp_path, without_reports):
    from assess.people import accounts
    from assess.platform import schema_versions

    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    engine = database.engine(settings_.read().database)
    schema_versions.upgrade(engine)
    with database.writing(engine) as session:
        accounts.create(session, email="real@example.com", name="Real", password="some long password", now=NOW)
    ran = assess("demo")
    assert ran.status == 0
    assert "no sample organisations" in ran.out
    assert not (tmp_path / "demo" / "accounts.txt").exists()
