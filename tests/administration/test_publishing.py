"""From a file to the shelf: a draft shows what it changes and whom it concerns, and a published version never changes."""

from __future__ import annotations

import html
import io
import shutil

import pytest
import yaml
from sqlalchemy import event, select

from assess.administration import publishing, shelf, uploading
from assess.administration.tables import DraftRow
from assess.assessments import service as assessments
from assess.assessments import stored
from assess.catalogue import library, writing
from assess.people.actor import NotFound
from assess.platform import database
from assess.platform.faults import Faults
from tests.administration.test_uploading import PACK, SCHEME, files, zipped
from tests.cast import PEOPLE, actor


def second_scheme(**changes) -> bytes:
    return yaml.safe_dump(yaml.safe_load(SCHEME) | {"version": 2} | changes, allow_unicode=True, sort_keys=False).encode()


def changed_questionnaire(version=2) -> bytes:
    """Return a version with an item added, one removed, one changed, and a criterion renamed."""
    contents = files(version)
    element = yaml.safe_load(contents["elements/F.yaml"])
    first = element["criteria"][0]["items"]
    first[0]["text"]["en"] = "Who plans the campaigns in the customer system?"
    first[0]["weight"] = 3
    gone = first.pop(1)
    last = element["criteria"][0]["items"][-1]
    number = int(last["id"].rpartition(".")[2]) + 1
    first.append(last | {"id": f"{last['id'].rpartition('.')[0]}.{number}", "text": {"en": "Is it new?", "zh_Hans": "这是新的吗？"}})
    for each in first:
        each.pop("applies_if", None)
    element["criteria"][0]["title"] = {"en": "Campaigns, renamed", "zh_Hans": "改名的营销活动"}
    contents["elements/F.yaml"] = writing.as_yaml(element)
    frame = yaml.safe_load(contents["questionnaire.yaml"])
    frame.pop("answers_elsewhere", None)
    contents["questionnaire.yaml"] = yaml.safe_dump(frame, allow_unicode=True, sort_keys=False).encode()
    return zipped(contents), gone["id"], first[-1]["id"]


def send(client, content, name="x.yaml"):
    return client.post("/questionnaires/upload", data={"file": (io.BytesIO(content), name)})


def text_of(answer):
    return html.unescape(answer.get_data(as_text=True))


def test_a_scheme_goes_from_upload_to_shelf_and_stays_as_it_is(client_of, installed, own_shelf):
    sam = client_of("sam")
    sent = send(sam, second_scheme())
    assert sent.status_code == 302
    draft = sent.headers["Location"]
    assert "Nothing differs from maturity@1" in text_of(sam.get(draft))
    assert not own_shelf.exists()
    published = sam.post(f"{draft}/publish")
    assert published.status_code == 302
    assert (own_shelf / "maturity" / "2" / "scheme.yaml").read_bytes() == second_scheme()
    assert library.scheme("maturity@2").version == 2
    assert sam.post(f"{draft}/publish").status_code == 404
    again = send(sam, second_scheme(title={"en": "Other", "zh_Hans": "另一个"}))
    assert again.status_code == 422
    assert "raise the version to 3" in text_of(again)
    assert (own_shelf / "maturity" / "2" / "scheme.yaml").read_bytes() == second_scheme()


def test_what_is_wrong_is_listed_and_nothing_is_kept(client_of, session):
    answer = send(client_of("sam"), second_scheme(levels=[], gates="none"), "my <scheme>.yaml")
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "scheme.yaml:" in shown
    assert "levels" in shown
    assert session.scalars(select(DraftRow)).all() == []


def test_an_upload_without_a_file_is_asked_for_again(client_of):
    sam = client_of("sam")
    for data in ({}, {"file": ""}, {"file": (io.BytesIO(b""), "x.yaml")}, {"file": (io.BytesIO(b"x"), "")}):
        assert sam.post("/questionnaires/upload", data=data).status_code == 422


def test_the_difference_names_items_fields_and_what_stands_around_them(session, cast, installed):
    content, gone, new = changed_questionnaire()
    sam = actor(session, cast, "sam")
    id_ = publishing.keep(session, sam, uploading.examine("crm.zip", content), file_name="crm.zip", now=installed.clock())
    opened = publishing.opened(session, sam, id_)
    difference = opened.difference
    assert opened.previous == "crm-implementation@1"
    assert [id_ for id_, _ in difference.added] == [new]
    assert [id_ for id_, _ in difference.removed] == [gone]
    changed = {one.id: {change.field: (change.before, change.after) for change in one.changes} for one in difference.changed}
    assert changed["F1.1"]["text.en"][1] == "Who plans the campaigns in the customer system?"
    assert changed["F1.1"]["weight"] == ("", "3")
    assert "F1.title.en" in {change.field for change in difference.around}
    assert difference.weights == ()


