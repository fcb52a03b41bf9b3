"""Where a score stands: found by looking at every record, with what may not be shown left out and said to be."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.benchmarking import document, wording
from assess.benchmarking.asking import Subject
from assess.benchmarking.dataset import Dataset, Kind
from assess.benchmarking.position import Caution, Position, place
from assess.method.peers.cells import Cell
from assess.method.peers.selection import Rules
from assess.method.peers.standing import Withheld
from assess.method.text import Text

Made = Callable[..., Dataset]
SCHEME = "customer-management@1/maturity@1"
ASKED = Cell("C29", "US", "50-249")


def rows(place_: Cell, scores: range) -> list[tuple[Cell, float, float | None]]:
    return [(place_, float(score), float(score) / 2) for score in scores]


@pytest.fixture
def peers(made: Made) -> Dataset:
    """Seven in the asked group, twelve more of its industry and country, thirty more of other industries."""
    return made(
        [
            *rows(Cell("C29", "US", "50-249", 2024), range(40, 47)),
            *rows(Cell("C29", "US", "250-999", 2025), range(50, 62)),
            *rows(Cell("K64", "CN", "50-249", 2025), range(20, 50)),
        ]
    )


def subject(score: float | None = 55.0, *, kind: str = "assessed", names: tuple[str, ...] = ()) -> Subject:
    return Subject(score, {"L": 26.0}, SCHEME, kind, names)


def test_a_score_is_placed_in_the_narrowest_group_that_is_large_enough(peers: Dataset) -> None:
    position = place(subject(), peers, ASKED)
    scores = [float(score) for score in (*range(40, 47), *range(50, 62))]
    assert (position.group, position.widened, position.n) == (Cell("C29", "US"), ("size",), 19)
    assert position.median == median(scores)
    assert position.percentile is not None
    assert position.percentile.value == 100 * (sum(each < 55 for each in scores) + 0.5) / 19
    assert position.overall.gap_to_median == 55.0 - median(scores)
    assert position.overall.gap_to_top_quartile == 55.0 - 56.5
    assert position.comparable is True
    assert position.cautions == ()


def test_every_element_has_its_own_distribution(peers: Dataset) -> None:
    element = place(subject(), peers, ASKED).elements["L"]
    assert (element.score, element.n, element.median) == (26.0, 19, 52.0 / 2)
    assert element.percentile is not None


def test_what_may_be_told_of_the_asked_group_itself_is_told(peers: Dataset) -> None:
    position = place(subject(), peers, ASKED)
    assert (position.narrow.n, position.narrow.median, position.narrow.q1) == (7, 43.0, None)
    assert position.narrow.withheld is Withheld.FEWER_THAN_QUARTILES


def test_a_small_group_borrows_strength_from_the_wider_one(peers: Dataset) -> None:
    narrow, wide = mean(range(40, 47)), mean([*range(40, 47), *range(50, 62)])
    assert place(subject(), peers, ASKED).estimate == pytest.approx((7 * narrow + 10 * wide) / 17)
    assert place(subject(), peers, Cell("C29", "US")).estimate is None, "no need"


def test_of_fewer_than_five_not_even_the_number_is_told(made: Made) -> None:
    dataset = made(
        [*rows(Cell("C29", "US"), range(40, 43)), *rows(Cell("C29", "CN"), range(40, 60)), *rows(Cell("K64", "US"), range(40, 60))]
    )
    position = place(subject(), dataset, Cell("C29", "US"))
    assert position.narrow.n is None
    assert position.narrow.withheld is Withheld.FEWER_THAN_MEDIAN
    assert position.estimate is None
    assert position.group is not None
    assert "3" not in json.dumps(document.as_json(position)["asked"])


def test_the_organisation_itself_is_left_out(peers: Dataset) -> None:
    outside, inside = place(subject(), peers, ASKED), place(subject(names=("nobody", "o3")), peers, ASKED)
    assert (outside.left_out, inside.left_out) == (False, True)
    assert (outside.n, inside.n) == (19, 18)
    assert inside.narrow.n == 6
    assert inside.median == median([40.0, 41.0, 42.0, 44.0, 45.0, 46.0, *map(float, range(50, 62))])


def test_an_element_few_records_have_is_not_shown_though_the_overall_score_is(made: Made) -> None:
    some = [(Cell("C29", "US"), float(score), 10.0 if score < 44 else None) for score in range(40, 60)]
    position = place(subject(), made([*some, *rows(Cell("K64", "US"), range(40, 60))]), Cell("C29", "US"))
    assert position.n == 20
    assert position.elements["L"].n is None
    assert position.elements["L"].withheld is Withheld.FEWER_THAN_MEDIAN


def test_an_element_whose_missing_values_would_give_a_few_away_is_not_shown(made: Made) -> None:
    """Nineteen of twenty-two have the element; all but three of these stand in one country."""
    there = [(Cell("C29", "US"), float(score), 20.0) for score in range(40, 56)]
    elsewhere = [(Cell("C29", "CN"), float(score), 90.0 if score < 43 else None) for score in range(40, 46)]
    position = place(subject(), made([*there, *elsewhere]), Cell("C29", "US"))
    assert position.n == 16
    assert position.elements["L"].withheld is Withheld.WOULD_REVEAL


def test_nothing_is_shown_of_a_data_set_of_four(made: Made) -> None:
    position = place(subject(), made(rows(Cell("C29", "US"), range(40, 44))), ASKED)
    assert (position.group, position.n, position.percentile, position.median) == (None, None, None, None)
    written = document.as_json(position)
    assert written["suppressed"] == "fewer than 5 organisations: not shown"
    assert written["percentile"] is None


def test_without_a_score_the_peers_are_shown_all_the_same(peers: Dataset) -> None:
    position = place(subject(None), peers, ASKED)
    assert (position.percentile, position.overall.gap_to_median) == (None, None)
    assert position.median is not None


def test_a_self_assessment_is_not_compared_like_with_like_with_assessed_records(peers: Dataset) -> None:
    position = place(subject(kind="self"), peers, ASKED)
    assert position.comparable is False
    assert position.cautions == (Caution.OTHER_EVIDENCE,)
    assert position.n == 19, "it is placed all the same, and says so"


def test_a_provisional_score_is_placed_and_says_loudly_how_little_it_rests_on(peers: Dataset) -> None:
    position = place(replace(subject(), provisional=True, coverage=0.2), peers, ASKED)
    assert position.percentile is not None
    assert position.cautions == (Caution.PROVISIONAL,)
    written = document.as_json(position)
    assert (written["provisional"], written["coverage"]) == (True, 0.2)
    assert "PROVISIONAL: only 20.0 % of the weight has been answered" in json.dumps(written["cautions"])
    assert document.as_json(place(subject(), peers, ASKED))["provisional"] is False


def test_scores_of_another_construct_are_comparable_only_in_spirit(made: Made) -> None:
    position = place(subject(), made(rows(Cell("C29", "US"), range(40, 60)), scheme="wms-management@1"), ASKED)
    assert position.comparable is False
    assert position.cautions == (Caution.OTHER_CONSTRUCT,)
    assert position.percentile is not None
    assert position.elements == {}, "elements of another model are other elements, whatever they are called"
    assert "only in spirit" in wording.caution(Caution.OTHER_CONSTRUCT, position)


def test_a_score_by_itself_may_be_a_score_of_anything(peers: Dataset) -> None:
    position = place(Subject(55.0), peers, ASKED)
    assert position.comparable is None
    assert position.cautions == (Caution.UNKNOWN_SCORE,)


def test_generated_peers_are_called_synthetic(made: Made) -> None:
    dataset = made(rows(Cell("C29", "US"), range(40, 60)), kind=Kind.SYNTHETIC, title=Text.of("SYNTHETIC"), id="synthetic-made-up")
    position = place(subject(kind="self"), dataset, ASKED)
    assert position.synthetic
    assert position.comparable is True, "generated records rest on no kind of evidence"
    written = document.as_json(position)
    assert written["synthetic"] is True
    assert "SYNTHETIC" in json.dumps(written["cautions"])


def test_a_large_group_is_read_from_a_histogram_and_says_so(made: Made) -> None:
    many = made([(Cell("C29", "US"), number % 101 / 1.01, None) for number in range(20_050)] + [(Cell("K64", "US"), 50.0, None)] * 10)
    exact, estimated = place(subject(), many, Cell("C29", "US")), place(subject(), many, Cell(region="US"))
    assert exact.resolution == 0, "one place is a slice, however large"
    assert estimated.resolution == 0.5
    assert Caution.ESTIMATED in estimated.cautions
    assert estimated.median == pytest.approx(50.0, abs=0.5)


def test_the_document_has_what_other_programs_rely_on(peers: Dataset) -> None:
    written = document.as_json(place(subject(), peers, ASKED))
    fixed = {"format", "benchmark", "asked", "peer_group", "score", "percentile", "median", "q1", "q3"}
    assert fixed | {"gap_to_median", "gap_to_top_quartile", "suppressed", "elements"} <= set(written)
    assert written["format"] == "assess/position@1"
    assert written["peer_group"] == {"industry": "C29", "region": "US", "size": None, "period": None, "n": 19, "widened": ["size"]}
    assert written["suppressed"] is None, "median and quartiles are there; that tenths are not is said apart"
    assert written["tenths_suppressed"] == "fewer than 25 organisations: no tenths"
    json.dumps(written, allow_nan=False)


@given(st.lists(st.tuples(st.sampled_from(["C29", "K64"]), st.sampled_from(["US", "CN"]), st.integers(0, 100)), min_size=1, max_size=40))
def test_what_may_not_be_shown_is_never_a_number(made: Made, drawn: list[tuple[str, str, int]]) -> None:
    dataset = made([(Cell(industry, region), float(score), None) for industry, region, score in drawn])
    position = place(subject(), dataset, Cell("C29", "US"))
    check_shown(position)
    assert position.elements["L"].spread.n is None


def check_shown(position: Position) -> None:
    """Everything shown stands for enough organisations, and everything else is None."""
    n, spread = position.n, position.overall.spread
    for value, needed in ((spread.median, 5), (spread.q1, 10), (spread.q3, 10), (spread.p10, 25), (spread.p90, 25)):
        assert (value is not None) == (n is not None and n >= needed)
        assert value is None or math.isfinite(value)
    assert (position.percentile is None) == (n is None)


def test_a_stricter_rule_may_be_asked_for(peers: Dataset) -> None:
    assert place(subject(), peers, ASKED, rules=Rules(k=20, at_least=20)).n == 49
