"""A case: an assessment together with everything it refers to, ready to be computed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assess.method.assessment import Assessment
from assess.method.questionnaire import Questionnaire
from assess.method.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Case:
    """An assessment, its questionnaire and scheme, the judgements file that weighs it (read by the weighting room), and its own file.

    ``tried`` are the packs laid over the questionnaire that the file does not name: its answers were given without them.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    scheme: Scheme
    weights: Path
    file: Path
    tried: tuple[str, ...] = ()
