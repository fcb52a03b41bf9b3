"""What every page stands on: nobody is led elsewhere, an answer under 400 commits, the reader's language is spoken."""

from __future__ import annotations

import flask
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from assess.people.tables import AttemptRow
from assess.platform import database, pages

HOSTILE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/\r\nLocation: https://evil.example",
    "\x00//evil.example",
    " //evil.example",
    "//[",
    "http://[",
    "evil.example",
    "",
    "/\u2028/evil.example",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_nobody_is_led_elsewhere(address):
    assert pages.inside(address, "/account") == "/account"


@pytest.mark.parametrize(
    "address", ["/", "/assessments/abc", "/people?page=2&next=https://evil.example", "/assessments/abc#item-L1.1", "/搜索"]
)
def test_a_page_of_ours_is_gone_to(address):
    assert pages.inside(address) == address


@given(st.one_of(st.text(), st.text("/\\:@[]. \t\nhttpsevil.example", max_size=20)))
@example("//[")
@example("/\\/evil.example")
def test_whatever_is_asked_for_the_way_stays_on_this_host(address):
    """As a browser reads it: backslashes are slashes, tabs and line ends are left out (WHATWG URL, section 4.4)."""
    led = pages.inside(address)
    read = "".join(letter for letter in led if letter not in "\t\r\n").replace("\\", "/").strip()
    assert read.startswith("/")
    assert not read.startswith("//")


@pytest.fixture
def writes(app):
    """Pages that write an attempt and answer with a status, or fail."""
    import datetime

    def write(status: int) -> flask.Response:
        at = datetime.datetime.now(datetime.UTC)
        pages.session().add(AttemptRow(id=database.new_id(), kind="test", subject=str(status), at=at))
        pages.session().flush()
        if flask.request.args.get("keep"):
            pages.keep()
        return flask.Response(status=status)

    app.add_url_rule("/test/<int:status>", view_func=write, methods=["GET", "POST", "PUT", "DELETE"])
    app.add_url_rule("/test/fails", view_func=lambda: write(200) and 1 / 0, methods=["POST"])
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


def attempts(installed) -> int:
    with database.reading(installed.engine) as session:
        return session.scalar(select(func.count()).where(AttemptRow.kind == "test")) or 0


@pytest.mark.parametrize(
    ("method", "status", "kept"),
    [
        ("post", 200, 1),
        ("post", 303, 1),
        ("put", 200, 1),
        ("delete", 204, 1),
        ("post", 400, 0),
        ("post", 409, 0),
        ("put", 422, 0),
        ("post", 500, 0),
    ],
)
def test_what_went_well_is_committed_and_the_rest_is_taken_back(writes, installed, method, status, kept):
    getattr(writes, method)(f"/test/{status}")
    assert attempts(installed) == kept


def test_what_must_be_kept_is_kept_whatever_the_answer(writes, installed):
    writes.post("/test/403?keep=1")
    assert attempts(installed) == 1


def test_of_a_page_that_fails_nothing_is_kept_and_nothing_is_told(writes, installed):
    answer = writes.post("/test/fails")
    assert answer.status_code == 500
    assert attempts(installed) == 0
    page = answer.get_data(as_text=True)
    assert "Something went wrong" in page
    assert "ZeroDivision" not in page
    assert "Traceback" not in page


def test_looking_never_commits(writes, installed):
    writes.get("/test/200")
    assert attempts(installed) == 0


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK,en;q=0.5", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("de", "en"),
        ("de,zh;q=0.3", "zh-Hans"),
        ("", "en"),
        ("*", "en"),
        ("zh;q=NaN, ,;;", "en"),
    ],
)
def test_the_browsers_language_is_spoken(client_of, header, tag):
    page = client_of("").get("/samples", headers={"Accept-Language": header}).get_data(as_text=True)
    assert f'<html lang="{tag}"' in page


def test_the_language_chosen_wins_stays_and_an_unknown_one_is_ignored(client_of):
    client = client_of("")
    assert '<html lang="zh-Hant"' in client.get("/samples?lang=zh_Hant", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert '<html lang="en"' in client.get("/samples?lang=xx").get_data(as_text=True)
    chosen = client.post("/language", data={"language": "zh_Hans", "back": "/samples"})
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/samples")
    assert '<html lang="zh-Hans"' in client.get("/samples", headers={"Accept-Language": "en"}).get_data(as_text=True)
    client.post("/language", data={"language": "tlh"})
    assert '<html lang="zh-Hans"' in client.get("/samples").get_data(as_text=True)


@pytest.mark.parametrize("back", HOSTILE)
def test_choosing_a_language_leads_nobody_elsewhere(client_of, back):
    answer = client_of("").post("/language", data={"language": "en", "back": back})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
