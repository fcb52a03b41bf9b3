"""From values to files: a questionnaire and a scheme as plain data in the key order of ``docs/formats.md``, and as readable YAML.

Plain data is what the canonical form hashes, what the YAML shows and what the Excel sheets carry: one description, three uses.
Values that are their defaults (a weight of 1, no conditions) are left out.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from assess.method.questionnaire import Advice, Condition, Criterion, Element, Item, Metric, Questionnaire, Target
from assess.method.scheme import Gate, GateKind, Scheme
from assess.method.text import Text

Plain = dict[str, Any]

_LANGUAGES = ("en", "zh_Hans", "zh_Hant")
_GATE_KEYS = {
    GateKind.ELEMENT_FLOOR: ("margin",),
    GateKind.VERIFIED_COVERAGE: ("minimum",),
    GateKind.NOT_APPLICABLE_SHARE: ("maximum",),
    GateKind.MEASURED_RECENTLY: ("measures", "months"),
    GateKind.FAVOURABLE_TREND: ("measures", "periods"),
}


def frame(questionnaire: Questionnaire) -> Plain:
    """Return the content of ``questionnaire.yaml``."""
    plain: Plain = {
        "format": "assess/questionnaire@1",
        "id": questionnaire.id,
        "version": questionnaire.version,
        "title": words(questionnaire.title),
        "description": words(questionnaire.description),
        "elements": [element.id for element in questionnaire.elements],
    }
    if questionnaire.answers_elsewhere:
        plain["answers_elsewhere"] = [
            {"questionnaire": each.questionnaire, "item": each.item, "by": each.by} for each in questionnaire.answers_elsewhere
        ]
    return plain


def element(value: Element) -> Plain:
    """Return the content of one file of ``elements/``."""
    return {
        "format": "assess/element@1",
        "id": value.id,
        "title": words(value.title),
        "intent": words(value.intent),
        "criteria": [_criterion(each) for each in value.criteria],
    }


def files(questionnaire: Questionnaire) -> dict[str, bytes]:
    """Return the files of a questionnaire's folder: the frame and its elements."""
    elements = {f"elements/{each.id}.yaml": as_yaml(element(each)) for each in questionnaire.elements}
    return {"questionnaire.yaml": as_yaml(frame(questionnaire)), **elements}


def scheme(value: Scheme) -> Plain:
    """Return the content of ``scheme.yaml``."""
    plain: Plain = {
        "format": "assess/scheme@1",
        "id": value.id,
        "version": value.version,
        "family": value.family.value,
        "title": words(value.title),
        "description": words(value.description),
        "levels": [
            {"level": each.level, "threshold": number(each.threshold), "title": words(each.title), "meaning": words(each.meaning)}
            for each in value.levels
        ],
    }
    if value.questionnaires:
        plain["questionnaires"] = list(value.questionnaires)
    if value.met_from:
        plain["met_from"] = {key: number(value.met_from[key]) for key in sorted(value.met_from)}
    plain["gates"] = [_gate(each) for each in value.gates]
    return plain


def words(text: Text) -> Plain:
    """Return a Text as a mapping of languages, English first."""
    codes = [code for code, _ in text.by_language]
    order = [code for code in _LANGUAGES if code in codes] + [code for code in codes if code not in _LANGUAGES]
    return {code: text.get(code) for code in order}


def number(value: float) -> float | int:
    """Return a whole number as an int, so that ``80`` is never written ``80.0``."""
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)


def target(value: Target) -> Target:
    """Return a target as it is written."""
    return value if isinstance(value, bool | str) else number(value)


def _criterion(value: Criterion) -> Plain:
    return {"id": value.id, "title": words(value.title), "intent": words(value.intent), "items": [item(each) for each in value.items]}


def item(value: Item) -> Plain:
    """Return one item as it stands in an element's file."""
    plain: Plain = {"id": value.id, "kind": value.kind.value}
    if value.weight != 1:
        plain["weight"] = number(value.weight)
    if value.critical_minimum is not None:
        plain["critical"] = {"minimum": target(value.critical_minimum)}
    if value.measures:
        plain["measures"] = value.measures
    plain |= {"text": words(value.text), "guidance": words(value.guidance)}
    if value.anchors:
        plain["anchors"] = [words(each) for each in value.anchors]
    if value.options:
        plain["options"] = [{"id": each.id, "value": number(each.value), "text": words(each.text)} for each in value.options]
    if value.metric:
        plain["metric"] = _metric(value.metric)
    plain |= {
        "evidence": [words(each) for each in value.evidence],
        "verification": list(value.verification),
        "na_allowed": value.na_allowed,
    }
    if value.na_rule:
        plain["na_rule"] = words(value.na_rule)
    if value.applies_if:
        plain["applies_if"] = [condition(each) for each in value.applies_if]
    plain |= {"advice": [_advice(each) for each in value.advice], "source": words(value.source)}
    return plain


def _metric(value: Metric) -> Plain:
    return {
        "unit": value.unit,
        "definition": words(value.definition),
        "formula": words(value.formula),
        "period": words(value.period),
        "points": [[number(measured), number(worth)] for measured, worth in value.points],
        "points_source": words(value.points_source),
    }


def condition(value: Condition) -> Plain:
    """Return one condition of ``applies_if``."""
    plain: Plain = {"item": value.item}
    if value.at_least is not None:
        plain["at_least"] = number(value.at_least)
    if value.is_ is not None:
        plain["is"] = value.is_
    if value.one_of is not None:
        plain["one_of"] = list(value.one_of)
    return plain


def _advice(value: Advice) -> Plain:
    plain: Plain = {"to": target(value.to), "do": words(value.do), "effort": value.effort, "horizon": value.horizon}
    if value.requires:
        plain["requires"] = [{"item": each.item, "to": target(each.to)} for each in value.requires]
    return plain


def _gate(value: Gate) -> Plain:
    plain: Plain = {"id": value.id, "kind": value.kind.value, "from_level": value.from_level}
    for key in _GATE_KEYS.get(value.kind, ()):
        given = getattr(value, key)
        plain[key] = list(given) if isinstance(given, tuple) else number(given)
    return plain | {"title": words(value.title)}


_NUMERIC = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")  # text that a reader might take for a number


class _Readable(yaml.SafeDumper):
    """Block style, indented lists, Unicode kept, long lines left whole; short lists of plain words on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists inside mappings as well."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        """Write every value out; our reader takes no aliases."""
        return True


def _list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    short = all(isinstance(each, str | int | float) or (isinstance(each, list) and len(each) <= 3) for each in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=short and len(str(data)) <= 100)


def _string(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
    style = "|" if _fits_a_block(data) else "'" if _NUMERIC.match(data) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


def _fits_a_block(text: str) -> bool:
    """Whether a text of several lines survives ``|`` unchanged."""
    return "\n" in text and not text.startswith((" ", "\n", "\t")) and all(line == line.rstrip() for line in text.split("\n")[:-1])


# Dates and the key `yes` are text to our reader, so they need no quotes here either.
_Readable.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp") and first not in {"y", "Y"}]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
_Readable.add_representer(list, _list)
_Readable.add_representer(str, _string)


def as_yaml(plain: Plain) -> bytes:
    """Return plain data as readable YAML in UTF-8, keys in the order given."""
    dumped: str = yaml.dump(plain, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False)
    return dumped.encode("utf-8")
