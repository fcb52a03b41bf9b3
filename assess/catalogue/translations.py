"""Whether texts are in the language they claim to be in, and typeset as that language is.

Every mapping of languages in a document is looked at, wherever it stands: a question, a title, a step of advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assess.platform.documents import Document, Path_
from assess.platform.faults import Fault

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;:?!()]|[,;:?!(][\u3400-\u9fff]")
_SPACED = re.compile(r"[\u3400-\u9fff] +[\u3400-\u9fff0-9]|[0-9] +[\u3400-\u9fff]")
_FULL_WIDTH = re.compile(r"[，。；：？！（）、]")
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?: [A-Za-z][A-Za-z'’-]*)*")
_MOST_FOREIGN = 4
"""Latin words in a row that a Chinese text may hold: more is a name of a work, which belongs into 《》, or English left behind."""


def texts(document: Document) -> Iterator[tuple[Path_, dict[str, str]]]:
    """Yield every text in several languages of a document, with its path."""
    yield from _texts(document.value, ())


def faults(document: Document) -> Iterator[Fault]:
    """Yield texts that are not translated, or not typeset as their language is."""
    for path, text in texts(document):
        for language, words in text.items():
            yield from _language(document, (*path, language), language, words)
        if text.get("en") and text.get("en") == text.get("zh_Hans") and re.search("[A-Za-z]{2}", text["en"]):
            yield document.fault((*path, "zh_Hans"), "the translation repeats the English", "translate it")


def _language(document: Document, path: Path_, language: str, words: str) -> Iterator[Fault]:
    if language == "en":
        if found := _HAN.search(words) or _FULL_WIDTH.search(words):
            yield document.fault(path, f"the English text holds `{found[0]}`", "write it in English")
        return
    if not _HAN.search(words):
        yield document.fault(path, "the Chinese text holds no Chinese character", "translate it")
    if (found := _HALF_WIDTH.search(words)) and not re.search(r"\d:\d", found[0]):
        yield document.fault(path, f"half-width punctuation in Chinese: `{found[0]}`", "，；：？！（）")
    without_titles = re.sub("《[^》]*》", "", words)  # a title is typeset as its publisher sets it
    if found := _SPACED.search(without_titles):
        yield document.fault(path, f"a space within Chinese: `{found[0]}`", "no space beside Chinese characters")
    for found in _FOREIGN.finditer(without_titles):
        if len(found[0].split()) > _MOST_FOREIGN:
            yield document.fault(path, f"English within Chinese: `{found[0]}`", "translate it, or name the work within 《》")


def _texts(value: Any, path: Path_) -> Iterator[tuple[Path_, dict[str, str]]]:
    if isinstance(value, dict):
        if {"en", "zh_Hans"} <= set(value) and all(isinstance(each, str) for each in value.values()):
            yield path, value
            return
        for key, each in value.items():
            yield from _texts(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, (*path, index))
