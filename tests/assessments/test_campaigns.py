"""Campaigns: one questionnaire put to many organisations, and how far each of them has come."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import func, insert, select

from assess.assessments import campaigns, stored
from assess.assessments.tables import AssessmentRow, CampaignRow
from assess.organisations import service as organisations
from assess.organisations.tables import OrganisationRow
from assess.people.actor import NotFound
from assess.platform.faults import Faults
from tests import cast as casting
from tests.answered import fill
from tests.queries import asked

USUAL = {"title": "2026 round", "questionnaire": "customer-management@1", "scheme": "maturity@1", "kind": "self", "period": "2026"}


@pytest.fixture
def sam(session, cast):
    """Sam as services know him."""
    return casting.actor(session, cast, "sam")


@pytest.fixture
def run(session, sam, clock):
    """Run a campaign as Sam, the usual one where nothing else is said."""
    return lambda ids, **other: campaigns.run(session, sam, organisation_ids=ids, **{**USUAL, **other}, now=clock())


def test_every_organisation_gets_an_assessment_pinned_to_the_same(session, cast, sam, run):
    due = datetime.date(2026, 9, 1)
    id_ = run([cast.lantern, cast.other_organisation], due=due)
    rows = session.scalars(select(AssessmentRow).where(AssessmentRow.campaign_id == id_)).all()
    found = [stored.get(session, row.id) for row in rows]
    assert {each.organisation_id for each in found} == {cast.lantern, cast.other_organisation}
    assert {each.pins for each in found} == {stored.get(session, cast.assessment).pins}
    assert {each.due for each in found} == {due}
    assert campaigns.get(session, sam, id_).assessments == 2


def test_progress_and_coordinators_stand_beside_each_organisation(session, cast, sam, run, clock):
    nobody = organisations.enter(session, organisations.Profile("Nobody's"), coordinator=None, now=clock())
    id_ = run([cast.lantern, nobody])
    lantern, third = campaigns.lines(session, sam, id_, today=clock().date())
    assert (lantern.coordinators, third.coordinators) == (("Mei",), ())
    fill(session, lantern.entry.stored.id, cast.accounts["mei"], only=10)
    lantern, third = campaigns.lines(session, sam, id_, today=clock().date())
    assert (lantern.entry.count.answered, third.entry.count.answered) == (10, 0)


@pytest.mark.parametrize(
    "nonsense", [{"title": " "}, {"period": "soon"}, {"kind": "x"}, {"scheme": "crm-stages@1"}, {"packs": ["maturity@1"]}]
)
def test_nonsense_begins_nothing(session, cast, run, nonsense):
    with pytest.raises(Faults):
        run([cast.lantern], **nonsense)
    assert session.scalar(select(func.count()).select_from(CampaignRow)) == 0


def test_a_campaign_is_for_organisations_that_are_there(session, cast, sam, run, clock):
    with pytest.raises(Faults):
        run([])
    with pytest.raises(NotFound):
        run([cast.lantern, "nothing"])
    organisations.archive(session, sam, cast.lantern, now=clock())
    with pytest.raises(NotFound):
        run([cast.lantern])


@pytest.mark.parametrize("name", sorted(set(casting.PEOPLE) - {"sam"}))
def test_nobody_else_knows_of_campaigns(session, cast, run, clock, name):
    id_, actor = run([cast.lantern]), casting.actor(session, cast, name)
    for attempt in (
        lambda: campaigns.listed(session, actor),
        lambda: campaigns.get(session, actor, id_),
        lambda: campaigns.lines(session, actor, id_, today=clock().date()),
        lambda: campaigns.run(session, actor, organisation_ids=[cast.lantern], **USUAL, now=clock()),
    ):
        with pytest.raises(NotFound):
            attempt()


def _more(session, count, clock, prefix):
    rows = [
        {"id": f"{prefix}{number:09}", "name": f"{prefix} {number:02}", "name_zh": "", "industry": "K64", "region": "CN-SH"}
        for number in range(count)
    ]
    session.execute(insert(OrganisationRow), [{**row, "created_at": clock(), "version": 1} for row in rows])
    return [row["id"] for row in rows]


def test_a_campaign_of_fifty_takes_as_many_statements_as_one_of_five(installed, session, cast, sam, run, clock):
    five, fifty = _more(session, 5, clock, "few"), _more(session, 50, clock, "man")
    run(five)
    counts, ids = [], []
    for chosen in (five, fifty):
        with asked(installed) as statements:
            ids.append(run(chosen))
        counts.append(len(statements))
    assert counts[0] == counts[1]
    for which, chosen in zip(ids, (five, fifty), strict=True):
        with asked(installed) as statements:
            assert len(campaigns.lines(session, sam, which, today=clock().date())) == len(chosen)
        counts.append(len(statements))
    assert counts[2] == counts[3] <= 4


@pytest.fixture
def form(cast):
    """What the page of a new campaign sends."""
    return {
        "title": "Round",
        "questionnaire": "customer-management@1",
        "scheme": "maturity@1",
        "kind": "self",
        "period": "2026",
        "organisations": [cast.lantern],
    }


def test_a_campaign_is_begun_on_its_page(client_of, form):
    sam = client_of("sam")
    answer = sam.post("/campaigns/new", data=form, follow_redirects=True)
    assert answer.status_code == 200
    assert "<h1>Round</h1>" in answer.text
    assert "Lantern Software" in answer.text
    assert "1 assessment has begun." in answer.text
    assert "Round" in sam.get("/campaigns").text


def test_looking_for_organisations_keeps_what_was_filled_in(client_of, cast, form):
    answer = client_of("sam").post("/campaigns/new", data={**form, "title": "Kept", "q": "charlie", "look": "organisations"})
    assert answer.status_code == 200
    assert 'value="Kept"' in answer.text
    assert "Charlie &amp; Sons" in answer.text
    assert f'value="{cast.lantern}" checked' in answer.text


def test_all_that_were_found_can_be_taken(client_of, cast, form):
    del form["organisations"]
    answer = client_of("sam").post("/campaigns/new", data={**form, "everything": "y", "industry": "J"}, follow_redirects=True)
    assert "Lantern Software" in answer.text
    assert "Charlie" not in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("organisations", [], "Choose at least one organisation."),
        ("title", "", "This is needed."),
        ("period", "soon", "This is no period"),
        ("scheme", "crm-stages@1", "Choose one of those offered."),
        ("packs", ["nothing@1"], "Choose one of those offered."),
        ("due", "2026-02-30", "This is not a day"),
    ],
)
def test_what_cannot_be_is_said(client_of, form, field, typed, said):
    answer = client_of("sam").post("/campaigns/new", data={**form, field: typed})
    assert answer.status_code == 422
    assert said in answer.text


def test_an_organisation_that_is_not_there_is_not_found(client_of, form):
    assert client_of("sam").post("/campaigns/new", data={**form, "organisations": ["nothing"]}).status_code == 404


def test_the_pages_take_as_many_queries_for_fifty_as_for_five(client_of, installed, session, run, clock):
    ids = [run(_more(session, count, clock, prefix)) for count, prefix in ((5, "few"), (50, "man"))]
    session.commit()
    client, counts = client_of("sam"), []
    for address in (f"/campaigns/{ids[0]}", f"/campaigns/{ids[0]}", f"/campaigns/{ids[1]}"):
        with asked(installed) as statements:
            assert client.get(address).status_code == 200
        counts.append(len(statements))
    assert counts[1] == counts[2] <= 6


@pytest.mark.parametrize("name", casting.PEOPLE)
def test_the_pages_are_sams_only(client_of, cast, session, run, name):
    id_ = run([cast.lantern])
    session.commit()
    wanted = 200 if name == "sam" else 404
    for address in ("/campaigns", "/campaigns/new", f"/campaigns/{id_}"):
        assert client_of(name).get(address).status_code == wanted
    assert client_of("").get("/campaigns").status_code == 302
