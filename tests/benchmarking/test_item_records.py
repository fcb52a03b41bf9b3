"""Answers item by item: written and read to the byte, refused where they are spoilt, and never shown for one organisation."""

from __future__ import annotations

import numpy as np
import pytest

from assess.benchmarking import datasets, item_records, synthetic
from assess.benchmarking.item_records import ItemRecords
from assess.platform.faults import Faults
from assess.platform.shelves import shelf

SHELVED = shelf("benchmarks") / "synthetic-customer-management" / "1"


@pytest.fixture
def place(tmp_path):
    """A data set of thirty made-up organisations with their answers."""
    held, answers = synthetic.generate(organisations=30)
    datasets.write(tmp_path / "1", synthetic.ABOUT, held, answers)
    return tmp_path / "1"


def test_what_is_written_is_read_back(place):
    _, answers = synthetic.generate(organisations=30)
    read = item_records.read(place)
    assert (read.items, read.organisations) == (answers.items, answers.organisations)
    assert np.array_equal(read.values, answers.values, equal_nan=True)
    assert item_records.as_csv(read) == (place / "items.csv").read_bytes()


def test_what_does_not_apply_is_an_empty_cell_and_no_zero():
    held = ItemRecords(("A1.1", "A1.2"), ("x",), np.array([[np.nan], [0.0]]))
    assert item_records.as_csv(held) == b"organisation,A1.1,A1.2\nx,,0\n"


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda text: text.replace(",100", ",101", 1), r"`101` is not what an answer is worth — a whole number from 0 to 100"),
        (lambda text: text.replace("organisation,", "name,", 1), r"items\.csv:1: the first line is not"),
        (lambda text: text[: text.rindex(",")] + "\n", r"the line has 184 cells — 185, as the first line"),
        (lambda text: text.replace(",100", "," + "0" * 5000, 1), r"is not what an answer is worth"),
        (lambda text: text + text.splitlines()[1] + "\n", r"items\.csv:32: organisation: `synthetic-0001` stands here twice"),
        (lambda text: text.splitlines()[0] + "\n", r"items\.csv:1: there are no answers"),
        (lambda text: text.replace("L1.2", "L1.1", 1), r"items\.csv:1: the first line is not"),
    ],
)
def test_a_spoilt_file_is_refused_with_its_line(place, monkeypatch, spoil, expected):
    path = place / "items.csv"
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    with pytest.raises(Faults, match=r"this is not the file dataset\.yaml belongs to"):
        item_records.read(place)
    with pytest.raises(Faults, match=expected):
        item_records._parsed(path, path.read_bytes())


def test_a_data_set_without_answers_says_so(place):
    (place / "items.csv").unlink()
    with pytest.raises(Faults, match="the data set has no answers item by item"):
        item_records.read(place)


def test_the_shipped_scores_are_those_of_the_shipped_answers():
    questionnaire = synthetic.library.questionnaire(synthetic.QUESTIONNAIRE)
    scores = synthetic.scores(questionnaire, item_records.read(SHELVED).values)
    assert np.array_equal(scores, datasets.read(SHELVED).tables.records.values)


def test_statistics_are_printed_with_synthetic_in_sight(assess):
    ran = assess("check", "--quality", "--benchmark", "synthetic-customer-management@1", SHELVED)
    assert ran.status == 0, ran.err
    assert "(SYNTHETIC, nothing real follows from it): customer-management@1, 600 organisations" in ran.out
    assert "Cronbach's α by element" in ran.out
    assert sum(line.startswith("  L1.1 ") for line in ran.out.splitlines()) == 1


def test_statistics_come_as_one_json_document(assess):
    import json

    ran = assess("check", "--quality", "--benchmark", "synthetic-customer-management@1", SHELVED, "--json")
    found = json.loads(ran.out)["item_statistics"]
    assert found["organisations"] == 600
    assert len(found["items"]) == 184
    assert set(found["alpha"]) == {"L", "S", "P", "R", "I", "O", "E", "overall"}
    assert all(0 < each["item_rest_correlation"] < 1 for each in found["items"])


def test_a_benchmark_without_the_option_quality_is_a_fault_of_the_command_line(assess):
    ran = assess("check", "--benchmark", "synthetic-customer-management@1")
    assert ran.status == 2
    assert "--benchmark goes with --quality" in ran.err


def test_a_benchmark_of_a_questionnaire_without_answers_is_refused(assess, place):
    (place / "items.csv").unlink()
    ran = assess("check", "--quality", "--benchmark", place, place)
    assert ran.status == 1
    assert "the data set has no answers item by item" in ran.err
