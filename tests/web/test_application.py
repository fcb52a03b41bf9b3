"""The start page: what it lists, in which language, what it refuses, and what it tells a browser."""

from __future__ import annotations

import json

import pytest

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
def data(tmp_path):
    folder = samples.folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / samples.INDEX).write_text(json.dumps(INDEX), encoding="utf-8")
    (folder / "lighthouse.en.html").write_text("<!doctype html><title>Report</title>", encoding="utf-8")
    (folder / "secret.txt").write_text("not listed", encoding="utf-8")
    return tmp_path


@pytest.fixture
def client(data):
    return application.create(data).test_client()


def test_the_samples_are_listed_with_level_and_score(client):
    page = client.get("/").get_data(as_text=True)
    assert "3 Defined" in page
    assert "51.5" in page
    assert "Self-assessment" in page


def test_a_name_with_markup_is_shown_as_text(client):
    page = client.get("/").get_data(as_text=True)
    assert "Lighthouse &lt;b&gt;Ltd&lt;/b&gt;" in page
    assert "<b>" not in page


@pytest.mark.parametrize(("header", "tag"), [("zh-CN,zh;q=0.9", "zh-Hans"), ("zh-TW", "zh-Hant"), ("de", "en"), ("", "en")])
def test_the_browsers_language_is_spoken(client, header, tag):
    page = client.get("/", headers={"Accept-Language": header}).get_data(as_text=True)
    assert f'<html lang="{tag}">' in page


def test_the_language_asked_for_wins_and_an_unknown_one_is_ignored(client):
    asked = client.get("/?lang=zh_Hant", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert "燈塔公司" in asked
    assert "Lighthouse" not in asked
    assert '<html lang="en">' in client.get("/?lang=xx").get_data(as_text=True)


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_no_english_sentence_is_left_on_a_chinese_page(client, language):
    import re

    page = client.get(f"/?lang={language}").get_data(as_text=True)
    page = re.sub(r"<(pre|code|script|style)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert set(re.findall(r"[A-Za-z]{2,}", page)) <= {"Assess", "English", "HTML"}


def test_without_samples_the_page_says_what_to_do(tmp_path):
    page = application.create(tmp_path).test_client().get("/").get_data(as_text=True)
    assert "There are no reports yet" in page
    assert "./run demo" in page


def test_a_listed_report_is_served_and_may_run_nothing(client):
    with client.get("/reports/lighthouse.en.html") as served:
        policy = served.headers["Content-Security-Policy"]
    assert served.status_code == 200
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    "address", ["/reports/secret.txt", "/reports/index.json", "/reports/..%2f..%2fetc%2fpasswd", "/reports/", "/nothing"]
)
def test_what_is_not_listed_is_not_served(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.get_data(as_text=True)


def test_pages_only_load_from_here(client):
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_method_that_is_not_offered_gets_a_plain_page(client):
    answer = client.post("/")
    assert answer.status_code == 405
    assert "Traceback" not in answer.get_data(as_text=True)
