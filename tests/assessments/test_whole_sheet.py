"""Everything a sample answers, typed into the answer sheet and read back, is the same assessment: the same score to the last bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assess.assessments import file, labels, sheets, sheets_reading
from assess.catalogue import library
from assess.method.questionnaire import Item, Kind
from assess.platform import documents
from assess.platform.locale import say
from assess.platform.shelves import shelf
from assess.results.evaluate import evaluate
from tests.assessments.filled_sheet import Filled

SAMPLES = sorted((shelf("questionnaires") / "customer-management" / "1" / "samples").glob("*.yaml"))
OF_ASSESSMENT = ("period", "date", "kind", "scheme", "scope", "summary", "sampling")


def words(value: Any) -> Any:
    return value["en"] if isinstance(value, dict) else value


def typed(item: Item, given: dict[str, Any], prefix: str, language: str) -> dict[str, Any]:
    """Return the cells a person fills in for what was given."""
    found = {f"{prefix}_{key}" if prefix else key: given[key] for key in ("conforming", "sampled") if key in given}
    value = next((given[key] for key in ("level", "choice", "percent", "value") if key in given), None)
    if item.kind is Kind.YES_NO and "yes" in given:
        value = say(labels.PHRASES["yes" if given["yes"] else "no"], language)
    if item.kind is Kind.CHOICE and value is not None and language != "en":
        value = next(say(option.text, language) for option in item.options if option.id == value)
    if "not_measured" in given:
        value = say(labels.PHRASES["not_measured"], language)
    return found | ({prefix or "answer": value} if value is not None else {})


def evidence(each: dict[str, Any], language: str, prefix: str = "") -> dict[str, Any]:
    cells = {f"{prefix}{key}": words(value) for key, value in each.items() if key != "sha256" or not prefix}
    return cells | {f"{prefix}kind": say(labels.WORDS["evidence"][each["kind"]], language)}


def fill(sheet: Filled, plain: dict[str, Any], items: dict[str, Item], language: str) -> None:
    """Type a whole assessment into a sheet."""
    sheet.set("organisation.name", words(plain["organisation"]["name"]))
    for key, value in plain["organisation"].items():
        sheet.set(f"organisation.{key}", words(value))
    for key in OF_ASSESSMENT:
        if key in plain:
            sheet.set(key, words(plain[key]))
    for key, value in plain.get("target", {}).get("elements", {}).items():
        sheet.set(f"target.elements.{key}", value)
    row = 3
    for id_, answer in plain["answers"].items():
        first, *more = answer.get("evidence", [None])
        found = answer.get("verified", {})
        cells = typed(items[id_], answer, "", language) | typed(items[id_], found, "verified", language)
        cells |= {key: words(answer[key]) for key in ("not_applicable", "approved_by", "by", "note", "measured", "from") if key in answer}
        cells |= {f"verified_{key}": words(found[key]) for key in ("by", "note") if key in found}
        cells |= evidence(first, language, "evidence_") if first else {}
        if "trend" in answer:
            cells["trend"] = "; ".join(map(str, answer["trend"]))
        sheet.answer(id_, **{key: value for key, value in cells.items() if key in sheet.columns["answers"]})
        for each in more:
            sheet.add("evidence", row, item=id_, **evidence(each, language))
            row += 1
    for number, finding in enumerate(plain.get("findings", []), start=3):
        chosen = {key: say(labels.WORDS[key][finding[key]], language) for key in ("grade", "status") if key in finding}
        sheet.add("findings", number, **{key: words(value) for key, value in finding.items()} | chosen)


@pytest.mark.parametrize("language", ["en", "zh_Hant"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sheet_filled_in_by_hand_scores_as_the_file_does(sample: Path, language: str, tmp_path: Path):
    plain = documents.read(sample).value
    questionnaire = library.questionnaire(plain["questionnaire"], plain.get("packs", ()))
    sheet = Filled(sheets.template(questionnaire, language=language, schemes=[plain["scheme"]]))
    fill(sheet, plain, questionnaire.item_by_id, language)
    sheet.book.save(tmp_path / "a.xlsx")
    imported = sheets_reading.read(tmp_path / "a.xlsx", output=tmp_path / "a.yaml")
    assert len(imported.case.assessment.answers) == len(questionnaire.items)
    from_sheet, from_file = (evaluate(case, draws=0).result for case in (imported.case, file.read(sample)))
    assert from_sheet == from_file
    (tmp_path / "a.yaml").write_bytes(imported.yaml)
    assert evaluate(file.read(tmp_path / "a.yaml"), draws=0).result == from_file
