"""
The colours: readable on white and on dark, and apart for every eye.
"""

from itertools import combinations, pairwise

import colorspacious
import numpy as np
import pytest

from threefronts.charts import colours, estimates
from threefronts.site import extension
from threefronts.tables import read_sources

STYLES = (extension.STATIC / "threefronts.css").read_text(encoding="utf-8")
PAGES = {"light": "#ffffff", "dark": "#121212"}
EYES = {
    "typical": None,
    "protanopia": "protanomaly",
    "deuteranopia": "deuteranomaly",
    "tritanopia": "tritanomaly",
}
SEEN_APART = 15  # in CAM02-UCS, where 1 is about the least difference that is seen side by side


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(float(_linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _seen(colour: str, eye: str) -> list[float]:
    """
    The colour as an eye sees it, wholly without one kind of cones (Machado, Oliveira and Fernandes 2009).
    """
    space = {"name": "sRGB1+CVD", "cvd_type": EYES[eye], "severity": 100} if EYES[eye] else "sRGB1"
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return np.clip(colorspacious.cspace_convert(channels, space, "sRGB1"), 0, 1)


def _apart(colour: str, other: str, eye: str) -> float:
    return float(colorspacious.deltaE(_seen(colour, eye), _seen(other, eye), input_space="sRGB1"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("colour", sorted(set(colours.CATEGORY)))
def test_every_colour_stands_out_from_the_page(colour, page):
    """
    Lines and bars keep the contrast of 3:1 that WCAG asks of graphics, in both themes.
    """
    assert _contrast(colour, PAGES[page]) >= 3


TOGETHER = {
    "parties": list(colours.PARTY.values()),
    "categories": colours.CATEGORY,
    "scenarios": colours.SCENARIO,
    "verdicts": list(colours.VERDICT.values()),
    "kinds of estimate": sorted(set(estimates.COLOURS.values())),
}


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("group", TOGETHER)
def test_colours_used_together_are_told_apart_by_every_eye(group, eye):
    """
    No two colours of one legend look alike, whichever kind of cones an eye is without.
    """
    distances = {pair: _apart(*pair, eye) for pair in combinations(TOGETHER[group], 2)}
    assert min(distances.values()) >= SEEN_APART, sorted(distances.items(), key=lambda item: item[1])[:3]


@pytest.mark.parametrize("eye", EYES)
def test_the_steps_of_a_ramp_grow_darker_for_every_eye(eye):
    """
    A map reads without its hues: each step is darker than the one before.
    """
    lightness = [
        colorspacious.cspace_convert(_seen(colour, eye), "sRGB1", "CIELab")[0] for colour in colours.RAMP
    ]
    assert all(one - other > 8 for one, other in pairwise(lightness))


@pytest.mark.parametrize("verdict", ["supported", "contradicted", "mixed", "untestable"])
def test_pages_give_a_verdict_the_colour_of_the_charts(verdict):
    """
    A verdict has one colour in the book, in charts and in tables alike.
    """
    assert f"--tf-{verdict}: {colours.VERDICT[verdict]};" in STYLES


def test_a_party_keeps_its_colour_whatever_stands_beside_it():
    """
    Colour belongs to the name and not to the order in a chart.
    """
    first = colours.scale(["oryx", "general_staff_ua"], ["Oryx", "General Staff"])
    second = colours.scale(["general_staff_ua"])
    assert first["range"] == [colours.SOURCE["oryx"], colours.SOURCE["general_staff_ua"]]
    assert second["range"] == [colours.SOURCE["general_staff_ua"]]


def test_a_scale_with_a_label_missing_is_refused():
    """
    A missing label would shift colours to the wrong party.
    """
    with pytest.raises(ValueError, match="one label for each"):
        colours.scale(["oryx", "deepstate"], ["Oryx"])


def test_every_source_with_a_colour_is_in_the_register():
    """
    A source renamed in the register does not lose its colour unseen; "testimony" is the short name in charts.
    """
    assert set(colours.SOURCE) - {"testimony"} <= set(read_sources())
