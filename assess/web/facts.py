"""Facts as pages write them: numbers, moments, places and people, in the reader's language."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from assess.method.text import Text
from assess.platform import locale


@dataclass(frozen=True, slots=True)
class Facts:
    """Writes facts in a language; ``write`` in every template."""

    language: str

    def text(self, text: Text | Any) -> str:
        """Write a text of a shelf or an organisation (a Text, or the plain data of one)."""
        return locale.say(text if isinstance(text, Text) else Text.of(text), self.language)

    def score(self, score: float | None) -> str:
        """Write a score 0..100 with one decimal; a dash for none."""
        return "–" if score is None else locale.number(score, self.language)

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Write a number; a dash for none."""
        return "–" if value is None else locale.number(value, self.language, decimals)

    def share(self, share: float) -> str:
        """Write a share 0..1 as a percentage."""
        return locale.percent(share, self.language)

    def date(self, day: datetime.date | None) -> str:
        """Write a day; a dash for none."""
        return locale.date(day, self.language) or "–"

    def moment(self, moment: datetime.datetime | None) -> str:
        """Write a day and a time of day; times are in UTC, and a script shows them by the reader's clock."""
        return locale.moment(moment, self.language) if moment else "–"

    def industry(self, code: str) -> str:
        """Name an industry."""
        return locale.industry(code, self.language) if code else "–"

    def place(self, code: str) -> str:
        """Name a country or a part of one."""
        return locale.territory(code, self.language) if code else "–"

    def size(self, size: int) -> str:
        """Write the size of a file."""
        return locale.size(size, self.language)
