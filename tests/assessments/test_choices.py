"""What an assessment can be made against: only what is sound, and only what fits together."""

from __future__ import annotations

import pytest

from assess.assessments import choices
from assess.catalogue import library


def test_the_usual_is_offered_where_nothing_is_asked_for():
    found = choices.of()
    assert (found.questionnaire, found.scheme) == ("customer-management@1", "maturity@1")
    assert choices.of("nothing@1") == choices.of("") == found


@pytest.mark.parametrize("reference", library.references("questionnaire"))
def test_what_is_offered_for_a_questionnaire_goes_together_with_it(reference):
    found = choices.of(reference)
    assert found.questionnaire == reference
    assert found.scheme in [each.reference for each in found.schemes]
    assert all(library.scheme(each.reference).is_for(reference.partition("@")[0]) for each in found.schemes)
    for pack in found.packs:
        assert library.questionnaire(reference, [pack.reference]).packs


def test_the_newest_version_is_the_usual_one_and_what_is_not_sound_is_not_offered(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSESS_DATA", str(tmp_path))
    shipped = library.places()[0] / "maturity" / "1" / "scheme.yaml"
    for version, text in (
        (10, shipped.read_text(encoding="utf-8").replace("version: 1", "version: 10")),
        (11, "format: assess/scheme@1\n"),
    ):
        own = library.places()[1] / "maturity" / str(version)
        own.mkdir(parents=True)
        (own / "scheme.yaml").write_text(text, encoding="utf-8")
    found = choices.of()
    assert found.scheme == "maturity@10"
    assert "maturity@11" not in [each.reference for each in found.schemes]
