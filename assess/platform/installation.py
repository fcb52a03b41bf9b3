"""An installation at work: its settings, database, files, post and clock, made once and handed to whatever serves it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from assess.platform import database
from assess.platform.mail import Post
from assess.platform.settings import Settings
from assess.platform.storage import Storage

Clock = Callable[[], datetime.datetime]


@dataclass(frozen=True)
class Installation:
    """Everything a request, a job or a command stands on. ``clock`` says what time it is, in UTC."""

    settings: Settings
    engine: Engine
    storage: Storage
    post: Post
    clock: Clock


def now() -> datetime.datetime:
    """Return the time by this machine's clock, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def of(settings: Settings, *, clock: Clock = now) -> Installation:
    """Return the installation that the settings describe. Its database may still have to be upgraded."""
    return Installation(settings, database.engine(settings.database), Storage(settings.evidence), Post(settings), clock)
