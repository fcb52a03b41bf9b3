"""The statements that keep answers, built once: building one takes longer than running it.

A version is written only onto the version it was based on, and only while the assessment is open. On SQLite the transaction that writes is
the only one that does; on PostgreSQL one statement does all of it, and holds the assessment against being handed in meanwhile. *Plain* is
an answer beside which nothing has to be kept: it is written over without being read first.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, Text, TextClause, and_, bindparam, func, literal, select, text

from assess.assessments.stored import NO_ANSWER, State
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow, AssignmentRow
from assess.organisations.tables import OrganisationRow
from assess.people.tables import AccountRow
from assess.platform.database import Moment

_assessment, _organisation, _account = AssessmentRow.__table__.c, OrganisationRow.__table__.c, AccountRow.__table__.c
_answer, _version, _assignment = AnswerRow.__table__.c, AnswerVersionRow.__table__.c, AssignmentRow.__table__.c
_before = AnswerVersionRow.__table__.alias("seen")
_seen = _before.c

ASSIGNED = (
    select(func.aggregate_strings(_assignment.criterion + literal(":") + _assignment.account_id, ","))
    .where(_assignment.assessment_id == bindparam("assessment"))
    .scalar_subquery()
)
ANSWERED = (
    select(func.aggregate_strings(_answer.item, ","))
    .where(_answer.assessment_id == bindparam("assessment"), _answer.content != NO_ANSWER)
    .scalar_subquery()
)

PLACE = (
    select(
        *_assessment,
        *(_organisation[name] for name in ("name", "name_zh", "industry", "region", "employees", "sites")),
        ASSIGNED.label("assigned"),
        ANSWERED.label("answered"),
    )
    .join(OrganisationRow.__table__, _organisation.id == _assessment.organisation_id)
    .where(_assessment.id == bindparam("assessment"))
)
"""An assessment with its organisation, who is assigned what, and which items are answered."""

CURRENT = (
    select(
        _assessment.state,
        _answer.version,
        _answer.content,
        _answer.at,
        _account.name,
        _seen.assessment_id.label("seen_assessment"),
        _seen.item.label("seen_item"),
        _seen.by.label("seen_by"),
        _seen.version.label("seen_version"),
        _seen.content.label("seen_content"),
        _seen.at.label("seen_at"),
    )
    .select_from(AssessmentRow.__table__)
    .outerjoin(AnswerRow.__table__, and_(_answer.assessment_id == _assessment.id, _answer.item == bindparam("of_item")))
    .outerjoin(AccountRow.__table__, _account.id == _answer.by)
    .outerjoin(_before, _seen.save_id == bindparam("save"))
    .where(_assessment.id == bindparam("assessment"))
)
"""The answer to an item that counts now, beside the version that this save made when it came before."""

HISTORY = (
    select(_version.version, _version.content, _version.at, _version.act, _account.name)
    .join(AccountRow.__table__, _account.id == _version.by)
    .where(_version.assessment_id == bindparam("assessment"), _version.item == bindparam("of_item"))
    .order_by(_version.version.desc())
)

ONE_VERSION = select(_version.content).where(
    _version.assessment_id == bindparam("assessment"), _version.item == bindparam("of_item"), _version.version == bindparam("numbered")
)

BASES = select(_version.item, _version.version, _version.content).where(
    _version.assessment_id == bindparam("assessment"),
    _version.item.in_(bindparam("items", expanding=True)),
    _version.version.in_(bindparam("versions", expanding=True)),
)
"""What stood in versions that forms were filled in on; items and versions are named apart, so more may come than was asked for."""

PAGE = (
    text(
        """SELECT 'answer' AS kind, answer.item AS item, version AS number, content, at, name
