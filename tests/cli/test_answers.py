"""`assess answers template` and `import`: a sheet out, an assessment in, and `assess score` takes it."""

from __future__ import annotations

import json
import zipfile

import openpyxl
import pytest


@pytest.fixture(autouse=True)
def data(tmp_path_factory, monkeypatch):
    """A data folder of one's own."""
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path_factory.mktemp("data")))


@pytest.fixture
def sheet(assess, tmp_path):
    """A sheet with the least that is needed, and one answer."""
    assert assess("answers", "template", tmp_path / "a.xlsx").status == 0
    change(tmp_path / "a.xlsx", {("assessment", "B4"): "Harbour Bank", ("assessment", "B12"): "2026", ("answers", "F3"): 3})
    return tmp_path / "a.xlsx"


def change(path, cells):
    book = openpyxl.load_workbook(path)
    for (name, cell), value in cells.items():
        book[name][cell] = value
    book.save(path)


def test_a_filled_sheet_becomes_an_assessment_that_can_be_scored(assess, sheet):
    ran = assess("answers", "import", sheet)
    assert ran.status == 0, ran.err
    assert ran.out.endswith("a.yaml: 1 of 184 items answered\n")
    scored = assess("score", sheet.with_suffix(".yaml"), "--json")
    assert scored.status == 0, scored.err
    assert json.loads(scored.out)["elements"]["L"]["score"] == pytest.approx(60)


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_a_sheet_in_any_language_is_understood(assess, tmp_path, language):
    path = tmp_path / "a.xlsx"
    assess("answers", "template", path, "--lang", language)
    book = openpyxl.load_workbook(path)
    rows = {row[0].value: row[0].row for row in book["answers"].iter_rows(min_row=3)}
    yes = next(
        rule.formula1.strip('"').split(",")[0]
        for rule in book["answers"].data_validations.dataValidation
        if f"F{rows['I3.1']}" in rule.sqref
    )
    change(path, {("assessment", "B4"): "港湾银行", ("assessment", "B12"): 2026, ("answers", f"F{rows['I3.1']}"): yes})
    assert assess("answers", "import", path).status == 0
    assert "I3.1:\n    yes: true" in path.with_suffix(".yaml").read_text("utf-8")


def test_json_says_what_was_written(assess, sheet, tmp_path):
    ran = assess("answers", "import", sheet, "-o", tmp_path / "b.yaml", "--json")
    assert json.loads(ran.out) == {"format": "assess/answers@1", "written": str(tmp_path / "b.yaml"), "answered": 1, "items": 184}
    ran = assess("answers", "template", tmp_path / "c.xlsx", "--json")
    assert json.loads(ran.out)["questionnaire"] == "customer-management@1"


def test_an_existing_assessment_is_replaced_only_by_force(assess, sheet):
    target = sheet.with_suffix(".yaml")
    target.write_text("mine")
    ran = assess("answers", "import", sheet)
    assert ran.status == 1
    assert "exists already; nothing was written" in ran.err
    assert target.read_text() == "mine"
    assert assess("answers", "import", sheet, "--force").status == 0
    assert target.read_text("utf-8").startswith("format: assess/assessment@1\n")


BAD = {
    "a level of 7": ({("answers", "F3"): 7}, "a.xlsx:answers!F3: L1.1: `7` is too large"),
    "a formula": ({("answers", "F3"): "=1+2"}, "a.xlsx:answers!F3: a formula stands here"),
    "no name": ({("assessment", "B4"): None}, "a.xlsx:assessment!B4: organisation.name: nothing is filled in here"),
}


@pytest.mark.parametrize(("cells", "said"), BAD.values(), ids=BAD.keys())
def test_a_fault_names_its_cell_and_writes_nothing(assess, sheet, cells, said):
    change(sheet, cells)
    ran = assess("answers", "import", sheet)
    assert ran.status == 1
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert [each.name for each in sheet.parent.iterdir()] == ["a.xlsx"]


def test_a_macro_and_a_zip_bomb_are_refused_and_nothing_is_written(assess, sheet):
    with zipfile.ZipFile(sheet, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(50_000_000))
    assert "ZIP bomb" in assess("answers", "import", sheet).err
    macro = sheet.with_suffix(".xlsm")
    sheet.rename(macro)
    ran = assess("answers", "import", macro)
    assert ran.status == 1
    assert "may hold macros" in ran.err
    assert [each.name for each in sheet.parent.iterdir()] == ["a.xlsm"]


