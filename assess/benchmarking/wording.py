"""Why something is not shown, and what to bear in mind, as sentences for the command line and for other programs.

Every message is English here and translated by the catalogues. Reports say the same from the codes themselves (``Withheld``, ``Caution``).
"""

from __future__ import annotations

from assess.benchmarking.position import Caution, Position
from assess.method.peers.cells import Cell
from assess.method.peers.standing import QUARTILES_FROM, TENTHS_FROM, Withheld
from assess.platform import locale
from assess.results import wording


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is used."""
    return message


_WITHHELD = {
    Withheld.FEWER_THAN_MEDIAN: _("fewer than {number} organisations: not shown"),
    Withheld.FEWER_THAN_QUARTILES: _("fewer than {number} organisations: no quartiles"),
    Withheld.FEWER_THAN_TENTHS: _("fewer than {number} organisations: no tenths"),
    Withheld.WOULD_REVEAL: _("a smaller group could be worked out from it"),
}
_CAUTIONS = {
    Caution.PROVISIONAL: _(
        "PROVISIONAL: only {coverage} of the weight has been answered, and the peers' scores are of all questions. "
        "The place says where the answers given so far would stand, not where the organisation does."
    ),
    Caution.SYNTHETIC: _(
        "SYNTHETIC: the peers are generated, of no real organisation. They show how a comparison reads, not where anyone stands."
    ),
    Caution.OTHER_CONSTRUCT: _("The data set holds scores of {scheme}, which this score is not: comparable only in spirit."),
    Caution.PACKS: _("This score rests on sector packs as well, the peers' scores do not: the questions are the same only in the main."),
    Caution.OTHER_EVIDENCE: _("The records are of the kind `{kind}`, this score is not: the two are not compared like with like."),
    Caution.UNKNOWN_SCORE: _("The score was given by itself: it compares only if it is one of {scheme}, on evidence of the kind `{kind}`."),
    Caution.ESTIMATED: _("Read from a histogram of a large group: within {resolution} points of score."),
}


def withheld(reason: Withheld | None, k: int, language: str = "en") -> str | None:
    """Return why something is not shown, or None where nothing is withheld."""
    if reason is None:
        return None
    least = {Withheld.FEWER_THAN_QUARTILES: QUARTILES_FROM, Withheld.FEWER_THAN_TENTHS: TENTHS_FROM}.get(reason, k)
    return locale.gettext(_WITHHELD[reason], language).format(number=max(k, least))


def caution(each: Caution, position: Position, language: str = "en") -> str:
    """Return one thing to bear in mind as a sentence."""
    return locale.gettext(_CAUTIONS[each], language).format(
        coverage=wording.share(position.coverage),
        scheme=position.about.scheme,
        kind=position.about.kind,
        resolution=f"{position.resolution:g}",
    )


def group(cell: Cell, language: str = "en") -> str:
    """Describe a group in words: ``C29 Motor vehicles · United States · 250-999 employees · 2010``.

    >>> group(Cell())
    'all organisations'
    """
    words = []
    if cell.industry:
        words.append(f"{cell.industry} {locale.industry(cell.industry, language)}")
    if cell.region:
        words.append(locale.territory(cell.region, language))
    if cell.size:
        words.append(locale.gettext("{band} employees", language).format(band=cell.size))
    if cell.period:
        words.append(str(cell.period))
    return " · ".join(words) or locale.gettext("all organisations", language)
