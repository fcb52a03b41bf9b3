"""``python -m tests.browser.screenshots OUT [part-of-an-address]``: every page as it looks, at 390 and 1440, light and dark.

The pages are those of the house the tests use, with a few of everything in it, in English; another language with ``--lang zh_Hans``.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from argon2 import PasswordHasher
from playwright.sync_api import sync_playwright

from tests.browser.live import ARGUMENTS, CHROMIUM, serving, visit
from tests.cast import PASSWORD
from tests.web.every_page import PAGES, addresses
from tests.web.house import build


def main() -> None:
    """Take the pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("part", nargs="?", default="")
    asked.add_argument("--lang", default="en", choices=["en", "zh_Hans", "zh_Hant"])
    asked.add_argument("--viewer", default="", help="whose browser; else of each page the first of the cast who sees it")
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as driver:
        house = build(Path(data), "", PasswordHasher().hash(PASSWORD), more=3)
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with serving(house.installed, house.cast) as live:
            for page in PAGES:
                address = addresses(house.app, page, house.furnished.own)
                if page.sends != "html" or given.part not in address:
                    continue
                for width in (390, 1440):
                    for dark in (False, True):
                        opened = visit(browser, live, given.viewer or page.viewer, width=width, dark=dark, lang=given.lang)
                        opened.page.goto(address)
                        name = f"{page.endpoint}-{width}-{'dark' if dark else 'light'}.png"
                        opened.page.screenshot(path=given.out / name, full_page=True)
                        opened.context.close()
                        print(name, *opened.complaints.left())
        browser.close()
        house.installed.engine.dispose()


if __name__ == "__main__":
    main()
