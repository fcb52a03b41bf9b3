"""Nothing is lost: fifty people answer one assessment at once while processes of the server are killed.

20,000 saves over HTTP; now and then ``kill -9`` of a process of the server or its report workers, once of all of them. Afterwards every
save that was acknowledged is in the database, exactly once; versions have no gap; what counts is the last version; and the report that was
asked for is there. ``ASSESS_CRASH_SAVES`` makes it shorter or longer.
"""

from __future__ import annotations

import datetime
import itertools
import json
import os
import random
import secrets
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from assess.assessments.tables import AnswerRow, AnswerVersionRow
from assess.people import accounts, sessions
from assess.people.roles import Role
from assess.people.tables import AccountRow
from assess.platform import database, installation, schema_versions
from assess.platform import settings as settings_
from assess.platform.database import new_id
from assess.platform.installation import Installation
from assess.reporting import jobs, requesting
from assess.reporting.jobs import Wish
from assess.web import application
from tests import cast as casting
from tests import postgresql
from tests.cast import Cast
from tests.crash.people import Acknowledged, Person, Tally, work
from tests.crash.serving import Server
from tests.web.furnished import sample_answers

PEOPLE = 50
SAVES = int(os.environ.get("ASSESS_CRASH_SAVES", "20000"))
KILLS = 8


@dataclass(frozen=True)
class Ground:
    """An installation of its own, as settings say and as it is seen from here."""

    environment: dict[str, str]
    installed: Installation
    cast: Cast
    kind: str


@pytest.fixture(params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest, tmp_path: Path, hashed_password: str) -> Iterator[Ground]:
    """An installation whose database waits for the disk."""
    environment = {"ASSESS_DATA": str(tmp_path / "installation"), "ASSESS_WORKERS": "2"}
    if request.param == "sqlite":
        yield from _prepared(environment, hashed_password, request.param)
        return
    with postgresql.server(durable=True) as server:
        environment["ASSESS_DATABASE"] = postgresql.create(server, f"crash_{secrets.token_hex(4)}")
        yield from _prepared(environment, hashed_password, request.param)


def _prepared(environment: dict[str, str], hashed: str, kind: str) -> Iterator[Ground]:
    made = installation.of(settings_.read(environment))
    schema_versions.upgrade(made.engine)
    with database.writing(made.engine) as session:
        cast = casting.assemble(session, now=made.clock(), hashed=hashed)
    yield Ground(environment, made, cast, kind)
    made.engine.dispose()


def people(ground: Ground) -> list[Person]:
    """Bring fifty respondents in, each signed in, with items of their own and some that everybody answers."""
    installed, cast = ground.installed, ground.cast
    app = application.create(installed)
    signer = app.session_interface.get_signing_serializer(app)
    items = [item for item, answer in sample_answers().items() if set(answer) == {"level"}]
    shared, own = tuple(items[:8]), items[8:]
    each = len(own) // PEOPLE
    assert each >= 1
    made = []
    with database.writing(installed.engine) as session:
        for number in range(PEOPLE):
            account = new_id()
            session.add(
                AccountRow(
                    id=account, email=f"{account}@example.org", name=f"Respondent {number}", password_hash="", created_at=installed.clock()
                )
            )
            session.flush()
            accounts.grant(session, account, Role.RESPONDENT, cast.scope(), by=None, now=installed.clock())
            key, raw = sessions.begin(session, account, now=installed.clock()), secrets.token_hex(20)
            cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'key': key, 'csrf_token': raw})}"
            token = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(raw)
            made.append(Person(account, cookie, token, tuple(own[number * each : (number + 1) * each]), shared))
    return made


def disturb(server: Server, tally: Tally, is_over: Callable[[], bool], total: int) -> Counter[str]:
    """Kill a process each time so many saves are done, half-way all of them; return what was killed.

    Workers on reports are killed twice in all: a report that has brought down three workers is given up.
    """
    chance, killed = random.Random(20260615), Counter[str]()
    for number in range(1, KILLS + 1):
        while len(tally.saves) < number * total // (KILLS + 1):
            if is_over():
                return killed
            time.sleep(0.02)
        if number == KILLS // 2:
            server.kill_all()
            killed["the whole server"] += 1
            server.start()
        elif below := server.at_work(on_reports=number == 1):
            server.kill(chance.choice(below))
            killed["a worker on reports" if number == 1 else "a process that answers"] += 1
    return killed


