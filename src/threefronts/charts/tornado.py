"""
Tornado: how far each unknown alone moves an outcome, and its share of the whole doubt.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours
from threefronts.charts.theme import INKED

ROW_HEIGHT = 46


def tornado_chart(frame: pd.DataFrame, *, names: Mapping[str, str], x_title: str) -> alt.LayerChart:
    """
    Draw one bar for each input, from the outcome at its low to that at its high end, the widest on top.

    Args:
        frame: Columns input, middle, at_low, at_high and total_pct, in the order of the rows.
        names: The words for each input.
        x_title: The outcome, with its unit.
    """
    labels = [
        f"{names[row.input]}: {row.total_pct:.0f} % of the variance" for row in frame.itertuples(index=False)
    ]
    rows = frame.assign(what=labels)
    ends = {"input low": "at_low", "input high": "at_high"}
    halves = pd.concat([rows.assign(end=end, outcome=rows[column]) for end, column in ends.items()])
    axis = alt.Axis(
        domain=False, ticks=False, labelAlign="left", labelPadding=-3, labelOffset=-18, labelLimit=330
    )
    row = alt.Y(
        "what:N", title=None, sort=labels, axis=axis, scale=alt.Scale(paddingInner=0.6, paddingOuter=0.45)
    )
    across = alt.X("outcome:Q", title=x_title, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    scale = alt.Scale(domain=list(ends), range=[colours.TEAL, colours.PARTY["third_state"]])
    base = alt.Chart(halves, height={"step": ROW_HEIGHT})
    bars = base.mark_bar().encode(
        x=across,
        x2="middle:Q",
        y=row,
        color=alt.Color("end:N", title=None, scale=scale),
        tooltip=["what:N", "end:N", alt.Tooltip("outcome:Q", title=x_title, format=",.4~g")],
    )
    middle = base.mark_rule(style=INKED, strokeDash=[3, 3], opacity=0.5).encode(
        x=alt.X("middle:Q", title=x_title)
    )
    return alt.layer(bars, middle)
