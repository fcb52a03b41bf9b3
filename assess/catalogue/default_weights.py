"""The default weights of a questionnaire that comes without any, as one from a workbook does."""

from __future__ import annotations

from assess.catalogue import library, linter, writing
from assess.method.questionnaire import Questionnaire


def of(questionnaire: Questionnaire) -> bytes:
    """Return a judgements file: that of a version on the shelf with the same tree, else one in which all weigh equally."""
    tree = linter.tree(questionnaire)
    for reference in reversed(library.references("questionnaire")):
        path = library.folder(reference, "questionnaire") / "weights.yaml"
        if reference.startswith(f"{questionnaire.id}@") and path.is_file() and linter.tree(library.questionnaire(reference)) == tree:
            return path.read_bytes()
    nodes = [{"parent": parent, "items": children, "default": True} for parent, children in tree.items()]
    return writing.as_yaml({"format": "assess/judgements@1", "nodes": nodes})
