"""Evidence: what an answer rests on — a file, or a reference to where it can be found — item by item.

A file is kept by its content, once, however often it is added; what was removed stays recorded and can be put back. Whoever may answer an
item may add evidence for it.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import IO
from urllib.parse import urlsplit

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from assess.assessments import evidence_files, evidence_kinds, item_place, labels
from assess.assessments.item_place import ItemPlace, must
from assess.assessments.tables import CommentRow, EvidenceRow
from assess.people.actor import Actor, NotFound
from assess.people.tables import AccountRow
from assess.platform.database import new_id
from assess.platform.documents import control_character
from assess.platform.locale import mark as _
from assess.platform.storage import CHUNK, Storage, TooLarge

KINDS = tuple(labels.WORDS["evidence"])
"""The kinds of evidence, as in an assessment file."""

LONGEST_TITLE, LONGEST_REFERENCE, LONGEST_NOTE = 300, 500, 5_000
LARGEST_SAMPLE = 2_000_000_000
_EARLIEST, _LATEST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
_VISIBLE = re.compile("[^\\s\u00ad\u115f\u1160\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]")
_RUNS = re.compile(r"\s*(javascript|vbscript|data|file|blob|about)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a piece of evidence by whoever adds it."""

    kind: str
    title: str
    date: datetime.date | None = None
    sample: int | None = None
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as it is kept; a file has a hash, a reference has none. ``size`` in bytes."""

    id: str
    item: str
    kind: str
    title: str
    date: datetime.date | None
    reference: str
    sample: int | None
    note: str
    sha256: str
    size: int | None
    file_name: str
    media_type: str
    added_by: str
    added_at: datetime.datetime
    removed_by: str
    removed_at: datetime.datetime | None

    @property
    def link(self) -> str:
        """The address it refers to, or nothing where the reference is none."""
        return self.reference if is_link(self.reference) else ""

    @property
    def type_title(self) -> str:
        """What people call its kind of file, as a message."""
        return evidence_kinds.title(self.media_type)


@dataclass(frozen=True, slots=True)
class Held:
    """A file to be handed out: its content's hash, its size in bytes, a safe type, a safe name."""

    sha256: str
    size: int
    media_type: str
    name: str
    removed: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pieces of evidence and comments there are for an item, without what was removed or withdrawn."""

    evidence: int = 0
    comments: int = 0


def is_link(reference: str) -> bool:
    """Whether a reference is the address of a page, which may be followed.

    >>> is_link("https://example.org/charter"), is_link("javascript:alert(1)"), is_link("DOC-12")
    (True, False, False)
    """
    try:
        parts = urlsplit(reference)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and reference.isprintable() and " " not in reference


def wrong(described: Described, assessed_on: datetime.date | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what is said of a piece: the field, and a message that says what would be right."""
    texts = (("title", LONGEST_TITLE), ("reference", LONGEST_REFERENCE), ("note", LONGEST_NOTE))
    for field, longest in texts:
        text = getattr(described, field)
        if control_character(text):
            yield field, _("There is a control character in it. Remove it.")
        elif len(text) > longest:
            yield field, _("This is too long. Shorten it.")
    if not _VISIBLE.search(described.title):
        yield "title", _("Say what the evidence is.")
    if described.kind not in KINDS:
        yield "kind", _("Choose what kind of evidence it is.")
    elif described.kind == "sampling" and described.sample is None:
        yield "sample", _("Say how many records were looked at.")
    elif described.kind != "sampling" and described.sample is not None:
        yield "sample", _("Only a sampling has a number of records. Choose that kind, or clear the number.")
    if described.sample is not None and not 1 <= described.sample <= LARGEST_SAMPLE:
        yield "sample", _("A whole number from 1.")
    if described.date and not _EARLIEST <= described.date <= _LATEST:
        yield "date", _("There is no such date.")
    elif described.date and assessed_on and described.date > assessed_on:
        yield "date", _("This is after the date of the assessment.")
    if _RUNS.match(described.reference) or ("://" in described.reference and not is_link(described.reference)):
        yield "reference", _("A link begins with https:// or http://. Anything else is a number or a name, without ://.")


def of_item(session: Session, here: ItemPlace) -> tuple[Piece, ...]:
    """Return the evidence for an item, oldest first, removed pieces included, in one query."""
    adder, remover = aliased(AccountRow), aliased(AccountRow)
    statement = (
        select(EvidenceRow, adder.name, remover.name)
        .join(adder, adder.id == EvidenceRow.added_by)
        .outerjoin(remover, remover.id == EvidenceRow.removed_by)
        .where(EvidenceRow.assessment_id == here.stored.id, EvidenceRow.item == here.item.id)
        .order_by(EvidenceRow.added_at, EvidenceRow.id)
    )
    return tuple(_piece(row, added_by, removed_by or "") for row, added_by, removed_by in session.execute(statement))


