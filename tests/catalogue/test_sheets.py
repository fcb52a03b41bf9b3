"""A questionnaire goes to Excel and comes back as it was; what was spoilt there is named by sheet, row and column."""

from __future__ import annotations

import copy
import io
import re

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assess.catalogue import library, sheets, sheets_reading
from assess.platform.faults import Faults
from tests import small_questionnaire as small


@pytest.fixture
def questionnaire(tmp_path):
    """The small questionnaire with everything an item can have."""
    parts = small.elements()
    first, second = parts["A"]["criteria"][0]["items"]
    first.update(weight=2.5, critical={"minimum": 2}, na_allowed=False)
    first["applies_if"] = [{"item": "A1.2", "is": False}, {"item": "A2.1", "one_of": ["partly", "all"]}, {"item": "B1.1", "at_least": 20}]
    first["advice"][1]["requires"] = [{"item": "A1.2", "to": True}, {"item": "B1.2", "to": 12.5}, {"item": "A2.1", "to": "all"}]
    second.update(critical={"minimum": True})
    parts["A"]["criteria"][1]["items"][0].update(na_allowed=True, na_rule=small.text("=never, or @once"))
    parts["A"]["title"]["zh_Hant"] = "手寫"
    return library.questionnaire_in(small.write(tmp_path / "q", parts=parts))


@pytest.fixture
def edited(questionnaire, tmp_path):
    """Export the questionnaire, edit the workbook, and return its path."""

    def run(change):
        book = openpyxl.load_workbook(io.BytesIO(sheets.export(questionnaire)))
        change(book)
        book.save(tmp_path / "q.xlsx")
        return tmp_path / "q.xlsx"

    return run


def column(sheet, heading):
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def put(book, name, row, heading, value):
    book[name].cell(row, column(book[name], heading)).value = value


@pytest.mark.parametrize("reference", library.references("questionnaire"))
def test_a_shipped_questionnaire_comes_back_with_the_same_content_hash(tmp_path, reference):
    value = library.questionnaire(reference)
    (tmp_path / "q.xlsx").write_bytes(sheets.export(value))
    assert sheets_reading.read(tmp_path / "q.xlsx").questionnaire == value


def test_everything_an_item_can_have_comes_back(questionnaire, edited):
    again = sheets_reading.read(edited(lambda book: None)).questionnaire
    assert again == questionnaire
    assert again.content_hash == questionnaire.content_hash


def test_the_three_sheets_people_edit_come_first(edited):
    book = openpyxl.load_workbook(edited(lambda book: None))
    assert book.sheetnames == ["tree", "items", "anchors", "options", "metrics", "evidence", "advice"]
    assert [cell.value for cell in book["tree"][1]][:6] == ["level", "id", "version", "title[en]", "title[zh_Hans]", "title[zh_Hant]"]


def test_traditional_chinese_has_a_column_only_where_somebody_wrote_it(tmp_path):
    plain = library.questionnaire_in(small.write(tmp_path / "q"))
    book = openpyxl.load_workbook(io.BytesIO(sheets.export(plain)))
    assert not [cell.value for sheet in book for cell in sheet[1] if "zh_Hant" in cell.value]


def test_an_edited_text_is_the_only_change(questionnaire, edited):
    again = sheets_reading.read(edited(lambda book: put(book, "items", 2, "text[en]", "A better question?"))).questionnaire
    assert again.items[0].text.get("en") == "A better question?"
    assert again.items[1:] == questionnaire.items[1:]


