"""An answer sheet that comes back to a stored assessment: the answers in it as they would be saved, and everything wrong by its cell.

Only answers and references are read. Who answered, who approved an N/A and what assessors found is known here, and files are added on the
page of their item: what a sheet says of these is not taken.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assess.assessments import answer_checking, evidence, sheet_faults, sheets, sheets_reading
from assess.assessments.answer_checking import Answer
from assess.assessments.evidence import Described
from assess.assessments.sheets_reading import Filled
from assess.assessments.stored import Stored
from assess.catalogue import schema, spreadsheet, typed
from assess.catalogue.schema import did_you_mean
from assess.catalogue.spreadsheet import Sheet
from assess.method.questionnaire import Item, Questionnaire
from assess.platform import forms, locale
from assess.platform.faults import Fault, Faults

_REQUIRED = {"assessment": sheets.ASSESSMENT[:2], "answers": ("item", "answer")}
_OPTIONAL = {"evidence": sheets.EVIDENCE[:3], "versions": sheets.VERSIONS}
_KNOWN = {**sheets.HEADINGS, "versions": sheets.VERSIONS}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a sheet says of the items that have a row in it: their answer, None where the row is empty, and their evidence.

    ``versions`` are those the answers were shown in when the sheet was made; None for a sheet that does not say. ``hashed`` holds the
    hashes of evidence that is a file. With ``faults`` nothing else is to be relied on.
    """

    answers: Mapping[str, Answer | None] = field(default_factory=dict)
    evidence: Mapping[str, tuple[Described, ...]] = field(default_factory=dict)
    hashed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    versions: Mapping[str, int] | None = None
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def read(path: Path, stored: Stored, questionnaire: Questionnaire, *, name: str, language: str) -> Sent:
    """Read a sheet that was filled in for an assessment; faults, which call the file ``name``, and notes are in ``language``."""
    found: dict[str, Sheet] = {}
    translated: set[str] = set()
    try:
        found = spreadsheet.read(path, required=_REQUIRED, optional=_OPTIONAL, known=_KNOWN, labelled=sheets_reading.labelled)
        unknown, notes = spreadsheet.own_columns(found, _KNOWN)
        if faults := [*_of_another(found["assessment"], stored, questionnaire), *unknown]:
            raise Faults(faults)
        sent, wrong = _Reading(Filled(str(path), found, notes=notes), stored, questionnaire, language, translated).sent()
    except Faults as unsound:
        sent, wrong = Sent(), list(unsound.faults)
    called = [replace(fault, file=name if fault.file == str(path) else fault.file) for fault in wrong]
    said = [sheet_faults.fault(fault, found, questionnaire.item_by_id, language, translated) for fault in called]
    notes = [sheet_faults.note(note.removeprefix(f"{path}:").strip(), language) for note in sent.notes]
    return replace(sent, faults=tuple(dict.fromkeys(said)), notes=tuple(notes))


