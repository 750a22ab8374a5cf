"""
The charts of estimates and of spans: what each encodes, and that each can be drawn with little or nothing.
"""

import json

import pandas as pd
import pytest

from threefronts import charts
from threefronts.charts import colours
from threefronts.charts.renderer import VEGALITE_MIME, render

USES = {"in_curve": "estimate", "bound": "bound", "claim": "claim"}
CURVE = ["day", "value", "low", "high", "new_low", "new_high"]


def _points() -> pd.DataFrame:
    rows = [("in_curve", 10.0, 8.0, 12.0), ("claim", 20.0, None, None)]
    frame = pd.DataFrame(rows, columns=["use", "value", "low", "high"])
    return frame.assign(day=pd.to_datetime(["2024-01-01", "2024-02-01"]), speaker="somebody")


def _curve() -> pd.DataFrame:
    days = pd.to_datetime(["2024-01-01", "2024-02-01"])
    return pd.DataFrame([[day, 10.0, 9.0, 11.0, 7.0, 14.0] for day in days], columns=CURVE)


def _spec(chart) -> dict:
    return json.loads(json.dumps(chart.to_dict()))


def test_the_legend_names_the_kinds_that_are_drawn():
    """
    A kind of statement without a point takes no room in the legend; a belligerent's claim has its colour.
    """
    spec = _spec(charts.estimates_chart(_points(), _curve(), uses=USES, y_title="killed"))
    scale = spec["layer"][-1]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["estimate", "claim"]
    assert scale["range"] == [colours.PARTY["independent"], colours.PARTY["ukraine"]]


def test_the_outer_band_lies_behind_the_inner_one():
    """
    Both bands and the line come before the points, the widest first.
    """
    spec = _spec(charts.estimates_chart(_points(), _curve(), uses=USES, y_title="killed"))
    heights = [layer["encoding"]["y"]["field"] for layer in spec["layer"]]
    assert heights == ["new_low", "low", "value", "low", "value"]


def test_estimates_without_a_curve_are_points_alone():
    """
    Where too few estimate, the points are drawn and no line.
    """
    empty = pd.DataFrame(columns=CURVE)
    chart = charts.estimates_chart(_points(), empty, uses=USES, y_title="killed")
    assert len(_spec(chart)["layer"]) == 2


@pytest.mark.parametrize("rows", [1, 0])
def test_spans_run_from_first_to_last_day(rows):
    """
    A rate is drawn over the time that it speaks of, and a chart without rates can still be drawn.
    """
    frame = pd.DataFrame(
        {
            "series": ["budget"],
            "value": [30.0],
            "low": [None],
            "high": [35.0],
            "period_start": pd.to_datetime(["2025-01-01"]),
            "period_end": pd.to_datetime(["2025-03-31"]),
        }
    ).head(rows)
    chart = charts.spans_chart(frame, series="series", names={"budget": "budget"}, y_title="recruits")
    bar = _spec(chart)["layer"][-1]["encoding"]
    assert (bar["x"]["field"], bar["x2"]["field"], bar["y"]["field"]) == (
        "period_start",
        "period_end",
        "value",
    )
    assert VEGALITE_MIME in render(chart.properties(description="A chart").to_dict())


def test_more_series_than_colours_are_refused():
    """
    Two series never share a colour.
    """
    names = {str(number): str(number) for number in range(7)}
    with pytest.raises(ValueError, match="colours"):
        charts.spans_chart(pd.DataFrame({"series": []}), series="series", names=names, y_title="recruits")
