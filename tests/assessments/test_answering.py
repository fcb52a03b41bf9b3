"""The pages of answering: who sees and changes what, the script's saves, the plain form, earlier versions; on both databases."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, select

from assess.assessments.tables import AnswerRow, AnswerVersionRow, EvidenceRow
from assess.platform import database
from assess.platform.database import new_id
from tests.assessments import at_work, conditional

OUTSIDE = ("charlie", "ada", "jonas", "aiko")
READS = ("rita", "olga", "sam")
ANSWERS = ("mei", "ben", "ana")


@pytest.fixture
def page(cast):
    """The address of a criterion of Lantern's self-assessment."""
    return lambda criterion, assessment="": f"/assessments/{assessment or cast.assessment}/criteria/{criterion}"


@pytest.fixture
def put(client_of, cast):
    """Save as the script does: ``put("mei", "L1.1", {"level": 3})``."""

    def run(name, item, answer, *, version=0, save="save-0001", assessment=""):
        sent = {"answer": answer, "version": version, "save": save}
        return client_of(name).put(
            f"/assessments/{assessment or cast.assessment}/answers/{item}", json=sent, headers={"Accept": "application/json"}
        )

    return run


@pytest.fixture
def kept(installed, cast):
    """All versions of an answer, the oldest first."""

    def of(item):
        statement = select(AnswerVersionRow.content).where(AnswerVersionRow.assessment_id == cast.assessment, AnswerVersionRow.item == item)
        with database.reading(installed.engine) as session:
            return [json.loads(content) for content in session.scalars(statement.order_by(AnswerVersionRow.version))]

    return of


def checked(text, name):
    """Return the values that are chosen in a group of radio buttons."""
    return re.findall(rf'<input class="form-check-input" type="radio" name="{re.escape(name)}" value="([^"]*)" checked>', text)


def test_the_whole_cast_at_the_page(client_of, page, put):
    put("mei", "L1.1", {"level": 3, "note": "<b>bold</b> & “quoted”"})
    for name in (*ANSWERS, *READS):
        shown = client_of(name).get(page("L1"))
        assert shown.status_code == 200, name
        assert checked(shown.text, "L1.1.answer") == ["3"]
        assert "&lt;b&gt;bold&lt;/b&gt; &amp;" in shown.text
        assert ("answering.js" in shown.text) is (name in ANSWERS)
        assert ('<fieldset class="answers" disabled' in shown.text) is (name in READS)
    for name in OUTSIDE:
        assert client_of(name).get(page("L1")).status_code == 404, name
    for address in (page("L1", "nothing"), page("Z9"), page("L1.1"), page("%00"), page("L1", "%00")):
        assert client_of("mei").get(address).status_code == 404, address
    visitor = client_of("").get(page("L1"))
    assert visitor.status_code == 302
    assert "/sign-in?next=" in visitor.location


def test_the_whole_cast_at_saving_and_restoring(client_of, page, put, cast, kept):
    for name, status in {**dict.fromkeys(READS, 403), **dict.fromkeys(OUTSIDE, 404), "": 401}.items():
        assert put(name, "L1.1", {"level": 1}).status_code == status, name
        assert client_of(name).post(page("L1"), data={"L1.1.answer": "1", "L1.1.version": "0"}).status_code == status, name
        restore = client_of(name).post(f"/assessments/{cast.assessment}/items/L1.1/restore", data={"version": 1, "onto": 1})
        assert restore.status_code == status, name
    assert kept("L1.1") == []
    for version, name in enumerate(ANSWERS):
        assert put(name, "L1.1", {"level": version}, version=version, save=f"save-{version:04}").status_code == 200
    assert len(kept("L1.1")) == 3
    assert put("charlie", "L1.1", {"level": 1}, save="save-0009", assessment=cast.other_assessment).status_code == 200
    assert put("charlie", "L1.1", {"level": 1}, assessment=cast.assessed).status_code == 404


