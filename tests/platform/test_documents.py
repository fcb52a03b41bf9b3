"""Strict YAML: what is read, what is refused, and the line of everything."""

from __future__ import annotations

import json
import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.platform import documents
from assess.platform.faults import Fault, Faults


def parse(text: str) -> documents.Document:
    return documents.parse(text.encode(), file="a.yaml")


def refused(text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Faults) as caught:
        documents.parse(raw, file="a.yaml")
    return str(caught.value)


def test_values_keep_their_types_and_their_lines():
    document = parse("a: 1\nb:\n  - x\n  - c: 2.5\n    d: true\n")
    assert document.value == {"a": 1, "b": ["x", {"c": 2.5, "d": True}]}
    assert document.line(("b", 1, "d")) == 5
    assert document.line(("b", 0)) == 3


def test_a_path_that_is_not_there_has_the_line_of_its_nearest_ancestor():
    document = parse("a: 1\nb:\n  c: 2\n")
    assert document.line(("b", "missing", 3)) == 2
    assert document.line(("nowhere",)) == 1


def test_a_fault_names_file_line_and_dotted_key():
    document = parse("a:\n  - b: 1\n")
    assert str(document.fault(("a", 0, "b"), "too small", "at least 2")) == "a.yaml:2: a[0].b: too small — at least 2"


def test_a_value_from_a_sheet_is_named_by_its_cell():
    document = documents.Document("a.xlsx", {}, {}, {(): "tree!A1", ("a", 0): "tree!B7"})
    assert str(document.fault(("a", 0, "b"), "too small")) == "a.xlsx:tree!B7: a[0].b: too small"
    assert document.place(("z",)) == "tree!A1"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"), ("NO", "NO"), ("on", "on"), ("yes", "yes"), ("2026-03-01", "2026-03-01"), ("12:30", "12:30"), ("1_000", "1_000"),
        ("007", "007"), ("0x1F", "0x1F"), ("nan", "nan"), ("Inf", "Inf"), ("1/3", "1/3"), ("True", "True"),
        ("~", None), ("null", None), ("", None), ("true", True), ("false", False),
        ("0", 0), ("-3", -3), ("2.50", 2.5), (".5", 0.5), ("1e3", 1000.0), ("-1.5E-2", -0.015), ("'7'", "7"), ('"true"', "true"),
    ],
)  # fmt: skip
def test_only_plain_numbers_true_false_and_null_are_not_text(written, read):
    value = parse(f"a: {written}").value["a"]
    assert value == read
    assert type(value) is type(read)


@pytest.mark.parametrize("written", [".nan", ".NaN", ".inf", "-.inf", "+.Inf", "1e999", "-1e999"])
def test_numbers_that_are_none_are_refused(written):
    assert refused(f"a: 1\nb: {written}") == f"a.yaml:2: b: {written} is not a finite number — write a number"


def test_a_key_that_stands_twice_is_refused_at_its_second_place():
    assert "a.yaml:3: a: this key stands here twice" in refused("a: 1\nb: 2\na: 3\n")


def test_all_faults_of_a_file_are_told_at_once():
    assert refused("a: .nan\na: 2\nb: .inf\n").count("a.yaml:") == 3


def test_broken_yaml_names_the_line():
    assert refused("a: 1\nb: [1, 2\nc: 3\n").startswith("a.yaml:3: this is not YAML: ")


def test_a_percent_sign_without_quotes_is_explained():
    assert "in quotes" in refused("unit: %\n")


def test_a_second_document_is_refused():
    assert "a.yaml:2: a second document begins here — one document a file" in refused("a: 1\n---\nb: 2\n")


@pytest.mark.parametrize("text", ["", "   \n\n", "# only a comment\n"])
def test_an_empty_file_is_refused_and_told_how_to_begin(text):
    assert refused(text).startswith("a.yaml:1: the file is empty — begin with a line like")


def test_a_yaml_bomb_is_refused_before_it_grows():
    layers = "".join(f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    assert "anchors and aliases" in refused("a: &a [x, x, x, x, x, x, x, x, x]\n" + layers)


def test_nesting_a_thousand_deep_is_refused():
    assert "the nesting is too deep" in refused("[" * 1000 + "]" * 1000)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!!binary aGk=", "!mine x", "!!int '3'"])
def test_tags_are_refused(tag):
    assert "is not accepted" in refused(f"a: {tag}")


def test_a_key_that_is_no_word_is_refused():
    assert "a key must be a plain word" in refused("? [a, b]\n: 1\n")


def test_text_that_is_not_utf8_is_refused_with_its_line():
    assert refused("a: 1\nb: caf\u00e9\n".encode("latin-1")).startswith("a.yaml:2: the text is not UTF-8")


def test_a_byte_order_mark_is_no_fault():
    assert documents.parse(b"\xef\xbb\xbfa: 1\n", file="a.yaml").value == {"a": 1}


@pytest.mark.parametrize("escape", [r"\0", r"\a", r"\e", r"\x07", r"\x1b[31m", r"\x7f", r"\x9f", r"\r"])
def test_a_control_character_in_a_text_is_refused(escape):
    said = refused(f'a: 1\nb: "x{escape}y"\n')
    assert said.startswith("a.yaml:2: b: the text has a control character (U+00")


@pytest.mark.parametrize("raw", [b"a: x\x07y\n", b"a: x\x1by\n", b"a: \x00\n", b"a: 'x\x7f'\n"])
def test_a_raw_control_character_is_refused(raw):
    assert refused(raw).startswith("a.yaml:1: ")


def test_a_control_character_in_a_key_is_refused():
    assert "control character (U+0007)" in refused('"a\\x07": 1\n')


@pytest.mark.parametrize("words", ["\u202eright to left", "\u200fשלום", "<script>alert(1)</script>", "a\u200db", "line\\nbreak\\ttab"])
def test_marks_of_direction_and_html_are_text_like_any_other(words):
    assert parse(f'a: "{words}"').value["a"] == words.replace("\\n", "\n").replace("\\t", "\t")


def test_a_message_never_carries_a_mark_that_could_disguise_it():
    assert "\u202e" not in refused("'\u202ea': 1\n'\u202ea': 2\n")


def test_a_file_is_refused_by_its_size_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "big.yaml"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    monkeypatch.setattr(type(path), "read_bytes", lambda self: pytest.fail("it was read"))
    with pytest.raises(Faults, match=r"big\.yaml: the file has 200,000,000 bytes — at most 2,000,000 are read"):
        documents.read(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(Faults, match="there is no such file"):
        documents.read(tmp_path / "no.yaml")
    with pytest.raises(Faults, match="not a file"):
        documents.read(tmp_path)


def test_reading_gives_what_parsing_gives(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    assert documents.read(path).value == {"a": 1}


_WORDS = st.text(alphabet=string.ascii_letters + string.digits + " .:-#'\"é中文\u202e", max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False) | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS.filter(lambda word: word.strip()), inner, max_size=4),
    max_leaves=15,
)


@given(_VALUES)
def test_what_json_can_say_is_read_as_it_was_written(value):
    assert documents.parse(json.dumps({"v": value}).encode(), file="a.yaml").value == {"v": value}


@given(st.binary(max_size=200))
def test_no_bytes_whatever_bring_anything_but_a_value_or_faults(raw):
    said: tuple[Fault, ...] = ()
    value: object = None
    try:
        value = documents.parse(raw, file="a.yaml").value
    except Faults as faults:
        said = faults.faults
    assert all(fault.file == "a.yaml" and fault.wrong for fault in said)
    assert not isinstance(value, float) or math.isfinite(value)
