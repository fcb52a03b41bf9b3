"""From an uploaded file to a version on the installation's shelf: draft, difference, published or discarded.

A version that is published never changes, and no assessment that has begun changes with it: each stays with what it was pinned to.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.administration import differences, uploading
from assess.administration.differences import Difference
from assess.administration.tables import DraftRow
from assess.administration.uploading import Examined, Upload
from assess.assessments.stored import State
from assess.assessments.tables import AssessmentRow
from assess.method.questionnaire import Questionnaire
from assess.method.text import Text
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor, NotFound
from assess.people.roles import INSTALLATION, Verb
from assess.people.tables import AccountRow
from assess.platform import files
from assess.platform.database import new_id
from assess.platform.faults import Fault, Faults, single
from assess.platform.memory import Memory

DRAFT, PUBLISHED, DISCARDED = "draft", "published", "discarded"
MOST_AFFECTED = 200
"""Assessments that are named; of more only the number is said."""
_CLOSED = State.CLOSED.value


@dataclass(frozen=True, slots=True)
class Draft:
    """An upload that waits to be published, or has been: which version of what, from which file, by whom and when."""

    id: str
    kind: str
    reference: str
    file_name: str
    state: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Affected:
    """An open assessment that is pinned to an earlier version: it stays with it."""

    id: str
    organisation: Text
    period: str
    pinned: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft with all there is to know before it is published.

    ``questionnaire`` is None for a scheme or a pack, ``difference`` for a first version; ``in_the_way`` says why it cannot be published as
    the shelves are today.
    """

    draft: Draft
    upload: Upload
    remarks: tuple[Fault, ...]
    questionnaire: Questionnaire | None
    title: Text
    previous: str | None
    difference: Difference | None
    affected: tuple[Affected, ...]
    affected_number: int
    in_the_way: tuple[Fault, ...]


def must(actor: Actor) -> None:
    """Raise NotFound for whoever does not publish questionnaires."""
    actor.must(Verb.PUBLISH_QUESTIONNAIRES, INSTALLATION, seen_by=Verb.PUBLISH_QUESTIONNAIRES)


def keep(session: Session, actor: Actor, examined: Examined, *, file_name: str, now: datetime.datetime) -> str:
    """Keep what was found sound as a draft and return its id; the same again is the same draft.

    Raises NotFound, and Faults where the version stands on a shelf already.
    """
    must(actor)
    found = examined.upload
    uploading.require_new(found)
    same = select(DraftRow).where(DraftRow.state == DRAFT, DraftRow.reference == found.reference, DraftRow.kind == found.kind)
    for row in session.scalars(same):
        if _examined(row) == examined:
            return row.id
    row = DraftRow(id=new_id(), kind=found.kind, reference=found.reference, file_name=file_name, state=DRAFT)
    row.content, row.uploaded_by, row.uploaded_at = uploading.packed(examined), actor.id, now
    session.add(row)
    session.flush()
    return row.id


def drafts(session: Session, actor: Actor) -> tuple[Draft, ...]:
    """Return what waits to be published, newest first. Raises NotFound."""
    must(actor)
    columns = (DraftRow.id, DraftRow.kind, DraftRow.reference, DraftRow.file_name, DraftRow.state, AccountRow.name, DraftRow.uploaded_at)
    joined = select(*columns).join(AccountRow, AccountRow.id == DraftRow.uploaded_by).where(DraftRow.state == DRAFT)
    return tuple(Draft(*row) for row in session.execute(joined.order_by(DraftRow.uploaded_at.desc(), DraftRow.id)))


def opened(session: Session, actor: Actor, id_: str) -> Opened:
    """Return a draft with its difference and the assessments it concerns. Raises NotFound."""
    row = _row(session, actor, id_)
    name = session.scalar(select(AccountRow.name).where(AccountRow.id == row.uploaded_by)) or ""
    examined = _examined(row)
    before = uploading.previous(examined.upload)
    questionnaire, title = _valued(examined.upload)
    affected, number = _affected(session, examined.upload)
    return Opened(
        draft=Draft(row.id, row.kind, row.reference, row.file_name, row.state, name, row.uploaded_at),
        upload=examined.upload,
        remarks=examined.remarks,
        questionnaire=questionnaire,
        title=title,
        previous=before,
        difference=_difference(examined.upload, before),
        affected=affected,
        affected_number=number,
        in_the_way=_in_the_way(examined.upload) if row.state == DRAFT else (),
    )


def waiting(session: Session, actor: Actor, id_: str) -> Upload:
    """Return what a draft would publish, for whoever looks at it once more before that. Raises NotFound."""
    return _examined(_row(session, actor, id_, waiting=True)).upload


