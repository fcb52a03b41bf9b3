"""The schemas are good schemas, and what they find is said in people's words."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from assess.catalogue import schema
from assess.platform import documents
from assess.platform.faults import Fault, Faults


def check(text, *formats):
    return [str(fault) for fault in schema.check(documents.parse(text.encode(), file="a.yaml"), *formats)]


@pytest.mark.parametrize("path", sorted(schema.FOLDER.glob("*.json")), ids=lambda path: path.name)
def test_every_schema_is_a_json_schema_2020_12(path):
    loaded = json.loads(path.read_text("utf-8"))
    assert loaded["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(loaded)


def test_every_format_has_its_schema_and_every_schema_its_format():
    assert {path.name for path in schema.FOLDER.glob("*.json")} == {*schema.FORMATS.values(), "common.json"}
    for format_, name in schema.FORMATS.items():
        loaded = schema.load(name)
        assert loaded["properties"]["format"] == {"const": format_}
        assert loaded["additionalProperties"] is False


def test_a_missing_format_is_named():
    assert check("id: x\n", "assess/element@1") == ["a.yaml:1: the line `format:` is missing — begin with `format: assess/element@1`"]


def test_a_misspelt_format_is_named_with_the_one_that_was_meant():
    said = "a.yaml:2: format: `assess/elemnt@1` is not a format that is read here — did you mean `assess/element@1`?"
    assert check("id: x\nformat: assess/elemnt@1\n") == [said]


def test_a_format_of_another_kind_of_file_is_told_what_is_read_here():
    said = "a.yaml:1: format: `assess/scheme@1` is not a format that is read here — assess/element@1 is read here"
    assert check("format: assess/scheme@1\n", "assess/element@1") == [said]


@pytest.mark.parametrize("text", ["- a\n", "just words\n", "42\n"])
def test_a_file_that_is_no_mapping_is_told_how_to_begin(text):
    assert "this is not a list of keys with values — begin with a line like `format: assess/" in check(text)[0]


@pytest.mark.parametrize("format_", ["[a]", "{a: b}", "1", "true"])
def test_a_format_that_is_no_word_is_no_format(format_):
    assert "is not a format that is read here" in check(f"format: {format_}\n")[0]


HEAD = "format: assess/questionnaire@1\n"
GOOD = HEAD + "id: q\nversion: 1\ntitle: {en: a, zh_Hans: 甲}\ndescription: {en: a, zh_Hans: 甲}\nelements: [A]\n"


def test_a_good_file_has_no_faults():
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("version: 1", "version: one"), "a.yaml:3: version: `one` is not a whole number — a whole number from 1"),
        (("version: 1", "version: 1.5"), "a.yaml:3: version: `1.5` is not a whole number — a whole number from 1"),
        (("version: 1", "version: 0"), "a.yaml:3: version: `0` is too small — a whole number from 1"),
        (("version: 1", "version: true"), "a.yaml:3: version: `true` is not a whole number — a whole number from 1"),
        (("version: 1", "version:"), "a.yaml:3: version: nothing is written here — a whole number from 1"),
        (("id: q", "id: Q"), "a.yaml:2: id: `Q` is not right here — an id in lower case like `partly` or `customer-management`"),
        (("id: q", "id: 7"), "a.yaml:2: id: `7` is not text — an id in lower case like `partly` or `customer-management`; put it in"),
        (("id: q", "id: \"q\\n\""), "a.yaml:2: id: `q ` is not right here — an id in lower case like `partly` or `customer-management`"),
        (("id: q", "id: " + "q" * 70), "a.yaml:2: id: the text has 70 characters — at most 64"),
        (("elements: [A]", "elements: []"), "a.yaml:6: elements: the number of entries is 0 — the ids of the elements in order"),
        (("elements: [A]", "elements: A"), "a.yaml:6: elements: `A` is not a list — the ids of the elements in order"),
        (("elements: [A]", "elements: {a: b}"), "a.yaml:6: elements: a mapping is not a list — the ids of the elements in order"),
        (("elements: [A]", "elemnts: [A]"), "a.yaml:6: elemnts: the key `elemnts` is unknown here — did you mean `elements`?"),
        (("title: {en: a, ", "title: {en: 3, "), "a.yaml:4: title.en: `3` is not text — some words; put it in quotes if it is text: \"3\""),
        (("title: {en: a, zh_Hans: 甲}", "title: Just English"), "a.yaml:4: title: `Just English` is not keys with values — a text in"),
    ],
)  # fmt: skip
def test_a_fault_says_what_is_wrong_and_what_would_be_right(change, said):
    assert any(line.startswith(said) for line in check(GOOD.replace(*change)))


def test_all_faults_are_told_at_once_in_the_order_of_lines():
    said = check(HEAD + "version: 0\ntitle: {en: a}\nid: Q\nstrange: 1\n")
    assert [line.split(":")[1] for line in said] == sorted(line.split(":")[1] for line in said)
    assert len(said) == 6


def test_require_raises_what_check_returns():
    with pytest.raises(Faults, match="version"):
        schema.require(documents.parse(GOOD.replace("version: 1", "version: 0").encode(), file="a.yaml"), "assess/questionnaire@1")


def test_of_a_hopeless_file_only_the_first_faults_are_listed():
    text = GOOD.replace("[A]", "[" + "1, " * 5000 + "1]")
    said = check(text)
    assert len(said) == schema.MOST + 1
    assert any(f"only the first {schema.MOST} faults are listed" in line for line in said)


def test_a_repeated_entry_is_found_without_comparing_all_pairs():
    many = ", ".join(f"{number}, w{number}" for number in range(20_000))  # numbers and words cannot be sorted together
    text = f"format: assess/assessment@1\npacks: [{many}]\n"
    assert not any("twice" in line for line in check(text))
    assert any("packs: an entry stands here twice" in line for line in check("format: assess/assessment@1\npacks: [a@1, a@1]\n"))


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("elemnt", ["element", "scheme"], "did you mean `element`?"),
        ("LEVEL", ["level"], "did you mean `level`?"),
        ("xyz", ["a", "b"], "one of a, b"),
        ("xyz", [], ""),
        (12, ["L1"], "one of L1"),
    ],
)
def test_did_you_mean_names_the_nearest_word_or_what_exists(word, known, said):
    assert schema.did_you_mean(word, known) == said


def test_a_long_list_of_what_exists_is_cut():
    assert schema.did_you_mean("?", [f"i{number}" for number in range(50)]).endswith("i19, …")


def test_faults_are_ordered_as_a_reader_meets_them():
    places = ["10", "9", "items!AA2", "items!B2", "items!B10", "anchors!A1", ""]
    ordered = schema.in_order(Fault("f", place, "", "x") for place in places)
    assert [fault.place for fault in ordered] == ["", "9", "10", "anchors!A1", "items!B2", "items!AA2", "items!B10"]
