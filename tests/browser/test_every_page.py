"""Every page in a real browser: by the rules of accessibility, at the width of a telephone, by keyboard, without a complaint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser
from playwright.sync_api import Page as BrowserPage

from tests.browser.live import Live, serving, visit
from tests.web.every_page import PAGES, Page, addresses
from tests.web.furnished import Furnished
from tests.web.house import build

HTML = [page for page in PAGES if page.sends == "html"]
pages = pytest.mark.parametrize("page", HTML, ids=lambda page: page.endpoint)
LOOKS = [(360, False, "zh_Hans"), (1440, False, "en"), (360, True, "en"), (1440, True, "zh_Hant")]
"""Widths, light and dark, languages: each with each other in some look."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def furnished_live(tmp_path_factory: pytest.TempPathFactory, hashed_password: str) -> Iterator[tuple[Live, Furnished]]:
    """A server on the house with a few of everything in it; nothing is changed in it."""
    house = build(tmp_path_factory.mktemp("house"), "", hashed_password, more=3)
    with serving(house.installed, house.cast) as live:
        yield live, house.furnished
    house.installed.engine.dispose()


class Desk:
    """Opens a page as its viewer and hears what the browser complains of."""

    def __init__(self, browser: Browser, live: Live, furnished: Furnished) -> None:
        self._browser, self._live, self._furnished = browser, live, furnished
        self._visits = []

    def open(self, page: Page, *, width: int = 1440, dark: bool = False, lang: str = "en", script: bool = True) -> BrowserPage:
        """Return the page, loaded."""
        opened = visit(self._browser, self._live, page.viewer, width=width, dark=dark, lang=lang, script=script)
        self._visits.append(opened)
        answer = opened.page.goto(addresses(self._live.app, page, self._furnished.own))
        assert answer is not None
        assert answer.status < 400 or page.open, answer.status
        return opened.page

    def end(self) -> list[str]:
        """Close everything and return the complaints."""
        heard = [complaint for each in self._visits for complaint in each.complaints.left()]
        for each in self._visits:
            each.context.close()
        return heard


@pytest.fixture
def desk(browser: Browser, furnished_live: tuple[Live, Furnished]) -> Iterator[Desk]:
    """Somebody's desk, for one test."""
    made = Desk(browser, *furnished_live)
    yield made
    assert made.end() == []


def violations(page: BrowserPage) -> list[str]:
    """Return what the rules of accessibility find, with the elements it is about."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:200]} — {' '.join((node.get('failureSummary') or '').split())[:300]}"
        for rule in found["violations"]
        for node in rule["nodes"][:5]
    ]


def wider_than_the_window(page: BrowserPage) -> list[str]:
    """Return what sticks out of the window, but for what can be scrolled in a frame of its own."""
    wide: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            ['the page', ...[...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > innerWidth + 1
                && !each.closest('.scroll')).slice(0, 8).map(each => each.outerHTML.slice(0, 160))]"""
    )
    return wide


@pages
@pytest.mark.parametrize(("width", "dark", "lang"), LOOKS)
def test_the_rules_of_accessibility_find_nothing_and_nothing_is_wider_than_the_window(
    desk: Desk, page: Page, width: int, dark: bool, lang: str
):
    opened = desk.open(page, width=width, dark=dark, lang=lang)
    assert violations(opened) == []
    assert wider_than_the_window(opened) == []


@pages
def test_the_keyboard_reaches_everything_and_shows_where_it_is(desk: Desk, page: Page):
    opened = desk.open(page, width=1280)
    opened.evaluate(
        """() => { document.activeElement?.blur(); window.reached = new Set(); window.hidden = [];
            const inner = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
            const radios = each => [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(each.name)}"]`)];
            window.wanted = [...document.querySelectorAll(inner)]
                .filter(each => !each.disabled && each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0
                    && !(each.type === 'radio' && (radios(each).find(one => one.checked) ?? radios(each)[0]) !== each)); }"""
    )
    count = opened.evaluate("wanted.length")
    parts = 4 * opened.locator("input[type=date]").count()  # a day has parts of its own
    for _ in range(min(count, 400) + parts + 3):
        opened.keyboard.press("Tab")
        opened.evaluate(
            """() => { const here = document.activeElement; if (!here || here === document.body) return; reached.add(here);
                if (here.type === 'date' && !here.matches(':focus')) return;  // on the button inside, which shows itself
                const style = getComputedStyle(here), box = here.getBoundingClientRect();
                const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                if (!shown || box.width === 0 || box.height === 0) hidden.push(here.outerHTML.slice(0, 160)); }"""
        )
    assert opened.evaluate("hidden.slice(0, 5)") == []
    if count <= 400:
        left = "wanted.filter(each => !reached.has(each) && !(each.type === 'radio')).map(each => each.outerHTML.slice(0, 160)).slice(0, 5)"
        assert opened.evaluate(left) == []


@pages
def test_the_page_reads_without_scripts(desk: Desk, page: Page):
    opened = desk.open(page, script=False)
    assert opened.locator("h1").count() == 1
    assert opened.locator("main").inner_text().strip()
