"""Statistics of the items of a questionnaire over a benchmark, for `assess check --quality --benchmark`."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import click
import numpy as np

from assess.benchmarking import datasets, item_records
from assess.benchmarking.dataset import About
from assess.catalogue import library
from assess.catalogue.schema import did_you_mean
from assess.cli.output import table
from assess.method import item_statistics
from assess.method.item_statistics import ItemStatistics
from assess.platform.faults import Fault, Faults

LEAST_CORRELATION = 0.3
MOST_ALIKE = 0.8
LEAST_ALPHA = 0.7


@dataclass(frozen=True, slots=True)
class Statistics:
    """The items of a questionnaire over the organisations of a benchmark, and Cronbach's α of every element and of the whole."""

    about: About
    questionnaire: str
    organisations: int
    items: tuple[ItemStatistics, ...]
    alpha: dict[str, float | None]


def of_benchmark(reference: str) -> Statistics:
    """Return the statistics over a data set that has answers item by item. Raises Faults."""
    place = datasets.folder(reference)
    about = datasets.read(place).about
    held = item_records.read(place)
    questionnaire = library.questionnaire(about.scheme.partition("/")[0])
    file = str(place / item_records.FILE)
    if unknown := [item for item in held.items if item not in questionnaire.item_by_id]:
        right = did_you_mean(unknown[0], questionnaire.item_by_id, otherwise="check the first line")
        raise Faults([Fault(file, "1", unknown[0], f"{questionnaire.reference} has no such item", right)])
    elements = [questionnaire.place_of[item][0] for item in held.items]
    alpha = {
        element.id: item_statistics.cronbach_alpha(held.values[np.array(elements) == element.id]) for element in questionnaire.elements
    }
    return Statistics(
        about,
        questionnaire.reference,
        len(held.organisations),
        item_statistics.of_items(held.items, elements, held.values),
        {**alpha, "overall": item_statistics.cronbach_alpha(held.values)},
    )


def plain(found: Statistics) -> dict[str, object]:
    """Return the statistics as plain data."""
    return {
        "benchmark": found.about.reference,
        "kind": found.about.kind.value,
        "questionnaire": found.questionnaire,
        "organisations": found.organisations,
        "alpha": found.alpha,
        "items": [asdict(each) for each in found.items],
    }


def show(found: Statistics) -> None:
    """Print the statistics as tables: α by element, then the items, with a mark where one is worth a look."""
    kind = "SYNTHETIC, nothing real follows from it" if found.about.synthetic else found.about.kind.value
    click.echo(f"\n{found.about.reference} ({kind}): {found.questionnaire}, {found.organisations:,} organisations")
    click.echo("\nCronbach's α by element")
    rows = [
        (key, _number(value), "" if value is None or value >= LEAST_ALPHA else f"below {LEAST_ALPHA}") for key, value in found.alpha.items()
    ]
    click.echo("\n".join(table(("Element", "α", ""), rows)))
    click.echo("\nItems: mean value, shares at the floor and the ceiling, correlation with the rest of the element")
    head = ("Item", "n", "Mean", "Floor", "Ceiling", "r", "")
    click.echo("\n".join(table(head, [_row(each) for each in found.items])))
    marked = sum(bool(_remark(each)) for each in found.items)
    click.echo(f"\n{marked} of {len(found.items)} items are worth a look." if marked else "\nNo item stands out.")


def _row(each: ItemStatistics) -> tuple[str, ...]:
    shares = (each.floor, each.ceiling)
    return (
        each.item,
        str(each.n),
        _number(each.mean),
        *("–" if share is None else f"{100 * share:.0f}%" for share in shares),
        _number(each.item_rest_correlation),
        _remark(each),
    )


def _remark(each: ItemStatistics) -> str:
    """Return why an item is worth a look, or nothing."""
    if each.mean is None:
        return "too few answers"
    said = []
    if each.floor is not None and each.floor > MOST_ALIKE:
        said.append("nearly all at the floor")
    if each.ceiling is not None and each.ceiling > MOST_ALIKE:
        said.append("nearly all at the ceiling")
    if each.item_rest_correlation is None and each.n >= item_statistics.LEAST:
        said.append("does not vary")
    if each.item_rest_correlation is not None and each.item_rest_correlation < LEAST_CORRELATION:
        said.append("hardly goes with the others")
    return ", ".join(said)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
