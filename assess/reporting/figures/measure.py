"""How wide is a word? Text is measured before it is drawn, so that no label is clipped and none runs into another.

A figure is written without a browser or a font file at hand; widths come from a small table: for Latin letters the
wider of the two faces our font stacks begin with (Noto Sans, and the Latin part of Noto Sans CJK), one em for every
Chinese, Japanese or Korean character and for everything Unicode calls wide or ambiguous. The estimate is a little too
large rather than too small. Names come from users: control characters and direction marks are taken out before anything
is measured or written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LEADING = 1.25
"""Distance of two lines, in em."""
BASELINE = 0.97
"""Distance of the first baseline from the top of a block, in em: room for the 0.88 em a Chinese character rises."""
_BOLD = 1.07
_LONGEST = 2000  # characters of one label that are looked at

# Advance widths in thousandths of an em, and the characters that have about that width.
_ADVANCES = {
    260: " \u00a0",
    278: "',.:;ijl",
    340: "()[]I-‑f!",
    392: "{}/\\rt",
    413: "r",
    480: '"?zs',
    529: "cvyx",
    564: "*kae_|–",
    572: "0123456789+<=>^~$−",
    589: "EFXY",
    620: "`oTSZVLJbdghnpqu",
    657: "#ABCKPR",
    731: "UDG&",
    781: "HOQN",
    802: "w",
    935: "mMW@%",
}
_TABLE = {character: advance for advance, characters in _ADVANCES.items() for character in characters}
# What numbers are written with, regular and bold: halfway between the two faces, which differ by less than 0.05 em.
_NUMERALS = dict.fromkeys("0123456789+−", (563, 581))
_NUMERALS |= {".": (273, 306), ",": (273, 306), "–": (518, 522), "%": (876, 930), " ": (242, 243), "(": (319, 358), ")": (319, 358)}
_OPENING = frozenset("（〔［｛〈《「『【“‘([{")
_CLOSING = frozenset("）〕］｝〉》」』】”’)]}、。，．：；！？,.:;!?…%％·")
_BREAK_AFTER = frozenset("-/–—‐")


def clean(text: str) -> str:
    """Return ``text`` on one line without control characters, direction marks, surrogates and non-characters.

    Whitespace of every kind becomes one space; nothing else is changed (markup is escaped when it is written).

    >>> clean("Harbour\\tBank\\x07\\u202e ")
    'Harbour Bank'
    """
    kept = "".join(" " if character.isspace() and character != "\u00a0" else character for character in text if _allowed(character))
    return " ".join(part for part in kept.split(" ") if part)


def _allowed(character: str) -> bool:
    """Control (unless whitespace), format (unless a joiner), surrogate and non-character code points are not drawn."""
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return False
    category = unicodedata.category(character)
    if category == "Cc":
        return character.isspace() and character not in "\x1c\x1d\x1e\x1f"
    return category != "Cs" and (category != "Cf" or character in "\u200c\u200d")


@lru_cache(maxsize=8192)
def _advance(character: str) -> int:
    """Width of one character in thousandths of an em."""
    if (known := _TABLE.get(character)) is not None:
        return known
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return 0
    base = unicodedata.normalize("NFD", character)[0]
    if base != character and base in _TABLE:
        return _TABLE[base]
    wide = unicodedata.east_asian_width(character)
    if wide in "WF" or (wide == "A" and not category.startswith("L")):
        return 1000
    return 800 if category == "Lu" else 650


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate the width of one line of ``text`` at ``size`` px, in px.

    >>> width("客户", 11.0)
    22.0
    """
    return sum(_advance(character) for character in text) * size / 1000 * (_BOLD if bold else 1.0)


def numeral_width(text: str, size: float, *, bold: bool = False) -> float | None:
    """Return the width of a number closely enough to set it flush right or centred by hand; None if it holds other characters.

    >>> numeral_width("62.4", 10.0), numeral_width("n/a", 10.0)
    (19.62, None)
    """
    found = [_NUMERALS[character][bold] for character in text if character in _NUMERALS]
    return sum(found) * size / 1000 if len(found) == len(text) else None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text of one size, measured: what a label takes up on the sheet."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        """Width of the longest line, px."""
        return max((width(line, self.size, bold=self.bold) for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """Height of all lines, px."""
        return len(self.lines) * self.size * LEADING


def block(text: str, limit: float, size: float, *, bold: bool = False, lines: int = 8) -> Block:
    """Break ``text`` into lines at most ``limit`` px wide; beyond ``lines`` lines it ends in an ellipsis.

    Breaks after spaces, hyphens and slashes and between Chinese characters (never before a closing or after an opening
    mark); a word wider than the limit is divided where it must be. An empty text has no lines.
    """
    room = max(limit, 2 * size)
    found = _balanced(clean(text)[:_LONGEST], room, size, bold)
    if len(found) > lines:
        last = found[lines - 1]
        while last and width(last + "…", size, bold=bold) > room:
            last = last[:-1]
        found = [*found[: lines - 1], last.rstrip() + "…"]
    return Block(tuple(found), size, bold)


def _balanced(text: str, limit: float, size: float, bold: bool) -> list[str]:
    """Break ``text`` into as few lines as fit, and make them about equally long: no single character is left over."""
    found = list(_lines(text, limit, size, bold))
    if not 1 < len(found) <= 6:
        return found
    word = longest_word(text, size, bold=bold)
    fits, tried = limit, max(width(text, size, bold=bold) / len(found), word if word <= limit else 0.0, 2 * size)
    for _ in range(6):
        middle = (fits + tried) / 2
        lines = list(_lines(text, middle, size, bold))
        fits, tried, found = (middle, tried, lines) if len(lines) == len(found) else (fits, middle, found)
    return found


def _lines(text: str, limit: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for piece in _pieces(text):
        if width((line + piece).rstrip(), size, bold=bold) <= limit:
            line += piece
            continue
        if line.strip():
            yield line.rstrip()
        line = ""
        for character in piece:
            if line and width((line + character).rstrip(), size, bold=bold) > limit:
                yield line
                line = ""
            line += character
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Cut ``text`` where a line may break; the pieces joined give the text again."""
    piece = ""
    for index, character in enumerate(text):
        piece += character
        following = text[index + 1] if index + 1 < len(text) else ""
        if following and _may_break(character, following):
            yield piece
            piece = ""
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _CLOSING or before in _OPENING:
        return False
    if before == " " or (before in _BREAK_AFTER and not after.isdigit()):
        return True
    return _is_ideographic(before) or _is_ideographic(after)


def _is_ideographic(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the widest piece of ``text`` that should stay whole, px."""
    return max((width(piece.rstrip(), size, bold=bold) for piece in _pieces(clean(text))), default=0.0)
