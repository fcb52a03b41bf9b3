"""The codes by which an organisation is placed: its industry (ISIC Rev.4) and its region (ISO 3166).

An industry is a section (``K``) or a section with a division (``C29``: the division alone would do, but nobody reads ``29`` as motor
vehicles). A region is a country (``CN``) or a subdivision of one (``CN-SH``); of subdivisions only the form is checked, because the
list changes several times a year.
"""

from __future__ import annotations

import re

from assess.platform.industries import industries

_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM
PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD
TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_COUNTRIES.split())
"""The officially assigned two-letter codes of ISO 3166-1."""

_SUBDIVISION = re.compile(r"-[A-Z0-9]{1,3}\Z")


def industry_fault(code: str) -> tuple[str, str] | None:
    """Return what is wrong with an industry code and what would be right, or None when it is one.

    >>> industry_fault("C29") is None
    True
    """
    if code in industries():
        return None
    right = "a section of ISIC Rev.4, or section and division: `K`, `C29`"
    digits = "".join(character for character in code if character.isdecimal())
    meant = [known for known in industries() if known == code.upper() or (digits and known[1:] == digits)]
    return f"`{code}` is not an industry code", f"did you mean `{meant[0]}`?" if meant else right


def region_fault(code: str) -> tuple[str, str] | None:
    """Return what is wrong with a region code and what would be right, or None when it is one.

    >>> region_fault("CN-SH") is None
    True
    """
    if code[:2] in COUNTRIES and (len(code) == 2 or _SUBDIVISION.match(code[2:])):
        return None
    right = "a country of ISO 3166-1, or one of its subdivisions: `CN`, `CN-SH`"
    if code.upper() != code and region_fault(code.upper()) is None:
        return f"`{code}` is not a region code", f"did you mean `{code.upper()}`?"
    return f"`{code}` is not a region code", "did you mean `GB`?" if code.upper() == "UK" else right
