"""Real Chromium at a real server: ``page_of("mei", width=390, dark=True)`` is Mei's browser, signed in.

What the browser complains of fails the test: an error in the console, a violation of the content policy, a foreign host, a page that
failed. A test that provokes such a thing says so: ``page_of.expects("part of the complaint")``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from assess.platform import installation
from assess.platform import settings as settings_
from tests.browser.live import ARGUMENTS, CHROMIUM, Live, Visit, serving, visit
from tests.cast import Cast


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module, each with contexts of its own in it; it takes its event loop away with it."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def live(tmp_path: Path, sqlite_template: tuple[Path, Cast]) -> Iterator[Live]:
    """A server on an installation of its own, kept by SQLite, with the cast in it; its clock is the real one."""
    template, cast = sqlite_template
    data = tmp_path / "installation"
    data.mkdir()
    shutil.copy(template, data / "assess.db")
    made = installation.of(settings_.read({"ASSESS_DATA": str(data)}))
    with serving(made, cast) as running:
        yield running
    made.engine.dispose()


class Visits:
    """Opens browsers and, at the end, hears what they had to complain of."""

    def __init__(self, browser: Browser, live: Live) -> None:
        self._browser, self._live = browser, live
        self._opened: list[Visit] = []
        self._expected: list[str] = []

    def __call__(self, name: str = "", **how: Any) -> Page:
        """Open somebody's browser: ``width``, ``dark``, ``lang``, ``script`` say what it is like."""
        opened = visit(self._browser, self._live, name, **how)
        self._opened.append(opened)
        return opened.page

    def expects(self, *complaints: str) -> None:
        """Take complaints that hold one of these parts as meant."""
        self._expected += complaints

    def end(self) -> list[str]:
        """Close every browser and return what nobody expected."""
        heard = []
        for each in self._opened:
            each.complaints.expected += self._expected
            heard += each.complaints.left()
            each.context.close()
        return heard


@pytest.fixture
def page_of(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Somebody's browser at the server."""
    visits = Visits(browser, live)
    yield visits
    assert visits.end() == []
