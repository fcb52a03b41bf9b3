"""The shelf hands out sound versions by their reference, and says what exists when asked for another."""

from __future__ import annotations

import os

import pytest

from assess.catalogue import library
from assess.method.questionnaire import Kind
from assess.platform.faults import Faults
from tests import small_questionnaire as small


@pytest.fixture
def own_shelf(tmp_path, monkeypatch):
    """A shelf of its own with the small questionnaire."""
    small.write(tmp_path / "small" / "1")
    monkeypatch.setattr(library, "shelf", lambda name: tmp_path)
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    return tmp_path


def test_the_shipped_questionnaire_has_seven_elements_and_47_criteria():
    questionnaire = library.questionnaire("customer-management@1")
    assert [element.id for element in questionnaire.elements] == ["L", "S", "P", "R", "I", "O", "E"]
    assert len(questionnaire.criteria) == 47
    assert {criterion.id for criterion in questionnaire.criteria} == {item.id.partition(".")[0] for item in questionnaire.items}


def test_references_name_what_stands_on_the_shelf():
    assert "customer-management@1" in library.references("questionnaire")
    assert {"maturity@1", "stars@1"} <= set(library.references("scheme"))


def test_versions_are_sorted_as_numbers_and_other_folders_are_none(own_shelf):
    for version in ("10", "2", "draft", "x1"):
        small.write(own_shelf / "small" / version)
    assert library.references("questionnaire") == ["small@1", "small@2", "small@10"]


@pytest.mark.parametrize(
    "reference", ["custmer-management@1", "customer-management@9", "customer-management", "maturity@1", "../x@1", "", "@"]
)
def test_an_unknown_questionnaire_is_a_fault_that_names_what_exists(reference):
    with pytest.raises(Faults, match=r"there is no such questionnaire.*customer-management@1"):
        library.questionnaire(reference)


def test_an_unknown_scheme_is_a_fault_that_names_what_exists():
    with pytest.raises(Faults, match=r"there is no such scheme — did you mean `maturity@1`.*stars@1"):
        library.scheme("maturty@1")


def test_the_data_folder_has_a_shelf_of_its_own_and_the_shipped_one_comes_first(own_shelf):
    for version in ("1", "2", "02"):
        small.write(own_shelf / "data" / "questionnaires" / "small" / version, framed=small.frame() | {"version": int(version)})
    assert library.references("questionnaire") == ["small@1", "small@2"]
    assert library.folder("small@1") == own_shelf / "small" / "1"
    assert library.questionnaire("small@2").version == 2
    assert library.shelved("small@2") is None
    assert library.shelved("small@1") == library.questionnaire("small@1")


def test_an_empty_shelf_says_that_it_is_empty(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(library, "shelf", lambda name: tmp_path)
    with pytest.raises(Faults, match="the shelf is empty"):
        library.questionnaire("a@1")


def test_default_weights_stand_beside_their_questionnaire():
    assert library.default_weights("customer-management@1").name == "weights.yaml"


def test_a_questionnaire_without_default_weights_is_a_fault(own_shelf):
    with pytest.raises(Faults, match="the questionnaire has no default weights"):
        library.default_weights("small@1")


def test_every_kind_of_item_becomes_a_value(own_shelf):
    questionnaire = library.questionnaire("small@1")
    assert [item.kind for item in questionnaire.items] == [Kind.MATURITY, Kind.YES_NO, Kind.CHOICE, Kind.PERCENT, Kind.METRIC]
    maturity, yes_no, choice, percent, metric = questionnaire.items
    assert len(maturity.anchors) == 6
    assert [advice.to for advice in maturity.advice] == [1, 2, 3, 4, 5]
    assert yes_no.advice[0].to is True
    assert [(option.id, option.value) for option in choice.options] == [("none", 0.0), ("partly", 0.5), ("all", 1.0)]
    assert [advice.to for advice in percent.advice] == [60.0, 95.0]
    assert metric.metric is not None
    assert metric.metric.points == ((30.0, 0.0), (15.0, 0.6), (5.0, 1.0))
    assert not metric.metric.higher_is_better
    assert metric.measures == "retention"


def test_what_is_left_out_has_its_default(own_shelf):
    item = library.questionnaire("small@1").items[0]
    assert (item.weight, item.critical_minimum, item.applies_if, bool(item.na_rule)) == (1.0, None, (), False)


def test_conditions_and_prerequisites_become_values(own_shelf):
    parts = small.elements()
    first = parts["A"]["criteria"][0]["items"][0]
    first["applies_if"] = [{"item": "A1.2", "is": False}, {"item": "A2.1", "one_of": ["all"]}, {"item": "B1.1", "at_least": 20}]
    first["advice"][1]["requires"] = [{"item": "A1.2", "to": True}]
    first["critical"] = {"minimum": 2}
    small.write(own_shelf / "small" / "1", parts=parts)
    item = library.questionnaire("small@1").items[0]
    assert [(each.item, each.is_, each.one_of, each.at_least) for each in item.applies_if] == [
        ("A1.2", False, None, None),
        ("A2.1", None, ("all",), None),
        ("B1.1", None, None, 20.0),
    ]
    assert [(step.item, step.to) for step in item.advice[1].requires] == [("A1.2", True)]
    assert item.critical_minimum == 2


def test_a_version_that_is_not_sound_is_never_handed_out(own_shelf):
    parts = small.elements()
    parts["A"]["criteria"][0]["items"][1]["id"] = "A1.1"
    small.write(own_shelf / "small" / "1", parts=parts)
    with pytest.raises(Faults, match=r"A\.yaml:\d+: .*the id `A1\.1` is given twice"):
        library.questionnaire("small@1")


def test_wording_alone_does_not_keep_a_questionnaire_from_being_used(own_shelf):
    parts = small.elements()
    parts["A"]["criteria"][0]["items"][0]["anchors"][0]["en"] = "word " * 40
    small.write(own_shelf / "small" / "1", parts=parts)
    assert library.questionnaire("small@1").items[0].anchors[0].get("en") == "word " * 40


def test_faults_of_all_files_are_told_together(own_shelf):
    place = own_shelf / "small" / "1"
    (place / "elements" / "A.yaml").write_text("a: [1\n")
    (place / "elements" / "B.yaml").write_text("format: assess/elemnt@1\n")
    with pytest.raises(Faults) as caught:
        library.questionnaire("small@1")
    assert "A.yaml" in str(caught.value)
    assert "did you mean `assess/element@1`?" in str(caught.value)


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(own_shelf):
    before = library.questionnaire("small@1")
    assert library.questionnaire("small@1") is before
    parts = small.elements()
    parts["A"]["title"] = small.text("Another title")
    small.write(own_shelf / "small" / "1", parts=parts)
    os.utime(own_shelf / "small" / "1" / "elements" / "A.yaml", ns=(1, 1))
    after = library.questionnaire("small@1")
    assert after.elements[0].title.get("en") == "Another title"
    assert after.content_hash != before.content_hash