def publish(session: Session, actor: Actor, id_: str, *, shelf: Path, now: datetime.datetime) -> str:
    """Write a draft onto the installation's shelf, whole or not at all, and return its reference.

    What was written by an attempt that did not get as far as the database is taken as done. Raises NotFound, and Faults where another
    version of this reference stands there, or it cannot be written. Whether it is still sound (``uploading.require_sound``), which takes
    seconds, is looked at before.
    """
    row = _row(session, actor, id_, waiting=True)
    found = _examined(row).upload
    place = shelf / found.id / str(found.version)
    if not _stands_there(place, found):
        uploading.require_new(found)
        _make(place.parent)
        files.write_folder(place, found.contents)
    row.state, row.published_by, row.published_at = PUBLISHED, actor.id, now
    session.flush()
    return row.reference


def discard(session: Session, actor: Actor, id_: str) -> None:
    """Let a draft go. Raises NotFound."""
    _row(session, actor, id_, waiting=True).state = DISCARDED
    session.flush()


_opened: Memory[tuple[Questionnaire | None, Text]] = Memory(8)
_differences: Memory[Difference] = Memory(8)


def _row(session: Session, actor: Actor, id_: str, *, waiting: bool = False) -> DraftRow:
    """Return a draft's row; with ``waiting`` held, and only if nobody has published or discarded it. Raises NotFound."""
    must(actor)
    statement = select(DraftRow).where(DraftRow.id == id_)
    if waiting:
        statement = statement.where(DraftRow.state == DRAFT).with_for_update()
    row = session.scalars(statement).one_or_none()
    if row is None or row.state == DISCARDED:
        raise NotFound
    return row


def _examined(row: DraftRow) -> Examined:
    return uploading.unpacked(row.kind, row.reference, row.content)


def _hash(upload: Upload) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(upload.contents.items()):
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    return digest.hexdigest()


def _valued(upload: Upload) -> tuple[Questionnaire | None, Text]:
    """Return the questionnaire an upload is, if it is one, and its title."""

    def make() -> tuple[Questionnaire | None, Text]:
        if upload.kind == "questionnaire":
            questionnaire = uploading.questionnaire_of(upload.contents)
            return questionnaire, questionnaire.title
        main = f"{upload.kind}.yaml"
        return None, Text.of(uploading.parsed({main: upload.contents[main]})[main]["title"])

    return _opened.get(_hash(upload), make)


def _difference(upload: Upload, before: str | None) -> Difference | None:
    if before is None:
        return None
    old = uploading.standing(before, upload.kind)
    key = (_hash(upload), _hash(Upload(upload.kind, before, old)))
    return _differences.get(key, lambda: differences.between(before, upload.kind, old, upload.contents))


def _in_the_way(upload: Upload) -> tuple[Fault, ...]:
    try:
        uploading.require_new(upload)
    except Faults as faults:
        return faults.faults
    return ()


def _affected(session: Session, upload: Upload) -> tuple[tuple[Affected, ...], int]:
    """Return the open assessments that are pinned to other versions of this, and how many there are. Two queries."""
    columns = {"questionnaire": AssessmentRow.questionnaire, "scheme": AssessmentRow.scheme, "pack": AssessmentRow.packs}
    column, start = columns[upload.kind], f'["{upload.id}@' if upload.kind == "pack" else f"{upload.id}@"
    pinned = column.contains(start, autoescape=True) if upload.kind == "pack" else column.startswith(start, autoescape=True)
    concerned = (AssessmentRow.state != _CLOSED, pinned)
    rows = session.execute(
        select(AssessmentRow.id, OrganisationRow.name, OrganisationRow.name_zh, AssessmentRow.period, column)
        .join(OrganisationRow)
        .where(*concerned)
        .order_by(OrganisationRow.name, AssessmentRow.period, AssessmentRow.id)
        .limit(MOST_AFFECTED)
    )
    number = session.scalar(select(func.count()).select_from(AssessmentRow).where(*concerned)) or 0
    return tuple(Affected(id_, _named(name, name_zh), period, _pinned(upload, kept)) for id_, name, name_zh, period, kept in rows), number


def _pinned(upload: Upload, kept: str) -> str:
    """Return the reference an assessment is pinned to, of what its row keeps: for packs a JSON list of references with hashes."""
    if upload.kind != "pack":
        return kept
    start = kept.index(f'"{upload.id}@') + 1
    return kept[start : kept.index('"', start)]


def _named(name: str, name_zh: str) -> Text:
    return Text.of({"en": name, "zh_Hans": name_zh} if name_zh else name)


def _stands_there(place: Path, upload: Upload) -> bool:
    """Whether exactly this stands on the installation's shelf already."""
    if not place.is_dir():
        return False
    inside: Sequence[Path] = [path for path in place.rglob("*") if path.is_file()]
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in inside} == dict(upload.contents)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        right = "make the data folder writable for whoever runs the program"
        raise single(folder, "", "", f"the folder cannot be made ({error.strerror})", right) from None
