"""Where a score stands among its peers, as a frozen value: with whom it is compared, and everything that may be shown of them.

Only records of one data set are compared, so one scheme version and one kind of evidence; whether that is what the subject's own score is
made of, the position says (``comparable``). The subject's own record is left out. What may not be shown is None with a reason, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assess.benchmarking.asking import Subject
from assess.benchmarking.dataset import About, Dataset
from assess.method.distribution.records import OVERALL
from assess.method.distribution.tables import Tables
from assess.method.peers import standing
from assess.method.peers.cells import Cell, ladder
from assess.method.peers.selection import Chosen, Rules, choose, may_tell, others
from assess.method.peers.standing import Percentile, Spread, Withheld

RULES = Rules()
NOTHING = Spread(withheld=Withheld.FEWER_THAN_MEDIAN)


class Caution(StrEnum):
    """What to bear in mind when reading a position."""

    SYNTHETIC = "synthetic"
    """The records are generated and of no real organisation."""
    OTHER_CONSTRUCT = "other_construct"
    """The data set holds scores of something else: comparable only in spirit."""
    OTHER_EVIDENCE = "other_evidence"
    """The records rest on another kind of evidence than the subject's score."""
    UNKNOWN_SCORE = "unknown_score"
    """It is not known what the subject's score is a score of."""
    PACKS = "packs"
    """The subject's score rests on sector packs, the records' do not."""
    PROVISIONAL = "provisional"
    """The subject's score is one of the questions answered so far; the peers' are of all."""
    ESTIMATED = "estimated"
    """Read from a histogram: exact to ``resolution`` points."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One score among its peers."""

    score: float | None
    percentile: Percentile | None
    spread: Spread

    @property
    def n(self) -> int | None:
        """The number of peers, or None where it may not be told."""
        return self.spread.n

    @property
    def median(self) -> float | None:
        """The peers' median."""
        return self.spread.median

    @property
    def q1(self) -> float | None:
        """The peers' lower quartile."""
        return self.spread.q1

    @property
    def q3(self) -> float | None:
        """The peers' upper quartile."""
        return self.spread.q3

    @property
    def withheld(self) -> Withheld | None:
        """Why the first of median, quartiles and tenths that is missing is not shown."""
        return self.spread.withheld

    @property
    def gap_to_median(self) -> float | None:
        """The score less the peers' median: above zero is better."""
        return _gap(self.score, self.median)

    @property
    def gap_to_top_quartile(self) -> float | None:
        """The score less the peers' upper quartile: above zero is within the best quarter."""
        return _gap(self.score, self.q3)


@dataclass(frozen=True, slots=True)
class Position:
    """A score, and every element's, among the peers.

    ``group`` is the cell compared with (None where no group may be shown) and ``widened`` names the words of ``asked`` that were widened
    to come to it. ``narrow`` is what may be told of the asked group itself. ``estimate`` is the mean of the asked group, borrowing strength
    from the wider one: an estimate, and to be called so. ``left_out``: the subject stands in the data set and was left out. ``resolution``
    in points is 0 where everything is exact. ``coverage`` is the share 0..1 of the weight on which the subject's score rests.
    """

    about: About
    asked: Cell
    group: Cell | None
    widened: tuple[str, ...]
    narrow: Spread
    overall: Standing
    elements: Mapping[str, Standing]
    estimate: float | None
    left_out: bool
    comparable: bool | None
    cautions: tuple[Caution, ...]
    resolution: float
    rules: Rules
    sha256: str
    coverage: float = 1.0

    @property
    def n(self) -> int | None:
        """The number of peers, or None where it may not be told."""
        return self.overall.n

    @property
    def percentile(self) -> Percentile | None:
        """The percentile of the overall score."""
        return self.overall.percentile

    @property
    def median(self) -> float | None:
        """The peers' median of the overall score."""
        return self.overall.median

    @property
    def synthetic(self) -> bool:
        """Whether the peers are generated."""
        return self.about.synthetic


