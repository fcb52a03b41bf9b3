"""The measure of words: never smaller than the real faces, lines that keep every character, names without control marks."""

from __future__ import annotations

import subprocess
import unicodedata

import pytest
from fontTools.ttLib import TTCollection
from hypothesis import given
from hypothesis import strategies as st

from assess.reporting.figures import measure
from tests.reporting import figure_samples as samples

LATIN = "The quick brown fox jumps over the lazy dog — Größe, façade, 62.4 (58.1–66.3), +12.0, −3.5 % & 1/7 [x] @home #1"


@pytest.fixture(scope="module")
def cjk() -> dict[str, dict[int, float]]:
    """The real advance widths of Noto Sans CJK SC, regular and bold, in em."""
    faces = {}
    for style in ("Regular", "Bold"):
        query = subprocess.run(
            ["fc-match", "-f", "%{file}", f"Noto Sans CJK SC:style={style}"], capture_output=True, text=True, check=True, timeout=30
        )
        collection = TTCollection(query.stdout)
        font = next(font for font in collection.fonts if font["name"].getDebugName(1).startswith("Noto Sans CJK SC"))
        advances, units = font["hmtx"], font["head"].unitsPerEm
        faces[style] = {code: advances[name][0] / units for code, name in font.getBestCmap().items()}
    return faces


@pytest.mark.parametrize("bold", [False, True])
def test_the_estimate_is_never_smaller_than_the_printed_face_and_little_larger(cjk: dict[str, dict[int, float]], bold: bool):
    face = cjk["Bold" if bold else "Regular"]
    for text in (*samples.ENGLISH, *samples.CHINESE, *samples.LONG, LATIN):
        real = 11.0 * sum(face[ord(character)] for character in text)
        assert real - 0.3 <= measure.width(text, 11.0, bold=bold) <= 1.15 * real + 2


def test_each_plain_character_is_estimated_within_a_tenth_of_an_em(cjk: dict[str, dict[int, float]]):
    for code in range(0x20, 0x7F):
        assert cjk["Regular"][code] - 0.012 <= measure.width(chr(code), 1.0) <= cjk["Regular"][code] + 0.31


@pytest.mark.parametrize("bold", [False, True])
def test_numbers_set_flush_by_hand_are_off_by_less_than_the_margin_kept_for_them(cjk: dict[str, dict[int, float]], bold: bool):
    for number in ("0.0", "100.0", "−23.4", "+14.6", "62 %", "−3.0 – 22.0", "(58.1–66.3)"):
        real = 11.0 * sum(cjk["Bold" if bold else "Regular"][ord(character)] for character in number)
        assert measure.numeral_width(number, 11.0, bold=bold) == pytest.approx(real, abs=2.0)
    assert measure.numeral_width("≈ +8.0", 11.0) is None


def test_chinese_characters_and_marks_are_one_em_wide():
    assert measure.width("客户管理，能力（评价）。", 10.0) == 120.0


def test_combining_marks_take_no_room_of_their_own():
    assert measure.width("e\u0301", 10.0) == measure.width("e", 10.0) == measure.width("é", 10.0)


names = st.text(st.characters(codec="utf-8"), max_size=80)


@given(names, st.floats(24, 400), st.booleans())
def test_lines_fit_and_keep_every_character(text: str, limit: float, bold: bool):
    block = measure.block(text, limit, 11.0, bold=bold, lines=1000)
    assert "".join("".join(block.lines).split()) == "".join(measure.clean(text).split())
    assert all(measure.width(line, 11.0, bold=bold) <= limit + 1e-9 for line in block.lines)
    assert block.height == pytest.approx(len(block.lines) * 11.0 * measure.LEADING)


def test_a_name_without_end_stops_in_an_ellipsis():
    block = measure.block("word " * 500, 100.0, 11.0, lines=3)
    assert len(block.lines) == 3
    assert block.lines[-1].endswith("…")
    assert block.width <= 100.0


def test_words_are_broken_only_where_a_line_may_break():
    assert measure.block("Customer vision, purpose, value proposition", 130.0, 11.0).lines == (
        "Customer vision,",
        "purpose, value",
        "proposition",
    )
    assert measure.block("cross-functional", 60.0, 11.0).lines == ("cross-", "functional")


def test_no_chinese_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    text = "客户愿景、宗旨（含价值主张）、承诺与服务标准。治理、职责、跨部门归口（流程）。"
    for limit in range(48, 300, 7):
        lines = measure.block(text, float(limit), 11.0, lines=99).lines
        assert not [line for line in lines[1:] if line[0] in "、，。）："]
        assert not [line for line in lines[:-1] if line[-1] == "（"]


def test_lines_of_a_wrapped_name_are_about_equally_long():
    assert measure.block("量化管理级", 50.0, 11.0).lines == ("量化管", "理级")


@given(names)
def test_cleaned_names_have_no_control_or_direction_marks_and_stay_the_same_when_cleaned_again(text: str):
    clean = measure.clean(text)
    assert not [
        c
        for c in clean
        if unicodedata.category(c) in ("Cc", "Cs") or c in "\u200e\u200f\u061c\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ]
    assert measure.clean(clean) == clean
    assert "  " not in clean


def test_cleaning_leaves_ordinary_names_alone():
    for name in (*samples.ENGLISH, *samples.CHINESE, "O'Neill & Söhne <GmbH>", "שלום עולם", "مرحبا", "می\u200cخواهم"):
        assert measure.clean(name) == name
