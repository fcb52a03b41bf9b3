"""Pages of assessments: the whole cast at every one of them, what there is to do, what is typed is kept, as few queries for many."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, insert, select

from assess.assessments import service, stored
from assess.assessments.tables import AssessmentRow, AssignmentRow, EventRow
from assess.organisations.tables import OrganisationRow
from assess.people.roles import Role
from assess.people.tables import AccountRow, GrantRow, InvitationRow, SessionRow
from assess.platform import database
from assess.platform.database import new_id
from tests import cast as casting
from tests.answered import another, fill
from tests.cast import PEOPLE
from tests.queries import asked

VISITOR = ""


def table(**by_status: str) -> dict[str, int]:
    """Return the status everybody of the cast gets: ``ok="mei sam", refused="rita"``, everybody else 404."""
    told = dict.fromkeys(PEOPLE, 404)
    told |= dict.fromkeys(by_status.get("ok", "").split(), 200) | dict.fromkeys(by_status.get("refused", "").split(), 403)
    return {**told, VISITOR: 302}


VIEWS = {
    "/": {**dict.fromkeys(PEOPLE, 200), VISITOR: 302},
    "/organisations/{lantern}/assessments/new": table(ok="mei sam", refused="rita olga ada"),
    "/organisations/{lantern}/people": table(ok="mei rita olga sam ada"),
    "/assessments/{own}": table(ok="mei ben ana rita olga sam"),
    "/assessments/{own}/edit": table(ok="mei sam", refused="ben ana rita olga"),
    "/assessments/{own}/assignment": table(ok="mei", refused="ben ana rita olga sam"),
    "/assessments/{own}/people": table(ok="mei rita olga sam", refused="ben ana"),
    "/assessments/{assessed}": table(ok="mei rita olga sam jonas aiko"),
    "/assessments/{assessed}/edit": table(ok="mei sam jonas", refused="rita olga aiko"),
    "/assessments/{assessed}/assignment": table(ok="mei jonas", refused="rita olga sam aiko"),
    "/assessments/{assessed}/people": table(ok="mei rita olga sam jonas aiko"),
}
POSTS = {
    "/organisations/{lantern}/assessments/new": VIEWS["/organisations/{lantern}/assessments/new"],
    "/organisations/{lantern}/people": table(ok="mei sam ada", refused="rita olga"),
    "/assessments/{own}/edit": VIEWS["/assessments/{own}/edit"],
    "/assessments/{own}/assignment": VIEWS["/assessments/{own}/assignment"],
    "/assessments/{own}/people": table(ok="mei sam", refused="ben ana rita olga"),
    "/assessments/{own}/state": table(ok="mei", refused="ben ana rita olga sam"),
}
SENT = {
    "act": "submitted",
    "sure": "yes",
    "version": "1",
    "kind": "self",
    "period": "2027",
    "scheme": "maturity@1",
    "email": "new@example.org",
}
SENT |= {"role": "read_only", "language": "en", "give/L1/x": "y", "scope": "Stolen"}


def at(address, cast):
    """Return an address with the ids of the cast's organisation and assessments."""
    return address.format(lantern=cast.lantern, own=cast.assessment, assessed=cast.assessed)


@pytest.mark.parametrize("address", VIEWS)
def test_everybody_gets_the_pages_that_are_for_them(client_of, cast, address):
    assert {name: client_of(name).get(at(address, cast)).status_code for name in VIEWS[address]} == VIEWS[address]


@pytest.mark.parametrize("address", POSTS)
def test_nobody_sends_what_is_not_for_them(client_of, cast, installed, address):
    def kept():
        with database.reading(installed.engine) as session:
            tables = (AssessmentRow, EventRow, InvitationRow, AssignmentRow)
            return [sorted(map(repr, session.execute(select(*each.__table__.columns)))) for each in tables]

    before = kept()
    for name, status in POSTS[address].items():
        if status != 200:
            answer = client_of(name).post(at(address, cast), data=SENT)
            assert answer.status_code == (401 if name == VISITOR else status), name
    assert kept() == before
    allowed = next(name for name, status in POSTS[address].items() if status == 200)
    assert client_of(allowed).post(at(address, cast), data=SENT).status_code in {200, 302}


