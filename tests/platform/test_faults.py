"""A fault says where, what is wrong and what would be right."""

from __future__ import annotations

import pytest

from assess.platform.faults import Fault, Faults, printable, single


def test_a_fault_is_one_line_with_file_place_key_wrong_and_right():
    assert str(Fault("a.yaml", "12", "b.c", "too small", "at least 2")) == "a.yaml:12: b.c: too small — at least 2"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("a.yaml", "", "", "the file is empty"), "a.yaml: the file is empty"),
        (Fault("a.xlsx", "items!B7", "kind", "unknown"), "a.xlsx:items!B7: kind: unknown"),
        (Fault("a.yaml", "3", "", "not YAML", "check quotes"), "a.yaml:3: not YAML — check quotes"),
    ],
)
def test_what_is_not_known_is_left_out(fault, said):
    assert str(fault) == said


def test_faults_carry_all_of_them_and_say_one_a_line():
    faults = Faults([Fault("a", "1", "", "x"), Fault("a", "2", "", "y")])
    assert len(faults.faults) == 2
    assert str(faults) == "a:1: x\na:2: y"


def test_a_single_fault_takes_any_path_and_place():
    assert str(single("a.yaml", 3, "k", "wrong")) == "a.yaml:3: k: wrong"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mred", "a\\u001b[31mred"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("two\nlines", "two lines"),
        ("客户 — ok", "客户 — ok"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_could_disguise_a_message_is_written_out(text, shown):
    assert printable(text) == shown


def test_an_input_cannot_break_a_message_into_two_lines():
    assert "\n" not in str(Fault("a\nb.yaml", "1", "k\n", "x\ny", "z\n"))
