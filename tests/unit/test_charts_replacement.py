"""
The charts of stock and store: sliders with words, a tornado in order, courses with and without counts.
"""

import pandas as pd
import pytest

from threefronts import charts

SETTINGS = {"lost_per_month": 186, "new_per_month": 17, "refurbishment_per_month": 83, "yield_pct": 25}
FIXED = charts.Fixed(store=3463.0, service=1750.0, left_share=0.1)
BANDS = pd.DataFrame(
    {"month": [0, 1, 0, 1], "series": ["store", "store", "service", "service"], "low": 1.0, "high": 2.0}
)


def _sliders() -> list[dict]:
    spec = charts.what_if_chart(BANDS, SETTINGS, FIXED, x_title="months").to_dict()
    return [param for param in spec["params"] if "bind" in param]


def test_every_slider_has_its_words_its_range_and_its_base_case():
    """
    Loss, new output, restoring and yield can be moved, each from the setting it is given.
    """
    assert {param["name"]: param["value"] for param in _sliders()} == SETTINGS
    for param in _sliders():
        assert param["bind"]["input"] == "range" and " " in param["bind"]["name"]
        assert param["bind"]["min"] <= param["value"] <= param["bind"]["max"]


@pytest.mark.parametrize("wrong", [{"yield_pct": 0}, {"lost_per_month": 401}, {"new_per_month": -1}])
def test_a_setting_out_of_its_range_is_refused(wrong):
    """
    A base case that no slider can stand on would be another one in the page than in the picture.
    """
    with pytest.raises(ValueError, match=next(iter(wrong))):
        charts.what_if_chart(BANDS, SETTINGS | wrong, FIXED, x_title="months")


def test_the_base_case_is_rounded_to_where_a_slider_can_stand():
    """
    Whole vehicles and percent, within the range.
    """
    middle = {"lost": 185.67, "new": 16.7, "refurbishment": 900.0, "yield_share": 0.246}
    found = charts.settings_of(middle)
    assert found == {
        "lost_per_month": 186,
        "new_per_month": 17,
        "refurbishment_per_month": 200,
        "yield_pct": 25,
    }


def test_a_tornado_keeps_the_order_of_its_rows_and_tells_each_share():
    """
    The rows are as ranked, and each label has its share of the variance.
    """
    frame = pd.DataFrame(
        {
            "input": ["lost", "new"],
            "middle": [0.0, 0.0],
            "at_low": [5.0, -1.0],
            "at_high": [-5.0, 1.0],
            "total_pct": [90.4, 9.6],
        }
    )
    spec = charts.tornado_chart(frame, names={"lost": "losses", "new": "new"}, x_title="change").to_dict()
    bars = spec["layer"][0]["encoding"]
    assert bars["y"]["sort"] == ["losses: 90 % of the variance", "new: 10 % of the variance"]


@pytest.mark.parametrize("counted", [[], [3500.0, 2478.0]])
def test_courses_are_drawn_with_and_without_later_counts(counted):
    """
    A start that nothing has been counted after is a band alone.
    """
    days = pd.to_datetime(["2025-01-01", "2025-02-01"])
    bands = pd.DataFrame({"day": days, "value": 2.0, "low": 1.0, "high": 3.0, "start": "started"})
    counts = pd.DataFrame({"day": days[: len(counted)], "counted": counted, "voice": "jompy"})
    layers = charts.backtest_chart(bands, counts, names={"jompy": "Jompy"}, y_title="hulls").to_dict()[
        "layer"
    ]
    assert len(layers) == 2 + bool(counted)
