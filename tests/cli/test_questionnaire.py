"""`assess questionnaire export` and `import`: there and back, and nothing half done."""

from __future__ import annotations

import json

import openpyxl
import pytest

from assess.catalogue import library
from tests import small_questionnaire as small

HASH = library.questionnaire("customer-management@1").content_hash


def test_there_and_back_keeps_the_content_hash(assess, tmp_path):
    out = assess("questionnaire", "export", tmp_path / "q.xlsx", "--json")
    assert out.status == 0, out.err
    back = assess("questionnaire", "import", tmp_path / "q.xlsx", "-o", tmp_path / "q", "--json")
    assert back.status == 0, back.err
    assert json.loads(out.out)["content_hash"] == json.loads(back.out)["content_hash"] == HASH
    assert assess("check", tmp_path / "q").status == 0
    assert library.questionnaire_in(tmp_path / "q").content_hash == HASH


def test_default_weights_come_along_where_the_tree_is_that_of_the_shelf(assess, tmp_path):
    assess("questionnaire", "export", tmp_path / "q.xlsx")
    assess("questionnaire", "import", tmp_path / "q.xlsx", "-o", tmp_path / "q")
    assert (tmp_path / "q" / "weights.yaml").read_bytes() == library.default_weights("customer-management@1").read_bytes()


def test_a_new_tree_weighs_equally_until_somebody_judges(assess, tmp_path):
    small.write(tmp_path / "small")
    assert assess("questionnaire", "export", tmp_path / "q.xlsx", "--questionnaire", tmp_path / "small").status == 0
    assert assess("questionnaire", "import", tmp_path / "q.xlsx", "-o", tmp_path / "1").status == 0
    ran = assess("weigh", tmp_path / "1" / "weights.yaml", "--json")
    assert json.loads(ran.out)["nodes"]["small"]["weights"] == {"A": 0.5, "B": 0.5}
    assert assess("check", tmp_path / "1").status == 1  # the folder of version 1 is not called small/1
    assert "does not match the folder" in assess("check", tmp_path / "1").err


def test_without_a_folder_it_is_written_to_id_and_version_here(assess, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assess("questionnaire", "export", "q.xlsx")
    ran = assess("questionnaire", "import", "q.xlsx")
    assert ran.status == 0, ran.err
    assert (tmp_path / "customer-management" / "1" / "questionnaire.yaml").is_file()
    assert assess("check", "customer-management").status == 0


def test_an_existing_folder_is_never_written_into(assess, tmp_path):
    assess("questionnaire", "export", tmp_path / "q.xlsx")
    (tmp_path / "q").mkdir()
    ran = assess("questionnaire", "import", tmp_path / "q.xlsx", "-o", tmp_path / "q")
    assert ran.status == 1
    assert "exists already; nothing was written" in ran.err
    assert list((tmp_path / "q").iterdir()) == []


def test_a_fault_in_the_workbook_writes_nothing(assess, tmp_path):
    assess("questionnaire", "export", tmp_path / "q.xlsx")
    book = openpyxl.load_workbook(tmp_path / "q.xlsx")
    book["items"]["C2"] = "maturty"
    book["items"]["F3"] = "=1+1"
    book.save(tmp_path / "q.xlsx")
    ran = assess("questionnaire", "import", tmp_path / "q.xlsx", "-o", tmp_path / "q")
    assert ran.status == 1
    assert "q.xlsx:items!F3: a formula stands here" in ran.err
    assert [each.name for each in tmp_path.iterdir()] == ["q.xlsx"]


@pytest.mark.parametrize("words", [("export", "q.xls"), ("export",), ("import",), ("expot", "q.xlsx")])
def test_a_wrong_command_line_is_status_2(assess, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    assert assess("questionnaire", *words).status == 2
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_questionnaire_is_named_with_what_exists(assess, tmp_path):
    ran = assess("questionnaire", "export", tmp_path / "q.xlsx", "--questionnaire", "custmer-management@1")
    assert ran.status == 1
    assert "did you mean `customer-management@1`?" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_with_several_on_the_shelf_one_must_be_named(assess, tmp_path, monkeypatch):
    for id_ in ("small", "other"):
        small.write(tmp_path / "shelf" / id_ / "1", framed=small.frame() | {"id": id_})
    monkeypatch.setattr(library, "shelf", lambda name: tmp_path / "shelf")
    ran = assess("questionnaire", "export", tmp_path / "q.xlsx")
    assert ran.status == 1
    assert "which questionnaire is meant is not said — one of other@1, small@1" in ran.err
    assert assess("questionnaire", "export", tmp_path / "q.xlsx", "--questionnaire", "small@1").status == 0


def test_a_folder_that_cannot_be_written_is_a_fault(assess, tmp_path):
    ran = assess("questionnaire", "export", tmp_path / "no" / "q.xlsx")
    assert ran.status == 1
    assert "cannot be written" in ran.err
