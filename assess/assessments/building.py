"""From plain data to values: an assessment as ``assess.method`` knows it. The data has been checked before it comes here."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from assess.method.answers import Answer, Evidence, Given, NotApplicable
from assess.method.assessment import Assessment, Earlier, Finding, Member, Organisation
from assess.method.questionnaire import Kind, Questionnaire
from assess.method.text import Text

Plain = Mapping[str, Any]


def assessment(plain: Plain, *, id_: str, questionnaire: Questionnaire) -> Assessment:
    """Return the assessment of a checked file; ``id_`` is used where the file names none. Answers stand in the questionnaire's order."""
    answers, target = plain["answers"], plain.get("target", {})
    return Assessment(
        id=plain.get("id", id_),
        organisation=_organisation(plain["organisation"]),
        questionnaire=plain["questionnaire"],
        scheme=plain["scheme"],
        kind=plain["kind"],
        period=_period(plain["period"]),
        answers={item.id: _answer(item.id, answers[item.id], questionnaire) for item in questionnaire.items if item.id in answers},
        date=_date(plain.get("date")),
        packs=tuple(plain.get("packs", ())),
        weights=plain.get("weights", ""),
        scope=Text.of(plain.get("scope")),
        summary=Text.of(plain.get("summary")),
        sampling=Text.of(plain.get("sampling")),
        team=tuple(_member(each) for each in plain.get("team", ())),
        target_overall=_number(target.get("overall")),
        target_elements={key: float(value) for key, value in target.get("elements", {}).items()},
        history=tuple(_earlier(each) for each in plain.get("history", ())),
        findings=tuple(_finding(each) for each in plain.get("findings", ())),
        deductions=tuple(Text.of(each["reason"]) for each in plain.get("deductions", ())),
        bonus=Text.of(plain["bonus"]["reason"]) if "bonus" in plain else Text(),
    )


def _organisation(plain: Plain) -> Organisation:
    return Organisation(
        name=Text.of(plain["name"]),
        industry=plain.get("industry", ""),
        region=plain.get("region", ""),
        employees=_whole(plain.get("employees")),
        sites=_whole(plain.get("sites")),
    )


def _member(plain: Plain) -> Member:
    return Member(Text.of(plain["name"]), plain["role"], Text.of(plain.get("organisation")), plain.get("independent"))


def _earlier(plain: Plain) -> Earlier:
    elements = {key: float(value) for key, value in plain.get("elements", {}).items()}
    return Earlier(_period(plain["period"]), float(plain["overall"]), _whole(plain.get("level")), elements)


def _finding(plain: Plain) -> Finding:
    return Finding(plain["id"], plain["item"], plain["grade"], Text.of(plain["text"]), plain.get("status", "open"), _date(plain.get("due")))


def _answer(item: str, plain: Plain, questionnaire: Questionnaire) -> Answer:
    verified = plain.get("verified", {})
    reason = plain.get("not_applicable")
    return Answer(
        item=item,
        given=None if reason is not None or "from" in plain else given(item, plain, questionnaire),
        not_applicable=None if reason is None else NotApplicable(Text.of(reason), plain.get("approved_by", "")),
        evidence=tuple(_evidence(each) for each in plain.get("evidence", ())),
        note=Text.of(plain.get("note")),
        by=plain.get("by", ""),
        measured=_date(plain.get("measured")),
        trend=tuple(float(each) for each in plain.get("trend", ())),
        verified=given(item, verified, questionnaire) if verified else None,
        verified_by=verified.get("by", ""),
        verified_note=Text.of(verified.get("note")),
        elsewhere=plain.get("from", ""),
    )


def given(item: str, plain: Plain, questionnaire: Questionnaire) -> Given:
    """Return what was given; a measurement written without its unit is in the unit of the item."""
    asked = questionnaire.item_by_id[item]
    unit = asked.metric.unit if asked.kind is Kind.METRIC and asked.metric else None
    return Given(
        level=_whole(plain.get("level")),
        yes=plain.get("yes"),
        choice=plain.get("choice"),
        percent=_number(plain.get("percent")),
        conforming=_whole(plain.get("conforming")),
        sampled=_whole(plain.get("sampled")),
        value=_number(plain.get("value")),
        unit=unit,
        not_measured=Text.of(plain.get("not_measured")),
    )


def _evidence(plain: Plain) -> Evidence:
    return Evidence(
        kind=plain["kind"],
        title=Text.of(plain["title"]),
        date=_date(plain.get("date")),
        reference=str(plain.get("reference", "")),
        sha256=plain.get("sha256", "").lower(),
        sample=_whole(plain.get("sample")),
        note=Text.of(plain.get("note")),
    )


def _period(plain: object) -> str:
    return str(int(plain)) if isinstance(plain, float) else str(plain)


def _date(plain: str | None) -> datetime.date | None:
    return None if plain is None else datetime.date.fromisoformat(plain)


def _number(plain: float | None) -> float | None:
    return None if plain is None else float(plain)


def _whole(plain: float | None) -> int | None:
    return None if plain is None else int(plain)
