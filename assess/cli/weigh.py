"""`assess weigh`: weights, consistency, consensus and advice from a judgements file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from assess.cli.output import emit_json
from assess.method.ahp import hierarchy, scale
from assess.weighting import document, reading, service
from assess.weighting.judgements import Kind
from assess.weighting.weights import Advice, Aggregate, Consistency, HierarchyWeights, Method, NodeWeights

_KINDS = {
    Kind.DEFAULT: "default weights",
    Kind.ENTERED: "entered directly",
    Kind.JUDGED: "judged",
    Kind.PARTLY_JUDGED: "judged in part",
}
_CONSENSUS = ((0.85, "very high"), (0.75, "high"), (0.65, "moderate"), (0.50, "low"), (0.0, "very low"))
"""Goepel (2018), International Journal of the Analytic Hierarchy Process 10(3), table of consensus levels."""


@click.command(help="AHP: weights, consistency, consensus and advice from pairwise judgements.")
@click.argument("judgements", type=click.Path(path_type=Path))
@click.option(
    "--method",
    type=click.Choice([str(method) for method in Method]),
    default=str(Method.EIGENVECTOR),
    show_default=True,
    help="How weights are read from the judgements.",
)
@click.option(
    "--aggregate",
    type=click.Choice([str(aggregate) for aggregate in Aggregate]),
    default=str(Aggregate.JUDGEMENTS),
    show_default=True,
    help="What of several experts is averaged: judgements, or the priorities that follow from each one's.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (assess/weights@1).")
def command(judgements: Path, method: str, aggregate: str, as_json: bool) -> None:
    """Read, weigh, print. Raises Faults with everything that is wrong with the file."""
    weights = service.hierarchy_weights(reading.read(judgements), method=Method(method), aggregate=Aggregate(aggregate))
    if as_json:
        emit_json(document.of(weights))
    else:
        click.echo("\n".join(_report(weights)))


def _report(weights: HierarchyWeights) -> Iterator[str]:
    """Yield the lines people read: every node, then the weights of the whole."""
    for index, node in enumerate(weights.nodes.values()):
        if index:
            yield ""
        yield from _node(node, weights.aggregate)
    children = {parent: tuple(node.weights) for parent, node in weights.nodes.items()}
    for root in hierarchy.roots(children):
        leaves = hierarchy.leaves(children, root)
        if leaves != children[root]:
            yield ""
            yield f"Global weights under {root}"
            shown = hierarchy.displayed({leaf: weights.global_weights[leaf] for leaf in leaves})
            yield from _table(["", "weight %"], [[leaf, f"{shown[leaf]:.1f}"] for leaf in leaves])


def _node(node: NodeWeights, aggregate: Aggregate) -> Iterator[str]:
    names = len(node.experts)
    by = f" by {node.experts[0].name}" if names == 1 else f" by {names} experts, {aggregate} averaged" if names else ""
    yield f"{node.parent}: {len(node.weights)} items, {_KINDS[node.kind]}{by}"
    columns: dict[str, Mapping[str, float]] = {"weight %": node.weights}
    if node.geometric_mean is not None:
        columns["geometric mean %"] = node.geometric_mean
    if names > 1:
        columns |= {expert.name: expert.weights for expert in node.experts}
    shown = [hierarchy.displayed(column) for column in columns.values()]
    yield from _table(["", *columns], [[item, *(f"{column[item]:.1f}" for column in shown)] for item in node.weights])
    if node.consistency is not None:
        yield ""
        yield from _figures(node.consistency)
    if node.consensus is not None:
        level = next(word for least, word in _CONSENSUS if node.consensus >= least)
        yield f"  Consensus S* {100 * node.consensus:.1f} % ({level})"
        yield from _experts(node)
    yield from _next_steps(node)


def _figures(figures: Consistency) -> Iterator[str]:
    """Yield the consistency by both tables, and what was left out."""
    verdict = "consistent" if figures.consistent else "NOT consistent"
    yield f"  λmax {figures.lambda_max:.4f}   CI {figures.index:.4f}   GCI {figures.geometric_index:.4f}"
    yield f"  CR {figures.ratio:.4f} by Alonso & Lamata 2006 (limit {figures.limit:.2f}): {verdict}"
    if figures.ratio_saaty_1980 is not None:
        yield f"  CR {figures.ratio_saaty_1980:.4f} by Saaty 1980"


def _experts(node: NodeWeights) -> Iterator[str]:
    rows = []
    for expert in node.experts:
        figures = expert.consistency
        verdict = "consistent" if figures.consistent else "NOT consistent"
        rows.append([expert.name, f"{100 * expert.share:.1f}", f"{figures.ratio:.4f}", verdict])
    yield ""
    yield from _table(["expert", "say %", "CR", ""], rows)


def _next_steps(node: NodeWeights) -> Iterator[str]:
    """Yield the judgements to look at again, and the one to ask for next."""
    if node.advice:
        yield ""
        yield "  Judgements that fit the others least"
        for number, advice in enumerate(node.advice, start=1):
            yield f"  {number}. {_advised(advice, named=len(node.experts) > 1)}"
    if node.next_pair:
        missing = node.consistency.missing if node.consistency else 0
        yield ""
        yield f"  {missing} {'pair was' if missing == 1 else 'pairs were'} not judged; {' and '.join(node.next_pair)} would tell most."


def _advised(advice: Advice, *, named: bool) -> str:
    """Put an advice into words, the pair the way round in which the first matters more."""
    first, second, given = advice.first, advice.second, advice.given
    implied, suggested = advice.implied, advice.suggested
    if given < 1:
        first, second, given, implied, suggested = second, first, 1 / given, 1 / implied, 1 / suggested
    by = f"{advice.expert}: " if named else ""
    said = f"{by}{first} is given as {scale.written(given)} × {second} ({scale.words(given)})"
    kept = abs(suggested - given) <= 1e-9 * given
    proposal = "no value of the scale fits better" if kept else f"consider {scale.written(suggested)}"
    return f"{said}; the other judgements imply {implied:.2f} ×: {proposal}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table: the first column to the left, the others to the right, as wide as their contents."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        cells = [_padded(line[0], widths[0])]
        cells += [" " * (width - _width(cell)) + cell for cell, width in zip(line[1:], widths[1:], strict=True)]
        yield ("  " + "   ".join(cells)).rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text if not unicodedata.combining(character))