# What there is to do


def test_a_respondent_finds_the_criteria_that_are_his_first(client_of, installed, cast, clock):
    with database.writing(installed.engine) as session:
        row = {"assessment_id": cast.assessment, "assigned_by": None, "assigned_at": clock()}
        session.execute(
            insert(AssignmentRow),
            [
                {**row, "criterion": "O1", "account_id": cast.accounts["ben"]},
                {**row, "criterion": "L1", "account_id": cast.accounts["ana"]},
            ],
        )
    text = client_of("ben").get("/").text
    todo = re.findall(r">(\w\d+) [^<]*</a> <span class=\"quiet\">\d+ items? open", text)
    assert todo[0] == "O1"
    assert "L1" not in todo
    assert "Lantern Software · 2026" in text


def test_a_coordinator_is_told_to_hand_in_what_is_answered(client_of, installed, cast):
    with database.writing(installed.engine) as session:
        fill(session, cast.assessment, cast.accounts["ben"])
        questionnaire = stored.case(session, stored.get(session, cast.assessment)).questionnaire
        rest = [item.id for item in questionnaire.items if session.get(stored.AnswerRow, (cast.assessment, item.id)) is None]
        session.add_all(
            stored.AnswerRow(
                assessment_id=cast.assessment,
                item=item,
                version=1,
                content='{"note": "x"}',
                by=cast.accounts["ben"],
                at=session.get_one(AssessmentRow, cast.assessment).created_at,
            )
            for item in rest
        )
    text = client_of("mei").get("/").text
    assert "Everything is answered." in text
    assert "Hand it in" in text


def test_a_reviewer_finds_what_was_handed_in(client_of, cast):
    assert "It was handed in and waits for you." not in client_of("olga").get("/").text
    client_of("mei").post(f"/assessments/{cast.assessment}/state", data={"act": "submitted", "sure": "yes"})
    assert "It was handed in and waits for you." in client_of("olga").get("/").text


def test_nobody_finds_what_is_not_his(client_of, cast):
    assert cast.other_assessment not in client_of("mei").get("/").text
    assert cast.assessed not in client_of("ben").get("/").text
    charlie = client_of("charlie").get("/").text
    assert cast.assessment not in charlie
    assert "Lantern" not in charlie


def test_what_is_late_is_said(client_of, installed, cast, clock):
    with database.writing(installed.engine) as session:
        session.get_one(AssessmentRow, cast.assessment).due = clock().date()
    assert "Overdue" not in client_of("ben").get("/").text
    clock.goes_on(hours=24)
    assert "Overdue" in client_of("ben").get("/").text


@pytest.mark.parametrize(
    ("name", "address"),
    [("mei", "/organisations/{lantern}/assessments/new"), ("sam", "/organisations"), ("ada", "/organisations/new"), ("ben", "")],
)
def test_where_there_is_nothing_yet_the_next_step_is_named(client_of, installed, cast, name, address):
    with database.writing(installed.engine) as session:
        session.execute(delete(EventRow))
        session.execute(delete(AssessmentRow))
    text = client_of(name).get("/").text
    assert "There is no assessment yet" in text
    assert (f'href="{at(address, cast)}">' in text.partition('class="empty"')[2]) is bool(address)


def test_the_first_visitor_of_an_empty_installation_is_told_how_to_begin(client_of, installed):
    with database.writing(installed.engine) as session:
        for row in (EventRow, AssessmentRow, GrantRow, SessionRow, OrganisationRow, AccountRow):
            session.execute(delete(row))
    answer = client_of("").get("/")
    assert answer.status_code == 200
    assert "start link" in answer.text


