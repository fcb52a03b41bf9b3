"""Judgements files: what is read, and what is said of what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.platform import documents
from assess.platform.faults import Faults
from assess.weighting import pairs, reading
from assess.weighting.judgements import Comparison, Judgements, Kind


def parse(text: str, **options: object) -> Judgements:
    return reading.parse(documents.parse(text.encode(), file="j.yaml"), **options)  # type: ignore[arg-type]


def faults(text: str, **options: object) -> list[str]:
    with pytest.raises(Faults) as raised:
        parse(text, **options)
    return [str(fault) for fault in raised.value.faults]


def one_expert(pairs_text: str, items: str = "a, b, c") -> str:
    return f"""format: assess/judgements@1
nodes:
  - parent: goal
    items: [{items}]
    experts:
      - name: mei
        pairs:
{"".join(f"          - {pair}" + chr(10) for pair in pairs_text.split(";"))}"""


SPANNING = "[a, b, 2];[b, c, 3]"


def test_a_complete_node_is_read_as_it_stands() -> None:
    judgements = parse(one_expert("[a, b, 2];[b, c, 3];[a, c, 1/4]"))
    node = judgements.nodes[0]
    assert (node.parent, node.items, node.kind) == ("goal", ("a", "b", "c"), Kind.JUDGED)
    assert node.experts[0].name == "mei"
    assert node.experts[0].weight == 1.0
    assert node.experts[0].comparisons[2] == Comparison("a", "c", 0.25)


def test_pairs_may_be_left_out() -> None:
    assert parse(one_expert(SPANNING)).nodes[0].kind is Kind.PARTLY_JUDGED


@pytest.mark.parametrize(
    ("written", "value"),
    [("4", 4.0), ("0.25", 0.25), ("1/4", 0.25), ("'1/4'", 0.25), ("'4'", 4.0), ("1 / 9", 1 / 9), ("9", 9.0), ("4/3", 4 / 3), ("2.5", 2.5)],
)
def test_a_value_is_written_in_any_of_three_ways(written: str, value: float) -> None:
    judged = parse(one_expert(f"[a, b, {written}];[b, c, 1]")).nodes[0].experts[0].comparisons[0]
    assert judged.value == value


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0", "0 is not a positive number"),
        ("-3", "-3 is not a positive number"),
        ("-1/3", "-1/3 is not a positive number"),
        ("'0/3'", "0/3 is not a positive number"),
        ("1/0", "1/0 is not a positive number"),
        ("often", "often is not a positive number"),
        ("true", "True is not a positive number"),
        ("null", "nothing is not a positive number"),
        ("'nan'", "nan is not a positive number"),
        ("'inf'", "inf is not a positive number"),
        ("9.5", "9.5 is outside the scale from 1/9 to 9 — the nearest value is 9"),
        ("1/10", "1/10 is outside the scale from 1/9 to 9 — the nearest value is 1/9"),
        ("1e300", "is outside the scale"),
    ],
)
def test_a_value_off_the_scale_is_refused(written: str, said: str) -> None:
    (fault,) = faults(one_expert(f"[a, b, {written}];[b, c, 1]"))
    assert fault.startswith("j.yaml:8: nodes[0].experts[0].pairs[0]: ")
    assert said in fault


@pytest.mark.parametrize("written", [".nan", ".inf", "-.inf", "1e999"])
def test_what_is_not_a_finite_number_is_refused(written: str) -> None:
    (fault,) = faults(one_expert(f"[a, b, {written}];[b, c, 1]"))
    assert fault.startswith("j.yaml:8: nodes[0].experts[0].pairs[0][2]: ")
    assert "not a finite number" in fault


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("[b, a, 2]", "b, a is 2 here, but a, b is 2 on line 8: the two contradict each other — keep one of the two"),
        ("[a, b, 3]", "a, b is 3 here, but a, b is 2 on line 8: the two contradict each other"),
        ("[b, a, 1/2]", "the pair b, a is judged twice (first on line 8)"),
        ("[a, b, 2]", "the pair a, b is judged twice (first on line 8)"),
        ("[a, a, 1]", "a is compared with itself"),
        ("[a, d, 2]", "d is not one of the items — one of: a, b, c"),
        ("[a, 7, 2]", "7 is not one of the items"),
        ("[a, [b], 2]", "is not one of the items"),
        ("[a, b]", "this is not a pair with its value"),
        ("word", "this is not a pair with its value"),
    ],
)
def test_a_pair_that_cannot_stand_is_named_with_its_line(added: str, said: str) -> None:
    (fault,) = faults(one_expert(f"{SPANNING};{added}"))
    assert fault.startswith("j.yaml:10: nodes[0].experts[0].pairs[2]: ")
    assert said in fault


def test_a_misspelt_item_is_guessed() -> None:
    (fault,) = faults(one_expert("[leadership, stratgy, 2]", "leadership, strategy"))
    assert "stratgy is not one of the items — did you mean strategy?" in fault


def test_pairs_that_leave_islands_are_refused_and_the_islands_named() -> None:
    (fault,) = faults(one_expert("[a, c, 2];[b, d, 2]", "a, b, c, d, e"))
    assert fault == (
        "j.yaml:7: nodes[0].experts[0].pairs: nothing connects these 3 islands of items: a, c | b, d | e"
        " — judge a pair between them, for example a and b"
    )


def test_no_pairs_connect_nothing() -> None:
    text = "format: assess/judgements@1\nnodes:\n  - {parent: p, items: [a, b], experts: [{name: mei, pairs: []}]}\n"
    assert "islands of items: a | b" in faults(text)[0]


def test_a_single_item_needs_no_pairs() -> None:
    text = "format: assess/judgements@1\nnodes:\n  - {parent: p, items: [a], experts: [{name: mei, pairs: []}]}\n"
    assert parse(text).nodes[0].kind is Kind.JUDGED


def test_all_faults_are_reported_together_in_the_order_of_their_lines() -> None:
    text = one_expert("[a, b, 0];[a, d, 2];[c, c, 10]") + "        weight: -1\n  - {parent: goal, items: []}\nextra: 1\n"
    said = faults(text)
    lines = [int(fault.split(":")[1]) for fault in said]
    assert lines == sorted(lines)
    assert len(said) == 8
    for expected in (
        "0 is not a positive number",
        "d is not one of the items",
        "c is compared with itself",
        "10 is outside the scale",
        "-1 is not a positive number",
        "is not a list of items",
        "the node has no weights",
        "extra: unknown key",
    ):
        assert any(expected in fault for fault in said), expected


def hierarchy(*nodes: str) -> str:
    return "format: assess/judgements@1\nnodes:\n" + "".join(f"  - {{{node}, default: true}}\n" for node in nodes)


def test_a_circle_of_parents_is_refused() -> None:
    (fault,) = faults(hierarchy("parent: a, items: [b]", "parent: b, items: [c]", "parent: c, items: [a]"))
    assert fault == "j.yaml:3: nodes[0].parent: the parents run in a circle: a → b → c → a — no item stands above itself"


def test_an_item_is_not_its_own_parent() -> None:
    assert "the parents run in a circle: a → a" in faults(hierarchy("parent: a, items: [a, b]"))[0]


def test_an_item_with_two_parents_is_refused() -> None:
    (fault,) = faults(hierarchy("parent: top, items: [p, q]", "parent: p, items: [x, y]", "parent: q, items: [z, x]"))
    assert fault.startswith("j.yaml:5: nodes[2].items[1]: x has two parents: p (line 4) and q")


def test_a_parent_stands_once() -> None:
    (fault,) = faults(hierarchy("parent: p, items: [x]", "parent: p, items: [y]"))
    assert fault.startswith("j.yaml:4: nodes[1].parent: p is already the parent of the node on line 3")


def test_more_than_nine_siblings_are_refused_with_the_advice_to_cluster() -> None:
    items = ", ".join(f"i{number}" for number in range(10))
    (fault,) = faults(hierarchy(f"parent: p, items: [{items}]"))
    assert "10 items are too many to compare with one another (at most 9) — cluster them: 2 or more groups" in fault
    assert parse(hierarchy(f"parent: p, items: [{items[:-4]}]")).nodes[0].items == tuple(f"i{number}" for number in range(9))


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ("{parent: p, items: [a, b]}", "the node has no weights — give one of: experts with pairs, weights, or default: true"),
        ("{parent: p, items: [a, b], weights: {a: 1, b: 1}, default: true}", "the node has weights and default"),
        ("{parent: p, items: [a, b], default: false}", "False is not true"),
        ("{parent: p, items: [a, b], weights: {a: 1}}", "b is missing"),
        ("{parent: p, items: [a, b], weights: {a: 1, b: 0}}", "0 is not a positive number"),
        ("{parent: p, items: [a, b], weights: {a: 1, b: 1, c: 1}}", "nodes[0].weights.c: unknown key"),
        ("{parent: p, items: [a, b], weights: [1, 2]}", "is not a mapping"),
        ("{parent: p, items: [a, a], default: true}", "a stands in the list twice"),
        ("{parent: p, items: [a, 7], default: true}", "7 is not a name"),
        ("{parent: '', items: [a], default: true}", "is not a name"),
        ("{items: [a], default: true}", "parent is missing"),
        ("{parent: p, default: true}", "items is missing"),
        ("{parent: p, items: a, default: true}", "a is not a list of items"),
        ("{parent: p, items: [a], experts: []}", "is not a list of experts"),
        ("{parent: p, items: [a], experts: [{pairs: []}]}", "name is missing"),
        ("{parent: p, items: [a], experts: [{name: x}]}", "pairs is missing"),
        ("{parent: p, items: [a], experts: [{name: x, pairs: 3}]}", "this is not a list of pairs"),
        ("{parent: p, items: [a], experts: [{name: x, wieght: 2, pairs: []}]}", "unknown key — did you mean weight?"),
        ("{parent: p, items: [a], experts: [{name: x, weight: 0, pairs: []}]}", "0 is not a positive number"),
        ("{parent: p, items: [a], experts: [{name: x, pairs: []}, {name: x, pairs: []}]}", "x stands in this node twice"),
        ('{parent: p, items: [a, "b\\u202ec"], default: true}', "control characters"),
        ("7", "7 is not a mapping"),
    ],
)
def test_a_node_that_cannot_be_read_says_why(node: str, said: str) -> None:
    found = faults(f"format: assess/judgements@1\nnodes:\n  - {node}\n")
    assert any(said in fault and fault.startswith("j.yaml:3: nodes[0]") for fault in found), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format: assess/questionnaire@1\nnodes: [{parent: p, items: [a], default: true}]", "not a judgements file"),
        ("format: assess/judgements@1\n", "nodes is missing"),
        ("format: assess/judgements@1\nnodes: []", "is not a list of nodes"),
        ("nodes: [{parent: p, items: [a], default: true}]", "format is missing"),
        ("- a list", "is not a mapping"),
        ("", "the file is empty"),
        ("nodes: [", "this is not YAML"),
        ("format: assess/judgements@1\nnodes: &a [*a]", "anchors and aliases"),
    ],
)
def test_a_file_that_is_something_else_says_what_it_should_be(text: str, said: str) -> None:
    assert any(said in fault for fault in faults(text))


def test_html_in_a_name_is_text() -> None:
    node = parse("format: assess/judgements@1\nnodes: [{parent: '<b>p</b>', items: [a], default: true}]").nodes[0]
    assert node.parent == "<b>p</b>"


TREE = {"q": ("L", "S"), "L": ("L1", "L2"), "S": ("S1",)}


def test_judgements_may_cover_a_part_of_the_tree_of_a_questionnaire() -> None:
    assert len(parse(hierarchy("parent: L, items: [L2, L1]"), children=TREE).nodes) == 1


def test_judgements_that_do_not_fit_the_questionnaire_are_refused() -> None:
    said = faults(hierarchy("parent: q, items: [L, P]", "parent: S, items: [S1, S2]", "parent: X, items: [X1]"), children=TREE)
    assert said == [
        "j.yaml:3: nodes[0].items: P not under q; S missing — items: [L, S]",
        "j.yaml:4: nodes[1].items: S2 not under S — items: [S1]",
        "j.yaml:5: nodes[2].parent: the questionnaire has no X with parts to weigh — one of: q, L, S",
    ]


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(one_expert(SPANNING), encoding="utf-8")
    assert reading.read(path).children == {"goal": ("a", "b", "c")}


def test_a_hostile_file_is_refused_quickly() -> None:
    # Thousands of items, experts and parents must not make the checks quadratic.
    many = ", ".join(f"i{number}" for number in range(20_000))
    assert any("20000 items are too many" in fault for fault in faults(hierarchy(f"parent: p, items: [{many}]")))
    chain = hierarchy(*(f"parent: n{number}, items: [n{number + 1}]" for number in range(3000)))
    assert len(parse(chain).nodes) == 3000


def test_a_number_is_read_only_as_a_number() -> None:
    assert pairs.ratio("٣") is None
    assert pairs.ratio("1/4/2") is None
    assert pairs.ratio("9" * 60) is None
    assert pairs.ratio([1]) is None
