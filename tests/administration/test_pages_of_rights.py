"""Who may open the pages of administration: Sam those of the shelves, Ada those of the installation, nobody else any of them."""

from __future__ import annotations

import pytest

from tests.cast import PEOPLE

SHELVES = ("/questionnaires", "/questionnaires/upload", "/questionnaires/maturity@1", "/questionnaires/crm-implementation@1/file")
INSTALLATION = ("/administration", "/administration/branding")
POSTS = {
    "/questionnaires/upload": "sam",
    "/questionnaires/drafts/nothing/publish": "sam",
    "/questionnaires/drafts/nothing/discard": "sam",
    "/administration/letter": "ada",
    "/administration/branding": "ada",
}


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_opens_what_is_theirs_and_nothing_else(client_of, name):
    client = client_of(name)
    for whose, addresses in (("sam", SHELVES), ("ada", INSTALLATION)):
        for address in addresses:
            assert client.get(address).status_code == (200 if name == whose else 404), address
    for address, whose in POSTS.items():
        if name != whose:
            assert client.post(address).status_code == 404, address


def test_a_visitor_is_asked_to_sign_in(client_of):
    client = client_of("")
    for address in (*SHELVES, *INSTALLATION, "/questionnaires/drafts/x", "/administration/branding/logo"):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert "/sign-in" in answer.headers["Location"]
    for address in POSTS:
        assert client.post(address).status_code == 401, address


@pytest.mark.parametrize("address", ["/questionnaires/drafts/x", "/questionnaires/no@1", "/questionnaires/x/file", "/questionnaires/..@1"])
def test_what_does_not_exist_is_not_found(client_of, address):
    assert client_of("sam").get(address).status_code == 404
