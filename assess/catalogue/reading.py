"""From documents to values: a questionnaire, an element, a scheme as ``assess.method`` knows them.

Every document has passed its schema before it comes here, so that keys and types are what they should be; what is read here says
nothing yet about whether the parts fit together (that is the linter's affair).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assess.method.questionnaire import (
    Advice,
    AnswerElsewhere,
    Condition,
    Criterion,
    Element,
    Item,
    Kind,
    Metric,
    Option,
    Questionnaire,
    Step,
    Target,
)
from assess.method.scheme import Family, Gate, GateKind, Level, Scheme
from assess.method.text import Text

Plain = Mapping[str, Any]  # a mapping that has passed its schema


def questionnaire(frame: Plain, elements: Iterable[Plain]) -> Questionnaire:
    """Return the questionnaire of a frame and its elements' documents, in the order of the frame; without a content hash."""
    by_id = {each["id"]: element(each) for each in elements}
    return Questionnaire(
        id=frame["id"],
        version=int(frame["version"]),
        elements=tuple(by_id[id_] for id_ in frame["elements"] if id_ in by_id),
        title=Text.of(frame["title"]),
        description=Text.of(frame["description"]),
        answers_elsewhere=tuple(
            AnswerElsewhere(each["questionnaire"], each["item"], each["by"]) for each in frame.get("answers_elsewhere", ())
        ),
    )


def element(plain: Plain) -> Element:
    """Return one element with its criteria and items."""
    return Element(
        id=plain["id"],
        criteria=tuple(_criterion(each) for each in plain["criteria"]),
        title=Text.of(plain["title"]),
        intent=Text.of(plain["intent"]),
    )


def _criterion(plain: Plain) -> Criterion:
    return Criterion(
        id=plain["id"],
        items=tuple(item(each) for each in plain["items"]),
        title=Text.of(plain["title"]),
        intent=Text.of(plain["intent"]),
    )


def item(plain: Plain) -> Item:
    """Return one item."""
    kind = Kind(plain["kind"])
    return Item(
        id=plain["id"],
        kind=kind,
        weight=float(plain.get("weight", 1)),
        critical_minimum=_target(plain["critical"]["minimum"], kind) if "critical" in plain else None,
        measures=plain.get("measures"),
        text=Text.of(plain["text"]),
        guidance=Text.of(plain["guidance"]),
        anchors=texts(plain.get("anchors", ())),
        options=tuple(Option(each["id"], float(each["value"]), Text.of(each["text"])) for each in plain.get("options", ())),
        metric=metric(plain["metric"]) if "metric" in plain else None,
        evidence=texts(plain["evidence"]),
        verification=tuple(plain["verification"]),
        na_allowed=plain["na_allowed"],
        na_rule=Text.of(plain.get("na_rule")),
        applies_if=tuple(_condition(each) for each in plain.get("applies_if", ())),
        advice=tuple(advice(each, kind) for each in plain["advice"]),
        source=Text.of(plain["source"]),
    )


def texts(plain: Iterable[Mapping[str, str]]) -> tuple[Text, ...]:
    """Return a list of texts."""
    return tuple(Text.of(each) for each in plain)


def metric(plain: Plain) -> Metric:
    """Return what is measured, with its value function."""
    return Metric(
        unit=plain["unit"],
        points=tuple((float(measured), float(worth)) for measured, worth in plain["points"]),
        definition=Text.of(plain["definition"]),
        formula=Text.of(plain["formula"]),
        period=Text.of(plain["period"]),
        points_source=Text.of(plain["points_source"]),
    )


def _condition(plain: Plain) -> Condition:
    return Condition(
        item=plain["item"],
        at_least=float(plain["at_least"]) if "at_least" in plain else None,
        is_=plain.get("is"),
        one_of=tuple(plain["one_of"]) if "one_of" in plain else None,
    )


def advice(plain: Plain, kind: Kind) -> Advice:
    """Return one step of advice; ``kind`` is the item's."""
    return Advice(
        to=_target(plain["to"], kind),
        do=Text.of(plain["do"]),
        effort=plain["effort"],
        horizon=plain["horizon"],
        requires=tuple(Step(each["item"], _target(each["to"], None)) for each in plain.get("requires", ())),
    )


def _target(plain: object, kind: Kind | None) -> Target:
    """Return a target in its item's own terms: a level is a whole number, any other number a float."""
    if isinstance(plain, bool | str):
        return plain
    number = float(plain)  # type: ignore[arg-type]  # the schema lets only numbers come here
    return int(number) if kind is Kind.MATURITY and number.is_integer() else number


def scheme(plain: Plain) -> Scheme:
    """Return a scheme with its levels and gates; without a content hash."""
    return Scheme(
        id=plain["id"],
        version=int(plain["version"]),
        family=Family(plain["family"]),
        levels=tuple(_level(each) for each in plain["levels"]),
        gates=tuple(_gate(each) for each in plain.get("gates", ())),
        met_from={key: float(value) for key, value in plain.get("met_from", {}).items()},
        questionnaires=tuple(plain.get("questionnaires", ())),
        title=Text.of(plain["title"]),
        description=Text.of(plain["description"]),
    )


def _level(plain: Plain) -> Level:
    return Level(int(plain["level"]), float(plain["threshold"]), Text.of(plain["title"]), Text.of(plain["meaning"]))


def _gate(plain: Plain) -> Gate:
    return Gate(
        id=plain["id"],
        kind=GateKind(plain["kind"]),
        from_level=int(plain["from_level"]),
        title=Text.of(plain["title"]),
        margin=float(plain.get("margin", 0)),
        minimum=float(plain.get("minimum", 0)),
        maximum=float(plain.get("maximum", 1)),
        measures=tuple(plain.get("measures", ())),
        months=int(plain.get("months", 12)),
        periods=int(plain.get("periods", 3)),
    )
