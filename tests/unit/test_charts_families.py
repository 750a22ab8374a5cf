"""
The chart families: what each encodes, in whose colour, and that each can be drawn.
"""

import json

import altair as alt
import pandas as pd
import pytest

from threefronts import charts
from threefronts.charts import colours
from threefronts.charts.intervals import MARK_ROOM
from threefronts.charts.renderer import VEGALITE_MIME, render

VOICES = {"general_staff_ua": "General Staff", "oryx": "Oryx"}
DAYS = pd.to_datetime(["2025-04-21", "2025-04-28"])
SQUARE = {"type": "Polygon", "coordinates": [[[30, 48], [30, 49], [31, 49], [31, 48], [30, 48]]]}


def _lines(**overrides) -> alt.LayerChart:
    frame = pd.DataFrame(
        {
            "day": [*DAYS, *DAYS],
            "lost": [10.0, 20.0, 3.0, 5.0],
            "voice": [*["general_staff_ua"] * 2, *["oryx"] * 2],
            "low": [9.0, None, 3.0, 4.0],
            "high": [11.0, 21.0, None, 6.0],
        }
    )
    settings = {"x": "day", "y": "lost", "y_title": "tanks", "voice": "voice", "names": VOICES}
    return charts.line_chart(overrides.pop("frame", frame), **settings | overrides)


def _intervals(rows=None, **overrides) -> alt.LayerChart:
    rows = rows or [
        ("tanks", "general_staff_ua", 30.0, None, None),
        ("tanks", "oryx", 10.0, 9.0, 12.0),
        ("guns", "general_staff_ua", 90.0, None, None),
        ("guns", "oryx", 8.0, 8.0, None),
    ]
    frame = pd.DataFrame(rows, columns=["what", "voice", "value", "low", "high"])
    settings = {"category": "what", "voice": "voice", "names": VOICES, "x_title": "lost"}
    return charts.interval_chart(frame, **settings | overrides)


def _bars(voice="deepstate") -> alt.Chart:
    frame = pd.DataFrame({"week": DAYS, "change": [12.5, float("nan")]})
    return charts.bar_chart(frame, x="week", y="change", y_title="km² a week", voice=voice)


def _map() -> alt.LayerChart:
    oblasts = pd.DataFrame(
        {"oblast_id": ["UA-14", "UA-43", "UA-46"], "oblast": ["Donetsk", "Crimea", "Lviv"]}
    ).assign(geometry=json.dumps(SQUARE))
    rows = [(1, DAYS[0], "UA-14", "Donetsk", 57.9), (2, DAYS[1], "UA-14", "Donetsk", 69.3)]
    rows += [(step, DAYS[step - 1], "UA-43", "Crimea", 99.0) for step in (1, 2)]
    steps = pd.DataFrame(rows, columns=["step", "day", "oblast_id", "oblast", "share_pct"])
    return charts.oblast_map(oblasts, steps, title="occupied, %", top=100)


def _areas() -> alt.LayerChart:
    frame = pd.DataFrame(
        {"day": [*DAYS, *DAYS], "area": [1.0, 2.0, 0.0, 300.0], "where": ["a", "a", "b", "b"]}
    )
    names = {"b": "the large one", "a": "the small one"}
    return charts.areas_chart(frame, x="day", y="area", row="where", names=names, voice="deepstate")


def _verdicts() -> alt.Chart:
    rows = [("industry", "mixed"), ("industry", "mixed"), ("battlefield", "supported")]
    return charts.verdict_chart(pd.DataFrame(rows, columns=["front", "verdict"]))


FAMILIES = {
    "lines": _lines,
    "intervals": _intervals,
    "bars": _bars,
    "map": _map,
    "areas": _areas,
    "verdicts": _verdicts,
}


def _spec(chart: alt.TopLevelMixin) -> dict:
    return render(chart.properties(description="A chart").to_dict())[VEGALITE_MIME]


def _rows(spec: dict) -> list[dict]:
    (rows,) = spec["datasets"].values()
    return rows


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_can_be_drawn(family):
    """
    Spec and picture are made, missing bounds and values included; no number in the spec is NaN.
    """
    bundle = render(FAMILIES[family]().properties(description="A chart").to_dict())
    assert "NaN" not in json.dumps(bundle[VEGALITE_MIME])
    assert bundle["image/svg+xml"].startswith("<svg ")
    assert "<path" in bundle["image/svg+xml"]


@pytest.mark.parametrize("family", ["lines", "intervals"])
def test_a_voice_keeps_its_colour_and_its_words(family):
    """
    The legend's words stand in the order given, each in the colour of its source.
    """
    layer = _spec(FAMILIES[family]())["layer"][-1]
    assert layer["encoding"]["color"]["scale"] == {
        "domain": ["General Staff", "Oryx"],
        "range": [colours.SOURCE["general_staff_ua"], colours.SOURCE["oryx"]],
    }


