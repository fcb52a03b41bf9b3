"""Faults in the words of the answer sheet: not a key that is missing in a file nobody sees, but the cell that is to be filled in.

The reader of assessment files finds what is wrong by the rules of the format. Whoever filled in a sheet knows rows and columns: the
item or key of the row stands for the path, and the fault moves to the cell that will be written to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assess.assessments import labels
from assess.catalogue.spreadsheet import Row, Sheet
from assess.platform.faults import Fault

_PLACE = re.compile(r"(\w+)!([A-Z]+)([0-9]+)\Z")
_MISSING = re.compile(r"the key `(\w+)` is missing\Z")
_CLEAR = "clear this cell"


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a fault of the format is said in a sheet: in which column, and what would be right; what is left blank stays as it is."""

    wrong: re.Pattern[str]
    heading: str = ""
    says: str = ""
    right: str = ""


_RULES = tuple(
    _Rule(re.compile(wrong), heading, says, right)
    for wrong, heading, says, right in (
        (r"the number of records sampled is not said", "sample", "", "a whole number from 1"),
        (r"evidence of kind \w+ has no sample", "", "only evidence of the kind sampling has a number of records", _CLEAR),
        (r"an N/A of an assessed assessment must be approved", "approved_by", "", "write who approved it"),
        (r"only an N/A is approved", "", "", f"write the reason into `not_applicable`, or {_CLEAR}"),
        (r"\S+ must not be answered N/A", "", "", "clear this cell and answer the item"),
        (r"an item is either answered or not applicable", "", "", f"{_CLEAR}, or the reason of the N/A"),
        (r"what does not apply cannot be verified", "", "", "clear what was found, or the reason of the N/A"),
        (r"`(conforming|sampled)` does not answer", "", "only percentages are answered by records", _CLEAR),
        (r"\S+ has no answer here", "answer", "there is no answer", "answer the item, or clear the row"),
        (r"a percentage and a sample are given", "", "", "clear one of the two"),
        (r"an item of kind \w+ has no trend", "", "this item has no trend", _CLEAR),
        (r"the scheme \S+ knows no (deductions|bonus)", "", "", f"only star schemes have them; {_CLEAR}"),
    )
)
_FILL = {
    "conforming": "how many of the sampled records conform",
    "sampled": "how many records were looked at",
    "title": "what the evidence is",
    "kind": "what kind of evidence it is",
    "text": "what was found",
    "grade": "choose a grade",
    "id": "a short name of the finding, like F1",
    "item": "the id of an item, like L1.1",
    "role": "choose a role",
    "name": "a name",
    "period": "a year like 2026, or a part of one like 2026-H1",
    "overall": "a score from 0 to 100",
}


def named(row: Row, heading: str) -> str:
    """Return what a row is called: by its item in ``answers``, by its key in ``assessment``, elsewhere by the column of the fault."""
    return {"answers": row.text("item"), "assessment": row.text("key")}.get(row.sheet.name, heading) or heading


def in_sheet_words(fault: Fault, sheets: Mapping[str, Sheet]) -> Fault:
    """Return a fault as the sheet would say it; one that is not in a cell stays as it is."""
    found = _PLACE.match(fault.place)
    sheet = sheets.get(found[1]) if found else None
    if found is None or sheet is None:
        return fault
    row = next((each for each in sheet.rows if each.number == int(found[3])), None)
    heading = next((heading for heading, letter in sheet.letters.items() if letter == found[2]), "")
    return _reworded(replace(fault, key=named(row, heading) if row else fault.key), fault.key, sheet, int(found[3]))


def _reworded(fault: Fault, path: str, sheet: Sheet, number: int) -> Fault:
    """Say a fault in the words of its row; ``path`` is where it was in the file."""
    if missing := _MISSING.match(fault.wrong):
        right = _FILL.get(missing[1], "")
        if sheet.name == "assessment":
            right = (labels.KEYS[path].get("en") or "") if path in labels.KEYS else right
        return replace(fault, place=_place(fault, path, missing[1], sheet, number), wrong="nothing is filled in here", right=right)
    for rule in _RULES:
        if rule.wrong.match(fault.wrong):
            place = _place(fault, path, rule.heading, sheet, number) if rule.heading else fault.place
            right = "write what was found, or clear the cells beside it" if path.endswith(".verified") else rule.right or fault.right
            return replace(fault, place=place, wrong=rule.says or fault.wrong, right=right)
    right = re.sub(
        r"; put it in quotes if it is text: .*|(remove the key|leave the key out)", lambda said: _CLEAR if said[1] else "", fault.right
    )
    return replace(fault, right=right)


def _place(fault: Fault, path: str, key: str, sheet: Sheet, number: int) -> str:
    """Return the cell in which ``key`` is filled in, in the row of the fault; the fault's own where there is no such column."""
    heading = key
    if sheet.name == "answers":
        if ".evidence[" in path:
            heading = f"evidence_{key}"
        elif path.startswith("findings["):
            heading = {"text": "finding", "grade": "finding_grade"}.get(key, key)
        elif path.endswith(".verified") or ".verified." in path:
            heading = "verified" if key == "answer" else f"verified_{key}"
    return f"{sheet.name}!{sheet.letters[heading]}{number}" if heading in sheet.letters else fault.place
