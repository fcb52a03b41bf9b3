"""Designs: read strictly, and every fault of one reported at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.platform.faults import Faults
from assess.reporting import design

SOUND = """format: assess/design@1
id: mine
version: 1
title: {en: Mine, zh_Hans: 我的}
description: {en: One page, zh_Hans: 一页}
kinds: [self]
"""


def written(folder: Path, text: str = SOUND, *, template: str | None = "<html></html>") -> Path:
    place = folder / "mine"
    place.mkdir()
    (place / "design.yaml").write_text(text, encoding="utf-8")
    if template is not None:
        (place / "report.html").write_text(template, encoding="utf-8")
    return place


def test_the_shelf_has_the_three_designs():
    assert design.references() == ["certification", "executive", "self-assessment"]


@pytest.mark.parametrize("id_", design.references())
def test_every_design_of_the_shelf_is_sound(id_: str):
    assert design.read(id_).id == id_


def test_the_design_follows_the_kind_of_assessment():
    assert design.default("assessed") == "certification"
    assert design.default("self") == "self-assessment"


def test_a_self_assessment_cannot_have_the_design_of_an_assessment():
    assert "self" not in design.read("certification").kinds


def test_an_unknown_design_names_those_that_exist():
    with pytest.raises(Faults, match="one of certification, executive, self-assessment"):
        design.read("nice")


def test_a_design_is_read(tmp_path: Path):
    read = design.read_folder(written(tmp_path))
    assert (read.kinds, read.pages, read.next_page) == (("self",), None, ())


def test_every_fault_is_reported_at_once_with_its_line(tmp_path: Path):
    bad = SOUND.replace("kinds: [self]", "kinds: [certified]\nprice: 12").replace("version: 1", "version: none")
    with pytest.raises(Faults) as caught:
        design.read_folder(written(tmp_path, bad, template=None))
    said = "\n".join(str(fault) for fault in caught.value.faults)
    assert "design.yaml:3: version: 'none' does not fit" in said
    assert "kinds" in said
    assert "price: this key is not known" in said
    assert "the design has no template" in said


def test_the_id_is_the_name_of_the_folder(tmp_path: Path):
    with pytest.raises(Faults, match="the id is not the folder's name"):
        design.read_folder(written(tmp_path, SOUND.replace("id: mine", "id: yours")))
