"""Answers that stand in another assessment: what was found under one questionnaire answers items of another.

A questionnaire says which items elsewhere its results answer (``answers_elsewhere``): by an item of its own, whose answer is taken over
with its evidence, or by the score of an element or a criterion. A score becomes a percentage as it is, and a maturity level by the
fifths of the scale that it fills. What was verified there counts as verified here; a self-assessment cannot carry an assessed one.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from assess.assessments import file
from assess.assessments.case import Case
from assess.catalogue import library, linter
from assess.method.answers import Answer, Evidence, Given
from assess.method.questionnaire import Item, Kind
from assess.method.result import Result
from assess.method.scheme import Family
from assess.method.tree import HIGHEST_LEVEL
from assess.platform import documents
from assess.platform.faults import Fault, Faults

Evaluate = Callable[[Case], Result]

_LAST_BITS = 1e-9


def resolved(case: Case, evaluate: Evaluate) -> Case:
    """Return the case with every answer given ``from`` another file in its place. Raises Faults, each with the line of its answer."""
    waiting = {id_: answer for id_, answer in case.assessment.answers.items() if answer.elsewhere and answer.given is None}
    if not waiting:
        return case
    found: dict[str, Answer] = {}
    wrong: list[tuple[str, str, str]] = []
    others = {name: _other(case, name) for name in sorted({answer.elsewhere for answer in waiting.values()})}
    results: dict[str, Result] = {}
    for id_, answer in waiting.items():
        other = others[answer.elsewhere]
        said = other if isinstance(other, tuple) else _unfit(case, other, id_)
        if said or isinstance(other, tuple):
            wrong.append((id_, *(said or ("", ""))))
            continue
        if answer.elsewhere not in results:
            results[answer.elsewhere] = evaluate(other)
        taken = _taken(case.questionnaire.item_by_id[id_], answer, other, results[answer.elsewhere])
        if taken is None:
            right = "finish it first, or answer the item itself"
            wrong.append((id_, f"what would answer {id_} is not answered in `{answer.elsewhere}`, or does not apply there", right))
        else:
            found[id_] = taken
    if wrong:
        raise Faults(_faults(case, wrong))
    return replace(case, assessment=replace(case.assessment, answers={**case.assessment.answers, **found}))


def _other(case: Case, name: str) -> Case | tuple[str, str]:
    """Return the case of the file named, beside the assessment or on a shelf of questionnaires; else what is wrong and right."""
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts or "\\" in name or ":" in name:
        return f"`{name}` is neither beside this file nor on the shelf", "the name of an assessment in the same folder"
    if inside.suffix not in {".yaml", ".yml"}:
        return f"`{name}` is no assessment file", "name its .yaml; a sheet is imported first (`assess answers import`)"
    for place in (case.file.parent, *library.places()):
        with contextlib.suppress(OSError):  # a name no disk can hold
            if (place / inside).is_file() and (place / inside).resolve() != case.file.resolve():
                return file.read(place / inside)
    return f"there is no other file `{name}` beside this one", "check the name, or answer the item itself"


def _unfit(case: Case, other: Case, id_: str) -> tuple[str, str] | None:
    """Return why an assessment cannot answer an item of this one, and what would be right; None where it can."""
    own = {each.item: each for each in other.questionnaire.answers_elsewhere if each.questionnaire == case.questionnaire.reference}
    if id_ not in own:
        return f"results of {other.questionnaire.reference} do not answer {id_}", f"they answer {', '.join(own) or 'nothing here'}"
    if not _names(other).intersection(_names(case)):
        return "the other assessment is of another organisation", "both must name the same one"
    if not case.assessment.is_self and other.assessment.is_self:
        return "a self-assessment cannot answer an item of an assessed one", "have it assessed, or answer the item itself"
    by, item = own[id_].by, case.questionnaire.item_by_id[id_]
    if said := linter.unlike(other.questionnaire, by, item):
        return said
    if by not in other.questionnaire.item_by_id and other.scheme.family is not Family.MATURITY:
        return "the other assessment is scored in stars, whose points are no percentages", "score it by a maturity scheme"
    if (there := other.assessment.date) and (here := case.assessment.date) and there > here:
        return f"the other assessment is of {there}, after this one", "only what was known by then answers it"
    if any(answer.elsewhere for answer in other.assessment.answers.values()):
        return "the other assessment takes answers from elsewhere itself", "answer its items there"
    return None


def _names(case: Case) -> set[str]:
    """Return the names of an organisation in all languages, in small letters: a sheet holds it in one of them only."""
    return {" ".join(words.casefold().split()) for _, words in case.assessment.organisation.name.by_language}


def _taken(item: Item, answer: Answer, other: Case, result: Result) -> Answer | None:
    """Return the answer to an item as the other assessment gives it; None where it does not."""
    by = next(each.by for each in other.questionnaire.answers_elsewhere if each.item == item.id)
    if by in other.questionnaire.item_by_id:
        there = other.assessment.answers.get(by)
        state = next(each.state for each in result.trace if each.item == by)
        if there is None or there.given is None or state != "answered":
            return None
        evidence = (*there.evidence, _evidence("reference", answer.elsewhere, other))
        taken = replace(there, item=item.id, evidence=evidence, elsewhere=answer.elsewhere)
        return replace(taken, note=answer.note or there.note, by=answer.by or there.by)
    score = result.elements.get(by) or result.criteria[by]
    if score.claimed is None or score.verified is None or score.coverage < 1 - _LAST_BITS:
        return None
    return replace(
        answer,
        given=_given(item, score.claimed),
        verified=_given(item, score.verified),
        evidence=(_evidence("assessment", answer.elsewhere, other),),
    )


def _given(item: Item, score: float) -> Given:
    """Return a score 0..100 in the terms of an item: a percentage, or the highest level whose fifth of the scale is filled."""
    if item.kind is Kind.PERCENT:
        return Given(percent=score)
    return Given(level=math.floor(score * HIGHEST_LEVEL / 100 + _LAST_BITS))


def _evidence(kind: str, name: str, other: Case) -> Evidence:
    """Return the other assessment as evidence: as ``assessment`` it carries a score, as ``reference`` it only says where from."""
    content = hashlib.sha256(other.file.read_bytes()).hexdigest()
    return Evidence(kind, other.questionnaire.title, other.assessment.date, PurePosixPath(name).name, content)


def _faults(case: Case, wrong: list[tuple[str, str, str]]) -> list[Fault]:
    """Return faults at the lines of the answers; where the file is not there any more (a sheet), without lines."""
    path = Path(case.file)
    if path.suffix not in {".yaml", ".yml"} or not path.is_file():
        return [Fault(str(path), "", f"answers.{id_}.from", said, right) for id_, said, right in wrong]
    document = documents.read(path)
    return [document.fault(("answers", id_, "from"), said, right) for id_, said, right in wrong]
