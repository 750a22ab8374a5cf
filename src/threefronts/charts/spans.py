"""
Rates over the periods that they speak of: one bar from first to last day at the height of the rate.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours

SERIES = [colours.PARTY["independent"], colours.TEAL, colours.NEUTRAL, colours.PARTY["third_state"]]
TICKS = [-500, -100, -20, 0, 20, 100, 500]
SERIES += [colours.PARTY["russia"], colours.PARTY["ukraine"]]


def spans_chart(
    frame: pd.DataFrame, *, series: str, names: Mapping[str, str], y_title: str, compressed: bool = False
) -> alt.LayerChart:
    """
    Draw one bar for each row, from ``period_start`` to ``period_end``, with its interval as a shade.

    Args:
        frame: Columns period_start, period_end, value, low, high (a missing bound is open and not shaded) and
            *series*.
        series: Column that chooses the colour.
        names: The words for each series, at most six, in the order of the legend.
        y_title: What is drawn, with its unit.
        compressed: Whether the axis shrinks far from zero, where rates differ by orders of magnitude.

    Raises:
        ValueError: More series than colours.
    """
    if len(names) > len(SERIES):
        raise ValueError(f"{len(names)} series, but {len(SERIES)} colours")
    present = [name for name in names if (frame[series] == name).any()]
    shades = dict(zip(names, SERIES, strict=False))
    scale = alt.Scale(domain=[names[name] for name in present], range=[shades[name] for name in present])
    drawn = frame.assign(who=frame[series].map(names))
    drawn = drawn.assign(low=drawn["low"].fillna(drawn["value"]), high=drawn["high"].fillna(drawn["value"]))
    columns = ["who", "period_start", "period_end", "value", "low", "high"]
    base = alt.Chart(drawn[columns]).encode(
        x=alt.X("period_start:T", title=None),
        x2="period_end:T",
        color=alt.Color("who:N", title=None, scale=scale, legend=alt.Legend(columns=1)),
    )
    axis = (
        {"scale": alt.Scale(type="symlog", constant=10), "axis": alt.Axis(values=TICKS, grid=True)}
        if compressed
        else {}
    )
    shade = base.mark_rect(opacity=0.15).encode(y=alt.Y("low:Q", title=y_title, **axis), y2="high:Q")
    tips = [alt.Tooltip("who:N", title="who says it"), "period_start:T", "period_end:T"]
    tips += [alt.Tooltip(f"{name}:Q", format=",.4~g") for name in ("value", "low", "high")]
    bar = base.mark_rule(strokeWidth=4, opacity=0.8).encode(y=alt.Y("value:Q", title=y_title), tooltip=tips)
    return alt.layer(shade, bar)