def test_what_is_assigned_to_somebody_else_is_neither_shown_nor_taken(client_of, page, put, installed, cast):
    at_work.assign(installed, cast, "ana", "L1")
    put("ana", "L1.1", {"level": 4})
    assert client_of("ben").get(page("L1")).status_code == 404
    assert client_of("ben").get(f"/assessments/{cast.assessment}/items/L1.1/history").status_code == 404
    assert put("ben", "L1.1", {"level": 1}, version=1, save="save-0002").status_code == 403
    beside = client_of("ben").get(page("L2")).text
    assert f'href="/assessments/{cast.assessment}/criteria/L1"' not in beside
    assert f'href="/assessments/{cast.assessment}/criteria/L3"' in beside
    assert client_of("mei").get(page("L1")).status_code == 200


def test_the_script_is_told_what_became_of_a_save(put, kept, clock):
    first = put("mei", "L1.1", {"level": 3})
    assert (first.status_code, first.json) == (200, {"version": 1, "at": clock().isoformat(), "by": "Mei"})
    assert put("mei", "L1.1", {"level": 3}).json == first.json
    conflict = put("ben", "L1.1", {"level": 2, "note": "No"}, save="save-0002")
    assert conflict.status_code == 409
    assert conflict.json == {
        "yours": {"level": 2, "note": "No"},
        "theirs": {"answer": {"level": 3}, "version": 1, "by": "Mei", "at": clock().isoformat()},
        "version": 1,
    }
    assert put("ben", "L1.1", None, version=1, save="save-0003").json["version"] == 2
    assert kept("L1.1") == [{"level": 3}, None]


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"version": 0, "save": "save-0001"}', 400),
        (b'{"answer": {"level": NaN}, "version": 0, "save": "save-0001"}', 400),
        (b'{"answer": {"level": 1e999}, "version": 0, "save": "save-0001"}', 400),
        (b'{"answer": {"level": ' + b"9" * 5000 + b'}, "version": 0, "save": "save-0001"}', 400),
        (b'{"answer": ' + b"[" * 100_000 + b"]" * 100_000 + b', "version": 0, "save": "save-0001"}', 400),
        (b'\xff{"answer": {"level": 3}, "version": 0}', 400),
        (b'{"answer": {"note": "' + b"x" * 300_000 + b'", "level": 3}, "version": 0, "save": "save-0001"}', 413),
        (b'{"answer": {"level": 3}, "version": -1, "save": "save-0001"}', 422),
        (b'{"answer": {"level": 3}, "version": true, "save": "save-0001"}', 422),
        (b'{"answer": {"level": 3}, "version": "0", "save": "save-0001"}', 422),
        (b'{"answer": {"level": 3}, "version": 99999999999, "save": "save-0001"}', 422),
        (b'{"answer": {"level": 3}, "save": "save-0001"}', 422),
        (b'{"answer": {"level": 3}, "version": 0, "save": "x"}', 422),
        (b'{"answer": {"level": 3}, "version": 0, "save": "save\\u0000-0001"}', 422),
        (b'{"answer": {"level": 3}, "version": 0, "save": 12345678}', 422),
        (b'{"answer": {"level": 6}, "version": 0, "save": "save-0001"}', 422),
        (b'{"answer": [], "version": 0, "save": "save-0001"}', 422),
        (b'{"answer": {"level": 3, "note": "\\ud800"}, "version": 0, "save": "save-0001"}', 422),
        (b'{"answer": {"level": 3, "note": {"en": "\\u0000"}}, "version": 0, "save": "save-0001"}', 422),
        (b'{"answer": {"\\u0000": 3}, "version": 0, "save": "save-0001"}', 422),
    ],
)
def test_what_is_no_save_is_refused_with_a_message(client_of, cast, kept, raw, status):
    sent = client_of("mei").put(f"/assessments/{cast.assessment}/answers/L1.1", data=raw, headers={"Accept": "application/json"})
    assert sent.status_code == status
    assert sent.json["error"]
    assert kept("L1.1") == []


@pytest.mark.parametrize("item", ["L9.9", "L1", "%00", "l1.1", "..", "L1.1%20", "x" * 3000])
def test_an_item_that_is_not_asked_is_not_there(put, client_of, cast, item):
    assert put("mei", item, {"level": 3}).status_code in {404, 405}
    assert client_of("mei").get(f"/assessments/{cast.assessment}/items/{item}/history").status_code == 404
    assert client_of("mei").post(f"/assessments/{cast.assessment}/items/{item}/restore", data={"version": 1, "onto": 1}).status_code == 404


