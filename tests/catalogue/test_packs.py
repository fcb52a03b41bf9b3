"""Packs of the shelf: what is wrong with one is said with file, line and key, and what is right is laid over the questionnaire."""

from __future__ import annotations

import copy
import re

import pytest

from assess.catalogue import library, writing
from assess.platform.faults import Faults
from tests import small_questionnaire as small
from tests.small_questionnaire import text


def plain(id_="sector"):
    added = small.item("A1.x1", "yes_no", advice=[True])
    replaced = small.item("B1.1", "percent", advice=[50, 90])
    return {
        "format": "assess/pack@1",
        "id": id_,
        "version": 1,
        "title": text("Sector"),
        "description": text("For a sector"),
        "questionnaire": "small@1",
        "add": [{"criterion": "A1", "why": text("Needed"), "item": added}],
        "replace": [{"why": text("Asked otherwise"), "item": replaced}],
        "reanchor": [{"item": "A1.1", "why": text("Higher"), "anchors": [text(f"Sector level {level}") for level in range(6)]}],
        "reweight": [{"node": "A2", "factor": 2, "why": text("Weighs more")}],
    }


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A shelf with the small questionnaire and its weights, onto which a test puts packs."""
    place = small.write(tmp_path / "small" / "1")
    (place / "weights.yaml").write_text(small.weights(), "utf-8")
    monkeypatch.setattr(library, "shelf", lambda name: tmp_path)
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))

    def put(pack=None):
        pack = pack or plain()
        place = tmp_path / pack["id"] / str(pack["version"])
        place.mkdir(parents=True, exist_ok=True)
        (place / "pack.yaml").write_bytes(writing.as_yaml(pack))
        return place / "pack.yaml"

    return put


def test_a_pack_is_laid_over_its_questionnaire(shelf):
    shelf()
    composed = library.questionnaire("small@1", ["sector@1"])
    assert [item.id for item in composed.criteria[0].items] == ["A1.1", "A1.2", "A1.x1"]
    assert composed.item_by_id["A1.1"].anchors[0].get("en") == "Sector level 0"
    assert composed.item_by_id["A1.1"].text == library.questionnaire("small@1").item_by_id["A1.1"].text
    assert [pack.reference for pack in composed.packs] == ["sector@1"]
    assert composed.reference == "small@1"


def test_a_questionnaire_with_a_pack_has_a_hash_of_its_own_that_follows_the_weights_too(shelf):
    shelf()
    before = library.questionnaire("small@1", ["sector@1"]).content_hash
    other = plain()
    other["reweight"][0]["factor"] = 3
    shelf(other)
    assert len({before, library.questionnaire("small@1", ["sector@1"]).content_hash, library.questionnaire("small@1").content_hash}) == 3


def test_two_packs_in_both_orders_are_the_same_to_the_hash(shelf):
    shelf()
    second = {key: value for key, value in plain("zone").items() if key not in {"add", "replace", "reanchor"}}
    second["add"] = [{"criterion": "A1", "why": text("Also"), "item": small.item("A1.z1", "yes_no", advice=[True])}]
    second["add"][0]["item"]["text"] = text("Another?")
    shelf(second)
    one, other = (library.questionnaire("small@1", order) for order in (["sector@1", "zone@1"], ["zone@1", "sector@1"]))
    assert one == other
    assert one.content_hash == other.content_hash


def test_two_packs_that_change_the_same_item_are_refused_by_name(shelf):
    shelf()
    shelf(plain("zone"))
    with pytest.raises(Faults, match=r"sector@1: this pack and zone@1 both change A1\.1"):
        library.questionnaire("small@1", ["sector@1", "zone@1"])


def test_a_compiled_pack_is_checked_again_when_its_questionnaire_changes(shelf, tmp_path):
    shelf()
    library.questionnaire("small@1", ["sector@1"])
    parts = small.elements()
    del parts["A"]["criteria"][1]
    parts["A"]["criteria"][0]["items"][0]["text"] = text("Other?")
    small.write(tmp_path / "small" / "1", parts=parts)
    with pytest.raises(Faults, match=r"reweight\[0\]\.node: there is no `A2` to weigh"):
        library.questionnaire("small@1", ["sector@1"])


def test_a_sound_pack_passes_the_check(shelf, assess):
    ran = assess("check", shelf())
    assert ran.status == 0, ran.err


def added(pack):
    return pack["add"][0]["item"]


WRONG = {
    "an unknown criterion": (lambda p: p["add"][0].update(criterion="A7"), r"add\[0\]\.criterion: small@1 has no criterion `A7`"),
    "an id from elsewhere": (lambda p: added(p).update(id="B1.x1"), r"add\[0\]\.item\.id: the id `B1\.x1` does not say where it stands"),
    "an id that is taken": (lambda p: added(p).update(id="A1.2"), r"add\[0\]\.item\.id: small@1 has an item `A1\.2` already"),
    "an unknown item replaced": (
        lambda p: p["replace"][0]["item"].update(id="B1.7"),
        r"replace\[0\]\.item\.id: small@1 has no item `B1\.7`",
    ),
    "an unknown item anchored": (lambda p: p["reanchor"][0].update(item="A1.7"), r"reanchor\[0\]\.item: small@1 has no item `A1\.7`"),
    "anchors for a yes": (lambda p: p["reanchor"][0].update(item="A1.2"), r"reanchor\[0\]\.anchors: A1\.2 is of kind yes_no"),
    "nothing anchored": (lambda p: p["reanchor"][0].pop("anchors"), r"reanchor\[0\]:.*`item`, `why` and what changes"),
    "an unknown node": (lambda p: p["reweight"][0].update(node="Q"), r"reweight\[0\]\.node: there is no `Q` to weigh"),
    "a factor of nothing": (lambda p: p["reweight"][0].update(factor=0), r"reweight\[0\]\.factor: `0` is too small"),
    "a node weighed twice": (
        lambda p: p["reweight"].append(dict(p["reweight"][0])),
        r"reweight\[1\]\.node: the weight of A2 is changed twice",
    ),
    "an item changed twice": (
        lambda p: p["reanchor"].append({**copy.deepcopy(p["reanchor"][0]), "item": "A1.1"}),
        r"reanchor\[1\]\.item: the pack changes A1\.1 twice",
    ),
    "an item that is not sound": (
        lambda p: added(p).update(advice=[]),
        r"add\[0\]\.item\.advice: the advice for the step to true is missing",
    ),
    "a step that leads nowhere": (
        lambda p: added(p)["advice"][0].update(requires=[{"item": "A9.9", "to": 1}]),
        r"requires\[0\]\.item: there is no item `A9\.9`",
    ),
    "an anchor that is too long": (
        lambda p: p["reanchor"][0]["anchors"][2].update(en="word " * 26),
        r"reanchor\[0\]\.anchors\[2\]\.en: the anchor of level 2 has 26 words",
    ),
    "an unknown questionnaire": (
        lambda p: p.update(questionnaire="smal@1"),
        r"questionnaire: there is no questionnaire `smal@1` — did you mean `small@1`",
    ),
    "a folder of another name": (lambda p: p.update(version=1.5), r"version: `1\.5` is not a whole number"),
    "a factor that changes nothing": (lambda p: p["reweight"][0].update(factor=1), r"reweight\[0\]\.factor: a factor of 1 changes nothing"),
    "a factor on an only child": (
        lambda p: p["reweight"][0].update(node="B1"),
        r"reweight\[0\]\.node: B1 has no sibling, so a factor changes nothing",
    ),
    "anchors that are the old ones": (
        lambda p: p["reanchor"][0].update(anchors=[text(f"Level {level}") for level in range(6)]),
        r"reanchor\[0\]: nothing about A1\.1 is changed",
    ),
    "a metric in another unit": (
        lambda p: p["reanchor"].append(
            {"item": "B1.2", "why": text("Days"), "metric": {**small.elements()["B"]["criteria"][0]["items"][1]["metric"], "unit": "d"}}
        ),
        r"reanchor\[1\]\.metric: B1\.2 would be measured in another way",
    ),
    "nothing at all": (
        lambda p: [p.pop(key) for key in ("add", "replace", "reanchor", "reweight")],
        r"a pack changes something",
    ),
    "no questionnaire": (lambda p: p.pop("questionnaire"), r"the key `questionnaire` is missing"),
    "no id": (lambda p: p.pop("id"), r"the key `id` is missing"),
    "an unknown key": (lambda p: p.update(remove=["A1.1"]), r"the key `remove` is unknown here"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_line_and_key(shelf, assess, name):
    change, expected = WRONG[name]
    pack = plain()
    change(pack)
    place = shelf()
    place.write_bytes(writing.as_yaml(pack))
    ran = assess("check", place)
    assert ran.status == 1
    assert re.search(rf"pack\.yaml:\d+: .*{expected}", ran.err), ran.err


def test_a_pack_that_leaves_a_requirement_hanging_is_refused(shelf, tmp_path):
    parts = small.elements()
    parts["A"]["criteria"][0]["items"][1]["advice"][0]["requires"] = [{"item": "B1.1", "to": 60}]
    small.write(tmp_path / "small" / "1", parts=parts)
    pack = plain()
    pack["replace"][0]["item"] = small.item("B1.1", "yes_no", advice=[True])
    shelf(pack)
    with pytest.raises(
        Faults, match=r"pack\.yaml:1: with this pack small@1 A1\.2 no longer fits: .*`60` is not a point that B1\.1 \(yes_no\)"
    ):
        library.questionnaire("small@1", ["sector@1"])


def only(id_, **changes):
    """Return a pack that does one thing."""
    return {key: value for key, value in plain(id_).items() if key not in {"add", "replace", "reanchor", "reweight"}} | changes


def test_packs_that_are_sound_alone_and_not_together_are_refused(shelf):
    shelf(only("one", replace=[{"why": text("Otherwise"), "item": small.item("B1.1", "yes_no", advice=[True])}]))
    hanging = small.item("A1.x1", "yes_no", advice=[True])
    hanging["advice"][0]["requires"] = [{"item": "B1.1", "to": 60}]
    shelf(only("two", add=[{"criterion": "A1", "why": text("More"), "item": hanging}]))
    for pack in ("one@1", "two@1"):
        assert library.questionnaire("small@1", [pack]).packs
    with pytest.raises(Faults, match=r"two@1: together with one@1 A1\.x1 no longer fits: .*`60` is not a point"):
        library.questionnaire("small@1", ["one@1", "two@1"])


def test_conditions_that_run_in_a_circle_through_two_packs_are_refused(shelf):
    one, two = small.item("A1.2", "yes_no", advice=[True]), small.item("A2.1", "yes_no", advice=[True])
    one["applies_if"], two["applies_if"] = [{"item": "A2.1", "one_of": ["all"]}], [{"item": "A1.2", "is": True}]
    shelf(only("one", replace=[{"why": text("Otherwise"), "item": one}]))
    shelf(only("two", replace=[{"why": text("Otherwise"), "item": two}]))
    with pytest.raises(Faults, match=r"no longer fits"):
        library.questionnaire("small@1", ["one@1", "two@1"])


def test_a_pack_in_a_folder_of_another_name_is_not_used(shelf, tmp_path):
    path = shelf()
    (tmp_path / "other" / "1").mkdir(parents=True)
    (tmp_path / "other" / "1" / "pack.yaml").write_bytes(path.read_bytes())
    with pytest.raises(Faults, match=r"id: `sector` does not match the folder — the folder says `other`"):
        library.questionnaire("small@1", ["other@1"])


def test_a_folder_called_like_a_pack_is_none(shelf, tmp_path):
    (tmp_path / "odd" / "1" / "pack.yaml").mkdir(parents=True)
    assert library.references("pack") == []
