"""Pages of organisations: the whole cast at every one of them, what is typed is kept, two who edit at once."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import insert

from assess.organisations.tables import OrganisationRow
from assess.platform import database
from tests.cast import PEOPLE
from tests.queries import asked

VISITOR = ""
SIGN_IN = 302


def table(**by_status: str) -> dict[str, int]:
    """Return the status everybody of the cast gets: ``ok="mei sam", refused="rita"``, everybody else 404."""
    told = dict.fromkeys(PEOPLE, 404)
    told |= dict.fromkeys(by_status.get("ok", "").split(), 200) | dict.fromkeys(by_status.get("refused", "").split(), 403)
    return {**told, VISITOR: SIGN_IN}


VIEWS = {
    "/organisations": table(ok="mei rita olga sam ada charlie"),
    "/organisations/new": table(ok="sam ada"),
    "/organisations/{lantern}": table(ok="mei rita olga sam ada"),
    "/organisations/{lantern}/edit": table(ok="mei sam ada", refused="rita olga"),
}


@pytest.mark.parametrize("address", VIEWS)
def test_everybody_gets_the_pages_that_are_for_them(client_of, cast, address):
    got = {name: client_of(name).get(address.format(lantern=cast.lantern)).status_code for name in VIEWS[address]}
    assert got == VIEWS[address]


POSTS = {
    "/organisations/new": table(ok="sam ada"),
    "/organisations/{lantern}/edit": table(ok="mei sam ada", refused="rita olga"),
    "/organisations/{lantern}/archive": table(ok="mei sam ada", refused="rita olga"),
}


@pytest.mark.parametrize("address", POSTS)
def test_nobody_sends_what_is_not_for_them(client_of, cast, address):
    for name, status in POSTS[address].items():
        if status != 200:
            answer = client_of(name).post(address.format(lantern=cast.lantern), data={"name": "Stolen", "version": "1"})
            assert answer.status_code == (401 if name == VISITOR else status), name
    assert "Stolen" not in client_of("sam").get("/organisations").text


def test_an_organisation_is_made_and_leads_to_its_first_assessment(client_of):
    ada = client_of("ada")
    typed = {
        "name": " Harbour\tBank ",
        "name_zh": "港湾银行",
        "industry": "K64",
        "region": "Shanghai, China",
        "employees": "420",
        "sites": "",
    }
    answer = ada.post("/organisations/new", data=typed, follow_redirects=True)
    assert answer.status_code == 200
    assert "<h1>Harbour Bank</h1>" in answer.text
    assert "Shanghai, China" in answer.text
    assert "Banking and finance" in answer.text
    assert re.search(r'href="/organisations/\w{12}/assessments/new"', answer.text)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "   ", "This is needed."),
        ("name", "x" * 201, "This is too long."),
        ("industry", "Z99", "Choose one of those offered."),
        ("region", "Atlantis", "We know no such country"),
        ("employees", "many", "This is not a whole number."),
        ("employees", "-1", "too small or too large"),
        ("employees", "9" * 5000, "This is not a whole number."),
        ("sites", "1.5", "This is not a whole number."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_is_kept(client_of, field, typed, said):
    answer = client_of("sam").post("/organisations/new", data={"name": "Kept as typed", field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    if field != "name":
        assert 'value="Kept as typed"' in answer.text
    if field not in {"industry", "name"}:
        assert typed[:100] in answer.text


def test_two_who_edit_at_once_see_each_others_changes(client_of, cast):
    mei, sam, address = client_of("mei"), client_of("sam"), f"/organisations/{cast.lantern}/edit"
    typed = {
        "name": "Lantern Software",
        "name_zh": "灯笼软件",
        "industry": "J62",
        "region": "CN-GD",
        "employees": "180",
        "sites": "2",
        "version": "1",
    }
    assert mei.post(address, data={**typed, "sites": "7"}).status_code == 302
    answer = sam.post(address, data={**typed, "employees": "999"})
    assert answer.status_code == 409
    assert 'value="999"' in answer.text
    assert re.search(r"<dt>Sites</dt>\s*<dd>7</dd>", answer.text)
    assert "Somebody changed this profile while you were typing" in answer.text
    again = re.search(r'name="version" value="(\d+)"', answer.text)
    assert sam.post(address, data={**typed, "employees": "999", "sites": "7", "version": again[1]}).status_code == 302
    shown = mei.get(f"/organisations/{cast.lantern}").text
    assert "<dd>999</dd>" in shown
    assert "<dd>7</dd>" in shown


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "²"])
def test_a_version_that_is_none_overwrites_nothing(client_of, cast, version):
    answer = client_of("mei").post(f"/organisations/{cast.lantern}/edit", data={"name": "Overwritten", "version": version})
    assert answer.status_code == 409
    assert "Lantern Software" in client_of("mei").get(f"/organisations/{cast.lantern}").text


def test_fields_that_no_form_has_change_nothing(client_of, cast):
    typed = {"name": "Lantern Software", "version": "1", "id": cast.other_organisation, "archived_at": "2026-01-01", "created_by": "x"}
    assert client_of("mei").post(f"/organisations/{cast.lantern}/edit", data=typed).status_code == 302
    assert "put away" not in client_of("mei").get(f"/organisations/{cast.lantern}").text


def test_an_organisation_is_put_away_and_taken_back(client_of, cast):
    mei = client_of("mei")
    assert "put away" in mei.post(f"/organisations/{cast.lantern}/archive", follow_redirects=True).text
    assert cast.lantern not in mei.get("/organisations").text
    assert cast.lantern in mei.get("/organisations?archived=yes").text
    typed = {"scheme": "maturity@1", "kind": "self", "period": "2027"}
    assert mei.post(f"/organisations/{cast.lantern}/assessments/new", data=typed).status_code == 409
    mei.post(f"/organisations/{cast.lantern}/archive", data={"back": "yes"})
    assert cast.lantern in mei.get("/organisations").text


def test_whoever_runs_the_installation_sees_no_assessment_on_an_organisations_page(client_of, cast):
    assert cast.assessment not in client_of("ada").get(f"/organisations/{cast.lantern}").text
    assert cast.assessment in client_of("mei").get(f"/organisations/{cast.lantern}").text


@pytest.mark.parametrize(
    "words",
    [
        "?page=0",
        "?page=-3",
        "?page=abc",
        "?page=99999999999999999999",
        "?q=%00&region=%00",
        "?q=" + "x" * 3000,
        "?industry=%27%3B--",
        "?region=<b>",
    ],
)
def test_nothing_that_can_be_asked_for_breaks_the_list(client_of, words):
    assert client_of("sam").get("/organisations" + words).status_code == 200


def test_the_list_takes_as_many_queries_for_fifty_as_for_two(client_of, installed, clock):
    sam = client_of("sam")
    sam.get("/organisations")
    with asked(installed) as few:
        sam.get("/organisations")
    with database.writing(installed.engine) as session:
        rows = [{"id": f"org{number:09}", "name": f"O{number}", "name_zh": "", "industry": "", "region": ""} for number in range(50)]
        session.execute(insert(OrganisationRow), [{**row, "created_at": clock(), "version": 1} for row in rows])
    with asked(installed) as many:
        assert "52 organisations" in sam.get("/organisations").text
    assert len(few) == len(many) <= 4


def test_names_are_in_the_readers_language(client_of, cast):
    text = client_of("mei").get(f"/organisations/{cast.lantern}?lang=zh_Hans").text
    assert "<h1>灯笼软件</h1>" in text
    assert "软件和信息技术服务" in text
    assert "中国广东" in text
