"""A scheme's levels ascend and can be reached, and its gates guard something."""

from __future__ import annotations

import copy
import re

import pytest
import yaml

from assess.catalogue import library, reading, writing
from assess.platform.shelves import shelf
from tests import small_questionnaire as small


def scheme():
    levels = [(1, 0), (2, 20), (3, 40)]
    return {
        "format": "assess/scheme@1",
        "id": "ladder",
        "version": 1,
        "family": "maturity",
        "title": small.text("Ladder"),
        "description": small.text("Three levels"),
        "levels": [{"level": n, "threshold": t, "title": small.text(f"L{n}"), "meaning": small.text("m")} for n, t in levels],
        "gates": [
            {"id": "floor", "kind": "element_floor", "from_level": 2, "margin": 15, "title": small.text("Floor")},
            {
                "id": "measured",
                "kind": "measured_recently",
                "from_level": 3,
                "measures": ["retention"],
                "months": 12,
                "title": small.text("M"),
            },
        ],
    }


@pytest.fixture
def check(assess, tmp_path):
    """Change the scheme, write it, and run `assess check` on it."""

    def run(change):
        plain = copy.deepcopy(scheme())
        change(plain)
        (tmp_path / "scheme.yaml").write_bytes(writing.as_yaml(plain))
        return assess("check", tmp_path / "scheme.yaml")

    return run


def test_a_sound_scheme_has_no_faults(check):
    ran = check(lambda s: None)
    assert ran.status == 0, ran.err


RULES = {
    "a threshold above 100": (
        lambda s: s["levels"][2].update(threshold=120),
        r"scheme\.yaml:\d+: levels\[2\]\.threshold: `120` is too large — a score from 0 to 100, or the level can never be reached",
    ),
    "two levels at one threshold": (
        lambda s: s["levels"][2].update(threshold=20),
        r"levels\[2\]\.threshold: the threshold 20 is that of the level below: one of the two can never be reached",
    ),
    "overlapping thresholds": (
        lambda s: s["levels"][2].update(threshold=10),
        r"levels\[2\]\.threshold: the threshold 10 overlaps the level below \(20\), which can never be reached",
    ),
    "levels out of order": (
        lambda s: s["levels"].reverse(),
        r"levels\[1\]\.level: level 2 follows level 3 — levels ascend, each number once",
    ),
    "a level given twice": (lambda s: s["levels"][2].update(level=2), r"levels\[2\]\.level: level 2 follows level 2"),
    "a gate from a level that is not there": (
        lambda s: s["gates"][0].update(from_level=7),
        r"gates\[0\]\.from_level: there is no level 7 to guard — one of 1, 2, 3",
    ),
    "a gate's id given twice": (
        lambda s: s["gates"][1].update(id="floor"),
        r"gates\[1\]\.id: the gate `floor` is given twice — the first is at .*scheme\.yaml:\d+",
    ),
    "an unknown kind of gate": (
        lambda s: s["gates"][0].update(kind="element_flor"),
        r"gates\[0\]\.kind: `element_flor` is not known here — did you mean `element_floor`\?",
    ),
    "a gate without what its kind needs": (lambda s: s["gates"][0].pop("margin"), r"gates\[0\]: the key `margin` is missing"),
    "a gate with what belongs to another kind": (
        lambda s: s["gates"][0].update(months=12),
        r"gates\[0\]\.months: this key does not belong here — only a gate of kind measured_recently has months",
    ),
    "a share of verified weight above 1": (
        lambda s: s["gates"].append({"id": "v", "kind": "verified_coverage", "from_level": 2, "minimum": 80, "title": small.text("V")}),
        r"gates\[2\]\.minimum: `80` is too large — a share from 0 to 1",
    ),
    "a trend over one period": (
        lambda s: s["gates"].append(
            {"id": "t", "kind": "favourable_trend", "from_level": 3, "measures": ["retention"], "periods": 1, "title": small.text("T")}
        ),
        r"gates\[2\]\.periods: `1` is too small — periods from 2",
    ),
    "a measure no item could have": (
        lambda s: s["gates"][1].update(measures=["happiness"]),
        r"gates\[1\]\.measures\[0\]: `happiness` is not known here",
    ),
    "met_from in a maturity scheme": (
        lambda s: s.update(met_from={"maturity": 3, "choice": 0.6, "metric": 0.6}),
        r"met_from: only schemes of the family stars have this key",
    ),
    "stars that do not say what is met": (
        lambda s: s.update(family="stars", met_from={"maturity": 3}),
        r"met_from: from where a requirement counts as met is not said for every kind",
    ),
    "an unknown family": (lambda s: s.update(family="star"), r"family: `star` is not known here — did you mean `stars`\?"),
    "a level without a translation": (
        lambda s: s["levels"][0]["title"].pop("zh_Hans"),
        r"levels\[0\]\.title: the translation zh_Hans is missing",
    ),
}


@pytest.mark.parametrize(("change", "said"), RULES.values(), ids=RULES.keys())
def test_the_linter_names(check, change, said):
    ran = check(change)
    assert ran.status == 1
    assert re.search(said, ran.err), ran.err


def test_a_gate_can_never_hold_where_no_item_measures_what_it_looks_for(check, monkeypatch):
    monkeypatch.setattr(library, "references", lambda kind: [])
    ran = check(lambda s: None)
    assert ran.status == 1
    assert "gates[1].measures[0]: the gate can never hold: no item measures `retention`" in ran.err


def test_a_scheme_on_a_shelf_stands_in_the_folder_of_its_id_and_version(assess, tmp_path):
    place = tmp_path / "other" / "3"
    place.mkdir(parents=True)
    (place / "scheme.yaml").write_bytes(writing.as_yaml(scheme()))
    ran = assess("check", tmp_path)
    assert "id: `ladder` does not match the folder — the folder says `other`" in ran.err
    assert "version: `1` does not match the folder — the folder says `3`" in ran.err


@pytest.mark.parametrize("reference", library.references("scheme"))
def test_a_scheme_survives_writing_and_reading(reference):
    value = library.scheme(reference)
    name, version = reference.split("@")
    written = writing.as_yaml(writing.scheme(value))
    again = reading.scheme(yaml.safe_load(written))
    assert writing.scheme(again) == writing.scheme(value)
    assert yaml.safe_load(written) == yaml.safe_load((shelf("questionnaires") / name / version / "scheme.yaml").read_bytes())
