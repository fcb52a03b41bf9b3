"""Industries and regions to choose from, in the reader's language, and what somebody means who types a name."""

from __future__ import annotations

import pytest

from assess.organisations import places
from assess.platform import codes, locale


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_everything_that_can_be_chosen_is_a_code_with_a_name(language):
    for code, name in places.region_choices(language):
        assert codes.region_fault(code) is None
        assert name != code
    for code, name in places.industry_choices(language):
        assert codes.industry_fault(code) is None
        assert name.startswith(f"{code} ")


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_a_name_that_was_chosen_means_its_code(language):
    assert all(places.region_meant(name, language) == code for code, name in places.region_choices(language))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("cn", "CN"), (" cn-gd ", "CN-GD"), ("us-tx", "US-TX"), ("Guangdong", "CN-GD"), ("germany", "DE"), ("nowhere", "nowhere"), ("", "")],
)
def test_a_region_may_be_typed(typed, meant):
    assert places.region_meant(typed, "en") == meant
