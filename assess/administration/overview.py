"""What the page of settings says: every setting and what follows from it, the database, what is kept, and what the machine lacks.

A secret is never shown, not even to an administrator: only whether it is set. Where a setting is unset, the page says what that means.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import func, select, text, union_all
from sqlalchemy.orm import Session

from assess.administration import demo
from assess.assessments.tables import AnswerRow, AssessmentRow, EvidenceRow
from assess.organisations.tables import OrganisationRow
from assess.people.actor import Actor
from assess.people.roles import INSTALLATION, Verb
from assess.people.tables import AccountRow
from assess.platform import doctor, schema_versions
from assess.platform.doctor import Finding
from assess.platform.locale import mark as _
from assess.platform.mail import Letter, Post
from assess.platform.settings import SETTINGS, Setting, Settings
from assess.reporting.tables import JobRow

UNSET: dict[str, str] = {
    "data": _("Everything is kept in a folder inside the one the program was started in."),
    "database": _("SQLite in the data folder: right for one machine. Several machines need PostgreSQL."),
    "evidence": _("A folder in the data folder: right for one machine. Several machines need a store they share."),
    "secret": _("Made at the first start and kept in the data folder. Several machines need the same one."),
    "base_url": _("Only this machine's own names are answered, cookies are not kept to HTTPS, and links in letters lead to this machine."),
    "proxies": _("Headers that a proxy sets are ignored: the addresses people come from are those of the proxy."),
    "mail_server": _("No letters are sent. Links of invitations are shown, to be passed on by hand."),
    "mail_port": _("587, where mail servers take letters over an encrypted line."),
    "mail_user": _("The mail server is not told who sends."),
    "mail_password": _("The mail server is not told who sends."),
    "mail_from": _("No letters are sent: they have no sender."),
    "evidence_limit": _("A file may have 25 MiB."),
    "workers": _("Two web processes, and two that make reports."),
}
"""What follows from a setting that is unset, by its field."""
FILE_TABLES = (EvidenceRow, JobRow)


@dataclass(frozen=True, slots=True)
class SettingShown:
    """One setting: its variable, its value as it may be shown (empty for a secret), whether it is set, and what follows if it is not."""

    variable: str
    value: str
    is_set: bool
    is_secret: bool
    unset: str


@dataclass(frozen=True, slots=True)
class Database:
    """The database: which, in which version, the version of the schema it has and should have, its size in bytes (None: not known)."""

    kind: str
    version: str
    revision: str
    expected: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept: accounts, organisations, assessments, answers; files with their size; room left in the data folder, in bytes."""

    accounts: int
    organisations: int
    assessments: int
    answers: int
    files: int
    bytes: int
    free: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page says. ``is_sample``: whether the fictional samples are in this installation."""

    settings: tuple[SettingShown, ...]
    database: Database
    kept: Kept
    findings: tuple[Finding, ...]
    can_send: bool
    is_sample: bool

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What the machine lacks."""
        return tuple(each for each in self.findings if not each.present)


def of(session: Session, actor: Actor, settings: Settings, post: Post) -> Overview:
    """Return what the page of settings says. Raises NotFound for whoever does not configure the installation."""
    must(actor)
    return Overview(
        settings=tuple(_shown(each, settings) for each in SETTINGS),
        database=_database(session),
        kept=_kept(session, settings.data),
        findings=tuple(doctor.findings()),
        can_send=post.is_set_up,
        is_sample=demo.is_populated(session),
    )


def must(actor: Actor) -> None:
    """Raise NotFound for whoever does not configure the installation."""
    actor.must(Verb.CONFIGURE_INSTALLATION, INSTALLATION, seen_by=Verb.CONFIGURE_INSTALLATION)


def send_test(actor: Actor, post: Post, *, subject: str, text: str) -> bool:
    """Send a letter to the administrator's own address; return whether the mail server has taken it. Raises NotFound."""
    must(actor)
    return post.send(Letter(actor.email, subject, text))


def _shown(setting: Setting, settings: Settings) -> SettingShown:
    value = str(getattr(settings, setting.field))
    is_set = value != _default(setting.field, settings)
    shown = "" if setting.secret else _without_password(value)
    return SettingShown(setting.variable, shown, is_set, setting.secret, UNSET[setting.field])


def _default(field: str, settings: Settings) -> str:
    derived = {
        "data": str(Path("var").absolute()),
        "database": f"sqlite:///{settings.data / 'assess.db'}",
        "evidence": f"file://{settings.data / 'evidence'}",
    }
    return derived.get(field) or next(str(each.default) for each in fields(Settings) if each.name == field)


def _without_password(value: str) -> str:
    """Return an address without the password that may stand in it: of a store, as of a database."""
    parts = urlsplit(value)
    if not parts.password:
        return value
    return urlunsplit(parts._replace(netloc=f"{parts.username}:…@{parts.netloc.rpartition('@')[2]}"))


def _database(session: Session) -> Database:
    connection = session.connection()
    is_postgresql = connection.dialect.name == "postgresql"
    if is_postgresql:
        version, size = connection.execute(text("SELECT current_setting('server_version'), pg_database_size(current_database())")).one()
    else:
        version, size = connection.execute(
            text("SELECT sqlite_version(), page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        ).one()
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    kind = "PostgreSQL" if is_postgresql else "SQLite"
    return Database(kind, str(version), str(revision), str(schema_versions.newest()), size)


def _kept(session: Session, data: Path) -> Kept:
    counted = [select(func.count()).select_from(row).scalar_subquery() for row in (AccountRow, OrganisationRow, AssessmentRow, AnswerRow)]
    files = union_all(*(select(row.sha256, row.size).where(row.sha256 != "", row.size.is_not(None)) for row in FILE_TABLES)).subquery()
    each = select(files.c.sha256, func.max(files.c.size).label("size")).group_by(files.c.sha256).subquery()
    number = select(func.count()).select_from(each).scalar_subquery()
    size = select(func.coalesce(func.sum(each.c.size), 0)).scalar_subquery()
    row = session.execute(select(*counted, number, size)).one()
    accounts, organisations, assessments, answers, in_store, bytes_ = (int(value) for value in row)
    return Kept(accounts, organisations, assessments, answers, in_store, bytes_, shutil.disk_usage(_existing(data)).free)


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
