"""The page: a sandbox that prints what it is handed, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assess.method.text import Text
from assess.platform.faults import Faults
from assess.reporting import charts, design, exports, html
from assess.results.evaluate import Evaluated
from tests.reporting.report_samples import changed, made, placed, report_of, sample
from tests.shipped.messages import messages

LANGUAGES = ("en", "zh_Hans", "zh_Hant")


def page(evaluated: Evaluated, design_id: str = "certification", language: str = "en", *, peers: bool = False) -> str:
    position = placed("harbour-bank") if peers else None
    return exports.page(made(evaluated, position, design_id=design_id, language=language)).decode()


def from_template(tmp_path: Path, template: str, report: object) -> str:
    (tmp_path / "report.html").write_text(template, encoding="utf-8")
    own = replace(design.read("certification"), folder=tmp_path)
    return html.render(own, report, {}, "en")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def bank():
    return report_of(sample("harbour-bank"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("design_id", ["certification", "executive"])
def test_every_page_is_well_formed_and_says_its_language(harbour: Evaluated, design_id: str, language: str):
    root = ElementTree.fromstring(page(harbour, design_id, language, peers=True))
    assert root.get("lang") == {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}[language]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("design_id", ["certification", "executive"])
def test_every_link_within_the_page_has_its_place(harbour: Evaluated, design_id: str):
    root = ElementTree.fromstring(page(harbour, design_id, peers=True))
    ids = {element.get("id") for element in root.iter()}
    links = [element.get("href", "") for element in root.iter("a")]
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_the_page_needs_nothing_from_elsewhere(harbour: Evaluated):
    text = page(harbour, peers=True)
    assert not re.search(r"(src|href)=\"(?!#)", text)
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("name", ["harbour-bank", "riverside-clinic"])
def test_a_chinese_page_holds_no_english_word_but_names(name: str, language: str):
    evaluated = sample(name)
    english = words(" ".join(messages())) | words(" ".join(_english(evaluated)))
    chosen = design.default(evaluated.case.assessment.kind)
    root = ElementTree.fromstring(exports.page(made(evaluated, placed(name), design_id=chosen, language=language)))
    root.remove(root.find("head"))
    names = {"SELF-ASSESSMENT", "SYNTHETIC", "Assess", "Saaty", "Alonso", "Lamata", "CMAT", "ISIC"}
    codes = words(f"{evaluated.case.assessment.id} {evaluated.case.questionnaire.reference} {evaluated.case.scheme.reference} weights.yaml")
    codes |= words("synthetic-customer-management@1")
    assert (words(" ".join(root.itertext())) & english) - names - codes == set()


def words(text: str) -> set[str]:
    """Return the words of at least four Latin letters."""
    return set(re.findall(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z-]{2,}[A-Za-z](?![A-Za-z0-9])", text))


def _english(evaluated: Evaluated) -> list[str]:
    """Return the English titles, questions, anchors and advice of a questionnaire and its scheme."""
    items = evaluated.case.questionnaire.items
    texts = [item.text for item in items] + [anchor for item in items for anchor in item.anchors]
    texts += [advice.do for item in items for advice in item.advice] + [level.meaning for level in evaluated.case.scheme.levels]
    texts += [gate.title for gate in evaluated.case.scheme.gates]
    return [text.get("en") or "" for text in texts]


def test_markup_in_a_name_is_shown_and_not_run(harbour: Evaluated):
    organisation = replace(harbour.case.assessment.organisation, name=Text.of('<img src=x onerror="alert(1)">'))
    text = page(changed(harbour, organisation=organisation))
    assert "<img" not in text
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" in text
    ElementTree.fromstring(text)


def test_a_template_cannot_reach_into_python(tmp_path: Path, bank):
    for attack in (
        "{{ report.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ _.__globals__ }}",
        "{{ cycler.__init__ }}",
        "{{ open('x') }}",
    ):
        html.environment.cache_clear()
        with pytest.raises(Faults):
            from_template(tmp_path, attack, bank)


def test_a_template_cannot_change_what_it_is_handed(tmp_path: Path, bank):
    with pytest.raises(Faults):
        from_template(tmp_path, "{{ report.gates.append(1) }}", bank)


def test_a_template_cannot_read_other_files(tmp_path: Path, bank):
    with pytest.raises(Faults):
        from_template(tmp_path, "{% include '../../../../etc/passwd' %}", bank)


def test_a_name_that_does_not_exist_is_a_fault_with_file_and_line(tmp_path: Path, bank):
    with pytest.raises(Faults, match=r"report\.html:2: .*scroe"):
        from_template(tmp_path, "<html>\n{{ report.scroe }}</html>", bank)


def test_a_syntax_error_names_its_line(tmp_path: Path, bank):
    with pytest.raises(Faults, match=r"report\.html:3: "):
        from_template(tmp_path, "<html>\n\n{% if %}</html>", bank)


def test_every_figure_has_a_title_and_the_fonts_of_the_language(harbour: Evaluated):
    drawn = charts.draw(report_of(harbour, placed("harbour-bank"), "zh_Hant"), "zh_Hant")
    assert {"ladder", "radar", "contributions", "peers", "intervals", "trend", "emblem"} <= set(drawn)
    for name, figure in drawn.items():
        root = ElementTree.fromstring(figure)
        assert root.find("{http://www.w3.org/2000/svg}title").text, name
        assert root.get("font-family").startswith("'Noto Sans CJK TC'"), name


def test_every_figure_with_generated_peers_says_so(harbour: Evaluated):
    drawn = charts.draw(report_of(harbour, placed("harbour-bank")), "en")
    for name in ("peers", "radar", "radar-small"):
        assert "SYNTHETIC" in "".join(ElementTree.fromstring(drawn[name]).itertext())


def test_a_report_without_history_draws_no_trend(harbour: Evaluated):
    assert "trend" not in charts.draw(report_of(changed(harbour, history=())), "en")
