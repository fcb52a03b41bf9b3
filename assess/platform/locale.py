"""Languages: English, Simplified and Traditional Chinese; Traditional is converted from Simplified where nobody wrote it.

``opencc`` (profile *s2twp*: Taiwan characters and terms) is loaded only when a Traditional text is asked for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from assess.method.text import Text

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
NAMES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2twp")


@lru_cache(maxsize=65536)
def traditional(simplified: str) -> str:
    """Convert Simplified to Traditional Chinese with Taiwan terms."""
    converted: str = _converter().convert(simplified)
    return converted


def say(text: Text, language: str) -> str:
    """Return the text in ``language``; Traditional is converted from Simplified unless it was written by hand.

    A text that has only one language (an organisation's own words) is returned as it is.
    """
    if written := text.get(language):
        return written
    if language == "zh_Hant" and (simplified := text.get("zh_Hans")):
        return traditional(simplified)
    return text.get("any") or text.get("en") or next((words for _, words in text.by_language), "")
