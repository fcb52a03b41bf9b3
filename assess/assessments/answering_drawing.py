"""The pieces of a criterion page: an item's card and the elements' pane, drawn once and filled for every request."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import flask
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from assess.assessments import answering_form, answering_page
from assess.assessments.answering_page import Sheet, Typed
from assess.assessments.answers import Version
from assess.assessments.slots import Slotted, slot
from assess.method.questionnaire import Item, Questionnaire
from assess.people.actor import Actor
from assess.platform import locale, pages
from assess.platform.locale import mark as _

_MOST = 2000
_drawn: dict[tuple[Any, ...], Slotted] = {}


def base(stored_id: str) -> str:
    """Return the address below which the pages of an assessment stand."""
    return flask.url_for("answering.criterion", id=stored_id, criterion="-").removesuffix("/criteria/-")


def body(sheet: Sheet, actor: Actor, typed: Mapping[str, Typed]) -> Markup:
    """Return a criterion with its items and their answers; ``typed`` is what was sent and could not be saved."""
    address, may_answer = base(sheet.stored.id), sheet.may_answer
    values = {
        "base": address,
        "account": actor.id,
        "assessment": sheet.stored.id,
        "csrf": generate_csrf(),
        "side": _side(sheet, address),
        "cards": _cards(sheet, address, typed),
    }
    if typed or not may_answer:
        values["notice"] = flask.render_template("answering/_notice.html", sheet=sheet, unsaved=list(typed))
    link = '<a class="btn btn-outline-secondary" rel="{}" href="{}/criteria/{}">{}</a>'
    if sheet.before:
        values["before"] = link.format("prev", address, sheet.before, f"← {sheet.before}")
    if sheet.after:
        values["after"] = link.format("next", address, sheet.after, f"{sheet.after} →")
    hidden = "" if sheet.after else " hidden"
    if may_answer:
        values["go"], values["gone"] = f'<button class="btn btn-outline-secondary" name="go" value="{sheet.after}"{hidden}>', "</button>"
    facts = {"element": sheet.element, "criterion": sheet.criterion, "may_answer": may_answer}
    return _piece((sheet.criterion.id, may_answer, flask.request.script_root, *_key(sheet)), "answering/_body.html", **facts).fill(values)


def head(sheet: Sheet) -> Markup:
    """Return what the head of the page names: the style sheet, and the scripts where something can be answered."""
    return _piece(("head", sheet.may_answer, flask.request.script_root), "answering/_head.html", may_answer=sheet.may_answer).fill({})


def tabs(sheet: Sheet, actor: Actor) -> Markup:
    """Return the head of the assessment's pages; drawn once for everybody who may do the same."""
    stored = sheet.stored
    key = (stored.id, str(stored.organisation["name"]), stored.period, actor.verbs(stored.scope), actor.verbs(stored.organisation_scope))
    more = flask.request.script_root, pages.language()
    return _piece(("tabs", *key, *more), "answering/_tabs.html", stored=stored).fill({})


def _cards(sheet: Sheet, address: str, typed: Mapping[str, Typed]) -> str:
    disabled, language = "" if sheet.may_answer else " disabled", pages.language()
    filled = []
    for item in sheet.criterion.items:
        values = _values(sheet, item, typed.get(item.id), language)
        values["base"], values["disabled"] = address, disabled
        filled.append(_card(sheet, item).fill(values))
    return "".join(filled)


def _side(sheet: Sheet, address: str) -> str:
    """Return the elements and criteria with how far they have come."""
    elements, criteria = answering_page.counts(sheet)
    of = pages.say(_("{answered} of {asked}"))
    values = {"base": address, f"open:{sheet.element.id}": " open", f"here:{sheet.criterion.id}": ' aria-current="page"'}
    for id_, count in elements.items():
        values[f"share:{id_}"] = f"{count.answered / count.asked:.3f}" if count.asked else "1"
    for id_, count in (*elements.items(), *criteria.items()):
        values[f"count:{id_}"] = of.format(answered=count.answered, asked=count.asked)
    seen = sheet.seen  # few people see less than everything, and who does sees one of few selections
    return _piece(("side", seen, *_key(sheet)), "answering/_side.html", questionnaire=sheet.questionnaire, seen=seen).fill(values)