def test_a_sheet_that_is_not_there_is_a_fault(assess, tmp_path):
    ran = assess("answers", "import", tmp_path / "no.xlsx")
    assert ran.status == 1
    assert "there is no such file" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("customer-management@1", "-o", "a.xlsx"),
        ("-o", "a.xlsx", "--questionnaire", "customer-management@1"),
        ("customer-management", "a.xlsx", "--lang", "zh_Hans"),
        ("a.xlsx",),
    ],
)
def test_the_questionnaire_and_the_sheet_may_be_named_in_any_form(assess, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    ran = assess("answers", "template", *words)
    assert ran.status == 0, ran.err
    assert ran.out == "a.xlsx: 184 items of customer-management@1\n"
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_filled_sheet_is_not_written_over(assess, sheet):
    before = sheet.read_bytes()
    ran = assess("answers", "template", "customer-management@1", "-o", sheet)
    assert ran.status == 1
    assert "exists already; nothing was written — name another file, or add --force" in ran.err
    assert sheet.read_bytes() == before
    assert assess("answers", "template", sheet, "--force").status == 0
    assert sheet.read_bytes() != before


def test_what_is_to_be_said_besides_goes_to_standard_error(assess, sheet):
    book = openpyxl.load_workbook(sheet)
    book["answers"].delete_rows(3)
    book["answers"]["AC1"] = "My remarks"
    book["answers"]["AC4"] = "ask Mei"
    row = next(cells[0].row for cells in book["answers"].iter_rows(min_row=3) if cells[0].value == "S2.1")
    book["answers"].cell(row, 6).value = 0.62
    book.save(sheet)
    ran = assess("answers", "import", sheet)
    assert ran.status == 0, ran.err
    assert ran.out.endswith("1 of 184 items answered\n")
    assert ran.err.splitlines() == [
        f"{sheet}: columns of your own are not read: `My remarks` (answers!AC)",
        f"{sheet}:answers!F{row}: 0.62 is read as 0.62 %; write 62 if you mean 62 %",
        f"{sheet}: not in the sheet: L1.1; they stay unanswered",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("template", "a.csv"),
        ("template", "a.xlsx", "b.xlsx"),
        ("template", "a@1", "b@1", "-o", "a.xlsx"),
        ("template", "a.xlsx", "--lang", "fr"),
        ("template", "a@1", "-o", "a.csv"),
        ("import",),
    ],
)
def test_a_wrong_command_line_is_status_2(assess, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    assert assess("answers", *words).status == 2
    assert list(tmp_path.iterdir()) == []


def test_the_sheet_offers_only_schemes_that_can_grade_the_questionnaire_those_made_for_it_first(assess, tmp_path):
    offered = {}
    for name in ("crm-implementation", "customer-management"):
        assert assess("answers", "template", name, "-o", tmp_path / f"{name}.xlsx").status == 0
        about = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")["assessment"]
        row = next(cells[0].row for cells in about.iter_rows() if cells[0].value == "scheme")
        rule = next(each for each in about.data_validations.dataValidation if f"B{row}" in str(each.sqref))
        offered[name] = (about.cell(row, 2).value, rule.formula1.strip('"').split(","))
    assert offered["crm-implementation"] == ("crm-stages@1", ["crm-stages@1", "stars@1"])
    assert offered["customer-management"] == ("maturity@1", ["maturity@1", "stars@1"])


def test_an_answer_said_to_stand_elsewhere_is_looked_up_on_import_and_missed_at_its_cell(assess, sheet, tmp_path):
    book = openpyxl.load_workbook(sheet)
    column = next(cell.column for cell in book["answers"][1] if cell.value == "from")
    row = next(cells[0].row for cells in book["answers"].iter_rows(min_row=3) if cells[0].value == "I4.1")
    book["answers"].cell(row, column).value = "nothing.yaml"
    book.save(sheet)
    ran = assess("answers", "import", sheet, "-o", tmp_path / "out.yaml")
    assert ran.status == 1
    said = "there is no other file `nothing.yaml` beside this one — check the name, or answer the item itself"
    assert ran.err == f"{sheet}:answers!AB{row}: I4.1: {said}\n"
    assert not (tmp_path / "out.yaml").exists()


def test_a_sheet_with_a_pack_asks_its_questions_and_comes_back_with_it(assess, tmp_path):
    ran = assess("answers", "template", "-o", tmp_path / "a.xlsx", "--pack", "software-enterprise@1")
    assert ran.out.endswith("a.xlsx: 196 items of customer-management@1 + software-enterprise@1\n")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    entries = {"organisation.name": "Lantern", "period": 2026}
    for cells in book["assessment"].iter_rows():
        cells[1].value = entries.get(cells[0].value, cells[1].value)
    row = next(cells[0].row for cells in book["answers"].iter_rows(min_row=3) if cells[0].value == "O8.se1")
    book["answers"].cell(row, 6).value = "yes"
    book.save(tmp_path / "a.xlsx")
    assert assess("answers", "import", tmp_path / "a.xlsx").status == 0
    scored = json.loads(assess("score", tmp_path / "a.yaml", "--draws", 0, "--json").out)
    assert [pack["id"] for pack in scored["packs"]] == ["software-enterprise@1"]
    assert next(each for each in scored["trace"] if each["item"] == "O8.se1")["claimed"] == 1
