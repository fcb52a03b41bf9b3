"""Languages: English, Simplified and Traditional Chinese; Traditional is converted from Simplified where nobody wrote it.

Three kinds of words meet in a report. *Texts* of the shelves and of an organisation carry their own languages (:func:`say`). *Messages*
of the program are English in the code and translated by the catalogues ``templates/translations/<language>/*.po``, read when first
needed and kept (:func:`gettext`); the catalogue of Traditional Chinese holds only what the conversion of the Simplified one would
get wrong. *Facts* — numbers, shares, dates, countries, industries — are written the way the language writes them.

``opencc`` and ``babel`` are loaded only when they are needed.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assess.method.text import Text
from assess.platform.chinese import traditional
from assess.platform.industries import industry as _industry
from assess.platform.industries import subdivision as _subdivision
from assess.platform.shelves import shelf

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
NAMES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}

_ALSO = {
    "zh": "zh_Hans",
    "zh_cn": "zh_Hans",
    "zh_sg": "zh_Hans",
    "zh_tw": "zh_Hant",
    "zh_hk": "zh_Hant",
    "zh_mo": "zh_Hant",
    "en_gb": "en",
    "en_us": "en",
}
_CLDR = {"en": "en_GB", "zh_Hans": "zh_Hans", "zh_Hant": "zh_Hant"}


def say(text: Text, language: str) -> str:
    """Return the text in ``language``; Traditional is converted from Simplified unless it was written by hand.

    A text that has only one language (an organisation's own words) is returned as it is.
    """
    if written := text.get(language):
        return written
    if language == "zh_Hant" and (simplified := text.get("zh_Hans")):
        return traditional(simplified)
    return text.get("any") or text.get("en") or next((words for _, words in text.by_language), "")


def language(name: str) -> str | None:
    """Return the language that a name in wide use means, whatever its case, with a hyphen or an underscore; None for any other.

    >>> language("zh"), language("zh-Hant"), language("zh_TW"), language("EN"), language("fr")
    ('zh_Hans', 'zh_Hant', 'zh_Hant', 'en', None)
    """
    plain = name.strip().lower().replace("-", "_")
    return {each.lower(): each for each in LANGUAGES}.get(plain) or _ALSO.get(plain)


def tag(language: str) -> str:
    """Return the BCP 47 tag of a language: ``zh-Hans``."""
    return language.replace("_", "-")


@lru_cache(maxsize=8)
def catalogue(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the messages of one catalogue: (context, English) → translations, one a plural form; empty ones are left out."""
    messages: dict[tuple[str, str], tuple[str, ...]] = {}
    for path in sorted((shelf("templates") / "translations" / language).glob("*.po")):
        messages |= _messages(path)
    return messages


def _messages(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        read = read_po(stream)
    messages: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in read:
        english = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if english and forms and all(forms) and not message.fuzzy:
            messages[message.context or "", english] = tuple(str(form) for form in forms)
    return messages


@lru_cache(maxsize=16384)
def _translated(message: str, language: str, context: str) -> str | None:
    """Return the translation, by conversion where Traditional Chinese has none of its own; None where there is none."""
    forms = catalogue(language).get((context, message))
    if forms:
        return forms[0]
    if language == "zh_Hant" and (simplified := catalogue("zh_Hans").get((context, message))):
        return traditional(simplified[0])
    return None


def mark(message: str) -> str:
    """Mark a message for extraction (``from assess.platform.locale import mark as _``); it is translated where it is shown."""
    return message


def gettext(message: str, language: str, *, context: str = "") -> str:
    """Return the translation of an English message, or the message itself where nobody has translated it.

    >>> gettext("Not a message of ours", "zh_Hans")
    'Not a message of ours'
    """
    return _translated(message, language, context) or message


def ngettext(singular: str, plural: str, count: float, language: str) -> str:
    """Return the translation that fits ``count``; Chinese has one form, English two."""
    return _translated(singular, language, "") or (singular if count == 1 else plural)


@lru_cache(maxsize=8)
def _cldr(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(_CLDR[language])


@lru_cache(maxsize=65536)
def number(value: float, language: str, decimals: int = 1) -> str:
    """Write a number with exactly ``decimals`` digits after the point, grouped, with a true minus sign; never "−0.0".

    >>> number(1234.56, "en"), number(-0.04, "zh_Hans")
    ('1,234.6', '0.0')
    """
    from babel.numbers import format_decimal

    rounded = round(value, decimals) + 0.0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(rounded, format=pattern, locale=_cldr(language)).replace("-", "−")


def quantity(value: float, language: str) -> str:
    """Write a number with as many digits as it needs, at most six after the point: a reading, not a result.

    >>> quantity(84.20, "en"), quantity(1500.0, "en")
    ('84.2', '1,500')
    """
    from babel.numbers import format_decimal

    return format_decimal(value + 0.0, format="#,##0.######", locale=_cldr(language)).replace("-", "−")


def percent(share: float, language: str, decimals: int = 0) -> str:
    """Write a share 0..1 as a percentage that never rounds to a false 0 % or 100 %.

    >>> percent(0.62, "en"), percent(0.996, "zh_Hans"), percent(0.001, "en"), percent(1.0, "en")
    ('62%', '>99%', '<1%', '100%')
    """
    smallest = 10.0**-decimals
    rounded = round(100 * share, decimals)
    if share > 0 and rounded <= 0:
        return f"<{number(smallest, language, decimals)}%"
    if share < 1 and rounded >= 100:
        return f">{number(100 - smallest, language, decimals)}%"
    return f"{number(rounded, language, decimals)}%"


def date(day: datetime.date | None, language: str) -> str:
    """Write a date in full (30 June 2026, 2026年6月30日); an empty text for none."""
    from babel.dates import format_date

    return format_date(day, "long", _cldr(language)) if day else ""


def moment(at: datetime.datetime, language: str) -> str:
    """Write a moment with its day and its time of day in UTC.

    >>> moment(datetime.datetime(2026, 6, 30, 14, 2, tzinfo=datetime.UTC), "en")
    '30 Jun 2026, 14:02 UTC'
    """
    from babel.dates import format_date, format_time

    utc = at.astimezone(datetime.UTC)
    day, time = format_date(utc, "medium", _cldr(language)), format_time(utc, "HH:mm", locale=_cldr(language))
    return f"{day}, {time} UTC" if language == "en" else f"{day} {time} UTC"


def size(count: int, language: str) -> str:
    """Write the size of a file in bytes, kilobytes or megabytes.

    >>> size(512, "en"), size(2_500_000, "zh_Hans")
    ('512 B', '2.5 MB')
    """
    for unit, bytes_ in (("MB", 1e6), ("kB", 1e3)):
        if count >= bytes_:
            return f"{number(count / bytes_, language)} {unit}"
    return f"{count} B"


@lru_cache(maxsize=4096)
def territory(code: str, language: str) -> str:
    """Name a country or one of its parts by its ISO 3166 code: ``CN-SH`` → Shanghai, China; the code where no name is known.

    >>> territory("CN-SH", "en"), territory("US", "zh_Hans"), territory("US-TX", "en")
    ('Shanghai, China', '美国', 'United States (US-TX)')
    """
    country, _, part = code.partition("-")
    name = _cldr(language).territories.get(country)
    if name is None:
        return code
    if not part:
        return str(name)
    if inner := say(_subdivision(code), language):
        return f"{inner}, {name}" if language == "en" else f"{name}{inner}"
    opening, closing = (" (", ")") if language == "en" else ("（", "）")
    return f"{name}{opening}{code}{closing}"


def industry(code: str, language: str) -> str:
    """Name an industry by its ISIC Rev.4 section or division; the code where no name is known.

    >>> industry("K64", "en"), industry("Q", "zh_Hans"), industry("Z", "en")
    ('Banking and finance', '卫生和社会工作', 'Z')
    """
    return say(_industry(code), language) or code