def test_faults_are_said_in_the_readers_words(client_of, cast):
    for language, said in (
        ("en", "Percentage: a percentage from 0 to 100, or the records that conform and the records looked at"),
        ("zh_Hans", "百分比：填0—100的百分数，或填写符合的记录数和抽查的记录数"),
        ("zh_Hant", "百分比：填0—100的百分數，或填寫符合的記錄數和抽查的記錄數"),
    ):
        address = f"/assessments/{cast.assessment}/answers/P2.1?lang={language}"
        sent = {"answer": {"percent": 101}, "version": 0, "save": "save-0001"}
        refused = client_of("mei").put(address, json=sent, headers={"Accept": "application/json"})
        assert (refused.status_code, refused.json["faults"]) == (422, [said])


def test_a_plain_form_saves_what_changed_and_leaves_the_rest_alone(client_of, page, put, kept):
    put("mei", "L1.1", {"level": 3, "trend": [2, 3]})
    form = {
        "L1.1.version": "1",
        "L1.1.answer": "3",
        "L1.2.version": "0",
        "L1.2.answer": "4",
        "L1.2.note": " Two\r\nlines ",
        "L1.3.version": "0",
    }
    put("ben", "L1.1", {"level": 5, "note": "Meanwhile"}, version=1, save="save-0002")
    done = client_of("mei").post(page("L1"), data=form)
    assert (done.status_code, done.location) == (302, page("L1"))
    assert kept("L1.1") == [{"level": 3, "trend": [2, 3]}, {"level": 5, "note": "Meanwhile", "trend": [2, 3]}]
    assert kept("L1.2") == [{"level": 4, "note": "Two\nlines"}]
    assert kept("L1.3") == []
    assert client_of("mei").post(page("L1"), data={**form, "go": "L2"}).location == page("L2")
    assert client_of("mei").post(page("L1"), data={"go": "https://elsewhere.example"}).location == page("L1")
    assert len(kept("L1.2")) == 1


def test_a_plain_form_keeps_what_cannot_be_saved_as_it_was_typed(client_of, page, kept):
    form = {
        "S2.1.version": "0",
        "S2.1.percent": "a lot",
        "S2.1.note": "<i>",
        "S2.4.version": "0",
        "S2.4.answer": "~na",
        "S2.2.version": "0",
    }
    sent = client_of("mei").post(page("S2"), data=form | {"S2.2.answer": "3"})
    assert sent.status_code == 422
    assert 'value="a lot"' in sent.text
    assert "&lt;i&gt;" in sent.text
    assert checked(sent.text, "S2.4.answer") == ["~na"]
    assert "Percentage: a percentage from 0 to 100" in sent.text
    assert "Not applicable, because: say why the item does not apply" in sent.text
    assert (kept("S2.1"), kept("S2.4"), kept("S2.2")) == ([], [], [{"level": 3}])


def test_a_plain_form_in_conflict_shows_both_and_keeps_both(client_of, page, put, kept):
    put("ben", "L1.1", {"level": 2, "note": "Ben's"})
    form = {"L1.1.version": "0", "L1.1.answer": "4", "L1.1.note": "Mei's"}
    conflict = client_of("mei").post(page("L1"), data=form)
    assert conflict.status_code == 409
    assert 'name="L1.1.take.answer" value="theirs"' in conflict.text
    assert 'name="L1.1.take.note" value="yours" checked' in conflict.text
    assert 'name="L1.1.version" value="1"' in conflict.text
    assert checked(conflict.text, "L1.1.answer") == ["4"]
    assert kept("L1.1") == [{"level": 2, "note": "Ben's"}]
    chosen = {**form, "L1.1.version": "1", "L1.1.conflict": "1", "L1.1.take.answer": "theirs", "L1.1.take.note": "yours"}
    assert client_of("mei").post(page("L1"), data=chosen).status_code == 302
    assert kept("L1.1") == [{"level": 2, "note": "Ben's"}, {"level": 4, "note": "Mei's"}, {"level": 2, "note": "Mei's"}]
    assert client_of("mei").post(page("L1"), data=chosen).status_code == 409  # the same choice on what it has become


