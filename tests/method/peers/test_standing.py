"""Percentiles, quantiles and the rules for small numbers, against published and independent figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from assess.method.peers import standing
from assess.method.peers.standing import Withheld

SCORES = st.lists(st.floats(0, 100), min_size=1, max_size=40)


def test_shrinkage_of_the_worked_case() -> None:
    assert standing.shrunk(4, 62.0, 54.0, kappa=10) == pytest.approx(56.29, abs=0.005)


@given(st.integers(1, 50), st.floats(0, 100), st.floats(0, 100))
def test_a_shrunk_mean_lies_between_the_two_means(n: int, mean: float, wider: float) -> None:
    estimate = standing.shrunk(n, mean, wider)
    assert min(mean, wider) - 1e-9 <= estimate <= max(mean, wider) + 1e-9


def test_the_interval_is_that_of_the_beta_distribution() -> None:
    place = standing.percentile(12, 2, 40, confidence=0.9)
    assert place is not None
    assert place.value == pytest.approx(100 * 13 / 40)
    assert place.low == pytest.approx(100 * beta.ppf(0.05, 13.5, 27.5))
    assert place.high == pytest.approx(100 * beta.ppf(0.95, 13.5, 27.5))


def test_jeffreys_interval_of_the_published_example() -> None:
    """Brown, Cai and DasGupta 2001: for 10 successes of 20 the 95 % interval is symmetric about one half."""
    place = standing.percentile(10, 0, 20, confidence=0.95)
    assert place is not None
    assert place.low == pytest.approx(100 - place.high)
    assert place.low == pytest.approx(29.4, abs=0.1)


def test_below_everybody_the_interval_begins_at_nothing_and_above_everybody_it_ends_at_all() -> None:
    lowest, highest = standing.percentile(0, 0, 20), standing.percentile(20, 0, 20)
    assert lowest is not None
    assert highest is not None
    assert (lowest.value, lowest.low) == (0, 0)
    assert (highest.value, highest.high) == (100, 100)
    assert 0 < lowest.high < 20
    assert 80 < highest.low < 100


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 30), st.sampled_from([0.5, 0.9, 0.99]))
def test_the_interval_contains_the_percentile(below: int, equal: int, above: int, confidence: float) -> None:
    place = standing.percentile(below, equal, below + equal + above, confidence=confidence)
    assert place is not None
    assert 0 <= place.low <= place.value <= place.high <= 100


@given(st.integers(5, 60), st.data())
def test_a_better_score_never_stands_lower(n: int, data: st.DataObject) -> None:
    below = data.draw(st.integers(0, n - 1))
    lower, higher = standing.percentile(below, 1, n), standing.percentile(below + 1, 0, n)
    assert lower is not None
    assert higher is not None
    assert (lower.value, lower.low, lower.high) < (higher.value, higher.low, higher.high)


def test_nobody_to_compare_with_gives_no_percentile() -> None:
    assert standing.percentile(0, 0, 0) is None


@given(SCORES, st.sampled_from(standing.PROBABILITIES))
def test_quantiles_are_those_of_numpy(scores: list[float], probability: float) -> None:
    assert standing.quantile(sorted(scores), probability) == pytest.approx(float(np.quantile(scores, probability)), abs=1e-9)


def test_no_values_have_no_quantile() -> None:
    with pytest.raises(ValueError, match="no values"):
        standing.quantile([], 0.5)


@pytest.mark.parametrize(
    ("n", "told", "withheld"),
    [
        (0, "", Withheld.FEWER_THAN_MEDIAN),
        (4, "", Withheld.FEWER_THAN_MEDIAN),
        (5, "median", Withheld.FEWER_THAN_QUARTILES),
        (9, "median", Withheld.FEWER_THAN_QUARTILES),
        (10, "q1 median q3", Withheld.FEWER_THAN_TENTHS),
        (24, "q1 median q3", Withheld.FEWER_THAN_TENTHS),
        (25, "p10 q1 median q3 p90", None),
    ],
)
def test_a_quantile_is_shown_only_where_enough_stand_beyond_it(n: int, told: str, withheld: Withheld | None) -> None:
    shown = standing.spread(n, (10.0, 25.0, 50.0, 75.0, 90.0))
    assert {name for name in ("p10", "q1", "median", "q3", "p90") if getattr(shown, name) is not None} == set(told.split())
    assert shown.withheld == withheld
    assert shown.n == (n if n >= 5 else None), "a number below five is not told either"


def test_a_stricter_k_withholds_more() -> None:
    quantiles = (10.0, 25.0, 50.0, 75.0, 90.0)
    assert standing.spread(12, quantiles, k=15).median is None
    assert standing.spread(15, quantiles, k=15).q1 is not None


def test_half_of_the_peers_and_two_more_lie_beyond_what_is_shown() -> None:
    """The rule behind the three numbers: at least two and a half organisations beyond any quantile."""
    for n, probability in ((standing.K, 0.5), (standing.QUARTILES_FROM, 0.25), (standing.TENTHS_FROM, 0.10)):
        assert math.isclose(n * probability, 2.5)
