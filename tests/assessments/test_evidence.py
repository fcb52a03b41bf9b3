"""The evidence for an item: added, looked at, removed, put back, handed out; by whom, and by nobody else."""

from __future__ import annotations

import dataclasses
import hashlib
import io

import pytest
from sqlalchemy.exc import IntegrityError

from assess.assessments import evidence, item_place, stored
from assess.assessments.tables import CommentRow, EvidenceRow
from assess.people.actor import NotFound
from assess.platform import database
from assess.platform.storage import Storage, TooLarge
from tests import cast as casting
from tests.assessments import at_work
from tests.assessments import evidence_files_made as made
from tests.assessments.at_work import ITEM, file

PDF_SHA = hashlib.sha256(made.PDF).hexdigest()


@pytest.fixture
def page(cast):
    return f"/assessments/{cast.assessment}/items/{ITEM}"


@pytest.fixture
def add(client_of, page):
    """Let somebody add evidence through the form."""

    def run(name="mei", *, at="", **fields):
        given = {"title": "Customer charter", "kind": "document", **fields}
        sent = {key: value for key, value in given.items() if value is not None}
        return client_of(name).post(f"{at or page}/evidence", data=sent, content_type="multipart/form-data")

    return run


def pieces(installed):
    return sorted(at_work.rows(installed, EvidenceRow), key=lambda row: row.added_at)


def kept_files(installed):
    return list(installed.storage.all())


def test_a_file_is_kept_by_its_hash_and_shown_under_its_name(installed, add, client_of, page, cast):
    made_ = add(file=file(made.PDF, "..\\Charter 客户.pdf"), date="2026-03-01", note="Signed")
    assert made_.status_code == 302
    assert made_.location.endswith(f"/items/{ITEM}#evidence")
    (row,) = pieces(installed)
    assert (row.title, row.kind, str(row.date), row.note) == ("Customer charter", "document", "2026-03-01", "Signed")
    assert (row.sha256, row.size, row.file_name, row.media_type) == (PDF_SHA, len(made.PDF), "Charter 客户.pdf", "application/pdf")
    assert row.added_by == cast.accounts["mei"]
    assert installed.storage.read(PDF_SHA) == made.PDF
    shown = client_of("mei").get(page).text
    assert "Charter 客户.pdf" in shown
    assert PDF_SHA in shown


def test_a_sampling_says_how_many_records_were_looked_at(installed, add):
    assert add(kind="sampling", sample="50").status_code == 302
    assert pieces(installed)[0].sample == 50
    for wrong in ({"kind": "sampling"}, {"kind": "document", "sample": "50"}, {"kind": "sampling", "sample": "0"}):
        assert add(**wrong).status_code == 422
    assert len(pieces(installed)) == 1


def test_a_link_is_shown_as_a_link_and_anything_else_as_text(installed, add, client_of, page):
    add(reference="https://example.org/charter?a=1&b=2")
    add(reference="DOC-12/3")
    shown = client_of("mei").get(page).text
    assert '<a href="https://example.org/charter?a=1&amp;b=2" rel="noopener noreferrer nofollow"' in shown
    assert ">DOC-12/3<" not in shown
    assert "DOC-12/3" in shown
    for wrong in (
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "https://",
    ):
        answered = add(reference=wrong)
        assert answered.status_code == 422, wrong
        assert "A link begins with https://" in answered.text
    assert len(pieces(installed)) == 2


def test_what_was_typed_is_kept_beside_what_is_wrong_with_it(installed, add):
    answered = add(title="", note="Look at page 7", date="2026-13-01", reference="DOC-9", sample="many")
    assert answered.status_code == 422
    assert "Say what the evidence is." in add(title="\u200b").text
    assert "This is needed." in answered.text
    assert "This is not a day, such as 2026-06-30." in answered.text
    assert "This is not a whole number." in answered.text
    for typed in ("Look at page 7", "DOC-9", "2026-13-01", "many"):
        assert typed in answered.text
    assert pieces(installed) == []


