"""Periods as people write them, as points in time."""

from __future__ import annotations

import pytest

from assess.results import periods


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("2024", 2024.0),
        ("2024-H2", 2024.5),
        ("2024Q3", 2024.5),
        ("2024-07", 2024.5),
        ("FY 2024", 2024.0),
        ("2024年", 2024.0),
        ("later", None),
    ],
)
def test_a_period_is_a_point_in_time_where_it_can_be_read(written, point):
    assert periods.point(written) == point


def test_parts_of_a_year_stand_in_order():
    written = ["2023-Q4", "2024", "2024-Q2", "2024-H2", "2024-09", "2025"]
    points = [periods.point(each) for each in written]
    assert points == sorted(points)
