"""What stands in a report: every number with the way it is written, every sentence in the reader's language.

A :class:`Report` is made once (``assess.reporting.data``) and shown many times: as pages, as sheets, as a Word summary, as JSON. It knows
nothing of pages or cells, and whoever shows it takes no more decisions. Its fields are plain: text, numbers, and tuples of such values,
so that a design may be handed all of it (``assess.reporting.primitive``) and can do nothing with it but print.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A number and how it is written; ``value`` is None where there is none (never 0), and the text says so."""

    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is the case: a label and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The score of the whole, an element or a criterion: scores 0..100, shares 0..1, ``local`` the share among its siblings and
    ``weight`` the share of the whole, both before N/A.

    ``interval`` is empty where none was computed; ``target`` and ``peer`` (the median of the peer group) are None where there is none.
    """

    id: str
    title: str
    intent: str
    local: Shown
    weight: Shown
    score: Shown
    claimed: Shown
    verified: Shown
    coverage: Shown
    verified_coverage: Shown
    not_applicable: Shown
    points: Shown
    low: float | None
    high: float | None
    interval: str
    target: Shown | None
    peer: Shown | None
    remark: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level of the scheme: from which score it is reached, its probability, and whether it is the one reached."""

    level: int
    title: str
    threshold: Shown
    meaning: str
    probability: Shown
    reached: bool


@dataclass(frozen=True, slots=True)
class Level:
    """The level reached, in words; ``reached`` is None where none is. ``label`` is what stands in the emblem."""

    reached: int | None
    highest: int
    family: str
    label: str
    title: str
    meaning: str
    by_score: str
    next_title: str
    next_step: str
    blocked_by: tuple[str, ...]
    raised_by_not_applicable: bool
    raised_text: str
    rows: tuple[LevelRow, ...]


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate: whether it is asked of this kind of assessment at all, whether it holds, why, and which levels it leaves open.

    A gate may hold for the level reached and still keep the next one closed (``blocking``): then its verdict says so.
    """

    id: str
    title: str
    applies: bool
    holds: bool
    verdict: str
    reason: str
    caps_at: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A strength or an opportunity: the item it rests on, its criterion's title, and what was seen or is to be done."""

    item: str
    title: str
    text: str
    detail: str
    source: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding of the assessors."""

    id: str
    item: str
    grade: str
    grade_text: str
    status: str
    text: str
    due: str


@dataclass(frozen=True, slots=True)
class Note:
    """What was written beside an answer: by whoever answered, or by the assessor."""

    item: str
    text: str
    by: str
    verified: bool


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence and the items it was given for; ``number`` is how the report refers to it."""

    number: str
    item_ids: tuple[str, ...]
    kind: str
    title: str
    reference: str
    date: str
    sample: str
    note: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of the item table. ``value`` is 0..1, ``points`` the contribution to the overall score, ``next_gain`` that of a step;
    ``noted``: something was written beside the answer.
    """

    id: str
    element: str
    criterion: str
    question: str
    pack: str
    critical: bool
    state: str
    state_text: str
    answer: str
    verified: str
    anchor: str
    value: Shown
    claimed_value: Shown
    verified_value: Shown
    original_weight: Shown
    weight: Shown
    points: Shown
    next_gain: Shown
    by: str
    verified_by: str
    evidence: tuple[str, ...]
    noted: bool


@dataclass(frozen=True, slots=True)
class ElementPart:
    """Everything the report says of one element."""

    line: ScoreLine
    criteria: tuple[ScoreLine, ...]
    strengths: tuple[Remark, ...]
    opportunities: tuple[Remark, ...]
    findings: tuple[FindingRow, ...]
    notes: tuple[Note, ...]
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A step up on one item: from where to where, what to do, the effort, and the points it adds to the overall score.

    ``gate`` is the title of the gate that waits for it, empty for all others; where a gate asks for something that is no step on an item
    (a finding closed, a measurement made), there is no ``to`` and no gain.
    """

    item: str
    criterion: str
    now: str
    to: str
    do: str
    effort: str
    effort_text: str
    gain: Shown
    requires: str
    gate: str