def test_lines_show_the_value_by_day_and_voice():
    """
    x is the day, y the value from zero, colour and dash the voice.
    """
    (line,) = _spec(_lines())["layer"]
    encoding = line["encoding"]
    assert (encoding["x"]["field"], encoding["x"]["type"]) == ("day", "temporal")
    assert (encoding["y"]["field"], encoding["y"]["title"]) == ("lost", "tanks")
    assert encoding["y"]["scale"] == {"zero": True}
    assert encoding["color"]["field"] == encoding["strokeDash"]["field"] == "who"


def test_one_line_needs_neither_legend_nor_dash():
    """
    With one voice, the caption says whose it is.
    """
    frame = pd.DataFrame({"day": DAYS, "lost": [1.0, 2.0], "voice": "oryx"})
    (line,) = _spec(_lines(frame=frame, names={"oryx": "Oryx"}))["layer"]
    assert line["encoding"]["color"]["legend"] is None
    assert "strokeDash" not in line["encoding"]


def test_a_voice_with_one_value_is_a_point_and_not_nothing():
    """
    A line of one day would draw nothing; its point is in the picture, and no other voice gets points.
    """
    rows = [("2025-01-01", 1.0, "oryx"), ("2025-01-02", 2.0, "oryx"), ("2025-01-02", 9.0, "general_staff_ua")]
    frame = pd.DataFrame(rows, columns=["day", "value", "voice"]).astype({"day": "datetime64[s]"})
    chart = charts.line_chart(frame, x="day", y="value", y_title="lost", voice="voice", names=VOICES)
    spec = _spec(chart)
    points = [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    assert [row["value"] for row in spec["datasets"][points[0]["data"]["name"]]] == [9.0]


def test_a_long_name_gives_the_legend_one_column():
    """
    Two suppliers' names do not fit beside each other on a phone.
    """
    names = {"general_staff_ua": "General Staff of Ukraine (claim)", "oryx": "Oryx (pictures)"}
    (line,) = _spec(_lines(names=names))["layer"]
    assert line["encoding"]["color"]["legend"] == line["encoding"]["strokeDash"]["legend"]
    assert line["encoding"]["color"]["legend"]["columns"] == 1


def test_a_line_over_numbers_has_a_titled_numeric_axis():
    """
    A what-if runs over months or shares, not days, and may start above zero.
    """
    frame = pd.DataFrame({"months": [0.0, 1.0], "lost": [5.0, 6.0], "voice": "oryx"})
    (line,) = _spec(_lines(frame=frame, x="months", x_title="months ahead", zero=False))["layer"]
    assert (line["encoding"]["x"]["type"], line["encoding"]["x"]["title"]) == ("quantitative", "months ahead")
    assert line["encoding"]["y"]["scale"] == {"zero": False}


def test_a_band_shows_the_interval_below_its_line():
    """
    The band reaches from low to high; a missing bound stays missing in the data.
    """
    spec = _spec(_lines(low="low", high="high"))
    band, line = spec["layer"]
    assert (band["mark"]["type"], line["mark"]["type"]) == ("area", "line")
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")
    assert [row["low"] for row in _rows(spec)] == [9, None, 3, 4]


def test_an_interval_reaches_from_low_to_high_with_its_point():
    """
    A rule for the bounds and a mark for the figure; voices lie one below the other within a category.
    """
    rule, point = _spec(_intervals())["layer"]
    assert (rule["encoding"]["x"]["field"], rule["encoding"]["x2"]["field"]) == ("low", "high")
    assert (point["encoding"]["x"]["field"], point["encoding"]["shape"]["field"]) == ("value", "who")
    assert point["encoding"]["y"]["sort"] == ["tanks", "guns"]
    assert point["encoding"]["yOffset"]["sort"] == ["General Staff", "Oryx"]


def test_a_missing_bound_leaves_a_point():
    """
    Where a source gives no bound, the interval ends at its figure.
    """
    rows = _rows(_spec(_intervals()))
    assert [(row["low"], row["value"], row["high"]) for row in rows] == [
        (30, 30, 30),
        (9, 10, 12),
        (90, 90, 90),
        (8, 8, 8),
    ]


def test_voices_that_do_not_meet_share_one_line():
    """
    Where a category has one voice only, no room is kept for the others.
    """
    rows = [("tanks", "oryx", 1.0, None, None), ("guns", "general_staff_ua", 2.0, None, None)]
    rule, _ = _spec(_intervals(rows))["layer"]
    assert "yOffset" not in rule["encoding"]


@pytest.mark.parametrize(("log", "expected"), [(True, {"type": "log"}), (False, {"zero": True})])
def test_figures_of_other_orders_of_magnitude_take_a_logarithmic_axis(log, expected):
    """
    A linear axis starts at zero; a logarithmic one cannot. On both, no mark lies on the edge.
    """
    scale = _spec(_intervals(log=log))["layer"][0]["encoding"]["x"]["scale"]
    assert scale == {**expected, "nice": False, "padding": MARK_ROOM}


@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        ("deepstate", colours.TEAL),
        ("russia", colours.PARTY["russia"]),
        ("nobody", colours.NEUTRAL),
    ],
)
def test_bars_wear_the_colour_of_who_says_it(voice, expected):
    """
    A source's own colour, a party's, or neutral grey; one bar a row.
    """
    spec = _spec(_bars(voice))
    assert spec["mark"]["color"] == expected
    assert (spec["encoding"]["x"]["type"], spec["encoding"]["y"]["title"]) == ("temporal", "km² a week")
    assert [row["change"] for row in _rows(spec)] == [12.5, None]


