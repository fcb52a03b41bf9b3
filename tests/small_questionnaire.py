"""A questionnaire of five items, one of each kind, as plain data that a test can change and write where it likes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assess.catalogue import writing

Plain = dict[str, Any]


def text(english: str) -> Plain:
    """Return a text in both languages."""
    return {"en": english, "zh_Hans": f"中文：{english}"}


def frame() -> Plain:
    """Return the frame: elements A and B."""
    return {
        "format": "assess/questionnaire@1",
        "id": "small",
        "version": 1,
        "title": text("Small"),
        "description": text("One item of each kind"),
        "elements": ["A", "B"],
    }


def item(id_: str, kind: str, *, advice: list[Any], **more: Any) -> Plain:
    """Return one item with advice for the steps given."""
    return {
        "id": id_,
        "kind": kind,
        "text": text(f"Question {id_}?"),
        "guidance": text("What is meant."),
        **more,
        "evidence": [text("A document"), text("A record")],
        "verification": ["document"],
        "na_allowed": False,
        "advice": [{"to": step, "do": text(f"Reach {step}"), "effort": "S", "horizon": "quick_win"} for step in advice],
        "source": text("Own wording"),
    }


def elements() -> dict[str, Plain]:
    """Return the element files by their id."""
    maturity = item("A1.1", "maturity", anchors=[text(f"Level {level}") for level in range(6)], advice=[1, 2, 3, 4, 5])
    yes_no = item("A1.2", "yes_no", advice=[True])
    options = [{"id": "none", "value": 0, "text": text("None")}, {"id": "partly", "value": 0.5, "text": text("Partly")}]
    choice = item("A2.1", "choice", options=[*options, {"id": "all", "value": 1, "text": text("All")}], advice=["partly", "all"])
    percent = item("B1.1", "percent", advice=[60, 95])
    metric_of = {"unit": "h", "definition": text("Hours"), "formula": text("Sum ÷ n"), "period": text("A year")}
    metric = {**metric_of, "points": [[30, 0], [15, 0.6], [5, 1]], "points_source": text("Set by us")}
    return {
        "A": _element("A", {"A1": [maturity, yes_no], "A2": [choice]}),
        "B": _element("B", {"B1": [percent, item("B1.2", "metric", metric=metric, measures="retention", advice=[15, 5])]}),
    }


def _element(id_: str, criteria: dict[str, list[Plain]]) -> Plain:
    return {
        "format": "assess/element@1",
        "id": id_,
        "title": text(f"Element {id_}"),
        "intent": text("About something"),
        "criteria": [
            {"id": criterion, "title": text(f"Criterion {criterion}"), "intent": text("A concern"), "items": items}
            for criterion, items in criteria.items()
        ],
    }


def write(folder: Path, *, parts: dict[str, Plain] | None = None, framed: Plain | None = None) -> Path:
    """Write a questionnaire's files into ``folder`` and return it."""
    (folder / "elements").mkdir(parents=True, exist_ok=True)
    (folder / "questionnaire.yaml").write_bytes(writing.as_yaml(framed or frame()))
    for id_, element in (parts or elements()).items():
        (folder / "elements" / f"{id_}.yaml").write_bytes(writing.as_yaml(element))
    return folder


def weights() -> str:
    """Return default judgements that match the tree."""
    return (
        "format: assess/judgements@1\nnodes:\n"
        "  - {parent: small, items: [A, B], experts: [{name: default, pairs: [[A, B, 2]]}]}\n"
        "  - {parent: A, items: [A1, A2], experts: [{name: default, pairs: [[A1, A2, 1]]}]}\n"
    )


def line_of(path: Path, words: str) -> int:
    """Return the number of the first line that holds ``words``."""
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1) if words in line)
