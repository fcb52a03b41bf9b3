"""Packs are laid over a questionnaire without forking it, in whatever order, and everything they change can be listed."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.method import packs, scoring
from assess.method.packs import Addition, Change, ChangeKind, Pack, Reanchored
from assess.method.questionnaire import Criterion, Element, Item, Kind, Questionnaire
from assess.method.text import Text

ANCHORS = tuple(Text.of(f"Level {level}") for level in range(6))


def base() -> Questionnaire:
    items = [Item(id_, Kind.MATURITY, anchors=ANCHORS) for id_ in ("A1.1", "A1.2", "A2.1", "B1.1")]
    a = Element("A", (Criterion("A1", tuple(items[:2])), Criterion("A2", (items[2],))))
    return Questionnaire("small", 1, (a, Element("B", (Criterion("B1", (items[3],)),))))


def pack(id_: str, *, adds=(), replaces=(), anchors=(), factors=()) -> Pack:
    why = Text.of("because")
    changes = [Change(ChangeKind.ADDED, item.id, why) for _, item in adds]
    changes += [Change(ChangeKind.REPLACED, item.id, why) for item in replaces]
    changes += [Change(ChangeKind.REANCHORED, item, why) for item, _ in anchors]
    changes += [Change(ChangeKind.REWEIGHTED, node, why, factor) for node, factor in factors]
    return Pack(
        id_,
        1,
        "small@1",
        additions=tuple(Addition(criterion, item) for criterion, item in adds),
        replacements=tuple(replaces),
        reanchored=tuple(Reanchored(item, anchors=texts) for item, texts in anchors),
        changes=tuple(changes),
    )


OTHER = tuple(Text.of(f"Other level {level}") for level in range(6))
ONE = pack("one", adds=[("A1", Item("A1.x1", Kind.YES_NO))], anchors=[("A2.1", OTHER)], factors=[("A", 2.0), ("A1.2", 3.0)])
TWO = pack("two", adds=[("A1", Item("A1.y1", Kind.PERCENT))], replaces=[Item("B1.1", Kind.PERCENT)], factors=[("A", 0.7), ("A1", 1.5)])


def test_an_added_item_stands_behind_those_of_its_criterion():
    assert [item.id for item in packs.compose(base(), [ONE]).criteria[0].items] == ["A1.1", "A1.2", "A1.x1"]


def test_a_replaced_item_keeps_its_id_and_place():
    composed = packs.compose(base(), [TWO])
    assert composed.item_by_id["B1.1"].kind is Kind.PERCENT
    assert composed.place_of["B1.1"] == ("B", "B1")


def test_an_item_anchored_anew_is_otherwise_the_same():
    composed = packs.compose(base(), [ONE])
    assert composed.item_by_id["A2.1"] == dataclasses.replace(base().item_by_id["A2.1"], anchors=OTHER)


def test_packs_in_both_orders_make_the_same_questionnaire():
    assert packs.compose(base(), [ONE, TWO]) == packs.compose(base(), [TWO, ONE])
    assert [item.id for item in packs.compose(base(), [TWO, ONE]).criteria[0].items] == ["A1.1", "A1.2", "A1.x1", "A1.y1"]


def test_no_pack_changes_nothing():
    assert packs.compose(base(), []) == base()


def test_a_factor_multiplies_the_weight_of_an_item():
    composed = packs.compose(base(), [ONE])
    assert {item.id: item.weight for item in composed.criteria[0].items} == {"A1.1": 1, "A1.2": 3, "A1.x1": 1}
    tree = scoring.structure(composed, {"small": {"A": 1, "B": 1}, "A": {"A1": 1, "A2": 1}, "B": {"B1": 1}})
    assert dict(zip(tree.items, tree.item_weights.tolist(), strict=True))["A1.2"] == pytest.approx(0.6)


def test_factors_of_two_packs_are_multiplied():
    assert packs.factors([TWO, ONE]) == {"A": 1.4, "A1.2": 3.0, "A1": 1.5}


@given(st.lists(st.floats(0.1, 10), min_size=3, max_size=3), st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_reweighted_siblings_keep_their_sum_and_their_factors_proportions(factors, weights):
    local = dict(zip("ABC", weights, strict=True))
    changed = packs.reweighted(local, dict(zip("ABC", factors, strict=True)))
    assert sum(changed.values()) == pytest.approx(sum(weights))
    for node, factor in zip("BC", factors[1:], strict=True):
        assert changed[node] / changed["A"] == pytest.approx(local[node] * factor / (local["A"] * factors[0]))


def test_weights_without_a_factor_are_left_to_the_last_bit():
    assert packs.reweighted({"A": 0.1, "B": 0.2}, {"C": 3}) == {"A": 0.1, "B": 0.2}


def test_two_packs_that_change_the_same_item_are_refused_by_name():
    rival = pack("rival", anchors=[("A2.1", OTHER)])
    assert packs.conflicts([rival, ONE]) == [("A2.1", "one@1", "rival@1")]
    with pytest.raises(ValueError, match=r"one@1 and rival@1 both change A2\.1"):
        packs.compose(base(), [ONE, rival])


def test_two_packs_may_change_the_same_weight():
    assert packs.conflicts([ONE, TWO]) == []


def test_a_pack_for_another_questionnaire_is_refused():
    with pytest.raises(ValueError, match="two@1 cannot be laid over small@2"):
        packs.compose(dataclasses.replace(base(), version=2), [TWO])
