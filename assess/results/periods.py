"""Periods as people write them (``2024``, ``2024-H2``, ``2024Q3``, ``2024-09``) as points in time, so that they can be put in order."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?P<year>\d{4})(?:\D+(?P<part>\d{1,2}))?")


def point(period: str) -> float | None:
    """Return when a period begins, in years; None where it cannot be read.

    >>> point("2024"), point("2024-H2"), point("2024Q3"), point("2024-07"), point("last year")
    (2024.0, 2024.5, 2024.5, 2024.5, None)
    """
    found = _YEAR.search(period)
    if not found:
        return None
    part, year = found["part"], float(found["year"])
    if part is None:
        return year
    parts = 2 if "H" in period.upper() else 4 if "Q" in period.upper() else 12
    return year + (int(part) - 1) / parts
