"""
The renderer: small, rounded, the same bytes on every run.
"""

import json
import os
import re
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest

from threefronts import charts
from threefronts.charts.renderer import VEGALITE_MIME, render
from threefronts.charts.spec import prune, round_numbers, stable
from threefronts.charts.svg import draw, normalise

DRAW_IN_A_PROCESS = """
import json, sys
import altair as alt
import pandas as pd
from threefronts import charts
pd.set_option("display.max_columns", int(sys.argv[1]))
for _ in range(int(sys.argv[1])):
    alt.Chart().mark_point().add_params(alt.selection_point()).to_dict()
frame = pd.DataFrame({name: [1.5, 2.25] for name in ("zeta", "alpha", "beta", "unused")})
brush = alt.selection_interval(encodings=["x"])
stops = [alt.GradientStop(color="white", offset=0), alt.GradientStop(color="blue", offset=1)]
area = alt.Chart(frame).mark_area(clip=True, color=alt.Gradient(gradient="linear", stops=stops))
area = area.encode(x="zeta:Q", y="alpha:Q").add_params(brush)
line = area.mark_line().encode(y="beta:Q").transform_filter(brush)
chart = (area & line).properties(description="Two panels")
json.dump(chart._repr_mimebundle_(), sys.stdout)
"""


def _frame(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"day": ["2025-04-27", "2025-04-28"], "lost": [1.0, 2.0], **columns})


def _spec(chart: alt.TopLevelMixin) -> dict:
    return render(chart.properties(description="A chart").to_dict())[VEGALITE_MIME]


def _rows(spec: dict) -> list[dict]:
    return next(iter(spec["datasets"].values()))


def _process(hash_seed: str, noise: str) -> str:
    command = [sys.executable, "-c", DRAW_IN_A_PROCESS, noise]
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_values_of_an_axis_are_no_data():
    """
    Ticks that a chart asks for stay on its axis, whatever else it says; the rows alone become a dataset.
    """
    frame = _frame()
    for axis in (alt.Axis(values=[1, 2], format="d"), alt.Axis(values=[1, 2])):
        spec = _spec(alt.Chart(frame).mark_line().encode(x="day:T", y=alt.Y("lost:Q", axis=axis)))
        assert spec["encoding"]["y"]["axis"]["values"] == [1, 2]
        assert list(spec["datasets"]) == [spec["data"]["name"]]


def test_inline_rows_become_a_dataset_wherever_a_view_holds_them():
    """
    A layer that brings its own rows shares them by the name of their content.
    """
    rows = [{"lost": 1}, {"lost": 2}]
    spec = stable({"layer": [{"data": {"values": rows}, "encoding": {"y": {"field": "lost"}}}] * 2})
    (name,) = {layer["data"]["name"] for layer in spec["layer"]}
    assert spec["datasets"] == {name: rows}


def test_two_processes_draw_the_same_bytes():
    """
    Neither the hash seed, nor display options, nor charts drawn before change a byte of spec or picture.
    """
    first, second = _process("1", "0"), _process("2", "7")
    assert first == second
    assert set(json.loads(first)) == {VEGALITE_MIME, "image/svg+xml", "text/plain"}


def test_a_second_drawing_in_one_process_is_the_same():
    """
    Counters inside Vega do not show in the picture.
    """
    spec = stable(alt.Chart(_frame()).mark_line(clip=True).encode(x="day:T", y="lost:Q").to_dict())
    assert draw(spec) == draw(spec)


def test_ids_in_a_picture_are_numbered_by_appearance():
    """
    Clip and gradient ids start at 0, wherever the process's counters stand, and references follow.
    """
    picture = '<clipPath id="clip17"/><g clip-path="url(#clip17)"/><linearGradient id="gradient_41"/>'
    assert (
        normalise(picture)
        == '<clipPath id="clip0"/><g clip-path="url(#clip0)"/><linearGradient id="gradient_1"/>'
    )


def test_words_in_a_picture_keep_their_decimals():
    """
    Only geometry is shortened; a label is data.
    """
    picture = '<text transform="translate(1.23456,2)">0.123456</text>'
    assert normalise(picture) == '<text transform="translate(1.23,2)">0.123456</text>'


def test_unused_columns_stay_out():
    """
    A chart carries the columns it draws, and no other.
    """
    frame = _frame(note=["a", "b"], secret=[3, 4])
    chart = alt.Chart(frame).mark_line().encode(x="day:T", y="lost:Q", tooltip="note:N")
    assert set(_rows(_spec(chart))[0]) == {"day", "lost", "note"}


@pytest.mark.parametrize(
    "expression",
    ["datum.secret > 1", "datum['secret'] > 1", 'isValid(datum["secret"])'],
    ids=["dot", "key", "call"],
)
def test_a_column_used_in_an_expression_stays(expression):
    """
    Columns that only an expression names are kept.
    """
    chart = (
        alt.Chart(_frame(secret=[3, 4]))
        .mark_line()
        .encode(x="day:T", y="lost:Q")
        .transform_filter(expression)
    )
    assert "secret" in _rows(_spec(chart))[0]


def test_a_map_keeps_its_outlines_and_loses_unused_properties():
    """
    Pruning GeoJSON touches properties, never geometry.
    """
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [1, 2]},
        "properties": {"a": 1, "b": 2},
    }
    assert prune([feature], "properties.a quantitative") == [feature | {"properties": {"a": 1}}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (112694.87654, 112695),
        (0.1234567, 0.123457),
        (1234567.0, 1234567),
        (float("nan"), None),
        (3, 3),
        (True, True),
    ],
)
def test_numbers_have_six_significant_digits(value, expected):
    """
    Another processor's last bits cannot show; whole numbers stay exact, however large.
    """
    assert round_numbers({"x": [value]}) == {"x": [expected]}


def test_a_bare_day_means_local_midnight():
    """
    A day stays the same day for a reader west of Greenwich.
    """
    chart = alt.Chart(_frame()).mark_line().encode(x="day:T", y="lost:Q")
    assert [row["day"] for row in _rows(_spec(chart))] == ["2025-04-27T00:00:00", "2025-04-28T00:00:00"]


def test_a_chart_without_description_is_refused():
    """
    A chart that says nothing to those who cannot see it does not get drawn.
    """
    with pytest.raises(charts.ChartError, match="description"):
        render(alt.Chart(_frame()).mark_line().encode(x="day:T").to_dict())


def test_container_width_is_fixed_in_the_picture_alone():
    """
    The page's chart is as wide as its column; the picture has a width of its own.
    """
    chart = alt.Chart(_frame()).mark_line().encode(x="day:T", y="lost:Q")
    bundle = render(chart.properties(width="container", description="A chart").to_dict())
    assert bundle[VEGALITE_MIME]["width"] == "container"
    assert int(re.search(r'<svg [^>]*?width="(\d+)', bundle["image/svg+xml"])[1]) > 600


def test_the_picture_says_what_it_shows():
    """
    The static picture carries the description as its label.
    """
    chart = alt.Chart(_frame()).mark_line().encode(x="day:T").properties(description='Rose "fast" & far')
    assert (
        'role="img" aria-label="Rose &quot;fast&quot; &amp; far"' in render(chart.to_dict())["image/svg+xml"]
    )


def test_importing_the_package_turns_renderer_and_theme_on():
    """
    A notebook needs no more than the import.
    """
    assert (alt.renderers.active, alt.theme.active) == ("threefronts", "threefronts")
