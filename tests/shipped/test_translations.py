"""Every message that a person may meet has a Chinese translation that fits it."""

from __future__ import annotations

import re
import string

import pytest

from assess.platform import locale
from assess.platform.shelves import shelf
from tests.shipped.messages import messages

_FACT = string.Formatter()


def facts(message: str) -> set[str]:
    """Return the names of the facts a message is filled with."""
    return {name for _, name, _, _ in _FACT.parse(message) if name}


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    return messages()


def test_messages_are_found_in_code_and_in_templates(found):
    places = {place.split("/")[0] for place in found.values()}
    assert {"assess", "reports", "templates"} <= places
    assert len(found) > 300


def test_every_message_is_translated_into_simplified_chinese(found):
    known = {english for _, english in locale.catalogue("zh_Hans")}
    assert sorted(set(found) - known) == []


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_a_message_stands_in_one_catalogue_only(language):
    from babel.messages.pofile import read_po

    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted((shelf("templates") / "translations" / language).glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream):
                english = message.id if isinstance(message.id, str) else message.id[0]
                found.setdefault((message.context or "", english), []).append(path.name)
    assert {key: names for key, names in found.items() if key[1] and len(names) > 1} == {}


def test_no_translation_has_lost_its_message(found):
    for language in ("zh_Hans", "zh_Hant"):
        assert sorted({english for _, english in locale.catalogue(language)} - set(found)) == []


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_a_translation_is_filled_with_the_same_facts(language):
    for (_, english), forms in locale.catalogue(language).items():
        for form in forms:
            assert facts(form) == facts(english), english


def test_a_translation_is_chinese_and_punctuated_as_chinese():
    allowed = {"{level} {title}", "Saaty 1980", "CR by Saaty 1980"}  # names only
    for (_, english), (form, *_rest) in locale.catalogue("zh_Hans").items():
        if english in allowed or not re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", english)):
            continue
        assert re.search("[\u4e00-\u9fff]", form), english
        assert not re.search(r"[\u4e00-\u9fff][,;:!?(]|[,;:!?)][\u4e00-\u9fff]", form), form


def test_a_translation_holds_no_english_word_but_names():
    names = re.compile(
        r"assess doctor|\{\w+\}|SHA-256|Excel|Word|PowerPoint|OpenDocument|EML|MSG|CSV|JSON|ZIP"
        r"|PDF|PNG|JPEG|YAML|HTTPS|SQLite|PostgreSQL|Saaty|Alonso|Lamata|CR|GCI|CI|ISIC|SYNTHETIC"
    )
    for (_, english), (form, *_rest) in locale.catalogue("zh_Hans").items():
        assert not re.search("[A-Za-z]{2,}", names.sub("", form)), english
