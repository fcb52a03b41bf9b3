"""How every page is written: in the reader's language and no other, without styles or scripts inside, small, in few queries."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser

import pytest

from assess.platform import locale
from tests.cast import PEOPLE
from tests.web.every_page import PAGES, Page, addresses
from tests.web.house import House, counted

HTML = [page for page in PAGES if page.sends == "html"]
pages = pytest.mark.parametrize("page", HTML, ids=lambda page: page.endpoint)

NAMES = {"Assess", "English", "Lantern", "Software", "Saaty", "Alonso", "Lamata", "example", "org", *(name.capitalize() for name in PEOPLE)}
FORMATS = {
    "PDF",
    "HTML",
    "Excel",
    "Word",
    "JSON",
    "XLSX",
    "DOCX",
    "XLS",
    "EML",
    "MSG",
    "PowerPoint",
    "OpenDocument",
    "SHA",
    "UTC",
    "YAML",
    "ZIP",
    "CSV",
    "PNG",
    "JPEG",
    "MB",
    "kB",
    "KB",
    "CRM",
    "AHP",
    "ISO",
    "ISIC",
    "TOTP",
    "QR",
    "Ctrl",
    "CR",
    "CI",
    "ID",
    "pdf",
    "yaml",
    "HTTPS",
    "SQLite",
    "PostgreSQL",
    "GCI",
    "max",
    "CMAT",
    "default",
    "PROVISIONAL",
    "SYNTHETIC",
}
"""Formats, units and standards; the name the shelf gives to weights that nobody judged; the two marks in capitals beside their Chinese."""


class Words(HTMLParser):
    """The words a reader meets on a page, hidden ones and those read aloud included."""

    SPOKEN = ("aria-label", "title", "placeholder", "alt")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.words += [given[name] or "" for name in self.SPOKEN if given.get(name)]
        if given.get("lang", "").startswith("en"):
            tag = f"lang {tag}"
        if tag.split()[-1] not in {
            "meta",
            "link",
            "input",
            "br",
            "img",
            "hr",
            "path",
            "circle",
            "line",
            "rect",
            "use",
            "polygon",
            "polyline",
        }:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop().split()[-1] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(tag in {"script", "style", "code", "pre", "kbd"} or tag.startswith("lang ") for tag in self._inside):
            self.words.append(data)


def english(page: str) -> set[str]:
    """Return the English words of a page that are no names: of people, addresses, formats, references of the shelves."""
    words = Words()
    words.feed(page)
    named = re.compile(
        r"\S+@\S+|https?://\S+|\b\w+(?:[-_./][A-Za-z0-9]+)+\b|\b(?=\w*\d)\w+\b|\b[A-Z]{2}\b", re.ASCII
    )  # codes, hashes, files
    text = named.sub(" ", " ".join(words.words))
    return set(re.findall(r"[A-Za-z]{2,}", text)) - NAMES - FORMATS


@pages
@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_no_english_word_is_left_on_a_chinese_page(house_on, page: Page, language: str):
    house: House = house_on("sqlite")
    answer = house.client(page.viewer, language).get(addresses(house.app, page, house.furnished.own))
    assert english(answer.get_data(as_text=True)) == set()


@pages
@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_page_says_which_language_it_is_in_and_what_it_is_called(house_on, page: Page, language: str):
    house: House = house_on("sqlite")
    text = house.client(page.viewer, language).get(addresses(house.app, page, house.furnished.own)).get_data(as_text=True)
    assert f'<html lang="{locale.tag(language)}"' in text
    assert re.search(r"<title>\s*\S.* · ", text)
    assert len(re.findall(r"<h1\b", text)) == 1


@pages
def test_nothing_that_runs_or_styles_stands_inside_a_page(house_on, page: Page):
    house: House = house_on("sqlite")
    text = house.client(page.viewer).get(addresses(house.app, page, house.furnished.own)).get_data(as_text=True)
    assert re.findall(r"<[^>]*\sstyle\s*=", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"<[a-z][^>]*\son[a-z]+\s*=", text, re.IGNORECASE) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text) == []
    assert re.findall(r"(?:href|action|src)=[\"']\s*(?:javascript|data|vbscript):", text, re.IGNORECASE) == []
    assert re.findall(r"(?:src|href)=\"https?://(?!example\.org)", text) == []


@pages
def test_every_form_that_changes_something_carries_its_token(house_on, page: Page):
    house: House = house_on("sqlite")
    text = house.client(page.viewer).get(addresses(house.app, page, house.furnished.own)).get_data(as_text=True)
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
        if re.search(r'<form[^>]*method="post"', form, re.IGNORECASE):
            assert 'name="csrf_token"' in form, form[:300]


@pages
def test_as_many_queries_for_many_as_for_one(house_on, page: Page, subtests_kind: str):
    counts = []
    for more in (0, 12):
        house: House = house_on(subtests_kind, more)
        client, address = house.client(page.viewer), addresses(house.app, page, house.furnished.own)
        client.get(address)  # what is read once in the life of a process is read now
        with counted(house) as asked:
            assert client.get(address).status_code == 200 or page.open
        counts.append(asked)
    assert len(counts[0]) == len(counts[1]), sorted(set(counts[1])) or counts
    assert len(counts[0]) <= 30


@pytest.fixture(params=["sqlite", "postgresql"])
def subtests_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pages
def test_the_first_visit_of_a_page_is_small(house_on, page: Page):
    """What a browser asks for, beside the files of Bootstrap, at its full size: nothing in front has to compress it."""
    house: House = house_on("sqlite")
    client = house.client(page.viewer, "zh_Hans")
    content = client.get(addresses(house.app, page, house.furnished.own)).data
    total, scripts = len(content), 0
    for address in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', content.decode())):
        with client.get(address.replace("&amp;", "&")) as loaded:
            size = len(loaded.data)
        total += size
        scripts += size if ".js" in address else 0
    assert total <= 150 * 1024, (len(content), len(gzip.compress(content)))
    assert scripts <= 30 * 1024
