"""
Courses with their bands, and what was counted beside them.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours
from threefronts.charts.theme import INKED


def backtest_chart(
    bands: pd.DataFrame, counts: pd.DataFrame, *, names: Mapping[str, str], y_title: str
) -> alt.LayerChart:
    """
    Draw courses that were started in the past as bands, and later counts as points.

    Args:
        bands: Columns day, value, low, high and start (words for the legend).
        counts: Columns day, counted and voice; may be empty.
        names: The words for each voice.
        y_title: What is drawn, with its unit.
    """
    starts = list(dict.fromkeys(bands["start"]))
    scale = alt.Scale(domain=starts, range=[colours.TEAL, colours.PARTY["third_state"]][: len(starts)])
    base = alt.Chart(bands).encode(
        x=alt.X("day:T", title=None),
        color=alt.Color("start:N", title=None, scale=scale, legend=alt.Legend(columns=1)),
    )
    band = base.mark_area(opacity=0.22).encode(y=alt.Y("low:Q", title=y_title), y2="high:Q")
    line = base.mark_line().encode(
        y=alt.Y("value:Q", title=y_title),
        strokeDash=alt.StrokeDash("start:N", title=None, scale=alt.Scale(domain=starts)),
    )
    if counts.empty:
        return alt.layer(band, line)
    told = counts.assign(who=counts["voice"].map(names))
    points = alt.Chart(told).encode(x=alt.X("day:T", title=None), y=alt.Y("counted:Q", title=y_title))
    tips = [alt.Tooltip("who:N", title="who says it"), "day:T", alt.Tooltip("counted:Q", format=",.0f")]
    marks = points.mark_point(filled=True, size=70, style=INKED, opacity=1, shape="diamond").encode(
        tooltip=tips
    )
    return alt.layer(band, line, marks)