def test_every_acknowledged_save_is_kept_once_whatever_is_killed(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The crash test."""
    everybody, server = people(ground), Server(ground.environment, tmp_path / "log")
    report = asked_for(ground)
    server.start()
    tally, lock, began = Tally(), threading.Lock(), time.monotonic()
    content = sample_answers()

    def path(item: str) -> str:
        return f"/assessments/{ground.cast.assessment}/answers/{item}"

    threads = [
        threading.Thread(target=work, args=(person, server.port, path, content.__getitem__, SAVES // PEOPLE, seed, tally, lock))
        for seed, person in enumerate(everybody)
    ]
    for thread in threads:
        thread.start()
    killed = disturb(server, tally, lambda: not any(thread.is_alive() for thread in threads), SAVES)
    for thread in threads:
        thread.join()
    spent = time.monotonic() - began
    try:
        assert tally.wrong == []
        assert len(tally.saves) == SAVES // PEOPLE * PEOPLE
        assert sum(killed.values()) == KILLS
        kept(ground, tally.saves)
        finished(ground, report)
    finally:
        server.stop()
    with capsys.disabled():
        print(figures(ground.kind, tally, killed, spent))


def asked_for(ground: Ground) -> str:
    """Ask for a report and return its job."""
    with database.writing(ground.installed.engine) as session:
        mei = casting.actor(session, ground.cast, "mei")
        asked = requesting.ask(
            session, mei, ground.cast.assessment, [Wish("self-assessment", "zh_Hans", ".pdf", "")], now=ground.installed.clock()
        )
    return asked.new[0]


def kept(ground: Ground, saves: list[Acknowledged]) -> None:
    """Find every acknowledged save once, no other, versions without a gap, and the last one counting."""
    with database.reading(ground.installed.engine) as session:
        versions = session.scalars(select(AnswerVersionRow).order_by(AnswerVersionRow.item, AnswerVersionRow.version)).all()
        current = {row.item: row for row in session.scalars(select(AnswerRow))}
    by_save = {row.save_id: row for row in versions}
    assert len(by_save) == len(versions)
    assert set(by_save) == {save.save for save in saves}
    for save in saves:
        row = by_save[save.save]
        assert (row.item, row.version, row.by, json.loads(row.content)["note"]) == (save.item, save.version, save.account, save.mark)
    for item, group in itertools.groupby(versions, key=lambda row: row.item):
        rows = list(group)
        assert [row.version for row in rows] == list(range(1, len(rows) + 1)), item
        assert (current[item].version, current[item].content, current[item].by) == (rows[-1].version, rows[-1].content, rows[-1].by)
        assert all(one.at <= two.at + datetime.timedelta(seconds=5) for one, two in itertools.pairwise(rows))
    assert set(current) == {row.item for row in versions}


def finished(ground: Ground, job: str) -> None:
    """Wait until the report is there, whoever of the workers that were killed had begun it."""
    until = time.monotonic() + 180
    while True:
        with database.reading(ground.installed.engine) as session:
            found = jobs.get(session, casting.actor(session, ground.cast, "mei"), job)
        if found.is_ready:
            assert ground.installed.storage.read(found.sha256).startswith(b"%PDF-")
            return
        assert found.is_open, found
        assert time.monotonic() < until, found
        time.sleep(0.5)


def figures(kind: str, tally: Tally, killed: Counter[str], spent: float) -> str:
    """Say what happened, in one line."""
    times = sorted(tally.milliseconds)
    median, late = statistics.median(times), times[int(len(times) * 0.99)]
    what = ", ".join(f"{name} {count}×" for name, count in killed.items())
    return (
        f"\n{kind}: {PEOPLE} people, {len(tally.saves):,} saves acknowledged in {spent:.0f} s ({len(tally.saves) / spent:.0f}/s), "
        f"median {median:.0f} ms, p99 {late:.0f} ms; killed {what}; sent again {tally.again:,}, conflicts {tally.conflicts:,}; "
        "lost 0, doubled 0"
    )
