"""Lines W1 to W6: the page of a criterion beside an empty view, an autosave beside the same work by the ORM, many clients at a real server.

W1, W3 on SQLite and W6 are measured on a file in memory: what waits for the disk waits as long on both sides. The sides of W1 are called
as a server calls them (WSGI), with the cookie of somebody who is signed in.
"""

from __future__ import annotations

import atexit
import contextlib
import datetime
import gc
import hashlib
import io
import itertools
import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import flask

from assess.assessments import answer_checking, answers, pinning, stored
from assess.assessments.answers import By
from assess.assessments.stored import Stored
from assess.assessments.tables import AnswerRow, AnswerVersionRow, AssessmentRow, PinnedRow
from assess.people import sessions
from assess.people.actor import Actor
from assess.platform import database, installation, schema_versions
from assess.platform import settings as settings_
from assess.platform.installation import Installation
from assess.web import application
from tests import cast as casting
from tests import postgresql
from tests.bench import web_load
from tests.bench.harness import Line
from tests.cast import Cast

IDS = {"W1", "W3", "W4", "W6"}
REQUESTS = 2000
NOW = datetime.datetime.now(datetime.UTC)
GIVEN: dict[str, dict[str, Any]] = {
    "maturity": {"level": 3, "note": "Seen in the minutes of the last four quarters."},
    "yes_no": {"yes": True},
    "percent": {"conforming": 31, "sampled": 50},
    "metric": {"value": 7.5, "trend": [5, 6.5], "measured": "2026-05-31"},
}
_ends = contextlib.ExitStack()
atexit.register(_ends.close)


def lines() -> list[Line]:
    """Return the lines of this module (none when only others are wanted: they need whole installations first)."""
    wanted = set(sys.argv[1:])
    if wanted and not wanted & IDS:
        return []
    page, empty = partial(call, "page"), partial(call, "empty")
    found = [
        Line(
            "W1", "page of a criterion of 8 items, in process", {"ours": page, "an empty view": empty}, {"an empty view": 20.0}, rounds=25
        ),
        *(saving(name, goal) for name, goal in (("SQLite", 0.35), ("PostgreSQL", 0.6))),
        Line("W6", f"the page's 99th percentile of {REQUESTS:,} requests", {}, {"p50": 2.5}, rounds=3, readings=tail),
    ]
    return [*found, *load()] if not wanted or "W4" in wanted else found


def installed(url: str = "") -> tuple[Installation, Cast]:
    """Return an installation with the cast in it: SQLite in memory, or the database of a URL."""
    data = _ends.enter_context(tempfile.TemporaryDirectory(dir=None if url else shared(), ignore_cleanup_errors=True))
    made = installation.of(settings_.read({"ASSESS_DATA": data, "ASSESS_DATABASE": url}))
    schema_versions.upgrade(made.engine)
    with database.writing(made.engine) as session:
        cast = casting.assemble(session, now=NOW, hashed="-")
    _ends.callback(made.engine.dispose)
    return made, cast


def shared() -> str | None:
    """Return the folder in memory, where there is one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


@lru_cache(maxsize=1)
def server() -> tuple[flask.Flask, dict[str, str], str]:
    """Return the application with a criterion of 8 answered items, the addresses that are called, and Mei's cookie."""
    made, cast = installed()
    app = application.create(made)
    app.add_url_rule("/-empty", "empty", lambda: "")
    with database.writing(made.engine) as session:
        criterion = widen(session, cast.assessment)
        mei, asked = casting.actor(session, cast, "mei"), stored.get(session, cast.assessment)
        for item in pinning.questionnaire(session, asked.pins).items:
            if item.kind.value in GIVEN:
                answers.save(session, mei, asked, item.id, GIVEN[item.kind.value], version=0, now=NOW)
        key = sessions.begin(session, cast.accounts["mei"], now=NOW)
    addresses = {"page": f"/assessments/{cast.assessment}/criteria/{criterion}", "empty": "/-empty"}
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # as Flask's own sessions do
    cookie = signer.dumps({"key": key, "language": "en"})
    headers, _ = request(app, addresses["page"], cookie)
    cookie = next(value for name, value in headers if name == "Set-Cookie").partition(";")[0].partition("=")[2]  # with its CSRF token
    gc.collect()
    gc.freeze()  # as the server does once everything is loaded
    return app, addresses, cookie


