"""Whatever is done to the files of a questionnaire or a scheme, they are read or refused with faults, never anything else."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.catalogue import library, linter, schema
from assess.catalogue.located import Sound
from assess.method.questionnaire import Questionnaire
from assess.platform.documents import Document
from assess.platform.faults import Fault, Faults
from assess.platform.shelves import shelf
from tests import small_questionnaire as small
from tests.spoiling import spoilt

SCHEMES = [yaml.safe_load((shelf("questionnaires") / name / "1" / "scheme.yaml").read_bytes()) for name in ("maturity", "stars")]


def whole():
    """A questionnaire with links between its items, as one plain value."""
    parts = small.elements()
    first = parts["A"]["criteria"][0]["items"][0]
    first["applies_if"] = [{"item": "A1.2", "is": False}, {"item": "A2.1", "one_of": ["all"]}, {"item": "B1.1", "at_least": 20}]
    first["advice"][1]["requires"] = [{"item": "A1.2", "to": True}, {"item": "B1.2", "to": 12}]
    first["critical"] = {"minimum": 2}
    return {"frame": small.frame(), **parts}


@settings(max_examples=300)
@given(spoilt(whole()))
def test_a_spoilt_questionnaire_is_one_or_faults(parts):
    documents = {name: Document(f"{name}.yaml", value, {}) for name, value in parts.items()}
    frame = documents.pop("frame", Document("frame.yaml", None, {}))
    faults: list[Fault] = []
    outcome: Questionnaire | None = None
    try:
        sound = [library.shaped(each, "assess/element@1", faults) for each in documents.values()]
        faults += linter.soundness(library.shaped(frame, "assess/questionnaire@1", faults), sound)
        faults += linter.wording(sound)
        if not faults:
            outcome = library.build(frame, list(documents.values()))
    except Faults as refused:
        faults += refused.faults
    assert outcome or all(fault.file and fault.wrong for fault in faults)
    assert outcome or faults


@settings(max_examples=150)
@given(st.sampled_from(SCHEMES).flatmap(spoilt))
def test_a_spoilt_scheme_is_one_or_faults(plain):
    document = Document("scheme.yaml", plain, {})
    faults = schema.check(document, "assess/scheme@1")
    if not faults:
        faults = linter.scheme(document)
    assert faults or library.build_scheme(document).levels


@pytest.mark.parametrize("format_", schema.FORMATS)
@given(data=st.data())
def test_no_value_whatever_breaks_a_schema_check(format_, data):
    value = data.draw(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
        )
    )
    given_value = {**value, "format": format_} if isinstance(value, dict) else value
    assert schema.check(Document("a.yaml", given_value, {}), format_)
    assert Sound(Document("a.yaml", given_value, {})).root.plain is not None
