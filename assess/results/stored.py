"""The result of an assessment as it is kept, with what came before it: computed when somebody looks, then held in memory.

A result is a function of what it is made of: the answers with their evidence, the organisation, what the assessment is pinned to, the
earlier assessments it continues, and the program. The SHA-256 of all that (:func:`inputs_hash`) is therefore its name: the same inputs are
never computed twice in one process, and a report knows what it was made from.

Earlier assessments are those of the same organisation, of the same kind, made against the same questionnaire, packs and scheme, that were
handed in and cover an earlier period: scores of different things are never compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess import __version__
from assess.assessments import stored as storing
from assess.assessments.stored import State, Stored
from assess.assessments.tables import AssessmentRow
from assess.method.assessment import Earlier
from assess.organisations.tables import OrganisationRow
from assess.platform.memory import Memory
from assess.results import evaluate, periods
from assess.results.evaluate import Evaluated

MOST_EARLIER = 8
"""How many earlier results a trend goes back at most."""

_results: Memory[Evaluated] = Memory(32)
_earlier: Memory[Earlier | None] = Memory(512)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a result is made of, as read: an assessment's plain data, and those of the earlier ones, oldest first."""

    stored: Stored
    plain: Mapping[str, Any]
    earlier: tuple[tuple[Stored, Mapping[str, Any]], ...]

    @property
    def sha256(self) -> str:
        """The SHA-256 of all inputs in their canonical form."""
        return _hash([_named(self.stored, self.plain), [_named(*each) for each in self.earlier]])

    @property
    def has_answers(self) -> bool:
        """Whether anything has been answered yet."""
        return bool(self.plain["answers"])


def inputs(session: Session, stored: Stored) -> Inputs:
    """Read everything the result of an assessment is made of, in three queries however much that is."""
    before = _before(session, stored)
    given = storing.answers_of(session, [stored.id, *(each.id for each in before)])
    return Inputs(
        stored,
        storing.plain_of(stored, given[stored.id]),
        tuple((each, storing.plain_of(each, given[each.id])) for each in before),
    )


def inputs_hash(session: Session, stored: Stored) -> str:
    """Return the SHA-256 of everything the result of an assessment is made of: the same hash, the same result."""
    return inputs(session, stored).sha256


def evaluated(session: Session, stored: Stored) -> Evaluated:
    """Return the result of an assessment with its history. Raises Faults where it cannot be computed."""
    return of_inputs(session, inputs(session, stored))


def of_inputs(session: Session, read: Inputs, name: str = "") -> Evaluated:
    """Return the result of what was read; ``name`` is its hash where that is known already."""
    return _results.get(name or read.sha256, lambda: _evaluated(session, read))


def _evaluated(session: Session, read: Inputs) -> Evaluated:
    case = storing.case_of(session, read.stored, read.plain)
    results = (_earlier_result(session, *each) for each in read.earlier)
    history = tuple(result for result in results if result is not None)
    return evaluate.evaluate(replace(case, assessment=replace(case.assessment, history=history)))


def _earlier_result(session: Session, stored: Stored, plain: Mapping[str, Any]) -> Earlier | None:
    """Return an earlier result; None where it is provisional, because only whole results can be compared."""
    return _earlier.get(_hash(_named(stored, plain)), lambda: _as_earlier(session, stored, plain))


def _as_earlier(session: Session, stored: Stored, plain: Mapping[str, Any]) -> Earlier | None:
    result = evaluate.evaluate(storing.case_of(session, stored, plain), draws=0).result
    if result.provisional or result.overall.score is None:
        return None
    scores = {element: score.score for element, score in result.elements.items() if score.score is not None}
    return Earlier(stored.period, result.overall.score, result.level.reached, scores)


def _before(session: Session, stored: Stored) -> tuple[Stored, ...]:
    """Return the earlier assessments of one organisation that may be compared, oldest first, one a period: the last one made."""
    statement = (
        select(AssessmentRow, OrganisationRow)
        .join(OrganisationRow)
        .where(
            AssessmentRow.organisation_id == stored.organisation_id,
            AssessmentRow.id != stored.id,
            AssessmentRow.kind == stored.kind,
            AssessmentRow.questionnaire == stored.pins.questionnaire,
            AssessmentRow.scheme == stored.pins.scheme,
            AssessmentRow.state != State.ANSWERING.value,
        )
        .order_by(AssessmentRow.created_at, AssessmentRow.id)
    )
    found = [storing.of_rows(*row) for row in session.execute(statement)]
    alike = [each for each in found if _packs(each) == _packs(stored) and _is_earlier(each, stored)]
    last = {each.period: each for each in alike}
    return tuple(sorted(last.values(), key=_when))[-MOST_EARLIER:]


def _packs(stored: Stored) -> tuple[str, ...]:
    return tuple(reference for reference, _ in stored.pins.packs)


def _is_earlier(other: Stored, than: Stored) -> bool:
    """Whether an assessment covers an earlier period; where periods cannot be read, whether it was begun earlier."""
    points = periods.point(other.period), periods.point(than.period)
    if points[0] is None or points[1] is None:
        return other.period != than.period and other.created_at < than.created_at
    return points[0] < points[1]


def _when(stored: Stored) -> tuple[float, str]:
    point = periods.point(stored.period)
    return (0.0 if point is None else point, stored.created_at.isoformat())


def _named(stored: Stored, plain: Mapping[str, Any]) -> list[Any]:
    """Return what a result is a function of as plain data, contents by their hash."""
    pins = stored.pins
    hashes = [pins.questionnaire_hash, [hash_ for _, hash_ in pins.packs], pins.scheme_hash, pins.weights_hash]
    return [__version__, evaluate.DRAWS, evaluate.SEED, evaluate.CONFIDENCE, hashes, plain]


def _hash(plain: object) -> str:
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
