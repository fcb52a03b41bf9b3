"""With whom: an organisation's own group unless something else is said, in codes that exist."""

from __future__ import annotations

import pytest

from assess.benchmarking import asking
from assess.benchmarking.dataset import About, Kind, Source
from assess.method.assessment import Organisation
from assess.method.peers.cells import Cell
from assess.method.text import Text

ABOUT = About("made-up", 1, Text.of("Made up"), Kind.ASSESSED, "made-up@1", Source(Text.of("A test"), 2026, "C"))
BANK = asking.asked_of(Organisation(Text.of("Harbour Bank"), "K", "CN-SH", 420), ABOUT)


def test_an_organisation_is_a_member_of_its_own_industry_region_and_size_band_in_any_year() -> None:
    assert Cell("K", "CN-SH", "250-999", 0) == BANK


def test_an_organisation_that_says_nothing_of_itself_is_compared_with_all() -> None:
    assert asking.asked_of(Organisation(Text.of("Somebody")), ABOUT) == Cell()


def test_what_is_said_takes_the_place_of_what_is_known() -> None:
    assert asking.asked(ABOUT, industry="K64", period="2025", otherwise=BANK) == Cell("K64", "CN-SH", "250-999", 2025)


def test_all_leaves_a_dimension_open() -> None:
    assert asking.asked(ABOUT, industry="all", region="all", size="all", period="all", otherwise=BANK) == Cell()


def test_a_size_is_a_band_or_a_number_of_employees() -> None:
    assert asking.asked(ABOUT, size="1000+").size == asking.asked(ABOUT, size="2600").size == "1000+"


@pytest.mark.parametrize(
    ("word", "given", "said"),
    [
        ("industry", "64", "did you mean `K64`?"),
        ("industry", "banks", "a section of ISIC Rev.4"),
        ("region", "cn-sh", "did you mean `CN-SH`?"),
        ("size", "250-1000", "one of 1-49, 50-249, 250-999, 1000+, or a number of employees"),
        ("period", "26", "from 1900 to 2200"),
    ],
)
def test_a_word_that_means_nothing_is_refused_with_what_would_be_right(word: str, given: str, said: str) -> None:
    with pytest.raises(asking.Unknown) as raised:
        asking.asked(ABOUT, **{word: given})
    assert raised.value.word == word
    assert said in str(raised.value)
