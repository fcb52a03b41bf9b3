"""With whom one wants to be compared, and who asks: industry, region, size and year in codes, parsed once where they come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assess.benchmarking.dataset import About, band, band_labels
from assess.benchmarking.mapping import year_fault
from assess.method.assessment import Organisation
from assess.method.peers.cells import Cell
from assess.platform import codes

if TYPE_CHECKING:
    from assess.results.evaluate import Evaluated

ANYBODY = Cell()
"""The group of all organisations."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whoever is compared: scores 0..100 (None: not assessable), what they are scores of, and on what evidence they rest.

    ``names`` are those under which the organisation may stand in a data set itself. Empty ``scheme`` and ``kind``: not known. ``packs`` are
    the sector packs its questions came with. ``provisional``: the scores are of a part of the questions, ``coverage`` (0..1) of their
    weight.
    """

    overall: float | None
    elements: Mapping[str, float | None] = field(default_factory=dict)
    scheme: str = ""
    kind: str = ""
    names: tuple[str, ...] = ()
    provisional: bool = False
    coverage: float = 1.0
    packs: tuple[str, ...] = ()


class Unknown(ValueError):  # noqa: N818 - somebody asked for what does not exist
    """A word of the question is none; ``wrong`` and ``right`` say so."""

    def __init__(self, word: str, wrong: str, right: str) -> None:
        super().__init__(f"{wrong} — {right}" if right else wrong)
        self.word, self.wrong, self.right = word, wrong, right


def subject_of(evaluated: Evaluated) -> Subject:
    """Return the subject of an evaluated assessment."""
    assessment, result = evaluated.case.assessment, evaluated.result
    return Subject(
        overall=result.overall.score,
        elements={element: score.score for element, score in result.elements.items()},
        scheme=f"{evaluated.case.questionnaire.reference}/{evaluated.case.scheme.reference}",
        kind=assessment.kind,
        names=tuple(name for _, name in assessment.organisation.name.by_language),
        provisional=result.provisional,
        coverage=result.overall.coverage,
        packs=tuple(pack.reference for pack in evaluated.case.questionnaire.packs),
    )


def asked_of(organisation: Organisation, about: About) -> Cell:
    """Return the group an organisation is itself a member of: its industry, region and size band; no year."""
    size = "" if organisation.employees is None else band(organisation.employees, about.bands)
    return Cell(organisation.industry, organisation.region, size)


def asked(about: About, *, industry: str = "", region: str = "", size: str = "", period: str = "", otherwise: Cell = ANYBODY) -> Cell:
    """Return the asked group; what is empty is taken from ``otherwise``, the word ``all`` leaves a dimension open.

    ``size`` is a band of the data set or a number of employees. Raises Unknown.
    """
    words = {"industry": industry, "region": region, "size": size, "period": period}
    judged = {
        "industry": codes.industry_fault(industry),
        "region": codes.region_fault(region),
        "size": None if size.isdecimal() or size in band_labels(about.bands) else _no_band(size, about),
        "period": year_fault(period),
    }
    for word, wrong in judged.items():
        if words[word] not in {"", "all"} and wrong:
            raise Unknown(word, *wrong)
    if size.isdecimal():
        words["size"] = band(int(size), about.bands)
    chosen = [str(getattr(otherwise, word) or "") if not said else ("" if said == "all" else said) for word, said in words.items()]
    return Cell(chosen[0], chosen[1], chosen[2], int(chosen[3] or 0))


def _no_band(size: str, about: About) -> tuple[str, str]:
    right = f"one of {', '.join(band_labels(about.bands))}, or a number of employees"
    return f"`{size}` is not a size band of {about.reference}", right
