"""A criterion page that was sent as one form: what changed is saved, what could not be is shown again as it was typed.

An item that stands as it was shown is left alone, whatever became of it meanwhile. Where somebody else changed it as well, both answers are
shown beside each other; once whoever sent it has chosen field by field, his own becomes a version, and then what was chosen.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import flask
from markupsafe import Markup
from sqlalchemy.orm import Session

from assess.assessments import answer_words, answering_form, answering_words, answers
from assess.assessments.answer_checking import Answer
from assess.assessments.answering_page import Sheet, Typed
from assess.assessments.answers import Conflict, Saved
from assess.method.questionnaire import Item
from assess.people.actor import Actor
from assess.platform import pages
from assess.platform.faults import Faults
from assess.platform.locale import mark as _

PARTS = {
    "answer": ("level", "yes", "choice", "percent", "conforming", "sampled", "value", "not_measured", "not_applicable", "unit"),
    "note": ("note",),
    "measured": ("measured",),
    "trend": ("trend",),
}
"""What is chosen as one when two answers meet: the keys that only make sense together."""
_TITLES = {"answer": _("Answer given"), **{key: answer_words.LABELS[key] for key in ("note", "measured", "trend")}}
_WORDED = {"answer": ("given", "not_applicable"), "note": ("note",), "measured": ("measured",), "trend": ("trend",)}


@dataclass(frozen=True, slots=True)
class Part:
    """A part in which two answers differ, both in words; ``untouched`` when whoever sent his left it as he had found it."""

    key: str
    title: str
    theirs: str
    yours: str
    untouched: bool


def save(session: Session, actor: Actor, sheet: Sheet, form: Mapping[str, str], *, now: datetime.datetime) -> dict[str, Typed]:
    """Save what changed; return what could not be saved, by item."""
    sent = {item.id: _Sent(item, form) for item in sheet.criterion.items}
    stale = [(id_, each.version) for id_, each in sent.items() if each.version != sheet.version(id_)]
    bases = answers.bases(session, sheet.stored, stale)
    left: dict[str, Typed] = {}
    for id_, each in sent.items():
        base = bases.get((id_, each.version), {}) if each.version != sheet.version(id_) else sheet.answer(id_) or {}
        if each.taken or answering_form.read(each.item, answering_form.fields(each.item, base, pages.language())) != each.answer:
            left |= _kept(session, actor, sheet, each, base, now)
    return left


def parts(item: Item, theirs: Answer | None, yours: Answer | None, base: Answer, language: str) -> tuple[Part, ...]:
    """Return the parts in which two answers differ that were both made of ``base``."""
    words = [{line.key: line.text for line in answer_words.lines(item, each, language)} for each in (theirs, yours)]
    found = []
    for key, keys in PARTS.items():
        if key not in answering_form.hidden(item) and any((theirs or {}).get(each) != (yours or {}).get(each) for each in keys):
            one, other = (" ".join(word[each] for each in _WORDED[key] if each in word) for word in words)
            untouched = all(base.get(each) == (yours or {}).get(each) for each in keys)
            found.append(Part(key, _TITLES[key], one, other, untouched))
    return tuple(found)


class _Sent:
    """What was sent for one item."""

    def __init__(self, item: Item, form: Mapping[str, str]) -> None:
        self.item = item
        self.fields = {name: form[key] for name in answering_form.FIELDS if (key := f"{item.id}.{name}") in form}
        self.answer = answering_form.read(item, self.fields)
        self.version = _whole(form.get(f"{item.id}.version", ""))
        self.taken = {part: form[key] for part in PARTS if (key := f"{item.id}.take.{part}") in form}
        """Whose part is to count, where a conflict was shown."""


def _kept(session: Session, actor: Actor, sheet: Sheet, sent: _Sent, base: Answer, now: datetime.datetime) -> dict[str, Typed]:
    version = sent.version
    try:
        for answer in _steps(sheet, sent):
            outcome = _save(session, actor, sheet, sent.item, answer, version, now)
            if isinstance(outcome, Conflict):
                return {sent.item.id: _in_conflict(sent, outcome, base)}
            version = outcome.version
    except Faults as found:
        said = tuple(answering_words.fault(fault, pages.language()) for fault in found.faults)
        return {sent.item.id: Typed(sent.fields, tuple(dict.fromkeys(said)), version=version)}
    return {}


def _steps(sheet: Sheet, sent: _Sent) -> Iterator[Answer | None]:
    """Yield what is to be saved one after the other: what was sent, then what was chosen of it and theirs."""
    yield sent.answer
    if "theirs" not in sent.taken.values():
        return
    theirs = sheet.answer(sent.item.id) or {}
    chosen = dict(sent.answer or {})
    for part, whose in sent.taken.items():
        if whose == "theirs":
            for key in PARTS[part]:
                chosen.pop(key, None)
            chosen |= {key: theirs[key] for key in PARTS[part] if key in theirs}
    yield chosen or None


def _save(
    session: Session, actor: Actor, sheet: Sheet, item: Item, answer: Answer | None, version: int, now: datetime.datetime
) -> Saved | Conflict:
    keep = answering_form.hidden(item)
    assigned = sheet.place.assigned
    return answers.save(session, actor, sheet.stored, item.id, answer, version=version, now=now, assigned=assigned, keep=keep)


def _in_conflict(sent: _Sent, theirs: Conflict, base: Answer) -> Typed:
    differing = parts(sent.item, theirs.answer, sent.answer, base, pages.language())
    drawn = flask.render_template("answering/_conflict.html", item=sent.item, theirs=theirs, parts=differing)
    return Typed(sent.fields, conflict=Markup(drawn), version=theirs.version)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