def test_rows_may_be_sorted_as_one_likes_where_order_means_nothing(questionnaire, edited):
    def turn(book):
        rows = [[cell.value for cell in row] for row in book["anchors"].iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            for index, value in enumerate(row, start=1):
                book["anchors"].cell(number, index).value = value

    assert sheets_reading.read(edited(turn)).questionnaire == questionnaire


def test_typing_as_people_type_changes_nothing(questionnaire, edited):
    def type_differently(book):
        put(book, "items", 2, "weight", "2.5")
        put(book, "items", 2, "verification", " document ")
        put(book, "items", 2, "na_allowed", "no")
        put(book, "items", 2, "applies_if", "A1.2 is no；\nA2.1 one of partly、all ; B1.1 at least 20.0")
        put(book, "items", 3, "critical", True)
        put(book, "metrics", 2, "points", "30:0；15: .6\n5:1.0")

    assert sheets_reading.read(edited(type_differently)).questionnaire == questionnaire


SPOILT = {
    "an unknown kind": (
        lambda b: put(b, "items", 2, "kind", "maturty"),
        r"q\.xlsx:items!C2: .*kind: `maturty` .* did you mean `maturity`\?",
    ),
    "a missing translation": (lambda b: put(b, "items", 3, "text[zh_Hans]", None), r"items!E3: .*text: the translation zh_Hans is missing"),
    "a missing question": (
        lambda b: [put(b, "items", 3, f"text[{each}]", None) for each in ("en", "zh_Hans")],
        r"items!B3: .*the key `text` is missing",
    ),
    "a missing level of anchors": (lambda b: put(b, "anchors", 4, "level", None), r"anchors!B4: level: `` is not a level — 0 to 5"),
    "a level twice": (lambda b: put(b, "anchors", 4, "level", 1), r"anchors!B4: level: level 1 of A1\.1 stands here twice"),
    "a long anchor": (lambda b: put(b, "anchors", 4, "text[en]", "word " * 26), r"anchors!C4: .*the anchor of level 2 has 26 words"),
    "an anchor of nothing": (lambda b: put(b, "anchors", 4, "item", "A9.9"), r"anchors!A4: item: there is no item `A9\.9` — "),
    "an item of nothing": (
        lambda b: put(b, "items", 2, "criterion", "A7"),
        r"items!A2: criterion: there is no criterion `A7` in the tree — one of",
    ),
    "an item twice": (
        lambda b: put(b, "items", 3, "id", "A1.1"),
        r"items!B3: .*the id `A1\.1` is given twice — the first is at .*items!B2",
    ),
    "an item out of place": (lambda b: put(b, "items", 3, "id", "B1.9"), r"items!B3: .*the id `B1\.9` does not belong in A1"),
    "a weight in words": (lambda b: put(b, "items", 2, "weight", "heavy"), r"items!\w2: .*weight: `heavy` is not a number"),
    "a formula": (lambda b: put(b, "items", 2, "weight", "=1+1"), r"items!\w2: a formula stands here"),
    "a strange condition": (
        lambda b: put(b, "items", 2, "applies_if", "B1.1 > 20"),
        r"applies_if: `B1\.1 > 20` is not a condition — `R2\.1 at least 20",
    ),
    "a condition on nothing": (lambda b: put(b, "items", 2, "applies_if", "B9.1 is true"), r"items!\w+2: .*there is no item `B9\.1`"),
    "strange points": (
        lambda b: put(b, "metrics", 2, "points", "30 = 0"),
        r"metrics!C2: points: this is not a value function — value in the unit",
    ),
    "points that turn back": (lambda b: put(b, "metrics", 2, "points", "30: 0; 5: 0.6; 15: 1"), r"metrics!C2: .*neither rise nor fall"),
    "a metric twice": (
        lambda b: b["metrics"].append([cell.value for cell in b["metrics"][2]]),
        r"metrics!A3: item: the metric of B1\.2 stands here twice",
    ),
    "a strange prerequisite": (
        lambda b: put(b, "advice", 3, "requires", "A1.2"),
        r"advice!\w3: requires: `A1\.2` is not a step of an item",
    ),
    "a missing step": (lambda b: put(b, "advice", 3, "to", 1), r"advice: .*the step to 2 is missing"),
    "an unknown effort": (lambda b: put(b, "advice", 2, "effort", "XL"), r"advice!\w2: .*effort: `XL` is not known here"),
    "an option worth too much": (lambda b: put(b, "options", 3, "value", 2), r"options!C3: .*value: `2` is too large"),
    "a renamed column": (
        lambda b: put(b, "metrics", 1, "unit", "units"),
        r"metrics!A1: unit: the column `unit` is missing — did you mean `units`",
    ),
    "a column that was meant otherwise": (
        lambda b: put(b, "tree", 1, "title[zh_Hant]", "titel[zh_Hant]"),
        r"tree!F1: titel\[zh_Hant\]: this column is unknown here — did you mean `title\[zh_Hant\]`",
    ),
    "an unknown language": (
        lambda b: put(b, "tree", 1, "title[zh_Hant]", "title[fr]"),
        r"tree!F1: title\[fr\]: this column is unknown here",
    ),
    "an unknown level of the tree": (
        lambda b: put(b, "tree", 3, "level", "elemnt"),
        r"tree!A3: level: `elemnt` is not a level .* did you mean `element`\?",
    ),
    "a criterion before its element": (
        lambda b: put(b, "tree", 3, "level", "criterion"),
        r"tree!A3: level: a criterion stands before the first element",
    ),
    "a second questionnaire": (
        lambda b: put(b, "tree", 3, "level", "questionnaire"),
        r"tree!A3: level: a second questionnaire begins here",
    ),
    "no questionnaire": (lambda b: put(b, "tree", 2, "level", None), r"tree!A2: level: "),
    "a version in words": (lambda b: put(b, "tree", 2, "version", "first"), r"tree!C2: version: `first` is not a whole number"),
    "no sheet of anchors": (lambda b: b.remove(b["anchors"]), r"the sheet `anchors` is missing"),
    "no sheet of evidence": (lambda b: b.remove(b["evidence"]), r"items!B2: .*the key `evidence` is missing"),
}


@pytest.mark.parametrize(("change", "said"), SPOILT.values(), ids=SPOILT.keys())
def test_a_fault_names_sheet_row_and_column(edited, change, said):
    with pytest.raises(Faults) as caught:
        sheets_reading.read(edited(change))
    assert re.search(said, str(caught.value)), str(caught.value)


def test_all_faults_of_a_workbook_are_told_at_once(edited):
    def spoil(book):
        put(book, "items", 2, "kind", "maturty")
        put(book, "options", 3, "value", 2)
        put(book, "anchors", 4, "item", "A9.9")
        put(book, "advice", 2, "effort", "XL")

    with pytest.raises(Faults) as caught:
        sheets_reading.read(edited(spoil))
    assert {fault.place.partition("!")[0] for fault in caught.value.faults} >= {"items", "options", "anchors", "advice"}


_WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=20).filter(
    lambda w: w.strip() and "_x" not in w
)
_NUMBERS = st.floats(0.001, 1000, allow_nan=False)


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(_WORDS, min_size=12, max_size=12), weight=_NUMBERS, middle=st.floats(5.001, 29.999), worth=st.floats(0.001, 0.999))
def test_any_questionnaire_comes_back_as_it_was(tmp_path, words, weight, middle, worth):
    parts = copy.deepcopy(small.elements())
    chosen = iter(words)
    for element in parts.values():
        element["title"] = {"en": next(chosen), "zh_Hans": next(chosen), "zh_Hant": next(chosen)}
    first, metric = parts["A"]["criteria"][0]["items"][0], parts["B"]["criteria"][0]["items"][1]
    first["weight"] = weight
    first["anchors"][3] = {"en": next(chosen), "zh_Hans": next(chosen)}
    metric["metric"]["points"] = [[30, 0], [middle, worth], [5, 1]]
    metric["advice"][0]["to"] = middle
    value = library.questionnaire_in(small.write(tmp_path / "q", parts=parts))
    (tmp_path / "q.xlsx").write_bytes(sheets.export(value))
    assert sheets_reading.read(tmp_path / "q.xlsx").questionnaire.content_hash == value.content_hash


def test_what_a_questionnaire_answers_elsewhere_goes_along(tmp_path):
    questionnaire = library.questionnaire("crm-implementation@1")
    (tmp_path / "q.xlsx").write_bytes(sheets.export(questionnaire))
    back = sheets_reading.read(tmp_path / "q.xlsx").questionnaire
    assert back.answers_elsewhere == questionnaire.answers_elsewhere != ()
    assert back.content_hash == questionnaire.content_hash
