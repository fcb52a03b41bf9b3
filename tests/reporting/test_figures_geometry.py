"""What is drawn is what was given: lengths, positions and shades are measured off the drawing and held against the data."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from assess.reporting import figures
from assess.reporting.figures import Figure, Interval, Sheet, Threshold, bars, boxes, forest, heatmap, ladder, radar, trend, waterfall
from assess.reporting.figures.values import Scale, ticks
from tests.reporting import figure_samples as samples

SHEET = Sheet(prefix="f")
PIXEL = 0.011
"""Coordinates are rounded to a hundredth."""

BAR_WORDS = bars.Words("Claimed", "Verified", "not applicable", "unanswered", "Minimum")
BOX_WORDS = boxes.Words("Own", "Interval", "Median", "Quartiles", "Whiskers", "no score")
FOREST_WORDS = forest.Words("Score", "Interval", "none")
RADAR_WORDS = radar.Words("Score", "Interval", "Target", "Median", "Quartiles", "not assessable")
FALL_WORDS = waterfall.Words("Contribution", "Possible", "Deduction", "Total", "not assessable")
TREND_WORDS = trend.Words("Interval", "no score")
LADDER_WORDS = ladder.Words("Score", "Interval", "Reached", "Held back", "holds", "fails", "not examined", "not assessable")


def drawn(figure: Figure) -> etree._Element:
    return samples.parse(figures.draw(figure, SHEET))


def axis(root: etree._Element, low: float = 0.0, high: float = 100.0) -> Callable[[float], float]:
    """Return how a position on the horizontal axis is read back as a value."""
    [[(start, _), (end, _)]] = samples.mark(root, "axis")
    return lambda x: low + (x - start) / (end - start) * (high - low)


def near(value: float) -> object:
    return pytest.approx(value, abs=0.02)


def texts(root: etree._Element) -> list[str]:
    return [line.text for line in samples.written(root)]


# Bars


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=9))
def test_a_bar_is_as_long_as_its_score(scores: list[tuple[float, float]]):
    rows = tuple(bars.Bar(label=f"row {index}", claimed=claimed, verified=verified) for index, (claimed, verified) in enumerate(scores))
    root = drawn(bars.Bars(title="Bars", bars=rows, words=BAR_WORDS))
    read = axis(root)
    for mark, which in (("claimed", 0), ("verified", 1)):
        lengths = [(read(box[0][0]), read(box[1][0])) for box in samples.mark(root, mark)]
        assert lengths == [(near(0), near(pair[which])) for pair in scores]


def test_verified_stands_below_claimed_and_neither_covers_the_other():
    root = drawn(bars.Bars(title="Bars", bars=(bars.Bar(label="L", claimed=80, verified=60),), words=BAR_WORDS))
    [claimed], [verified] = samples.mark(root, "claimed"), samples.mark(root, "verified")
    assert max(y for _, y in claimed) <= min(y for _, y in verified)


def test_nothing_is_drawn_as_zero_that_is_not_zero():
    states = (
        bars.Bar(label="N/A", state="not_applicable"),
        bars.Bar(label="open", state="unanswered"),
        bars.Bar(label="only claimed", claimed=40),
        bars.Bar(label="zero", claimed=0.0, verified=0.0),
    )
    root = drawn(bars.Bars(title="Bars", bars=states, words=BAR_WORDS))
    assert len(samples.mark(root, "claimed")) == 2
    assert len(samples.mark(root, "verified")) == 1
    assert len(samples.mark(root, "not-applicable")) == 1
    assert len(samples.mark(root, "unanswered")) == 1
    assert samples.mark(root, "hatch")
    assert len(samples.mark(root, "foot")) == 2
    assert texts(root).count("0.0") == 2
    assert texts(root).count("–") == 5
    assert {"not applicable", "unanswered"} <= set(texts(root))


def test_a_row_that_does_not_apply_is_hatched_over_the_whole_axis():
    root = drawn(bars.Bars(title="Bars", bars=(bars.Bar(label="N/A", state="not_applicable"),), words=BAR_WORDS))
    read, [box] = axis(root), samples.mark(root, "not-applicable")
    assert (read(box[0][0]), read(box[1][0])) == (near(0), near(100))
    inside = [point for line in samples.mark(root, "hatch") for point in line]
    assert all(box[0][0] - PIXEL <= x <= box[1][0] + PIXEL and box[0][1] - PIXEL <= y <= box[2][1] + PIXEL for x, y in inside)


def test_thresholds_and_gate_minima_stand_at_their_values():
    chart = bars.Bars(
        title="Bars",
        bars=(bars.Bar(label="L", claimed=80, verified=60, minimum=45),),
        words=BAR_WORDS,
        thresholds=(Threshold(40, "Defined"), Threshold(75, "Led"), Threshold(140, "beyond the axis")),
    )
    root = drawn(chart)
    read = axis(root)
    assert sorted(read(pole[0][0]) for pole in samples.mark(root, "threshold")) == [near(40), near(75)]
    assert [read(post[0][0]) for post in samples.mark(root, "minimum")] == [near(45)]
    assert "Defined" in texts(root)


def test_no_pole_of_a_threshold_runs_through_the_name_of_another():
    for names in samples.NAMES.values():
        root = drawn(next(samples.bar_charts(names)))
        poles = samples.mark(root, "threshold")
        top = min(y for box in samples.mark(root, "claimed") for _, y in box)
        flags = [line for line in samples.written(root) if line.bottom < top - 8]
        for (x, low), (_, high) in poles:
            crossed = [flag for flag in flags if flag.left < x < flag.right and flag.bottom > min(low, high)]
            assert crossed == []


# Radar


@settings(max_examples=30)
@given(st.lists(st.floats(0, 100), min_size=3, max_size=9))
def test_the_corners_of_a_radar_lie_at_their_scores_on_their_spokes(scores: list[float]):
    spokes = tuple(radar.Spoke(label=f"{index}", score=score, target=100 - score) for index, score in enumerate(scores))
    root = drawn(radar.Radar(title="Radar", spokes=spokes, words=RADAR_WORDS))
    rim = samples.mark(root, "spoke")
    (x, y), radius = rim[0][0], math.dist(*rim[0])
    for mark, values in (("score", scores), ("target", [100 - score for score in scores])):
        [corners] = samples.mark(root, mark)
        for index, (value, corner) in enumerate(zip(values, corners, strict=True)):
            turn, reach = 2 * math.pi * index / len(scores), value / 100 * radius
            assert corner == (near(x + reach * math.sin(turn)), near(y - reach * math.cos(turn)))
        assert len(samples.centres(root, f"{mark}-dot")) == len(scores)


def test_a_missing_score_interrupts_the_profile_instead_of_falling_to_the_centre():
    scores = (60.0, None, 50.0, 40.0, 55.0)
    spokes = tuple(radar.Spoke(label=f"{index}", score=score) for index, score in enumerate(scores))
    root = drawn(radar.Radar(title="Radar", spokes=spokes, words=RADAR_WORDS))
    [run] = samples.mark(root, "score")
    assert len(run) == 4
    assert "Z" not in next(node.get("d") for node in root.iter() if "mark-score" in node.get("class", "").split())
    assert samples.mark(root, "spoke")[0][0] not in run
    assert "not assessable" in texts(root)


def test_the_bands_of_a_radar_lie_between_their_ends():
    spokes = tuple(radar.Spoke(label=f"{i}", score=50, interval=Interval(40, 65), quartiles=Interval(30, 70)) for i in range(7))
    root = drawn(radar.Radar(title="Radar", spokes=spokes, words=RADAR_WORDS))
    centre, radius = samples.mark(root, "spoke")[0][0], math.dist(*samples.mark(root, "spoke")[0])
    for mark, low, high in (("interval", 40, 65), ("quartiles", 30, 70)):
        outer, inner = samples.mark(root, mark)
        assert {round(math.dist(centre, corner) / radius * 100, 1) for corner in outer} == {float(high)}
        assert {round(math.dist(centre, corner) / radius * 100, 1) for corner in inner} == {float(low)}


def test_a_band_with_a_gap_is_drawn_where_it_is_known():
    spokes = tuple(radar.Spoke(label=f"{i}", quartiles=None if i in (1, 4) else Interval(30, 70)) for i in range(7))
    root = drawn(radar.Radar(title="Radar", spokes=spokes, words=RADAR_WORDS))
    assert sorted(len(strip) for strip in samples.mark(root, "quartiles")) == [4, 6]
    assert samples.mark(root, "score") == []


# Box and dot


def test_boxes_whiskers_medians_and_dots_lie_at_their_values():
    peers = boxes.Peers(median=52, quartiles=Interval(44, 61), whiskers=Interval(30, 80))
    row = boxes.Position(label="L", own=66, interval=Interval(60, 71), peers=peers)
    root = drawn(boxes.Boxes(title="Boxes", positions=(row,), words=BOX_WORDS))
    read = axis(root)
    [box], [median] = samples.mark(root, "quartiles"), samples.mark(root, "median")
    assert [read(box[0][0]), read(box[1][0]), read(median[0][0])] == [near(44), near(61), near(52)]
    assert sorted(read(x) for line in samples.mark(root, "whiskers") for x, _ in line[:1]) == [near(30), near(30), near(80)]
    assert [read(x) for x, _ in samples.centres(root, "own")] == [near(66)]
    [span] = samples.mark(root, "interval")
    assert [read(x) for x, _ in span] == [near(60), near(71)]


def test_a_suppressed_group_says_so_in_words_and_shows_no_number():
    row = boxes.Position(label="L", own=66, peers=boxes.Peers(suppressed="suppressed: fewer than 5 peers"))
    root = drawn(boxes.Boxes(title="Boxes", positions=(row,), words=BOX_WORDS))
    assert "suppressed: fewer than 5 peers" in texts(root)
    assert "suppressed: fewer than 5 peers" in root[1].text
    assert not any(samples.mark(root, mark) for mark in ("quartiles", "median", "whiskers"))
    assert "–" in texts(root)


def test_a_suppressed_group_cannot_carry_a_number():
    with pytest.raises(ValueError, match="suppressed"):
        boxes.Peers(median=50.0, suppressed="too few")


def test_a_whisker_that_leaves_the_axis_has_no_cap_there():
    row = boxes.Position(label="L", peers=boxes.Peers(whiskers=Interval(-10, 80)))
    root = drawn(boxes.Boxes(title="Boxes", positions=(row,), words=BOX_WORDS))
    assert len(samples.mark(root, "whiskers")) == 2


# Heat map


def test_every_cell_has_the_shade_of_its_value_and_its_number():
    values = (0.0, 19.9, 20.0, 39.9, 40.0, 60.0, 75.0, 100.0)
    row = heatmap.Row(label="row", cells=tuple(heatmap.Cell(value) for value in values))
    words = heatmap.Words("not firm")
    columns = tuple(str(index) for index in range(8))
    root = drawn(heatmap.HeatMap(title="Map", columns=columns, rows=(row,), words=words, bounds=(20, 40, 60, 75)))
    assert [len(samples.mark(root, f"cell-score-{step}")) for step in range(1, 6)] == [2, 2, 1, 1, 2]
    boxes_in_order = sorted(box[0][0] for step in range(1, 6) for box in samples.mark(root, f"cell-score-{step}"))
    numbers = {line.text: (line.left + line.right) / 2 for line in samples.written(root)}
    for value, left in zip(values, boxes_in_order, strict=True):
        assert left < numbers[f"{value:.1f}"] < left + 96


def test_differences_that_are_not_firm_are_grey_and_marked():
    cells = (
        heatmap.Cell(20.0),
        heatmap.Cell(5.0),
        heatmap.Cell(-5.0),
        heatmap.Cell(-20.0),
        heatmap.Cell(8.0, firm=False),
        heatmap.Cell(0.0),
    )
    row = heatmap.Row(label="row", cells=cells)
    words = heatmap.Words("not firm")
    chart = heatmap.HeatMap(title="Map", columns=tuple("abcdef"), rows=(row,), words=words, kind="difference", bounds=(15,))
    root = drawn(chart)
    shades = ("more-2", "more-1", "less-1", "less-2", "peer-soft")
    assert [len(samples.mark(root, f"cell-{shade}")) for shade in shades] == [1, 1, 1, 1, 2]
    assert {"+20.0", "+5.0", "−5.0", "−20.0", "≈ +8.0", "≈ not firm"} <= set(texts(root))


def test_empty_cells_are_hatched_and_their_reasons_told_apart():
    cells = (heatmap.Cell(why="not applicable"), heatmap.Cell(why="fewer than 5 peers"), heatmap.Cell(50.0))
    root = drawn(
        heatmap.HeatMap(title="Map", columns=tuple("abc"), rows=(heatmap.Row(label="r", cells=cells),), words=heatmap.Words("not firm"))
    )
    assert len(samples.mark(root, "cell-empty")) == 2
    assert samples.mark(root, "cell-hatch")
    assert {"–", "†", "– not applicable", "† fewer than 5 peers"} <= set(texts(root))
    assert "a not applicable, b fewer than 5 peers, c 50.0" in root[1].text


def test_a_heat_map_with_a_row_too_short_is_refused():
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        heatmap.HeatMap(
            title="Map", columns=("a", "b"), rows=(heatmap.Row(label="r", cells=(heatmap.Cell(1.0),)),), words=heatmap.Words("not firm")
        )


@pytest.mark.parametrize("bounds", [(), (20, 40), (20, 20, 40, 60), (80, 60, 40, 20)])
def test_bounds_that_part_nothing_are_refused(bounds: tuple[float, ...]):
    with pytest.raises(ValueError, match="bounds"):
        replace(next(samples.heat_maps(samples.ENGLISH)), bounds=bounds)


# Forest


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(0, 60), st.floats(0, 60)), min_size=1, max_size=9))
def test_a_forest_holds_points_and_ends_at_their_values_and_arrows_show_what_lies_beyond(rows: list[tuple[float, float, float]]):
    estimates = tuple(
        forest.Estimate(label=f"{index}", point=point, interval=Interval(point - down, point + up))
        for index, (point, down, up) in enumerate(rows)
    )
    root = drawn(forest.Forest(title="Forest", estimates=estimates, words=FOREST_WORDS))
    read = axis(root)

    def held(value: float) -> object:
        return near(min(max(value, 0.0), 100.0))

    assert [read(x) for x, _ in samples.centres(root, "point")] == [held(point) for point, _, _ in rows]
    spans = [(read(line[0][0]), read(line[1][0])) for line in samples.mark(root, "interval")]
    assert spans == [(held(point - down), held(point + up)) for point, down, up in rows]
    assert len(samples.mark(root, "beyond-low")) == sum(point - down < 0 for point, down, _ in rows)
    assert len(samples.mark(root, "beyond-high")) == sum(point + up > 100 for point, _, up in rows)
    within = sum((point - down >= 0) + (point + up <= 100) for point, down, up in rows)
    assert len(samples.mark(root, "cap")) == within


def test_the_numbers_of_an_interval_beyond_the_axis_are_the_true_ones():
    estimate = forest.Estimate(label="L", point=110.0, interval=Interval(-4.0, 130.0))
    root = drawn(forest.Forest(title="Forest", estimates=(estimate,), words=FOREST_WORDS))
    assert {"110.0", "−4.0 – 130.0"} <= set(texts(root))


# Waterfall


@settings(max_examples=30)
@given(st.lists(st.floats(-10, 15), min_size=1, max_size=9))
def test_a_waterfall_runs_from_step_to_step_to_the_total(amounts: list[float]):
    steps = tuple(waterfall.Step(label=f"{index}", amount=amount) for index, amount in enumerate(amounts))
    total = math.fsum(amounts)
    root = drawn(waterfall.Waterfall(title="Fall", steps=steps, total=total, words=FALL_WORDS))
    sums = [0.0, *(math.fsum(amounts[: index + 1]) for index in range(len(amounts)))]
    low, high = min(0.0, *sums), max(100.0, *sums)
    read = axis(root, low, high)
    parts = sorted(samples.mark(root, "contribution") + samples.mark(root, "deduction"), key=lambda box: box[0][1])
    edges = [(read(box[0][0]), read(box[1][0])) for box in parts]
    slack = pytest.approx
    expected = [(min(a, b), max(a, b)) for a, b in pairwise(sums)]
    assert edges == [(slack(a, abs=0.02 * (high - low) / 100), slack(b, abs=0.02 * (high - low) / 100)) for a, b in expected]
    [whole] = samples.mark(root, "total")
    assert (read(whole[0][0]), read(whole[1][0])) == (slack(min(0, total), abs=0.03), slack(max(0, total), abs=0.03))
    assert len(samples.mark(root, "deduction")) == sum(amount < 0 for amount in amounts)


def test_what_could_still_be_gained_is_outlined_beyond_the_contribution():
    steps = (waterfall.Step(label="L", amount=6.0, possible=10.0), waterfall.Step(label="S", amount=5.0, possible=5.0))
    root = drawn(waterfall.Waterfall(title="Fall", steps=steps, total=11.0, words=FALL_WORDS))
    read, [room] = axis(root), samples.mark(root, "possible")
    assert (read(room[0][0]), read(room[1][0])) == (near(6), near(10))


def test_steps_that_do_not_add_up_to_the_total_are_refused():
    with pytest.raises(ValueError, match="add up to"):
        waterfall.Waterfall(title="Fall", steps=(waterfall.Step(label="L", amount=6.0),), total=6.1, words=FALL_WORDS)


def test_a_subtotal_shows_what_was_reached_so_far():
    steps = (
        waterfall.Step(label="L", amount=70.0),
        waterfall.Step(label="so far", subtotal=True),
        waterfall.Step(label="late", amount=-2.0),
    )
    root = drawn(waterfall.Waterfall(title="Fall", steps=steps, total=68.0, words=FALL_WORDS))
    read = axis(root)
    assert [read(box[1][0]) for box in samples.mark(root, "total")] == [near(70), near(68)]
    assert {"+70.0", "70.0", "−2.0", "68.0"} <= set(texts(root))


def test_an_element_that_was_not_assessable_has_no_bar_and_says_so():
    steps = (waterfall.Step(label="L", amount=70.0), waterfall.Step(label="S", possible=10.0))
    root = drawn(waterfall.Waterfall(title="Fall", steps=steps, total=70.0, words=FALL_WORDS))
    assert len(samples.mark(root, "contribution")) == 1
    assert samples.mark(root, "possible") == []
    assert "not assessable" in texts(root)
    assert "S: not assessable" in root[1].text


# Trend


def test_time_is_to_scale_and_scores_lie_at_their_height():
    periods = (trend.Period("2020", 2020), trend.Period("2021", 2021), trend.Period("2025", 2025))
    chart = trend.Trend(title="Trend", periods=periods, series=(trend.Series("own", (0.0, 50.0, 100.0)),), words=TREND_WORDS)
    root = drawn(chart)
    (x0, y0), (x1, y1), (x2, y2) = samples.mark(root, "own-line")[0]
    assert (x1 - x0) / (x2 - x0) == pytest.approx(1 / 5, abs=0.001)
    assert (y0 - y1) / (y0 - y2) == pytest.approx(1 / 2, abs=0.001)
    [[(_, bottom), _]] = samples.mark(root, "axis")
    assert y0 == near(bottom)
    assert samples.centres(root, "own-dot") == [(near(x0), near(y0)), (near(x1), near(y1)), (near(x2), near(y2))]


def test_a_period_without_a_score_interrupts_the_line():
    periods = tuple(trend.Period(str(year), year) for year in range(2020, 2025))
    chart = trend.Trend(title="Trend", periods=periods, series=(trend.Series("own", (10, 20, None, 30, 40)),), words=TREND_WORDS)
    root = drawn(chart)
    assert [len(run) for run in samples.mark(root, "own-line")] == [2, 2]
    assert "2022 no score" in root[1].text


def test_the_bands_of_the_levels_fill_the_height_at_their_thresholds():
    chart = next(samples.trends(samples.ENGLISH))
    root = drawn(chart)
    bands = [samples.mark(root, f"level-{index}")[0] for index in range(1, 6)]
    bottom, top = bands[0][2][1], bands[-1][0][1]
    edges = [(bottom - band[2][1]) / (bottom - top) * 100 for band in bands]
    assert edges == [near(value) for value in samples.LEVELS]


@pytest.mark.parametrize("times", [(), (2021, 2020), (2020, 2020)])
def test_periods_out_of_order_are_refused(times: tuple[float, ...]):
    periods = tuple(trend.Period(str(at), at) for at in times)
    with pytest.raises(ValueError, match="ascending"):
        trend.Trend(title="Trend", periods=periods, series=(trend.Series("own", (1.0,) * len(times)),), words=TREND_WORDS)


def test_a_series_of_the_wrong_length_is_refused():
    periods = (trend.Period("2020", 2020), trend.Period("2021", 2021))
    with pytest.raises(ValueError, match="every period"):
        trend.Trend(title="Trend", periods=periods, series=(trend.Series("own", (1.0,)),), words=TREND_WORDS)
    with pytest.raises(ValueError, match="1 intervals for 2 scores"):
        trend.Series("own", (1.0, 2.0), (None,))


# Ladder


def steps(values: tuple[float, ...]) -> tuple[ladder.Level, ...]:
    return tuple(ladder.Level(title=f"Level {index + 1}", threshold=value) for index, value in enumerate(values))


def test_the_steps_of_a_ladder_are_as_wide_as_their_levels_and_rise():
    chart = ladder.Ladder(title="Ladder", levels=steps(samples.LEVELS), words=LADDER_WORDS, score=50.0, reached=1, by_score=2)
    root = drawn(chart)
    kinds = [("passed", 1), ("reached", 1), ("held-back", 1), ("ahead", 2)]
    assert [len(samples.mark(root, kind)) for kind, _ in kinds] == [count for _, count in kinds]
    boxes_ = [box for kind, _ in kinds for box in samples.mark(root, kind)]
    [[(start, _), (end, _)]] = samples.mark(root, "base")
    edges = [(box[0][0] - start) / (end - start) * 100 for box in boxes_]
    assert edges == [near(value) for value in samples.LEVELS]
    heights = [box[2][1] - box[0][1] for box in boxes_]
    assert heights == sorted(set(heights))
    assert [(x - start) / (end - start) * 100 for x, _ in samples.centres(root, "score")] == [near(50)]
    assert samples.mark(root, "held-back-hatch")


def test_gates_have_a_shape_and_a_word_for_each_state():
    gates = (
        ladder.Gate(label="a", holds=True),
        ladder.Gate(label="b", holds=False, detail="38 is below 45"),
        ladder.Gate(label="c", holds=None),
    )
    root = drawn(ladder.Ladder(title="Ladder", levels=steps(samples.LEVELS), words=LADDER_WORDS, gates=gates))
    assert [len(samples.mark(root, f"gate-{state}")) for state in ("holds", "fails", "unknown")] == [1, 1, 1]
    assert {"holds", "fails", "not examined", "38 is below 45"} <= set(texts(root))
    assert "b: fails, 38 is below 45" in root[1].text


def test_a_ladder_without_a_score_has_no_marker_and_says_so():
    root = drawn(ladder.Ladder(title="Ladder", levels=steps(samples.LEVELS), words=LADDER_WORDS))
    assert samples.mark(root, "score") == []
    assert samples.mark(root, "reached") == []
    assert "not assessable" in texts(root)


@pytest.mark.parametrize(("reached", "values"), [(5, samples.LEVELS), (-1, samples.LEVELS), (0, (20.0, 10.0)), (None, ())])
def test_levels_that_make_no_ladder_are_refused(reached: int | None, values: tuple[float, ...]):
    with pytest.raises(ValueError, match="ladder"):
        ladder.Ladder(title="Ladder", levels=steps(values), words=LADDER_WORDS, reached=reached)


# Axes


@given(st.floats(-1e4, 1e4), st.floats(0.01, 1e4), st.integers(2, 8))
def test_ticks_are_round_evenly_spaced_and_within_the_axis(low: float, extent: float, most: int):
    found = ticks(low, low + extent, most)
    assert 1 <= len(found) <= max(most, 2)
    slack = 1e-6 * (abs(low) + extent)
    assert all(low - slack <= tick <= low + extent + slack for tick in found)
    gaps = {round(b - a, 6) for a, b in pairwise(found)}
    assert max(gaps, default=0) - min(gaps, default=0) <= 1e-5


def test_an_axis_without_extent_is_refused():
    with pytest.raises(ValueError, match="not below"):
        Scale(10.0, 10.0, 0.0, 100.0)
