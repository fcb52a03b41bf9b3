"""A case: an assessment together with everything it refers to, ready to be computed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assess.method.assessment import Assessment
from assess.method.questionnaire import Questionnaire
from assess.method.scheme import Scheme
from assess.platform.documents import Document


@dataclass(frozen=True, slots=True)
class Case:
    """An assessment, its questionnaire and scheme, the judgements file that weighs it (read by the weighting room), and its own file.

    Judgements that were pinned come as documents, with the questionnaire's own as they were then (``default_weights``); else those on the
    shelf count. ``tried`` are the packs laid over the questionnaire that the file does not name: its answers were given without them.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    scheme: Scheme
    weights: Path | Document
    file: Path
    tried: tuple[str, ...] = ()
    default_weights: Document | None = None

    @property
    def weights_name(self) -> str:
        """The name of the judgements file."""
        return self.weights.name if isinstance(self.weights, Path) else self.weights.file
