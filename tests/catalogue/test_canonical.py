"""One content, one hash: how a file is written changes nothing, what it says changes everything."""

from __future__ import annotations

import hashlib
import json
import random

import pytest
import yaml

from assess.catalogue import canonical, library
from tests import small_questionnaire as small


def hash_of(folder):
    return library.questionnaire_in(folder).content_hash


def shuffled(value, chance):
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(each, chance) for each in value] if isinstance(value, list) else value


def test_the_canonical_form_is_json_sorted_without_white_space_and_in_utf8(tmp_path):
    questionnaire = library.questionnaire_in(small.write(tmp_path / "q"))
    form = canonical.questionnaire_bytes(questionnaire)
    plain = json.loads(form)
    assert form == json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert "中文" in form.decode("utf-8")
    assert questionnaire.content_hash == hashlib.sha256(form).hexdigest()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_keys_and_the_style_of_the_file_change_nothing(tmp_path, seed):
    chance = random.Random(seed)
    plain = small.write(tmp_path / "plain")
    other = tmp_path / "other"
    (other / "elements").mkdir(parents=True)
    (other / "questionnaire.yaml").write_text(yaml.safe_dump(shuffled(small.frame(), chance), allow_unicode=True, sort_keys=False))
    for id_, element in small.elements().items():
        text = yaml.safe_dump(shuffled(element, chance), allow_unicode=bool(seed % 2), sort_keys=False, default_flow_style=seed % 2 == 0)
        (other / "elements" / f"{id_}.yaml").write_text("# a comment\n" + text)
    assert hash_of(other) == hash_of(plain)


def test_a_number_may_be_written_as_one_likes(tmp_path):
    plain = small.write(tmp_path / "plain")
    other = small.write(tmp_path / "other")
    file = other / "elements" / "B.yaml"
    file.write_text(file.read_text("utf-8").replace("[15, 0.6]", "[15.0, 6.0e-1]").replace("to: 60", "to: 60.0"), "utf-8")
    assert "15.0" in file.read_text("utf-8")
    assert hash_of(other) == hash_of(plain)


def test_a_default_may_be_written_out(tmp_path):
    parts = small.elements()
    parts["A"]["criteria"][0]["items"][0]["weight"] = 1
    assert hash_of(small.write(tmp_path / "a", parts=parts)) == hash_of(small.write(tmp_path / "b"))


CHANGES = {
    "a comma in a question": lambda p: p["A"]["criteria"][0]["items"][0]["text"].update(en="Question, A1.1?"),
    "a translation": lambda p: p["A"]["title"].update(zh_Hans="别的"),
    "a Traditional text by hand": lambda p: p["A"]["title"].update(zh_Hant="別的"),
    "a weight": lambda p: p["A"]["criteria"][0]["items"][0].update(weight=2),
    "a point of a metric": lambda p: p["B"]["criteria"][0]["items"][1]["metric"]["points"][1].__setitem__(1, 0.61),
    "the order of evidence": lambda p: p["A"]["criteria"][0]["items"][0]["evidence"].reverse(),
    "an effort": lambda p: p["A"]["criteria"][0]["items"][0]["advice"][0].update(effort="L"),
    "a minimum": lambda p: p["A"]["criteria"][0]["items"][0].update(critical={"minimum": 1}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_is_said_changes_the_hash(tmp_path, change):
    parts = small.elements()
    change(parts)
    assert hash_of(small.write(tmp_path / "changed", parts=parts)) != hash_of(small.write(tmp_path / "plain"))


def test_the_order_of_elements_is_part_of_the_content(tmp_path):
    turned = small.frame() | {"elements": ["B", "A"]}
    assert hash_of(small.write(tmp_path / "a", framed=turned)) != hash_of(small.write(tmp_path / "b"))
