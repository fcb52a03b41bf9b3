"""The page of samples in a real browser, for whoever is not signed in: at every width, in light and dark, by keyboard, without scripts."""

from __future__ import annotations

import json

import pytest

from assess.web import samples

WORDS = {"en": "Riverside Clinic", "zh_Hans": "河畔诊所", "zh_Hant": "河畔診所"}
LONG = {language: (name + ("，" if language != "en" else ", ")) * 30 for language, name in WORDS.items()}
SAMPLE = {
    "id": "clinic",
    "kind": "self",
    "organisation": WORDS,
    "summary": LONG,
    "scheme": WORDS,
    "score": dict.fromkeys(WORDS, "37.2"),
    "level": WORDS,
    "reports": [
        {"language": language, "ending": ending, "file": f"clinic.{language}.{ending}"}
        for language in WORDS
        for ending in ("pdf", "html", "xlsx", "docx", "json")
    ],
}


@pytest.fixture(autouse=True)
def index(live):
    folder = samples.folder(live.installed.settings.data)
    folder.mkdir(parents=True)
    (folder / samples.INDEX).write_text(json.dumps({"format": samples.FORMAT, "samples": [SAMPLE] * 4}), encoding="utf-8")
    (folder / "clinic.en.html").write_text("<!doctype html><title>The report</title><p>Report", encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_nothing_is_wider_than_the_window(page_of, language):
    page = page_of(lang=language)
    page.goto("/samples")
    for width in (360, 768, 1440, 3840):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".card").count() == 4


def test_the_keyboard_reaches_the_content_and_a_report(page_of):
    page = page_of()
    page.goto("/samples")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    link = page.get_by_role("link", name="Riverside Clinic, English, HTML").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/clinic.en.html")
    assert page.title() == "The report"


@pytest.mark.parametrize("dark", [False, True])
def test_light_and_dark_are_followed(page_of, dark):
    page = page_of(dark=dark)
    page.goto("/samples")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == ("dark" if dark else "light")


def test_the_page_reads_and_its_language_is_chosen_without_scripts(page_of):
    page = page_of(script=False)
    page.goto("/samples")
    page.locator("summary", has_text="English").click()
    page.get_by_role("button", name="繁體中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    assert page.get_by_role("heading", name="河畔診所").count() == 4
