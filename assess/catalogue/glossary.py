"""The glossaries: one file a language, the terms that are used and the words that must not stand in their place.

A term that drifts — *key customer* here, *key account* there — makes two things of one. So every text is read for the words a glossary
rules out (``not``), except within the phrases it allows (``unless``: names of standards and laws); and where an English text has a term
that is *paired*, its Chinese must have the Chinese one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assess.catalogue import schema, translations
from assess.catalogue.located import Sound
from assess.platform import documents
from assess.platform.chinese import traditional
from assess.platform.documents import Document, Path_
from assess.platform.faults import Fault, Faults
from assess.platform.shelves import shelf

FORMAT = "assess/glossary@1"


@dataclass(frozen=True, slots=True)
class Term:
    """A term: what it means, what may stand for it (``also``), what may not (``banned``), and where that may all the same (``unless``)."""

    id: str
    term: str
    meaning: str = ""
    also: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    paired: bool = False


Glossaries = Mapping[str, Mapping[str, Term]]  # language → id → term


def folder() -> Path:
    """Return the folder the shipped glossaries stand in."""
    return shelf("templates") / "translations" / "glossary"


def read() -> dict[str, dict[str, Term]]:
    """Return the shipped glossaries by language. Raises Faults."""
    return {path.stem: {term.id: term for term in of(documents.read(path))} for path in sorted(folder().glob("*.yaml"))}


def of(document: Document) -> list[Term]:
    """Return the terms of one glossary. Raises Faults: its shape, an id given twice, a term that is ruled out by another."""
    schema.require(document, FORMAT)
    terms = [
        Term(
            id=each["id"],
            term=each["term"],
            meaning=each.get("meaning", ""),
            also=tuple(each.get("also", ())),
            banned=(*each.get("not", ()), *((each["from"],) if "from" in each else ())),
            unless=tuple(each.get("unless", ())),
            paired=each.get("paired", False),
        )
        for each in document.value["terms"]
    ]
    if found := list(_contradictions(document, terms)):
        raise Faults(found)
    return terms


def faults(document: Document, glossaries: Glossaries) -> Iterator[Fault]:
    """Yield where the texts of a document leave the glossaries' terms."""
    for path, text in translations.texts(document):
        for language, words in _in_every_language(text).items():
            where = (*path, language if language in text else "zh_Hans")
            for term in glossaries.get(language, {}).values():
                if found := _ruled_out(term, language, words):
                    yield document.fault(where, f"`{found}` is not the word used here", f"`{term.term}`")
        yield from _unpaired(document, path, text, glossaries)


def _in_every_language(text: Mapping[str, str]) -> dict[str, str]:
    """Return a text with its Traditional Chinese, converted where nobody wrote it."""
    return {"zh_Hant": traditional(text["zh_Hans"]), **text}


def _contradictions(document: Document, terms: list[Term]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    names = {term.term: term.id for term in terms}
    for index, (part, term) in enumerate(zip(Sound(document).root.parts("terms"), terms, strict=True)):
        if term.id in seen:
            yield part.fault(("id",), f"the term `{term.id}` is given twice", "keep one of them")
        seen[term.id] = term.term
        for banned in term.banned:
            if banned in names:
                yield document.fault(("terms", index, "not"), f"`{banned}` is itself the term `{names[banned]}`", "remove it here")


def _ruled_out(term: Term, language: str, words: str) -> str:
    """Return the first word in a text that the glossary rules out, or nothing."""
    if not term.banned:
        return ""
    for phrase in term.unless:
        words = re.sub(re.escape(phrase), "", words, flags=re.IGNORECASE)
    found = _pattern(term.banned, language).search(words)
    return found[0] if found else ""


def _unpaired(document: Document, path: Path_, text: Mapping[str, str], glossaries: Glossaries) -> Iterator[Fault]:
    chinese = glossaries.get("zh_Hans", {})
    for term in glossaries.get("en", {}).values():
        other = chinese.get(term.id)
        if term.paired and other and _pattern((term.term, *term.also), "en").search(text["en"]) and not _has(other, text["zh_Hans"]):
            wrong = f"the English says `{term.term}`, the Chinese does not say `{other.term}`"
            yield document.fault((*path, "zh_Hans"), wrong, f"`{other.term}`" + (f" or {', '.join(other.also)}" if other.also else ""))


def _has(term: Term, words: str) -> bool:
    return any(each in words for each in (term.term, *term.also))


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...], language: str) -> re.Pattern[str]:
    """Return what finds any of the words: whole words and their plurals in English, anywhere in Chinese."""
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{alternatives})(?:s|es)?\b", re.IGNORECASE) if language == "en" else re.compile(alternatives)
