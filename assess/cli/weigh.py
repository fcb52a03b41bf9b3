"""`assess weigh`: weights, consistency, consensus and advice from a judgements file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from assess.cli.output import emit_json, table
from assess.method.ahp import hierarchy, scale
from assess.platform.faults import printable
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
@click.argument("judgements", type=click.Path(readable=False, path_type=Path))
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
        click.echo("\n".join([*_report(weights), "", *_use(judgements, weights)]))


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
            yield from table(["", "weight %"], [[leaf, f"{shown[leaf]:.1f}"] for leaf in leaves])
            yield "  rounded to sum to 100.0: the last digit may differ from that above"


def _use(judgements: Path, weights: HierarchyWeights) -> Iterator[str]:
    """Say how an assessment comes to be scored by these weights; other ways of weighing are for comparison only."""
    yield "To score an assessment by these weights, keep the file beside it and write in the assessment:"
    name = judgements.name if re.fullmatch(r"[\w.][\w.-]*", judgements.name) else json.dumps(judgements.name, ensure_ascii=False)
    yield f"  weights: {printable(name)}"
    if (weights.method, weights.aggregate) != (Method.EIGENVECTOR, Aggregate.JUDGEMENTS):
        yield f"  It will be weighed by {Method.EIGENVECTOR}, {Aggregate.JUDGEMENTS} averaged."


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
    yield from table(["", *columns], [[item, *(f"{column[item]:.1f}" for column in shown)] for item in node.weights])
    if any(_split(column.values(), rounded.values()) for column, rounded in zip(columns.values(), shown, strict=True)):
        yield "  rounded to sum to 100.0: equal weights may differ in the last digit"
    if node.consistency is not None:
        yield ""
        yield from _figures(node.consistency)
    if node.consensus is not None:
        level = next(word for least, word in _CONSENSUS if node.consensus >= least)
        yield f"  Consensus S* {100 * node.consensus:.1f} % ({level})"
        yield from _experts(node)
    yield from _next_steps(node)


def _split(weights: Iterable[float], rounded: Iterable[float]) -> bool:
    """Return whether weights that are equal are written differently."""
    written: dict[float, set[float]] = {}
    for weight, shown in zip(weights, rounded, strict=True):
        written.setdefault(round(weight, 9), set()).add(shown)
    return any(len(each) > 1 for each in written.values())


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
    yield from table(["expert", "say %", "CR", ""], rows)


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
