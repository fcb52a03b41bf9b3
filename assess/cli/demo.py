"""`assess demo`: the reports of the sample organisations in all languages, and the index the start page lists them from.

Reports are written anew only when something they are made of has changed: the program, the shelves, or the sample itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.cli.output import progress
from assess.method.text import Text
from assess.platform import files, locale
from assess.platform.faults import Missing
from assess.platform.settings import data_folder
from assess.platform.shelves import shelf

if TYPE_CHECKING:
    from assess.reporting.service import Order
    from assess.results.evaluate import Evaluated

BENCHMARK = "synthetic-customer-management"
ENDINGS = (".pdf", ".html", ".xlsx", ".docx", ".json")


@click.command(help="Write the reports of the sample organisations in all languages.")
@click.option("--anew", is_flag=True, help="Write all reports, also those that are up to date.")
def command(anew: bool) -> None:
    """Write reports and index into the data folder; without PDF where the machine lacks what PDF needs, and say so (exit status 3)."""
    from assess.web import samples

    folder = samples.folder(data_folder())
    made_of = _fingerprint()
    stamp = folder / ".made-of"
    if not anew and stamp.is_file() and stamp.read_text(encoding="utf-8") == made_of:
        _say(folder)
        return
    folder.mkdir(parents=True, exist_ok=True)
    lacking = _write(folder)
    if lacking:
        _say(folder)
        raise lacking
    files.write(stamp, made_of.encode())
    _say(folder)


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
