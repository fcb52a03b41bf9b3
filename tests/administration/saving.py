"""Somebody who keeps saving answers while a backup is taken: a process of its own, until it is ended."""

from __future__ import annotations

import datetime
import json
import sys

from sqlalchemy import update

import assess.organisations.tables
import assess.people.tables  # noqa: F401 - what answers refer to
from assess.assessments.tables import AnswerRow, AnswerVersionRow
from assess.platform import database
from assess.platform import settings as settings_


def main(url: str, assessment: str, account: str) -> None:
    """Save version after version of forty items, each with its version row in one transaction; say so after the first round."""
    engine = database.engine(settings_.read({"ASSESS_DATABASE": url, "ASSESS_DATA": "/nonexistent"}).database)
    for version in range(1, 100_000):
        for number in range(40):
            at, content = datetime.datetime.now(datetime.UTC), json.dumps({"level": version % 6})
            kept = {"assessment_id": assessment, "item": f"X{number}", "version": version, "content": content, "by": account, "at": at}
            with database.writing(engine) as session:
                session.add(AnswerVersionRow(**kept, act="saved", save_id=f"{number}-{version}"))
                if version == 1:
                    session.add(AnswerRow(**kept))
                else:
                    where = (AnswerRow.assessment_id == assessment, AnswerRow.item == f"X{number}")
                    session.execute(update(AnswerRow).where(*where).values(version=version, content=content, at=at))
        if version == 1:
            print("saving", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
