"""The palette: readable words, roles that stay apart for every eye and in grey print, and a dark page that misses no class."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from assess.reporting import figures
from assess.reporting.figures import Sheet, palette
from tests.reporting import figure_samples as samples

# Machado, Oliveira and Fernandes 2009, severity 1.0, in linear RGB.
SIGHT = {
    "ordinary": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
MEET = [
    ("own", "target"),
    ("own", "peer"),
    ("target", "peer"),
    ("good", "bad"),
    ("own", "own-soft"),
    ("more-2", "less-2"),
    ("more-1", "less-1"),
]


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[index : index + 2], 16) for index in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(TO_XYZ[1] @ linear(colour))


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, sight: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(sight @ linear(colour), 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def themes() -> list[dict[str, str]]:
    return [{role: pair[theme] for role, pair in palette.COLOURS.items()} for theme in (0, 1)]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_words_are_readable_on_whatever_they_stand_on(theme: dict[str, str]):
    for ground in ("paper", "peer-soft", *(f"level-{step}" for step in range(1, 6))):
        assert contrast(theme["ink"], theme[ground]) >= 7
    for ground in ("paper", "level-1", "level-2"):
        assert contrast(theme["muted"], theme[ground]) >= 4.5
    for role, colour in theme.items():
        if role.startswith("on-"):
            assert contrast(colour, theme[role.removeprefix("on-")]) >= 4.5, role


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_marks_stand_out_from_the_paper(theme: dict[str, str]):
    for role in ("own", "peer", "target", "good", "bad"):
        assert contrast(theme[role], theme["paper"]) >= 3, role


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_roles_that_meet_stay_apart_for_every_kind_of_sight(theme: dict[str, str], sight: str):
    for one, other in MEET:
        distance = float(np.linalg.norm(lab(theme[one], SIGHT[sight]) - lab(theme[other], SIGHT[sight])))
        assert distance >= 14, (one, other, distance)


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_the_five_shades_of_a_score_are_five_greys(theme: dict[str, str]):
    shades = [lab(theme[f"score-{step}"], SIGHT["ordinary"])[0] for step in range(1, 6)]
    steps = [abs(b - a) for a, b in pairwise(shades)]
    assert shades in (sorted(shades), sorted(shades, reverse=True))
    assert min(steps) >= 4


def test_lines_that_share_a_figure_have_dashes_of_their_own():
    drawn = figures.draw(next(samples.trends(samples.ENGLISH)), Sheet(prefix="f")) + figures.draw(
        next(samples.radars(samples.ENGLISH)), Sheet(prefix="f")
    )
    dashes = {}
    for mark in ("own-line", "peer-line", "score", "target", "median"):
        tag = re.search(rf'<path[^>]*class="mark-{mark} [^>]*>', drawn).group()
        dash = re.search(r'stroke-dasharray="([^"]+)"', tag)
        dashes[mark] = dash.group(1) if dash else "solid"
    assert len({dashes["own-line"], dashes["peer-line"]}) == 2
    assert len({dashes["score"], dashes["target"], dashes["median"]}) == 3


def test_the_dark_rules_name_every_class_a_figure_uses():
    rules = palette.dark_rules(".page")
    used = set()
    for names in samples.NAMES.values():
        for figure in samples.figures_with(names):
            for value in re.findall(r'class="([^"]+)"', figures.draw(figure, Sheet(prefix="f"))):
                used |= {name for name in value.split() if name.startswith(("f-", "s-"))}
    assert len(used) > 20
    for name in used:
        assert f".page .{name} {{" in rules or f".page .{name}, " in rules


def test_every_coloured_mark_can_be_redrawn_for_the_dark():
    for figure in samples.figures_with(samples.ENGLISH):
        for node in samples.parse(figures.draw(figure, Sheet(prefix="f"))).iter():
            classes = node.get("class", "").split()
            if node.get("fill", "none") != "none":
                assert [name for name in classes if name.startswith("f-")], node.attrib
            if node.get("stroke"):
                assert [name for name in classes if name.startswith("s-")], node.attrib
