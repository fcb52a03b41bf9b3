"""Random questionnaires, weights and assessments for properties of scoring, and short ways to build them by hand."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from assess.method.answers import Answer, Evidence, Given, NotApplicable
from assess.method.assessment import Assessment, Organisation
from assess.method.questionnaire import Criterion, Element, Item, Kind, Metric, Option, Questionnaire
from assess.method.scheme import Family, Gate, GateKind, Level, Scheme
from assess.method.text import Text

T = TypeVar("T")

SCALE = Metric("h", ((30.0, 0.0), (15.0, 0.6), (5.0, 1.0)))
OPTIONS = (Option("none", 0.0), Option("partly", 0.5), Option("all", 1.0))
EVIDENCE = ("document", "interview", "observation", "sampling", "test", "data", "trend", "comparison")
DAY = datetime.date(2026, 6, 30)

MATURITY = Scheme(
    "maturity",
    1,
    Family.MATURITY,
    tuple(Level(number, threshold) for number, threshold in enumerate((0, 20, 40, 60, 75), start=1)),
    (
        Gate("critical", GateKind.CRITICAL_ITEMS, 3),
        Gate("element-floor", GateKind.ELEMENT_FLOOR, 2, margin=15),
        Gate("no-open-major", GateKind.OPEN_MAJOR_FINDING, 3),
        Gate("verified", GateKind.VERIFIED_COVERAGE, 3, minimum=0.8),
        Gate("not-applicable", GateKind.NOT_APPLICABLE_SHARE, 2, maximum=0.15),
        Gate("measured", GateKind.MEASURED_RECENTLY, 3, measures=("satisfaction",), months=12),
        Gate("trend", GateKind.FAVOURABLE_TREND, 5, measures=("satisfaction",), periods=3),
    ),
)
STARS = Scheme(
    "stars",
    1,
    Family.STARS,
    tuple(Level(number, threshold) for number, threshold in enumerate((70, 80, 90, 95), start=1)),
    (Gate("critical", GateKind.CRITICAL_ITEMS, 1), Gate("not-applicable", GateKind.NOT_APPLICABLE_SHARE, 1, maximum=0.15)),
)


@dataclass(frozen=True)
class Drawn:
    """A questionnaire with local weights and an assessment of it."""

    questionnaire: Questionnaire
    local: Mapping[str, Mapping[str, float]]
    assessment: Assessment


def item(id_: str, kind: Kind = Kind.MATURITY, **more: object) -> Item:
    """Return an item of a kind with what the kind needs."""
    needs: dict[str, object] = {"options": OPTIONS} if kind is Kind.CHOICE else {"metric": SCALE} if kind is Kind.METRIC else {}
    return Item(id_, kind, na_allowed=True, **{**needs, **more})  # type: ignore[arg-type]


def questionnaire(tree: Mapping[str, Mapping[str, Sequence[Item]]]) -> Questionnaire:
    """Return a questionnaire from element → criterion → items."""
    elements = (
        Element(element, tuple(Criterion(criterion, tuple(items)) for criterion, items in criteria.items()))
        for element, criteria in tree.items()
    )
    return Questionnaire("q", 1, tuple(elements))


def equal_weights(asked: Questionnaire) -> dict[str, dict[str, float]]:
    """Return equal local weights."""
    return {
        asked.id: {element.id: 1.0 for element in asked.elements},
        **{element.id: {criterion.id: 1.0 for criterion in element.criteria} for element in asked.elements},
    }


def assessment(answers: Mapping[str, Answer], *, kind: str = "self", **more: object) -> Assessment:
    """Return an assessment of the hand-built questionnaire."""
    parts: dict[str, object] = {"date": DAY, **more}
    return Assessment("a", Organisation(Text.of("Example")), "q@1", "maturity@1", kind, "2026", answers=answers, **parts)  # type: ignore[arg-type]


def answer(id_: str, *evidence: str, **given: object) -> Answer:
    """Return an answer with evidence of the kinds named; samples are of 30 records."""
    pieces = tuple(Evidence(kind, sample=30 if kind == "sampling" else None) for kind in evidence)
    return Answer(id_, Given(**given), evidence=pieces)  # type: ignore[arg-type]


def levels(**given: int) -> dict[str, Answer]:
    """Return answers to maturity items: ``levels(A1_1=3)`` answers A1.1 with level 3."""
    return {id_.replace("_", "."): answer(id_.replace("_", "."), level=level) for id_, level in given.items()}


def not_applicable(id_: str, approved_by: str = "olga") -> Answer:
    """Return an N/A."""
    return Answer(id_, not_applicable=NotApplicable(Text.of("There is none"), approved_by))


def givens(asked: Item) -> st.SearchStrategy[Given]:
    """Draw what may be given for an item."""
    match asked.kind:
        case Kind.MATURITY:
            return st.builds(Given, level=st.integers(0, 5))
        case Kind.YES_NO:
            return st.builds(Given, yes=st.booleans())
        case Kind.CHOICE:
            return st.builds(Given, choice=st.sampled_from([option.id for option in asked.options]))
        case Kind.PERCENT:
            sample = st.integers(1, 60).flatmap(lambda n: st.builds(Given, conforming=st.integers(0, n), sampled=st.just(n)))
            return sample | st.builds(Given, percent=st.integers(0, 100).map(float))
    return st.builds(Given, value=st.floats(0, 40, allow_nan=False).map(lambda hours: round(hours, 3)), unit=st.just("h"))


@st.composite
def answers(draw: st.DrawFn, asked: Item, *, states: str = "ava") -> Answer | None:
    """Draw an answer: of ``states`` a answered, u unanswered, n not applicable, v answered and verified."""
    state = draw(st.sampled_from(states))
    if state == "u":
        return None
    if state == "n":
        return not_applicable(asked.id, draw(st.sampled_from(["olga", ""])))
    kinds = draw(st.lists(st.sampled_from(EVIDENCE), max_size=5))
    plain = replace(answer(asked.id, *kinds), given=draw(givens(asked)))
    if asked.measures:
        trend = draw(st.lists(st.sampled_from([10.0, 12.0, 15.0]), max_size=4).map(tuple))
        plain = replace(plain, measured=draw(st.sampled_from([None, DAY, datetime.date(2020, 1, 1)])), trend=trend)
    return replace(plain, verified=draw(givens(asked))) if state == "v" else plain


_WEIGHTS = st.sampled_from([1.0, 1.0, 2.0, 3.0, 0.5, 1.7, 0.123456789])


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Draw a small questionnaire of all kinds, without conditions."""
    elements = []
    for e in range(draw(st.integers(1, 4))):
        criteria = []
        for c in range(draw(st.integers(1, 3))):
            name = f"{'LSPR'[e]}{c + 1}"
            items = [_item(draw, f"{name}.{i + 1}") for i in range(draw(st.integers(1, 3)))]
            criteria.append(Criterion(name, tuple(items)))
        elements.append(Element("LSPR"[e], tuple(criteria)))
    return Questionnaire("q", 1, tuple(elements))


