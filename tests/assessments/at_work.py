"""People at work on an assessment: what they answer and send, in one call each."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, func, select

from assess.assessments import answers, assignment
from assess.assessments.tables import AssessmentRow
from assess.platform import database
from tests import cast as casting

ITEM, OF_OTHERS = "L1.1", "R2.1"
"""An item of the first criterion; one that may be answered N/A."""


def answer(installed, cast, name, item, given, *, assessment="", version=None):
    """Let somebody answer an item on the version that stands there; return the version made."""
    with database.writing(installed.engine) as session:
        actor = casting.actor(session, cast, name)
        place = answers.place(session, actor, assessment or cast.assessment)
        held = answers.history(session, place.stored, item)
        onto = (held[0].version if held else 0) if version is None else version
        done = answers.save(session, actor, place.stored, item, given, version=onto, now=installed.clock())
        assert isinstance(done, answers.Saved), done
        return done.version


def assign(installed, cast, name, criterion, *, by="mei"):
    """Let a criterion be somebody's."""
    with database.writing(installed.engine) as session:
        actor = casting.actor(session, cast, by)
        place = answers.place(session, actor, cast.assessment)
        from assess.assessments import pinning

        questionnaire = pinning.questionnaire(session, place.stored.pins)
        pairs = [(criterion, cast.accounts[name])]
        assignment.assign(session, actor, place.stored, questionnaire, more=pairs, now=installed.clock())


def hand_in(installed, cast, state="submitted"):
    """Let Lantern's self-assessment no longer be open."""
    with database.writing(installed.engine) as session:
        session.get(AssessmentRow, cast.assessment).state = state


def rows(installed, table):
    """Return all rows of a table."""
    with database.reading(installed.engine) as session:
        return list(session.scalars(select(table)))


def number(installed, table):
    """Return how many rows a table has."""
    with database.reading(installed.engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def file(content, name="charter.pdf", media_type="application/pdf"):
    """Return a file as a browser sends it."""
    return io.BytesIO(content), name, media_type


@contextmanager
def counted(installed) -> Iterator[list[str]]:
    """Give the statements that are executed meanwhile."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        statements.append(statement)

    event.listen(installed.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(installed.engine, "before_cursor_execute", note)
