"""Choosing whose reports these are: name, logo and colour, taken in only when they can be printed.

A logo is looked at by its content and drawn anew, so that nothing of the file that was uploaded is kept but its picture.
"""

from __future__ import annotations

import datetime
import io
import warnings
from typing import IO

from sqlalchemy.orm import Session

from assess.administration import overview
from assess.method.text import Text
from assess.people.actor import Actor
from assess.platform import choices
from assess.platform.locale import mark as _
from assess.reporting import branding
from assess.reporting.branding import Branding

LARGEST = 2 * 2**20
"""The largest file of a logo, in bytes."""
MOST_PIXELS = 25_000_000
WIDEST, HIGHEST = 900, 300
"""A logo is made as small as it can be printed sharply."""
_KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


class NoLogo(Exception):  # noqa: N818
    """The file cannot be a logo; ``reason`` says why, as a message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def drawn(content: IO[bytes]) -> bytes:
    """Return the picture in a file as a PNG of our own, on white. Raises NoLogo."""
    from PIL import Image, UnidentifiedImageError

    read = content.read(LARGEST + 1)
    if len(read) > LARGEST:
        raise NoLogo(_("The file is larger than 2 MiB."))
    kind = next((kind for start, kind in _KINDS.items() if read.startswith(start)), None)
    if kind is None:
        raise NoLogo(_("This is neither a PNG nor a JPEG picture."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture that unpacks to far more than it should warns, and is refused
            with Image.open(io.BytesIO(read), formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NoLogo(_("The picture has too many pixels."))
                shown = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Warning, Image.DecompressionBombError):
        raise NoLogo(_("The picture cannot be read. Save it again as PNG.")) from None
    shown.thumbnail((WIDEST, HIGHEST))
    paper = Image.new("RGB", shown.size, "white")
    paper.paste(shown, mask=shown)
    out = io.BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()


def of(session: Session, actor: Actor) -> Branding:
    """Return what is chosen; an empty one where nothing is. Raises NotFound."""
    overview.must(actor)
    return branding.of(session) or Branding()


def wished(before: Branding, *, name: str, name_zh: str, colour: str, logo: bytes | None) -> Branding:
    """Return a branding as it was wished for; without a ``logo`` that of ``before`` stays, an empty one takes it away."""
    words = {language: text for language, text in (("en", name or name_zh), ("zh_Hans", name_zh or name)) if text}
    return Branding(Text.of(words), colour, before.logo if logo is None else logo)


def choose(session: Session, actor: Actor, *, name: str, name_zh: str, colour: str, logo: bytes | None, now: datetime.datetime) -> None:
    """Choose what reports show from now on, or, where all of it is empty, that they stay as designed. Raises NotFound.

    The colour must be dark enough (``branding.contrast``); whoever asks has looked.
    """
    chosen = wished(of(session, actor), name=name, name_zh=name_zh, colour=colour, logo=logo)
    if chosen:
        choices.put(session, branding.KEY, chosen.plain(), by=actor.id, now=now)
    else:
        choices.clear(session, branding.KEY)
