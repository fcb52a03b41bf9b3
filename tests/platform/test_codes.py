"""Industries are coded by ISIC Rev.4, regions by ISO 3166."""

from __future__ import annotations

import pytest

from assess.platform import codes


@pytest.mark.parametrize("code", ["A", "K", "U", "A01", "C29", "K64", "U99"])
def test_sections_and_divisions_are_industries(code):
    assert codes.industry_fault(code) is None


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("V", "a section of ISIC"),
        ("K29", "`C29`"),
        ("c29", "`C29`"),
        ("29", "`C29`"),
        ("banking", "a section of ISIC"),
        ("", "a section"),
        ("C2", "a section"),
    ],
)
def test_anything_else_is_none_and_the_code_meant_is_named(code, right):
    wrong, said = codes.industry_fault(code)
    assert wrong == f"`{code}` is not an industry code"
    assert right in said


@pytest.mark.parametrize("code", ["CN", "US", "CN-SH", "GB-ENG", "US-CA", "FR-75C"])
def test_countries_and_subdivisions_are_regions(code):
    assert codes.region_fault(code) is None


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("cn-sh", "`CN-SH`"),
        ("UK", "`GB`"),
        ("ZZ", "a country"),
        ("CHN", "a country"),
        ("CN-", "a country"),
        ("CN-SHAN", "a country"),
        ("CN-SH\n", "a country"),
    ],
)
def test_other_words_are_no_regions(code, right):
    wrong, said = codes.region_fault(code)
    assert "is not a region code" in wrong
    assert right in said


def test_there_are_249_countries():
    assert len(codes.COUNTRIES) == 249
