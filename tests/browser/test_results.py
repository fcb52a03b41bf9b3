"""The pages of a result in a real browser: on a telephone and on a screen, light and dark, by keyboard, without scripts, for everybody."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.reporting.result_pages import BENCHMARK, PAGES, answer_all

_OVERFLOW = "document.documentElement.scrollWidth"


@pytest.fixture
def results(live):
    """Assessments that have been answered."""
    return answer_all(live.installed, live.cast)


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_nothing_is_wider_than_the_window(page_of, results, language):
    page = page_of("mei", lang=language)
    for path in PAGES:
        page.goto(f"/assessments/{results.own}/result{path}?benchmark={BENCHMARK}")
        for width in (360, 768, 1440, 3840):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(_OVERFLOW) <= width, (path, width)


@pytest.mark.parametrize(("dark", "language"), [(False, "en"), (True, "zh_Hans")])
def test_axe_finds_nothing(page_of, results, dark, language):
    page = page_of("mei", dark=dark, lang=language)
    found = []
    for id_, path in [*((results.own, path) for path in PAGES), (results.partly, ""), (results.empty, ""), (results.assessed, "/items")]:
        page.goto(f"/assessments/{id_}/result{path}?benchmark={BENCHMARK}")
        answer = Axe().run(page)
        found += [(path, each["id"], each["nodes"][0]["html"][:200]) for each in answer.response["violations"]]
    assert found == []


def test_figures_are_read_on_a_telephone_and_on_a_screen(page_of, results):
    page = page_of("mei", width=360)
    page.goto(f"/assessments/{results.own}/result")
    narrow, wide = page.locator(".figure .narrow svg.figure-ladder"), page.locator(".figure .wide svg.figure-ladder")
    assert narrow.is_visible()
    assert not wide.is_visible()
    size = narrow.evaluate(
        """figure => parseFloat(getComputedStyle(figure.querySelector('text')).fontSize)
            * figure.getBoundingClientRect().width / figure.viewBox.baseVal.width"""
    )
    assert size >= 9
    page.set_viewport_size({"width": 1440, "height": 900})
    assert wide.is_visible()
    assert not narrow.is_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_the_words_of_figures_stand_out_from_their_ground(page_of, results, dark):
    page = page_of("mei", dark=dark)
    page.goto(f"/assessments/{results.own}/result/elements?benchmark={BENCHMARK}")
    contrasts = page.evaluate(
        """() => {
        const light = c => { const [r, g, b] = c.match(/[0-9.]+/g).slice(0, 3).map(v => { v /= 255;
            return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const paper = light(getComputedStyle(document.body).backgroundColor);
        return [...document.querySelectorAll('.wide svg text')].map(text => { const ink = light(getComputedStyle(text).fill);
            return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05); });
        }"""
    )
    assert len(contrasts) > 20
    assert min(contrasts) >= 4.5


def test_from_the_summary_to_the_points_of_an_item_by_keyboard(page_of, results):
    page = page_of("mei")
    page.goto(f"/assessments/{results.own}/result")
    page.get_by_role("navigation", name="Pages of the result").get_by_role("link", name="All items").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/items")
    page.get_by_role("link", name="Points").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=points**")
    page.locator("table.items tbody tr").first.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/items/*")
    assert page.get_by_role("heading", name="From the answer to the points").is_visible()


def test_peers_are_chosen_without_scripts(page_of, results):
    page = page_of("mei", script=False)
    page.goto(f"/assessments/{results.own}/result/peers")
    page.get_by_label("Region").select_option("all")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**region=all**")
    assert page.get_by_text("The peers are generated, not observed").is_visible()
    page.get_by_role("navigation", name="Pages of the result").get_by_role("link", name="Elements").click()
    page.wait_for_url("**/result/elements?**region=all**")
    assert page.get_by_text("SYNTHETIC 合成数据").first.is_visible()


def test_the_whole_result_is_read_without_scripts(page_of, results):
    page = page_of("rita", script=False)
    for path in PAGES:
        page.goto(f"/assessments/{results.own}/result{path}")
        assert page.locator("main h1").is_visible()