def widen(session: Any, assessment: str) -> str:
    """Pin the assessment to a questionnaire with a criterion of 8 items; return its id."""
    row = session.get(AssessmentRow, assessment)
    plain = json.loads(session.get(PinnedRow, row.questionnaire_hash).content)
    criteria = plain["elements"][1]["criteria"]
    criteria[0]["items"] += criteria.pop(1)["items"]
    assert len(criteria[0]["items"]) == 8
    content = json.dumps(plain, ensure_ascii=False).encode()
    hash_ = hashlib.sha256(content).hexdigest()
    session.add(PinnedRow(hash=hash_, kind="questionnaire", reference=row.questionnaire, content=content, pinned_at=NOW))
    session.flush()
    row.questionnaire_hash = hash_
    session.flush()
    session.expire_all()
    return str(criteria[0]["id"])


def request(app: flask.Flask, path: str, cookie: str) -> tuple[list[tuple[str, str]], bytes]:
    """Return headers and body of an address, asked for as a server asks."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT": "text/html",
        "HTTP_COOKIE": f"assess={cookie}",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    said: list[Any] = []
    body: Any = app.wsgi_app(environ, lambda status, headers, _=None: said.extend((status, headers)))
    content = b"".join(body)
    body.close()
    assert said[0].startswith("200"), said
    return said[1], content


def call(which: str) -> bytes:
    """Ask for the page, or the empty view."""
    app, addresses, cookie = server()
    return request(app, addresses[which], cookie)[1]


def tail() -> dict[str, float]:
    """Return the median and the 99th percentile of many requests for the page, the garbage collector at work."""
    for _ in range(200):
        call("page")
    times = []
    for _ in range(REQUESTS):
        begin = time.perf_counter()
        call("page")
        times.append(time.perf_counter() - begin)
    return {"ours": sorted(times)[math.floor(REQUESTS * 0.99)], "p50": statistics.median(times)}


def saving(name: str, goal: float) -> Line:
    """Return line W3 for a database; both sides save what has been checked, in a transaction of their own that is committed."""
    made, cast = installed(cluster() if name == "PostgreSQL" else "")
    with database.reading(made.engine) as session:
        mei, asked = casting.actor(session, cast, "mei"), stored.get(session, cast.assessment)
    ids = itertools.count()
    sides: dict[str, Callable[[], object]] = {
        "ours": partial(by_statements, made, mei, asked, itertools.count(), ids),
        "the ORM": partial(by_orm, made, mei, asked, itertools.count(), ids),
    }
    return Line("W3", f"autosave transaction on {name}", sides, {"the ORM": goal}, rounds=15)


@lru_cache(maxsize=1)
def cluster() -> str:
    """Return the URL of an empty database of a PostgreSQL server that waits for the disk."""
    return postgresql.create(_ends.enter_context(postgresql.server(durable=True)), "bench")


def content(version: int) -> dict[str, Any]:
    """Return an answer that differs from the one before."""
    return {"level": version % 6, "note": f"As of meeting {version}"}


def by_statements(made: Installation, mei: Actor, asked: Stored, versions: Iterator[int], ids: Iterator[int]) -> None:
    """Save as the application does."""
    version = next(versions)
    with made.engine.begin() as connection:
        by = By(mei, NOW, f"save-{next(ids):09}")
        done = answers.put(connection, asked.id, "L1.1", content(version), by, onto=version, keep=("measured", "trend"))
    assert done.version == version + 1


def by_orm(made: Installation, mei: Actor, asked: Stored, versions: Iterator[int], ids: Iterator[int]) -> None:
    """Save as one would with rows as objects: get the answer, compare its version, change it, add its history."""
    version = next(versions)
    written = answer_checking.written(content(version))
    with database.opened(made.engine, writes=True) as session:
        row = session.get(AnswerRow, (asked.id, "L1.2"))
        if row is None:
            row = AnswerRow(assessment_id=asked.id, item="L1.2", version=0)
            session.add(row)
        assert row.version == version
        row.version, row.content, row.by, row.at = version + 1, written, mei.id, NOW
        session.add(
            AnswerVersionRow(
                assessment_id=asked.id,
                item="L1.2",
                version=version + 1,
                content=written,
                by=mei.id,
                at=NOW,
                act=answers.ANSWERED,
                save_id=f"save-{next(ids):09}",
            )
        )
        session.commit()


def load() -> list[Line]:
    """Return the lines W4: a server of 2 processes on SQLite on the disk, 16 clients."""
    served = _ends.enter_context(web_load.served())
    rate = Line("W4", "an autosave of 16 clients at 2 processes", {}, {"an empty view": 0.2}, 3, at_least=True, readings=served.rates)
    spread = Line("W4", "its 99th percentile", {}, {"p50": 5.0}, 3, readings=served.spread)
    return [rate, spread]
