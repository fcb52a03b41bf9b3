"""The application as a whole: what it tells a browser, what it refuses, how it says so; and the samples, the page of no room."""

from __future__ import annotations

import json
import re

import pytest

from assess.people.actor import NotFound, Refused
from assess.people.current import SignInFirst
from assess.platform import installation, settings
from assess.platform.faults import Fault, Faults, Missing
from assess.platform.shelves import shelf
from assess.web import application, samples

INDEX = {
    "format": samples.FORMAT,
    "samples": [
        {
            "id": "lighthouse",
            "kind": "self",
            "organisation": {"en": "Lighthouse <b>Ltd</b>", "zh_Hans": "灯塔公司", "zh_Hant": "燈塔公司"},
            "summary": {"en": "A fictional firm.", "zh_Hans": "虚构的公司。", "zh_Hant": "虛構的公司。"},
            "scheme": {"en": "Maturity levels", "zh_Hans": "成熟度等级", "zh_Hant": "成熟度等級"},
            "score": {"en": "51.5", "zh_Hans": "51.5", "zh_Hant": "51.5"},
            "level": {"en": "3 Defined", "zh_Hans": "3 规范级", "zh_Hant": "3 規範級"},
            "reports": [{"language": "en", "ending": "html", "file": "lighthouse.en.html"}],
        }
    ],
}


@pytest.fixture
def with_samples(installed):
    folder = samples.folder(installed.settings.data)
    folder.mkdir(parents=True)
    (folder / samples.INDEX).write_text(json.dumps(INDEX), encoding="utf-8")
    (folder / "lighthouse.en.html").write_text("<!doctype html><title>Report</title>", encoding="utf-8")
    (folder / "secret.txt").write_text("not listed", encoding="utf-8")


@pytest.fixture
def visitor(client_of):
    return client_of("")


def test_the_samples_are_listed_with_level_and_score_for_everybody(with_samples, visitor):
    page = visitor.get("/samples").get_data(as_text=True)
    assert "3 Defined" in page
    assert "51.5" in page
    assert "Self-assessment" in page


def test_a_name_with_markup_is_shown_as_text(with_samples, visitor):
    page = visitor.get("/samples").get_data(as_text=True)
    assert "Lighthouse &lt;b&gt;Ltd&lt;/b&gt;" in page
    assert "<b>" not in page


def test_without_samples_the_page_says_what_to_do(visitor):
    page = visitor.get("/samples").get_data(as_text=True)
    assert "There are no reports yet" in page
    assert "./run demo" in page


def test_a_listed_report_is_served_and_may_run_nothing(with_samples, visitor):
    with visitor.get("/samples/lighthouse.en.html") as served:
        policy = served.headers["Content-Security-Policy"]
    assert served.status_code == 200
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("name", ["secret.txt", "index.json", "..%2f..%2fetc%2fpasswd", "..%2fassess.db", "%00", ""])
def test_what_is_not_listed_is_not_served(with_samples, visitor, name):
    answer = visitor.get(f"/samples/{name}")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.get_data(as_text=True)


def test_every_answer_carries_the_strict_headers(visitor):
    for answer in (visitor.get("/samples"), visitor.get("/nothing"), visitor.put("/samples"), visitor.get("/static/theme.js")):
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; ")
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        answer.close()


def test_a_page_is_kept_by_no_cache_and_a_file_with_its_content_in_its_address_for_a_year(visitor):
    page = visitor.get("/samples")
    assert page.headers["Cache-Control"] == "no-store"
    addresses = re.findall(r'(?:href|src)="(/(?:bootstrap/)?static/[^"]+)"', page.get_data(as_text=True))
    assert {address.partition("?")[0] for address in addresses} >= {
        "/bootstrap/static/css/bootstrap.min.css",
        "/static/assess.css",
        "/static/theme.js",
        "/static/icon.svg",
    }
    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        with visitor.get(address) as served:
            assert served.status_code == 200
            assert "max-age=31536000" in served.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["../web/page.html", "..%2fweb%2fpage.html", "%2e%2e/web/page.html", "../../pyproject.toml"])
def test_nothing_beside_the_static_files_is_served_with_them(visitor, path):
    assert visitor.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80",
        "a@b",
        "[::1",
        "[evil.example]",
        "[::1]:80",
        "localhost\\evil",
    ],
)
def test_a_foreign_host_is_refused(visitor, host):
    answer = visitor.get("/samples", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "localhost:5000"])