# A new assessment


NEW = {"questionnaire": "customer-management@1", "scheme": "maturity@1", "kind": "self", "period": "2026-Q3"}


def test_only_what_fits_is_offered(client_of, cast):
    address = f"/organisations/{cast.lantern}/assessments/new"
    usual = client_of("mei").get(address).text
    assert re.search(r'<option value="customer-management@1" selected', usual)
    assert re.search(r'<option value="maturity@1" selected', usual)
    assert "crm-stages@1" not in usual
    assert 'value="software-enterprise@1"' in usual
    other = client_of("mei").get(address + "?questionnaire=crm-implementation@1").text
    assert "crm-stages@1" in other
    assert 'value="software-enterprise@1"' not in other
    assert client_of("mei").get(address + "?questionnaire=../../etc").status_code == 200


def test_an_assessment_is_begun_with_a_pack_and_stands_on_its_organisations_page(client_of, cast):
    mei = client_of("mei")
    typed = {**NEW, "packs": ["software-enterprise@1"], "due": "2026-10-01", "scope": "Retail only"}
    answer = mei.post(f"/organisations/{cast.lantern}/assessments/new", data=typed, follow_redirects=True)
    assert answer.status_code == 200
    for told in ("2026-Q3", "1 October 2026", "Retail only", "Begun", "Mei"):
        assert told in answer.text
    assert "2026-Q3" in mei.get(f"/organisations/{cast.lantern}").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("period", "2026-Q9", "This is no period"),
        ("period", "", "This is needed."),
        ("kind", "guess", "Choose one of those offered."),
        ("scheme", "crm-stages@1", "Choose one of those offered."),
        ("packs", "maturity@1", "Choose one of those offered."),
        ("date", "yesterday", "This is not a day"),
        ("due", "0001-01-01", "This is not a day"),
        ("scope", "x" * 10_001, "This is too long."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_is_kept(client_of, cast, field, typed, said):
    data = {**NEW, "scope": "Kept as typed", field: typed}
    answer = client_of("mei").post(f"/organisations/{cast.lantern}/assessments/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    if field != "scope":
        assert "Kept as typed" in answer.text


def test_the_last_answers_are_taken_over_where_it_is_asked_for(client_of, installed, cast):
    with database.writing(installed.engine) as session:
        session.get_one(AssessmentRow, cast.assessed).period = "2025"
        fill(session, cast.assessment, cast.accounts["ben"], only=12)
    mei, address = client_of("mei"), f"/organisations/{cast.lantern}/assessments/new"
    assert "/180 items" not in mei.post(address, data=NEW, follow_redirects=True).text
    with database.writing(installed.engine) as session:
        session.execute(delete(EventRow).where(EventRow.assessment_id.not_in([cast.assessment, cast.assessed, cast.other_assessment])))
        session.execute(delete(AssessmentRow).where(AssessmentRow.period == "2026-Q3"))
    answer = mei.post(address, data={**NEW, "take_over": "y"}, follow_redirects=True)
    assert re.search(r"of \d+ items answered", answer.text) or "12 of" in answer.text
    assert f'href="/assessments/{cast.assessment}"' in answer.text


# The overview


def test_a_respondent_sees_his_own_part_only(client_of, installed, cast, clock):
    with database.writing(installed.engine) as session:
        row = {"assessment_id": cast.assessment, "assigned_by": None, "assigned_at": clock()}
        session.execute(
            insert(AssignmentRow),
            [
                {**row, "criterion": "L1", "account_id": cast.accounts["ben"]},
                {**row, "criterion": "L2", "account_id": cast.accounts["ana"]},
            ],
        )
        service.edit(
            session, casting.actor(session, cast, "mei"), cast.assessment, service.Details(summary="For directors only"), version=1
        )
    ben, mei = client_of("ben").get(f"/assessments/{cast.assessment}").text, client_of("mei").get(f"/assessments/{cast.assessment}").text
    assert "Your part" in ben
    assert re.search(r">L1 [A-Z]", ben)
    assert not re.search(r">L2 [A-Z]", ben)
    assert "Ana<" not in ben
    assert "For directors only" not in ben
    assert "For directors only" in mei
    assert "Ana<" in mei


def test_handing_in_with_open_items_asks_first(client_of, cast):
    mei, address = client_of("mei"), f"/assessments/{cast.assessment}/state"
    answer = mei.post(address, data={"act": "submitted"})
    assert answer.status_code == 422
    assert re.search(r"\d+ items are still open", answer.text)
    assert 'name="sure"' in answer.text
    answer = mei.post(address, data={"act": "submitted", "sure": "yes"}, follow_redirects=True)
    assert "The assessment was handed in." in answer.text
    assert "Take it back" in answer.text


def test_returning_needs_a_reason_which_everybody_reads(client_of, cast):
    address = f"/assessments/{cast.assessment}/state"
    client_of("mei").post(address, data={"act": "submitted", "sure": "yes"})
    assert client_of("olga").post(address, data={"act": "returned", "reason": " "}).status_code == 422
    answer = client_of("olga").post(address, data={"act": "returned", "reason": "L2 <b>lacks</b> evidence"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "L2 &lt;b&gt;lacks&lt;/b&gt; evidence" in client_of("ben").get(f"/assessments/{cast.assessment}").text


def test_a_step_from_another_state_is_a_conflict(client_of, cast):
    mei, address = client_of("mei"), f"/assessments/{cast.assessment}/state"
    assert mei.post(address, data={"act": "reopened", "reason": "x"}).status_code == 409
    assert mei.post(address, data={"act": "closed", "sure": "yes"}).status_code == 409
    for unknown in ({"act": "begun"}, {"act": ""}, {}):
        assert mei.post(address, data=unknown).status_code == 404
    for data in ({"act": "submitted", "sure": "yes"}, {"act": "closed", "sure": "yes"}):
        assert mei.post(address, data=data).status_code == 302
    assert mei.get(f"/assessments/{cast.assessment}/edit").status_code == 409


def test_two_who_edit_details_at_once_see_each_others_changes(client_of, cast):
    mei, sam, address = client_of("mei"), client_of("sam"), f"/assessments/{cast.assessment}/edit"
    assert mei.post(address, data={"version": "1", "scope": "Mei's scope", "element_0": "60"}).status_code == 302
    answer = sam.post(address, data={"version": "1", "summary": "Sam's summary", "scope": "", "element_0": ""})
    assert answer.status_code == 409
    assert "Sam&#39;s summary</textarea>" in answer.text
    assert "Mei&#39;s scope</dd>" in answer.text
    assert "60.0</dd>" in answer.text
    again = re.search(r'name="version" value="(\d+)"', answer.text)
    assert sam.post(address, data={"version": again[1], "summary": "Sam's summary", "scope": "Mei's scope"}).status_code == 302


@pytest.mark.parametrize("typed", ["101", "-1", "nan", "inf", "1e1", "x", "9" * 400])
def test_a_target_is_a_score(client_of, cast, typed):
    answer = client_of("mei").post(f"/assessments/{cast.assessment}/edit", data={"version": "1", "element_2": typed})
    assert answer.status_code == 422
    assert "This is not a score from 0 to 100." in answer.text


def test_targets_stand_as_in_an_assessment_file(client_of, installed, cast):
    typed = {"version": "1", "target_overall": "72,5", "element_0": "60", "element_6": "0"}
    assert client_of("mei").post(f"/assessments/{cast.assessment}/edit", data=typed).status_code == 302
    with database.reading(installed.engine) as session:
        assert stored.get(session, cast.assessment).targets == {"overall": 72.5, "elements": {"L": 60.0, "E": 0.0}}


def test_criteria_are_given_on_the_page_of_who_answers_what(client_of, cast):
    mei, address = client_of("mei"), f"/assessments/{cast.assessment}/assignment"
    ben, ana = cast.accounts["ben"], cast.accounts["ana"]
    page = mei.get(address).text
    assert f'name="give/L1/{ben}"' in page
    answer = mei.post(address, data={"was": "", f"give/L1/{ben}": "y", f"all/S/{ana}": "y"}, follow_redirects=True)
    assert re.search(rf'name="give/L1/{ben}"[^>]* checked', answer.text)
    assert re.search(rf'name="give/S1/{ana}"[^>]* checked', answer.text)
    assert f"L1/{ben}" in re.search(r'name="was" value="([^"]*)"', answer.text)[1]


# As few queries for many


@pytest.fixture
def many(installed, session, cast, clock):
    """Add many organisations with answered assessments, and many respondents with criteria; return nothing."""

    def run():
        for number in range(12):
            organisation = new_id()
            session.add(OrganisationRow(id=organisation, name=f"Organisation {number}", created_at=clock()))
            session.flush()
            fill(
                session,
                another(session, cast.assessment, period="2026", state="answering", organisation_id=organisation),
                cast.accounts["mei"],
            )
            account = new_id()
            session.add(
                AccountRow(id=account, email=f"{account}@example.org", name=f"Respondent {number}", password_hash="", created_at=clock())
            )
            session.flush()
            session.add(
                GrantRow(
                    id=new_id(),
                    account_id=account,
                    role=Role.RESPONDENT.value,
                    organisation_id=cast.lantern,
                    assessment_id=cast.assessment,
                    granted_at=clock(),
                )
            )
            session.add(
                AssignmentRow(assessment_id=cast.assessment, criterion=f"L{number % 5 + 1}", account_id=account, assigned_at=clock())
            )
            another(session, cast.assessment, period=f"20{number + 30}")
        fill(session, cast.assessment, cast.accounts["mei"])
        session.commit()

    return run


MOST = {
    "/": 6,
    "/organisations/{lantern}": 6,
    "/organisations/{lantern}/people": 6,
    "/organisations/{lantern}/assessments/new": 6,
    "/assessments/{own}": 7,
    "/assessments/{own}/edit": 4,
    "/assessments/{own}/assignment": 5,
    "/assessments/{own}/people": 6,
}


def test_pages_take_as_many_queries_for_many_as_for_few(client_of, installed, cast, many):
    clients = {name: client_of(name) for name in ("mei", "olga", "ben")}

    def counts():
        found = {}
        for address, name in [*((address, "mei") for address in MOST), ("/", "olga"), ("/", "ben"), ("/assessments/{own}", "ben")]:
            clients[name].get(at(address, cast))
            with asked(installed) as statements:
                assert clients[name].get(at(address, cast)).status_code == 200
            found[address, name] = len(statements)
        return found

    few = counts()
    many()
    assert counts() == few
    assert {address: most for (address, name), most in few.items() if most > MOST[address]} == {}


@pytest.mark.parametrize("address", VIEWS)
@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_pages_are_shown_in_chinese(client_of, cast, address, language):
    text = client_of("mei").get(at(address, cast) + f"?lang={language}").text
    assert f'lang="{language.replace("_", "-")}"' in text


@pytest.mark.parametrize("id_", ["%00", "%ff", "x" * 3000, "' OR 1=1 --", "..%2f..", "%E7%81%AF"])
def test_no_address_breaks(client_of, id_):
    for name in ("mei", "sam"):
        client = client_of(name)
        for address in (*VIEWS, "/campaigns/{own}", "/organisations/{lantern}/edit"):
            filled = address.format(lantern=id_, own=id_, assessed=id_)
            assert client.get(filled).status_code in {200, 308, 400, 404}, filled
        for address in POSTS:
            filled = address.format(lantern=id_, own=id_, assessed=id_)
            assert client.post(filled, data=SENT).status_code in {308, 400, 404, 405}, filled