def add_reference(session: Session, actor: Actor, here: ItemPlace, described: Described, *, key: str = "", now: datetime.datetime) -> str:
    """Add a reference and return its id. What is said has been checked (:func:`wrong`). Raises Refused.

    ``key`` becomes the id, if nobody has it: what is sent twice is added once.
    """
    must(here.may_answer)
    return _add(session, actor, here, described, _File(), key=key, now=now)


def add_file(
    session: Session,
    actor: Actor,
    here: ItemPlace,
    described: Described,
    content: IO[bytes],
    name: str,
    *,
    storage: Storage,
    limit: int,
    key: str = "",
    now: datetime.datetime,
) -> str:
    """Add a file and return the id of the piece. Raises Refused, NotTaken, TooLarge (``limit`` in bytes): nothing is kept then.

    The row goes first: what the database refuses leaves no file behind. ``key`` as in :func:`add_reference`.
    """
    must(here.may_answer)
    examined = evidence_files.examine(content, name)
    file = _File(*_digest(content, limit), examined.name, examined.kind.media_type)
    id_ = _add(session, actor, here, described, file, key=key, now=now)
    content.seek(0)
    storage.put(content, limit=limit)
    return id_


def remove(session: Session, actor: Actor, here: ItemPlace, evidence_id: str, *, now: datetime.datetime) -> None:
    """Mark a piece as removed; it stays recorded. Raises NotFound, Refused."""
    row = _row(session, here, evidence_id)
    must(here.may_answer)
    if row.removed_at is None:
        row.removed_by, row.removed_at = actor.id, now
        session.flush()


def put_back(session: Session, here: ItemPlace, evidence_id: str) -> None:
    """Let a removed piece count again. Raises NotFound, Refused."""
    row = _row(session, here, evidence_id)
    must(here.may_answer)
    row.removed_by, row.removed_at = None, None
    session.flush()


def held(session: Session, actor: Actor, assessment_id: str, evidence_id: str) -> Held:
    """Return a file of an assessment to whoever may see its item. Raises NotFound."""
    statement = select(EvidenceRow).where(EvidenceRow.id == evidence_id, EvidenceRow.assessment_id == assessment_id)
    row = session.scalars(statement).one_or_none()
    if row is None or not row.sha256:
        raise NotFound
    item_place.find(session, actor, assessment_id, row.item)
    safe = row.media_type if row.media_type in evidence_kinds.MEDIA_TYPES else "application/octet-stream"
    return Held(row.sha256, row.size or 0, safe, row.file_name, row.removed_at is not None)


def counts(session: Session, assessment_id: str, items: Iterable[str]) -> dict[str, Counts]:
    """Return how many pieces of evidence and comments every one of the items has, in one query."""
    wanted = list(items)
    pieces = (
        select(EvidenceRow.item, literal("evidence").label("what"), func.count().label("number"))
        .where(EvidenceRow.assessment_id == assessment_id, EvidenceRow.item.in_(wanted), EvidenceRow.removed_at.is_(None))
        .group_by(EvidenceRow.item)
    )
    said = (
        select(CommentRow.item, literal("comments").label("what"), func.count().label("number"))
        .where(CommentRow.assessment_id == assessment_id, CommentRow.item.in_(wanted), CommentRow.withdrawn_at.is_(None))
        .group_by(CommentRow.item)
    )
    found = {(item, what): number for item, what, number in session.execute(union_all(pieces, said))} if wanted else {}
    return {item: Counts(found.get((item, "evidence"), 0), found.get((item, "comments"), 0)) for item in wanted}


@dataclass(frozen=True, slots=True)
class _File:
    """The file of a piece; empty for a reference."""

    sha256: str = ""
    size: int | None = None
    file_name: str = ""
    media_type: str = ""


def _add(session: Session, actor: Actor, here: ItemPlace, described: Described, file: _File, *, key: str, now: datetime.datetime) -> str:
    taken = session.get(EvidenceRow, key) if key else None
    if taken and (taken.assessment_id, taken.item, taken.added_by) == (here.stored.id, here.item.id, actor.id):
        return taken.id
    id_ = key if key and taken is None else new_id()
    place = {"id": id_, "assessment_id": here.stored.id, "item": here.item.id}
    session.add(EvidenceRow(**place, **asdict(described), **asdict(file), added_by=actor.id, added_at=now))
    session.flush()
    return id_


def _digest(content: IO[bytes], limit: int) -> tuple[str, int]:
    """Return a file's SHA-256 and size. Raises TooLarge."""
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge(limit)
        digest.update(chunk)
    return digest.hexdigest(), size


def _row(session: Session, here: ItemPlace, evidence_id: str) -> EvidenceRow:
    row = session.get(EvidenceRow, evidence_id)
    if row is None or (row.assessment_id, row.item) != (here.stored.id, here.item.id):
        raise NotFound
    return row


def _piece(row: EvidenceRow, added_by: str, removed_by: str) -> Piece:
    same = {each.name: getattr(row, each.name) for each in fields(Piece) if each.name not in {"added_by", "removed_by"}}
    return Piece(**same, added_by=added_by, removed_by=removed_by)