FROM answer JOIN account ON account.id = answer.by WHERE answer.assessment_id = :assessment AND answer.item IN :items
UNION ALL SELECT 'evidence', item, count(*), '', NULL, '' FROM evidence
WHERE assessment_id = :assessment AND item IN :items AND removed_at IS NULL GROUP BY item
UNION ALL SELECT 'comments', item, count(*), '', NULL, '' FROM comment
WHERE assessment_id = :assessment AND item IN :items AND withdrawn_at IS NULL GROUP BY item"""
    )
    .bindparams(bindparam("items", expanding=True))
    .columns(kind=Text, item=Text, number=Integer, content=Text, at=Moment, name=Text)
)
"""The answers to some items, and how many pieces of evidence and comments each has."""

_COLUMNS = "(assessment_id, item, version, content, by, at"
_PLAIN = """ AND answer.content <> :kept AND answer.content NOT LIKE '%{%{%' AND answer.content NOT LIKE '%"approved_by"%'
AND answer.content NOT LIKE :beside AND answer.content NOT LIKE :besides"""
_ONTO = "answer.assessment_id = :assessment AND answer.item = :of_item AND answer.version = :onto"


def _text(words: str) -> TextClause:
    return text(words).bindparams(bindparam("moment", type_=Moment()))


def _noted_onto(guard: str) -> TextClause:
    return _text(
        f"""INSERT INTO answer_version {_COLUMNS}, act, save_id)
SELECT answer.assessment_id, answer.item, :new, :kept, :who, :moment, :done, :save
FROM answer JOIN assessment ON assessment.id = answer.assessment_id AND assessment.state = :answering WHERE {_ONTO}{guard}"""
    )


def _at_once_onto(guard: str) -> TextClause:
    return _at_once(f"UPDATE answer SET version = :new, content = :kept, by = :who, at = :moment FROM open WHERE {_ONTO}{guard}")


def _at_once(change: str) -> TextClause:
    return _text(
        f"""WITH open AS (SELECT id FROM assessment WHERE id = :assessment AND state = :answering FOR SHARE),
kept AS ({change} RETURNING answer.assessment_id, answer.item, answer.version, answer.content, answer.by, answer.at)
INSERT INTO answer_version {_COLUMNS}, act, save_id) SELECT assessment_id, item, version, content, by, at, :done, :save FROM kept"""
    )


_NOTED_ONTO, _NOTED_ONTO_PLAIN = _noted_onto(""), _noted_onto(_PLAIN)
_NOTED_FIRST = _text(
    f"""INSERT INTO answer_version {_COLUMNS}, act, save_id)
SELECT assessment.id, :of_item, :new, :kept, :who, :moment, :done, :save
FROM assessment WHERE assessment.id = :assessment AND assessment.state = :answering
AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.assessment_id = :assessment AND answer.item = :of_item)"""
)
_UPDATE = _text(
    "UPDATE answer SET version = :new, content = :kept, by = :who, at = :moment WHERE assessment_id = :assessment AND item = :of_item"
)
_INSERT = _text(f"INSERT INTO answer {_COLUMNS}) VALUES (:assessment, :of_item, :new, :kept, :who, :moment)")
_AT_ONCE_ONTO, _AT_ONCE_ONTO_PLAIN = _at_once_onto(""), _at_once_onto(_PLAIN)
_AT_ONCE_FIRST = _at_once(
    f"INSERT INTO answer {_COLUMNS}) SELECT id, :of_item, :new, :kept, :who, :moment FROM open ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A version to be written onto version ``onto`` (0: the first), as the columns of its row."""

    assessment: str
    item: str
    content: str
    onto: int
    by: str
    at: datetime.datetime
    act: str
    save_id: str | None


def write(connection: Connection, version: Written, *, plain_without: Sequence[str] | None = None) -> bool:
    """Write a version; return False, and write nothing, where something else stands there by now.

    With ``plain_without`` (at most two keys) it writes only over another answer that is plain and has none of these keys.
    """
    onto = version.onto
    facts: dict[str, Any] = {
        "assessment": version.assessment,
        "of_item": version.item,
        "new": onto + 1,
        "kept": version.content,
        "who": version.by,
        "moment": version.at,
    }
    noted = {**facts, "done": version.act, "save": version.save_id, "answering": State.ANSWERING.value}
    plain = bool(onto) and plain_without is not None
    if onto:
        noted["onto"] = onto
    if plain:
        noted["beside"], noted["besides"] = (*(f'%"{key}"%' for key in plain_without or ()), "", "")[:2]
    if connection.dialect.name == "postgresql":
        at_once = (_AT_ONCE_ONTO_PLAIN if plain else _AT_ONCE_ONTO) if onto else _AT_ONCE_FIRST
        return connection.execute(at_once, noted).rowcount == 1
    note = (_NOTED_ONTO_PLAIN if plain else _NOTED_ONTO) if onto else _NOTED_FIRST
    if connection.execute(note, noted).rowcount != 1:
        return False
    connection.execute(_UPDATE if onto else _INSERT, facts)
    return True
