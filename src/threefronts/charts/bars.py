"""
Bars over time: one bar a period.
"""

import altair as alt
import pandas as pd

from threefronts.charts import colours


def bar_chart(frame: pd.DataFrame, *, x: str, y: str, y_title: str, voice: str) -> alt.Chart:
    """
    Draw one bar for each row.

    Args:
        frame: One row a period; *x* is a date.
        x, y: Columns.
        y_title: What is drawn, with its unit.
        voice: Id of the source or party that says it, which chooses the colour.
    """
    return (
        alt.Chart(frame)
        .mark_bar(color=colours.colour(voice))
        .encode(
            x=alt.X(f"{x}:T", title=None),
            y=alt.Y(f"{y}:Q", title=y_title),
            tooltip=[alt.Tooltip(f"{x}:T"), alt.Tooltip(f"{y}:Q", title=y_title, format=",.4~g")],
        )
    )
