"""A sheet filled from answers, read back: the same answers, whatever people wrote, in every language."""

from __future__ import annotations

import dataclasses
import datetime
import re
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.assessments import answer_checking, building, labels, sheet_reading, sheets, sheets_filled, sheets_reading
from assess.assessments.evidence import Described
from assess.assessments.stored import Stored
from assess.catalogue import library
from assess.method.questionnaire import Criterion, Element, Item, Kind
from assess.method.text import Text
from assess.platform import documents
from assess.platform.locale import LANGUAGES, say
from tests.assessments.test_whole_sheet import SAMPLES

WHOLE = library.questionnaire("customer-management@1")
_ONE_OF_EACH = [max((item for item in WHOLE.items if item.kind is kind), key=lambda item: item.na_allowed) for kind in Kind]
SMALL = dataclasses.replace(WHOLE, elements=(Element("L", (Criterion("L1", tuple(_ONE_OF_EACH)),)),))
HOSTILE = (
    "=1+1",
    "+44 20",
    "-cmd|' /C calc'!A0",
    "@SUM(A1)",
    '=HYPERLINK("http://example.org","x")',
    "_x000D_",
    "_x005F_x000D_",
    "not measured",
    "未测量: x",
    "not measured: not measured",
    "N/A",
    "62 %",
    "true",
    "0012",
    "one\ntwo",
    "{{7*7}} {% raw %}",
    "1.234",
)

_letters = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
words = st.sampled_from(HOSTILE) | st.text(_letters, min_size=1, max_size=20).map(str.strip).filter(re.compile(r"\w").search)
numbers = st.integers(-1000, 1000) | st.floats(-1e9, 1e9, allow_nan=False) | st.sampled_from([0.1 + 0.2, 1.234, 12.345, 1e-7, 123456.789])
dates = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2199, 12, 31)).map(str)


def _proper(item: Item) -> st.SearchStrategy[dict[str, Any]]:
    match item.kind:
        case Kind.MATURITY:
            return st.fixed_dictionaries({"level": st.integers(0, 5)})
        case Kind.YES_NO:
            return st.fixed_dictionaries({"yes": st.booleans()})
        case Kind.CHOICE:
            return st.fixed_dictionaries({"choice": st.sampled_from([option.id for option in item.options])})
        case Kind.PERCENT:
            sampled = st.integers(1, 500).flatmap(lambda n: st.fixed_dictionaries({"sampled": st.just(n), "conforming": st.integers(0, n)}))
            return sampled | st.fixed_dictionaries({"percent": st.floats(0, 100) | st.integers(0, 100)})
        case Kind.METRIC:
            measured = st.fixed_dictionaries({"value": numbers}, optional={"measured": dates})
            return measured | st.fixed_dictionaries({"not_measured": words})


def _answer(item: Item) -> st.SearchStrategy[dict[str, Any]]:
    proper = _proper(item)
    if item.kind not in {Kind.YES_NO, Kind.CHOICE}:
        bound = {Kind.MATURITY: 5, Kind.PERCENT: 100}.get(item.kind)
        trend = st.lists(st.floats(0, bound) if bound else numbers, min_size=1, max_size=4)
        proper = st.tuples(proper, trend).map(lambda pair: pair[0] if "not_measured" in pair[0] else {**pair[0], "trend": pair[1]}) | proper
    if item.na_allowed:
        proper = proper | st.fixed_dictionaries({"not_applicable": words})
    return st.tuples(proper, words).map(lambda pair: {**pair[0], "note": pair[1]}) | proper


def _piece() -> st.SearchStrategy[dict[str, Any]]:
    kinds = st.sampled_from([kind for kind in labels.WORDS["evidence"] if kind != "sampling"])
    more = {"date": dates, "reference": words.filter(lambda text: "://" not in text), "note": words}
    plain = st.fixed_dictionaries({"title": words, "kind": kinds}, optional=more)
    return plain | st.fixed_dictionaries({"title": words, "kind": st.just("sampling"), "sample": st.integers(1, 10**9)}, optional=more)


answered = st.fixed_dictionaries({}, optional={item.id: _answer(item) for item in SMALL.items})
evidenced = st.fixed_dictionaries({}, optional={item.id: st.lists(_piece(), min_size=1, max_size=3) for item in SMALL.items})


def stored(questionnaire=SMALL) -> Stored:
    """Return an assessment that is nowhere."""
    named = {"id": "abcdefghijk2", "date": None}
    blank: dict[str, Any] = dict.fromkeys([field.name for field in dataclasses.fields(Stored)], "")
    return Stored(**{**blank, **named})


def document(questionnaire, answers):
    return {
        "id": "abcdefghijk2",
        "organisation": {"name": "=Lantern", "employees": 180},
        "questionnaire": questionnaire.reference,
        "scheme": "maturity@1",
        "kind": "self",
        "period": "2026",
        "summary": "-Good",
        "answers": answers,
    }


