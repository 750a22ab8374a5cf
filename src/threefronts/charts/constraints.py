"""
Months until constraints bind, as intervals on one axis; what lasts beyond the axis runs off it with an arrow.
"""

import altair as alt
import pandas as pd

from threefronts.charts import colours

LANE_HEIGHT = 15


def constraint_chart(timetable: pd.DataFrame, *, horizon: float) -> alt.LayerChart:
    """
    Draw one row for each side and constraint, one bar in it for each scenario.

    Args:
        timetable: Columns side, constraint, scenario, low, value and high in months; infinite is never,
            missing is not known and not drawn.
        horizon: Months at which the axis ends.
    """
    drawn = timetable.dropna(subset=["value"]).copy()
    drawn["row"] = drawn["side"] + ": " + drawn["constraint"]
    drawn["beyond"] = drawn["high"] > horizon
    for end in ("low", "value", "high"):
        drawn[end] = drawn[end].clip(upper=horizon)
    scenarios = list(dict.fromkeys(timetable["scenario"]))
    shades = alt.Scale(domain=scenarios, range=colours.SCENARIO[: len(scenarios)])
    across = alt.Scale(domain=[0, horizon], nice=False)
    axis = alt.Axis(domain=False, ticks=False, labelAlign="left", labelPadding=-3, labelOffset=-31)
    base = alt.Chart(drawn, height={"step": LANE_HEIGHT, "for": "offset"}).encode(
        y=alt.Y(
            "row:N", title=None, sort=None, axis=axis, scale=alt.Scale(paddingInner=0.45, paddingOuter=0.45)
        ),
        yOffset=alt.YOffset("scenario:N", sort=scenarios),
        color=alt.Color("scenario:N", title=None, scale=shades, sort=scenarios),
        tooltip=[
            "row:N",
            "scenario:N",
            *(alt.Tooltip(f"{e}:Q", format=".1f") for e in ("low", "value", "high")),
        ],
    )
    title = "months until it binds; an arrow: beyond the axis, or never"
    span = base.mark_rule(strokeWidth=4, opacity=0.5).encode(
        x=alt.X("low:Q", title=title, scale=across), x2="high:Q"
    )
    point = (
        base.transform_filter(f"datum.value < {horizon}")
        .mark_point(filled=True, size=60, opacity=1)
        .encode(x="value:Q")
    )
    arrow = base.transform_filter("datum.beyond").mark_point(
        shape="triangle-right", filled=True, size=90, opacity=1
    )
    return alt.layer(span, point, arrow.encode(x="high:Q"))
