"""
The colours: readable on white and on dark, and apart for every eye.
"""

from itertools import combinations

import numpy as np
import pytest

from threefronts.charts import colours
from threefronts.tables import read_sources

PAGES = {"light": "#ffffff", "dark": "#121212"}
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
EYES = {
    "typical": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# Björn Ottosson's Oklab.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(float(_linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _seen(colour: str, eye: str) -> np.ndarray:
    return TO_LAB @ np.cbrt(TO_CONES @ np.clip(EYES[eye] @ _linear(colour), 0, 1))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("colour", sorted(set(colours.CATEGORY)))
def test_every_colour_stands_out_from_the_page(colour, page):
    """
    Lines and bars keep the contrast of 3:1 that WCAG asks of graphics, in both themes.
    """
    assert _contrast(colour, PAGES[page]) >= 3


@pytest.mark.parametrize("eye", EYES)
def test_parties_are_told_apart_by_every_eye(eye):
    """
    Two parties never look alike: 0.1 in Oklab is several times the least difference that is seen.
    """
    distances = {
        pair: float(np.linalg.norm(_seen(colours.PARTY[pair[0]], eye) - _seen(colours.PARTY[pair[1]], eye)))
        for pair in combinations(colours.PARTY, 2)
    }
    assert min(distances.values()) >= 0.1, distances


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
