"""
Lines over time: one line a voice, with its interval where it has one.
"""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from threefronts.charts import colours


def line_chart(
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    y_title: str,
    voice: str,
    names: Mapping[str, str],
    low: str | None = None,
    high: str | None = None,
    x_title: str | None = None,
    zero: bool = True,
) -> alt.LayerChart:
    """
    Draw *y* over *x*, one line for each id in column *voice*.

    Args:
        frame: One row a point.
        x, y: Columns; *x* is a date or a number.
        y_title: What is drawn, with its unit.
        voice: Column of source or party ids, which choose the colour.
        names: The words for each id, in the order of the legend.
        low, high: Columns of the interval, drawn as a band.
        x_title: Title of a numeric axis; dates need none.
        zero: Whether the axis starts at zero.
    """
    drawn = frame.assign(who=frame[voice].map(names))
    kind = "T" if pd.api.types.is_datetime64_any_dtype(drawn[x]) else "Q"
    words = list(names.values())
    scale = colours.scale(list(names), words)
    legend = None if len(names) == 1 else colours.legend(words, symbolType="stroke", symbolStrokeWidth=2)
    base = alt.Chart(drawn).encode(
        x=alt.X(f"{x}:{kind}", title=x_title),
        color=alt.Color("who:N", title=None, scale=scale, legend=legend),
    )
    height = alt.Y(f"{y}:Q", title=y_title, scale=alt.Scale(zero=zero))
    tips = [alt.Tooltip("who:N", title="who says it"), f"{x}:{kind}", alt.Tooltip(f"{y}:Q", title=y_title)]
    dash = alt.StrokeDash("who:N", title=None, scale=alt.Scale(domain=words), legend=legend)
    line = base.mark_line().encode(y=height, tooltip=tips, **({"strokeDash": dash} if len(words) > 1 else {}))
    layers = [line, *_lonely(base, drawn, height, tips)]
    if low is None or high is None:
        return alt.layer(*layers)
    band = base.mark_area(opacity=0.25).encode(y=alt.Y(f"{low}:Q", title=y_title), y2=f"{high}:Q")
    return alt.layer(band, *layers)


def _lonely(base: alt.Chart, drawn: pd.DataFrame, height: alt.Y, tips: list) -> list[alt.Chart]:
    """
    A point for each voice with one value, of which a line would show nothing.
    """
    alone = drawn[drawn.groupby("who")["who"].transform("size") == 1]
    if alone.empty:
        return []
    point = base.properties(data=alone).mark_point(filled=True, size=60, opacity=1)
    return [point.encode(y=height, tooltip=tips)]
