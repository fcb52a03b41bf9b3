"""What the tests of the pages of a result share: assessments that are answered, and what stands on a page, as a reader finds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest

from assess.platform import database
from assess.reporting import result_pages
from assess.reporting.result_peers import Asked
from tests import answered
from tests import cast as casting

PAGES = ("", "/elements", "/items", "/items/L1.1", "/roadmap", "/weights", "/peers", "/trend")
BENCHMARK = "synthetic-customer-management@1"


@dataclass(frozen=True)
class Answered:
    """Assessments of Lantern: its own, whole, with two earlier ones; the assessed one; one half answered; one empty."""

    own: str
    assessed: str
    partly: str
    empty: str


def answer_all(installed, cast) -> Answered:
    """Answer the cast's assessments as samples of the shelf do."""
    mei = cast.accounts["mei"]
    with database.writing(installed.engine) as session:
        for period, less in (("2024", 2), ("2025", 1)):
            answered.fill(session, answered.another(session, cast.assessment, period=period), mei, "riverside-clinic", less=less)
        answered.fill(session, cast.assessment, mei, "riverside-clinic")
        answered.fill(session, cast.assessed, mei, "northgate-manufacturing")
        partly = answered.another(session, cast.assessment, period="2026-H2", state="answering")
        answered.fill(session, partly, mei, "riverside-clinic", only=60)
        empty = answered.another(session, cast.assessment, period="2027", state="answering")
    return Answered(cast.assessment, cast.assessed, partly, empty)


def shown(installed, cast, id_: str, *, language: str = "en", generated: bool = False, **asked: str) -> result_pages.Page:
    """Return what the pages of a result show."""
    with database.reading(installed.engine) as session:
        mei = casting.actor(session, cast, "mei")
        return result_pages.shown(session, mei, id_, Asked(**asked), language=language, generated=generated)


class _Words(HTMLParser):
    """Collects the text of a page's content, without figures (their words and numbers are measured elsewhere), forms and menus."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[str] = []
        self._main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._main |= tag == "main"
        if tag in {"svg", "form", "nav", "script", "style"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._main &= tag != "main"
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._main and not self._inside:
            self.words.append(data)


def words(page: str) -> str:
    """Return the text of a page's content."""
    reader = _Words()
    reader.feed(page)
    return " ".join(" ".join(reader.words).split())


def numbers(page: str) -> set[str]:
    """Return every number that stands on a page, as it is written."""
    return {found.rstrip(".,") for found in re.findall(r"[+−]?\d[\d.,]*%?", words(page))}


def links(page: str) -> set[str]:
    """Return where a page leads to, within the result."""
    return {link.replace("&amp;", "&") for link in re.findall(r'href="(/assessments/[^"#]+/result[^"#]*)', page)}


@pytest.fixture
def results(installed, cast) -> Answered:
    """Assessments that have been answered."""
    return answer_all(installed, cast)