@dataclass(frozen=True, slots=True)
class Roadmap:
    """What the gates of the next level wait for, then steps by horizon, the largest gain first; ``outcome`` says whether that opens it.

    ``more_…`` count the steps that are in the item table only.
    """

    first: tuple[Move, ...]
    first_total: Shown
    outcome: str
    quick_wins: tuple[Move, ...]
    long_term: tuple[Move, ...]
    more_quick_wins: int
    more_long_term: int
    quick_total: Shown
    long_total: Shown
    evidence_gap: str


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A result of one period under the same scheme; ``current`` is this one."""

    period: str
    overall: Shown
    level: str
    elements: tuple[Shown, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """Earlier results, oldest first, with this one last; ``text`` says what changed, or that there is nothing to compare."""

    rows: tuple[TrendRow, ...]
    headings: tuple[str, ...]
    change: Shown | None
    text: str


@dataclass(frozen=True, slots=True)
class PeerLine:
    """A score among its peers: how many they are, their quantiles, the percentile; None inside where it may not be shown."""

    id: str
    title: str
    n: Shown
    p10: Shown
    q1: Shown
    median: Shown
    q3: Shown
    p90: Shown
    percentile: Shown
    percentile_low: Shown
    percentile_high: Shown
    gap_to_median: Shown
    withheld: str


@dataclass(frozen=True, slots=True)
class Peers:
    """The place among peers, as far as it may be shown. ``mark`` is empty unless the peers are generated; figures carry ``caption``."""

    title: str
    reference: str
    kind: str
    synthetic: bool
    mark: str
    group: tuple[Fact, ...]
    alike: bool
    overall: PeerLine
    gap_to_top_quartile: Shown
    widened: str
    suppressed: str
    cautions: tuple[str, ...]
    estimate: str
    text: str
    caption: str
    elements: tuple[PeerLine, ...]


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """One expert's part in a node of judgements."""

    name: str
    weight: Shown
    consistency: Shown


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A weighted thing: its share among its siblings and of the whole, and where the level would be lost or the next one reached."""

    id: str
    title: str
    local: Shown
    overall: Shown
    low: float | None
    high: float | None
    interval: str
    lost_at: Shown
    next_at: Shown


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """A judgement that fits the others least."""

    pair: str
    given: str
    implied: str
    suggested: str


@dataclass(frozen=True, slots=True)
class Node:
    """One set of judgements: its matrix as written, its weights, how consistent they are, how far the experts agree."""

    id: str
    title: str
    size: int
    ids: tuple[str, ...]
    matrix: tuple[tuple[str, ...], ...]
    rows: tuple[WeightRow, ...]
    lambda_max: Shown
    consistency_index: Shown
    consistency_ratio: Shown
    limit: Shown
    consistency_ratio_saaty: Shown
    geometric_index: Shown
    consistent: bool
    verdict: str
    consensus: Shown
    missing: int
    experts: tuple[ExpertRow, ...]
    advice: tuple[AdviceRow, ...]


@dataclass(frozen=True, slots=True)
class NotApplicableRow:
    """An item that was left out, why, and who agreed."""

    item: str
    question: str
    reason: str
    approved_by: str
    weight: Shown


@dataclass(frozen=True, slots=True)
class PackChange:
    """One thing a sector pack changed: what was done, to which item, criterion or element, and why."""

    kind: str
    node: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class PackPart:
    """A sector pack and everything it changed."""

    reference: str
    title: str
    description: str
    content_hash: str
    changes: tuple[PackChange, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Someone of the team."""

    name: str
    role: str
    organisation: str
    independent: str


@dataclass(frozen=True, slots=True)
class Method:
    """How the result came about."""

    versions: tuple[Fact, ...]
    packs: tuple[PackPart, ...]
    scheme_text: str
    root: Node
    nodes: tuple[Node, ...]
    random_index: str
    weights_text: str
    not_applicable: tuple[NotApplicableRow, ...]
    unanswered: tuple[str, ...]
    sampling: str
    verification: tuple[Fact, ...]
    team: tuple[MemberRow, ...]
    independence: str
    adjustments: tuple[Fact, ...]
    firmness: tuple[str, ...]
    critical_text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The first page: what this paper is, and what it is not."""

    heading: str
    lead: str
    honesty: str
    signed: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the numbers of this report are called, which depends on what they are numbers of.

    The interval of a provisional result is where the score may end, its points are those of the answered part; a self-assessment has
    evidence, but nobody has verified it.
    """

    score: str
    interval: str
    probability: str
    points: str
    verified: str
    verified_share: str
    blocking: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report in one language. ``language`` is a BCP 47 tag; ``mark`` is empty unless this is a self-assessment, ``provisional``
    and ``provisional_mark`` unless questions are unanswered.
    """

    language: str
    title: str
    running_title: str
    kind: str
    mark: str
    provisional: str
    provisional_mark: str
    labels: Labels
    synthetic: str
    synthetic_short: str
    organisation: str
    period: str
    date: str
    iso_date: str
    fingerprint: str
    statement: Statement
    profile_facts: tuple[Fact, ...]
    summary: str
    level: Level
    overall: ScoreLine
    interval_text: str
    level_probability_text: str
    gates: tuple[GateRow, ...]
    gates_text: str
    blocking: tuple[Fact, ...]
    strengths: tuple[Remark, ...]
    priorities: tuple[Remark, ...]
    elements: tuple[ElementPart, ...]
    peers: Peers | None
    roadmap: Roadmap
    trend: Trend
    method: Method
    findings: tuple[FindingRow, ...]
    rows: tuple[ItemRow, ...]
    evidence: tuple[EvidenceRow, ...]