def test_a_day_after_the_assessment_is_no_day_of_its_evidence(installed, cast, add):
    with database.writing(installed.engine) as session:
        from assess.assessments.tables import AssessmentRow

        session.get(AssessmentRow, cast.assessment).date = installed.clock().date()
    assert add(date="2026-06-15").status_code == 302
    assert "This is after the date of the assessment." in add(date="2026-06-16").text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (made.SVG, "drawing.svg", "a page, a drawing or a script"),
        (made.HTML, "charter.pdf", "a page, a drawing or a script"),
        (made.HTML + made.PDF, "charter.pdf", "a page, a drawing or a script"),
        (made.office("word", {"../../evil": b"x"}), "charter.docx", "a forbidden name"),
        (made.office("word", {"word/vbaProject.bin": b"x"}), "charter.docm", "macros"),
        (made.office("word", {"word/media/a.bin": b"\x00" * 30_000_000}), "charter.docx", "far more than a document holds"),
        (b"", "charter.pdf", "The file is empty."),
    ],
    ids=["svg", "html", "polyglot", "outside", "macro", "bomb", "empty"],
)
def test_of_a_file_that_is_refused_nothing_is_kept(installed, add, content, name, said):
    answered = add(file=file(content, name), note="Kept")
    assert answered.status_code == 422
    assert said in answered.text
    assert "Kept" in answered.text
    assert pieces(installed) == []
    assert kept_files(installed) == []


def test_of_a_file_that_is_too_large_nothing_is_kept(installed, app, cast, client_of, page):
    app.extensions["assess"] = dataclasses.replace(installed, settings=dataclasses.replace(installed.settings, evidence_limit=1000))
    large = made.PDF + b"\n" * 1000
    sent = {"title": "Charter", "kind": "document", "file": file(large)}
    answered = client_of("mei").post(f"{page}/evidence", data=sent, content_type="multipart/form-data")
    assert answered.status_code == 422
    assert "The file is too large." in answered.text
    assert "Up to 1.0 kB" in answered.text
    assert (pieces(installed), kept_files(installed)) == ([], [])
    app.config["MAX_CONTENT_LENGTH"] = 1000
    sent["file"] = file(large)
    assert client_of("mei").post(f"{page}/evidence", data=sent, content_type="multipart/form-data").status_code == 413
    assert (pieces(installed), kept_files(installed)) == ([], [])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # werkzeug leaves closing what was begun to the collector
def test_an_upload_that_breaks_off_leaves_nothing_behind(installed, client_of, page):
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nCharter\r\n--x\r\n'
    body += b'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + made.PDF
    answered = client_of("mei").post(f"{page}/evidence", data=body, content_type="multipart/form-data; boundary=x")
    assert answered.status_code in {400, 422}
    assert (pieces(installed), kept_files(installed)) == ([], [])


def described():
    return evidence.Described("document", "Charter")


def test_what_the_database_refuses_leaves_no_file_behind(installed, cast, session):
    actor = casting.actor(session, cast, "mei")
    here = item_place.find(session, actor, cast.assessment, ITEM)
    stranger = dataclasses.replace(actor, id="nobody")
    given = {"storage": installed.storage, "limit": 10_000, "now": installed.clock()}
    with pytest.raises(IntegrityError):
        evidence.add_file(session, stranger, here, described(), io.BytesIO(made.PDF), "a.pdf", **given)
    session.rollback()
    with pytest.raises(TooLarge):
        evidence.add_file(session, actor, here, described(), io.BytesIO(made.PDF), "a.pdf", **{**given, "limit": 10})
    assert kept_files(installed) == []


def test_what_the_storage_refuses_leaves_no_row_behind(installed, cast, client_of, page, app, tmp_path):
    (tmp_path / "full").write_text("no folder can be made here")
    app.extensions["assess"] = dataclasses.replace(installed, storage=Storage(f"file://{tmp_path / 'full'}"))
    app.config["PROPAGATE_EXCEPTIONS"] = app.testing = False
    sent = {"title": "Charter", "kind": "document", "file": file(made.PDF)}
    answered = client_of("mei").post(f"{page}/evidence", data=sent, content_type="multipart/form-data")
    assert answered.status_code == 500
    assert pieces(installed) == []


def test_the_same_file_is_stored_once_and_recorded_as_often_as_it_was_added(installed, add, cast):
    add(file=file(made.PDF, "a.pdf"))
    add(file=file(made.PDF, "b.pdf"), at=f"/assessments/{cast.assessment}/items/L1.2")
    assert [row.file_name for row in pieces(installed)] == ["a.pdf", "b.pdf"] or len(pieces(installed)) == 2
    assert kept_files(installed) == [PDF_SHA]


def test_a_form_that_is_sent_twice_adds_one_piece(installed, add):
    for _ in range(2):
        assert add(key="abcdefghijk2", file=file(made.PDF)).status_code == 302
    assert [row.id for row in pieces(installed)] == ["abcdefghijk2"]
    assert add("ben", key="abcdefghijk2").status_code == 302  # somebody else's is his own
    assert add(key="../../etc").status_code == 302
    assert len({row.id for row in pieces(installed)}) == 3


