"""What holds for every figure: it is one, it is read aloud, it is safe, it is the same twice, and its words never touch."""

from __future__ import annotations

import doctest
import importlib
import io
import itertools
import logging
import pkgutil
import re
import typing
from collections import Counter
from dataclasses import replace

import pikepdf
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.reporting import figures
from assess.reporting.figures import Figure, Interval, Sheet, Threshold, forest, heatmap, radar, trend, waterfall
from tests.reporting import figure_samples as samples

EVERY = [figure for names in samples.NAMES.values() for figure in samples.figures_with(names)]
KINDS = typing.get_args(Figure)
DRAWN_BY_WEASYPRINT = {"svg", "g", "path", "text", "tspan", "title", "desc"}

every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])


def of(kind: type[Figure]) -> list[Figure]:
    """Return the samples of one kind, in all forms and with all names."""
    return [figure for figure in EVERY if type(figure) is kind]


def test_the_samples_cover_every_figure_of_the_table():
    assert {type(figure) for figure in EVERY} == set(KINDS)


def test_the_documentation_names_every_figure_of_the_table():
    for kind in KINDS:
        assert f"``{kind.__name__}``" in (figures.__doc__ or "")
        assert kind.__name__ in figures.__all__


def test_the_examples_in_the_documentation_run():
    modules = [importlib.import_module(f"{figures.__name__}.{found.name}") for found in pkgutil.iter_modules(figures.__path__)]
    tried = [doctest.testmod(module) for module in (figures, *modules)]
    assert sum(result.attempted for result in tried) > 10
    assert sum(result.failed for result in tried) == 0


@every_kind
def test_a_figure_is_an_image_with_a_title_and_a_description(kind: type[Figure]):
    for figure in of(kind):
        root = samples.parse(figures.draw(figure, Sheet(prefix="f1", language="zh-Hans")))
        title, desc = root[0], root[1]
        assert (root.get("role"), root.get("lang")) == ("img", "zh-Hans")
        assert (title.tag, title.text) == (f"{samples.SVG}title", figure.title)
        assert desc.tag == f"{samples.SVG}desc"
        assert desc.text
        assert (title.get("id"), desc.get("id")) == (root.get("aria-labelledby"), root.get("aria-describedby"))


@every_kind
def test_a_figure_says_the_size_it_was_given(kind: type[Figure]):
    for figure in of(kind):
        root = samples.parse(figures.draw(figure, Sheet(prefix="f", width=470)))
        assert root.get("width") == "470"
        assert root.get("viewBox") == f"0 0 470 {root.get('height')}"


@every_kind
def test_the_same_values_give_the_same_bytes(kind: type[Figure]):
    for figure in of(kind):
        again = replace(figure)
        assert figures.draw(figure, Sheet(prefix="f")) == figures.draw(again, Sheet(prefix="f"))


@every_kind
def test_no_words_cover_other_words_and_none_leave_the_sheet(kind: type[Figure]):
    for figure, width in itertools.product(of(kind), (280, 640)):
        root = samples.parse(figures.draw(figure, Sheet(prefix="f", width=width)))
        lines = samples.written(root)
        assert lines
        for line in lines:
            assert line.left >= -1
            assert line.right <= width + 1
            assert line.top >= -1
            assert line.bottom <= float(root.get("height")) + 1
        for one, other in itertools.combinations(lines, 2):
            assert not one.meets(other), f"{one.text!r} covers {other.text!r}"


@every_kind
def test_coordinates_have_two_decimals_at_most_and_no_minus_zero(kind: type[Figure]):
    for figure in of(kind):
        root = samples.parse(figures.draw(figure, Sheet(prefix="f")))
        placed = " ".join(node.get(key, "") for node in root.iter() for key in ("d", "x", "y", "width", "height", "viewBox", "transform"))
        numbers = re.findall(r"-?\d[\d.]*", placed)
        assert numbers
        assert all(re.fullmatch(r"-?(0|[1-9]\d*)(\.\d{1,2})?", number) for number in numbers)
        assert "-0" not in numbers
        assert not re.search("nan|inf|e", placed.replace("translate", "").replace("rotate", ""))


@every_kind
def test_only_elements_are_used_that_print_knows(kind: type[Figure]):
    for figure in of(kind):
        root = samples.parse(figures.draw(figure, Sheet(prefix="f")))
        assert {node.tag.removeprefix(samples.SVG) for node in root.iter()} <= DRAWN_BY_WEASYPRINT
        assert not [key for node in root.iter() for key in dict(node.attrib) if key == "style" or key.startswith("on")]


