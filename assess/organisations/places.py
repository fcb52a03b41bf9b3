"""Industries and regions to choose from, named in the reader's language; and what somebody means who types a name instead of a code."""

from __future__ import annotations

from functools import lru_cache

from assess.platform import codes, locale
from assess.platform.industries import china, industries, subdivision


@lru_cache(maxsize=8)
def industry_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return the sections and divisions of ISIC Rev.4 with their names: (``K64``, "K64 Banking and finance")."""
    return tuple((code, f"{code} {locale.industry(code, language)}") for code in sorted(industries()))


@lru_cache(maxsize=8)
def region_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return the countries, and the parts of China, with their names, by name; (``CN-GD``, "Guangdong, China")."""
    named = [(code, locale.territory(code, language)) for code in (*codes.COUNTRIES, *(f"CN-{part}" for part in china()))]
    return tuple(sorted(named, key=lambda each: (each[1], each[0])))


def region_meant(typed: str, language: str) -> str:
    """Return the code of a region that was typed as a code in any case, or as its name in the reader's language or in English.

    >>> region_meant("cn-gd", "en"), region_meant("广东", "zh_Hans"), region_meant("Nowhere", "en")
    ('CN-GD', 'CN-GD', 'Nowhere')
    """
    wanted = typed.strip().casefold()
    for each in (language, "en"):
        for code, name in region_choices(each):
            if wanted in {code.casefold(), name.casefold()} or wanted == locale.say(subdivision(code), each).casefold() != "":
                return code
    upper = typed.strip().upper()
    return upper if codes.region_fault(upper) is None else typed.strip()
