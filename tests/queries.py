"""What a database is asked meanwhile: for tests that a page takes as many queries for fifty as for five."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from assess.platform.installation import Installation


@contextmanager
def asked(installed: Installation) -> Iterator[list[str]]:
    """Give the list of the statements an installation's database is asked while this lasts."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(installed.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(installed.engine, "before_cursor_execute", note)
