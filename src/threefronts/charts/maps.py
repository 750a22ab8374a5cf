"""
Maps by oblast: Crimea is drawn in Ukraine, with its occupation marked by the value it has.
"""

import json

import altair as alt
import pandas as pd

from threefronts.charts import colours

MAP_HEIGHT = 380


def oblast_map(
    oblasts: pd.DataFrame, values: pd.DataFrame, *, column: str, title: str, top: float
) -> alt.Chart:
    """
    Shade each oblast by *column* of *values*; oblasts without a value stay blank.

    Args:
        oblasts: The table ``shared/oblasts``.
        values: Columns ``oblast_id`` and *column*.
        column: What to shade by.
        title: What it is, with its unit.
        top: Where the colour ramp ends; it starts at zero.
    """
    joined = oblasts.merge(values[["oblast_id", column]], on="oblast_id", how="left")
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(row["geometry"]),
            "oblast": row["oblast"],
            column: None if pd.isna(row[column]) else float(row[column]),
        }
        for row in joined.to_dict("records")
    ]
    shade = alt.Color(
        f"{column}:Q",
        title=title,
        scale=alt.Scale(domain=[0, top], range=colours.RAMP),
        legend=alt.Legend(orient="bottom", direction="horizontal", gradientLength=200),
    )
    return (
        alt.Chart(alt.InlineData(values=features), height=MAP_HEIGHT)
        .mark_geoshape()
        .encode(
            color=alt.condition(f"isValid(datum.{column})", shade, alt.value("transparent")),
            tooltip=[alt.Tooltip("oblast:N"), alt.Tooltip(f"{column}:Q", title=title, format=",.1f")],
        )
        .project(type="conicEqualArea", parallels=[46, 51], rotate=[-32, 0, 0])
    )