@every_kind
def test_a_figure_stays_light(kind: type[Figure]):
    for figure in of(kind):
        root = samples.parse(figures.draw(figure, Sheet(prefix="f")))
        assert len([node for node in root.iter() if not node.tag.endswith("tspan")]) < 150


@every_kind
def test_hover_titles_are_only_drawn_when_asked_for(kind: type[Figure]):
    for figure in of(kind):
        plain, rich = (samples.parse(figures.draw(figure, Sheet(prefix="f", tips=tips))) for tips in (False, True))
        assert len(list(plain.iter(f"{samples.SVG}title"))) == 1
        areas = list(rich.iter(f"{samples.SVG}rect"))
        assert all(area.find(f"{samples.SVG}title").text for area in areas)
        assert areas or figure.title == "Never"
        assert samples.written(plain) == samples.written(rich)


def test_hover_titles_tell_what_they_cover():
    chart = next(samples.bar_charts(samples.ENGLISH))
    root = samples.parse(figures.draw(chart, Sheet(prefix="f", tips=True)))
    told = [area.find(f"{samples.SVG}title").text for area in root.iter(f"{samples.SVG}rect")]
    assert told[0] == "Leadership: Claimed 72.4, Verified 62.4"


def test_hostile_names_are_shown_as_text_and_never_as_markup():
    for figure in samples.figures_with(samples.HOSTILE):
        drawn = figures.draw(figure, Sheet(prefix="f", tips=True))
        root = samples.parse(drawn)
        assert not list(root.iter("script", f"{samples.SVG}script"))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", drawn)
    assert "<script>alert(1)</script>" in root[1].text


def test_hostile_titles_and_notes_are_text_too():
    figure = replace(next(samples.radars(samples.ENGLISH)), title="</title><script>x</script>\x00", note="<img src=x onerror=y>\u202e")
    root = samples.parse(figures.draw(figure, Sheet(prefix="f")))
    assert root[0].text == "</title><script>x</script>"
    assert "<img src=x onerror=y>" in [line.text for line in samples.written(root)]
    assert not list(root.iter("{*}script", "{*}img"))


@pytest.mark.parametrize("prefix", ["", "1st", "a b", 'x" onload="y', "<b>", "图"])
def test_an_id_prefix_that_is_no_name_is_refused(prefix: str):
    with pytest.raises(ValueError, match="prefix"):
        Sheet(prefix=prefix)


@pytest.mark.parametrize("fonts", [(), ('Noto" onload="x',), ("A,B",), ("<b>",)])
def test_a_font_stack_that_would_break_the_attribute_is_refused(fonts: tuple[str, ...]):
    with pytest.raises(ValueError, match="font"):
        Sheet(prefix="f", fonts=fonts)


@pytest.mark.parametrize("width", [0, -640, 100, float("nan"), float("inf")])
def test_a_sheet_without_room_is_refused(width: float):
    with pytest.raises(ValueError, match="wide"):
        Sheet(prefix="f", width=width)


def test_figures_on_one_page_share_no_id():
    page = "".join(figures.draw(figure, Sheet(prefix=f"f{index}")) for index, figure in enumerate(EVERY))
    found = Counter(re.findall(r' id="([^"]+)"', page))
    assert len(found) == 2 * len(EVERY)
    assert set(found.values()) == {1}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_are_refused_when_the_value_is_made(number: float):
    makers = (
        lambda: Interval(number, 1.0),
        lambda: Threshold(number, "level"),
        lambda: radar.Spoke(label="L", score=number),
        lambda: radar.Spoke(label="L", target=number),
        lambda: figures.bars.Bar(label="L", verified=number),
        lambda: figures.boxes.Position(label="L", own=number),
        lambda: figures.boxes.Peers(median=number),
        lambda: heatmap.Cell(number),
        lambda: forest.Estimate(label="L", point=number),
        lambda: waterfall.Step(label="L", amount=number),
        lambda: trend.Series("own", (1.0, number)),
        lambda: trend.Period("2026", number),
        lambda: figures.ladder.Level(title="L", threshold=number),
        lambda: replace(next(samples.ladders(samples.ENGLISH)), score=number),
    )
    for make in makers:
        with pytest.raises(ValueError, match=r"cannot be drawn|ascending"):
            make()


def test_an_interval_is_not_upside_down():
    with pytest.raises(ValueError, match="above high"):
        Interval(2.0, 1.0)


