"""
Estimates of one day by the day on which they were published: what was known then, and what is known now.
"""

import altair as alt
import pandas as pd

from threefronts.charts import colours

HEIGHT = 240


def revisions_chart(course: pd.DataFrame, *, source: str, y_title: str) -> alt.LayerChart:
    """
    Draw the estimates of one quantity as points with their intervals, joined in the order of publication.

    The axis does not start at zero: the question is how far an estimate lies from the ones before it.

    Args:
        course: Columns published_on, value, low and high (missing bounds leave a point).
        source: Who publishes it, which chooses the colour.
        y_title: What is estimated, with its unit.
    """
    drawn = course.assign(
        low=course["low"].fillna(course["value"]),
        high=course["high"].fillna(course["value"]),
        said=[f"{value:,.0f}" for value in course["value"]],
        is_above=[place % 2 == 0 for place in range(len(course))],  # so that near ones keep apart
    )
    up = alt.Scale(zero=False, padding=24)
    base = alt.Chart(drawn, height=HEIGHT).encode(
        x=alt.X("published_on:T", title="day of publication", scale=alt.Scale(padding=34)),
        tooltip=[
            alt.Tooltip("published_on:T", title="published on"),
            *(alt.Tooltip(f"{part}:Q", format=",.0f") for part in ("value", "low", "high")),
        ],
    )
    ink = colours.colour(source)
    across = alt.Y("value:Q", title=y_title, scale=up)
    span = base.mark_rule(strokeWidth=4, opacity=0.4, color=ink)
    line = base.mark_line(strokeWidth=1, strokeDash=[4, 3], color=ink)
    point = base.mark_point(filled=True, size=70, opacity=1, color=ink)
    words = [
        base.transform_filter(wanted)
        .mark_text(align="center", dy=dy)
        .encode(y=alt.Y(f"{end}:Q", title=y_title, scale=up), text="said:N")
        for wanted, end, dy in (("datum.is_above", "high", -9), ("!datum.is_above", "low", 11))
    ]
    return alt.layer(
        span.encode(y=alt.Y("low:Q", title=y_title, scale=up), y2="high:Q"),
        line.encode(y=across),
        point.encode(y=across),
        *words,
    )