def place(subject: Subject, dataset: Dataset, asked: Cell, *, rules: Rules = RULES, confidence: float = 0.9) -> Position:
    """Return where ``subject`` stands among its peers in ``dataset``, asked for in the group ``asked``."""
    tables = dataset.tables
    own = _own_record(tables, subject)
    chosen = choose(tables, asked, rules, own=own)
    comparable, cautions = _comparability(subject, dataset.about)
    overall, resolution = _standing(tables, OVERALL, subject.overall, chosen, rules, own, confidence)
    elements = {
        element: _standing(tables, element, subject.elements.get(element), chosen, rules, own, confidence)[0]
        for element in dataset.about.elements
        if Caution.OTHER_CONSTRUCT not in cautions
    }
    narrow = _narrow(tables, asked, rules, own)
    return Position(
        about=dataset.about,
        asked=asked,
        group=chosen.rung.cell if chosen else None,
        widened=chosen.rung.widened if chosen else (),
        narrow=narrow,
        overall=overall,
        elements=MappingProxyType(elements),
        estimate=_estimate(tables, asked, chosen, narrow, own),
        left_out=own is not None,
        comparable=comparable,
        cautions=(*cautions, Caution.ESTIMATED) if resolution else cautions,
        resolution=resolution,
        rules=rules,
        sha256=dataset.sha256,
        coverage=subject.coverage,
    )


def _own_record(tables: Tables, subject: Subject) -> int | None:
    """Return the row under one of the subject's names, or None."""
    return next((row for name in subject.names if (row := tables.records.find(name)) is not None), None)


def _comparability(subject: Subject, about: About) -> tuple[bool | None, tuple[Caution, ...]]:
    """Return whether the subject's score and the records' are of one kind (None: not known), and what to bear in mind."""
    cautions = [Caution.PROVISIONAL] if subject.provisional else []
    cautions += [Caution.SYNTHETIC] if about.synthetic else []
    cautions += [Caution.PACKS] if subject.packs else []
    if not subject.scheme:
        return None, (*cautions, Caution.UNKNOWN_SCORE)
    if subject.scheme != about.scheme:
        cautions.append(Caution.OTHER_CONSTRUCT)
    elif not about.synthetic and subject.kind != about.kind:
        cautions.append(Caution.OTHER_EVIDENCE)
    return not {Caution.OTHER_CONSTRUCT, Caution.OTHER_EVIDENCE}.intersection(cautions), tuple(cautions)


def _standing(
    tables: Tables, name: str, score: float | None, chosen: Chosen | None, rules: Rules, own: int | None, confidence: float
) -> tuple[Standing, float]:
    """Return one score among the chosen peers, and the resolution of what was read.

    An element that not every record has is protected by its own numbers as well.
    """
    if chosen is None:
        return Standing(score, None, NOTHING), 0.0
    cell = chosen.rung.cell
    described = tables.describe(name, cell, score, without=own)
    if described.n < rules.k or not tables.may_show(name, cell, rules.k):
        withheld = Withheld.FEWER_THAN_MEDIAN if described.n < rules.k else Withheld.WOULD_REVEAL
        return Standing(score, None, Spread(withheld=withheld)), 0.0
    percentile = None
    if score is not None:
        percentile = standing.percentile(described.below, described.equal, described.n, confidence=confidence)
    return Standing(score, percentile, standing.spread(described.n, described.quantiles, k=rules.k)), described.resolution


def _narrow(tables: Tables, asked: Cell, rules: Rules, own: int | None) -> Spread:
    """Return what may be told of the asked group itself: its number and median, or why not."""
    cell = next(iter(ladder(asked))).cell
    if others(tables, cell, own=own) < rules.k:
        return NOTHING
    if cell != asked or not may_tell(tables, cell, rules.k, own=own):
        return Spread(withheld=Withheld.WOULD_REVEAL)
    described = tables.describe(OVERALL, cell, None, without=own)
    return standing.spread(described.n, described.quantiles, k=rules.k)


def _estimate(tables: Tables, asked: Cell, chosen: Chosen | None, narrow: Spread, own: int | None) -> float | None:
    """Return the asked group's mean shrunk towards that of the wider group it was widened to; None where there is no need or no right."""
    if chosen is None or chosen.rung.cell == asked or narrow.n is None:
        return None
    mean, wider = tables.mean(OVERALL, asked, without=own), tables.mean(OVERALL, chosen.rung.cell, without=own)
    return None if mean is None or wider is None else standing.shrunk(narrow.n, mean, wider)


def _gap(score: float | None, reference: float | None) -> float | None:
    return None if score is None or reference is None else score - reference