def test_an_empty_figure_is_refused_instead_of_drawn_blank():
    words = forest.Words("Score", "Interval", "none")
    with pytest.raises(ValueError, match="at least one row"):
        figures.draw(forest.Forest(title="Nothing", estimates=(), words=words), Sheet(prefix="f"))
    with pytest.raises(ValueError, match="at least one spoke"):
        replace(next(samples.radars(samples.ENGLISH)), spokes=())
    with pytest.raises(ValueError, match="at least one row"):
        replace(next(samples.heat_maps(samples.ENGLISH)), rows=())


def test_the_description_tells_the_data_in_the_marks_of_the_language():
    chart = next(samples.radars(samples.CHINESE))
    told = samples.parse(figures.draw(chart, figures.for_language("zh_Hans", "f")))[1].text
    assert told.startswith("领导：Score 62.4，95 % interval 56.4–69.4，Target 65.0，Peer median 52.0，Peer quartiles 44.0–61.0；战略规划：")
    assert told.endswith("SYNTHETIC cohort, n = 42。")


def test_the_font_stack_follows_the_language_and_may_be_given():
    stacks = {
        language: samples.parse(figures.draw(EVERY[0], figures.for_language(language, "f"))).get("font-family")
        for language in ("zh_Hans", "zh_Hant")
    }
    assert "'Noto Sans CJK SC'" in stacks["zh_Hans"]
    assert "'Noto Sans CJK TC'" in stacks["zh_Hant"]
    own = samples.parse(figures.draw(EVERY[0], Sheet(prefix="f", fonts=("Source Han Sans", "serif"))))
    assert own.get("font-family") == "'Source Han Sans','serif'"


def test_numbers_are_written_by_the_given_function():
    chart = next(samples.bar_charts(samples.ENGLISH))
    root = samples.parse(figures.draw(chart, Sheet(prefix="f", number=lambda value: f"~{value:.0f}")))
    texts = [line.text for line in samples.written(root)]
    assert "~62" in texts
    assert "Verified ~62" in root[1].text
    assert "62.4" not in "".join(texts)


alphabet = st.sampled_from("abcdefghijklmnop ABCDW-/.,&<>客户管理能力（），。éß★ ")
names = st.text(alphabet, min_size=0, max_size=70)


@settings(max_examples=100)
@given(st.lists(names, min_size=1, max_size=9), st.integers(280, 1200), st.integers(0, 100))
def test_whatever_the_names_are_no_words_cover_others(labels: list[str], width: int, pick: int):
    every = samples.figures_with(tuple(labels))
    figure = every[pick % len(every)]
    root = samples.parse(figures.draw(figure, Sheet(prefix="f", width=width)))
    lines = samples.written(root)
    assert all(line.left >= -1 and line.right <= width + 1 for line in lines)
    for one, other in itertools.combinations(lines, 2):
        assert not one.meets(other), f"{type(figure).__name__}: {one.text!r} covers {other.text!r}"


def test_numbers_are_set_flush_right_without_an_anchor_and_words_with_one():
    root = samples.parse(figures.draw(next(samples.forests(samples.ENGLISH)), Sheet(prefix="f")))
    anchored = [line.text for node in root.iter(f"{samples.SVG}text") if node.get("text-anchor") for line in (list(node) or [node])]
    assert anchored == ["Score", "95 % interval"]
    ends = [line.right for line in samples.written(root) if re.fullmatch(r"−?\d+\.\d–\d+\.\d", line.text)]
    assert max(ends) - min(ends) < 2


def test_print_draws_every_figure_without_complaint_and_tells_its_data_as_the_alternative_text(caplog: pytest.LogCaptureFixture):
    ordinary = samples.figures_with(samples.CHINESE)
    drawn = [
        figures.draw(figure, replace(figures.for_language("zh_Hans", f"f{index}"), whole_alternative=True))
        for index, figure in enumerate(ordinary)
    ]
    page = f'<html lang="zh-Hans"><head><title>Figures</title></head><body>{"".join(drawn)}</body></html>'
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        printed = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    assert [record.getMessage() for record in caplog.records] == []
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        told = [str(element.Alt) for element in pdf.objects if isinstance(element, pikepdf.Dictionary) and "/Alt" in element]
    expected = [samples.parse(svg)[0].text for svg in drawn]
    assert sorted(told) == sorted(expected)
    assert any("领导：Claimed 72.4，Verified 62.4" in text for text in told)
