"""Why something is not shown, and what to bear in mind, as English sentences for the command line and for other programs.

Reports say the same in their reader's language from the codes themselves (``Withheld``, ``Caution``).
"""

from __future__ import annotations

from assess.benchmarking.position import Caution, Position
from assess.method.peers.cells import Cell
from assess.method.peers.standing import QUARTILES_FROM, TENTHS_FROM, Withheld
from assess.platform import locale


def withheld(reason: Withheld | None, k: int) -> str | None:
    """Return why something is not shown, or None where nothing is withheld."""
    match reason:
        case None:
            return None
        case Withheld.FEWER_THAN_MEDIAN:
            return f"fewer than {k} organisations: not shown"
        case Withheld.FEWER_THAN_QUARTILES:
            return f"fewer than {max(k, QUARTILES_FROM)} organisations: no quartiles"
        case Withheld.FEWER_THAN_TENTHS:
            return f"fewer than {max(k, TENTHS_FROM)} organisations: no tenths"
        case Withheld.WOULD_REVEAL:
            return "a smaller group could be worked out from it"


def caution(each: Caution, position: Position) -> str:
    """Return one thing to bear in mind as a sentence."""
    about = position.about
    match each:
        case Caution.SYNTHETIC:
            return "SYNTHETIC: the peers are generated, of no real organisation. They show how a comparison reads, not where anyone stands."
        case Caution.OTHER_CONSTRUCT:
            return f"The data set holds scores of {about.scheme}, which this score is not: comparable only in spirit."
        case Caution.OTHER_EVIDENCE:
            return f"The records are of the kind `{about.kind}`, this score is not: the two are not compared like with like."
        case Caution.UNKNOWN_SCORE:
            return (
                f"The score was given by itself: it compares only if it is one of {about.scheme}, on evidence of the kind `{about.kind}`."
            )
        case Caution.ESTIMATED:
            return f"Read from a histogram of a large group: within {position.resolution:g} points of score."


def group(cell: Cell) -> str:
    """Describe a group in words: ``C29 Motor vehicles · United States · 250-999 employees · 2010``.

    >>> group(Cell())
    'all organisations'
    """
    words = []
    if cell.industry:
        words.append(f"{cell.industry} {locale.industry(cell.industry, 'en')}")
    if cell.region:
        words.append(locale.territory(cell.region, "en"))
    if cell.size:
        words.append(f"{cell.size} employees")
    if cell.period:
        words.append(str(cell.period))
    return " · ".join(words) or "all organisations"
