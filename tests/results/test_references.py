"""An answer may stand in another assessment: it is taken over with its evidence, or as the score of a part, and never silently lost."""

from __future__ import annotations

import copy
import hashlib
import re
import shutil

import pytest

from assess.assessments import file
from assess.catalogue import library, writing
from assess.platform.faults import Faults
from assess.platform.shelves import shelf as shipped
from assess.results.evaluate import complete, evaluate
from tests import small_questionnaire as small
from tests.small_questionnaire import text

DOCUMENT = {"title": "Seen", "kind": "document", "date": "2026-01-01"}
SAMPLED = [DOCUMENT, {"title": "Asked", "kind": "interview"}, {"title": "Counted", "kind": "sampling", "sample": 20}]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A shelf with `small@1` and `other@1`, whose results answer items of it, and a folder for assessments."""
    for name in ("small", "other"):
        framed = small.frame() | {"id": name}
        if name == "other":
            by = {"A1.1": "B1.1", "A1.2": "A1.2", "B1.1": "A"}
            framed["answers_elsewhere"] = [{"questionnaire": "small@1", "item": item, "by": node} for item, node in by.items()]
            framed["answers_elsewhere"][0]["by"] = "A1"
        place = small.write(tmp_path / "shelf" / name / "1", framed=framed)
        (place / "weights.yaml").write_text(small.weights().replace("parent: small", f"parent: {name}"), "utf-8")
    shutil.copytree(shipped("questionnaires") / "maturity", tmp_path / "shelf" / "maturity")
    monkeypatch.setattr(library, "shelf", lambda name: tmp_path / "shelf")
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path / "data"))
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def other():
    """An assessment under `other@1` that is finished: A1 scores 70 claimed (level 2 and a yes), 60 of it verified; A scores 75."""
    return {
        "format": "assess/assessment@1",
        "organisation": {"name": "Acme"},
        "questionnaire": "other@1",
        "scheme": "maturity@1",
        "kind": "assessed",
        "period": 2026,
        "date": "2026-05-01",
        "answers": {
            "A1.1": {"level": 2, "evidence": SAMPLED, "verified": {"level": 1, "by": "aiko"}},
            "A1.2": {"yes": True, "evidence": [DOCUMENT], "note": "Said there", "by": "mei"},
            "A2.1": {"choice": "all", "evidence": [DOCUMENT]},
            "B1.1": {"percent": 50, "evidence": [DOCUMENT]},
            "B1.2": {"value": 10, "unit": "h", "evidence": [DOCUMENT]},
        },
    }


def main(**answers):
    return {
        **{key: value for key, value in other().items() if key not in {"answers", "questionnaire"}},
        "questionnaire": "small@1",
        "answers": {"A2.1": {"choice": "partly", "evidence": [DOCUMENT]}, **answers},
    }


def put(folder, name, plain):
    (folder / name).write_bytes(writing.as_yaml(plain))
    return folder / name


def taken(folder, item, plain=None, *, there=None):
    put(folder, "other.yaml", there or other())
    case = complete(file.read(put(folder, "main.yaml", plain or main(**{item: {"from": "other.yaml"}}))))
    return case.assessment.answers[item]


def test_an_item_of_the_same_kind_is_taken_over_with_its_evidence(folder):
    answer = taken(folder, "A1.2")
    assert answer.given is not None
    assert answer.given.yes is True
    assert [each.kind for each in answer.evidence] == ["document", "reference"]
    assert (answer.by, answer.elsewhere) == ("mei", "other.yaml")


def test_the_score_of_an_element_becomes_a_percentage_claimed_and_verified(folder):
    put(folder, "other.yaml", other())
    result = evaluate(file.read(folder / "other.yaml"), draws=0).result
    answer = taken(folder, "B1.1")
    assert answer.given.percent == pytest.approx(result.elements["A"].claimed)
    assert answer.verified.percent == pytest.approx(result.elements["A"].verified)


def test_the_score_of_a_criterion_becomes_the_level_whose_fifth_it_fills(folder):
    put(folder, "other.yaml", other())
    result = evaluate(file.read(folder / "other.yaml"), draws=0).result
    assert (result.criteria["A1"].claimed, result.criteria["A1"].verified) == (pytest.approx(70), pytest.approx(60))
    answer = taken(folder, "A1.1")
    assert (answer.given.level, answer.verified.level) == (3, 3)


def test_what_was_verified_there_counts_here_without_more_evidence(folder):
    put(folder, "other.yaml", other())
    plain = main(**{id_: {"from": "other.yaml"} for id_ in ("A1.1", "A1.2", "B1.1")})
    result = evaluate(file.read(put(folder, "main.yaml", plain)), draws=0).result
    verified = {each.item: each.verified for each in result.trace}
    assert verified["A1.1"] == pytest.approx(0.6)
    assert verified["B1.1"] == pytest.approx(evaluate(file.read(folder / "other.yaml"), draws=0).result.elements["A"].verified / 100)


def test_the_evidence_names_the_file_and_its_hash(folder):
    evidence = taken(folder, "B1.1").evidence
    assert [(each.kind, each.reference) for each in evidence] == [("assessment", "other.yaml")]
    assert evidence[0].sha256 == hashlib.sha256((folder / "other.yaml").read_bytes()).hexdigest()


def test_an_assessment_of_the_shelf_is_found_by_its_path_there(folder):
    samples = folder.parent / "shelf" / "other" / "1" / "samples"
    samples.mkdir()
    put(samples, "acme.yaml", other())
    case = complete(file.read(put(folder, "main.yaml", main(**{"A1.2": {"from": "other/1/samples/acme.yaml"}}))))
    assert case.assessment.answers["A1.2"].given.yes is True


def changed(change, plain):
    copied = copy.deepcopy(plain)
    change(copied)
    return copied


WRONG = {
    "no such file": (main(**{"A1.2": {"from": "nothing.yaml"}}), other(), r"there is no other file `nothing\.yaml` beside this one"),
    "a file elsewhere": (
        main(**{"A1.2": {"from": "../other.yaml"}}),
        other(),
        r"`\.\./other\.yaml` is neither beside this file nor on the shelf",
    ),
    "the file itself": (main(**{"A1.2": {"from": "main.yaml"}}), other(), r"there is no other file `main\.yaml`"),
    "an item it does not answer": (
        main(**{"B1.2": {"from": "other.yaml"}}),
        other(),
        r"results of other@1 do not answer B1\.2 — they answer A1\.1, A1\.2, B1\.1",
    ),
    "another organisation": (
        main(**{"A1.2": {"from": "other.yaml"}}),
        changed(lambda p: p["organisation"].update(name="Bcme"), other()),
        r"the other assessment is of another organisation",
    ),
    "a self-assessment behind an assessed one": (
        main(**{"A1.2": {"from": "other.yaml"}}),
        changed(lambda p: p.update(kind="self"), other()),
        r"a self-assessment cannot answer an item of an assessed one",
    ),
    "a part that is not finished": (
        main(**{"B1.1": {"from": "other.yaml"}}),
        changed(lambda p: p["answers"].pop("A2.1"), other()),
        r"what would answer B1\.1 is not answered in `other\.yaml`, or does not apply there",
    ),
    "an item that does not apply there": (
        main(**{"A1.2": {"from": "other.yaml"}}),
        changed(lambda p: p["answers"].update({"A1.2": {"not_applicable": "Never", "approved_by": "olga"}}), other()),
        r"what would answer A1\.2 is not answered in `other\.yaml`, or does not apply there|must not be answered N/A",
    ),
    "an assessment of a later day": (
        main(**{"A1.2": {"from": "other.yaml"}}),
        changed(lambda p: p.update(date="2026-06-01"), other()),
        r"the other assessment is of 2026-06-01, after this one",
    ),
    "a name no disk can hold": (
        main(**{"A1.2": {"from": "x" * 300 + ".yaml"}}),
        other(),
        r"there is no other file `x+\.yaml` beside this one",
    ),
    "a sheet": (main(**{"A1.2": {"from": "other.xlsx"}}), other(), r"`other\.xlsx` is no assessment file — name its \.yaml"),
    "an item that is not answered there": (
        main(**{"A1.2": {"from": "other.yaml"}}),
        changed(lambda p: p["answers"].pop("A1.2"), other()),
        r"what would answer A1\.2 is not answered in `other\.yaml`",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_taken_over_is_said_at_its_line(folder, name):
    plain, there, expected = WRONG[name]
    item = next(id_ for id_, answer in plain["answers"].items() if "from" in answer)
    with pytest.raises(Faults) as caught:
        taken(folder, item, plain, there=there)
    assert re.search(rf"main\.yaml:\d+: answers\.{item}\.from: {expected}", str(caught.value)), str(caught.value)


def test_an_answer_here_beside_one_there_is_refused(folder, assess):
    put(folder, "other.yaml", other())
    ran = assess("check", put(folder, "main.yaml", main(**{"A1.2": {"from": "other.yaml", "yes": True}})))
    assert ran.status == 1
    assert "answers.A1.2.yes: the item is answered in the other assessment, and here as well" in ran.err


def test_a_score_in_stars_is_no_percentage(folder):
    shutil.copytree(shipped("questionnaires") / "stars", folder.parent / "shelf" / "stars")
    with pytest.raises(Faults, match=r"scored in stars, whose points are no percentages"):
        taken(folder, "B1.1", there={**other(), "scheme": "stars@1"})


def test_what_a_pack_asks_in_another_way_is_not_answered_from_elsewhere(folder):
    replaced = small.item("A1.2", "percent", advice=[50, 90])
    pack = {"format": "assess/pack@1", "id": "sector", "version": 1, "title": text("Sector"), "description": text("For a sector")}
    place = folder.parent / "shelf" / "sector" / "1"
    place.mkdir(parents=True)
    put(place, "pack.yaml", pack | {"questionnaire": "small@1", "replace": [{"why": text("Otherwise"), "item": replaced}]})
    with pytest.raises(Faults, match=r"A1\.2 is of kind yes_no, A1\.2 of kind percent"):
        taken(folder, "A1.2", {**main(**{"A1.2": {"from": "other.yaml"}}), "packs": ["sector@1"]})


def test_the_check_follows_references(folder, assess):
    ran = assess("check", put(folder, "main.yaml", main(**{"A1.2": {"from": "other.yaml"}})))
    assert ran.status == 1
    assert "there is no other file `other.yaml` beside this one" in ran.err


FRAMES = {
    "an unknown questionnaire": ({"questionnaire": "smal@1"}, r"questionnaire: there is no questionnaire `smal@1`"),
    "an unknown item": ({"item": "A1.7"}, r"item: small@1 has no item `A1\.7`"),
    "an unknown part": ({"by": "Q"}, r"by: there is no `Q` in other@1"),
    "an item of another kind": ({"item": "A1.1", "by": "A1.2"}, r"by: A1\.2 is of kind yes_no, A1\.1 of kind maturity"),
    "a unit of another kind": ({"item": "B1.2", "by": "B1.3"}, r"by: B1\.3 is measured in d, B1\.2 in h"),
    "a score for a yes": ({"item": "A1.2", "by": "A"}, r"by: a score cannot answer A1\.2, which is of kind yes_no"),
}


@pytest.mark.parametrize("name", FRAMES)
def test_what_a_questionnaire_answers_elsewhere_must_exist_there(folder, assess, name):
    changes, expected = FRAMES[name]
    place = folder.parent / "shelf" / "other" / "1"
    entry = {"questionnaire": "small@1", "item": "B1.1", "by": "A"} | changes
    framed = small.frame() | {"id": "other", "title": text("Other"), "answers_elsewhere": [entry]}
    parts = small.elements()
    days = copy.deepcopy(parts["B"]["criteria"][0]["items"][1]) | {"id": "B1.3"}
    days["metric"]["unit"] = "d"
    parts["B"]["criteria"][0]["items"].append(days)
    small.write(place, framed=framed, parts=parts)
    ran = assess("check", place)
    assert ran.status == 1
    assert re.search(rf"questionnaire\.yaml:\d+: answers_elsewhere\[0\]\.{expected}", ran.err), ran.err
