"""`assess check`: files, folders and all shelves; for people and for programs."""

from __future__ import annotations

import json

import pytest

from assess.platform.shelves import shelf
from tests import small_questionnaire as small


@pytest.fixture
def folder(tmp_path):
    """A questionnaire on something like a shelf, with weights and nothing wrong."""
    place = small.write(tmp_path / "small" / "1")
    (place / "weights.yaml").write_text(small.weights())
    return place


def test_all_shelves_are_checked_when_nothing_is_named(assess):
    ran = assess("check", "--json")
    assert ran.status == 0, ran.err
    checked = json.loads(ran.out)
    assert checked["faults"] == []
    assert checked["checked"] == len(checked["files"]) == len(set(checked["files"]))
    wanted = [path for name in ("questionnaires", "benchmarks", "reports", "templates") for path in shelf(name).rglob("*.yaml")]
    assert len({path for path in checked["files"] if path.endswith(".yaml")}) == len(wanted)


def test_it_says_how_many_files_were_checked(assess, folder):
    assert assess("check", folder).out == "4 files checked, no faults.\n"
    assert assess("check", folder / "weights.yaml").out == "1 file checked, no faults.\n"


def test_faults_go_to_stderr_one_a_line_and_their_number_to_stdout(assess, folder):
    parts = small.elements()
    parts["A"]["criteria"][0]["items"][0]["weight"] = 0
    small.write(folder, parts=parts)
    ran = assess("check", folder)
    assert ran.status == 1
    assert ran.out == "4 files checked, 1 fault.\n"
    assert len(ran.err.splitlines()) == 1


def test_json_is_one_document_with_every_fault_in_its_parts(assess, folder):
    parts = small.elements()
    parts["A"]["criteria"][0]["items"][0]["weight"] = 0
    small.write(folder, parts=parts)
    ran = assess("check", folder, "--json")
    assert ran.status == 1
    document = json.loads(ran.out)
    assert document["format"] == "assess/check@1"
    file = folder / "elements" / "A.yaml"
    assert document["faults"] == [
        {
            "file": str(file),
            "place": str(small.line_of(file, "weight:")),
            "key": "criteria[0].items[0].weight",
            "wrong": "`0` is too small",
            "right": "a positive number",
        }
    ]


def test_a_path_that_is_not_there_is_a_fault(assess, tmp_path):
    ran = assess("check", tmp_path / "no.yaml", tmp_path / "none")
    assert ran.status == 1
    assert ran.err.count("there is no such file or folder") == 2


def test_a_file_named_twice_or_inside_a_folder_named_too_is_checked_once(assess, folder):
    ran = assess("check", folder / "weights.yaml", folder, folder / "elements" / "A.yaml")
    assert ran.out == "4 files checked, no faults.\n"


def test_hidden_files_and_other_files_of_a_folder_are_left_alone(assess, folder):
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.yaml").write_text("a: [")
    (folder / "notes.txt").write_text("a: [")
    assert assess("check", folder).status == 0


def test_a_file_of_no_known_format_is_a_fault(assess, folder):
    (folder / "other.yml").write_text("a: 1\n")
    ran = assess("check", folder)
    assert ran.status == 1
    assert "other.yml:1: the line `format:` is missing — begin with `format: assess/questionnaire@1` or" in ran.err


def test_a_file_of_200_megabytes_is_refused_by_its_size(assess, tmp_path):
    with (tmp_path / "big.yaml").open("wb") as stream:
        stream.truncate(200_000_000)
    ran = assess("check", tmp_path)
    assert ran.status == 1
    assert "the file has 200,000,000 bytes" in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "format: assess/judgements@1\nnodes:\n  - {parent: p, items: [a, b], experts: [{name: x, pairs: [[a, b, 0]]}]}\n",
            "not a positive number",
        ),
        ("format: assess/benchmark-map@1\nid: x\n", "id: `x` is not right here"),
        ("format: assess/design@1\nid: x\n", "the key `version` is missing"),
        ("format: assess/facts@1\nid: x\n", "is missing"),
        ("format: assess/benchmark@1\nid: x\n", "is missing"),
        ("format: assess/questionnaire@1\nid: x\n", "the key `version` is missing"),
        ("format: assess/assessment@1\nkind: self\n", "the key `answers` is missing"),
    ],
)
def test_every_kind_of_file_is_checked_by_its_format(assess, tmp_path, text, said):
    (tmp_path / "a.yaml").write_text(text)
    ran = assess("check", tmp_path / "a.yaml")
    assert ran.status == 1
    assert said in ran.err
    assert f"{tmp_path / 'a.yaml'}:" in ran.err


def test_a_frame_without_its_elements_is_a_fault(assess, tmp_path):
    small.write(tmp_path / "q", parts={"A": small.elements()["A"]})
    ran = assess("check", tmp_path / "q" / "questionnaire.yaml")
    assert ran.status == 1
    assert "there is no file for the element `B`" in ran.err


def test_one_broken_file_does_not_hide_the_faults_of_others(assess, folder):
    (folder / "elements" / "A.yaml").write_text("a: [1\n")
    (folder / "weights.yaml").write_text("b: [2\n")
    ran = assess("check", folder)
    assert ran.status == 1
    assert "A.yaml:2: this is not YAML" in ran.err
    assert "weights.yaml:2: this is not YAML" in ran.err


def test_a_questionnaire_that_answers_elsewhere_and_is_not_sound_is_told_everything(assess, folder):
    framed = small.frame() | {"answers_elsewhere": [{"questionnaire": "nonesuch@1", "item": "A1.1", "by": "A"}]}
    parts = small.elements()
    parts["A"]["criteria"][0]["items"][1]["id"] = "A1.1"
    parts["B"]["criteria"][0]["items"][0]["advice"] = []
    small.write(folder, framed=framed, parts=parts)
    ran = assess("check", folder)
    assert ran.status == 1
    assert "the id `A1.1` is given twice" in ran.err
    assert "B1.1" in ran.err or "the number of steps is 0" in ran.err
