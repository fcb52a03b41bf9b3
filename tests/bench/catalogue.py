"""C1: the full model from its compiled form, beside reading and checking its files, and beside parsing the bare JSON of it."""

from __future__ import annotations

import json

from assess.catalogue import canonical, compiled, library
from tests.bench.harness import Line


def lines() -> list[Line]:
    """Return the line C1."""
    place = library.folder("customer-management@1", "questionnaire")
    text = canonical.questionnaire_bytes(library.questionnaire_in(place))

    def ours() -> object:
        library._questionnaire.cache_clear()
        return library.questionnaire_in(place)

    def from_files() -> object:
        frame, elements, _ = library.read_parts(place)
        return library.build(frame.document, [each.document for each in elements])

    compiled._program()
    return [
        Line(
            "C1",
            "the model of 184 items, compiled",
            {"ours": ours, "reading its YAML": from_files, "json.loads": lambda: json.loads(text)},
            {"reading its YAML": 0.10, "json.loads": 6.0},
            note="the second time in a process: the program itself has been hashed before",
        )
    ]
