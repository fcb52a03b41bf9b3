"""From judgements to the weights of a hierarchy."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace

import numpy as np
import pytest

from assess.method import ahp
from assess.weighting import document, judgements, service
from assess.weighting.judgements import Comparison, Expert, Judgements, Kind, Node
from assess.weighting.weights import Aggregate, HierarchyWeights, Method
from tests.published_judgements import DRINKS, HOUSE, INCOMPLETE, LEADER, Published

LEADER_ITEMS = ("experience", "education", "charisma", "age")


def expert(name: str, items: tuple[str, ...], case: Published, weight: float = 1.0) -> Expert:
    matrix = case.matrix
    pairs = [(i, j) for i in range(len(items)) for j in range(i + 1, len(items)) if not np.isnan(matrix[i, j])]
    return Expert(name, tuple(Comparison(items[i], items[j], float(matrix[i, j])) for i, j in pairs), weight)


def node(parent: str, items: tuple[str, ...], *experts: Expert) -> Node:
    return Node(parent, items, experts)


LEADER_NODE = node("choose-a-leader", LEADER_ITEMS, expert("panel", LEADER_ITEMS, LEADER))
HOUSE_ITEMS = ("size", "transport", "neighbourhood", "year", "yard", "facilities", "condition", "financing")
HOUSE_NODE = node("house", HOUSE_ITEMS, expert("family", HOUSE_ITEMS, HOUSE))


def weigh(*nodes: Node, **options: object) -> HierarchyWeights:
    return service.hierarchy_weights(Judgements(nodes), **options)  # type: ignore[arg-type]


def two_experts() -> Node:
    other = Published("other", "2 1/3 7 · 1/4 3 · 9", ())
    return node("choose-a-leader", LEADER_ITEMS, expert("zoe", LEADER_ITEMS, LEADER, 2.0), expert("adam", LEADER_ITEMS, other, 1.0))


def test_the_leader_case_comes_out_as_published() -> None:
    found = weigh(LEADER_NODE).nodes["choose-a-leader"]
    assert list(found.weights) == list(LEADER_ITEMS)
    assert found.weights == pytest.approx(dict(zip(LEADER_ITEMS, LEADER.weights, strict=True)), abs=1e-3)
    assert found.consistency is not None
    assert found.consistency.lambda_max == pytest.approx(4.1184, abs=1e-4)
    assert found.consistency.random_index == "alonso-lamata-2006"
    assert found.consistency.consistent
    assert found.consensus is None
    assert found.kind is Kind.JUDGED


def test_the_advice_names_the_pair_the_way_round_it_was_judged() -> None:
    advice = weigh(HOUSE_NODE).nodes["house"].advice[0]
    assert (advice.first, advice.second, advice.given, advice.suggested) == ("neighbourhood", "condition", 6.0, 1.0)
    turned = tuple(Comparison(pair.second, pair.first, 1 / pair.value) for pair in HOUSE_NODE.experts[0].comparisons)
    other = weigh(replace(HOUSE_NODE, experts=(Expert("family", turned),))).nodes["house"].advice[0]
    assert (other.first, other.second) == ("condition", "neighbourhood")
    assert other.given == pytest.approx(1 / 6)
    assert other.implied == pytest.approx(1 / advice.implied, rel=1e-12)


def test_a_group_has_consensus_and_every_experts_own_weights() -> None:
    found = weigh(two_experts()).nodes["choose-a-leader"]
    assert found.consensus is not None
    assert 0.0 < found.consensus < 1.0
    by_name = {one.name: one for one in found.experts}
    assert by_name["zoe"].share == pytest.approx(2 / 3)
    assert by_name["zoe"].weights == pytest.approx(weigh(LEADER_NODE).nodes["choose-a-leader"].weights, rel=1e-12)
    for item in LEADER_ITEMS:
        low, high = sorted(one.weights[item] for one in found.experts)
        assert low * 0.8 < found.weights[item] < high * 1.2


def test_the_advice_of_a_group_names_the_expert_and_the_worst_judgements_of_all() -> None:
    found = weigh(two_experts()).nodes["choose-a-leader"]
    assert len(found.advice) == 3
    everyone = sorted((one.error for each in found.experts for one in each.advice), reverse=True)
    assert [one.error for one in found.advice] == everyone[:3]
    assert {one.expert for one in found.advice} <= {"zoe", "adam"}


def test_the_method_and_the_aggregation_can_be_chosen() -> None:
    panel = two_experts()
    geometric = weigh(panel, method=Method.GEOMETRIC_MEAN)
    assert geometric.nodes[panel.parent].weights == geometric.nodes[panel.parent].geometric_mean
    priorities = weigh(panel, aggregate=Aggregate.PRIORITIES).nodes[panel.parent]
    own = np.array([list(one.weights.values()) for one in priorities.experts])
    means = np.exp(np.array([1 / 3, 2 / 3]) @ np.log(own))  # adam, zoe
    assert list(priorities.weights.values()) == pytest.approx((means / means.sum()).tolist(), rel=1e-12)
    assert priorities.weights != weigh(panel).nodes[panel.parent].weights
    both = weigh(panel, method=Method.GEOMETRIC_MEAN, aggregate=Aggregate.PRIORITIES).nodes[panel.parent].weights
    assert both == pytest.approx(geometric.nodes[panel.parent].weights, rel=1e-12)  # the two roads meet


def test_a_node_judged_in_part_names_the_pair_that_would_tell_most() -> None:
    items = ("a", "b", "c", "d")
    found = weigh(node("goal", items, expert("mei", items, INCOMPLETE))).nodes["goal"]
    assert found.kind is Kind.PARTLY_JUDGED
    assert found.weights == pytest.approx(dict(zip(items, INCOMPLETE.weights, strict=True)), abs=1e-4)
    assert found.consistency is not None
    assert found.consistency.missing == 1
    assert found.next_pair == ("c", "d")
    assert found.experts[0].next_pair == ("c", "d")
    assert weigh(LEADER_NODE).nodes["choose-a-leader"].next_pair is None


def test_weights_are_multiplied_down_the_hierarchy() -> None:
    below = Node("charisma", ("voice", "wit"), entered={"voice": 3.0, "wit": 1.0})
    found = weigh(LEADER_NODE, below)
    charisma = found.nodes["choose-a-leader"].weights["charisma"]
    assert found.global_weights["voice"] == pytest.approx(0.75 * charisma)
    assert "charisma" not in found.global_weights
    assert found.path_weights["charisma"] == charisma
    assert math.fsum(found.global_weights.values()) == pytest.approx(1.0, abs=1e-12)


def test_weights_that_were_entered_are_taken_in_proportion_and_have_no_consistency() -> None:
    found = weigh(Node("goal", ("a", "b", "c"), entered={"a": 50.0, "b": 30.0, "c": 20.0})).nodes["goal"]
    assert found.kind is Kind.ENTERED
    assert found.weights == pytest.approx({"a": 0.5, "b": 0.3, "c": 0.2})
    assert found.consistency is None
    assert found.geometric_mean is None


def test_a_node_without_an_opinion_keeps_its_default() -> None:
    defaults = Judgements((Node("goal", ("a", "b"), entered={"a": 3.0, "b": 1.0}), Node("a", ("x", "y")), LEADER_NODE))
    found = service.hierarchy_weights(Judgements((Node("goal", ("a", "b")), Node("b", ("z",)))), defaults=defaults)
    assert found.nodes["goal"].weights == {"a": 0.75, "b": 0.25}
    assert found.nodes["a"].weights == {"x": 0.5, "y": 0.5}
    assert {parent: node.kind for parent, node in found.nodes.items()} == dict.fromkeys(found.nodes, Kind.DEFAULT)
    assert found.nodes["choose-a-leader"].consistency is not None


def test_an_opinion_goes_before_the_default() -> None:
    defaults = Judgements((Node("choose-a-leader", LEADER_ITEMS),))
    found = service.hierarchy_weights(Judgements((LEADER_NODE,)), defaults=defaults)
    assert found.nodes["choose-a-leader"].kind is Kind.JUDGED
    assert found.nodes["choose-a-leader"].weights["experience"] > 0.5


def test_an_untouched_tree_weighs_siblings_equally() -> None:
    found = service.hierarchy_weights(service.untouched({"q": ["L", "S"], "L": ["L1", "L2"]}))
    assert found.global_weights == {"S": 0.5, "L1": 0.25, "L2": 0.25}


def test_a_hierarchy_is_consistent_when_every_node_and_every_expert_is() -> None:
    assert weigh(LEADER_NODE).consistent
    assert not weigh(LEADER_NODE, HOUSE_NODE).consistent


def shuffled(given: Judgements, seed: int) -> Judgements:
    """The same opinions in another order: of nodes, items, experts and pairs."""
    dice = random.Random(seed)

    def mixed(things: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(dice.sample(things, len(things)))

    nodes = [
        replace(
            one,
            items=mixed(one.items),
            experts=mixed(tuple(replace(each, comparisons=mixed(each.comparisons)) for each in one.experts)),
        )
        for one in given.nodes
    ]
    return Judgements(mixed(tuple(nodes)))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("aggregate", list(Aggregate))
def test_the_same_opinions_in_another_order_give_the_same_bits(seed: int, method: Method, aggregate: Aggregate) -> None:
    drinks = ("coffee", "wine", "tea", "beer", "soda", "milk", "water")
    children = Node("age", ("young", "old"), entered={"young": 1.0, "old": 2.0})
    given = Judgements((two_experts(), children, HOUSE_NODE, node("drinks", drinks, expert("us", drinks, DRINKS))))
    before = service.hierarchy_weights(given, method=method, aggregate=aggregate)
    after = service.hierarchy_weights(shuffled(given, seed), method=method, aggregate=aggregate)
    assert after.nodes == before.nodes
    assert after.global_weights == before.global_weights


def test_matrices_for_other_rooms_stand_in_the_order_of_names() -> None:
    panel = two_experts()
    assert panel.order == ("age", "charisma", "education", "experience")
    assert [one.name for one in panel.panel] == ["adam", "zoe"]
    matrices = judgements.matrices(panel)
    assert matrices.shape == (2, 4, 4)
    assert matrices[1, 3, 2] == 4.0  # zoe: experience is 4 × education
    assert judgements.shares(panel) == pytest.approx([1 / 3, 2 / 3])
    weights = ahp.priorities_many(matrices)
    assert weights[1].tolist() == pytest.approx([weigh(LEADER_NODE).global_weights[item] for item in panel.order], rel=1e-12)


def test_the_document_for_other_programs_says_what_interfaces_promise() -> None:
    written = json.loads(json.dumps(document.of(weigh(LEADER_NODE)), allow_nan=False))
    assert written["format"] == "assess/weights@1"
    found = written["nodes"]["choose-a-leader"]
    assert found["weights"]["experience"] == pytest.approx(0.5476, abs=1e-4)
    assert found["weights"]["education"] == pytest.approx(0.1266, abs=1e-4)
    assert found["lambda_max"] == pytest.approx(4.1184, abs=1e-4)
    assert found["consistency_index"] == pytest.approx(0.0395, abs=1e-4)
    assert found["consistency_ratio"] == pytest.approx(0.0448, abs=1e-4)
    assert found["random_index"] == "alonso-lamata-2006"
    assert found["consistency_ratio_saaty_1980"] == pytest.approx(0.0439, abs=1e-4)
    assert found["geometric_consistency_index"] == pytest.approx(0.155, abs=2e-3)
    assert found["consistent"] is True
    assert found["missing"] == 0
    assert found["consensus"] is None
    assert set(found["geometric_mean_weights"]) == set(LEADER_ITEMS)
    assert found["experts"][0]["name"] == "panel"
    assert found["experts"][0]["weights"] == found["weights"]
    assert found["experts"][0]["consistency_ratio"] == found["consistency_ratio"]
    assert {"pair", "given", "implied", "suggested"} <= set(found["advice"][0])
    assert written["global_weights"] == found["weights"]


def test_what_does_not_exist_is_null_in_the_document() -> None:
    found = document.of(weigh(Node("goal", ("a", "b"), entered={"a": 1.0, "b": 1.0})))
    written = json.loads(json.dumps(found, allow_nan=False))["nodes"]["goal"]
    assert written["kind"] == "entered"
    for key in ("lambda_max", "consistency_ratio", "consistent", "missing", "consensus", "geometric_mean_weights", "random_index"):
        assert written[key] is None
    assert written["experts"] == written["advice"] == []