def test_what_was_removed_stays_recorded_and_can_be_put_back(installed, add, client_of, page, cast):
    add(file=file(made.PDF))
    at_work.answer(installed, cast, "mei", ITEM, {"level": 3})
    (row,) = pieces(installed)
    address = f"/assessments/{cast.assessment}/evidence/{row.id}"

    def counting():
        with database.reading(installed.engine) as session:
            return stored.answers(session, cast.assessment)[ITEM].get("evidence", [])

    assert [piece["sha256"] for piece in counting()] == [PDF_SHA]
    assert client_of("ben").post(f"{page}/evidence/{row.id}/remove").status_code == 302
    assert counting() == []
    assert client_of("mei").get(address).status_code == 410
    shown = client_of("mei").get(page).text
    assert "1 removed piece" in shown
    assert "Removed by Ben" in shown
    assert client_of("mei").post(f"{page}/evidence/{row.id}/put-back").status_code == 302
    assert [piece["sha256"] for piece in counting()] == [PDF_SHA]
    assert client_of("mei").get(address).status_code == 200


@pytest.mark.parametrize(("content", "name"), [(made.PDF, "charter.pdf"), (made.EML, "客户.eml"), (made.office("xl"), 'a"b.xlsx')])
def test_a_file_is_handed_out_to_be_kept_never_to_be_shown(installed, add, client_of, cast, content, name):
    add(file=file(content, name, "text/html"))
    (row,) = pieces(installed)
    answered = client_of("ben").get(f"/assessments/{cast.assessment}/evidence/{row.id}")
    assert (answered.status_code, answered.data) == (200, content)
    headers = answered.headers
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Type"].partition(";")[0] == row.media_type != "text/html"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Content-Length"] == str(len(content))
    assert "no-store" in headers["Cache-Control"]
    assert client_of("ben").head(f"/assessments/{cast.assessment}/evidence/{row.id}").status_code == 200


def test_a_type_nobody_knows_is_handed_out_as_bytes(installed, add, client_of, cast):
    add(file=file(made.PDF))
    with database.writing(installed.engine) as session:
        (row,) = session.query(EvidenceRow).all()
        row.media_type = "text/html"
    answered = client_of("mei").get(f"/assessments/{cast.assessment}/evidence/{row.id}")
    assert answered.headers["Content-Type"] == "application/octet-stream"


def test_a_file_that_is_gone_from_the_storage_is_said_to_be_missing(installed, add, client_of, cast):
    add(file=file(made.PDF))
    installed.storage._files.rm(installed.storage._path(PDF_SHA))
    (row,) = pieces(installed)
    assert client_of("mei").get(f"/assessments/{cast.assessment}/evidence/{row.id}").status_code == 503


SEES = {"mei": 200, "ben": 200, "ana": 200, "rita": 200, "jonas": 404, "aiko": 404, "olga": 200, "sam": 200, "ada": 404, "charlie": 404}


@pytest.mark.parametrize("name", casting.PEOPLE)
def test_who_sees_an_item_and_its_files(installed, client_of, add, cast, page, name):
    add(file=file(made.PDF))
    (row,) = pieces(installed)
    client = client_of(name)
    assert client.get(page).status_code == SEES[name]
    assert client.get(f"/assessments/{cast.assessment}/evidence/{row.id}").status_code == SEES[name]


@pytest.mark.parametrize("name", casting.PEOPLE)
def test_who_adds_and_removes_evidence(installed, client_of, add, page, name):
    add(file=file(made.PDF))
    (row,) = pieces(installed)
    allowed = {"mei": 302, "ben": 302, "ana": 302, "rita": 403, "olga": 403, "sam": 403}.get(name, 404)
    assert add(name).status_code == allowed
    for act in ("remove", "put-back"):
        assert client_of(name).post(f"{page}/evidence/{row.id}/{act}").status_code == allowed
    assert len(pieces(installed)) == (2 if allowed == 302 else 1)


def test_a_visitor_goes_to_the_sign_in_page(client_of, page):
    answered = client_of("").get(page)
    assert answered.status_code == 302
    assert "/sign-in" in answered.location
    assert client_of("").post(f"{page}/evidence").status_code == 401


def test_a_respondent_sees_and_changes_only_what_is_his(installed, client_of, add, cast, page):
    add(file=file(made.PDF))
    (row,) = pieces(installed)
    at_work.assign(installed, cast, "ana", "L1")
    assert client_of("ana").get(page).status_code == 200
    assert client_of("ben").get(page).status_code == 404
    assert client_of("ben").get(f"/assessments/{cast.assessment}/evidence/{row.id}").status_code == 404
    assert add("ben").status_code == 404
    assert client_of("ben").post(f"{page}/evidence/{row.id}/remove").status_code == 404


