"""What a browser says it is, in a few words that its owner recognises: "Firefox · Windows"."""

from __future__ import annotations

_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("QQBrowser", "QQ"),
    ("HeadlessChrome", "Chrome"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
)
"""What stands in the text, and the name: the special ones first, for most browsers claim to be others as well."""
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("OpenHarmony", "HarmonyOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def named(agent: str) -> str:
    """Name the browser and the system that a User-Agent tells of; an empty text where it tells of neither.

    >>> named("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox · Windows'
    """
    found = (next((name for part, name in names if part in agent), "") for names in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in found if name)