def _item(draw: st.DrawFn, id_: str) -> Item:
    kind = draw(st.sampled_from([Kind.MATURITY, *Kind]))
    minimum = {Kind.MATURITY: 3, Kind.YES_NO: True, Kind.CHOICE: "partly", Kind.PERCENT: 50, Kind.METRIC: 15.0}[kind]
    critical = minimum if draw(st.integers(0, 5)) == 0 else None
    measures = "satisfaction" if draw(st.integers(0, 4)) == 0 and kind in {Kind.PERCENT, Kind.METRIC} else None
    return item(id_, kind, weight=draw(_WEIGHTS), critical_minimum=critical, measures=measures)


def shuffled(asked: Questionnaire, random: Random) -> Questionnaire:
    """Return a questionnaire with elements, criteria and items in another order."""
    elements = []
    for element in mixed(asked.elements, random):
        criteria = [Criterion(each.id, mixed(each.items, random)) for each in mixed(element.criteria, random)]
        elements.append(Element(element.id, tuple(criteria)))
    return Questionnaire(asked.id, asked.version, tuple(elements))


def mixed(things: Sequence[T], random: Random) -> tuple[T, ...]:
    """Return things in another order."""
    return tuple(random.sample(list(things), len(things)))


@st.composite
def local_weights(draw: st.DrawFn, asked: Questionnaire) -> dict[str, dict[str, float]]:
    """Draw local weights of every node."""
    weight = st.floats(0.05, 9)
    return {
        asked.id: {element.id: draw(weight) for element in asked.elements},
        **{element.id: {criterion.id: draw(weight) for criterion in element.criteria} for element in asked.elements},
    }


@st.composite
def cases(draw: st.DrawFn, *, kinds: Sequence[str] = ("self", "assessed"), states: str = "aaaavun") -> Drawn:
    """Draw a questionnaire, its weights and an assessment."""
    asked = draw(questionnaires())
    given = {each.id: found for each in asked.items if (found := draw(answers(each, states=states))) is not None}
    return Drawn(asked, draw(local_weights(asked)), assessment(given, kind=draw(st.sampled_from(kinds))))
