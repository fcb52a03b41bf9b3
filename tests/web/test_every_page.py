"""Who sees which page and may do what: the whole cast at every address, every id exchanged, every form without its token."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from tests.cast import PEOPLE
from tests.web.every_page import ACTS, FILES, PAGES, Act, Page, addresses, exchanged
from tests.web.house import House

SAFE = {"GET", "HEAD", "OPTIONS"}
by_endpoint = {"ids": lambda entry: entry.endpoint}
pages = pytest.mark.parametrize("page", PAGES, **by_endpoint)
acts = pytest.mark.parametrize("act", ACTS, **by_endpoint)
HOSTILE_IDS = ("'", "%00", "x" * 300, "..%2f..", "{{7*7}}", "<script>", "😀", "-1", "1e999", " ")


def test_every_view_is_listed_and_every_listed_view_is_there(house):
    rules = [rule for rule in house.app.url_map.iter_rules() if rule.endpoint not in FILES]
    looked_at = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    changing = {(rule.endpoint, method) for rule in rules for method in (rule.methods or set()) - SAFE}
    assert looked_at == {page.endpoint for page in PAGES}
    assert changing == {(act.endpoint, act.method) for act in ACTS}


def test_every_variable_of_an_address_is_named(house):
    variables = {rule.endpoint: rule.arguments for rule in house.app.url_map.iter_rules()}
    for entry in (*PAGES, *ACTS):
        assert set(entry.nouns) == variables[entry.endpoint], entry.endpoint
        assert set(entry.nouns.values()) <= set(house.furnished.own), entry.endpoint


def sent(act: Act) -> dict[str, object] | None:
    """Return what a script sends with an act, where a script does it."""
    return {"answer": {"level": 1}, "version": 0, "save": "a-save-of-a-test"} if act.method == "PUT" else None


def said(answer: TestResponse) -> str:
    """Return what a page of an error says."""
    return " ".join(re.findall(r"<h1>.*?</h1>|<li>.*?</li>", answer.get_data(as_text=True)))


@pages
@pytest.mark.parametrize("name", PEOPLE)
def test_who_of_the_cast_sees_a_page(house: House, page: Page, name: str):
    answer = house.client(name).get(addresses(house.app, page, house.furnished.own))
    if name in page.seen_by:
        assert answer.status_code in ({200} if page.sends != "on" else {302, 303}), said(answer)
    elif page.open:
        assert answer.status_code in {200, 302, 303, 404, 410}
    else:
        assert answer.status_code in {403, 404}
    answer.close()


@pytest.mark.parametrize("page", [page for page in PAGES if page.nouns and not page.open], **by_endpoint)
def test_charlie_is_told_that_lanterns_things_are_not_there(house: House, page: Page):
    answer = house.client("charlie").get(addresses(house.app, page, house.furnished.own))
    assert answer.status_code == 404


@pages
def test_a_visitor_is_shown_the_way_to_sign_in_and_back(house: House, page: Page):
    address = addresses(house.app, page, house.furnished.own)
    answer = house.client("").get(address)
    if page.open:
        assert answer.status_code in {200, 302, 404, 410}
        return
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=")
    script = house.client("").get(address, headers={"Accept": "application/json"})
    assert script.status_code == 401
    assert script.json is not None
    assert script.json["error"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.nouns and not page.open], **by_endpoint)
def test_an_id_of_somebody_else_in_an_address_is_not_found(house: House, page: Page):
    """Each id alone is exchanged for one of Charlie's organisation: an item of one assessment is nothing in another."""
    viewer = page.viewer
    for variable, ids in exchanged(page, house.furnished.own, house.furnished.other):
        theirs = ids[page.nouns[variable]] != "n0tthere"
        if theirs and viewer != "mei":
            continue  # whoever works in the whole installation sees Charlie's things as well
        answer = house.client(viewer).get(addresses(house.app, page, ids))
        assert answer.status_code == 404, (variable, ids[page.nouns[variable]])


@pytest.mark.parametrize("page", [page for page in PAGES if page.nouns], **by_endpoint)
def test_a_hostile_id_is_an_id_that_is_not_there(house: House, page: Page):
    client = house.client(page.viewer)
    template = addresses(house.app, page, {noun: f"@{variable}@" for variable, noun in page.nouns.items()})
    for variable in page.nouns:
        for hostile in HOSTILE_IDS:
            address = template.replace(f"%40{variable}%40", f"@{variable}@").replace(f"@{variable}@", hostile)
            for other, noun in page.nouns.items():
                address = address.replace(f"%40{other}%40", f"@{other}@").replace(f"@{other}@", house.furnished.own[noun])
            answer = client.get(address)
            assert answer.status_code in {404, 302, 308, 410, *({400} if hostile == "%00" else ())}, address
            assert "<script>" not in answer.get_data(as_text=True).replace('<script src="/static/theme.js', "")


@pytest.fixture
def guarded(house: House):
    """The house with forms that need their token."""
    house.app.config["WTF_CSRF_ENABLED"] = True
    yield house
    house.app.config["WTF_CSRF_ENABLED"] = False


@acts
def test_without_its_token_a_form_changes_nothing(guarded: House, act: Act):
    address = addresses(guarded.app, act, guarded.furnished.own)
    for token in (None, "forged", ""):
        headers = {} if token is None else {"X-CSRFToken": token}
        answer = guarded.client(act.who).open(
            address, method=act.method, headers=headers, data={} if token is None else {"csrf_token": token}
        )
        assert answer.status_code == 400


@pytest.mark.parametrize("act", [act for act in ACTS if not act.own], **by_endpoint)
def test_charlie_may_do_nothing_to_what_is_lanterns(house: House, act: Act):
    answer = house.client("charlie").open(addresses(house.app, act, house.furnished.own), method=act.method, json=sent(act))
    assert answer.status_code in ({404} if act.nouns and act.who == "mei" else {403, 404})


@pytest.mark.parametrize("act", [act for act in ACTS if not act.open], **by_endpoint)
def test_a_visitor_may_do_nothing(house: House, act: Act):
    answer = house.client("").open(addresses(house.app, act, house.furnished.own), method=act.method, json=sent(act))
    assert answer.status_code in {401, 404}  # 404 where the form names nothing


@pytest.mark.parametrize("act", [act for act in ACTS if act.nouns and not act.own], **by_endpoint)
def test_an_act_on_an_id_of_somebody_else_is_an_act_on_nothing(house: House, act: Act):
    for variable, ids in exchanged(act, house.furnished.own, house.furnished.other):
        theirs = ids[act.nouns[variable]] != "n0tthere"
        if theirs and act.who != "mei":
            continue
        answer = house.client(act.who).open(addresses(house.app, act, ids), method=act.method, json=sent(act))
        assert answer.status_code == 404, (variable, ids[act.nouns[variable]])
