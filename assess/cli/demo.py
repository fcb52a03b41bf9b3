"""`assess demo`: an installation with the sample organisations and a cast to look around as, and the samples' reports in all languages.

People and answers come only into an installation in which there is nobody yet, once. Reports are written anew only when something they
are made of has changed: the program, the shelves, or the sample itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.administration import demo
from assess.cli.output import LANGUAGE, progress
from assess.method.text import Text
from assess.platform import files, locale
from assess.platform import settings as settings_
from assess.platform.faults import Missing
from assess.platform.settings import Settings
from assess.platform.shelves import shelf

if TYPE_CHECKING:
    from assess.reporting.service import Order
    from assess.results.evaluate import Evaluated

BENCHMARK = "synthetic-customer-management"
HERE = "http://127.0.0.1:8000"
"""Where `assess serve` listens unless it is told otherwise."""
ENDINGS = (".pdf", ".html", ".xlsx", ".docx", ".json")


@click.command(help="Fill an empty installation with sample organisations; write their reports.")
@click.option("--anew", is_flag=True, help="Write all reports, also those that are up to date.")
@click.option("--lang", "language", type=LANGUAGE, default="en", show_default=True, help="The language people and answers are kept in.")
def command(anew: bool, language: str) -> None:
    """Populate the installation, write reports and index; without PDF where the machine lacks what that needs, and say so (status 3)."""
    from assess.web import samples

    settings = settings_.read()
    folder = samples.folder(settings.data)
    folder.mkdir(parents=True, exist_ok=True)
    populated = _populate(settings, folder / demo.ACCOUNTS_FILE, language)
    made_of = _fingerprint()
    stamp = folder / ".made-of"
    lacking = None
    if anew or not stamp.is_file() or stamp.read_text(encoding="utf-8") != made_of:
        lacking = _write(folder)
        if not lacking:
            files.write(stamp, made_of.encode())
    _say(folder)
    click.echo(populated)
    if lacking:
        raise lacking


def _populate(settings: Settings, accounts: Path, language: str) -> str:
    """Put the samples into the installation, unless somebody is there already; return what is to be said about it."""
    from assess.platform import database, installation, schema_versions

    made = installation.of(settings)
    schema_versions.upgrade(made.engine)
    with database.writing(made.engine) as session:
        password = demo.new_password()
        if demo.populate(session, password=password, language=language, now=made.clock()):
            # Before the database says yes: a password that nobody was told would be worse than one that opens nothing.
            files.write_private(accounts, demo.letter(password, settings.base_url or HERE).encode())
        here = demo.is_populated(session)
    made.engine.dispose()
    if not here:
        return "There are accounts in this installation already: no sample organisations were put into it."
    if not accounts.is_file():
        return f"The sample organisations are here, but {accounts} is gone: set a password anew with `assess user reset`."
    return accounts.read_text(encoding="utf-8") + f"(kept in {accounts})"


def _write(folder: Path) -> Missing | None:
    """Write everything; return what kept the PDF files from being written, if anything did."""
    from assess.web import samples

    evaluated = dict(_evaluated())
    orders = dict(_orders(evaluated))
    lacking = _lacking()
    if lacking:
        orders = {name: order for name, order in orders.items() if order.ending != ".pdf"}
    click.echo(f"Writing {len(orders)} reports of {len(evaluated)} sample organisations (about a minute)", err=True)
    _make(folder, orders)
    index = {"format": samples.FORMAT, "samples": [_entry(one, orders, name) for name, one in evaluated.items()]}
    files.write(folder / samples.INDEX, json.dumps(index, ensure_ascii=False, indent=1).encode())
    return lacking


def _evaluated() -> Iterator[tuple[str, Evaluated]]:
    from assess.assessments import file
    from assess.results.evaluate import evaluate

    for path in sorted(shelf("questionnaires").glob("*/*/samples/*.yaml")):
        yield path.stem, evaluate(file.read(path))


def _orders(evaluated: dict[str, Evaluated]) -> Iterator[tuple[str, Order]]:
    """Yield the name of every report file and what it is made from."""
    from assess.benchmarking import asking, datasets, position
    from assess.reporting.service import Order

    peers = datasets.load(BENCHMARK)
    for name, one in evaluated.items():
        asked = asking.asked_of(one.case.assessment.organisation, peers.about)
        place = position.place(asking.subject_of(one), peers, asked)
        for language in locale.LANGUAGES:
            for ending in ENDINGS:
                yield f"{name}.{language}{ending}", Order(one, place, None, language, ending)


def _lacking() -> Missing | None:
    """Return what this machine lacks for PDF, if anything."""
    from assess.reporting import pdf

    try:
        pdf.warm_up()
    except Missing as missing:
        return missing
    return None


def _make(folder: Path, orders: dict[str, Order]) -> None:
    from assess.reporting import service

    made = zip(orders, service.render_many(list(orders.values())), strict=True)
    for name, content in progress(made, total=len(orders), label="Reports"):
        files.write(folder / name, content)


def _entry(one: Evaluated, orders: dict[str, Order], name: str) -> dict[str, object]:
    """Return what the start page says of one sample, in all languages."""
    assessment, level = one.case.assessment, one.result.level
    score = one.result.overall.score
    return {
        "id": name,
        "kind": assessment.kind,
        "organisation": _worded(assessment.organisation.name),
        "summary": _worded(assessment.summary),
        "scheme": _worded(one.case.scheme.title),
        "score": {language: "–" if score is None else locale.number(score, language) for language in locale.LANGUAGES},
        "level": {
            language: f"{level.reached} {locale.say(level.title, language)}" if level.reached is not None else "–"
            for language in locale.LANGUAGES
        },
        "reports": [
            {"language": order.language, "ending": order.ending.removeprefix("."), "file": file}
            for file, order in orders.items()
            if file.startswith(f"{name}.")
        ],
    }


def _worded(text: Text) -> dict[str, str]:
    return {language: locale.say(text, language) for language in locale.LANGUAGES}


def _fingerprint() -> str:
    """Return a hash of everything a report is made of: the program and the shelves."""
    digest = hashlib.sha256()
    program = Path(__file__).resolve().parents[1]
    folders = [program, *(shelf(name) for name in ("questionnaires", "benchmarks", "templates", "reports"))]
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(str(path.relative_to(folder)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _say(folder: Path) -> None:
    """Print the paths of the PDF reports, for people to open."""
    written = sorted(folder.glob("*.pdf"))
    click.echo("Reports of the sample organisations:" if written else f"No PDF reports; the other formats are in {folder}")
    for path in written:
        click.echo(f"  {path}")
