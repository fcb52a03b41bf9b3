"""What an assessment is made against, kept with it: a later edit on a shelf changes nothing that has begun.

A questionnaire, each of its packs, the scheme and the judgements are kept under their hash, once however many assessments use them. What
was read back is held in memory: content under a hash never changes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.tables import PinnedRow
from assess.catalogue import canonical, library, reading
from assess.catalogue import packs as packing
from assess.method.packs import Pack
from assess.method.questionnaire import Questionnaire
from assess.method.scheme import Scheme
from assess.platform import database, documents
from assess.platform.documents import Document
from assess.platform.faults import single


@dataclass(frozen=True, slots=True)
class Pins:
    """What an assessment is pinned to: references, with the hashes under which their contents are kept; packs as (reference, hash)."""

    questionnaire: str
    questionnaire_hash: str
    packs: tuple[tuple[str, str], ...]
    scheme: str
    scheme_hash: str
    weights_hash: str


def pin(session: Session, questionnaire: str, packs: Sequence[str], scheme: str, *, now: datetime.datetime) -> Pins:
    """Keep what these references mean today, and return under which hashes.

    Raises Faults: what is not on the shelf or not sound, packs that do not go together, a scheme that is for other questionnaires.
    """
    library.questionnaire(questionnaire, packs)  # whatever keeps them from being combined is said here
    base, graded = library.questionnaire(questionnaire), library.scheme(scheme)
    if not graded.is_for(base.id):
        wrong, right = f"the scheme {scheme} is not for {base.id}", f"it is for {', '.join(graded.questionnaires)}"
        raise single(questionnaire, "", "scheme", wrong, right)
    laid = tuple(sorted(set(packs)))
    weights = library.default_weights(questionnaire).read_bytes()
    contents = [
        ("questionnaire", questionnaire, canonical.questionnaire_bytes(base)),
        *(("pack", pack, canonical.plain_bytes(documents.read(library.folder(pack) / "pack.yaml").value)) for pack in laid),
        ("scheme", scheme, canonical.scheme_bytes(graded)),
        ("judgements", questionnaire, weights),
    ]
    hashes = [_keep(session, kind, reference, content, now) for kind, reference, content in contents]
    return Pins(questionnaire, hashes[0], tuple(zip(laid, hashes[1:-2], strict=True)), scheme, hashes[-2], hashes[-1])


def questionnaire(session: Session, pins: Pins) -> Questionnaire:
    """Return the questionnaire an assessment is pinned to, its packs laid over it."""
    hashes = (pins.questionnaire_hash, *(hash_ for _, hash_ in pins.packs))
    found = _composed.get(hashes)
    if found is None:
        base_bytes, *pack_bytes = (_content(session, hash_) for hash_ in hashes)
        found = _composed[hashes] = _compose(base_bytes, pack_bytes)
    return found


def scheme(session: Session, pins: Pins) -> Scheme:
    """Return the scheme an assessment is pinned to."""
    found = _schemes.get(pins.scheme_hash)
    if found is None:
        plain = json.loads(_content(session, pins.scheme_hash))
        found = _schemes[pins.scheme_hash] = replace(reading.scheme(plain), content_hash=pins.scheme_hash)
    return found


def weights(session: Session, pins: Pins) -> Document:
    """Return the judgements an assessment is pinned to."""
    found = _weights.get(pins.weights_hash)
    if found is None:
        found = _weights[pins.weights_hash] = documents.parse(_content(session, pins.weights_hash), file="weights.yaml")
    return found


_composed: dict[tuple[str, ...], Questionnaire] = {}
_schemes: dict[str, Scheme] = {}
_weights: dict[str, Document] = {}


def _keep(session: Session, kind: str, reference: str, content: bytes, now: datetime.datetime) -> str:
    hash_ = hashlib.sha256(content).hexdigest()
    if session.scalar(select(PinnedRow.hash).where(PinnedRow.hash == hash_)) is None:
        row = {"hash": hash_, "kind": kind, "reference": reference, "content": content, "pinned_at": now}
        database.insert_new(session, PinnedRow, [row])
    return hash_


def _content(session: Session, hash_: str) -> bytes:
    return session.execute(select(PinnedRow.content).where(PinnedRow.hash == hash_)).scalar_one()


def _compose(base_bytes: bytes, pack_bytes: Sequence[bytes]) -> Questionnaire:
    plain = json.loads(base_bytes)
    base = replace(reading.questionnaire(plain["questionnaire"], plain["elements"]), content_hash=hashlib.sha256(base_bytes).hexdigest())
    laid: list[Pack] = [packing.hashed(json.loads(each), base) for each in pack_bytes]
    return packing.compose(base, laid)
