"""Telling the workers that there is something to do.

On PostgreSQL procrastinate holds the queue: what is deferred here stands in its tables once the transaction of the job's own row is
committed, and not otherwise. Local workers of SQLite look at the rows themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.types import JSONDict

QUEUE = "reports"
TASK = "assess.report"


def announce(session: Session, jobs: Sequence[str]) -> None:
    """Let workers take these jobs as soon as the session's transaction is committed."""
    connection = session.connection()
    if jobs and connection.dialect.name == "postgresql":
        deferrer = _app().configure_task(TASK, queue=QUEUE, connection=connection.connection.driver_connection)
        arguments: list[JSONDict] = [{"job": job} for job in jobs]
        deferrer.batch_defer(*arguments)


@lru_cache(maxsize=1)
def _app() -> App:
    """Return an application of procrastinate that only defers, over connections of ours."""
    from procrastinate import App, SyncPsycopgConnector

    return App(connector=SyncPsycopgConnector())
