"""
Parts of a whole over time, days marked on a time axis, and points with a curve.
"""

import pandas as pd

from threefronts import charts
from threefronts.charts import colours
from threefronts.charts.renderer import VEGALITE_MIME, render

PARTS = ("shot down", "lost", "rest")
WEEKS = pd.to_datetime(["2025-04-20", "2025-04-27"])


def _stack() -> dict:
    frame = pd.DataFrame(
        {
            "week": [*WEEKS] * 3,
            "what": [part for part in ("rest", "shot down", "lost") for _ in WEEKS],
            "value": [1.0, 2.0, 5.0, 6.0, 3.0, 0.0],
        }
    )
    settings = {"x": "week", "y": "value", "part": "what", "parts": PARTS, "y_title": "drones"}
    return charts.stacked_chart(frame, **settings)


def _rows(spec: dict, layer: dict) -> list[dict]:
    return spec["datasets"][layer.get("data", spec.get("data"))["name"]]


def _curve(rows: int = 2) -> dict:
    points = pd.DataFrame({"size": [8.0, 64.0], "percent": [90.0, 80.0]})
    curve = points.assign(low=[85.0, 70.0], high=[95.0, 88.0]).iloc[:rows]
    axes = {
        "x": "size",
        "y": "percent",
        "x_title": "drones",
        "y_title": "stopped, %",
        "voice": "air_force_ua",
    }
    return charts.curve_chart(points, curve, **axes)


def test_parts_lie_on_one_another_and_end_at_the_whole():
    """
    The height of a bar is the sum of its parts, in the order asked for; an empty part is not drawn.
    """
    spec = _stack().to_dict()
    rows = [row for row in _rows(spec, spec["layer"][0]) if row["start"].startswith("2025-04-14")]
    assert [(row["what"], row["foot"], row["top"]) for row in rows] == [
        ("shot down", 0, 5),
        ("lost", 5, 8),
        ("rest", 8, 9),
    ]
    assert len(_rows(spec, spec["layer"][0])) == 5


def test_parts_are_no_parties():
    """
    What became of a weapon belongs to neither side's colour.
    """
    scale = _stack().to_dict()["layer"][0]["encoding"]["color"]["scale"]
    assert not {colours.PARTY["russia"], colours.PARTY["ukraine"]} & set(scale["range"])


def test_marked_days_keep_apart_and_leave_the_data_in_place():
    """
    Each day has a row of its own for its words, and the chart beneath keeps its rows.
    """
    marked = charts.with_days(_stack(), {"one": "2025-04-15", "two": "2025-04-16"}, column="start").to_dict()
    texts = [layer for layer in marked["layer"] if layer.get("mark", {}).get("type") == "text"]
    heights = [layer["encoding"]["y"]["value"] for layer in texts]
    assert len(set(heights)) == 2
    inner = marked["layer"][0]
    assert len(_rows(marked, inner if "data" in inner else inner["layer"][0])) == 5


def test_a_chart_without_days_is_as_it_was():
    """
    Before the first change there is nothing to mark.
    """
    assert len(charts.with_days(_stack(), {}, column="start").to_dict()["layer"]) == 1


def test_points_take_the_colour_of_the_speaker_and_the_curve_none():
    """
    Points are somebody's figures; the curve is this book's.
    """
    layers = _curve().to_dict()["layer"]
    assert layers[0]["mark"]["color"] == colours.colour("air_force_ua")
    assert [layer["mark"]["type"] for layer in layers] == ["point", "area", "line"]
    assert len(_curve(rows=0).to_dict()["layer"]) == 1


def test_the_charts_can_be_drawn():
    """
    Vega-Lite accepts each of them as a figure.
    """
    about = {"caption": "c", "alt": "a", "tables": ["battlefield/air_attacks"], "as_of": "2025-04-28"}
    drawn = {"stack": charts.with_days(_stack(), {"one": "2025-04-15"}, column="start"), "curve": _curve()}
    for name, chart in drawn.items():
        bundle = render(charts.figure(chart, id=name, **about).to_dict())
        assert VEGALITE_MIME in bundle
        assert "<svg" in bundle["image/svg+xml"]