def test_a_plain_form_clears_an_answer(client_of, page, put, kept):
    put("mei", "L2.2", {"value": 7.5, "measured": "2026-05-31"})
    shown = client_of("mei").get(page("L2")).text
    assert 'name="L2.2.value" value="7.5"' in shown
    assert 'name="L2.2.measured" value="2026-05-31"' in shown
    client_of("mei").post(page("L2"), data={"L2.2.version": "1", "L2.2.answer": "", "L2.2.value": ""})
    assert kept("L2.2")[-1] is None


def test_earlier_versions_say_what_changed_and_can_count_again(client_of, put, cast, kept):
    history = f"/assessments/{cast.assessment}/items/L1.1/history"
    assert "There is no answer yet" in client_of("mei").get(history).text
    put("mei", "L1.1", {"level": 3, "note": "First <script>"})
    put("ben", "L1.1", {"level": 4}, version=1, save="save-0002")
    shown = client_of("rita").get(history)
    assert shown.status_code == 200
    assert "First &lt;script&gt;" in shown.text
    assert "Let this version count again" not in shown.text
    assert "Let this version count again" in client_of("ana").get(history).text
    restore = f"/assessments/{cast.assessment}/items/L1.1/restore"
    assert client_of("ana").post(restore, data={"version": "1", "onto": "1"}).status_code == 409
    assert client_of("ana").post(restore, data={"version": "1", "onto": "2"}).location == history
    assert kept("L1.1") == [{"level": 3, "note": "First <script>"}, {"level": 4}, {"level": 3, "note": "First <script>"}]
    assert client_of("ana").post(restore, data={"version": "9", "onto": "3"}).status_code == 404
    for nonsense in ({}, {"version": "x", "onto": "1"}, {"version": "-1", "onto": "1"}, {"version": "99999999999999", "onto": "1"}):
        assert client_of("ana").post(restore, data=nonsense).status_code == 400


def test_what_was_handed_in_is_shown_and_not_changed(client_of, page, put, installed, cast):
    put("mei", "L1.1", {"level": 3})
    at_work.hand_in(installed, cast)
    shown = client_of("mei").get(page("L1"))
    assert "This assessment has been handed in" in shown.text
    assert '<fieldset class="answers" disabled' in shown.text
    assert put("mei", "L1.1", {"level": 4}, version=1, save="save-0002").status_code == 403
    assert put("mei", "L1.1", {"level": 3}).json["version"] == 1  # the one that came before is confirmed
    assert client_of("mei").post(page("L1"), data={"L1.1.version": "1", "L1.1.answer": "4"}).status_code == 403


def test_evidence_comments_and_approvals_are_named_beside_the_answer(client_of, page, put, installed, cast):
    put("ben", "S6.1", {"not_applicable": "No partners"})
    facts = {
        "assessment_id": cast.assessment,
        "kind": "document",
        "title": "x",
        "added_by": cast.accounts["mei"],
        "added_at": installed.clock(),
    }
    with database.writing(installed.engine) as session:
        session.execute(insert(EvidenceRow), [{"id": new_id(), "item": "S6.1", **facts} for _ in range(3)])
    shown = client_of("ben").get(page("S6")).text
    assert "Evidence (3) · Comments</a>" in shown
    assert "Waits for approval by whoever coordinates the assessment." in shown
    with database.writing(installed.engine) as session:
        session.get(AnswerRow, (cast.assessment, "S6.1")).content = json.dumps({"not_applicable": "No partners", "approved_by": "Mei"})
    assert "Approved by Mei." in client_of("ben").get(page("S6")).text