def _of_another(frame: Sheet, stored: Stored, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Yield what shows that a sheet was made for another assessment or another questionnaire; one made for no assessment may come."""
    rows = {row.text("key"): row for row in frame.rows}
    expected = {
        "id": stored.id,
        "questionnaire": questionnaire.reference,
        "packs": _sorted([each.reference for each in questionnaire.packs]),
    }
    for key, right in expected.items():
        written = rows[key].text("value") if key in rows else ""
        given = _sorted(written.replace(",", " ").split()) if key == "packs" else written
        if given != right and (given or key != "id"):
            wrong = f"this sheet is for another {'assessment' if key == 'id' else 'questionnaire'}: {key} is {typed.shown(given)}"
            place = rows[key].cell("value") if key in rows else f"{frame.name}!A1"
            yield Fault(frame.file, place, key, wrong, f"`{right}`" if right else "nothing")


def _sorted(packs: list[str]) -> str:
    return ", ".join(sorted(packs))


@dataclass(slots=True)
class _Reading:
    """One pass over the answers of a sheet; collects faults instead of stopping at the first."""

    filled: Filled
    stored: Stored
    questionnaire: Questionnaire
    language: str
    translated: set[str]
    unsound: list[Fault] = field(default_factory=list)
    cells: Mapping[Any, str] = field(default_factory=dict)

    def sent(self) -> tuple[Sent, list[Fault]]:
        """Return everything the sheet says, and everything wrong with it; ``translated`` gathers what is said in the reader's language."""
        document = self.filled.answers_to(self.questionnaire.item_by_id)
        self.cells = document.cells
        plain: dict[str, Answer] = document.value["answers"]
        answers: dict[str, Answer | None] = {}
        pieces: dict[str, tuple[Described, ...]] = {}
        hashed: dict[str, tuple[str, ...]] = {}
        for id_ in dict.fromkeys([*self.filled.standing, *plain]):
            item = self._item(id_)
            given = plain.get(id_, {})
            listed = given.pop("evidence", [])
            if item is None:
                continue
            if id_ in self.filled.standing:
                answers[id_] = self._answer(item, given)
            pieces[id_] = tuple(self._piece(id_, index, each) for index, each in enumerate(listed) if not each.get("sha256"))
            hashed[id_] = tuple(str(each["sha256"]).lower() for each in listed if each.get("sha256"))
        faults = self.filled.told(tuple(self.unsound))
        notes = tuple(note for note in self.filled.notes if ": not in the sheet: " not in note)
        return Sent(answers, pieces, hashed, _versions(self.filled.sheets.get("versions")), notes), schema.in_order(faults)

    def _item(self, id_: str) -> Item | None:
        item = self.questionnaire.item_by_id.get(id_)
        if item is None and id_:
            right = did_you_mean(id_, self.questionnaire.item_by_id, otherwise="check the id")
            self.unsound.append(Fault(self.filled.file, self.filled.standing.get(id_, ""), id_, "there is no such item", right))
        return item

    def _answer(self, item: Item, given: Answer) -> Answer | None:
        """Return an answer as it would be saved; what is wrong is told at its cell."""
        try:
            return answer_checking.checked(self.questionnaire, item, given)
        except Faults as wrong:
            for fault in wrong.faults:
                path: tuple[str | int, ...] = ("answers", item.id, fault.key)
                place = self.cells.get(path) or self.cells.get(path[:2]) or self.filled.standing[item.id]
                self.unsound.append(Fault(self.filled.file, place, f"answers.{item.id}", fault.wrong, fault.right))
            return None

    def _piece(self, id_: str, index: int, plain: Mapping[str, Any]) -> Described:
        """Return a piece of evidence as it would be added; what is wrong is told at its cell."""
        sample = plain.get("sample")
        described = Described(
            kind=str(plain.get("kind", "")),
            title=forms.cleaned(str(plain.get("title", ""))),
            date=_day(plain.get("date")),
            sample=sample if isinstance(sample, int) else None,
            reference=forms.cleaned(str(plain.get("reference", ""))),
            note=forms.cleaned(str(plain.get("note", "")), lines=True),
        )
        path: tuple[str | int, ...] = ("answers", id_, "evidence", index)
        for heading, message in evidence.wrong(described, self.stored.date):
            place = self.cells.get((*path, heading)) or self.cells.get(path) or self.cells.get(path[:3], "")
            if place not in self.filled.unread:
                said = locale.gettext(message, self.language)
                self.translated.add(said)
                self.unsound.append(Fault(self.filled.file, place, id_, said))
        return described


def _versions(sheet: Sheet | None) -> dict[str, int] | None:
    """Return the versions a sheet was made from; what somebody made of that hidden sheet is not relied on."""
    if sheet is None:
        return None
    return {row.text("item"): version for row in sheet.rows if isinstance(version := row.get("version"), int)}


def _day(written: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None  # told where it was read
