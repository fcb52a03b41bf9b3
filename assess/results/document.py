"""A result as the JSON document ``assess/result@1`` (interfaces for other programs): numbers as they are, what does not exist is null."""

from __future__ import annotations

import datetime

from assess import __version__
from assess.method.result import Adjustment, GateOutcome, Interval, LevelOutcome, Score, Traced
from assess.method.text import Text
from assess.platform import locale
from assess.results import wording
from assess.results.evaluate import Evaluated

FORMAT = "assess/result@1"
Json = dict[str, object]


def as_json(evaluated: Evaluated, language: str = "en") -> Json:
    """Return the document; titles and reasons are in ``language``, everything else is the same in all of them."""
    case, result = evaluated.case, evaluated.result
    interval = result.interval
    return {
        "format": FORMAT,
        "assessment": case.assessment.id,
        "organisation": _text(case.assessment.organisation.name),
        "kind": case.assessment.kind,
        "period": case.assessment.period,
        "date": _plain(case.assessment.date),
        "questionnaire": {"id": case.questionnaire.reference, "content_hash": case.questionnaire.content_hash},
        "packs": [{"id": pack.reference, "content_hash": pack.content_hash} for pack in case.questionnaire.packs],
        "scheme": {"id": case.scheme.reference, "content_hash": case.scheme.content_hash},
        "version": __version__,
        "provisional": result.provisional,
        "warnings": list(wording.warnings(case, language)),
        "overall": _score(result.overall),
        "elements": {
            id_: {**_score(score), "interval": _pair(interval.elements[id_]) if interval else None}
            for id_, score in result.elements.items()
        },
        "criteria": {id_: _score(score) for id_, score in result.criteria.items()},
        "level": _level(result.level, language),
        "gates": [_gate(gate, language) for gate in result.gates],
        "interval": _interval(interval),
        "level_probability": dict(result.level_probability),
        "critical_weights": {
            id_: {"level_lost_at": lost, "next_level_at": result.critical_weights_next.get(id_)}
            for id_, lost in result.critical_weights.items()
        },
        "trace": [_traced(traced) for traced in result.trace] + [_adjustment(each) for each in result.adjustments],
    }


def _score(score: Score) -> Json:
    return {
        "score": score.score,
        "claimed": score.claimed,
        "verified": score.verified,
        "coverage": score.coverage,
        "verified_coverage": score.verified_coverage,
        "not_applicable": score.not_applicable,
        "weight": score.weight,
        "original_weight": score.original,
    }


def _level(level: LevelOutcome, language: str) -> Json:
    return {
        "scheme": level.scheme,
        "reached": level.reached,
        "title": locale.say(level.title, language) if level.title else None,
        "by_score": level.by_score,
        "blocked_by": list(level.blocked_by),
        "next_level": level.next_level,
        "next_threshold": level.next_threshold,
        "raised_by_not_applicable": level.raised_by_not_applicable,
    }


def _gate(gate: GateOutcome, language: str) -> Json:
    return {
        "id": gate.id,
        "kind": gate.kind,
        "title": locale.say(gate.title, language),
        "holds": gate.holds,
        "applies": gate.applies,
        "caps_at": gate.caps_at,
        "why": wording.reason(gate, language),
        "reason": gate.reason,
        "facts": {name: _plain(fact) for name, fact in gate.facts},
    }


def _interval(interval: Interval | None) -> Json | None:
    if interval is None:
        return None
    return {
        "low": interval.low,
        "high": interval.high,
        "confidence": interval.confidence,
        "draws": interval.draws,
        "seed": interval.seed,
        "weights": {id_: _pair(pair) for id_, pair in interval.weights.items()},
    }


def _pair(pair: tuple[float, float] | None) -> Json | None:
    return None if pair is None else {"low": pair[0], "high": pair[1]}


def _traced(traced: Traced) -> Json:
    return {
        "item": traced.item,
        "element": traced.element,
        "criterion": traced.criterion,
        "state": traced.state,
        "weight": traced.weight,
        "original_weight": traced.original_weight,
        "value": traced.value,
        "points": traced.points,
        "claimed": traced.claimed,
        "verified": traced.verified,
    }


def _adjustment(adjustment: Adjustment) -> Json:
    """A deduction or bonus stands in the trace like an item without weight, so that the points sum to the score."""
    return {
        "item": adjustment.id,
        "element": None,
        "criterion": None,
        "state": "adjustment",
        "weight": 0.0,
        "original_weight": 0.0,
        "value": None,
        "points": adjustment.points,
        "claimed": None,
        "verified": None,
    }


def _text(text: Text) -> object:
    """Return a text as files have it: a plain string, or a mapping of languages."""
    words = dict(text.by_language)
    return words["any"] if list(words) == ["any"] else words


def _plain(fact: object) -> object:
    """Return a fact in plain JSON."""
    if isinstance(fact, datetime.date):
        return fact.isoformat()
    return [_plain(each) for each in fact] if isinstance(fact, tuple) else fact
