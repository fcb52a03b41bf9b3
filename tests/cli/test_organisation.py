"""`assess organisation`: organisations made and listed on the machine that runs the installation."""

from __future__ import annotations

import json

import pytest

from assess.people import accounts
from assess.platform import database, installation, schema_versions
from assess.platform import settings as settings_


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """An installation of its own, on SQLite."""
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    monkeypatch.delenv("ASSESS_DATABASE", raising=False)
    return tmp_path


def test_an_empty_installation_says_how_to_begin(assess):
    ran = assess("organisation", "list")
    assert ran.status == 0
    assert "assess organisation add NAME" in ran.out


def test_an_organisation_is_made_and_listed(assess):
    words = ["--chinese-name", "灯笼软件", "--industry", "j62", "--region", "Guangdong", "--employees", 180, "--sites", 2]
    ran = assess("organisation", "add", " Lantern  Software ", *words)
    assert ran.status == 0
    assert assess("organisation", "add", "Other").status == 0
    [found] = json.loads(assess("organisation", "list", "--search", "lantern", "--json").out)
    assert found == {
        "id": ran.out.strip(),
        "name": "Lantern Software",
        "name_zh": "灯笼软件",
        "industry": "J62",
        "region": "CN-GD",
        "employees": 180,
        "sites": 2,
    }
    listed = assess("organisation", "list").out
    assert "Software and IT services" in listed
    assert "Guangdong, China" in listed
    assert "Other" in listed
    assert json.loads(assess("organisation", "list", "--archived", "--json").out) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([" "], "has no name"),
        (["A", "--industry", "99"], "is not an industry code"),
        (["A", "--region", "Atlantis"], "is not a region code"),
        (["A", "--coordinator", "nobody@example.org"], "has no account"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(assess, words, said):
    ran = assess("organisation", "add", *words)
    assert ran.status == 1
    assert said in ran.err
    assert json.loads(assess("organisation", "list", "--json").out) == []


def test_a_coordinator_is_named_by_address(assess):
    made = installation.of(settings_.read())
    schema_versions.upgrade(made.engine)
    with database.writing(made.engine) as session:
        accounts.create(session, email="mei@example.org", name="Mei", password="long enough for anybody", now=made.clock())
    made.engine.dispose()
    assert assess("organisation", "add", "Lantern", "--coordinator", "Mei@Example.org").status == 0