def test_this_machine_is_answered_whatever_the_port(visitor, host):
    assert visitor.get("/samples", headers={"Host": host}).status_code == 200


def test_a_forwarded_host_is_believed_only_behind_a_proxy_that_was_named(visitor):
    assert visitor.get("/samples", headers={"X-Forwarded-Host": "evil.example"}).status_code == 200


@pytest.fixture
def in_the_open(tmp_path):
    """An application behind one proxy, at an address of its own."""
    given = {"ASSESS_DATA": str(tmp_path / "open"), "ASSESS_BASE_URL": "https://assess.example.org", "ASSESS_PROXIES": "1"}
    made = installation.of(settings.read(given))
    yield application.create(made).test_client()
    made.engine.dispose()


def test_in_the_open_cookies_travel_over_https_only_and_nobody_shortens_them(in_the_open):
    headers = {"X-Forwarded-Host": "assess.example.org", "X-Forwarded-Proto": "https"}
    answer = in_the_open.get("/samples", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-assess=")]
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    answer = in_the_open.post("/language", data={"language": "zh_Hans"}, headers=headers)
    assert answer.status_code == 400, "without its token"
    assert in_the_open.get("/samples", headers={**headers, "X-Forwarded-Host": "evil.example"}).status_code == 400


def test_the_key_that_signs_cookies_is_made_once_and_read_by_its_owner_only(installed):
    first = application.create(installed).config["SECRET_KEY"]
    assert application.create(installed).config["SECRET_KEY"] == first
    assert len(first) == 64
    assert (installed.settings.data / "secret").stat().st_mode & 0o077 == 0


def test_a_forged_or_broken_cookie_is_a_visitors(visitor):
    for value in ("forged", "eyJrZXkiOiJ4In0.abc.def", "." * 4000, "\x7f"):
        visitor.set_cookie("assess", value)
        assert visitor.get("/samples").status_code == 200


TABLE = [
    (SignInFirst(), 302, 401),
    (NotFound(), 404, 404),
    (Refused(), 403, 403),
    (Missing("fonts"), 503, 503),
    (Faults([Fault("weights.yaml", "3", "leadership", "is `<b>`", "write a number")]), 422, 422),
    (ZeroDivisionError("secret detail"), 500, 500),
]


@pytest.fixture
def failing(app):
    """A page that fails as it is told, from what stands in ``error``."""
    error: list[Exception] = []

    def fail() -> str:
        raise error[0]

    app.add_url_rule("/fails", view_func=fail)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client(), error


@pytest.mark.parametrize(("raised", "page_status", "json_status"), TABLE, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_every_error_has_a_page_and_for_scripts_json(failing, raised, page_status, json_status, language):
    client, error = failing
    error[:] = [raised]
    page = client.get(f"/fails?lang={language}", headers={"Accept": "text/html"})
    plain = client.get(f"/fails?lang={language}", headers={"Accept": "application/json"})
    assert (page.status_code, plain.status_code) == (page_status, json_status)
    assert plain.json is not None
    assert set(plain.json) == {"error", "advice", "faults"}
    for answer in (page, plain):
        text = answer.get_data(as_text=True)
        assert "secret detail" not in text
        assert "Traceback" not in text
        assert "<b>" not in text or answer is plain
    if language != "en" and page_status not in {302, 422}:
        assert not re.search(r"[A-Za-z]{3,}", plain.json["error"] + plain.json["advice"].replace("assess doctor", ""))


def test_a_method_that_is_not_offered_gets_a_plain_page_that_names_those_that_are(visitor):
    answer = visitor.put("/samples")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Traceback" not in answer.get_data(as_text=True)


def test_too_large_a_request_is_refused_before_it_is_read(visitor, installed):
    answer = visitor.post("/language", data={"back": "x" * (2 * 2**20 + 1)})
    assert answer.status_code == 413
    size = installed.settings.evidence_limit + 2**20 + 1
    answer = visitor.post("/language", content_type="multipart/form-data; boundary=x", environ_overrides={"CONTENT_LENGTH": str(size)})
    assert answer.status_code == 413


def test_one_field_too_many_is_refused(visitor):
    assert (
        visitor.post("/language", data={f"f{number}": "x" for number in range(3000)}, content_type="multipart/form-data").status_code == 413
    )


def test_own_scripts_weigh_at_most_30_kb():
    sizes = {path.name: path.stat().st_size for path in (shelf("templates") / "static").glob("*.js")}
    assert sum(sizes.values()) <= 30 * 1024, sizes