def sheet(path, answers, evidence, language, questionnaire=SMALL, versions=None):
    with_evidence = {id_: {**answer, **({"evidence": evidence[id_]} if id_ in evidence else {})} for id_, answer in answers.items()}
    alone = {id_: pieces for id_, pieces in evidence.items() if id_ not in answers}
    shown = {item.id: 1 for item in questionnaire.items} if versions is None else versions
    entries = sheets_filled.entries(questionnaire, document(questionnaire, with_evidence), language=language, versions=shown, more=alone)
    path.write_bytes(sheets.template(questionnaire, language=language, schemes=["maturity@1"], entries=entries))
    return path


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=25)
@given(answers=answered, evidence=evidenced)
def test_what_was_answered_is_read_back_as_it_was(tmp_path_factory, language, answers, evidence):
    path = sheet(tmp_path_factory.mktemp("sheet") / "a.xlsx", answers, evidence, language)
    sent = sheet_reading.read(path, stored(), SMALL, name="a.xlsx", language=language)
    assert sent.faults == ()
    expected = {item.id: answer_checking.checked(SMALL, item, answers.get(item.id)) for item in SMALL.items}
    assert sent.answers == expected
    assert sent.versions == {item.id: 1 for item in SMALL.items}
    for item in SMALL.items:
        assert [_plain(piece) for piece in sent.evidence.get(item.id, ())] == [_cleaned(piece) for piece in evidence.get(item.id, ())]


def _plain(piece: Described) -> dict[str, Any]:
    date = piece.date.isoformat() if piece.date else None
    known = {"date": date, "sample": piece.sample, "reference": piece.reference, "note": piece.note}
    return {"title": piece.title, "kind": piece.kind, **{key: value for key, value in known.items() if value}}


def _cleaned(piece: dict[str, Any]) -> dict[str, Any]:
    """Return a piece as the page keeps it: one space between the words of a line."""
    from assess.platform import forms

    lines = {key: forms.cleaned(value) for key, value in piece.items() if key in {"title", "reference"}}
    return {**piece, **lines}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES[:2], ids=lambda path: path.stem)
def test_the_sheet_of_a_sample_is_the_sample(sample, language, tmp_path):
    plain = documents.read(sample).value
    questionnaire = library.questionnaire(plain["questionnaire"], plain.get("packs", ()))
    entries = sheets_filled.entries(questionnaire, plain, language=language, versions={}, more={})
    (tmp_path / "a.xlsx").write_bytes(sheets.template(questionnaire, language=language, schemes=[plain["scheme"]], entries=entries))
    found = sheets_reading.read(tmp_path / "a.xlsx", output=tmp_path / "a.yaml").case.assessment
    expected = building.assessment(_said(plain, language), id_=sample.stem, questionnaire=questionnaire)
    assert dict(found.answers) == dict(expected.answers)
    for key in ("organisation", "scheme", "kind", "period", "date", "scope", "summary", "sampling", "target_overall", "target_elements"):
        assert getattr(found, key) == getattr(expected, key), key


def _said(plain: Any, language: str) -> Any:
    """Return plain data with every text in one language, as a sheet holds it."""
    if isinstance(plain, dict):
        if plain and set(plain) <= {"en", "zh_Hans", "zh_Hant"}:
            return say(Text.of(plain), language)
        return {key: _said(value, language) for key, value in plain.items()}
    return [_said(each, language) for each in plain] if isinstance(plain, list) else plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_anybody_wrote_becomes_a_formula(tmp_path, language):
    item = SMALL.items[0]
    for text in HOSTILE:
        piece = {"title": text, "kind": "document", "reference": text, "note": text}
        answer = {"not_applicable": text, "note": text, "by": text, "approved_by": text}
        path = sheet(tmp_path / "a.xlsx", {item.id: answer}, {item.id: [piece]}, language)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")}
        assert parts
        for name, xml in parts.items():
            assert not re.search("<f[ >/]", xml), name
        shown = {item.id: sheet_reading.read(path, stored(), SMALL, name="a", language=language).answers[item.id]}
        assert shown == {item.id: {"not_applicable": text, "note": text}}


def test_words_in_several_languages_stand_in_the_sheet_s(tmp_path):
    item = next(each for each in SMALL.items if each.kind is Kind.MATURITY)
    answer = {"level": 3, "note": {"en": "Good", "zh_Hans": "好"}}
    for language, said in (("en", "Good"), ("zh_Hans", "好"), ("zh_Hant", "好")):
        path = sheet(tmp_path / "a.xlsx", {item.id: answer}, {}, language)
        read = sheet_reading.read(path, stored(), SMALL, name="a", language=language).answers[item.id]
        assert read == {"level": 3, "note": said}
        assert answer_checking.kept_words(read, answer) == answer