def test_a_change_of_default_weights_shows_as_shares_before_and_after():
    from assess.administration import differences

    old, new = files(1), files(2)
    weights = yaml.safe_load(new["weights.yaml"])
    parents = [node["parent"] for node in weights["nodes"]]
    equal = [{"parent": node["parent"], "items": node["items"], "default": True} for node in weights["nodes"]]
    new["weights.yaml"] = yaml.safe_dump({"format": "assess/judgements@1", "nodes": equal}).encode()
    found = differences.between("crm-implementation@1", "questionnaire", old, new)
    assert parents[0] == "crm-implementation"
    assert found.weights
    assert all(0 < before < 1 and 0 < after < 1 and before != after for _, before, after in found.weights)
    assert not found.added
    assert not found.changed


def test_open_assessments_are_named_and_stay_with_the_version_they_began_with(client_of, session, cast, installed, own_shelf):
    sam = client_of("sam")
    draft = send(sam, second_scheme(description={"en": "Another", "zh_Hans": "另一个"})).headers["Location"]
    shown = text_of(sam.get(draft))
    assert "3 open assessments began with another version" in shown
    assert "Lantern Software" in shown
    assert "Charlie & Sons" in shown
    assert "description.en" in shown
    before = stored.case(session, stored.get(session, cast.assessment)).scheme
    session.rollback()
    sam.post(f"{draft}/publish")
    after = stored.case(session, stored.get(session, cast.assessment)).scheme
    assert after == before
    assert after.version == 1


def test_closed_assessments_and_those_of_other_questionnaires_are_not_concerned(session, cast, installed):
    sam = actor(session, cast, "sam")
    from assess.assessments.tables import AssessmentRow

    session.get_one(AssessmentRow, cast.assessed).state = "closed"
    session.flush()
    content, *_ = changed_questionnaire()
    of_other = publishing.keep(session, sam, uploading.examine("crm.zip", content), file_name="c.zip", now=installed.clock())
    assert publishing.opened(session, sam, of_other).affected == ()
    of_scheme = publishing.keep(session, sam, uploading.examine("m.yaml", second_scheme()), file_name="m.yaml", now=installed.clock())
    assert publishing.opened(session, sam, of_scheme).affected_number == 2


def test_a_pack_concerns_the_assessments_it_is_laid_over(session, cast, installed):
    sam, mei = actor(session, cast, "sam"), actor(session, cast, "mei")
    words = {"questionnaire": "customer-management@1", "scheme": "maturity@1", "kind": "self", "period": "2027", "now": installed.clock()}
    id_ = assessments.begin(session, mei, cast.lantern, packs=["software-enterprise@1"], **words)
    examined = uploading.examine("p.yaml", PACK.replace("\nversion: 1\n", "\nversion: 2\n", 1).encode())
    opened = publishing.opened(session, sam, publishing.keep(session, sam, examined, file_name="p.yaml", now=installed.clock()))
    assert [(one.id, one.pinned) for one in opened.affected] == [(id_, "software-enterprise@1")]


def test_the_same_file_twice_is_one_draft(client_of):
    sam = client_of("sam")
    assert send(sam, second_scheme()).headers["Location"] == send(sam, second_scheme()).headers["Location"]


def test_a_discarded_draft_is_gone(client_of, own_shelf):
    sam = client_of("sam")
    draft = send(sam, second_scheme()).headers["Location"]
    assert "maturity@2" in text_of(sam.get("/questionnaires"))
    sam.post(f"{draft}/discard")
    assert sam.get(draft).status_code == 404
    assert sam.post(f"{draft}/publish").status_code == 404
    assert "maturity@2" not in text_of(sam.get("/questionnaires"))
    assert not own_shelf.exists()


def test_nobody_but_the_scheme_manager_does_anything_with_drafts(session, cast, installed, own_shelf):
    sam, now = actor(session, cast, "sam"), installed.clock()
    examined = uploading.examine("m.yaml", second_scheme())
    id_ = publishing.keep(session, sam, examined, file_name="m.yaml", now=now)
    for name in PEOPLE:
        if name == "sam":
            continue
        somebody = actor(session, cast, name)
        for act in (
            lambda who: publishing.keep(session, who, examined, file_name="m.yaml", now=now),
            lambda who: publishing.drafts(session, who),
            lambda who: publishing.opened(session, who, id_),
            lambda who: publishing.publish(session, who, id_, shelf=own_shelf, now=now),
            lambda who: publishing.discard(session, who, id_),
            lambda who: shelf.listed(session, who),
            lambda who: shelf.shown(session, who, "maturity@1"),
            lambda who: shelf.file(who, "maturity@1"),
        ):
            with pytest.raises(NotFound):
                act(somebody)


