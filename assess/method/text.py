"""A text in several languages, carried through the method without being read by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in several languages, sorted by language code; ``any`` marks words in an unstated language.

    >>> Text.of({"en": "Leadership", "zh_Hans": "领导"}).get("en")
    'Leadership'
    """

    by_language: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, words: Mapping[str, str] | str | None) -> Text:
        """Return a Text from a mapping of languages, a plain string, or nothing."""
        if words is None:
            return cls()
        if isinstance(words, str):
            return cls((("any", words),))
        return cls(tuple(sorted(words.items())))

    def get(self, language: str) -> str | None:
        """Return the words in one language, or None."""
        return next((words for code, words in self.by_language if code == language), None)

    def __bool__(self) -> bool:
        return any(words for _, words in self.by_language)