def test_an_id_of_another_assessment_is_no_id_of_this_one(installed, client_of, add, cast):
    other = f"/assessments/{cast.other_assessment}/items/{ITEM}"
    add("charlie", at=other, file=file(made.PDF))
    (row,) = pieces(installed)
    mine = f"/assessments/{cast.assessment}"
    assert client_of("charlie").get(f"/assessments/{cast.other_assessment}/evidence/{row.id}").status_code == 200
    for address in (f"{mine}/evidence/{row.id}", f"{mine}/evidence/nothing", f"{mine}/items/X9.9", "/assessments/nothing/items/L1.1"):
        assert client_of("mei").get(address).status_code == 404
    for act in ("remove", "put-back"):
        assert client_of("mei").post(f"{mine}/items/{ITEM}/evidence/{row.id}/{act}").status_code == 404
        assert client_of("mei").post(f"{mine}/items/L1.2/evidence/{row.id}/{act}").status_code == 404
    assert pieces(installed)[0].removed_at is None


@pytest.mark.parametrize("state", ["submitted", "closed"])
def test_nothing_changes_once_an_assessment_is_handed_in(installed, client_of, add, cast, page, state):
    add(file=file(made.PDF))
    (row,) = pieces(installed)
    at_work.hand_in(installed, cast, state)
    assert add().status_code == 403
    assert client_of("mei").post(f"{page}/evidence/{row.id}/remove").status_code == 403
    shown = client_of("mei").get(page)
    assert shown.status_code == 200
    assert "nothing can be changed here" in shown.text
    assert "<form" not in shown.text.partition("<main")[2]
    assert client_of("mei").get(f"/assessments/{cast.assessment}/evidence/{row.id}").status_code == 200


def test_words_of_a_template_are_words(installed, client_of, add, page):
    words = "{{7*7}} {% if 1 %} <script>alert(1)</script> ${7*7}"
    add(title=words, note=words, reference=words)
    client_of("mei").post(f"{page}/comments", data={"comment-text": words})
    shown = client_of("mei").get(page).text
    assert shown.count("{{7*7}} {% if 1 %} &lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "<script>alert" not in shown


def test_characters_no_database_takes_are_no_failure(installed, add, client_of, page):
    assert add(title="a\x00b", note="c\x00d", reference="e\x00f").status_code == 302
    assert client_of("mei").post(f"{page}/comments", data={"comment-text": "g\x00h"}).status_code == 302
    (row,) = pieces(installed)
    assert (row.title, row.note, row.reference) == ("a b", "c d", "e f")


def test_counts_are_told_in_one_query_without_what_was_taken_back(installed, client_of, add, cast, page):
    add()
    add()
    add(at=f"/assessments/{cast.assessment}/items/L1.2")
    for _ in range(3):
        client_of("mei").post(f"{page}/comments", data={"comment-text": "Well"})
    client_of("mei").post(f"{page}/evidence/{pieces(installed)[0].id}/remove")
    said = at_work.rows(installed, CommentRow)[0].id
    client_of("mei").post(f"{page}/comments/{said}/withdraw")
    with database.reading(installed.engine) as session, at_work.counted(installed) as statements:
        counts = evidence.counts(session, cast.assessment, [ITEM, "L1.2", "L1.3"])
    assert sum(each.evidence for each in counts.values()) == 2
    assert counts[ITEM].comments == 2
    assert counts["L1.3"] == evidence.Counts(0, 0)
    assert len(statements) - statements.count("BEGIN") == 1
    with database.reading(installed.engine) as session:
        assert evidence.counts(session, cast.assessment, []) == {}


def test_the_page_asks_as_often_however_much_there_is(installed, client_of, add, page):
    client = client_of("mei")
    client.get(page)

    def asked():
        with at_work.counted(installed) as statements:
            assert client.get(page).status_code == 200
        return len(statements)

    add(file=file(made.PDF))
    client.post(f"{page}/comments", data={"comment-text": "Well"})
    few = asked()
    for number in range(6):
        add(("mei", "ben", "ana")[number % 3], reference=f"DOC-{number}")
        client.post(f"{page}/comments", data={"comment-text": f"Well {number}"})
    assert asked() == few <= 6


def test_a_service_asks_for_rights_itself(installed, cast, session):
    charlie = casting.actor(session, cast, "charlie")
    with pytest.raises(NotFound):
        item_place.find(session, charlie, cast.assessment, ITEM)
    with pytest.raises(NotFound):
        evidence.held(session, charlie, cast.assessment, "nothing")
