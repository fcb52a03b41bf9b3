"""How the samples of a populated installation are written down: assessments with every version of their answers, evidence and events."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from assess.administration.sample_answers import Sample, SampleAnswer, worded
from assess.assessments import pinning, prefilling
from assess.assessments import service as assessments
from assess.assessments.answers import ANSWERED
from assess.assessments.stored import State
from assess.assessments.tables import (
    AnswerRow,
    AnswerVersionRow,
    AssessmentRow,
    AssignmentRow,
    CampaignRow,
    CommentRow,
    EvidenceRow,
)
from assess.catalogue import library
from assess.platform.database import new_id

_REMARKS = {
    "begun": {"en": "A fictional sample, invented to show how Assess works.", "zh_Hans": "虚构示例，为展示本系统的用法而编写。"},
    "scope": {"en": "A fictional sample: the same scope as last year, half done.", "zh_Hans": "虚构示例：范围与去年相同，完成了一半。"},
    "question": {"en": "Is the figure of last year still right?", "zh_Hans": "去年的数字还对吗？"},
    "reply": {"en": "I shall count again this week.", "zh_Hans": "我这周重新统计一次。"},
    "not_applicable": {"en": "We do not have this; please have a look.", "zh_Hans": "我们没有这类情况，请确认。"},
}
_ANSWERED_ANEW, _PREFILLED = frozenset("LS"), frozenset("PR")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to an assessment as a whole."""

    act: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Record:
    """An assessment to be kept: of which organisation, from which sample, by whom, and where it stands. ``people`` by first name."""

    organisation: str
    sample: Sample
    people: Mapping[str, str]
    coordinator: str
    state: State
    steps: tuple[Step, ...]
    language: str
    previous: str | None = None
    campaign: str | None = None


def keep(session: Session, record: Record, *, now: datetime.datetime) -> str:
    """Keep an assessment with all answers of its sample and return its id."""
    plain = record.sample.plain
    id_ = _assessment(
        session,
        record,
        period=str(plain["period"]),
        date=record.sample.date,
        scope=worded(plain.get("scope"), record.language),
        summary=worded(plain.get("summary"), record.language),
        now=now,
    )
    _answers(session, id_, record, record.sample.answers, acts=(ANSWERED,))
    return id_


def keep_next(session: Session, record: Record, *, period: str, now: datetime.datetime) -> str:
    """Begin an assessment after that of the sample and return its id: some is answered, some taken over from last time, some open."""
    id_ = _assessment(session, record, period=period, date=None, scope=_said("scope", record), summary=_said("begun", record), now=now)
    anew = [each for each in record.sample.answers if each.item[0] in _ANSWERED_ANEW]
    prefilled = [each for each in record.sample.answers if each.item[0] in _PREFILLED]
    _answers(session, id_, record, anew, acts=(prefilling.ACT, ANSWERED))
    _answers(session, id_, record, prefilled, acts=(prefilling.ACT,))
    _not_applicable(session, id_, record, now=now)
    for index, (key, who) in enumerate((("question", "mei"), ("reply", "tao"))):
        at = now - datetime.timedelta(days=1, hours=-index)
        item = prefilled[0].item
        session.add(CommentRow(id=new_id(), assessment_id=id_, item=item, text=_said(key, record), by=record.people[who], at=at))
    session.flush()
    return id_


def assign(session: Session, assessment: str, elements: Mapping[str, str], *, by: str, now: datetime.datetime) -> None:
    """Assign all criteria of elements (by their ids) to accounts."""
    row = session.get_one(AssessmentRow, assessment)
    asked = library.questionnaire(row.questionnaire, [reference for reference, _ in json.loads(row.packs)])
    rows = [
        {"assessment_id": assessment, "criterion": criterion.id, "account_id": elements[element.id], "assigned_by": by, "assigned_at": now}
        for element in asked.elements
        if element.id in elements
        for criterion in element.criteria
    ]
    session.execute(insert(AssignmentRow), rows)


def campaign(session: Session, title: str, *, by: str, due: datetime.date, now: datetime.datetime) -> str:
    """Keep a campaign and return its id."""
    id_ = new_id()
    session.add(CampaignRow(id=id_, title=title, due=due, created_by=by, created_at=now))
    session.flush()
    return id_


