"""
Dated events: in lanes one above the other, or marked over bars.
"""

import pandas as pd
import pytest

from threefronts import charts
from threefronts.charts import colours
from threefronts.charts.lanes import bars_chart
from threefronts.charts.theme import INKED

LANES = ["talks", "strikes"]


def _events(days: list[str], **columns: object) -> pd.DataFrame:
    row = {"lane": "talks", "title": "A round of talks", "who": "A newsroom"}
    return pd.DataFrame({"event_date": pd.to_datetime(days)}).assign(**(row | columns))


def _lanes(events: pd.DataFrame, **overrides: object) -> dict:
    fields = {"lanes": LANES, "start": "2025-01-20", "end": "2025-04-28"}
    return charts.lanes_chart(events, **(fields | overrides)).to_dict()


def _bars(values: list[float]) -> pd.DataFrame:
    days = pd.date_range("2025-04-01", periods=len(values))
    return pd.DataFrame({"start": days, "end": days, "value": values})


def _rows(spec: dict, layer: int) -> list[dict]:
    return spec["datasets"][spec["layer"][layer].get("data", spec.get("data"))["name"]]


def _draw(marks: pd.DataFrame, **overrides: object) -> dict:
    fields = {"y_title": "launched", "source": "air_force_ua", "marks": marks}
    return bars_chart(_bars([10, 20, 30]), **(fields | overrides)).to_dict()


def test_events_of_one_day_stand_one_above_the_other():
    """
    No event hides another of the same day and lane.
    """
    spec = _lanes(_events(["2025-04-25", "2025-04-25", "2025-04-26"]))
    assert [row["place"] for row in _rows(spec, 0)] == [0, 1, 0]


def test_a_lane_is_no_party():
    """
    All lanes share one colour that belongs to no party.
    """
    mark = _lanes(_events(["2025-04-25"]))["layer"][0]["mark"]
    assert mark["color"] == colours.TEAL
    assert mark["color"] not in colours.PARTY.values()


def test_lesser_events_are_pale_and_events_are_dark_unless_told():
    """
    A column may set some events back; without it all are alike.
    """
    pale = _lanes(_events(["2025-04-25", "2025-04-26"], is_main=[True, False]))
    assert [row["depth"] for row in _rows(pale, 0)] == [1.0, 0.4]
    assert [row["depth"] for row in _rows(_lanes(_events(["2025-04-25"])), 0)] == [1.0]


def test_lanes_without_events_stay():
    """
    An empty lane is a finding and keeps its place.
    """
    for events in (_events(["2025-04-25"]), _events([])):
        assert _lanes(events)["layer"][0]["encoding"]["y"]["scale"]["domain"] == LANES


@pytest.mark.parametrize(("day", "layers"), [("2025-04-28", 3), ("2025-04-29", 1)])
def test_a_named_day_is_drawn_only_on_the_axis(day, layers):
    """
    A line and its words appear for a day within the span, and nothing for one outside.
    """
    assert len(_lanes(_events(["2025-04-25"]), days={"day 100": day})["layer"]) == layers


@pytest.mark.parametrize(("day", "align"), [("2025-01-25", "left"), ("2025-04-25", "right")])
def test_words_stand_on_the_side_where_there_is_room(day, align):
    """
    Words near an edge run towards the middle and are not cut off.
    """
    assert _lanes(_events([day]), days={"a day": day})["layer"][2]["mark"]["align"] == align


def test_sliders_narrow_the_days_and_start_with_all_of_them():
    """
    The reader zooms without a wheel, and a short span keeps a fortnight.
    """
    shown, left_out = _lanes(_events(["2025-04-25"]))["params"]
    assert (shown["value"], shown["bind"]["max"], left_out["value"]) == (98, 98, 0)
    assert _lanes(_events(["2025-01-21"]), end="2025-01-22")["params"][0]["value"] == 14


def test_a_tick_leads_to_the_page_that_tells_of_it():
    """
    Each event has its source on pointing, and its page on choosing.
    """
    spec = _lanes(_events(["2025-04-25"], url="https://example.org/page"))
    assert spec["layer"][0]["encoding"]["href"]["field"] == "url"
    assert _rows(spec, 0)[0]["url"] == "https://example.org/page"


@pytest.mark.parametrize("spec", [_lanes(_events(["2025-04-25"]), days={"a day": "2025-04-20"}), None])
def test_marks_of_days_take_the_colour_of_letters_from_the_theme(spec):
    """
    Pins, named days and their words turn light on a dark page: none carries a colour of its own.
    """
    layers = (spec or _draw(_events(["2025-04-02"])))["layer"][1:]
    assert layers
    assert all("color" not in layer["mark"] for layer in layers)
    assert {layer["mark"].get("style") for layer in layers if layer["mark"]["type"] != "text"} == {INKED}


def test_bars_cover_their_last_day_and_stand_on_zero():
    """
    A bar ends at the midnight after its last day, and its length can be compared.
    """
    spec = _draw(_events([]))
    assert _rows(spec, 0)[0]["until"].startswith("2025-04-02")
    assert spec["layer"][0]["encoding"]["y2"] == {"datum": 0}
    assert spec["layer"][0]["mark"]["color"] == colours.colour("air_force_ua")


def test_marks_outside_the_bars_are_left_out():
    """
    A later event does not stretch the axis beyond the data.
    """
    spec = _draw(_events(["2025-04-02", "2025-06-01"]))
    assert len(spec["layer"]) == 3
    assert [row["at"][:13] for row in _rows(spec, 1)] == ["2025-04-02T12"]
    assert len(_draw(_events(["2025-06-01"]))["layer"]) == 1


def test_words_of_close_days_stand_in_rows_of_their_own():
    """
    Two labels a day apart do not overlap.
    """
    marks = pd.DataFrame(
        {"event_date": pd.to_datetime(["2025-04-02", "2025-04-03"]), "label": ["one", "two"]}
    )
    words = [layer for layer in _draw(marks)["layer"] if layer["mark"]["type"] == "text"]
    heights = [layer["encoding"]["y"]["value"] for layer in words]
    assert len(set(heights)) == 2


def test_levels_are_lines_over_their_days():
    """
    A mean is drawn over the days that it is the mean of; no level draws no line.
    """
    levels = _bars([20]).assign(span="before")
    assert _draw(_events([]), levels=levels)["layer"][1]["mark"]["type"] == "rule"
    assert len(_draw(_events([]), levels=levels.iloc[:0])["layer"]) == 1


@pytest.mark.parametrize(("end", "form"), [("2025-04-28", "%-d %b"), ("2026-08-22", "%b %Y")])
def test_long_spans_name_months_and_short_ones_days(end, form):
    """
    Labels fit the axis at any span.
    """
    spec = _lanes(_events(["2025-04-25"]), end=end)
    assert spec["layer"][0]["encoding"]["x"]["axis"]["format"] == form
