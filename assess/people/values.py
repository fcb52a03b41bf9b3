"""What pages may know of people: frozen values, never a password's or a key's hash."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from assess.people.roles import Role, Scope


@dataclass(frozen=True, slots=True)
class Account:
    """A person who can sign in."""

    id: str
    email: str
    name: str
    language: str
    created_at: datetime.datetime
    disabled_at: datetime.datetime | None
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser somebody is signed in with. ``device`` names it as far as it says what it is; ``is_this``: the one that asks."""

    id: str
    device: str
    began_at: datetime.datetime
    seen_at: datetime.datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds. ``why_kept`` says why it cannot be taken away (a message), and is empty where it can."""

    grant_id: str
    role: Role
    scope: Scope
    granted_at: datetime.datetime
    removable: bool = False
    why_kept: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with the roles that hold in a scope, those of the wider scope included."""

    account_id: str
    name: str
    email: str
    disabled: bool
    roles: tuple[Held, ...]


class State(StrEnum):
    """What has become of a link that may be used once."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Purpose(StrEnum):
    """What a link that may be used once is for."""

    ROLE = "role"
    RESET = "reset"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as it is now. ``criteria`` are those the invited person is to answer; ``by`` is who invited, or empty."""

    id: str
    purpose: Purpose
    email: str
    name: str
    role: Role | None
    scope: Scope
    criteria: tuple[str, ...]
    by: str
    by_id: str | None
    invited_at: datetime.datetime
    expires_at: datetime.datetime
    state: State
    removable: bool = False
