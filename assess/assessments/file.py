"""Reading an assessment file: everything that can be wrong with it is said at once, or it is a case ready to be computed.

Which items do not apply by rule (``applies_if``) is decided by the method, not here: an answer to such an item is kept as it was given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

from assess.assessments import building, checking
from assess.assessments.case import Case
from assess.catalogue import library, schema
from assess.catalogue.located import Sound
from assess.method.packs import ChangeKind
from assess.method.questionnaire import Questionnaire
from assess.method.scheme import Scheme
from assess.platform import documents
from assess.platform.documents import Document
from assess.platform.faults import Fault, Faults

FORMAT = "assess/assessment@1"


def read(path: Path, *, scheme: str | None = None, packs: Sequence[str] = ()) -> Case:
    """Read one assessment file; ``scheme`` (``id@version``) takes the place of the one it names, ``packs`` come to those it names.

    Under another scheme than its own, or more packs, an assessment has no history and no targets, under another scheme no deductions and
    no bonus either: scores of different things are never compared. Raises Faults with everything that is wrong.
    """
    return from_document(documents.read(path), path, scheme=scheme, packs=packs)


def from_document(document: Document, path: Path, *, scheme: str | None = None, packs: Sequence[str] = ()) -> Case:
    """Return the case of a parsed assessment; ``path`` says where it stands (or will stand), for its id and its weights. Raises Faults."""
    if faults := schema.misformatted(document, FORMAT):
        raise Faults(faults)
    found = schema.broken(document, FORMAT)
    faults = [fault for _, fault in found]
    if len(found) > schema.MOST:
        raise Faults(faults)
    sound = Sound.of(document, found)
    questionnaire = _questionnaire(sound, packs, faults)
    if questionnaire:
        sound = _without_replaced(sound, questionnaire)
    own_scheme = _scheme(sound, faults)
    weights = _weights(sound, path, questionnaire, faults)
    faults += checking.organisation(sound)
    if questionnaire:
        faults += islice(checking.answers(sound, questionnaire), schema.MOST)
        if own_scheme:
            faults += checking.rest(sound, questionnaire, own_scheme)
    if faults or questionnaire is None or own_scheme is None or weights is None:
        raise Faults(schema.in_order(faults))
    used = library.scheme(scheme) if scheme else own_scheme
    if not used.is_for(questionnaire.id):
        wrong, right = f"the scheme {used.reference} is not for {questionnaire.id}", f"it is for {', '.join(used.questionnaires)}"
        raise Faults([document.fault(("scheme",), wrong, right)])
    assessment = building.assessment(sound.document.value, id_=_id(path), questionnaire=questionnaire)
    if used.reference != own_scheme.reference:
        assessment = replace(assessment, scheme=used.reference, history=(), target_overall=None, target_elements={}, deductions=())
    laid = tuple(pack.reference for pack in questionnaire.packs)
    tried = tuple(pack for pack in laid if pack not in assessment.packs)
    if tried:
        assessment = replace(assessment, packs=laid, history=(), target_overall=None, target_elements={})
    return Case(assessment, questionnaire, used, weights, path, tried)


def _questionnaire(sound: Sound, more: Sequence[str], faults: list[Fault]) -> Questionnaire | None:
    """Return the questionnaire the file names with the packs it names and ``more``; add what keeps them from being found or combined."""
    packs = [*_packs(sound, faults), *more]
    reference = _reference(sound, "questionnaire", faults)
    if reference is None:
        return None
    try:
        return library.questionnaire(reference, packs)
    except Faults as unsound:
        faults += [_here(sound, each, packs) for each in unsound.faults]
        return None


def _without_replaced(sound: Sound, questionnaire: Questionnaire) -> Sound:
    """Leave out the answers to items in whose place a pack asks another question that the file does not name: nobody answered that one."""
    named = _sound_list(sound, "packs")
    replaced = {
        change.node
        for pack in questionnaire.packs
        if pack.reference not in named
        for change in pack.changes
        if change.kind is ChangeKind.REPLACED
    }
    answers = sound.document.value.get("answers")
    if not isinstance(answers, dict) or not replaced.intersection(answers):
        return sound
    kept = {id_: answer for id_, answer in answers.items() if id_ not in replaced}
    return replace(sound, document=replace(sound.document, value={**sound.document.value, "answers": kept}))


def _packs(sound: Sound, faults: list[Fault]) -> list[str]:
    """Return the packs the file names that stand on the shelf."""
    known = library.references("pack")
    found = []
    for index, pack in enumerate(_sound_list(sound, "packs")):
        if pack in known:
            found.append(pack)
        else:
            right = schema.did_you_mean(pack, known, otherwise="" if known else "there is no pack on the shelf yet: `packs: []`")
            faults.append(sound.document.fault(("packs", index), f"there is no pack `{pack}`", right))
    return found


def _here(sound: Sound, fault: Fault, packs: list[str]) -> Fault:
    """Return a fault of packs that do not go together as one of the line that names them."""
    named = _sound_list(sound, "packs")
    if fault.file not in packs or fault.file not in named:
        return fault
    index = named.index(fault.file)
    return sound.document.fault(("packs", index), f"{fault.file}: {fault.wrong}", fault.right)


def _scheme(sound: Sound, faults: list[Fault]) -> Scheme | None:
    reference = _reference(sound, "scheme", faults)
    if reference is None:
        return None
    try:
        return library.scheme(reference)
    except Faults as unsound:
        faults += unsound.faults
        return None


def _reference(sound: Sound, kind: str, faults: list[Fault]) -> str | None:
    """Return the reference under the key ``kind`` when it exists on the shelf."""
    given = sound.document.value.get(kind)
    if (kind,) in sound.broken or not isinstance(given, str):
        return None
    known = library.references(kind)
    if given not in known:
        faults.append(sound.document.fault((kind,), f"there is no {kind} `{given}`", schema.did_you_mean(given, known)))
        return None
    return given


def _sound_list(sound: Sound, key: str) -> list[str]:
    return [] if (key,) in sound.broken else list(sound.document.value.get(key, ()))


def _weights(sound: Sound, path: Path, questionnaire: Questionnaire | None, faults: list[Fault]) -> Path | None:
    """Return the judgements file: the one named, which stands beside the assessment, else the questionnaire's."""
    named = sound.document.value.get("weights")
    if named is None and "weights" not in sound.document.value:
        return _default_weights(questionnaire, faults)
    if ("weights",) in sound.broken:
        return None
    inside = PurePosixPath(named)
    if inside.is_absolute() or ".." in inside.parts or "\\" in named or ":" in named:
        right = "the name of a judgements file in the same folder"
        faults.append(sound.document.fault(("weights",), f"`{named}` is not beside this file", right))
        return None
    beside = path.parent / inside
    if not beside.is_file():
        right = "check the name, or leave the key out"
        faults.append(sound.document.fault(("weights",), f"there is no file `{named}` beside this one", right))
        return None
    return beside


def _default_weights(questionnaire: Questionnaire | None, faults: list[Fault]) -> Path | None:
    if questionnaire is None:
        return None
    try:
        return library.default_weights(questionnaire.reference)
    except Faults as none:
        faults += none.faults
        return None


def _id(path: Path) -> str:
    """Return an id made of the file's name."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._") or "assessment"
