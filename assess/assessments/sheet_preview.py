"""What a sheet would change, before it does: item by item, field by field, old beside new; and the change itself, once it was confirmed.

A sheet says in which version it shows every answer. A row that stands as it was shown says nothing, whatever became of the answer since. A
row that was changed counts where the answer still is in that version; where somebody else has changed it meanwhile, nothing is written,
and both are shown. References that are not known yet are added; none is taken away by a sheet.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import answer_checking, answer_words, answers, evidence, item_place, pinning
from assess.assessments.answer_checking import OF_OTHERS, Answer
from assess.assessments.answers import Place, Saved
from assess.assessments.evidence import Described
from assess.assessments.sheet_reading import Sent
from assess.assessments.tables import AnswerRow, EvidenceRow
from assess.method.questionnaire import Criterion, Item
from assess.people.actor import Actor
from assess.people.tables import AccountRow
from assess.platform import forms

IMPORTED = "imported"
"""The act of a version of an answer that came with a sheet."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an answer that would change: old beside new, or theirs beside what the sheet says; empty where nothing stands."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of one item; ``answer`` is written onto ``version`` where ``fields`` change, ``pieces`` are added."""

    item: Item
    criterion: Criterion
    version: int
    answer: Answer | None
    fields: tuple[Field, ...]
    pieces: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """An item whose answer the sheet changed, and somebody else as well: old is what stands there now, by whom and since when."""

    item: Item
    criterion: Criterion
    fields: tuple[Field, ...]
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """What a sheet would do: changes, what somebody changed meanwhile, what is not the sender's to change, evidence that is a file."""

    changes: tuple[Change, ...] = ()
    meanwhile: tuple[Meanwhile, ...] = ()
    not_yours: tuple[Item, ...] = ()
    files: tuple[Item, ...] = ()

    @property
    def versions(self) -> dict[str, int]:
        """The versions the changes are based on, by item: what a confirmation is about."""
        return {change.item.id: change.version for change in self.changes}


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done: how many answers and references are new, and what could not be, because somebody changed it meanwhile."""

    answers: int
    references: int
    meanwhile: tuple[Meanwhile, ...]


@dataclass(frozen=True, slots=True)
class _Current:
    version: int
    answer: Answer
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class _Known:
    """What is there when a sheet comes: answers that count, what earlier versions held, evidence by item (removed pieces as well)."""

    current: Mapping[str, _Current]
    bases: Mapping[tuple[str, int], Answer]
    pieces: Mapping[str, frozenset[Described]]
    hashes: Mapping[str, frozenset[str]]


def preview(session: Session, actor: Actor, place: Place, sent: Sent, language: str) -> Preview:
    """Return what a sheet would do. Its queries do not depend on how much it changes."""
    questionnaire = pinning.questionnaire(session, place.stored.pins)
    known = _known(session, place, sent)
    changes: list[Change] = []
    meanwhile: list[Meanwhile] = []
    not_yours: list[Item] = []
    files: list[Item] = []
    for criterion in questionnaire.criteria:
        own, seen = place.may_answer(actor, criterion.id), place.may_see(actor, criterion.id)
        for item in criterion.items:
            if not own and not seen:  # nothing is said of what stands there
                not_yours += [item] if sent.answers.get(item.id) or sent.evidence.get(item.id) else []
                continue
            found = _of_item(item, criterion, sent, known, language)
            if not own:
                not_yours += [item] if found else []
            elif isinstance(found, Change):
                changes.append(found)
            elif found:
                meanwhile.append(found)
            if own and set(sent.hashed.get(item.id, ())) - known.hashes.get(item.id, frozenset()):
                files.append(item)
    return Preview(tuple(changes), tuple(meanwhile), tuple(not_yours), tuple(files))


def apply(
    session: Session, actor: Actor, place: Place, sent: Sent, confirmed: Mapping[str, int], *, language: str, now: datetime.datetime
) -> Applied:
    """Do what was confirmed, and nothing else: items with the versions they were shown in (``Preview.versions``).

    An item that stands in another version by now is left as it is, and listed. Raises Refused where the assessment is no longer open.
    """
    item_place.must(place.stored.is_open)
    found = preview(session, actor, place, sent, language)
    meanwhile = [each for each in found.meanwhile if each.item.id in confirmed]
    written = added = 0
    for change in found.changes:
        if confirmed.get(change.item.id) != change.version:
            continue
        if change.fields:
            done = _save(session, actor, place, change, now)
            if not isinstance(done, Saved):
                meanwhile.append(_meanwhile(change, done, language))
                continue
            written += 1
        here = item_place.at(place, actor, pinning.questionnaire(session, place.stored.pins), change.item.id)
        for piece in change.pieces:
            evidence.add_reference(session, actor, here, piece, now=now)
            added += 1
    return Applied(written, added, tuple(meanwhile))


def _save(session: Session, actor: Actor, place: Place, change: Change, now: datetime.datetime) -> Saved | answers.Conflict:
    return answers.save(
        session,
        actor,
        place.stored,
        change.item.id,
        change.answer,
        version=change.version,
        now=now,
        assigned=place.assigned,
        act=IMPORTED,
    )


def _meanwhile(change: Change, conflict: answers.Conflict, language: str) -> Meanwhile:
    fields = _fields(change.item, conflict.answer or {}, change.answer or {}, language)
    return Meanwhile(change.item, change.criterion, fields, conflict.by, conflict.at)


def _of_item(item: Item, criterion: Criterion, sent: Sent, known: _Known, language: str) -> Change | Meanwhile | None:
    """Return what a sheet does to one item; None where it says nothing new."""
    current = known.current.get(item.id)
    stands = current.answer if current else {}
    pieces = _new_pieces(item, sent, known)
    given = sent.answers.get(item.id) or {}
    if item.id not in sent.answers or _same(given, stands) or _says_nothing(item, given, sent, known):
        return Change(item, criterion, current.version if current else 0, None, (), pieces) if pieces else None
    fields = _fields(item, stands, given, language)
    version = current.version if current else 0
    shown_in = version if sent.versions is None and not stands else (sent.versions or {}).get(item.id)
    if shown_in == version or current is None:
        return Change(item, criterion, version, answer_checking.kept_words(given, stands) or None, fields, pieces)
    return Meanwhile(item, criterion, fields, current.by, current.at)


def _says_nothing(item: Item, given: Answer, sent: Sent, known: _Known) -> bool:
    """Whether a row stands as it was shown: in a sheet that does not say what it showed, whether it is empty."""
    shown_in = (sent.versions or {}).get(item.id)
    if shown_in is None:
        return not given
    current = known.current.get(item.id)
    if current and current.version == shown_in:
        return False  # it was compared with that already
    return _same(given, known.bases.get((item.id, shown_in), {}))


def _same(given: Answer, stands: Answer) -> bool:
    """Whether an answer says what stands there; words that are kept in several languages are the same in any of them."""
    return answer_checking.kept_words(given, stands) == _own(stands)


def _own(answer: Answer) -> Answer:
    """Return what whoever answers has to say of an answer."""
    return {key: value for key, value in answer.items() if key not in OF_OTHERS and key != "unit"}


def _fields(item: Item, old: Answer, new: Answer, language: str) -> tuple[Field, ...]:
    """Return the fields in which two answers differ, in words; none of those that a sheet does not say."""
    before = {line.key: line for line in answer_words.lines(item, _own(old), language)}
    after = {line.key: line for line in answer_words.lines(item, _own(answer_checking.kept_words(new, old)), language)}
    found = []
    for key in answer_words.LABELS:
        line = before.get(key) or after.get(key)
        was, becomes = (side[key].text if key in side else "" for side in (before, after))
        if line and was != becomes:
            found.append(Field(line.label, was, becomes))
    return tuple(found) or (Field(answer_words.label("given", language), _text(before), _text(after)),)


def _text(lines: Mapping[str, answer_words.Line]) -> str:
    return lines["given"].text if "given" in lines else ""


def _new_pieces(item: Item, sent: Sent, known: _Known) -> tuple[Described, ...]:
    held = known.pieces.get(item.id, frozenset())
    return tuple(dict.fromkeys(piece for piece in sent.evidence.get(item.id, ()) if piece not in held))


def _known(session: Session, place: Place, sent: Sent) -> _Known:
    id_ = place.stored.id
    statement = (
        select(AnswerRow.item, AnswerRow.version, AnswerRow.content, AccountRow.name, AnswerRow.at)
        .join(AccountRow, AccountRow.id == AnswerRow.by)
        .where(AnswerRow.assessment_id == id_)
    )
    current = {item: _Current(version, json.loads(text) or {}, name, at) for item, version, text, name, at in session.execute(statement)}
    shown = sent.versions or {}
    older = [(item, version) for item, version in shown.items() if version and (item not in current or current[item].version != version)]
    pieces: dict[str, set[Described]] = {}
    hashes: dict[str, set[str]] = {}
    for row in session.scalars(select(EvidenceRow).where(EvidenceRow.assessment_id == id_)):
        pieces.setdefault(row.item, set()).add(_as_sent(row))
        hashes.setdefault(row.item, set()).update({row.sha256} - {""})
    return _Known(
        current,
        answers.bases(session, place.stored, older),
        {item: frozenset(each) for item, each in pieces.items()},
        {item: frozenset(each) for item, each in hashes.items()},
    )


def _as_sent(row: EvidenceRow) -> Described:
    """Return a piece as a sheet says it."""
    title, note = forms.cleaned(row.title), forms.cleaned(row.note, lines=True)
    return Described(row.kind, title, row.date, row.sample, forms.cleaned(row.reference or row.file_name), note)