def _said(key: str, record: Record) -> str:
    return worded(_REMARKS[key], record.language)


def _assessment(
    session: Session, record: Record, *, period: str, date: datetime.date | None, scope: str, summary: str, now: datetime.datetime
) -> str:
    """Keep what an assessment is besides its answers, with everything that happened to it."""
    plain, id_ = record.sample.plain, new_id()
    pins = pinning.pin(session, plain["questionnaire"], plain.get("packs", ()), plain["scheme"], now=now)
    session.add(
        AssessmentRow(
            id=id_,
            organisation_id=record.organisation,
            kind=plain["kind"],
            period=period,
            date=date,
            due=None if date else (now + datetime.timedelta(days=30)).date(),
            scope=scope,
            summary=summary,
            questionnaire=pins.questionnaire,
            questionnaire_hash=pins.questionnaire_hash,
            packs=json.dumps(pins.packs),
            scheme=pins.scheme,
            scheme_hash=pins.scheme_hash,
            weights_hash=pins.weights_hash,
            targets=json.dumps(plain.get("target", {})),
            state=record.state.value,
            campaign_id=record.campaign,
            previous_id=record.previous,
            created_by=record.coordinator,
            created_at=record.steps[0].at,
        )
    )
    session.flush()
    for step in record.steps:
        reason = _said("begun", record) if step.act == "begun" else ""
        assessments.note(session, id_, step.act, reason=reason, by=step.by, now=step.at)
    return id_


def _answers(session: Session, assessment: str, record: Record, given: Sequence[SampleAnswer], *, acts: Sequence[str]) -> None:
    """Keep answers, one version for each act, spread over the days after the assessment began; and their evidence."""
    begun = record.steps[0].at
    until = record.steps[1].at if len(record.steps) > 1 else begun + datetime.timedelta(days=4)
    current: list[dict[str, object]] = []
    versions: list[dict[str, object]] = []
    evidence: list[dict[str, object]] = []
    for index, each in enumerate(given):
        by = record.people.get(each.by, record.coordinator)
        kept = {"assessment_id": assessment, "item": each.item, "content": json.dumps(each.content, ensure_ascii=False)}
        for number, act in enumerate(acts):
            share = 0.0 if act == prefilling.ACT else (index + 1) / (len(given) + 1)
            who, at = record.coordinator if act == prefilling.ACT else by, begun + (until - begun) * share
            versions.append(kept | {"version": number + 1, "by": who, "at": at, "act": act, "save_id": None})
        current.append({key: value for key, value in versions[-1].items() if key not in {"act", "save_id"}})
        evidence += _evidence(assessment, each, by=versions[-1]["by"], at=versions[-1]["at"])
    session.execute(insert(AnswerVersionRow), versions)
    session.execute(insert(AnswerRow), current)
    session.execute(insert(EvidenceRow), evidence)


def _evidence(assessment: str, answer: SampleAnswer, *, by: object, at: object) -> list[dict[str, object]]:
    return [
        {
            "id": new_id(),
            "assessment_id": assessment,
            "item": answer.item,
            "kind": each.kind,
            "title": each.title,
            "date": each.date,
            "reference": each.reference,
            "sample": each.sample,
            "note": each.note,
            "added_by": by,
            "added_at": at,
        }
        for each in answer.evidence
    ]


def _not_applicable(session: Session, assessment: str, record: Record, *, now: datetime.datetime) -> None:
    """Let one item of Ben's part wait for Mei: he says that it does not apply, and nobody has agreed yet."""
    asked = library.questionnaire(record.sample.plain["questionnaire"], record.sample.plain.get("packs", ()))
    item = next(item.id for item in asked.items if item.na_allowed and item.id.startswith("I"))
    at = now - datetime.timedelta(hours=20)
    content = json.dumps({"not_applicable": _said("not_applicable", record)}, ensure_ascii=False)
    kept = {"assessment_id": assessment, "item": item, "version": 1, "content": content, "by": record.people["tao"], "at": at}
    session.execute(insert(AnswerVersionRow), [kept | {"act": ANSWERED, "save_id": None}])
    session.execute(insert(AnswerRow), [kept])