def test_the_map_draws_all_of_ukraine_and_shades_the_day_that_its_slider_chooses():
    """
    Every oblast has its outline, Crimea among them and in words; a range input with a name moves the map.
    """
    spec = _spec(_map())
    outlines, held, words, day = spec["layer"]
    features = spec["datasets"][outlines["data"]["name"]]
    assert {row["oblast_id"] for row in features} == {"UA-14", "UA-43", "UA-46"}
    assert held["transform"][1]["from"]["data"]["name"] == outlines["data"]["name"]
    (said,) = spec["datasets"][words["data"]["name"]]
    assert said["words"] == "Crimea: occupied since 2014"
    assert "color" not in words["mark"] | day["mark"], (
        "the page's theme colours words, and a colour here hides them"
    )
    (slider,) = spec["params"]
    assert slider["bind"] == {"input": "range", "min": 1, "max": 2, "step": 1, "name": "map number: "}
    assert slider["value"] == 2
    assert {part["transform"][0]["filter"] for part in (held, day)} == {f"datum.step == {slider['name']}"}


def test_the_static_map_is_the_last_one():
    """
    Without a script the reader sees the newest day.
    """
    picture = render(_map().properties(description="A chart").to_dict())["image/svg+xml"]
    assert "28 April 2025" in picture
    assert "21 April 2025" not in picture


def test_areas_have_rows_of_their_own_height_in_the_order_of_the_names():
    """
    A small area fills its row as a large one does, below the words of its name.
    """
    filled, said = _spec(_areas())["layer"]
    rows = _spec(_areas())["datasets"]
    tops = {
        row["where"]: row["top"] - row["foot"]
        for row in rows[filled["data"]["name"]]
        if row["area"] in (2, 300)
    }
    assert tops["a"] == pytest.approx(tops["b"])
    assert [row["text"] for row in rows[said["data"]["name"]]] == ["the large one", "the small one"]


def test_verdicts_are_counted_by_front_in_the_books_colours():
    """
    Two mixed claims of industry are one bar of length two; every verdict keeps its colour and place.
    """
    spec = _spec(_verdicts())
    counted = {(row["front"], row["verdict"]): row["claims"] for row in _rows(spec)}
    assert counted == {("industry", "mixed"): 2, ("battlefield", "supported"): 1}
    assert spec["encoding"]["color"]["scale"] == {
        "domain": list(colours.VERDICT),
        "range": list(colours.VERDICT.values()),
    }
    assert spec["encoding"]["order"]["field"] == "order"


def test_evidence_is_scaled_by_the_claimed_value_and_cut_where_it_is_open():
    """
    A lower bound of half the claim starts at 0.5 and runs to the end of the axis.
    """
    row = {"claim_id": "I05", "verdict": "mixed", "rule_value": 3000.0, "low": 1500.0, "high": None}
    claims = pd.DataFrame([{**row, "band_low": 2550.0, "band_high": 3450.0}])
    drawn = charts.evidence_chart(claims, most=2.5).data.iloc[0]
    assert drawn[["low", "high", "band_low", "band_high"]].tolist() == [0.5, 2.5, 0.85, 1.15]


def test_dates_of_a_level_stretch_are_left_out_and_its_ends_stay():
    """
    Of five dates with one value between two others the ends are drawn, and the line is the same.
    """
    days = pd.date_range("2025-01-05", periods=7, freq="7D")
    frame = pd.DataFrame({"day": days, "area": [1.0, 5.0, 5.0, 5.0, 5.0, 5.0, 2.0], "where": "a"})
    chart = charts.areas_chart(frame, x="day", y="area", row="where", names={"a": "a"}, voice="deepstate")
    filled, _ = _spec(chart)["layer"]
    rows = _spec(chart)["datasets"][filled["data"]["name"]]
    assert [row["area"] for row in rows] == [1, 5, 5, 2]