def _key(sheet: Sheet) -> tuple[Any, ...]:
    pins = sheet.stored.pins
    return pins.questionnaire_hash, pins.packs, pages.language()


def _card(sheet: Sheet, item: Item) -> Slotted:
    return _piece((item.id, *_key(sheet)), "answering/_card.html", item=item, criterion=sheet.criterion, form=answering_form)


def _piece(key: tuple[Any, ...], template: str, **facts: Any) -> Slotted:
    if (found := _drawn.get(key)) is None:
        if len(_drawn) >= _MOST:
            _drawn.clear()
        found = _drawn[key] = Slotted(flask.render_template(template, slot=slot, **facts))
    return found


def _values(sheet: Sheet, item: Item, typed: Typed | None, language: str) -> dict[str, str]:
    """Return what fills the slots of an item's card."""
    answer = sheet.answer(item.id)
    shown = typed.fields if typed else answering_form.fields(item, answer, language)
    values: dict[str, str] = {f"f:{name}": escape(text) for name, text in shown.items()}
    values[f"is:{escape(shown.get('answer', ''))}"] = " checked"
    values["version"] = str(sheet.version(item.id) if typed is None or typed.version is None else typed.version)
    values["state"], values["state-kind"] = _unsaved(typed, language) if typed else _state(sheet.answers.get(item.id), language)
    if typed:
        values["faults"] = Markup("").join(Markup("<li>{}</li>").format(fault) for fault in typed.faults)
        values["conflict"] = typed.conflict
    if item.id in sheet.hidden:
        values["why"] = escape(why(sheet.questionnaire, sheet.hidden[item.id]))
    else:
        values["applies"] = " hidden"
    if answer and "not_applicable" in answer:
        values["approval"] = escape(_approval(answer))
    for name, number in (("evidence", sheet.evidence.get(item.id)), ("comments", sheet.comments.get(item.id))):
        if number:
            values[name] = f" ({number})"
    return values


def _unsaved(typed: Typed, language: str) -> tuple[str, str]:
    if typed.conflict:
        return escape(locale.gettext(_("Somebody else changed this meanwhile. Choose what is to count."), language)), "conflict"
    return escape(locale.gettext(_("Not saved"), language)), "refused"


def _state(version: Version | None, language: str) -> tuple[str, str]:
    """Say whose answer stands there since when."""
    if version is None:
        return escape(locale.gettext(_("Not answered yet"), language)), "none"
    written = _moment(version.at.replace(second=0, microsecond=0), language)
    moment = f'<time datetime="{version.at.isoformat()}">{written}</time>'
    said = _("Taken back {moment} by {name}") if version.answer is None else _("Saved {moment} by {name}")
    return locale.gettext(said, language).format(moment=moment, name=escape(version.by)), "saved"


def why(questionnaire: Questionnaire, because: str) -> str:
    """Say because of which answer an item does not apply."""
    other = questionnaire.item_by_id[because]
    said = _("This does not apply because of the answer to {item} ({question}). What was answered here is kept and not scored.")
    return pages.say(said, item=because, question=locale.say(other.text, pages.language()))


@lru_cache(maxsize=4096)
def _moment(minute: datetime.datetime, language: str) -> str:
    return locale.moment(minute, language)


def _approval(answer: Mapping[str, Any]) -> str:
    if by := answer.get("approved_by"):
        return pages.say(_("Approved by {name}. It has to be approved again once it is changed."), name=by)
    return pages.say(_("Waits for approval by whoever coordinates the assessment."))