def test_what_was_written_before_the_database_said_no_is_taken_as_done(session, cast, installed, own_shelf):
    sam, now = actor(session, cast, "sam"), installed.clock()
    id_ = publishing.keep(session, sam, uploading.examine("m.yaml", second_scheme()), file_name="m.yaml", now=now)
    session.commit()
    publishing.publish(session, sam, id_, shelf=own_shelf, now=now)
    session.rollback()
    assert publishing.publish(session, sam, id_, shelf=own_shelf, now=now) == "maturity@2"


def test_a_version_that_came_meanwhile_is_not_overwritten(session, cast, installed, own_shelf):
    sam, now = actor(session, cast, "sam"), installed.clock()
    id_ = publishing.keep(session, sam, uploading.examine("m.yaml", second_scheme()), file_name="m.yaml", now=now)
    place = own_shelf / "maturity" / "2"
    place.mkdir(parents=True)
    (place / "scheme.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(Faults, match="stands on the shelf already"):
        publishing.publish(session, sam, id_, shelf=own_shelf, now=now)
    assert (place / "scheme.yaml").read_text(encoding="utf-8") == "mine"
    assert publishing.opened(session, sam, id_).in_the_way


def test_a_questionnaire_from_excel_can_be_published_and_assessed(client_of, session, cast, installed, own_shelf):
    from openpyxl import load_workbook

    sam = client_of("sam")
    book = load_workbook(io.BytesIO(sam.get("/questionnaires/crm-implementation@1/file").data))
    book["tree"]["C2"] = 2
    out = io.BytesIO()
    book.save(out)
    sent = send(sam, out.getvalue(), "crm.xlsx")
    assert sent.status_code == 302, text_of(sent)
    published = sam.post(f"{sent.headers['Location']}/publish", follow_redirects=True)
    assert "crm-implementation@2" in text_of(published)
    mei = actor(session, cast, "mei")
    words = {"questionnaire": "crm-implementation@2", "scheme": "crm-stages@1", "kind": "self", "period": "2027", "now": installed.clock()}
    assert assessments.begin(session, mei, cast.lantern, **words)


def test_the_shelf_counts_who_uses_what_in_one_query_whatever_there_is(session, cast, installed, own_shelf):
    sam, mei = actor(session, cast, "sam"), actor(session, cast, "mei")
    library.questionnaire("customer-management@1")

    def counted():
        seen = []

        def note(*given):
            seen.append(given[2])

        event.listen(installed.engine, "before_cursor_execute", note)
        listed = shelf.listed(session, sam)
        event.remove(installed.engine, "before_cursor_execute", note)
        return listed, len(seen)

    listed, before = counted()
    used = {version.reference: version.used for versions in listed.values() for version in versions}
    assert (used["customer-management@1"], used["maturity@1"], used["crm-implementation@1"]) == (3, 3, 0)
    words = {"questionnaire": "customer-management@1", "scheme": "stars@1", "kind": "self", "now": installed.clock()}
    for number in range(12):
        assessments.begin(session, mei, cast.lantern, packs=["software-enterprise@1"], period=str(2000 + number), **words)
    place = own_shelf / "maturity" / "2"
    place.mkdir(parents=True)
    (place / "scheme.yaml").write_bytes(second_scheme())
    listed, after = counted()
    used = {version.reference: version.used for versions in listed.values() for version in versions}
    assert (used["customer-management@1"], used["stars@1"], used["software-enterprise@1"]) == (15, 12, 12)
    assert after == before == 1


def test_a_version_that_is_not_sound_shows_why_and_hides_nothing_else(client_of, own_shelf):
    place = own_shelf / "broken" / "1"
    place.mkdir(parents=True)
    (place / "scheme.yaml").write_text("format: assess/scheme@1\n", encoding="utf-8")
    sam = client_of("sam")
    listed = text_of(sam.get("/questionnaires"))
    assert "broken@1" in listed
    assert "Not sound" in listed
    assert "maturity@1" in listed
    assert "the key `id` is missing" in text_of(sam.get("/questionnaires/broken@1"))
    shutil.rmtree(place)


def test_a_page_shows_one_element_at_a_time_and_stays_small(client_of):
    sam = client_of("sam")
    shown = sam.get("/questionnaires/customer-management@1?element=P")
    assert len(shown.data) < 150_000
    assert "<strong>P1.1</strong>" in text_of(shown)
    assert "<strong>L1.1</strong>" not in text_of(shown)
    assert "<strong>L1.1</strong>" in text_of(sam.get("/questionnaires/customer-management@1?element=nothing"))


def test_the_draft_is_there_for_the_next_process(installed, session, cast):
    sam = actor(session, cast, "sam")
    content, *_ = changed_questionnaire()
    id_ = publishing.keep(session, sam, uploading.examine("crm.zip", content), file_name="crm.zip", now=installed.clock())
    session.commit()
    with database.reading(installed.engine) as reading:
        assert publishing.opened(reading, sam, id_).questionnaire.reference == "crm-implementation@2"
