"""The sheet a figure is drawn on: everything about a figure that is not data.

Width, fonts, language, the way numbers are written and the prefix of its ids. The same values drawn on two sheets give
an English figure for a page and a Chinese one for a PDF; nothing else in this package knows a language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

SIMPLIFIED = ("Noto Sans", "Noto Sans CJK SC", "Noto Sans SC", "sans-serif")
TRADITIONAL = ("Noto Sans", "Noto Sans CJK TC", "Noto Sans TC", "sans-serif")
NARROWEST = 280.0
"""Figures are laid out down to this width (px); a phone of 360 px shows them unscaled."""

_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def plain(value: float) -> str:
    """Write a number with one decimal and a true minus sign; never "−0.0".

    >>> plain(62.35), plain(-3.0), plain(-0.01)
    ('62.4', '−3.0', '0.0')
    """
    text = f"{value:.1f}"
    return "0.0" if text == "-0.0" else text.replace("-", "−")


def short(value: float) -> str:
    """Write a tick of an axis: as many digits as it needs.

    >>> short(20.0), short(0.05), short(-5)
    ('20', '0.05', '−5')
    """
    return f"{value + 0.0:.10g}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Punctuation:
    """The marks between the facts of a description, with the spaces they carry."""

    colon: str = ": "
    comma: str = ", "
    semicolon: str = "; "
    stop: str = ". "
    opening: str = " ("
    closing: str = ")"
    to: str = "–"


LATIN = Punctuation()
CHINESE = Punctuation("：", "，", "；", "。", "（", "）", "–")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a figure is drawn on.

    prefix: begins every id of the figure; different for each figure on one page.
    width: px (the unit of the drawing); the height follows from the data.
    number: writes a value of the figure; ``tick`` writes a number of an axis.
    language: BCP 47 tag, so that readers pronounce and fonts choose rightly.
    whole_alternative: put the description into the title too. WeasyPrint gives PDF/UA only an SVG's title as its
        alternative text; a web page reads ``<desc>`` as well and needs no repetition.
    tips: add hover titles for a web page; left out in print, where every node costs time.
    """

    prefix: str
    width: float = 640.0
    fonts: tuple[str, ...] = SIMPLIFIED
    language: str = "en"
    number: Callable[[float], str] = plain
    tick: Callable[[float], str] = short
    punctuation: Punctuation = LATIN
    whole_alternative: bool = False
    tips: bool = False

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise ValueError(f"a figure's id prefix is a letter followed by letters, digits, - or _, not {self.prefix!r}")
        if not (math.isfinite(self.width) and self.width >= NARROWEST):
            raise ValueError(f"a figure is at least {NARROWEST:g} px wide, not {self.width!r}")
        if not self.fonts or any(set(name) & set("'\"<>&;,\\") for name in self.fonts):
            raise ValueError(f"a font stack names at least one family, without quotes or commas, not {self.fonts!r}")

    def between(self, low: float, high: float) -> str:
        """Write an interval: ``58.1–66.3``; with a negative end the dash gets room: ``−2.0 – 4.1``."""
        to = self.punctuation.to
        joined = f" {to} " if min(low, high) < 0 else to
        return f"{self.number(low)}{joined}{self.number(high)}"

    def fact(self, name: str, value: str) -> str:
        """Join a name and its value: ``Target: 60.0``."""
        return f"{name}{self.punctuation.colon}{value}"

    def aside(self, text: str) -> str:
        """Put a text in brackets as the language writes them."""
        return f"{self.punctuation.opening}{text}{self.punctuation.closing}"

    def facts(self, *facts: str) -> str:
        """Join the facts about one thing; empty ones are left out."""
        return self.punctuation.comma.join(fact for fact in facts if fact)

    def sentences(self, *sentences: str) -> str:
        """Join statements about several things into one description; empty ones are left out."""
        kept = [sentence for sentence in sentences if sentence]
        return self.punctuation.semicolon.join(kept) + self.punctuation.stop.strip() if kept else ""


def for_language(language: str, prefix: str) -> Sheet:
    """Return the sheet of a report language (``en``, ``zh_Hans``, ``zh_Hant``); ``dataclasses.replace`` changes the rest."""
    match language:
        case "zh_Hans":
            return Sheet(prefix=prefix, language="zh-Hans", fonts=SIMPLIFIED, punctuation=CHINESE)
        case "zh_Hant":
            return Sheet(prefix=prefix, language="zh-Hant", fonts=TRADITIONAL, punctuation=CHINESE)
        case _:
            return Sheet(prefix=prefix, language=language.replace("_", "-"))
