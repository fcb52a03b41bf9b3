"""Whose reports these are: the name of a body, its logo and its colour, chosen by an installation; without them reports stay as designed.

The colour takes the place of the main colour of headings and bars; figures keep theirs, which tell several series apart whatever the
reader's eyes. A colour must be as dark as text on white has to be (WCAG 2.2, success criterion 1.4.3: a contrast of 4.5 to 1).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from assess.method.text import Text
from assess.platform import choices, locale

KEY = "branding"
MAIN, LIGHT = "#1d4f7c", "#c9dbea"
"""The colours of the shared style sheet that a body's own take the place of: headings and bars, and the light part of a bar."""
ENOUGH = 4.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LIGHTENED = 0.77


@dataclass(frozen=True, slots=True)
class Branding:
    """A body's name by language, its main colour (``#rrggbb`` in small letters) and its logo (a PNG); each may be empty."""

    name: Text = Text()
    colour: str = ""
    logo: bytes = b""

    def __bool__(self) -> bool:
        """Whether there is anything of it."""
        return bool(self.name or self.colour or self.logo)

    def shown(self, language: str) -> dict[str, str]:
        """Return what a design may print: the name in a language, and the logo as an address that holds it."""
        logo = f"data:image/png;base64,{base64.b64encode(self.logo).decode('ascii')}" if self.logo else ""
        return {"name": locale.say(self.name, language) if self.name else "", "logo": logo}

    def styled(self, style: str) -> str:
        """Return a style sheet in the body's colour."""
        return style.replace(MAIN, self.colour).replace(LIGHT, lightened(self.colour)) if self.colour else style

    def plain(self) -> dict[str, Any]:
        """Return it as it is kept."""
        name = dict(self.name.by_language)
        return {"name": name, "colour": self.colour, "logo": base64.b64encode(self.logo).decode("ascii")}


def of(session: Session) -> Branding | None:
    """Return what the installation has chosen, or None."""
    plain = choices.get(session, KEY)
    return None if plain is None else Branding(Text.of(plain["name"]), plain["colour"], base64.b64decode(plain["logo"]))


def hash_of(branding: Branding | None) -> str:
    """Return the hash of a branding, for what a report is made of; empty for none."""
    return hashlib.sha256(json.dumps(branding.plain(), sort_keys=True).encode()).hexdigest() if branding else ""


def is_colour(text: str) -> bool:
    """Whether a text is a colour as it is kept."""
    return _COLOUR.fullmatch(text) is not None


def contrast(colour: str) -> float:
    """Return the contrast of a colour to white, 1..21, by WCAG 2.2 (relative luminance of sRGB).

    >>> round(contrast("#000000"), 1), round(contrast("#777777"), 2)
    (21.0, 4.48)
    """
    red, green, blue = (_linear(each / 255) for each in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def lightened(colour: str) -> str:
    """Return a light shade of a colour.

    >>> lightened("#000000")
    '#c4c4c4'
    """
    return "#" + "".join(f"{round(each + (255 - each) * _LIGHTENED):02x}" for each in _parts(colour))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
