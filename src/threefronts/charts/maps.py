"""
Maps by oblast: Crimea is drawn in Ukraine, with its occupation marked by a shade and in words.
"""

import json

import altair as alt
import pandas as pd

from threefronts.charts import colours

MAP_HEIGHT = 380
SHOWN = "map_shown"
OUTLINES = "oblast_outlines"
CRIMEA_WORDS = "Crimea: occupied since 2014"
CRIMEA_AT = (33.1, 44.55)  # degrees: in the sea, west of its southern tip
PROJECTION = {"type": "conicEqualArea", "parallels": [46, 51], "rotate": [-32, 0, 0]}


def oblast_map(oblasts: pd.DataFrame, steps: pd.DataFrame, *, title: str, top: float) -> alt.LayerChart:
    """
    Shade each oblast by its share; a slider under the chart, which the arrow keys move, chooses the map.

    Args:
        oblasts: The table ``shared/oblasts``.
        steps: Columns ``step`` (1 up), ``day``, ``oblast_id``, ``oblast`` and ``share_pct``; an oblast
            without a row stays blank, and the last step is drawn first.
        title: What the shade says, with its unit.
        top: Where the colour ramp ends; it starts at zero.
    """
    features = alt.NamedData(OUTLINES)  # by name: Altair copies what is inside a chart at every step
    last = int(steps["step"].max())
    slider = alt.binding_range(min=1, max=last, step=1, name="map number: ")
    shown = alt.param(name=SHOWN, value=last, bind=slider)
    outlines = alt.Chart(features, height=MAP_HEIGHT).mark_geoshape(fill="transparent", aria=False)
    shade = alt.Color(
        "share_pct:Q",
        title=title,
        scale=alt.Scale(domain=[0, top], range=colours.RAMP),
        legend=alt.Legend(orient="bottom", direction="horizontal", gradientLength=200),
    )
    days = steps["day"].dt.strftime("%-d %B %Y")
    held = (
        alt.Chart(steps.assign(map=days).query("share_pct > 0")[["step", "map", *_KEPT]])
        .transform_filter(f"datum.step == {SHOWN}")
        .transform_lookup("oblast_id", alt.LookupData(features, "oblast_id", ["type", "geometry"]))
        .mark_geoshape()
        .encode(
            color=shade, tooltip=["oblast:N", alt.Tooltip("share_pct:Q", title=title, format=",.1f"), "map:N"]
        )
    )
    layers = [layer.project(**PROJECTION) for layer in (outlines, held, _crimea())]
    drawn = alt.layer(*layers, _day(steps.assign(map=days))).add_params(shown)
    drawn.datasets = {OUTLINES: _features(oblasts)}
    return drawn


_KEPT = ["oblast_id", "oblast", "share_pct"]


def _features(oblasts: pd.DataFrame) -> list[dict]:
    return [
        {"type": "Feature", "geometry": json.loads(row.geometry), "oblast_id": row.oblast_id}
        for row in oblasts.itertuples()
    ]


def _crimea() -> alt.Chart:
    """
    What the shade of Crimea means, in words beside it; the theme gives all words their ink, dark or light.
    """
    at = pd.DataFrame([(*CRIMEA_AT, CRIMEA_WORDS)], columns=["lon", "lat", "words"])
    text = alt.Chart(at).mark_text(align="right")
    return text.encode(longitude="lon:Q", latitude="lat:Q", text="words:N")


def _day(steps: pd.DataFrame) -> alt.Chart:
    """
    The day of the map that is shown, above it.
    """
    days = alt.Chart(steps[["step", "map"]].drop_duplicates()).transform_filter(f"datum.step == {SHOWN}")
    text = days.mark_text(align="right", baseline="top", fontSize=15, fontWeight="bold")
    return text.encode(x=alt.value("width"), y=alt.value(0), text="map:N")
