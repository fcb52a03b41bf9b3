"""`assess questionnaire export` and `import`: there and back, and nothing half done."""

from __future__ import annotations

import json

import openpyxl
import pytest

from assess.catalogue import library
from tests import small_questionnaire as small


@pytest.fixture(autouse=True)
def data(tmp_path_factory, monkeypatch):
    """A data folder of one's own."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("ASSESS_DATA", str(folder))
    return folder


def change(path, cells):
    book = openpyxl.load_workbook(path)
    for (name, cell), value in cells.items():
        book[name][cell] = value
    book.save(path)


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


def test_a_questionnaire_is_named_first_and_its_workbook_after_the_option(assess, tmp_path):
    ran = assess("questionnaire", "export", "customer-management@1", "-o", tmp_path / "q.xlsx")
    assert ran.status == 0, ran.err
    assert "customer-management@1" in ran.out
    assert (tmp_path / "q.xlsx").is_file()


def test_an_existing_workbook_is_replaced_only_by_force(assess, tmp_path):
    (tmp_path / "q.xlsx").write_text("mine")
    ran = assess("questionnaire", "export", "customer-management@1", "-o", tmp_path / "q.xlsx")
    assert ran.status == 1
    assert "exists already; nothing was written — name another file, or add --force" in ran.err
    assert (tmp_path / "q.xlsx").read_text() == "mine"
    assert assess("questionnaire", "export", "customer-management@1", "-o", tmp_path / "q.xlsx", "--force").status == 0


def test_a_new_version_goes_to_the_data_folder_and_everything_finds_it_there(assess, tmp_path, data):
    sheet = tmp_path / "q.xlsx"
    assess("questionnaire", "export", "customer-management@1", "-o", sheet)
    change(sheet, {("tree", "C2"): 2, ("tree", "D2"): "Our own model"})
    ran = assess("questionnaire", "import", sheet)
    assert ran.status == 0, ran.err
    assert ran.out.endswith("Next: assess answers template customer-management@2 -o answers.xlsx\n")
    assert assess("check", data / "questionnaires" / "customer-management" / "2").status == 0
    assert library.references("questionnaire")[-2:] == ["customer-management@1", "customer-management@2"]
    assert assess("answers", "template", "customer-management@2", "-o", tmp_path / "a.xlsx").status == 0
    change(tmp_path / "a.xlsx", {("assessment", "B4"): "Harbour", ("assessment", "B12"): 2026, ("answers", "F3"): 3})
    assert assess("answers", "import", tmp_path / "a.xlsx", "-o", tmp_path / "a.yaml").status == 0
    scored = assess("score", tmp_path / "a.yaml", "--json")
    assert scored.status == 0, scored.err
    assert "customer-management@2" in scored.out


def test_a_check_of_the_shelves_leaves_the_data_folder_alone(assess, data):
    broken = data / "questionnaires" / "x" / "1"
    broken.mkdir(parents=True)
    (broken / "questionnaire.yaml").write_text("format: nothing\n")
    assert str(data) not in assess("check", "--json").out


def test_another_content_under_a_version_of_the_shelf_is_refused(assess, tmp_path, data):
    assess("questionnaire", "export", "customer-management@1", "-o", tmp_path / "q.xlsx")
    change(tmp_path / "q.xlsx", {("tree", "D2"): "Our own model"})
    ran = assess("questionnaire", "import", tmp_path / "q.xlsx")
    assert ran.status == 1
    assert "q.xlsx:tree!C2: version: customer-management@1 stands on the shelf with other content" in ran.err
    assert "raise the version to 2" in ran.err
    assert list(data.iterdir()) == []


def test_an_existing_version_is_replaced_only_by_force(assess, tmp_path, data):
    sheet = tmp_path / "q.xlsx"
    small.write(tmp_path / "small")
    assess("questionnaire", "export", tmp_path / "small", "-o", sheet)
    assert assess("questionnaire", "import", sheet).status == 0
    before = library.questionnaire("small@1").content_hash
    change(sheet, {("tree", "D2"): "Changed"})
    ran = assess("questionnaire", "import", sheet)
    assert ran.status == 1
    assert "exists already; nothing was written — raise the version to 2 in the workbook (tree!C2), or add --force" in ran.err
    assert library.questionnaire("small@1").content_hash == before
    assert assess("questionnaire", "import", sheet, "--force").status == 0
    assert library.questionnaire("small@1").title.get("en") == "Changed"
    assert [each.name for each in (data / "questionnaires" / "small").iterdir()] == ["1"]


def test_a_folder_that_is_no_questionnaire_is_not_replaced_even_by_force(assess, tmp_path):
    assess("questionnaire", "export", "customer-management@1", "-o", tmp_path / "q.xlsx")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    assert assess("questionnaire", "import", tmp_path / "q.xlsx", "-o", tmp_path / "mine", "--force").status == 1
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_column_of_one_s_own_is_left_out_with_a_note(assess, tmp_path):
    assess("questionnaire", "export", "customer-management@1", "-o", tmp_path / "q.xlsx")
    change(tmp_path / "q.xlsx", {("items", "AA1"): "My remarks", ("items", "AA2"): "ask Mei"})
    ran = assess("questionnaire", "import", tmp_path / "q.xlsx", "--json")
    assert ran.status == 0
    assert ran.err == f"{tmp_path / 'q.xlsx'}: columns of your own are not read: `My remarks` (items!AA)\n"
    assert json.loads(ran.out)["content_hash"] == HASH


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


@pytest.mark.parametrize(
    "words", [("export", "q.xls"), ("export",), ("import",), ("expot", "q.xlsx"), ("export", "a@1", "b@1", "-o", "q.xlsx")]
)
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
