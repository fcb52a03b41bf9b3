"""Every rule of the linter speaks, with file, line and key; a sound questionnaire passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import small_questionnaire as small


def items(parts, element="A", criterion=0):
    return parts[element]["criteria"][criterion]["items"]


def assign(container, key, value):
    container[key] = value


def test_a_sound_questionnaire_has_no_faults(assess, folder):
    ran = assess("check", folder)
    assert ran.status == 0, ran.err
    assert ran.out == "4 files checked, no faults.\n"


RULES = {
    "an item's id given twice": (
        lambda p: assign(items(p)[1], "id", "A1.1"),
        r"A\.yaml:\d+: criteria\[0\]\.items\[1\]\.id: the id `A1\.1` is given twice — the first is at .*A\.yaml:\d+",
    ),
    "a criterion's id given twice": (
        lambda p: assign(p["A"]["criteria"][1], "id", "A1"),
        r"criteria\[1\]\.id: the id `A1` is given twice",
    ),
    "an item outside its criterion": (
        lambda p: assign(items(p)[0], "id", "B1.9"),
        r"items\[0\]\.id: the id `B1\.9` does not belong in A1 — an id like `A1\.1`",
    ),
    "a criterion outside its element": (
        lambda p: assign(p["A"]["criteria"][0], "id", "B7"),
        r"criteria\[0\]\.id: the id `B7` does not belong in A — an id like `A1`",
    ),
    "an element in a file of another name": (
        lambda p: (assign(p["A"], "id", "Z"), assign(p["frame"], "elements", ["Z", "B"])),
        r"A\.yaml:2: id: the element `Z` stands in A\.yaml — call the file Z\.yaml",
    ),
    "an element that has no file": (
        lambda p: assign(p["frame"], "elements", ["A", "B", "C"]),
        r"questionnaire\.yaml:\d+: elements\[2\]: there is no file for the element `C` — add elements/C\.yaml",
    ),
    "an element that is not listed": (
        lambda p: assign(p["frame"], "elements", ["A"]),
        r"B\.yaml:2: id: the element `B` is not listed in questionnaire\.yaml",
    ),
    "an element listed twice": (
        lambda p: assign(p["frame"], "elements", ["A", "B", "A"]),
        r"elements\[2\]: the element `A` stands here twice",
    ),
    "a folder of another version": (
        lambda p: assign(p["frame"], "version", 2),
        r"questionnaire\.yaml:3: version: `2` does not match the folder — the folder says `1`",
    ),
    "a missing translation": (
        lambda p: items(p)[0]["text"].pop("zh_Hans"),
        r"A\.yaml:\d+: criteria\[0\]\.items\[0\]\.text: the translation zh_Hans is missing — add `zh_Hans: …`",
    ),
    "an empty translation": (
        lambda p: assign(items(p)[0]["text"], "zh_Hans", "  "),
        r"text\.zh_Hans: nothing is written here — some words",
    ),
    "a translation that repeats the English": (
        lambda p: assign(items(p)[0]["text"], "zh_Hans", items(p)[0]["text"]["en"]),
        r"text\.zh_Hans: the translation repeats the English — translate it",
    ),
    "an unknown language": (
        lambda p: assign(items(p)[0]["text"], "zh_hans", "x"),
        r"text\.zh_hans: the language `zh_hans` is unknown here — did you mean `zh_Hant`\?",
    ),
    "an unknown key": (
        lambda p: assign(items(p)[0], "guidence", small.text("x")),
        r"items\[0\]\.guidence: the key `guidence` is unknown here",
    ),
    "a misspelt key, with the one that was meant": (
        lambda p: assign(items(p)[0], "anchor", items(p)[0].pop("anchors")),
        r"items\[0\]\.anchor: the key `anchor` is unknown here — did you mean `anchors`\?",
    ),
    "a missing key": (
        lambda p: items(p)[0].pop("guidance"),
        r"items\[0\]: the key `guidance` is missing — add `guidance:`",
    ),
    "an unknown kind": (
        lambda p: assign(items(p)[0], "kind", "maturty"),
        r"items\[0\]\.kind: `maturty` is not known here — did you mean `maturity`\?",
    ),
    "a key of another kind": (
        lambda p: assign(items(p)[1], "anchors", items(p)[0]["anchors"]),
        r"items\[1\]\.anchors: this key does not belong here — only items of kind maturity have anchors",
    ),
    "five anchors": (
        lambda p: items(p)[0]["anchors"].pop(),
        r"anchors: the number of entries is 5 — six texts, one for each of the levels 0 to 5",
    ),
    "an anchor of 26 words": (
        lambda p: assign(items(p)[0]["anchors"][2], "en", "word " * 26),
        r"anchors\[2\]\.en: the anchor of level 2 has 26 words — at most 25",
    ),
    "an anchor of 51 Chinese characters": (
        lambda p: assign(items(p)[0]["anchors"][5], "zh_Hans", "字" * 51 + "，。"),
        r"anchors\[5\]\.zh_Hans: the anchor of level 5 has 51 Chinese characters — at most 50",
    ),
    "one piece of evidence": (lambda p: items(p)[0]["evidence"].pop(), r"evidence: the number of entries is 1 — two to five texts"),
    "a verification method named twice": (
        lambda p: assign(items(p)[0], "verification", ["document", "document"]),
        r"verification: an entry stands here twice",
    ),
    "advice missing for a step": (
        lambda p: items(p)[0]["advice"].pop(2),
        r"items\[0\]\.advice: the advice for the step to 3 is missing — add an entry `to: 3`",
    ),
    "advice for a step that does not exist": (
        lambda p: assign(items(p)[0]["advice"][4], "to", 6),
        r"advice\[4\]\.to: there is no step to `6` — one of 1, 2, 3, 4, 5",
    ),
    "advice out of order": (lambda p: items(p)[0]["advice"].reverse(), r"advice: the steps are out of order — lowest first"),
    "advice for a step twice": (
        lambda p: items(p)[0]["advice"].append(items(p)[0]["advice"][0]),
        r"items\[0\]\.advice: a step has two entries",
    ),
    "true instead of a level": (
        lambda p: assign(items(p)[0]["advice"][0], "to", True),
        r"advice\[0\]\.to: there is no step to `true`",
    ),
    "advice for yes_no at a level": (
        lambda p: assign(items(p)[1]["advice"][0], "to", 1),
        r"items\[1\]\.advice: the advice for the step to true is missing",
    ),
    "advice missing for an option": (
        lambda p: items(p, "A", 1)[0]["advice"].pop(0),
        r"criteria\[1\]\.items\[0\]\.advice: the advice for the step to partly is missing",
    ),
    "advice missing for a point of a metric": (
        lambda p: items(p, "B")[1]["advice"].pop(),
        r"items\[1\]\.advice: the advice for the step to 5 is missing",
    ),
    "one step for a percentage": (
        lambda p: items(p, "B")[0]["advice"].pop(),
        r"items\[0\]\.advice: the number of steps is 1 — two entries, e\.g\. `to: 60` and `to: 95`",
    ),
    "a step to 140 per cent": (lambda p: assign(items(p, "B")[0]["advice"][1], "to", 140), r"advice: a step is no percentage"),
    "steps of a percentage falling": (lambda p: items(p, "B")[0]["advice"].reverse(), r"items\[0\]\.advice: the steps are out of order"),
    "choice values that do not ascend": (
        lambda p: assign(items(p, "A", 1)[0]["options"][1], "value", 0),
        r"options\[1\]\.value: the values do not ascend — worst first",
    ),
    "a best choice worth less than 1": (
        lambda p: assign(items(p, "A", 1)[0]["options"][2], "value", 0.9),
        r"options\[2\]\.value: the best option is not worth 1",
    ),
    "a choice worth more than 1": (
        lambda p: assign(items(p, "A", 1)[0]["options"][2], "value", 1.5),
        r"options\[2\]\.value: `1\.5` is too large — a value from 0 to 1",
    ),
    "an option's id twice": (
        lambda p: assign(items(p, "A", 1)[0]["options"][1], "id", "none"),
        r"options\[1\]\.id: the option `none` stands here twice",
    ),
    "metric points that turn back": (
        lambda p: assign(items(p, "B")[1]["metric"], "points", [[30, 0], [5, 0.6], [15, 1]]),
        r"metric\.points: the measured values neither rise nor fall throughout",
    ),
    "metric values that do not ascend": (
        lambda p: assign(items(p, "B")[1]["metric"], "points", [[30, 0], [15, 0], [5, 1]]),
        r"metric\.points: the values do not ascend",
    ),
    "metric values outside 0..1": (
        lambda p: assign(items(p, "B")[1]["metric"], "points", [[30, 0], [15, 60], [5, 100]]),
        r"metric\.points: a value is outside 0\.\.1",
    ),
    "metric values that do not end at 1": (
        lambda p: assign(items(p, "B")[1]["metric"], "points", [[30, 0], [15, 0.6], [5, 0.9]]),
        r"metric\.points: the values go from 0 to 0\.9 — the first point has 0, the last 1",
    ),
    "one point of a metric": (
        lambda p: assign(items(p, "B")[1]["metric"], "points", [[30, 0]]),
        r"metric\.points: the number of entries is 1 — at least two pairs",
    ),
    "an unknown unit": (
        lambda p: assign(items(p, "B")[1]["metric"], "unit", "hours"),
        r"metric\.unit: `hours` is not known here",
    ),
    "a critical level of 6": (
        lambda p: assign(items(p)[0], "critical", {"minimum": 6}),
        r"critical\.minimum: `6` is not a point that A1\.1 \(maturity\) can reach — a level from 1 to 5",
    ),
    "a critical false": (
        lambda p: assign(items(p)[1], "critical", {"minimum": False}),
        r"critical\.minimum: `false` is not a point that A1\.2 \(yes_no\) can reach — `true`",
    ),
    "a critical option that is not there": (
        lambda p: assign(items(p, "A", 1)[0], "critical", {"minimum": "most"}),
        r"critical\.minimum: `most` is not a point that A2\.1 \(choice\) can reach — an option above the first: partly, all",
    ),
    "a critical percentage of 0": (
        lambda p: assign(items(p, "B")[0], "critical", {"minimum": 0}),
        r"critical\.minimum: `0` is not a point that B1\.1 \(percent\) can reach",
    ),
    "a critical value beyond the points": (
        lambda p: assign(items(p, "B")[1], "critical", {"minimum": 2}),
        r"critical\.minimum: `2` is not a point that B1\.2 \(metric\) can reach — a value between 5 and 30, better than the worst \(30\)",
    ),
    "a critical item that may be N/A": (
        lambda p: items(p)[0].update(critical={"minimum": 2}, na_allowed=True, na_rule=small.text("never")),
        r"na_allowed: a critical item must not be waved away as N/A — `na_allowed: false`",
    ),
    "N/A without a rule": (
        lambda p: assign(items(p)[0], "na_allowed", True),
        r"items\[0\]: N/A is allowed but the rule when it is right is missing — add `na_rule:`",
    ),
    "a weight of 0": (lambda p: assign(items(p)[0], "weight", 0), r"items\[0\]\.weight: `0` is too small — a positive number"),
    "a condition on an item that does not exist": (
        lambda p: assign(items(p)[0], "applies_if", [{"item": "B1.3", "at_least": 2}]),
        r"applies_if\[0\]\.item: there is no item `B1\.3` — did you mean `B1\.\d`\?",
    ),
    "a condition by the wrong test": (
        lambda p: assign(items(p)[0], "applies_if", [{"item": "A1.2", "at_least": 2}]),
        r"applies_if\[0\]: A1\.2 is of kind yes_no — test it with `is:`",
    ),
    "a condition on an option that is not there": (
        lambda p: assign(items(p)[0], "applies_if", [{"item": "A2.1", "one_of": ["alll"]}]),
        r"one_of\[0\]: A2\.1 has no option `alll` — did you mean `all`\?",
    ),
    "a condition that can never hold": (
        lambda p: assign(items(p)[1], "applies_if", [{"item": "A1.1", "at_least": 6}]),
        r"applies_if\[0\]\.at_least: `6` can never be reached by A1\.1 \(maturity\) — from 0 to 5",
    ),
    "two tests in one condition": (
        lambda p: assign(items(p)[1], "applies_if", [{"item": "A1.1", "at_least": 2, "is": True}]),
        r"applies_if\[0\]: a mapping is not right here — `item` and exactly one of `at_least`, `is`, `one_of`",
    ),
    "a condition on itself": (
        lambda p: assign(items(p)[0], "applies_if", [{"item": "A1.1", "at_least": 2}]),
        r"items\[0\]\.applies_if: the conditions run in a circle: A1\.1 → A1\.1 — remove one of them",
    ),
    "conditions in a circle": (
        lambda p: (
            assign(items(p)[0], "applies_if", [{"item": "B1.1", "at_least": 20}]),
            assign(items(p, "B")[0], "applies_if", [{"item": "A1.1", "at_least": 2}]),
        ),
        r"applies_if: the conditions run in a circle: A1\.1 → B1\.1 → A1\.1",
    ),
    "conditions that contradict one another": (
        lambda p: assign(items(p)[0], "applies_if", [{"item": "A1.2", "is": True}, {"item": "A1.2", "is": False}]),
        r"items\[0\]\.applies_if: the item can never apply: its conditions contradict one another on A1\.2",
    ),
    "a contradiction by way of another item": (
        lambda p: (
            assign(items(p)[0], "applies_if", [{"item": "A2.1", "one_of": ["all"]}, {"item": "B1.1", "at_least": 20}]),
            assign(items(p, "B")[0], "applies_if", [{"item": "A2.1", "one_of": ["none", "partly"]}]),
        ),
        r"A\.yaml:\d+: criteria\[0\]\.items\[0\]\.applies_if: the item can never apply: its conditions contradict one another on A2\.1",
    ),
    "a prerequisite that does not exist": (
        lambda p: assign(items(p)[0]["advice"][1], "requires", [{"item": "C1.1", "to": 2}]),
        r"requires\[0\]\.item: there is no item `C1\.1`",
    ),
    "a prerequisite out of reach": (
        lambda p: assign(items(p)[0]["advice"][1], "requires", [{"item": "B1.2", "to": 40}]),
        r"requires\[0\]\.to: `40` is not a point that B1\.2 \(metric\) can reach",
    ),
    "a step that waits for itself": (
        lambda p: assign(items(p)[0]["advice"][1], "requires", [{"item": "A1.1", "to": 3}]),
        r"the step waits for itself: A1\.1 step \d → .*A1\.1 step \d — remove one `requires`",
    ),
    "steps that wait for one another": (
        lambda p: (
            assign(items(p)[0]["advice"][1], "requires", [{"item": "B1.2", "to": 10}]),
            assign(items(p, "B")[1]["advice"][0], "requires", [{"item": "A1.1", "to": 4}]),
        ),
        r"the step waits for itself: ",
    ),
}


@pytest.mark.parametrize(("change", "said"), RULES.values(), ids=RULES.keys())
def test_the_linter_names(check_after, change, said):
    ran = check_after(change)
    assert ran.status == 1
    assert re.search(said, ran.err), ran.err


def test_a_fault_names_the_line_of_the_key(check_after, folder):
    ran = check_after(lambda p: assign(items(p)[0]["anchors"][2], "en", "word " * 26 + "MARK"))
    file = folder / "elements" / "A.yaml"
    assert f"{file}:{small.line_of(file, 'MARK')}: criteria[0].items[0].anchors[2].en" in ran.err


def test_prerequisites_that_lead_upwards_are_sound(check_after):
    def change(parts):
        items(parts)[0]["advice"][3]["requires"] = [{"item": "B1.2", "to": 12}, {"item": "A1.2", "to": True}]
        items(parts, "B")[1]["advice"][1]["requires"] = [{"item": "A1.1", "to": 3}, {"item": "A2.1", "to": "partly"}]

    ran = check_after(change)  # A1.1 to 4 waits for B1.2 to 12, that is its step to 5, which waits for A1.1 to 3: no circle
    assert ran.status == 0, ran.err


def test_conditions_on_every_kind_of_item_are_sound(check_after):
    conditions = [
        {"item": "A1.2", "is": False},
        {"item": "A2.1", "one_of": ["partly", "all"]},
        {"item": "B1.1", "at_least": 20},
        {"item": "B1.2", "at_least": 1000},
    ]
    ran = check_after(lambda p: assign(items(p)[0], "applies_if", conditions))
    assert ran.status == 0, ran.err


def test_everything_is_told_at_once_even_what_stands_beside_a_broken_part(check_after):
    def change(parts):
        items(parts)[0]["kind"] = "maturty"  # of shape
        items(parts)[1]["id"] = "A1.7x"  # of shape and place
        items(parts, "A", 1)[0]["options"][1]["value"] = 0  # of sense
        items(parts, "B")[0]["applies_if"] = [{"item": "Z1.1", "at_least": 1}]  # dangling
        items(parts, "B")[1]["applies_if"] = [{"item": "A1.1", "at_least": 1}]  # on the broken item: not dangling
        parts["frame"]["elements"] = ["A", "B", "C"]

    ran = check_after(change)
    assert ran.status == 1
    lines = ran.err.splitlines()
    assert len(lines) == 5, ran.err
    assert sum("Z1.1" in line for line in lines) == 1
    assert ran.out == "4 files checked, 5 faults.\n"


def test_faults_come_in_the_order_of_files_and_lines(check_after):
    def change(parts):
        items(parts, "B")[1]["weight"] = -1
        items(parts)[1]["weight"] = -1
        items(parts)[0]["weight"] = -1

    places = [re.match(r".*/(.)\.yaml:(\d+):", line).groups() for line in check_after(change).err.splitlines()]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1])))


def test_weights_that_do_not_match_the_tree_are_named(assess, folder):
    weights = folder / "weights.yaml"
    weights.write_text(small.weights().replace("[A, B]", "[A, C]").replace("[[A, B, 2]]", "[[A, C, 2]]"), "utf-8")
    ran = assess("check", folder)
    assert ran.status == 1
    assert re.search(r"weights\.yaml:3: nodes\[0\]\.items: C not under small; B missing", ran.err), ran.err


def test_a_node_without_judgements_is_named(assess, folder):
    weights = folder / "weights.yaml"
    weights.write_text("\n".join(small.weights().splitlines()[:3]), "utf-8")
    ran = assess("check", folder)
    assert ran.status == 1
    assert "weights.yaml:2: nodes: the judgements of the node `A` are missing — add it, with items [A1, A2]" in ran.err


def test_a_questionnaire_without_weights_is_named(assess, folder):
    (folder / "weights.yaml").unlink()
    ran = assess("check", folder)
    assert "questionnaire.yaml:1: the questionnaire has no default weights" in ran.err


def test_one_element_is_checked_with_the_questionnaire_it_belongs_to(assess, folder):
    parts = small.elements()
    items(parts)[0]["applies_if"] = [{"item": "B1.1", "at_least": 20}]
    items(parts, "B")[0]["weight"] = -1
    small.write(folder, parts=parts)
    ran = assess("check", folder / "elements" / "A.yaml")
    assert ran.status == 0, ran.err
    assert ran.out == "1 file checked, no faults.\n"
    assert assess("check", folder / "elements" / "B.yaml").status == 1


def test_an_element_that_stands_alone_is_checked_by_itself(assess, folder, tmp_path):
    parts = small.elements()
    items(parts)[0]["applies_if"] = [{"item": "Z1.1", "at_least": 20}]  # elsewhere: cannot be known
    items(parts)[1]["weight"] = -1
    small.write(folder, parts=parts)
    lone = Path(tmp_path) / "A.yaml"
    lone.write_bytes((folder / "elements" / "A.yaml").read_bytes())
    ran = assess("check", lone)
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "items[1].weight" in ran.err
