"""Glossaries: read strictly, free of contradictions, and applied to every language a reader sees."""

from __future__ import annotations

import pytest

from assess.catalogue import glossary
from assess.platform import documents
from assess.platform.documents import Document
from assess.platform.faults import Faults

HEAD = "format: assess/glossary@1\nlanguage: en\nterms:\n"


def document(**texts):
    return Document("texts.yaml", {"text": texts}, {})


def found(en, zh_hans, **more):
    return [str(fault) for fault in glossary.faults(document(en=en, zh_Hans=zh_hans, **more), glossary.read())]


def test_there_is_one_glossary_a_language():
    assert set(glossary.read()) == {"en", "zh_Hans", "zh_Hant"}


def test_every_term_of_the_two_written_languages_says_what_it_means():
    terms = glossary.read()
    assert all(term.meaning for language in ("en", "zh_Hans") for term in terms[language].values())


def test_every_paired_term_has_its_chinese():
    terms = glossary.read()
    assert [id_ for id_, term in terms["en"].items() if term.paired and id_ not in terms["zh_Hans"]] == []


def test_words_are_found_whole_and_in_the_plural():
    assert any("`key accounts`" in each for each in found("The key accounts.", "重点客户。"))
    assert found("A keynote on accounts.", "一次演讲。") == []


def test_a_phrase_that_is_allowed_hides_no_other_word():
    assert found("See ISO 9001.", "以顾客为关注焦点。") == []
    assert any("`顾客`" in each for each in found("See ISO 9001.", "以顾客为关注焦点，顾客至上。"))


def test_traditional_chinese_is_looked_at_as_it_will_be_read():
    assert any("text.zh_Hant" in each and "`網絡`" in each for each in found("A network.", "网络。", zh_Hant="網絡。"))
    assert found("A network.", "网络。") == []


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("  - {id: a, term: one}\n  - {id: a, term: two}\n", r"terms\[1\]\.id: the term `a` is given twice"),
        ("  - {id: a, term: one, not: [two]}\n  - {id: b, term: two}\n", r"terms\[0\]\.not: `two` is itself the term `b`"),
        ("  - {id: a}\n", r"terms\[0\]: the key `term` is missing"),
        ("  - {id: a, term: one, nott: [two]}\n", r"did you mean `not`\?"),
    ],
)
def test_a_glossary_that_contradicts_itself_is_refused(tmp_path, terms, expected):
    path = tmp_path / "en.yaml"
    path.write_text(HEAD + terms, "utf-8")
    with pytest.raises(Faults, match=expected):
        glossary.of(documents.read(path))
