"""What an assessor has found about an answer is not for the answering person to take back; a save id stands for one content."""

from __future__ import annotations

import json

import pytest

from assess.assessments import answers, stored
from assess.assessments.tables import AnswerRow, AnswerVersionRow
from assess.platform.faults import Faults
from tests.cast import actor

ITEM, FOUND = "L1.1", {"level": 1, "by": "Jonas", "note": "The charter is a draft."}


@pytest.fixture
def found(session, cast, clock):
    """An answer of two versions: level 4 as given, then level 3 beside which the assessor found 1."""
    facts = {"assessment_id": cast.assessment, "item": ITEM, "by": cast.accounts["mei"], "at": clock()}
    versions = [{"level": 4}, {"level": 3, "verified": FOUND}]
    for number, content in enumerate(versions, start=1):
        session.add(AnswerVersionRow(**facts, version=number, content=json.dumps(content), act="saved"))
    session.add(AnswerRow(**facts, version=2, content=json.dumps(versions[-1])))
    session.commit()
    return stored.get(session, cast.assessment)


def save(session, cast, found, clock, answer, version, save_id):
    return answers.save(session, actor(session, cast, "mei"), found, ITEM, answer, version=version, save_id=save_id, now=clock())


@pytest.mark.parametrize("answer", [None, {"not_applicable": "We have none."}])
def test_an_answer_an_assessor_has_looked_at_cannot_be_taken_back(session, cast, clock, found, answer):
    with pytest.raises(Faults):
        save(session, cast, found, clock, answer, 2, "take-back")
    assert json.loads(session.get(AnswerRow, (cast.assessment, ITEM)).content)["verified"] == FOUND


def test_a_version_restored_stands_beside_what_was_found_since(session, cast, clock, found):
    restored = answers.restore(session, actor(session, cast, "mei"), found, ITEM, 1, version=2, now=clock())
    session.expire_all()
    assert restored.version == 3
    assert json.loads(session.get(AnswerRow, (cast.assessment, ITEM)).content) == {"level": 4, "verified": FOUND}


@pytest.mark.parametrize("other", [None, {"level": 2}, {"level": 3}])
def test_a_save_id_that_comes_back_with_less_is_refused_and_never_said_to_be_saved(session, cast, clock, other):
    assessment = stored.get(session, cast.assessment)
    first = answers.save(
        session, actor(session, cast, "mei"), assessment, ITEM, {"level": 2, "note": "seen"}, version=0, save_id="one", now=clock()
    )
    assert first.version == 1
    with pytest.raises(Faults):
        answers.save(session, actor(session, cast, "mei"), assessment, ITEM, other, version=0, save_id="one", now=clock())
