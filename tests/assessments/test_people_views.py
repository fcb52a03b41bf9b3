"""Pages of people: who belongs to an assessment or an organisation, invitations from letter to first criterion, roles taken away."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from assess.assessments import assignment
from assess.people.roles import Role
from assess.people.tables import GrantRow, InvitationRow
from assess.platform import database
from tests.cast import PEOPLE

TYPED = {"email": "wen@example.org", "name": "Wen", "role": "respondent", "language": "zh_Hans"}


@pytest.fixture
def people(cast):
    """The address of the people of Lantern's self-assessment."""
    return f"/assessments/{cast.assessment}/people"


def roles_in(text):
    """Return the roles a page offers to invite to."""
    return re.findall(r'<option value="(\w+)"', text.partition('name="role"')[2].partition("</select>")[0])


def test_everybody_of_an_assessment_stands_on_its_page(client_of, people):
    text = client_of("mei").get(people).text
    for name in ("Mei", "Ben", "Ana", "Rita"):
        assert f">{name}</th>" in text
    for name in ("Charlie", "Jonas"):
        assert f">{name}</th>" not in text


def test_only_roles_that_may_be_given_are_offered(client_of, cast, people):
    offered = {name: roles_in(client_of(name).get(people).text) for name in ("mei", "rita", "olga")}
    assert offered["rita"] == offered["olga"] == []
    assert set(offered["mei"]) == {"respondent", "coordinator", "assessor", "lead_assessor", "read_only"}
    of_organisation = set(roles_in(client_of("mei").get(f"/organisations/{cast.lantern}/people").text))
    assert {"coordinator", "read_only"} <= of_organisation
    assert of_organisation.isdisjoint({"lead_assessor", "reviewer", "decider", "scheme_manager", "administrator"})


def test_an_invitation_leads_to_the_criteria_it_named(client_of, installed, cast, people):
    mei = client_of("mei")
    answer = mei.post(people, data={**TYPED, "criteria": ["O1", "L99"], "elements": ["S"]})
    assert answer.status_code == 200
    key = re.search(r"/invitations/([\w-]+)", answer.text)[1]
    assert "wen@example.org" in mei.get(people).text
    assert key not in mei.get(people).text
    visitor = client_of("")
    joined = visitor.post(f"/invitations/{key}", data={"name": "Wen", "password": "a long and unusual sentence", "language": "en"})
    assert joined.status_code == 302
    with database.reading(installed.engine) as session:
        held = assignment.assigned(session, cast.assessment)
    assert set(held) == {"O1", *(f"S{number}" for number in range(1, 1 + sum(each.startswith("S") for each in held)))}
    assert len(held) > 3
    assert all(len(accounts) == 1 for accounts in held.values())
    home = visitor.get("/").text
    assert "Lantern Software" in home
    assert ">S1 " in home


@pytest.mark.parametrize("role", ["coordinator", "read_only"])
def test_criteria_are_for_respondents(client_of, installed, people, role):
    client_of("mei").post(people, data={**TYPED, "role": role, "criteria": ["L1"]})
    with database.reading(installed.engine) as session:
        assert session.scalars(select(InvitationRow.criteria)).all() == ["[]"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "nobody", "mail"),
        ("email", "", "This is needed."),
        ("email", "a@b\r\nBcc: c@d.example", "mail"),
        ("role", "administrator", "Choose one of those offered."),
        ("role", "reviewer", "Choose one of those offered."),
        ("role", "", "This is needed."),
        ("language", "fr", "Choose one of those offered."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(client_of, installed, people, field, typed, said):
    answer = client_of("mei").post(people, data={**TYPED, "criteria": ["L2"], field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Wen"' in answer.text
    assert re.search(r'value="L2" checked', answer.text)
    with database.reading(installed.engine) as session:
        assert session.scalars(select(InvitationRow)).all() == []


def test_an_organisations_people_are_invited_to_all_of_it(client_of, installed, cast):
    address = f"/organisations/{cast.lantern}/people"
    assert client_of("ada").post(address, data={**TYPED, "role": "reviewer"}).status_code == 200
    with database.reading(installed.engine) as session:
        [row] = session.scalars(select(InvitationRow))
        assert (row.organisation_id, row.assessment_id, row.role, row.criteria) == (cast.lantern, "", "reviewer", "[]")


def test_an_invitation_is_withdrawn(client_of, installed, people):
    mei = client_of("mei")
    mei.post(people, data=TYPED)
    withdraw = re.search(r'action="(/people-of/invitations/\w+/withdraw)"', mei.get(people).text)[1]
    for name in (*sorted(set(PEOPLE) - {"mei", "ada", "sam"}),):
        assert client_of(name).post(withdraw).status_code in {403, 404}
    assert mei.post(withdraw, follow_redirects=True).status_code == 200
    assert "wen@example.org" not in mei.get(people).text


def test_a_role_that_is_taken_away_takes_its_criteria_along(client_of, installed, cast, people):
    mei, ben = client_of("mei"), cast.accounts["ben"]
    mei.post(f"/assessments/{cast.assessment}/assignment", data={"was": "", f"give/L1/{ben}": "y"})
    with database.reading(installed.engine) as session:
        grant = session.scalars(select(GrantRow.id).where(GrantRow.account_id == ben)).one()
    for name in ("ben", "ana", "rita", "olga", "charlie", "jonas"):
        assert client_of(name).post(f"/people-of/roles/{grant}/remove").status_code in {403, 404}
    assert mei.post(f"/people-of/roles/{grant}/remove", follow_redirects=True).status_code == 200
    with database.reading(installed.engine) as session:
        assert assignment.assigned(session, cast.assessment) == {}
        assert not session.scalars(select(GrantRow).where(GrantRow.account_id == ben)).all()
    assert client_of("ben").get(f"/assessments/{cast.assessment}").status_code == 404


def test_a_coordinator_does_not_take_away_what_is_not_hers(client_of, installed, cast):
    with database.reading(installed.engine) as session:
        foreign = session.scalars(select(GrantRow.id).where(GrantRow.organisation_id == cast.other_organisation)).first()
        olgas = session.scalars(select(GrantRow.id).where(GrantRow.role == Role.REVIEWER.value)).first()
    for grant in (foreign, olgas, "nothing", "%00"):
        assert client_of("mei").post(f"/people-of/roles/{grant}/remove").status_code in {403, 404}
