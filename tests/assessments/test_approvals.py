"""Whether an item does not apply: agreed to, or not, by somebody else than who said so."""

from __future__ import annotations

import json

import pytest

from assess.assessments import answers, approvals, file, item_place, stored
from assess.assessments.tables import AnswerRow, AnswerVersionRow, CommentRow
from assess.catalogue import writing
from assess.platform import database
from tests import cast as casting
from tests.assessments import at_work

ITEM = at_work.OF_OTHERS
NA = {"not_applicable": "No branches"}


@pytest.fixture
def page(cast):
    return f"/assessments/{cast.assessment}/items/{ITEM}"


@pytest.fixture
def given(installed, cast):
    """Ben has said that the item does not apply; return the version."""
    return at_work.answer(installed, cast, "ben", ITEM, NA)


@pytest.fixture
def decide(client_of, page):
    """Let somebody agree, or say why not."""

    def run(name, version, reason=None):
        if reason is None:
            return client_of(name).post(f"{page}/approve", data={"version": version})
        return client_of(name).post(f"{page}/refuse", data={"refusal-version": version, "refusal-reason": reason})

    return run


def current(installed):
    (row,) = at_work.rows(installed, AnswerRow)
    return row.version, json.loads(row.content)


def acts(installed):
    return [row.act for row in sorted(at_work.rows(installed, AnswerVersionRow), key=lambda row: row.version)]


def test_an_approval_is_a_version_that_names_who_agreed_and_who_had_said_so(installed, cast, given, decide, client_of, page):
    assert "Ben says that this item does not apply" in client_of("mei").get(page).text
    assert decide("mei", given).status_code == 302
    assert current(installed) == (2, {**NA, "approved_by": "Mei", "by": "Ben"})
    assert acts(installed) == ["answered", "approved"]
    with database.reading(installed.engine) as session:
        assert stored.answers(session, cast.assessment)[ITEM] == {**NA, "approved_by": "Mei", "by": "Ben"}
    shown = client_of("rita").get(page).text
    assert "N/A approved by" in shown
    assert "Nobody has agreed" not in shown
    assert decide("mei", 2).status_code == 409  # it is agreed already


def test_the_file_of_an_approved_assessment_is_in_order(installed, cast, given, decide, tmp_path):
    decide("mei", given)
    with database.reading(installed.engine) as session:
        plain = stored.plain(session, stored.get(session, cast.assessment))
    (tmp_path / "a.yaml").write_bytes(writing.as_yaml({**plain, "kind": "assessed", "answers": {ITEM: plain["answers"][ITEM]}}))
    assert file.read(tmp_path / "a.yaml").assessment.answers[ITEM].not_applicable.approved_by == "Mei"


def test_a_refusal_takes_the_na_back_and_says_why(installed, given, decide, client_of, page):
    assert decide("mei", given, "").status_code == 422
    assert decide("mei", given, "There is the branch in Foshan").status_code == 302
    assert current(installed) == (2, None)
    assert acts(installed) == ["answered", "refused"]
    (comment,) = at_work.rows(installed, CommentRow)
    assert comment.text == "There is the branch in Foshan"
    shown = client_of("ben").get(page).text
    assert "There is the branch in Foshan" in shown
    assert "Not answered." in shown


@pytest.mark.parametrize("reason", [None, "It does"])
def test_nobody_decides_about_his_own_na(installed, cast, decide, client_of, page, reason):
    version = at_work.answer(installed, cast, "mei", ITEM, NA)
    assert "somebody else has to agree" in client_of("mei").get(page).text
    assert decide("mei", version, reason).status_code == 403
    assert acts(installed) == ["answered"]


def test_whoever_reworded_an_na_has_given_it_as_well(installed, cast, given, decide):
    version = at_work.answer(installed, cast, "mei", ITEM, {"not_applicable": "No branches at all"})
    assert decide("mei", version).status_code == 403
    at_work.answer(installed, cast, "ben", ITEM, None)
    version = at_work.answer(installed, cast, "ben", ITEM, NA)  # another N/A, and none of hers
    assert decide("mei", version).status_code == 302


@pytest.mark.parametrize("reason", [None, "It does"])
def test_what_changed_meanwhile_is_shown_and_nothing_is_decided(installed, cast, given, decide, reason):
    at_work.answer(installed, cast, "ben", ITEM, {"not_applicable": "The branches were closed"})
    answered = decide("mei", given, reason)
    assert answered.status_code == 409
    assert "The branches were closed" in answered.text
    assert "Somebody changed this answer meanwhile" in answered.text
    assert acts(installed) == ["answered", "answered"]
    assert at_work.rows(installed, CommentRow) == []


@pytest.mark.parametrize("version", ["", "0", "-1", "99999999999999999999", "1; drop table", "²"])
def test_no_version_is_no_failure(decide, given, version):
    assert decide("mei", version).status_code == 409


@pytest.mark.parametrize("answer", [None, {"percent": 60}])
def test_only_an_na_is_decided_about(installed, cast, decide, given, answer):
    version = at_work.answer(installed, cast, "ben", ITEM, answer)
    assert decide("mei", version).status_code == 409


@pytest.mark.parametrize("name", casting.PEOPLE)
def test_who_decides(installed, given, decide, name):
    expected = {"mei": 302, "ben": 403, "ana": 403, "rita": 403, "olga": 403, "sam": 403}.get(name, 404)
    assert decide(name, given, "It does").status_code == expected
    assert len(acts(installed)) == (2 if expected == 302 else 1)


@pytest.mark.parametrize(("name", "expected"), [("jonas", 302), ("aiko", 403), ("ben", 404)])
def test_of_an_external_assessment_the_lead_assessor_decides(installed, cast, client_of, name, expected):
    version = at_work.answer(installed, cast, "mei", ITEM, NA, assessment=cast.assessed)
    address = f"/assessments/{cast.assessed}/items/{ITEM}/approve"
    assert client_of(name).post(address, data={"version": version}).status_code == expected


def test_nothing_is_decided_once_it_is_handed_in(installed, cast, given, decide):
    at_work.hand_in(installed, cast)
    assert decide("mei", given).status_code == 403
    assert decide("mei", given, "It does").status_code == 403


def test_an_approval_stands_as_long_as_the_na_does(installed, cast, given, decide):
    decide("mei", given)
    at_work.answer(installed, cast, "ben", ITEM, NA)  # saved again as it is
    assert current(installed)[1]["approved_by"] == "Mei"
    at_work.answer(installed, cast, "ben", ITEM, {**NA, "note": "Since 2020"})
    assert current(installed)[1] == {**NA, "note": "Since 2020"}


def test_a_service_asks_for_rights_itself(installed, cast, given, session):
    here = item_place.find(session, casting.actor(session, cast, "mei"), cast.assessment, ITEM)
    for name in ("ana", "olga"):
        from assess.people.actor import Refused

        with pytest.raises(Refused):
            approvals.approve(session, casting.actor(session, cast, name), here, version=given, now=installed.clock())
    assert isinstance(answers.history(session, here.stored, ITEM)[0], answers.Version)
