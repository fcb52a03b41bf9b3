"""What an installation decides: one frozen value, read once from the environment; what is unset is safe.

Every setting is an environment variable that begins with ``ASSESS_``; :data:`SETTINGS` names them all, so that the page of settings and
`assess doctor` can say which are set, which are not, and what follows.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assess.platform.faults import Fault, Faults

LOCAL_HOSTS = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class Settings:
    """An installation's settings. ``database`` and ``evidence`` are URLs; sizes are in bytes; empty means unset."""

    data: Path
    database: str
    evidence: str
    secret: str = ""
    base_url: str = ""
    proxies: int = 0
    mail_server: str = ""
    mail_port: int = 587
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = ""
    evidence_limit: int = 25 * 2**20
    workers: int = 2

    @property
    def is_postgresql(self) -> bool:
        """Whether the data is kept by PostgreSQL; otherwise by SQLite."""
        return self.database.startswith("postgresql")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names this installation answers to: that of its address, and this machine's own."""
        named = urlsplit(self.base_url).netloc
        return (*((named,) if named else ()), *LOCAL_HOSTS)

    @property
    def is_secure(self) -> bool:
        """Whether people come over HTTPS, so that cookies may be kept to it."""
        return self.base_url.startswith("https:")


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: the field it sets, and whether its value is to be kept secret."""

    variable: str
    field: str
    secret: bool = False


SETTINGS = (
    Setting("ASSESS_DATA", "data"),
    Setting("ASSESS_DATABASE", "database", secret=True),
    Setting("ASSESS_EVIDENCE", "evidence"),
    Setting("ASSESS_SECRET", "secret", secret=True),
    Setting("ASSESS_BASE_URL", "base_url"),
    Setting("ASSESS_PROXIES", "proxies"),
    Setting("ASSESS_MAIL_SERVER", "mail_server"),
    Setting("ASSESS_MAIL_PORT", "mail_port"),
    Setting("ASSESS_MAIL_USER", "mail_user"),
    Setting("ASSESS_MAIL_PASSWORD", "mail_password", secret=True),
    Setting("ASSESS_MAIL_FROM", "mail_from"),
    Setting("ASSESS_EVIDENCE_LIMIT", "evidence_limit"),
    Setting("ASSESS_WORKERS", "workers"),
)
_WHOLE = {"proxies": 0, "mail_port": 1, "evidence_limit": 1, "workers": 1}
"""The settings that are whole numbers, and their smallest value."""


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the environment. Raises Faults that name every variable that cannot be used."""
    given = os.environ if environment is None else environment
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for setting in SETTINGS:
        text = given.get(setting.variable, "").strip()
        if not text or setting.field == "data":
            continue
        if setting.field not in _WHOLE:
            values[setting.field] = text
        elif text.isdecimal() and int(text) >= _WHOLE[setting.field]:
            values[setting.field] = int(text)
        else:
            wrong = f"`{text}` is not a whole number from {_WHOLE[setting.field]}"
            faults.append(Fault("the environment", "", setting.variable, wrong, "correct it or leave it unset"))
    base = str(values.get("base_url", ""))
    if base and (urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).netloc):
        faults.append(Fault("the environment", "", "ASSESS_BASE_URL", f"`{base}` is no address", "such as https://assess.example.org"))
    database = str(values.get("database", ""))
    if database and not database.startswith(("sqlite:", "postgresql:", "postgres:", "postgresql+psycopg:")):
        right = "postgresql://user:password@host/name, or leave it unset for SQLite in the data folder"
        faults.append(Fault("the environment", "", "ASSESS_DATABASE", "this is neither PostgreSQL nor SQLite", right))
    if faults:
        raise Faults(faults)
    data = data_folder() if environment is None else Path(given.get("ASSESS_DATA") or "var")
    data = data.absolute()
    values["database"] = _driven(database) if database else f"sqlite:///{data / 'assess.db'}"
    values.setdefault("evidence", f"file://{data / 'evidence'}")
    return Settings(data=data, **values)  # type: ignore[arg-type]  # each is of its field's type, see above


def _driven(database: str) -> str:
    """Return the URL with the driver we use named."""
    scheme, _, rest = database.partition(":")
    return f"postgresql+psycopg:{rest}" if scheme in {"postgres", "postgresql"} else database


def data_folder() -> Path:
    """Return the folder of generated files: ``ASSESS_DATA``, or ``var`` in the current folder."""
    return Path(os.environ.get("ASSESS_DATA") or "var")


def cache_folder() -> Path:
    """Return the folder of what can be made again at any time: in the data folder where one is set, else the user's cache."""
    if data := os.environ.get("ASSESS_DATA"):
        return Path(data) / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "assess"
