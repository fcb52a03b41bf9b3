"""What is wrong with a sheet that came back, said in the reader's language: the cell, and what would be right there.

In English every fault says in detail what is wrong. In other languages it names the cell and what belongs there, which is enough to put
it right: the details are made of parts that do not translate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assess.assessments import answering_words
from assess.catalogue.spreadsheet import Sheet
from assess.method.questionnaire import Item, Kind
from assess.platform import locale
from assess.platform.faults import Fault, printable
from assess.platform.locale import mark as _

_CELL = re.compile(r"(\w+)!([A-Z]+)[0-9]+\Z")
_OF_KIND = {Kind.MATURITY: "level", Kind.YES_NO: "yes", Kind.CHOICE: "choice", Kind.PERCENT: "percent", Kind.METRIC: "value"}
_OF_ANSWER = frozenset({"conforming", "sampled", "unit", "not_applicable", "note", "measured", "trend"})
_OF_EVIDENCE = {
    "title": _("say what the evidence is"),
    "kind": _("choose what kind of evidence it is"),
    "date": _("a day such as 2026-03-31"),
    "sample": _("a whole number from 1"),
}
_BEGINNINGS = (
    ("a formula stands here", _("a formula stands here; replace it by its value")),
    ("the text has a control character", _("the text has a control character; remove it")),
    ("there is no such item", _("there is no such item; check the id")),
    ("there is no answer to", _("there is no such item; check the id")),
    ("the item of this row is not said", _("there is no such item; check the id")),
    ("this sheet is for another", _("this sheet was made for another assessment or another questionnaire")),
    ("N/A is not an answer", _("write the reason into the column not_applicable")),
)
_TWICE = re.compile(r"(the item \S+|this heading) stands here twice")
_OTHERWISE = _("this cannot be read; correct it or clear the cell")
_COLUMNS = _("a sheet or a column is missing, or was given another name; download the sheet again")
_NO_WORKBOOK = _("this cannot be read as an Excel workbook. Save it as .xlsx, without macros and without a password")
_READ_AS = re.compile(r"(\S+): (\S+) is read as \S+ %; write (\S+) if you mean .*")
_OWN_COLUMNS = re.compile(r"columns of your own are not read: (.*)")


def fault(found: Fault, sheets: Mapping[str, Sheet], items: Mapping[str, Item], language: str, translated: Iterable[str] = ()) -> str:
    """Return a fault as its reader is told; ``translated`` are those wrongs that stand in his language already."""
    if language == "en":
        return str(found)
    text = found.wrong if found.wrong in translated else locale.gettext(_message(found, sheets), language)
    if heading := _heading(found, sheets):
        text = _of_cell(found, heading, items, language) or text if found.wrong not in translated else text
    item = f" {found.key}" if found.key in items else ""
    return printable(f"{found.file} {found.place}{item}：{text}".replace(" ：", "："))


def note(said: str, language: str) -> str:
    """Return a note of the reader of sheets in the reader's language."""
    if found := _READ_AS.match(said):
        message = _("{cell}: {number} is read as {number} %. Write {meant} if you mean {meant} %.")
        return locale.gettext(message, language).format(cell=found[1], number=found[2], meant=found[3])
    if found := _OWN_COLUMNS.match(said):
        return locale.gettext(_("Columns of your own are not read: {columns}"), language).format(columns=found[1])
    return said


def _message(found: Fault, sheets: Mapping[str, Sheet]) -> str:
    if _TWICE.match(found.wrong):
        return _("this stands here twice; keep one of them")
    for beginning, message in _BEGINNINGS:
        if found.wrong.startswith(beginning):
            return message
    if not found.place:
        return _COLUMNS if "is missing" in found.wrong else _NO_WORKBOOK
    return _COLUMNS if found.place.endswith("1") and _CELL.match(found.place) and not sheets else _OTHERWISE


def _heading(found: Fault, sheets: Mapping[str, Sheet]) -> str:
    """Return the heading of the column a fault is in; nothing where it says by itself what to do."""
    cell = _CELL.match(found.place)
    sheet = sheets.get(cell[1]) if cell else None
    if cell is None or sheet is None or _TWICE.match(found.wrong) or any(found.wrong.startswith(each) for each, _said in _BEGINNINGS):
        return ""
    heading = next((heading for heading, letter in sheet.letters.items() if letter == cell[2]), "")
    return f"evidence_{heading}" if sheet.name == "evidence" else heading


def _of_cell(found: Fault, heading: str, items: Mapping[str, Item], language: str) -> str:
    """Return what belongs in a cell, with what its column is called; nothing where nothing is known of it."""
    item = items.get(found.key)
    key = _OF_KIND[item.kind] if heading in {"answer", "item"} and item else heading
    if key in _OF_ANSWER or key in _OF_KIND.values():
        return answering_words.fault(Fault("", "", key, ""), language)
    message = _OF_EVIDENCE.get(heading.removeprefix("evidence_")) if heading.startswith("evidence_") else None
    return locale.gettext(message, language) if message else ""
