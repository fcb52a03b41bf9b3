"""The hand that writes a report in one language: messages, numbers, dates, and other people's words made harmless.

Other people's words are shown as they are, whatever they contain: markup is escaped where it is shown, and characters that would be
invisible or turn the text around (control characters, direction marks) are written out, ``\\u202e``, so that everybody sees them;
soft hyphens and marks of no width, which come along from other programs, are left out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from assess.method.text import Text
from assess.platform import locale
from assess.reporting.values import Shown
from assess.results import wording

_MEANINGLESS = re.compile("[\\u00ad\\u200b\\u2060\\ufeff]")
"""Where a line may or may not break: copied along from other programs, with nothing to see and nothing to hide."""
_HIDDEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufdd0-\\ufdef"
    "\\ufeff\\ufff0-\\ufffb\\ufffe\\uffff\\ud800-\\udfff\\U000e0000-\\U000e007f]"
)
_DATE = re.compile(r"(?<![\dA-Za-z_-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\dA-Za-z_-])")
_ROUND = 1e-9
NONE = "–"
"""What stands where there is no number: never 0."""


def visible(text: str) -> str:
    """Return text on one line with every hidden character written out.

    >>> visible("safe\\u202etxt.exe")
    'safe\\\\u202etxt.exe'
    """
    shown = _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", _MEANINGLESS.sub("", text))
    return " ".join(shown.split())


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes in ``language``: one of ``assess.platform.locale.LANGUAGES``."""

    language: str

    def gettext(self, message: str, /, **facts: object) -> str:
        """Return the translation of an English message with its ``{facts}`` filled in."""
        return locale.gettext(message, self.language).format(**facts)

    def ngettext(self, singular: str, plural: str, count: int, /, **facts: object) -> str:
        """Return the translation that fits ``count``, which is the fact ``{count}``."""
        return locale.ngettext(singular, plural, count, self.language).format(count=self.count(count), **facts)

    def mark(self, mark: str) -> str:
        """Return a mark that stands in English and Chinese on every page, its Chinese the one of this language."""
        return locale.say(Text.of({"zh_Hans": mark}), self.language) if self.language == "zh_Hant" else mark

    def text(self, text: Text) -> str:
        """Return somebody's words in this language, made harmless."""
        return visible(locale.say(text, self.language))

    def number(self, value: float | None, decimals: int = 1) -> str:
        """Write a number, or the sign for none."""
        return NONE if value is None else locale.number(value, self.language, decimals)

    def count(self, value: float) -> str:
        """Write a count."""
        return locale.number(value, self.language, 0)

    def quantity(self, value: float) -> str:
        """Write a reading with as many digits as it has."""
        return locale.quantity(value, self.language)

    def shown(self, value: float | None, decimals: int = 1) -> Shown:
        """Return a number with the way it is written."""
        return Shown(value, self.number(value, decimals))

    def signed(self, value: float | None, decimals: int = 1) -> Shown:
        """Return a difference with the way it is written: with a sign unless it rounds to nothing."""
        text = self.number(value, decimals)
        return Shown(value, f"+{text}" if value is not None and round(value, decimals) > 0 else text)

    def score(self, value: float | None, thresholds: Iterable[float] = ()) -> Shown:
        """Return a score by the one rule that screens follow too: :func:`assess.results.wording.points` (79.96 is not 80)."""
        return Shown(value, NONE if value is None else wording.points(value, thresholds))

    def value(self, value: float | None) -> Shown:
        """Return a value 0..1 with two decimals, with three where it has as many: 0.6 is 0.60, and 0.625 stays 0.625."""
        return self.shown(value, 2 if value is None or abs(round(value, 2) - value) < 5e-4 else 3)

    def exactly(self, share: float) -> str:
        """Write a share 0..1 that was counted as a percentage with one decimal where it has one: 84%, 62.5%."""
        whole = abs(100 * share - round(100 * share)) < _ROUND
        return locale.percent(share, self.language, 0 if whole else 1)

    def rank(self, value: float | None) -> Shown:
        """Return a percentile 0..100 as a whole number; only the very ends are 0 and 100."""
        if value is None or not 0 < value < 100:
            return self.shown(value, 0)
        return Shown(value, self.number(min(99.0, max(1.0, round(value))), 0))

    def share(self, value: float | None, decimals: int = 0) -> Shown:
        """Return a share 0..1 written as a percentage."""
        return Shown(value, NONE if value is None else locale.percent(value, self.language, decimals))

    def percentage(self, value: float, decimals: int = 1) -> str:
        """Write a percentage 0..100 that is rounded already."""
        return f"{self.number(value, decimals)}%"

    def shares(self, text: str) -> str:
        """Write the percentages within a text like all others: ``80.0%``."""
        return re.sub(r"(?<=\d)[ \u00a0]%", "%", text)

    def dates(self, text: str) -> str:
        """Write the dates within a text like all others, in words: 30 June 2026 for 2026-06-30."""
        return _DATE.sub(lambda found: self._day(found.group()), text)

    def _day(self, iso: str) -> str:
        """Write a date in words; what only looks like one (31 February) stays as it is."""
        try:
            return self.date(datetime.date.fromisoformat(iso))
        except ValueError:
            return iso

    def date(self, day: datetime.date | None) -> str:
        """Write a date; an empty text for none."""
        return locale.date(day, self.language)

    @property
    def chinese(self) -> bool:
        """Whether Chinese punctuation is used."""
        return self.language != "en"

    def listing(self, words: Iterable[str]) -> str:
        """Join words of one kind: a, b, c."""
        return ("、" if self.chinese else ", ").join(word for word in words if word)

    def clauses(self, parts: Iterable[str]) -> str:
        """Join parts that are independent of each other."""
        return ("；" if self.chinese else "; ").join(part for part in parts if part)

    @property
    def stop(self) -> str:
        """The mark a sentence ends with."""
        return "。" if self.chinese else "."

    def sentences(self, parts: Iterable[str]) -> str:
        """Put sentences one after the other."""
        return ("" if self.chinese else " ").join(part for part in parts if part)

    def aside(self, before: str, inside: str) -> str:
        """Put a remark in brackets behind a word."""
        if not inside:
            return before
        return f"{before}（{inside}）" if self.chinese else f"{before} ({inside})"

    def labelled(self, label: str, text: str) -> str:
        """Put a label before a text."""
        return f"{label}：{text}" if self.chinese else f"{label}: {text}"
