"""Whatever is done to an assessment file, it is a case or a list of faults, never anything else."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.assessments import file
from assess.assessments.case import Case
from assess.platform.documents import Document
from assess.platform.faults import Faults
from tests.spoiling import spoilt


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_spoilt_assessment_is_a_case_or_faults(plain, data):
    value = data.draw(spoilt(plain))
    outcome: Case | Faults
    try:
        outcome = file.from_document(Document("a.yaml", value, {}), Path("a.yaml"))
    except Faults as faults:
        outcome = faults
    assert isinstance(outcome, Case) or all(fault.file and fault.wrong for fault in outcome.faults)
