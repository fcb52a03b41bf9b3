"""The start page in a real browser: at every width, in light and dark, by keyboard."""

from __future__ import annotations

import json
import threading

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from werkzeug.serving import make_server

from assess.web import application, samples

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


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    folder = samples.folder(data)
    folder.mkdir(parents=True)
    (folder / samples.INDEX).write_text(json.dumps({"format": samples.FORMAT, "samples": [SAMPLE] * 4}), encoding="utf-8")
    (folder / "clinic.en.html").write_text("<!doctype html><title>The report</title><p>Report", encoding="utf-8")
    server = make_server("127.0.0.1", 0, application.create(data), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en"):
        options.add_argument(argument)
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def width(browser, pixels: int) -> None:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False})


@pytest.mark.parametrize("pixels", [360, 768, 1440, 3840])
@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_nothing_is_wider_than_the_window(browser, address, pixels, language):
    width(browser, pixels)
    browser.get(f"{address}/?lang={language}")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= pixels
    assert len(browser.find_elements(By.CSS_SELECTOR, ".card")) == 4


def contrast(browser, selector: str) -> float:
    return browser.execute_script(
        """
        const light = c => { const [r, g, b] = c.match(/[0-9.]+/g).slice(0, 3).map(v => { v /= 255;
            return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        let node = document.querySelector(arguments[0]);
        const ink = light(getComputedStyle(node).color);
        while (/, 0\\)$|transparent/.test(getComputedStyle(node).backgroundColor)) node = node.parentElement;
        const paper = light(getComputedStyle(node).backgroundColor);
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        """,
        selector,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser, address, scheme):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    browser.get(address)
    assert browser.execute_script("return matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    for selector in ("h1", ".lead", ".mark", ".summary", "dt", ".reports a", ".reports span", "pre"):
        assert contrast(browser, selector) >= 4.5, (scheme, selector)


def test_the_keyboard_reaches_the_content_and_a_report(browser, address):
    browser.get(f"{address}/?lang=en")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    link = browser.find_element(By.CSS_SELECTOR, 'a[href$="clinic.en.html"]')
    assert link.accessible_name == "Riverside Clinic, English, HTML"
    link.send_keys(Keys.ENTER)
    assert browser.title == "The report"


def test_the_browser_has_nothing_to_complain_of(browser, address):
    browser.get_log("browser")
    browser.get(f"{address}/?lang=zh_Hans")
    assert [entry for entry in browser.get_log("browser") if "favicon" not in entry["message"]] == []