def test_a_page_asks_the_database_as_often_whatever_there_is(client_of, page, put, installed, cast):
    counted = []
    event.listen(installed.engine, "after_cursor_execute", lambda _c, _u, statement, *_: counted.append(statement))
    client = client_of("mei")

    def queries():
        counted.clear()
        assert client.get(page("L1")).status_code == 200
        return len([each for each in counted if each.startswith(("SELECT", "WITH"))])

    queries()  # what is pinned is read once
    few = queries()
    for item in ("L1.1", "L1.2", "L1.3", "L2.1", "L3.1", "L4.1"):
        put("ben", item, {"level": 3}, save=f"save-{item.replace('.', '-')}-1")
    assert queries() == few
    assert few <= 3


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=st.dictionaries(
        st.sampled_from(
            [f"L2.{n}.{f}" for n in (1, 2, 4) for f in ("version", "answer", "value", "note", "trend", "measured", "not_measured")]
        ),
        st.one_of(
            st.text(max_size=30), st.sampled_from(["~na", "~value", "3", "1e999", "nan", "２", "1;2", "2026-13-45", "99999999999999999999"])
        ),
    )
)
def test_no_form_breaks_the_page(client_of, page, sent):
    assert client_of("mei").post(page("L2"), data=sent).status_code in {302, 409, 422}


answer = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 10**20), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    item=st.sampled_from(["L1.1", "L2.2", "L5.3", "P2.1", "R1.1"]),
    sent=st.one_of(
        answer,
        st.dictionaries(
            st.sampled_from(
                [
                    "level",
                    "yes",
                    "choice",
                    "percent",
                    "conforming",
                    "sampled",
                    "value",
                    "unit",
                    "not_measured",
                    "not_applicable",
                    "note",
                    "trend",
                ]
            ),
            answer,
        ),
    ),
)
def test_no_answer_breaks_the_save(put, item, sent):
    status = put("mei", item, sent, save=new_id()).status_code
    assert status in {200, 409, 422}


def test_what_a_condition_hides_is_said_with_its_reason_and_keeps_its_answer(client_of, page, put, installed, cast, kept):
    conditional.pin_with(installed, cast.assessment, {"L1.2": [{"item": "L1.1", "at_least": 2}], "L1.3": [{"item": "L1.2", "at_least": 1}]})
    put("mei", "L1.2", {"level": 4}, save="save-0002")
    before = client_of("mei").get(page("L1")).text
    assert 'class="not-asked" hidden' in before
    assert before.count('class="not-asked" hidden') == 3
    assert "1 of 3" in before
    low = put("mei", "L1.1", {"level": 1}, save="save-0003").json["hidden"]
    assert low["L1.2"].startswith("This does not apply because of the answer to L1.1 (Is there a written customer vision")
    assert low["L1.3"].startswith("This does not apply because of the answer to L1.2 (")
    shown = client_of("mei").get(page("L1")).text
    assert shown.count('class="not-asked" hidden') == 1
    assert "What was answered here is kept and not scored." in shown
    assert checked(shown, "L1.2.answer") == ["4"]
    assert "1 of 1" in shown
    assert put("mei", "L1.1", {"level": 2}, version=1, save="save-0004").json["hidden"] == {"L1.2": "", "L1.3": ""}
    assert kept("L1.2") == [{"level": 4}]
    assert "hidden" not in put("mei", "L2.1", {"level": 2}, save="save-0005").json


def test_an_assessed_item_hides_others_once_its_na_is_approved(client_of, page, put, installed, cast):
    for assessment in (cast.assessment, cast.assessed):
        conditional.pin_with(installed, assessment, {"S6.2": [{"item": "S6.1", "at_least": 2}]})
    hidden = {}
    for number, assessment in enumerate((cast.assessment, cast.assessed)):
        hidden[assessment] = put("mei", "S6.1", {"not_applicable": "No partners"}, assessment=assessment, save=f"save-100{number}").json[
            "hidden"
        ]
    assert hidden[cast.assessment]["S6.2"]
    assert hidden[cast.assessed]["S6.2"] == ""
    with database.writing(installed.engine) as session:
        session.get(AnswerRow, (cast.assessed, "S6.1")).content = json.dumps({"not_applicable": "No partners", "approved_by": "Jonas"})
    assert "This does not apply because" in client_of("jonas").get(page("S6", cast.assessed)).text
