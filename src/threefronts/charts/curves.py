"""
Observations as points, with a curve fitted to them and its band.
"""

import altair as alt
import pandas as pd

from threefronts.charts import colours
from threefronts.charts.theme import INKED


def curve_chart(
    points: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    x: str,
    y: str,
    x_title: str,
    y_title: str,
    voice: str,
) -> alt.LayerChart:
    """
    Draw points and, over them, a curve with its interval; the horizontal axis is logarithmic.

    Args:
        points: Columns *x* (above 0) and *y*, one row an observation.
        curve: Columns *x*, *y*, ``low`` and ``high``; without rows only the points are drawn.
        x, y: Columns.
        x_title, y_title: What is drawn, with its unit.
        voice: Id of the source or party that says it, which chooses the colour of the points.
    """
    scale = alt.Scale(type="log", base=2, nice=False, padding=6)
    across = alt.X(f"{x}:Q", title=x_title, scale=scale, axis=alt.Axis(tickCount=8, format=",~g"))
    up = alt.Y(f"{y}:Q", title=y_title)
    tips = [
        alt.Tooltip(f"{name}:Q", title=words, format=",.4~g") for name, words in ((x, x_title), (y, y_title))
    ]
    dots = alt.Chart(points).mark_point(filled=True, size=28, opacity=0.4, color=colours.colour(voice))
    layers = [dots.encode(x=across, y=up, tooltip=tips)]
    if len(curve):
        base = alt.Chart(curve).encode(x=across)
        layers.append(
            base.mark_area(opacity=0.3, style=INKED).encode(y=alt.Y("low:Q", title=y_title), y2="high:Q")
        )
        layers.append(base.mark_line(style=INKED).encode(y=up))
    return alt.layer(*layers)
